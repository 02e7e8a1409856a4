//! The book as a Word file: its parts in the order of the printed tree.
//!
//! Each record is taken apart by [`Writer::fields`], so that a value which nobody has thought of is told to the tests.

mod agenda;
mod charts;
mod contents;
mod exhibits;
mod front;
mod people;
mod themes;

use std::collections::BTreeMap;

use idm_core::edition::tree::{Change, PlainRun};
use idm_core::edition::{Document, Module, Part, Record, Value, text_of};

use super::blocks::{UNLISTED, WHOLE_ROWS, heading_style};
use super::body::{Listed, Paragraph, Writer};
use super::records::{of, own_words, record_of, records};
use super::runs::{Piece, Tracked, field};
use crate::names;

/// On which pages the PDF of the same book shows things: the results of fields that Word has not counted yet.
#[derive(Debug, Clone, Copy)]
pub struct Pages<'a> {
    /// Page numbers by the labels of what stands there.
    pub labels: &'a BTreeMap<String, u32>,
    /// Page numbers by the keys of the index's entries, in order.
    pub index: &'a BTreeMap<String, Vec<u32>>,
}

/// How a section of the file begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Begins {
    /// Where the one before ends.
    Here,
    /// On a new page.
    #[default]
    NextPage,
    /// On a right page.
    OddPage,
}

/// A section of the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) begins: Begins,
    /// Whether something runs at head and foot of its pages.
    pub(super) running: bool,
}

/// Paragraphs of a cell.
type CellText = Vec<Vec<Piece>>;

impl Writer<'_> {
    /// The whole book.
    pub(super) fn book(&mut self, document: &Document) {
        self.lists_captions = true;
        let module = |path: &str| document.modules.get(path);
        let Some(publication) = module("publication").and_then(|module| module.record("publication")) else { return };
        let recto =
            record_of(publication.get("layout")).is_some_and(|layout| super::records::is_true(layout.get("recto")));
        self.index_entries(module("index"));
        for part in &document.parts {
            self.part(part, &module, publication, recto);
        }
    }

    fn part<'d>(
        &mut self,
        part: &Part,
        module: &dyn Fn(&str) -> Option<&'d Module>,
        publication: &'d Record,
        recto: bool,
    ) {
        let value = |path: &str, name: &str| of(module(path), name);
        match part {
            Part::Cover { motif: _ } => self.cover(publication),
            Part::Imprint => self.imprint(publication),
            Part::InBrief { path } => {
                self.section_begins(Begins::NextPage);
                if let Some(brief) = record_of(value(path, "brief")) {
                    self.in_brief(brief);
                }
            }
            Part::Contents => {
                self.section_begins(Begins::NextPage);
                self.contents();
            }
            Part::Lists { path: _ } => {
                self.part_begins();
                self.lists_of_captions();
            }
            Part::Abbreviations { path } => {
                self.part_begins();
                self.abbreviations(value(path, "abbreviations"));
            }
            Part::Chapter { path } => {
                self.part_begins();
                if let Some(record) = record_of(value(path, "record")) {
                    self.chapter(record, value(path, "body"));
                }
            }
            Part::Theme { path, panels: _, motif: _ } => {
                self.section_begins(if recto { Begins::OddPage } else { Begins::NextPage });
                if let Some(record) = record_of(value(path, "record")) {
                    self.theme(record, value(path, "introduction"));
                }
            }
            Part::Panel { path, theme: _ } => {
                self.part_begins();
                if let Some(record) = record_of(value(path, "record")) {
                    self.panel(record, value(path, "summary"));
                }
            }
            Part::Recommendations { path } => {
                self.part_begins();
                if let Some(theme) = record_of(value(path, "record")) {
                    self.recommendations(theme, value(path, "recommendations"));
                }
            }
            Part::Outcomes { path } => {
                self.section_begins(Begins::NextPage);
                self.outcomes(publication, value(path, "outcomes"), value(path, "said"));
            }
            Part::Matrices { path } => {
                self.part_begins();
                if let Some(matrices) = record_of(value(path, "matrices")) {
                    self.matrices(matrices);
                }
            }
            Part::Charts { path } => {
                self.part_begins();
                if let Some(charts) = record_of(value(path, "charts")) {
                    self.charts(charts);
                }
            }
            Part::Questions { path } => {
                self.part_begins();
                self.questions(value(path, "questions"));
            }
            Part::Agenda { path, workshops } => {
                self.part_begins();
                self.agenda(record_of(value(path, "sessions")));
                for workshop in workshops {
                    self.part_begins();
                    if let Some(record) = record_of(value(workshop, "record")) {
                        self.workshop(record, value(workshop, "about"));
                    }
                }
            }
            Part::People { path } => {
                self.part_begins();
                self.people(value(path, "people"), value(path, "by-panel"));
            }
            Part::References { path } => {
                self.part_begins();
                self.generated("references", self.words.get("title.references"), true);
                self.works(value(path, "references"));
            }
            Part::Index { path } => {
                self.section_begins(Begins::NextPage);
                if let Some(index) = record_of(value(path, "index")) {
                    self.index_part(index);
                }
                self.section_begins(Begins::NextPage);
            }
            Part::Colophon { path } => {
                self.part_begins();
                if let Some(colophon) = record_of(value(path, "colophon")) {
                    self.colophon(publication, colophon);
                }
            }
            Part::BackCover { path, motif } => {
                let (inside, motif) = (record_of(value(path, "inside")), record_of(value(motif, "motif")));
                self.back_cover(publication, inside, motif);
            }
            // A part that is new to this printer.
            other => {
                self.untold.insert(format!("{other:?}"));
            }
        }
    }

    /// The values of a record by name; nothing for what is not known. `silent` are those that nothing is printed of. Any
    /// other is noted.
    pub(super) fn fields<'r, const N: usize>(
        &mut self,
        record: &'r Record,
        names: [&str; N],
        silent: &[&str],
    ) -> [Option<&'r Value>; N] {
        for (name, _) in &record.fields {
            if !names.contains(name) && !silent.contains(name) {
                self.untold.insert((*name).to_owned());
            }
        }
        names.map(|name| record.get(name).filter(|value| !matches!(value, Value::None)))
    }

    /// Begins a section.
    pub(super) fn section_begins(&mut self, begins: Begins) {
        self.new_section(Section { begins, running: true });
    }

    /// Begins a part of the book that runs on. Footnotes are counted anew in each, which Word does by section.
    fn part_begins(&mut self) {
        if self.counted > 0 {
            self.section_begins(Begins::Here);
        }
    }

    pub(super) fn new_section(&mut self, section: Section) {
        if !self.part.xml.is_empty() {
            let properties = self.section_properties();
            self.part.xml.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"AfterTable\"/>{properties}</w:pPr></w:p>"));
        }
        self.section = section;
        self.counted = 0;
    }

    /// A heading. `listed` is its level in the contents, and its words there.
    pub(super) fn titled(
        &mut self,
        style: &'static str,
        listed: Option<(u8, Vec<PlainRun>)>,
        label: &str,
        pieces: Vec<Piece>,
    ) {
        let pieces = match listed {
            Some((level, text)) => self.listed(level, text, label, pieces),
            None => pieces,
        };
        self.paragraph(&Paragraph { style, ..Paragraph::default() }, pieces);
    }

    fn listed(&mut self, level: u8, text: Vec<PlainRun>, label: &str, pieces: Vec<Piece>) -> Vec<Piece> {
        let anchor = format!("_Toc{:08}", self.found.headings.len() + 1);
        self.found.headings.push(Listed { level, text, anchor: anchor.clone(), label: label.to_owned() });
        self.bookmarked(&anchor, pieces)
    }

    /// The heading of a part that has no record of its own.
    pub(super) fn generated(&mut self, name: &str, title: &str, listed: bool) {
        let label = format!("generated:{name}");
        let piece = self.plain(title);
        let pieces = self.labelled(Some(&label), title, vec![piece]);
        let style = if listed { heading_style(1) } else { "TOCHeading" };
        self.titled(style, listed.then(|| (1, own_words(title))), &label, pieces);
    }

    /// A heading of plain words.
    pub(super) fn plain_heading(&mut self, level: u8, text: &str) {
        self.plain_paragraph(heading_style(level), text);
    }

    /// A heading that the contents do not list.
    pub(super) fn unlisted(&mut self, text: &str) {
        self.plain_paragraph(UNLISTED, text);
    }

    /// A paragraph of pieces.
    pub(super) fn line_in(&mut self, style: &'static str, pieces: Vec<Piece>) {
        self.paragraph(&Paragraph { style, ..Paragraph::default() }, pieces);
    }

    /// What stands where something is not known; `what` that is.
    pub(super) fn gap(&mut self, what: Option<&str>) -> Vec<Piece> {
        match what {
            Some(what) => self.missing_of(what),
            None => self.missing(),
        }
    }

    /// A value in a line, or what stands where it is not known.
    pub(super) fn known(&mut self, value: Option<&Value>) -> Vec<Piece> {
        let pieces = self.value(value);
        if pieces.is_empty() { self.gap(None) } else { pieces }
    }

    /// The page of something in the book, as a field; nothing where it is not in the book.
    pub(super) fn page(&self, label: &str) -> Option<Piece> {
        let number = self.pages?.labels.get(label).filter(|_| self.known.covers.contains_key(label))?;
        let instruction = format!("PAGEREF {} \\h", names::reference_bookmark(label));
        Some(Piece::Run(Tracked::No, field(&self.look, &instruction, &number.to_string())))
    }

    /// "p. 12"; nothing where it is not in the book.
    pub(super) fn page_of(&self, label: &str) -> Vec<Piece> {
        let Some(page) = self.page(label) else { return vec![] };
        vec![self.plain(&format!("{}\u{a0}", self.words.get("page-short"))), page]
    }

    /// ", p. 12" behind a name.
    pub(super) fn page_behind(&self, label: &str) -> Vec<Piece> {
        let page = self.page_of(label);
        if page.is_empty() { page } else { [vec![self.plain(", ")], page].concat() }
    }

    /// Words that lead to what has a label.
    pub(super) fn leading(&mut self, label: &str, text: &str) -> Vec<Piece> {
        let piece = self.plain(text);
        self.link_to(label, Change::Kept, vec![piece])
    }

    /// A kind and a number that lead to what has them: a field where its heading says the same.
    pub(super) fn leading_kind(&mut self, kind: &str, label: &str, number: &str) -> Vec<Piece> {
        let words = self.words.numbered(kind, number);
        self.reference(label, &words, Change::Kept)
    }

    /// What something is called, which leads there: a field where its heading says the same.
    pub(super) fn leading_name(&mut self, label: &str, name: &str) -> Vec<Piece> {
        self.reference(label, name, Change::Kept)
    }

    /// What holds of a whole group unless one of it says otherwise.
    pub(super) fn said(&mut self, said: Option<&Record>) {
        let Some(said) = said else { return };
        let [basis, exceptions, status] = self.fields(said, ["basis", "exceptions", "status"], &[]);
        let words = self.words;
        let named = |basis: Option<&Value>| words.get(&format!("basis.{}", text_of(basis))).to_owned();
        let mut parts = vec![];
        if basis.is_some() {
            parts.push(named(basis));
        }
        for exception in records(exceptions) {
            let [basis, numbers] = self.fields(exception, ["basis", "numbers"], &[]);
            parts.push(format!("{}{}{}", text_of(numbers), words.colon(), named(basis)));
        }
        if !matches!(text_of(status), "" | "cleared") {
            let status = words.get(&format!("status.{}", text_of(status)));
            parts.push(format!("{}{}{status}", words.get("field.status"), words.colon()));
        }
        if !parts.is_empty() {
            let line = format!("{}{}{}.", words.get("said-of-all"), words.colon(), parts.join(" · "));
            self.plain_paragraph("Small", &line);
        }
    }

    /// Where something comes from, as a paragraph.
    pub(super) fn provenance_line(&mut self, record: &Record) {
        let before = format!("{}{}", self.words.get("field.source"), self.words.colon());
        let mut pieces = vec![self.plain(&before)];
        pieces.extend(self.provenance(record));
        self.line_in("SourceLine", pieces);
    }

    /// A table of the book's own, with one row of heads. Each cell has one paragraph or several; `right` are the columns
    /// that are set to the right.
    pub(super) fn rows(
        &mut self,
        widths: &[f64],
        heads: &[&str],
        right: &[usize],
        description: &str,
        rows: Vec<Vec<CellText>>,
    ) {
        self.begin_table(widths, true, !heads.is_empty(), description);
        let whole = widths.iter().sum::<f64>().max(1.0);
        // Programs that look at cells alone would make all columns the same.
        let widths: Vec<u32> = widths.iter().map(|width| (width / whole * self.width * 20.0) as u32).collect();
        let width = |at: usize| widths.get(at).copied().unwrap_or(0);
        let align = |at: usize| right.contains(&at).then_some("right");
        if !heads.is_empty() {
            self.begin_row(true, Tracked::No);
            for (at, head) in heads.iter().enumerate() {
                let piece = self.plain(head);
                self.own_cell(width(at), align(at), true, vec![vec![piece]]);
            }
            self.part.xml.push_str("</w:tr>");
        }
        let is_short = rows.len() <= WHOLE_ROWS;
        for row in rows {
            self.begin_row(false, Tracked::No);
            for (at, paragraphs) in row.into_iter().enumerate() {
                self.own_cell(width(at), align(at), is_short, paragraphs);
            }
            self.part.xml.push_str("</w:tr>");
        }
        self.part.xml.push_str("</w:tbl>");
        // Two tables that follow each other would be one.
        self.line_in("AfterTable", vec![]);
    }

    fn own_cell(&mut self, width: u32, align: Option<&'static str>, keep_next: bool, paragraphs: CellText) {
        self.part.xml.push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"));
        let paragraphs = if paragraphs.is_empty() { vec![vec![]] } else { paragraphs };
        for pieces in paragraphs {
            self.paragraph(&Paragraph { style: "TableText", align, keep_next, ..Paragraph::default() }, pieces);
        }
        self.part.xml.push_str("</w:tc>");
    }

    /// The works cited, each with a place that citations lead to.
    fn works(&mut self, list: Option<&Value>) {
        for entry in records(list) {
            let [label, text] = self.fields(entry, ["label", "text"], &[]);
            let pieces = self.value(text);
            let pieces = self.labelled(Some(text_of(label)), "", pieces);
            self.line_in("Bibliography", pieces);
        }
    }
}

/// A number that is counted with.
pub(super) fn number(value: Option<&Value>) -> u64 {
    match value {
        Some(Value::Number(number)) => *number,
        _ => 0,
    }
}
