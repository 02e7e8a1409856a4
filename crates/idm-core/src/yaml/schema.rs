//! What the types that records are read into say about themselves, as JSON Schema.

use std::collections::BTreeSet;

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics, Fix, KeyPath, KeySegment, Origin, Place, near};
use crate::rules;
use crate::source::Span;

use super::index::{Content, Index, KeyLike, NodeId};
use super::messages;

/// How many references and choices within choices are followed; a type that refers to itself alone would never end.
const MAX_STEPS: usize = 16;

/// The schema of a type of record.
pub(crate) struct Schema {
    pub(super) root: Value,
}

/// A value's schema: all of the alternatives that it may follow.
pub(super) type Alternatives<'a> = Vec<&'a Value>;

impl Schema {
    pub(crate) fn of<T: JsonSchema>() -> Self {
        Self { root: SchemaGenerator::default().into_root_schema_for::<T>().to_value() }
    }

    /// Reports every key below `node` that its record does not have, and returns their places.
    pub(super) fn check_keys(
        &self,
        index: &Index,
        node: NodeId,
        path: &KeyPath,
        diagnostics: &mut Diagnostics,
    ) -> Vec<KeyPath> {
        let mut unknown = vec![];
        let mut report = |path: KeyPath, diagnostic| {
            unknown.push(path);
            diagnostics.push(diagnostic);
        };
        self.check(index, node, path, &self.resolve(&self.root), &mut report);
        unknown
    }

    /// The words that a value may be, where it may only be one of them. `path` starts at the record.
    pub(super) fn words_at(&self, path: &KeyPath) -> Vec<&str> {
        let mut alternatives = self.resolve(&self.root);
        for segment in path.segments() {
            alternatives = match segment {
                KeySegment::Key(key) => self.property(&alternatives, key),
                KeySegment::Index(_) => self.items(&alternatives),
            };
        }
        let mut words = vec![];
        for schema in alternatives {
            let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
            words.extend(listed.chain(schema.get("const")).filter_map(Value::as_str));
        }
        words
    }

    fn check(
        &self,
        index: &Index,
        node: NodeId,
        path: &KeyPath,
        schema: &Alternatives,
        report: &mut dyn FnMut(KeyPath, Diagnostic),
    ) {
        match &index.nodes[node].content {
            Content::Scalar(_) => {}
            Content::List(items) => {
                let schema = self.items(schema);
                if schema.is_empty() {
                    return;
                }
                for (at, &item) in items.iter().enumerate() {
                    self.check(index, item, &path.index(at), &schema, report);
                }
            }
            Content::Mapping(mapping) => {
                let known = known_keys(schema);
                // What others said may have lines that look like keys, and nobody has slipped there.
                let quotes = schema.iter().any(|schema| schema.get("x-quotes").is_some());
                for entry in &mapping.entries {
                    let below = path.key(&*entry.key);
                    if let Some(known) = known.as_ref().filter(|known| !known.contains(&*entry.key)) {
                        let span = Span::new(index.source, entry.span.clone());
                        let free = |key: &str| mapping.get(key).is_none();
                        report(below.clone(), unknown_key(&entry.key, known, free, span, below));
                        continue;
                    }
                    let like_keys = index.like_keys.get(&entry.value).filter(|_| !quotes);
                    for KeyLike { word, span } in like_keys.into_iter().flatten() {
                        if known.as_ref().is_some_and(|known| known.contains(&**word)) && mapping.get(word).is_none() {
                            let place = Span::new(index.source, span.clone());
                            report(path.key(&**word), run_on(word, place, below.clone()));
                        }
                    }
                    self.check(index, entry.value, &below, &self.property(schema, &entry.key), report);
                }
            }
        }
    }

    pub(super) fn property<'a>(&'a self, schema: &Alternatives<'a>, key: &str) -> Alternatives<'a> {
        let named = schema.iter().filter_map(|schema| schema.get("properties")?.get(key));
        let mut found: Alternatives = named.flat_map(|schema| self.resolve(schema)).collect();
        if found.is_empty() {
            let others = schema.iter().filter_map(|schema| schema.get("additionalProperties"));
            found = others.flat_map(|schema| self.resolve(schema)).collect();
        }
        found
    }

    pub(super) fn items<'a>(&'a self, schema: &Alternatives<'a>) -> Alternatives<'a> {
        schema.iter().filter_map(|schema| schema.get("items")).flat_map(|schema| self.resolve(schema)).collect()
    }

    /// A schema and everything that it refers to or offers as a choice.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Value) -> Alternatives<'a> {
        let mut found = vec![schema];
        let mut from = 0;
        for _ in 0..MAX_STEPS {
            let new: Vec<&Value> = found[from..].iter().flat_map(|schema| self.refers_to(schema)).collect();
            if new.is_empty() {
                break;
            }
            from = found.len();
            found.extend(new);
        }
        found
    }

    fn refers_to<'a>(&'a self, schema: &'a Value) -> impl Iterator<Item = &'a Value> {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|target| self.root.pointer(target.strip_prefix('#')?));
        let choices = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
        target.into_iter().chain(choices)
    }
}

/// The keys of a record; nothing if it is no record but a mapping with keys of its own, or no mapping at all.
fn known_keys<'a>(schema: &Alternatives<'a>) -> Option<BTreeSet<&'a str>> {
    let free = |schema: &&Value| !matches!(schema.get("additionalProperties"), None | Some(Value::Bool(false)));
    if schema.iter().any(free) {
        return None;
    }
    let properties: Vec<_> = schema.iter().filter_map(|schema| schema.get("properties")?.as_object()).collect();
    (!properties.is_empty()).then(|| properties.into_iter().flat_map(|map| map.keys().map(String::as_str)).collect())
}

/// A key of the record within the text of another, which begins too far to the right.
fn run_on(word: &str, span: Span, path: KeyPath) -> Diagnostic {
    let text = messages::name(&path);
    let place = Place::Span(span, Some(path));
    Diagnostic::new(
        &rules::YAML_RUN_ON,
        place,
        format!("this line looks like the key `{word}`, but is part of the text of {text}"),
    )
    .hint(format!("begin it in the column of {text}, with `{word}: `; or put other words first if it is text"))
}

/// A key that nobody knows. `free` says whether a known one does not stand beside it already.
fn unknown_key(
    key: &str,
    known: &BTreeSet<&str>,
    free: impl Fn(&str) -> bool,
    span: Span,
    path: KeyPath,
) -> Diagnostic {
    let written = Place::Key(Origin { source: span.source, path: path.clone() });
    let place = Place::Span(span, Some(path));
    let message = format!("there is no key `{}` in this record", messages::shorten(key));
    let diagnostic = Diagnostic::new(&rules::YAML_UNKNOWN_KEY, place, message);
    match near(key, known.iter().copied()) {
        Some(near) => {
            let diagnostic = diagnostic.hint(format!("did you mean `{}`?", near.word));
            let fix = || Fix::replace(written, key, near.word, near.is_certain);
            if free(near.word) { diagnostic.fix(fix()) } else { diagnostic }
        }
        None => diagnostic.hint(format!("the keys here are {}", messages::list(known.iter().copied(), "and"))),
    }
}
