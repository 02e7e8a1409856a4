//! Days as people say them.

use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime};

/// How days are written, for messages.
pub(crate) const FORMS: &str = "a day is written `2017-12-14`, `yesterday` or `2 weeks ago`";

/// The day that words such as `yesterday`, `3 days ago` or `last month` mean, `2017-12-14`, if they mean one; `now` is in
/// seconds since the beginning of 1970, and days are those of Coordinated Universal Time.
///
/// ```
/// use idm_core::files::day_of;
/// assert_eq!(day_of("yesterday", 1_513_296_000).as_deref(), Some("2017-12-14"));
/// assert_eq!(day_of("2 weeks ago", 1_513_296_000).as_deref(), Some("2017-12-01"));
/// assert_eq!(day_of("HEAD~2", 1_513_296_000), None);
/// ```
pub fn day_of(words: &str, now: i64) -> Option<String> {
    let today = OffsetDateTime::from_unix_timestamp(now).ok()?.date();
    let lower = words.trim().to_lowercase();
    let words: Vec<&str> = lower.split([' ', '.', '_']).filter(|word| !word.is_empty()).collect();
    let day = match words.as_slice() {
        ["today"] => today,
        ["yesterday"] => today.previous_day()?,
        ["last", unit] => back(today, 1, unit)?,
        [number, unit, "ago"] => {
            let number = match *number {
                "a" | "an" | "one" => 1,
                "two" => 2,
                "three" => 3,
                number => number.parse().ok()?,
            };
            back(today, number, unit)?
        }
        _ => return None,
    };
    day.format(format_description!("[year]-[month]-[day]")).ok()
}

fn back(today: Date, number: u16, unit: &str) -> Option<Date> {
    let months = match unit.trim_end_matches('s') {
        "day" => return today.checked_sub(Duration::days(number.into())),
        "week" => return today.checked_sub(Duration::weeks(number.into())),
        "month" => i32::from(number),
        "year" => i32::from(number) * 12,
        _ => return None,
    };
    let month = today.year() * 12 + i32::from(u8::from(today.month())) - 1 - months;
    let (year, month) = (month.div_euclid(12), u8::try_from(month.rem_euclid(12) + 1).ok()?.try_into().ok()?);
    // The last day of a month that is too short.
    let day = today.day().min(time::util::days_in_month(month, year));
    Date::from_calendar_date(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_days() {
        let now = 1_522_454_400; // 2018-03-31
        for (words, day) in [
            ("today", "2018-03-31"),
            ("Yesterday", "2018-03-30"),
            ("a week ago", "2018-03-24"),
            ("3 days ago", "2018-03-28"),
            ("1 month ago", "2018-02-28"),
            ("2.weeks.ago", "2018-03-17"),
            ("last year", "2017-03-31"),
            ("13 months ago", "2017-02-28"),
        ] {
            assert_eq!(day_of(words, now).as_deref(), Some(day), "{words}");
        }
        for words in ["", "ago", "main", "v1", "2017-12-14", "3 apples ago", "-1 days ago", "70000 days ago", "9 years"]
        {
            assert_eq!(day_of(words, now), None, "{words}");
        }
    }
}
