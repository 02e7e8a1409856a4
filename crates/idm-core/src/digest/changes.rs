//! What became of the records since the last night, in the digest's words.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::compare::{self, Delta, Field, Mark, Record, by_key, compare_records};
use crate::markdown::tree::{Inline, Prose, plain_text};
use crate::markdown::walk::{self, Notes};
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

/// What became of the records of one edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionChanges {
    /// The letters of its language.
    pub language: String,
    /// The records that say something else than before, each with what is said in this edition alone.
    pub records: Vec<RecordNews>,
}

/// What became of the records of an edition, as far as its own texts say something else than before: not of records that came and
/// went, of numbers and dates, and of texts without a translation, which all editions share. `first` are the records of the first
/// edition in both states, as far as they are known, and `source` the letters of its language, by which texts that have no
/// translation are marked. Plain values bear no mark: they are translated where they say something else than in the first edition.
pub(super) fn own_changes(earlier: &Value, later: &Value, first: [Option<&Value>; 2], source: &str) -> Vec<RecordNews> {
    let changed = changes(earlier, later).records.into_iter().filter(|news| news.change == Change::Changed);
    let [first_earlier, first_later] = first.map(|first| first.filter(|first| are_records(first)));
    let all = [Some(earlier), Some(later), first_earlier, first_later];
    let all = all.map(|all| all.map(published::records).unwrap_or_default());
    let [earlier, later, first_earlier, first_later] = [0, 1, 2, 3].map(|at: usize| by_key(&all[at]));
    let mark = format!("[{source}] ");
    let own = |mut news: RecordNews| {
        let key = (news.kind, if news.kind == RecordKind::Publication { "" } else { &*news.id });
        let own_of = |name: &str| -> Vec<Own> {
            let Some(record) = later.get(&key) else { return vec![] };
            let of_group = record.fields.iter().filter(|(field, _)| group(field) == name);
            let all = of_group.filter_map(|(field, held)| {
                let was = earlier.get(&key).and_then(|was| was.field(field));
                let there = [&first_earlier, &first_later].map(|first| first.get(&key).and_then(|of| of.field(field)));
                match plain_becomes([was, Some(held)], there) {
                    Some(plain) => plain,
                    None if there[1] == Some(held) => None,
                    None => becomes(was, held, &mark),
                }
            });
            all.collect()
        };
        let told = |mut field: FieldNews| {
            let own = own_of(&field.field);
            let all = |one| own.iter().all(|own| *own == one);
            match own[..] {
                [] => return None,
                _ if all(Own::Translated) => field.change = FieldChangeKind::Translated,
                _ if all(Own::Deleted) => field.change = FieldChangeKind::TranslationDeleted,
                _ => {}
            }
            Some(field)
        };
        news.fields = std::mem::take(&mut news.fields).into_iter().filter_map(told).collect();
        news.earlier_number = None;
        (!news.fields.is_empty()).then_some(news)
    };
    changed.filter_map(own).collect()
}

/// What becomes of the words that an edition has of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    /// They are others.
    Changed,
    /// What stood in the language of the source is translated.
    Translated,
    /// It stands in the language of the source again.
    Deleted,
}

/// What becomes of a plain value of an edition, by what the first edition says there before and after; nothing if that is not known,
/// or it is no plain value.
fn plain_becomes([was, is]: [Option<&Field>; 2], first: [Option<&Field>; 2]) -> Option<Option<Own>> {
    let is_plain = |field: &Field| matches!(field, Field::Value(_) | Field::Values(_));
    let (was, is) = (was?, is.filter(|is| is_plain(is))?);
    let [was_first, is_first] = [first[0]?, first[1]?];
    Some(match (was != was_first, is != is_first) {
        (false, false) => None,
        _ if was == is => None,
        (true, false) => Some(Own::Deleted),
        (false, true) => Some(Own::Translated),
        (true, true) => Some(Own::Changed),
    })
}

/// What becomes of a field of an edition, as far as it is not marked as the source's; none if nothing does.
fn becomes(was: Option<&Field>, is: &Field, mark: &str) -> Option<Own> {
    // Where a statement comes from is written once.
    if was == Some(is) || matches!(is, Field::Sources(_)) {
        return None;
    }
    match (was.and_then(|was| owner(was, mark)), owner(is, mark)) {
        (Some(Owner::Source), Some(Owner::Source)) => None,
        (Some(Owner::Source), Some(Owner::Edition)) => Some(Own::Translated),
        (Some(Owner::Edition), Some(Owner::Source)) => Some(Own::Deleted),
        (None, Some(Owner::Source)) => None,
        (Some(Owner::Source), None) if !matches!(is, Field::Value(_) | Field::Values(_)) => None,
        _ => match (was, is) {
            (Some(Field::Lines(was)), Field::Lines(is)) => {
                (own_lines(was, mark) != own_lines(is, mark)).then_some(Own::Changed)
            }
            (Some(Field::Line(was)), Field::Line(is)) => (plain_text(was) != plain_text(is)).then_some(Own::Changed),
            _ => Some(Own::Changed),
        },
    }
}

/// Whose words a text is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Source,
    Edition,
}

/// Whose words a field is in; none if it has no words. Of lines, those of the edition count.
fn owner(field: &Field, mark: &str) -> Option<Owner> {
    let of = |is_source: bool| Some(if is_source { Owner::Source } else { Owner::Edition });
    match field {
        Field::Line(line) => {
            Some(plain_text(line)).filter(|line| !line.is_empty()).and_then(|line| of(line.starts_with(mark)))
        }
        Field::Lines(lines) if lines.is_empty() => None,
        Field::Lines(lines) => of(own_lines(lines, mark).is_empty()),
        Field::Text(text) => text.as_ref().and_then(|text| of(begins_with(text, mark))),
        _ => None,
    }
}

/// The lines that are not marked as the source's.
fn own_lines(lines: &[Cow<[Inline]>], mark: &str) -> Vec<String> {
    let lines = lines.iter().map(|line| plain_text(line));
    lines.filter(|line| !line.is_empty() && !line.starts_with(mark)).collect()
}

/// Whether a text begins with that.
fn begins_with(text: &Prose, mark: &str) -> bool {
    let mut first = None;
    walk::blocks(text, Notes::Skip, &mut |block| {
        walk::own_inlines(block, Notes::Skip, &mut |inline| {
            first.get_or_insert_with(|| plain_text(std::slice::from_ref(inline)));
        });
    });
    first.is_some_and(|first| first.starts_with(mark))
}

/// Whether a document holds records in the form that is known here.
fn are_records(document: &Value) -> bool {
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
fn group(field: &str) -> &str {
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

    #[test]
    fn translations_that_come_and_go_are_told_as_such() {
        let french =
            |summary: &str| records(|records| records["workshops"][0]["panels"][0]["summary"] = json!([summary]));
        let told = |earlier: &Value, later: &Value| -> Vec<FieldChangeKind> {
            let first = french("Words.");
            let news = super::own_changes(earlier, later, [Some(&first), Some(&first)], "en");
            news.into_iter().flat_map(|news| news.fields).map(|field| field.change).collect()
        };
        let (source, own, other) = (french("[en] Words."), french("Des mots."), french("D’autres mots."));
        assert_eq!(told(&own, &source), [FieldChangeKind::TranslationDeleted]);
        assert_eq!(told(&source, &own), [FieldChangeKind::Translated]);
        assert_eq!(told(&own, &other), [FieldChangeKind::Reworded]);
        assert_eq!(told(&source, &french("[en] Other words.")), []);
    }

    /// Posts, cities and names bear no mark where they stand in the language of the source.
    #[test]
    fn translations_of_plain_values_that_come_and_go_are_told_as_such() {
        let titled = |title: &str| records(|records| records["people"][0]["post"] = json!(title));
        let told = |earlier: [&str; 2], later: [&str; 2]| -> Vec<FieldChangeKind> {
            let [[was_first, was], [first, is]] = [earlier, later].map(|both| both.map(titled));
            let news = super::own_changes(&was, &is, [Some(&was_first), Some(&first)], "en");
            news.into_iter().flat_map(|news| news.fields).map(|field| field.change).collect()
        };
        let (source, own) = (["Opening"; 2], ["Opening", "Ouverture"]);
        assert_eq!(told(own, source), [FieldChangeKind::TranslationDeleted]);
        assert_eq!(told(source, own), [FieldChangeKind::Translated]);
        assert_eq!(told(own, ["Opening", "Début"]), [FieldChangeKind::Changed]);
        // What changed in the source, and never had a translation, is told of the first edition.
        assert_eq!(told(source, ["Beginning"; 2]), []);
        // Both at once: the translation is gone all the same.
        assert_eq!(told(own, ["Beginning"; 2]), [FieldChangeKind::TranslationDeleted]);
        // Where nothing is known of the first edition before, an own value that changed is told as changed.
        let [first, was, is] = ["Opening", "Ouverture", "Début"].map(titled);
        let news = super::own_changes(&was, &is, [None, Some(&first)], "en");
        assert_eq!(news[0].fields[0].change, FieldChangeKind::Changed);
    }
}
