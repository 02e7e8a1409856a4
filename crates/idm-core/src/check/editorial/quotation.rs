//! Quotation marks and apostrophes: of the right kind, in pairs, in the right order, and all of one kind in a file.

use std::collections::BTreeMap;

use super::Desk;
use super::running::{Marks, Running};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Language;
use crate::rules;
use crate::source::SourceId;

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    let mut kinds: BTreeMap<SourceId, Kinds> = BTreeMap::new();
    for (at, line) in desk.lines.iter().enumerate() {
        let signs = Signs::of(&line.text);
        if signs.odd {
            wrong(desk, line, diagnostics);
        }
        if signs.marks {
            diagnostics.extend(unbalanced(desk, line, desk.lines.get(at + 1)));
            diagnostics.extend(nested(desk, line));
            kinds.entry(line.source()).or_default().count(at, line);
        }
    }
    for kinds in kinds.values() {
        diagnostics.extend(kinds.mixed(desk));
    }
}

/// What a text may hold, by its bytes: most texts are done with then.
struct Signs {
    /// Quotation marks of any kind.
    marks: bool,
    /// Signs that may be wrong.
    odd: bool,
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut signs = Self { marks: false, odd: false };
        let mut previous = 0;
        for byte in text.bytes() {
            match byte {
                b'"' => signs.marks = true,
                b'`' => signs.odd = true,
                b'\'' | b',' => signs.odd |= byte == previous,
                // The first bytes of guillemets and accents, and of all other marks.
                0xc2 | 0xe2 => (signs.marks, signs.odd) = (true, true),
                _ => {}
            }
            previous = byte;
        }
        signs
    }
}

fn hint(language: Language) -> &'static str {
    match language {
        Language::English => "write straight marks, `\"…\"`, which become those of the language, or `“…”`",
        Language::French => "write straight marks, `\"…\"`, which become those of the language, or `« … »`",
        Language::Spanish => "write straight marks, `\"…\"`, which become those of the language, or `«…»`",
    }
}

/// How many marks may wait for the one that closes them.
const MAX_WAITING: usize = 16;

/// Marks of another language, and signs that only look like marks. Of a pair, the first is reported.
fn wrong(desk: &Desk, line: &Running, diagnostics: &mut Diagnostics) {
    let language = desk.publication.language;
    let chars: Vec<(usize, char)> = line.text.char_indices().collect();
    // What closes a mark that has been reported.
    let mut waiting: Vec<char> = vec![];
    for (place, &(at, char)) in chars.iter().enumerate() {
        let previous = place.checked_sub(1).map_or(' ', |before| chars[before].1);
        let next = chars.get(place + 1).map_or(' ', |&(_, char)| char);
        let doubled = next == char && previous != char;
        let foreign = || format!("`{char}` is no quotation mark of the book's language");
        let twice = |name: &str| format!("two {name} stand for a quotation mark");
        let (length, message, hint) = match char {
            '„' | '‚' | '‟' => (1, foreign(), hint(language)),
            '«' | '»' | '‹' | '›' if language == Language::English => (1, foreign(), hint(language)),
            '\'' | '’' | '‘' if doubled => (2, twice("apostrophes"), hint(language)),
            '`' if doubled => (2, twice("accents"), hint(language)),
            ',' if doubled && chars.get(place + 2).is_some_and(|(_, char)| char.is_alphabetic()) => {
                (2, twice("commas"), hint(language))
            }
            '´' | '`' if previous.is_alphabetic() && next.is_alphabetic() => {
                (1, format!("`{char}` is an accent, and no apostrophe"), "write `'`")
            }
            _ => continue,
        };
        if let Some(pair) = waiting.iter().rposition(|closer| *closer == char) {
            waiting.truncate(pair);
            continue;
        }
        // A text that has so many without their partners has none that close them.
        if waiting.len() > MAX_WAITING {
            waiting.remove(0);
        }
        waiting.extend(match char {
            '«' => Some('»'),
            '»' => Some('«'),
            '‹' => Some('›'),
            '›' => Some('‹'),
            '‘' | '`' if length == 2 => Some(if char == '‘' { '’' } else { '\'' }),
            ',' => None,
            '\'' | '’' => Some(char),
            _ => None,
        });
        let problem = desk.problem(&rules::WRONG_QUOTATION_MARK, line, at..at + length * char.len_utf8(), message);
        diagnostics.extend(problem.map(|problem| problem.hint(hint)));
    }
}

/// A mark without its partner. A quotation of several paragraphs opens each of them, the first wherever it begins, and
/// closes the last.
fn unbalanced(desk: &Desk, line: &Running, next: Option<&Running>) -> Option<Diagnostic> {
    let mut straight = vec![];
    let mut open = Marks::default();
    let mut stray = None;
    for (at, char) in line.text.char_indices() {
        match char {
            // After a figure it may be a sign for inches or seconds, unless a quotation waits for its end.
            '"' if straight.len() % 2 == 0 && line.text[..at].ends_with(|char: char| char.is_ascii_digit()) => {}
            '"' => straight.push(at),
            '“' if open.last() == Some('„') => {
                open.pop();
            }
            '“' | '«' | '„' => open.open(char, at),
            '”' | '»' => {
                let opener = if char == '”' { '“' } else { '«' };
                match open.close(opener) {
                    Some(_) => {}
                    // A low mark may be closed by any of them, and is reported as wrong by itself.
                    None if open.pop().is_some() => {}
                    None => stray = stray.or(Some((at, char))),
                }
            }
            _ => {}
        }
    }
    let continues = |mark: char| next.is_some_and(|next| next.text.starts_with(mark));
    let lone = match (straight.len() % 2, stray) {
        (1, _) => straight.last().map(|&at| (at, '"')).filter(|_| !continues('"')),
        (_, Some(stray)) => Some(stray),
        _ => open.first().map(|(mark, at)| (at, mark)).filter(|&(_, mark)| !continues(mark)),
    };
    let (at, char) = lone?;
    let message = format!("the quotation mark `{char}` has no partner in its paragraph");
    let problem = desk.problem(&rules::UNBALANCED_QUOTATION, line, at..at + char.len_utf8(), message)?;
    Some(problem.hint(match char {
        '”' | '»' => "open the quotation, or remove the mark",
        '"' => "close or open the quotation, or remove the mark",
        _ => "close the quotation, or remove the mark",
    }))
}

/// The same marks within each other.
fn nested(desk: &Desk, line: &Running) -> Option<Diagnostic> {
    // French puts guillemets into guillemets, too.
    if desk.publication.language == Language::French {
        return None;
    }
    let mut open = Marks::default();
    let mut found = None;
    for (at, char) in line.text.char_indices() {
        match char {
            '“' | '«' => {
                if open.holds(char) {
                    found = Some((at, char));
                }
                open.open(char, at);
            }
            '”' | '»' => {
                let opener = if char == '”' { '“' } else { '«' };
                open.close(opener);
            }
            _ => {}
        }
    }
    // If one stays open, that is the mistake, and it is reported by itself.
    let (at, char) = found.filter(|_| open.is_empty())?;
    let wanted = if char == '“' { "‘…’" } else { "“…”" };
    let message = "a quotation within a quotation has the same marks".to_owned();
    let problem = desk.problem(&rules::NESTED_QUOTATION, line, at..at + char.len_utf8(), message)?;
    Some(problem.hint(format!("write `{wanted}` around the inner one")))
}

/// How often the two kinds of mark stand in a file, and where each stands first.
#[derive(Debug, Default)]
struct Kinds {
    straight: Count,
    curly: Count,
}

#[derive(Debug, Default)]
struct Count {
    number: usize,
    first: Option<(usize, usize, char)>,
}

impl Count {
    fn add(&mut self, line: usize, at: usize, char: char) {
        self.number += 1;
        self.first.get_or_insert((line, at, char));
    }
}

impl Kinds {
    fn count(&mut self, number: usize, line: &Running) {
        for (at, char) in line.text.char_indices() {
            match char {
                '"' if !line.text[..at].ends_with(|char: char| char.is_ascii_digit()) => {
                    self.straight.add(number, at, char);
                }
                '“' | '”' => self.curly.add(number, at, char),
                _ => {}
            }
        }
    }

    /// The first of those that are fewer.
    fn mixed(&self, desk: &Desk) -> Option<Diagnostic> {
        let fewer = if self.curly.number <= self.straight.number { &self.curly } else { &self.straight };
        let (line, at, char) = fewer.first.filter(|_| self.curly.number > 0 && self.straight.number > 0)?;
        let line = desk.lines.get(line)?;
        let message = "this file has both straight and curly quotation marks".to_owned();
        let problem = desk.problem(&rules::MIXED_QUOTATION_MARKS, line, at..at + char.len_utf8(), message)?;
        Some(problem.hint("write all of them straight: they become those of the language"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{said, said_in};

    #[test]
    fn marks_are_those_of_the_language() {
        assert_eq!(said("A „word“ of it."), ["wrong-quotation-mark: „"]);
        assert_eq!(said("A «word» of it."), ["wrong-quotation-mark: «"]);
        assert_eq!(said("A ''word'' of it."), ["wrong-quotation-mark: ''"]);
        assert_eq!(said("An ,,old word of it."), ["wrong-quotation-mark: ,,"]);
        assert_eq!(said("It isn´t so."), ["wrong-quotation-mark: ´"]);
        assert!(
            said("A \"word\", “another”? [«mot»](lang:fr), `''`, it's 5', the States' ‘own’ word.")
                .iter()
                .all(|found| found.starts_with("mixed"))
        );
        assert!(said_in("fr", "Un « mot » et “un autre”, l'an d’or.").is_empty());
        assert!(said_in("es", "Una «palabra “propia”» suya.").is_empty());
        assert_eq!(said_in("fr", "Un „mot“."), ["wrong-quotation-mark: „"]);
    }

    #[test]
    fn marks_come_in_pairs() {
        assert_eq!(said("He spoke of \"a word and more."), ["unbalanced-quotation: \""]);
        assert_eq!(said("He spoke of “a word and more."), ["unbalanced-quotation: “"]);
        assert_eq!(said("He spoke of a word” and more."), ["unbalanced-quotation: ”"]);
        assert_eq!(said_in("fr", "Il parle d'un mot »."), ["unbalanced-quotation: »"]);
        assert!(said("“One paragraph.\n\n“And another.”").is_empty());
        assert!(said("She said: “One paragraph.\n\n“And another.”").is_empty());
        assert_eq!(said("She said: “One paragraph.\n\nAnd another."), ["unbalanced-quotation: “"]);
        assert!(said("A screen of 12\" and \"words *of* it\", 5\" more.").is_empty());
        assert!(said("He asked for \"all 17\" of them.").is_empty());
    }

    #[test]
    fn inner_marks_differ_from_outer_ones() {
        assert_eq!(said("A “word with “inner” marks” here."), ["nested-quotation: “"]);
        assert_eq!(said_in("es", "Una «palabra «propia» suya» aquí."), ["nested-quotation: «"]);
        assert!(said("A “word with ‘inner’ marks” and “another”.").is_empty());
    }

    #[test]
    fn a_file_has_one_kind_of_marks() {
        assert_eq!(said("A \"word\", \"two\".\n\nAnd “three”."), ["mixed-quotation-marks: “"]);
        assert!(said("A \"word\" and it’s well, isn't it?").is_empty());
    }
}
