//! Our own inline constructs, read from a sequence of atoms: `%%…%%`, `^…^`, `~…~`, and what opens with a bracket.

use std::ops::Range;

use super::atoms::{char_at, extent, is, place, sign};
use super::filler::plain;
use super::inlines::Atom;
use super::parse::Reader;
use super::tree::{Inline, InlineKind};
use super::written::{Gathered, Manner};
use crate::diagnostic::Diagnostic;
use crate::rules;

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
        // Constructs are found by looking ahead, so the atoms are taken by position.
        let mut atoms: Vec<Option<Atom>> = atoms.into_iter().map(Some).collect();
        self.look(&atoms);
        let whole = 0..atoms.len();
        self.gather(&mut atoms, whole, inlines);
    }

    /// The inlines that some of the atoms make.
    fn gather(&mut self, atoms: &mut [Option<Atom>], within: Range<usize>, inlines: &mut Vec<Inline>) {
        let mut words = Gathered::default();
        let mut at = within.start;
        while at < within.end {
            // What has been read is no longer among the atoms.
            let before = words.text().chars().next_back().or(inlines.last().map(|_| '\u{fffc}'));
            match sign(atoms, at) {
                Some('[') => {
                    if let Some((end, targets)) = self.bracket(atoms, at) {
                        self.flush(&mut words, inlines);
                        let span = self.span(extent(atoms, at..end + 1));
                        inlines.push(Inline { kind: InlineKind::Reference { targets, content: None }, span });
                        at = end + 1;
                        continue;
                    }
                }
                Some(sign @ ('^' | '~')) => {
                    if let Some(end) = script(atoms, at, before).filter(|&end| end < within.end) {
                        self.flush(&mut words, inlines);
                        let span = self.span(extent(atoms, at..end + 1));
                        let mut content = vec![];
                        self.gather(atoms, at + 1..end, &mut content);
                        let kind = match sign {
                            '^' => InlineKind::Superscript(content),
                            _ => InlineKind::Subscript(content),
                        };
                        inlines.push(Inline { kind, span });
                        at = end + 1;
                        continue;
                    }
                }
                Some('{') if is(atoms, at + 1, '{') && before != Some('{') => {
                    let span = self.span(extent(atoms, at..at + 2));
                    let message = if is(atoms, at + 2, '}') {
                        "the expression is empty"
                    } else {
                        "this expression is not closed on its line"
                    };
                    let hint = "close it with `}}`; for plain signs write `\\{{`";
                    self.report(Diagnostic::new(&rules::EXPRESSION, span, message).hint(hint));
                }
                _ => {}
            }
            match atoms[at].take() {
                Some(Atom::Char(glyph)) => {
                    let manner = if glyph.escaped { Manner::Sign } else { Manner::Plain };
                    words.push(plain(glyph.char).encode_utf8(&mut [0; 4]), glyph.start..glyph.end, manner);
                }
                Some(Atom::Filler(filler)) => {
                    let value = self.value(filler);
                    words.push(&value, self.filled.range(filler), Manner::Value);
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

    fn flush(&self, words: &mut Gathered, inlines: &mut Vec<Inline>) {
        let words = std::mem::take(words);
        if let Some(range) = words.range()
            && !words.text().is_empty()
        {
            let span = self.span(range);
            inlines.push(Inline::text(words.words(self.context.locator, span), span));
        }
    }
}

/// The longest superscript or subscript, in characters.
const MAX_SCRIPT: usize = 40;

/// Where a superscript (`^…^`) or subscript (`~…~`) closes that opens at `at`. It holds no blank, so that neither
/// `2 ^ 3` nor `~5 to ~7` is one, and `x^2+y^2` is arithmetic.
fn script(atoms: &[Option<Atom>], at: usize, before: Option<char>) -> Option<usize> {
    let mark = sign(atoms, at)?;
    let end = (at + 1..atoms.len().min(at + MAX_SCRIPT)).find(|&at| is(atoms, at, mark) || !is_script(&atoms[at]))?;
    let inside = || (at + 1..end).filter_map(|at| char_at(atoms, at));
    let after = char_at(atoms, end + 1);
    let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    let holds = is(atoms, end, mark)
        && before != Some(mark)
        && after != Some(mark)
        && inside().any(|char| char.is_alphanumeric() || char == '\u{fffc}');
    let fits = match mark {
        '~' => is_word(before) || matches!(before, Some(')' | ']' | '\u{fffc}')),
        _ => {
            let sum = inside().any(|char| matches!(char, '+' | '-' | '−' | '*' | '/' | '=' | '<' | '>' | '×' | '·'));
            !is_word(after) || !sum && !before.is_some_and(char::is_numeric)
        }
    };
    (holds && fits).then_some(end)
}

/// What may stand in a superscript or subscript.
fn is_script(atom: &Option<Atom>) -> bool {
    match atom {
        Some(Atom::Char(glyph)) => !glyph.char.is_whitespace(),
        Some(Atom::Filler(_)) => true,
        Some(Atom::Node(inline)) => matches!(inline.kind, InlineKind::Emphasis(_) | InlineKind::Strong(_)),
        Some(Atom::Break { .. }) | None => false,
    }
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

/// The bytes from the first to the last of some atoms, both of which are characters.
fn range(atoms: &[Atom], within: Range<usize>) -> Range<usize> {
    let start = atoms.get(within.start).and_then(place).map_or(0, |range| range.start);
    let end = atoms.get(within.end - 1).and_then(place).map_or(start, |range| range.end);
    start..end.max(start)
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
        for text in ["\\[@a]", "[\\@a]", "`[@a]`", "&#91;@a]", "\\[^a]", "`[^a]`", "[^]", "`%%`", "\\%% x"] {
            let read = read(text);
            read.assert_clean();
            assert_eq!(targets(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_is_no_reference_is_reported_with_what_to_write() {
        for (text, written) in [
            ("[@]", "[@id]"),
            ("[@a; b]", "[@id]"),
            ("[@a,]", "[@id]"),
            ("[@a:b:c]", "[@id]"),
            ("[@a b]", "`[@a, b]`"),
            ("[@a p. 4]", "`[@a, p. 4]`"),
            ("[@a, @b]", "`[@a; @b]`"),
            ("[ @a, p. 4]", "`[@a, p. 4]`"),
            ("[-@a]", "`[@a]`"),
            ("[see -@a, p. 4]", "`[@a]`"),
        ] {
            let read = read(text);
            assert_eq!(read.reports(), [format!("invalid-id {text}")], "{text}");
            assert!(read.diagnostics()[0].hints[0].contains(written), "{text}: {:?}", read.diagnostics()[0].hints);
        }
        for (text, place) in [
            ("[@a, *p.* 4]", "[@"),
            ("[@a, p. 4", "[@"),
            ("[@a [b]]", "[@"),
            ("[@a `b`]", "[@"),
            ("[see *it* @a, b", ""),
        ] {
            let expected: Vec<_> = (!place.is_empty()).then(|| format!("invalid-id {place}")).into_iter().collect();
            assert_eq!(read(text).reports(), expected, "{text}");
        }
    }

    #[test]
    fn words_may_stand_before_a_source() {
        let leads = |text: &str| {
            let read = read(text);
            read.assert_clean();
            let mut seen = vec![];
            read.each_inline(|inline| {
                if let InlineKind::Reference { targets, .. } = &inline.kind {
                    seen.extend(targets.iter().map(|target| {
                        let [lead, locator] =
                            [&target.lead, &target.locator].map(|words| words.as_deref().unwrap_or("-"));
                        format!("{lead}|{}|{locator}", target.id)
                    }));
                }
            });
            seen
        };
        assert_eq!(leads("[see @a, p. 4; also @b]"), ["see|a|p. 4", "also|b|-"]);
        assert_eq!(leads("[see\n{{ id }} @{{ id }}, and passim]"), ["see new-york|new-york|and passim"]);
        assert_eq!(leads("[write to a@b.example] [at a-@b] [a\\@b], (@a) @a"), [""; 0]);
    }

    #[test]
    fn scripts_hold_no_blank() {
        let scripts = |text: &str| {
            let read = read(text);
            read.assert_clean();
            let mut seen = vec![];
            read.each_inline(|inline| {
                if matches!(inline.kind, InlineKind::Superscript(_) | InlineKind::Subscript(_)) {
                    seen.push(read.text(inline.span).to_owned());
                }
            });
            seen
        };
        assert_eq!(scripts("H~2~O, m^2^, 1^st^, x^*n*^, C~{{ id }}~"), ["~2~", "^2^", "^st^", "^*n*^", "~{{ id }}~"]);
        for plain in [
            "2 ^ 3, 2^3, 2^3^4, x^2+y^2 = z^2",
            "~5 to ~7, (~5,~6), ~/a and ~/b, a~b c~d",
            "H\\~2~O, `m^2^`, ^_^, a^ b^, ^^, ~~~",
        ] {
            assert_eq!(scripts(plain), [""; 0], "{plain}");
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
