//! The publication itself, and what belongs to no event.

use super::super::fields::{Value, word};
use super::super::record::RecordKind;
use super::{Record, panel};
use crate::markdown::tree::plain_text;
use crate::model::{Part, Publication};

pub(super) fn publication(publication: &Publication) -> Record<'_> {
    let imprint = &publication.imprint;
    let series = publication.series.as_ref();
    Record::new(RecordKind::Publication, &publication.id, publication.title.plain()).with(|fields| {
        fields
            .shown("id", Some(&publication.id))
            .line("title", Some(&publication.title))
            .line("subtitle", publication.subtitle.as_ref())
            .plain("short-title", publication.short_title.as_ref())
            .plain("series.name", series.map(|series| &series.name))
            .plain("series.number", series.and_then(|series| series.number.as_ref()))
            .shown("date", publication.date)
            .shown("language", Some(publication.language.code()))
            .shown("region", Some(&publication.region))
            .line("edition", publication.edition.as_ref())
            .values("authors", publication.authors.iter().map(|author| Value::plain(&author.text)))
            .values("keywords", publication.keywords.iter().map(|keyword| Value::plain(&keyword.text)))
            .plain("description", publication.description.as_ref())
            .line("imprint.publisher", imprint.publisher.as_ref())
            .line("imprint.address", imprint.address.as_ref())
            .line("imprint.rights", imprint.rights.as_ref())
            .line("imprint.disclaimer", imprint.disclaimer.as_ref())
            .plain("imprint.isbn", imprint.isbn.as_ref())
            .plain("imprint.issn", imprint.issn.as_ref())
            .shown("layout.paper", Some(publication.settings.layout.paper.name()))
            .shown("layout.justify", Some(publication.settings.layout.justify))
            .shown("layout.openings", Some(publication.settings.layout.openings.name()))
            .shown("citation-style", Some(&publication.settings.citation_style))
            .shown("acronyms.expand", Some(publication.settings.expand_acronyms))
            .values(
                "design",
                publication.settings.design.iter().map(|change| {
                    let token = format!("{}.{}", change.table, change.token);
                    Value::of(&token, format!("{token}: {}", change.value.texts().join(", ")))
                }),
            )
            .values("book", publication.book.iter().map(|&entry| part(publication, entry)));
    })
}

fn part(publication: &Publication, part: Part) -> Value {
    match part {
        Part::Chapter(at) => {
            let chapter = &publication[at];
            Value::of(&format!("chapter {}", chapter.id), format!("chapter “{}”", chapter.title.plain()))
        }
        Part::Section(kind) => Value::plain(format!("section {}", word(kind))),
    }
}

pub(super) fn chapters(publication: &Publication) -> impl Iterator<Item = Record<'_>> {
    let in_order = publication.book.iter().filter_map(|part| match part {
        Part::Chapter(at) => Some(&publication[*at]),
        Part::Section(_) => None,
    });
    in_order.map(|chapter| {
        Record::new(RecordKind::Chapter, &chapter.id, chapter.title.plain()).with(|fields| {
            fields
                .line("title", Some(&chapter.title))
                .shown("status", Some(word(chapter.status)))
                .text("text", Some(&chapter.text));
        })
    })
}

pub(super) fn themes(publication: &Publication) -> impl Iterator<Item = Record<'_>> {
    publication.themes.iter().map(|theme| {
        let panels = theme.panels.iter().map(|place| panel(publication, &publication[place.panel]));
        Record::new(RecordKind::Theme, &theme.id, theme.title.plain()).numbered(theme.number).with(|fields| {
            fields
                .line("title", Some(&theme.title))
                .shown("working-title", theme.working_title.then_some("yes"))
                .text("introduction", theme.introduction.as_ref())
                .values("panels", panels);
        })
    })
}

pub(super) fn acronyms(publication: &Publication) -> impl Iterator<Item = Record<'_>> {
    publication.acronyms.iter().map(|acronym| {
        Record::new(RecordKind::Acronym, &acronym.short.text, acronym.long.text.clone()).with(|fields| {
            fields
                .plain("long", Some(&acronym.long))
                .plain("plural", acronym.plural.as_ref())
                .shown("expand", Some(acronym.expand))
                .line("note", acronym.note.as_ref());
        })
    })
}

pub(super) fn references(publication: &Publication) -> impl Iterator<Item = Record<'_>> {
    publication.bibliography.entries.iter().map(|entry| {
        Record::new(RecordKind::Reference, &entry.key, plain_text(&entry.text)).with(|fields| {
            fields.inlines("text", &entry.text);
        })
    })
}
