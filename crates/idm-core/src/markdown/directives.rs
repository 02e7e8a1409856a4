//! `:::` blocks: what each is called, which keys it takes and what it may hold.

use comrak::nodes::{AstNode, NodeValue};

use super::attributes::{self, Attributes, Pair, Word};
use super::parse::{Reader, extent};
use super::tree::{Block, BlockKind, Figure, Identifier, Image, Inline, InlineKind, Table, Target, Wide};
use crate::diagnostic::{Diagnostic, Fix, near};
use crate::letters::composed;
use crate::rules;
use crate::source::Span;
use crate::words::counted;

/// A kind of `:::` block.
#[derive(Debug)]
pub struct BlockForm {
    /// What it is called.
    pub name: &'static str,
    /// Whether it may have an identifier.
    pub id: bool,
    /// The keys that it may have.
    pub keys: &'static [&'static str],
}

/// Every kind of `:::` block.
pub const BLOCK_FORMS: &[BlockForm] = &[
    BlockForm { name: "key-messages", id: false, keys: &["title"] },
    BlockForm { name: "good-practice", id: true, keys: &["title"] },
    BlockForm { name: "quote", id: false, keys: &["by", "source", "locator"] },
    BlockForm { name: "figure", id: true, keys: &["src", "alt", "width", "source"] },
    BlockForm { name: "table", id: true, keys: &["source", "wide", "columns", "row-headers"] },
    BlockForm { name: "note", id: false, keys: &["by"] },
];

impl Reader<'_> {
    /// Reads a `:::` block. What is no proper block is replaced by what stands in it.
    pub(super) fn directive<'a>(&mut self, node: &'a AstNode<'a>, fence: usize, depth: usize, blocks: &mut Vec<Block>) {
        let range = self.lines.range(node.data().sourcepos);
        let line = range.start..self.lines.line_end(range.start);
        let head = self.lines.slice(line.clone());
        let head_span = self.span(line.start..line.start + head.trim_end().len());
        if self.is_too_deep(depth + 1, head_span) {
            return;
        }
        let opening = attributes::opening(head.get(fence..).unwrap_or_default(), line.start + fence);
        let closed = self.is_closed(node);
        if !closed && !self.excused.contains(&range.start) {
            self.report_unclosed(node, fence, head_span);
        }
        let kind = self.kind(opening.name.as_ref(), head_span);
        let odd_rows = self.odd_rows;
        let inner = self.blocks(node, depth + 1);
        let odd_rows = self.odd_rows > odd_rows;
        let Some(kind) = kind else {
            blocks.extend(inner);
            return;
        };
        let attributes = self.checked(kind, opening.attributes);
        if !closed || self.holds_unclosed(node) {
            // The block has swallowed what follows; its keys and contents would only be misjudged.
            blocks.extend(inner);
            return;
        }
        let span = extent(self.span(range), &inner);
        if let Some(kind) = self.made(kind.name, attributes, inner, (head_span, odd_rows), depth, blocks) {
            blocks.push(Block { kind, span });
        }
    }

    /// Reports a block without an end: its own fence may be missing, or that of the block which it has come to lie in.
    fn report_unclosed<'a>(&mut self, node: &'a AstNode<'a>, fence: usize, head: Span) {
        let outer = node.ancestors().skip(1).find_map(|outer| {
            let ast = outer.data();
            let NodeValue::BlockDirective(directive) = &ast.value else { return None };
            (directive.fence_length <= fence).then(|| self.lines.range(ast.sourcepos).start)
        });
        let Some(start) = outer else {
            self.report(
                Diagnostic::new(&rules::BLOCK_UNCLOSED, head, "this block is not closed")
                    .hint(format!("close it with `{}` on a line of its own", ":".repeat(fence)))
                    .hint("a block that holds another needs more colons than the inner one"),
            );
            return;
        };
        let outer = self.span(start..self.lines.line_end(start));
        self.report(
            Diagnostic::new(&rules::BLOCK_UNCLOSED, head, "the block above is not closed before this one begins")
                .label(outer, "the block above")
                .hint("close it first, or, if it is to hold this one, give it more colons than this one has"),
        );
    }

    /// Whether some block within this one is not closed.
    fn holds_unclosed<'a>(&self, node: &'a AstNode<'a>) -> bool {
        let mut inner = node.descendants().skip(1);
        inner.any(|inner| matches!(inner.data().value, NodeValue::BlockDirective(_)) && !self.is_closed(inner))
    }

    fn kind(&mut self, name: Option<&Word>, head: Span) -> Option<&'static BlockForm> {
        let Some(name) = name else {
            let hint = format!("the blocks are {}", listed(BLOCK_FORMS.iter().map(|kind| kind.name)));
            self.report(Diagnostic::new(&rules::BLOCK_UNKNOWN, head, "this block has no name").hint(hint));
            return None;
        };
        let found = BLOCK_FORMS.iter().find(|kind| kind.name == name.text);
        if found.is_none() {
            let message = format!("there is no block `{}`", name.text);
            let span = self.span(name.range.clone());
            let diagnostic = Diagnostic::new(&rules::BLOCK_UNKNOWN, span, message);
            self.report(match near(&name.text, BLOCK_FORMS.iter().map(|kind| kind.name)) {
                Some(near) => diagnostic.hint(format!("did you mean `:::{}`?", near.word)).fix(Fix::replace(
                    span,
                    &name.text,
                    near.word,
                    near.is_certain,
                )),
                None => diagnostic.hint(format!("the blocks are {}", listed(BLOCK_FORMS.iter().map(|kind| kind.name)))),
            });
        }
        found
    }

    /// Reports keys that the block does not have and keeps the others.
    fn checked(&mut self, kind: &BlockForm, mut attributes: Attributes) -> Attributes {
        for problem in attributes.problems.drain(..) {
            let span = self.span(problem.range);
            self.report(
                Diagnostic::new(&rules::BLOCK_ATTRIBUTE, span, self.filled.original(&problem.message))
                    .hint("the form is `:::name {#id key=\"value\"}`"),
            );
        }
        if let Some(id) = attributes.id.take_if(|_| !kind.id) {
            let span = self.span(id.range);
            let message = format!("a `:::{}` has no identifier", kind.name);
            self.report(Diagnostic::new(&rules::BLOCK_ATTRIBUTE, span, message));
        }
        let (known, unknown): (Vec<Pair>, Vec<Pair>) =
            attributes.pairs.into_iter().partition(|pair| kind.keys.contains(&pair.key.text.as_str()));
        for Pair { key, .. } in unknown {
            let message = format!("a `:::{}` has no key `{}`", kind.name, self.filled.original(&key.text));
            let span = self.span(key.range);
            let diagnostic = Diagnostic::new(&rules::BLOCK_ATTRIBUTE, span, message);
            let meant = near(&key.text, kind.keys.iter().copied());
            self.report(match meant {
                // One that is there already is hardly meant again.
                Some(near) if known.iter().any(|pair| pair.key.text == near.word) => {
                    diagnostic.hint(format!("did you mean `{}`?", near.word))
                }
                Some(_) => diagnostic.did_you_mean(&key.text, meant),
                None => diagnostic.hint(format!("its keys are {}", listed(kind.keys.iter().copied()))),
            });
        }
        Attributes { pairs: known, ..attributes }
    }

    /// Makes the block of the tree. What has no place in it goes to `around`. Rows that are no table may have been reported.
    fn made(
        &mut self,
        name: &str,
        mut attributes: Attributes,
        inner: Vec<Block>,
        (head, odd_rows): (Span, bool),
        depth: usize,
        around: &mut Vec<Block>,
    ) -> Option<BlockKind> {
        let id = attributes.id.take().map(|word| self.identifier(word));
        let mut key = |key: &str| {
            let at = attributes.pairs.iter().position(|pair| pair.key.text == key)?;
            Some(self.identifier(attributes.pairs.swap_remove(at).value))
        };
        if inner.is_empty() && !matches!(name, "figure" | "table") {
            let message = format!("this `:::{name}` is empty");
            return self.misfit(head, message, vec![], around);
        }
        match name {
            "key-messages" => {
                let title = key("title").map(|title| title.name);
                if let Some(other) = inner.iter().find(|block| !matches!(block.kind, BlockKind::List { .. })) {
                    let message = "a `:::key-messages` holds a list and nothing else";
                    self.report(Diagnostic::new(&rules::BLOCK_CONTENT, other.span, message));
                }
                Some(BlockKind::KeyMessages { title, blocks: inner })
            }
            "good-practice" => {
                let title = key("title").map(|title| title.name);
                Some(BlockKind::GoodPractice { handle: self.handle(), id, title, blocks: inner })
            }
            "quote" => {
                let (by, source, locator) = (key("by"), key("source"), key("locator"));
                if source.is_none() {
                    self.report(
                        Diagnostic::new(&rules::UNSOURCED, head, "this quotation has no `source`")
                            .hint("say where it is recorded: `:::quote {source=\"key\"}`"),
                    );
                }
                let source = source.map(|source| target(source, locator));
                Some(BlockKind::Quotation { by, source, blocks: inner })
            }
            "note" => Some(BlockKind::EditorsNote { by: key("by").map(|by| by.name), blocks: inner }),
            "figure" => {
                let (path, alt, source) = (key("src"), key("alt"), key("source"));
                let source = source.map(|source| target(source, None));
                let width = key("width");
                let width = width.and_then(|width| self.width(&width));
                self.figure(id, path, alt, source, width, inner, head, around)
            }
            _ => {
                let (source, wide) = (key("source"), key("wide"));
                let (widths, row_headers) = (key("columns"), key("row-headers"));
                let source = source.map(|source| target(source, None));
                let (caption, mut rest) = caption(inner);
                match rest.as_slice() {
                    [Block { kind: BlockKind::Table(_), .. }] => {}
                    [_, other, ..] | [other] => {
                        let message = "a `:::table` holds its caption, then one table, and nothing else";
                        self.report(Diagnostic::new(&rules::BLOCK_CONTENT, other.span, message));
                    }
                    [] if odd_rows => rest.push(Block { kind: BlockKind::Table(self.no_table()), span: head }),
                    [] => {
                        self.report(match caption.0.iter().flatten().find(|inline| is_row(inline)) {
                            Some(row) => Diagnostic::new(&rules::BLOCK_CONTENT, row.span, "this row begins no table")
                                .hint("as many cells of hyphens have to follow on the next line: `|---|---|`"),
                            None => Diagnostic::new(&rules::BLOCK_CONTENT, head, "this `:::table` holds no table"),
                        });
                        // What refers to the table is none the worse.
                        rest.push(Block { kind: BlockKind::Table(self.no_table()), span: head });
                    }
                }
                if caption.0.is_none() {
                    let hint = "write a paragraph between the fence and the table";
                    let message = "this `:::table` has no caption";
                    self.report(Diagnostic::new(&rules::BLOCK_CONTENT, head, message).hint(hint));
                }
                let at = rest.iter().position(|block| matches!(block.kind, BlockKind::Table(_)));
                let table = at.map(|at| rest.remove(at).kind);
                around.append(&mut rest);
                match table {
                    Some(BlockKind::Table(mut table)) => {
                        (table.id, table.caption, table.source) = (id, Some(caption.0.unwrap_or_default()), source);
                        table.wide = wide.and_then(|wide| self.wide(wide, depth));
                        table.widths = widths.map_or(vec![], |widths| self.widths(&widths, table.header.len()));
                        table.row_headers = row_headers.is_some_and(|value| self.truth(&value, "row-headers"));
                        Some(BlockKind::Table(table))
                    }
                    _ => {
                        around.extend(caption.1);
                        None
                    }
                }
            }
        }
    }

    /// What stands in for a table that could not be read.
    fn no_table(&mut self) -> Table {
        Table { handle: self.handle(), ..Table::default() }
    }

    #[expect(clippy::too_many_arguments, reason = "a figure has that many parts")]
    fn figure(
        &mut self,
        id: Option<Identifier>,
        path: Option<Identifier>,
        alt: Option<Identifier>,
        source: Option<Target>,
        width: Option<u8>,
        inner: Vec<Block>,
        head: Span,
        around: &mut Vec<Block>,
    ) -> Option<BlockKind> {
        let (caption, mut rest) = caption(inner);
        if let Some(other) = rest.first() {
            let message = "a `:::figure` holds its caption and nothing else";
            let hint = "the picture is named by the key `src`";
            self.report(Diagnostic::new(&rules::BLOCK_CONTENT, other.span, message).hint(hint));
            around.append(&mut rest);
        }
        if alt.as_ref().is_none_or(|alt| alt.name.trim().is_empty()) {
            let span = alt.as_ref().map_or(head, |alt| if alt.span.range().is_empty() { head } else { alt.span });
            self.report(
                Diagnostic::new(&rules::ALT_MISSING, span, "this figure has no alternative text")
                    .hint("say what it shows: `alt=\"…\"`"),
            );
        }
        let handle = self.handle();
        let Some(path) = path else {
            self.report(
                Diagnostic::new(&rules::BLOCK_ATTRIBUTE, head, "this `:::figure` has no `src`")
                    .hint("name the picture: `src=\"figures/a.svg\"`"),
            );
            // What refers to the figure is none the worse.
            let image = Image { handle, path: String::new(), path_span: head, alt: String::new(), content: None };
            return Some(BlockKind::Figure(Figure { id, image, caption: caption.0, source, width, numbered: true }));
        };
        self.check_remote(&path.name, path.span);
        let alt = alt.map(|alt| composed(alt.name)).unwrap_or_default();
        let image = Image { handle, path: path.name, path_span: path.span, alt, content: None };
        Some(BlockKind::Figure(Figure { id, image, caption: caption.0, source, width, numbered: true }))
    }

    /// The `width` key of a figure: a part of the text's width.
    fn width(&mut self, value: &Identifier) -> Option<u8> {
        let number = value.name.strip_suffix('%').map(str::trim_end);
        let width = number.and_then(|number| number.parse().ok()).filter(|width| (1..=100).contains(width));
        if width.is_none() {
            let message = format!("`width` is a part of the text's width, not `{}`", value.name);
            self.report(
                Diagnostic::new(&rules::BLOCK_ATTRIBUTE, value.span, message)
                    .hint("write a whole number from 1 to 100 and the sign: `width=\"50%\"`"),
            );
        }
        width
    }

    /// The `wide` key of a table that lies `depth` containers deep. Only what lies in none can have a page of its own.
    fn wide(&mut self, wide: Identifier, depth: usize) -> Option<Wide> {
        match wide.name.as_str() {
            "shrink" => Some(Wide::Shrink),
            "turn" if depth == 0 => Some(Wide::Turn),
            "turn" => {
                let message = "a table within another block or a list cannot be turned";
                let diagnostic = Diagnostic::new(&rules::BLOCK_ATTRIBUTE, wide.span, message);
                self.report(diagnostic.hint("move it out, or write `wide=\"shrink\"`"));
                None
            }
            other => {
                let message = format!("`wide` is `turn` or `shrink`, not `{other}`");
                self.report(Diagnostic::new(&rules::BLOCK_ATTRIBUTE, wide.span, message));
                None
            }
        }
    }

    /// The `columns` key of a table: a whole number for each column.
    fn widths(&mut self, value: &Identifier, columns: usize) -> Vec<u8> {
        let widths: Option<Vec<u8>> =
            value.name.split(',').map(|width| width.trim().parse().ok().filter(|&width| width > 0)).collect();
        let message = match widths {
            Some(widths) if widths.len() == columns || columns == 0 => return widths,
            Some(widths) => {
                let (widths, columns) = (counted(widths.len(), "width"), counted(columns, "column"));
                format!("`columns` holds {widths}, and the table has {columns}")
            }
            None => "`columns` holds a whole number from 1 to 255 for each column".to_owned(),
        };
        let hint = "the widths in proportion to each other: `columns=\"3,1,1\"`";
        self.report(Diagnostic::new(&rules::BLOCK_ATTRIBUTE, value.span, message).hint(hint));
        vec![]
    }

    fn truth(&mut self, value: &Identifier, key: &str) -> bool {
        if !matches!(value.name.as_str(), "true" | "false") {
            let message = format!("`{key}` is `true` or `false`, not `{}`", value.name);
            self.report(Diagnostic::new(&rules::BLOCK_ATTRIBUTE, value.span, message));
        }
        value.name == "true"
    }

    fn misfit(&mut self, head: Span, message: String, inner: Vec<Block>, around: &mut Vec<Block>) -> Option<BlockKind> {
        self.report(Diagnostic::new(&rules::BLOCK_CONTENT, head, message));
        around.extend(inner);
        None
    }

    fn identifier(&mut self, word: Word) -> Identifier {
        Identifier { name: self.expand(&word.text), span: self.span(word.range) }
    }
}

fn target(source: Identifier, locator: Option<Identifier>) -> Target {
    Target {
        prefix: None,
        id: source.name,
        locator: locator.map(|locator| locator.name),
        lead: None,
        span: source.span,
    }
}

/// A caption: its words, and the paragraphs they came from.
type Caption = (Option<Vec<Inline>>, Vec<Block>);

/// Takes the paragraphs at the front as a caption.
fn caption(inner: Vec<Block>) -> (Caption, Vec<Block>) {
    let mut words: Vec<Inline> = vec![];
    let mut paragraphs = vec![];
    let mut rest = inner.into_iter().peekable();
    while let Some(block) = rest.next_if(|block| matches!(block.kind, BlockKind::Paragraph(_))) {
        if let BlockKind::Paragraph(content) = &block.kind {
            if !words.is_empty() {
                words.push(Inline { kind: InlineKind::SoftBreak, span: block.span });
            }
            words.extend(content.iter().cloned());
        }
        paragraphs.push(block);
    }
    (((!words.is_empty()).then_some(words), paragraphs), rest.collect())
}

/// Whether a text is the beginning of a row that was read as a paragraph.
fn is_row(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.trim_start().starts_with('|'))
}

fn listed(names: impl Iterator<Item = &'static str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::tree::{BlockKind, Wide, plain_text};

    #[test]
    fn each_block_becomes_what_it_is() {
        let read = read(concat!(
            ":::key-messages {title=\"Data: the gaps\"}\n- a\n:::\n\n",
            "::: good-practice {#gp title=\"B\"}\nText.\n:::\n\n",
            ":::quote {by=\"someone\" source=\"s2\" locator=\"p. 4: top\"}\nSaid.\n:::\n\n",
            ":::figure {#map src=\"figures/é.svg\" alt=\"A {{ id }}\" source=\"s3\"}\nIts *caption*\n:::\n\n",
            ":::table {#t}\nCaption\n\n| a |\n|---|\n| b |\n:::\n\n",
            ":::note\nHm.\n:::\n",
        ));
        read.assert_clean();
        let blocks = read.blocks();
        assert!(matches!(&blocks[0].kind, BlockKind::KeyMessages { title: Some(title), blocks }
            if title == "Data: the gaps" && blocks.len() == 1));
        assert!(matches!(&blocks[1].kind, BlockKind::GoodPractice { id: Some(id), .. } if read.text(id.span) == "gp"));
        let BlockKind::Quotation { by: Some(by), source: Some(source), .. } = &blocks[2].kind else { panic!() };
        assert_eq!((by.name.as_str(), read.text(source.span)), ("someone", "s2"));
        assert_eq!(source.locator.as_deref(), Some("p. 4: top"));
        let BlockKind::Figure(figure) = &blocks[3].kind else { panic!() };
        assert_eq!(figure.image.alt, "A new-york");
        assert_eq!(read.text(figure.image.path_span), "figures/é.svg");
        assert_eq!(figure.caption.as_deref().map(plain_text).as_deref(), Some("Its caption"));
        let BlockKind::Table(table) = &blocks[4].kind else { panic!() };
        assert_eq!(table.caption.as_deref().map(plain_text).as_deref(), Some("Caption"));
        assert!(matches!(&blocks[5].kind, BlockKind::EditorsNote { by: None, .. }));
        assert_eq!(read.text(blocks[5].span), ":::note\nHm.\n:::");
    }

    #[test]
    fn tables_say_how_they_are_set() {
        let table = "C\n\n| a | b |\n|---|---|\n| c | d |\n:::";
        let read = read(&format!(":::table {{wide=\"turn\" columns=\"3, 1\" row-headers=\"true\"}}\n{table}"));
        read.assert_clean();
        let BlockKind::Table(made) = &read.blocks()[0].kind else { panic!() };
        assert_eq!((made.wide, made.widths.as_slice(), made.row_headers), (Some(Wide::Turn), &[3, 1][..], true));

        let reports = |keys: &str| super::super::testing::read(&format!(":::table {{{keys}}}\n{table}")).reports();
        assert_eq!(reports("wide=\"yes\""), ["block-attribute yes"]);
        assert_eq!(reports("columns=\"3,1,1\""), ["block-attribute 3,1,1"]);
        assert_eq!(reports("columns=\"3,0\""), ["block-attribute 3,0"]);
        assert_eq!(reports("columns=\"\""), ["block-attribute "]);
        assert_eq!(reports("row-headers=\"yes\""), ["block-attribute yes"]);
        let nested = format!("::::good-practice\n:::table {{wide=\"turn\"}}\n{table}\n::::");
        assert_eq!(super::super::testing::read(&nested).reports(), ["block-attribute turn"]);
    }

    #[test]
    fn blocks_nest_with_longer_fences() {
        let read = read("> ::::good-practice\n> :::quote {source=\"a\"}\n> x\n> :::\n> ::::");
        read.assert_clean();
    }

    #[test]
    fn unknown_names_and_keys_are_reported() {
        assert_eq!(read(":::qoute\na\n:::").reports(), ["unknown-block qoute"]);
        assert_eq!(read("::: {#a}\na\n:::").reports(), ["unknown-block ::: {#a}"]);
        assert_eq!(read(":::note {bye=\"a\"}\nb\n:::").reports(), ["block-attribute bye"]);
        assert_eq!(read(":::note {#a}\nb\n:::").reports(), ["block-attribute a"]);
        assert_eq!(read(":::note {by=a}\nb\n:::").reports(), ["block-attribute by=a"]);
    }

    #[test]
    fn open_blocks_are_reported_and_their_contents_kept() {
        let read = read("# A\n\n:::quote\na\n\n## B");
        assert_eq!(read.reports(), ["unclosed-block :::quote"]);
        assert!(matches!(read.blocks()[2].kind, BlockKind::Heading { level: 2, .. }));
        let read = super::super::testing::read(":::note\n> :::note\n> a\n> :::");
        assert_eq!(read.reports(), ["unclosed-block :::note"]);
    }

    #[test]
    fn a_block_within_one_that_should_have_ended_is_not_judged() {
        let read = read(":::key-messages\n- a\n\n:::quote {source=\"s2\"}\nb\n:::\n");
        assert_eq!(read.reports(), ["unclosed-block :::quote {source=\"s2\"}"]);
        assert_eq!(read.diagnostics()[0].message, "the block above is not closed before this one begins");
        assert_eq!(read.diagnostics()[0].labels.len(), 1);
    }

    #[test]
    fn stray_fences_do_not_swallow_what_follows() {
        let read = read("a\n\n:::\n\n:::note\nb\n:::\n\n:::\n");
        assert_eq!(read.reports(), ["unclosed-block :::", "unclosed-block :::"]);
        assert!(matches!(read.blocks()[1].kind, BlockKind::EditorsNote { .. }));
        let read = super::super::testing::read(":::good-practice\n:::note\na\n:::\n:::\n\nb");
        assert_eq!(read.reports(), ["unclosed-block :::", "unclosed-block :::note"]);
    }

    #[test]
    fn contents_are_checked() {
        assert_eq!(read(":::table\nA\n:::").codes(), ["block-content"]);
        assert_eq!(read(":::table\n| a |\n|---|\n:::").codes(), ["block-content"]);
        assert_eq!(read(":::table\nA\n\n| a |\n|---|\n\nB\n:::").reports(), ["block-content B"]);
        assert_eq!(read(":::key-messages\na\n:::").reports(), ["block-content a"]);
        assert_eq!(read(":::note\n:::").codes(), ["block-content"]);
        assert_eq!(read(":::quote\na\n:::").codes(), ["unsourced"]);
    }

    #[test]
    fn figures_need_a_picture_and_its_words() {
        assert_eq!(read(":::figure {src=\"a.svg\"}\nb\n:::").codes(), ["missing-alt-text"]);
        assert_eq!(read(":::figure {src=\"a.svg\" alt=\" \"}\n:::").codes(), ["missing-alt-text"]);
        assert_eq!(read(":::figure {alt=\"a\"}\nb\n:::").codes(), ["block-attribute"]);
        assert_eq!(read(":::figure {alt=\"a\" src=\"http://b\"}\n:::").codes(), ["remote-image"]);
        assert_eq!(read(":::figure {alt=\"a\" src=\"b.svg\"}\n![c](d.svg)\n:::").codes(), ["block-content"]);
    }
}
