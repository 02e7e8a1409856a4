//! The words of one language as a document prints them: labels with their gaps filled, and dates and times as the language
//! writes them.

use super::labels::Labels;
use super::tree::PlainRun;
use crate::model::PartialDate;
use crate::words;

/// The words that the program itself prints in one language, and dates and times as that language writes them.
#[derive(Debug, Clone, Copy)]
pub struct PrintedWords<'a> {
    labels: &'a Labels,
    language: &'a str,
}

impl<'a> PrintedWords<'a> {
    /// The words of a language, by its letters.
    pub fn new(labels: &'a Labels, language: &'a str) -> Self {
        Self { labels, language }
    }

    /// The text at `section.key`.
    pub fn get(&self, path: &str) -> &'a str {
        self.labels.get(self.language, path)
    }

    /// The text at `section.key`, with its gaps filled.
    pub fn fill(&self, path: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        words::fill(self.get(path), &values)
    }

    /// The same around words that may be in another language, which stand in the gap called `name`.
    pub fn fill_around(
        &self,
        path: &str,
        (name, runs): (&str, Vec<PlainRun>),
        values: &[(&str, &str)],
    ) -> Vec<PlainRun> {
        let values: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let own = |pattern: &str| PlainRun { words: words::fill(pattern, &values), language: None };
        match self.get(path).split_once(&format!("{{{name}}}")) {
            Some((before, behind)) => [vec![own(before)], runs, vec![own(behind)]].concat(),
            None => vec![own(self.get(path))],
        }
    }

    /// What stands between a term and what it introduces.
    pub fn colon(&self) -> &'a str {
        self.get("mark.colon")
    }

    /// What stands between names and phrases of which each may hold commas.
    pub fn semicolon(&self) -> &'a str {
        self.get("mark.semicolon")
    }

    /// A kind and a number, which no line's end parts.
    pub fn numbered(&self, kind: &str, number: &str) -> String {
        format!("{}\u{a0}{number}", self.get(&format!("kind.{kind}")))
    }

    /// A date, as precise as it is known.
    pub fn date(&self, date: PartialDate) -> String {
        let year = date.year.to_string();
        let Some(month) = date.month else { return self.fill("date.year", &[("year", &year)]) };
        let month = self.labels.nth(self.language, "date.months", usize::from(month).saturating_sub(1));
        match date.day {
            None => self.fill("date.month", &[("month", month), ("year", &year)]),
            Some(day) => {
                let day = self.day(day);
                self.fill("date.day", &[("day", &day), ("month", month), ("year", &year)])
            }
        }
    }

    /// A span of days, with what both ends share written once. Either end may be unknown.
    pub fn range(&self, start: Option<PartialDate>, end: Option<PartialDate>) -> Option<String> {
        let (start, end) = match (start, end) {
            (None, None) => return None,
            (Some(one), None) | (None, Some(one)) => return Some(self.date(one)),
            (Some(start), Some(end)) if start == end => return Some(self.date(start)),
            (Some(start), Some(end)) => (start, end),
        };
        let (
            PartialDate { month: Some(first), day: Some(from), .. },
            PartialDate { month: Some(last), day: Some(to), .. },
        ) = (start, end)
        else {
            return Some(self.fill("range.other", &[("start", &self.date(start)), ("end", &self.date(end))]));
        };
        if start.year != end.year {
            return Some(self.fill("range.other", &[("start", &self.date(start)), ("end", &self.date(end))]));
        }
        let month = |month: u8| self.labels.nth(self.language, "date.months", usize::from(month).saturating_sub(1));
        let key = if first == last { "range.days" } else { "range.months" };
        let gaps = [
            ("start-day", self.day(from)),
            ("start-month", month(first).to_owned()),
            ("end-day", self.day(to)),
            ("end-month", month(last).to_owned()),
            ("end-year", end.year.to_string()),
        ];
        let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(self.fill(key, &gaps))
    }

    fn day(&self, day: u8) -> String {
        if day == 1 { self.get("date.first-day").to_owned() } else { day.to_string() }
    }

    /// A span of times, either end of which may be unknown.
    pub fn times(&self, start: Option<&str>, end: Option<&str>) -> Option<String> {
        let time = |time: &str| {
            let (hour, minute) = time.split_once(':').unwrap_or((time, ""));
            let key = if minute == "00" { "time.full" } else { "time.clock" };
            let short = hour.strip_prefix('0').filter(|short| !short.is_empty()).unwrap_or(hour);
            self.fill(key, &[("hour", hour), ("short-hour", short), ("minute", minute)])
        };
        match (start.map(time), end.map(time)) {
            (None, None) => None,
            (Some(start), None) => Some(self.fill("time.from", &[("start", &start)])),
            (None, Some(end)) => Some(self.fill("time.until", &[("end", &end)])),
            (Some(start), Some(end)) => Some(self.fill("time.range", &[("start", &start), ("end", &end)])),
        }
    }

    /// Names in a row, with an “and” before the last.
    pub fn in_a_row(&self, names: &[&str]) -> String {
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} {} {last}", rest.join(", "), self.get("and")),
            Some((last, _)) => (*last).to_owned(),
            None => String::new(),
        }
    }
}
