//! Running text as an editor reads it: the words of a paragraph or line in one piece, whatever mark-up lies between,
//! cut into tokens that know where they are written.

use std::ops::Range;

use crate::markdown::tree::{Inline, InlineKind, Target};
use crate::markdown::{Words, Written};
use crate::source::{SourceId, Span};

/// Stands for what has no words of the text's own: citations, code, pictures, words of another language.
pub(super) const OBJECT: char = '\u{fffc}';

/// What kind of line a running text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph.
    Paragraph,
    /// A paragraph in an item of a list.
    Item,
    /// A heading or a record's title.
    Heading,
    /// A cell of a table.
    Cell,
    /// What stands below a figure or above a table.
    Caption,
    /// A value of a record: a question, a key message, a note.
    Field,
}

/// The words of a paragraph or line.
#[derive(Debug)]
pub(super) struct Running<'a> {
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    pub(super) kind: Kind,
    /// Whether it stands in a block of quoted words, which are not the editors'.
    pub(super) quoted: bool,
    /// Whether it names a source or calls a footnote, which may name one.
    pub(super) cites: bool,
    /// What it refers to without words of its own, each at its byte; nothing for a footnote, which may refer to anything.
    pub(super) named: Vec<(usize, Option<&'a Target>)>,
    /// The words within quotation marks, marks included.
    pub(super) quotations: Vec<Range<usize>>,
    /// The outermost of them, in order.
    pub(super) outermost: Vec<Range<usize>>,
    parts: Vec<Part<'a>>,
    span: Span,
}

/// A piece of the text that comes from one inline.
#[derive(Debug)]
struct Part<'a> {
    at: usize,
    /// None for a line's end or an object.
    words: Option<&'a Words>,
    span: Span,
}

/// A word, a number or a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    start: u32,
    end: u32,
    pub(super) sort: Sort,
    /// Whether it belongs to an address or a document symbol, which follow rules of their own.
    pub(super) symbol: bool,
}

impl Token {
    /// The token's characters in the text that it was cut from.
    pub(super) fn text(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether nothing stands between the two.
    pub(super) fn touches(self, next: Self) -> bool {
        self.end == next.start
    }
}

/// The sorts of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Letters, with apostrophes between them.
    Word,
    /// Digits, with points and commas between them.
    Number,
    /// Letters and digits.
    Mixed,
    /// Any other character.
    Mark,
    /// What has no words.
    Object,
}

impl<'a> Running<'a> {
    pub(super) fn new(content: &'a [Inline], kind: Kind, quoted: bool) -> Self {
        let span = content
            .iter()
            .fold(content.first().map_or(Span::NOWHERE, |first| first.span), |whole, inline| whole.to(inline.span));
        let mut running = Self {
            text: String::new(),
            tokens: vec![],
            kind,
            quoted,
            cites: false,
            named: vec![],
            quotations: vec![],
            outermost: vec![],
            parts: vec![],
            span,
        };
        running.take(content);
        running.tokens = tokens(&running.text);
        running.quotations = quotations(&running.text);
        running.outermost = outermost(&running.quotations);
        running
    }

    fn take(&mut self, content: &'a [Inline]) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(words) => self.push(words, Some(words), inline.span),
                InlineKind::SoftBreak | InlineKind::HardBreak => self.push(" ", None, inline.span),
                // A bare address reads as one thing, whatever it is made of.
                InlineKind::Link { content, .. } if !is_address(content) => self.take(content),
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Superscript(content)
                | InlineKind::Subscript(content)
                | InlineKind::IndexTerm { content, .. }
                | InlineKind::Reference { content: Some(content), .. } => self.take(content),
                InlineKind::Reference { content: None, targets } => {
                    self.cites = true;
                    self.named.extend(targets.iter().map(|target| (self.text.len(), Some(target))));
                    self.push("\u{fffc}", None, inline.span);
                }
                InlineKind::FootnoteReference(_) => {
                    self.cites = true;
                    self.named.push((self.text.len(), None));
                }
                InlineKind::EditorsNote(_) => {}
                InlineKind::Link { .. } | InlineKind::Code(_) | InlineKind::Image(_) | InlineKind::Foreign { .. } => {
                    self.push("\u{fffc}", None, inline.span);
                }
            }
        }
    }

    fn push(&mut self, text: &str, words: Option<&'a Words>, span: Span) {
        self.parts.push(Part { at: self.text.len(), words, span });
        self.text.push_str(text);
    }

    /// The token's characters; nothing behind the last and before the first.
    pub(super) fn at(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |token| &self.text[token.start as usize..token.end as usize])
    }

    /// The characters of the token that stands `steps` before.
    pub(super) fn before(&self, token: usize, steps: usize) -> &str {
        token.checked_sub(steps).map_or("", |at| self.at(at))
    }

    /// The token's sort.
    pub(super) fn sort(&self, token: usize) -> Option<Sort> {
        self.tokens.get(token).map(|token| token.sort)
    }

    /// Whether the token is that word, in whatever case.
    pub(super) fn is(&self, token: usize, word: &str) -> bool {
        self.at(token).eq_ignore_ascii_case(word)
    }

    /// Whether the token is one of those words, in whatever case.
    pub(super) fn is_any(&self, token: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(token, word))
    }

    /// Whether nothing stands between the token and the one before it.
    pub(super) fn is_glued(&self, token: usize) -> bool {
        match (token.checked_sub(1).and_then(|before| self.tokens.get(before)), self.tokens.get(token)) {
            (Some(before), Some(token)) => before.end == token.start,
            _ => false,
        }
    }

    /// The bytes of the text from one token to another, the last included.
    pub(super) fn bytes(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.tokens.get(first).map_or(self.text.len(), |token| token.start as usize);
        let end = self.tokens.get(last).map_or(self.text.len(), |token| token.end as usize);
        start..end.max(start)
    }

    /// The tokens that lie within bytes of the text.
    pub(super) fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let first = self.tokens.partition_point(|token| (token.start as usize) < bytes.start);
        let last = self.tokens.partition_point(|token| token.end as usize <= bytes.end);
        first..last.max(first)
    }

    /// The number that a token says, in figures without separators.
    pub(super) fn integer(&self, token: usize) -> Option<u32> {
        let text = self.at(token);
        (self.sort(token)? == Sort::Number && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
    }

    /// Whether these bytes are words that the text only quotes.
    pub(super) fn is_quoted(&self, bytes: &Range<usize>) -> bool {
        let next = self.outermost.partition_point(|range| range.end <= bytes.start);
        self.quoted || self.outermost.get(next).is_some_and(|range| range.start < bytes.end)
    }

    /// Whether a sentence begins with the token. In doubt it does not.
    pub(super) fn starts_sentence(&self, token: usize) -> bool {
        let Some(mut before) = token.checked_sub(1) else { return true };
        if self.is_glued(token) {
            return false;
        }
        let farthest = token.saturating_sub(MOST_BEHIND_A_STOP);
        while matches!(self.at(before), "\"" | "”" | ")" | "»" | "\u{fffc}") {
            match before.checked_sub(1).filter(|&next| next >= farthest) {
                Some(next) => before = next,
                None => return false,
            }
        }
        match self.at(before) {
            "!" | "?" => true,
            // A short word before the point is likely to be an abbreviation: "No. 5", "approx. 20", "pp. 3".
            "." => before.checked_sub(1).is_none_or(|word| {
                let ends_word = self.sort(word) == Some(Sort::Word) && self.at(word).chars().count() > 3;
                (ends_word && !self.is_any(word, ABBREVIATIONS))
                    || matches!(self.at(word), ")" | "”" | "\"" | "\u{fffc}")
            }),
            _ => false,
        }
    }

    /// Where bytes of the text are written.
    pub(super) fn place(&self, bytes: Range<usize>) -> Written {
        let part_of = |at: usize| self.parts.partition_point(|part| part.at <= at).saturating_sub(1);
        let last = part_of(bytes.end.saturating_sub(1).max(bytes.start));
        let mut place: Option<Written> = None;
        for part in self.parts.get(part_of(bytes.start)..=last).unwrap_or_default() {
            let found = part.place(&bytes);
            place = Some(place.map_or(found, |place| Written {
                span: place.span.to(found.span),
                generated: place.generated || found.generated,
            }));
        }
        place.unwrap_or(Written { span: self.span, generated: false })
    }

    /// The file it is written in.
    pub(super) fn source(&self) -> SourceId {
        self.span.source
    }
}

impl Part<'_> {
    fn place(&self, bytes: &Range<usize>) -> Written {
        let Some(words) = self.words else { return Written { span: self.span, generated: false } };
        let inner = bytes.start.max(self.at) - self.at..bytes.end.min(self.at + words.len()).saturating_sub(self.at);
        words.written(self.span, inner)
    }
}

/// How many quotation marks, brackets, references and notes may stand between a sentence's full stop and the next sentence. A
/// text may be nothing but references, and each of them asks.
const MOST_BEHIND_A_STOP: usize = 16;

const ABBREVIATIONS: &[&str] =
    &["approx", "art", "arts", "cent", "chap", "dept", "para", "paras", "sect", "sept", "suppl", "vols", "figs", "nos"];

fn is_address(content: &[Inline]) -> bool {
    matches!(content, [Inline { kind: InlineKind::Text(words), .. }] if words.contains("://") || words.contains('@'))
}

/// Cuts a text into tokens; white space is none.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 4);
    let mut chars = text.char_indices().peekable();
    let mut chunk = 0;
    // Up to here all tokens of the piece are known to belong to a symbol.
    let mut marked = 0;
    while let Some((start, char)) = chars.next() {
        if char.is_whitespace() {
            chunk = tokens.len();
            continue;
        }
        let mut end = start + char.len_utf8();
        let mut sort = if char == OBJECT { Sort::Object } else { Sort::Mark };
        if char.is_alphanumeric() {
            let (mut letters, mut digits) = (!char.is_numeric(), char.is_numeric());
            while let Some(&(at, next)) = chars.peek() {
                let after = || text[at + next.len_utf8()..].chars().next();
                let joins = next.is_alphanumeric()
                    || is_mark_of_letter(next)
                    || (letters && !digits && matches!(next, '\'' | '’') && after().is_some_and(char::is_alphabetic))
                    || (digits && !letters && matches!(next, '.' | ',') && after().is_some_and(|c| c.is_ascii_digit()));
                if !joins {
                    break;
                }
                letters |= next.is_alphabetic();
                digits |= next.is_numeric();
                end = at + next.len_utf8();
                chars.next();
            }
            sort = match (letters, digits) {
                (true, true) => Sort::Mixed,
                (false, _) => Sort::Number,
                (true, false) => Sort::Word,
            };
        }
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        tokens.push(Token { start: offset(start), end: offset(end), sort, symbol: false });
        // A slash, an at-sign or an underscore makes a symbol of all that is glued together: A/RES/71/1, a@b.example.
        if matches!(char, '/' | '@' | '_' | '#' | '\\') && start + char.len_utf8() == end {
            let glued = end < text.len() && !text[end..].starts_with(char::is_whitespace);
            if glued || tokens.len() - chunk > 1 {
                tokens[marked.max(chunk)..].iter_mut().for_each(|token| token.symbol = true);
                marked = tokens.len();
            }
        } else if let Some((before, [last])) = tokens.split_last_chunk_mut::<1>()
            && chunk < before.len()
            && before.last().is_some_and(|token| token.symbol)
        {
            last.symbol = true;
        }
    }
    tokens
}

fn is_mark_of_letter(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}')
}

/// Quotation marks that are open, in the order in which they were opened.
#[derive(Debug, Default)]
pub(super) struct Marks(Vec<(char, usize)>);

impl Marks {
    /// Nobody quotes within so many quotations: then marks are missing, and the ones that are longest open are let go,
    /// all but the first.
    const DEPTH: usize = 16;

    pub(super) fn open(&mut self, mark: char, at: usize) {
        if self.0.len() >= Self::DEPTH {
            self.0.remove(1);
        }
        self.0.push((mark, at));
    }

    /// Closes the last mark of that kind, and all within it. Returns where it stands.
    pub(super) fn close(&mut self, mark: char) -> Option<usize> {
        let depth = self.0.iter().rposition(|&(open, _)| open == mark)?;
        let at = self.0[depth].1;
        self.0.truncate(depth);
        Some(at)
    }

    /// Closes the innermost mark.
    pub(super) fn pop(&mut self) -> Option<char> {
        self.0.pop().map(|(mark, _)| mark)
    }

    pub(super) fn holds(&self, mark: char) -> bool {
        self.0.iter().any(|&(open, _)| open == mark)
    }

    pub(super) fn first(&self) -> Option<(char, usize)> {
        self.0.first().copied()
    }

    pub(super) fn last(&self) -> Option<char> {
        self.0.last().map(|&(mark, _)| mark)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What stands between quotation marks, the marks included. A mark that has no partner is left alone.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = vec![];
    // By far the most texts have no mark; all but the straight one begin with one of two bytes.
    if !text.bytes().any(|byte| matches!(byte, b'"' | 0xc2 | 0xe2)) {
        return found;
    }
    let mut open = Marks::default();
    for (at, char) in text.char_indices() {
        let close = match char {
            '“' => {
                // German closes with the sign that English opens with.
                if open.last() == Some('„') { Some('„') } else { None }
            }
            '”' => Some('“'),
            '»' => Some('«'),
            '"' if open.holds('"') => Some('"'),
            _ => None,
        };
        match close {
            Some(opener) => {
                if let Some(start) = open.close(opener) {
                    found.push(start..at + char.len_utf8());
                }
            }
            // Inches and seconds follow a figure.
            None if char == '"' && text[..at].ends_with(|c: char| c.is_ascii_digit()) => {}
            None if matches!(char, '“' | '„' | '«' | '"') => open.open(char, at),
            None => {}
        }
    }
    found
}

/// The ranges that lie in no other, in order. Ranges lie within each other or apart.
fn outermost(ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sorted = ranges.to_vec();
    sorted.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut outer: Vec<Range<usize>> = vec![];
    for range in sorted {
        if outer.last().is_none_or(|last| last.end <= range.start) {
            outer.push(range);
        }
    }
    outer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorts(text: &str) -> Vec<(&str, Sort)> {
        let at = |token: &Token| &text[token.start as usize..token.end as usize];
        tokens(text).iter().map(|token| (at(token), token.sort)).collect()
    }

    #[test]
    fn texts_are_cut_into_words_numbers_and_marks() {
        use Sort::{Mark, Mixed, Number, Word};
        assert_eq!(
            sorts("Côte d’Ivoire's 18th: 1,200.5 (10.c)"),
            [
                ("Côte", Word),
                ("d’Ivoire's", Word),
                ("18th", Mixed),
                (":", Mark),
                ("1,200.5", Number),
                ("(", Mark),
                ("10", Number),
                (".", Mark),
                ("c", Word),
                (")", Mark),
            ]
        );
    }

    #[test]
    fn addresses_and_document_symbols_are_told_from_words() {
        let text = "See A/RES/71/280 and https://a.example/b-c/5-6, or and/or both.";
        let symbols: Vec<_> = tokens(text)
            .iter()
            .filter(|token| token.symbol)
            .map(|token| &text[token.start as usize..token.end as usize])
            .collect();
        assert_eq!(symbols.concat(), "A/RES/71/280https://a.example/b-c/5-6,and/or");
    }

    #[test]
    fn quoted_words_are_known() {
        let found = |text: &'static str| quotations(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(found("a \"b c\" d “e” 5\" «f»"), ["\"b c\"", "“e”", "«f»"]);
        assert_eq!(found("no “end and no start” \" here"), ["“end and no start”"]);
        assert_eq!(found("„deutsch“ and “more”"), ["„deutsch“", "“more”"]);
        assert_eq!(found("odd \" mark"), Vec::<&str>::new());
    }
}
