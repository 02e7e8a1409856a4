//! Remarks out of a Word draft that came back: comments, and changes that reviewers have tracked.

use std::collections::BTreeMap;

use idm_core::remarks::map::{DraftMap, MapEntry, REFERENCES};
use idm_core::remarks::remark::{Answer, Said};
use idm_word::names::passage_bookmark;
use idm_word::read::{self, Block, Comment, Inline, Paragraph, Tracked, TrackedKind, WordDocument};
use idm_word::units::Sent;

/// The author of changes that drafts of ours show.
const OURS: &str = "idm";

/// What was said in a Word file.
///
/// # Errors
/// If it cannot be read, or carries a map that cannot: a sentence without a full stop.
pub(super) fn said(file: &str, bytes: &[u8]) -> Result<Vec<Said>, String> {
    let word = read::read(bytes).map_err(|error| error.to_string())?;
    let map = word.map.as_ref().map(|map| DraftMap::read(map.as_bytes())).transpose()?;
    let sent: Sent = word.sent.as_ref().and_then(|sent| serde_json::from_str(sent).ok()).unwrap_or_default();
    let entries = map.iter().flat_map(|map| &map.passages);
    let mut reading = Reading {
        word: &word,
        sent: &sent,
        passages: entries.map(|entry| (passage_bookmark(&entry.name), entry)).collect(),
        comments: word.comments.iter().map(|comment| (comment.name.as_str(), comment)).collect(),
        template: Said {
            file: file.to_owned(),
            draft: map.as_ref().map(|map| (map.of.clone(), map.revision.clone())),
            ..Said::default()
        },
        passage: None,
        is_at_references: false,
        before: String::new(),
        open: BTreeMap::new(),
        told: vec![],
        change: None,
        found: vec![],
    };
    reading.blocks(&word.blocks, None);
    (reading.passage, reading.is_at_references) = (None, false);
    word.notes.iter().for_each(|(_, note)| reading.blocks(note, None));
    reading.strays();
    let mut twins = BTreeMap::new();
    for one in &mut reading.found {
        let twin = twins.entry(one.id()).or_insert(0);
        one.twin = *twin;
        *twin += 1;
    }
    Ok(reading.found)
}

/// A change that goes on as long as the same person's words do.
struct Change {
    by: Tracked,
    gone: String,
    new: String,
    is_move: bool,
    passage: Option<MapEntry>,
    before: String,
}

struct Reading<'a> {
    word: &'a WordDocument,
    sent: &'a Sent,
    /// The passages by their bookmarks.
    passages: BTreeMap<String, &'a MapEntry>,
    comments: BTreeMap<&'a str, &'a Comment>,
    template: Said,
    passage: Option<&'a MapEntry>,
    /// Whether the references have begun.
    is_at_references: bool,
    /// The words of the passage so far, as they were sent.
    before: String,
    /// The comments whose words have begun: the words before, and the words.
    open: BTreeMap<String, (String, String)>,
    told: Vec<String>,
    change: Option<Change>,
    found: Vec<Said>,
}

impl<'a> Reading<'a> {
    fn blocks(&mut self, blocks: &'a [Block], around: Option<&'a Tracked>) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph, around),
                Block::Table(table) => {
                    for row in &table.rows {
                        let around = row.tracked.as_ref().or(around);
                        row.cells.iter().for_each(|cell| self.blocks(&cell.blocks, around));
                    }
                }
            }
        }
    }

    fn paragraph(&mut self, paragraph: &'a Paragraph, around: Option<&'a Tracked>) {
        let count = self.found.len();
        self.inlines(&paragraph.content, around);
        let had_change = self.change.is_some() || self.found.len() > count;
        self.settle();
        // A paragraph that is all new or all gone has been told by its words.
        let Some(end) = paragraph.end.as_ref().filter(|end| end.author != OURS && !had_change) else { return };
        let (kind, comment) = match end.kind {
            TrackedKind::Inserted => ("insertion", "¶"),
            TrackedKind::Deleted => ("strike", "the end of the paragraph"),
            TrackedKind::MovedHere | TrackedKind::MovedAway => return,
        };
        let one = self.one(kind, comment, end, self.passage.cloned(), self.before.clone());
        self.found.push(one);
    }

    fn inlines(&mut self, content: &'a [Inline], around: Option<&'a Tracked>) {
        for inline in content {
            match inline {
                Inline::Words { text, tracked, .. } => self.words(text, tracked.as_ref().or(around)),
                Inline::Break => self.words(" ", around),
                Inline::Link { content, .. } | Inline::Number(content) => self.inlines(content, around),
                Inline::Bookmark(name) if *name == passage_bookmark(REFERENCES) => {
                    self.settle();
                    (self.passage, self.is_at_references) = (None, true);
                    self.before.clear();
                }
                Inline::Bookmark(name) => {
                    if let Some(entry) = self.passages.get(name).copied() {
                        self.settle();
                        (self.passage, self.is_at_references) = (Some(entry), false);
                        self.before.clear();
                    }
                }
                Inline::CommentStart(name) => {
                    self.open.insert(name.clone(), (self.before.clone(), String::new()));
                }
                Inline::CommentEnd(name) | Inline::CommentSign(name) => self.comment(name),
                Inline::Note { name, tracked } => {
                    if let Some(tracked) = tracked.as_ref().filter(|tracked| tracked.author != OURS) {
                        self.note(name, tracked);
                    }
                }
                Inline::Picture { .. } => {}
            }
        }
    }

    fn words(&mut self, text: &str, tracked: Option<&Tracked>) {
        let tracked = match tracked.filter(|tracked| tracked.author == OURS) {
            // What the draft shows as gone is not there for who reads it.
            Some(ours) if !ours.kind.stays() => return,
            Some(_) => None,
            None => tracked,
        };
        let Some(tracked) = tracked else {
            if !text.is_empty() {
                self.settle();
                self.stands(text);
            }
            return;
        };
        let is_other = |change: &Change| {
            let moves = |kind: TrackedKind| matches!(kind, TrackedKind::MovedAway | TrackedKind::MovedHere);
            change.by.author != tracked.author || moves(change.by.kind) != moves(tracked.kind)
        };
        if self.change.as_ref().is_some_and(is_other) {
            self.settle();
        }
        let (passage, before) = (self.passage.cloned(), self.before.clone());
        let change = self.change.get_or_insert_with(|| Change {
            by: tracked.clone(),
            gone: String::new(),
            new: String::new(),
            is_move: false,
            passage,
            before,
        });
        match tracked.kind {
            TrackedKind::Inserted => change.new.push_str(text),
            TrackedKind::Deleted => change.gone.push_str(text),
            TrackedKind::MovedAway => {
                change.gone.push_str(text);
                change.is_move = true;
            }
            // A move is told where the words stood.
            TrackedKind::MovedHere => change.is_move = true,
        }
        if !tracked.kind.stays() {
            self.stands(text);
        }
    }

    /// Words that were there when the draft was sent.
    fn stands(&mut self, text: &str) {
        self.before.push_str(text);
        self.open.values_mut().for_each(|(_, marked)| marked.push_str(text));
    }

    /// Tells a change that has come to its end.
    fn settle(&mut self) {
        let Some(change) = self.change.take() else { return };
        let Change { by, gone, new, is_move, passage, before } = change;
        let kind = match (gone.trim().is_empty(), new.trim().is_empty()) {
            (true, true) => return,
            (false, _) if is_move => "move",
            (false, false) => "replacement",
            (false, true) => "strike",
            (true, false) => "insertion",
        };
        let mut one = self.one(kind, new.trim(), &by, passage, before);
        one.marked = gone.trim().to_owned();
        self.found.push(one);
    }

    fn one(&self, kind: &str, comment: &str, by: &Tracked, passage: Option<MapEntry>, before: String) -> Said {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Said {
            kind: kind.to_owned(),
            comment: comment.to_owned(),
            author: some(&by.author),
            date: some(&by.date),
            at_references: passage.is_none() && self.is_at_references,
            passage,
            before,
            ..self.template.clone()
        }
    }

    fn note(&mut self, name: &str, tracked: &Tracked) {
        let words = self.word.notes.iter().find(|(known, _)| known == name).map(|(_, note)| note);
        let words: Vec<String> = words
            .into_iter()
            .flatten()
            .filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(read::words(&paragraph.content, read::Changes::Accept)),
                Block::Table(_) => None,
            })
            .collect();
        let kind = if tracked.kind.stays() { "insertion" } else { "strike" };
        let comment = format!("[^] {}", words.join(" ").trim());
        self.settle();
        let one = self.one(kind, &comment, tracked, self.passage.cloned(), self.before.clone());
        self.found.push(one);
    }

    fn comment(&mut self, name: &str) {
        let Some(comment) = self.comments.get(name).copied() else { return };
        if comment.answers.is_some() || self.told.iter().any(|told| told == name) {
            return;
        }
        self.told.push(name.to_owned());
        let (before, marked) = self.open.remove(name).unwrap_or_else(|| (self.before.clone(), String::new()));
        self.settle();
        let passage = self.passage.cloned();
        self.tell(comment, before, marked, passage);
    }

    fn tell(&mut self, comment: &Comment, before: String, marked: String, passage: Option<MapEntry>) {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let answers = self.word.comments.iter().filter(|answer| answer.answers.as_ref() == Some(&comment.name));
        let answers: Vec<Answer> = answers
            .map(|answer| Answer { author: some(&answer.author), date: some(&answer.date), comment: answer.text() })
            .collect();
        // What the draft itself said is no remark, unless somebody has answered.
        if answers.is_empty() && self.sent.marks.contains(&comment.told()) {
            return;
        }
        self.found.push(Said {
            kind: "comment".to_owned(),
            comment: comment.text(),
            author: some(&comment.author),
            date: some(&comment.date),
            marked: marked.trim().to_owned(),
            before,
            answers,
            state: comment.is_done.then(|| "Completed".to_owned()),
            at_references: passage.is_none() && self.is_at_references,
            passage,
            ..self.template.clone()
        });
    }

    /// Comments that stand nowhere in the text.
    fn strays(&mut self) {
        let told = std::mem::take(&mut self.told);
        for comment in &self.word.comments {
            if comment.answers.is_none() && !told.contains(&comment.name) {
                self.tell(comment, String::new(), String::new(), None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use idm_word::read::Look;

    fn words(text: &str, change: Option<(TrackedKind, &str)>) -> Inline {
        let tracked = change.map(|(kind, author)| Tracked {
            kind,
            author: author.to_owned(),
            date: "2018-03-02T10:00:00Z".to_owned(),
        });
        Inline::Words { text: text.to_owned(), look: Look::default(), tracked }
    }

    #[test]
    fn changes_of_a_person_that_touch_are_one() {
        let content = vec![
            words("It is ", None),
            words("shown", Some((TrackedKind::Deleted, OURS))),
            words("old", Some((TrackedKind::Deleted, "Ana"))),
            words("new", Some((TrackedKind::Inserted, "Ana"))),
            words(" and ", None),
            words("bright", Some((TrackedKind::Inserted, "Ben"))),
            words(".", Some((TrackedKind::Deleted, "Ana"))),
        ];
        let word = WordDocument {
            blocks: vec![Block::Paragraph(Paragraph { content, ..Paragraph::default() })],
            ..WordDocument::default()
        };
        let sent = Sent::default();
        let mut reading = Reading {
            word: &word,
            sent: &sent,
            passages: BTreeMap::new(),
            comments: BTreeMap::new(),
            template: Said::default(),
            passage: None,
            is_at_references: false,
            before: String::new(),
            open: BTreeMap::new(),
            told: vec![],
            change: None,
            found: vec![],
        };
        reading.blocks(&word.blocks, None);
        let told = |said: &Said| (said.kind.clone(), said.marked.clone(), said.comment.clone(), said.before.clone());
        let expected = [
            ("replacement", "old", "new", "It is "),
            ("insertion", "", "bright", "It is old and "),
            ("strike", ".", "", "It is old and "),
        ];
        let expected = expected.map(|(a, b, c, d)| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned()));
        assert_eq!(reading.found.iter().map(told).collect::<Vec<_>>(), expected);
    }
}
