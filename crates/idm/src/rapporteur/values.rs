//! Texts of records that a draft shows: their words are changed where they are written, in YAML.

use std::ops::Range;

use idm_core::escape::prose_within;
use idm_core::remarks::passages::Passage;

use super::lines::Endings;
use super::words::{Edit, Written, changed_as};
use crate::scaffold::{set_text, text_at};

/// A file of records beside the text that a draft is of: of a panel, its own record and its recommendations.
pub(super) struct Records<'a> {
    /// Its path in the project.
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    /// What all passages would be with another text of it, if it can be read at all.
    pub(super) reads: &'a dyn Fn(&str) -> Option<Vec<Passage>>,
}

/// Such a file, and what is to be changed in it.
pub(super) struct Values<'a> {
    pub(super) records: &'a Records<'a>,
    /// Its text, with lines that end in a line feed alone.
    pub(super) plain: String,
    pub(super) endings: Endings,
    pub(super) edits: Vec<Edit>,
}

impl<'a> Values<'a> {
    pub(super) fn of(records: &'a Records<'a>) -> Self {
        let (plain, endings) = Endings::taken(records.text);
        Self { records, plain, endings, edits: vec![] }
    }
}

/// Why a value stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Its words are not written as they were sent.
    Conflict,
    /// What came back would be read as something else.
    Misread,
}

/// The edits that make the value at a place of a text say `back`, which was sent as `sent`: within it, so that every other byte
/// stays, or, where those would be read as something else, the value anew in quotation marks. `is_meant` says of a text whether
/// it is read as it is meant.
pub(super) fn edits(
    text: &str,
    (start, written): (usize, &Written),
    (sent, back): (&str, &str),
    is_meant: &dyn Fn(&str) -> bool,
) -> Result<Vec<Edit>, Kept> {
    let say = |back: &str, part: Range<usize>, at: usize| (at, prose_within(&back[part]));
    let within = changed_as(sent, back, written, &say).map_err(|()| Kept::Conflict)?;
    let moved = |edit: Edit| Edit { range: start + edit.range.start..start + edit.range.end, ..edit };
    let within: Vec<Edit> = within.into_iter().map(moved).collect();
    if is_meant(&made(text, &within, 0)) {
        return Ok(within);
    }
    let (steps, value) = text_at(text, start).ok_or(Kept::Misread)?;
    let anew = changed_as(sent, back, &Written::plain(&value), &say).map_err(|()| Kept::Misread)?;
    let then = set_text(text, &steps, &made(&value, &anew, 0)).map_err(|_| Kept::Misread)?;
    if is_meant(&then) { Ok(vec![difference(text, &then)]) } else { Err(Kept::Misread) }
}

/// The one edit that makes a text of another.
fn difference(before: &str, after: &str) -> Edit {
    let start: usize =
        before.chars().zip(after.chars()).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum();
    let (old, new) = (&before[start..], &after[start..]);
    let end: usize = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum();
    Edit { range: start..before.len() - end, text: new[..new.len() - end].to_owned(), rank: 0 }
}

/// A text with edits made in it, whose places are counted from a byte of it.
pub(super) fn made(text: &str, edits: &[Edit], start: usize) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        let place = start + edit.range.start..start + edit.range.end;
        if text.get(place.clone()).is_some() {
            text.replace_range(place, &edit.text);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of a file after the change of a value, which begins with these words.
    fn after(text: &str, begins: &str, sent: &str, back: &str, means: &str) -> Result<String, Kept> {
        let start = text.find(begins).unwrap_or_default();
        let is_meant = |text: &str| text_at(text, start).is_some_and(|(_, value)| value.trim_end() == means);
        edits(text, (start, &Written::plain(begins)), (sent, back), &is_meant).map(|edits| made(text, &edits, 0))
    }

    #[test]
    fn words_are_changed_where_they_stand() {
        let text = "title: 'Ships  and men' # to check\nnumber: 1\n";
        let then = after(text, "Ships  and men", "Ships and men", "Ships and women", "Ships  and women");
        assert_eq!(then.as_deref(), Ok("title: 'Ships  and women' # to check\nnumber: 1\n"));
    }

    #[test]
    fn a_value_that_needs_quotation_marks_gets_them() {
        let text = "title: Ships and men # to check\nnumber: 1\n";
        let then = after(text, "Ships and men", "Ships and men", "Ships: and men", "Ships: and men");
        assert_eq!(then.as_deref(), Ok("title: \"Ships: and men\" # to check\nnumber: 1\n"));
    }

    #[test]
    fn what_is_written_otherwise_is_kept() {
        let text = "title: Boats and men\n";
        assert_eq!(after(text, "Boats and men", "Ships and men", "Tugs and men", "Tugs and men"), Err(Kept::Conflict));
        let text = "title: Ships\n";
        assert_eq!(after(text, "Ships", "Ships", "Tugs", "something else"), Err(Kept::Misread));
    }

    #[test]
    fn two_texts_differ_in_one_place() {
        let edit = difference("añb\n", "aéñb\n");
        assert_eq!((edit.range, edit.text.as_str()), (1..1, "é"));
        let edit = difference("aaa", "aa");
        assert_eq!((edit.range, edit.text.as_str()), (2..3, ""));
    }
}
