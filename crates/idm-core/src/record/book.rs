//! The publication itself, and what belongs to no event.

use super::{Field, Link, Number, Part, Record, RecordKind, Said, Told, Value, Word};
use crate::bibliography::FormattedEntry;
use crate::markdown::tree::plain_text;
use crate::model::{
    self, Acronym, Chapter, Contents, Cover, Imprint, IndexLead, LabelChange, Layout, Publication, Review, Series,
    Settings, StandardNumber, Theme, ThemePanel,
};
use crate::schema::SectionKind;

pub(crate) fn publication(of: &Publication) -> Record<'_> {
    let Publication {
        contents,
        // Records by themselves.
        bibliography: _,
        // What follows from the rest.
        anchors: _,
        numbers: _,
        exhibit_numbers: _,
        used_acronyms: _,
        holes: _,
    } = of;
    let Contents {
        id,
        title,
        subtitle,
        short_title,
        series,
        date,
        language,
        source_language: _,
        languages,
        region,
        edition,
        authors,
        keywords,
        description,
        cover,
        imprint,
        review,
        settings,
        labels,
        index_leads,
        book,
        // Records by themselves.
        chapters: _,
        themes: _,
        workshops: _,
        panels: _,
        recommendations: _,
        outcomes: _,
        people: _,
        acronyms: _,
        frameworks: _,
        // Told by those who name them, and by the labels.
        addressees: _,
        roles: _,
        kinds: _,
        // What editors keep to, and readers never see.
        terms: _,
        // By which comparisons know records.
        formerly: _,
        // What is told where it stands.
        pictures: _,
    } = contents;
    let (series_name, series_number) = match series {
        Some(Series { name, number }) => (Some(name), number.as_ref()),
        None => (None, None),
    };
    let mut fields = vec![
        Field::unpublished("id", Value::Code(Some(id))),
        Field::new("title", Value::Line(Some(title))),
        Field::new("subtitle", Value::Line(subtitle.as_ref())),
        Field::new("short-title", Value::Plain(short_title.as_ref())),
        Field::new("series.name", Value::Plain(series_name)),
        Field::new("series.number", Value::Plain(series_number)),
        Field::new("date", Value::Date(*date)),
        Field::new("language", Value::Word(Some(Word::labelled("language", language.code())))),
        Field::unpublished(
            "languages",
            Value::Words(languages.iter().map(|one| Word::labelled("language", one.code())).collect()),
        ),
        Field::unpublished("region", Value::Code(Some(region))),
        Field::new("edition", Value::Line(edition.as_ref())),
        Field::new("authors", Value::Plains(authors)),
        Field::new("keywords", Value::Plains(keywords)),
        Field::new("description", Value::Plain(description.as_ref())),
    ];
    let Cover { logo, partners } = cover;
    fields.push(Field::new("cover.logo", Value::Line(logo.as_ref())));
    fields.push(Field::new("cover.partners", Value::Lines(partners)));
    push_imprint(imprint, &mut fields);
    push_settings(settings, &mut fields);
    let labels = labels.iter().filter(|change| !change.text.is_empty());
    let labels = labels.map(|LabelChange { path, language, text, span: _, own: _ }| {
        let told = vec![Told::behind_colon(&format!("{path} ({})", language.code()), [text.as_str()])];
        Part { told, fields: vec![] }
    });
    fields.push(Field::unpublished("labels", Value::Parts(labels.collect())));
    let leads = index_leads.iter().map(|IndexLead { subject, see, see_also }| {
        let leads = see.iter().chain(see_also).map(|plain| plain.text.as_str());
        Part { told: vec![Told::behind_colon(&subject.text, leads)], fields: vec![] }
    });
    fields.push(Field::unpublished("index", Value::Parts(leads.collect())));
    fields.push(Field::unpublished("book", Value::Parts(book.iter().map(|&part| part_of(of, part)).collect())));
    push_review(review, &mut fields);
    fields.push(Field::new("chapters", Value::Records(chapters(of))));
    Record::new(RecordKind::Publication, id, title.plain(), fields)
}

fn push_imprint<'a>(imprint: &'a Imprint, fields: &mut Vec<Field<'a>>) {
    let Imprint { publisher, address, rights, disclaimer, isbn, issn, span: _ } = imprint;
    fields.extend([
        Field::new("imprint.publisher", Value::Line(publisher.as_ref())),
        Field::new("imprint.address", Value::Line(address.as_ref())),
        Field::new("imprint.rights", Value::Line(rights.as_ref())),
        Field::new("imprint.disclaimer", Value::Line(disclaimer.as_ref())),
        Field::new("imprint.isbn", Value::Word(standard_number(isbn))),
        Field::new("imprint.issn", Value::Word(standard_number(issn))),
    ]);
}

fn standard_number(number: &StandardNumber) -> Option<Word> {
    match number {
        StandardNumber::Unknown => None,
        StandardNumber::None => Some(Word::labelled("compare", "none")),
        StandardNumber::Given(plain) => Some(Word::plain(&*plain.text, &*plain.text)),
    }
}

fn push_settings<'a>(settings: &'a Settings, fields: &mut Vec<Field<'a>>) {
    let Settings {
        layout: Layout { paper, justify, openings, links },
        design,
        citation_style,
        expand_acronyms,
        // What a PDF promises to programs, and what the run says of mistakes.
        standards: _,
        levels: _,
        waivers: _,
    } = settings;
    let design = design.iter().map(|change| {
        let token = format!("{}.{}", change.table, change.token);
        let told = Told::behind_colon(&token, [change.value.texts().join(", ").as_str()]);
        Part { told: vec![Told { key: token, ..told }], fields: vec![] }
    });
    fields.extend([
        Field::unpublished("layout.paper", Value::Word(Some(Word::labelled("layout", paper.name())))),
        Field::unpublished("layout.justify", Value::Switch(*justify)),
        Field::unpublished("layout.openings", Value::Word(Some(Word::labelled("layout", openings.name())))),
        Field::unpublished("layout.links", Value::Word(Some(Word::labelled("layout", links.name())))),
        Field::unpublished("citation-style", Value::Code(Some(citation_style))),
        Field::unpublished("acronyms.expand", Value::Switch(*expand_acronyms)),
        Field::unpublished("design", Value::Parts(design.collect())),
    ]);
}

/// What only drafts show.
fn push_review<'a>(review: &'a Review, fields: &mut Vec<Field<'a>>) {
    let Review { asked, by, replies } = review;
    fields.extend([
        Field::unpublished("review.asked", Value::Text(asked.as_ref())),
        Field::unpublished("review.by", Value::Date(by.map(Into::into))),
        Field::unpublished("review.replies", Value::Line(replies.as_ref())),
    ]);
}

fn part_of(of: &Publication, part: model::Part) -> Part<'_> {
    let quoted = |kind: &str, title: Said| {
        let [open, close] = Word::quotation_marks().map(Said::Word);
        vec![Said::Word(Word::labelled("kind", kind)), Said::Text(" ".to_owned()), open, title, close]
    };
    let told = match part {
        model::Part::Chapter(at) => {
            let chapter = &of.chapters[at];
            let shown = quoted("chapter", Said::Text(chapter.title.plain()));
            Told { key: format!("chapter {}", chapter.id), shown }
        }
        model::Part::Section(kind) => {
            let mut name = Word::of("title", kind);
            name.label = Some(title_of(kind).to_owned());
            Told { key: format!("section {}", name.key), shown: quoted("section", Said::Word(name)) }
        }
    };
    Part { told: vec![told], fields: vec![] }
}

/// The label that is the title of a generated section.
fn title_of(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::InBrief => "brief.title",
        SectionKind::Contents => "title.contents",
        SectionKind::Lists => "lists.title",
        SectionKind::Abbreviations => "title.abbreviations",
        SectionKind::Themes => "changed.themes",
        SectionKind::Outcomes => "title.outcomes",
        SectionKind::Matrices => "matrix.title",
        SectionKind::Charts => "charts.title",
        SectionKind::Questions => "title.questions",
        SectionKind::Agenda => "title.agenda",
        SectionKind::People => "title.people",
        SectionKind::References => "title.references",
        SectionKind::Index => "index.title",
        SectionKind::Colophon => "colophon.title",
    }
}

/// The chapters as they were read.
fn chapters(of: &Publication) -> Vec<Record<'_>> {
    of.chapters.iter().map(chapter).collect()
}

/// The chapters in the order of the book.
pub(super) fn chapters_of_the_book(of: &Publication) -> impl Iterator<Item = Record<'_>> {
    of.book.iter().filter_map(|part| match part {
        model::Part::Chapter(at) => Some(chapter(&of.chapters[*at])),
        model::Part::Section(_) => None,
    })
}

fn chapter(of: &Chapter) -> Record<'_> {
    let Chapter { id, title, text, status } = of;
    let fields = vec![
        Field::new("title", Value::Line(Some(title))),
        Field::new("status", Value::Word(Some(Word::of("status", status)))),
        Field::new("text", Value::Text(Some(text))),
    ];
    Record::new(RecordKind::Chapter, id, title.plain(), fields)
}

/// The themes in the order of the book.
pub(crate) fn themes(of: &Publication) -> Vec<Record<'_>> {
    of.themes.iter().map(|entry| theme(of, entry)).collect()
}

fn theme<'a>(of: &'a Publication, theme: &'a Theme) -> Record<'a> {
    let Theme { id, number, title, working_title, introduction, panels } = theme;
    let panels = panels.iter().map(|&ThemePanel { panel, printed: _ }| {
        let panel = &of[panel];
        Link::Panel(&of[panel.workshop], panel)
    });
    let fields = vec![
        Field::new("title", Value::Line(Some(title))),
        Field::new("working-title", Value::Flag(*working_title)),
        Field::new("introduction", Value::Text(introduction.as_ref())),
        Field::new("panels", Value::Links(panels.collect())),
    ];
    let number = Some(Number::Text(number.to_string()));
    Record { number, ..Record::new(RecordKind::Theme, id, title.plain(), fields) }
}

/// The acronyms by alphabet.
pub(crate) fn acronyms(of: &Publication) -> Vec<Record<'_>> {
    of.acronyms.iter().map(acronym).collect()
}

/// The acronyms that the book uses, by alphabet.
pub(crate) fn printed_acronyms(of: &Publication) -> Vec<Record<'_>> {
    of.used_acronyms.iter().map(|&at| acronym(&of[at])).collect()
}

fn acronym(of: &Acronym) -> Record<'_> {
    let Acronym { short, long, plural, expand, source, note } = of;
    let fields = vec![
        Field::new("long", Value::Plain(Some(long))),
        Field::new("plural", Value::Plain(plural.as_ref())),
        Field::unpublished("expand", Value::Switch(*expand)),
        Field::new("note", Value::Line(note.as_ref())),
        Field::new("reference", Value::Code(source.as_ref().map(|source| source.id.as_str()))),
    ];
    Record::new(RecordKind::Acronym, &short.text, &long.text, fields)
}

/// The entries of the references as the book lists them.
pub(crate) fn references(of: &Publication) -> Vec<Record<'_>> {
    of.bibliography.entries.iter().map(reference).collect()
}

fn reference(of: &FormattedEntry) -> Record<'_> {
    let FormattedEntry { key, text, span: _ } = of;
    let fields = vec![Field::new("text", Value::Formatted(text))];
    Record::new(RecordKind::Reference, key, plain_text(text), fields)
}
