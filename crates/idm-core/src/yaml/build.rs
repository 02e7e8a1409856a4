//! From the parser's events to the index.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::{self, Rule};
use crate::source::{SourceId, Span};

use super::MAX_NESTING;
use super::index::{Content, Entry, Index, KeyLike, Mapping, Node, NodeId, Scalar};
use super::lines::comment_sign;
use super::scalar::{self, Style};
use super::syntax::Stop;
use super::{hidden, messages, signs};

/// More of the same kind would not help anybody.
const MAX_REFUSALS: usize = 20;
/// Parses a text. See [`Index::new`].
pub(super) fn build(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Index> {
    // The parser takes a NUL for the end of the file, and would lose what follows without a word.
    let controls = text.char_indices().filter(|&(_, c)| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r'));
    let mut refused = false;
    for (at, c) in controls.take(MAX_REFUSALS) {
        refused = true;
        let message = format!("the file holds the control character U+{:04X}", u32::from(c));
        diagnostics.push(Diagnostic::new(&rules::CHARACTER_FORBIDDEN, Span::new(source, at..at + 1), message));
    }
    if refused {
        return None;
    }
    let builder = Builder {
        text,
        index: Index { source, nodes: vec![], root: None, like_keys: BTreeMap::new(), repeated: vec![] },
        offsets: Offsets::new(text),
        open: vec![],
        cursor: 0,
        documents: 0,
        refusals: 0,
        diagnostics,
    };
    builder.run()
}

struct Builder<'a> {
    text: &'a str,
    index: Index,
    offsets: Offsets<'a>,
    open: Vec<Open>,
    /// One past what the last event covered: where the search for a block scalar's `|` begins.
    cursor: usize,
    documents: usize,
    refusals: usize,
    diagnostics: &'a mut Diagnostics,
}

/// A list or mapping whose end has not come yet.
struct Open {
    start: usize,
    /// Whether it stands in brackets or braces.
    flow: bool,
    kind: Kind,
}

enum Kind {
    List(Vec<NodeId>),
    Mapping { entries: Vec<Entry>, key: Option<Key> },
}

/// A key whose value has not come yet.
struct Key {
    /// Nothing if it is no text; it has been reported.
    text: Option<Box<str>>,
    span: Range<usize>,
}

impl<'a> Builder<'a> {
    fn run(mut self) -> Option<Index> {
        let mut parser = Parser::new_from_str(self.text);
        loop {
            let (event, span) = match parser.next_event() {
                None => break,
                Some(Ok(event)) => event,
                Some(Err(error)) => {
                    self.syntax_error(&error);
                    return None;
                }
            };
            let (start, end) = (self.offsets.byte(span.start.index()), self.offsets.byte(span.end.index()));
            let range = start..end.max(start);
            match event {
                Event::StreamEnd => break,
                Event::Nothing | Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(_) => {
                    self.documents += 1;
                    if self.documents > 1 {
                        // Nothing of the further documents is looked at.
                        let message = if self.text[range.clone()].starts_with("---") {
                            "`---` begins another document, and a YAML file holds one document only"
                        } else {
                            "`...` above ends the document, and a YAML file holds one document only"
                        };
                        self.refuse(range, message, "remove that line, or move what follows to a file of its own");
                        return None;
                    }
                    self.cursor = self.cursor.max(range.end);
                }
                Event::Alias(_) => {
                    let hint = "write the value out; put a text that begins with `*` in quotation marks";
                    self.refuse(range.clone(), "aliases such as `*name` are not used", hint);
                    self.scalar("".into(), ScalarStyle::Plain, range);
                }
                Event::Scalar(value, style, anchor, tag) => {
                    self.check_properties(anchor, tag.is_some(), &range);
                    self.scalar(value.into(), style, range);
                }
                Event::SequenceStart(anchor, tag) => {
                    self.check_properties(anchor, tag.is_some(), &range);
                    self.start(range, Kind::List(vec![]))?;
                }
                Event::MappingStart(anchor, tag) => {
                    self.check_properties(anchor, tag.is_some(), &range);
                    self.start(range, Kind::Mapping { entries: vec![], key: None })?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(range),
            }
            if self.refusals >= MAX_REFUSALS {
                break;
            }
        }
        (self.refusals == 0).then_some(self.index)
    }

    fn check_properties(&mut self, anchor: usize, tag: bool, range: &Range<usize>) {
        if anchor == 0 && !tag {
            return;
        }
        let word = self.text[range.start..].split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
        let (message, hint) = if word.starts_with('&') {
            ("anchors such as `&name` are not used", "remove it; put a text that begins with `&` in quotation marks")
        } else {
            ("tags such as `!name` are not used", "remove it; put a text that begins with `!` in quotation marks")
        };
        self.refuse(range.start..range.start + word.len(), message, hint);
    }

    fn refuse(&mut self, range: Range<usize>, message: &str, hint: &str) {
        self.refusals += 1;
        let span = Span::new(self.index.source, one_line(self.text, range));
        self.diagnostics.push(Diagnostic::new(&rules::YAML_ALIAS, span, message).hint(hint));
    }

    fn syntax_error(&mut self, error: &ScanError) {
        let at = self.offsets.byte(error.marker().index());
        let open = self.open.iter().rev().find(|open| open.flow).map(|open| open.start);
        let cause = Stop { text: self.text, at, info: error.info(), open }.cause();
        let at = cause.at.min(self.text.len());
        // A span of one character, unless the line or the file ends here.
        let length = self.text[at..].chars().next().filter(|c| !matches!(c, '\r' | '\n')).map_or(0, char::len_utf8);
        let span = Span::new(self.index.source, at..at + length);
        let diagnostic = if error.info().contains("recursion limit") {
            nesting(span)
        } else if error.info().contains("unknown anchor") {
            Diagnostic::new(&rules::YAML_ALIAS, span, "aliases such as `*name` are not used")
                .hint("put a text that begins with an asterisk in quotation marks")
        } else {
            let diagnostic = Diagnostic::new(&rules::YAML_SYNTAX, span, cause.message);
            match cause.hint {
                Some(hint) => diagnostic.hint(hint),
                None => diagnostic,
            }
        };
        self.diagnostics.push(diagnostic);
    }

    fn start(&mut self, range: Range<usize>, kind: Kind) -> Option<()> {
        if self.open.len() >= MAX_NESTING {
            let span = Span::new(self.index.source, one_line(self.text, range));
            self.diagnostics.push(nesting(span));
            return None;
        }
        // Only brackets and braces are tokens of their own; a block begins with an empty one.
        let flow = range.len() == 1 && matches!(self.text.as_bytes().get(range.start), Some(b'[' | b'{'));
        self.cursor = self.cursor.max(range.end);
        self.open.push(Open { start: range.start, flow, kind });
        Some(())
    }

    fn end(&mut self, range: Range<usize>) {
        let Some(Open { start, flow, kind }) = self.open.pop() else { return };
        let content = match kind {
            Kind::List(items) => Content::List(items),
            Kind::Mapping { entries, .. } => Content::Mapping(self.mapping(entries)),
        };
        // The end of a block is announced at what follows it, so that its last value has to say where it ended.
        let (last, first) = match &content {
            Content::List(items) => {
                (items.last().copied(), items.first().map(|&item| self.index.nodes[item].caret.clone()))
            }
            Content::Mapping(mapping) => (
                mapping.entries.last().map(|entry| entry.value),
                mapping.entries.first().map(|entry| entry.span.clone()),
            ),
            Content::Scalar(_) => (None, None),
        };
        let end = if flow { range.end } else { last.map_or(start, |last| self.index.nodes[last].span.end) };
        let span = start..end.max(start);
        let caret = match first {
            Some(first) if !flow => first,
            _ => one_line(self.text, span.clone()),
        };
        if flow {
            self.cursor = self.cursor.max(range.end);
        }
        self.add(Node { span, caret, content });
    }

    fn mapping(&mut self, entries: Vec<Entry>) -> Mapping {
        let (mapping, repeated) = Mapping::new(entries);
        for (entry, first) in repeated {
            let span = |range| Span::new(self.index.source, range);
            self.diagnostics.push(
                Diagnostic::new(
                    &rules::YAML_DUPLICATE_KEY,
                    span(entry.span),
                    format!("the key `{}` stands twice in one record", messages::shorten(&entry.key)),
                )
                .label(span(first), "it is given here first"),
            );
            self.index.repeated.push(entry.key);
        }
        mapping
    }

    fn scalar(&mut self, text: Box<str>, style: ScalarStyle, range: Range<usize>) {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal | ScalarStyle::Folded => {
                // The parser gives the place of the first line of text, not of the `|`.
                let header = scalar::find_header(self.text, self.cursor, range.end).unwrap_or(range.start);
                let indent = scalar::indent(self.text, header, range.start);
                let end = header + self.text[header..range.end.max(header)].trim_end().len();
                let caret = match indent {
                    Some(_) if !text.trim().is_empty() => one_line(self.text, range.start..end),
                    _ => one_line(self.text, header..end),
                };
                let literal = style == ScalarStyle::Literal;
                self.cursor = self.cursor.max(end);
                self.note_keys(header..end, false);
                let content = Content::Scalar(Scalar { text, style: Style::Block { literal, indent } });
                self.add(Node { span: header..end, caret, content });
                return;
            }
        };
        let range = match style {
            // Nothing is there; the parser's place is that of the colon or of what follows.
            Style::Plain if text.is_empty() => {
                let place = self.empty_place(range.start);
                self.comment_behind(place.end, true);
                place
            }
            Style::Plain => {
                let strange = text.strip_prefix('-').and_then(|rest| signs::strange_blank(rest.chars().next()?));
                if let Some(name) = strange {
                    self.refusals += 1;
                    let at = range.start + 1;
                    let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
                    let span = Span::new(self.index.source, at..at + length);
                    let message = format!("behind this hyphen stands {name}, which is no space to YAML");
                    self.diagnostics.push(
                        Diagnostic::new(&rules::YAML_SYNTAX, span, message)
                            .hint("write an ordinary space in its place"),
                    );
                }
                self.run_on(&range);
                if !hidden::is_no_text(&text) {
                    self.comment_behind(range.end, false);
                }
                range
            }
            // The parser takes the spaces and the comment behind the quotation mark along.
            _ => range.start..scalar::quoted_end(self.text, range.start),
        };
        if !range.is_empty() {
            self.cursor = self.cursor.max(range.end);
        }
        let caret = one_line(self.text, range.clone());
        self.add(Node { span: range, caret, content: Content::Scalar(Scalar { text, style }) });
    }

    /// Reports words that a `#` took away from a value that ends at `end`, or from one that is not there.
    fn comment_behind(&mut self, end: usize, is_empty: bool) {
        let colon = self.text[end..].trim_start_matches(' ');
        let from = self.text.len() - colon.strip_prefix(':').filter(|_| is_empty).unwrap_or(&self.text[end..]).len();
        let Some(at) = hidden::comment(self.text, from, is_empty) else { return };
        let message = if is_empty {
            "this `#` begins a comment, so that nothing is written here"
        } else {
            "this `#` begins a comment: the words behind it are not part of the text"
        };
        let span = Span::new(self.index.source, at..at + 1);
        self.diagnostics.push(
            Diagnostic::new(&rules::YAML_COMMENT, span, message)
                .hint("put the whole text in quotation marks; or write a space behind `#` if it is a comment"),
        );
    }

    /// Reports lines of a plain text that look like items of a list.
    fn run_on(&mut self, range: &Range<usize>) {
        for (at, words) in hidden::further_lines(self.text, range.clone()) {
            let Some(sign) = hidden::item_sign(words) else { continue };
            let span = Span::new(self.index.source, at..at + sign.len_utf8());
            self.diagnostics.push(
                Diagnostic::new(
                    &rules::YAML_RUN_ON,
                    span,
                    "this line looks like an item of a list, but runs on in the text above",
                )
                .hint("begin it with `- ` in the column of the other items, or put the whole text in quotation marks"),
            );
        }
        self.note_keys(range.clone(), true);
    }

    /// Keeps in mind the lines of a text that look like keys: the record's type tells whether they are.
    fn note_keys(&mut self, range: Range<usize>, plain: bool) {
        let node = self.index.nodes.len();
        for (at, words) in hidden::further_lines(self.text, range) {
            if let Some(key) = hidden::key(words, plain) {
                self.index
                    .like_keys
                    .entry(node)
                    .or_default()
                    .push(KeyLike { word: key.into(), span: at..at + key.len() });
            }
        }
    }

    /// Where a value that is not there is looked for: at its key, or at the dash of its item.
    fn empty_place(&self, at: usize) -> Range<usize> {
        match self.open.last().map(|open| &open.kind) {
            Some(Kind::Mapping { key: Some(key), .. }) => key.span.clone(),
            Some(Kind::List(_)) => {
                let trimmed = |end: usize| self.text[..end].trim_end_matches([' ', '\t', '\r', '\n']);
                let before = trimmed(at);
                // A comment may stand behind the dash.
                let line = before.rfind(['\r', '\n']).map_or(0, |at| at + 1);
                let before = comment_sign(&before[line..]).map_or(before, |sign| trimmed(line + sign));
                if before.ends_with('-') { before.len() - 1..before.len() } else { at..at }
            }
            _ => at..at,
        }
    }

    /// Puts a finished value where it belongs.
    fn add(&mut self, node: Node) {
        let id = self.index.nodes.len();
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => {
                self.index.nodes.push(node);
                self.index.root = Some(id);
            }
            Some(Kind::List(items)) => {
                self.index.nodes.push(node);
                items.push(id);
            }
            Some(Kind::Mapping { entries, key }) => match key.take() {
                Some(Key { text, span }) => {
                    self.index.nodes.push(node);
                    if let Some(key) = text {
                        entries.push(Entry { key, span, value: id });
                    }
                }
                None => {
                    let plain = matches!(&node.content, Content::Scalar(scalar) if scalar.style == Style::Plain);
                    let text = match node.content {
                        Content::Scalar(Scalar { text, style }) if !text.is_empty() || style != Style::Plain => {
                            Some(text)
                        }
                        _ => None,
                    };
                    let wrong = wrong_key(self.text, text.as_deref().map(|text| (text, plain)), node.span);
                    *key = Some(Key { text, span: node.caret });
                    if let Some((rule, at, message, hint)) = wrong {
                        self.refusals += usize::from(rule == &rules::YAML_SYNTAX);
                        let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
                        let span = Span::new(self.index.source, at..at + length);
                        self.diagnostics.push(Diagnostic::new(rule, span, message).hint(hint));
                    }
                }
            },
        }
    }
}

/// What is wrong with a key, if anything is: the rule, the place, the message, and what to write.
fn wrong_key(
    file: &str,
    text: Option<(&str, bool)>,
    span: Range<usize>,
) -> Option<(&'static Rule, usize, String, &'static str)> {
    let start = span.start;
    let Some((text, plain)) = text else {
        // A brace within a brace: `{{ values.name }}`.
        if start > 0 && file.get(start - 1..=start) == Some("{{") {
            let (message, hint) = signs::EXPRESSION;
            return Some((&rules::YAML_SYNTAX, start - 1, message.to_owned(), hint));
        }
        return Some((&rules::YAML_TYPE, start, "a key must be a text".to_owned(), "write a key before the colon"));
    };
    if let Some(sign) = signs::false_hyphen(text) {
        let message = format!("`{sign}` begins no item of a list");
        return Some((&rules::YAML_SYNTAX, start, message, "begin each item with a hyphen (`-`) and a space"));
    }
    let blank = |c: Option<char>| c.and_then(signs::strange_blank).filter(|_| plain);
    let hint = "write an ordinary space in its place, or none";
    if let Some(name) = blank(text.chars().next()) {
        return Some((
            &rules::YAML_SYNTAX,
            start,
            format!("before this key stands {name}, which is no space to YAML"),
            hint,
        ));
    }
    let name = blank(text.chars().next_back())?;
    let at = span.end - text.chars().next_back().map_or(0, char::len_utf8);
    Some((&rules::YAML_SYNTAX, at, format!("behind this key stands {name}, which is no space to YAML"), hint))
}

fn nesting(span: Span) -> Diagnostic {
    let message = format!("lists and mappings lie within each other more than {MAX_NESTING} levels deep");
    Diagnostic::new(&rules::YAML_NESTING, span, message)
}

/// The part of a range that lies on its first line.
fn one_line(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text[range.clone()].split(['\r', '\n']).next().unwrap_or_default();
    range.start..range.start + line.trim_end().len()
}

/// From characters, which the parser counts, to bytes.
struct Offsets<'a> {
    text: &'a str,
    /// The byte at which every 64th character stands; empty if characters are bytes.
    table: Vec<u32>,
}

impl<'a> Offsets<'a> {
    const STEP: usize = 64;

    fn new(text: &'a str) -> Self {
        let table = if text.is_ascii() {
            vec![]
        } else {
            text.char_indices().step_by(Self::STEP).map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect()
        };
        Self { text, table }
    }

    fn byte(&self, character: usize) -> usize {
        if self.table.is_empty() {
            return character.min(self.text.len());
        }
        let Some(&start) = self.table.get(character / Self::STEP) else { return self.text.len() };
        let rest = &self.text[start as usize..];
        rest.char_indices().nth(character % Self::STEP).map_or(self.text.len(), |(at, _)| start as usize + at)
    }
}
