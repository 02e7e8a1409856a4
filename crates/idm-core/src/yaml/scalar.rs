//! How a scalar's text lies in the file.
//!
//! The parser gives the text that a scalar means, but not where each part of it came from. The file is walked once more
//! beside that text, so that a mistake of this module can never change a value: where the two do not agree, the place
//! falls back to the start of the scalar.

use crate::source::{Locator, SourceId};

use super::index::{Node, Scalar};

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    /// `|` or `>`. The indentation is that of the text, if it has any line that is not blank.
    Block {
        literal: bool,
        indent: Option<usize>,
    },
}

/// The locator of a scalar's text.
pub(super) fn locator(text: &str, source: SourceId, node: &Node, scalar: &Scalar) -> Locator {
    let mut walk = Walk { file: text, value: &scalar.text, at: node.span.start, done: 0, pieces: vec![] };
    let agreed = match scalar.style {
        Style::Block { literal, indent } => walk.block(literal, indent.unwrap_or(usize::MAX)),
        style => walk.flow(style),
    };
    match agreed {
        Some(()) => {
            let end = walk.at;
            Locator::pieces(source, walk.pieces, end)
        }
        None => {
            let start = node.caret.start;
            Locator::pieces(source, vec![(0, u32::try_from(start).unwrap_or(u32::MAX))], start)
        }
    }
}

/// One past the closing quotation mark of the scalar that begins at `start`.
pub(super) fn quoted_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let quote = bytes.get(start).copied().unwrap_or_default();
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The `|` or `>` of the next block scalar at or after `from`, before which only dashes, colons, question marks, spaces
/// and comments can stand.
pub(super) fn find_header(text: &str, from: usize, until: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at <= until {
        match bytes.get(at)? {
            b'|' | b'>' => return Some(at),
            b'#' => at += text[at..].find(['\r', '\n'])?,
            _ => at += 1,
        }
    }
    None
}

/// How far the text of a block scalar is indented, if `content`, where the parser says that it begins, is on a line
/// below the header.
pub(super) fn indent(text: &str, header: usize, content: usize) -> Option<usize> {
    let between = text.get(header..content)?;
    let line = between.rfind(['\r', '\n'])? + 1;
    between[line..].bytes().all(|byte| byte == b' ').then_some(between.len() - line)
}

struct Walk<'a> {
    file: &'a str,
    value: &'a str,
    /// How far the file has been walked.
    at: usize,
    /// How far the value has.
    done: usize,
    pieces: Vec<(u32, u32)>,
}

impl Walk<'_> {
    /// The next `length` bytes of the value stand at `at` in the file.
    fn piece(&mut self, at: usize, length: usize) {
        let (Ok(value), Ok(file)) = (u32::try_from(self.done), u32::try_from(at)) else { return };
        let continues = self.pieces.last().is_some_and(|&(v, f)| value - v == file.wrapping_sub(f));
        if !continues {
            self.pieces.push((value, file));
        }
        self.done += length;
    }

    fn value_rest(&self) -> &str {
        &self.value[self.done..]
    }

    /// Plain and quoted scalars.
    fn flow(&mut self, style: Style) -> Option<()> {
        if style != Style::Plain {
            self.at += 1;
        }
        loop {
            let file = self.file;
            let rest = &file[self.at..];
            let closed = match style {
                Style::Single => rest.starts_with('\'') && !rest.starts_with("''"),
                Style::Double => rest.starts_with('"'),
                _ => self.done == self.value.len(),
            };
            if closed {
                return (self.done == self.value.len()).then_some(());
            }
            if style == Style::Double && rest.starts_with('\\') {
                self.escape(rest)?;
                continue;
            }
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            let breaks = breaks(&rest[..blanks], self.at);
            if !breaks.is_empty() {
                self.fold(&breaks, 1)?;
                self.at += blanks;
                continue;
            }
            let c = rest.chars().next()?;
            if !self.value_rest().starts_with(c) {
                return None;
            }
            self.piece(self.at, c.len_utf8());
            // In single quotation marks one of them is written as two.
            self.at += if c == '\'' && style == Style::Single { 2 } else { c.len_utf8() };
        }
    }

    /// Line breaks in a row: one alone is a space; of several the first is nothing, the others are themselves.
    /// `nothing` is 0 if the first stands for itself, too.
    fn fold(&mut self, breaks: &[usize], nothing: usize) -> Option<()> {
        if nothing == 1 && breaks.len() == 1 {
            if !self.value_rest().starts_with(' ') {
                return None;
            }
            self.piece(breaks[0], 1);
            return Some(());
        }
        for &at in &breaks[nothing..] {
            if !self.value_rest().starts_with('\n') {
                return None;
            }
            self.piece(at, 1);
        }
        Some(())
    }

    /// An escape in double quotation marks. The first byte of what it means stands at its backslash, the last at its
    /// last character, so that a span over it covers all of it.
    fn escape(&mut self, rest: &str) -> Option<()> {
        let code = rest[1..].chars().next()?;
        if matches!(code, '\r' | '\n') {
            let length = if rest[1..].starts_with("\r\n") { 2 } else { 1 };
            self.at += 1 + length;
            let file = self.file;
            let rest = &file[self.at..];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            self.fold(&breaks(&rest[..blanks], self.at), 0)?;
            self.at += blanks;
            return Some(());
        }
        let length = match code {
            'x' => 4,
            'u' => 6,
            'U' => 10,
            _ => 1 + code.len_utf8(),
        };
        let bytes = self.value_rest().chars().next()?.len_utf8();
        let start = self.at;
        self.piece(start, bytes - 1);
        if bytes > 1 {
            self.piece(start + length - 1, 1);
        } else {
            self.done += 1;
        }
        self.at += length;
        Some(())
    }

    /// `|` and `>`.
    fn block(&mut self, literal: bool, indent: usize) -> Option<()> {
        let (_, mut line_end, mut next) = line(self.file, self.at);
        let mut end = line_end;
        // The breaks since the last line of text. The header's own is not one of them.
        let mut pending: Vec<usize> = vec![];
        while next < self.file.len() {
            let start = next;
            let break_at;
            (break_at, line_end, next) = line(self.file, start);
            let whole = &self.file[start..line_end];
            let spaces = whole.bytes().take_while(|&byte| byte == b' ').count().min(indent);
            let content = &whole[spaces..];
            if content.is_empty() {
                pending.extend(break_at);
                continue;
            }
            if spaces < indent {
                break;
            }
            self.between(&pending, literal)?;
            if !self.value_rest().starts_with(content) {
                // The text has ended: this is a comment or the next key at the same indentation, or the walk is lost.
                break;
            }
            self.piece(start + spaces, content.len());
            end = line_end;
            pending.clear();
            pending.extend(break_at);
        }
        // How many of the breaks at the end count is for the header to say; the first ones are meant.
        let rest = self.value_rest().len();
        if self.value_rest().bytes().any(|byte| byte != b'\n') {
            return None;
        }
        for at in 0..rest {
            let place = pending.get(at).copied().unwrap_or(end);
            self.piece(place, 1);
            end = end.max((place + 1).min(self.file.len()));
        }
        self.at = end;
        Some(())
    }

    /// The breaks between two lines of a block scalar's text, of which the last ones count.
    fn between(&mut self, pending: &[usize], literal: bool) -> Option<()> {
        let meant = self.value_rest().bytes().take_while(|&byte| byte == b'\n').count();
        if meant == 0 && pending.len() == 1 && !literal {
            return self.fold(pending, 1);
        }
        let skipped = pending.len().checked_sub(meant)?;
        self.fold(&pending[skipped..], 0)
    }
}

/// Where each line break within blanks stands, by its last byte.
fn breaks(blanks: &str, offset: usize) -> Vec<usize> {
    let bytes = blanks.as_bytes();
    let is_break = |at: usize| match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(|&at| is_break(at)).map(|at| offset + at).collect()
}

/// The line that holds `at`: its break's last byte, if it has one, its end without the break, and the start of the next.
fn line(text: &str, at: usize) -> (Option<usize>, usize, usize) {
    let Some(end) = text[at..].find(['\r', '\n']).map(|length| at + length) else {
        return (None, text.len(), text.len());
    };
    let next = if text[end..].starts_with("\r\n") { end + 2 } else { end + 1 };
    (Some(next - 1), end, next)
}
