//! Records from the index: one by one, each with all its mistakes.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use crate::diagnostic::{Diagnostic, Diagnostics, Fix, KeyPath, KeySegment, Origin, near};
use crate::rules;

use super::emit::emit;
use super::index::{Content, Index, NodeId};
use super::messages::{self, Problem};
use super::schema::Schema;

/// A value that became no part of its record, or a key that none has. What is wrong has been reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unread {
    /// Where it stands.
    pub path: KeyPath,
    /// What it is.
    pub kind: UnreadKind,
}

/// What could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnreadKind {
    /// A value, or a whole record.
    Value,
    /// A key that nobody knows, with its value.
    UnknownKey {
        /// Whether the value is a list or mapping that holds something.
        records: bool,
    },
}

/// How many wrong values of one record are reported. Each costs one more reading of it.
const MAX_ATTEMPTS: usize = 64;

/// Reads the record at a path.
///
/// Every unknown key and every value of a wrong type is reported; such a value counts as left out, so that the record
/// is there all the same for further checks, and stands in `unread`. Nothing is returned if there is no such path, if it holds no mapping, or
/// if the type cannot do without a value. An empty file, or a null, is a record without keys.
///
/// `T` is a type with `#[serde(default)]` whose fields are optional or have a default: a null counts as left out. A
/// text field takes every scalar as it was typed: `1.10` is the text `1.10`.
pub(crate) fn read_record<T>(
    index: &Index,
    at: &KeyPath,
    diagnostics: &mut Diagnostics,
    unread: &mut Vec<Unread>,
) -> Option<T>
where
    T: DeserializeOwned + JsonSchema,
{
    let node = match index.find(at) {
        Some(node) => Some(node),
        None if at.segments().is_empty() => None,
        None => return None,
    };
    Reader::new::<T>(index, diagnostics, unread).record(node, at)
}

/// Reads the list of records at a path, each with its origin; a record that cannot be read does not hide the others.
///
/// As [`read_record`]; an empty file, a null or a path that is not there is an empty list.
pub(crate) fn read_list<T>(
    index: &Index,
    at: &KeyPath,
    diagnostics: &mut Diagnostics,
    unread: &mut Vec<Unread>,
) -> Vec<(Origin, T)>
where
    T: DeserializeOwned + JsonSchema,
{
    let Some(node) = index.find(at).filter(|&node| !index.is_null(node)) else { return vec![] };
    let Content::List(items) = &index.nodes[node].content else {
        diagnostics.push(wrong_type(index, node, at, "a list", None));
        unread.push(Unread { path: at.clone(), kind: UnreadKind::Value });
        return vec![];
    };
    let mut reader = Reader::new::<T>(index, diagnostics, unread);
    let mut records = vec![];
    for (number, &item) in items.iter().enumerate() {
        let path = at.index(number);
        if index.is_null(item) {
            reader.lose(&path, empty_item(index, &path));
        } else if let Some(record) = reader.record(Some(item), &path) {
            records.push((Origin { source: index.source, path }, record));
        }
    }
    records
}

struct Reader<'a> {
    index: &'a Index,
    schema: Schema,
    diagnostics: &'a mut Diagnostics,
    unread: &'a mut Vec<Unread>,
}

impl<'a> Reader<'a> {
    fn new<T: JsonSchema>(index: &'a Index, diagnostics: &'a mut Diagnostics, unread: &'a mut Vec<Unread>) -> Self {
        Self { index, schema: Schema::of::<T>(), diagnostics, unread }
    }

    /// Reports that a value cannot be read.
    fn lose(&mut self, path: &KeyPath, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
        self.unread.push(Unread { path: path.clone(), kind: UnreadKind::Value });
    }

    fn record<T: DeserializeOwned>(&mut self, node: Option<NodeId>, at: &KeyPath) -> Option<T> {
        let Some(node) = node.filter(|&node| !self.index.is_null(node)) else { return read::<T>("{}").ok() };
        if !matches!(self.index.nodes[node].content, Content::Mapping(_)) {
            self.lose(at, wrong_type(self.index, node, at, "a mapping of keys to values", None));
            return None;
        }
        for path in self.schema.check_keys(self.index, node, at, self.diagnostics) {
            let records = self.index.len(&path) > 0;
            self.unread.push(Unread { path, kind: UnreadKind::UnknownKey { records } });
        }
        let mut left_out = HashSet::new();
        self.leave_out_empty_items(node, at, &mut left_out);
        let mut text = String::new();
        for _ in 0..MAX_ATTEMPTS {
            text.clear();
            emit(self.index, node, &left_out, &mut text);
            let (path, message) = match read(&text) {
                Ok(record) => return Some(record),
                Err(error) => error,
            };
            if self.leave_out_wrong_value(node, at, &path, &message, &mut left_out).is_none() {
                break;
            }
        }
        self.unread.push(Unread { path: at.clone(), kind: UnreadKind::Value });
        None
    }

    /// Reports what serde complained about and adds it to what is left out; nothing if that would not help.
    fn leave_out_wrong_value(
        &mut self,
        record: NodeId,
        at: &KeyPath,
        path: &Path,
        message: &str,
        left_out: &mut HashSet<NodeId>,
    ) -> Option<()> {
        let Found { node, path: below, in_list } = find(self.index, record, path, left_out);
        let mut whole = at.clone();
        below.segments().iter().for_each(|segment| whole.push(segment.clone()));
        let problem = messages::problem(message, &path.to_string());
        // A field that takes no null is meant to have its default then, which it has if the key is not there.
        if self.index.is_null(node) && !in_list && node != record {
            return left_out.insert(node).then_some(());
        }
        let diagnostic = match problem {
            Problem::Missing(key) => {
                // If it has been left out because it was wrong, it has been reported.
                if self.index.find(&whole.key(&*key)).is_none_or(|node| !left_out.contains(&node)) {
                    let message = format!("{} has no `{key}`", messages::name(&whole));
                    self.diagnostics.push(Diagnostic::new(&rules::MISSING_VALUE, self.index.place(&whole), message));
                }
                return None;
            }
            Problem::Other => wrong_type(self.index, node, &whole, "another kind of value", None),
            Problem::Words(words) => one_of(self.index, node, &whole, words.iter().map(String::as_str).collect()),
            Problem::Expected(expected) => {
                // A list where one of a few words belongs: serde asks for something else.
                let words = self.schema.words_at(&below);
                if words.is_empty() {
                    wrong_type(self.index, node, &whole, &expected, None)
                } else {
                    one_of(self.index, node, &whole, words)
                }
            }
        };
        self.lose(&whole, diagnostic);
        (node != record && left_out.insert(node)).then_some(())
    }

    /// Items of lists that are null. No list of the format has a use for them.
    fn leave_out_empty_items(&mut self, node: NodeId, at: &KeyPath, left_out: &mut HashSet<NodeId>) {
        match &self.index.nodes[node].content {
            Content::Scalar(_) => {}
            Content::Mapping(mapping) => {
                for entry in &mapping.entries {
                    self.leave_out_empty_items(entry.value, &at.key(&*entry.key), left_out);
                }
            }
            Content::List(items) => {
                for (number, &item) in items.iter().enumerate() {
                    let path = at.index(number);
                    if self.index.is_null(item) {
                        self.lose(&path, empty_item(self.index, &path));
                        left_out.insert(item);
                    } else {
                        self.leave_out_empty_items(item, &path, left_out);
                    }
                }
            }
        }
    }
}

/// Reads one line of YAML; the error comes with the way to where it happened.
fn read<T: DeserializeOwned>(text: &str) -> Result<T, (Path, String)> {
    serde_path_to_error::deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let path = error.path().clone();
        (path, error.into_inner().to_string())
    })
}

struct Found {
    node: NodeId,
    path: KeyPath,
    in_list: bool,
}

/// The value that serde's path means, as far as it can be followed. Items that were left out are not counted by serde.
fn find(index: &Index, record: NodeId, path: &Path, left_out: &HashSet<NodeId>) -> Found {
    let mut found = Found { node: record, path: KeyPath::root(), in_list: false };
    for segment in path {
        let next = match (&index.nodes[found.node].content, segment) {
            (Content::List(items), Segment::Seq { index: at }) => items
                .iter()
                .enumerate()
                .filter(|(_, item)| !left_out.contains(item))
                .nth(*at)
                .map(|(number, &item)| (item, KeySegment::Index(number))),
            (Content::Mapping(mapping), Segment::Map { key }) => {
                mapping.get(key).map(|entry| (entry.value, KeySegment::Key(key.clone())))
            }
            _ => None,
        };
        let Some((node, step)) = next else { break };
        found.in_list = matches!(step, KeySegment::Index(_));
        found.path.push(step);
        found.node = node;
    }
    found
}

fn wrong_type(index: &Index, node: NodeId, path: &KeyPath, expected: &str, hint: Option<String>) -> Diagnostic {
    let message = format!("{} must be {expected}, but is {}", messages::name(path), messages::found(index, node));
    let diagnostic = Diagnostic::new(&rules::YAML_TYPE, index.place(path), message);
    match hint.or_else(|| messages::misread(index, node, expected)) {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    }
}

fn one_of(index: &Index, node: NodeId, path: &KeyPath, known: Vec<&str>) -> Diagnostic {
    let (typed, near) = match &index.nodes[node].content {
        Content::Scalar(scalar) => (&*scalar.text, near(&scalar.text, known.iter().copied())),
        _ => ("", None),
    };
    let hint = near.map(|near| format!("did you mean `{}`?", near.word));
    let diagnostic = wrong_type(index, node, path, &messages::list(known, "or"), hint);
    match near {
        Some(near) => {
            let place = Origin { source: index.source, path: path.clone() };
            diagnostic.fix(Fix::replace(place, typed, near.word, near.is_certain))
        }
        None => diagnostic,
    }
}

fn empty_item(index: &Index, path: &KeyPath) -> Diagnostic {
    let message = format!("{} is empty", messages::name(path));
    Diagnostic::new(&rules::YAML_TYPE, index.place(path), message).hint("remove its dash, or write something behind it")
}
