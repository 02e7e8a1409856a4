//! Recommendations, outcomes and the frameworks that they are mapped to.

use super::{Field, Link, Number, Part, Record, RecordKind, Said, Told, Value, Word};
use crate::model::{Attribution, Element, Framework, Mapping, Outcome, Publication, Recommendation};

/// The recommendations in the order of the book.
pub(crate) fn recommendations(of: &Publication) -> Vec<Record<'_>> {
    of.recommendations.iter().map(|entry| recommendation(of, entry)).collect()
}

fn recommendation<'a>(of: &'a Publication, entry: &'a Recommendation) -> Record<'a> {
    let Recommendation {
        id,
        number,
        title,
        text,
        note,
        addressees,
        mappings,
        questions,
        theme,
        attribution: Attribution { workshop, panel },
        provenance,
        status,
    } = entry;
    let workshop = &of.workshops[*workshop];
    let panel = panel.map(|at| &of[at]);
    let fields = vec![
        Field::new("title", Value::Line(Some(title))),
        Field::new("text", Value::Text(text.as_ref())),
        Field::new("note", Value::Line(note.as_ref())),
        Field::new(
            "addressees",
            Value::Words(addressees.iter().map(|&to| Word::named(of, "addressee", &of[to].id)).collect()),
        ),
        Field::new("frameworks", Value::Parts(mappings.iter().filter_map(|entry| mapping(of, entry)).collect())),
        Field::new("questions", Value::Words(questions.iter().map(|place| question(*place)).collect())),
        Field::new("theme", Value::Link(Some(Link::Theme(&of.themes[*theme])))),
        Field::new("workshop", Value::Link(Some(Link::Workshop(workshop)))),
        Field::new("panel", Value::Link(panel.map(|panel| Link::Panel(workshop, panel)))),
        Field::new("source", Value::Source(provenance)),
        Field::new("status", Value::Word(Some(Word::of("status", status)))),
    ];
    let record = Record::new(RecordKind::Recommendation, id, title.plain(), fields);
    Record { number: Some(Number::Text(number.clone())), panel, workshop: Some(workshop), ..record }
}

/// A question by its number in the panel's list.
fn question(place: usize) -> Word {
    let number = (place + 1).to_string();
    Word::plain(number.clone(), number)
}

/// A mapping, told element by element as "NYD (b)". One to a framework that came after the event is not printed, so that
/// no reader is to take it for what the recommendation said.
fn mapping<'a>(of: &'a Publication, mapping: &'a Mapping) -> Option<Part<'a>> {
    let Mapping { framework, elements } = mapping;
    let framework = &of.frameworks[*framework];
    if framework.retrospective {
        return None;
    }
    let elements: Vec<&Element> = elements.iter().map(|&at| &framework.elements[at]).collect();
    let told = elements.iter().map(|element| {
        let shown = Link::Element(framework, element).shown();
        Told { key: format!("{}:{}", framework.id, element.id), shown }
    });
    let fields = vec![
        Field::new("framework", Value::Link(Some(Link::Framework(framework)))),
        Field::new(
            "elements",
            Value::Links(elements.iter().map(|element| Link::Element(framework, element)).collect()),
        ),
    ];
    Some(Part { told: told.collect(), fields })
}

/// The outcomes in the order of the book.
pub(crate) fn outcomes(of: &Publication) -> Vec<Record<'_>> {
    of.outcomes.iter().map(|entry| outcome(of, entry)).collect()
}

fn outcome<'a>(of: &'a Publication, outcome: &'a Outcome) -> Record<'a> {
    let Outcome { id, number, title, text, theme, recommendations, provenance, status } = outcome;
    let rests_on = recommendations.iter().map(|&at| Link::Recommendation(&of.recommendations[at]));
    let fields = vec![
        Field::new("theme", Value::Link(Some(Link::Theme(&of.themes[*theme])))),
        Field::new("title", Value::Line(Some(title))),
        Field::new("text", Value::Text(text.as_ref())),
        Field::new("recommendations", Value::Links(rests_on.collect())),
        Field::new("source", Value::Source(provenance)),
        Field::new("status", Value::Word(Some(Word::of("status", status)))),
    ];
    let record = Record::new(RecordKind::Outcome, id, title.plain(), fields);
    Record { number: Some(Number::Text(number.clone())), ..record }
}

/// The frameworks by file name.
pub(crate) fn frameworks(of: &Publication) -> Vec<Record<'_>> {
    of.frameworks.iter().map(framework).collect()
}

/// The frameworks whose mappings the book prints, by file name.
pub(crate) fn printed_frameworks(of: &Publication) -> Vec<Record<'_>> {
    of.printed_frameworks().map(|at| framework(&of.frameworks[at])).collect()
}

fn framework(of: &Framework) -> Record<'_> {
    let Framework { id, title, short, note, reference, retrospective, concerned, elements } = of;
    // All of them are what it is measured against where the file names none.
    let some = concerned.iter().filter(|_| concerned.len() < elements.len());
    let measured = some.map(|&at| Word::plain(&*elements[at].id, &*elements[at].label.text)).collect();
    let fields = vec![
        Field::new("title", Value::Plain(Some(title))),
        Field::new("short", Value::Plain(Some(short))),
        Field::new("note", Value::Line(note.as_ref())),
        Field::new("reference", Value::Code(reference.as_ref().map(|reference| reference.id.as_str()))),
        Field::unpublished("retrospective", Value::Flag(*retrospective)),
        Field::new("concerned", Value::Words(measured)),
        Field::new("elements", Value::Parts(elements.iter().map(element).collect())),
    ];
    Record::new(RecordKind::Framework, id, &title.text, fields)
}

fn element(of: &Element) -> Part<'_> {
    let Element { id, label, title } = of;
    let shown = match title {
        Some(title) => format!("{} {}", label.text, title.text),
        None => label.text.clone(),
    };
    let fields = vec![
        Field::new("id", Value::Code(Some(id))),
        Field::new("label", Value::Plain(Some(label))),
        Field::new("title", Value::Plain(title.as_ref())),
    ];
    Part { told: vec![Told { key: format!("{id}: {shown}"), shown: vec![Said::Text(shown)] }], fields }
}
