//! The format as editors read it: a JSON Schema for each kind of file, made from the types that the files are read into.
//!
//! A schema says no more than the reader does: what it refuses, the reader refuses. Where the reader takes every scalar for a
//! text, so does the schema.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::{
    AcronymEntry, CommentEntry, FrameworkFile, OutcomeEntry, PanelFile, PersonEntry, PublicationFile,
    RecommendationEntry, TermEntry, WorkshopFile,
};
use crate::bibliography::{CITATION_STYLES, REFERENCE_KEYS, REFERENCE_TYPES};
use crate::model::{Language, Links, Openings, Paper};
use crate::rules;

/// The description of one kind of file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileSchema {
    /// The name of the description's own file, such as `panel.schema.json`.
    pub file: &'static str,
    /// The files that it describes, as a pattern: `workshops/*/*/panel.yaml`.
    pub inputs: &'static str,
    /// The description: a JSON Schema (draft 7, which every editor knows).
    pub value: Value,
}

/// The descriptions of all kinds of file.
pub fn all() -> Vec<FileSchema> {
    let mut publication = record::<PublicationFile>();
    close(&mut publication);
    let of = |file, inputs, value| FileSchema { file, inputs, value: titled(inputs, value) };
    vec![
        of("publication.schema.json", "publication.yaml", publication),
        of("people.schema.json", "people.yaml", list::<PersonEntry>()),
        of("acronyms.schema.json", "acronyms.yaml", list::<AcronymEntry>()),
        of("terms.schema.json", "terms.yaml", list::<TermEntry>()),
        of("comments.schema.json", "comments.yaml", list::<CommentEntry>()),
        of("references.schema.json", "references.yaml", references()),
        of("outcomes.schema.json", "outcomes.yaml", list::<OutcomeEntry>()),
        of("framework.schema.json", "frameworks/*.yaml", record::<FrameworkFile>()),
        of("workshop.schema.json", "workshops/*/workshop.yaml", record::<WorkshopFile>()),
        of("panel.schema.json", "workshops/*/*/panel.yaml", record::<PanelFile>()),
        of("recommendations.schema.json", "workshops/**/recommendations.yaml", list::<RecommendationEntry>()),
    ]
}

/// The keys whose values are Markdown, or lists of what says something as `text`, in whatever file.
pub(crate) fn text_keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    all().iter().for_each(|schema| find_text_keys(&schema.value, &mut keys));
    keys
}

fn find_text_keys(schema: &Value, keys: &mut BTreeSet<String>) {
    match schema {
        Value::Array(items) => items.iter().for_each(|item| find_text_keys(item, keys)),
        Value::Object(map) => {
            let properties = map.get("properties").and_then(Value::as_object).into_iter().flatten();
            keys.extend(properties.filter(|(_, value)| holds_text(value)).map(|(key, _)| key.clone()));
            map.values().for_each(|value| find_text_keys(value, keys));
        }
        _ => {}
    }
}

fn holds_text(property: &Value) -> bool {
    let item = property.pointer("/items/properties/text");
    item.into_iter().chain([property]).any(|schema| schema.get("x-text").is_some())
}

/// A file that holds one record.
fn record<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut value = settings.into_generator().into_root_schema_for::<T>().to_value();
    as_read(&mut value);
    value
}

/// A file that holds a list of records.
fn list<T: JsonSchema>() -> Value {
    let mut item = record::<T>();
    let description = item.get("description").cloned();
    item.as_object_mut().map(|item| item.remove("$schema"));
    let mut list = json!({ "type": "array", "items": item });
    if let (Some(list), Some(description)) = (list.as_object_mut(), description) {
        list.insert("description".to_owned(), description);
    }
    list
}

fn titled(inputs: &str, mut value: Value) -> Value {
    if let Some(map) = value.as_object_mut() {
        map.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
        map.insert("title".to_owned(), inputs.into());
    }
    value
}

/// Makes of what serde takes what the reader takes: a null for every value that is left out, any scalar for a text, and no
/// key that is not listed.
fn as_read(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(as_read),
        Value::Object(map) => {
            map.remove("default");
            map.remove("format");
            if map.contains_key("properties") {
                map.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            if map.contains_key("const") {
                map.remove("type");
            }
            if !map.contains_key("enum")
                && let Some(kind) = map.get_mut("type")
            {
                widen(kind);
            }
            for (key, value) in map.iter_mut() {
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => properties.values_mut().for_each(|property| {
                        as_read(property);
                        or_null(property);
                    }),
                    ("enum" | "const" | "examples" | "required" | "type", _) => {}
                    (_, value) => as_read(value),
                }
            }
        }
        _ => {}
    }
}

/// Where a text is taken, every scalar is.
fn widen(kind: &mut Value) {
    let kinds = match kind {
        Value::Array(kinds) => kinds,
        Value::String(one) if one == "string" => {
            *kind = json!(["string", "number", "boolean"]);
            return;
        }
        _ => return,
    };
    if kinds.iter().any(|kind| kind == "string") {
        kinds.extend(["number", "boolean"].map(Value::from));
    }
}

/// A key without a value counts as left out.
fn or_null(property: &mut Value) {
    match property.get_mut("type") {
        Some(Value::Array(kinds)) if !kinds.iter().any(|kind| kind == "null") => kinds.push("null".into()),
        Some(kind @ Value::String(_)) => *kind = json!([kind.clone(), "null"]),
        _ => {}
    }
}

/// Lists of words that the types know as texts only, because what is wrong with them is said in words of their own.
fn close(publication: &mut Value) {
    let codes =
        |softened: bool| rules::ALL.iter().filter(move |rule| rule.adjustable || !softened).map(|rule| rule.code);
    let languages = Language::ALL.map(Language::code);
    one_of(publication, "/properties/language", languages);
    one_of(publication, "/properties/languages/items", Language::ALL.map(Language::code));
    one_of(publication, "/properties/layout/anyOf/0/properties/paper", Paper::ALL.map(Paper::name));
    one_of(publication, "/properties/layout/anyOf/0/properties/openings", Openings::ALL.map(Openings::name));
    one_of(publication, "/properties/layout/anyOf/0/properties/links", Links::ALL.map(Links::name));
    if let Some(Value::Object(style)) = publication.pointer_mut("/properties/citation-style") {
        // A style may go by several names, of which these are the shortest.
        let kind = style.remove("type");
        style.insert("anyOf".to_owned(), json!([{ "enum": CITATION_STYLES }, { "type": kind }]));
    }
    one_of(publication, "/properties/waivers/items/properties/code", codes(true));
    if let Some(Value::Object(levels)) = publication.pointer_mut("/properties/diagnostics") {
        levels.insert("propertyNames".to_owned(), json!({ "enum": codes(false).collect::<Vec<_>>() }));
    }
}

fn one_of<'a>(schema: &mut Value, at: &str, words: impl IntoIterator<Item = &'a str>) {
    let Some(Value::Object(property)) = schema.pointer_mut(at) else { return };
    property.remove("type");
    let words = words.into_iter().map(Value::from).chain([Value::Null]);
    property.insert("enum".to_owned(), words.collect());
}

/// `references.yaml`, whose format is that of Hayagriva.
fn references() -> Value {
    let entry = |parent: Value| {
        let mut properties: Map<String, Value> = REFERENCE_KEYS
            .iter()
            .map(|(key, description)| ((*key).to_owned(), json!({ "description": description })))
            .collect();
        if let Some(kind) = properties.get_mut("type").and_then(Value::as_object_mut) {
            kind.insert(
                "anyOf".to_owned(),
                json!([{ "enum": REFERENCE_TYPES }, { "type": ["string", "null"], "pattern": "[A-Z]" }]),
            );
        }
        if let Some(within) = properties.get_mut("parent").and_then(Value::as_object_mut) {
            within
                .insert("anyOf".to_owned(), json!([parent, { "type": "array", "items": parent }, { "type": "null" }]));
        }
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    };
    let innermost = json!({ "type": "object" });
    json!({
        "type": "object",
        "description": "The works cited, each under the key by which texts and records cite it.",
        "x-defines": "reference",
        "additionalProperties": entry(entry(innermost)),
    })
}
