//! What a file of sound YAML says without looking like it: words that a `#` takes away, and lines that run on into the text
//! above.

use std::ops::Range;

use super::signs;

/// The `#` behind a value that makes the words after it a comment, if it looks like part of a text: `Statement #3`. `from`
/// is where the value ends, or the colon or hyphen of one that is not there.
pub(super) fn comment(text: &str, from: usize, is_empty: bool) -> Option<usize> {
    let line = &text[from..];
    let rest = line.trim_start_matches([' ', '\t']);
    let words = rest.strip_prefix('#')?;
    // A comment that is meant has a space behind its sign. Where nothing is left, `# 3` may be a number, too.
    let numbered = is_empty && words.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit());
    (words.starts_with(char::is_alphanumeric) || numbered).then(|| from + line.len() - rest.len())
}

/// Whether a plain value is a number, a truth value or a date: nothing that words could be missing from.
pub(super) fn is_no_text(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.:/_".contains(&byte)) || matches!(text, "true" | "false")
}

/// The lines of a text after its first, without the blanks before them.
pub(super) fn further_lines(text: &str, range: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let mut start = range.start;
    let lines = text[range].split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        let words = line.trim_start_matches(' ');
        (at + line.len() - words.len(), words.trim_end())
    });
    lines.skip(1).filter(|(_, words)| !words.is_empty())
}

/// How an item of a list begins, if a line looks like one.
pub(super) fn item_sign(words: &str) -> Option<char> {
    if words.starts_with("- ") || words.strip_prefix('-').is_some_and(begins_strangely) {
        return Some('-');
    }
    signs::false_hyphen(words).filter(|sign| !matches!(sign, '–' | '—' | '−'))
}

/// The key that a line of a text looks like: `status: draft`, or in a plain text, where YAML itself would see that,
/// `status:draft`.
pub(super) fn key(words: &str, plain: bool) -> Option<&str> {
    if plain {
        return signs::key_without_space(words);
    }
    let word = signs::leading_word(words)?;
    let rest = words[word.len()..].strip_prefix(':')?;
    (rest.is_empty() || rest.starts_with(' ') || begins_strangely(rest)).then_some(word)
}

fn begins_strangely(text: &str) -> bool {
    text.chars().next().is_some_and(|c| signs::strange_blank(c).is_some())
}
