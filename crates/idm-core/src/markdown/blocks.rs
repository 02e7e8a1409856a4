//! Blocks: paragraphs, headings, lists, tables.

use std::ops::Range;

use comrak::nodes::{AstNode, ListDelimType, ListType, NodeHeading, NodeValue, TableAlignment};

use super::attributes;
use super::inlines::{Atom, Cursor, html_diagnostic};
use super::lookalikes::Within;
use super::parse::{Reader, extent};
use super::tree::{
    Alignment, Block, BlockKind, Cell, Count, Figure, Identifier, Inline, InlineKind, Item, Numbering, Sign, Table,
};
use crate::diagnostic::Diagnostic;
use crate::letters::composed;
use crate::rules;
use crate::words::counted;

impl Reader<'_> {
    /// The blocks in a node that lies `depth` containers deep.
    pub(super) fn blocks<'a>(&mut self, parent: &'a AstNode<'a>, depth: usize) -> Vec<Block> {
        let mut blocks = vec![];
        for node in parent.children() {
            self.block(node, depth, &mut blocks);
        }
        blocks
    }

    fn block<'a>(&mut self, node: &'a AstNode<'a>, depth: usize, blocks: &mut Vec<Block>) {
        let ast = node.data();
        let range = self.lines.range(ast.sourcepos);
        let span = self.span(range.clone());
        let kind = match &ast.value {
            NodeValue::Paragraph => {
                let outer = node.parent().filter(|_| node.previous_sibling().is_none());
                let within = outer.map_or(Within::Text, |outer| match outer.data().value {
                    NodeValue::Item(_) => Within::Item,
                    NodeValue::BlockQuote => Within::Quotation,
                    _ => Within::Text,
                });
                let content = self.paragraph_inlines(node, range, within);
                if content.is_empty() {
                    return;
                }
                self.paragraph(node, content)
            }
            NodeValue::Heading(heading) => match self.heading(node, heading, range) {
                Some(kind) => kind,
                None => return,
            },
            NodeValue::List(list) => {
                if self.is_too_deep(depth + 1, span) {
                    return;
                }
                let mut items = vec![];
                let first = node.first_child().map(|item| self.lines.range(item.data().sourcepos).start);
                for item in node.children() {
                    let span = self.span(self.lines.range(item.data().sourcepos));
                    let blocks = self.blocks(item, depth + 1);
                    items.push(Item { span: extent(span, &blocks), blocks });
                }
                let span = items.iter().fold(span, |span, item| span.to(item.span));
                let sign = if list.delimiter == ListDelimType::Paren { Sign::Bracket } else { Sign::Point };
                if list.list_type == ListType::Ordered {
                    self.check_numbers(node);
                }
                let own = first.and_then(|first| self.markers.at(first));
                let (numbering, number) = own.unwrap_or((Numbering { count: Count::Figures, sign }, list.start as u64));
                let start = (list.list_type == ListType::Ordered).then_some(number);
                blocks.push(Block { kind: BlockKind::List { start, numbering, tight: list.tight, items }, span });
                return;
            }
            NodeValue::BlockQuote => {
                if self.is_too_deep(depth + 1, span) {
                    return;
                }
                let inner = self.blocks(node, depth + 1);
                blocks.push(Block { span: extent(span, &inner), kind: BlockKind::BlockQuote(inner) });
                return;
            }
            NodeValue::CodeBlock(code) => {
                if code.fenced && !code.closed {
                    self.report_open_code(&range, code.fence_char, code.fence_length);
                }
                let info = self.filled.original(&code.info);
                self.look_at_code(code, &info, &range);
                let mut text = self.filled.original(&code.literal);
                if text.ends_with('\n') {
                    text.pop();
                }
                BlockKind::Code { language: info.split_whitespace().next().map(str::to_owned), text: composed(text) }
            }
            // A line that was put in to end a list.
            NodeValue::HtmlBlock(_) if range.is_empty() => return,
            NodeValue::HtmlBlock(html) => {
                let first = html.literal.trim().lines().next().unwrap_or_default().to_owned();
                let shown = self.filled.original(&first);
                self.report(html_diagnostic(span, &shown));
                return;
            }
            NodeValue::Table(table) => {
                let alignments = table.alignments.iter().map(|&alignment| aligned(alignment)).collect();
                BlockKind::Table(self.table(node, alignments))
            }
            NodeValue::ThematicBreak => {
                if is_simple_table(self.lines.slice(range.clone())) {
                    self.report(
                        Diagnostic::new(&rules::FOREIGN_MARKUP, span, "these rows of hyphens draw no table")
                            .hint("write the rows with bars, `| a | b |`, and `|---|---|` below the head"),
                    );
                }
                BlockKind::ThematicBreak
            }
            NodeValue::BlockDirective(directive) => {
                self.directive(node, directive.fence_length, depth, blocks);
                return;
            }
            // Read after everything else, when it is known what calls them.
            NodeValue::FootnoteDefinition(_) => return,
            _ => {
                let inner = self.blocks(node, depth);
                blocks.extend(inner);
                return;
            }
        };
        blocks.push(Block { kind, span });
    }

    /// Reports code whose fence is missing, so that it takes in what follows.
    fn report_open_code(&mut self, range: &Range<usize>, fence: u8, length: usize) {
        let line = range.start..self.lines.line_end(range.start);
        let shown = line.start..line.start + self.lines.slice(line).trim_end().len();
        let span = self.span(shown);
        self.report(
            Diagnostic::new(&rules::BLOCK_UNCLOSED, span, "this code is not closed, and takes in all that follows")
                .hint(format!("close it with `{}` on a line of its own", char::from(fence).to_string().repeat(length))),
        );
    }

    /// A paragraph, or the picture that is all it holds.
    fn paragraph<'a>(&mut self, node: &'a AstNode<'a>, content: Vec<Inline>) -> BlockKind {
        let mut content = content;
        let [Inline { kind: InlineKind::Image(_), span }] = content.as_slice() else {
            return BlockKind::Paragraph(content);
        };
        let span = *span;
        if self.context.shape == super::Shape::Line {
            return BlockKind::Paragraph(content);
        }
        let title = node.children().find_map(|child| match &child.data().value {
            NodeValue::Image(image) => Some(image.title.clone()),
            _ => None,
        });
        let title = composed(self.expand(&title.unwrap_or_default()));
        match content.pop().map(|inline| inline.kind) {
            Some(InlineKind::Image(image)) => {
                let caption = (!title.trim().is_empty()).then(|| vec![Inline::text(title, span)]);
                BlockKind::Figure(Figure { id: None, image, caption, source: None, width: None, numbered: false })
            }
            _ => BlockKind::Paragraph(content),
        }
    }

    /// A heading; nothing if it has no words.
    fn heading<'a>(&mut self, node: &'a AstNode<'a>, heading: &NodeHeading, range: Range<usize>) -> Option<BlockKind> {
        let mut cursor = Cursor { at: range.start, end: range.end };
        if !heading.setext {
            cursor.advance(range.start + usize::from(heading.level));
        }
        let mut atoms = self.atoms(node, &mut cursor, 1);
        if heading.setext {
            let lines: Vec<Option<Atom>> = atoms.into_iter().map(Some).collect();
            self.look_at_heading(&lines);
            atoms = lines.into_iter().flatten().collect();
        }
        let id = self.heading_id(&mut atoms);
        let content = self.assemble(atoms);
        let span = self.span(range);
        // Markdown knows headings without words; a book does not. Dropping one loses nothing.
        if content.iter().all(|inline| matches!(inline.kind, InlineKind::EditorsNote(_))) {
            return None;
        }
        if !has_words(&content) {
            self.report(
                Diagnostic::new(&rules::HEADING_EMPTY, span, "this heading has no words")
                    .hint("write `# Words`, and put a picture or a note into the text below"),
            );
        }
        if self.in_footnote {
            let message = "a footnote holds no headings";
            self.report(Diagnostic::new(&rules::BLOCK_CONTENT, span, message));
        } else {
            self.headings.push((heading.level, span));
        }
        Some(BlockKind::Heading { level: heading.level, id, content })
    }

    /// Reports the first item of a list that is printed under another number than it has. All may have the same.
    fn check_numbers<'a>(&mut self, list: &'a AstNode<'a>) {
        let items: Vec<(usize, u64, usize)> = list
            .children()
            .map(|item| {
                let range = self.lines.range(item.data().sourcepos);
                let written = self.lines.slice(range.clone());
                let digits = written.bytes().take_while(u8::is_ascii_digit).count();
                (range.start, written[..digits].parse().unwrap_or_default(), digits)
            })
            .collect();
        let [(_, first, digits), rest @ ..] = items.as_slice() else { return };
        // Lists that are lettered have stand-ins for their numbers.
        if self.markers.at(items[0].0).is_some() || *digits == 0 || rest.iter().all(|(_, number, _)| number == first) {
            return;
        }
        let wrong = rest.iter().zip(first + 1..).find(|((_, number, _), wanted)| number != wanted);
        if let Some((&(start, number, digits), wanted)) = wrong {
            let span = self.span(start..start + digits + 1);
            let message = format!("this item has the number {number} and is printed as {wanted}");
            self.report(
                Diagnostic::new(&rules::UNPRINTED_WORDS, span, message).hint(format!(
                    "write {wanted}, or write the same number before every item; numbers are counted on"
                )),
            );
        }
    }

    /// Takes `{#id}` off the end of a heading.
    fn heading_id(&mut self, atoms: &mut Vec<Atom>) -> Option<Identifier> {
        let close = atoms.iter().rposition(|atom| !is_white(atom))?;
        let close_at = plain_char(&atoms[close], '}')?;
        let open = atoms[..close]
            .iter()
            .rposition(|atom| !matches!(atom, Atom::Char(glyph) if glyph.escaped || !matches!(glyph.char, '{' | '}')))
            .filter(|&open| plain_char(&atoms[open], '{').is_some())?;
        let open_at = plain_char(&atoms[open], '{')?;
        let inside = self.lines.slice(open_at.end..close_at.start);
        // Only what is meant as attributes is taken as such: a heading may speak of a {set}.
        if !(inside.trim_start().starts_with(['#', '.']) || inside.trim() == "-" || inside.contains('=')) {
            return None;
        }
        if open > 0 && !is_white(&atoms[open - 1]) {
            let span = self.span(open_at.start..close_at.end);
            let message = "an identifier is set off by a space";
            self.report(Diagnostic::new(&rules::BLOCK_ATTRIBUTE, span, message));
        }
        let found = attributes::braces(inside, open_at.end);
        for problem in &found.problems {
            let span = self.span(problem.range.clone());
            self.report(
                Diagnostic::new(&rules::BLOCK_ATTRIBUTE, span, problem.message.clone())
                    .hint("a heading takes an identifier only: `## Heading {#id}`"),
            );
        }
        for pair in &found.pairs {
            let span = self.span(pair.key.range.clone());
            let message = format!("a heading has no `{}`", pair.key.text);
            self.report(
                Diagnostic::new(&rules::BLOCK_ATTRIBUTE, span, message)
                    .hint("a heading takes an identifier only: `## Heading {#id}`"),
            );
        }
        atoms.truncate(open);
        while atoms.last().is_some_and(is_white) {
            atoms.pop();
        }
        found.id.map(|word| Identifier { name: self.expand(&word.text), span: self.span(word.range) })
    }

    /// Reports a row that has more or fewer cells than its table: the parser would drop or add some without a word.
    fn count_cells(&mut self, row: Range<usize>, wanted: usize) {
        let found = cells(self.lines.slice(row.clone()));
        if found != wanted {
            let (lost, hint) = if found > wanted {
                let lost = if found - wanted == 1 { "the last one is" } else { "those behind are" };
                (format!(": {lost} not printed"), "add a cell to the head, or write `\\|` for a bar within a cell")
            } else {
                (String::new(), "write `| |` for a cell that is empty")
            };
            let message = format!("this row has {}, and the table's head has {wanted}{lost}", counted(found, "cell"));
            let span = self.span(trimmed(self.lines.slice(row.clone()), row.start));
            self.report(Diagnostic::new(&rules::UNEVEN_ROW, span, message).hint(hint));
        }
    }

    fn table<'a>(&mut self, node: &'a AstNode<'a>, alignments: Vec<Alignment>) -> Table {
        let mut table = Table { handle: self.handle(), alignments, ..Table::default() };
        for row in node.children() {
            let is_header = matches!(row.data().value, NodeValue::TableRow(true));
            let row_range = self.lines.range(row.data().sourcepos);
            let line_end = self.lines.line_end(row_range.start);
            self.count_cells(row_range.start..line_end.max(row_range.start), table.alignments.len());
            let mut cells = vec![];
            for cell in row.children().take(table.alignments.len()) {
                let range = self.lines.range(cell.data().sourcepos);
                self.in_cell = true;
                let content = self.inlines(cell, range.start..line_end.max(range.start));
                self.in_cell = false;
                cells.push(Cell { content, span: self.span(trimmed(self.lines.slice(range.clone()), range.start)) });
            }
            let end = self.span(line_end..line_end);
            cells.resize_with(table.alignments.len(), || Cell { content: vec![], span: end });
            if is_header {
                table.header = cells;
            } else {
                table.rows.push(cells);
            }
        }
        table
    }
}

/// How many cells a row of a table has: bars part them, but for those behind a backslash and those at both ends.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut bars = 0;
    let mut escaped = false;
    let mut last_is_bar = false;
    for char in row.chars() {
        last_is_bar = char == '|' && !escaped;
        bars += usize::from(last_is_bar);
        escaped = char == '\\' && !escaped;
    }
    bars + usize::from(!last_is_bar)
}

/// Whether anything can be read aloud of a heading, its pictures apart.
fn has_words(content: &[Inline]) -> bool {
    content.iter().any(|inline| match &inline.kind {
        InlineKind::Text(words) | InlineKind::Code(words) => {
            let is_seen =
                |char: char| !char.is_whitespace() && !matches!(char, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}');
            words.contains(is_seen)
        }
        InlineKind::Reference { content: None, .. } => true,
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Superscript(content)
        | InlineKind::Subscript(content)
        | InlineKind::Link { content, .. }
        | InlineKind::Foreign { content, .. }
        | InlineKind::IndexTerm { content, .. }
        | InlineKind::Reference { content: Some(content), .. } => has_words(content),
        InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Image(_)
        | InlineKind::FootnoteReference(_)
        | InlineKind::EditorsNote(_) => false,
    })
}

/// Whether a line across is the rule of a table in another dialect: `-----  -----`.
fn is_simple_table(line: &str) -> bool {
    let mut columns = line.split_whitespace();
    columns.clone().count() > 1 && columns.all(|column| column.len() > 1 && column.bytes().all(|byte| byte == b'-'))
}

fn trimmed(text: &str, base: usize) -> Range<usize> {
    let start = base + text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

fn aligned(alignment: TableAlignment) -> Alignment {
    match alignment {
        TableAlignment::None => Alignment::Auto,
        TableAlignment::Left => Alignment::Left,
        TableAlignment::Center => Alignment::Center,
        TableAlignment::Right => Alignment::Right,
    }
}

fn is_white(atom: &Atom) -> bool {
    matches!(atom, Atom::Char(glyph) if glyph.char.is_whitespace())
}

fn plain_char(atom: &Atom, wanted: char) -> Option<Range<usize>> {
    match atom {
        Atom::Char(glyph) if glyph.char == wanted && !glyph.escaped => Some(glyph.start..glyph.end),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::tree::{Alignment, BlockKind, plain_text};

    #[test]
    fn headings_keep_level_identifier_and_words() {
        let read = read("# One {#one}\n\nTwo *é* {#two-b}\n---\n\n### A {set}\n\n#### B \\{#c}");
        read.assert_clean();
        let seen: Vec<_> = read
            .blocks()
            .iter()
            .filter_map(|block| match &block.kind {
                BlockKind::Heading { level, id, content } => {
                    let id = id.as_ref().map_or("-", |id| read.text(id.span));
                    Some(format!("{level} {id} {}", plain_text(content)))
                }
                _ => None,
            })
            .collect();
        assert_eq!(seen, ["1 one One", "2 two-b Two é", "3 - A {set}", "4 - B {#c}"]);
        assert_eq!(read.text(read.blocks()[0].span), "# One {#one}");
    }

    #[test]
    fn other_attributes_of_headings_are_reported() {
        assert_eq!(read("# A {#b .c}").reports(), ["block-attribute .c"]);
        assert_eq!(read("# A {#b c=\"d\"}").reports(), ["block-attribute c"]);
        assert_eq!(read("# A{#b}").reports(), ["block-attribute {#b}"]);
    }

    #[test]
    fn headings_without_words_are_reported() {
        for text in ["# ![A](b.svg)", "# &shy;", "# [](index:A)", "# *![A](b.svg)* %%c%%"] {
            assert!(
                read(text).reports().contains(&format!("empty-heading {text}")),
                "{text}: {:?}",
                read(text).reports()
            );
        }
        for text in ["#", "# %%a%%", "# [@a]", "# ![A](b.svg) B", "# `a`"] {
            read(text).assert_clean();
        }
    }

    #[test]
    fn lists_keep_start_and_spacing() {
        let read = read("3. a\n4. b\n\n- c\n\n- d");
        read.assert_clean();
        assert!(
            matches!(&read.blocks()[0].kind, BlockKind::List { start: Some(3), tight: true, items, .. } if items.len() == 2)
        );
        let BlockKind::List { start: None, tight: false, items, .. } = &read.blocks()[1].kind else { panic!() };
        assert_eq!(read.text(items[1].span), "- d");
    }

    #[test]
    fn code_keeps_its_text_and_language() {
        let read = read("```text {{ x }}\na {{ b }}\n:::c d: e\n```\n\n    f\n");
        read.assert_clean();
        assert!(matches!(&read.blocks()[0].kind, BlockKind::Code { language: Some(language), text }
            if language == "text" && text == "a {{ b }}\n:::c d: e"));
        assert!(matches!(&read.blocks()[1].kind, BlockKind::Code { language: None, text } if text == "f"));
    }

    #[test]
    fn tables_are_as_wide_as_their_header() {
        let read = read("| é | b | c |\n|:--|:-:|--:|\n| x \\| *y* |\n| 1 | 2 | 3 | 4 |");
        assert_eq!(read.reports(), ["uneven-row | x \\| *y* |", "uneven-row | 1 | 2 | 3 | 4 |"]);
        let BlockKind::Table(table) = &read.blocks()[0].kind else { panic!() };
        assert_eq!(table.alignments, [Alignment::Left, Alignment::Center, Alignment::Right]);
        assert!(table.rows.iter().all(|row| row.len() == 3));
        assert_eq!(read.text(table.header[0].span), "é");
        assert_eq!(read.text(table.rows[0][0].span), "x \\| *y*");
        assert_eq!(read.text(table.rows[0][0].content[1].span), "*y*");
        assert_eq!(plain_text(&table.rows[0][0].content), "x | y");
    }

    #[test]
    fn a_picture_alone_is_a_figure() {
        let read = read("![é](a.svg \"Its caption\")\n\nb ![c](d.svg)");
        read.assert_clean();
        let BlockKind::Figure(figure) = &read.blocks()[0].kind else { panic!() };
        assert!(!figure.numbered);
        assert_eq!(figure.caption.as_deref().map(plain_text).as_deref(), Some("Its caption"));
        assert!(matches!(&read.blocks()[1].kind, BlockKind::Paragraph(_)));
    }

    #[test]
    fn hostile_nesting_is_reported_and_survived() {
        for text in [
            ">".repeat(100_000),
            "> ".repeat(100_000) + "a",
            "- ".repeat(100_000) + "a",
            "[".repeat(100_000),
            "![".repeat(100_000),
            "*a _b ".repeat(50_000),
            "[a](".repeat(50_000),
            "`".repeat(100_000),
            "<".repeat(100_000),
            "[^a".repeat(50_000),
            "[@a".repeat(50_000),
            "{{".repeat(50_000),
            "%%".repeat(50_001),
            (0..200).map(|n| format!("{}- a\n", "  ".repeat(n))).collect::<String>(),
            (3..60).rev().map(|n| format!("{}note\n", ":".repeat(n))).collect::<String>(),
        ] {
            let _ = read(&text);
        }
        assert_eq!(read(&(">".repeat(100_000) + "a")).codes(), ["prose-nesting"]);
    }
}
