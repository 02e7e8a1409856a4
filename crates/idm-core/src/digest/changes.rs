//! What became of the records since the last night, in the digest's words.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::compare::{self, Delta, Mark, Record, by_key, compare_records};
use crate::published::{self, VERSION, holds_records, is_worded, json_name};
use crate::record::RecordKind;

/// How long a value may be to be shown, in characters.
const SHOWN: usize = 60;

/// The kinds of record in the order in which the digest tells them.
pub(super) const KINDS: [RecordKind; 12] = [
    RecordKind::Publication,
    RecordKind::Chapter,
    RecordKind::Theme,
    RecordKind::Workshop,
    RecordKind::Session,
    RecordKind::Panel,
    RecordKind::Recommendation,
    RecordKind::Outcome,
    RecordKind::Person,
    RecordKind::Acronym,
    RecordKind::Reference,
    RecordKind::Framework,
];

/// What became of the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Whether there were records of both nights to compare.
    pub compared: bool,
    /// Records that were added, withdrawn or changed otherwise than in their number: by kind, in the order of the book.
    /// Those withdrawn come last among their kind.
    pub records: Vec<RecordNews>,
    /// Records of which nothing but the number changed. One new recommendation may renumber many.
    pub renumbered: Vec<RecordNews>,
}

/// What the digest tells of a record that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordNews {
    /// What it is.
    pub kind: RecordKind,
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
    pub fields: Vec<FieldNews>,
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

/// What the digest tells of a field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldNews {
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
    /// A text of an edition that had no translation has one.
    Translated,
    /// The translation of a text is gone, so that the source is printed.
    TranslationDeleted,
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
    let (before, mut after) = (published::records(earlier), published::records(later));
    forget_unknown(&before, &mut after);
    let comparison = compare_records(&before, &after);
    let (before, after) = (by_key(&before), by_key(&after));
    let mut changes = Changes { compared: true, ..Changes::default() };
    for kind in KINDS {
        for change in comparison.records.iter().filter(|change| change.kind == kind) {
            // The book is one record, whatever it is called.
            let id = if kind == RecordKind::Publication { "" } else { &change.id };
            let (was, is) = (before.get(&(kind, id)), after.get(&(kind, id)));
            let news = news(change, &|group| (says(was.copied(), group), says(is.copied(), group)));
            match news.change {
                Change::Added | Change::Withdrawn => changes.records.push(news),
                Change::Changed if !news.fields.is_empty() => changes.records.push(news),
                Change::Changed if news.earlier_number.is_some() => changes.renumbered.push(news),
                Change::Changed => {}
            }
        }
    }
    changes
}

/// Whether a document holds records in the form that is known here.
pub(super) fn are_records(document: &Value) -> bool {
    document["format"] == published::FORMAT && document["version"] == VERSION
}

/// Takes out what the earlier program did not write of any record of a kind: it has not come to be said since.
fn forget_unknown(earlier: &[Record], later: &mut Vec<Record>) {
    let key = |name: &str| name.split('.').next().unwrap_or(name).to_owned();
    let known: BTreeSet<(RecordKind, String)> =
        earlier.iter().flat_map(|record| record.fields.iter().map(|(name, _)| (record.kind, key(name)))).collect();
    let kinds: BTreeSet<RecordKind> = earlier.iter().map(|record| record.kind).collect();
    for record in later.iter_mut().filter(|record| kinds.contains(&record.kind)) {
        record.fields.retain(|(name, _)| known.contains(&(record.kind, key(name))));
    }
    let lists =
        |kind: RecordKind| kind.list().is_none_or(|list| earlier.iter().any(|owner| owner.field(list).is_some()));
    later.retain(|record| lists(record.kind));
}

/// What the digest calls a field. Several keys that say one thing together are one.
pub(super) fn group(field: &str) -> &str {
    match field {
        "locator" | "basis" => "source",
        _ => compare::name(field),
    }
}

/// Whether a record says anything in the fields of a group.
fn says(record: Option<&Record>, name: &str) -> bool {
    let of_group = |field: &str| group(field) == name && !field.ends_with(".source");
    record.is_some_and(|record| record.fields.iter().any(|(field, held)| of_group(field) && !held.is_blank()))
}

/// Whether the earlier and the later state of a record say anything in the fields of a group.
type Says<'a> = dyn Fn(&str) -> (bool, bool) + 'a;

fn news(change: &compare::RecordChange, says: &Says) -> RecordNews {
    let what = match change.mark {
        Mark::Added => Change::Added,
        Mark::Removed => Change::Withdrawn,
        Mark::Kept => Change::Changed,
    };
    let number = change.number.clone();
    let earlier = change.earlier_number.clone();
    RecordNews {
        kind: change.kind,
        id: change.id.clone(),
        earlier_number: earlier.clone().filter(|earlier| what == Change::Changed && Some(earlier) != number.as_ref()),
        number: if what == Change::Withdrawn { earlier } else { number },
        title: Some(change.title.clone()).filter(|title| !title.is_empty()),
        change: what,
        fields: if what == Change::Changed { fields(change, says) } else { vec![] },
    }
}

fn fields(change: &compare::RecordChange, says: &Says) -> Vec<FieldNews> {
    let mut found: Vec<(String, FieldNews)> = vec![];
    let changed: BTreeSet<&str> = change.fields.iter().map(|field| &*field.field).collect();
    for compare::FieldChange { field, delta } in &change.fields {
        let statements = field.strip_suffix(".source");
        let is_told = match &**field {
            "number" | "id" => false,
            // What a record says and where that comes from are two things: the second is no rewording.
            _ => !statements.is_some_and(|statements| changed.contains(statements)),
        };
        let name = group(field);
        let is_whole = name == field && name != "source";
        let what = match delta {
            _ if statements.is_some() => FieldChangeKind::Changed,
            // What became of records is told by themselves.
            Delta::Values { reordered: false, .. } if holds_records(change.kind, name) => continue,
            Delta::Values { .. } if holds_records(change.kind, name) => FieldChangeKind::Reordered,
            _ => kind(name, delta, says(name)),
        };
        // Where it stands comes first, then the rest by key.
        let is_place = name == "workshop" && matches!(change.kind, RecordKind::Session | RecordKind::Panel);
        let key = if is_place { String::new() } else { json_name(statements.unwrap_or(name)) };
        // What has several keys is told once.
        if !is_told || (!is_whole && found.iter().any(|(known, _)| *known == key)) {
            continue;
        }
        let (earlier, later) = match what {
            FieldChangeKind::Status | FieldChangeKind::Changed if is_whole => values(delta),
            _ => (None, None),
        };
        found.push((key, FieldNews { field: name.to_owned(), change: what, earlier, later }));
    }
    found.sort_by(|(one, first), (other, second)| (first.change, one).cmp(&(second.change, other)));
    found.into_iter().map(|(_, news)| news).collect()
}

fn kind(name: &str, delta: &Delta, says: (bool, bool)) -> FieldChangeKind {
    match (says, delta) {
        ((false, _), _) => FieldChangeKind::Supplied,
        ((_, false), _) => FieldChangeKind::Removed,
        _ if name == "status" => FieldChangeKind::Status,
        _ if is_worded(name) => FieldChangeKind::Reworded,
        (_, Delta::Values { values, .. }) if values.iter().all(|(mark, _)| *mark == Mark::Kept) => {
            FieldChangeKind::Reordered
        }
        _ => FieldChangeKind::Changed,
    }
}

/// What a field said and says, if both are short: one without the other would read as if the field had been empty.
fn values(delta: &Delta) -> (Option<String>, Option<String>) {
    let Delta::Value { earlier: Some(earlier), later: Some(later) } = delta else { return (None, None) };
    let is_shown = |text: &String| text.chars().count() <= SHOWN && text != "true" && text != "false";
    if is_shown(earlier) && is_shown(later) { (Some(earlier.clone()), Some(later.clone())) } else { (None, None) }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::{Change, FieldChangeKind, changes};

    /// Records of every kind, with something changed.
    pub(in super::super) fn records(change: impl FnOnce(&mut Value)) -> Value {
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
        let line = |record: &super::RecordNews| {
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
            format!("{} {} {:?}{}", record.kind.name(), record.id, record.change, fields.concat())
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
    fn what_has_several_keys_is_told_once() {
        let found = told(|records| {
            let panel = &mut records["workshops"][0]["panels"][0];
            panel["provenance"] = json!({ "source": "x", "locator": "p. 3", "basis": "report" });
            panel["key_messages"][0]["provenance"]["source"] = json!("x");
        });
        assert_eq!(found, ["panel a Changed; source Supplied; source Changed"]);
        let found = told(|records| records["publication"]["series"] = json!({ "name": "S", "number": "1" }));
        assert_eq!(found, [""; 0]);
        let before = records(|records| records["publication"]["series"] = Value::Null);
        let after = records(|records| records["publication"]["series"] = json!({ "name": "S", "number": "1" }));
        let found = changes(&before, &after);
        assert_eq!((found.records[0].fields.len(), found.records[0].fields[0].field.as_str()), (1, "series"));
        assert_eq!(found.records[0].fields[0].change, FieldChangeKind::Supplied);
    }

    /// An earlier program may not have published a field, or a list of records.
    #[test]
    fn what_an_earlier_program_did_not_publish_is_no_change() {
        let found = told(|records| {
            records["publication"]["chapters"][0]["text"] = json!(["Words."]);
            records["people"][0]["honorific"] = json!("Ms");
            records["people"][0]["name"] = json!("Joan");
            records["publication"]["pictures"] = json!([]);
            records["acronyms"] = json!([{ "short": "IOM", "long": "International Organization for Migration" }]);
        });
        assert_eq!(found, ["person jo Changed; name Changed Jo → Joan"]);
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
