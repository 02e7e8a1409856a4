//! Blocks as paragraphs and tables.

use idm_core::edition::tree::{
    Block, BlockKind, Cell, Change, Figure, Heading, Inline, InlineKind, List, Passage, PassageChange, PlainRun, Table,
    TableNote, plain_runs,
};
use idm_core::markdown::tree::Alignment;

use super::body::{Listed, Paragraph, Writer};
use super::lists::INDENT;
use super::records::{behind, own_words};
use super::runs::{Piece, Tracked, field, text_run};
use super::xml::escape;

/// The styles of headings, by level.
const HEADINGS: [&str; 9] =
    ["Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6", "Heading7", "Heading8", "Heading9"];

/// The style of a heading of that level, from 1.
pub(super) fn heading_style(level: u8) -> &'static str {
    HEADINGS[usize::from(level.clamp(1, 9)) - 1]
}

/// The style of a heading that the contents do not list.
pub(super) const UNLISTED: &str = "Heading2Unlisted";

impl Writer<'_> {
    /// Blocks.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// Blocks, the first of which begins with a piece of its own.
    pub(super) fn blocks_after(&mut self, first: Option<Piece>, blocks: &[Block]) {
        let Some(first) = first else { return self.blocks(blocks) };
        let (head, rest) = match blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph(content), change, .. }, rest)) => {
                (Some((content.as_slice(), *change)), rest)
            }
            _ => (None, blocks),
        };
        let (content, change) = head.unwrap_or((&[], Change::Kept));
        let mut pieces = vec![first];
        let inner = self.inlines(content);
        pieces.extend(self.passage(content, inner));
        let style = self.frame.style.unwrap_or("BodyText");
        let tracked = self.tracked(change).filter(|_| !rest.is_empty()).unwrap_or_default();
        self.paragraph(&Paragraph { style, tracked, ..Paragraph::default() }, pieces);
        self.blocks(rest);
    }

    /// A paragraph of running text behind `lead`, in the style of its surroundings.
    pub(super) fn text(&mut self, lead: Vec<Piece>, content: &[Inline], change: Change) {
        let Some(tracked) = self.tracked(change) else { return };
        let own = self.inlines(content);
        let mut pieces = lead;
        pieces.extend(self.passage(content, own));
        self.running(pieces, tracked);
    }

    /// A paragraph of pieces in the style of its surroundings.
    fn running(&mut self, pieces: Vec<Piece>, tracked: Tracked) {
        let own = self.frame.style;
        let properties = match self.frame.list {
            Some((level, list)) if self.frame.begins_item => Paragraph {
                style: own.unwrap_or("ListParagraph"),
                numbering: Some((level, list)),
                tracked,
                ..Paragraph::default()
            },
            Some((level, _)) => Paragraph {
                style: own.unwrap_or("ListContinue"),
                indent: (level as u32 + 1) * INDENT,
                tracked,
                ..Paragraph::default()
            },
            None => Paragraph { style: own.unwrap_or("BodyText"), tracked, ..Paragraph::default() },
        };
        self.frame.begins_item = false;
        self.paragraph(&properties, pieces);
    }

    fn block(&mut self, block: &Block) {
        let around = self.in_moved;
        self.in_moved |= block.change == Change::Moved;
        if self.tracked(block.change).is_some() {
            self.kind(block);
        }
        self.in_moved = around;
    }

    fn kind(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => {
                // One that held nothing but an editor's note is none.
                let only_a_mark =
                    |inline: &Inline| matches!(inline.kind, InlineKind::EditorsMark(_) | InlineKind::Space);
                if !content.is_empty() && content.iter().all(only_a_mark) {
                    for inline in content {
                        if let InlineKind::EditorsMark(number) = inline.kind {
                            self.pending.push(number);
                            self.found.marked.insert(number);
                        }
                    }
                    return;
                }
                self.text(vec![], content, block.change);
            }
            BlockKind::Heading(heading) => self.heading(heading, block.change),
            BlockKind::List(list) => self.list(list),
            BlockKind::Code(text) => {
                let tracked = self.tracked(block.change).unwrap_or_default();
                let run = text_run(&self.look, tracked, text.trim_end_matches('\n'));
                let properties = Paragraph { style: "CodeBlock", tracked, ..Paragraph::default() };
                self.frame.begins_item = false;
                self.paragraph(&properties, vec![Piece::Run(tracked, run)]);
            }
            BlockKind::Table(table) => self.table(table, block.change),
            BlockKind::ThematicBreak => {
                let tracked = self.tracked(block.change).unwrap_or_default();
                self.paragraph(&Paragraph { style: "Rule", tracked, ..Paragraph::default() }, vec![]);
            }
            BlockKind::Figure(figure) => self.figure(figure, block.change),
            BlockKind::BlockQuote(blocks) => {
                self.framed(|frame| frame.style = Some("Quote"), |writer| writer.blocks(blocks));
            }
            BlockKind::KeyMessages { title, blocks } => {
                let own = title.is_none().then(|| self.words.get("title.key-messages").to_owned());
                self.boxed(title.as_deref(), own, None, None, block.change, blocks);
            }
            BlockKind::GoodPractice { label, number, title, blocks } => {
                let own = title.is_none().then(|| self.words.get("title.good-practice").to_owned());
                self.boxed(title.as_deref(), own, label.as_deref(), number.as_deref(), block.change, blocks);
            }
            BlockKind::Quotation { by, source, blocks } => {
                self.framed(|frame| frame.style = Some("Quote"), |writer| writer.blocks(blocks));
                let mut pieces = vec![];
                for part in [by, source].into_iter().flatten() {
                    let between = if pieces.is_empty() { "— " } else { ", " };
                    pieces.extend(self.words_piece(block.change, between));
                    pieces.extend(self.inlines(part));
                }
                if !pieces.is_empty() {
                    let tracked = self.tracked(block.change).unwrap_or_default();
                    self.paragraph(&Paragraph { style: "QuoteSource", tracked, ..Paragraph::default() }, pieces);
                }
            }
            BlockKind::EditorsMark(number) => {
                self.found.marked.insert(*number);
                self.pending.push(*number);
            }
            // It is a comment, which stands where its mark does.
            BlockKind::MarginNote(note) => {
                if !self.known.marked.contains(&note.number) {
                    self.pending.push(note.number);
                }
            }
            BlockKind::Passage(passage) => self.whole_passage(passage),
            BlockKind::Anchor(_) => {}
        }
    }

    fn whole_passage(&mut self, passage: &Passage) {
        let moving = match passage.change {
            Some(PassageChange::MovedHere(number)) => Some((number, true)),
            Some(PassageChange::MovedAway(number)) => Some((number, false)),
            _ => None,
        };
        let Some((number, here)) = moving.filter(|_| self.tracks) else { return self.blocks(&passage.blocks) };
        let ends = self.found.moves.entry(number).or_default();
        if here {
            ends.1 = true;
        } else {
            ends.0 = true;
        }
        let around = self.moving.replace((number, here));
        let paired = self.known.moves.get(&number) == Some(&(true, true));
        let side = if here { "To" } else { "From" };
        let change = self.change();
        let id = change.split('"').nth(1).unwrap_or_default().to_owned();
        if paired {
            self.part.xml.push_str(&format!("<w:move{side}RangeStart{change} w:name=\"move{number}\"/>"));
        }
        self.blocks(&passage.blocks);
        if paired {
            self.part.xml.push_str(&format!("<w:move{side}RangeEnd w:id=\"{id}\"/>"));
        }
        self.moving = around;
    }

    fn heading(&mut self, heading: &Heading, change: Change) {
        let pieces = self.inlines(&heading.content);
        let pieces = self.passage(&heading.content, pieces);
        let covers = idm_core::edition::tree::plain_text(&heading.content);
        let pieces = self.labelled(heading.label.as_deref(), &covers, pieces);
        let tracked = self.tracked(change).unwrap_or_default();
        let mut pieces = pieces;
        for subject in &heading.subjects {
            pieces.extend(self.index_mark(&format!("subject:{subject}")));
        }
        let style = match heading.depth.saturating_add(self.frame.shift) {
            2 if self.frame.unlisted => UNLISTED,
            level => heading_style(level),
        };
        self.paragraph(&Paragraph { style, tracked, ..Paragraph::default() }, pieces);
    }

    fn list(&mut self, list: &List) {
        let level = self.frame.list.map_or(0, |(level, _)| (level + 1).min(8));
        let number = self.lists.begin(list, level);
        for item in &list.items {
            let within = |frame: &mut super::body::Frame| {
                frame.list = Some((level, number));
                frame.begins_item = true;
                frame.style = frame.style.map(|style| if style.starts_with("Box") { "BoxList" } else { style });
            };
            self.framed(within, |writer| {
                writer.blocks(&item.blocks);
                // An item of nothing has its number, too.
                if writer.frame.begins_item && item.blocks.is_empty() {
                    writer.running(vec![], Tracked::No);
                }
            });
        }
    }

    /// What stands in a box.
    fn boxed(
        &mut self,
        title: Option<&[Inline]>,
        own: Option<String>,
        label: Option<&str>,
        number: Option<&str>,
        change: Change,
        blocks: &[Block],
    ) {
        let tracked = self.tracked(change).unwrap_or_default();
        let mut pieces = self.numbered_words("box", label, number, change);
        if number.is_some() {
            pieces.extend(self.words_piece(change, self.words.colon()));
        }
        let plain = match (title, own) {
            (Some(title), _) => {
                let inner = self.inlines(title);
                pieces.extend(self.passage(title, inner));
                plain_runs(title)
            }
            (None, Some(own)) => {
                pieces.extend(self.words_piece(change, &own));
                own_words(&own)
            }
            (None, None) => vec![],
        };
        let pieces = self.listed_caption("box", (label, number), plain, pieces);
        self.paragraph(&Paragraph { style: "BoxTitle", tracked, ..Paragraph::default() }, pieces);
        self.framed(|frame| frame.style = Some("BoxText"), |writer| writer.blocks(blocks));
    }

    /// A caption: the kind with its number, which is a field, and the words.
    pub(super) fn caption(
        &mut self,
        kind: &str,
        (label, number): (Option<&str>, Option<&str>),
        caption: Option<&[Inline]>,
        change: Change,
        keep_next: bool,
    ) {
        let caption = caption.map(|caption| {
            let inner = self.inlines(caption);
            (self.passage(caption, inner), plain_runs(caption))
        });
        self.caption_of(kind, (label, number), caption, change, keep_next);
    }

    /// A caption of pieces, with their words.
    pub(super) fn caption_of(
        &mut self,
        kind: &str,
        (label, number): (Option<&str>, Option<&str>),
        caption: Option<(Vec<Piece>, Vec<PlainRun>)>,
        change: Change,
        keep_next: bool,
    ) {
        let mut pieces = self.numbered_words(kind, label, number, change);
        if number.is_some() && caption.is_some() {
            pieces.extend(self.words_piece(change, self.words.colon()));
        }
        let (inner, plain) = caption.unwrap_or_default();
        pieces.extend(inner);
        if pieces.is_empty() {
            return;
        }
        let pieces = self.listed_caption(kind, (label, number), plain, pieces);
        let tracked = self.tracked(change).unwrap_or_default();
        self.paragraph(&Paragraph { style: "Caption", keep_next, tracked, ..Paragraph::default() }, pieces);
    }

    /// A kind and its number, which is a field that counts on from the one before.
    fn numbered_words(&mut self, kind: &str, label: Option<&str>, number: Option<&str>, change: Change) -> Vec<Piece> {
        let Some(number) = number else { return vec![] };
        let covers = self.words.numbered(kind, number);
        let counted = number.parse::<u32>().ok().filter(|_| change == Change::Kept);
        let words = match counted {
            Some(count) => {
                let name = format!("{}\u{a0}", self.words.get(&format!("kind.{kind}")));
                let sequence = sequence(kind);
                let follows = self.sequences.insert(sequence, count).unwrap_or(0) + 1 == count;
                let anew = if follows { String::new() } else { format!(" \\r {number}") };
                let instruction = format!("SEQ {sequence} \\* ARABIC{anew}");
                vec![self.plain(&name), Piece::Run(Tracked::No, field(&self.look, &instruction, number))]
            }
            None => self.words_piece(change, &covers).into_iter().collect(),
        };
        self.labelled(label, &covers, words)
    }

    /// A numbered caption where lists of captions find it.
    fn listed_caption(
        &mut self,
        kind: &str,
        (label, number): (Option<&str>, Option<&str>),
        words: Vec<PlainRun>,
        pieces: Vec<Piece>,
    ) -> Vec<Piece> {
        let Some(number) = number.filter(|_| self.lists_captions && !self.in_note) else { return pieces };
        let between = if words.is_empty() { "" } else { self.words.colon() };
        let text = behind(&format!("{}{between}", self.words.numbered(kind, number)), words);
        let sequence = sequence(kind);
        let anchor = format!("_Toc{sequence}{number}");
        let label = label.unwrap_or_default().to_owned();
        self.found.captions.entry(sequence).or_default().push(Listed { level: 1, text, anchor: anchor.clone(), label });
        self.bookmarked(&anchor, pieces)
    }

    fn source(&mut self, source: Option<&[Inline]>, change: Change) {
        let Some(source) = source else { return };
        let before = format!("{}{}", self.words.get("field.source"), self.words.colon());
        let mut pieces: Vec<Piece> = self.words_piece(change, &before).into_iter().collect();
        pieces.extend(self.inlines(source));
        let tracked = self.tracked(change).unwrap_or_default();
        self.paragraph(&Paragraph { style: "SourceLine", tracked, ..Paragraph::default() }, pieces);
    }

    fn figure(&mut self, figure: &Figure, change: Change) {
        let tracked = self.tracked(change).unwrap_or_default();
        let picture = self.picture(&figure.picture, change, figure.width);
        let properties =
            Paragraph { style: "Figure", keep_next: figure.caption.is_some(), tracked, ..Paragraph::default() };
        self.frame.begins_item = false;
        self.paragraph(&properties, picture.into_iter().collect());
        let handle = (figure.label.as_deref(), figure.number.as_deref());
        self.caption("figure", handle, figure.caption.as_deref(), change, false);
        self.source(figure.source.as_deref(), change);
    }

    fn table(&mut self, table: &Table, change: Change) {
        self.frame.begins_item = false;
        let handle = (table.label.as_deref(), table.number.as_deref());
        self.caption("table", handle, table.caption.as_deref(), change, true);
        let columns = table.alignments.len().max(table.header.len()).max(1);
        let widths: Vec<f64> = match table.widths.len() == columns {
            true => table.widths.iter().map(|&width| f64::from(width)).collect(),
            false => vec![1.0; columns],
        };
        let description = table.caption.as_deref().map(idm_core::edition::tree::plain_text).unwrap_or_default();
        self.begin_table(&widths, table.row_headers, !table.header.is_empty(), &description);
        let is_short = table.rows.len() <= WHOLE_ROWS;
        if !table.header.is_empty() {
            self.row(&table.header, table, (true, true), change);
        }
        for row in &table.rows {
            self.row(row, table, (false, is_short), change);
        }
        self.part.xml.push_str("</w:tbl>");
        for note in &table.notes {
            self.table_note(note);
        }
        self.source(table.source.as_deref(), change);
        if table.notes.is_empty() && table.source.is_none() {
            // Two tables that follow each other would be one.
            self.paragraph(&Paragraph { style: "AfterTable", ..Paragraph::default() }, vec![]);
        }
    }

    /// The beginning of a table, with the proportions of its columns.
    pub(super) fn begin_table(&mut self, widths: &[f64], row_headers: bool, header: bool, description: &str) {
        let whole: f64 = widths.iter().sum::<f64>().max(1.0);
        let room = self.width * 20.0;
        let grid: String =
            widths.iter().map(|width| format!("<w:gridCol w:w=\"{}\"/>", (width / whole * room) as u32)).collect();
        let description = match description {
            "" => String::new(),
            words => format!("<w:tblDescription w:val=\"{}\"/>", escape(words)),
        };
        self.part.xml.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Report\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLook w:val=\"04A0\" \
             w:firstRow=\"{}\" w:lastRow=\"0\" w:firstColumn=\"{}\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>\
             {description}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>",
            u8::from(header),
            u8::from(row_headers)
        ));
    }

    /// A row, which is a head or not and stands on the page of what follows it or not.
    fn row(&mut self, cells: &[Cell], table: &Table, (header, keep_next): (bool, bool), change: Change) {
        // A row is new, or gone, if all words of it are.
        let change = if change == Change::Kept { change_of(cells) } else { change };
        let Some(tracked) = self.tracked(change) else { return };
        self.begin_row(header, tracked);
        for (at, cell) in cells.iter().enumerate() {
            let align = match table.alignments.get(at) {
                Some(Alignment::Center) => Some("center"),
                Some(Alignment::Right) => Some("right"),
                _ => None,
            };
            let pieces = self.inlines(&cell.content);
            let pieces = self.passage(&cell.content, pieces);
            self.cell(pieces, align, keep_next, tracked);
        }
        self.part.xml.push_str("</w:tr>");
    }

    /// The beginning of a row.
    pub(super) fn begin_row(&mut self, header: bool, tracked: Tracked) {
        let mut properties = "<w:cantSplit/>".to_owned();
        if header {
            properties.push_str("<w:tblHeader/>");
        }
        let of_row = match tracked {
            Tracked::No => None,
            Tracked::Inserted | Tracked::MovedHere => Some("w:ins"),
            Tracked::Deleted | Tracked::MovedAway => Some("w:del"),
        };
        if let Some(element) = of_row {
            let change = self.change();
            properties.push_str(&format!("<{element}{change}/>"));
        }
        self.part.xml.push_str(&format!("<w:tr><w:trPr>{properties}</w:trPr>"));
    }

    /// A cell of one paragraph.
    pub(super) fn cell(&mut self, pieces: Vec<Piece>, align: Option<&'static str>, keep_next: bool, tracked: Tracked) {
        self.part.xml.push_str("<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/></w:tcPr>");
        self.paragraph(&Paragraph { style: "TableText", align, keep_next, tracked, ..Paragraph::default() }, pieces);
        self.part.xml.push_str("</w:tc>");
    }

    fn table_note(&mut self, note: &TableNote) {
        let Some(tracked) = self.tracked(note.change) else { return };
        let look = super::runs::Look { raised: Some("superscript"), ..self.look.clone() };
        let piece = Piece::Run(tracked, text_run(&look, tracked, &note.number));
        let mut pieces = self.labelled(note.label.as_deref(), &note.number, vec![piece]);
        pieces.extend(self.words_piece(note.change, " "));
        let mut blocks = note.blocks.as_slice();
        if let Some((Block { kind: BlockKind::Paragraph(content), .. }, rest)) = blocks.split_first() {
            let inner = self.inlines(content);
            pieces.extend(self.passage(content, inner));
            blocks = rest;
        }
        self.paragraph(&Paragraph { style: "SourceLine", tracked, ..Paragraph::default() }, pieces);
        self.framed(|frame| frame.style = Some("SourceLine"), |writer| writer.blocks(blocks));
    }
}

/// A table of so many rows at most stands whole on one page. LibreOffice can lose the rows of such a table where its head alone has
/// room at the end of a page.
pub(super) const WHOLE_ROWS: usize = 6;

/// The sequence that Word counts captions of a kind in.
fn sequence(kind: &str) -> &'static str {
    match kind {
        "table" => "Table",
        "box" => "Box",
        _ => "Figure",
    }
}

/// What became of a row: what became of all its words.
fn change_of(cells: &[Cell]) -> Change {
    let mut changes = cells.iter().flat_map(|cell| &cell.content).map(|inline| inline.change);
    match changes.next() {
        Some(first) if first != Change::Kept && changes.all(|change| change == first) => first,
        _ => Change::Kept,
    }
}
