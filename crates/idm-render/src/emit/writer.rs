//! Writing Typst values: dictionaries, arrays, content.

use std::collections::{BTreeMap, BTreeSet};

use idm_core::model::{Line, PartialDate, Plain, Publication, Text};
use idm_core::source::Span;

use super::literal;
use super::review::Review;
use crate::source_map::{Emitter, Module};

/// Writes one module of a document.
pub struct Writer<'a> {
    /// What is written about.
    pub publication: &'a Publication,
    /// The workshop that the text belongs to: its own panels are called by their numbers alone.
    pub workshop: Option<usize>,
    pub(super) out: Emitter,
    /// Whether the texts are chapters: their level 1 is the title, which stands elsewhere.
    pub(super) is_chapter: bool,
    /// Whether the index is not to find what is written: headings, captions and titles are printed elsewhere, too.
    pub(super) unindexed: bool,
    /// Whether the title of what a cross-reference names is being written.
    pub(super) in_title: bool,
    /// The footnotes of the present text that have been printed.
    pub(super) called_footnotes: BTreeSet<usize>,
    /// Whether the head of a table is being written, which is repeated on every page that the table takes.
    pub(super) in_table_header: bool,
    /// The pictures that were named, each with the place of its name.
    pub(super) pictures: BTreeMap<String, Span>,
    /// The keys of the references that were cited.
    pub(super) cited: BTreeSet<String>,
    /// The acronyms that have been spelled out: whether in an earlier state, the place of the words, and where in them.
    pub(super) spelled_out: BTreeSet<(bool, Span, usize)>,
    /// What a draft shows on top of the text. The publication has none.
    pub(super) review: Option<Review<'a>>,
    text_key: String,
    texts: usize,
}

impl<'a> Writer<'a> {
    /// A module that calls the constructs of prose. `text_key` makes its labels differ from those of other modules.
    pub fn new(publication: &'a Publication, workshop: Option<usize>, text_key: impl Into<String>) -> Self {
        let mut writer = Self::bare(publication);
        writer.out.push("#import \"@idm/prose:0.1.0\": *\n");
        writer.workshop = workshop;
        writer.text_key = text_key.into();
        writer
    }

    /// A module of values, without any prose.
    pub fn bare(publication: &'a Publication) -> Self {
        Self {
            publication,
            workshop: None,
            out: Emitter::new(),
            is_chapter: false,
            unindexed: false,
            in_title: false,
            called_footnotes: BTreeSet::new(),
            in_table_header: false,
            pictures: BTreeMap::new(),
            cited: BTreeSet::new(),
            spelled_out: BTreeSet::new(),
            review: None,
            text_key: String::new(),
            texts: 0,
        }
    }

    /// The label of a footnote of the present text.
    pub(super) fn footnote_label(&self, number: usize) -> String {
        format!("fn:{}:{}:{number}", self.text_key, self.texts)
    }

    /// Ends the module.
    pub fn finish(self) -> Module {
        self.out.finish()
    }

    /// The label of a table note's first mark.
    pub(super) fn mark_label(&self, number: usize) -> String {
        format!("fn-mark:{}:{}:{number}", self.text_key, self.texts)
    }

    /// Writes `#let name = `, the value and a line's end.
    pub fn define(&mut self, name: &str, value: impl FnOnce(&mut Self)) {
        self.out.push(&format!("\n#let {name} = "));
        value(self);
        self.out.push("\n");
    }

    /// Everything that `write` writes belongs to `span`, unless it is mapped more closely. What is gone has no place.
    pub fn within(&mut self, span: Span, write: impl FnOnce(&mut Self)) {
        if self.is_removed() {
            write(self);
            return;
        }
        let mut out = std::mem::take(&mut self.out);
        out.within(span, |out| {
            // The emitter goes back into the writer for as long as the region is open.
            std::mem::swap(out, &mut self.out);
            write(self);
            std::mem::swap(out, &mut self.out);
        });
        self.out = out;
    }

    /// A dictionary.
    pub fn dictionary(&mut self, write: impl FnOnce(&mut Fields<'_, 'a>)) {
        self.out.push("(");
        let mut fields = Fields { writer: self, empty: true };
        write(&mut fields);
        let empty = fields.empty;
        self.out.push(if empty { ":)" } else { ")" });
    }

    /// An array.
    pub fn array<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        self.out.push("(");
        for item in items {
            write(self, item);
            // One item and no comma would be a mere expression in parentheses.
            self.out.push(", ");
        }
        self.out.push(")");
    }

    /// A string.
    pub fn string(&mut self, text: &str) {
        self.out.push(&literal::string(text));
    }

    /// A plain value as a string.
    pub fn plain(&mut self, plain: &Plain) {
        self.out.emit(plain.span, &literal::string(&plain.text));
    }

    /// A line as content.
    pub fn line(&mut self, line: &Line) {
        self.within(line.span, |writer| {
            writer.out.push("[");
            writer.inlines(&line.content, &[]);
            writer.out.push("]");
        });
    }

    /// Writes what is printed elsewhere, too, so that the index would find it there.
    pub(super) fn unindexed(&mut self, write: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.unindexed, true);
        write(self);
        self.unindexed = around;
    }

    /// A text as content.
    pub fn text(&mut self, text: &Text) {
        self.begin_text();
        self.within(text.span, |writer| {
            writer.out.push("[\n");
            writer.margin_notes(&text.prose.blocks);
            writer.blocks(&text.prose.blocks, &text.prose.footnotes);
            writer.out.push("]");
        });
    }

    /// Footnotes are numbered anew in each text.
    pub(super) fn begin_text(&mut self) {
        self.texts += 1;
        self.called_footnotes.clear();
    }

    /// `value`, or `none` where there is none.
    pub fn or_none<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => write(self, value),
            None => self.out.push("none"),
        }
    }

    /// A date as the templates read it.
    pub fn date(&mut self, date: PartialDate) {
        let part = |part: Option<u8>| part.map_or("none".to_owned(), |number| number.to_string());
        let (month, day) = (part(date.month), part(date.day));
        self.out.push(&format!("(year: {}, month: {month}, day: {day})", date.year));
    }
}

/// A dictionary being written.
pub struct Fields<'w, 'a> {
    writer: &'w mut Writer<'a>,
    empty: bool,
}

impl<'a> Fields<'_, 'a> {
    /// What is written about.
    pub(super) fn publication(&self) -> &'a Publication {
        self.writer.publication
    }

    /// A field with any value.
    pub fn field(&mut self, name: &str, write: impl FnOnce(&mut Writer<'a>)) {
        self.empty = false;
        self.writer.out.push(name);
        self.writer.out.push(": ");
        write(self.writer);
        // A line each, for whoever opens the project in an editor.
        self.writer.out.push(",\n  ");
    }

    /// A field with a value of our own, written as it is.
    pub fn literal(&mut self, name: &str, value: &str) {
        self.field(name, |writer| writer.out.push(value));
    }

    /// A text of our own.
    pub fn string(&mut self, name: &str, text: &str) {
        self.field(name, |writer| writer.string(text));
    }

    /// An author's plain value, if it is known.
    pub fn plain(&mut self, name: &str, plain: Option<&Plain>) {
        self.field(name, |writer| writer.or_none(plain, Writer::plain));
    }

    /// A line, if it is known.
    pub fn line(&mut self, name: &str, line: Option<&Line>) {
        self.field(name, |writer| writer.unindexed(|writer| writer.or_none(line, Writer::line)));
    }

    /// A remark, if there is one: a line that is printed in this place alone, so that the index names it.
    pub fn remark(&mut self, name: &str, line: Option<&Line>) {
        self.field(name, |writer| writer.or_none(line, Writer::line));
    }

    /// A text, if it is known.
    pub fn text(&mut self, name: &str, text: Option<&Text>) {
        self.field(name, |writer| writer.or_none(text, Writer::text));
    }

    /// A line as content and, under the name with `-text`, as a string for metadata and bookmarks.
    pub fn titled(&mut self, name: &str, line: Option<&Line>) {
        self.line(name, line);
        let text = line.map_or_else(String::new, Line::plain);
        self.string(&format!("{name}-text"), &text);
    }

    /// An array.
    pub fn array<T>(&mut self, name: &str, items: impl IntoIterator<Item = T>, write: impl FnMut(&mut Writer<'a>, T)) {
        self.field(name, |writer| writer.array(items, write));
    }
}
