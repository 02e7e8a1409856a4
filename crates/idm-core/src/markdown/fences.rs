//! Which `:::` fences belong together: those that close nothing, and blocks that nothing closes.

use std::ops::Range;

use comrak::Arena;
use comrak::nodes::{AstNode, LineColumn, NodeValue};

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

/// Reports fences that close nothing and takes them out of the text.
pub(super) fn blank_stray(filled: &mut Filled, context: &Context, diagnostics: &mut Diagnostics) {
    if !filled.text().contains(":::") {
        return;
    }
    let rounds = if filled.text().len() > MAX_REREAD_BYTES { 1 } else { MAX_STRAY_FENCES };
    for _ in 0..rounds {
        let Some(range) = stray_fence(filled.text()) else { return };
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

fn stray_fence(text: &str) -> Option<Range<usize>> {
    let arena = Arena::new();
    let root = read(&arena, text)?;
    let lines = Lines::new(text);
    root.descendants().find_map(|node| {
        let ast = node.data();
        let NodeValue::BlockDirective(directive) = &ast.value else { return None };
        let start = lines.offset(ast.sourcepos.start);
        let end = start + directive.fence_length;
        (directive.info.is_empty() && lines.slice(start..end).bytes().all(|byte| byte == b':')).then_some(start..end)
    })
}

impl Reader<'_> {
    /// Whether a block is closed.
    ///
    /// comrak does not say. It closes the outermost block that a fence fits, and the blocks within end there, too.
    pub(super) fn is_closed<'a>(&self, node: &'a AstNode<'a>) -> bool {
        let line = self.closing_line(node);
        line.is_some() && node.ancestors().skip(1).all(|outer| self.closing_line(outer) != line)
    }

    /// The number of the line on which a block ends, if a fence stands there that can close it.
    fn closing_line<'a>(&self, node: &'a AstNode<'a>) -> Option<usize> {
        let ast = node.data();
        let NodeValue::BlockDirective(directive) = &ast.value else { return None };
        let line = ast.sourcepos.end.line;
        if line <= ast.sourcepos.start.line {
            return None;
        }
        let (before, fence) = prefix(self.lines.slice(self.line(line)));
        let (opening, _) = prefix(self.lines.slice(self.line(ast.sourcepos.start.line)));
        let quotes = |prefix: &str| prefix.bytes().filter(|&byte| byte == b'>').count();
        let colons = fence.len() - fence.trim_start_matches(':').len();
        let fits = colons >= directive.fence_length && fence[colons..].trim().is_empty();
        (fits && quotes(before) <= quotes(opening)).then_some(line)
    }

    fn line(&self, line: usize) -> Range<usize> {
        let start = self.lines.offset(LineColumn { line, column: 1 });
        start..self.lines.line_end(start)
    }
}

/// What stands before the fence on a line, and the rest.
fn prefix(line: &str) -> (&str, &str) {
    line.split_at(line.find(':').unwrap_or(line.len()))
}
