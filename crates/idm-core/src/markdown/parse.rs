//! From an author's text to the tree: the steps in their order, and what they share.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use comrak::nodes::AstNode;
use comrak::{Arena, Options};

use super::filler::{Filled, Part, plain};
use super::footnotes::Definitions;
use super::lettered::Markers;
use super::positions::Lines;
use super::tree::{Block, Handle, Prose, TextId};
use super::{fences, filler, footnotes, guard, lettered, matter, shape};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expression::Expressions;
use crate::rules;
use crate::source::{Locator, Span};

/// How deeply lists, quotations and blocks, or emphasis and links, may be nested.
pub(super) const MAX_DEPTH: usize = 24;
/// After so many problems in one text, more would help nobody.
const MAX_REPORTS: usize = 500;
/// What a text is read with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Where the text stands in its file.
    pub locator: &'a Locator,
    /// What its expressions may use.
    pub expressions: &'a Expressions,
    /// What kind of text it is.
    pub shape: Shape,
    /// What the text is called.
    pub id: TextId,
}

/// The kinds of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A summary: its headings start at level 1.
    Summary,
    /// A chapter: one level-1 heading, its title, comes first.
    Chapter,
    /// A value in YAML marked **md blocks**: paragraphs and lists.
    Field,
    /// A value in YAML marked **md**: one paragraph.
    Line,
}

/// A text that has been read.
#[derive(Debug, Default)]
pub struct Parsed {
    /// What could be read.
    pub prose: Arc<Prose>,
    /// What is wrong with the text.
    pub diagnostics: Diagnostics,
    /// Identifiers that stand in the text and may have been lost with a block that was not understood.
    pub lost: Vec<String>,
    /// Whether a block was not understood, so that words may be missing from what could be read.
    pub lossy: bool,
}

/// Reads a Markdown text. All problems in it are reported; what could be read is in the tree nevertheless.
pub fn parse(text: &str, context: &Context) -> Parsed {
    let mut diagnostics = Diagnostics::default();
    let prose = tree(text, context, &mut diagnostics).unwrap_or_else(|place| {
        let message = "the text is nested too deeply to be read";
        diagnostics.push(Diagnostic::new(&rules::PROSE_NESTING, context.locator.span(place), message));
        Prose::default()
    });
    let misunderstood = [
        &rules::BLOCK_UNKNOWN,
        &rules::BLOCK_UNCLOSED,
        &rules::BLOCK_ATTRIBUTE,
        &rules::BLOCK_CONTENT,
        &rules::PROSE_NESTING,
    ];
    let lossy = diagnostics.list().iter().any(|found| misunderstood.contains(&found.rule));
    let lost = if lossy { identifiers(text) } else { vec![] };
    Parsed { prose: Arc::new(prose), diagnostics, lost, lossy }
}

/// What each expression in a text comes to, in their order, whether its value is printed or not.
pub(crate) fn values(text: &str, expressions: &Expressions) -> Vec<Result<String, String>> {
    if !text.contains("{{") {
        return vec![];
    }
    filler::expressions(text).map(|expression| expressions.evaluate(expression)).collect()
}

/// Everything that stands in a text as an identifier does: `{#name}`.
fn identifiers(text: &str) -> Vec<String> {
    let named = text.split("{#").skip(1).map(|rest| rest.split(['}', ' ', '\n']).next().unwrap_or_default());
    named.map(str::to_owned).collect()
}

/// Reads a text; the place of what cannot be read at all.
fn tree(text: &str, context: &Context, diagnostics: &mut Diagnostics) -> Result<Prose, Range<usize>> {
    if let Some(place) = guard::too_deep(text) {
        return Err(place);
    }
    let mut filled = Filled::new(text, context.locator, diagnostics);
    matter::settle(&mut filled, context, diagnostics);
    let markers = lettered::settle(&mut filled);
    let fences = fences::settle(&mut filled, context, diagnostics);
    let arena = Arena::new();
    let sealed = with_room(fences::sealed(filled.text(), &fences.seals));
    let Some(root) = read(&arena, &sealed) else { return Err(0..0) };
    let lines = Lines::new(filled.text(), &fences.seals);
    let definitions = footnotes::definitions(root, &lines);
    let mut reader = Reader {
        context,
        filled: &filled,
        lines: &lines,
        markers: &markers,
        diagnostics,
        reports: 0,
        values: HashMap::new(),
        handles: 0,
        definitions,
        in_cell: false,
        open_tags: vec![],
        odd_rows: 0,
        in_footnote: false,
        excused: fences.excused,
        too_deep: false,
        headings: vec![],
    };
    let blocks = reader.blocks(root, 0);
    let prose = reader.footnotes(root, blocks);
    reader.check_addresses(root);
    Ok(shape::check(&mut reader, prose))
}

/// The text with room for its link definitions: comrak gives up on `[text][name]` once the addresses have more letters than
/// the whole text, or a hundred thousand, and says nothing. A last line of blanks makes the text long enough.
fn with_room(text: Cow<'_, str>) -> Cow<'_, str> {
    const ROOM: usize = 100_000;
    let defines = |line: &str| {
        let line = line.trim_start_matches([' ', '>', '\t']);
        line.starts_with('[') && !line.starts_with("[^") && line.contains("]:")
    };
    if text.len() >= ROOM || !text.lines().any(defines) {
        return text;
    }
    let blanks = " ".repeat(ROOM - text.len());
    Cow::Owned(text.into_owned() + "\n\n" + &blanks)
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.block_directive = true;
    options.extension.autolink = true;
    options.parse.leave_footnote_definitions = true;
    options.parse.escaped_char_spans = true;
    options
}

/// Reads a text with comrak; nothing if that takes out of all proportion long.
pub(super) fn read<'a>(arena: &'a Arena<'a>, text: &str) -> Option<&'a AstNode<'a>> {
    // Counted, not timed, so that the outcome is the same on every machine. comrak asks every 256 steps.
    let asked = Cell::new(0);
    let budget = 10_000 + text.len() / 2;
    let give_up = || {
        asked.set(asked.get() + 1);
        asked.get() > budget
    };
    comrak::try_parse_document(arena, text, &options(), &give_up).ok()
}

/// Turns comrak's tree into ours.
pub(super) struct Reader<'r> {
    pub(super) context: &'r Context<'r>,
    pub(super) filled: &'r Filled<'r>,
    pub(super) lines: &'r Lines<'r>,
    /// The markers of lists that have stand-ins in the text.
    pub(super) markers: &'r Markers,
    diagnostics: &'r mut Diagnostics,
    reports: usize,
    /// Expressions evaluated so far.
    values: HashMap<usize, String>,
    /// How many handles have been given.
    handles: u32,
    pub(super) definitions: Definitions,
    /// Whether a table's cell is being read.
    pub(super) in_cell: bool,
    /// The names of HTML's tags that have been reported and not closed.
    pub(super) open_tags: Vec<String>,
    /// Whether a footnote's text is being read.
    pub(super) in_footnote: bool,
    /// Where blocks open that are known to lack their end.
    pub(super) excused: Vec<usize>,
    /// How many paragraphs of rows have been reported that are no table.
    pub(super) odd_rows: usize,
    /// Whether too deep nesting has been reported.
    too_deep: bool,
    /// The level and place of every heading with words, in order.
    pub(super) headings: Vec<(u8, Span)>,
}

impl Reader<'_> {
    /// Where a range of the text stands in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let text = self.lines.text();
        let start = text.floor_char_boundary(range.start.min(text.len()));
        let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
        self.context.locator.span(start..end)
    }

    /// Reports a problem, unless the text has had very many.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if self.reports < MAX_REPORTS {
            self.reports += 1;
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether a node lies too deep to be read, which is reported once.
    pub(super) fn is_too_deep(&mut self, depth: usize, span: Span) -> bool {
        if depth > MAX_DEPTH && !self.too_deep {
            self.too_deep = true;
            let message = format!("this is nested more than {MAX_DEPTH} levels deep");
            self.report(Diagnostic::new(&rules::PROSE_NESTING, span, message));
        }
        depth > MAX_DEPTH
    }

    /// The next handle.
    pub(super) fn handle(&mut self) -> Handle {
        let number = self.handles;
        self.handles += 1;
        Handle { text: self.context.id, number }
    }

    /// The value of an expression; its source if it has none.
    pub(super) fn value(&mut self, filler: usize) -> String {
        if let Some(value) = self.values.get(&filler) {
            return value.clone();
        }
        let value = match self.context.expressions.evaluate(self.filled.expression(filler)) {
            // A line's end in a value must not become a paragraph's.
            Ok(value) => value.replace(['\n', '\r'], " "),
            Err(message) => {
                let place = self.span(self.filled.range(filler));
                let hint = if message.ends_with("has no value yet") {
                    "give it a value where it is kept, or take the expression out"
                } else {
                    "write the name of a value, such as `{{ workshop.city }}` or `{{ values.name }}`; for plain signs write \
                     `\\{{`"
                };
                self.report(Diagnostic::new(&rules::EXPRESSION, place, message).hint(hint));
                format!("{{{{{}}}}}", self.filled.expression(filler))
            }
        };
        self.values.insert(filler, value.clone());
        value
    }

    /// A text from comrak with its expressions evaluated.
    pub(super) fn expand(&mut self, words: &str) -> String {
        let mut text = String::with_capacity(words.len());
        for part in self.filled.parts(words) {
            match part {
                Part::Text(words) => text.extend(words.chars().map(plain)),
                Part::Filler(filler) => text.push_str(&self.value(filler)),
            }
        }
        text
    }
}

/// The span from the first of some blocks to the last.
pub(super) fn extent(span: Span, blocks: &[Block]) -> Span {
    blocks.iter().fold(span, |span, block| span.to(block.span))
}
