//! Times of day, as agendas write them: `10h`, `11h30`, `10:00`, `10.30`, `9 a.m.`, and from one to another.

use idm_core::model::Time;

/// A time as it is written.
struct Written {
    hour: u8,
    minute: u8,
    /// Whether a sign or word tells that it is a time.
    marked: bool,
    /// Whether hour and minute are parted by a point, which numbers are, too.
    point: bool,
    /// `a.m.` or `p.m.`, where it stands behind.
    half: Option<bool>,
}

/// The time or times at the beginning of a line, and what follows them.
pub(super) fn leading(line: &str) -> Option<(Time, Option<Time>, &str)> {
    let (first, rest) = written(line)?;
    if let Some((second, after)) = parted(rest).and_then(written)
        && (first.marked || second.marked)
        && ends(after)
    {
        let end = second.time()?;
        let half = first.half.or(second.half.filter(|_| first.hour <= second.hour || second.hour == 12));
        let start = Written { half, ..first }.time()?;
        return Some((start, Some(end), title(after)));
    }
    // A point alone parts numbers, too.
    let is_time = |title: &str| !first.point || (first.hour >= 6 && title.starts_with(char::is_uppercase));
    (first.marked && ends(rest) && is_time(title(rest))).then(|| Some((first.time()?, None, title(rest)))).flatten()
}

/// What stands behind the sign between two times.
fn parted(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let word = |word: &str| text.strip_prefix(word).filter(|rest| rest.starts_with(char::is_whitespace));
    let rest = text.strip_prefix(['–', '—', '-', '‑', '−']).or_else(|| word("to")).or_else(|| word("until"));
    rest.map(str::trim_start)
}

/// Whether a time ends here, and no longer word begins.
fn ends(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with(|next: char| {
            next.is_whitespace() || matches!(next, ':' | ',' | ';' | '–' | '—' | '-' | '|' | ')')
        })
}

/// The title behind times.
fn title(rest: &str) -> &str {
    let sign = |next: char| next.is_whitespace() || matches!(next, ':' | ',' | ';' | '–' | '—' | '-' | '|' | ')');
    rest.trim_start_matches(sign).trim_end()
}

fn written(text: &str) -> Option<(Written, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        let noon = text.get(..4).filter(|word| word.eq_ignore_ascii_case("noon"))?;
        return Some((Written { hour: 12, minute: 0, marked: true, point: false, half: None }, &text[noon.len()..]));
    }
    let hour: u8 = text[..digits].parse().ok()?;
    let rest = &text[digits..];
    let minutes = |rest: &str| -> Option<u8> {
        let two = rest.get(..2).filter(|two| two.bytes().all(|byte| byte.is_ascii_digit()))?;
        let more = rest[2..].starts_with(|next: char| next.is_ascii_digit());
        if more { None } else { two.parse().ok() }
    };
    let mut found = Written { hour, minute: 0, marked: false, point: false, half: None };
    let mut rest = rest;
    if let Some(after) = rest.strip_prefix(['h', 'H']) {
        found.marked = true;
        rest = after;
        if let Some(minute) = minutes(after) {
            found.minute = minute;
            rest = &after[2..];
        }
    } else if let Some(minute) = rest.strip_prefix([':', '.']).and_then(minutes) {
        found.point = rest.starts_with('.');
        found.marked = true;
        found.minute = minute;
        rest = &rest[3..];
    }
    if let Some((half, after)) = half_day(rest) {
        found.half = Some(half);
        found.marked = true;
        found.point = false;
        rest = after;
    }
    Some((found, rest))
}

/// `a.m.` or `p.m.`: whether it is the second half of the day, and what follows.
fn half_day(text: &str) -> Option<(bool, &str)> {
    let text = text.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    for (words, second) in [(["a.m.", "am", "a.m"], false), (["p.m.", "pm", "p.m"], true)] {
        for word in words {
            if let Some(found) = text.get(..word.len())
                && found.eq_ignore_ascii_case(word)
                && !text[word.len()..].starts_with(char::is_alphanumeric)
            {
                return Some((second, &text[word.len()..]));
            }
        }
    }
    None
}

impl Written {
    fn time(&self) -> Option<Time> {
        let hour = match self.half {
            Some(_) if !(1..=12).contains(&self.hour) => return None,
            Some(second) => self.hour % 12 + if second { 12 } else { 0 },
            None => self.hour,
        };
        (hour < 24 && self.minute < 60).then_some(Time { hour, minute: self.minute })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_agendas_write_them() {
        for (line, expected) in [
            ("10h – 11h30\tOpening Session", "10:00 11:30 Opening Session"),
            ("16h30 – 17h  Closing", "16:30 17:00 Closing"),
            ("10:00-11:30 Opening", "10:00 11:30 Opening"),
            ("9.00 to 10.30: Registration", "09:00 10:30 Registration"),
            ("9 a.m. – noon Panel", "09:00 12:00 Panel"),
            ("2 – 3.30 pm Panel", "14:00 15:30 Panel"),
            ("11 – 1 pm Panel", "11:00 13:00 Panel"),
            ("14:00 Lunch", "14:00 - Lunch"),
            ("12.30 Lunch", "12:30 - Lunch"),
            ("9h00\u{2013}9h30 | Welcome", "09:00 09:30 Welcome"),
            ("10:00 – 11:30", "10:00 11:30 "),
        ] {
            let (start, end, title) = leading(line).unwrap_or_else(|| panic!("{line}"));
            let end = end.map_or_else(|| "-".to_owned(), |end| end.to_string());
            assert_eq!(format!("{start} {end} {title}"), expected, "{line}");
        }
    }

    #[test]
    fn numbers_are_no_times() {
        for line in [
            "10. A point",
            "5 core areas",
            "1.25 million people",
            "25:00 x",
            "2017",
            "12 – 14 April 2017",
            "10:000",
            "",
        ] {
            assert!(leading(line).is_none(), "{line}");
        }
    }
}
