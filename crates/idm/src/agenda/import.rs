//! An agenda of others becomes a workshop of the project, with its panels.

use std::io::ErrorKind;
use std::path::Path;

use idm_core::escape;
use idm_core::model::Date;

use super::{Agenda, Day, Remark, Session, SessionKind, read};
use crate::scaffold::{Added, Additions, Behind, Item, Names, Record, Step, described, slug};
use crate::{Error, Project, reading};

/// How long an agenda may be.
const MAX_BYTES: usize = 1024 * 1024;

/// What is said of an agenda that it does not say itself.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The workshop's identifier. Without it, one made of the city.
    pub id: Option<String>,
    /// The city, where the agenda does not name it.
    pub city: Option<String>,
    /// The key of the reference that the agenda is cited by. Without it, one is made, with an entry.
    pub source: Option<String>,
}

/// What became of an agenda.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The files that were made or added to.
    pub added: Added,
    /// How many lines the agenda has, empty ones not counted.
    pub lines: usize,
    /// How many of them repeat the head of a page, number one, or keep a calendar's books.
    pub repeated: usize,
    /// How many sessions there are.
    pub sessions: usize,
    /// How many of them are panels.
    pub panels: usize,
    /// How many questions are put to panels.
    pub questions: usize,
    /// The lines that nothing was made of, or that are to be looked at.
    pub remarks: Vec<Remark>,
}

impl Project {
    /// Makes a workshop of an agenda: plain text, or a calendar (`.ics`). It becomes a folder of its own, its panels are named
    /// under a theme, and the agenda among the references. Each line is used, or told to be left out.
    ///
    /// # Errors
    /// [`Error::Unfit`] if the file is no agenda; otherwise as [`add`](Self::add).
    pub fn import_agenda(&self, file: &Path, options: &ImportOptions) -> Result<Imported, Error> {
        let unfit = |why: String| Error::Unfit { path: file.to_owned(), why };
        let text = reading::text(file, MAX_BYTES).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Error::NoFile {
                what: "agenda",
                path: file.to_owned(),
                hint: "name a file of plain text or a calendar (`.ics`)",
            },
            ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::FileTooLarge => unfit(error.to_string()),
            _ => Error::system("read", file)(error),
        })?;
        let agenda = read(&file.to_string_lossy(), &text).map_err(unfit)?;
        let publication = self.publication().ok_or(Error::Inputs)?;
        let city = options.city.as_deref().or(agenda.head.city.as_deref());
        let city =
            city.ok_or_else(|| unfit("it does not say in which city; `--city NAME` does".to_owned()))?.to_owned();
        let mut names = Names::of(self);
        let id = match &options.id {
            Some(id) if names.has(id) => return Err(Error::Unaddable(format!("`{id}` is taken"))),
            Some(id) => names.take(id),
            None => names.take(&Some(slug(&city)).filter(|id| !id.is_empty()).unwrap_or_else(|| "workshop".to_owned())),
        };
        let number = publication.workshops.iter().map(|workshop| workshop.number).max().map_or(1, |last| last + 1);
        let title_file = self.sources().get(publication.title.span.source).path().to_owned();
        let mut import = Import {
            project: self,
            agenda: &agenda,
            city,
            names,
            files: Additions::default(),
            source: String::new(),
            id,
        };
        import.reference(options.source.as_deref())?;
        let panels = import.workshop(number)?;
        import.theme(&title_file, &panels)?;
        let files = import.files;
        Ok(Imported {
            added: files.write_to(self)?,
            lines: agenda.lines,
            repeated: agenda.repeated,
            sessions: agenda.sessions.len(),
            panels: panels.len(),
            questions: agenda
                .sessions
                .iter()
                .filter(|session| session.kind == SessionKind::Panel)
                .map(|session| session.questions.len())
                .sum(),
            remarks: agenda.remarks,
        })
    }
}

struct Import<'a> {
    project: &'a Project,
    agenda: &'a Agenda,
    city: String,
    names: Names,
    files: Additions,
    source: String,
    /// The workshop's identifier.
    id: String,
}

impl Import<'_> {
    /// The entry that the agenda is cited by.
    fn reference(&mut self, source: Option<&str>) -> Result<(), Error> {
        if let Some(source) = source {
            source.clone_into(&mut self.source);
            return Ok(());
        }
        let head = &self.agenda.head;
        self.source = self.names.take(&format!("agenda-{}", self.id));
        let document = head.document.as_deref().unwrap_or("Agenda");
        let meeting =
            [head.kind.as_deref(), head.series.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let meeting = if meeting.is_empty() { format!("workshop in {}", self.city) } else { meeting };
        let record = Record::default().plain("type", "report").text("title", &format!("{document}: {meeting}"));
        let beginning = described(self.project, "references.yaml");
        self.files.insert_entry(self.project, "references.yaml", &self.source, &record, &beginning)
    }

    /// The workshop and its panels, whose identifiers are returned.
    fn workshop(&mut self, number: u32) -> Result<Vec<String>, Error> {
        let head = &self.agenda.head;
        let folder = format!("workshops/{}", self.id);
        let mut sessions = vec![];
        let mut panels: Vec<String> = vec![];
        let mut numbers: Vec<u32> = vec![];
        for session in &self.agenda.sessions {
            let date = self.date(session.day).map(|date| date.to_string());
            let (kind, name) = word(session.kind);
            let panel = (session.kind == SessionKind::Panel).then(|| {
                let next = numbers.iter().max().map_or(1, |last| last + 1);
                let number = session.number.filter(|number| !numbers.contains(number)).unwrap_or(next);
                numbers.push(number);
                number
            });
            let id = match panel {
                Some(number) => self.names.take(&format!("{}-session-{number}", self.id)),
                None => self.names.take(&format!("{}-{name}", self.id)),
            };
            let record = Record::default().plain("id", id).plain("kind", kind);
            let record = match panel {
                Some(number) => {
                    let panel = self.panel(&folder, number, session)?;
                    panels.push(panel.clone());
                    record.plain("panel", panel)
                }
                None if session.title.is_empty() => record.text("title", default_title(session.kind)),
                None => record.text("title", &escape::prose(&session.title)),
            };
            let record = record.some("date", date.as_deref());
            let record = record.some("start", session.start.map(|time| format!("\"{time}\"")).as_deref());
            let record = record.some("end", session.end.map(|time| format!("\"{time}\"")).as_deref());
            let record = record.plain("source", &self.source).plain("basis", "agenda");
            let note: Vec<String> =
                session.paragraphs.iter().chain(&session.questions).map(|text| escape::prose(text)).collect();
            let record = if panel.is_some() || note.is_empty() { record } else { record.text("note", &note.join(" ")) };
            sessions.push(record);
        }
        let record = Record::default().plain("id", &self.id).plain("number", number.to_string());
        let record = match &head.title {
            Some(title) => record.text("title", &escape::prose(title)),
            None => record.plain("title", ""),
        };
        let record = record.text("kind", head.kind.as_deref().unwrap_or("Workshop")).text("city", &self.city);
        let record = match &head.venue {
            Some(venue) => record.text("venue", venue),
            None => record.plain("venue", ""),
        };
        let days = head.days.map(|(first, last)| (first.to_string(), last.to_string()));
        let record = record
            .plain("start", days.as_ref().map_or("", |(first, _)| first))
            .plain("end", days.as_ref().map_or("", |(_, last)| last))
            .plain("source", &self.source)
            .plain("basis", "agenda")
            .plain("status", "draft")
            .records("agenda", sessions);
        let path = format!("{folder}/workshop.yaml");
        let text = format!("{}{}", described(self.project, &path), record.block(0));
        self.files.create(path, text);
        Ok(panels)
    }

    fn panel(&mut self, folder: &str, number: u32, session: &Session) -> Result<String, Error> {
        let id = self.names.take(&format!("{}-{number}", self.id));
        let folder = format!("{folder}/panel-{number}");
        let locator = format!("Panel {number}");
        let record = Record::default().plain("id", &id).plain("number", number.to_string());
        let record = if session.title.is_empty() {
            record.plain("title", "")
        } else {
            record.text("title", &escape::prose(&session.title))
        };
        let questions: Vec<String> = session.questions.iter().map(|question| escape::prose(question)).collect();
        let record = record
            .plain("moderator", "")
            .plain("speakers", "[]")
            .plain("rapporteur", "")
            .texts("guiding-questions", questions)
            .plain("key-messages", "[]")
            .plain("source", &self.source)
            .plain("locator", &locator)
            .plain("basis", "agenda")
            .plain("status", "draft");
        let path = format!("{folder}/panel.yaml");
        let text = format!("{}{}", described(self.project, &path), record.block(0));
        self.files.create(path, text);
        if !session.paragraphs.is_empty() {
            let words: Vec<String> = session.paragraphs.iter().map(|text| escape::prose(text)).collect();
            let quoted = format!(
                "# What the agenda says\n\n:::quote {{source=\"{}\" locator=\"{locator}\"}}\n{}\n:::\n",
                self.source,
                words.join("\n\n")
            );
            self.files.create(format!("{folder}/summary.md"), quoted);
        }
        Ok(id)
    }

    /// A theme that draws on the panels, so that the book shows them.
    fn theme(&mut self, path: &str, panels: &[String]) -> Result<(), Error> {
        if panels.is_empty() {
            return Ok(());
        }
        let id = self.names.take(&format!("theme-{}", self.id));
        let title = format!("Panels of the workshop in {}", self.city);
        let theme = Record::default()
            .plain("id", id)
            .text("title", &escape::prose(&title))
            .plain("working-title", "true")
            .plain("panels", format!("[{}]", panels.join(", ")));
        self.files.insert(self.project, path, &[Step::Key("themes")], &Behind::All, &Item::Record(theme), "")
    }

    fn date(&self, day: Day) -> Option<Date> {
        let (first, last) = self.agenda.head.days?;
        match day {
            Day::Date(date) => Some(date),
            Day::Numbered(number) => {
                let date = first.checked_add(time::Duration::days(i64::try_from(number).ok()?))?;
                (date <= last).then_some(date)
            }
            Day::Unknown => (first == last).then_some(first),
        }
    }
}

/// A kind of session in the words of the format, and as a part of an identifier.
fn word(kind: SessionKind) -> (&'static str, &'static str) {
    match kind {
        SessionKind::Opening => ("opening", "opening"),
        SessionKind::Panel => ("panel", "panel"),
        SessionKind::Break => ("break", "break"),
        SessionKind::Registration => ("registration", "registration"),
        SessionKind::Closing => ("closing", "closing"),
        SessionKind::Other => ("other", "session"),
    }
}

/// What a session is called that has no title.
fn default_title(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::Opening => "Opening",
        SessionKind::Break => "Break",
        SessionKind::Registration => "Registration",
        SessionKind::Closing => "Closing",
        SessionKind::Panel | SessionKind::Other => "Session",
    }
}
