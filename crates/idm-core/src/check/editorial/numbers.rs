//! Numbers in English prose: per cent, thousands, small numbers, and sentences that begin with figures.

use super::Desk;
use super::running::{Kind, Running, Sort};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix};
use crate::rules;

/// The numbers below twenty in words, and the tens.
const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// What is counted in words below ten. Units, ages and measures are not among them: they take figures.
const COUNTED: &[&str] = &[
    "panels",
    "workshops",
    "themes",
    "recommendations",
    "outcomes",
    "questions",
    "participants",
    "speakers",
    "panellists",
    "moderators",
    "sessions",
    "countries",
    "states",
    "governments",
    "objectives",
    "principles",
    "organizations",
    "ministries",
    "chapters",
    "meetings",
    "messages",
    "regions",
    "delegations",
    "reasons",
    "examples",
];

/// Words before a number that is a name, and no quantity.
const NUMBERED: &[&str] = &[
    "number",
    "no",
    "nos",
    "resolution",
    "resolutions",
    "decision",
    "document",
    "symbol",
    "form",
    "file",
    "record",
    "box",
    "room",
    "id",
    "code",
    "ticket",
    "reference",
    "order",
    "law",
    "case",
    "decree",
    "regulation",
    "version",
    "isbn",
    "issn",
    "tel",
    "telephone",
    "phone",
    "fax",
    "flight",
];

/// Words that a number behind them names one of: "in session 3 questions were asked".
const LABELS: &[&str] = &[
    "panel",
    "workshop",
    "theme",
    "session",
    "chapter",
    "section",
    "part",
    "phase",
    "round",
    "group",
    "day",
    "week",
    "table",
    "figure",
    "page",
    "objective",
    "target",
    "goal",
    "annex",
    "article",
    "paragraph",
    "item",
    "step",
    "stage",
    "level",
    "volume",
    "principle",
];

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    if !desk.is_english() {
        return;
    }
    for line in desk.lines.iter().filter(|line| !line.quoted) {
        for at in 0..line.tokens.len() {
            diagnostics.extend(percent_word(desk, line, at));
            if line.sort(at) == Some(Sort::Number) && !line.tokens[at].symbol {
                diagnostics.extend(per_cent(desk, line, at));
                diagnostics.extend(thousands(desk, line, at));
                diagnostics.extend(at_start(desk, line, at));
                diagnostics.extend(small(desk, line, at));
            }
        }
    }
}

/// Whether the word before a number says that it is a name: "resolution 71", "No. 5", "tel.: 717".
pub(super) fn is_numbered(line: &Running, at: usize) -> bool {
    let mut start = at;
    while matches!(line.before(start, 1), "." | ":") {
        start -= 1;
    }
    line.is_any(start.wrapping_sub(1), NUMBERED)
}

/// How many figures a number has.
pub(super) fn digits(number: u32) -> u32 {
    number.checked_ilog10().unwrap_or(0) + 1
}

/// A number below a hundred in words.
pub(super) fn in_words(number: u32) -> Option<String> {
    let at = usize::try_from(number).ok()?;
    if let Some(word) = SMALL.get(at) {
        return Some((*word).to_owned());
    }
    let tens = TENS.get(at / 10)?;
    Some(if at % 10 == 0 { (*tens).to_owned() } else { format!("{tens}-{}", SMALL[at % 10]) })
}

/// The number that a word says, or two joined by a hyphen, and how many tokens it takes.
pub(super) fn from_words(line: &Running, at: usize) -> Option<(u32, usize)> {
    let of = |list: &[&str], at: usize| {
        let found = list.iter().position(|word| !word.is_empty() && line.is(at, word))?;
        u32::try_from(found).ok()
    };
    if let Some(small) = of(&SMALL, at) {
        return Some((small, 1));
    }
    let tens = of(&TENS, at)? * 10;
    if line.at(at + 1) == "-"
        && let Some(ones) = of(&SMALL[..10], at + 2).filter(|ones| *ones > 0)
    {
        return Some((tens + ones, 3));
    }
    Some((tens, 1))
}

/// Tables and captions have little room, and take the sign.
fn is_prose(line: &Running) -> bool {
    matches!(line.kind, Kind::Paragraph | Kind::Item | Kind::Field)
}

fn per_cent(desk: &Desk, line: &Running, at: usize) -> Option<Diagnostic> {
    if line.at(at + 1) != "%" || !is_prose(line) {
        return None;
    }
    let bytes = line.bytes(at, at + 1);
    let number = line.at(at);
    let problem = desk.style(&rules::PER_CENT, line, bytes, "the sign `%` stands in running text".to_owned())?;
    Some(problem.hint(format!("write `{number} per cent`; tables keep the sign")))
}

fn percent_word(desk: &Desk, line: &Running, at: usize) -> Option<Diagnostic> {
    let joined = line.at(at + 1) == "-" && line.is_glued(at + 1);
    if desk.publication.region == "US" || joined || !line.is(at, "percent") {
        return None;
    }
    let bytes = line.bytes(at, at);
    let problem = desk.style(&rules::PER_CENT, line, bytes, "`percent` is written as one word".to_owned())?;
    Some(problem.instead(line.at(at), "per cent", line.at(at) == "percent"))
}

fn thousands(desk: &Desk, line: &Running, at: usize) -> Option<Diagnostic> {
    let text = line.at(at);
    let glued = line.is_glued(at) && !matches!(line.before(at, 1), "(" | "[" | "\"" | "“" | "$" | "€" | "£" | "–");
    let continued = line.is_glued(at + 1) && matches!(line.at(at + 1), "-" | "/" | ":" | "°");
    let split = spaced_thousands(line, at);
    let long = text.len() >= 5 && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let name = text.starts_with('0')
        || is_numbered(line, at)
        // "12 Rue Verte, 75007 Paris".
        || (text.len() == 5 && line.before(at, 1) == "," && line.at(at + 1).starts_with(char::is_uppercase))
        // "Lisbon 10017": a post code follows a name, unless the name only begins the sentence.
        || (line.sort(at.wrapping_sub(1)) == Some(Sort::Word)
            && line.before(at, 1).starts_with(char::is_uppercase)
            && !line.starts_sentence(at.wrapping_sub(1)))
        || line.sort(at.wrapping_sub(1)) == Some(Sort::Mixed);
    if glued || continued || name || !(long || split) {
        return None;
    }
    let bytes = line.bytes(at, if split { at + 1 } else { at });
    let figures: String = line.text[bytes.clone()].chars().filter(char::is_ascii_digit).collect();
    let mut wanted = String::new();
    for (place, digit) in figures.char_indices() {
        if place > 0 && (figures.len() - place).is_multiple_of(3) {
            wanted.push(',');
        }
        wanted.push(digit);
    }
    let written = &line.text[bytes.clone()];
    let message = format!("`{written}` does not part its thousands with a comma");
    let problem = desk.style(&rules::THOUSANDS_SEPARATOR, line, bytes, message)?;
    Some(problem.instead(written, &wanted, false))
}

/// "10 000", if the space is one that does not break; with any other the two may be two numbers.
fn spaced_thousands(line: &Running, at: usize) -> bool {
    let whole = |at: usize| line.at(at).bytes().all(|byte| byte.is_ascii_digit());
    let fits = line.sort(at + 1) == Some(Sort::Number) && whole(at) && whole(at + 1) && line.at(at).len() <= 3;
    let between = line.bytes(at, at).end..line.bytes(at + 1, at + 1).start;
    fits && line.at(at + 1).len() == 3
        && line.text.get(between).is_some_and(|space| matches!(space, "\u{a0}" | "\u{2009}" | "\u{202f}"))
}

fn at_start(desk: &Desk, line: &Running, at: usize) -> Option<Diagnostic> {
    let number = line.integer(at)?;
    // A lone year or a numbered heading in a line of its own is no sentence.
    let sentence = line.kind == Kind::Paragraph && line.tokens.len() > at + 2;
    let is_year = line.at(at).len() == 4 && (1900..2100).contains(&number);
    let is_name = line.is_glued(at + 1) && !matches!(line.at(at + 1), "%");
    if !sentence || is_year || is_name || !line.starts_sentence(at) || line.sort(at + 1) != Some(Sort::Word) {
        return None;
    }
    let bytes = line.bytes(at, at);
    let message = format!("a sentence begins with the figures `{}`", line.at(at));
    let problem = desk.style(&rules::NUMBER_AT_START, line, bytes, message)?;
    Some(match in_words(number) {
        Some(words) => problem.hint(format!("write `{}`, or begin with another word", capitalized(&words))),
        None => problem.hint("begin with another word"),
    })
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn small(desk: &Desk, line: &Running, at: usize) -> Option<Diagnostic> {
    let number = line.integer(at).filter(|number| (1..10).contains(number) && line.at(at).len() == 1)?;
    let prose = matches!(line.kind, Kind::Paragraph | Kind::Item);
    let counted = line.is_any(at + 1, COUNTED) && !line.is_glued(at + 1);
    // "Panel 3 questions", "Nos. 3", "Target 5 countries": a number after a name belongs to the name.
    let before = line.before(at, 1);
    let opens = ["The", "These", "Those", "All", "Its", "In", "Of", "With", "Some", "About", "Only", "After", "Over"];
    let name = (before.starts_with(char::is_uppercase) && !opens.contains(&before)) || LABELS.contains(&before);
    let joined = line.is_glued(at) || matches!(before, "." | "," | ":" | "–" | "-" | "+" | "=");
    // "Between 3 and 5 countries": a range keeps its figures.
    let range = matches!(before, "and" | "to" | "or") && line.sort(at.wrapping_sub(2)) == Some(Sort::Number);
    if !prose || !counted || name || joined || range || line.starts_sentence(at) || beside_large(line, at) {
        return None;
    }
    let bytes = line.bytes(at, at);
    let words = in_words(number)?;
    let message = format!("the small number `{number}` stands in figures");
    let problem = desk.style(&rules::SMALL_NUMBER, line, bytes, message)?;
    let fix = Fix::replace(problem.place.clone(), line.at(at), words.as_str(), false);
    Some(problem.hint(format!("write `{words} {}`", line.at(at + 1))).fix(fix))
}

/// Whether the same sentence counts something else in figures of ten or more: then both take figures.
fn beside_large(line: &Running, at: usize) -> bool {
    let ends = |token: usize| matches!(line.at(token), "." | "?" | "!" | ";");
    let start = (0..at).rev().find(|&token| ends(token)).map_or(0, |token| token + 1);
    let end = (at..line.tokens.len()).find(|&token| ends(token)).unwrap_or(line.tokens.len());
    (start..end).any(|token| line.sort(token) == Some(Sort::Number) && line.at(token).len() > 1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_sound, mended, said, said_in};
    use super::in_words;

    #[test]
    fn numbers_are_put_into_words() {
        let words: Vec<_> = [0, 7, 13, 20, 46, 99].into_iter().filter_map(in_words).collect();
        assert_eq!(words, ["zero", "seven", "thirteen", "twenty", "forty-six", "ninety-nine"]);
        assert_eq!(in_words(100), None);
    }

    #[test]
    fn the_sign_stands_in_tables_only() {
        assert_eq!(said("About 46% of them, and 12.5 % more."), ["per-cent: 46%", "per-cent: 12.5 %"]);
        assert_eq!(mended("About 12.5 % more."), ["write `12.5 per cent`; tables keep the sign"]);
        assert_eq!(said("Some ten percent left."), ["per-cent: percent"]);
        assert!(said("| Share |\n|---|\n| 46% |\n\nAbout 46 per cent, `5%`, \"5% of us\" [@s1].").is_empty());
        assert!(said_in("fr", "Environ 46 % des pays.").is_empty());
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!(mended("Some 10000 people and $2500000 came."), ["write `10,000`", "write `2,500,000`"]);
        assert_eq!(mended("About 10\u{a0}000 people came."), ["write `10,000`"]);
        assert!(said("In 2017 some 1500 came to New York 10017, P.O. Box 12345, ISBN 9789290687467.").is_empty());
        assert_sound(
            said,
            &[
                "Write to 12 Rue Verte, 75007 Paris, or call tel.: 227179111, fax: 227179112.",
                "They took flight 10345, phone no. 227179111.",
            ],
        );
        assert!(said("Room 12 300 people, file number 48291, 2017 300, 10,000 and 0.12345, CH-12110.").is_empty());
    }

    #[test]
    fn sentences_begin_with_words() {
        assert_eq!(
            mended("46 States spoke. 300 came."),
            ["write `Forty-six`, or begin with another word", "begin with another word"]
        );
        assert_eq!(said("They met [@s1]. 12 States spoke."), ["number-at-start: 12"]);
        assert!(said("He said: \"It rained. 12 States spoke.\" [@s1]").is_empty());
        assert!(
            said("2017 was a year. See No. 5 and pp. 12 ff. It began at 10:00.\n\n- 12 States\n\n1. One").is_empty()
        );
        assert!(said("They said, for approx. 20 days, that vol. 3 was out. 10.7 is a target.").is_empty());
    }

    #[test]
    fn small_numbers_are_words() {
        assert_eq!(said("The agenda lists 3 panels and 2 workshops."), ["small-number: 3", "small-number: 2"]);
        assert_eq!(mended("It lists 3 panels."), ["write `three panels`"]);
        assert!(
            said("It lists 3 panels and 12 questions. Panel 3 questions this. In 5 km, 3 kg and 8 per cent.")
                .is_empty()
        );
        assert_sound(
            said,
            &[
                "In panel 3 questions were asked, on day 2 speakers came; under objective 8 States met in group 4 sessions.",
            ],
        );
        assert!(said("Between 3 and 5 countries, 2.5 countries, 4–6 countries, pages 3, 4 countries.").is_empty());
    }
}
