//! Helps the tests of the modules around to read a text and look at the outcome.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::{Strategy, prop_oneof};
use proptest::sample::select;
use serde_json::json;

use super::tree::{Block, BlockKind, Image, Inline, InlineKind, Prose, TextId};
use super::walk::{self, Notes};
use super::{Context, Parsed, Shape, parse};
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
    let expressions = Expressions::new(
        || json!({ "id": "new-york", "at": "@new-york", "star": "*[@", "url": "https://iom.example/" }),
    );
    let context = Context {
        locator: &locator,
        expressions: &expressions,
        shape,
        id: TextId { source: locator.source(), number: 0 },
    };
    let Parsed { prose, diagnostics, .. } = parse(text, &context);
    let read = Read { sources, prose: Arc::unwrap_or_clone(prose), diagnostics };
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

/// Blocks within blocks, to be written as Markdown.
#[derive(Debug, Clone)]
enum Nested {
    Paragraph,
    IndentedCode,
    FencedCode,
    /// Whose fence is missing, so that it goes on to the end of what it stands in.
    OpenCode,
    Table,
    Heading,
    List(&'static str, Vec<Nested>),
    Quote(Vec<Nested>),
    /// Its closing fence is indented by so many spaces.
    Note(usize, Vec<Nested>),
}

impl Nested {
    fn any() -> impl Strategy<Value = Self> {
        let leaf = select(vec![
            Self::Paragraph,
            Self::IndentedCode,
            Self::FencedCode,
            Self::OpenCode,
            Self::Table,
            Self::Heading,
        ]);
        leaf.prop_recursive(5, 24, 3, |inner| {
            let inner = vec(inner, 1..4);
            prop_oneof![
                (select(vec!["- ", "1. ", "10) "]), inner.clone())
                    .prop_map(|(marker, inner)| Self::List(marker, inner)),
                inner.clone().prop_map(Self::Quote),
                (0..4_usize, inner).prop_map(|(indent, inner)| Self::Note(indent, inner)),
            ]
        })
    }

    /// How many blocks with fences lie in one another here; an outer fence needs more colons than an inner one.
    fn fences(&self) -> usize {
        match self {
            Self::List(_, inner) | Self::Quote(inner) => inner.iter().map(Self::fences).max().unwrap_or(0),
            Self::Note(_, inner) => 1 + inner.iter().map(Self::fences).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// The lines of some blocks. Each has a word of its own, which is pushed to `words`.
    fn lines(blocks: &[Self], words: &mut Vec<String>) -> Vec<String> {
        let mut lines: Vec<String> = vec![];
        for (at, block) in blocks.iter().enumerate() {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            match block {
                // It would swallow what follows.
                Self::OpenCode if at + 1 < blocks.len() => Self::FencedCode.write(&mut lines, words),
                _ => block.write(&mut lines, words),
            }
        }
        lines
    }

    fn write(&self, lines: &mut Vec<String>, words: &mut Vec<String>) {
        let mut word = || {
            words.push(format!("word{}end", words.len()));
            words[words.len() - 1].clone()
        };
        match self {
            Self::Paragraph => lines.extend([word(), format!("*{}*", word())]),
            Self::IndentedCode => lines.push(format!("    {}", word())),
            Self::FencedCode => lines.extend(["```".into(), word(), "```".into()]),
            Self::OpenCode => lines.extend(["~~~".into(), word()]),
            Self::Table => lines.extend([format!("| {} |", word()), "|---|".into(), format!("| {} |", word())]),
            Self::Heading => lines.push(format!("# {}", word())),
            Self::List(marker, inner) => {
                let indent = " ".repeat(marker.len());
                let inner = Self::lines(inner, words);
                lines.extend(inner.iter().enumerate().map(|(at, line)| match at {
                    0 => format!("{marker}{line}"),
                    _ if line.is_empty() => String::new(),
                    _ => format!("{indent}{line}"),
                }));
            }
            Self::Quote(inner) => {
                let inner = Self::lines(inner, words);
                lines.extend(inner.iter().enumerate().map(|(at, line)| {
                    // The space is left out where nothing else can be taken for it.
                    let space = if at % 2 == 0 || line.starts_with(' ') { " " } else { "" };
                    format!(">{space}{line}")
                }));
            }
            Self::Note(indent, inner) => {
                let fence = ":".repeat(2 + self.fences());
                lines.push(format!("{fence}note"));
                lines.extend(Self::lines(inner, words));
                lines.push(" ".repeat(*indent) + &fence);
            }
        }
    }
}

/// All words of a text.
fn words(read: &Read) -> String {
    let mut text = String::new();
    walk::blocks(&read.prose, Notes::Visit, &mut |block| {
        if let BlockKind::Code { text: code, .. } = &block.kind {
            text.push_str(code);
        }
    });
    read.each_inline(|inline| {
        if let InlineKind::Text(words) | InlineKind::Code(words) = &inline.kind {
            text.push_str(words);
        }
    });
    text
}

proptest::proptest! {
    /// Whatever stands in whatever, no word is lost, doubled or left without a place.
    #[test]
    fn no_word_is_lost_in_nested_blocks(blocks in vec(Nested::any(), 1..4)) {
        let mut expected = vec![];
        let text = Nested::lines(&blocks, &mut expected).join("\n");
        let read = read(&text);
        let found = words(&read);
        for word in expected {
            proptest::prop_assert_eq!(found.matches(&word).count(), 1, "{} in\n{}\n{:#?}", word, text, read.prose.blocks);
        }
        let codes = read.codes();
        // Code without its fence is reported so, too.
        let open = text.contains("~~~");
        proptest::prop_assert!(open || !codes.contains(&"unclosed-block"), "{}\n{:?}", text, codes);
    }

    /// Whatever is typed, reading ends without a panic and every span can be sliced with.
    #[test]
    fn anything_can_be_read(
        pieces in vec(
            select(vec![
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
