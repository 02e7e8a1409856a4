//! From the parser's events to the index.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules;
use crate::source::{SourceId, Span};

use super::MAX_NESTING;
use super::index::{Content, Entry, Index, Mapping, Node, NodeId, Scalar};
use super::scalar::{self, Style};
use super::words;

/// More of the same kind would not help anybody.
const MAX_REFUSALS: usize = 20;
/// How far above a key a line is looked for that the parser took for the beginning of a text.
const MAX_LINES_ABOVE: usize = 80;
/// The keys that records of lists begin with: an item with one of them and no colon is no text.
const RECORDS_BEGIN_WITH: [&str; 9] = ["id", "short", "text", "workshop", "chapter", "section", "use", "code", "name"];

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
        index: Index { source, nodes: vec![], root: None },
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
                        self.refuse(range, "a YAML file holds one document only");
                        return None;
                    }
                    self.cursor = self.cursor.max(range.end);
                }
                Event::Alias(_) => {
                    self.refuse(range.clone(), "aliases such as `*name` are not used");
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
        let message = if word.starts_with('&') {
            "anchors such as `&name` are not used"
        } else {
            "tags such as `!name` are not used"
        };
        self.refuse(range.start..range.start + word.len(), message);
    }

    fn refuse(&mut self, range: Range<usize>, message: &str) {
        self.refusals += 1;
        let span = Span::new(self.index.source, one_line(self.text, range));
        self.diagnostics.push(
            Diagnostic::new(&rules::YAML_ALIAS, span, message)
                .hint("write the value out, or put the text in quotation marks"),
        );
    }

    fn syntax_error(&mut self, error: &ScanError) {
        let mut at = self.offsets.byte(error.marker().index());
        // Whatever the parser makes of it, a line that is indented with a tab has that wrong first of all. Where it speaks
        // of a tab itself, it may do so at a text that goes on with that line.
        let line = self.text[..at].rfind(['\r', '\n']).map_or(0, |at| at + 1);
        let until = if error.info().contains("tab") { self.text.len() } else { at };
        let tab = indenting_tab(self.text, line..until);
        let culprit = if tab.is_some() { None } else { self.unclosed(at, line).or_else(|| self.no_colon(at, line)) };
        at = tab.or(culprit.map(|(at, _)| at)).unwrap_or(at);
        // A span of one character, unless the line or the file ends here.
        let length = self.text[at..].chars().next().filter(|c| !matches!(c, '\r' | '\n')).map_or(0, char::len_utf8);
        let span = Span::new(self.index.source, at..at + length);
        let diagnostic = if error.info().contains("recursion limit") {
            nesting(span)
        } else if error.info().contains("unknown anchor") {
            Diagnostic::new(&rules::YAML_ALIAS, span, "aliases such as `*name` are not used")
                .hint("put a text that begins with an asterisk in quotation marks")
        } else if let Some((_, message)) = culprit {
            Diagnostic::new(&rules::YAML_SYNTAX, span, message)
        } else {
            let (message, hint) = words::syntax(if tab.is_some() { "tab" } else { error.info() });
            let diagnostic = Diagnostic::new(&rules::YAML_SYNTAX, span, message);
            match hint {
                Some(hint) => diagnostic.hint(hint),
                None => diagnostic,
            }
        };
        self.diagnostics.push(diagnostic);
    }

    /// The bracket or brace that is still open where the parser gave up, if the text has left it behind: at the end of
    /// the file, or on a later line that is indented no more than the bracket's own. Or else the end of what stands in
    /// brackets, which YAML wants indented.
    fn unclosed(&self, at: usize, line: usize) -> Option<(usize, &'static str)> {
        let open = self.open.iter().rev().find(|open| open.flow)?.start;
        let first = self.text[..open].rfind(['\r', '\n']).map_or(0, |at| at + 1);
        let indent = |line: usize| self.text[line..].len() - self.text[line..].trim_start_matches(' ').len();
        if line > first && self.text[line..].trim_start_matches(' ').starts_with([']', '}']) {
            return Some((at, "this has to be indented further than the key whose value it ends"));
        }
        let left_behind = self.text[at..].trim().is_empty() || (line > first && indent(line) <= indent(first));
        let message = match self.text.as_bytes().get(open) {
            Some(b'[') => "this bracket is not closed",
            _ => "this brace is not closed",
        };
        left_behind.then_some((open, message))
    }

    /// What the parser took for the beginning of a text that goes on with the key on the line of `at`: a line above that
    /// was to hold a key or an item, and lacks its colon or the space behind the colon or the dash.
    fn no_colon(&self, at: usize, line: usize) -> Option<(usize, &'static str)> {
        let key = self.text[line..].lines().next()?;
        let (dash, column) = columns(key);
        if self.text.get(line..at)?.contains(": ")
            || dash == column && !key[column..].starts_with(char::is_alphanumeric)
        {
            return None;
        }
        let mut end = line;
        for above in self.text[..line].split_inclusive(['\r', '\n']).rev().take(MAX_LINES_ABOVE) {
            end -= above.len();
            let above = above.trim_end();
            let (first, start) = columns(above);
            let words = &above[start..];
            if words.is_empty() || words.starts_with('#') {
                continue;
            }
            let found = |at: usize, message| Some((end + at, message));
            if words.starts_with(char::is_whitespace) {
                return found(start, "this line is indented with a space that is none to YAML");
            }
            if words.starts_with('-') && !words.starts_with("--") {
                return found(start, "there is no space behind this dash");
            }
            if words.contains(": ") || words.ends_with(':') {
                return None;
            }
            let name = words.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '-');
            let lacks_space = name.len() < words.len() && (name.starts_with(':') || name.starts_with(" :"));
            let is_item = first < start;
            let word = &words[..words.len() - name.len()];
            let begins_record = name.starts_with(' ') && RECORDS_BEGIN_WITH.contains(&word);
            let lacks_colon = if is_item { begins_record } else { words.starts_with(char::is_alphanumeric) };
            let in_column = (start == column || start == dash) && (is_item || !continues(&self.text[..end], start));
            if lacks_space || lacks_colon && in_column {
                return found(start, "this line holds no key: there is no colon followed by a space");
            }
            if is_item {
                return None;
            }
        }
        None
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
                    format!("the key `{}` stands twice in one record", words::shorten(&entry.key)),
                )
                .label(span(first), "it is given here first"),
            );
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
                let content = Content::Scalar(Scalar { text, style: Style::Block { literal, indent } });
                self.add(Node { span: header..end, caret, content });
                return;
            }
        };
        let range = match style {
            // Nothing is there; the parser's place is that of the colon or of what follows.
            Style::Plain if text.is_empty() => self.empty_place(range.start),
            Style::Plain => range,
            // The parser takes the spaces and the comment behind the quotation mark along.
            _ => range.start..scalar::quoted_end(self.text, range.start),
        };
        if !range.is_empty() {
            self.cursor = self.cursor.max(range.end);
        }
        let caret = one_line(self.text, range.clone());
        self.add(Node { span: range, caret, content: Content::Scalar(Scalar { text, style }) });
    }

    /// Where a value that is not there is looked for: at its key, or at the dash of its item.
    fn empty_place(&self, at: usize) -> Range<usize> {
        match self.open.last().map(|open| &open.kind) {
            Some(Kind::Mapping { key: Some(key), .. }) => key.span.clone(),
            Some(Kind::List(_)) => {
                let before = self.text[..at].trim_end_matches([' ', '\t', '\r', '\n']);
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
                    let text = match node.content {
                        Content::Scalar(Scalar { text, style }) if !text.is_empty() || style != Style::Plain => {
                            Some(text)
                        }
                        _ => None,
                    };
                    if text.is_none() {
                        let span = Span::new(self.index.source, node.caret.clone());
                        self.diagnostics.push(Diagnostic::new(&rules::YAML_TYPE, span, "a key must be a text"));
                    }
                    *key = Some(Key { text, span: node.caret });
                }
            },
        }
    }
}

/// How many blanks a line begins with, and how many characters stand before its text if dashes of lists count as blanks.
fn columns(line: &str) -> (usize, usize) {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    let mut start = blanks;
    while let Some(rest) = line[start..].strip_prefix("- ") {
        start = line.len() - rest.trim_start_matches(' ').len();
    }
    (blanks, start)
}

/// Whether a line that begins in a column goes on with the text of the line above it, at the end of `before`.
fn continues(before: &str, column: usize) -> bool {
    let Some(above) = before.lines().rev().map(str::trim_end).find(|line| !line.is_empty()) else { return false };
    let (_, start) = columns(above);
    start <= column && !above.contains(": ") && !above.ends_with(':')
}

fn nesting(span: Span) -> Diagnostic {
    let message = format!("lists and mappings lie within each other more than {MAX_NESTING} levels deep");
    Diagnostic::new(&rules::YAML_NESTING, span, message)
}

/// The first tab within a range of whole lines that indents one of them, be it behind spaces.
fn indenting_tab(text: &str, range: Range<usize>) -> Option<usize> {
    let mut start = range.start;
    for line in text[range].split_inclusive(['\r', '\n']) {
        let spaces = line.bytes().take_while(|&byte| byte == b' ').count();
        if line.as_bytes().get(spaces) == Some(&b'\t') {
            return Some(start + spaces);
        }
        start += line.len();
    }
    None
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
