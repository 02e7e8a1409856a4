//! Lines of YAML, taken apart as far as a slip in them can be told.

use std::ops::Range;

/// A line of a file.
pub(super) struct Line<'a> {
    /// Where it begins.
    pub(super) start: usize,
    pub(super) text: &'a str,
}

/// The value on a line, behind its key or dash.
pub(super) struct Value<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
}

/// The value behind the key on a line, or behind the hyphens of items if there is no key.
pub(super) fn value<'a>(line: &Line<'a>) -> Option<Value<'a>> {
    let (blanks, start) = columns(line.text);
    let words = &line.text[start..];
    let key = match words.chars().next()? {
        sign @ ('"' | '\'') => closing(words, sign).unwrap_or(0),
        _ => 0,
    };
    let colon = words[key..].find(": ").map(|at| key + at).filter(|&at| {
        // The signs that a value may begin with begin no key.
        key > 0 || words[..at].starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '<')
    });
    let (at, text) = match colon {
        Some(colon) => {
            let rest = &words[colon + 1..];
            (start + colon + 1 + rest.len() - rest.trim_start().len(), rest.trim())
        }
        // Without a key, only an item is a value.
        None if blanks < start || !words.starts_with(|c: char| c.is_alphanumeric()) => (start, words.trim_end()),
        None => return None,
    };
    (!text.is_empty()).then_some(Value { at: line.start + at, text })
}

/// One past the quotation mark that closes a text on its line.
pub(super) fn closing(text: &str, sign: char) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if sign == '"' => at += 1,
            b'\'' if sign == '\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            _ if char::from(byte) == sign => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// One past the bracket that closes a list on its line.
pub(super) fn closed(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    text.char_indices().find_map(|(at, c)| {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
        }
        (depth == 0).then_some(at + c.len_utf8())
    })
}

/// Whether a backslash before these characters means nothing.
pub(super) fn is_wrong_escape(mut rest: impl Iterator<Item = char>) -> bool {
    let digits = match rest.next() {
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        Some(c) => return !"0abtnvfre \"/\\N_LP\t\r\n".contains(c),
        None => return true,
    };
    let code: String = rest.take(digits).collect();
    code.len() < digits || u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).is_none()
}

/// Where a comment begins on a line, outside of quotation marks.
pub(super) fn comment_sign(line: &str) -> Option<usize> {
    let mut quoted = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quoted, c) {
            (Some(mark), _) if c == mark => quoted = None,
            (None, '"' | '\'') if matches!(before, ' ' | '\t' | '[' | '{' | ',') => quoted = Some(c),
            (None, '#') if matches!(before, ' ' | '\t') => return Some(at),
            _ => {}
        }
        before = c;
    }
    None
}

/// How many blanks a line begins with, and how many characters stand before its text if dashes of lists count as blanks.
pub(super) fn columns(line: &str) -> (usize, usize) {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    let mut start = blanks;
    while let Some(rest) = line[start..].strip_prefix("- ") {
        start = line.len() - rest.trim_start_matches(' ').len();
    }
    (blanks, start)
}

/// Whether a line that begins in a column goes on with the text of the line above it, at the end of `before`.
pub(super) fn continues(before: &str, column: usize) -> bool {
    let Some(above) = before.lines().rev().map(str::trim_end).find(|line| !line.is_empty()) else { return false };
    let (_, start) = columns(above);
    start <= column && !above.contains(": ") && !above.ends_with(':')
}

/// The first tab within a range of whole lines that indents one of them, be it behind spaces.
pub(super) fn indenting_tab(text: &str, range: Range<usize>) -> Option<usize> {
    let mut start = range.start;
    for line in text[range].split_inclusive(['\r', '\n']) {
        let spaces = line.bytes().take_while(|&byte| byte == b' ').count();
        if line.as_bytes().get(spaces) == Some(&b'\t') {
            return Some(start + spaces);
        }
        start += line.len();
    }
    None
}
