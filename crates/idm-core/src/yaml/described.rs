//! What a record type says of its keys and values: for editors, which show it while somebody types.

use serde_json::Value;

use super::index::{Content, Index, NodeId};
use super::schema::{Alternatives, Schema};
use crate::diagnostic::{KeyPath, KeySegment};
use crate::source::{Source, Span};

/// What is said of a key or value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// What it is.
    pub description: Option<String>,
    /// The words that it may be, if it may only be one of them.
    pub words: Vec<Word>,
    /// The kind of thing whose identifier it is, if it names one that stands elsewhere.
    pub names: Option<String>,
    /// The kind of thing that it gives its identifier, if it does.
    pub defines: Option<String>,
    /// Whether it is Markdown: `line` or `blocks`.
    pub text: Option<String>,
    /// Whether it is plain text that another language may have other words for.
    pub translated: bool,
    /// The keys that stand below it, if it is a record.
    pub keys: Vec<Word>,
    /// Whether it is a list.
    pub is_list: bool,
    /// Whether it is a truth value.
    pub is_flag: bool,
}

/// A key, or a word of a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub word: String,
    /// What it means.
    pub description: Option<String>,
}

/// A key or value that is visited, with what is said of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visited<'a> {
    /// The way to the value, or to the value of the key.
    pub(crate) path: &'a KeyPath,
    /// The letters, as they are meant.
    pub(crate) text: &'a str,
    /// Where they stand, without quotation marks.
    pub(crate) span: Span,
    /// The kind of thing whose identifier it is.
    pub(crate) names: Option<&'a str>,
    /// The kind of thing that it gives its identifier.
    pub(crate) defines: Option<&'a str>,
    /// Whether it is a key of a mapping that has keys of its own.
    pub(crate) is_key: bool,
}

impl From<Value> for Schema {
    fn from(root: Value) -> Self {
        Self { root }
    }
}

impl Schema {
    /// What is said of the value at a path, which starts at the file.
    pub(crate) fn describe(&self, path: &KeyPath) -> Described {
        let mut schema = self.resolve(&self.root);
        let (mut names, mut text, mut translated) = (None, None, false);
        for segment in path.segments() {
            schema = match segment {
                KeySegment::Key(key) => self.property(&schema, key),
                KeySegment::Index(_) => self.items(&schema),
            };
            // What a list or mapping says of what stands in it.
            names = note(&schema, "x-names").or(names);
            text = note(&schema, "x-text").or(text);
            translated |= schema.iter().any(|schema| schema.get("x-translated").is_some());
        }
        let owned = |text: &str| text.to_owned();
        Described {
            description: schema.iter().find_map(|schema| description(schema)),
            words: schema.iter().flat_map(|schema| words(schema)).collect(),
            names: names.map(owned),
            defines: note(&schema, "x-defines").map(owned),
            text: text.map(owned),
            translated,
            keys: self.keys(&schema),
            is_list: schema.iter().any(|schema| has_type(schema, "array")),
            is_flag: schema.iter().any(|schema| has_type(schema, "boolean")),
        }
    }

    fn keys(&self, schema: &Alternatives) -> Vec<Word> {
        let properties = schema.iter().filter_map(|schema| schema.get("properties")?.as_object()).flatten();
        let key = |(key, schema): (&String, &Value)| {
            let described = self.resolve(schema).iter().find_map(|schema| description(schema));
            Word { word: key.clone(), description: described }
        };
        properties.map(key).collect()
    }

    /// Visits every key and value that names something or gives it its identifier, in the order of the file.
    pub(crate) fn visit_names(&self, index: &Index, source: &Source, visit: &mut dyn FnMut(Visited)) {
        let Some(root) = index.root else { return };
        let walk = Walk { schema: self, index, text: source.text() };
        walk.node(root, &KeyPath::root(), &self.resolve(&self.root), None, visit);
    }
}

struct Walk<'a> {
    schema: &'a Schema,
    index: &'a Index,
    text: &'a str,
}

impl<'a> Walk<'a> {
    fn node(
        &self,
        node: NodeId,
        path: &KeyPath,
        schema: &Alternatives<'a>,
        named: Option<&'a str>,
        visit: &mut dyn FnMut(Visited),
    ) {
        let names = note(schema, "x-names").or(named);
        match &self.index.nodes[node].content {
            Content::Scalar(scalar) => {
                let defines = note(schema, "x-defines");
                if (names.is_some() || defines.is_some()) && !scalar.is_null() {
                    let span = self.index.letters(self.text, node);
                    visit(Visited { path, text: &scalar.text, span, names, defines, is_key: false });
                }
            }
            Content::List(items) => {
                let schema = self.schema.items(schema);
                for (at, &item) in items.iter().enumerate() {
                    self.node(item, &path.index(at), &schema, names, visit);
                }
            }
            Content::Mapping(mapping) => {
                let own = schema.iter().any(|schema| schema.get("properties").is_some());
                for entry in &mapping.entries {
                    let below = path.key(&*entry.key);
                    let defines = note(schema, "x-defines");
                    if (names.is_some() || defines.is_some()) && !own {
                        let span = Span::new(self.index.source(), super::at::unquoted(self.text, &entry.span));
                        visit(Visited { path: &below, text: &entry.key, span, names, defines, is_key: true });
                    }
                    let named = names.filter(|_| !own);
                    self.node(entry.value, &below, &self.schema.property(schema, &entry.key), named, visit);
                }
            }
        }
    }
}

fn note<'a>(schema: &Alternatives<'a>, key: &str) -> Option<&'a str> {
    schema.iter().find_map(|schema| schema.get(key)?.as_str())
}

fn description(schema: &Value) -> Option<String> {
    schema.get("description").and_then(Value::as_str).map(str::to_owned)
}

/// The words of a closed list: those of an `enum`, or one that stands alone with what it means.
fn words(schema: &Value) -> Vec<Word> {
    let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let listed = listed.map(|word| Word { word: word.to_owned(), description: None });
    let alone = schema.get("const").and_then(Value::as_str);
    listed.chain(alone.map(|word| Word { word: word.to_owned(), description: description(schema) })).collect()
}

fn has_type(schema: &Value, wanted: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(is)) => is == wanted,
        Some(Value::Array(are)) => are.iter().any(|is| is == wanted),
        _ => false,
    }
}
