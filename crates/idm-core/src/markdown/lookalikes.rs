//! Lines of a paragraph that begin like a heading, an item, a table or something else, and are none of these: a blank is
//! missing, a no-break space stands in its place, or another dialect is meant.

use std::ops::Range;

use super::atoms::{char_at, extent, is, run, sign};
use super::inlines::Atom;
use super::openings::{alone, opening, ruled};
use super::parse::Reader;
use crate::diagnostic::Diagnostic;
use crate::rules::{self, Rule};
use crate::words::counted;

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// In the text or a block.
    Text,
    /// At the beginning of a list's item.
    Item,
    /// At the beginning of a quotation.
    Quotation,
}

/// What is wrong with a line: how many of its characters are marked, what it is and what to write.
pub(super) type Problem = (&'static Rule, usize, String, String);

impl Reader<'_> {
    /// Reports lines of a paragraph that look like something else.
    pub(super) fn look_at_lines(&mut self, atoms: &[Option<Atom>], within: Within) {
        let lines = lines(atoms);
        if let Some((line, length, message, hint)) = rows(atoms, &lines) {
            self.odd_rows += 1;
            self.say(&rules::FOREIGN_MARKUP, atoms, line.start..line.start + length, message, hint);
            return;
        }
        if let Some((line, (rule, length, message, hint))) = ruled(atoms, &lines) {
            self.say(rule, atoms, line.start..line.start + length, message, hint);
            return;
        }
        for (at, line) in lines.iter().enumerate() {
            let found = item(atoms, line)
                .or_else(|| term(atoms, line, at))
                .or_else(|| (at > 0 && within == Within::Item).then(|| deeper(atoms, line)).flatten())
                .or_else(|| (at == 0).then(|| opening(atoms, line, within)).flatten())
                .or_else(|| heading(atoms, line, lines.len() == 1 && within == Within::Text))
                .or_else(|| (lines.len() == 1).then(|| alone(atoms, line)).flatten());
            if let Some((rule, length, message, hint)) = found {
                self.say(rule, atoms, line.start..line.start + length, message, hint);
            }
        }
        if let Some(line) = repeated(atoms, &lines) {
            let message = "these lines look like a list and are printed as running text".to_owned();
            let hint = "an item begins with its sign and a blank: `- words`, `1. words`, `(a) words`".to_owned();
            self.say(&rules::LITERAL_MARKUP, atoms, line.start..line.start + 2, message, hint);
        }
    }

    /// Reports lines of a heading whose underline was meant as another block's.
    pub(super) fn look_at_heading(&mut self, atoms: &[Option<Atom>]) {
        let lines = lines(atoms);
        let found = ruled(atoms, &lines).or_else(|| {
            let found = opening(atoms, &lines[0], Within::Text)?;
            Some((lines[0].clone(), found))
        });
        if let Some((line, (rule, length, message, hint))) = found {
            self.say(rule, atoms, line.start..line.start + length, message, hint);
        }
    }

    fn say(
        &mut self,
        rule: &'static Rule,
        atoms: &[Option<Atom>],
        within: Range<usize>,
        message: String,
        hint: String,
    ) {
        let span = self.span(extent(atoms, within.start..within.end.min(atoms.len())));
        self.report(Diagnostic::new(rule, span, message).hint(hint));
    }
}

/// The lines of a paragraph, each without its end.
fn lines(atoms: &[Option<Atom>]) -> Vec<Range<usize>> {
    let mut lines = vec![];
    let mut start = 0;
    for (at, atom) in atoms.iter().enumerate() {
        if matches!(atom, Some(Atom::Break { .. })) {
            lines.push(start..at);
            start = at + 1;
        }
    }
    lines.push(start..atoms.len());
    lines
}

/// Blanks that Markdown takes for letters.
fn is_fixed_blank(char: char) -> bool {
    matches!(char, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}' | '\u{2000}'..='\u{200a}')
}

pub(super) fn plain(atoms: &[Option<Atom>], line: &Range<usize>, length: usize) -> String {
    (line.start..line.end.min(line.start + length)).map_while(|at| sign(atoms, at)).collect()
}

fn begins(atoms: &[Option<Atom>], line: &Range<usize>, words: &str) -> bool {
    words
        .chars()
        .enumerate()
        .all(|(offset, char)| line.start + offset < line.end && is(atoms, line.start + offset, char))
}

/// What word processors set before the items of a list.
const BULLETS: &str = "•◦▪‣●○■□◆◇❖·∙⋅⦁⁃➢➤►▶✓✔✗✘☐☑☒\u{f0b7}\u{f0a7}\u{f0d8}\u{f0fc}";

/// A bullet that Markdown does not know, or a sign with a no-break space behind it.
fn item(atoms: &[Option<Atom>], line: &Range<usize>) -> Option<Problem> {
    let first = sign(atoms, line.start)?;
    let start = plain(atoms, line, 12);
    if BULLETS.contains(first) && char_at(atoms, line.start + 1).is_some_and(char::is_whitespace) {
        let message = format!("`{first}` begins no list and is printed as typed");
        let hint = "begin the item with a hyphen and a blank: `- words`; for the plain sign write it behind words";
        return Some((&rules::LITERAL_MARKUP, 1, message, hint.to_owned()));
    }
    let digits = start.chars().take_while(char::is_ascii_digit).count();
    let marker = match first {
        '-' | '*' | '+' => 1,
        '#' => start.chars().take_while(|&char| char == '#').count(),
        _ if (1..=3).contains(&digits) && start[digits..].starts_with(['.', ')']) => digits + 1,
        _ => return None,
    };
    let behind = start.chars().nth(marker)?;
    // A minus may be held to its figure, and a number to its unit.
    let figure = char_at(atoms, line.start + marker + 1).is_some_and(char::is_numeric);
    if marker > 6 || !is_fixed_blank(behind) || figure && first != '#' {
        return None;
    }
    let signs: String = start.chars().take(marker).collect();
    let what = if first == '#' { "heading" } else { "item" };
    let message =
        format!("a no-break space (U+{:04X}) stands behind `{signs}`, so this is no {what}", u32::from(behind));
    Some((&rules::FOREIGN_MARKUP, marker + 1, message, format!("type an ordinary blank there: `{signs} words`")))
}

/// `** words` within an item, which is an item of an item in wikis.
fn deeper(atoms: &[Option<Atom>], line: &Range<usize>) -> Option<Problem> {
    let first = sign(atoms, line.start).filter(|char| matches!(char, '*' | '.' | '#'))?;
    let signs = run(atoms, line.start, first);
    let behind = char_at(atoms, line.start + signs)?;
    let words = char_at(atoms, line.start + signs + 1).is_some_and(char::is_alphabetic);
    if !(2..=5).contains(&signs) || !behind.is_whitespace() || behind == '\n' || !words {
        return None;
    }
    let message = format!("`{}` begins no item and is printed as typed", first.to_string().repeat(signs));
    let hint = "begin an item within an item with two blanks and a hyphen below the words above: `  - words`";
    Some((&rules::LITERAL_MARKUP, signs, message, hint.to_owned()))
}

/// `: definition` or `~ definition` below a term.
fn term(atoms: &[Option<Atom>], line: &Range<usize>, at: usize) -> Option<Problem> {
    let blank = char_at(atoms, line.start + 1).is_some_and(|char| char.is_whitespace() && char != '\n');
    let sign = sign(atoms, line.start).filter(|&char| char == ':' || char == '~' && !is_number(atoms, line))?;
    if !blank {
        return None;
    }
    let message = format!("there are no lists of definitions, and the `{sign}` would be printed");
    let hint = if at == 0 { "leave the sign out, or write" } else { "write" };
    let hint = format!("{hint} an item for each term, `- **Term**: what it means`, or a table of two columns");
    Some((&rules::FOREIGN_MARKUP, 1, message, hint))
}

/// Whether a figure follows the line's first sign: `~ 5`.
fn is_number(atoms: &[Option<Atom>], line: &Range<usize>) -> bool {
    char_at(atoms, line.start + 2).is_some_and(char::is_numeric)
}

/// `##Words`.
fn heading(atoms: &[Option<Atom>], line: &Range<usize>, alone: bool) -> Option<Problem> {
    let signs = plain(atoms, line, 8).chars().take_while(|&char| char == '#').count();
    let behind = char_at(atoms, line.start + signs)?;
    if !(1..=6).contains(&signs) || line.start + signs >= line.end {
        return None;
    }
    let last = (line.start..line.end).rev().find_map(|at| char_at(atoms, at).filter(|char| !char.is_whitespace()));
    // One sign begins a heading or a hashtag.
    let sentence = last.is_some_and(|char| matches!(char, '.' | '!' | '?' | ':' | ';' | ','));
    let meant = match signs {
        1 => alone && behind.is_uppercase() && !sentence,
        _ => behind.is_alphanumeric() || matches!(behind, '*' | '"' | '“' | '[' | '{'),
    };
    if !meant {
        return None;
    }
    let hashes = "#".repeat(signs);
    let message = format!("a blank is missing behind `{hashes}`, so this is no heading");
    let hint = format!("write `{hashes} Heading`; for plain signs write `\\{hashes}`");
    Some((&rules::LITERAL_MARKUP, signs, message, hint))
}

/// The first of two lines that begin as items of one list do, but for the blank: `-one`, `1.one`; or with dashes.
fn repeated<'l>(atoms: &[Option<Atom>], lines: &'l [Range<usize>]) -> Option<&'l Range<usize>> {
    let marked = |line: &&Range<usize>| {
        let start = plain(atoms, line, 12);
        let digits = start.chars().take_while(char::is_ascii_digit).count();
        let letter = |at: usize| start.chars().nth(at).is_some_and(char::is_alphabetic);
        let blank = |at: usize| start.chars().nth(at).is_some_and(char::is_whitespace);
        let dash = start.starts_with(['–', '—']) && blank(1);
        // An arrow, the small letter that Word sets for a hollow bullet, and the point of AsciiDoc.
        let bullet =
            start.starts_with(['→', '⇒', 'o', '.', '§', '»']) && blank(1) || start.starts_with("--") && blank(2);
        // A dash may come to stand at the beginning of a wrapped line.
        start.starts_with(['-', '*', '+']) && letter(1)
            || (1..=3).contains(&digits) && start[digits..].starts_with(['.', ')']) && letter(digits + 1)
            || bullet
            || dash && lines.first().is_some_and(|first| is(atoms, first.start, '–') || is(atoms, first.start, '—'))
    };
    let mut found = lines.iter().filter(marked);
    let first = found.next()?;
    found.next().map(|_| first)
}

/// A line that is marked, how many of its characters are, what is wrong and what to write.
type Row = (Range<usize>, usize, String, String);

/// Lines that look like a table's and are no table.
fn rows(atoms: &[Option<Atom>], lines: &[Range<usize>]) -> Option<Row> {
    let bars = |line: &Range<usize>| line.clone().filter(|&at| is(atoms, at, '|')).count();
    let trimmed = |line: &Range<usize>| {
        let start = line.clone().find(|&at| !char_at(atoms, at).is_some_and(char::is_whitespace)).unwrap_or(line.end);
        start..line.end
    };
    let is_row = |line: &Range<usize>| is(atoms, trimmed(line).start, '|') && bars(line) >= 2;
    let cells = |line: &Range<usize>| {
        let line = trimmed(line);
        let last = line.clone().rev().find(|&at| !char_at(atoms, at).is_some_and(char::is_whitespace));
        let outer = usize::from(is(atoms, line.start, '|'))
            + usize::from(last.is_some_and(|at| at > line.start && is(atoms, at, '|')));
        bars(&line) + 1 - outer.min(bars(&line))
    };
    for (at, line) in lines.iter().enumerate() {
        if is_delimiter(atoms, line) {
            let found = cells(line);
            let Some(head) = at.checked_sub(1).map(|at| &lines[at]).filter(|head| bars(head) > 0) else {
                let message = "this row of hyphens begins no table".to_owned();
                let hint = "the head stands right above it, with as many cells: `| a | b |`".to_owned();
                return Some((line.clone(), line.len(), message, hint));
            };
            let wanted = cells(head);
            let noun = counted(found, "cell");
            let message = format!("this row has {noun} and the head above it {wanted}, so this is no table");
            let hint = match (found == wanted, wanted) {
                (true, _) => "a blank line stands before a table, and ordinary blanks between its bars".to_owned(),
                (_, 1..=12) => format!("write `{}|`", "|---".repeat(wanted)),
                _ => "write as many cells of hyphens as the head has".to_owned(),
            };
            return Some((line.clone(), line.len(), message, hint));
        }
    }
    let in_lines = |line: &&Range<usize>| begins(atoms, line, "| ") && bars(line) == 1;
    if lines.iter().filter(in_lines).count() >= 2 && in_lines(&&lines[0]) {
        let message = "bars keep no lines apart and are printed as typed".to_owned();
        let hint = "end each line with `\\`; the rows of a table end with a bar, too: `| a | b |`".to_owned();
        return Some((lines[0].clone(), 1, message, hint));
    }
    if lines.iter().any(|line| begins(atoms, line, "+--") || begins(atoms, line, "+==")) {
        let message = "a table drawn with `+` is printed as typed".to_owned();
        let hint = "write its rows with bars, and below the head a row of hyphens: `|---|---|`".to_owned();
        return Some((lines[0].clone(), lines[0].len(), message, hint));
    }
    let first = lines.iter().position(is_row)?;
    let next = lines.get(first + 1).is_some_and(is_row);
    // A line of a paragraph may begin with a bar; two of them are rows.
    if !next {
        return None;
    }
    let hint = match cells(&lines[first]) {
        columns @ 1..=12 => format!("write `{}|` below the head", "|---".repeat(columns)),
        _ => "write a row with as many cells of hyphens below the head".to_owned(),
    };
    let message = "these rows are no table: the row of hyphens is missing below the head".to_owned();
    Some((lines[first].clone(), lines[first].len(), message, hint))
}

/// `|---|:-:|`
fn is_delimiter(atoms: &[Option<Atom>], line: &Range<usize>) -> bool {
    let mut bars = 0;
    let mut hyphens = 0;
    for at in line.clone() {
        match sign(atoms, at) {
            Some('|') => bars += 1,
            Some('-') => hyphens += 1,
            Some(':' | '=') => {}
            Some(char) if char.is_whitespace() => {}
            _ => return false,
        }
    }
    bars > 0 && hyphens >= 2
}

#[cfg(test)]
mod tests {
    use super::super::testing::read;

    /// The one problem of a text, which says what to write.
    #[track_caller]
    fn reported(text: &str, expected: &str) {
        let read = read(text);
        assert_eq!(read.reports(), [expected], "{text}: {:#?}", read.diagnostics());
        assert!(!read.diagnostics()[0].hints.is_empty(), "{text}");
    }

    #[test]
    fn blanks_that_are_missing_or_fixed_are_reported() {
        for (text, marked) in [
            ("##Words", "literal-markup ##"),
            ("#Introduction", "literal-markup #"),
            ("a\n##Words", "literal-markup ##"),
            ("##\u{a0}Words", "foreign-markup ##\u{a0}"),
            ("-\u{a0}words", "foreign-markup -\u{a0}"),
            ("1.\u{202f}words", "foreign-markup 1.\u{202f}"),
            ("- a\n-\u{a0}b", "foreign-markup -\u{a0}"),
            ("• words", "literal-markup •"),
            ("-one\n-two", "literal-markup -o"),
            ("1.one\n2.two", "literal-markup 1."),
            ("– one\n– two", "literal-markup – "),
        ] {
            reported(text, marked);
        }
    }

    #[test]
    fn blocks_of_other_dialects_are_reported() {
        for (text, marked) in [
            ("- [ ] words", "foreign-markup [ ]"),
            ("- [x] words", "foreign-markup [x]"),
            ("Term\n: meaning", "foreign-markup :"),
            ("Term\n\n: meaning", "foreign-markup :"),
            ("> [!NOTE]\n> words", "foreign-markup [!NOTE]"),
            ("!!! note", "foreign-markup !!!"),
            ("[TOC]", "foreign-markup [TOC]"),
            ("\\newpage", "foreign-markup \\newpage"),
            (".. image:: a", "foreign-markup .."),
            ("#. words", "literal-markup #."),
            ("a\n\n----- -----\n\nb", "foreign-markup ----- -----"),
        ] {
            reported(text, marked);
        }
    }

    #[test]
    fn rows_that_are_no_table_are_reported() {
        for (text, marked) in [
            ("| a | b |\n|---|\n| 1 | 2 |", "foreign-markup |---|"),
            ("a | b | c\n---|---\n1 | 2 | 3", "foreign-markup ---|---"),
            ("| a | b |\n| 1 | 2 |", "foreign-markup | a | b |"),
            ("|---|---|\n| 1 | 2 |", "foreign-markup |---|---|"),
            ("+---+\n| a |\n+---+", "foreign-markup +---+"),
            (":::table\nA\n\n| a | b |\n|---|\n| 1 | 2 |\n:::", "foreign-markup |---|"),
        ] {
            reported(text, marked);
        }
    }

    #[test]
    fn lines_that_are_meant_pass() {
        for text in [
            "#1 is first, #early the word.",
            "#early",
            "C# and F#",
            "- 5 °C\n- a",
            "-\u{a0}5 °C",
            "-5 °C",
            "1.\u{a0}5 kg",
            "[ ] words",
            "- [x](https://a.example)",
            "a: b\nc : d",
            "one |a| two\nthree",
            "| a bar",
            "* * *",
            "- - -",
            "word\n– aside –\n– again – word",
            "\\##Words",
            "1.5 and\n2.5",
            "A. Smith\nB. Jones",
            "$5\n: so",
        ] {
            if text.contains("\n: ") {
                continue;
            }
            read(text).assert_clean();
        }
    }
}
