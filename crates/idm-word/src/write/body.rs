//! What writes the parts that hold text: paragraphs one after the other, and all that they refer to.

use std::collections::{BTreeMap, BTreeSet};

use idm_core::edition::PrintedWords;
use idm_core::edition::tree::{Change, Inline, InlineKind, MarginNote, PlainRun};

use super::book::{Pages, Section};
use super::places::Places;
use super::runs::{Line, Look, Piece, Tracked, text_run};
use super::xml::escape;
use super::{Picture, lists::Lists};
use crate::names;

/// What the first writing finds out for the second: a reference may stand before what it leads to.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The labels that something was written under, each with the words that its bookmark covers.
    pub(super) covers: BTreeMap<String, String>,
    /// The longer words that some are called by, which have a bookmark of their own.
    pub(super) also: BTreeMap<String, String>,
    /// The editors' notes that have a mark in the text.
    pub(super) marked: BTreeSet<usize>,
    /// The moves that have both ends, by number.
    pub(super) moves: BTreeMap<usize, (bool, bool)>,
    /// The headings that contents list.
    pub(super) headings: Vec<Listed>,
    /// The numbered captions, by the sequence that Word counts them in.
    pub(super) captions: BTreeMap<&'static str, Vec<Listed>>,
}

/// What contents or a list of captions name.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// How deep a heading stands, from 1.
    pub(super) level: u8,
    /// The words, those of each language apart.
    pub(super) text: Vec<PlainRun>,
    /// The bookmark that it stands in.
    pub(super) anchor: String,
    /// Its label.
    pub(super) label: String,
}

/// A part of the package that holds text, with what it refers to.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    pub(super) xml: String,
    /// Type, target, and whether it lies outside.
    pub(super) relations: Vec<(&'static str, String, bool)>,
}

impl Part {
    /// The identifier of a relation, which is made if it is not there.
    pub(super) fn relation(&mut self, kind: &'static str, target: &str, outside: bool) -> String {
        let known = self.relations.iter().position(|(known, to, _)| *known == kind && to == target);
        let at = known.unwrap_or_else(|| {
            self.relations.push((kind, target.to_owned(), outside));
            self.relations.len() - 1
        });
        format!("rId{}", at + 1)
    }
}

/// The kinds of relation.
pub(super) const HYPERLINK: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";
pub(super) const IMAGE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";

/// A comment.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub(super) author: String,
    /// The day on which it was made, where that is not the day of the draft's state.
    pub(super) day: Option<String>,
    pub(super) part: Part,
}

/// Where paragraphs stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Frame {
    /// The style of a paragraph that has none of its own.
    pub(super) style: Option<&'static str>,
    /// The list, and how deep in lists it is, from 0.
    pub(super) list: Option<(usize, usize)>,
    /// Whether the next paragraph begins an item.
    pub(super) begins_item: bool,
    /// How many levels headings are shifted.
    pub(super) shift: u8,
    /// Whether the contents pass over its headings.
    pub(super) unlisted: bool,
}

/// A paragraph's properties beside its style.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    pub(super) style: &'static str,
    pub(super) keep_next: bool,
    pub(super) numbering: Option<(usize, usize)>,
    pub(super) indent: u32,
    pub(super) align: Option<&'static str>,
    pub(super) tracked: Tracked,
}

/// Writes a document.
pub(super) struct Writer<'a> {
    pub(super) words: PrintedWords<'a>,
    pub(super) pictures: &'a BTreeMap<String, Picture>,
    pub(super) places: Places,
    pub(super) known: Known,
    pub(super) found: Known,
    /// `w:author` and `w:date`.
    pub(super) who: String,
    /// Whether changes are tracked; elsewhere they are merely shown.
    pub(super) tracks: bool,
    /// How wide text and pictures may be, in points.
    pub(super) width: f64,
    /// The width and height of the paper, in twentieths of a point.
    pub(super) paper: (u32, u32),
    /// The parts: the one that is being written, and those that are set aside.
    pub(super) part: Part,
    pub(super) notes: Part,
    pub(super) comments: Vec<Comment>,
    pub(super) margin: BTreeMap<usize, MarginNote>,
    /// Comments that are to stand at the next paragraph.
    pub(super) pending: Vec<usize>,
    pub(super) lists: Lists,
    pub(super) used: BTreeSet<String>,
    /// How many footnotes there are, and how many Word has counted in this section.
    pub(super) note_count: usize,
    pub(super) counted: u32,
    pub(super) frame: Frame,
    pub(super) look: Look,
    /// The moved passage that is being written: its number, and whether it is here.
    pub(super) moving: Option<(usize, bool)>,
    /// Whether what is being written stood elsewhere: what is gone from it is told there.
    pub(super) in_moved: bool,
    pub(super) in_note: bool,
    /// The section that is being written.
    pub(super) section: Section,
    /// The pages of the PDF of the same book.
    pub(super) pages: Option<Pages<'a>>,
    /// The entries of the index by the keys of their marks: the words, and which index they belong to.
    pub(super) index: BTreeMap<String, (String, &'static str)>,
    /// Whether captions are listed.
    pub(super) lists_captions: bool,
    /// The number that each sequence of captions has reached.
    pub(super) sequences: BTreeMap<&'static str, u32>,
    /// The names of values that nobody has printed.
    pub(super) untold: BTreeSet<String>,
    /// What the book is set in.
    pub(super) typefaces: Typefaces<'a>,
    bookmarks: u32,
    changes: u32,
    pub(super) drawings: u32,
    pub(super) marks: BTreeSet<String>,
}

/// The typefaces of a book.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Typefaces<'a> {
    /// Those of the Word file.
    pub(super) own: [&'a str; 2],
    /// Those of the PDF of the same book.
    pub(super) printed: &'a [String],
}

impl<'a> Writer<'a> {
    /// A writer of a document about which `known` is known.
    pub(super) fn new(
        words: PrintedWords<'a>,
        pictures: &'a BTreeMap<String, Picture>,
        places: Places,
        who: String,
        known: Known,
    ) -> Self {
        Self {
            words,
            pictures,
            places,
            known,
            found: Known::default(),
            who,
            tracks: false,
            width: 453.0,
            paper: (0, 0),
            part: Part::default(),
            notes: Part::default(),
            comments: vec![],
            margin: BTreeMap::new(),
            pending: vec![],
            lists: Lists::default(),
            used: BTreeSet::new(),
            note_count: 0,
            counted: 0,
            frame: Frame::default(),
            look: Look::default(),
            moving: None,
            in_moved: false,
            in_note: false,
            section: Section::default(),
            pages: None,
            index: BTreeMap::new(),
            lists_captions: false,
            sequences: BTreeMap::new(),
            untold: BTreeSet::new(),
            typefaces: Typefaces::default(),
            bookmarks: 0,
            changes: 0,
            drawings: 0,
            marks: BTreeSet::new(),
        }
    }

    /// What Word is told of something of that change. None if it is not to be written at all.
    pub(super) fn tracked(&self, change: Change) -> Option<Tracked> {
        if !self.tracks {
            return Some(Tracked::No);
        }
        let paired = |number: usize| self.known.moves.get(&number) == Some(&(true, true));
        Some(match (change, self.moving) {
            (Change::Deleted, _) if self.in_moved => return None,
            (Change::Deleted, Some((number, false))) if paired(number) => Tracked::MovedAway,
            (Change::Moved, Some((number, true))) if paired(number) => Tracked::MovedHere,
            (Change::Kept, _) => Tracked::No,
            (Change::Deleted, _) => Tracked::Deleted,
            (Change::Inserted | Change::Moved, _) => Tracked::Inserted,
        })
    }

    /// The attributes of a change, with a number of its own.
    pub(super) fn change(&mut self) -> String {
        self.changes += 1;
        format!(" w:id=\"{}\"{}", 100_000 + self.changes, self.who)
    }

    /// Writes with another look.
    pub(super) fn with_look<T>(&mut self, change: impl FnOnce(&mut Look), write: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.look.clone();
        change(&mut self.look);
        let written = write(self);
        self.look = before;
        written
    }

    /// Writes in another frame.
    pub(super) fn framed<T>(&mut self, change: impl FnOnce(&mut Frame), write: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.frame;
        change(&mut self.frame);
        let written = write(self);
        self.frame = before;
        written
    }

    /// Writes into a text of its own, which is returned.
    pub(super) fn aside(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let before = std::mem::take(&mut self.part.xml);
        write(self);
        std::mem::replace(&mut self.part.xml, before)
    }

    /// Writes a paragraph.
    pub(super) fn paragraph(&mut self, properties: &Paragraph, pieces: Vec<Piece>) {
        let mut pieces = pieces;
        if !self.in_note {
            for number in std::mem::take(&mut self.pending) {
                self.comment_around(number, &mut pieces);
            }
        }
        let mut inner = String::new();
        if !properties.style.is_empty() {
            inner.push_str(&format!("<w:pStyle w:val=\"{}\"/>", properties.style));
        }
        if properties.keep_next {
            inner.push_str("<w:keepNext/>");
        }
        if let Some((level, list)) = properties.numbering {
            inner.push_str(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"));
        }
        if properties.indent > 0 {
            inner.push_str(&format!("<w:ind w:left=\"{}\"/>", properties.indent));
        }
        if let Some(align) = properties.align {
            inner.push_str(&format!("<w:jc w:val=\"{align}\"/>"));
        }
        if let Some(element) = properties.tracked.element() {
            let change = self.change();
            inner.push_str(&format!("<w:rPr><{element}{change}/></w:rPr>"));
        }
        let inner = if inner.is_empty() { inner } else { format!("<w:pPr>{inner}</w:pPr>") };
        let pieces = self.pieces(&pieces);
        self.part.xml.push_str(&format!("<w:p>{inner}{pieces}</w:p>"));
    }

    /// Pieces as XML: neighbours of one change stand in one element.
    fn pieces(&mut self, pieces: &[Piece]) -> String {
        let state = |piece: &Piece| match piece {
            Piece::Run(tracked, _) => tracked.element(),
            _ => None,
        };
        let mut xml = String::new();
        for group in pieces.chunk_by(|a, b| state(a).is_some() && state(a) == state(b)) {
            let mut inner = String::new();
            for piece in group {
                match piece {
                    Piece::Run(_, run) => inner.push_str(run),
                    Piece::Mark(mark) => inner.push_str(mark),
                    Piece::Link { open, pieces } => {
                        let within = self.pieces(pieces);
                        inner.push_str(&format!("{open}{within}</w:hyperlink>"));
                    }
                }
            }
            match group.first().and_then(state) {
                Some(element) => {
                    let change = self.change();
                    xml.push_str(&format!("<{element}{change}>{inner}</{element}>"));
                }
                None => xml.push_str(&inner),
            }
        }
        xml
    }

    /// A run of words of that change.
    pub(super) fn words_piece(&self, change: Change, text: &str) -> Option<Piece> {
        let tracked = self.tracked(change)?;
        let mut look = self.look.clone();
        if !self.tracks {
            look.line = match change {
                Change::Inserted | Change::Moved => Some(Line::Under),
                Change::Deleted => Some(Line::Through),
                Change::Kept => look.line,
            };
        }
        Some(Piece::Run(tracked, text_run(&look, tracked, text)))
    }

    /// A run of words that stand.
    pub(super) fn plain(&self, text: &str) -> Piece {
        Piece::Run(Tracked::No, text_run(&self.look, Tracked::No, text))
    }

    /// A run of strong words that stand.
    pub(super) fn strong(&mut self, text: &str) -> Piece {
        self.with_look(|look| look.bold = true, |writer| writer.plain(text))
    }

    /// Pieces within a bookmark of that name.
    pub(super) fn bookmarked(&mut self, name: &str, pieces: Vec<Piece>) -> Vec<Piece> {
        if !self.marks.insert(name.to_owned()) {
            return pieces;
        }
        self.bookmarks += 1;
        let id = self.bookmarks;
        let mut marked = vec![Piece::Mark(format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{}\"/>", escape(name)))];
        marked.extend(pieces);
        marked.push(Piece::Mark(format!("<w:bookmarkEnd w:id=\"{id}\"/>")));
        marked
    }

    /// Pieces that references to a label lead to. `covers` are their words.
    pub(super) fn labelled(&mut self, label: Option<&str>, covers: &str, pieces: Vec<Piece>) -> Vec<Piece> {
        let Some(label) = label.filter(|_| !self.in_note) else { return pieces };
        if self.found.covers.contains_key(label) {
            return pieces;
        }
        self.found.covers.insert(label.to_owned(), covers.to_owned());
        self.bookmarked(&names::reference_bookmark(label), pieces)
    }

    /// Pieces that references lead to which call it by other words than its own label does, such as with the name of a city.
    pub(super) fn labelled_also(&mut self, label: &str, covers: &str, pieces: Vec<Piece>) -> Vec<Piece> {
        self.found.also.insert(label.to_owned(), covers.to_owned());
        self.bookmarked(&names::longer_bookmark(label), pieces)
    }

    /// Pieces of running text within the bookmark of the passage that they are.
    pub(super) fn passage(&mut self, content: &[Inline], pieces: Vec<Piece>) -> Vec<Piece> {
        if !self.tracks && self.places.is_empty() || self.in_comment() {
            return pieces;
        }
        match first_place(content).and_then(|span| self.places.at(span)) {
            Some(name) => self.bookmarked(&names::passage_bookmark(&name), pieces),
            None => pieces,
        }
    }

    fn in_comment(&self) -> bool {
        self.places.is_silent()
    }

    /// The pieces with a comment on all of them.
    fn comment_around(&mut self, number: usize, pieces: &mut Vec<Piece>) {
        let Some(id) = self.comment(number) else { return };
        pieces.insert(0, Piece::Mark(format!("<w:commentRangeStart w:id=\"{id}\"/>")));
        pieces.push(Piece::Mark(comment_end(id)));
    }

    /// A comment on the last piece.
    pub(super) fn comment_behind(&mut self, number: usize, pieces: &mut Vec<Piece>) {
        self.found.marked.insert(number);
        let Some(id) = self.comment(number) else { return };
        let start = Piece::Mark(format!("<w:commentRangeStart w:id=\"{id}\"/>"));
        let at = pieces.len().saturating_sub(1);
        pieces.insert(at, start);
        pieces.push(Piece::Mark(comment_end(id)));
    }
}

fn comment_end(id: usize) -> String {
    format!(
        "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr>\
         <w:commentReference w:id=\"{id}\"/></w:r>"
    )
}

/// Where the first words of running text are written that are still there.
fn first_place(content: &[Inline]) -> Option<idm_core::source::Span> {
    content.iter().find_map(|inline| {
        let within = match &inline.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Link { content, .. }
            | InlineKind::Foreign { content, .. }
            | InlineKind::Indexed { content, .. } => first_place(content),
            _ => None,
        };
        within.or(inline.span.filter(|_| inline.change != Change::Deleted))
    })
}
