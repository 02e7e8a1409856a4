//! What the parsers say, in the words of somebody who writes YAML and not Rust.

use crate::diagnostic::{KeyPath, KeySegment};

use super::index::{Content, Index, NodeId};

/// What serde found wrong with a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// Something else was expected.
    Expected(String),
    /// One of these words was expected.
    Words(Vec<String>),
    /// A key is missing from the record.
    Missing(String),
    /// Something that a type's own reader says.
    Other(String),
}

/// Takes serde_yaml's message apart. `path` is where serde_path_to_error says that it happened.
pub(super) fn problem(message: &str, path: &str) -> Problem {
    let message = strip_position(message);
    let message = message.strip_prefix(path).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(message);
    let after = |mark: &str| message.find(mark).map(|at| &message[at + mark.len()..]);
    if let Some(rest) = after("unknown variant `") {
        // The first is what was found, which may hold anything; what is known follows the word `expected`.
        let known = rest.rfind("`, expected ").map_or("", |at| &rest[at..]);
        return Problem::Words(known.split('`').skip(2).step_by(2).map(str::to_owned).collect());
    }
    if let Some(rest) = after("missing field `") {
        return Problem::Missing(rest.trim_end_matches('`').to_owned());
    }
    if ["invalid type: ", "invalid value: ", "invalid length "].iter().any(|mark| after(mark).is_some())
        && let Some(at) = message.rfind(", expected ")
    {
        return Problem::Expected(expectation(&message[at + ", expected ".len()..]));
    }
    Problem::Other(message.to_owned())
}

/// Cuts off ` at line 1 column 7`: the line is one that nobody has seen.
fn strip_position(message: &str) -> &str {
    match message.rsplit_once(" at line ") {
        Some((rest, position)) if position.bytes().all(|b| b.is_ascii_digit() || b" column".contains(&b)) => rest,
        _ => message,
    }
}

fn expectation(serde: &str) -> String {
    let words = match serde {
        "u8" => "a whole number from 0 up to 255",
        "u16" => "a whole number from 0 up to 65,535",
        "u32" | "u64" | "u128" | "usize" => "a whole number from 0 up",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "`true` or `false`",
        "a string" | "a borrowed string" | "string or map" => "a text",
        "a character" => "a single character",
        "a sequence" => "a list",
        "a map" => "a mapping of keys to values",
        "null" | "unit" => "nothing",
        _ if serde.starts_with("struct ") => "a mapping of keys to values",
        _ => serde,
    };
    words.to_owned()
}

/// What a value is, as far as an author is concerned.
pub(super) fn found(index: &Index, node: NodeId) -> String {
    match &index.nodes[node].content {
        Content::List(_) => "a list".to_owned(),
        Content::Mapping(_) => "a mapping of keys to values".to_owned(),
        Content::Scalar(scalar) if scalar.is_null() => "empty".to_owned(),
        Content::Scalar(scalar) => format!("\"{}\"", shorten(&scalar.text)),
    }
}

/// The name of a value by the last steps to it: `` `number` ``, ``item 2 of `speakers` ``.
pub(super) fn name(path: &KeyPath) -> String {
    match path.segments() {
        [] => "the file".to_owned(),
        [.., KeySegment::Key(key)] => format!("`{}`", shorten(key)),
        [.., KeySegment::Key(key), KeySegment::Index(at)] => format!("item {} of `{}`", at + 1, shorten(key)),
        [.., KeySegment::Index(at)] => format!("item {} of the list", at + 1),
    }
}

/// `` `a`, `b` or `c` ``
pub(super) fn list<'a>(words: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// The beginning of a text, on one line, so that a message stays readable.
pub(super) fn shorten(text: &str) -> String {
    const MAX: usize = 40;
    let mut short: String = text.chars().take(MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MAX).is_some() {
        short.push('…');
    }
    short
}

/// A syntax error in an author's words, and what is usually the matter.
pub(super) fn syntax(info: &str) -> (String, Option<&'static str>) {
    const COLON: &str = "put a text that holds a colon and a space in quotation marks";
    const INDENT: &str = "keys of one record begin in the same column, and the dashes of one list do";
    let has = |part: &str| info.contains(part);
    let (message, hint) = if has("mapping values are not allowed") || has("simple key") || has("implicit key") {
        ("there is a key, or a text with a colon, where none can be", Some(COLON))
    } else if has("invalid indentation in quoted scalar") {
        ("the text in quotation marks is not closed, or goes on without indentation", None)
    } else if has("unexpected end of stream") {
        ("a quotation mark is opened here and not closed", None)
    } else if has("trailing content after") {
        (
            "there is text behind the closing quotation mark",
            Some("within the text write `''` for a single and `\\\"` for a double quotation mark"),
        )
    } else if has("unknown escape") || has("hexadecimal") || has("escape code") {
        (
            "a backslash within these quotation marks has no meaning",
            Some("write `\\\\` for a backslash, or use single quotation marks"),
        )
    } else if has("did not find expected ',' or '}'") {
        ("a comma or the closing brace is missing", Some("put a text that begins with a brace in quotation marks"))
    } else if has("did not find expected ',' or ']'") || has("expected ',' or ']'") {
        ("a comma or the closing bracket is missing", Some("put a text that begins with a bracket in quotation marks"))
    } else if has("block sequence entries") {
        (
            "there is a dash where no item of a list can begin",
            Some("put a text that begins with a dash in quotation marks"),
        )
    } else if has("tab") {
        ("there is a tab where only spaces can be", Some("indent with spaces"))
    } else if has("cannot start any token") || has("unexpected character") {
        ("an unquoted text cannot begin with this character", Some("put the text in quotation marks"))
    } else if has("block mapping") || has("block collection") || has("indent") {
        ("the indentation does not fit what stands above", Some(INDENT))
    } else {
        return (format!("this is not valid YAML: {info}"), None);
    };
    (message.to_owned(), hint)
}
