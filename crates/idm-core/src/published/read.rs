//! Published records, read back to be compared. The document may come from anywhere: from a PDF, or from another night.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Map, Value as Json};

use crate::compare::{Field, Fields, Record, Statement, Value};
use crate::markdown::tree::{Block, BlockKind, Inline, Prose};
use crate::record::RecordKind;
use crate::schema::editors;
use crate::source::Span;

/// Fields that hold words, of which another value means that they were reworded: what the format says is Markdown, and a
/// panel's summary, which is a file of its own.
static WORDED: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut names = editors::text_keys();
    names.insert("summary".to_owned());
    names
});

/// Whether a field holds words.
pub(crate) fn is_worded(name: &str) -> bool {
    WORDED.contains(name.rsplit('.').next().unwrap_or(name))
}

/// The name of a field among the published records.
pub(crate) fn json_name(name: &str) -> String {
    match name {
        "frameworks" => "mappings".to_owned(),
        "source" => "provenance".to_owned(),
        _ => name.replace('-', "_"),
    }
}

/// The name in the format of a field of the published records.
fn field_name(name: &str) -> String {
    match name {
        "mappings" => "frameworks".to_owned(),
        "provenance" => "source".to_owned(),
        _ => name.replace('_', "-"),
    }
}

/// The records of a document, in its order, and the document itself. Whatever is not known here is told as a value.
pub(crate) fn records(document: &Json) -> Vec<Record<'_>> {
    let mut records = vec![];
    push_record(RecordKind::Document, "", document, None, &mut records);
    records
}

fn push_record<'a>(
    kind: RecordKind,
    id: &'a str,
    value: &'a Json,
    within: Option<(&'static str, &'a str)>,
    records: &mut Vec<Record<'a>>,
) {
    let mut fields: Fields = vec![];
    // Where a record stands is something that it says.
    fields.extend(within.map(|(name, id)| (name.into(), Field::Value(Some(Value::plain(id))))));
    let at = records.len();
    let number = value.get("number").and_then(scalar);
    records.push(Record { kind, id: id.into(), number, title: title(value), panel: None, fields: vec![] });
    for (key, value) in value.as_object().into_iter().flatten() {
        let skipped = key == "number" || (key == kind.id_key() && kind != RecordKind::Publication);
        if !skipped {
            push_field(kind, id, field_name(key), value, &mut fields, records);
        }
    }
    if let Some(record) = records.get_mut(at) {
        record.fields = fields;
    }
}

fn push_field<'a>(
    kind: RecordKind,
    id: &'a str,
    name: String,
    value: &'a Json,
    fields: &mut Fields<'a>,
    records: &mut Vec<Record<'a>>,
) {
    let field = match value {
        Json::Null => Field::Value(None),
        Json::String(text) if is_worded(&name) => Field::Line(line(text)),
        Json::String(_) | Json::Bool(_) | Json::Number(_) => Field::Value(scalar(value).map(Value::plain)),
        Json::Object(object) if kind == RecordKind::Document && name == RecordKind::Publication.name() => {
            let id = object.get("id").and_then(Json::as_str).unwrap_or_default();
            push_record(RecordKind::Publication, id, value, None, records);
            return;
        }
        Json::Object(object) if name == "source" => return push_source(object, fields),
        Json::Object(object) => {
            for (key, value) in object {
                push_field(kind, id, format!("{name}.{}", field_name(key)), value, fields, records);
            }
            return;
        }
        Json::Array(list) => match listed(kind, &name) {
            Some(of) => {
                let Some(named) = identified(of, list) else {
                    // Such a list is another thing than records.
                    fields.push((format!("{name}[]").into(), Field::Values(list.iter().map(of_json).collect())));
                    return;
                };
                let within = (kind == RecordKind::Workshop).then_some((kind.name(), id));
                for (id, value) in &named {
                    push_record(of, id, value, within, records);
                }
                Field::Values(named.iter().map(|(id, _)| Value::plain(*id)).collect())
            }
            None => match statements(list) {
                Some(list) => {
                    let lines = list.iter().map(|statement| statement.line.clone()).collect();
                    fields.push((name.clone().into(), Field::Lines(lines)));
                    fields.push((format!("{name}.source").into(), Field::Sources(list)));
                    return;
                }
                None if is_worded(&name) && list.iter().all(Json::is_string) => {
                    Field::Text(Some(Cow::Owned(prose(list))))
                }
                None => Field::Values(list.iter().map(of_json).collect()),
            },
        },
    };
    fields.push((name.into(), field));
}

/// Whether a list of a record holds records that are told by themselves.
pub(crate) fn holds_records(owner: RecordKind, name: &str) -> bool {
    listed(owner, name).is_some()
}

/// The kind of the records that a list of a record holds.
fn listed(owner: RecordKind, name: &str) -> Option<RecordKind> {
    let of = RecordKind::ALL.into_iter().find(|kind| kind.list() == Some(name))?;
    let owns = match of {
        RecordKind::Chapter => RecordKind::Publication,
        RecordKind::Session | RecordKind::Panel => RecordKind::Workshop,
        _ => RecordKind::Document,
    };
    (owner == owns).then_some(of)
}

/// The records of a list by identifier, if each has one of its own.
fn identified(kind: RecordKind, list: &[Json]) -> Option<Vec<(&str, &Json)>> {
    let named: Option<Vec<(&str, &Json)>> =
        list.iter().map(|value| Some((value.get(kind.id_key())?.as_str()?, value))).collect();
    let named = named?;
    let unique: BTreeSet<&str> = named.iter().map(|(id, _)| *id).collect();
    (unique.len() == named.len()).then_some(named)
}

/// What a record is called: the first that it has of these.
fn title(value: &Json) -> String {
    let keys = ["title", "name", "city", "text", "long", "kind"];
    keys.iter().find_map(|key| value.get(key)?.as_str()).unwrap_or_default().to_owned()
}

fn push_source(object: &Map<String, Json>, fields: &mut Fields) {
    let value = |key: &str| Field::Value(object.get(key).and_then(scalar).map(Value::plain));
    for key in ["source", "locator", "basis"] {
        fields.push((key.into(), value(key)));
    }
    for (key, value) in object.iter().filter(|(key, _)| !["source", "locator", "basis"].contains(&key.as_str())) {
        fields.push((format!("source.{key}").into(), Field::Value(scalar(value).map(Value::plain))));
    }
}

/// Lines with where they come from, if the list holds such.
fn statements(list: &[Json]) -> Option<Vec<Statement<'_>>> {
    let statement = |value: &Json| {
        let object = value.as_object()?;
        let text = object.get("text")?.as_str()?;
        let known = object.keys().all(|key| ["text", "provenance"].contains(&key.as_str()));
        let source = object.get("provenance").map(words).filter(|source| !source.is_empty());
        known.then(|| Statement { line: line(text), source })
    };
    if list.is_empty() { None } else { list.iter().map(statement).collect() }
}

fn line<'a>(text: &str) -> Cow<'a, [Inline]> {
    if text.is_empty() {
        return Cow::Borrowed(&[]);
    }
    vec![Inline::text(text.to_owned(), Span::NOWHERE)].into()
}

fn prose(paragraphs: &[Json]) -> Prose {
    let block = |text: &Json| Block {
        kind: BlockKind::Paragraph(line(text.as_str().unwrap_or_default()).into_owned()),
        span: Span::NOWHERE,
    };
    Prose { blocks: paragraphs.iter().map(block).collect(), footnotes: vec![] }
}

/// A value that stands by itself; none for what says nothing.
fn scalar(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        _ => Some(value.to_string()),
    }
}

/// A member of a list, told apart by all that it says.
fn of_json(value: &Json) -> Value {
    Value { key: value.to_string(), shown: words(value) }
}

/// What stands in a value, without its keys.
fn words(value: &Json) -> String {
    let joined = |parts: Vec<String>| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    match value {
        Json::Array(list) => joined(list.iter().map(words).collect()),
        Json::Object(object) => joined(object.values().map(words).collect()),
        _ => scalar(value).unwrap_or_default(),
    }
}
