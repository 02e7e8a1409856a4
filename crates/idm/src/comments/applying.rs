//! Making the change that a remark asks for: striking words, or putting others in their place.

use std::ops::Range;

use idm_core::diagnostic::Severity;
use idm_core::remarks::passages;
use idm_core::remarks::placing::Placing;
use idm_core::remarks::words::{plain_words, words};
use idm_core::words::with_article;

use super::Comment;
use crate::{Error, Project, write_file};

/// A change that a remark asks for, made in a text that has not been written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The file, as a path in the project.
    pub file: String,
    /// Its new text.
    pub text: String,
    /// The lines that change, before and after, as a patch for one place.
    pub diff: String,
}

impl Project {
    /// Makes the change that a strike or a replacement asks for, if the words still stand as they did, in the files of the language
    /// that it is about. Nothing is written.
    ///
    /// # Errors
    /// A sentence without a full stop that says why it cannot be made.
    pub fn apply(&self, remark: &Comment) -> Result<Applied, String> {
        let edition = self.other_edition(remark.language);
        edition.as_ref().unwrap_or(self).applied(remark)
    }

    fn applied(&self, remark: &Comment) -> Result<Applied, String> {
        let said = &remark.said;
        let new = match said.kind.as_str() {
            "strike" => "",
            "replacement" if !said.comment.trim().is_empty() => said.comment.as_str(),
            "replacement" => return Err("it says no words to put there".to_owned()),
            other => return Err(format!("{} asks for no change of certain words", with_article(other))),
        };
        let new = new.split_whitespace().collect::<Vec<_>>().join(" ");
        let publication = self.publication().ok_or("the inputs have errors")?;
        let today = passages::of_publication(publication);
        let entry = said.passage.as_ref().ok_or("it stands at no passage")?;
        let placing = Placing::new(&today, self.sources());
        let (passage, _) = placing.now(entry).ok_or("its passage is gone")?;
        let at = today.iter().position(|other| other == passage).ok_or("its passage is gone")?;
        let source = self.sources().get(passage.span.source);
        let start = passage.span.start as usize;
        let written = self.sources().text(passage.span);
        let place = standing(written, &said.before, &said.marked)?;
        let (from, to) = (start + place.start, start + place.end);
        let whole = source.text();
        // What was read may differ from the file by its line endings or its first bytes; such a file is let alone.
        if self.files().read_text(source.path()).as_deref() != Ok(whole) {
            return Err(format!("{} cannot be written as it was read", source.path()));
        }
        let text = spliced(whole, from..to, &new);
        // The words are the reviewer's, and mean what they say: what would be read as mark-up, or as nothing, is not put there.
        let meant = spliced(&passage.text, standing(&passage.text, &said.before, &said.marked)?, &new);
        if meant.trim().is_empty() {
            return Err("nothing would be left of the passage: strike it by hand".to_owned());
        }
        self.says(source.path(), &text, at, &meant)?;
        let diff = diff(source.path(), whole, &text, from..to);
        Ok(Applied { file: source.path().to_owned(), text, diff })
    }

    /// Writes a change.
    ///
    /// # Errors
    /// [`Error::NoProject`] if the project lies in no folder, [`Error::System`] if it cannot be written.
    pub fn write_applied(&self, applied: &Applied) -> Result<(), Error> {
        let folder = self.folder().ok_or(Error::NoProject)?;
        write_file(&folder.join(&applied.file), applied.text.as_bytes())
    }

    /// Whether the inputs with another text have no more errors, and say at that passage what is meant.
    fn says(&self, path: &str, text: &str, at: usize, meant: &str) -> Result<(), String> {
        let errors = |project: &Self| project.findings().iter().filter(|f| f.severity == Severity::Error).count();
        let before = errors(self);
        let files = self.files().overlaid([(path.to_owned(), text.as_bytes().to_vec())].into());
        let after = Self::from_files(files, self.options().clone());
        let publication = after.publication().filter(|_| errors(&after) <= before);
        let publication = publication.ok_or_else(|| format!("{path} would have an error then"))?;
        match passages::of_publication(publication).get(at) {
            Some(passage) if signs(&passage.text) == signs(meant) => Ok(()),
            _ => Err("there its words would not be read as they are meant: change it by hand".to_owned()),
        }
    }
}

/// A text with other words at a place. Where nothing comes in place of words, a blank goes with them.
fn spliced(text: &str, place: Range<usize>, new: &str) -> String {
    let place = if new.is_empty() { with_blank(text, place) } else { place };
    format!("{}{new}{}", &text[..place.start], &text[place.end..])
}

/// Where the marked words stand in what is written: all of them, with nothing between them but what was marked.
fn standing(written: &str, before: &str, marked: &str) -> Result<Range<usize>, String> {
    const GONE: &str = "the words do not stand there any more";
    let places = words(written);
    let sought = plain_words(marked);
    if sought.is_empty() {
        return Err("no words are marked".to_owned());
    }
    let plain: Vec<String> = places.iter().map(|(_, word)| word.clone()).collect();
    let before = plain_words(before);
    let leading = |at: usize| plain[..at].iter().rev().zip(before.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut all: Vec<usize> = (0..plain.len()).filter(|&at| plain[at..].starts_with(&sought)).collect();
    let most = all.iter().map(|&at| leading(at)).max().ok_or(GONE)?;
    all.retain(|&at| leading(at) == most);
    let [at] = all[..] else { return Err("the words stand there more than once".to_owned()) };
    let (Some((first, _)), Some((last, _))) = (places.get(at), places.get(at + sought.len() - 1)) else {
        return Err(GONE.to_owned());
    };
    let place = first.start..last.end;
    // Mark-up or a reference between the words is nothing that a reviewer saw.
    if signs(&written[place.clone()]) != signs(inner(marked)) {
        return Err("there is mark-up between the words: change them by hand".to_owned());
    }
    // So are a comma or a full stop that was marked with them, if it is written there.
    let (leading, trailing) = outer(marked);
    let fits = |written: &str, marked: &str| !marked.is_empty() && signs(written) == signs(marked);
    let before = written[..place.start].char_indices().rev().nth(leading.chars().count().saturating_sub(1));
    let start = before.map(|(at, _)| at).filter(|at| fits(&written[*at..place.start], leading));
    let behind = written[place.end..].char_indices().nth(trailing.chars().count().saturating_sub(1));
    let end = behind.map(|(at, sign)| place.end + at + sign.len_utf8());
    let end = end.filter(|at| fits(&written[place.end..*at], trailing));
    Ok(start.unwrap_or(place.start)..end.unwrap_or(place.end))
}

/// The text from its first word to its last.
fn inner(text: &str) -> &str {
    let places = words(text);
    match (places.first(), places.last()) {
        (Some((first, _)), Some((last, _))) => &text[first.start..last.end],
        _ => "",
    }
}

/// What a text has before its first word and behind its last.
fn outer(text: &str) -> (&str, &str) {
    let places = words(text);
    match (places.first(), places.last()) {
        (Some((first, _)), Some((last, _))) => (text[..first.start].trim(), text[last.end..].trim()),
        _ => ("", ""),
    }
}

/// A text without blanks, with straight quotation marks and apostrophes: those of the page are the program's.
fn signs(text: &str) -> String {
    let straight = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').map(|c| match c {
        '’' | '‘' => '\'',
        '“' | '”' | '«' | '»' => '"',
        other => other,
    });
    straight.collect()
}

/// With the blank before the words that are struck, or behind them at the beginning of a line.
fn with_blank(text: &str, place: Range<usize>) -> Range<usize> {
    if text[..place.start].ends_with(' ') {
        place.start - 1..place.end
    } else if text[place.end..].starts_with(' ') {
        place.start..place.end + 1
    } else {
        place
    }
}

/// The lines that differ, as a patch. `place` is where the words stood, in the text before.
fn diff(path: &str, before: &str, after: &str, place: Range<usize>) -> String {
    let start = before[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let end = before[place.end..].find('\n').map_or(before.len(), |more| place.end + more);
    let end_after = (end + after.len()).saturating_sub(before.len());
    let first = before[..start].matches('\n').count() + 1;
    let lines = |text: &str, sign: char| text.split('\n').map(|line| format!("{sign}{line}\n")).collect::<String>();
    let (old, new) = (&before[start..end], &after[start..end_after]);
    let count = |text: &str| text.split('\n').count();
    let place = format!("@@ -{first},{} +{first},{} @@\n", count(old), count(new));
    format!("--- {path}\n+++ {path}\n{place}{}{}", lines(old, '-'), lines(new, '+'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_struck_where_they_still_stand_and_nowhere_else() {
        let text = "The *first* law, and\nthe first law's end.";
        let at = |before: &str, marked: &str| standing(text, before, marked).map(|place| text[place].to_owned());
        assert_eq!(at("and", "the first law’s end").as_deref(), Ok("the first law's end"));
        assert_eq!(at("", "The first law"), Err("the words stand there more than once".to_owned()));
        assert_eq!(at("", "first law, and"), Err("there is mark-up between the words: change them by hand".to_owned()));
        assert_eq!(at("", "second"), Err("the words do not stand there any more".to_owned()));
        assert_eq!(at("and", "‘law’s end.").as_deref(), Ok("law's end."));
        assert_eq!(spliced("a b c", 2..3, ""), "a c");
        assert_eq!(spliced("a b c", 0..1, ""), "b c");
        assert_eq!(spliced("a b c", 2..3, "d"), "a d c");
    }

    #[test]
    fn a_diff_shows_the_lines_that_change() {
        let (before, after) = ("one\ntwo three\nfour\n", "one\ntwo 3\nfour\n");
        let expected = "--- a.md\n+++ a.md\n@@ -2,1 +2,1 @@\n-two three\n+two 3\n";
        assert_eq!(diff("a.md", before, after, 8..13), expected);
    }
}
