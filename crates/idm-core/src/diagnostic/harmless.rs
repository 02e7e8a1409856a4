//! Text from outside, made harmless before it is shown: whatever inputs, names of files or arguments hold, it neither
//! speaks to the terminal, nor turns the order of letters round, nor gives a command to a service that reads the log.
//!
//! A character that does such things is written as `\u{1b}`. Services that run jobs take a line that begins with `::`,
//! and `##word[` anywhere, for commands; their first sign is written so, too.

use std::borrow::Cow;
use std::fmt::Write;

use super::located::{Located, Location};

/// A text that stands within a line: ends of lines and tabs are shown as well.
///
/// ```
/// use idm_core::diagnostic::harmless;
/// assert_eq!(harmless::line("été, 50 %"), "été, 50 %");
/// assert_eq!(harmless::line("a\n::error::b"), r"a\u{a}\u{3a}:error::b");
/// assert_eq!(harmless::line("::error::b"), r"\u{3a}:error::b");
/// ```
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, speaks)
}

/// A text of several lines, which stay what they are, as do tabs.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| speaks(c) && !matches!(c, '\n' | '\t'))
}

/// As [`lines`], for what a program has drawn with colours: its own escape sequences stay. All that came from outside must
/// have been made harmless before.
pub(super) fn drawn(text: &str) -> Cow<'_, str> {
    escape(text, |c| speaks(c) && !matches!(c, '\n' | '\t' | '\u{1b}'))
}

/// A JSON document that says the same, with what could do harm as JSON's own escapes.
pub fn json(document: &str) -> Cow<'_, str> {
    // JSON itself escapes the lower control characters, and other than in strings has none but ends of lines.
    let harmful = |c: char| speaks(c) && !c.is_ascii() || c == '\u{7f}';
    let commands = commands(document);
    if commands.is_empty() && !document.contains(harmful) {
        return Cow::Borrowed(document);
    }
    let mut harmless = String::with_capacity(document.len() + 16);
    for (at, c) in document.char_indices() {
        if harmful(c) || commands.binary_search(&at).is_ok() {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(harmless, "\\u{unit:04x}");
            }
        } else {
            harmless.push(c);
        }
    }
    Cow::Owned(harmless)
}

/// Problems with every text in them harmless.
pub fn problems(found: &[Located]) -> Vec<Located> {
    let location = |place: &Location| Location {
        file: line(&place.file).into_owned(),
        range: place.range,
        key: place.key.as_deref().map(|key| line(key).into_owned()),
    };
    let problem = |one: &Located| Located {
        code: one.code,
        severity: one.severity,
        message: line(&one.message).into_owned(),
        location: location(&one.location),
        labels: one.labels.iter().map(|(place, text)| (location(place), line(text).into_owned())).collect(),
        hints: one.hints.iter().map(|hint| line(hint).into_owned()).collect(),
        fixes: one.fixes.clone(),
    };
    found.iter().map(problem).collect()
}

/// Whether a character does something other than to be seen: control characters, line and paragraph separators, what sets
/// the direction of writing, and marks of annotations.
fn speaks(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}'
        )
}

fn escape(text: &str, harmful: impl Fn(char) -> bool) -> Cow<'_, str> {
    let commands = commands(text);
    if commands.is_empty() && !text.contains(&harmful) {
        return Cow::Borrowed(text);
    }
    let mut harmless = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        if harmful(c) || commands.binary_search(&at).is_ok() {
            let _ = write!(harmless, "\\u{{{:x}}}", u32::from(c));
        } else {
            harmless.push(c);
        }
    }
    Cow::Owned(harmless)
}

/// Where the first sign of each command stands, in their order.
fn commands(text: &str) -> Vec<usize> {
    let mut found = vec![];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        // The third colon is that of a block's fence: no command begins with one.
        if words.starts_with("::") && !words.starts_with(":::") {
            found.push(start + line.len() - words.len());
        }
        // Of more than two in a row, the last two count.
        for (at, _) in line.match_indices('#') {
            let word = line[at..].strip_prefix("##");
            if word.is_some_and(|word| word.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')) {
                found.push(start + at);
            }
        }
        start += line.len();
    }
    found
}

#[cfg(test)]
mod tests;
