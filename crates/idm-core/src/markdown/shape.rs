//! What a text may hold as a whole, by its kind.

use super::parse::{Reader, Shape};
use super::tree::{Block, BlockKind, Inline, InlineKind, Prose};
use crate::diagnostic::Diagnostic;
use crate::rules;
use crate::source::Span;

/// Checks a text against its kind, and brings one that must be a single paragraph into that form.
pub(super) fn check(reader: &mut Reader, prose: Prose) -> Prose {
    match reader.context.shape {
        Shape::Summary => {
            let headings = std::mem::take(&mut reader.headings);
            levels(reader, &headings, 0);
            prose
        }
        Shape::Chapter => {
            chapter(reader, &prose);
            prose
        }
        Shape::Field => {
            field(reader, &prose);
            prose
        }
        Shape::Line => line(reader, prose),
    }
}

/// Reports headings that lie more than one level below what comes before them.
fn levels(reader: &mut Reader, headings: &[(u8, Span)], mut above: u8) {
    for &(level, span) in headings {
        if level > above + 1 {
            let (message, hint) = if above == 0 {
                (format!("the first heading is of level {level}"), "begin with level 1: `# Heading`".to_owned())
            } else {
                let message = format!("a heading of level {level} follows one of level {above}");
                (message, format!("write `{} Heading`", "#".repeat(usize::from(above) + 1)))
            };
            reader.report(Diagnostic::new(&rules::HEADING_SKIPPED, span, message).hint(hint));
        }
        above = level;
    }
}

fn chapter(reader: &mut Reader, prose: &Prose) {
    let headings = std::mem::take(&mut reader.headings);
    let Some(first) = prose.blocks.first() else { return };
    let title = match first.kind {
        BlockKind::Heading { level: 1, .. } => Some(first.span),
        _ => {
            let hint = "begin with `# Title`";
            let message = "the chapter does not begin with its title";
            reader.report(Diagnostic::new(&rules::CHAPTER_TITLE, brief(first.span), message).hint(hint));
            headings.iter().find(|&&(level, _)| level == 1).map(|&(_, span)| span)
        }
    };
    for &(_, span) in headings.iter().filter(|&&(level, span)| level == 1 && Some(span) != title) {
        let mut diagnostic = Diagnostic::new(&rules::CHAPTER_TITLE, span, "a second heading of level 1");
        if let Some(title) = title {
            diagnostic = diagnostic.label(title, "the title");
        }
        reader.report(diagnostic.hint("sections begin at level 2: `## Heading`"));
    }
    levels(reader, &headings, 1);
}

/// The place of a block, or only its start if it is long: not a whole text is to be marked.
fn brief(span: Span) -> Span {
    if span.range().len() > 80 { Span { end: span.start, ..span } } else { span }
}

fn field(reader: &mut Reader, prose: &Prose) {
    let texts = prose.footnotes.iter().map(|footnote| &footnote.blocks);
    for block in std::iter::once(&prose.blocks).chain(texts).flatten() {
        paragraphs_and_lists(reader, block);
    }
}

fn paragraphs_and_lists(reader: &mut Reader, block: &Block) {
    match &block.kind {
        BlockKind::Paragraph(_) => {}
        BlockKind::List { items, .. } => {
            for block in items.iter().flat_map(|item| &item.blocks) {
                paragraphs_and_lists(reader, block);
            }
        }
        other => {
            let message = format!("{} has no place here", named(other));
            reader.report(
                Diagnostic::new(&rules::BLOCK_CONTENT, block.span, message)
                    .hint("this value may hold paragraphs and lists"),
            );
        }
    }
}

fn line(reader: &mut Reader, prose: Prose) -> Prose {
    let extra =
        prose.blocks.iter().enumerate().find(|(at, block)| *at > 0 || !matches!(block.kind, BlockKind::Paragraph(_)));
    if let Some((_, block)) = extra {
        let message = match &block.kind {
            BlockKind::Paragraph(_) => "a second paragraph has no place here".to_owned(),
            other => format!("{} has no place here", named(other)),
        };
        reader.report(
            Diagnostic::new(&rules::BLOCK_CONTENT, block.span, message).hint(
                "this value is one paragraph; a sign such as `#`, `-` or `1.` at its start needs a `\\` before it",
            ),
        );
    }
    if let Some(footnote) = prose.footnotes.first() {
        let message = "a footnote has no place here";
        reader.report(Diagnostic::new(&rules::BLOCK_CONTENT, footnote.span, message));
    }
    let Some(span) = prose.blocks.first().map(|block| block.span) else { return prose };
    let mut content = vec![];
    for block in prose.blocks {
        words(block, &mut content);
    }
    Prose { blocks: vec![Block { kind: BlockKind::Paragraph(content), span }], footnotes: prose.footnotes }
}

/// The words of a block that stands where only a paragraph may.
fn words(block: Block, into: &mut Vec<Inline>) {
    if !into.is_empty() {
        into.push(Inline { kind: InlineKind::SoftBreak, span: block.span });
    }
    match block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => into.extend(content),
        BlockKind::List { items, .. } => {
            for block in items.into_iter().flat_map(|item| item.blocks) {
                words(block, into);
            }
        }
        BlockKind::BlockQuote(blocks) => {
            for block in blocks {
                words(block, into);
            }
        }
        BlockKind::Code { text, .. } => into.push(Inline::text(text, block.span)),
        _ => {}
    }
}

fn named(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph(_) => "a paragraph",
        BlockKind::Heading { .. } => "a heading",
        BlockKind::List { .. } => "a list",
        BlockKind::BlockQuote(_) => "a block quotation",
        BlockKind::Code { .. } => "a block of code",
        BlockKind::Table(_) => "a table",
        BlockKind::ThematicBreak => "a line across",
        BlockKind::Figure(_) => "a figure",
        BlockKind::KeyMessages { .. }
        | BlockKind::GoodPractice { .. }
        | BlockKind::Quotation { .. }
        | BlockKind::EditorsNote { .. } => "a `:::` block",
    }
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::super::testing::*;
    use super::super::tree::BlockKind;

    #[test]
    fn a_summary_skips_no_level() {
        read("# A\n\n## B\n\n### C\n\n# D").assert_clean();
        assert_eq!(read("## A\n\n### B").reports(), ["heading-skipped ## A"]);
        assert_eq!(read("# A\n\n### B\n\n#### C").reports(), ["heading-skipped ### B"]);
        assert_eq!(read("# A\n\n##\n\n### B").reports(), ["heading-skipped ### B"]);
    }

    #[test]
    fn a_chapter_begins_with_its_title() {
        read_as(Shape::Chapter, "# A\n\nb\n\n## C").assert_clean();
        assert_eq!(read_as(Shape::Chapter, "a\n\n# B").reports(), ["chapter-title a"]);
        assert_eq!(read_as(Shape::Chapter, "# A\n\n# B").reports(), ["chapter-title # B"]);
        assert_eq!(read_as(Shape::Chapter, "## A").codes(), ["chapter-title"]);
        assert_eq!(read_as(Shape::Chapter, "# A\n\n### B").codes(), ["heading-skipped"]);
        read_as(Shape::Chapter, "").assert_clean();
    }

    #[test]
    fn a_field_holds_paragraphs_and_lists() {
        read_as(Shape::Field, "a[^b]\n\n- c\n  1. d\n\n[^b]: e").assert_clean();
        for text in ["# a", "> a", "| a |\n|---|", "---", "    a", ":::note\na\n:::", "- # a"] {
            assert_eq!(read_as(Shape::Field, text).codes(), ["block-content"], "{text}");
        }
    }

    #[test]
    fn a_line_is_one_paragraph() {
        for text in ["a *b*\nc", "![a](b.svg)", ""] {
            read_as(Shape::Line, text).assert_clean();
        }
        for text in ["# a", "a\n\nb", "- a", "1. a", "> a"] {
            let read = read_as(Shape::Line, text);
            assert_eq!(read.codes(), ["block-content"], "{text}");
            assert!(matches!(read.blocks(), [block] if matches!(block.kind, BlockKind::Paragraph(_))));
        }
    }
}
