//! What happened to a record, in plain words.

use super::super::record::{Comparison, Delta, FieldChange, RecordChange};
use super::super::tree::{ComparedItem, Mark};
use super::super::{Counts, items_are_unchanged};
use crate::record::RecordKind;

/// What is said if nothing has changed.
pub(super) const NOTHING: &str = "nothing has changed";

/// How many records and words were added, removed and changed.
pub(super) struct Totals {
    pub added: usize,
    pub removed: usize,
    pub changed: usize,
    pub words_added: usize,
    pub words_removed: usize,
}

impl Totals {
    pub fn of(comparison: &Comparison) -> Self {
        let records = |mark| comparison.records.iter().filter(|record| record.mark == mark).count();
        let fields = comparison.records.iter().flat_map(|record| &record.fields);
        let counts: Vec<Counts> = fields.map(|field| words(&field.delta)).collect();
        Self {
            added: records(Mark::Added),
            removed: records(Mark::Removed),
            changed: records(Mark::Kept),
            words_added: counts.iter().map(|counts| counts.words_added).sum(),
            words_removed: counts.iter().map(|counts| counts.words_removed).sum(),
        }
    }

    /// "2 records changed, 1 new, 1 gone; 12 words added, 3 removed".
    pub fn sentence(&self) -> String {
        let Self { added, removed, changed, words_added, words_removed } = self;
        let records = if *changed == 1 { "record" } else { "records" };
        let words = if *words_added == 1 { "word" } else { "words" };
        format!(
            "{changed} {records} changed, {added} new, {removed} gone; {words_added} {words} added, {words_removed} removed"
        )
    }
}

fn words(delta: &Delta) -> Counts {
    match delta {
        Delta::Line(line) => Counts::of_line(line),
        Delta::Text(text) => text.counts(),
        Delta::Lines(items) => Counts::of_items(items),
        Delta::Value { .. } | Delta::Values { .. } => Counts::default(),
    }
}

/// The record by its kind, number and identifier, and its title.
pub(super) fn name(record: &RecordChange) -> String {
    let kind = kind(record.kind);
    let number = match (&record.earlier_number, &record.number) {
        (Some(was), Some(is)) if was != is => format!(" {is} (was {was})"),
        (_, Some(number)) | (Some(number), None) => format!(" {number}"),
        (None, None) => String::new(),
    };
    // Panels of different workshops share their numbers, and the rest has none.
    let id = match record.kind {
        RecordKind::Document
        | RecordKind::Publication
        | RecordKind::Recommendation
        | RecordKind::Outcome
        | RecordKind::Theme => String::new(),
        RecordKind::Chapter
        | RecordKind::Panel
        | RecordKind::Workshop
        | RecordKind::Session
        | RecordKind::Person
        | RecordKind::Acronym
        | RecordKind::Reference
        | RecordKind::Framework => format!(" {}", record.id),
    };
    let title = if record.title.is_empty() { String::new() } else { format!(" “{}”", record.title) };
    format!("{kind}{number}{id}{title}")
}

/// The kind in words, with a capital.
pub(super) fn kind(kind: RecordKind) -> String {
    let name = kind.name();
    let (first, rest) = name.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// What happened, phrase by phrase.
pub(super) fn phrases(record: &RecordChange) -> Vec<String> {
    let fields = record.fields.iter();
    match record.mark {
        Mark::Added => std::iter::once("new".to_owned()).chain(fields.filter_map(held)).collect(),
        Mark::Removed => vec!["gone".to_owned()],
        Mark::Kept => fields.map(phrase).collect(),
    }
}

/// A key of the format in words.
pub(super) fn label(field: &str) -> String {
    match field {
        "key-messages.source" => "sources of key messages".to_owned(),
        "start" => "beginning".to_owned(),
        "series.name" => "series".to_owned(),
        "series.number" => "number in the series".to_owned(),
        "book" => "order of the book".to_owned(),
        _ => field.rsplit('.').next().unwrap_or(field).replace('-', " "),
    }
}

fn phrase(change: &FieldChange) -> String {
    let label = label(&change.field);
    match (&change.delta, &*change.field) {
        (Delta::Value { .. }, "number") => "renumbered".to_owned(),
        (Delta::Value { earlier: Some(earlier), later: Some(later) }, "theme" | "panel" | "workshop") => {
            format!("moved from {label} “{earlier}” to “{later}”")
        }
        (Delta::Value { earlier: Some(earlier), later: Some(later) }, _) => {
            format!("{label} changed: {earlier} → {later}")
        }
        (Delta::Value { earlier: None, later }, _) => {
            format!("{label} added: {}", later.as_deref().unwrap_or_default())
        }
        (Delta::Value { earlier: Some(earlier), later: None }, _) => format!("{label} removed: {earlier}"),
        (Delta::Values { values, reordered }, _) => list(&label, values, *reordered),
        (Delta::Line(_), "title") => "retitled".to_owned(),
        (Delta::Text(text), _) if text.counts() == Counts::default() => format!("{label} changed"),
        (Delta::Text(_), "text") => "reworded".to_owned(),
        (Delta::Line(_) | Delta::Text(_), _) => format!("{label} reworded"),
        (Delta::Lines(items), _) => format!("{label} changed: {}", lines(items)),
    }
}

/// What a new record says, as far as it is no prose.
fn held(change: &FieldChange) -> Option<String> {
    let label = label(&change.field);
    match &change.delta {
        Delta::Value { later: Some(later), .. } => Some(format!("{label}: {later}")),
        Delta::Values { values, .. } => {
            let values: Vec<&str> = values.iter().map(|(_, value)| value.as_str()).collect();
            Some(format!("{label}: {}", values.join(", ")))
        }
        Delta::Value { later: None, .. } | Delta::Line(_) | Delta::Text(_) | Delta::Lines(_) => None,
    }
}

fn list(label: &str, values: &[(Mark, String)], reordered: bool) -> String {
    let sign = |mark: Mark| match mark {
        Mark::Kept => None,
        Mark::Added => Some('+'),
        Mark::Removed => Some('−'),
    };
    let mut changes: Vec<String> =
        values.iter().filter_map(|(mark, value)| sign(*mark).map(|sign| format!("{sign} {value}"))).collect();
    if reordered {
        changes.push("in another order".to_owned());
    }
    format!("{label} changed: {}", changes.join(", "))
}

fn lines(items: &[ComparedItem]) -> String {
    let count = |mark| items.iter().filter(|item| item.mark == mark).count();
    let reworded =
        items.iter().filter(|item| item.mark == Mark::Kept && !items_are_unchanged(std::slice::from_ref(item))).count();
    let parts = [(count(Mark::Added), "new"), (count(Mark::Removed), "gone"), (reworded, "reworded")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    parts.join(", ")
}
