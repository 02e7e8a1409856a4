//! Lists of what a publication has, for people and for other programs.

use idm_core::completeness;
use idm_core::model::{AnchorKind, Date, Line, Plain, Publication, Subject};
use idm_core::remarks::passages;
use idm_core::source::Span;
use serde::Serialize;
use serde_json::{Value, json};

use crate::document::may_hold;
use crate::{Error, Project};

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// Everything that has an identifier.
    Everything,
    /// The workshops.
    Workshops,
    /// The sessions of the workshops.
    Sessions,
    /// The panels.
    Panels,
    /// The recommendations.
    Recommendations,
    /// The outcomes.
    Outcomes,
    /// The themes.
    Themes,
    /// The chapters.
    Chapters,
    /// The people.
    People,
    /// The works cited.
    References,
    /// The acronyms.
    Acronyms,
    /// The words that the program itself prints.
    Labels,
}

/// A list: what its columns are called, and its rows. Each row ends with the file and the line of the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows; a value is a text, a number, or null where nothing is known.
    pub rows: Vec<Vec<Value>>,
}

/// A passage of a panel's draft, as it is marked there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassagePlace {
    /// Its mark.
    pub mark: String,
    /// The file that it stands in, as a path in the project.
    pub file: String,
    /// Its first line, from 1.
    pub line: usize,
    /// Its first column, from 1.
    pub column: usize,
}

impl Project {
    /// Lists the records of a kind, in the order of the book; nothing if too little of the inputs can be understood.
    pub fn list(&self, kind: ListKind) -> Option<Listing> {
        let book = self.publication()?;
        let list = match kind {
            ListKind::Everything => self.everything(book),
            ListKind::Workshops => self.workshops(book),
            ListKind::Sessions => self.sessions(book),
            ListKind::Panels => self.panels(book),
            ListKind::Recommendations => self.recommendations(book),
            ListKind::Outcomes => self.outcomes(book),
            ListKind::Themes => self.themes(book),
            ListKind::Chapters => self.chapters(book),
            ListKind::People => self.people(book),
            ListKind::References => self.references(),
            ListKind::Acronyms => self.acronyms(book),
            ListKind::Labels => self.label_list(book),
        };
        Some(list)
    }

    /// The passages of a draft that have a mark, in the order of the draft. `name` is that of a panel, a chapter, or `outcomes`.
    ///
    /// # Errors
    /// [`Error::Inputs`] if too little of the inputs can be understood, or if it may stand in a file with errors;
    /// [`Error::UnknownSubject`] if there is nothing of that name.
    pub fn passages(&self, name: &str) -> Result<Vec<PassagePlace>, Error> {
        let book = self.publication().ok_or(Error::Inputs)?;
        let mut all = Subject::all(book).into_iter();
        let found = all.find(|subject| subject.name(book) == name);
        let unknown = || match self.findings().iter().any(|found| may_hold(found, name)) {
            true => Error::Inputs,
            false => Error::unknown_subject(book, name),
        };
        let subject = found.ok_or_else(unknown)?;
        let mut places: Vec<PassagePlace> = vec![];
        for passage in passages::of(book, subject) {
            // The first of a block's parts stands for it.
            let Some(mark) = passage.mark.filter(|mark| places.iter().all(|place| place.mark != *mark)) else {
                continue;
            };
            let source = self.sources().get(passage.span.source);
            let position = source.position(passage.span.range().start);
            let (file, line, column) = (source.path().to_owned(), position.line, position.column);
            places.push(PassagePlace { mark, file, line, column });
        }
        Ok(places)
    }

    fn everything(&self, book: &Publication) -> Listing {
        let rows = self.all_named().into_iter().filter_map(|(id, named)| {
            let span = book.anchors.get(id)?.span;
            let row = vec![word(named.kind.name()), word(id), json!(named.number), word(&named.title)];
            Some(self.placed(row, span))
        });
        list(&["kind", "id", "number", "title"], rows.collect())
    }

    fn workshops(&self, book: &Publication) -> Listing {
        let rows = book.workshops.iter().map(|workshop| {
            let days = workshop.dates;
            let row = vec![
                word(&workshop.id),
                json!(workshop.number),
                word(&workshop.city.text),
                json!(workshop.title.as_ref().map(Line::plain)),
                day(days.map(|(first, _)| first)),
                day(days.map(|(_, last)| last)),
                json!(workshop.panels.len()),
                told(&workshop.status),
            ];
            self.placed(row, workshop.id.span())
        });
        list(&["id", "number", "city", "title", "start", "end", "panels", "status"], rows.collect())
    }

    fn sessions(&self, book: &Publication) -> Listing {
        let all =
            book.workshops.iter().flat_map(|workshop| workshop.agenda.iter().map(move |session| (workshop, session)));
        let rows = all.map(|(workshop, session)| {
            let title = session.title.as_ref().or_else(|| book[session.panel?].title.as_ref());
            let row = vec![
                word(&session.id),
                word(&workshop.id),
                word(&book[session.kind].id),
                day(session.date),
                told(&session.start),
                told(&session.end),
                json!(title.map(Line::plain)),
            ];
            self.placed(row, session.id.span())
        });
        list(&["id", "workshop", "kind", "date", "start", "end", "title"], rows.collect())
    }

    fn panels(&self, book: &Publication) -> Listing {
        let rows = book.panels.refs().map(|at| {
            let (panel, workshop) = (&book[at], &book[book[at].workshop]);
            let date = workshop.session_of(at).and_then(|session| session.date);
            let row = vec![
                word(&panel.id),
                json!(panel.number),
                word(&workshop.id),
                json!(panel.title.as_ref().map(Line::plain)),
                day(date),
                json!(panel.speakers.len()),
                json!(panel.guiding_questions.len()),
                json!(book.recommendations_of(at).len()),
                json!(completeness::gaps(book, at).len()),
                told(&completeness::status(book, at)),
            ];
            self.placed(row, panel.id.span())
        });
        let columns = [
            "id",
            "number",
            "workshop",
            "title",
            "date",
            "speakers",
            "questions",
            "recommendations",
            "missing",
            "status",
        ];
        list(&columns, rows.collect())
    }

    fn recommendations(&self, book: &Publication) -> Listing {
        let rows = book.recommendations.iter().map(|entry| {
            let addressees: Vec<&str> = entry.addressees.iter().map(|&to| book[to].id.as_str()).collect();
            let row = vec![
                word(&entry.id),
                word(&entry.number),
                word(&entry.title.plain()),
                json!(entry.attribution.panel.map(|panel| book[panel].id.as_str())),
                word(&book[entry.theme].id),
                word(&addressees.join(", ")),
                told(&entry.status),
            ];
            self.placed(row, entry.id.span())
        });
        list(&["id", "number", "title", "panel", "theme", "addressees", "status"], rows.collect())
    }

    fn outcomes(&self, book: &Publication) -> Listing {
        let rows = book.outcomes.iter().map(|entry| {
            let row = vec![
                word(&entry.id),
                word(&entry.number),
                word(&entry.title.plain()),
                word(&book[entry.theme].id),
                json!(entry.recommendations.len()),
                told(&entry.status),
            ];
            self.placed(row, entry.id.span())
        });
        list(&["id", "number", "title", "theme", "recommendations", "status"], rows.collect())
    }

    fn themes(&self, book: &Publication) -> Listing {
        let rows = book.themes.iter().map(|theme| {
            let panels: Vec<&str> = theme.panels.iter().map(|place| book[place.panel].id.as_str()).collect();
            let row = vec![word(&theme.id), json!(theme.number), word(&theme.title.plain()), word(&panels.join(", "))];
            self.placed(row, theme.id.span())
        });
        list(&["id", "number", "title", "panels"], rows.collect())
    }

    fn chapters(&self, book: &Publication) -> Listing {
        let rows = book.chapters.iter().map(|chapter| {
            let row = vec![word(&chapter.id), word(&chapter.title.plain()), told(&chapter.status)];
            self.placed(row, chapter.title.span)
        });
        list(&["id", "title", "status"], rows.collect())
    }

    fn people(&self, book: &Publication) -> Listing {
        let rows = book.people.iter().map(|person| {
            let parts: Vec<String> = person
                .participation
                .iter()
                .map(|part| format!("{} {}", book[part.workshop].id, book[part.role].id))
                .collect();
            let plain = |value: &Option<Plain>| json!(value.as_ref().map(|plain| &plain.text));
            let row = vec![
                word(&person.id),
                word(&person.name.text),
                plain(&person.post),
                plain(&person.organization),
                plain(&person.country),
                word(&parts.join(", ")),
            ];
            self.placed(row, person.id.span())
        });
        list(&["id", "name", "post", "organization", "country", "participation"], rows.collect())
    }

    fn references(&self) -> Listing {
        let all = self.all_named().into_iter().filter(|(_, named)| named.kind == AnchorKind::Reference);
        let rows = all.filter_map(|(id, named)| {
            let span = self.publication()?.anchors.get(id)?.span;
            Some(self.placed(vec![word(id), word(&named.title)], span))
        });
        list(&["id", "title"], rows.collect())
    }

    /// The labels in the language of the publication, those that it changes with their places.
    fn label_list(&self, book: &Publication) -> Listing {
        let (labels, language) = (self.labels(), book.language.code());
        let mut paths = labels.paths("en");
        paths.extend(book.labels.iter().map(|change| change.path.clone()));
        paths.sort();
        paths.dedup();
        let rows = paths.iter().map(|path| {
            let row = vec![word(path), word(labels.get(language, path))];
            let change = book.labels.iter().find(|change| change.path == *path && change.language == book.language);
            match change {
                Some(change) => self.placed(row, change.span),
                None => row.into_iter().chain([Value::Null, Value::Null]).collect(),
            }
        });
        list(&["key", "text"], rows.collect())
    }

    fn acronyms(&self, book: &Publication) -> Listing {
        let rows = book.acronyms.entries().map(|(at, acronym)| {
            let row =
                vec![word(&acronym.short.text), word(&acronym.long.text), json!(book.used_acronyms.contains(&at))];
            self.placed(row, acronym.short.span)
        });
        list(&["short", "long", "used"], rows.collect())
    }

    /// A row with the file and the line of its record.
    fn placed(&self, mut row: Vec<Value>, span: Span) -> Vec<Value> {
        let source = self.sources().get(span.source);
        row.push(word(source.path()));
        row.push(json!(source.position(span.range().start).line));
        row
    }
}

fn list(columns: &[&'static str], rows: Vec<Vec<Value>>) -> Listing {
    Listing { columns: [columns, &["file", "line"]].concat(), rows }
}

/// A text; an empty one is not known.
fn word(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

/// A day, `2017-04-18`.
fn day(date: Option<Date>) -> Value {
    json!(date.map(|date| date.to_string()))
}

/// A word of the format.
fn told(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
