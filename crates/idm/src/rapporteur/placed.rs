//! Where the passages of a returned draft stand today: each at one place, and no two at the same.

use std::collections::{BTreeMap, BTreeSet};

use idm_core::remarks::map::{DraftMap, MapEntry};
use idm_core::remarks::passages::Passage;
use idm_core::remarks::placing::Placing;
use idm_core::remarks::words::{likeness, plain_words};
use idm_core::source::Sources;
use idm_word::units::{Sent, Unit};

/// How like its earlier self an edited passage is, where it has kept its name and where it has not.
const LIKE_BY_NAME: f64 = 0.15;
const LIKE: f64 = 0.3;
/// What it is worth that a passage says what was sent or what came back, beside one that is only like it, and one that is merely
/// in its place.
const EXACT: f64 = 3.0;
const IN_PLACE: f64 = 0.5;

/// The passages of a draft among those of today. A passage that has no place has been taken out since.
pub(super) struct Placed<'a> {
    of: BTreeMap<&'a str, (&'a Passage, bool)>,
    /// Passages that the draft was not sent with.
    fresh: Vec<(&'a Passage, Vec<String>)>,
}

/// What was sent of one text, and what stands there today.
#[derive(Default)]
struct Group<'a> {
    entries: Vec<Entry<'a>>,
    here: Vec<Now<'a>>,
}

/// A passage that was sent, with its words then and as they came back.
struct Entry<'a> {
    entry: &'a MapEntry,
    sent: Vec<String>,
    back: Option<Vec<String>>,
}

/// A passage of today.
struct Now<'a> {
    passage: &'a Passage,
    words: Vec<String>,
    is_cell: bool,
    /// Whether it says what the returned draft says in a paragraph that is new.
    is_new: bool,
}

impl<'a> Placed<'a> {
    pub(super) fn of(
        map: &'a DraftMap,
        (sent, back): (&Sent, &[Unit]),
        today: &'a [Passage],
        sources: &Sources,
        placing: &Placing<'a>,
    ) -> Self {
        let named = |name: &str| back.iter().find(|unit| unit.passage.as_deref() == Some(name));
        let known: BTreeSet<Vec<String>> = sent.units.iter().map(|(_, words)| plain_words(words)).collect();
        let new = back.iter().filter(|unit| unit.passage.is_none()).map(|unit| plain_words(&unit.words()));
        let new: BTreeSet<Vec<String>> = new.filter(|words| !known.contains(words)).collect();
        let entry = |entry: &'a MapEntry| Entry {
            entry,
            sent: plain_words(&entry.text),
            back: named(&entry.name).map(|unit| plain_words(&unit.words())),
        };
        let now = |passage: &'a Passage| {
            let source = sources.get(passage.span.source);
            let line = source.position(passage.span.start as usize).line;
            let is_cell = source
                .text()
                .lines()
                .nth(line.saturating_sub(1))
                .is_some_and(|line| line.trim_start().starts_with('|'));
            let words = plain_words(&passage.text);
            Now { passage, is_cell, is_new: new.contains(&words), words }
        };
        let mut groups: BTreeMap<(&str, &str), Group> = BTreeMap::new();
        for one in &map.passages {
            groups.entry((&one.record, &one.key)).or_default().entries.push(entry(one));
        }
        for one in today {
            if let Some(group) = groups.get_mut(&(one.record.as_str(), one.key.as_str())) {
                group.here.push(now(one));
            }
        }
        let mut placed = Self { of: BTreeMap::new(), fresh: vec![] };
        let mut taken: BTreeSet<*const Passage> = BTreeSet::new();
        let mut lost = vec![];
        for Group { entries, here } in groups.values() {
            let mut places = aligned(entries, here);
            // What is told word by word elsewhere has been moved there.
            let is_free = |places: &[Option<usize>], at: usize| !places.contains(&Some(at));
            for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.sent.is_empty()) {
                if places[at].is_none() {
                    let says =
                        |words: &[String]| (0..here.len()).find(|to| here[*to].words == words && is_free(&places, *to));
                    places[at] =
                        says(&entry.sent).or_else(|| says(entry.back.as_deref().filter(|back| !back.is_empty())?));
                }
            }
            for (entry, place) in entries.iter().zip(&places) {
                match place.map(|at| &here[at]) {
                    Some(now) => {
                        taken.insert(now.passage);
                        placed.of.insert(&entry.entry.name, (now.passage, now.words == entry.sent));
                    }
                    None => lost.push(entry),
                }
            }
            placed.fresh.extend(here.iter().map(|now| (now.passage, now.words.clone())));
        }
        // A passage of a record that has another name by now, or one that was put into another text.
        for entry in lost {
            let found = placing.now(entry.entry).map(|(passage, _)| (passage, plain_words(&passage.text)));
            if let Some((passage, words)) = found.filter(|(_, words)| !new.contains(words))
                && taken.insert(passage)
            {
                placed.of.insert(&entry.entry.name, (passage, words == entry.sent));
            }
        }
        placed.fresh.retain(|(passage, _)| !taken.contains(&std::ptr::from_ref(*passage)));
        placed
    }

    /// The passage of today that one has become, and whether it says what was sent.
    pub(super) fn get(&self, name: &str) -> Option<(&'a Passage, bool)> {
        self.of.get(name).copied()
    }

    /// A passage that says these words and that the draft was not sent with. It is given once.
    pub(super) fn fresh(&mut self, words: &str, is_in: &dyn Fn(&Passage) -> bool) -> Option<&'a Passage> {
        let words = plain_words(words);
        let says = |(passage, said): &(&Passage, Vec<String>)| !words.is_empty() && *said == words && is_in(passage);
        let at = self.fresh.iter().position(says)?;
        Some(self.fresh.remove(at).0)
    }
}

/// Which passage of today each has become, in their order, so that as much as possible is said again.
fn aligned(entries: &[Entry], here: &[Now]) -> Vec<Option<usize>> {
    let exact = |(entry, now): (&Entry, &Now)| entry.sent == now.words;
    let first = entries.iter().zip(here).take_while(|pair| exact(*pair)).count();
    let last = entries[first..].iter().rev().zip(here[first..].iter().rev()).take_while(|pair| exact(*pair)).count();
    let (rows, columns) = (entries.len() - first - last, here.len() - first - last);
    let mut places: Vec<Option<usize>> = (0..entries.len()).map(|at| (at < first).then_some(at)).collect();
    for at in 0..last {
        places[entries.len() - 1 - at] = Some(here.len() - 1 - at);
    }
    let worth = |row: usize, column: usize| alike(&entries[first + row], &here[first + column]);
    let worths: Vec<Vec<f64>> = (0..rows).map(|row| (0..columns).map(|column| worth(row, column)).collect()).collect();
    // The most that the passages from each pair on can be worth.
    let mut best = vec![vec![0.0_f64; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let skipped = best[row + 1][column].max(best[row][column + 1]);
            let worth = worths[row][column];
            let paired = if worth > 0.0 { worth + best[row + 1][column + 1] } else { 0.0 };
            best[row][column] = skipped.max(paired);
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        let most = best[row][column];
        if best[row + 1][column] >= most {
            row += 1;
        } else if best[row][column + 1] >= most {
            column += 1;
        } else {
            places[first + row] = Some(first + column);
            (row, column) = (row + 1, column + 1);
        }
    }
    places
}

/// What it is worth to take one for the other; nothing if they are not the same passage.
fn alike(entry: &Entry, now: &Now) -> f64 {
    if entry.sent == now.words || entry.back.as_ref().is_some_and(|back| *back == now.words) {
        return EXACT;
    }
    if now.is_new {
        return 0.0;
    }
    let is_named = entry.entry.name == now.passage.name;
    let like = likeness(&entry.sent, &now.words);
    if like >= if is_named { LIKE_BY_NAME } else { LIKE } {
        return 1.0 + like;
    }
    // A cell is in its place whatever it says, and so is a field of a record.
    let is_field = is_named && !now.passage.name.starts_with("passage:");
    if now.is_cell && entry.entry.name.contains('.') || is_field { IN_PLACE } else { 0.0 }
}
