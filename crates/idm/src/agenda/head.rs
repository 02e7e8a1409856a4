//! What stands above the sessions of an agenda: what meeting it is, where and when.

use idm_core::model::Date;

use super::dates;

/// What stands above the sessions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// What the meeting belongs to: a line that ends in a year, above others.
    pub(crate) series: Option<String>,
    /// The meeting's theme.
    pub(crate) title: Option<String>,
    /// What kind of meeting it is.
    pub(crate) kind: Option<String>,
    /// The building and room.
    pub(crate) venue: Option<String>,
    /// The city.
    pub(crate) city: Option<String>,
    /// The first and the last day.
    pub(crate) days: Option<(Date, Date)>,
    /// What the document calls itself: "Provisional agenda".
    pub(crate) document: Option<String>,
}

/// Words that a line has which says what kind of meeting it is.
const MEETINGS: [&str; 12] = [
    "workshop",
    "conference",
    "meeting",
    "seminar",
    "forum",
    "consultation",
    "session",
    "symposium",
    "summit",
    "dialogue",
    "roundtable",
    "retreat",
];

/// Words that a line has which says what kind of document it is.
const DOCUMENTS: [&str; 4] = ["agenda", "programme", "program", "schedule"];

impl Head {
    /// Understands the lines above the first session.
    pub(crate) fn of(lines: &[&str]) -> Self {
        let mut head = Self::default();
        let mut others: Vec<&str> = vec![];
        for line in lines {
            let words: Vec<String> = line
                .split(|letter: char| !letter.is_alphabetic())
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect();
            let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
            let is_short = words.len() <= 4 && !line.contains(|letter: char| letter.is_ascii_digit());
            if head.days.is_none()
                && let Some(days) = dates::days(line)
            {
                head.days = Some((days.first, days.last));
                head.place(&format!("{}, {}", &line[..days.range.start], &line[days.range.end..]));
            } else if head.document.is_none() && is_short && has(&DOCUMENTS) {
                head.document = Some((*line).to_owned());
            } else if head.kind.is_none() && is_short && has(&MEETINGS) {
                head.kind = Some((*line).to_owned());
            } else {
                others.push(line);
            }
        }
        if others.len() > 1 && ends_in_a_year(others[0]) {
            head.series = Some(others.remove(0).to_owned());
        }
        let mut title = String::new();
        for line in others {
            let joins =
                title.is_empty() || line.starts_with(char::is_lowercase) || !title.ends_with(['.', ':', '?', '!']);
            if !title.is_empty() {
                title.push_str(if joins { " " } else { " – " });
            }
            title.push_str(line);
        }
        head.title = Some(title).filter(|title| !title.is_empty());
        head
    }

    /// Takes what stands around the days for the venue and the city: the city is the last that is no building or room.
    pub(crate) fn place(&mut self, text: &str) {
        let parts: Vec<&str> = text
            .split([',', ';', '|'])
            .map(|part| part.trim_matches([' ', '\t', '–', '—', '-', ':', '.', '(', ')']))
            .collect();
        let is_said = |part: &&&str| !part.is_empty() && dates::numbered(part).is_none() && !is_weekdays(part);
        let parts: Vec<&str> = parts.iter().filter(is_said).copied().collect();
        let Some(last) = parts.len().checked_sub(1) else { return };
        let at = parts.iter().rposition(|part| !is_building(part)).unwrap_or(last);
        self.city = Some(parts[at].to_owned());
        let venue: Vec<&str> = [&parts[..at], &parts[at + 1..]].concat();
        self.venue = Some(venue.join(", ")).filter(|venue| !venue.is_empty());
    }
}

fn is_building(part: &str) -> bool {
    const WORDS: [&str; 22] = [
        "room",
        "hall",
        "house",
        "building",
        "hotel",
        "hôtel",
        "centre",
        "center",
        "palais",
        "palace",
        "maison",
        "casa",
        "centro",
        "headquarters",
        "university",
        "tower",
        "office",
        "floor",
        "ministry",
        "auditorium",
        "library",
        "campus",
    ];
    let lower = part.to_lowercase();
    let has_word = lower.split(|letter: char| !letter.is_alphabetic()).any(|word| WORDS.contains(&word));
    has_word || part.contains(|letter: char| letter.is_ascii_digit())
}

fn ends_in_a_year(line: &str) -> bool {
    line.split_whitespace().last().is_some_and(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_weekdays(part: &str) -> bool {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "and", "to"];
    part.split_whitespace().all(|word| days.contains(&word.to_lowercase().as_str()))
}
