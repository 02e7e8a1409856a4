//! Agendas as others write them: plain text and calendars, understood line by line.

mod calendar;
mod dates;
mod head;
mod import;
mod prose;
mod text;
mod times;

pub use import::{ImportOptions, Imported};

use idm_core::model::{Date, Time};

/// What an agenda says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agenda {
    /// What stands above the sessions.
    pub(crate) head: head::Head,
    /// The sessions in the order of the agenda.
    pub(crate) sessions: Vec<Session>,
    /// The lines that nothing was made of, or that are to be looked at.
    pub(crate) remarks: Vec<Remark>,
    /// How many lines repeat the head of the first page, number pages, or keep the books of a calendar.
    pub(crate) repeated: usize,
    /// How many lines there are, empty ones not counted.
    pub(crate) lines: usize,
}

/// A line that nothing was made of, or that is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its number, from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
    /// What became of it, and why.
    pub why: &'static str,
}

/// The kinds of session that an agenda tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionKind {
    /// The opening.
    Opening,
    /// A panel.
    Panel,
    /// A pause.
    Break,
    /// Registration.
    Registration,
    /// The closing.
    Closing,
    /// Anything else.
    Other,
}

/// A session of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    /// Its kind.
    pub(crate) kind: SessionKind,
    /// Its day.
    pub(crate) day: Day,
    /// When it begins.
    pub(crate) start: Option<Time>,
    /// When it ends.
    pub(crate) end: Option<Time>,
    /// Its title; empty if there is none.
    pub(crate) title: String,
    /// The number of the panel, if it has one.
    pub(crate) number: Option<u32>,
    /// What it is to be about.
    pub(crate) paragraphs: Vec<String>,
    /// What is put to it.
    pub(crate) questions: Vec<String>,
}

/// The day of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    /// The day of that number, from 0, after the first.
    Numbered(usize),
    /// That day.
    Date(Date),
    /// Not said.
    Unknown,
}

/// What is wrong with a text that is to be an agenda, in words that follow the file's name.
pub(crate) fn read(name: &str, text: &str) -> Result<Agenda, String> {
    let is_calendar = name.to_ascii_lowercase().ends_with(".ics") || text.trim_start().starts_with("BEGIN:VCALENDAR");
    let agenda = if is_calendar { calendar::read(text)? } else { text::read(text) };
    if agenda.sessions.is_empty() {
        return Err(
            "there is no session in it: a session is a line that begins with a time, such as `10:00 – 11:30 Opening`"
                .to_owned(),
        );
    }
    Ok(agenda)
}
