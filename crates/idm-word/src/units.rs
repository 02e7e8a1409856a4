//! A draft of ours as a sequence of paragraphs and cells, each with the passage that it shows: what was sent, written into the
//! file as it is made, and what came back, read in the same way.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use idm_core::remarks::map::DraftMap;
use serde::{Deserialize, Serialize};

use crate::markdown::settled::{Piece, Settled, Text, settle};
use crate::markdown::{Options, language_of, main_language};
use crate::names::{is_of_record, passage_bookmark};
use crate::read::{Block, Changes, Inline, Role, WordDocument};
use crate::shown::{Look, Shown};

/// A paragraph or cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// The name of the passage that it shows; nothing if it shows none.
    pub passage: Option<String>,
    /// Its words; a sign of [`MARK`] stands where something is marked.
    pub text: String,
    /// What is marked, in the order of the signs.
    pub marks: Vec<Mark>,
    /// The level of a heading, from 1.
    pub heading: Option<u8>,
    /// Whether it is an item of a list.
    pub is_item: bool,
    /// The words of the whole note, if it is part of one.
    pub note: Option<String>,
    /// How its letters look.
    shown: Shown,
}

/// What is marked in the words of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A note, with its words.
    Note(String),
    /// A comment with its answers, in one line.
    Comment(String),
}

/// Stands in the words of a unit for a mark.
pub const MARK: char = '\u{e000}';

/// A draft as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Its paragraphs and cells: the passage's name, and the words.
    pub units: Vec<(Option<String>, String)>,
    /// The words of its notes and comments.
    pub marks: BTreeSet<String>,
}

impl Sent {
    /// What a file says that is about to be sent.
    pub fn of(word: &WordDocument, map: &DraftMap) -> Self {
        let mut sent = Self::default();
        for unit in units(word, map, Changes::Accept) {
            sent.marks.extend(unit.marks.iter().map(|mark| mark.words().to_owned()));
            sent.units.push((unit.passage.clone(), unit.words()));
        }
        sent
    }
}

impl Mark {
    /// Its words.
    pub fn words(&self) -> &str {
        match self {
            Self::Note(words) | Self::Comment(words) => words,
        }
    }
}

impl Unit {
    /// A part of its words as Markdown, to stand among words that look in a certain way. `text` is its own with other signs for its marks.
    /// What all of a unit looks like is no emphasis in it, unless it is new as a whole.
    pub fn written(&self, text: &str, part: Range<usize>, around: Look, is_new: bool) -> String {
        self.shown.written(text, part, around, is_new)
    }

    /// Whether the letter at a byte of its text is emphasized or strong, beyond what all of it is.
    pub fn look_at(&self, at: usize) -> Look {
        self.shown.at(self.text[..at.min(self.text.len())].chars().count())
    }

    /// Its words without the signs of marks.
    pub fn words(&self) -> String {
        self.text.replace(MARK, "")
    }

    /// Takes out the marks that were there before.
    pub fn without(self, known: &BTreeSet<String>) -> Self {
        self.with_marks(&mut |mark| !known.contains(mark.words()))
    }

    /// Keeps some of its marks.
    pub fn with_marks(mut self, keeps: &mut dyn FnMut(&Mark) -> bool) -> Self {
        let mut kept = vec![];
        let mut marks = std::mem::take(&mut self.marks).into_iter();
        let mut text = String::with_capacity(self.text.len());
        let mut stays = Vec::with_capacity(self.text.len());
        for sign in self.text.chars() {
            let mark = (sign == MARK).then(|| marks.next().filter(|mark| keeps(mark)));
            let is_gone = mark.as_ref().is_some_and(Option::is_none);
            stays.push(!is_gone);
            if !is_gone {
                text.push(sign);
                kept.extend(mark.flatten());
            }
        }
        self.shown.retain(&stays);
        self.text = text;
        self.marks = kept;
        self
    }
}

/// Whether a file is a draft of ours, also where its map has been lost: lines of records are marked in it.
pub fn is_draft(word: &WordDocument) -> bool {
    fn inlines(content: &[Inline]) -> bool {
        content.iter().any(|inline| match inline {
            Inline::Bookmark(name) => is_of_record(name),
            Inline::Link { content, .. } | Inline::Number(content) => inlines(content),
            _ => false,
        })
    }
    fn blocks(list: &[Block]) -> bool {
        list.iter().any(|block| match block {
            Block::Paragraph(paragraph) => inlines(&paragraph.content),
            Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).any(|cell| blocks(&cell.blocks)),
        })
    }
    word.map.is_some() || blocks(&word.blocks)
}

/// The paragraphs and cells of a file in their order, its notes behind them.
pub fn units(word: &WordDocument, map: &DraftMap, changes: Changes) -> Vec<Unit> {
    let plain = BTreeSet::new();
    let options = Options { changes, tell_changes: false, prefix: "", shows: &|_| true, plain: &plain };
    let document = settle(word, &options);
    let language = main_language(word, &document);
    let names: BTreeMap<String, &str> =
        map.passages.iter().map(|entry| (passage_bookmark(&entry.name), entry.name.as_str())).collect();
    let mut notes = BTreeMap::new();
    let mut behind = vec![];
    for (name, blocks) in &document.notes {
        let mut reading = Reading {
            names: &names,
            notes: &BTreeMap::new(),
            units: vec![],
            language: &language,
            own: word.language.as_deref(),
        };
        reading.blocks(blocks);
        let words: Vec<String> = reading.units.iter().map(|unit| unit.words().trim().to_owned()).collect();
        let words = words.join(" ").trim().to_owned();
        reading.units.iter_mut().for_each(|unit| unit.note = Some(words.clone()));
        behind.append(&mut reading.units);
        notes.insert(name.as_str(), words);
    }
    let mut reading =
        Reading { names: &names, notes: &notes, units: vec![], language: &language, own: word.language.as_deref() };
    reading.blocks(&document.blocks);
    let mut units = reading.units;
    units.append(&mut behind);
    units
}

struct Reading<'a> {
    names: &'a BTreeMap<String, &'a str>,
    /// The words of the notes, by their names in the file.
    notes: &'a BTreeMap<&'a str, String>,
    units: Vec<Unit>,
    /// The language that most words are in, and the tag of those that have none.
    language: &'a str,
    own: Option<&'a str>,
}

impl Reading<'_> {
    fn blocks(&mut self, blocks: &[Settled]) {
        for block in blocks {
            match block {
                Settled::Text(text) => self.text(text),
                Settled::Table(rows) => {
                    rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.blocks(&cell.blocks));
                }
            }
        }
    }

    fn text(&mut self, text: &Text) {
        let heading = match text.role {
            Role::Heading(level) => Some(level),
            _ => None,
        };
        let unit = Unit { heading, is_item: matches!(text.role, Role::Item(_)), ..Unit::default() };
        self.units.push(unit);
        self.pieces(&text.content, None);
    }

    /// How words look, in a link or not.
    fn look(&self, look: &crate::read::Look, link: Option<&str>) -> Look {
        let language = look.language.as_deref().or(self.own).and_then(language_of);
        let language = language.filter(|language| !self.language.is_empty() && *language != self.language);
        Look { strong: look.bold, emphasized: look.italic, language, link: link.map(str::to_owned) }
    }

    fn pieces(&mut self, content: &[Piece], link: Option<&str>) {
        for piece in content {
            let look = match piece {
                Piece::Words(_, look) => self.look(look, link),
                _ => Look::default(),
            };
            let Some(unit) = self.units.last_mut() else { return };
            match piece {
                Piece::Bookmark(bookmark) => {
                    let Some(name) = self.names.get(bookmark) else { continue };
                    // What stands before is something else: its number, or a passage that this one has been joined to.
                    if unit.passage.is_some() || !unit.text.trim().is_empty() {
                        let next = Unit { heading: unit.heading, is_item: unit.is_item, ..Unit::default() };
                        self.units.push(next);
                    }
                    if let Some(unit) = self.units.last_mut() {
                        unit.passage = Some((*name).to_owned());
                    }
                }
                Piece::Words(words, _) => {
                    unit.text.push_str(words);
                    unit.shown.push(words.chars().count(), look);
                }
                Piece::Break => {
                    unit.text.push(' ');
                    unit.shown.push(1, look);
                }
                Piece::Link { target, content } => self.pieces(content, Some(target)),
                Piece::Number(content) => self.pieces(content, link),
                Piece::Note(name) => {
                    if let Some(words) = self.notes.get(name.as_str()) {
                        unit.text.push(MARK);
                        unit.shown.push(1, look);
                        unit.marks.push(Mark::Note(words.clone()));
                    }
                }
                Piece::Remark(words) => {
                    unit.text.push(MARK);
                    unit.shown.push(1, look);
                    unit.marks.push(Mark::Comment(words.clone()));
                }
                Piece::Picture { .. } => {}
            }
        }
    }
}
