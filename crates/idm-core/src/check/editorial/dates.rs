//! Dates: those that no calendar has, weekdays that do not fit, ranges that run backwards or are joined by a hyphen, and
//! dates written in another order than the book's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::running::{Kind, Running, Sort};
use super::{Desk, numbers};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix};
use crate::model::Language;
use crate::rules;

/// The words of dates in one language.
#[derive(Debug, Default, Deserialize)]
struct Calendar {
    months: Vec<String>,
    weekdays: Vec<String>,
    to: Vec<String>,
    of: Vec<String>,
    /// Words after which "from … to …" need not run forwards: what was moved has an old date and a new one.
    moved: Vec<String>,
}

static CALENDARS: LazyLock<BTreeMap<String, Calendar>> =
    LazyLock::new(|| toml::from_str(include_str!("calendar.toml")).unwrap_or_default());

/// A day of a month, as far as the text gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Day {
    /// From Monday, 0.
    weekday: Option<usize>,
    /// As written: not every number is a day.
    day: u32,
    /// From 1 to 12.
    month: u8,
    year: Option<i32>,
    /// The tokens: where it begins, and the weekday or day to point at.
    token: usize,
}

/// How many tokens before a range are looked at for a word that something was moved.
const MOVED_BEFORE: usize = 12;

/// How the two ends of a range are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Hyphen,
    Dash,
    Word,
}

/// A date or a range of dates.
#[derive(Debug)]
struct Found {
    start: Day,
    end: Option<(Joint, Day)>,
    /// "April 18, 2017".
    month_first: bool,
    /// "18th April 2017".
    ordinal: bool,
    /// The last token.
    last: usize,
}

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    let Some(calendar) = CALENDARS.get(desk.publication.language.code()) else { return };
    for line in desk.lines.iter().filter(|line| line.text.bytes().any(|byte| byte.is_ascii_digit())) {
        let mut at = 0;
        while at < line.tokens.len() {
            // A date begins with a number, a weekday or a month.
            let begins = match line.sort(at) {
                Some(Sort::Number | Sort::Mixed) => true,
                Some(Sort::Word) => calendar.names(line.at(at)),
                _ => false,
            };
            if !begins {
                at += 1;
                continue;
            }
            match calendar.read(line, at) {
                Some(found) => {
                    report(desk, calendar, line, &found, diagnostics);
                    at = found.last + 1;
                }
                None => {
                    if desk.is_english() {
                        diagnostics.extend(hyphen(desk, line, at));
                    }
                    diagnostics.extend(reversed_years(desk, line, at));
                    diagnostics.extend(all_in_figures(desk, line, at));
                    at += 1;
                }
            }
        }
    }
}

impl Calendar {
    /// Whether a word is the name of a day or month.
    fn names(&self, word: &str) -> bool {
        let same = |name: &String| name.len() == word.len() && name.eq_ignore_ascii_case(word);
        self.weekdays.iter().chain(&self.months).any(same)
    }

    fn read(&self, line: &Running, at: usize) -> Option<Found> {
        self.day_first(line, at).or_else(|| self.month_first(line, at))
    }

    /// "Tuesday, 18 April 2017", "18–19 April 2017", "18 April to 3 May 2017".
    fn day_first(&self, line: &Running, at: usize) -> Option<Found> {
        let (weekday, day, mut ordinal, mut next) = self.numbered_day(line, at)?;
        let start = Day { weekday, day, month: 0, year: None, token: at };
        let mut range = None;
        if let Some((joint, second)) = self.joint(line, next)
            && let Some((weekday, day, second_ordinal, after)) = self.numbered_day(line, second)
        {
            ordinal |= second_ordinal;
            range = Some((joint, Day { weekday, day, month: 0, year: None, token: second }));
            next = after;
        }
        let (month, year, next) = self.month_and_year(line, next)?;
        let complete = |day: Day| Day { month, year, ..day };
        let mut found = Found { start: complete(start), end: None, month_first: false, ordinal, last: next - 1 };
        if let Some((joint, end)) = range {
            found.end = Some((joint, complete(end)));
        } else if let Some((joint, second)) = self.joint(line, next)
            && let Some((weekday, day, second_ordinal, after)) = self.numbered_day(line, second)
            && let Some((end_month, end_year, after)) = self.month_and_year(line, after)
        {
            found.end = Some((joint, Day { weekday, day, month: end_month, year: end_year, token: second }));
            let shared = || end_year.map(|year| year - i32::from(runs_over_new_year(month, end_month)));
            found.start.year = year.or_else(shared);
            found.ordinal |= second_ordinal;
            found.last = after - 1;
        }
        Some(found)
    }

    /// "April 18, 2017" and "April 18–19, 2017". Without a year it is too often something else: "in May 18 States met".
    fn month_first(&self, line: &Running, at: usize) -> Option<Found> {
        let (weekday, month_at) = self.weekday(line, at);
        let month = self.month(line, month_at)?;
        let (day, mut ordinal) = day_number(line, month_at + 1)?;
        let mut next = month_at + 2;
        let mut end = None;
        if let Some((joint, second)) = self.joint(line, next)
            && let Some((day, second_ordinal)) = day_number(line, second)
        {
            ordinal |= second_ordinal;
            end = Some((joint, Day { weekday: None, day, month, year: None, token: second }));
            next = second + 1;
        }
        let year = (line.at(next) == ",").then(|| year(line, next + 1)).flatten();
        year?;
        let start = Day { weekday, day, month, year, token: at };
        let end = end.map(|(joint, day)| (joint, Day { year, ..day }));
        Some(Found { start, end, month_first: true, ordinal, last: next + 1 })
    }

    /// A weekday, if there is one, and what follows it.
    fn weekday(&self, line: &Running, at: usize) -> (Option<usize>, usize) {
        match self.weekdays.iter().position(|name| line.is(at, name)) {
            Some(weekday) => (Some(weekday), if line.at(at + 1) == "," { at + 2 } else { at + 1 }),
            None => (None, at),
        }
    }

    fn numbered_day(&self, line: &Running, at: usize) -> Option<(Option<usize>, u32, bool, usize)> {
        let (weekday, at) = self.weekday(line, at);
        let (day, ordinal) = day_number(line, at)?;
        Some((weekday, day, ordinal, at + 1))
    }

    fn month(&self, line: &Running, at: usize) -> Option<u8> {
        let word = line.at(at);
        let fits = |name: &String| {
            if name.starts_with(char::is_uppercase) { word == name } else { word.to_lowercase() == *name }
        };
        if word.len() < 3 || line.sort(at) != Some(Sort::Word) {
            return None;
        }
        self.months.iter().position(fits).and_then(|month| u8::try_from(month + 1).ok())
    }

    fn month_and_year(&self, line: &Running, at: usize) -> Option<(u8, Option<i32>, usize)> {
        let skip = |at: usize| if self.of.iter().any(|word| line.is(at, word)) { at + 1 } else { at };
        let at = skip(at);
        let month = self.month(line, at)?;
        let next = skip(at + 1);
        let comma = if line.at(next) == "," { next + 1 } else { next };
        match year(line, comma) {
            Some(year) => Some((month, Some(year), comma + 1)),
            None => Some((month, None, at + 1)),
        }
    }

    /// What joins two ends of a range, and where the second begins.
    fn joint(&self, line: &Running, at: usize) -> Option<(Joint, usize)> {
        match line.at(at) {
            "-" => Some((Joint::Hyphen, at + 1)),
            "–" | "—" => Some((Joint::Dash, at + 1)),
            word if self.to.iter().any(|to| word.eq_ignore_ascii_case(to)) => Some((Joint::Word, at + 1)),
            _ => None,
        }
    }
}

fn day_number(line: &Running, at: usize) -> Option<(u32, bool)> {
    let token = line.tokens.get(at)?;
    // The minutes of "10:30", the end of "2.18", a part of "2017-04-18".
    let joined = line.is_glued(at) && !matches!(line.before(at, 1), "(" | "\"" | "“" | "-" | "–" | "—" | "«");
    if token.symbol || joined {
        return None;
    }
    let text = line.at(at);
    let digits = text.trim_end_matches(|char: char| char.is_alphabetic());
    let ordinal = matches!(&text[digits.len()..], "st" | "nd" | "rd" | "th" | "er");
    let fits = (1..=2).contains(&digits.len()) && (ordinal || digits.len() == text.len());
    let day = fits.then(|| digits.parse().ok()).flatten()?;
    (day <= 39).then_some((day, ordinal))
}

fn year(line: &Running, at: usize) -> Option<i32> {
    let year = line.integer(at).filter(|_| line.at(at).len() == 4)?;
    // "On 18 April, 2500 people came": before a word, a number that is no year of our time counts something.
    let counts = !(1900..2100).contains(&year) && line.sort(at + 1) == Some(Sort::Word);
    ((1000..3000).contains(&year) && !counts).then(|| i32::try_from(year).ok()).flatten()
}

/// Whether a range whose ends share a year, or have none, runs from one year into the next: it does so only for a while.
fn runs_over_new_year(start: u8, end: u8) -> bool {
    start > end && end + 12 - start <= 6
}

/// Whether a range runs backwards. Where only one end has a year, that of the other is not known.
fn is_reversed(start: Day, end: Day) -> bool {
    let backwards = (start.year, start.month, start.day) > (end.year, end.month, end.day);
    match (start.year, end.year) {
        (Some(_), Some(_)) => backwards,
        (None, None) => backwards && !runs_over_new_year(start.month, end.month),
        _ => false,
    }
}

fn report(desk: &Desk, calendar: &Calendar, line: &Running, found: &Found, diagnostics: &mut Diagnostics) {
    let mut possible = true;
    for day in [Some(found.start), found.end.map(|(_, end)| end)].into_iter().flatten() {
        match impossible(desk, calendar, line, day, found.last) {
            Some(problem) => {
                possible = false;
                diagnostics.extend(problem);
            }
            None => diagnostics.extend(wrong_weekday(desk, calendar, line, day)),
        }
    }
    let whole = line.bytes(found.start.token, found.last);
    if let Some((joint, end)) = found.end {
        if possible && is_reversed(found.start, end) && !calendar.is_moved(line, found.start.token) {
            let message = format!("`{}` ends before it begins", &line.text[whole.clone()]);
            let problem = desk.problem(&rules::REVERSED_RANGE, line, whole.clone(), message);
            diagnostics.extend(problem.map(|problem| problem.hint("exchange the two, or correct one of them")));
        }
        if joint == Joint::Hyphen && desk.is_english() {
            let bytes = line.bytes(found.start.token, end.token);
            diagnostics.extend(hyphenated(desk, line, bytes));
        }
    }
    let month_first_wanted = desk.publication.region == "US";
    let odd_order = found.start.year.is_some() && found.month_first != month_first_wanted;
    if desk.is_english() && (odd_order || found.ordinal) {
        let written = &line.text[whole.clone()];
        let message = format!("`{written}` is not written as dates of this book are");
        let problem = desk.style(&rules::DATE_STYLE, line, whole, message);
        let wanted = calendar.write(found, month_first_wanted);
        diagnostics.extend(problem.map(|problem| problem.instead(written, &wanted, false)));
    }
}

impl Calendar {
    /// Whether the sentence up to a token says that something got another date.
    fn is_moved(&self, line: &Running, before: usize) -> bool {
        let near = (before.saturating_sub(MOVED_BEFORE)..before).rev();
        let mut sentence = near.take_while(|&token| !line.starts_sentence(token + 1));
        sentence.any(|token| self.moved.iter().any(|word| line.is(token, word)))
    }

    /// A date in the order of the book. A year that both ends share stands once.
    fn write(&self, found: &Found, month_first: bool) -> String {
        let start = found.start;
        let Some((joint, end)) = found.end else { return self.write_day(start, month_first) };
        if (start.month, start.year) == (end.month, end.year) && end.weekday.is_none() {
            let joint = if joint == Joint::Word { " to " } else { "–" };
            let days = format!("{}{joint}{}", start.day, end.day);
            return self.write_days(start, &days, month_first);
        }
        let shared = start.year == end.year;
        let first = self.write_day(Day { year: start.year.filter(|_| !shared), ..start }, month_first);
        let comma = if month_first && !shared && start.year.is_some() { "," } else { "" };
        format!("{first}{comma} to {}", self.write_day(end, month_first))
    }

    fn write_day(&self, day: Day, month_first: bool) -> String {
        self.write_days(day, &day.day.to_string(), month_first)
    }

    /// A day, or several, with the weekday, month and year of the first.
    fn write_days(&self, day: Day, days: &str, month_first: bool) -> String {
        let weekday = day.weekday.and_then(|at| self.weekdays.get(at));
        let weekday = weekday.map_or(String::new(), |name| format!("{name}, "));
        let month = self.months.get(usize::from(day.month).wrapping_sub(1)).map_or("", String::as_str);
        let year = |before: &str| day.year.map_or(String::new(), |year| format!("{before}{year}"));
        if month_first {
            format!("{weekday}{month} {days}{}", year(", "))
        } else {
            format!("{weekday}{days} {month}{}", year(" "))
        }
    }
}

/// A day that its month does not have. The outer option says that it is one, the inner holds the report.
fn impossible(desk: &Desk, calendar: &Calendar, line: &Running, day: Day, last: usize) -> Option<Option<Diagnostic>> {
    let month = time::Month::try_from(day.month).ok()?;
    // Without a year, February may have its 29th.
    let length = u32::from(month.length(day.year.unwrap_or(2000)));
    if (1..=length).contains(&day.day) {
        return None;
    }
    let bytes = line.bytes(day.token, last);
    let name = calendar.months.get(usize::from(day.month) - 1).map_or("", String::as_str);
    let of_year = day.year.map_or(String::new(), |year| format!(" {year}"));
    let message = format!("there is no {} {name}{of_year}", day.day);
    let problem = desk.problem(&rules::IMPOSSIBLE_DATE, line, bytes, message);
    Some(problem.map(|problem| problem.hint(format!("{name}{of_year} has {length} days"))))
}

/// A weekday that the date does not fall on. A date without a year is taken for a workshop's if one falls on that day.
fn wrong_weekday(desk: &Desk, calendar: &Calendar, line: &Running, day: Day) -> Option<Diagnostic> {
    let named = day.weekday?;
    let month = time::Month::try_from(day.month).ok()?;
    let number = u8::try_from(day.day).ok()?;
    let date = match day.year {
        Some(year) => time::Date::from_calendar_date(year, month, number).ok()?,
        None => {
            let of_workshop = |(start, end): (time::Date, time::Date)| {
                let date = time::Date::from_calendar_date(start.year(), month, number).ok()?;
                (start..=end).contains(&date).then_some(date)
            };
            let mut dates = desk.publication.workshops.iter().filter_map(|workshop| of_workshop(workshop.dates?));
            dates.next().filter(|_| dates.next().is_none())?
        }
    };
    let actual = usize::from(date.weekday().number_days_from_monday());
    if actual == named {
        return None;
    }
    let (named, actual) = (calendar.weekdays.get(named)?, calendar.weekdays.get(actual)?);
    let name = calendar.months.get(usize::from(day.month) - 1)?;
    let year = date.year();
    let problem = desk.problem(
        &rules::WRONG_WEEKDAY,
        line,
        line.bytes(day.token, day.token),
        format!("{number} {name} {year} is no {named}"),
    )?;
    Some(problem.hint(format!("it is a {actual}: correct the weekday or the date")))
}

/// A range of numbers, pages, years or times that is joined by a hyphen.
fn hyphen(desk: &Desk, line: &Running, at: usize) -> Option<Diagnostic> {
    if line.at(at + 1) != "-" || !line.is_glued(at + 1) || !line.is_glued(at + 2) {
        return None;
    }
    let (first, last, start, end) = ends(line, at, at + 2)?;
    // Ranges ascend; "71-280" after "resolution" is a name, and so is everything with more than one hyphen.
    let named = numbers::is_numbered(line, first) || ends_dialled_number(line, first);
    let glued_outside = (line.is_glued(first) && !matches!(line.before(first, 1), "(" | "[" | "\"" | "“"))
        || (line.is_glued(last + 1)
            && !matches!(line.at(last + 1), "." | "," | ";" | ":" | ")" | "]" | "%" | "\"" | "”" | "?" | "!"));
    let symbol = line.tokens[first..=last].iter().any(|token| token.symbol);
    // The year of a standard: "ISO 690-2010".
    let is_year = |number: u32| (1900..2100).contains(&number);
    let named = named || (is_year(end) && !is_year(start) && numbers::digits(end) == 4);
    if start >= end || named || glued_outside || symbol {
        return None;
    }
    hyphenated(desk, line, line.bytes(first, last))
}

/// Whether a number goes on from a code in front: "(212) 963-4475", "+41 22 717-9111".
fn ends_dialled_number(line: &Running, at: usize) -> bool {
    let is_number = |steps: usize| at.checked_sub(steps).is_some_and(|at| line.sort(at) == Some(Sort::Number));
    let area = line.before(at, 1) == ")" && is_number(2) && line.before(at, 3) == "(";
    let codes = (1..=at).take_while(|&steps| is_number(steps)).count();
    area || (codes > 0 && line.before(at, codes + 1) == "+")
}

/// The tokens at both ends of what is joined, and their values: numbers, or times of day in minutes.
fn ends(line: &Running, left: usize, right: usize) -> Option<(usize, usize, u32, u32)> {
    let time = |hour: usize, minute: usize| {
        let two = line.at(minute).len() == 2;
        Some(
            line.integer(hour).filter(|hour| *hour < 24)? * 60
                + line.integer(minute).filter(|minute| two && *minute < 60)?,
        )
    };
    if let Some(hour) = left.checked_sub(2)
        && line.at(left - 1) == ":"
        && line.at(right + 1) == ":"
        && line.is_glued(left)
        && line.is_glued(right + 2)
    {
        return Some((hour, right + 2, time(hour, left)?, time(right, right + 2)?));
    }
    let number = |at: usize| line.integer(at).filter(|_| !line.at(at).starts_with('0'));
    Some((left, right, number(left)?, number(right)?))
}

fn hyphenated(desk: &Desk, line: &Running, bytes: std::ops::Range<usize>) -> Option<Diagnostic> {
    let written = line.text[bytes.clone()].to_owned();
    let message = format!("the range `{written}` is joined by a hyphen");
    let problem = desk.style(&rules::HYPHEN_IN_RANGE, line, bytes, message)?;
    let compact: String = written.split('-').map(str::trim).collect::<Vec<_>>().join("–");
    let fix = Fix::replace(problem.place.clone(), written, compact.as_str(), true);
    Some(problem.hint(format!("write `{compact}`, with an en dash")).fix(fix))
}

/// Years that run backwards, written out in full.
fn reversed_years(desk: &Desk, line: &Running, at: usize) -> Option<Diagnostic> {
    if !matches!(line.at(at + 1), "-" | "–") || !line.is_glued(at + 1) || !line.is_glued(at + 2) {
        return None;
    }
    let (start, end) = (year(line, at)?, year(line, at + 2)?);
    let years = (1900..2100).contains(&start) && (1900..2100).contains(&end);
    let outside = line.is_glued(at + 3) && matches!(line.at(at + 3), "-" | "–")
        || line.is_glued(at) && matches!(line.before(at, 1), "-" | "–" | "/");
    if start <= end || !years || outside || line.tokens[at].symbol {
        return None;
    }
    let bytes = line.bytes(at, at + 2);
    let message = format!("`{}` ends before it begins", &line.text[bytes.clone()]);
    Some(desk.problem(&rules::REVERSED_RANGE, line, bytes, message)?.hint("exchange the two, or correct one of them"))
}

/// "18/04/2017", which half of the readers take for another day than the other half when both numbers are small.
fn all_in_figures(desk: &Desk, line: &Running, at: usize) -> Option<Diagnostic> {
    let slashes = line.at(at + 1) == "/" && line.at(at + 3) == "/";
    let glued = (at + 1..=at + 4).all(|token| line.is_glued(token));
    let alone = !line.is_glued(at) && line.at(at + 5) != "/";
    if !(desk.publication.language == Language::English && slashes && glued && alone && line.kind != Kind::Cell) {
        return None;
    }
    let (first, second, year) = (line.integer(at)?, line.integer(at + 2)?, year(line, at + 4)?);
    let calendar = CALENDARS.get("en")?;
    let month_first = desk.publication.region == "US";
    let reading = |day: u32, month: u32| {
        let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
        let day = Day { weekday: None, day, month, year: Some(year), token: at };
        (1..=31).contains(&day.day).then(|| format!("`{}`", calendar.write_day(day, month_first)))
    };
    let mut readings = [reading(first, second), reading(second, first)];
    if month_first {
        readings.reverse();
    }
    let mut readings: Vec<String> = readings.into_iter().flatten().collect();
    readings.dedup();
    let short = !readings.is_empty() && numbers::digits(first) <= 2 && numbers::digits(second) <= 2;
    let bytes = line.bytes(at, at + 4);
    if !short {
        return None;
    }
    let message = format!("the date `{}` can be read in two ways", &line.text[bytes.clone()]);
    let hint = format!("write the month as a word: {}", readings.join(" or "));
    Some(desk.style(&rules::DATE_STYLE, line, bytes, message)?.hint(hint))
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
