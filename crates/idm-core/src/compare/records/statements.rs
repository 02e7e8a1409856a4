//! Recommendations, outcomes and the frameworks that they are mapped to.

use super::super::fields::{Value, word};
use super::super::record::RecordKind;
use super::{Record, panel, theme, workshop};
use crate::model::{Mapping, Publication};
use crate::schema::Addressee;

pub(super) fn recommendations(publication: &Publication) -> impl Iterator<Item = Record<'_>> {
    publication.recommendations.iter().map(|entry| {
        let made_by = entry.attribution.panel.map(|at| &publication[at]);
        Record::new(RecordKind::Recommendation, &entry.id, entry.title.plain())
            .numbered(&entry.number)
            .of_panel(made_by.map(|panel| panel.id.as_str()))
            .with(|fields| {
                fields
                    .line("title", Some(&entry.title))
                    .text("text", entry.text.as_ref())
                    .line("note", entry.note.as_ref())
                    .values("addressees", entry.addressees.iter().map(|&to| addressee(to)))
                    .values("frameworks", entry.mappings.iter().flat_map(|mapping| elements(publication, mapping)))
                    .value("theme", Some(theme(publication, entry.theme)))
                    .value("workshop", Some(workshop(&publication[entry.attribution.workshop])))
                    .value("panel", made_by.map(|made_by| panel(publication, made_by)))
                    .provenance(&entry.provenance)
                    .shown("status", Some(word(entry.status)));
            })
    })
}

/// The elements of a mapping, each as "NYD (b)".
fn elements<'a>(publication: &'a Publication, mapping: &'a Mapping) -> impl Iterator<Item = Value> + 'a {
    let framework = &publication[mapping.framework];
    mapping.elements.iter().map(move |&at| {
        let element = &framework.elements[at];
        let key = format!("{}:{}", framework.id, element.id);
        Value::of(&key, format!("{} {}", framework.short.text, element.label.text))
    })
}

fn addressee(addressee: Addressee) -> Value {
    let key = word(addressee);
    let shown = match addressee {
        Addressee::Iom => "IOM".to_owned(),
        Addressee::UnSystem => "UN system".to_owned(),
        _ => key.clone(),
    };
    Value { key, shown }
}

pub(super) fn outcomes(publication: &Publication) -> impl Iterator<Item = Record<'_>> {
    publication.outcomes.iter().map(|outcome| {
        let rests_on = outcome.recommendations.iter().map(|&at| {
            let entry = &publication[at];
            Value::of(&entry.id, format!("{} {}", entry.number, entry.title.plain()))
        });
        Record::new(RecordKind::Outcome, &outcome.id, outcome.title.plain()).numbered(&outcome.number).with(|fields| {
            fields
                .value("theme", Some(theme(publication, outcome.theme)))
                .line("title", Some(&outcome.title))
                .text("text", outcome.text.as_ref())
                .values("recommendations", rests_on)
                .provenance(&outcome.provenance)
                .shown("status", Some(word(outcome.status)));
        })
    })
}

pub(super) fn frameworks(publication: &Publication) -> impl Iterator<Item = Record<'_>> {
    publication.frameworks.iter().map(|framework| {
        let elements = framework.elements.iter().map(|element| {
            let title = element.title.as_ref().map(|title| format!(" {}", title.text)).unwrap_or_default();
            let shown = format!("{}{title}", element.label.text);
            Value::of(&format!("{}: {shown}", element.id), shown)
        });
        Record::new(RecordKind::Framework, &framework.id, framework.title.text.clone()).with(|fields| {
            fields
                .plain("title", Some(&framework.title))
                .plain("short", Some(&framework.short))
                .line("note", framework.note.as_ref())
                .shown("retrospective", framework.retrospective.then_some("yes"))
                .values("elements", elements);
        })
    })
}
