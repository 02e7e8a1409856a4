//! A Word file as Markdown in the dialect of a publication's summaries (`docs/format.md`).
//!
//! Nothing of a file is lost in silence: what has no place in the dialect is named, with the heading that it stands under.

mod blocks;
mod inlines;
mod lists;
pub(crate) mod settled;
mod tables;

pub(crate) use blocks::{main_language, read_back};
pub(crate) use inlines::language_of;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::read::{Changes, WordDocument};

/// What becomes of a file as it is made into Markdown.
pub struct Options<'a> {
    /// How tracked changes are taken.
    pub changes: Changes,
    /// Whether each change is told in an editor's note besides.
    pub tell_changes: bool,
    /// What the identifiers of headings begin with, if others refer to them: they are unique in a publication.
    pub prefix: &'a str,
    /// Whether a sign can be printed.
    pub shows: &'a dyn Fn(&str) -> bool,
    /// The pieces, by their numbers, that are written without any mark-up, since with it they would be read as something else.
    pub plain: &'a BTreeSet<usize>,
}

/// A text in Markdown, with what belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markdown {
    /// The text.
    pub text: String,
    /// The pictures that it shows, by the names of their files in `figures/`.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// What has no place in it.
    pub left_out: Vec<LeftOut>,
    /// The lines of each piece, from 1: what stands between blank lines at the outermost level, and notes.
    pub pieces: Vec<Range<usize>>,
}

/// Something that has no place in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// What it is.
    pub what: String,
    /// The heading that it stands under; empty before the first.
    pub heading: String,
}

/// Writes a file as Markdown.
pub fn write(word: &WordDocument, options: &Options) -> Markdown {
    let settled = settled::settle(word, options);
    blocks::write(word, &settled, options)
}

#[cfg(test)]
mod tests;
