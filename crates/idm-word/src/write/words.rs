//! The words that the program itself prints, and dates as a language writes them.

use idm_core::edition::{Labels, Value};
use idm_core::model::PartialDate;
use idm_core::words;

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    labels: &'a Labels,
    language: &'a str,
}

impl<'a> Words<'a> {
    /// The words of a language, by its letters.
    pub(super) fn new(labels: &'a Labels, language: &'a str) -> Self {
        Self { labels, language }
    }

    /// The text at `section.key`.
    pub(super) fn get(&self, path: &str) -> &'a str {
        self.labels.get(self.language, path)
    }

    /// The text at `section.key`, with its gaps filled.
    pub(super) fn fill(&self, path: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        words::fill(self.get(path), &values)
    }

    /// What stands between a term and what it introduces.
    pub(super) fn colon(&self) -> &'a str {
        self.get("mark.colon")
    }

    /// A kind and a number, which no line's end parts.
    pub(super) fn numbered(&self, kind: &str, number: &str) -> String {
        format!("{}\u{a0}{number}", self.get(&format!("kind.{kind}")))
    }

    /// A date, as precise as it is known.
    pub(super) fn date(&self, date: PartialDate) -> String {
        let year = date.year.to_string();
        let Some(month) = date.month else { return self.fill("date.year", &[("year", &year)]) };
        let month = self.labels.nth(self.language, "date.months", usize::from(month).saturating_sub(1));
        match date.day {
            None => self.fill("date.month", &[("month", month), ("year", &year)]),
            Some(day) => {
                let day = if day == 1 { self.get("date.first-day").to_owned() } else { day.to_string() };
                self.fill("date.day", &[("day", &day), ("month", month), ("year", &year)])
            }
        }
    }

    /// A span of times, either end of which may be unknown.
    pub(super) fn times(&self, start: Option<&str>, end: Option<&str>) -> Option<String> {
        let time = |time: &str| {
            let (hour, minute) = time.split_once(':').unwrap_or((time, ""));
            self.fill("time.clock", &[("hour", hour), ("minute", minute)])
        };
        match (start.map(time), end.map(time)) {
            (None, None) => None,
            (Some(start), None) => Some(self.fill("time.from", &[("start", &start)])),
            (None, Some(end)) => Some(self.fill("time.until", &[("end", &end)])),
            (Some(start), Some(end)) => Some(self.fill("time.range", &[("start", &start), ("end", &end)])),
        }
    }
}

/// The characters of a plain value; empty for any other.
pub(super) fn text_of(value: Option<&Value>) -> &str {
    match value {
        Some(Value::Plain { text, .. }) => text,
        _ => "",
    }
}
