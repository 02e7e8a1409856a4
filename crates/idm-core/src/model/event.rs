//! The event: workshops, their agendas, their panels and the people.

use serde::{Serialize, Serializer};

use super::{Id, KeyMessage, Line, List, Plain, Provenance, Ref, Role, SessionKind, Text};
use crate::schema::{Basis, Status};
use crate::source::Span;

/// A day.
pub type Date = time::Date;

/// A month.
pub type Month = time::Month;

/// A time of day, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// From 0 to 23.
    pub hour: u8,
    /// From 0 to 59.
    pub minute: u8,
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartialDate {
    /// The year.
    pub year: i32,
    /// From 1 to 12.
    pub month: Option<u8>,
    /// From 1 to 31.
    pub day: Option<u8>,
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month().into()), day: Some(date.day()) }
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// A workshop.
#[derive(Debug, Clone, PartialEq)]
pub struct Workshop {
    /// The identifier.
    pub id: Id,
    /// The number in the dialogue.
    pub number: u32,
    /// The theme.
    pub title: Option<Line>,
    /// What kind of meeting it is.
    pub kind: Option<Plain>,
    /// Where.
    pub city: Plain,
    /// The building and room.
    pub venue: Option<Plain>,
    /// The first and the last day.
    pub dates: Option<(Date, Date)>,
    /// Where the two are given.
    pub dates_places: (Span, Span),
    /// How many took part.
    pub participants: Option<u32>,
    /// What the workshop was for.
    pub about: Option<Text>,
    /// The sessions in the order of time.
    pub agenda: Vec<Session>,
    /// The panels by number.
    pub panels: Vec<Ref<Panel>>,
    /// Where the facts come from.
    pub provenance: Provenance,
    /// How far the text has come.
    pub status: Status,
}

impl Workshop {
    /// The session in which a panel is held: the first that names it.
    pub fn session_of(&self, panel: Ref<Panel>) -> Option<&Session> {
        self.agenda.iter().find(|session| session.panel == Some(panel))
    }
}

/// A session of an agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// The identifier.
    pub id: Id,
    /// What kind of session it is.
    pub kind: Ref<SessionKind>,
    /// The day.
    pub date: Option<Date>,
    /// When it begins.
    pub start: Option<Time>,
    /// When it ends.
    pub end: Option<Time>,
    /// The panel held in it.
    pub panel: Option<Ref<Panel>>,
    /// Its title, if it is no panel.
    pub title: Option<Line>,
    /// The room, if the session has one of its own.
    pub room: Option<Plain>,
    /// Who takes part.
    pub people: Vec<Ref<Person>>,
    /// A remark.
    pub note: Option<Line>,
    /// Where the facts come from.
    pub provenance: Provenance,
    /// Where its day and times stand, and its panel.
    pub places: SessionPlaces,
}

/// Where the parts of a session stand that are checked against others; the session itself for those left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionPlaces {
    /// The day.
    pub date: Span,
    /// The time when it begins.
    pub start: Span,
    /// The time when it ends.
    pub end: Span,
    /// The panel.
    pub panel: Span,
}

/// A panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The identifier.
    pub id: Id,
    /// The folder, as a path in the project.
    pub folder: String,
    /// The workshop that it is part of.
    pub workshop: Ref<Workshop>,
    /// The number in its workshop.
    pub number: u32,
    /// The title.
    pub title: Option<Line>,
    /// Who lead it.
    pub moderators: Vec<Ref<Person>>,
    /// Who speaks.
    pub speakers: Vec<Ref<Person>>,
    /// Who report on it.
    pub rapporteurs: Vec<Ref<Person>>,
    /// What was put to it.
    pub guiding_questions: Vec<Line>,
    /// What to take away.
    pub key_messages: Vec<KeyMessage>,
    /// The report.
    pub summary: Option<Text>,
    /// Where the facts come from.
    pub provenance: Provenance,
    /// How far the text has come.
    pub status: Status,
}

/// The identifier of a panel's question, by its place in the panel's list: `energy-q3`.
pub fn question_id(panel: &str, place: usize) -> String {
    format!("{panel}-q{}", place + 1)
}

/// The number of a panel's question as readers see it, by its place in the panel's list: "2.3" is the third that panel 2
/// was asked. Where panels of several workshops were asked any, the workshop's number comes first.
pub fn question_number(workshops: &List<Workshop>, panels: &List<Panel>, panel: Ref<Panel>, place: usize) -> String {
    let asked = |workshop: &&Workshop| workshop.panels.iter().any(|&at| !panels[at].guiding_questions.is_empty());
    let several = workshops.iter().filter(asked).count() > 1;
    let Panel { workshop, number, .. } = &panels[panel];
    let workshop = if several { format!("{}.", workshops[*workshop].number) } else { String::new() };
    format!("{workshop}{number}.{}", place + 1)
}

impl Panel {
    /// Whether any of its facts come from a report on it or from its record. What else is printed of it tells a plan.
    pub fn is_reported(&self) -> bool {
        let messages = self.key_messages.iter().map(|message| &message.provenance);
        let mut bases = messages.chain([&self.provenance]).filter_map(|provenance| provenance.basis);
        bases.any(|basis| !basis.looks_ahead())
    }

    /// Whether it only keeps the place of a panel of which nothing is known but its number.
    pub fn is_placeholder(&self) -> bool {
        let Self { title, speakers, moderators, rapporteurs, guiding_questions, key_messages, summary, .. } = self;
        title.is_none()
            && summary.is_none()
            && speakers.is_empty()
            && guiding_questions.is_empty()
            && key_messages.is_empty()
            && moderators.is_empty()
            && rapporteurs.is_empty()
    }
}

/// A person.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// The identifier.
    pub id: Id,
    /// The name as printed.
    pub name: Plain,
    /// The name as sorted.
    pub sort: String,
    /// What stands before the name.
    pub honorific: Option<Plain>,
    /// The post held at the time.
    pub post: Option<Plain>,
    /// The organization served.
    pub organization: Option<Plain>,
    /// The country represented.
    pub country: Option<Plain>,
    /// Where the person took part, or was announced to.
    pub participation: Vec<Participation>,
}

/// A part taken in a workshop.
#[derive(Debug, Clone, PartialEq)]
pub struct Participation {
    /// The workshop.
    pub workshop: Ref<Workshop>,
    /// The part.
    pub role: Ref<Role>,
    /// A remark.
    pub note: Option<Line>,
    /// Where the fact comes from.
    pub provenance: Provenance,
}

impl Person {
    /// Whether everything that is known of the person's part is that it was planned or announced.
    pub fn is_announced(&self) -> bool {
        !self.participation.is_empty() && self.participation.iter().all(Participation::is_announced)
    }
}

impl Participation {
    /// Whether it was only planned or announced.
    pub fn is_announced(&self) -> bool {
        self.provenance.basis.is_some_and(Basis::looks_ahead)
    }
}
