//! Footnotes: which there are, what calls them, and their order.

use std::collections::HashMap;
use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::inlines::{Atom, Cursor};
use super::parse::{Reader, extent};
use super::positions::Lines;
use super::tree::{Block, BlockKind, Footnote, Inline, InlineKind, Prose};
use crate::diagnostic::Diagnostic;
use crate::rules;

/// The footnotes that a text defines, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    list: Vec<Definition>,
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
        let order = order(&mut blocks, self.definitions.list.len());
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
            let name = self.definitions.list[at].name.clone();
            texts.push(Some(Footnote { name, span: extent(span, &inner), blocks: inner }));
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

/// Numbers the marks. Those in editors' notes come last: they are not printed, and must leave no gap.
fn order(blocks: &mut [Block], count: usize) -> Vec<Option<usize>> {
    let mut places = vec![None; count];
    let mut next = 0;
    for in_notes in [false, true] {
        each_mark(blocks, false, &mut |mark, in_note| {
            if in_note == in_notes && places[*mark].is_none() {
                places[*mark] = Some(next);
                next += 1;
            }
        });
    }
    each_mark(blocks, false, &mut |mark, _| *mark = places[*mark].unwrap_or_default());
    places
}

type Visit<'v> = dyn FnMut(&mut usize, bool) + 'v;

fn each_mark(blocks: &mut [Block], in_note: bool, visit: &mut Visit) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                each_inline_mark(content, in_note, visit);
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    each_mark(&mut item.blocks, in_note, visit);
                }
            }
            BlockKind::BlockQuote(inner)
            | BlockKind::KeyMessages { blocks: inner, .. }
            | BlockKind::GoodPractice { blocks: inner, .. }
            | BlockKind::Quotation { blocks: inner, .. } => each_mark(inner, in_note, visit),
            BlockKind::EditorsNote { blocks: inner, .. } => each_mark(inner, true, visit),
            BlockKind::Table(table) => {
                each_inline_mark(table.caption.as_deref_mut().unwrap_or_default(), in_note, visit);
                for cell in table.header.iter_mut().chain(table.rows.iter_mut().flatten()) {
                    each_inline_mark(&mut cell.content, in_note, visit);
                }
            }
            BlockKind::Figure(figure) => {
                each_inline_mark(figure.caption.as_deref_mut().unwrap_or_default(), in_note, visit);
            }
            BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
        }
    }
}

fn each_inline_mark(inlines: &mut [Inline], in_note: bool, visit: &mut Visit) {
    for inline in inlines {
        match &mut inline.kind {
            InlineKind::FootnoteReference(mark) => visit(mark, in_note),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Link { content, .. }
            | InlineKind::Foreign { content, .. }
            | InlineKind::IndexTerm { content, .. }
            | InlineKind::Reference { content: Some(content), .. } => each_inline_mark(content, in_note, visit),
            InlineKind::EditorsNote(content) => each_inline_mark(content, true, visit),
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Image(_)
            | InlineKind::Reference { content: None, .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::tree::InlineKind;

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
}
