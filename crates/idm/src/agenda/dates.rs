//! Days, as agendas write them: `18–19 April 2017`, `April 18, 2017`, `30 April – 2 May 2017`, `2017-04-18`, `DAY ONE`.

use std::ops::Range;

use idm_core::model::Date;
use time::Month;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const NUMBERS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// Days that a text names: the first, the last, and the bytes of the text that say so.
pub(super) struct Days {
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Number(u32, usize),
    Month(Month),
    Weekday,
    Dash,
    Comma,
    Other,
}

/// The days that a text names, if it names any.
pub(super) fn days(text: &str) -> Option<Days> {
    iso(text).or_else(|| {
        let tokens = tokens(text);
        (0..tokens.len()).find_map(|at| from(&tokens[at..]))
    })
}

/// The number of the day that a line is the heading of, from 0: `DAY ONE`, `Day 2: …`; and what follows.
pub(super) fn numbered(line: &str) -> Option<(usize, &str)> {
    let rest = line.get(..3).filter(|day| day.eq_ignore_ascii_case("day")).map(|_| &line[3..])?;
    let rest = rest.strip_prefix(char::is_whitespace)?.trim_start();
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let word = rest[..length].to_ascii_lowercase();
    let number = match NUMBERS.iter().position(|name| *name == word) {
        Some(number) => number + 1,
        None => word.parse().ok().filter(|number| (1..=99).contains(number))?,
    };
    let rest = &rest[length..];
    let is_sign = |next: char| next.is_whitespace() || matches!(next, ':' | ',' | '–' | '—' | '-' | '(' | '.');
    (rest.is_empty() || rest.starts_with(is_sign))
        .then(|| (number - 1, rest.trim_matches(|sign| is_sign(sign) || sign == ')')))
}

/// The day that a line names and says nothing else.
pub(super) fn alone(line: &str) -> Option<Date> {
    let found = days(line)?;
    let others = [&line[..found.range.start], &line[found.range.end..]].concat();
    let says_more =
        tokens(&others).iter().any(|(token, _)| !matches!(token, Token::Weekday | Token::Comma | Token::Dash));
    (!says_more && found.first == found.last).then_some(found.first)
}

fn iso(text: &str) -> Option<Days> {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    let mut found = text.char_indices().filter_map(|(at, _)| {
        let date = Date::parse(text.get(at..at + 10)?, format).ok()?;
        Some((date, at..at + 10))
    });
    let (first, range) = found.next()?;
    let second = found.next().filter(|(date, _)| *date >= first);
    let (last, end) = second.map_or((first, range.end), |(date, range)| (date, range.end));
    Some(Days { first, last, range: range.start..end })
}

/// Days named from the first of these tokens on.
fn from(tokens: &[(Token, Range<usize>)]) -> Option<Days> {
    let kinds: Vec<Token> = tokens.iter().map(|(token, _)| *token).filter(|token| *token != Token::Comma).collect();
    let places: Vec<&Range<usize>> =
        tokens.iter().filter(|(token, _)| *token != Token::Comma).map(|(_, range)| range).collect();
    use Token::{Dash, Month as M, Number as N};
    let ((first, last), length) = match kinds[..] {
        [N(a, _), Dash, N(b, _), M(month), N(year, 4), ..] => (((a, month), (b, month), year), 5),
        [N(a, _), M(month), Dash, N(b, _), M(end), N(year, 4), ..] => (((a, month), (b, end), year), 6),
        [N(a, _), M(month), N(year, 4), ..] => (((a, month), (a, month), year), 3),
        [M(month), N(a, _), Dash, N(b, _), N(year, 4), ..] => (((a, month), (b, month), year), 5),
        [M(month), N(a, _), Dash, M(end), N(b, _), N(year, 4), ..] => (((a, month), (b, end), year), 6),
        [M(month), N(a, _), N(year, 4), ..] => (((a, month), (a, month), year), 3),
        _ => return None,
    }
    .map_days()?;
    (first <= last).then(|| Days { first, last, range: places[0].start..places[length - 1].end })
}

/// A first and a last day, each with its month, and their year.
type Named = ((u32, Month), (u32, Month), u32);

trait MapDays {
    fn map_days(self) -> Option<((Date, Date), usize)>;
}

impl MapDays for (Named, usize) {
    fn map_days(self) -> Option<((Date, Date), usize)> {
        let ((first, last, year), length) = self;
        let year = i32::try_from(year).ok()?;
        let date = |(day, month): (u32, Month)| Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok();
        Some(((date(first)?, date(last)?), length))
    }
}

fn tokens(text: &str) -> Vec<(Token, Range<usize>)> {
    let mut tokens = vec![];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let length = match first {
            _ if first.is_alphabetic() => rest.find(|next: char| !next.is_alphabetic()).unwrap_or(rest.len()),
            _ if first.is_ascii_digit() => rest.find(|next: char| !next.is_ascii_digit()).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let word = &rest[..length];
        let token = match first {
            '–' | '—' | '-' | '‑' | '/' | '&' => Some(Token::Dash),
            ',' | '.' => Some(Token::Comma),
            _ if first.is_whitespace() => None,
            _ if first.is_ascii_digit() => {
                Some(word.parse().map_or(Token::Other, |number| Token::Number(number, length)))
            }
            _ => this_word(&word.to_lowercase(), tokens.last()),
        };
        tokens.extend(token.map(|token| (token, at..at + length)));
        rest = &rest[length..];
    }
    tokens
}

fn this_word(word: &str, before: Option<&(Token, Range<usize>)>) -> Option<Token> {
    let is_short = |name: &str| word.len() >= 3 && name.starts_with(word);
    if let Some(number) = MONTHS.iter().position(|name| *name == word || (word.len() <= 4 && is_short(name))) {
        return u8::try_from(number + 1).ok().and_then(|number| Month::try_from(number).ok()).map(Token::Month);
    }
    if WEEKDAYS.iter().any(|name| *name == word || (word.len() <= 4 && is_short(name))) {
        return Some(Token::Weekday);
    }
    match (word, before) {
        ("and" | "to", _) => Some(Token::Dash),
        ("st" | "nd" | "rd" | "th", Some((Token::Number(..), _))) | ("of", _) => None,
        _ => Some(Token::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_agendas_write_them() {
        for (text, expected) in [
            ("18–19 April 2017, Room 1", "2017-04-18 2017-04-19 |, Room 1"),
            ("Geneva, 18 and 19 July 2017", "2017-07-18 2017-07-19 Geneva, |"),
            ("30 April – 2 May 2017", "2017-04-30 2017-05-02 |"),
            ("April 18-19, 2017", "2017-04-18 2017-04-19 |"),
            ("Tuesday, 18th of April 2017", "2017-04-18 2017-04-18 Tuesday, |"),
            ("on 2017-04-18 to 2017-04-19.", "2017-04-18 2017-04-19 on |."),
            ("5 Sept. 2017", "2017-09-05 2017-09-05 |"),
        ] {
            let found = days(text).unwrap_or_else(|| panic!("{text}"));
            let around = format!("{}|{}", &text[..found.range.start], &text[found.range.end..]);
            assert_eq!(format!("{} {} {around}", found.first, found.last), expected, "{text}");
        }
        for text in ["Dialogue on Migration 2017", "31 April 2017", "", "10 – 12 of them", "May 2017"] {
            assert!(days(text).is_none(), "{text}");
        }
    }

    #[test]
    fn headings_of_days_are_known() {
        assert_eq!(numbered("DAY ONE"), Some((0, "")));
        assert_eq!(numbered("Day 2 – Wednesday, 19 April 2017"), Some((1, "Wednesday, 19 April 2017")));
        assert_eq!(numbered("Days of old"), None);
        assert_eq!(numbered("Day trips"), None);
        assert_eq!(alone("Tuesday, 18 April 2017").map(|date| date.to_string()), Some("2017-04-18".to_owned()));
        assert_eq!(alone("18 April 2017, Room 1"), None);
    }
}
