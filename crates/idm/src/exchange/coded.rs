//! A text as those who translate see it: lines of words, with signs that stand for whatever is no word.

use std::collections::BTreeSet;
use std::ops::Range;

use idm_core::escape::{prose, prose_within};
use idm_core::expression::Expressions;
use idm_core::markdown::tree::{Block, BlockKind, Inline, InlineKind, Prose, TextId};
use idm_core::markdown::walk::{self, Notes};
use idm_core::markdown::{Context, Shape, Words, parse};
use idm_core::source::{Locator, Sources};
use idm_core::translation::digest;

/// A line of words: a paragraph, a heading, a cell of a table, a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: LeafKind,
    /// What it says.
    pub(super) parts: Vec<Part>,
}

/// What a line of words is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeafKind {
    Paragraph,
    Heading(u8),
    Cell,
    Caption,
    /// In the opening line of a block, between quotation marks.
    Title,
    /// What a picture shows, for those who cannot see it; there, too.
    Alternative,
    /// A value that is no Markdown.
    Plain,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Words(String),
    Code(Code),
}

/// A sign that stands for mark-up, a reference, a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    /// Its number in the line, from 1; an opening and a closing one share it.
    pub(super) id: usize,
    pub(super) side: Side,
    pub(super) kind: CodeKind,
    /// How it is written in the file.
    pub(super) written: String,
}

/// Whether a code stands alone or around words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Alone,
    Open,
    Close,
}

/// What a code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CodeKind {
    Emphasis,
    Strong,
    Superscript,
    Subscript,
    Literal(String),
    Link,
    /// A citation or cross-reference, with what it leads to.
    Reference(String),
    /// A footnote's mark.
    Note(String),
    Language,
    /// A mark for the index, with its subject.
    Index(String),
    /// An editor's note.
    Remark,
    Picture,
    /// An expression.
    Value(String),
    Break,
    /// Whatever else is no word.
    Other(String),
}

impl CodeKind {
    /// What it is called in notes to translators.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Emphasis => "emphasis",
            Self::Strong => "strong emphasis",
            Self::Superscript => "superscript",
            Self::Subscript => "subscript",
            Self::Literal(_) => "code",
            Self::Link => "link",
            Self::Reference(_) => "reference",
            Self::Note(_) => "footnote",
            Self::Language => "words in another language",
            Self::Index(_) => "index",
            Self::Remark => "editor's note",
            Self::Picture => "picture",
            Self::Value(_) => "value",
            Self::Break => "line's end",
            Self::Other(_) => "mark-up",
        }
    }

    /// Whether a translation may do without it: other words may be in another language, and other terms in the index.
    pub(super) fn may_go(&self) -> bool {
        matches!(self, Self::Index(_) | Self::Language | Self::Break)
    }

    /// Whether two of the kind mean the same though they are written otherwise.
    fn is_like(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Link, Self::Link)
                | (Self::Language, Self::Language)
                | (Self::Index(_), Self::Index(_))
                | (Self::Picture, Self::Picture)
        )
    }
}

/// What plain text says as a line.
pub(super) fn plain(text: &str) -> Vec<Leaf> {
    let start = text.len() - text.trim_start().len();
    let range = start..text.trim_end().len().max(start);
    let words = collapsed(&text[range.clone()]);
    vec![Leaf { range, kind: LeafKind::Plain, parts: vec![Part::Words(words)] }]
}

/// The lines of a Markdown text, in its order; those without any letter or figure only where there is no other.
pub(super) fn leaves(text: &str, shape: Shape, expressions: &Expressions) -> Vec<Leaf> {
    let mut sources = Sources::default();
    let source = sources.add("", text);
    let locator = Locator::whole(source, text.len());
    let context = Context { locator: &locator, expressions, shape, id: TextId { source, number: 0 } };
    let read = parse(text, &context);
    let prose: &Prose = &read.prose;
    let mut found = vec![];
    walk::blocks(prose, Notes::Visit, &mut |block| {
        let mut add = |kind, content: &[Inline]| found.extend(leaf(text, kind, content));
        match &block.kind {
            BlockKind::Paragraph(content) => add(LeafKind::Paragraph, content),
            BlockKind::Heading { level, content, .. } => add(LeafKind::Heading(*level), content),
            BlockKind::Table(table) => {
                if let Some(caption) = &table.caption {
                    add(LeafKind::Caption, caption);
                }
                for cell in table.header.iter().chain(table.rows.iter().flatten()) {
                    add(LeafKind::Cell, &cell.content);
                }
            }
            BlockKind::Figure(figure) => {
                if let Some(caption) = &figure.caption {
                    add(LeafKind::Caption, caption);
                }
                let alt = figure.numbered.then(|| attribute(text, block, "alt", &figure.image.alt));
                found.extend(alt.flatten());
            }
            BlockKind::KeyMessages { title: Some(title), .. } | BlockKind::GoodPractice { title: Some(title), .. } => {
                found.extend(attribute(text, block, "title", title));
            }
            _ => {}
        }
    });
    found.sort_by_key(|leaf: &Leaf| leaf.range.start);
    if found.iter().any(Leaf::has_words) {
        found.retain(Leaf::has_words);
    }
    found
}

impl Leaf {
    fn has_words(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Words(words) if has_letters(words)))
    }
}

/// The value of a key in the opening line of a block, if it is written there as it is.
fn attribute(text: &str, block: &Block, key: &str, value: &str) -> Option<Leaf> {
    if value.contains(['"', '\\']) || !has_letters(value) {
        return None;
    }
    let line = text.get(block.span.range())?.lines().next()?;
    let at = line.find(&format!("{key}=\"{value}\""))? + block.span.range().start + key.len() + 2;
    let kind = if key == "alt" { LeafKind::Alternative } else { LeafKind::Title };
    Some(Leaf { range: at..at + value.len(), kind, parts: vec![Part::Words(value.to_owned())] })
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn leaf(text: &str, kind: LeafKind, content: &[Inline]) -> Option<Leaf> {
    let range = content.first()?.span.range().start..content.last()?.span.range().end;
    let mut cutting = Cutting { text, parts: vec![], last: 0 };
    cutting.inlines(content, range.clone());
    let written = text.get(range.clone())?;
    let start = range.start + (written.len() - written.trim_start().len());
    let range = start..range.start + written.trim_end().len();
    Some(Leaf { range, kind, parts: tidy(cutting.parts) })
}

struct Cutting<'a> {
    text: &'a str,
    parts: Vec<Part>,
    /// The last number that was given.
    last: usize,
}

impl Cutting<'_> {
    fn raw(&self, range: Range<usize>) -> String {
        self.text.get(range).unwrap_or_default().to_owned()
    }

    fn push(&mut self, words: &str) {
        match self.parts.last_mut() {
            Some(Part::Words(known)) => known.push_str(words),
            _ => self.parts.push(Part::Words(words.to_owned())),
        }
    }

    fn code(&mut self, id: usize, side: Side, kind: CodeKind, written: String) {
        self.parts.push(Part::Code(Code { id, side, kind, written }));
    }

    fn alone(&mut self, kind: CodeKind, written: String) {
        self.last += 1;
        self.code(self.last, Side::Alone, kind, written);
    }

    fn inlines(&mut self, content: &[Inline], within: Range<usize>) {
        let mut at = within.start;
        let mut behind_break = false;
        for inline in content {
            let span = inline.span.range();
            if !behind_break {
                self.gap(at..span.start);
            }
            behind_break = matches!(inline.kind, InlineKind::SoftBreak);
            self.inline(inline);
            at = at.max(span.end);
        }
        self.gap(at..within.end);
    }

    /// What stands between two inlines and belongs to none, such as an expression without a value.
    fn gap(&mut self, range: Range<usize>) {
        let written = self.raw(range.start..range.end.max(range.start));
        if written.trim().is_empty() {
            if !written.is_empty() {
                self.push(" ");
            }
        } else {
            self.alone(CodeKind::Other(written.clone()), written);
        }
    }

    fn around(&mut self, kind: CodeKind, content: &[Inline], span: Range<usize>) {
        let (Some(first), Some(last)) = (content.first(), content.last()) else {
            let written = self.raw(span);
            self.alone(kind, written);
            return;
        };
        let inner = first.span.range().start..last.span.range().end;
        self.last += 1;
        let id = self.last;
        let (open, close) = (self.raw(span.start..inner.start), self.raw(inner.end..span.end));
        self.code(id, Side::Open, kind.clone(), open);
        self.inlines(content, inner);
        self.code(id, Side::Close, kind, close);
    }

    fn inline(&mut self, inline: &Inline) {
        let span = inline.span.range();
        let raw = self.raw(span.clone());
        match &inline.kind {
            InlineKind::Text(words) => self.words(words, inline),
            InlineKind::SoftBreak => self.push(" "),
            InlineKind::HardBreak => self.alone(CodeKind::Break, raw),
            InlineKind::Emphasis(content) => self.around(CodeKind::Emphasis, content, span),
            InlineKind::Strong(content) => self.around(CodeKind::Strong, content, span),
            InlineKind::Superscript(content) => self.around(CodeKind::Superscript, content, span),
            InlineKind::Subscript(content) => self.around(CodeKind::Subscript, content, span),
            InlineKind::Code(_) => self.alone(CodeKind::Literal(raw.clone()), raw),
            InlineKind::Link { content, .. } if raw.starts_with('[') => self.around(CodeKind::Link, content, span),
            InlineKind::Link { .. } => self.alone(CodeKind::Link, raw),
            InlineKind::Image(image) => {
                let alt = raw.strip_prefix("![").and_then(|rest| rest.strip_prefix(image.alt.as_str()));
                match alt.filter(|rest| rest.starts_with("](")) {
                    Some(rest) => {
                        self.last += 1;
                        let id = self.last;
                        self.code(id, Side::Open, CodeKind::Picture, "![".to_owned());
                        self.push(&image.alt);
                        self.code(id, Side::Close, CodeKind::Picture, rest.to_owned());
                    }
                    None => self.alone(CodeKind::Picture, raw),
                }
            }
            InlineKind::FootnoteReference(_) => self.alone(CodeKind::Note(raw.clone()), raw),
            InlineKind::Reference { targets, content } => {
                let named: Vec<String> = targets.iter().map(|target| target.id.clone()).collect();
                let kind = CodeKind::Reference(named.join("; "));
                match content {
                    Some(content) => self.around(kind, content, span),
                    None => self.alone(kind, raw),
                }
            }
            InlineKind::Foreign { content, .. } => self.around(CodeKind::Language, content, span),
            InlineKind::IndexTerm { subject, content } => {
                self.around(CodeKind::Index(subject.clone()), content, span);
            }
            InlineKind::EditorsNote(content) => self.around(CodeKind::Remark, content, span),
        }
    }

    /// Words as they read, and the values among them as codes.
    fn words(&mut self, words: &Words, inline: &Inline) {
        let mut value = None;
        for (at, sign) in words.char_indices() {
            let written = words.written(inline.span, at..at + sign.len_utf8());
            if !written.generated {
                value = None;
                self.push(sign.encode_utf8(&mut [0; 4]));
            } else if value.replace(written.span) != Some(written.span) {
                let raw = self.raw(written.span.range());
                self.alone(CodeKind::Value(raw.clone()), raw);
            }
        }
    }
}

/// White space of a file is one blank on a page.
pub(super) fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, ' ' | '\t' | '\n' | '\r') {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(sign);
        }
    }
    out
}

/// A line without blanks around it or two that follow each other, and without words that say nothing.
pub(super) fn tidy(parts: Vec<Part>) -> Vec<Part> {
    let mut tidied: Vec<Part> = vec![];
    for part in parts {
        match (part, tidied.last_mut()) {
            (Part::Words(words), Some(Part::Words(known))) => known.push_str(&words),
            (part, _) => tidied.push(part),
        }
    }
    // Once for all that stands together: a program may hand words over one by one.
    for part in &mut tidied {
        if let Part::Words(words) = part {
            *words = collapsed(words);
        }
    }
    if let Some(Part::Words(words)) = tidied.first_mut() {
        *words = words.trim_start_matches(' ').to_owned();
    }
    if let Some(Part::Words(words)) = tidied.last_mut() {
        *words = words.trim_end_matches(' ').to_owned();
    }
    tidied.retain(|part| !matches!(part, Part::Words(words) if words.is_empty()));
    tidied
}

/// The codes that stand alone or open.
pub(super) fn codes(parts: &[Part]) -> impl Iterator<Item = &Code> {
    parts.iter().filter_map(|part| match part {
        Part::Code(code) if code.side != Side::Close => Some(code),
        _ => None,
    })
}

/// Gives the codes of a translation the numbers of those of its source; what the source has not gets further numbers.
pub(super) fn align(source: &[Part], target: &mut [Part]) {
    let of_source: Vec<&Code> = codes(source).collect();
    let of_target: Vec<(usize, Side, CodeKind, String)> =
        codes(target).map(|code| (code.id, code.side, code.kind.clone(), code.written.clone())).collect();
    let mut free: BTreeSet<usize> = of_source.iter().map(|code| code.id).collect();
    let mut numbers = vec![None; of_target.len()];
    type Same<'s> = &'s dyn Fn(&Code, &(usize, Side, CodeKind, String)) -> bool;
    let rounds: [Same; 3] = [
        &|code, (_, side, kind, written)| code.side == *side && code.kind == *kind && code.written == *written,
        &|code, (_, side, kind, _)| code.side == *side && code.kind == *kind,
        &|code, (_, side, kind, _)| code.side == *side && code.kind.is_like(kind),
    ];
    for same in rounds {
        for (at, code) in of_target.iter().enumerate().filter(|(at, _)| numbers[*at].is_none()).collect::<Vec<_>>() {
            if let Some(found) = of_source.iter().find(|known| free.contains(&known.id) && same(known, code)) {
                free.remove(&found.id);
                numbers[at] = Some(found.id);
            }
        }
    }
    let mut last = of_source.iter().map(|code| code.id).max().unwrap_or(0);
    let given: Vec<(usize, usize)> = of_target
        .iter()
        .zip(numbers)
        .map(|((id, ..), number)| {
            let number = number.unwrap_or_else(|| {
                last += 1;
                last
            });
            (*id, number)
        })
        .collect();
    for part in target {
        if let Part::Code(code) = part
            && let Some((_, number)) = given.iter().find(|(id, _)| *id == code.id)
        {
            code.id = *number;
        }
    }
}

/// A line as it is written in the file.
pub(super) fn written(kind: LeafKind, parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Code(code) => out.push_str(&code.written),
            Part::Words(words) => match kind {
                LeafKind::Plain => out.push_str(words),
                LeafKind::Title | LeafKind::Alternative => {
                    out.push_str(&words.replace('\\', "\\\\").replace('"', "\\\""));
                }
                _ if out.is_empty() => out.push_str(&prose(words)),
                _ => out.push_str(&prose_within(words)),
            },
        }
    }
    out
}

/// A line in letters, with codes as they are written.
pub(super) fn shown(parts: &[Part]) -> String {
    parts
        .iter()
        .map(|part| match part {
            Part::Words(words) => words.as_str(),
            Part::Code(code) => code.written.as_str(),
        })
        .collect()
}

/// By which a translation that was handed out is known again, whatever form it comes back in; "none" where there was none.
pub(super) fn handed(target: Option<&[Part]>) -> String {
    let Some(target) = target else { return "none".to_owned() };
    let told = target.iter().map(|part| match part {
        Part::Words(words) => words.clone(),
        Part::Code(code) => format!("\u{e000}{}{:?}", code.id, code.side),
    });
    digest(&told.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_come_one_by_one_are_a_line() {
        let words = |text: &str| Part::Words(text.to_owned());
        let code = || Part::Code(Code { id: 1, side: Side::Alone, kind: CodeKind::Break, written: String::new() });
        let parts = [" a ", " ", "\n b", "c ", ""].map(words).into_iter();
        let all = tidy(parts.chain([code()]).chain([" ", "\t"].map(words)).collect());
        assert_eq!(all, [words("a bc "), code()]);
        // Not anew from the beginning for each.
        let many: Vec<Part> = (0..200_000).map(|_| words("words ")).collect();
        assert_eq!(tidy(many), [words("words ".repeat(200_000).trim_end())]);
    }
}
