//! What differs between two sets of published records, record by record and field by field.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use crate::diagnostic::{KeyPath, KeySegment};

/// How many characters of a value are shown.
const SHOWN: usize = 60;
/// How many characters before the first that differs are shown.
const BEFORE: usize = 20;
/// What records are called that stand in a list of that name.
const KINDS: [(&str, &str); 9] = [
    ("agenda", "session"),
    ("chapters", "chapter"),
    ("outcomes", "outcome"),
    ("panels", "panel"),
    ("people", "person"),
    ("recommendations", "recommendation"),
    ("references", "reference"),
    ("themes", "theme"),
    ("workshops", "workshop"),
];

/// Something that differs. Its text is a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The record: `panel ny-2`; `the records` for what belongs to none.
    pub record: String,
    /// What became of it.
    pub kind: DifferenceKind,
}

/// How a record differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceKind {
    /// It is only among the earlier records.
    OnlyEarlier,
    /// It is only among the later records.
    OnlyLater,
    /// A field has another value.
    Field {
        /// The way to the field in the record, `key_messages[0].text`.
        field: String,
        /// The earlier value as JSON, cut to where it differs.
        earlier: String,
        /// The later value as JSON, cut to where it differs.
        later: String,
    },
    /// A list holds the same records in another order.
    Order {
        /// The list's name.
        list: String,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let record = &self.record;
        match &self.kind {
            DifferenceKind::OnlyEarlier => write!(f, "{record} is in the PDF only"),
            DifferenceKind::OnlyLater => write!(f, "{record} is in the inputs only"),
            DifferenceKind::Field { field, earlier, later } => {
                write!(f, "{record}: `{field}` is {earlier} in the PDF and {later} in the inputs")
            }
            DifferenceKind::Order { list } => write!(f, "{record}: `{list}` stand in another order"),
        }
    }
}

/// Compares the records that a PDF carries with those of the inputs. Records are matched by identifier within their
/// list, so that one more does not make all that follow it differ.
pub fn differences(pdf: &Value, inputs: &Value) -> Vec<Difference> {
    let mut comparison = Comparison { found: vec![] };
    comparison.values("the records", &KeyPath::root(), Some(pdf), Some(inputs));
    comparison.found
}

struct Comparison {
    found: Vec<Difference>,
}

impl Comparison {
    fn push(&mut self, record: &str, kind: DifferenceKind) {
        self.found.push(Difference { record: record.to_owned(), kind });
    }

    fn values(&mut self, record: &str, path: &KeyPath, earlier: Option<&Value>, later: Option<&Value>) {
        // A field that is not there and one that is not known say the same.
        let (earlier, later) = (earlier.unwrap_or(&Value::Null), later.unwrap_or(&Value::Null));
        match (earlier, later) {
            _ if earlier == later => {}
            (Value::Object(one), Value::Object(other)) => {
                let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
                for key in keys {
                    self.values(record, &path.key(key), one.get(key), other.get(key));
                }
            }
            (Value::Array(one), Value::Array(other)) => match (identified(one), identified(other)) {
                (Some(one), Some(other)) => self.records(record, path, &one, &other),
                _ => {
                    for at in 0..one.len().max(other.len()) {
                        self.values(record, &path.index(at), one.get(at), other.get(at));
                    }
                }
            },
            _ => {
                let (earlier, later) = shown(earlier, later);
                self.push(record, DifferenceKind::Field { field: harmless(&path.to_string()), earlier, later });
            }
        }
    }

    fn records(&mut self, owner: &str, path: &KeyPath, earlier: &[(&str, &Value)], later: &[(&str, &Value)]) {
        let list = match path.segments().last() {
            Some(KeySegment::Key(list)) => list.as_str(),
            _ => "",
        };
        let kind = KINDS.iter().find(|(name, _)| *name == list).map_or("record", |(_, kind)| *kind);
        let before: BTreeMap<&str, &Value> = earlier.iter().copied().collect();
        let after: BTreeMap<&str, &Value> = later.iter().copied().collect();
        for (id, value) in earlier {
            let record = format!("{kind} {}", quoted(id));
            match after.get(id) {
                Some(other) => self.values(&record, &KeyPath::root(), Some(value), Some(other)),
                None => self.push(&record, DifferenceKind::OnlyEarlier),
            }
        }
        for (id, _) in later.iter().filter(|(id, _)| !before.contains_key(id)) {
            self.push(&format!("{kind} {}", quoted(id)), DifferenceKind::OnlyLater);
        }
        let common_before = earlier.iter().map(|(id, _)| id).filter(|id| after.contains_key(*id));
        let common_after = later.iter().map(|(id, _)| id).filter(|id| before.contains_key(*id));
        if !common_before.eq(common_after) {
            self.push(owner, DifferenceKind::Order { list: harmless(&path.to_string()) });
        }
    }
}

/// The values of a list by identifier, if each is a record with one of its own. An empty list goes with any.
fn identified(list: &[Value]) -> Option<Vec<(&str, &Value)>> {
    let mut named = Vec::with_capacity(list.len());
    for value in list {
        named.push((["id", "key"].iter().find_map(|key| value.get(key)?.as_str())?, value));
    }
    let unique: BTreeSet<&str> = named.iter().map(|(id, _)| *id).collect();
    (unique.len() == list.len()).then_some(named)
}

/// Two values as JSON, cut to where they differ.
fn shown(earlier: &Value, later: &Value) -> (String, String) {
    let same = match (earlier, later) {
        (Value::String(one), Value::String(other)) => {
            one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count()
        }
        _ => 0,
    };
    let from = same.saturating_sub(BEFORE);
    (value(earlier, from), value(later, from))
}

fn value(value: &Value, from: usize) -> String {
    match value {
        Value::Null => "not given".to_owned(),
        Value::String(text) => {
            let length = text.chars().count();
            let piece: String = text.chars().skip(from).take(SHOWN).collect();
            let before = if from > 0 { "…" } else { "" };
            let after = if length > from.saturating_add(SHOWN) { "…" } else { "" };
            quoted(&format!("{before}{piece}{after}"))
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(list) => format!("a list of {}", list.len()),
        Value::Object(_) => "a record".to_owned(),
    }
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
        differences(pdf, inputs).iter().map(ToString::to_string).collect()
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
                "panel “ny-2”: `key_messages[1].text` is “…hile before it says yes.” in the PDF and “…hile before it says \
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
                "the records: `panels[0]` is “a” in the PDF and not given in the inputs",
                "the records: `people` is 3 in the PDF and a list of 0 in the inputs",
                "the records: `title` is “\\u{1b}[31m” in the PDF and not given in the inputs",
                "the records: `version` is 2 in the PDF and 1 in the inputs",
            ]
        );
        // Identifiers that stand twice cannot be matched.
        let twice = json!({ "people": [{ "id": "a", "name": "A" }, { "id": "a", "name": "B" }] });
        let once = json!({ "people": [{ "id": "a", "name": "A" }] });
        assert_eq!(
            texts(&twice, &once),
            ["the records: `people[1]` is a record in the PDF and not given in the inputs"]
        );
    }
}
