//! What builds the printed tree of one document.

use std::collections::{BTreeMap, BTreeSet};

use super::acronyms::SpellingOut;
use super::draft_state::DraftState;
use super::labels::Labels;
use super::printed_words::PrintedWords;
use super::tree::{Block, BlockKind, Change, Inline, InlineKind, NodeId, plain_text};
use super::value::Value;
use crate::model::{Line, Plain, Publication, Ref, Text, Workshop};
use crate::quotes;
use crate::source::Span;

/// Builds the printed tree of one document, in the order in which the document is read.
pub(super) struct Builder<'a> {
    /// What is told about; while something that is gone is told, the publication as it was.
    pub(super) publication: &'a Publication,
    /// The words that the program itself prints.
    pub(super) labels: &'a Labels,
    /// The language of what is being told, by its letters.
    pub(super) language: String,
    /// The workshop that the text belongs to: what is its own is called by its number alone.
    pub(super) workshop: Option<Ref<Workshop>>,
    /// Whether the texts are chapters: their level 1 is the title, which stands elsewhere.
    pub(super) is_chapter: bool,
    /// Whether the index is not to find what is told: headings, captions and titles are printed elsewhere, too.
    pub(super) unindexed: bool,
    /// Whether the title of what a cross-reference names is being told.
    pub(super) in_title: bool,
    /// Whether the head of a table is being told, which is repeated on every page that the table takes.
    pub(super) in_table_header: bool,
    /// Whether an editor's note is being told: one within it has no mark of its own, since it stands in no text.
    pub(super) in_note: bool,
    /// Whether acronyms are spelled out in the paragraphs that are being told.
    pub(super) spells_out: bool,
    /// Which of them have been by now.
    pub(super) acronyms: SpellingOut<'a>,
    /// The footnotes of the present text that have been called.
    pub(super) called: BTreeSet<usize>,
    /// The pictures that were named, each with the place of its name.
    pub(super) pictures: BTreeMap<String, Span>,
    /// The keys of the references that were cited.
    pub(super) cited: BTreeSet<String>,
    /// Which state is being told.
    pub(super) change: Change,
    /// What a draft shows on top of the text. The publication has none.
    pub(super) review: Option<DraftState<'a>>,
    key: String,
    texts: usize,
    nodes: u32,
}

impl<'a> Builder<'a> {
    /// For a document about a publication.
    pub(super) fn new(publication: &'a Publication, labels: &'a Labels) -> Self {
        Self {
            publication,
            labels,
            language: publication.language.code().to_owned(),
            workshop: None,
            is_chapter: false,
            unindexed: false,
            in_title: false,
            in_table_header: false,
            in_note: false,
            spells_out: false,
            acronyms: SpellingOut::default(),
            called: BTreeSet::new(),
            pictures: BTreeMap::new(),
            cited: BTreeSet::new(),
            change: Change::Kept,
            review: None,
            key: String::new(),
            texts: 0,
            nodes: 0,
        }
    }

    /// From now on, a module of its own is told. `key` makes its labels differ from those of others; the texts belong to
    /// the workshop.
    pub(super) fn begin_module(&mut self, key: &str, workshop: Option<Ref<Workshop>>) {
        self.key = key.to_owned();
        self.texts = 0;
        self.workshop = workshop;
    }

    /// Goes on with a module in which so many texts have been told.
    pub(super) fn resume_module(&mut self, key: &str, texts: usize) {
        self.begin_module(key, None);
        self.texts = texts;
    }

    /// Footnotes are numbered anew in each text.
    pub(super) fn begin_text(&mut self) {
        self.texts += 1;
        self.called.clear();
    }

    /// The label of a footnote of the present text.
    pub(super) fn footnote_label(&self, number: usize) -> String {
        format!("fn:{}:{}:{number}", self.key, self.texts)
    }

    /// The label of a table note's first mark.
    pub(super) fn mark_label(&self, number: usize) -> String {
        format!("fn-mark:{}:{}:{number}", self.key, self.texts)
    }

    /// Whether what is being told is gone from the present state.
    pub(super) fn is_gone(&self) -> bool {
        self.change == Change::Deleted
    }

    /// The place of something. What is gone has none.
    pub(super) fn place(&self, span: Span) -> Option<Span> {
        (!self.is_gone()).then_some(span)
    }

    /// The label of something. What is gone has none: what is there in its stead may have the same.
    pub(super) fn label(&self, label: Option<String>) -> Option<String> {
        label.filter(|_| !self.is_gone())
    }

    fn node(&mut self) -> NodeId {
        let id = NodeId(self.nodes);
        self.nodes += 1;
        id
    }

    /// An inline of the state that is being told.
    pub(super) fn inline(&mut self, span: Option<Span>, kind: InlineKind) -> Inline {
        Inline { id: self.node(), span, change: self.change, kind }
    }

    /// Words of a plain value, of no place of their own.
    pub(super) fn words(&mut self, text: &str) -> Inline {
        let text = quotes::text(text, &self.tag());
        self.inline(None, InlineKind::Words(text))
    }

    /// The words that the program itself prints in the language of what is being told.
    pub(super) fn printed(&self) -> PrintedWords<'_> {
        PrintedWords::new(self.labels, &self.language)
    }

    /// A mark of punctuation between what the program puts together, as the language of what is being told sets it.
    pub(super) fn sign(&self, key: &str) -> &'a str {
        self.labels.get(&self.language, &format!("mark.{key}"))
    }

    /// The tag of the language of what is being told, with the publication's region where it is the publication's.
    pub(super) fn tag(&self) -> String {
        if self.language == self.publication.language.code() {
            format!("{}-{}", self.language, self.publication.region)
        } else {
            self.language.clone()
        }
    }

    /// A block of the state that is being told.
    pub(super) fn block(&mut self, span: Option<Span>, kind: BlockKind) -> Block {
        Block { id: self.node(), span, change: self.change, kind }
    }

    /// Tells something that belongs to one state. Whatever an earlier text refers to is looked up in the earlier state.
    pub(super) fn showing<T>(&mut self, change: Change, tell: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.change, change);
        let earlier = self.review.as_ref().and_then(|review| review.earlier);
        let swapped = earlier.filter(|_| change == Change::Deleted && before != Change::Deleted).map(|earlier| {
            let publication = std::mem::replace(&mut self.publication, earlier.publication);
            (publication, std::mem::replace(&mut self.workshop, earlier.workshop))
        });
        let told = tell(self);
        if let Some((publication, workshop)) = swapped {
            (self.publication, self.workshop) = (publication, workshop);
        }
        self.change = before;
        told
    }

    /// Tells what is printed elsewhere, too, so that the index would find it there.
    pub(super) fn unindexed<T>(&mut self, tell: impl FnOnce(&mut Self) -> T) -> T {
        let around = std::mem::replace(&mut self.unindexed, true);
        let told = tell(self);
        self.unindexed = around;
        told
    }

    /// Tells paragraphs in which no acronym is spelled out.
    pub(super) fn as_written<T>(&mut self, tell: impl FnOnce(&mut Self) -> T) -> T {
        let around = std::mem::replace(&mut self.spells_out, false);
        let told = tell(self);
        self.spells_out = around;
        told
    }

    /// A line, which is printed elsewhere, too.
    pub(super) fn line(&mut self, line: Option<&Line>) -> Value {
        self.unindexed(|builder| builder.remark(line))
    }

    /// A line that is printed in this place alone, so that the index names it.
    pub(super) fn remark(&mut self, line: Option<&Line>) -> Value {
        let Some(line) = line else { return Value::None };
        self.tell_stale(line.span);
        let content = self.told(&line.content, &[]);
        Value::Line { content, span: self.place(line.span) }
    }

    /// A text.
    pub(super) fn text(&mut self, text: Option<&Text>) -> Value {
        let Some(text) = text else { return Value::None };
        self.begin_text();
        let (notes, blocks) = self.noting(|builder| builder.blocks(&text.prose.blocks, &text.prose.footnotes));
        Value::Text { blocks: [notes, blocks].concat(), span: self.place(text.span) }
    }
}

/// An author's plain value, if it is known.
pub(super) fn plain(value: Option<&Plain>) -> Value {
    value.map_or(Value::None, |plain| Value::Plain {
        text: plain.text.clone(),
        span: Some(plain.span),
        language: plain.language.map(|language| language.code().to_owned()),
    })
}

/// An author's plain value, if it is known, for where no language can be told: metadata and running heads.
pub(super) fn bare(value: Option<&Plain>) -> Value {
    value.map_or(Value::None, |plain| Value::Plain { text: plain.text.clone(), span: Some(plain.span), language: None })
}

/// The words of a line that has been told, without mark-up, for metadata and bookmarks.
pub(super) fn plain_words(line: &Value) -> Value {
    match line {
        Value::Line { content, .. } => plain_text(content).into(),
        _ => "".into(),
    }
}
