//! Signs that are mark-up in other dialects of Markdown and would be printed here as they are typed.
//!
//! Only what is hardly ever meant as it stands is reported, each with what to write instead. Whatever is found is looked
//! for no further than the next sign of its kind, so that the time grows with the text and not with its square.

use std::ops::Range;

use super::atoms::{char_at, extent, is, run, sign};
use super::elsewhere;
use super::inlines::Atom;
use super::parse::Reader;
use super::tree::InlineKind;
use crate::diagnostic::Diagnostic;
use crate::rules::{self, Rule};

/// A longer stretch is not marked from end to end.
const MARKED: usize = 80;
/// How far the end of a short sign is looked for.
const SHORT: usize = 60;

type Atoms = [Option<Atom>];

/// What is known of asterisks that have gone before.
#[derive(Debug, Default)]
struct Stars {
    /// Those that could open emphasis but for the blank behind them.
    open: Option<Range<usize>>,
    /// Whether the last ones have been reported.
    told: bool,
}

impl Reader<'_> {
    /// Reports what running text holds of other dialects.
    pub(super) fn look(&mut self, atoms: &Atoms) {
        let mut at = 0;
        let mut brackets = 0_usize;
        let mut stars = Stars::default();
        while at < atoms.len() {
            if let Some(found) = elsewhere::find(atoms, at) {
                self.said(&rules::LITERAL_MARKUP, atoms, at..found.end, found.message, &found.hint);
                at = found.end.max(at + 1);
                continue;
            }
            let length = match sign(atoms, at) {
                Some('^') if is(atoms, at + 1, '[') && !is(atoms, at + 2, '^') => self.inline_note(atoms, at),
                Some('~') => self.struck(atoms, at),
                Some('=') => self.marked(atoms, at),
                Some('$') => self.mathematics(atoms, at),
                Some('-') => self.dashes(atoms, at),
                Some('`') => self.backticks(atoms, at),
                Some('*' | '_') => self.stars(atoms, at, &mut stars),
                Some('{') => self.braces(atoms, at),
                Some(':') => self.emoji(atoms, at),
                Some('[') => {
                    brackets += 1;
                    self.wiki_link(atoms, at)
                }
                Some(']') if brackets > 0 => self.behind_bracket(atoms, at),
                Some(')') if is(atoms, at + 1, '[') && is_address(atoms, at + 2) => self.reversed(atoms, at),
                _ => 1,
            };
            at += length.max(1);
        }
    }

    fn said(&mut self, rule: &'static Rule, atoms: &Atoms, within: Range<usize>, message: String, hint: &str) {
        let end = if within.len() > MARKED { within.start + 1 } else { within.end };
        let span = self.span(extent(atoms, within.start..end));
        self.report(Diagnostic::new(rule, span, message).hint(hint));
    }

    fn inline_note(&mut self, atoms: &Atoms, at: usize) -> usize {
        let end = find_near(atoms, at + 2, ']').map_or(at + 2, |end| end + 1);
        let hint = "call it as `[^a]`, and write `[^a]: …` with its words on a line of its own";
        self.said(&rules::FOREIGN_MARKUP, atoms, at..end, "`^[…]` makes no footnote here".into(), hint);
        2
    }

    fn struck(&mut self, atoms: &Atoms, at: usize) -> usize {
        let length = run(atoms, at, '~');
        if length == 2
            && let Some(end) = pair(atoms, at, '~', 2)
        {
            let hint =
                "take the words out: a draft shows what is gone since the last one; for plain signs write `\\~\\~`";
            let message = "a publication strikes nothing through, and `~~` would be printed".to_owned();
            self.said(&rules::FOREIGN_MARKUP, atoms, at..end, message, hint);
            return end - at;
        }
        length
    }

    fn marked(&mut self, atoms: &Atoms, at: usize) -> usize {
        let length = run(atoms, at, '=');
        let outside = |at: Option<usize>| !at.and_then(|at| char_at(atoms, at)).is_some_and(char::is_alphanumeric);
        if length == 2
            && outside(at.checked_sub(1))
            && let Some(end) = pair(atoms, at, '=', 2)
            && outside(Some(end))
        {
            let hint = "stress words with `*…*` or `**…**`; for plain signs write `\\==`";
            let message = "`==` marks no words here and is printed as typed".to_owned();
            self.said(&rules::LITERAL_MARKUP, atoms, at..end, message, hint);
            return end - at;
        }
        length
    }

    /// `$…$`: mathematics, if what stands there cannot be money.
    fn mathematics(&mut self, atoms: &Atoms, at: usize) -> usize {
        let length = run(atoms, at, '$');
        let inside = at + length;
        let Some(end) = find(atoms, inside, '$') else { return length };
        let before = at.checked_sub(1).and_then(|at| char_at(atoms, at));
        let first = char_at(atoms, inside);
        let last = char_at(atoms, end - 1);
        let after = char_at(atoms, end + run(atoms, end, '$'));
        let words: Vec<char> = (inside..end.min(inside + MARKED)).filter_map(|at| char_at(atoms, at)).collect();
        let formula = words.iter().any(|char| matches!(char, '\\' | '^' | '_' | '=' | '+' | '{' | '<' | '>'));
        let symbol = words.iter().filter(|char| char.is_alphabetic()).count() <= 2;
        let tight = first.is_some_and(|char| !char.is_whitespace()) && last.is_some_and(|char| !char.is_whitespace());
        let money = before.is_some_and(char::is_alphanumeric)
            || after.is_some_and(char::is_alphanumeric)
            || first.is_some_and(|char| char.is_ascii_digit()) && !formula
            || !(formula || symbol);
        let is_formula = !money && (tight && length == 1 || length == 2 && end > inside);
        if !is_formula {
            return length;
        }
        let hint = "write it in words and letters: `*x*`, `x^2^`, `E = *mc*^2^`; for plain signs write `\\$`";
        let end = end + run(atoms, end, '$');
        let message = "`$…$` sets no mathematics here and is printed as typed".to_owned();
        self.said(&rules::LITERAL_MARKUP, atoms, at..end, message, hint);
        end - at
    }

    /// `5--10`, `word -- word`: two or three hyphens for a dash.
    fn dashes(&mut self, atoms: &Atoms, at: usize) -> usize {
        let length = run(atoms, at, '-');
        if !(2..=3).contains(&length) {
            return length;
        }
        let before = at.checked_sub(1).and_then(|at| char_at(atoms, at));
        let after = char_at(atoms, at + length);
        let (Some(before), Some(after)) = (before, after) else { return length };
        let blank = |char: char| char.is_whitespace();
        let word =
            |char: char| char.is_alphanumeric() || matches!(char, ')' | '"' | '”' | '’' | '(' | '“' | '\u{fffc}');
        let dash = word(before) && (word(after) || blank(after)) || blank(before) && blank(after) && at > 1;
        if dash {
            let [sign, signs] = if length == 2 { ["–", "--"] } else { ["—", "---"] };
            let message = format!("`{signs}` is printed as typed, not as a dash");
            let hint = format!("write the dash itself: `{sign}`; for plain signs write `\\{signs}`");
            self.said(&rules::LITERAL_MARKUP, atoms, at..at + length, message, &hint);
        }
        length
    }

    fn backticks(&mut self, atoms: &Atoms, at: usize) -> usize {
        let length = run(atoms, at, '`');
        let letter = |at: Option<usize>| at.and_then(|at| char_at(atoms, at)).is_some_and(char::is_alphabetic);
        // Some languages write a letter so.
        if !(length == 1 && letter(at.checked_sub(1)) && letter(Some(at + 1))) {
            let signs = if length == 1 { "this backtick opens no code" } else { "these backticks open no code" };
            let hint = "code ends with as many backticks as it begins with; quotations are marked with `\"`; for a plain \
                        sign write `\\``";
            let message = format!("{signs} and would be printed");
            self.said(&rules::LITERAL_MARKUP, atoms, at..at + length.min(MARKED), message, hint);
        }
        length
    }

    /// `**` or `__` that are left over, as in `**words **`.
    fn stars(&mut self, atoms: &Atoms, at: usize, seen: &mut Stars) -> usize {
        let star = sign(atoms, at).unwrap_or('*');
        let length = run(atoms, at, star);
        if !(2..=3).contains(&length) {
            return length;
        }
        let before = at.checked_sub(1).and_then(|at| char_at(atoms, at));
        let after = char_at(atoms, at + length);
        let begins = after.is_some_and(|char| char.is_alphabetic() || matches!(char, '"' | '“' | '(' | '['))
            && !before.is_some_and(char::is_alphanumeric);
        let ends = before.is_some_and(|char| !char.is_whitespace()) && !after.is_some_and(char::is_alphanumeric);
        let place = match std::mem::take(seen) {
            // The other half of what has been reported.
            Stars { told: true, .. } => None,
            Stars { open: Some(first), .. } if ends && star == '*' => Some(first),
            _ if begins => Some(at..at + length),
            _ => {
                seen.open = after.is_some_and(char::is_whitespace).then_some(at..at + length);
                None
            }
        };
        seen.told = place.is_some();
        if let Some(place) = place {
            let signs = star.to_string().repeat(length);
            let message = format!("`{signs}` stresses nothing here and is printed as typed");
            let hint = format!(
                "set the signs right at the words, without a blank, on both sides: `{signs}words{signs}`; for plain \
                 signs write `\\{signs}`"
            );
            self.said(&rules::LITERAL_MARKUP, atoms, place, message, &hint);
        }
        length
    }

    /// `{width=50%}` behind a picture, a link, code or a bracket; `{#id}` in text; `{% … %}`.
    fn braces(&mut self, atoms: &Atoms, at: usize) -> usize {
        let first = sign(atoms, at + 1);
        if first == Some('%') && !is(atoms, at + 2, '%') {
            let hint = "a value is written `{{ name }}`, and nothing else is carried out; for plain signs write `\\{%`";
            let message = "`{%` is printed as typed".to_owned();
            self.said(&rules::LITERAL_MARKUP, atoms, at..at + 2, message, hint);
            return 2;
        }
        let Some(end) = (at + 1..atoms.len().min(at + SHORT)).find(|&at| is(atoms, at, '}')) else { return 1 };
        let inside = || (at + 1..end).map(|at| char_at(atoms, at));
        if !inside().all(|char| char.is_some_and(|char| char != '{' && char != '\n')) {
            return 1;
        }
        let named = matches!(first, Some('.' | '#' | ':')) && end > at + 2 && !is(atoms, at + 2, ' ');
        let keyed = inside().flatten().any(|char| char == '=');
        let node = at.checked_sub(1).and_then(|at| atoms[at].as_ref());
        let (what, hint) = match node {
            Some(Atom::Node(inline)) if named || keyed => match &inline.kind {
                InlineKind::Image(_) => (
                    "a picture in the text takes no attributes",
                    "its size is given in a block: `:::figure {src=\"…\" alt=\"…\" width=\"50%\"}`",
                ),
                _ => ("mark-up in the line takes no attributes", "leave the braces out"),
            },
            Some(Atom::Char(glyph)) if glyph.char == ']' && !glyph.escaped && (named || keyed) => (
                "a bracket takes no attributes",
                "words in another language are `[mot](lang:fr)`; for plain signs write `\\{`",
            ),
            _ if first == Some('#') && named && self.is_last(atoms, end) => (
                "only headings and blocks have an identifier",
                "write it behind the heading: `## Heading {#id}`; for plain signs write `\\{`",
            ),
            _ => return 1,
        };
        self.said(&rules::FOREIGN_MARKUP, atoms, at..end + 1, format!("{what}, and they would be printed"), hint);
        end + 1 - at
    }

    /// Whether only white space follows on the line.
    fn is_last(&self, atoms: &Atoms, at: usize) -> bool {
        atoms[at + 1..].iter().take(2).flatten().all(|atom| match atom {
            Atom::Char(glyph) => glyph.char.is_whitespace(),
            Atom::Break { .. } => true,
            _ => false,
        })
    }

    /// `:smile:`
    fn emoji(&mut self, atoms: &Atoms, at: usize) -> usize {
        let letters = (at + 1..atoms.len().min(at + SHORT))
            .take_while(|&at| sign(atoms, at).is_some_and(|char| char.is_ascii_lowercase() || char == '_'))
            .count();
        let end = at + 1 + letters;
        let outside = |at: Option<usize>| at.and_then(|at| char_at(atoms, at)).is_none_or(char::is_whitespace);
        if letters >= 3 && is(atoms, end, ':') && outside(at.checked_sub(1)) && outside(Some(end + 1)) {
            let hint = "leave it out, or type the sign itself; for plain signs write `\\:`";
            let message = "the name of a sign between colons is printed as typed".to_owned();
            self.said(&rules::LITERAL_MARKUP, atoms, at..end + 1, message, hint);
            return letters + 2;
        }
        1 + letters
    }

    /// `[[Page]]`
    fn wiki_link(&mut self, atoms: &Atoms, at: usize) -> usize {
        let inner = sign(atoms, at + 2);
        if !is(atoms, at + 1, '[') || matches!(inner, Some('@' | '^' | '[')) {
            return 1;
        }
        if let Some(end) = find_near(atoms, at + 2, ']')
            && is(atoms, end + 1, ']')
        {
            let hint = "a link is `[text](@id)` within the publication, `[text](https://…)` elsewhere; for plain signs \
                        write `\\[`";
            let message = "`[[…]]` links to nothing and is printed as typed".to_owned();
            self.said(&rules::LITERAL_MARKUP, atoms, at..end + 2, message, hint);
        }
        2
    }

    /// What stands behind a closing bracket and makes a link or attributes elsewhere.
    fn behind_bracket(&mut self, atoms: &Atoms, at: usize) -> usize {
        let plain = "; for plain signs write `\\[`";
        match sign(atoms, at + 1) {
            Some('(') => {
                let broken = (at + 2..atoms.len().min(at + MARKED))
                    .take_while(|&at| !is(atoms, at, ')'))
                    .any(|at| char_at(atoms, at).is_some_and(char::is_whitespace));
                let hint = if broken {
                    "an address stands on one line; one that holds blanks stands in angle brackets: `[text](<a b>)`"
                } else {
                    "write `[text](https://…)`, or `[text](@id)` for something in the publication"
                };
                let message = "this is no link and is printed as typed".to_owned();
                self.said(&rules::LITERAL_MARKUP, atoms, at..at + 2, message, &format!("{hint}{plain}"));
                2
            }
            Some('[') if !matches!(sign(atoms, at + 2), Some('@' | '^' | '[')) => {
                let end = (at + 2..atoms.len().min(at + SHORT)).find(|&at| matches!(sign(atoms, at), Some(']' | '[')));
                let Some(end) = end.filter(|&end| is(atoms, end, ']')) else { return 1 };
                let name: String = (at + 2..end).filter_map(|at| char_at(atoms, at)).collect();
                // Marks such as [1][2] and words left out are meant as they stand.
                if name.chars().any(char::is_alphabetic) || name.is_empty() {
                    let message = format!("`[{name}]` names no address, and the brackets are printed as typed");
                    let hint = format!("write `[text](https://…)`, or `[text](@id)`{plain}");
                    self.said(&rules::LITERAL_MARKUP, atoms, at + 1..end + 1, message, &hint);
                }
                1
            }
            Some(' ') if is(atoms, at + 2, '(') && is_address(atoms, at + 3) => {
                let hint = "write the parenthesis right behind the bracket: `[text](https://…)`";
                let message = "a blank stands between a link's words and its address".to_owned();
                self.said(&rules::LITERAL_MARKUP, atoms, at..at + 3, message, &format!("{hint}{plain}"));
                3
            }
            _ => 1,
        }
    }

    fn reversed(&mut self, atoms: &Atoms, at: usize) -> usize {
        let hint = "the words stand in brackets, the address in parentheses: `[text](https://…)`; for plain signs write \
                    `\\[`";
        let message = "this link is the wrong way round and is printed as typed".to_owned();
        self.said(&rules::LITERAL_MARKUP, atoms, at..at + 2, message, hint);
        2
    }
}

/// The next plain `wanted`, if it is near.
fn find_near(atoms: &Atoms, from: usize, wanted: char) -> Option<usize> {
    (from..atoms.len().min(from + MARKED)).find(|&at| is(atoms, at, wanted))
}

/// The next plain `wanted`.
fn find(atoms: &Atoms, from: usize, wanted: char) -> Option<usize> {
    (from..atoms.len()).find(|&at| is(atoms, at, wanted))
}

/// Where the signs end that close what opens at `at`: both stand right at the words between them. Only the next run is
/// looked at.
fn pair(atoms: &Atoms, at: usize, wanted: char, length: usize) -> Option<usize> {
    let tight = |at: usize| char_at(atoms, at).is_some_and(|char| !char.is_whitespace());
    let inside = at + length;
    let end = find(atoms, inside, wanted)?;
    (tight(inside) && tight(end - 1) && end > inside && run(atoms, end, wanted) == length).then_some(end + length)
}

/// Whether an address begins at `at`: one that is read as a link already, or the beginning of one.
fn is_address(atoms: &Atoms, at: usize) -> bool {
    if let Some(Some(Atom::Node(inline))) = atoms.get(at) {
        return matches!(inline.kind, InlineKind::Link { .. });
    }
    let begins = |words: &str| words.chars().enumerate().all(|(offset, char)| is(atoms, at + offset, char));
    ["http:", "https:", "www.", "mailto:", "index:", "lang:", "@", "<"].iter().any(|words| begins(words))
}

#[cfg(test)]
mod tests {
    use super::super::testing::read;

    #[test]
    fn signs_of_other_dialects_are_reported_with_what_to_write() {
        for (text, marked) in [
            ("a^[b c]", "foreign-markup ^[b c]"),
            ("a ~~b c~~ d", "foreign-markup ~~b c~~"),
            ("a ==b c== d", "literal-markup ==b c=="),
            ("a $x$ b", "literal-markup $x$"),
            ("a $E = mc^2$ b", "literal-markup $E = mc^2$"),
            ("$$x + y$$", "literal-markup $$x + y$$"),
            ("5--10", "literal-markup --"),
            ("a -- b", "literal-markup --"),
            ("a---b", "literal-markup ---"),
            ("a `b c", "literal-markup `"),
            ("``a'' b", "literal-markup ``"),
            ("a **b **c", "literal-markup **"),
            ("a ** b** c", "literal-markup **"),
            ("a **b c", "literal-markup **"),
            ("![a](b.svg){width=50%}", "foreign-markup {width=50%}"),
            ("[a]{.b}", "foreign-markup {.b}"),
            ("`a`{.b}", "foreign-markup {.b}"),
            ("Words {#a}", "foreign-markup {#a}"),
            ("{% if a %}", "literal-markup {%"),
            ("a \\emph{b}", "literal-markup \\emph{"),
            ("a :smile: b", "literal-markup :smile:"),
            ("a [[b c]] d", "literal-markup [[b c]]"),
            ("[a][nope] b", "literal-markup [nope]"),
            ("[a][] b", "literal-markup []"),
            ("[a](b c.md)", "literal-markup ]("),
            ("[a](<index:b\nc>)", "literal-markup ]("),
            ("[a] (https://b.example)", "literal-markup ] ("),
            ("(a)[https://b.example]", "literal-markup )["),
        ] {
            let read = read(text);
            assert_eq!(read.reports(), [marked], "{text}: {:#?}", read.diagnostics());
            assert!(read.diagnostics()[0].hints.iter().any(|hint| !hint.is_empty()), "{text}");
        }
    }

    #[test]
    fn signs_that_are_meant_pass() {
        for text in [
            "$5 and $6, US$5/US$6, in US$ and AU$, A$5 in US$.",
            "$5-$6, $1.50 + $2 = $3.50",
            "2 ^ 3, a^b, x^2+y^2",
            "~5 and ~6, ~/notes",
            "a == b, a=b, a==b",
            "1-2, well-being, --release, -- ",
            "a * b * c, 2**3, 0.05**, ** p < 0.01",
            "Hawai`i",
            "[sic] and [...] and [1][2], [T]he [a]nd",
            "[a] (so it was) and f(x)[1]",
            "a_b_c, __init__, ____",
            "10:30:15 and a: b: c",
            "C:\\Users\\name",
            "{set}, {a, b}, a {b}",
            "`$x$ ~~a~~ ^[b]`",
            "\\~~a\\~~ \\==a== \\$x$ 5\\--10 \\`a",
            "a {{ id }} b",
            "a[^b]\n\n[^b]: c",
        ] {
            read(text).assert_clean();
        }
    }
}
