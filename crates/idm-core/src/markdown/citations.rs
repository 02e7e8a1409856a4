//! What opens with a bracket and names something: `[@id]`, `[see @key, p. 4; @other]`, and footnotes' marks that lead
//! nowhere.

use std::ops::Range;

use super::atoms::{char_at, extent, is, sign};
use super::filler::plain;
use super::inlines::Atom;
use super::parse::Reader;
use super::tree::Target;
use crate::diagnostic::Diagnostic;
use crate::rules;
use crate::source::Span;

/// A character and where it is written.
type Written = (char, Range<usize>);

const FORMS: &str = "write `[@id]`, `[@key, p. 4]`, `[see @key]` or `[@first; @second]`; for a plain sign write `\\[`";

/// What ends the text that follows a bracket.
enum End {
    /// The closing bracket.
    Closed(usize),
    /// Another one that opens.
    Opened,
    /// Mark-up, or a line's end on the page.
    MarkUp,
    /// Nothing: the paragraph is over.
    Missing,
}

impl Reader<'_> {
    /// Reads what a bracket opens: where it closes, and what it points at. Reports what is meant so and written otherwise.
    pub(super) fn bracket(&mut self, atoms: &[Option<Atom>], open: usize) -> Option<(usize, Vec<Target>)> {
        match sign(atoms, open + 1) {
            Some('^') => {
                self.dangling(atoms, open);
                return None;
            }
            Some('@') => {}
            _ if cites(atoms, open) => {}
            _ => return None,
        }
        let (problem, hint, close) = match end(atoms, open) {
            End::Closed(close) => match self.targets(atoms, open + 1..close) {
                Ok(targets) => return Some((close, targets)),
                Err(hint) => ("this is neither a citation nor a cross-reference", hint, close),
            },
            End::Opened => {
                let hint = "close the first bracket with `]`; what follows the comma holds no brackets";
                ("a second bracket opens before this one is closed", hint.to_owned(), open + 1)
            }
            End::MarkUp => {
                let hint = "write what follows the comma without emphasis, links or code: `[@key, p. 4]`";
                ("a citation holds plain words and no mark-up", hint.to_owned(), open + 1)
            }
            End::Missing => {
                let hint = "close it with `]`, as in `[@key, p. 4]`; for a plain sign write `\\[`";
                ("this bracket is not closed in its paragraph", hint.to_owned(), open + 1)
            }
        };
        let span = self.span(extent(atoms, open..close + 1));
        self.report(Diagnostic::new(&rules::ID_SYNTAX, span, problem).hint(hint));
        self.meant(atoms, open)
    }

    /// What a bracket names that is written wrong, so that nothing else is reported of the same slip.
    fn meant(&self, atoms: &[Option<Atom>], open: usize) -> Option<(usize, Vec<Target>)> {
        const NEAR: usize = 200;
        let until = atoms.len().min(open + NEAR);
        let close = (open + 1..until).find(|&at| is(atoms, at, ']'));
        let mut targets = vec![];
        let mut last = open;
        let mut at = open + 1;
        while at < close.unwrap_or(until) {
            let begins = is(atoms, at, '@')
                && at.checked_sub(1).is_some_and(|at| !char_at(atoms, at).is_some_and(char::is_alphanumeric));
            let letter =
                |at: &usize| sign(atoms, *at).is_some_and(|char| char.is_alphanumeric() || "-_:.".contains(char));
            let length = (at + 1..until).take_while(letter).count();
            if begins && length > 0 {
                let key: String = (at + 1..=at + length).filter_map(|at| sign(atoms, at)).collect();
                let key = key.trim_end_matches([':', '.', '-', '_']);
                targets.extend(target(key, self.span(extent(atoms, at + 1..at + 1 + key.chars().count()))));
                last = at + length;
                // Without its end, a bracket is taken to hold the one key.
                if close.is_none() {
                    break;
                }
            }
            at += 1 + length;
        }
        (!targets.is_empty()).then_some((close.unwrap_or(last), targets))
    }

    /// Reads `@a; see @b, p. 4`; what to write if it is written another way.
    fn targets(&mut self, atoms: &[Option<Atom>], within: Range<usize>) -> Result<Vec<Target>, String> {
        let mut written: Vec<Written> = vec![];
        for atom in atoms.get(within).unwrap_or_default().iter().flatten() {
            match atom {
                Atom::Char(glyph) => written.push((plain(glyph.char), glyph.start..glyph.end)),
                Atom::Filler(filler) => {
                    let range = self.filled.range(*filler);
                    written.extend(self.value(*filler).chars().map(|char| (char, range.clone())));
                }
                Atom::Break { range, .. } => written.push((' ', range.clone())),
                Atom::Node(_) => return Err(FORMS.to_owned()),
            }
        }
        if let Some(stripped) = text(&written).strip_prefix(char::is_whitespace)
            && stripped.trim_start().starts_with('@')
        {
            return Err(format!("write it without the blank behind the bracket: `[{}]`", stripped.trim()));
        }
        written.split(|&(char, _)| char == ';').map(|part| self.one(trim(part))).collect()
    }

    /// Reads `see @key, p. 4`.
    fn one(&self, part: &[Written]) -> Result<Target, String> {
        let at = word_with_at(part).ok_or(FORMS)?;
        let lead = trim(&part[..at]);
        let rest = &part[at + 1..];
        let ends = |&(char, _): &Written| char == ',' || char.is_whitespace();
        let name = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
        let key = text(name);
        if lead.last().is_some_and(|&(char, _)| char == '-') {
            return Err(format!("write `[@{key}]`; where the year alone is to stand, type it before the citation"));
        }
        let behind = trim(&rest[name.len()..]);
        let locator = match behind.split_first() {
            None => &[],
            Some(((',', _), locator)) => trim(locator),
            Some(_) if key.is_empty() => return Err(FORMS.to_owned()),
            Some(_) => return Err(format!("set a comma behind the key: `[@{key}, {}]`", text(behind))),
        };
        if word_with_at(locator).is_some() {
            return Err(format!("part several with a semicolon: `[@{key}; {}]`", text(locator)));
        }
        let (Some(first), Some(last)) = (name.first(), name.last()) else { return Err(FORMS.to_owned()) };
        if behind.first().is_some_and(|&(char, _)| char == ',') && locator.is_empty() {
            return Err(FORMS.to_owned());
        }
        let target = target(&key, self.span(first.1.start..last.1.end)).ok_or(FORMS)?;
        let words = |written: &[Written]| (!written.is_empty()).then(|| text(written));
        Ok(Target { locator: words(locator), lead: words(lead), ..target })
    }

    /// Reports a footnote's mark that comrak has left as text.
    fn dangling(&mut self, atoms: &[Option<Atom>], open: usize) {
        let mut name = String::new();
        for (at, atom) in atoms.iter().enumerate().skip(open + 2) {
            match atom {
                Some(Atom::Char(glyph)) if glyph.char == ']' && !glyph.escaped => {
                    if !name.is_empty() && !self.definitions.hidden {
                        let span = self.span(extent(atoms, open..at + 1));
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
                Some(Atom::Char(glyph)) if glyph.char.is_whitespace() && !is(atoms, at + 1, ']') => {
                    let span = self.span(extent(atoms, open..open + 2));
                    let message = "a footnote's name holds no blank, so this is printed as typed";
                    self.report(
                        Diagnostic::new(&rules::FOOTNOTE_DANGLING, span, message)
                            .hint("write `[^name]` here, and `[^name]: text` on a line of its own"),
                    );
                    return;
                }
                _ => return,
            }
        }
    }
}

/// Reads `id` or `prefix:id`.
pub(super) fn target(written: &str, span: Span) -> Option<Target> {
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
        lead: None,
        span,
    })
}

/// What ends the text behind a bracket. Another bracket does, so that no text is gone through twice.
fn end(atoms: &[Option<Atom>], open: usize) -> End {
    for (at, atom) in atoms.iter().enumerate().skip(open + 1) {
        match atom {
            Some(Atom::Char(glyph)) if glyph.char == ']' && !glyph.escaped => return End::Closed(at),
            Some(Atom::Char(glyph)) if glyph.char == '[' && !glyph.escaped => return End::Opened,
            Some(Atom::Node(_) | Atom::Break { hard: true, .. }) => return End::MarkUp,
            _ => {}
        }
    }
    End::Missing
}

/// Whether a bracket that does not begin with `@` cites nevertheless: `[see @key]`, `[-@key]`, `[ @key ]`. An address
/// with an at sign does not.
fn cites(atoms: &[Option<Atom>], open: usize) -> bool {
    let End::Closed(close) = end(atoms, open) else { return false };
    (open + 1..close).any(|at| {
        let before = char_at(atoms, at - 1).unwrap_or(' ');
        let after = char_at(atoms, at + 1).unwrap_or(' ');
        let begins = before.is_whitespace()
            || matches!(before, '[' | ';')
            || before == '-' && char_at(atoms, at - 2).is_none_or(|char| !char.is_alphanumeric());
        is(atoms, at, '@') && begins && after.is_alphanumeric()
    })
}

/// Where the first at sign stands that begins a word, or follows a hyphen that does.
fn word_with_at(written: &[Written]) -> Option<usize> {
    let before = |at: usize| at.checked_sub(1).map_or(' ', |at| written[at].0);
    let begins = |at: usize| before(at).is_whitespace() || before(at) == '-' && before(at - 1).is_whitespace();
    (0..written.len()).find(|&at| written[at].0 == '@' && begins(at))
}

fn trim(mut written: &[Written]) -> &[Written] {
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

fn text(written: &[Written]) -> String {
    written.iter().map(|&(char, _)| char).collect()
}
