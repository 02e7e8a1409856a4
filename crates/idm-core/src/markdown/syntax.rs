//! Our own inline constructs, read from a sequence of atoms: `[@id]`, `%%…%%`, and marks that lead nowhere.

use std::ops::Range;

use super::filler::plain;
use super::inlines::Atom;
use super::parse::Reader;
use super::tree::{Inline, InlineKind, Target};
use crate::diagnostic::Diagnostic;
use crate::rules;

/// Words being gathered for one text node.
#[derive(Default)]
struct Words {
    text: String,
    range: Option<Range<usize>>,
}

impl Words {
    fn push(&mut self, text: &str, range: Range<usize>) {
        self.text.push_str(text);
        self.cover(range);
    }

    fn cover(&mut self, range: Range<usize>) {
        self.range = Some(match self.range.take() {
            Some(old) => old.start.min(range.start)..old.end.max(range.end),
            None => range,
        });
    }
}

impl Reader<'_> {
    /// Turns pieces of running text into the tree's inlines.
    pub(super) fn assemble(&mut self, atoms: Vec<Atom>) -> Vec<Inline> {
        let mut marks = note_marks(&atoms);
        if marks.len() % 2 == 1
            && let Some(last) = marks.pop()
        {
            let span = self.span(range(&atoms, last..last + 2));
            self.report(
                Diagnostic::new(&rules::BLOCK_UNCLOSED, span, "this editor's note does not end in its paragraph")
                    .hint("end it with `%%`, within the same emphasis; for plain signs write `\\%%`"),
            );
        }
        let mut inlines = vec![];
        let mut atoms = atoms;
        // From the back, so that positions in front hold.
        let mut tails = vec![];
        while let (Some(close), Some(open)) = (marks.pop(), marks.pop()) {
            let tail = atoms.split_off(close + 2);
            let whole = range(&atoms, open..close + 2);
            atoms.truncate(close);
            let note = atoms.split_off(open + 2);
            atoms.truncate(open);
            tails.push((note, whole, tail));
        }
        self.pieces(atoms, &mut inlines);
        for (note, whole, tail) in tails.into_iter().rev() {
            let mut content = vec![];
            self.pieces(note, &mut content);
            inlines.push(Inline { kind: InlineKind::EditorsNote(content), span: self.span(whole) });
            self.pieces(tail, &mut inlines);
        }
        inlines
    }

    fn pieces(&mut self, atoms: Vec<Atom>, inlines: &mut Vec<Inline>) {
        let mut words = Words::default();
        let mut at = 0;
        // Constructs are found by looking ahead, so the atoms are taken by position.
        let mut atoms: Vec<Option<Atom>> = atoms.into_iter().map(Some).collect();
        while at < atoms.len() {
            if is(&atoms, at, '[') && is(&atoms, at + 1, '@') {
                if let Some((end, group)) = self.group(&atoms, at) {
                    let span = self.span(group);
                    if let Some(targets) = self.citation(&atoms, at + 1..end) {
                        self.flush(&mut words, inlines);
                        inlines.push(Inline { kind: InlineKind::Reference { targets, content: None }, span });
                        at = end + 1;
                        continue;
                    }
                    self.report(
                        Diagnostic::new(&rules::ID_SYNTAX, span, "this is neither a citation nor a cross-reference")
                            .hint("write `[@id]`, `[@key, p. 4]` or `[@first; @second]`; for a plain sign write `\\[`"),
                    );
                }
            } else if is(&atoms, at, '[') && is(&atoms, at + 1, '^') {
                self.dangling(&atoms, at);
            } else if is(&atoms, at, '{') && is(&atoms, at + 1, '{') && !(at > 0 && is(&atoms, at - 1, '{')) {
                let span = self.span(option_range(&atoms, at..at + 2));
                let message = if is(&atoms, at + 2, '}') {
                    "the expression is empty"
                } else {
                    "this expression is not closed on its line"
                };
                let hint = "close it with `}}`; for plain signs write `\\{{`";
                self.report(Diagnostic::new(&rules::EXPRESSION, span, message).hint(hint));
            }
            match atoms[at].take() {
                Some(Atom::Char(glyph)) => {
                    words.push(plain(glyph.char).encode_utf8(&mut [0; 4]), glyph.start..glyph.end);
                }
                Some(Atom::Filler(filler)) => {
                    let value = self.value(filler);
                    words.push(&value, self.filled.range(filler));
                }
                Some(Atom::Break { hard, range }) => {
                    self.flush(&mut words, inlines);
                    let kind = if hard { InlineKind::HardBreak } else { InlineKind::SoftBreak };
                    inlines.push(Inline { kind, span: self.span(range) });
                }
                Some(Atom::Node(inline)) => {
                    self.flush(&mut words, inlines);
                    inlines.push(*inline);
                }
                None => {}
            }
            at += 1;
        }
        self.flush(&mut words, inlines);
    }

    fn flush(&self, words: &mut Words, inlines: &mut Vec<Inline>) {
        let words = std::mem::take(words);
        if let Some(range) = words.range
            && !words.text.is_empty()
        {
            inlines.push(Inline { kind: InlineKind::Text(words.text), span: self.span(range) });
        }
    }

    /// The closing bracket of a group that opens at `open`, and the group's bytes.
    fn group(&self, atoms: &[Option<Atom>], open: usize) -> Option<(usize, Range<usize>)> {
        let mut at = open + 1;
        loop {
            match atoms.get(at)?.as_ref()? {
                Atom::Char(glyph) if glyph.char == ']' && !glyph.escaped => break,
                Atom::Char(glyph) if glyph.char == '[' && !glyph.escaped => return None,
                Atom::Node(_) | Atom::Break { hard: true, .. } => return None,
                _ => at += 1,
            }
        }
        Some((at, option_range(atoms, open..at + 1)))
    }

    /// Reads `@a; @b, p. 4` between brackets; nothing if it is written another way.
    fn citation(&mut self, atoms: &[Option<Atom>], within: Range<usize>) -> Option<Vec<Target>> {
        let mut written: Vec<(char, Range<usize>)> = vec![];
        for atom in atoms.get(within)?.iter().flatten() {
            match atom {
                Atom::Char(glyph) => written.push((plain(glyph.char), glyph.start..glyph.end)),
                Atom::Filler(filler) => {
                    let range = self.filled.range(*filler);
                    written.extend(self.value(*filler).chars().map(|char| (char, range.clone())));
                }
                Atom::Break { range, .. } => written.push((' ', range.clone())),
                Atom::Node(_) => return None,
            }
        }
        let mut targets = vec![];
        for part in written.split(|&(char, _)| char == ';') {
            let part = trim(part);
            let (&(first, _), rest) = part.split_first()?;
            if first != '@' {
                return None;
            }
            let comma = rest.iter().position(|&(char, _)| char == ',').unwrap_or(rest.len());
            let name = trim(&rest[..comma]);
            let locator = trim(rest.get(comma + 1..).unwrap_or_default());
            if comma < rest.len() && locator.is_empty() {
                return None;
            }
            let span = self.span(name.first()?.1.start..name.last()?.1.end);
            let mut target = target(&text(name), span)?;
            target.locator = (!locator.is_empty()).then(|| text(locator));
            targets.push(target);
        }
        Some(targets)
    }

    /// Reports a footnote's mark that comrak has left as text.
    fn dangling(&mut self, atoms: &[Option<Atom>], open: usize) {
        let mut name = String::new();
        for (at, atom) in atoms.iter().enumerate().skip(open + 2) {
            match atom {
                Some(Atom::Char(glyph)) if glyph.char == ']' && !glyph.escaped => {
                    if !name.is_empty() {
                        let span = self.span(option_range(atoms, open..at + 1));
                        self.report(
                            Diagnostic::new(&rules::FOOTNOTE_DANGLING, span, format!("there is no footnote `{name}`"))
                                .hint(format!("add `[^{name}]: text`; for a plain sign write `\\[`")),
                        );
                    }
                    return;
                }
                Some(Atom::Char(glyph)) if !glyph.char.is_whitespace() && (glyph.escaped || glyph.char != '[') => {
                    name.push(glyph.char);
                }
                _ => return,
            }
        }
    }
}

/// Reads `id` or `prefix:id`.
pub(super) fn target(written: &str, span: crate::source::Span) -> Option<Target> {
    let (prefix, id) = match written.split_once(':') {
        Some((prefix, id)) => (Some(prefix), id),
        None => (None, written),
    };
    let fits = |name: &str| {
        !name.is_empty() && !name.chars().any(|char| char.is_whitespace() || matches!(char, '@' | '[' | ']' | ':'))
    };
    (fits(id) && prefix.is_none_or(fits)).then(|| Target {
        prefix: prefix.map(str::to_owned),
        id: id.to_owned(),
        locator: None,
        span,
    })
}

fn is(atoms: &[Option<Atom>], at: usize, wanted: char) -> bool {
    matches!(atoms.get(at), Some(Some(Atom::Char(glyph))) if glyph.char == wanted && !glyph.escaped)
}

/// Where `%%` stands.
fn note_marks(atoms: &[Atom]) -> Vec<usize> {
    let percent = |at: usize| matches!(atoms.get(at), Some(Atom::Char(glyph)) if glyph.char == '%' && !glyph.escaped);
    let mut marks = vec![];
    let mut at = 0;
    while at < atoms.len() {
        if percent(at) && percent(at + 1) {
            marks.push(at);
            at += 1;
        }
        at += 1;
    }
    marks
}

fn place(atom: &Atom) -> Option<Range<usize>> {
    match atom {
        Atom::Char(glyph) => Some(glyph.start..glyph.end),
        Atom::Break { range, .. } => Some(range.clone()),
        Atom::Filler(_) | Atom::Node(_) => None,
    }
}

/// The bytes from the first to the last of some atoms, both of which are characters.
fn range(atoms: &[Atom], within: Range<usize>) -> Range<usize> {
    let start = atoms.get(within.start).and_then(place).map_or(0, |range| range.start);
    let end = atoms.get(within.end - 1).and_then(place).map_or(start, |range| range.end);
    start..end.max(start)
}

fn option_range(atoms: &[Option<Atom>], within: Range<usize>) -> Range<usize> {
    let at = |at: usize| atoms.get(at).and_then(Option::as_ref).and_then(place);
    let start = at(within.start).map_or(0, |range| range.start);
    let end = at(within.end - 1).map_or(start, |range| range.end);
    start..end.max(start)
}

fn trim(mut written: &[(char, Range<usize>)]) -> &[(char, Range<usize>)] {
    while let Some(((char, _), rest)) = written.split_first()
        && char.is_whitespace()
    {
        written = rest;
    }
    while let Some(((char, _), rest)) = written.split_last()
        && char.is_whitespace()
    {
        written = rest;
    }
    written
}

fn text(written: &[(char, Range<usize>)]) -> String {
    written.iter().map(|&(char, _)| char).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::tree::{InlineKind, plain_text};

    fn targets(text: &str) -> Vec<String> {
        let read = read(text);
        let mut seen = vec![];
        read.each_inline(|inline| {
            if let InlineKind::Reference { targets, .. } = &inline.kind {
                for target in targets {
                    let prefix = target.prefix.as_deref().unwrap_or("-");
                    let locator = target.locator.as_deref().unwrap_or("-");
                    seen.push(format!("{prefix} {} {locator} <{}>", target.id, read.text(target.span)));
                }
            }
        });
        seen
    }

    #[test]
    fn citations_and_references_are_read() {
        assert_eq!(targets("see [@s2]."), ["- s2 - <s2>"]);
        assert_eq!(targets("é [@rec:data-for-planning]"), ["rec data-for-planning - <rec:data-for-planning>"]);
        assert_eq!(
            targets("[@s2, p. 4;\n  @s_3_x , Panel 3, p. 2]"),
            ["- s2 p. 4 <s2>", "- s_3_x Panel 3, p. 2 <s_3_x>"]
        );
        assert_eq!(targets("> - *so [@a]*\n>   and [@b]"), ["- a - <a>", "- b - <b>"]);
        assert_eq!(targets("| a |\n|---|\n| x \\| [@b] |"), ["- b - <b>"]);
        assert_eq!(targets("Oh![@a][@b]"), ["- a - <a>", "- b - <b>"]);
        assert_eq!(targets("[@{{ id }}]"), ["- new-york - <{{ id }}>"]);
    }

    #[test]
    fn escapes_and_code_are_no_references() {
        for text in
            ["\\[@a]", "[\\@a]", "`[@a]`", "&#91;@a]", "[ @a]", "\\[^a]", "`[^a]`", "[^ a]", "[^]", "`%%`", "\\%% x"]
        {
            let read = read(text);
            read.assert_clean();
            assert_eq!(targets(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_is_no_reference_is_reported() {
        for text in ["[@]", "[@a b]", "[@a; b]", "[@a,]", "[@a:b:c]"] {
            assert_eq!(read(text).reports(), [format!("invalid-id {text}")], "{text}");
        }
    }

    #[test]
    fn notes_span_inlines_within_a_paragraph() {
        let read = read("a %%some *emph* [@x] note%% b %%c%%");
        read.assert_clean();
        assert_eq!(plain_text(read.inlines()), "a  b ");
        let notes: Vec<_> =
            read.inlines().iter().filter(|inline| matches!(inline.kind, InlineKind::EditorsNote(_))).collect();
        assert_eq!(read.text(notes[0].span), "%%some *emph* [@x] note%%");
        assert_eq!(read.text(notes[1].span), "%%c%%");
    }

    #[test]
    fn an_open_note_is_reported() {
        assert_eq!(read("a %%b").reports(), ["unclosed-block %%"]);
        assert_eq!(read("a *b %%c* d%%").codes(), ["unclosed-block", "unclosed-block"]);
        assert_eq!(read("a %%b\n\nc%%").codes(), ["unclosed-block", "unclosed-block"]);
    }

    #[test]
    fn marks_without_a_footnote_are_reported() {
        assert_eq!(read("é [^x]").reports(), ["dangling-footnote [^x]"]);
        assert_eq!(read("*é [^_y_]*").reports(), ["dangling-footnote [^_y_]"]);
    }

    #[test]
    fn expressions_become_plain_text() {
        let read = read("*{{ star }}* [x]({{ url }}) ![{{ star }}](a.svg) {{ star }} \\{{ star }}");
        read.assert_clean();
        assert_eq!(plain_text(read.inlines()), "*[@ x *[@ *[@ {{ star }}");
        let mut urls = vec![];
        read.each_inline(|inline| {
            if let InlineKind::Link { url, .. } = &inline.kind {
                urls.push(url.clone());
            }
        });
        assert_eq!(urls, ["https://iom.example/"]);
    }

    #[test]
    fn expressions_in_tables_do_not_end_cells() {
        let read = read("| a | b |\n|---|---|\n| {{ star | upper }} | c |\n");
        read.assert_clean();
    }

    #[test]
    fn bad_expressions_are_reported_once_on_their_place() {
        let read = read("é {{ nope }} and {{ b");
        assert_eq!(read.reports(), ["expression {{ nope }}", "expression {{"]);
        assert_eq!(super::super::testing::read("{{}}").reports(), ["expression {{"]);
        assert_eq!(
            super::super::testing::read("[a][r]\n[b][r]\n\n[r]: https://x.example/{{ no }}").codes(),
            ["expression"]
        );
    }
}
