//! A reviewer's remark: what was said, of which words, and where these stand.

use std::ops::Range;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::map::MapEntry;
use crate::model::Language;
use crate::resolve::parse_partial_date;

/// How many characters a remark's identifier has: 27 to the sixth are nearly four hundred million.
const LENGTH: usize = 6;
/// Letters and digits that are not mistaken for each other. Without vowels, they make no words.
const ALPHABET: &[u8; 27] = b"23456789bcdfghjkmnpqrstvwxz";

/// A remark as it was read from a file that came back, whatever kind of file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// The file's name.
    pub file: String,
    /// What the file is a draft of, and of which state; nothing if it carries no map.
    pub draft: Option<(String, Option<String>)>,
    /// The page, from 1, where there are pages.
    pub page: Option<usize>,
    /// Where it stands on the page, in whole points: what tells it from others that say the same.
    pub at: String,
    /// How many like it come before it in the file.
    pub twin: usize,
    /// What kind of mark it is, in a word or two.
    pub kind: String,
    /// The words before the marked ones or the mark.
    pub before: String,
    /// The marked words.
    pub marked: String,
    /// What was said.
    pub comment: String,
    /// By whom.
    pub author: Option<String>,
    /// When, as ISO 8601.
    pub date: Option<String>,
    /// The name that the reviewer's program gave it.
    pub name: Option<String>,
    /// What was said in answer.
    pub answers: Vec<Answer>,
    /// The state that somebody set, such as `Accepted`.
    pub state: Option<String>,
    /// The passage of the draft that it stands at.
    pub passage: Option<MapEntry>,
    /// Whether it stands at the references, which are no passage.
    pub at_references: bool,
}

/// Whether a text says when something was said: a day, a month or a year, or a day and a time as ISO 8601 has it.
pub fn is_moment(text: &str) -> bool {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let Some(date) = parse_partial_date(day) else { return false };
    let Some(time) = time else { return true };
    let within = |range: Range<usize>, most: u8| {
        let digits = time.get(range).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits.and_then(|digits| digits.parse::<u8>().ok()).is_some_and(|number| number <= most)
    };
    let rest = |byte: u8| byte.is_ascii_digit() || b":.,+-Z".contains(&byte);
    date.day.is_some() && within(0..2, 24) && time.get(2..3) == Some(":") && within(3..5, 59) && time.bytes().all(rest)
}

/// What was said in answer to a remark.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// By whom.
    pub author: Option<String>,
    /// When, as ISO 8601.
    pub date: Option<String>,
    /// What was said.
    pub comment: String,
}

/// A remark, placed in today's texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    /// What it is known by: the same wherever and however often its file is read.
    pub id: String,
    /// What was said.
    pub said: Said,
    /// The language of the texts among which it was placed; none for that in which the records are written.
    pub language: Option<Language>,
    /// Where it stands now; nothing if it has no place in today's texts.
    pub spot: Option<Spot>,
}

/// A place in today's texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// The passage's name in today's draft.
    pub passage: String,
    /// The label of the record.
    pub record: String,
    /// The key path in the record.
    pub key: String,
    /// The file, as a path in the project.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What has become of the passage since the draft.
    pub since: Since,
}

/// What has become of a passage since a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Since {
    /// Nothing.
    Unchanged,
    /// Its words are the same, and stand elsewhere.
    Moved,
    /// It has other words.
    Edited,
}

impl Since {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Moved => "moved",
            Self::Edited => "edited",
        }
    }
}

impl Said {
    /// What the remark is known by.
    pub fn id(&self) -> String {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let passage = self.passage.as_ref().map(|passage| passage.name.as_str()).unwrap_or_default();
        let of = self.draft.as_ref().map(|(of, _)| of.as_str()).unwrap_or_default();
        let page = self.page.unwrap_or_default().to_string();
        let twin = self.twin.to_string();
        let (author, date, name) = (optional(&self.author), optional(&self.date), optional(&self.name));
        let parts = [
            of,
            passage,
            &page,
            &twin,
            &self.at,
            &self.kind,
            &self.marked,
            &self.before,
            &self.comment,
            &author,
            &date,
            &name,
        ];
        let digest = Sha256::digest(parts.join("\u{1f}").as_bytes());
        digest.iter().take(LENGTH).map(|&byte| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_and_perhaps_a_time() {
        let sound = [
            "2018",
            "2018-03",
            "2018-03-02",
            "2018-03-02T10:00:00Z",
            "2018-03-02T10:00:00.5+01:00",
            "2018-03-02T10:00",
        ];
        sound.iter().for_each(|text| assert!(is_moment(text), "{text}"));
        let others = [
            "",
            "2 March 2018",
            "2018-02-30",
            "2018-3-2",
            "2018-03-02T25:00",
            "2018-03T10:00",
            "2018-03-02T10",
            "2018-03-02Tnoon",
            "2018-03-02T10:00 ?",
        ];
        others.iter().for_each(|text| assert!(!is_moment(text), "{text}"));
    }

    #[test]
    fn a_remark_is_known_by_what_was_said_and_not_by_what_came_of_it() {
        let said = Said { kind: "note".to_owned(), comment: "Why?".to_owned(), ..Said::default() };
        let answered = Said { answers: vec![Answer::default()], state: Some("Accepted".to_owned()), ..said.clone() };
        let returned = Said { file: "again.pdf".to_owned(), ..answered };
        assert_eq!(said.id(), returned.id());
        assert_eq!(said.id().len(), LENGTH);
        let others = [
            Said { comment: "Who?".to_owned(), ..said.clone() },
            Said { author: Some("A".to_owned()), ..said.clone() },
            Said { twin: 1, ..said.clone() },
            Said { page: Some(1), ..said.clone() },
        ];
        others.iter().for_each(|other| assert_ne!(other.id(), said.id()));
    }
}
