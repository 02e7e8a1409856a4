//! An agenda as a calendar (RFC 5545): each event is a session.

use std::collections::BTreeMap;

use idm_core::model::{Date, Time};

use super::head::Head;
use super::{Agenda, Day, Remark, Session, prose, text};

/// A property of an event: its name, and its value as it is written.
type Properties<'a> = BTreeMap<String, (usize, &'a str)>;

pub(super) fn read(written: &str) -> Result<Agenda, String> {
    let lines = unfolded(written);
    let mut agenda = Agenda { lines: lines.len(), ..Agenda::default() };
    let mut event: Option<Properties> = None;
    let mut events: Vec<Properties> = vec![];
    let mut within = 0_usize;
    for (number, line) in &lines {
        let Some((name, value)) = property(line) else {
            agenda.remarks.push(Remark {
                line: *number,
                text: line.clone(),
                why: "left out, since it is no line of a calendar",
            });
            continue;
        };
        match (name.as_str(), value) {
            ("BEGIN", "VEVENT") => event = Some(Properties::new()),
            ("END", "VEVENT") => events.extend(event.take()),
            ("BEGIN" | "END", "VCALENDAR") => agenda.repeated += 1,
            ("BEGIN", _) => {
                within += 1;
                agenda.repeated += 1;
            }
            ("END", _) => {
                within = within.saturating_sub(1);
                agenda.repeated += 1;
            }
            ("X-WR-CALNAME" | "NAME", name) if event.is_none() => agenda.head.title = Some(unescaped(name)),
            // Time zones and alarms have properties of their own.
            _ if within > 0 => agenda.repeated += 1,
            _ => match event.as_mut() {
                Some(event) if !event.contains_key(&name) => {
                    event.insert(name, (*number, value));
                }
                Some(_) => agenda.remarks.push(Remark {
                    line: *number,
                    text: line.clone(),
                    why: "left out, since a session has no place for it",
                }),
                None => agenda.repeated += 1,
            },
        }
    }
    for event in &events {
        session(event, &mut agenda);
    }
    if events.is_empty() {
        return Err("there is no event in this calendar".to_owned());
    }
    agenda.sessions.sort_by_key(|session| {
        let date = if let Day::Date(date) = session.day { Some(date) } else { None };
        (date, session.start)
    });
    let dates: Vec<Date> = agenda
        .sessions
        .iter()
        .filter_map(|session| if let Day::Date(date) = session.day { Some(date) } else { None })
        .collect();
    agenda.head.days = dates.iter().min().copied().zip(dates.iter().max().copied());
    Ok(agenda)
}

fn session(event: &Properties, agenda: &mut Agenda) {
    const NO_PLACE: [&str; 9] =
        ["UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "STATUS", "CLASS", "PRIORITY"];
    let value = |name: &str| event.get(name).map(|(_, value)| *value);
    let summary = value("SUMMARY").map(unescaped).unwrap_or_default();
    let (kind, number, title) = text::kind(&summary);
    let start = value("DTSTART").and_then(moment);
    let end = value("DTEND").and_then(moment);
    let mut session = Session {
        kind,
        day: start.map_or(Day::Unknown, |(date, _)| Day::Date(date)),
        start: start.and_then(|(_, time)| time),
        end: end.and_then(|(_, time)| time),
        title: title.to_owned(),
        number,
        paragraphs: vec![],
        questions: vec![],
    };
    if let Some(description) = value("DESCRIPTION") {
        let description = prose::untagged(&unescaped(description));
        for line in description.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match line.strip_prefix(['•', '-', '*']) {
                Some(item) => session.questions.push(item.trim().to_owned()),
                None => session.paragraphs.push(line.to_owned()),
            }
        }
    }
    if let Some(place) = value("LOCATION").filter(|_| agenda.head.city.is_none()) {
        let mut head = Head::default();
        head.place(&unescaped(place));
        (agenda.head.city, agenda.head.venue) = (head.city, head.venue);
    }
    for (name, (line, value)) in event {
        let is_used = ["SUMMARY", "DTSTART", "DTEND", "DESCRIPTION", "LOCATION"].contains(&name.as_str());
        let why = match name.as_str() {
            "DTSTART" if value.ends_with('Z') => {
                "taken as it stands, but this is the time of Greenwich: put in that of the place"
            }
            "DTSTART" | "DTEND" if moment(value).is_none() => "left out, since it is no date of a calendar",
            "RRULE" => "left out: the event is repeated, and only the first was taken",
            _ if is_used => continue,
            _ if NO_PLACE.contains(&name.as_str()) => {
                agenda.repeated += 1;
                continue;
            }
            _ => "left out, since a session has no place for it",
        };
        agenda.remarks.push(Remark { line: *line, text: format!("{name}:{value}"), why });
    }
    agenda.sessions.push(session);
}

/// The lines of a calendar, with their numbers: a line that begins with a blank goes on the one before.
fn unfolded(written: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = vec![];
    for (number, line) in written.trim_start_matches('\u{feff}').lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => lines.push((number + 1, line.to_owned())),
        }
    }
    lines
}

/// A property's name in capitals, without its parameters, and its value. A colon in quotation marks parts nothing.
fn property(line: &str) -> Option<(String, &str)> {
    let mut quoted = false;
    let colon = line.find(|letter: char| {
        quoted ^= letter == '"';
        letter == ':' && !quoted
    })?;
    let name = line[..colon].split(';').next()?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then(|| (name.to_ascii_uppercase(), &line[colon + 1..]))
}

fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match (character, character == '\\') {
            (_, true) => match characters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            (other, false) => out.push(other),
        }
    }
    out.trim().to_owned()
}

/// A date, and the time behind it if there is one: `20170418T100000`.
fn moment(value: &str) -> Option<(Date, Option<Time>)> {
    let number = |range: std::ops::Range<usize>| value.get(range)?.parse::<u8>().ok();
    let year: i32 = value.get(..4)?.parse().ok()?;
    let month = time::Month::try_from(number(4..6)?).ok()?;
    let date = Date::from_calendar_date(year, month, number(6..8)?).ok()?;
    let time = value.get(8..9).filter(|sign| *sign == "T").and_then(|_| {
        let (hour, minute) = (number(9..11)?, number(11..13)?);
        (hour < 24 && minute < 60).then_some(Time { hour, minute })
    });
    Some((date, time))
}
