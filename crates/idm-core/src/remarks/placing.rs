//! Where a passage of an earlier draft stands in today's texts.

use super::map::MapEntry;
use super::passages::Passage;
use super::remark::{Comment, Said, Since, Spot};
use super::words::{find, likeness, plain_words, words};
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
        Comment { id: said.id(), said, spot }
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
        let found = if marked.is_empty() {
            // A mark between words stands behind the last of those before it.
            let last = before.len().saturating_sub(4);
            find(&plain, &[], &before[last..]).map(|(at, found)| at + found - 1)
        } else {
            find(&plain, &before, &marked).map(|(at, _)| at)
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
