//! A line of words as it is written in a file: broken into lines as those around it are, and where it was broken before.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::coded::{LeafKind, Part, written};

/// How long lines of prose are, in characters.
const WIDTH: usize = 115;
/// Stand for blanks and line breaks within a code while words are parted.
const KEPT: (char, char) = ('\u{0}', '\u{1}');

/// What is to stand in place of some bytes of a text. `before` is what stood there, in this text or its source; where it is
/// that of this text, the lines of words that stay are broken where they were.
pub(super) fn lay(text: &str, start: usize, before: &str, kind: LeafKind, parts: &[Part], is_own: bool) -> String {
    let kept: Vec<Part> = parts
        .iter()
        .map(|part| match part {
            Part::Code(code) => {
                let written = code.written.replace(' ', &KEPT.0.to_string()).replace('\n', &KEPT.1.to_string());
                Part::Code(super::coded::Code { written, ..code.clone() })
            }
            words => words.clone(),
        })
        .collect();
    let line = written(kind, &kept);
    let restored = |text: &str| text.replace(KEPT.0, " ").replace(KEPT.1, "\n");
    let begin = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let lead = &text[begin..start];
    let column = lead.chars().count();
    let is_broken = before.contains('\n');
    let is_long = column + line.chars().count() > WIDTH;
    if kind != LeafKind::Paragraph || !(is_broken || is_long) {
        return restored(&line);
    }
    let indent = match before.split_once('\n') {
        Some((_, next)) => next.chars().take_while(|sign| matches!(sign, ' ' | '\t' | '>')).collect(),
        // The lines of a quotation begin with its sign.
        None if lead.contains('>') => return restored(&line),
        None => " ".repeat(column),
    };
    let words: Vec<&str> = line.split(' ').collect();
    let breaks = if is_own { breaks(before, &words, &restored) } else { vec![false; words.len()] };
    let mut out = String::new();
    let mut length = column;
    for (at, word) in words.iter().enumerate() {
        let size = word.chars().count();
        if at > 0 {
            let is_full = length + 1 + size > if is_own { WIDTH + 5 } else { WIDTH };
            if (breaks[at] || is_full) && may_begin(word) {
                out.push('\n');
                out.push_str(&indent);
                length = indent.chars().count();
            } else {
                out.push(' ');
                length += 1;
            }
        }
        out.push_str(word);
        length += size;
    }
    restored(&out)
}

/// Before which words a line was broken that are still there.
fn breaks(before: &str, words: &[&str], restored: &dyn Fn(&str) -> String) -> Vec<bool> {
    let mut old: Vec<String> = vec![];
    let mut broken = vec![];
    for line in before.split('\n') {
        for (at, word) in line.trim_start_matches('>').split_whitespace().enumerate() {
            broken.push(at == 0 && !old.is_empty());
            old.push(word.to_owned());
        }
    }
    // A code with blanks in it is several words of the file.
    let mut starts = vec![];
    let mut new: Vec<String> = vec![];
    for word in words {
        starts.push(new.len());
        new.extend(restored(word).split_whitespace().map(str::to_owned));
    }
    let mut kept = vec![false; new.len() + 1];
    for change in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if let DiffOp::Equal { old_index, new_index, len } = change {
            (0..len).for_each(|at| kept[new_index + at] = broken[old_index + at]);
        }
    }
    starts.into_iter().map(|start| kept[start]).collect()
}

/// Whether a line can begin with a word and still be part of its paragraph.
fn may_begin(word: &str) -> bool {
    let first = word.chars().next().unwrap_or(' ');
    let begins = first.is_alphabetic() || matches!(first, '[' | '«' | '“' | '‘' | '¿' | '¡');
    let is_item = word.chars().count() <= 6 && word.ends_with(['.', ')', ':']);
    begins && !is_item && !word.starts_with("[^")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(before: &str, words: &str, is_own: bool) -> String {
        lay(before, 0, before, LeafKind::Paragraph, &[Part::Words(words.to_owned())], is_own)
    }

    #[test]
    fn lines_stay_broken_where_they_were() {
        assert_eq!(laid("one two\nthree four\nfive", "one 2 three four five", true), "one 2\nthree four\nfive");
        assert_eq!(laid("one two\n  three", "one three", true), "one\n  three");
        assert_eq!(laid("one two", "one 2", true), "one 2");
    }

    #[test]
    fn long_lines_are_broken_where_nothing_comes_of_it() {
        let long = "word ".repeat(30);
        let text = laid("a\nb", long.trim(), false);
        assert!(text.lines().count() == 2 && text.lines().all(|line| line.len() <= WIDTH), "{text}");
        let risky = format!("{} - 1. : x", "w".repeat(WIDTH - 2));
        assert_eq!(laid("a\nb", &risky, false).lines().nth(1), Some("x"));
    }
}
