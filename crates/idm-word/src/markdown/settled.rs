//! The text with its tracked changes decided: nothing is new or gone any more.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use crate::read::{Block, Comment, Inline, Look, Paragraph, Role, Tracked, TrackedKind, WordDocument, signed};

/// A piece of the text.
#[derive(Debug, Clone)]
pub(crate) enum Settled {
    /// A paragraph, a heading or an item.
    Text(Text),
    /// A table: its rows.
    Table(Vec<Row>),
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    pub(crate) role: Role,
    pub(crate) style: String,
    pub(crate) content: Vec<Piece>,
    pub(crate) in_contents: bool,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) is_header: bool,
    pub(crate) cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) columns: usize,
    pub(crate) goes_on: bool,
    pub(crate) blocks: Vec<Settled>,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Words(String, Look),
    Break,
    Link {
        target: String,
        content: Vec<Piece>,
    },
    Note(String),
    Picture {
        path: String,
        alt: String,
    },
    Bookmark(String),
    /// The number of a caption.
    Number(Vec<Piece>),
    /// A note to the editors: a comment, or what became of words.
    Remark(String),
}

/// A document with its changes decided.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Settled>,
    pub(crate) notes: Vec<(String, Vec<Settled>)>,
    /// Comments that stand nowhere in the text.
    pub(crate) strays: Vec<String>,
}

/// Decides the changes of a document.
pub(crate) fn settle(word: &WordDocument, options: &Options) -> Document {
    let threads = Threads::of(word);
    let mut settling = Settling { threads: &threads, options, told: BTreeSet::new() };
    let blocks = settling.blocks(&word.blocks);
    let notes = word.notes.iter().map(|(name, note)| (name.clone(), settling.blocks(note))).collect();
    let told = &settling.told;
    let strays = word.comments.iter().filter(|comment| comment.answers.is_none() && !told.contains(&comment.name));
    let strays = strays.map(|comment| threads.told(comment)).collect();
    Document { blocks, notes, strays }
}

/// The comments by their names, and what answers them.
struct Threads<'a> {
    comments: BTreeMap<&'a str, &'a Comment>,
    answers: BTreeMap<&'a str, Vec<&'a Comment>>,
}

struct Settling<'a> {
    threads: &'a Threads<'a>,
    options: &'a Options<'a>,
    /// The comments that have been told.
    told: BTreeSet<String>,
}

impl Settling<'_> {
    fn blocks(&mut self, list: &[Block]) -> Vec<Settled> {
        let mut found = vec![];
        // The words of paragraphs whose end is gone: they begin the next one.
        let mut carried: Vec<Piece> = vec![];
        for block in list {
            match block {
                Block::Paragraph(paragraph) => {
                    let mut content = std::mem::take(&mut carried);
                    self.inlines(&paragraph.content, &mut content);
                    if self.keeps(paragraph.end.as_ref()) {
                        found.push(Settled::Text(text(paragraph, content)));
                    } else {
                        carried = content;
                    }
                }
                Block::Table(table) => {
                    if !carried.is_empty() {
                        let content = std::mem::take(&mut carried);
                        found.push(Settled::Text(Text { content, ..Text::default() }));
                    }
                    let rows = table.rows.iter().filter(|row| self.options.changes.keeps(row.tracked.as_ref()));
                    let rows: Vec<Row> = rows
                        .map(|row| Row {
                            is_header: row.is_header,
                            cells: row
                                .cells
                                .iter()
                                .map(|cell| Cell {
                                    columns: cell.columns,
                                    goes_on: cell.goes_on,
                                    blocks: self.blocks(&cell.blocks),
                                })
                                .collect(),
                        })
                        .collect();
                    found.push(Settled::Table(rows));
                }
            }
        }
        if !carried.is_empty() {
            found.push(Settled::Text(Text { content: carried, ..Text::default() }));
        }
        found
    }

    fn keeps(&self, tracked: Option<&Tracked>) -> bool {
        self.options.changes.keeps(tracked)
    }

    fn inlines(&mut self, list: &[Inline], content: &mut Vec<Piece>) {
        // The change that is being told, with its words.
        let mut open: Option<(&Tracked, String)> = None;
        for inline in list {
            if let Some((tracked, words)) = &mut open {
                match inline {
                    Inline::Words { text, tracked: Some(now), .. } if now == *tracked => words.push_str(text),
                    Inline::Bookmark(_) => {}
                    _ => content.extend(open.take().map(|(tracked, words)| told(tracked, &words))),
                }
            }
            match inline {
                Inline::Words { text, look, tracked } => {
                    if let Some(tracked) = tracked.as_ref().filter(|_| self.options.tell_changes)
                        && open.is_none()
                    {
                        open = Some((tracked, text.clone()));
                    }
                    if self.keeps(tracked.as_ref()) {
                        content.push(Piece::Words(text.clone(), look.clone()));
                    }
                }
                Inline::Break => content.push(Piece::Break),
                Inline::Link { target, content: within } => {
                    let mut pieces = vec![];
                    self.inlines(within, &mut pieces);
                    // A link whose words are gone is gone with them.
                    if pieces.iter().any(|piece| !matches!(piece, Piece::Bookmark(_) | Piece::Remark(_))) {
                        content.push(Piece::Link { target: target.clone(), content: pieces });
                    } else {
                        content.append(&mut pieces);
                    }
                }
                Inline::Number(within) => {
                    let mut pieces = vec![];
                    self.inlines(within, &mut pieces);
                    content.push(Piece::Number(pieces));
                }
                Inline::Note { name, tracked } => {
                    if self.keeps(tracked.as_ref()) {
                        content.push(Piece::Note(name.clone()));
                    }
                }
                Inline::Picture { path, alt } => {
                    content.push(Piece::Picture { path: path.clone(), alt: alt.clone() });
                }
                Inline::Bookmark(name) => content.push(Piece::Bookmark(name.clone())),
                Inline::CommentStart(_) => {}
                Inline::CommentEnd(name) | Inline::CommentSign(name) => {
                    let comment = self.threads.comments.get(name.as_str());
                    if let Some(comment) = comment.filter(|comment| comment.answers.is_none())
                        && self.told.insert(name.clone())
                    {
                        content.push(Piece::Remark(self.threads.told(comment)));
                    }
                }
            }
        }
        content.extend(open.take().map(|(tracked, words)| told(tracked, &words)));
    }
}

fn text(paragraph: &Paragraph, content: Vec<Piece>) -> Text {
    let Paragraph { role, style, in_contents, .. } = paragraph;
    Text { role: role.clone(), style: style.clone(), content, in_contents: *in_contents }
}

impl<'a> Threads<'a> {
    fn of(word: &'a WordDocument) -> Self {
        let mut threads = Self { comments: BTreeMap::new(), answers: BTreeMap::new() };
        for comment in &word.comments {
            threads.comments.insert(&comment.name, comment);
            if let Some(above) = &comment.answers {
                threads.answers.entry(above).or_default().push(comment);
            }
        }
        threads
    }

    /// A comment with its answers.
    fn told(&self, comment: &Comment) -> String {
        let mut text = comment.told();
        if comment.is_done {
            text.push_str(" (done)");
        }
        for answer in self.answers.get(comment.name.as_str()).into_iter().flatten() {
            text.push_str(&format!("; {}", answer.told()));
        }
        text
    }
}

fn told(tracked: &Tracked, words: &str) -> Piece {
    let what = match tracked.kind {
        TrackedKind::Inserted => "put in",
        TrackedKind::Deleted => "taken out",
        TrackedKind::MovedHere => "moved here",
        TrackedKind::MovedAway => "moved away",
    };
    Piece::Remark(format!("{}, {what}: “{}”", signed(&tracked.author, &tracked.date), words.trim()))
}
