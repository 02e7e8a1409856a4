//! Which source each translation was made from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::manifest::sha256;
use crate::model::Language;

/// How many digits of a digest are kept.
const DIGITS: usize = 12;

/// The digests of the source that each translated passage was made from, by the passage's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger(pub BTreeMap<String, Vec<String>>);

/// Where the ledger of a language lies in the project.
pub fn ledger_path(language: Language) -> String {
    format!("translations/{}.txt", language.code())
}

/// What tells one source from another.
pub fn digest(text: &str) -> String {
    // That a line is broken elsewhere changes no word.
    let words: Vec<&str> = text.split_whitespace().collect();
    sha256(words.join(" ").as_bytes()).chars().take(DIGITS).collect()
}

/// The bytes of each piece of a text: of what stands between blank lines, without the last line's end.
pub fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = vec![];
    let (mut at, mut is_open) = (0, false);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        let is_blank = line.trim().is_empty();
        match pieces.last_mut() {
            _ if is_blank => {}
            Some(piece) if is_open => piece.end = range.end,
            _ => pieces.push(range),
        }
        is_open = !is_blank;
    }
    pieces
}

/// The digests of the pieces of a text.
pub(crate) fn digests(text: &str) -> Vec<String> {
    pieces(text).into_iter().map(|piece| digest(&text[piece])).collect()
}

impl Ledger {
    /// Reads a ledger. Lines that are none are passed over: what they said is not known, and is reported so.
    pub fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let entries = lines.filter_map(|line| {
            let (name, digests) = line.trim_end().split_once('\t')?;
            Some((name.to_owned(), digests.split(' ').map(str::to_owned).collect()))
        });
        Self(entries.collect())
    }

    /// The ledger as a file: a line for each passage, sorted.
    pub fn to_text(&self) -> String {
        let mut text =
            "# Which source each translated passage was made from. Written by `idm translate accept`.\n".to_owned();
        for (name, digests) in &self.0 {
            let _ = writeln!(text, "{name}\t{}", digests.join(" "));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_says_again_what_it_was_told() {
        let ledger = Ledger(
            [("a.md".to_owned(), digests("One\ntwo\n\n\nThree\n")), ("b#t".to_owned(), vec![digest("x")])].into(),
        );
        assert_eq!(Ledger::parse(&ledger.to_text()), ledger);
        assert_eq!(ledger.0["a.md"].len(), 2);
    }

    #[test]
    fn lines_may_be_broken_anew_and_words_not() {
        assert_eq!(digests("one two\nthree\n"), digests("one\ntwo three"));
        assert_ne!(digests("one two"), digests("one, two"));
    }
}
