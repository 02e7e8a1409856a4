//! What a record's card says: its texts one below the other, and its facts in a quiet line. No printer knows a text or a fact
//! by its name, so that one which is told here stands in every output.

use super::builder::Builder;
use super::records::{status, word};
use super::references::label;
use super::value::{Record, Value};
use crate::model::{Addressee, AnchorKind, Attribution, Outcome, Provenance, Ref, question_id};
use crate::schema::Status;

/// A text: what the record says, and without which something is missing.
pub(super) fn statement(body: Value) -> Record {
    text(body, false, None)
}

/// A text that says how to read the record, if there is one; `mark` is that by which a reviewer's remark on it is placed.
pub(super) fn remark(body: Value, mark: Option<String>) -> Option<Record> {
    (body != Value::None).then(|| text(body, true, mark))
}

fn text(body: Value, remark: bool, mark: Option<String>) -> Record {
    let mut record = Record::default();
    record.push("body", body);
    record.push("remark", remark);
    record.push("mark", mark);
    record
}

/// What is known of one thing: the key of its name in `[field]` of the labels, the words that lead it in where it stands in
/// a line with other facts, and what is said, piece by piece.
pub(super) struct Fact {
    name: &'static str,
    lead: String,
    pieces: Vec<Record>,
}

impl Fact {
    fn new(name: &'static str, lead: impl Into<String>) -> Self {
        Self { name, lead: lead.into(), pieces: vec![] }
    }

    /// Says something, with what parts it from what is said before.
    fn say(&mut self, between: &str, body: impl Into<Value>) {
        self.push(between, body.into(), Value::None, false);
    }

    /// Leads to something; `page` is whether its page is told.
    fn lead_to(&mut self, between: &str, body: String, label: String, page: bool) {
        self.push(between, body.into(), label.into(), page);
    }

    fn push(&mut self, between: &str, body: Value, label: Value, page: bool) {
        let mut piece = Record::default();
        piece.push("before", if self.pieces.is_empty() { "" } else { between });
        piece.push("body", body);
        piece.push("label", label);
        piece.push("page", page);
        self.pieces.push(piece);
    }

    fn says_nothing(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The fact as printers read it. One that says nothing has a single piece, which is not known.
    pub(super) fn told(mut self) -> Record {
        if self.says_nothing() {
            self.say("", Value::None);
        }
        let Self { name, lead, pieces } = self;
        let mut record = Record::default();
        record.push("name", name);
        record.push("lead", lead);
        record.push("pieces", pieces.into_iter().collect::<Value>());
        record
    }
}

impl Builder<'_> {
    /// Whom something is addressed to.
    pub(super) fn addressees_fact(&self, addressees: &[Ref<Addressee>]) -> Fact {
        let mut fact = Fact::new("addressees", "");
        for &to in addressees {
            let key = format!("addressee.{}", self.publication[to].id);
            fact.say(", ", self.labels.get(&self.language, &key));
        }
        fact
    }

    /// Where something was made, and the questions that it comes from.
    pub(super) fn origin_fact(&self, attribution: Attribution, questions: &[usize]) -> Fact {
        let mut fact = Fact::new("origin", "");
        let (made, name) = self.origin_name(attribution);
        fact.lead_to("", name, made, true);
        let colon = self.sign("colon");
        let asked = attribution.panel.into_iter().flat_map(|panel| questions.iter().map(move |&place| (panel, place)));
        for (panel, place) in asked {
            let between = if fact.pieces.len() == 1 { colon } else { ", " };
            let id = question_id(&self.publication[panel].id, place);
            fact.lead_to(between, self.question_mark(panel, place), label(AnchorKind::Question, &id), false);
        }
        fact
    }

    /// The outcomes that rest on something, if there are any.
    pub(super) fn outcomes_fact<'o>(&self, outcomes: impl Iterator<Item = &'o Outcome>) -> Option<Fact> {
        let lead = format!("{} ", self.labels.get(&self.language, "field.outcomes"));
        let mut fact = Fact::new("outcomes", lead);
        let between = self.sign("semicolon");
        for outcome in outcomes {
            let mark = self.mark(AnchorKind::Outcome, &outcome.number);
            fact.lead_to(between, mark, label(AnchorKind::Outcome, &outcome.id), true);
        }
        (!fact.says_nothing()).then_some(fact)
    }

    /// Where a statement comes from, on what basis it stands, and how far its text has come, but for what its `group` shares.
    pub(super) fn source_fact(&mut self, provenance: &Provenance, state: Status, group: Option<Status>) -> Fact {
        let (basis, state) = self.unshared(provenance.basis, state, group);
        let source = self.cited(provenance.source.as_ref());
        let get = |path: &str| self.labels.get(&self.language, path);
        let colon = self.sign("colon");
        let mut fact = Fact::new("source", format!("{}{colon}", get("field.source")));
        fact.say("", source);
        if let Some(basis) = basis {
            fact.say(" · ", get(&format!("basis.{}", word(&basis))));
        }
        if let Some(state) = state.filter(|&state| state != Status::Cleared) {
            let state = get(&format!("status.{}", status(state)));
            fact.say(" · ", format!("{}{colon}{state}", get("field.status")));
        }
        fact
    }
}
