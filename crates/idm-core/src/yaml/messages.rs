//! What the parsers say, in the words of somebody who writes YAML and not Rust.

use crate::diagnostic::{KeyPath, KeySegment};

use super::index::{Content, Index, NodeId, Scalar};
use super::scalar::Style;
use super::signs;

/// What serde found wrong with a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// Something else was expected.
    Expected(String),
    /// One of these words was expected.
    Words(Vec<String>),
    /// A key is missing from the record.
    Missing(String),
    /// Something that cannot be told any better.
    Other,
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
    // What a type says of itself is written for authors; serde's own words are not.
    // It may be nested in a value that serde names before it.
    let said = message.strip_prefix("expected ").or_else(|| after(": expected "));
    match said {
        Some(expected) => Problem::Expected(expected.to_owned()),
        None => Problem::Other,
    }
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
        _ => "another kind of value",
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

/// What is to be written where a text stands in place of a list or record, if it looks like one.
pub(super) fn misread(index: &Index, node: NodeId, expected: &str) -> Option<String> {
    slip(index, node, expected).or_else(|| instead(&index.nodes[node].content, expected))
}

/// What is to be written in any case where another kind of value is expected.
fn instead(found: &Content, expected: &str) -> Option<String> {
    let hint = match (expected, found) {
        ("a text", Content::Mapping(_)) => {
            "a colon and a space make a key of the words before them: put the whole text in quotation marks".to_owned()
        }
        ("a text", Content::List(_)) => {
            "write one text, without brackets or hyphens; a text that begins with such a sign stands in quotation marks"
                .to_owned()
        }
        ("a list", Content::Scalar(scalar)) if !scalar.text.trim().is_empty() && scalar.text.len() <= 40 => {
            format!(
                "put it in brackets, `[{}]`, or on a line of its own behind `- `",
                scalar.text.trim_matches(['(', ')'])
            )
        }
        ("a list", _) => "put the items in brackets, `[a, b]`, or each on a line of its own behind `- `".to_owned(),
        ("a mapping of keys to values", _) => {
            "write its keys and values on lines of their own, indented: `key: value`".to_owned()
        }
        ("`true` or `false`", _) => "write `true` or `false`, without quotation marks".to_owned(),
        (expected, Content::Scalar(scalar)) if expected.starts_with("a whole number") => {
            let digits: String = scalar
                .text
                .chars()
                .filter(|char| !matches!(char, ',' | ' ' | '_' | '’' | '\'' | '\u{a0}' | '\u{202f}'))
                .collect();
            let digits = digits.strip_suffix(".0").unwrap_or(&digits).trim_start_matches(['0', '+']);
            let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            if all_digits && scalar.style == Style::Plain && *digits == *scalar.text {
                "write a smaller number".to_owned()
            } else if all_digits {
                let quoted = if scalar.style == Style::Plain { "" } else { " and without quotation marks" };
                format!("write it in digits alone{quoted}: `{digits}`")
            } else {
                "write digits alone, such as `24`; leave the key out where the number is not known".to_owned()
            }
        }
        ("a number", _) => "write digits, with a point for a fraction: `1.5`".to_owned(),
        _ => return None,
    };
    Some(hint)
}

/// What is to be written where one of the usual slips was made.
fn slip(index: &Index, node: NodeId, expected: &str) -> Option<String> {
    let Content::Scalar(Scalar { text, style: Style::Plain }) = &index.nodes[node].content else { return None };
    let sign = text.chars().next()?;
    if expected == "a list" && (sign == '-' || signs::false_hyphen(text).is_some()) {
        return Some("begin each item on a line of its own with a hyphen (`-`) and a space".to_owned());
    }
    if let Some(word) = signs::key_without_space(text) {
        return Some(format!("write a space behind the colon: `{word}: `"));
    }
    let comma = expected == "a list" && text.contains(", ");
    comma.then(|| "put the items in brackets, `[a, b]`, or each on a line of its own behind `- `".to_owned())
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
