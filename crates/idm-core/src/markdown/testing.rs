//! Helps the tests of the modules around to read a text and look at the outcome.

use serde_json::json;

use super::tree::{Block, BlockKind, Image, Inline, InlineKind, Prose};
use super::walk::{self, Notes};
use super::{Context, Shape, parse};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::expression::Expressions;
use crate::source::{Locator, Sources, Span};

/// A text that has been read.
pub(crate) struct Read {
    sources: Sources,
    pub(crate) prose: Prose,
    diagnostics: Diagnostics,
}

/// Reads a summary.
pub(crate) fn read(text: &str) -> Read {
    read_as(Shape::Summary, text)
}

/// Reads a whole file.
pub(crate) fn read_as(shape: Shape, text: &str) -> Read {
    let mut sources = Sources::default();
    let locator = Locator::whole(sources.add("a.md", text), text.len());
    read_with(sources, locator, shape, text)
}

/// Reads a text within a file.
pub(super) fn read_pieces(file: &str, text: &str, pieces: Vec<(u32, u32)>) -> Read {
    let mut sources = Sources::default();
    let locator = Locator::pieces(sources.add("a.yaml", file), pieces, file.len());
    read_with(sources, locator, Shape::Field, text)
}

fn read_with(sources: Sources, locator: Locator, shape: Shape, text: &str) -> Read {
    let expressions =
        Expressions::new(json!({ "id": "new-york", "at": "@new-york", "star": "*[@", "url": "https://iom.example/" }));
    let mut diagnostics = Diagnostics::default();
    let context = Context { locator: &locator, expressions: &expressions, shape };
    let prose = parse(text, &context, &mut diagnostics);
    let read = Read { sources, prose, diagnostics };
    read.check_spans();
    read
}

impl Read {
    pub(super) fn text(&self, span: Span) -> &str {
        self.sources.text(span)
    }

    pub(crate) fn blocks(&self) -> &[Block] {
        &self.prose.blocks
    }

    /// The inlines of the first block, which is a paragraph.
    pub(super) fn inlines(&self) -> &[Inline] {
        match self.prose.blocks.first().map(|block| &block.kind) {
            Some(BlockKind::Paragraph(content)) => content,
            other => panic!("no paragraph but {other:?}"),
        }
    }

    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        self.diagnostics.list()
    }

    pub(super) fn codes(&self) -> Vec<&'static str> {
        self.diagnostics.list().iter().map(|diagnostic| diagnostic.rule.code).collect()
    }

    /// Each problem's code and the text it marks.
    pub(super) fn reports(&self) -> Vec<String> {
        let marked = |place: &Place| match place {
            Place::Span(span, _) => self.text(*span).to_owned(),
            other => panic!("no span but {other:?}"),
        };
        let list = self.diagnostics.list().iter();
        list.map(|diagnostic| format!("{} {}", diagnostic.rule.code, marked(&diagnostic.place))).collect()
    }

    #[track_caller]
    pub(super) fn assert_clean(&self) {
        assert!(self.diagnostics.list().is_empty(), "{:#?}", self.diagnostics.list());
    }

    pub(super) fn images(&self) -> Vec<Image> {
        let mut images = vec![];
        self.each_inline(|inline| {
            if let InlineKind::Image(image) = &inline.kind {
                images.push(image.clone());
            }
        });
        images
    }

    /// Visits every inline, footnotes last.
    pub(super) fn each_inline(&self, mut visit: impl FnMut(&Inline)) {
        walk::inlines(&self.prose, Notes::Visit, &mut |inline| visit(inline));
    }

    /// Every span must be one that the rest of the program can slice with.
    fn check_spans(&self) {
        let check = |span: Span| {
            let text = self.sources.get(span.source).text();
            assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?} in {text:?}");
        };
        self.prose.footnotes.iter().for_each(|footnote| check(footnote.span));
        walk::blocks(&self.prose, Notes::Visit, &mut |block| check(block.span));
        walk::inlines(&self.prose, Notes::Visit, &mut |inline| check(inline.span));
        for diagnostic in self.diagnostics.list() {
            if let Place::Span(span, _) = diagnostic.place {
                check(span);
            }
        }
    }
}

proptest::proptest! {
    /// Whatever is typed, reading ends without a panic and every span can be sliced with.
    #[test]
    fn anything_can_be_read(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", "é", " ", "\n", "\r\n", "\r", "\t", "*", "_", "**", "`", "[", "]", "(", ")", "![", "<b>", "&amp;", "\\",
                "> ", "- ", "1. ", "# ", "|", "|---|\n", ":::", ":::note\n", ":::figure {alt=\"x\"}\n", "[^a]", "[^a]: ",
                "{{ id }}", "{{ at }}", "{{", "}}", "%%", "[@a]", "@", ";", "{#x}", "\n\n", "    ", "---\n", "===\n", "[r]: x\n", "\0",
                "\u{e000}", "\u{feff}", "https://a.example", "<https://b>", "\"", "   ",
            ]),
            0..30,
        ),
    ) {
        let text = pieces.concat();
        for shape in [Shape::Summary, Shape::Chapter, Shape::Field, Shape::Line] {
            let _ = read_as(shape, &text);
        }
    }
}
