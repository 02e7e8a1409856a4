//! Making the change that a remark asks for: striking words, or putting others in their place.

use std::ops::Range;

use idm_core::diagnostic::Severity;
use idm_core::remarks::passages;
use idm_core::remarks::placing::Placing;
use idm_core::remarks::words::{plain_words, words};

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
    /// Makes the change that a strike or a replacement asks for, if the words still stand as they did. Nothing is written.
    ///
    /// # Errors
    /// A sentence without a full stop that says why it cannot be made.
    pub fn apply(&self, remark: &Comment) -> Result<Applied, String> {
        let said = &remark.said;
        let new = match said.kind.as_str() {
            "strike" => "",
            "replacement" => said.comment.as_str(),
            other => return Err(format!("a {other} asks for no change of certain words")),
        };
        let publication = self.publication().ok_or("the inputs have errors")?;
        let today = passages::of_publication(publication);
        let entry = said.passage.as_ref().ok_or("it stands at no passage")?;
        let placing = Placing::new(&today, self.sources());
        let (passage, _) = placing.now(entry).ok_or("its passage is gone")?;
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
        let (from, to) = if new.is_empty() { with_blank(whole, from, to) } else { (from, to) };
        let text = format!("{}{new}{}", &whole[..from], &whole[to..]);
        self.still_sound(source.path(), &text)?;
        let diff = diff(source.path(), whole, &text, from, to, new);
        Ok(Applied { file: source.path().to_owned(), text, diff })
    }

    /// Writes a change.
    ///
    /// # Errors
    /// [`Error::NoProject`] if the project lies in no folder, [`Error::Write`] if it cannot be written.
    pub fn write_applied(&self, applied: &Applied) -> Result<(), Error> {
        let folder = self.folder().ok_or(Error::NoProject)?;
        write_file(&folder.join(&applied.file), applied.text.as_bytes())
    }

    /// Whether the inputs have no more errors with another text.
    fn still_sound(&self, path: &str, text: &str) -> Result<(), String> {
        let errors = |project: &Self| project.findings().iter().filter(|f| f.severity == Severity::Error).count();
        let before = errors(self);
        let files = self.files().overlaid([(path.to_owned(), text.as_bytes().to_vec())].into());
        let after = Self::from_files(files, self.options().clone());
        if errors(&after) > before { Err(format!("{path} would have an error then")) } else { Ok(()) }
    }
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
    Ok(place)
}

/// The text from its first word to its last.
fn inner(text: &str) -> &str {
    let places = words(text);
    match (places.first(), places.last()) {
        (Some((first, _)), Some((last, _))) => &text[first.start..last.end],
        _ => "",
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
fn with_blank(text: &str, from: usize, to: usize) -> (usize, usize) {
    if text[..from].ends_with(' ') {
        (from - 1, to)
    } else if text[to..].starts_with(' ') {
        (from, to + 1)
    } else {
        (from, to)
    }
}

fn diff(path: &str, before: &str, after: &str, from: usize, to: usize, new: &str) -> String {
    let start = before[..from].rfind('\n').map_or(0, |at| at + 1);
    let end = |text: &str, at: usize| text[at..].find('\n').map_or(text.len(), |more| at + more);
    let first = before[..start].matches('\n').count() + 1;
    let lines = |text: &str, sign: char| text.split('\n').map(|line| format!("{sign}{line}\n")).collect::<String>();
    let (old, new) = (&before[start..end(before, to)], &after[start..end(after, from + new.len())]);
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
        let (from, to) = with_blank("a b c", 2, 3);
        assert_eq!(&"a b c"[from..to], " b");
    }

    #[test]
    fn a_diff_shows_the_lines_that_change() {
        let (before, after) = ("one\ntwo three\nfour\n", "one\ntwo 3\nfour\n");
        let expected = "--- a.md\n+++ a.md\n@@ -2,1 +2,1 @@\n-two three\n+two 3\n";
        assert_eq!(diff("a.md", before, after, 8, 13, "3"), expected);
    }
}
