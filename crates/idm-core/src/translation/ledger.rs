//! Which source each translation was made from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::pairs::UNKNOWN;
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

/// A line of a ledger that says nothing that is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stray {
    /// Where it stands, without its end.
    pub(crate) range: Range<usize>,
    /// What it was probably meant to say: the name and the digests behind it, without a tab between them.
    meant: Option<(String, String)>,
}

impl Stray {
    /// What to write instead.
    pub(crate) fn cure(&self, language: Language) -> String {
        let code = language.code();
        match &self.meant {
            Some((name, digests)) => format!("write a tab between `{name}` and `{digests}`"),
            None => format!(
                "write the passage's name, a tab and the digests of its source; or remove the line, and \
                 `idm translate accept --language {code}` notes the passage anew"
            ),
        }
    }
}

/// The lines of a ledger that are neither notes nor comments.
pub(crate) fn stray_lines(text: &str) -> Vec<Stray> {
    let mut at = 0;
    let mut found = vec![];
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        let range = at..at + line.len();
        at += whole.len();
        if line.is_empty() || line.starts_with('#') || entry(line).is_some() {
            continue;
        }
        // Digests come last; before them stands the name, and perhaps a blank where there should be a tab.
        let words: Vec<&str> = line.split_whitespace().collect();
        let digests = words.iter().rev().take_while(|word| is_digest(word)).count();
        let (name, digests) = words.split_at(words.len() - digests);
        let is_meant = !name.is_empty() && !digests.is_empty();
        found.push(Stray { range, meant: is_meant.then(|| (name.join(" "), digests.join(" "))) });
    }
    found
}

/// What a line notes: a passage's name and digests.
fn entry(line: &str) -> Option<(&str, Vec<String>)> {
    let (name, digests) = line.split_once('\t')?;
    let digests: Vec<String> = digests.split_whitespace().map(str::to_owned).collect();
    let is_one = !name.trim().is_empty() && !digests.is_empty() && digests.iter().all(|digest| is_digest(digest));
    is_one.then_some((name, digests))
}

fn is_digest(text: &str) -> bool {
    text == UNKNOWN
        || text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

impl Ledger {
    /// Reads a ledger. Lines that are none are passed over: what they said is not known, and is reported so.
    pub fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Self(lines.filter_map(entry).map(|(name, digests)| (name.to_owned(), digests)).collect())
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
    fn lines_that_note_nothing_are_found_with_what_was_meant() {
        let text = "# Words\n\na.md\t0123456789ab ?\r\nb.md 0123456789ab\n<<<<<<< ours\nc.md\tnothing\n";
        assert_eq!(Ledger::parse(text).0.len(), 1);
        let found = stray_lines(text);
        let lines: Vec<&str> = found.iter().map(|stray| &text[stray.range.clone()]).collect();
        assert_eq!(lines, ["b.md 0123456789ab", "<<<<<<< ours", "c.md\tnothing"]);
        assert_eq!(found[0].cure(Language::French), "write a tab between `b.md` and `0123456789ab`");
        assert!(found[1].cure(Language::French).contains("accept --language fr"));
    }

    #[test]
    fn lines_may_be_broken_anew_and_words_not() {
        assert_eq!(digests("one two\nthree\n"), digests("one\ntwo three"));
        assert_ne!(digests("one two"), digests("one, two"));
    }
}
