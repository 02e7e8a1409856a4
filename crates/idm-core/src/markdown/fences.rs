//! Which `:::` fences belong together: those that close nothing, blocks that nothing closes, and what a fence ends.

use std::borrow::Cow;
use std::iter::repeat_n;
use std::ops::Range;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::Context;
use super::filler::Filled;
use super::parse::{Reader, read};
use super::positions::Lines;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules;

/// How often a text is read again without a stray fence, which would otherwise swallow all that follows.
const MAX_STRAY_FENCES: usize = 8;
/// Texts longer than this are not read again.
const MAX_REREAD_BYTES: usize = 1 << 20;

/// A line put in before a fence, for comrak alone.
///
/// Where a fence closes a block right behind a list, a quotation or a note, comrak leaves what these hold without an
/// end: paragraphs have no place, code no text, lists are never tight. A comment at the block's own indent ends them all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seal {
    /// Where the fence's line begins.
    pub(super) at: usize,
    /// What the line begins with, so that it stands in the block which the fence closes.
    indent: String,
}

/// What is known of a text's fences before it is read.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Where lines must be put in.
    pub(super) seals: Vec<Seal>,
    /// Where blocks open whose end has been reported as too short.
    pub(super) excused: Vec<usize>,
}

/// Reports fences that close nothing, takes them out of the text, and says where lines must be put in.
pub(super) fn settle(filled: &mut Filled, context: &Context, diagnostics: &mut Diagnostics) -> Settled {
    let mut excused = vec![];
    if !filled.text().contains(":::") {
        return Settled::default();
    }
    let mut rounds = if filled.text().len() > MAX_REREAD_BYTES { 1 } else { MAX_STRAY_FENCES };
    loop {
        let fences = Fences::find(filled.text());
        let Some(Stray { range, opener }) = fences.stray.filter(|_| rounds > 0) else {
            return Settled { seals: fences.seals, excused };
        };
        rounds -= 1;
        if let Some(opener) = opener.filter(|opener| !excused.contains(&opener.start)) {
            excused.push(opener.start);
            let place = context.locator.span(range.clone());
            let message = format!(
                "this line has {} colons, and the block that it is to close was opened with {}",
                range.len(),
                opener.len()
            );
            diagnostics.push(
                Diagnostic::new(&rules::BLOCK_UNCLOSED, place, message)
                    .label(context.locator.span(opener.clone()), "opened here")
                    .hint(format!("write as many as there: `{}`", ":".repeat(opener.len()))),
            );
            filled.blank(range);
            continue;
        }
        diagnostics.push(
            Diagnostic::new(
                &rules::BLOCK_UNCLOSED,
                context.locator.span(range.clone()),
                "this closes no block, and a block that it could open has no name",
            )
            .hint("a block that holds another needs more colons than the inner one")
            .hint("a block opens with its name, as in `:::note`"),
        );
        filled.blank(range);
    }
}

/// The text with the lines that are put in.
pub(super) fn sealed<'a>(text: &'a str, seals: &[Seal]) -> Cow<'a, str> {
    if seals.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut sealed = String::with_capacity(text.len() + seals.len() * 16);
    let mut from = 0;
    for seal in seals {
        sealed.extend([&text[from..seal.at], &seal.indent, "<!---->\n"]);
        from = seal.at;
    }
    sealed.push_str(&text[from..]);
    Cow::Owned(sealed)
}

/// What a first reading says of the fences.
#[derive(Debug, Default)]
struct Fences {
    /// The first that closes nothing.
    stray: Option<Stray>,
    /// In the order of the text.
    seals: Vec<Seal>,
}

impl Fences {
    fn find(text: &str) -> Self {
        let arena = Arena::new();
        let Some(root) = read(&arena, text) else { return Self::default() };
        let lines = Lines::new(text, &[]);
        let mut fences = Self::default();
        for node in root.descendants() {
            let NodeValue::BlockDirective(directive) = &node.data().value else { continue };
            let start = lines.offset(node.data().sourcepos.start);
            let end = start + directive.fence_length;
            let colons = lines.slice(start..end).bytes().all(|byte| byte == b':');
            if directive.info.is_empty() && colons {
                fences
                    .stray
                    .get_or_insert_with(|| Stray { range: start..end, opener: opener(&lines, node, end - start) });
            }
            fences.seals.extend(seal(&lines, node));
        }
        fences.seals.sort_by_key(|seal| (seal.at, seal.indent.len()));
        fences.seals.dedup_by_key(|seal| seal.at);
        fences
    }
}

/// A fence that closes nothing.
#[derive(Debug)]
struct Stray {
    range: Range<usize>,
    /// The fence of the block that it would close if it had more colons.
    opener: Option<Range<usize>>,
}

/// The longer fence of a named block without an end that a fence of that length stands in.
fn opener<'a>(lines: &Lines, stray: &'a AstNode<'a>, length: usize) -> Option<Range<usize>> {
    let outer = stray.ancestors().skip(1).find(|outer| matches!(outer.data().value, NodeValue::BlockDirective(_)))?;
    if closing_line(lines, outer).is_some() {
        return None;
    }
    let NodeValue::BlockDirective(directive) = &outer.data().value else { return None };
    let start = lines.offset(outer.data().sourcepos.start);
    let is_longer = directive.fence_length > length && !directive.info.is_empty();
    is_longer.then(|| start..start + directive.fence_length)
}

/// The line that a block needs before the fence that closes it.
fn seal<'a>(lines: &Lines, node: &'a AstNode<'a>) -> Option<Seal> {
    let mut last = std::iter::successors(node.last_child(), |node| node.last_child());
    last.find(|node| {
        matches!(node.data().value, NodeValue::List(_) | NodeValue::BlockQuote | NodeValue::FootnoteDefinition(_))
    })?;
    let line = lines.line(closing_line(lines, node)?);
    Some(Seal { at: line.start, indent: indent(node) })
}

/// What a line begins with that goes on with a block, in the least that comrak takes for it: spaces, and signs of quotation.
fn indent<'a>(node: &'a AstNode<'a>) -> String {
    let outer: Vec<_> = node.ancestors().skip(1).collect();
    let mut indent = String::new();
    for node in outer.iter().rev() {
        match &node.data().value {
            NodeValue::BlockQuote => indent.push_str("> "),
            NodeValue::Item(list) => indent.extend(repeat_n(' ', list.marker_offset + list.padding)),
            NodeValue::FootnoteDefinition(_) => indent.push_str("    "),
            NodeValue::BlockDirective(directive) => indent.extend(repeat_n(' ', directive.fence_offset)),
            _ => {}
        }
    }
    indent
}

impl Reader<'_> {
    /// Whether a block is closed.
    ///
    /// comrak does not say. It closes the outermost block that a fence fits, and the blocks within end there, too.
    pub(super) fn is_closed<'a>(&self, node: &'a AstNode<'a>) -> bool {
        let line = closing_line(self.lines, node);
        line.is_some() && node.ancestors().skip(1).all(|outer| closing_line(self.lines, outer) != line)
    }
}

/// The number of the line on which a block ends, if a fence stands there that can close it.
fn closing_line<'a>(lines: &Lines, node: &'a AstNode<'a>) -> Option<usize> {
    let ast = node.data();
    let NodeValue::BlockDirective(directive) = &ast.value else { return None };
    let line = ast.sourcepos.end.line;
    if line <= ast.sourcepos.start.line {
        return None;
    }
    let text = lines.slice(lines.line(line));
    let (before, fence) = text.split_at(text.find(':').unwrap_or(text.len()));
    let colons = fence.len() - fence.trim_start_matches(':').len();
    let is_fence = colons >= directive.fence_length && fence[colons..].trim().is_empty();
    // A line of text may end with colons, too, and one further in is code.
    let indent = indent(node);
    let quotes = |prefix: &str| prefix.bytes().filter(|&byte| byte == b'>').count();
    let is_in_place = before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'))
        && quotes(before) <= quotes(&indent)
        && columns(before) < indent.len() + 4;
    (is_fence && is_in_place).then_some(line)
}

/// How many columns a line's beginning takes: a tab leads to the next multiple of four.
fn columns(before: &str) -> usize {
    before.bytes().fold(0, |column, byte| if byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 })
}

#[cfg(test)]
mod tests {
    use super::super::testing::read;
    use super::super::tree::{Block, BlockKind};

    fn inner(block: &Block) -> &[Block] {
        match &block.kind {
            BlockKind::EditorsNote { blocks, .. } | BlockKind::BlockQuote(blocks) => blocks,
            BlockKind::List { items, .. } => &items[items.len() - 1].blocks,
            other => panic!("{other:?}"),
        }
    }

    /// The last block of the innermost list or quotation, and its text.
    fn innermost(text: &str, levels: usize) -> (BlockKind, String) {
        let read = read(text);
        read.assert_clean();
        let mut blocks = &read.blocks()[..1];
        for _ in 0..levels {
            blocks = inner(&blocks[blocks.len() - 1]);
        }
        let last = &blocks[blocks.len() - 1];
        (last.kind.clone(), read.text(last.span).to_owned())
    }

    #[test]
    fn a_fence_ends_what_stands_in_the_list_before_it() {
        for (text, levels, span) in [
            (
                ":::note\n- One\n- Two *é*\n  [b](https://example.org)\n:::\n\nNext",
                2,
                "Two *é*\n  [b](https://example.org)",
            ),
            (":::note\n- a\n  - b\n:::", 3, "b"),
            (":::note\n- a\n\n  > b\n  > c\n:::", 3, "b\n  > c"),
            (":::note\n> - b\n:::", 3, "b"),
            (":::note\r\n- b\r\n:::\r\n", 2, "b"),
            // The fence need not stand where the block began.
            (":::note\n- b\n  :::", 2, "b"),
            ("- :::note\n  - b\n  :::", 3, "b"),
            ("> :::note\n> - b\n> :::", 3, "b"),
            ("> :::note\n> - b\n>:::", 3, "b"),
            // Nor must it be indented in the same way.
            ("1.\t:::note\n    - b\n    :::", 3, "b"),
            ("-\t:::note\n    - b\n    :::", 3, "b"),
            (">>:::note\n> > - b\n> > :::", 4, "b"),
            (">- :::note\n>   - b\n>   :::", 4, "b"),
            (">\t:::note\n> - b\n>   :::", 3, "b"),
            ("> :::note\n> - b\n   > :::", 3, "b"),
        ] {
            let (kind, found) = innermost(text, levels);
            assert!(matches!(kind, BlockKind::Paragraph(_)), "{text:?}: {kind:?}");
            assert_eq!(found, span, "{text:?}");
        }
    }

    #[test]
    fn code_before_a_fence_keeps_its_text() {
        for text in [
            ":::note\n- a\n\n      code *b*\n:::",
            ":::note\n- a\n\n      code *b*\n\n:::",
            ":::note\n- a\n\n  ```\n  code *b*\n  ```\n:::",
            ":::note\n> - a\n>\n>       code *b*\n:::",
        ] {
            let levels = if text.contains('>') { 3 } else { 2 };
            let (kind, _) = innermost(text, levels);
            assert!(matches!(&kind, BlockKind::Code { text, .. } if text == "code *b*"), "{text:?}: {kind:?}");
        }
    }

    #[test]
    fn code_without_its_fence_is_reported() {
        for text in [":::note\n- a\n\n  ```\n  code *b*\n:::", "a\n\n```\ncode *b*", "> ```\n> code *b*\n\nc"] {
            assert_eq!(read(text).reports(), ["unclosed-block ```"], "{text:?}");
        }
        read("```\n```").assert_clean();
        assert_eq!(read("a[^b]\n\n```\nc\n\n[^b]: d").reports(), ["unclosed-block ```"]);
    }

    #[test]
    fn a_fence_with_too_few_colons_is_reported_with_their_number() {
        for text in ["::::note\na\n:::\n\nb", "::::good-practice\n:::note\na\n:::\nb\n:::\n\nc"] {
            let read = read(text);
            assert_eq!(read.reports(), ["unclosed-block :::"], "{text:?}");
            assert!(read.diagnostics()[0].hints[0].contains("`::::`"));
        }
    }

    #[test]
    fn lists_before_a_fence_are_as_tight_as_elsewhere() {
        for (text, expected) in [("- a\n  - b", true), ("- a\n\n  - b\n\n  - c", false)] {
            let (kind, _) = innermost(&format!(":::note\n{text}\n:::"), 2);
            let (elsewhere, _) = innermost(text, 1);
            for kind in [kind, elsewhere] {
                assert!(matches!(kind, BlockKind::List { tight, .. } if tight == expected), "{text:?}: {kind:?}");
            }
        }
    }

    #[test]
    fn html_before_a_fence_is_reported_in_its_place() {
        assert_eq!(read(":::note\n- a\n\n  <div>\n:::").reports(), ["raw-html <div>"]);
        assert_eq!(read(":::note\n- a\n:::\n\n<!---->").reports(), ["raw-html <!---->"]);
    }

    #[test]
    fn a_fence_that_a_list_or_quotation_lacks_is_missed() {
        for text in [
            "::::good-practice\n- a\n\n  :::note\n  b\n::::",
            "::::good-practice\n> :::note\n> b\n::::",
            ":::good-practice\n- a\n\n  :::note\n  b\n:::",
            ":::note\n- One\n- Two :::",
            ":::note\n- One\n  two :::",
            ":::note\nHello :::",
            ":::note\n- a\n\n      :::",
            ":::note\na\n    :::",
        ] {
            assert!(read(text).codes().contains(&"unclosed-block"), "{text:?}: {:?}", read(text).reports());
        }
        read("A.[^a]\n\n[^a]: > :::note\n    > - b\n    > :::").assert_clean();
    }

    #[test]
    fn what_ends_with_colons_stays_in_its_list() {
        let read = read(":::note\n- One\n  two :::\n");
        assert_eq!(read.blocks().len(), 1, "{:?}", read.blocks());
        assert_eq!(read.text(inner(&read.blocks()[0])[0].span), "One\n  two :::");
    }
}
