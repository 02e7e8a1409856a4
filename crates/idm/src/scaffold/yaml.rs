//! YAML as an editor would write it.

use crate::Project;

/// How wide lines of text are.
pub(super) const WIDTH: usize = 100;

/// A record: its keys with their values, each value as YAML on one line or several.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record(Vec<(String, Value)>);

/// The value of a key.
#[derive(Debug, Clone)]
enum Value {
    /// As it is written in the line of its key.
    Inline(String),
    /// A text that is folded.
    Folded(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// A list of records.
    Records(Vec<Record>),
}

impl Record {
    /// A value that is written as it is: a number, a word, nothing.
    pub(crate) fn plain(mut self, key: &str, value: impl Into<String>) -> Self {
        self.0.push((key.to_owned(), Value::Inline(value.into())));
        self
    }

    /// A value that is written as it is, if there is one.
    pub(crate) fn some(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.plain(key, value),
            None => self,
        }
    }

    /// A text.
    pub(crate) fn text(mut self, key: &str, text: &str) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_long = key.len() + text.chars().count() + 2 > WIDTH;
        let value = if is_long { Value::Folded(text) } else { Value::Inline(scalar(&text)) };
        self.0.push((key.to_owned(), value));
        self
    }

    /// A list of texts, on lines of their own.
    pub(crate) fn texts(mut self, key: &str, texts: Vec<String>) -> Self {
        self.0.push((key.to_owned(), Value::Texts(texts)));
        self
    }

    /// A list of records.
    pub(crate) fn records(mut self, key: &str, records: Vec<Record>) -> Self {
        self.0.push((key.to_owned(), Value::Records(records)));
        self
    }

    /// Whether it has more lines than one.
    pub(super) fn is_long(&self) -> bool {
        self.0.len() > 1
    }

    /// Its lines, indented.
    pub(crate) fn block(&self, column: usize) -> String {
        let indent = " ".repeat(column);
        let mut text = String::new();
        for (key, value) in &self.0 {
            text.push_str(&format!("{indent}{key}:"));
            match value {
                Value::Inline(value) if value.is_empty() => text.push('\n'),
                Value::Inline(value) => text.push_str(&format!(" {value}\n")),
                Value::Folded(value) => text.push_str(&format!(" >-\n{}", folded(value, column + 2))),
                Value::Texts(texts) if texts.is_empty() => text.push_str(" []\n"),
                Value::Texts(texts) => {
                    text.push('\n');
                    for one in texts {
                        let one = one.split_whitespace().collect::<Vec<_>>().join(" ");
                        if one.chars().count() + 4 > WIDTH {
                            text.push_str(&format!("{indent}  - >-\n{}", folded(&one, column + 4)));
                        } else {
                            text.push_str(&format!("{indent}  - {}\n", scalar(&one)));
                        }
                    }
                }
                Value::Records(records) => {
                    text.push('\n');
                    records.iter().for_each(|record| text.push_str(&record.item(column + 2)));
                }
            }
        }
        text
    }

    /// Its lines as those of an item whose dash stands in a column.
    pub(crate) fn item(&self, column: usize) -> String {
        let mut block = self.block(column + 2);
        block.replace_range(column..=column, "-");
        block
    }
}

/// A text folded to lines, none of which looks like a key.
pub(super) fn folded(text: &str, column: usize) -> String {
    let indent = " ".repeat(column);
    let mut lines: Vec<String> = vec![];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH - column || word.ends_with(':') => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| format!("{indent}{line}\n")).collect()
}

/// A text as a value in the line of its key: in quotation marks where it would be taken for something else without.
pub(crate) fn scalar(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_alphanumeric())
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(char::is_control)
        && !matches!(text.to_ascii_lowercase().as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off")
        && !text.starts_with(|first: char| first.is_ascii_digit());
    if plain { text.to_owned() } else { quoted(text) }
}

/// The same between brackets or braces, where commas and these end a value.
pub(super) fn between(text: &str) -> String {
    if text.contains([',', '[', ']', '{', '}']) { quoted(text) } else { scalar(text) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\t' => quoted.push(' '),
            control if control.is_control() => {}
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// The folder of the descriptions for editors, in the project.
pub(super) const SCHEMAS: &str = "schemas";

/// The path of the description of a YAML file, in the project; nothing for another file.
fn description(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?.strip_suffix(".yaml")?;
    let kind = if path.starts_with("frameworks/") { "framework" } else { name };
    Some(format!("{SCHEMAS}/{kind}.schema.json"))
}

/// The line by which editors find the description of a file; nothing for one that is no YAML.
pub(crate) fn modeline(path: &str) -> String {
    let above = "../".repeat(path.matches('/').count());
    description(path).map_or_else(String::new, |to| format!("# yaml-language-server: $schema={above}{to}\n"))
}

/// The same, if the project has such a description.
pub(crate) fn described(project: &Project, path: &str) -> String {
    let is_there = |to: &String| project.paths().iter().any(|path| path == to);
    description(path).filter(is_there).map_or_else(String::new, |_| modeline(path))
}
