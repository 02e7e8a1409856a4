//! The published records as JSON: what the book says, as data, for the attachment in the PDF.
//!
//! Texts are given as plain words. Editors' notes are never among them, nor anything that the book does not print.
//! The form is documented in `docs/records.md`.

pub mod differences;

use serde_json::{Value, json};

use crate::markdown::tree::{Block, BlockKind, Inline, plain_text};
use crate::model::{Line, Panel, Person, Plain, Provenance, Publication, Ref, Text, Workshop};

/// The version of the form. A new field does not raise it; a changed or removed one does.
pub const VERSION: u32 = 1;

/// The records as one JSON document that ends with a line break. The same publication gives the same bytes.
pub fn to_json(publication: &Publication) -> String {
    let mut text = serde_json::to_string_pretty(&document(publication)).unwrap_or_default();
    text.push('\n');
    text
}

/// The records as one JSON value.
pub fn document(publication: &Publication) -> Value {
    json!({
        "format": "idm-records",
        "version": VERSION,
        "publication": {
            "id": publication.id,
            "title": publication.title.plain(),
            "subtitle": line(publication.subtitle.as_ref()),
            "series": publication.series.as_ref().map(|series| json!({
                "name": series.name.text,
                "number": plain(series.number.as_ref()),
            })),
            "date": publication.date.map(|date| date.to_string()),
            "language": publication.language.code(),
            "edition": line(publication.edition.as_ref()),
            "chapters": publication.chapters.iter().map(|chapter| json!({
                "id": chapter.id,
                "title": chapter.title.plain(),
                "status": chapter.status,
            })).collect::<Vec<_>>(),
        },
        "themes": publication.themes.iter().map(|theme| json!({
            "id": theme.id,
            "number": theme.number.to_string(),
            "title": theme.title.plain(),
            "working_title": theme.working_title,
            "panels": theme.panels.iter().map(|place| &publication[place.panel].id).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "workshops": publication.workshops.iter().map(|entry| workshop(publication, entry)).collect::<Vec<_>>(),
        "recommendations": recommendations(publication),
        "outcomes": publication.outcomes.iter().map(|outcome| json!({
            "id": outcome.id,
            "number": outcome.number,
            "theme": publication[outcome.theme].id,
            "title": outcome.title.plain(),
            "text": text(outcome.text.as_ref()),
            "recommendations": outcome.recommendations.iter().map(|&at| &publication[at].id)
                .collect::<Vec<_>>(),
            "status": outcome.status,
            "provenance": provenance(&outcome.provenance),
        })).collect::<Vec<_>>(),
        "people": publication.people.iter().map(|person| json!({
            "id": person.id,
            "name": person.name.text,
            "post": plain(person.post.as_ref()),
            "organization": plain(person.organization.as_ref()),
            "country": plain(person.country.as_ref()),
            "participation": person.participation.iter().map(|part| json!({
                "workshop": publication[part.workshop].id,
                "role": part.role,
                "provenance": provenance(&part.provenance),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "references": publication.bibliography.entries.iter().map(|entry| json!({
            "key": entry.key,
            "text": plain_text(&entry.text),
        })).collect::<Vec<_>>(),
    })
}

fn recommendations(publication: &Publication) -> Vec<Value> {
    let list = publication.recommendations.iter().map(|entry| {
        let workshop = &publication[entry.attribution.workshop];
        let mappings = entry.mappings.iter().map(|mapping| {
            let framework = &publication[mapping.framework];
            let elements: Vec<&str> =
                mapping.elements.iter().map(|&element| framework.elements[element].id.as_str()).collect();
            json!({ "framework": framework.id, "elements": elements })
        });
        json!({
            "id": entry.id,
            "number": entry.number,
            "theme": publication[entry.theme].id,
            "workshop": workshop.id,
            "panel": entry.attribution.panel.map(|panel| &publication[panel].id),
            "title": entry.title.plain(),
            "text": text(entry.text.as_ref()),
            "note": line(entry.note.as_ref()),
            "addressees": entry.addressees,
            "mappings": mappings.collect::<Vec<_>>(),
            "status": entry.status,
            "provenance": provenance(&entry.provenance),
        })
    });
    list.collect()
}

fn workshop(publication: &Publication, workshop: &Workshop) -> Value {
    json!({
        "id": workshop.id,
        "number": workshop.number,
        "title": line(workshop.title.as_ref()),
        "kind": plain(workshop.kind.as_ref()),
        "city": workshop.city.text,
        "venue": plain(workshop.venue.as_ref()),
        "start": workshop.dates.map(|(first, _)| first.to_string()),
        "end": workshop.dates.map(|(_, last)| last.to_string()),
        "participants": workshop.participants,
        "about": text(workshop.about.as_ref()),
        "status": workshop.status,
        "provenance": provenance(&workshop.provenance),
        "agenda": workshop.agenda.iter().map(|session| json!({
            "id": session.id,
            "kind": session.kind,
            "date": session.date.map(|date| date.to_string()),
            "start": session.start,
            "end": session.end,
            "panel": session.panel.map(|at| &publication[at].id),
            "title": line(session.title.as_ref()),
            "people": session.people.iter().map(|&at| &publication[at].id).collect::<Vec<_>>(),
            "note": line(session.note.as_ref()),
            "provenance": provenance(&session.provenance),
        })).collect::<Vec<_>>(),
        "panels": publication.panels_of(workshop).map(|entry| panel(publication, entry)).collect::<Vec<_>>(),
    })
}

fn panel(publication: &Publication, panel: &Panel) -> Value {
    let person = |at: Option<Ref<Person>>| at.map(|at| &publication[at].id);
    json!({
        "id": panel.id,
        "number": panel.number,
        "title": line(panel.title.as_ref()),
        "moderator": person(panel.moderator),
        "rapporteur": person(panel.rapporteur),
        "speakers": panel.speakers.iter().map(|&at| &publication[at].id).collect::<Vec<_>>(),
        "guiding_questions": panel.guiding_questions.iter().map(Line::plain).collect::<Vec<_>>(),
        "key_messages": panel.key_messages.iter().map(|message| json!({
            "text": message.text.plain(),
            "provenance": provenance(&message.provenance),
        })).collect::<Vec<_>>(),
        "summary": text(panel.summary.as_ref()),
        "status": panel.status,
        "provenance": provenance(&panel.provenance),
    })
}

fn line(line: Option<&Line>) -> Option<String> {
    line.map(Line::plain)
}

fn plain(plain: Option<&Plain>) -> Option<&str> {
    plain.map(|plain| plain.text.as_str())
}

fn provenance(provenance: &Provenance) -> Value {
    json!({
        "source": provenance.source.as_ref().map(|source| &source.id),
        "locator": provenance.source.as_ref().and_then(|source| source.locator.as_ref()),
        "basis": provenance.basis,
    })
}

/// A text as plain paragraphs, one for each block of words.
fn text(text: Option<&Text>) -> Option<Vec<String>> {
    let mut paragraphs = Vec::new();
    push_paragraphs(&text?.prose.blocks, &mut paragraphs);
    Some(paragraphs)
}

fn push_paragraphs(blocks: &[Block], paragraphs: &mut Vec<String>) {
    let words = |content: &[Inline]| plain_text(content).trim().to_owned();
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => paragraphs.push(words(content)),
            BlockKind::List { items, .. } => {
                for item in items {
                    push_paragraphs(&item.blocks, paragraphs);
                }
            }
            BlockKind::BlockQuote(blocks)
            | BlockKind::KeyMessages { blocks, .. }
            | BlockKind::GoodPractice { blocks, .. }
            | BlockKind::Quotation { blocks, .. } => push_paragraphs(blocks, paragraphs),
            BlockKind::Code { text, .. } => paragraphs.push(text.clone()),
            BlockKind::Table(table) => {
                paragraphs.extend(table.caption.iter().map(|caption| words(caption)));
                for row in std::iter::once(&table.header).chain(&table.rows) {
                    let cells: Vec<String> = row.iter().map(|cell| words(&cell.content)).collect();
                    paragraphs.push(cells.join(" | "));
                }
            }
            BlockKind::Figure(figure) => {
                paragraphs.extend(figure.caption.iter().map(|caption| words(caption)));
                paragraphs.push(figure.image.alt.clone());
            }
            BlockKind::ThematicBreak | BlockKind::EditorsNote { .. } => {}
        }
    }
}
