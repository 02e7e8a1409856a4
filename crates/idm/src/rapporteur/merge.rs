//! A draft of ours that came back: what was changed in it against what was sent, made in what is there now.

mod paragraphs;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use idm_core::escape::prose;
use idm_core::remarks::map::{DraftMap, MapEntry};
use idm_core::remarks::passages::Passage;
use idm_core::remarks::placing::Placing;
use idm_core::remarks::words::{likeness, plain_words};
use idm_core::source::Sources;
use idm_word::markdown::LeftOut;
use idm_word::shown::look_within;
use idm_word::units::{MARK, Mark, Sent, Unit};

use super::lines::{Endings, Lines};
use super::making::together;
use super::notes::{self, Standing};
use super::order;
use super::placed::Placed;
use super::values::{Kept, Records, Values, edits, made};
use super::words::{Edit, Written, behind_emphasis, changed, changed_as, numbered};

/// What a returned draft makes of a summary.
pub(super) struct Merged {
    /// The summary's new text.
    pub(super) text: String,
    /// What was changed elsewhere, or has no place.
    pub(super) left_out: Vec<LeftOut>,
    /// What was changed here and there, and is marked in the text.
    pub(super) conflicts: Vec<String>,
    /// The new texts of the files of records, in their order; none where nothing changes.
    pub(super) records: Vec<Option<String>>,
}

/// What is known of a draft and of today.
pub(super) struct Returned<'a> {
    pub(super) room: Room<'a>,
    pub(super) map: &'a DraftMap,
    pub(super) sent: &'a Sent,
    /// What came back.
    pub(super) units: Vec<Unit>,
    pub(super) today: &'a [Passage],
    pub(super) sources: &'a Sources,
    /// The path and the text of the file that changes are made in.
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    /// The files of records whose texts the draft shows besides.
    pub(super) records: &'a [Records<'a>],
}

/// Where changes are made.
#[derive(Clone, Copy)]
pub(super) enum Room<'a> {
    /// In a text that has a file of its own.
    Text {
        /// The label of its record, as the draft has it.
        record: &'a str,
        /// Its key.
        key: &'a str,
        /// What it is called: `summary`, `chapter`.
        called: &'static str,
        /// By how many levels a draft shows its headings lower.
        shift: usize,
        /// The highest level that its headings have: that of a chapter's title is its own.
        top: usize,
    },
    /// In the lines and texts of a file of records, where only words can be changed. What the passages would be with another text
    /// of the file is asked, if it can be read at all.
    Records(&'a dyn Fn(&str) -> Option<Vec<Passage>>),
}

impl Room<'_> {
    fn holds(self, entry: &MapEntry) -> bool {
        match self {
            Self::Text { record, key, .. } => entry.record == record && entry.key == key,
            Self::Records(_) => true,
        }
    }

    fn called(self) -> &'static str {
        match self {
            Self::Text { called, .. } => called,
            Self::Records(_) => "outcomes",
        }
    }
}

/// How like its earlier self an edited note is.
const LIKE: f64 = 0.45;

/// Makes the changes of a returned draft in today's summary.
pub(super) fn merge(returned: Returned) -> Merged {
    let original = returned.text;
    let (plain, endings) = Endings::taken(original);
    let returned = Returned { text: &plain, ..returned };
    let placing = Placing::new(returned.today, returned.sources);
    let back = (returned.sent, returned.units.as_slice());
    let placed = Placed::of(returned.map, back, returned.today, returned.sources, &placing);
    let mut merging = Merging {
        original,
        endings,
        lines: Lines(returned.text),
        placed,
        sent: BTreeMap::new(),
        edits: vec![],
        known: BTreeSet::new(),
        notes: vec![],
        left_out: vec![],
        conflicts: vec![],
        values: returned.records.iter().map(Values::of).collect(),
        returned: &returned,
    };
    for (name, words) in &returned.sent.units {
        if let Some(name) = name {
            merging.sent.insert(name, words);
        }
    }
    merging.run()
}

/// A place in the sequence of what came back.
enum Step<'a> {
    /// A passage that was sent.
    Known(&'a str, &'a Unit),
    /// A paragraph that is new.
    New(&'a Unit),
    /// What was sent beside the passages, such as the first page.
    Beside,
}

struct Merging<'a> {
    /// With lines that end in a line feed alone, whatever they end in in the file.
    returned: &'a Returned<'a>,
    /// The text as it stands in the file.
    original: &'a str,
    endings: Endings,
    lines: Lines<'a>,
    placed: Placed<'a>,
    /// The words that were sent, by the names of passages.
    sent: BTreeMap<&'a str, &'a str>,
    edits: Vec<Edit>,
    /// The words of notes and comments that were sent, and of notes that have been edited.
    known: BTreeSet<String>,
    /// Definitions of notes that are new.
    notes: Vec<String>,
    left_out: Vec<LeftOut>,
    conflicts: Vec<String>,
    values: Vec<Values<'a>>,
}

impl<'a> Merging<'a> {
    fn run(mut self) -> Merged {
        let mut known = self.returned.sent.marks.clone();
        let steps = self.steps(&mut known);
        self.known = known;
        let back: Vec<&'a str> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Known(name, _) => Some(*name),
                Step::New(_) | Step::Beside => None,
            })
            .collect();
        let order: Vec<&'a str> = self
            .returned
            .sent
            .units
            .iter()
            .filter_map(|(name, words)| Some(name.as_deref()?).filter(|_| !words.trim().is_empty()))
            .collect();
        let kept: BTreeSet<&str> = back.iter().copied().collect();
        for name in order.iter().filter(|name| !kept.contains(*name)) {
            self.gone(name);
        }
        let moved = order::moved(back.iter().copied(), &order);
        // What each new or moved paragraph comes behind.
        let mut behind: Option<&'a str> = None;
        let mut waiting: Vec<String> = vec![];
        for step in &steps {
            match step {
                Step::Known(name, unit) => {
                    self.words(name, unit);
                    if moved.contains(name) {
                        let is_kept = |name: &&&str| !moved.contains(**name) && self.place(name).is_some();
                        let next = back.iter().skip_while(|one| *one != name).find(is_kept).copied();
                        let then = order.iter().skip_while(|one| *one != name).find(is_kept).copied();
                        let before = order.iter().take_while(|one| *one != name).filter(is_kept).last().copied();
                        let is_there = self.stands(name, behind, next);
                        if !is_there && self.stands(name, before, then) {
                            self.moved(name, behind);
                        } else if !is_there && self.place(name).is_some() {
                            self.leave_out(&format!(
                                "{} stands elsewhere, and has been moved since",
                                self.origin(name)
                            ));
                        }
                    }
                    if self.place(name).is_none() && behind.is_none() {
                        self.beside(&mut waiting);
                    }
                    if self.place(name).is_some() {
                        for text in waiting.drain(..) {
                            self.before(name, &text);
                        }
                        // What was moved stands behind what it was put behind.
                        if behind.is_none() || !moved.contains(name) {
                            behind = Some(name);
                        }
                    }
                }
                // Before the summary begins, what is new belongs to what stands there.
                Step::Beside if behind.is_none() => self.beside(&mut waiting),
                Step::Beside => {}
                Step::New(unit) if self.is_made(unit) => {}
                Step::New(unit) => {
                    let like = behind.map(|name| self.mark_of(name));
                    let (text, is_item) = self.paragraph(unit, like.flatten());
                    match behind {
                        Some(name) => self.behind(name, &text, is_item),
                        None => waiting.push(text),
                    }
                }
            }
        }
        self.beside(&mut waiting);
        let mut text = self.original.to_owned();
        let (made, dropped) = together(self.returned.text, std::mem::take(&mut self.edits));
        for edit in made.iter().rev() {
            text.replace_range(
                self.endings.in_file(edit.range.start)..self.endings.in_file(edit.range.end),
                &self.endings.for_file(&edit.text),
            );
        }
        for edit in dropped {
            let words = edit.text.trim();
            self.leave_out(&format!("words that would stand where others were taken out or changed: “{words}”"));
        }
        if !self.notes.is_empty() {
            let notes = self.endings.for_file(&format!("\n\n{}\n", self.notes.join("\n\n")));
            text = format!("{}{notes}", text.trim_end());
        }
        let records = std::mem::take(&mut self.values).into_iter().map(|values| self.recorded(values)).collect();
        Merged { text, left_out: self.left_out, conflicts: self.conflicts, records }
    }

    /// The new text of a file of records; none if nothing changes in it.
    fn recorded(&mut self, values: Values) -> Option<String> {
        let (made, dropped) = together(&values.plain, values.edits);
        for edit in dropped {
            self.leave_out(&format!("{}: words that cannot be put there: “{}”", values.records.path, edit.text.trim()));
        }
        let mut text = values.records.text.to_owned();
        for edit in made.iter().rev() {
            let place = values.endings.in_file(edit.range.start)..values.endings.in_file(edit.range.end);
            text.replace_range(place, &values.endings.for_file(&edit.text));
        }
        (!made.is_empty()).then_some(text)
    }

    fn leave_out(&mut self, what: &str) {
        self.left_out.push(LeftOut { what: what.to_owned(), heading: String::new() });
    }

    /// Names what is new where no passage of the summary stands.
    fn beside(&mut self, waiting: &mut Vec<String>) {
        for text in waiting.drain(..) {
            let called = self.returned.room.called();
            self.leave_out(&format!("new words that stand at no passage of the {called}: “{text}”"));
        }
    }

    /// What came back, in its order.
    fn steps(&self, known: &mut BTreeSet<String>) -> Vec<Step<'a>> {
        let returned = self.returned;
        let mut beside: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, words) in returned.sent.units.iter().filter(|(name, _)| name.is_none()) {
            *beside.entry(words.trim()).or_default() += 1;
        }
        let named: BTreeSet<&str> = returned
            .units
            .iter()
            .filter(|unit| !unit.words().trim().is_empty())
            .filter_map(|unit| unit.passage.as_deref())
            .collect();
        let mut lost: BTreeMap<String, &'a str> = BTreeMap::new();
        for (name, words) in &returned.sent.units {
            if let Some(name) = name.as_deref().filter(|name| !named.contains(name)) {
                lost.insert(words.trim().to_owned(), name);
            }
        }
        let mut steps = vec![];
        for unit in &returned.units {
            let words = unit.words();
            let words = words.trim();
            // Some programs lose the bookmarks of notes.
            if let Some(note) = unit.note.as_ref().filter(|_| unit.passage.is_none()) {
                if let Some(name) = self.note_named(words, &mut lost) {
                    known.insert(note.clone());
                    steps.push(Step::Known(name, unit));
                }
                continue;
            }
            known.extend(unit.note.clone());
            match unit.passage.as_deref() {
                Some(name) if !words.is_empty() => {
                    let name =
                        returned.map.passages.iter().find(|entry| entry.name == name).map(|entry| entry.name.as_str());
                    steps.extend(name.map(|name| Step::Known(name, unit)));
                }
                _ if words.is_empty() && unit.marks.is_empty() => {}
                _ => {
                    if let Some(count) = beside.get_mut(words).filter(|count| **count > 0) {
                        *count -= 1;
                        steps.push(Step::Beside);
                    } else if let Some(name) = lost.remove(words) {
                        // A paragraph that was put elsewhere without its bookmark.
                        steps.push(Step::Known(name, unit));
                    } else {
                        steps.push(Step::New(unit));
                    }
                }
            }
        }
        steps
    }

    /// The passage that a note without a bookmark shows: one that is missing, and says the same or nearly so.
    fn note_named(&self, words: &str, lost: &mut BTreeMap<String, &'a str>) -> Option<&'a str> {
        if let Some(name) = lost.remove(words) {
            return Some(name);
        }
        let said = plain_words(words);
        let is_note = |name: &str| match self.returned.room {
            Room::Text { key, .. } => name.contains(&format!("/{key}/")),
            Room::Records(_) => name.matches('/').count() > 1,
        };
        let like =
            lost.iter().filter(|(_, name)| is_note(name)).map(|(sent, _)| (likeness(&said, &plain_words(sent)), sent));
        let (most, sent) = like.max_by(|one, other| one.0.total_cmp(&other.0))?;
        let sent = sent.clone();
        if most < LIKE { None } else { lost.remove(&sent) }
    }

    /// Where a passage stands today in the text that changes are made in, in bytes of it, and whether it says what was sent.
    fn place(&self, name: &str) -> Option<(Range<usize>, bool)> {
        let (passage, is_same) = self.passage(name)?;
        Some((in_text(&self.endings, passage), is_same))
    }

    /// The passage of today that one is in the text that changes are made in.
    fn passage(&self, name: &str) -> Option<(&'a Passage, bool)> {
        let entry = self.returned.map.passages.iter().find(|entry| entry.name == name)?;
        if !self.returned.room.holds(entry) {
            return None;
        }
        let (passage, is_same) = self.placed.get(name)?;
        (self.returned.sources.get(passage.span.source).path() == self.returned.path).then_some((passage, is_same))
    }

    /// Whether a passage stands between two others today, as far as there are any.
    fn stands(&self, name: &str, before: Option<&str>, behind: Option<&str>) -> bool {
        let at = |name: &str| self.place(name).map(|(range, _)| range.start);
        let is_before =
            |one: Option<usize>, other: Option<usize>| one.zip(other).is_none_or(|(one, other)| one < other);
        is_before(before.and_then(at), at(name)) && is_before(at(name), behind.and_then(at))
    }

    /// What came back in a passage, with those marks alone that do not stand in it; and its words.
    fn new_marks(&self, passage: &Passage, unit: &Unit) -> (String, Unit) {
        let mut standing = Standing::of(passage, self.returned.sources.text(passage.span), self.returned.today);
        let unit = unit.clone().without(&self.known).with_marks(&mut |mark| !standing.takes(mark));
        (unit.words(), unit)
    }

    /// The edits that make a passage of the text say what came back.
    fn changes(&self, passage: &Passage, sent: &str, unit: &Unit) -> Result<Vec<Edit>, ()> {
        let written = written(self.returned.text, &self.endings, passage);
        let start = in_text(&self.endings, passage).start;
        let say = |back: &str, part: Range<usize>, at: usize| {
            let at = behind_emphasis(written.text, at, &unit.look_at(part.start));
            (at, unit.written(back, part, look_within(written.text, at), false))
        };
        let moved = |edit: Edit| Edit { range: start + edit.range.start..start + edit.range.end, ..edit };
        Ok(changed_as(sent, &unit.text, &written, &say)?.into_iter().map(moved).collect())
    }

    /// Makes edits of the text.
    fn put(&mut self, name: &str, edits: Vec<Edit>, unit: &Unit) {
        for mut edit in edits {
            edit.text = self.with_marks(name, &edit.text, unit, matches!(self.returned.room, Room::Records(_)));
            self.edits.push(edit);
        }
    }

    /// Makes the changes within a passage.
    fn words(&mut self, name: &'a str, unit: &Unit) {
        let sent = self.sent.get(name).copied().unwrap_or_default();
        let unit = match self.placed.get(name) {
            Some((passage, _)) => self.new_marks(passage, unit).1,
            None => unit.clone().without(&self.known),
        };
        if unit.text.trim() == sent.trim() {
            return;
        }
        let room = self.returned.room;
        let (found, values) = match (self.passage(name), room) {
            (Some((passage, _)), Room::Records(reads)) => {
                let is_meant = |then: &str| self.is_read(name, (sent, &unit.text), reads(then));
                let place = in_text(&self.endings, passage).start;
                let written = written(self.returned.text, &self.endings, passage);
                (edits(self.returned.text, (place, &written), (sent, &unit.text), &is_meant), None)
            }
            (Some((passage, _)), Room::Text { .. }) => {
                (self.changes(passage, sent, &unit).map_err(|()| Kept::Conflict), None)
            }
            (None, _) => match self.value_of(name) {
                Some((at, passage)) => {
                    let values = &self.values[at];
                    let is_meant = |then: &str| self.is_read(name, (sent, &unit.text), (values.records.reads)(then));
                    let place = in_text(&values.endings, passage).start;
                    let written = written(&values.plain, &values.endings, passage);
                    (edits(&values.plain, (place, &written), (sent, &unit.text), &is_meant), Some(at))
                }
                None => {
                    self.leave_out(&format!("{} reads now “{}”", self.origin(name), unit.words().trim()));
                    return;
                }
            },
        };
        match found {
            Ok(edits) => {
                let in_record = values.is_some() || matches!(room, Room::Records(_));
                for mut edit in edits {
                    edit.text = self.with_marks(name, &edit.text, &unit, in_record);
                    match values {
                        Some(at) => self.values[at].edits.push(edit),
                        None => self.edits.push(edit),
                    }
                }
            }
            Err(Kept::Misread) => self.leave_out(&format!(
                "{}, where its words would be read as something else: “{}”",
                self.origin(name),
                unit.words().trim()
            )),
            Err(Kept::Conflict) => {
                // What was marked is not lost with it.
                if let Some(end) = self.end(name) {
                    let signs = numbered(&unit.text).chars().filter(|sign| !unit.words().contains(*sign)).collect();
                    self.put(name, vec![Edit { range: end..end, text: signs, rank: 0 }], &unit);
                }
                if unit.words().trim() == sent.trim() {
                    return;
                }
                let what = format!(
                    "conflict: the returned draft reads “{}”; it was sent as “{}”",
                    unit.words().trim(),
                    sent.trim()
                );
                self.conflict(name, &what);
            }
        }
    }

    /// The file of records that a passage stands in today, and the passage.
    fn value_of(&self, name: &str) -> Option<(usize, &'a Passage)> {
        let (passage, _) = self.placed.get(name)?;
        let path = self.returned.sources.get(passage.span.source).path();
        let at = self.values.iter().position(|values| values.records.path == path)?;
        Some((at, passage))
    }

    /// The place of a passage as it was sent, with what it is.
    fn origin(&self, name: &str) -> String {
        let entry = self.returned.map.passages.iter().find(|entry| entry.name == name);
        let told = |entry: &MapEntry| format!("{}:{}: {} of {}", entry.file, entry.lines.0, entry.key, entry.record);
        entry.map(told).unwrap_or_default()
    }

    /// Whether a value of a record is read as the words that came back, and everything else as it was. `now` is how the
    /// passages are read.
    fn is_read(&self, name: &str, (sent, back): (&str, &str), now: Option<Vec<Passage>>) -> bool {
        let Some((passage, _)) = self.placed.get(name) else { return false };
        let Ok(meant) = changed(sent, back, &passage.text) else { return false };
        let meant = made(&passage.text, &meant, 0);
        let Some(now) = now else { return false };
        let signs = |text: &str| text.chars().filter(|sign| !sign.is_whitespace() && *sign != '\\').collect::<String>();
        let same = |(then, now): (&Passage, &Passage)| {
            let words = if then == passage { &meant } else { &then.text };
            signs(words) == signs(&now.text)
        };
        now.len() == self.returned.today.len() && self.returned.today.iter().zip(&now).all(same)
    }

    /// Puts what is marked in place of the signs that stand for it. Which sign is which follows from its place among them.
    fn with_marks(&mut self, name: &str, text: &str, unit: &Unit, in_record: bool) -> String {
        let mut out = String::new();
        for sign in text.chars() {
            let at = u32::from(sign).wrapping_sub(u32::from(MARK)) as usize;
            match unit.marks.get(at) {
                Some(mark) if in_record => {
                    self.leave_out(&format!("{}: a note, “{}”", self.origin(name), mark.words()));
                }
                Some(Mark::Comment(words)) => notes::put(&mut out, words),
                Some(Mark::Note(words)) if words.is_empty() => self.leave_out("a note without words"),
                Some(Mark::Note(words)) => {
                    let name = (1..).map(|at| format!("w{at}")).find(|name| {
                        let sign = format!("[^{name}]");
                        !self.returned.text.contains(&sign) && !self.notes.iter().any(|note| note.starts_with(&sign))
                    });
                    let name = name.unwrap_or_default();
                    self.notes.push(format!("[^{name}]: {}", prose(words)));
                    out.push_str(&format!("[^{name}]"));
                }
                None => out.push(sign),
            }
        }
        out
    }

    fn conflict(&mut self, name: &str, what: &str) {
        // In a record there is no room for a note, nor in code, nor in a figure without words.
        let passage = self.passage(name).map(|(passage, _)| passage);
        let Some((passage, at)) = passage.zip(self.end(name)) else {
            self.leave_out(&format!("{}: {what}", self.origin(name)));
            return;
        };
        let standing = Standing::of(passage, self.returned.sources.text(passage.span), self.returned.today);
        if !standing.has(what) {
            self.edits.push(Edit { range: at..at, text: format!(" {}", notes::comment(what)), rank: 1 });
            self.conflicts.push(what.to_owned());
        }
    }

    /// Where something can be noted at the end of a passage.
    fn end(&self, name: &str) -> Option<usize> {
        let (passage, _) = self.passage(name).filter(|_| matches!(self.returned.room, Room::Text { .. }))?;
        let content = passage.within.content?;
        let range = in_text(&self.endings, passage);
        let end = self.endings.in_text(content.end as usize);
        Some(range.start + self.returned.text.get(range.start..end)?.trim_end().len())
    }
}

/// The bytes of a passage in a text whose lines end in a line feed alone.
fn in_text(endings: &Endings, passage: &Passage) -> Range<usize> {
    let range = passage.span.range();
    endings.in_text(range.start)..endings.in_text(range.end)
}

/// A passage as it is written in such a text.
fn written<'t>(text: &'t str, endings: &Endings, passage: &Passage) -> Written<'t> {
    let place = in_text(endings, passage);
    let start = place.start;
    let own = |range: Range<usize>| {
        endings.in_text(range.start).saturating_sub(start)..endings.in_text(range.end).saturating_sub(start)
    };
    let text = text.get(place).unwrap_or_default();
    let within = &passage.within;
    let comments: Vec<Range<usize>> = within.comments.iter().map(|(span, _)| own(span.range())).collect();
    let expressions = text.match_indices("{{").filter_map(|(at, _)| Some(at..at + text[at..].find("}}")? + 2));
    let whole = within.whole.iter().map(|span| own(span.range())).chain(expressions).collect();
    Written { text, comments, whole }
}
