//! Whole paragraphs of a returned draft: new ones, those that are gone, and those that stand elsewhere.

use idm_core::remarks::passages::Passage;
use idm_word::shown::Look;
use idm_word::units::Unit;

use super::{Merging, Room, in_text};
use crate::rapporteur::lines::{item_mark, says_next};
use crate::rapporteur::making::together;
use crate::rapporteur::notes::{self, Standing};
use crate::rapporteur::values::made;
use crate::rapporteur::words::{Edit, numbered};

impl<'a> Merging<'a> {
    /// Whether a new paragraph has been put in before; what is marked in it since is made in it.
    pub(super) fn is_made(&mut self, unit: &Unit) -> bool {
        if matches!(self.returned.room, Room::Records(_)) {
            return false;
        }
        let (sources, path) = (self.returned.sources, self.returned.path);
        let is_here = |passage: &Passage| sources.get(passage.span.source).path() == path;
        let words = unit.words();
        let Some(passage) = self.placed.fresh(&words, &is_here) else {
            let unit = unit.clone().without(&self.known);
            let comments = unit.marks.iter().map(|mark| notes::comment(mark.words())).collect::<String>();
            return words.trim().is_empty() && self.lines.0.lines().any(|line| line.trim_end().ends_with(&comments));
        };
        let (words, unit) = self.new_marks(passage, unit);
        // It may be written otherwise than it came, which is no change.
        if let Ok(edits) = self.changes(passage, &words, &unit) {
            self.put(&unit.passage.clone().unwrap_or_default(), edits, &unit);
        }
        true
    }

    /// A passage that did not come back.
    pub(super) fn gone(&mut self, name: &'a str) {
        let sent = self.sent.get(name).copied().unwrap_or_default();
        let entry = self.returned.map.passages.iter().find(|entry| entry.name == name);
        let is_own = entry.is_some_and(|entry| self.returned.room.holds(entry));
        let passage = self.passage(name).filter(|_| matches!(self.returned.room, Room::Text { .. }));
        let Some((passage, is_same)) = passage else {
            // What is not there any more has been taken out before.
            if !is_own || self.placed.get(name).is_some() {
                self.leave_out(&format!("{}: “{}” was taken out", self.origin(name), sent.trim()));
            }
            return;
        };
        let range = in_text(&self.endings, passage);
        let standing = Standing::of(passage, self.returned.sources.text(passage.span), self.returned.today);
        let known: Vec<String> = self.known.iter().map(|words| notes::signs(words)).collect();
        // What others have said about it is not lost with it.
        if !is_same || standing.has_beside(&known) {
            self.conflict(name, "conflict: the returned draft is without this passage, which has been edited since");
            return;
        }
        if self.lines.at(range.start).trim_start().starts_with('|') {
            self.edits.push(Edit { range, text: String::new(), rank: 0 });
            return;
        }
        let whole = self.lines.whole(&range);
        self.edits.push(Edit { range: whole, text: String::new(), rank: 0 });
    }

    /// A passage that stands behind another now.
    pub(super) fn moved(&mut self, name: &'a str, behind: Option<&'a str>) {
        if let Room::Records(_) = self.returned.room {
            self.leave_out(&format!("{} stands elsewhere", self.origin(name)));
            return;
        }
        let Some((range, _)) = self.place(name) else { return };
        if self.lines.at(range.start).trim_start().starts_with('|') {
            self.leave_out(&format!("{}: a cell stands elsewhere", self.origin(name)));
            return;
        }
        let lines = self.lines.own(&range);
        let text = self.returned.text[lines.clone()].trim_end().to_owned();
        // Changes within it go with it.
        let (within, others): (Vec<Edit>, Vec<Edit>) = std::mem::take(&mut self.edits)
            .into_iter()
            .partition(|edit| edit.rank < 2 && edit.range.start >= lines.start && edit.range.end <= lines.end);
        self.edits = others;
        let own = |edit: Edit| Edit { range: edit.range.start - lines.start..edit.range.end - lines.start, ..edit };
        let (within, dropped) = together(&text, within.into_iter().map(own).collect());
        let text = made(&text, &within, 0);
        for edit in dropped {
            self.leave_out(&format!("{}: “{}”, where it was moved", self.origin(name), edit.text.trim()));
        }
        let whole = self.lines.whole(&range);
        self.edits.push(Edit { range: whole, text: String::new(), rank: 0 });
        let is_item = item_mark(&text).is_some();
        match behind {
            Some(before) => self.behind(before, &text, is_item),
            None => self.edits.push(Edit { range: 0..0, text: format!("{text}\n\n"), rank: 2 }),
        }
    }

    /// A new paragraph in Markdown, and whether it is an item like the one above.
    pub(super) fn paragraph(&mut self, unit: &Unit, like: Option<String>) -> (String, bool) {
        let unit = unit.clone().without(&self.known);
        let numbered = numbered(&unit.text);
        let text = unit.written(&numbered, 0..numbered.len(), Look::default(), true);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let in_record = matches!(self.returned.room, Room::Records(_));
        let text = self.with_marks(unit.passage.as_deref().unwrap_or_default(), &text, &unit, in_record);
        match (unit.heading, unit.is_item, like) {
            (Some(level), ..) => {
                let above = self
                    .returned
                    .text
                    .lines()
                    .filter(|line| line.starts_with('#'))
                    .map(|line| line.matches('#').count())
                    .min();
                let (shift, top) = match self.returned.room {
                    Room::Text { shift, top, .. } => (shift, top),
                    Room::Records(_) => (0, 1),
                };
                let level = usize::from(level).saturating_sub(shift).max(above.unwrap_or(1)).max(top);
                (format!("{} {text}", "#".repeat(level.min(6))), false)
            }
            (None, true, Some(mark)) => (format!("{mark}{text}"), true),
            (None, true, None) => (format!("- {text}"), false),
            (None, false, _) => (text, false),
        }
    }

    /// The sign of the item that a passage is, counted on.
    pub(super) fn mark_of(&self, name: &str) -> Option<String> {
        let (range, _) = self.place(name)?;
        let mark = item_mark(self.lines.at(range.start))?;
        let digits: String = mark.chars().filter(char::is_ascii_digit).collect();
        match digits.parse::<u64>() {
            Ok(number) => Some(mark.replacen(&digits, &(number + 1).to_string(), 1)),
            Err(_) => Some(mark.to_owned()),
        }
    }

    pub(super) fn behind(&mut self, name: &str, text: &str, is_item: bool) {
        if let Room::Records(_) = self.returned.room {
            self.leave_out(&format!("{}: a new paragraph behind it, “{text}”", self.origin(name)));
            return;
        }
        let Some((range, _)) = self.place(name) else { return };
        let own = self.lines.own(&range);
        let is_beside_items = is_item && item_mark(self.lines.at(range.start)).is_some();
        let end = match self.lines.exhibit(range.start) {
            Some(exhibit) => exhibit.end,
            None if is_beside_items => own.end,
            None => self.lines.paragraph_end(own.end),
        };
        let end = self.returned.text[..end].trim_end().len();
        let gap = if is_beside_items { "\n" } else { "\n\n" };
        let text = format!("{gap}{text}");
        // Somebody may have put the same paragraph in by now.
        if !says_next(&self.returned.text[end..], &text) {
            self.edits.push(Edit { range: end..end, text, rank: 2 });
        }
    }

    pub(super) fn before(&mut self, name: &str, text: &str) {
        if let Room::Records(_) = self.returned.room {
            self.leave_out(&format!("{}: a new paragraph before it, “{text}”", self.origin(name)));
            return;
        }
        let Some((range, _)) = self.place(name) else { return };
        let start = self.lines.exhibit(range.start).map_or(self.lines.own(&range).start, |exhibit| exhibit.start);
        let text = format!("{text}\n\n");
        if !self.returned.text[..start].ends_with(&text) {
            self.edits.push(Edit { range: start..start, text, rank: 2 });
        }
    }
}
