//! Footnotes: which there are, what calls them, their order, and where they are printed.

use std::collections::HashMap;
use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::inlines::{Atom, Cursor};
use super::parse::{Reader, extent};
use super::positions::Lines;
use super::tree::{Block, BlockKind, Footnote, Inline, InlineKind, NotePlace, Prose};
use crate::diagnostic::Diagnostic;
use crate::rules;

/// The footnotes that a text defines, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    list: Vec<Definition>,
    /// Whether some may stand in code whose fence is missing.
    pub(super) hidden: bool,
    by_key: HashMap<String, usize>,
}

#[derive(Debug)]
struct Definition {
    name: String,
    /// `[^name]:`.
    head: Range<usize>,
    /// The definition of the same name that comes first.
    first: usize,
    /// Whether it stands in another footnote.
    nested: bool,
    called: bool,
}

/// Collects the definitions.
pub(super) fn definitions<'a>(root: &'a AstNode<'a>, lines: &Lines) -> Definitions {
    let mut found = Definitions::default();
    for node in root.descendants() {
        let ast = node.data();
        if let NodeValue::CodeBlock(code) = &ast.value {
            found.hidden |= code.fenced && !code.closed;
        }
        if !matches!(ast.value, NodeValue::FootnoteDefinition(_)) {
            continue;
        }
        let start = lines.offset(ast.sourcepos.start);
        let written = lines.slice(start..lines.line_end(start));
        let name = written.strip_prefix("[^").and_then(|rest| rest.split(']').next()).unwrap_or_default();
        let at = found.list.len();
        let first = *found.by_key.entry(key(name)).or_insert(at);
        let head = start..start + (name.len() + 4).min(written.len());
        let nested = inside_another(node);
        found.list.push(Definition { name: name.to_owned(), head, first, nested, called: false });
    }
    found
}

fn inside_another<'a>(node: &'a AstNode<'a>) -> bool {
    node.ancestors().skip(1).any(|outer| matches!(outer.data().value, NodeValue::FootnoteDefinition(_)))
}

/// Names are the same whatever their case and spacing.
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Reader<'_> {
    /// A footnote's mark; nothing if it must not stand there.
    pub(super) fn footnote_reference(&mut self, name: &str, hint: usize, cursor: &mut Cursor) -> Option<Atom> {
        let start = self.lines.find("[^", hint, cursor.rest()).unwrap_or(cursor.at);
        cursor.advance(start + 2);
        if let Some(close) = self.lines.slice(cursor.rest()).find(']') {
            cursor.advance(cursor.at + close + 1);
        }
        let range = start..cursor.at;
        let found = self.definitions.by_key.get(&key(name)).copied();
        if let Some(at) = found {
            self.definitions.list[at].called = true;
        }
        let span = self.span(range.clone());
        let shown = self.filled.original(name);
        match found {
            // The note may stand in what has been taken for code.
            None if self.definitions.hidden => None,
            _ if self.in_footnote => {
                let message = format!("the footnote `{shown}` is called from within a footnote");
                self.report(Diagnostic::new(&rules::FOOTNOTE_NESTED, span, message));
                None
            }
            None => {
                let message = format!("there is no footnote `{shown}`");
                self.report(Diagnostic::new(&rules::FOOTNOTE_DANGLING, span, message));
                None
            }
            Some(at) => Some(self.node(InlineKind::FootnoteReference(at), range)),
        }
    }

    /// Reads the footnotes' texts and puts them in the order of their first mention.
    pub(super) fn footnotes<'a>(&mut self, root: &'a AstNode<'a>, mut blocks: Vec<Block>) -> Prose {
        let count = self.definitions.list.len();
        let order = order(&mut blocks, count);
        let places = note_places(&mut blocks, count);
        self.in_footnote = true;
        let mut texts: Vec<Option<Footnote>> = vec![];
        for node in root.descendants() {
            let ast = node.data();
            if !matches!(ast.value, NodeValue::FootnoteDefinition(_)) {
                continue;
            }
            let at = texts.len();
            let span = self.span(self.lines.range(ast.sourcepos));
            let inner = self.blocks(node, 1);
            let definition = &self.definitions.list[at];
            let name = definition.name.clone();
            if inner.is_empty() && definition.called && definition.first == at {
                let head = self.span(definition.head.clone());
                let message = format!("the footnote `{name}` has no words");
                self.report(
                    Diagnostic::new(&rules::FOOTNOTE_DANGLING, head, message)
                        .hint(format!("write them behind it: `[^{name}]: words`")),
                );
            }
            // What nothing calls is left out below, whatever its place.
            let place = order[at].map_or(NotePlace::Page(0), |index| places[index]);
            texts.push(Some(Footnote { name, place, span: extent(span, &inner), blocks: inner }));
        }
        self.in_footnote = false;
        self.check_definitions();
        let mut footnotes: Vec<(usize, Footnote)> =
            order.iter().zip(texts).filter_map(|(&place, text)| Some((place?, text?))).collect();
        footnotes.sort_by_key(|&(place, _)| place);
        Prose { blocks, footnotes: footnotes.into_iter().map(|(_, footnote)| footnote).collect() }
    }

    fn check_definitions(&mut self) {
        for at in 0..self.definitions.list.len() {
            let definition = &self.definitions.list[at];
            let name = &definition.name;
            let span = self.span(definition.head.clone());
            let diagnostic = if definition.nested {
                let message = format!("the footnote `{name}` stands within another footnote");
                Diagnostic::new(&rules::FOOTNOTE_NESTED, span, message).hint("begin its line without spaces")
            } else if definition.first != at {
                let first = self.span(self.definitions.list[definition.first].head.clone());
                Diagnostic::new(&rules::FOOTNOTE_DUPLICATE, span, format!("a second footnote `{name}`"))
                    .label(first, "the first")
            } else if !definition.called {
                Diagnostic::new(&rules::FOOTNOTE_UNUSED, span, format!("nothing calls the footnote `{name}`"))
                    .hint(format!("put `[^{name}]` where it belongs, or remove it"))
            } else {
                continue;
            };
            self.report(diagnostic);
        }
    }
}

/// Orders the marks. Those in editors' notes come last: they are not printed, and must leave no gap.
fn order(blocks: &mut [Block], count: usize) -> Vec<Option<usize>> {
    let mut places = vec![None; count];
    let mut next = 0;
    for in_notes in [false, true] {
        each_mark(blocks, &mut |mark, at| {
            if at.in_note == in_notes && places[*mark].is_none() {
                places[*mark] = Some(next);
                next += 1;
            }
        });
    }
    each_mark(blocks, &mut |mark, _| *mark = places[*mark].unwrap_or_default());
    places
}

/// Where each footnote is printed, by its place in the order. A table keeps those that nothing else calls.
fn note_places(blocks: &mut [Block], count: usize) -> Vec<NotePlace> {
    let mut tables: Vec<Option<Option<usize>>> = vec![None; count];
    each_mark(blocks, &mut |mark, at| {
        if !at.in_note {
            let table = tables[*mark].get_or_insert(at.table);
            *table = table.filter(|&table| at.table == Some(table));
        }
    });
    let mut letters: HashMap<usize, usize> = HashMap::new();
    let mut numbers = 0;
    let mut next = |table: Option<usize>| match table {
        Some(table) => {
            let letter = letters.entry(table).or_default();
            *letter += 1;
            NotePlace::Table(*letter)
        }
        None => {
            numbers += 1;
            NotePlace::Page(numbers)
        }
    };
    tables.into_iter().map(|table| next(table.flatten())).collect()
}

/// Where a mark stands.
#[derive(Debug, Clone, Copy, Default)]
struct MarkPlace {
    /// Whether it stands in an editor's note.
    in_note: bool,
    /// The table that it stands in, counted through the text.
    table: Option<usize>,
}

fn each_mark(blocks: &mut [Block], visit: &mut dyn FnMut(&mut usize, MarkPlace)) {
    Marks { visit, tables: 0 }.blocks(blocks, false);
}

struct Marks<'v> {
    visit: &'v mut dyn FnMut(&mut usize, MarkPlace),
    /// How many tables have been met.
    tables: usize,
}

impl Marks<'_> {
    fn blocks(&mut self, blocks: &mut [Block], in_note: bool) {
        let at = MarkPlace { in_note, table: None };
        for block in blocks {
            match &mut block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => self.inlines(content, at),
                BlockKind::List { items, .. } => {
                    for item in items {
                        self.blocks(&mut item.blocks, in_note);
                    }
                }
                BlockKind::BlockQuote(inner)
                | BlockKind::KeyMessages { blocks: inner, .. }
                | BlockKind::GoodPractice { blocks: inner, .. }
                | BlockKind::Quotation { blocks: inner, .. } => self.blocks(inner, in_note),
                BlockKind::EditorsNote { blocks: inner, .. } => self.blocks(inner, true),
                BlockKind::Table(table) => {
                    let at = MarkPlace { in_note, table: Some(self.tables) };
                    self.tables += 1;
                    self.inlines(table.caption.as_deref_mut().unwrap_or_default(), at);
                    for cell in table.header.iter_mut().chain(table.rows.iter_mut().flatten()) {
                        self.inlines(&mut cell.content, at);
                    }
                }
                BlockKind::Figure(figure) => {
                    self.inlines(figure.caption.as_deref_mut().unwrap_or_default(), at);
                }
                BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &mut [Inline], at: MarkPlace) {
        for inline in inlines {
            match &mut inline.kind {
                InlineKind::FootnoteReference(mark) => (self.visit)(mark, at),
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Superscript(content)
                | InlineKind::Subscript(content)
                | InlineKind::Link { content, .. }
                | InlineKind::Foreign { content, .. }
                | InlineKind::IndexTerm { content, .. }
                | InlineKind::Reference { content: Some(content), .. } => self.inlines(content, at),
                InlineKind::EditorsNote(content) => self.inlines(content, MarkPlace { in_note: true, ..at }),
                InlineKind::Text(_)
                | InlineKind::SoftBreak
                | InlineKind::HardBreak
                | InlineKind::Code(_)
                | InlineKind::Image(_)
                | InlineKind::Reference { content: None, .. } => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::tree::{InlineKind, NotePlace};

    #[test]
    fn footnotes_are_ordered_by_their_first_mention() {
        let read = read("%%x[^c]%% a[^B] d[^a] e[^b]\n\n[^a]: one\n\n[^b]: two\n    more\n\n[^c]: é\n");
        read.assert_clean();
        let names: Vec<_> = read.prose.footnotes.iter().map(|footnote| footnote.name.as_str()).collect();
        assert_eq!(names, ["b", "a", "c"]);
        let mut marks = vec![];
        read.each_inline(|inline| {
            if let InlineKind::FootnoteReference(mark) = inline.kind {
                marks.push((mark, read.text(inline.span)));
            }
        });
        assert_eq!(marks, [(2, "[^c]"), (0, "[^B]"), (1, "[^a]"), (0, "[^b]")]);
        assert_eq!(read.text(read.prose.footnotes[2].span), "[^c]: é");
    }

    #[test]
    fn footnotes_that_do_not_fit_are_reported() {
        assert_eq!(read("a\n\n[^b]: c").reports(), ["unused-footnote [^b]:"]);
        assert_eq!(read("a[^b]\n\n[^b]: c\n\n[^B]: d").reports(), ["duplicate-footnote [^B]:"]);
        assert_eq!(read("a[^b]\n\n[^b]: c[^d]\n\n[^d]: e").reports(), ["nested-footnote [^d]"]);
        assert_eq!(read("a[^b]\n\n[^b]: c\n\n    [^d]: e").reports(), ["nested-footnote [^d]:"]);
        assert_eq!(read("a[^b]\n\n[^b]: c [^no]").codes(), ["dangling-footnote"]);
    }

    #[test]
    fn of_two_footnotes_the_first_is_printed() {
        let read = read("a[^b]\n\n[^b]: first\n\n[^b]: second");
        assert_eq!(read.prose.footnotes.len(), 1);
        assert_eq!(read.text(read.prose.footnotes[0].span), "[^b]: first");
    }

    #[test]
    fn notes_that_one_table_alone_calls_are_lettered_below_it() {
        let table = "| a[^x] |\n|---|\n| b[^y] c[^both] d[^two] e[^x] |\n\n";
        let text = format!("t[^text]\n\n{table}| f[^two] g[^z] |\n|---|\n\nu[^both] %%[^y]%%\n\n");
        let names = ["text", "x", "y", "both", "two", "z"];
        let definitions: String = names.iter().map(|name| format!("[^{name}]: {name}\n\n")).collect();
        let read = read(&format!("{text}{definitions}"));
        read.assert_clean();
        let notes = read.prose.footnotes.iter();
        let marks: Vec<_> = notes.map(|note| format!("{} {}", note.name, note.place.mark())).collect();
        assert_eq!(marks, ["text 1", "x a", "y b", "both 2", "two 3", "z a"]);
    }

    #[test]
    fn letters_go_on_after_z() {
        let marks = [1, 26, 27, 52, 53, 703].map(|number| NotePlace::Table(number).mark());
        assert_eq!(marks, ["a", "z", "aa", "az", "ba", "aaa"]);
    }
}
