//! What differs between the records that a PDF carries and those of the inputs, a sentence for each difference.

use serde_json::Value;

use super::{holds_records, json_name, records};
use crate::compare::{
    ComparedBlock, ComparedInline, ComparedItem, Delta, FieldChange, Mark, RecordChange, RevisedContent, accept_line,
    compare_records, reject_line,
};
use crate::markdown::tree::{Block, BlockKind, plain_text};
use crate::record::RecordKind;

/// How many characters of a value are shown.
const SHOWN: usize = 60;
/// How many characters before the first that differs are shown.
const BEFORE: usize = 20;

/// Compares the records that a PDF carries with those of the inputs: sentences without a full stop, none if nothing
/// differs. Records are matched by identifier, so that one more does not make all that follow it differ.
pub fn differences(pdf: &Value, inputs: &Value) -> Vec<String> {
    let mut told = vec![];
    let mut changes = compare_records(&records(pdf), &records(inputs)).records;
    changes.sort_by_key(|change| (change.kind, change.mark == Mark::Added));
    for change in &changes {
        let mut sentences = Sentences { record: name(change), told: vec![] };
        match change.mark {
            Mark::Kept => sentences.fields(change),
            Mark::Removed => told.push(format!("{} is in the PDF only", sentences.record)),
            Mark::Added => told.push(format!("{} is in the inputs only", sentences.record)),
        }
        told.append(&mut sentences.told);
    }
    told
}

/// The record: `panel “ny-2”`; `the records` for what belongs to none.
fn name(change: &RecordChange) -> String {
    match change.kind {
        RecordKind::Document | RecordKind::Publication => "the records".to_owned(),
        kind => format!("{} {}", kind.name(), quoted(&change.id)),
    }
}

/// What is said of one record.
struct Sentences {
    record: String,
    told: Vec<String>,
}

impl Sentences {
    fn fields(&mut self, change: &RecordChange) {
        for FieldChange { field, delta } in &change.fields {
            let path = match change.kind {
                RecordKind::Publication => format!("publication.{}", json_name(field)),
                _ => json_name(field),
            };
            self.delta(&harmless(&path), delta, holds_records(change.kind, field));
        }
    }

    fn delta(&mut self, field: &str, delta: &Delta, holds_records: bool) {
        match delta {
            Delta::Value { earlier, later } => self.replaced(field, earlier.as_deref(), later.as_deref()),
            Delta::Line(line) => {
                let (earlier, later) = (plain_text(&reject_line(line)), plain_text(&accept_line(line)));
                let given = |text: String| Some(text).filter(|text| !text.is_empty());
                self.replaced(field, given(earlier).as_deref(), given(later).as_deref());
            }
            Delta::Text(text) => self.blocks(field, &text.blocks),
            Delta::Lines(items) => self.items(field, items),
            Delta::Values { values, reordered } => {
                // What became of records is told by themselves.
                for (mark, value) in values.iter().filter(|_| !holds_records) {
                    self.only(field, *mark, value);
                }
                if *reordered {
                    self.push(format!("`{field}` stand in another order"));
                }
            }
        }
    }

    fn items(&mut self, field: &str, items: &[ComparedItem]) {
        for item in items {
            self.blocks(field, &item.blocks);
        }
    }

    fn blocks(&mut self, field: &str, blocks: &[ComparedBlock]) {
        for block in blocks {
            match block {
                ComparedBlock::Kept(_) | ComparedBlock::MovedAway { .. } => {}
                ComparedBlock::Added(block) => self.only(field, Mark::Added, &words(block)),
                ComparedBlock::Removed(block) => self.only(field, Mark::Removed, &words(block)),
                ComparedBlock::MovedHere { block, .. } => {
                    if let ComparedBlock::Kept(block) = &**block {
                        let (_, shown) = cut("", &words(block));
                        self.push(format!("`{field}` has {shown} elsewhere"));
                    }
                    self.blocks(field, std::slice::from_ref(block));
                }
                ComparedBlock::Revised(revised) => {
                    if let RevisedContent::Line(line) = &revised.content {
                        self.line(field, line);
                    }
                }
            }
        }
    }

    fn line(&mut self, field: &str, line: &[ComparedInline]) {
        self.replaced(field, Some(&plain_text(&reject_line(line))), Some(&plain_text(&accept_line(line))));
    }

    fn replaced(&mut self, field: &str, earlier: Option<&str>, later: Option<&str>) {
        let (earlier, later) = match (earlier, later) {
            (Some(earlier), Some(later)) => cut(earlier, later),
            (Some(earlier), None) => (cut(earlier, "").0, "not given".to_owned()),
            (None, Some(later)) => ("not given".to_owned(), cut("", later).1),
            (None, None) => return,
        };
        self.push(format!("`{field}` is {earlier} in the PDF and {later} in the inputs"));
    }

    fn only(&mut self, field: &str, mark: Mark, value: &str) {
        let (_, shown) = cut("", value);
        match mark {
            Mark::Kept => {}
            Mark::Removed => self.push(format!("`{field}` has {shown} in the PDF only")),
            Mark::Added => self.push(format!("`{field}` has {shown} in the inputs only")),
        }
    }

    fn push(&mut self, sentence: String) {
        self.told.push(format!("{}: {sentence}", self.record));
    }
}

/// The words of a paragraph. Records that were read back have no other blocks.
fn words(block: &Block) -> String {
    match &block.kind {
        BlockKind::Paragraph(content) => plain_text(content),
        _ => String::new(),
    }
}

/// Two values in quotation marks, cut to where they differ.
fn cut(earlier: &str, later: &str) -> (String, String) {
    let same = earlier.chars().zip(later.chars()).take_while(|(one, other)| one == other).count();
    let from = same.saturating_sub(BEFORE);
    let piece = |text: &str| {
        let length = text.chars().count();
        let piece: String = text.chars().skip(from).take(SHOWN).collect();
        let before = if from > 0 { "…" } else { "" };
        let after = if length > from.saturating_add(SHOWN) { "…" } else { "" };
        quoted(&format!("{before}{piece}{after}"))
    };
    (piece(earlier), piece(later))
}

/// A text in quotation marks.
fn quoted(text: &str) -> String {
    format!("“{}”", harmless(text))
}

/// A text that does nothing to a terminal, whatever it holds.
fn harmless(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differences;

    fn texts(pdf: &serde_json::Value, inputs: &serde_json::Value) -> Vec<String> {
        differences(pdf, inputs)
    }

    #[test]
    fn the_same_records_do_not_differ() {
        let records = json!({ "people": [{ "id": "a", "post": null }], "themes": [] });
        assert!(texts(&records, &records).is_empty());
        assert!(texts(&records, &json!({ "people": [{ "id": "a" }], "themes": [] })).is_empty());
    }

    #[test]
    fn each_field_that_differs_is_named_with_its_record() {
        let record = |title: &str, text: &str| {
            json!({ "workshops": [{ "id": "w", "panels": [{ "id": "ny-2", "title": title, "key_messages": [
                { "text": "same" }, { "text": text }] }] }] })
        };
        let long = "A sentence that goes on for a while before it says";
        let found = texts(&record("Old", &format!("{long} yes.")), &record("New", &format!("{long} no.")));
        assert_eq!(
            found,
            [
                "panel “ny-2”: `key_messages` is “…hile before it says yes.” in the PDF and “…hile before it says \
                 no.” in the inputs",
                "panel “ny-2”: `title` is “Old” in the PDF and “New” in the inputs",
            ]
        );
    }

    #[test]
    fn records_are_matched_by_identifier() {
        let pdf = json!({ "references": [{ "key": "a", "text": "A" }, { "key": "b", "text": "B" }] });
        let inputs = json!({ "references": [{ "key": "new", "text": "N" }, { "key": "b", "text": "B" }] });
        assert_eq!(texts(&pdf, &inputs), ["reference “a” is in the PDF only", "reference “new” is in the inputs only"]);
        let turned = json!({ "references": [{ "key": "b", "text": "B" }, { "key": "a", "text": "A" }] });
        assert_eq!(texts(&pdf, &turned), ["the records: `references` stand in another order"]);
    }

    #[test]
    fn what_is_of_another_kind_or_out_of_hand_is_said_in_words() {
        let pdf = json!({ "version": 2, "people": 3, "panels": ["a"], "title": "\u{1b}[31m" });
        let inputs = json!({ "version": 1, "people": [], "panels": [], "title": null });
        assert_eq!(
            texts(&pdf, &inputs),
            [
                "the records: `panels` has “a” in the PDF only",
                "the records: `people` is “3” in the PDF and not given in the inputs",
                "the records: `title` is “\\u{1b}[31m” in the PDF and not given in the inputs",
                "the records: `version` is “2” in the PDF and “1” in the inputs",
            ]
        );
        // Identifiers that stand twice cannot be matched.
        let twice = json!({ "people": [{ "id": "a", "name": "A" }, { "id": "a", "name": "B" }] });
        let once = json!({ "people": [{ "id": "a", "name": "A" }] });
        assert_eq!(
            texts(&twice, &once),
            [
                "the records: `people[]` has “a, A” in the PDF only",
                "the records: `people[]` has “a, B” in the PDF only",
                "person “a” is in the inputs only",
            ]
        );
    }
}
