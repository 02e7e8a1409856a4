//! Texts that are nested so deeply that reading them would take out of all proportion long.
//!
//! For each line comrak goes through every container that is open, so that a hostile text of a few megabytes could keep
//! it busy for hours. No page can show such nesting, and the limits here lie far beyond those that authors are told of;
//! so the text is refused before it is read. The look is a rough one: it takes code for text.

use std::ops::Range;

/// How many containers may open on one line. A line across may be written `- - -`, so it cannot be very few.
const MAX_MARKERS: usize = 100;
/// How far to the right a container may open, in bytes.
const MAX_COLUMN: usize = 128;
/// How many `:::` blocks may be open.
const MAX_FENCES: usize = 64;
/// A blank line ends no list, so that every one costs as much as lists are deep: how much all may cost together.
const MAX_BLANK_STEPS: usize = 20_000_000;

/// The first line that is too deep.
pub(super) fn too_deep(text: &str) -> Option<Range<usize>> {
    let mut fences: Vec<usize> = vec![];
    let mut start = 0;
    let mut deepest = 0;
    let mut blank_steps = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let (markers, column, rest) = containers(line);
        let colons = rest.len() - rest.trim_start_matches(':').len();
        if colons >= 3 {
            if !rest[colons..].trim().is_empty() {
                fences.push(colons);
            } else if let Some(outermost) = fences.iter().position(|&fence| fence <= colons) {
                fences.truncate(outermost);
            } else {
                fences.push(colons);
            }
        }
        deepest = deepest.max(column);
        if rest.trim_end().is_empty() {
            blank_steps += deepest;
        }
        if blank_steps > MAX_BLANK_STEPS {
            return Some(start..start);
        }
        if markers > MAX_MARKERS || column > MAX_COLUMN || fences.len() > MAX_FENCES {
            return Some(start..start + line.trim_end().len().min(1));
        }
        start += line.len();
    }
    None
}

/// How many containers a line opens or continues, where the last one's marker stands, and what follows.
fn containers(line: &str) -> (usize, usize, &str) {
    let mut markers = 0;
    let mut column = 0;
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let Some(length) = marker(rest) else { return (markers, column, rest) };
        markers += 1;
        column = line.len() - rest.len();
        rest = &rest[length..];
        if markers > MAX_MARKERS {
            return (markers, column, rest);
        }
    }
}

/// The length of a container's marker at the start of `text`.
fn marker(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let white = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    match bytes.first()? {
        b'>' => Some(1),
        b'-' | b'+' | b'*' if white(1) => Some(1),
        b'0'..=b'9' => {
            let digits = bytes.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
            (matches!(bytes.get(digits), Some(b'.' | b')')) && white(digits + 1)).then_some(digits + 1)
        }
        b'[' => {
            let name = text.strip_prefix("[^")?.find(']')?;
            text[name + 3..].starts_with(':').then_some(name + 4)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_texts_pass() {
        for text in [
            "",
            "> - 1. [^a]: b",
            &"-".repeat(1000),
            &" ".repeat(1000),
            &":::note\na\n:::\n".repeat(1000),
            &"> :::note\n> a\n> :::\n".repeat(1000),
            "- é - - ",
        ] {
            assert_eq!(too_deep(text), None, "{text:?}");
        }
    }

    #[test]
    fn hostile_texts_do_not() {
        for text in [
            ">".repeat(200),
            "1) ".repeat(200),
            "[^a]:".repeat(200),
            " ".repeat(300) + "- a",
            ":::note\n".repeat(100),
            (3..100).rev().map(|length| ":".repeat(length) + "note\n").collect(),
        ] {
            assert!(too_deep(&text).is_some(), "{text:?}");
        }
    }
}
