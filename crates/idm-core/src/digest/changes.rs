//! What became of the records since the last night.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::published::VERSION;

/// How long a value may be to be shown, in characters.
const SHOWN: usize = 60;
/// Fields that hold words: another value means that they were reworded.
const WORDED: [&str; 10] =
    ["about", "edition", "guiding_questions", "key_messages", "long", "note", "subtitle", "summary", "text", "title"];
/// Fields that are told in another way: as the record itself, as its number, or as records of their own.
const TOLD_ELSEWHERE: [&str; 6] = ["agenda", "chapters", "id", "key", "number", "panels"];

/// What became of the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Whether there were records of both nights to compare.
    pub compared: bool,
    /// Records that were added, withdrawn or changed otherwise than in their number: by kind, in the order of the book.
    /// Those withdrawn come last among their kind.
    pub records: Vec<RecordChange>,
    /// Records of which nothing but the number changed. One new recommendation may renumber many.
    pub renumbered: Vec<RecordChange>,
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordChange {
    /// What it is: `publication`, `chapter`, `theme`, `workshop`, `session`, `panel`, `recommendation`, `outcome`,
    /// `person` or `reference`.
    pub kind: &'static str,
    /// Its identifier.
    pub id: String,
    /// The number that it has, or had if it is gone.
    pub number: Option<String>,
    /// The number that it had, if it is another.
    pub earlier_number: Option<String>,
    /// Its title, name or text.
    pub title: Option<String>,
    /// What happened.
    pub change: Change,
    /// The fields that differ: the status first, then those reworded, then the rest. None of an added or withdrawn
    /// record.
    pub fields: Vec<FieldChange>,
}

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Withdrawn,
    /// It says something else.
    Changed,
}

/// What happened to a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Its name in the section `changed` of the words.
    pub field: String,
    /// What happened to it.
    pub change: FieldChangeKind,
    /// What it said, if that is short.
    pub earlier: Option<String>,
    /// What it says, if that is short.
    pub later: Option<String>,
}

/// What happened to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldChangeKind {
    /// The status moved, `draft` to `reviewed`.
    Status,
    /// Words were changed.
    Reworded,
    /// It said nothing before.
    Supplied,
    /// It says nothing any more.
    Removed,
    /// It has another value.
    Changed,
    /// The same records stand in another order.
    Reordered,
}

/// Compares two documents of published records. Records are matched by kind and identifier, wherever they stand.
pub(super) fn changes(earlier: &Value, later: &Value) -> Changes {
    if !are_records(earlier) || !are_records(later) {
        return Changes::default();
    }
    let (before, after) = (Records::of(earlier), Records::of(later));
    let mut changes = Changes { compared: true, ..Changes::default() };
    for kind in KINDS {
        for record in after.list.iter().filter(|record| record.kind == kind) {
            match before.get(record) {
                None => changes.records.push(record.change(Change::Added, None, vec![])),
                Some(was) => {
                    let fields = fields(was, record);
                    let number = record.number();
                    let earlier_number = was.number().filter(|was| Some(was) != number.as_ref());
                    let renumbered = earlier_number.is_some();
                    let changed = record.change(Change::Changed, earlier_number, fields);
                    if !changed.fields.is_empty() {
                        changes.records.push(changed);
                    } else if renumbered {
                        changes.renumbered.push(changed);
                    }
                }
            }
        }
        for record in before.list.iter().filter(|record| record.kind == kind && after.get(record).is_none()) {
            changes.records.push(record.change(Change::Withdrawn, None, vec![]));
        }
    }
    changes
}

/// Whether a document holds records in the form that is known here.
fn are_records(document: &Value) -> bool {
    document["format"] == "idm-records" && document["version"] == VERSION
}

const KINDS: [&str; 10] = [
    "publication",
    "chapter",
    "theme",
    "workshop",
    "session",
    "panel",
    "recommendation",
    "outcome",
    "person",
    "reference",
];

/// A record with its place.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    /// What it is.
    pub(super) kind: &'static str,
    /// Its identifier.
    pub(super) id: &'a str,
    /// What it says.
    pub(super) value: &'a Value,
    /// The workshop that it stands in.
    workshop: Option<&'a str>,
}

impl Record<'_> {
    /// Its number as readers see it.
    pub(super) fn number(&self) -> Option<String> {
        shown(&self.value["number"])
    }

    /// Its title, name or text.
    pub(super) fn title(&self) -> Option<String> {
        let keys = ["title", "name", "city", "text", "kind"];
        keys.iter().find_map(|key| self.value[key].as_str()).map(str::to_owned)
    }

    fn change(&self, change: Change, earlier_number: Option<String>, fields: Vec<FieldChange>) -> RecordChange {
        RecordChange {
            kind: self.kind,
            id: self.value["id"].as_str().unwrap_or(self.id).to_owned(),
            number: self.number(),
            earlier_number,
            title: self.title(),
            change,
            fields,
        }
    }
}

/// Every record of a document, in the order of the book.
pub(super) struct Records<'a> {
    pub(super) list: Vec<Record<'a>>,
    places: BTreeMap<(&'static str, &'a str), usize>,
}

impl<'a> Records<'a> {
    pub(super) fn of(document: &'a Value) -> Self {
        let mut records = Self { list: vec![], places: BTreeMap::new() };
        records.push("publication", &document["publication"], None);
        records.all("chapter", &document["publication"]["chapters"], None);
        records.all("theme", &document["themes"], None);
        for workshop in document["workshops"].as_array().into_iter().flatten() {
            let id = workshop["id"].as_str();
            records.push("workshop", workshop, None);
            records.all("session", &workshop["agenda"], id);
            records.all("panel", &workshop["panels"], id);
        }
        records.all("recommendation", &document["recommendations"], None);
        records.all("outcome", &document["outcomes"], None);
        records.all("person", &document["people"], None);
        records.all("reference", &document["references"], None);
        records
    }

    fn all(&mut self, kind: &'static str, list: &'a Value, workshop: Option<&'a str>) {
        for value in list.as_array().into_iter().flatten() {
            self.push(kind, value, workshop);
        }
    }

    fn push(&mut self, kind: &'static str, value: &'a Value, workshop: Option<&'a str>) {
        // The book is one record, whatever it is called.
        let id = match kind {
            "publication" => Some("publication"),
            _ => ["id", "key"].iter().find_map(|key| value[key].as_str()),
        };
        if let Some(id) = id {
            self.places.entry((kind, id)).or_insert(self.list.len());
            self.list.push(Record { kind, id, value, workshop });
        }
    }

    fn get(&self, record: &Record) -> Option<&Record<'a>> {
        self.places.get(&(record.kind, record.id)).map(|&at| &self.list[at])
    }
}

fn fields(earlier: &Record, later: &Record) -> Vec<FieldChange> {
    let mut found = vec![];
    if earlier.workshop != later.workshop {
        let name = |workshop: Option<&str>| workshop.map(str::to_owned);
        found.push(FieldChange {
            field: "workshop".to_owned(),
            change: FieldChangeKind::Changed,
            earlier: name(earlier.workshop),
            later: name(later.workshop),
        });
    }
    let keys = |record: &Record| -> BTreeSet<String> {
        record.value.as_object().into_iter().flat_map(|fields| fields.keys().cloned()).collect()
    };
    for key in keys(earlier).union(&keys(later)) {
        let (was, is) = (&earlier.value[key], &later.value[key]);
        if was == is {
            continue;
        }
        // A theme's panels are identifiers; a workshop's are records of their own.
        let lists_records = TOLD_ELSEWHERE.contains(&key.as_str()) && !(earlier.kind == "theme" && key == "panels");
        if lists_records {
            if is_reordered(was, is) {
                found.push(field(key, FieldChangeKind::Reordered, &Value::Null, &Value::Null));
            }
            continue;
        }
        if key == "key_messages" && !both_empty(was, is) {
            key_messages(was, is, &mut found);
            continue;
        }
        let change = match (is_empty(was), is_empty(is)) {
            (true, true) => continue,
            (true, false) => FieldChangeKind::Supplied,
            (false, true) => FieldChangeKind::Removed,
            _ if key == "status" => FieldChangeKind::Status,
            _ if WORDED.contains(&key.as_str()) => FieldChangeKind::Reworded,
            _ if same_members(was, is) => FieldChangeKind::Reordered,
            _ => FieldChangeKind::Changed,
        };
        found.push(field(key, change, was, is));
    }
    found.sort_by_key(|field| field.change);
    found
}

/// What a message says and where it comes from are two things: the second is no rewording.
fn key_messages(earlier: &Value, later: &Value, found: &mut Vec<FieldChange>) {
    let part = |list: &Value, key: &str| -> Vec<Value> {
        list.as_array().into_iter().flatten().map(|message| message[key].clone()).collect()
    };
    let change = match (is_empty(earlier), is_empty(later)) {
        (true, _) => FieldChangeKind::Supplied,
        (_, true) => FieldChangeKind::Removed,
        _ if part(earlier, "text") != part(later, "text") => FieldChangeKind::Reworded,
        _ => {
            found.push(field("source", FieldChangeKind::Changed, &Value::Null, &Value::Null));
            return;
        }
    };
    found.push(field("key_messages", change, &Value::Null, &Value::Null));
}

fn field(key: &str, change: FieldChangeKind, earlier: &Value, later: &Value) -> FieldChange {
    let name = match key {
        "mappings" => "frameworks".to_owned(),
        "provenance" => "source".to_owned(),
        _ => key.replace('_', "-"),
    };
    let told = matches!(change, FieldChangeKind::Status | FieldChangeKind::Changed);
    let (earlier, later) = if told { (shown(earlier), shown(later)) } else { (None, None) };
    // One without the other would read as if the field had been empty.
    let (earlier, later) = if earlier.is_some() && later.is_some() { (earlier, later) } else { (None, None) };
    FieldChange { field: name, change, earlier, later }
}

/// A value in words, if it is one word or few.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (text.chars().count() <= SHOWN).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        // A source of which nothing is known.
        Value::Object(fields) => fields.values().all(Value::is_null),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn both_empty(one: &Value, other: &Value) -> bool {
    is_empty(one) && is_empty(other)
}

/// Whether the records that two lists share stand in another order.
fn is_reordered(earlier: &Value, later: &Value) -> bool {
    let ids = |list: &Value| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(|record| record["id"].as_str().map(str::to_owned)).collect()
    };
    let (before, after) = (ids(earlier), ids(later));
    let common_before = before.iter().filter(|id| after.contains(id));
    let common_after = after.iter().filter(|id| before.contains(id));
    !common_before.eq(common_after)
}

/// Whether two lists hold the same values.
fn same_members(earlier: &Value, later: &Value) -> bool {
    let (Some(before), Some(after)) = (earlier.as_array(), later.as_array()) else {
        return false;
    };
    let sorted = |list: &[Value]| {
        let mut texts: Vec<String> = list.iter().map(ToString::to_string).collect();
        texts.sort_unstable();
        texts
    };
    sorted(before) == sorted(after)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Change, FieldChangeKind, changes};

    fn records(change: impl FnOnce(&mut Value)) -> Value {
        let mut records = json!({
            "format": "idm-records", "version": 1,
            "publication": { "id": "book", "title": "Book", "chapters": [
                { "id": "one", "title": "One", "status": "draft" }, { "id": "two", "title": "Two", "status": "draft" }] },
            "themes": [{ "id": "t", "number": "1", "title": "Theme", "panels": ["a", "b"] }],
            "workshops": [{ "id": "ny", "number": 1, "city": "New York", "title": null, "about": null, "agenda": [],
                "panels": [
                    { "id": "a", "number": 1, "title": "A", "moderator": "jo", "status": "draft", "summary": null,
                      "key_messages": [{ "text": "m", "provenance": { "source": null } }],
                      "provenance": { "source": null, "basis": null } },
                    { "id": "b", "number": 2, "title": "B", "status": "draft", "key_messages": [] }] }],
            "recommendations": [
                { "id": "r", "number": "1.1", "title": "R", "text": ["words"], "addressees": ["states", "iom"] },
                { "id": "s", "number": "1.2", "title": "S", "text": ["words"] }],
            "outcomes": [], "people": [{ "id": "jo", "name": "Jo" }], "references": [{ "key": "x", "text": "X" }],
        });
        change(&mut records);
        records
    }

    /// Each change in a line.
    fn told(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let found = changes(&records(|_| {}), &records(change));
        assert!(found.compared);
        let line = |record: &super::RecordChange| {
            let fields: Vec<String> = record
                .fields
                .iter()
                .map(|field| {
                    let values = match (&field.earlier, &field.later) {
                        (Some(earlier), Some(later)) => format!(" {earlier} → {later}"),
                        _ => String::new(),
                    };
                    format!("; {} {:?}{values}", field.field, field.change)
                })
                .collect();
            format!("{} {} {:?}{}", record.kind, record.id, record.change, fields.concat())
        };
        let renumbered = found.renumbered.iter().map(|record| {
            let number = |number: &Option<String>| number.clone().unwrap_or_default();
            format!("{} {} → {}", record.id, number(&record.earlier_number), number(&record.number))
        });
        found.records.iter().map(line).chain(renumbered).collect()
    }

    #[test]
    fn the_same_records_have_not_changed() {
        assert_eq!(told(|_| {}), [""; 0]);
        assert_eq!(told(|records| records["workshops"][0]["panels"][0]["provenance"] = Value::Null), [""; 0]);
    }

    #[test]
    fn records_are_added_and_withdrawn() {
        let found = told(|records| {
            records["people"] = json!([{ "id": "al", "name": "Al" }]);
            records["workshops"][0]["panels"].as_array_mut().unwrap().pop();
            records["themes"][0]["panels"] = json!(["a"]);
        });
        assert_eq!(
            found,
            ["theme t Changed; panels Changed", "panel b Withdrawn", "person al Added", "person jo Withdrawn"]
        );
    }

    #[test]
    fn fields_are_told_by_what_happened_to_them() {
        let found = told(|records| {
            let panel = &mut records["workshops"][0]["panels"][0];
            panel["status"] = json!("reviewed");
            panel["title"] = json!("Another");
            panel["summary"] = json!(["Words."]);
            panel["moderator"] = json!("al");
            panel["key_messages"][0]["text"] = json!("n");
            panel["provenance"]["source"] = json!("x");
        });
        assert_eq!(
            found,
            [
                "panel a Changed; status Status draft → reviewed; key-messages Reworded; title Reworded; source Supplied; \
              summary Supplied; moderator Changed jo → al"
            ]
        );
        let found = told(|records| {
            records["workshops"][0]["panels"][0]["key_messages"][0]["provenance"]["source"] = json!("x");
            records["recommendations"][0]["addressees"] = json!(["iom", "states"]);
            records["recommendations"][1]["text"] = Value::Null;
        });
        assert_eq!(
            found,
            [
                "panel a Changed; source Changed",
                "recommendation r Changed; addressees Reordered",
                "recommendation s Changed; text Removed",
            ]
        );
    }

    #[test]
    fn a_new_number_alone_is_told_apart() {
        let found = told(|records| {
            records["recommendations"][0]["number"] = json!("1.2");
            records["recommendations"][1]["number"] = json!("1.1");
            records["recommendations"][1]["text"] = json!(["other words"]);
        });
        assert_eq!(found, ["recommendation s Changed; text Reworded", "r 1.1 → 1.2"]);
    }

    #[test]
    fn records_keep_their_identity_when_they_move() {
        let found = told(|records| {
            let panel = records["workshops"][0]["panels"].as_array_mut().unwrap().pop().unwrap();
            records["workshops"]
                .as_array_mut()
                .unwrap()
                .push(json!({ "id": "ge", "city": "Geneva", "panels": [panel] }));
            records["publication"]["chapters"].as_array_mut().unwrap().reverse();
        });
        assert_eq!(
            found,
            [
                "publication book Changed; chapters Reordered",
                "workshop ge Added",
                "panel b Changed; workshop Changed ny → ge",
            ]
        );
    }

    #[test]
    fn what_is_no_record_is_not_compared() {
        let sound = records(|_| {});
        for other in [Value::Null, json!({}), records(|records| records["version"] = json!(2))] {
            assert!(!changes(&sound, &other).compared && !changes(&other, &sound).compared);
        }
        assert_eq!(changes(&sound, &sound).records.len(), 0);
        let _ = (Change::Added, FieldChangeKind::Changed);
    }
}
