//! Looking at a sequence of atoms: which plain sign stands where.

use std::ops::Range;

use super::filler::plain;
use super::inlines::Atom;

/// The character at a place if it is one that may be part of mark-up: neither escaped nor written as an entity.
pub(super) fn sign(atoms: &[Option<Atom>], at: usize) -> Option<char> {
    match atoms.get(at) {
        Some(Some(Atom::Char(glyph))) if !glyph.escaped => Some(glyph.char),
        _ => None,
    }
}

/// Whether that plain sign stands there.
pub(super) fn is(atoms: &[Option<Atom>], at: usize, wanted: char) -> bool {
    sign(atoms, at) == Some(wanted)
}

/// The character that readers see there: a blank for a line's end, a letter for a value, and U+FFFC for anything else.
pub(super) fn char_at(atoms: &[Option<Atom>], at: usize) -> Option<char> {
    Some(match atoms.get(at)?.as_ref()? {
        Atom::Char(glyph) => plain(glyph.char),
        Atom::Filler(_) => 'x',
        Atom::Break { .. } => '\n',
        Atom::Node(_) => '\u{fffc}',
    })
}

/// How often a plain sign stands there in a row.
pub(super) fn run(atoms: &[Option<Atom>], at: usize, wanted: char) -> usize {
    (at..atoms.len()).take_while(|&at| is(atoms, at, wanted)).count()
}

/// The bytes from the first to the last of some atoms, as far as these have places of their own.
pub(super) fn extent(atoms: &[Option<Atom>], within: Range<usize>) -> Range<usize> {
    let mut places = atoms.get(within).unwrap_or_default().iter().flatten().filter_map(place);
    let Some(first) = places.next() else { return 0..0 };
    let end = places.next_back().map_or(first.end, |last| last.end);
    first.start..end.max(first.start)
}

pub(super) fn place(atom: &Atom) -> Option<Range<usize>> {
    match atom {
        Atom::Char(glyph) => Some(glyph.start..glyph.end),
        Atom::Break { range, .. } => Some(range.clone()),
        Atom::Filler(_) | Atom::Node(_) => None,
    }
}
