//! Where a passage of an earlier draft stands in today's texts.

use super::map::MapEntry;
use super::passages::Passage;
use super::remark::{Comment, Said, Since, Spot};
use super::words::{find_end, likeness, plain_words, words};
use crate::source::Sources;

/// How like its earlier self an edited passage is, where it has kept its name and where it has not.
const LIKE_BY_NAME: f64 = 0.15;
const LIKE: f64 = 0.45;

/// Today's passages, to place earlier ones among them.
#[derive(Debug)]
pub struct Placing<'a> {
    today: Vec<(&'a Passage, Vec<String>)>,
    sources: &'a Sources,
}

impl<'a> Placing<'a> {
    /// For the passages of a publication.
    pub fn new(today: &'a [Passage], sources: &'a Sources) -> Self {
        Self { today: today.iter().map(|passage| (passage, plain_words(&passage.text))).collect(), sources }
    }

    /// Places what was said.
    pub fn place(&self, said: Said) -> Comment {
        let spot = said.passage.as_ref().and_then(|entry| self.spot(entry, &said));
        Comment { id: said.id(), said, language: None, spot }
    }

    /// The passage of today that an earlier one has become, and what has become of it.
    pub fn now(&self, entry: &MapEntry) -> Option<(&'a Passage, Since)> {
        let then = plain_words(&entry.text);
        let same_place = |passage: &Passage| passage.record == entry.record && passage.key == entry.key;
        let same = self.today.iter().filter(|(_, words)| *words == then);
        // Of several that say the same, the one that is where it was.
        let rank = |passage: &Passage| {
            (passage.name == entry.name && same_place(passage), same_place(passage), passage.record == entry.record)
        };
        let kept = same.max_by_key(|(passage, _)| rank(passage));
        if let Some((passage, _)) = kept {
            let here = self.sources.get(passage.span.source);
            let line = here.position(passage.span.start as usize).line;
            let is_here = here.path() == entry.file && line == entry.lines.0;
            return Some((passage, if is_here { Since::Unchanged } else { Since::Moved }));
        }
        let mut best: Option<(f64, &'a Passage)> = None;
        for (passage, now) in &self.today {
            let like = likeness(&then, now);
            let is_named = passage.name == entry.name && same_place(passage);
            if like < if is_named { LIKE_BY_NAME } else { LIKE } {
                continue;
            }
            let like = like + if is_named { 0.2 } else { 0.0 } + if same_place(passage) { 0.05 } else { 0.0 };
            if best.is_none_or(|(most, _)| like > most) {
                best = Some((like, passage));
            }
        }
        // A field of a record is still that field when all of its words are others.
        let same_field = || {
            let mut all = self.today.iter().map(|(passage, _)| *passage);
            all.find(|passage| passage.name == entry.name && !passage.name.starts_with("passage:"))
        };
        best.map(|(_, passage)| passage).or_else(same_field).map(|passage| (passage, Since::Edited))
    }

    fn spot(&self, entry: &MapEntry, said: &Said) -> Option<Spot> {
        let (passage, since) = self.now(entry)?;
        let source = self.sources.get(passage.span.source);
        let written = words(self.sources.text(passage.span));
        let plain: Vec<String> = written.iter().map(|(_, word)| word.clone()).collect();
        let before = plain_words(&said.before);
        let marked = plain_words(&said.marked);
        let found = match marked.as_slice() {
            [] => find_end(&plain, &before),
            marked => first_of(&plain, &before, marked).or_else(|| find_end(&plain, &before)),
        };
        let offset = found.and_then(|at| written.get(at)).map_or(0, |(range, _)| range.start);
        Some(Spot {
            passage: passage.name.clone(),
            record: passage.record.clone(),
            key: passage.key.clone(),
            file: source.path().to_owned(),
            line: source.position(passage.span.start as usize + offset).line,
            since,
        })
    }
}

/// How many words before the marked ones count as much as these.
const LEADING: usize = 8;

/// Where marked words begin in what is written, or the first of them that stands there: values, references and acronyms that
/// are spelled out are written in other words than they are printed in. The place is the one around which most words are
/// the same, before it and behind it.
fn first_of(written: &[String], before: &[String], marked: &[String]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for skipped in 0..marked.len().min(LEADING) {
        let leading: Vec<&String> = before.iter().chain(&marked[..skipped]).rev().take(LEADING).collect();
        for at in 0..written.len() {
            let found = written[at..].iter().zip(&marked[skipped..]).take_while(|(one, other)| one == other).count();
            let led = written[..at].iter().rev().zip(&leading).take_while(|(one, other)| one == *other).count();
            if found > 0 && found + led > best.map_or(0, |(_, most)| most) {
                best = Some((at, found + led));
            }
        }
    }
    best.map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remarks::passages::Within;
    use crate::source::Span;

    /// Passages of one text, each a paragraph, named by the words before a colon.
    fn passages(text: &str, sources: &mut Sources) -> Vec<Passage> {
        let source = sources.add("summary.md", text.to_owned());
        let mut start = 0;
        let mut found = vec![];
        for part in text.split("\n\n") {
            let span = Span::new(source, start..start + part.len());
            start += part.len() + 2;
            let name = part.split(':').next().unwrap_or_default().to_owned();
            let (record, key) = ("panel:a".to_owned(), "summary".to_owned());
            found.push(Passage {
                name,
                record,
                key,
                span,
                text: part.replace('*', ""),
                mark: None,
                within: Within::default(),
            });
        }
        found
    }

    fn said(entry: &Passage, before: &str, marked: &str) -> Said {
        let map = MapEntry {
            name: entry.name.clone(),
            record: entry.record.clone(),
            key: entry.key.clone(),
            file: "summary.md".to_owned(),
            lines: (1, 1),
            text: entry.text.clone(),
            mark: None,
        };
        Said { passage: Some(map), before: before.to_owned(), marked: marked.to_owned(), ..Said::default() }
    }

    const THEN: &str =
        "one: the ships came\nhome with {{ count }} men\n\ntwo: nobody waited for them\n\nthree: the *end*";

    /// The line and what has become of the passage.
    fn placed(now: &str, at: usize, before: &str, marked: &str) -> Option<(String, usize, Since)> {
        let then = passages(THEN, &mut Sources::default());
        let mut sources = Sources::default();
        let today = passages(now, &mut sources);
        let comment = Placing::new(&today, &sources).place(said(&then[at], before, marked));
        comment.spot.map(|spot| (spot.passage, spot.line, spot.since))
    }

    #[test]
    fn a_remark_is_on_the_line_of_its_words() {
        let at = |at, before, marked| placed(THEN, at, before, marked).map(|(_, line, _)| line);
        assert_eq!(at(0, "one the", "ships came home"), Some(1));
        assert_eq!(at(0, "ships came home", "with 40 men"), Some(2));
        // A value is written as an expression: the words behind it are found, or those before it.
        assert_eq!(at(0, "came home with", "40 men"), Some(2));
        assert_eq!(at(0, "came home with", "40"), Some(2));
        assert_eq!(at(0, "home with 40", ""), Some(1));
        assert_eq!(at(0, "the ships came", "home with those men"), Some(2));
        assert_eq!(at(2, "", "end"), Some(6));
        assert_eq!(placed(THEN, 1, "", "nobody").map(|(_, _, since)| since), Some(Since::Moved));
    }

    #[test]
    fn a_passage_is_known_by_its_words_when_it_has_moved_or_been_edited() {
        let moved = "new: words\n\ntwo: nobody waited for them\n\none: the ships came\nhome with {{ count }} men";
        assert_eq!(placed(moved, 0, "", "ships"), Some(("one".to_owned(), 5, Since::Moved)));
        assert_eq!(placed(moved, 1, "", "nobody"), Some(("two".to_owned(), 3, Since::Moved)));
        let edited = "one: all ships came\nhome with {{ count }} men\n\nother: nobody waited for them";
        assert_eq!(placed(edited, 0, "", "home"), Some(("one".to_owned(), 2, Since::Edited)));
        assert_eq!(placed(edited, 1, "", "waited"), Some(("other".to_owned(), 4, Since::Edited)));
        assert_eq!(placed(edited, 2, "", "end"), None);
    }
}
