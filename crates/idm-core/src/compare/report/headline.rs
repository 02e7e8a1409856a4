//! What happened to a record, in plain words.

use super::super::record::{Comparison, Delta, FieldChange, RecordChange};
use super::super::tree::{ComparedItem, Mark};
use super::super::{Counts, items_are_unchanged};
use crate::authors::Origin;
use crate::diagnostic::harmless;
use crate::record::RecordKind;
use crate::words::{Words, fill, within_a_sentence};

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
}

fn words(delta: &Delta) -> Counts {
    match delta {
        Delta::Line(line) => Counts::of_line(line),
        Delta::Text(text) => text.counts(),
        Delta::Lines(items) => Counts::of_items(items),
        Delta::Value { .. } | Delta::Values { .. } => Counts::default(),
    }
}

/// Tells what happened in the words of a language.
#[derive(Clone, Copy)]
pub(super) struct Teller<'a>(pub &'a Words);

impl Teller<'_> {
    /// The text at a place, or the name of the place if the templates have none.
    fn text(self, path: &str) -> String {
        let name = || path.rsplit('.').next().unwrap_or(path).replace('-', " ");
        self.0.get(path).map_or_else(name, str::to_owned)
    }

    fn filled(self, key: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<(String, String)> =
            values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        fill(&self.text(&format!("compare.{key}")), &values)
    }

    fn counted(self, key: &str, count: usize) -> String {
        self.filled(&format!("{key}-{}", self.0.number(count)), &[("count", &count.to_string())])
    }

    /// That nothing has changed.
    pub fn nothing(self) -> String {
        self.text("compare.nothing")
    }

    /// "last changed by Ada Editor on 2017-12-14 (1234567890)".
    pub fn origin(self, origin: &Origin) -> String {
        let told = origin.told();
        let author = harmless::line(told.author.unwrap_or_default());
        let key = match origin {
            Origin::Uncommitted => "uncommitted",
            Origin::AtLatest(_) => "at-latest",
            Origin::Commit(_) if author.is_empty() => "last-changed",
            Origin::Commit(_) => "last-changed-by",
        };
        let (date, revision) = (told.date.unwrap_or_default(), told.revision.unwrap_or_default());
        self.filled(key, &[("author", &author), ("date", date), ("revision", revision)])
    }

    /// "2 records changed, 1 new, 1 gone; 12 words added, 3 removed".
    pub fn totals(self, totals: &Totals) -> String {
        let Totals { added, removed, changed, words_added, words_removed } = totals;
        let values = [
            ("changed", self.counted("changed", *changed)),
            ("new", self.counted("new", *added)),
            ("gone", self.counted("gone", *removed)),
            ("words-added", self.counted("words-added", *words_added)),
            ("words-removed", self.counted("words-removed", *words_removed)),
        ];
        self.filled("totals", &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    /// The record by its kind, number and identifier, and its title.
    pub fn name(self, record: &RecordChange) -> String {
        let kind = self.text(&format!("kind.{}", record.kind.name()));
        let number = match (&record.earlier_number, &record.number) {
            (Some(was), Some(is)) if was != is => {
                format!(" {}", self.filled("was", &[("number", is), ("earlier", was)]))
            }
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
        let title = match record.title.as_str() {
            "" => String::new(),
            title => format!(" {}{title}{}", self.text("mark.open"), self.text("mark.close")),
        };
        format!("{kind}{number}{id}{title}")
    }

    /// What stands between two phrases.
    pub fn between(self) -> String {
        self.0.get("mark.semicolon").unwrap_or("; ").to_owned()
    }

    /// What records of a kind are called together.
    pub fn plural(self, kind: RecordKind) -> String {
        self.text(&format!("kinds.{}", kind.name()))
    }

    /// What is said of something, and what that is.
    pub fn behind_colon(self, said: &str, what: &str) -> String {
        format!("{said}{}{what}", self.text("mark.colon"))
    }

    /// What happened, phrase by phrase.
    pub fn phrases(self, record: &RecordChange) -> Vec<String> {
        let fields = record.fields.iter();
        match record.mark {
            Mark::Added => {
                let held = fields.filter_map(|change| self.held(change));
                std::iter::once(self.text("compare.new")).chain(held).collect()
            }
            Mark::Removed => vec![self.text("compare.gone")],
            Mark::Kept => fields.map(|change| self.phrase(change)).collect(),
        }
    }

    /// A key of the format as it stands within a sentence.
    pub fn label(self, field: &str) -> String {
        within_a_sentence(&self.text(&label_of(field)))
    }

    /// What a moved passage begins with.
    pub fn moved(self, key: &str, number: usize) -> String {
        self.behind_colon(&self.filled(key, &[("move", &number.to_string())]), "")
    }

    fn phrase(self, change: &FieldChange) -> String {
        let label = self.label(&change.field);
        let field = ("field", label.as_str());
        match (&change.delta, &*change.field) {
            (Delta::Value { .. }, "number") => self.text("compare.renumbered"),
            (Delta::Value { earlier: Some(earlier), later: Some(later) }, "theme" | "panel" | "workshop") => {
                self.filled("field-moved", &[field, ("earlier", earlier), ("later", later)])
            }
            (Delta::Value { earlier: Some(earlier), later: Some(later) }, _) => {
                self.filled("field-value", &[field, ("earlier", earlier), ("later", later)])
            }
            (Delta::Value { earlier: None, later }, _) => {
                self.filled("field-added", &[field, ("later", later.as_deref().unwrap_or_default())])
            }
            (Delta::Value { earlier: Some(earlier), later: None }, _) => {
                self.filled("field-removed", &[field, ("earlier", earlier)])
            }
            (Delta::Values { values, reordered }, _) => {
                self.filled("field-changes", &[field, ("changes", &self.list(values, *reordered))])
            }
            (Delta::Line(_), "title") => self.text("compare.retitled"),
            (Delta::Text(text), _) if text.counts() == Counts::default() => self.filled("field-changed", &[field]),
            (Delta::Text(_), "text") => self.text("compare.reworded"),
            (Delta::Line(_) | Delta::Text(_), _) => self.filled("field-reworded", &[field]),
            (Delta::Lines(items), _) => self.filled("field-changes", &[field, ("changes", &self.lines(items))]),
        }
    }

    /// What a new record says, as far as it is no prose.
    fn held(self, change: &FieldChange) -> Option<String> {
        let label = self.label(&change.field);
        let value = match &change.delta {
            Delta::Value { later: Some(later), .. } => later.clone(),
            Delta::Values { values, .. } => {
                let values: Vec<&str> = values.iter().map(|(_, value)| value.as_str()).collect();
                values.join(", ")
            }
            Delta::Value { later: None, .. } | Delta::Line(_) | Delta::Text(_) | Delta::Lines(_) => return None,
        };
        Some(self.filled("field", &[("field", &label), ("value", &value)]))
    }

    fn list(self, values: &[(Mark, String)], reordered: bool) -> String {
        let sign = |mark: Mark| match mark {
            Mark::Kept => None,
            Mark::Added => Some('+'),
            Mark::Removed => Some('−'),
        };
        let mut changes: Vec<String> =
            values.iter().filter_map(|(mark, value)| sign(*mark).map(|sign| format!("{sign} {value}"))).collect();
        if reordered {
            changes.push(self.text("compare.reordered"));
        }
        changes.join(", ")
    }

    fn lines(self, items: &[ComparedItem]) -> String {
        let count = |mark| items.iter().filter(|item| item.mark == mark).count();
        let is_reworded =
            |item: &&ComparedItem| item.mark == Mark::Kept && !items_are_unchanged(std::slice::from_ref(*item));
        let reworded = items.iter().filter(is_reworded).count();
        let parts = [(count(Mark::Added), "new"), (count(Mark::Removed), "gone"), (reworded, "reworded")];
        let parts: Vec<String> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| self.counted(what, *count)).collect();
        parts.join(", ")
    }
}

/// The label of a field.
fn label_of(field: &str) -> String {
    match field {
        "key-messages.source" => "compare.key-message-sources".to_owned(),
        "series.name" => "changed.series".to_owned(),
        "series.number" => "compare.number-in-series".to_owned(),
        _ => format!("changed.{}", field.rsplit('.').next().unwrap_or(field)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::super::{compare, records, testing};
    use super::*;

    #[test]
    fn every_field_that_may_change_has_a_word_in_every_language() {
        let publication = testing::Sample::new().resolve();
        let records = records::of(&publication, &testing::labels());
        let kinds: BTreeSet<&str> = records.iter().map(|record| record.kind.name()).collect();
        assert_eq!(kinds.len(), 12, "{kinds:?}");
        for language in ["en", "fr", "es"] {
            let words = testing::labels().words(language);
            for (field, _) in records.iter().flat_map(|record| &record.fields) {
                assert!(words.get(&label_of(field)).is_some(), "{language} has no word for {field}");
            }
        }
    }

    #[test]
    fn values_of_the_programs_own_are_words_of_the_language() {
        let sample = testing::Sample::new();
        let changed =
            sample.clone().with("publication.yaml", "imprint: {", "layout: {justify: true}\nimprint: {isbn: none, ");
        let french =
            |sample: testing::Sample| sample.with("publication.yaml", "language: en", "language: fr").resolve();
        let comparison = compare(&french(sample), &french(changed), &testing::labels());
        let words = testing::labels().words("fr");
        let record = comparison.records.iter().find(|record| record.kind == RecordKind::Publication).unwrap();
        let phrases = Teller(&words).phrases(record);
        assert_eq!(phrases, ["ISBN\u{a0}: ajout, aucun", "lignes justifiées\u{a0}: non → oui"]);
    }
}
