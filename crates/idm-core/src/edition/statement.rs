//! What is printed of recommendations and outcomes.

use super::builder::{Builder, bare, plain, plain_words};
use super::card::{self, Fact};
use super::records::{Stated, common, said};
use super::references::label;
use super::value::{Record, Value};
use crate::model::{AnchorKind, Attribution, Framework, Mapping, Outcome, Recommendation, Ref};

impl Builder<'_> {
    /// A recommendation.
    pub(super) fn recommendation(&mut self, at: Ref<Recommendation>) -> Record {
        let publication = self.publication;
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
            attribution,
            provenance,
            status,
        } = &publication[at];
        let around = self.workshop.replace(attribution.workshop);
        let mut record = Record { span: Some(id.span()), ..Record::default() };
        record.push("id", id);
        record.push("label", label(AnchorKind::Recommendation, id));
        record.push("number", self.mark(AnchorKind::Recommendation, number));
        let title = self.own_title("title", Some(title));
        let words = plain_words(&title);
        record.push("title", title);
        record.push("title-text", words);
        let own_label = label(AnchorKind::Recommendation, id);
        let notes = self.notes_at_title(&own_label);
        let text = card::statement(self.own_passages(&own_label, "text", text.as_ref()));
        let note = self.own_line("note", note.as_ref());
        let mark = self.review.as_ref().and_then(|review| review.marks.get(&own_label, "note").first().cloned());
        record.push("texts", [Some(text), card::remark(note, mark)].into_iter().flatten().collect::<Value>());
        let printed = mappings.iter().filter(|mapping| !publication[mapping.framework].retrospective);
        let mappings = printed.map(|mapping| mapping_record(mapping, &publication[mapping.framework]));
        record.push("mappings", mappings.collect::<Value>());
        let group = publication.recommendations.iter().filter(|other| other.theme == *theme);
        let group = common(group.map(|entry| entry.status));
        let resting = publication.outcomes.iter().filter(|outcome| outcome.recommendations.contains(&at));
        let facts = [
            Some(self.addressees_fact(addressees)),
            Some(self.origin_fact(*attribution, questions)),
            self.outcomes_fact(resting),
            Some(self.source_fact(provenance, *status, group)),
        ];
        record.push("facts", facts.into_iter().flatten().map(Fact::told).collect::<Value>());
        self.notes(&mut record, notes);
        self.workshop = around;
        record
    }

    /// Where a recommendation was made.
    pub(super) fn origin(&mut self, attribution: Attribution) -> Record {
        let publication = self.publication;
        if let Some(panel) = attribution.panel {
            let mut record = Record::default();
            record.push("kind", "panel");
            record.fields.extend(self.brief_panel(panel).fields);
            return record;
        }
        let workshop = &publication[attribution.workshop];
        let (label, name) = self.origin_name(attribution);
        let mut record = Record::default();
        record.push("kind", "workshop");
        record.push("label", label);
        record.push("number", workshop.number.to_string());
        record.push("title", self.line(workshop.title.as_ref()));
        record.push("city", plain(Some(&workshop.city)));
        record.push("name", name);
        record
    }

    /// The label of where a recommendation was made, and what that is called.
    pub(super) fn origin_name(&self, attribution: Attribution) -> (String, String) {
        let workshop = &self.publication[attribution.workshop];
        match attribution.panel {
            Some(panel) => (label(AnchorKind::Panel, &self.publication[panel].id), self.panel_name(panel)),
            None => (
                label(AnchorKind::Workshop, &workshop.id),
                self.name_with_city(AnchorKind::Workshop, workshop.number, &workshop.city.text),
            ),
        }
    }

    pub(super) fn brief_recommendation(&mut self, entry: &Recommendation) -> Record {
        let mut record = self.marked(AnchorKind::Recommendation, &entry.id, &entry.number);
        record.push("title", self.line(Some(&entry.title)));
        record
    }

    /// The outcomes by theme.
    pub(super) fn outcomes(&mut self) -> Value {
        self.outcomes_with(|_, _| {})
    }

    /// The outcomes by theme, before each of which something is done.
    pub(super) fn outcomes_with(&mut self, before: impl Fn(&mut Self, &Outcome)) -> Value {
        let publication = self.publication;
        let mut themes = vec![];
        for (at, theme) in publication.themes.entries() {
            let own: Vec<&Outcome> = publication.outcomes.iter().filter(|outcome| outcome.theme == at).collect();
            if own.is_empty() {
                continue;
            }
            let mut record = Record::default();
            record.push("theme", self.brief_theme(theme));
            let own = own.into_iter().map(|outcome| {
                before(self, outcome);
                self.outcome(outcome)
            });
            let own = own.collect::<Value>();
            record.push("outcomes", own);
            themes.push(record);
        }
        themes.into_iter().collect()
    }

    fn outcome(&mut self, outcome: &Outcome) -> Record {
        let publication = self.publication;
        // Outcomes stand under their theme.
        let Outcome { id, number, title, text, theme: _, recommendations, provenance, status } = outcome;
        let mut record = Record { span: Some(id.span()), ..Record::default() };
        record.push("id", id);
        record.push("label", label(AnchorKind::Outcome, id));
        record.push("number", self.mark(AnchorKind::Outcome, number));
        let title = self.own_title("title", Some(title));
        if self.review.is_some() {
            record.push("title-text", plain_words(&title));
        }
        record.push("title", title);
        let notes = self.notes_at_title(&label(AnchorKind::Outcome, id));
        record.push("text", self.own_passages(&label(AnchorKind::Outcome, id), "text", text.as_ref()));
        let basis = recommendations.iter().map(|&at| {
            let entry = &publication[at];
            let mut record = self.brief_recommendation(entry);
            record.push("origin", self.origin(entry.attribution));
            self.provenance(&mut record, &entry.provenance);
            record
        });
        let basis = basis.collect::<Value>();
        record.push("recommendations", basis);
        self.unsaid(&mut record, provenance, *status, common(publication.outcomes.iter().map(|other| other.status)));
        self.notes(&mut record, notes);
        record
    }

    /// What is said of all outcomes once.
    pub(super) fn said_of_outcomes(&self) -> Value {
        let stated = self.publication.outcomes.iter().map(|outcome| Stated {
            basis: outcome.provenance.basis,
            status: outcome.status,
            number: self.mark(AnchorKind::Outcome, &outcome.number),
        });
        said(&stated.collect::<Vec<_>>())
    }
}

fn mapping_record(mapping: &Mapping, framework: &Framework) -> Record {
    let mut record = Record::default();
    record.push("framework", plain(Some(&framework.short)));
    let elements = mapping.elements.iter().map(|&at| {
        let element = &framework.elements[at];
        let mut record = Record::default();
        record.push("label", bare(Some(&element.label)));
        record.push("title", plain(element.title.as_ref()));
        record
    });
    record.push("elements", elements.collect::<Value>());
    record
}
