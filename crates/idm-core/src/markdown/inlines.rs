//! Running text: comrak's inlines taken apart into characters and ready nodes, each with its exact place.
//!
//! Our own constructs (`[@id]`, `%%…%%`) can begin and end in different nodes of comrak's, so they are read afterwards
//! from the sequence of [`Atom`]s that a paragraph or an emphasis holds.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::lookalikes::Within;
use super::parse::Reader;
use super::positions::Glyph;
use super::tree::{Inline, InlineKind};
use super::written::{Gathered, Manner, Words};
use crate::diagnostic::Diagnostic;
use crate::rules;

/// A piece of running text.
#[derive(Debug)]
pub(super) enum Atom {
    /// A character.
    Char(Glyph),
    /// An expression.
    Filler(usize),
    /// A line's end.
    Break { hard: bool, range: Range<usize> },
    /// Anything else, ready for the tree.
    Node(Box<Inline>),
}

/// How far the text of a block has been followed.
pub(super) struct Cursor {
    pub(super) at: usize,
    pub(super) end: usize,
}

impl Cursor {
    pub(super) fn rest(&self) -> Range<usize> {
        self.at.min(self.end)..self.end
    }

    pub(super) fn advance(&mut self, to: usize) {
        self.at = self.at.max(to).min(self.end);
    }
}

impl Reader<'_> {
    /// The running text in a node that stands somewhere in `within`.
    pub(super) fn inlines<'a>(&mut self, parent: &'a AstNode<'a>, within: Range<usize>) -> Vec<Inline> {
        let mut cursor = Cursor { at: within.start, end: within.end };
        let atoms = self.atoms(parent, &mut cursor, 1);
        self.assemble(atoms)
    }

    /// The running text of a paragraph, whose lines may look like something else.
    pub(super) fn paragraph_inlines<'a>(
        &mut self,
        parent: &'a AstNode<'a>,
        range: Range<usize>,
        within: Within,
    ) -> Vec<Inline> {
        let mut cursor = Cursor { at: range.start, end: range.end };
        let atoms: Vec<Option<Atom>> = self.atoms(parent, &mut cursor, 1).into_iter().map(Some).collect();
        self.look_at_lines(&atoms, within);
        self.assemble(atoms.into_iter().flatten().collect())
    }

    /// The pieces of the running text in a node.
    pub(super) fn atoms<'a>(&mut self, parent: &'a AstNode<'a>, cursor: &mut Cursor, depth: usize) -> Vec<Atom> {
        let mut atoms = vec![];
        for node in parent.children() {
            self.atom(node, cursor, depth, &mut atoms);
        }
        atoms
    }

    fn atom<'a>(&mut self, node: &'a AstNode<'a>, cursor: &mut Cursor, depth: usize, atoms: &mut Vec<Atom>) {
        let ast = node.data();
        let hint = self.lines.offset(ast.sourcepos.start);
        match &ast.value {
            NodeValue::Text(words) => self.words(words, hint, cursor, atoms),
            NodeValue::Escaped => {
                for child in node.children() {
                    if let NodeValue::Text(words) = &child.data().value {
                        self.escaped(words, hint, cursor, atoms);
                    }
                }
            }
            NodeValue::SoftBreak => atoms.push(self.line_break(false, cursor)),
            NodeValue::LineBreak => atoms.push(self.line_break(true, cursor)),
            NodeValue::Code(code) => {
                let range = self.code_range(code.num_backticks, hint, cursor);
                let text = self.filled.original(&code.literal);
                let words = self.code_words(&text, range.clone());
                atoms.push(self.node(InlineKind::Code(words), range));
            }
            NodeValue::HtmlInline(html) => self.raw_html(html, hint, cursor, atoms),
            NodeValue::FootnoteReference(reference) => {
                if let Some(atom) = self.footnote_reference(&reference.name, hint, cursor) {
                    atoms.push(atom);
                }
            }
            _ if self.is_too_deep(depth, self.span(hint..hint + 1)) => self.flattened(node, hint, cursor, atoms),
            NodeValue::Emph | NodeValue::Strong => {
                let width = if matches!(ast.value, NodeValue::Strong) { 2 } else { 1 };
                let start = self.delimiter(hint, cursor);
                cursor.advance(start + width);
                let inner = self.atoms(node, cursor, depth + 1);
                let content = self.assemble(inner);
                let rest = self.lines.slice(cursor.rest());
                if rest.bytes().take(width).filter(|byte| matches!(byte, b'*' | b'_')).count() == width {
                    cursor.advance(cursor.at + width);
                }
                let kind = if width == 2 { InlineKind::Strong(content) } else { InlineKind::Emphasis(content) };
                atoms.push(self.node(kind, start..cursor.at));
            }
            NodeValue::Link(link) if self.bare_address(node, link, hint, cursor, atoms) => {}
            NodeValue::Link(link) => {
                let atom = self.link(node, link, ast.sourcepos, cursor, depth);
                atoms.push(atom);
            }
            NodeValue::Image(image) => {
                let atom = self.image(node, image, ast.sourcepos, cursor, depth);
                atoms.push(atom);
            }
            // Nothing else is switched on; should it be, its words are kept.
            _ => {
                let inner = self.atoms(node, cursor, depth + 1);
                atoms.extend(inner);
            }
        }
    }

    pub(super) fn node(&self, kind: InlineKind, range: Range<usize>) -> Atom {
        Atom::Node(Box::new(Inline { kind, span: self.span(range) }))
    }

    pub(super) fn words(&mut self, words: &str, hint: usize, cursor: &mut Cursor, atoms: &mut Vec<Atom>) {
        let glyphs = self.lines.glyphs(words, hint, cursor.rest());
        if let Some(last) = glyphs.last() {
            cursor.advance(last.end);
        }
        let mut at = 0;
        let mut skip = 0;
        for mut glyph in glyphs {
            if self.markers.covers(glyph.start)
                && let Some(char) = self.filled.written(glyph.start)
            {
                glyph.char = char;
            }
            if skip > 0 {
                skip -= 1;
            } else if let Some((filler, length)) = self.filled.at(&words[at..]) {
                // Everything behind the filler's first character is one byte long.
                skip = length - glyph.char.len_utf8();
                atoms.push(Atom::Filler(filler));
            } else {
                atoms.push(Atom::Char(glyph));
            }
            at += glyph.char.len_utf8();
        }
    }

    fn escaped(&mut self, words: &str, hint: usize, cursor: &mut Cursor, atoms: &mut Vec<Atom>) {
        let needle = format!("\\{words}");
        let start = self.lines.find(&needle, hint, cursor.rest()).unwrap_or(cursor.at);
        let end = (start + needle.len()).min(cursor.end).max(start);
        cursor.advance(end);
        atoms.extend(words.chars().map(|char| Atom::Char(Glyph { char, start, end, escaped: true })));
    }

    fn line_break(&mut self, hard: bool, cursor: &mut Cursor) -> Atom {
        let rest = self.lines.slice(cursor.rest());
        let start = cursor.at;
        if let Some(newline) = rest.find(['\n', '\r']) {
            let length = if rest[newline..].starts_with("\r\n") { 2 } else { 1 };
            cursor.advance(start + newline + length);
        }
        Atom::Break { hard, range: start..cursor.at }
    }

    fn code_range(&mut self, ticks: usize, hint: usize, cursor: &mut Cursor) -> Range<usize> {
        let fence = "`".repeat(ticks);
        let start = self.lines.find(&fence, hint, cursor.rest()).unwrap_or(cursor.at);
        cursor.advance(start + ticks);
        let rest = self.lines.slice(cursor.rest());
        let mut at = 0;
        while let Some(found) = rest[at..].find('`') {
            at += found;
            let run = rest[at..].len() - rest[at..].trim_start_matches('`').len();
            at += run;
            if run == ticks {
                break;
            }
        }
        cursor.advance(cursor.at + at);
        start..cursor.at
    }

    /// What code says. Its blanks may not be those that were typed, and then it is written in all of the range.
    fn code_words(&self, text: &str, range: Range<usize>) -> Words {
        let whole = self.span(range.clone());
        let mut words = Gathered::default();
        match self.filled.written_in(range.clone()).find(text) {
            Some(at) => words.push(text, range.start + at..range.start + at + text.len(), Manner::Plain),
            None => words.push(text, range, Manner::Sign),
        }
        words.words(self.context.locator, whole)
    }

    /// Where an emphasis begins.
    fn delimiter(&self, hint: usize, cursor: &Cursor) -> usize {
        let star = |at: usize| matches!(self.lines.text().as_bytes().get(at), Some(b'*' | b'_'));
        if hint >= cursor.at && star(hint) {
            return hint;
        }
        self.lines.slice(cursor.rest()).find(['*', '_']).map_or(cursor.at, |at| cursor.at + at)
    }

    fn raw_html(&mut self, html: &str, hint: usize, cursor: &mut Cursor, atoms: &mut Vec<Atom>) {
        let first = html.lines().next().unwrap_or_default();
        let start = self.lines.find(first, hint, cursor.rest()).unwrap_or(cursor.at);
        cursor.advance(start + first.len());
        if html.len() > first.len()
            && let Some(close) = self.lines.slice(cursor.rest()).find('>')
        {
            cursor.advance(cursor.at + close + 1);
        }
        // A cell has but one line in the source, so that there is no other way to write it.
        if self.in_cell && is_break(html) {
            atoms.push(Atom::Break { hard: true, range: start..cursor.at });
            return;
        }
        // The end of what has been reported is no further mistake.
        let name = tag(html);
        if html.starts_with("</") {
            if let Some(at) = self.open_tags.iter().rposition(|open| *open == name) {
                self.open_tags.truncate(at);
                return;
            }
        } else if !html.starts_with("<!") {
            self.open_tags.push(name);
        }
        let span = self.span(start..cursor.at);
        self.report(html_diagnostic(span, &self.filled.original(first)));
    }

    /// The words of a node whose structure is too deep to be read.
    fn flattened<'a>(&mut self, node: &'a AstNode<'a>, hint: usize, cursor: &mut Cursor, atoms: &mut Vec<Atom>) {
        for inner in node.descendants() {
            if let NodeValue::Text(words) = &inner.data().value {
                let span = self.span(hint..hint + 1);
                let text = self.filled.original(words);
                atoms.push(Atom::Node(Box::new(Inline::text(text, span))));
            }
        }
        cursor.advance(hint);
    }
}

/// Whether it is `<br>`, however it is written.
fn is_break(html: &str) -> bool {
    tag(html) == "br" && !html.starts_with("</")
}

/// The name of a tag, in small letters.
fn tag(html: &str) -> String {
    let name = html.trim_start_matches(['<', '/']);
    name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// What to write in place of a tag.
fn instead_of_html(html: &str) -> &'static str {
    if html.trim_start().starts_with("<!--") {
        return "a note to the editors is `%%words%%`, or a `:::note`";
    }
    match tag(html.trim_start()).as_str() {
        "b" | "strong" => "write `**words**`",
        "i" | "em" | "cite" => "write `*words*`",
        "sup" => "write `^2^`",
        "sub" => "write `~2~`",
        "br" => "end the line with `\\`; in a table's cell `<br>` is taken",
        "a" => "write `[text](https://…)`, or `{#id}` behind a heading",
        "img" | "figure" => "write `![what it shows](figures/a.svg)` or a `:::figure`",
        "table" | "tr" | "td" | "th" => "write the table's rows with bars: `| a | b |`",
        "p" | "div" | "span" => "leave the tag out; paragraphs are parted by a blank line",
        "s" | "del" | "strike" => "take the words out: a draft shows what is gone",
        "code" | "pre" => "write `` `code` ``",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write `## Heading`",
        "ul" | "ol" | "li" => "write `- words` or `1. words`",
        "blockquote" => "write `> words`",
        _ => "take the tag out, or write it as code between backticks",
    }
}

/// The report on raw HTML.
pub(super) fn html_diagnostic(span: crate::source::Span, html: &str) -> Diagnostic {
    const SHOWN: usize = 30;
    let mut shown: String = html.trim().chars().take(SHOWN).collect();
    if html.trim().chars().count() > SHOWN {
        shown.push('…');
    }
    Diagnostic::new(&rules::RAW_HTML, span, format!("`{shown}` is raw HTML"))
        .hint(format!("{}; for a plain sign write `\\<`", instead_of_html(html)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::tree::{InlineKind, plain_text};

    #[test]
    fn every_inline_stands_where_it_is_written() {
        let text = "Né *très* **fort** `a {{ b }}` <https://iom.example/é> fin\\!  \nend &amp; more";
        let read = read(text);
        read.assert_clean();
        let kinds: Vec<_> = read.inlines().iter().map(|inline| read.text(inline.span)).collect();
        assert_eq!(
            kinds,
            [
                "Né ",
                "*très*",
                " ",
                "**fort**",
                " ",
                "`a {{ b }}`",
                " ",
                "<https://iom.example/é>",
                " fin\\!",
                "  \n",
                "end &amp; more"
            ]
        );
        assert!(matches!(&read.inlines()[5].kind, InlineKind::Code(code) if code.as_str() == "a {{ b }}"));
        assert!(matches!(&read.inlines()[10].kind, InlineKind::Text(words) if words.as_str() == "end & more"));
    }

    #[test]
    fn places_hold_in_containers_with_tabs_and_carriage_returns() {
        for text in [
            "> - one *two*\r\n>   three **four**",
            "1.\tone *two*\n\tthree **four**",
            "- a\n\n  >\tone *two* \n  > three **four**",
            "[x]: https://iom.example\none [x] *two*\nthree **four**",
        ] {
            let read = read(text);
            read.assert_clean();
            let mut seen = vec![];
            read.each_inline(|inline| {
                if matches!(inline.kind, InlineKind::Emphasis(_) | InlineKind::Strong(_)) {
                    seen.push(read.text(inline.span).to_owned());
                }
            });
            assert_eq!(seen, ["*two*", "**four**"], "{text:?}");
        }
    }

    #[test]
    fn places_hold_in_yaml() {
        let file = "title: |\n  one *two*\n  three **four**\n";
        let read = read_pieces(file, "one *two*\nthree **four**\n", vec![(0, 11), (10, 23)]);
        let texts: Vec<_> = read.inlines().iter().map(|inline| read.text(inline.span)).collect();
        assert_eq!(texts, ["one ", "*two*", "\n", "three ", "**four**"]);
    }

    #[test]
    fn raw_html_is_reported_and_left_out() {
        let read = read("a <b>c</b> <!-- d --> e\n\n<div>\nx\n</div>");
        assert_eq!(read.reports(), ["raw-html <b>", "raw-html <!-- d -->", "raw-html <div>\nx\n</div>"]);
        assert_eq!(plain_text(read.inlines()), "a c  e");
    }

    #[test]
    fn deep_emphasis_is_reported_once() {
        let text = "*a **b ".repeat(20) + "c" + &"***".repeat(20);
        assert_eq!(read(&text).codes(), ["prose-nesting"]);
    }

    #[test]
    fn a_nul_is_reported_and_becomes_a_space() {
        let read = read("a\0b");
        assert_eq!(read.reports(), ["forbidden-character \0"]);
        assert_eq!(plain_text(read.inlines()), "a b");
    }
}
