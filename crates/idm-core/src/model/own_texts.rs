//! The texts and sources that each kind of record holds itself, in the order of the book. Each record is taken apart without
//! `..`, so that a field of a new kind of text is not forgotten. What is made of all texts, and which of them a reviewer can
//! mark, follows from this.

use std::fmt;

use super::{
    Acronym, BookText, Chapter, Cover, Framework, Imprint, KeyMessage, Line, Outcome, Panel, Participation, Provenance,
    Recommendation, Review, Session, Text, Theme, Workshop,
};
use crate::markdown::tree::Target;

/// Where in its record a text stands. Shown, it is the way to the text: `key_messages[1].text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextKey {
    /// The field.
    pub field: &'static str,
    /// Which of the field's texts, if it has several.
    pub at: Option<usize>,
    /// The part of that which is the text, if there are other parts.
    part: Option<&'static str>,
}

impl fmt::Display for TextKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.field)?;
        if let Some(at) = self.at {
            write!(f, "[{at}]")?;
        }
        self.part.map_or(Ok(()), |part| write!(f, ".{part}"))
    }
}

/// The texts of a record.
#[derive(Default)]
pub(crate) struct OwnTexts<'a>(Vec<(TextKey, BookText<'a>)>);

impl<'a> IntoIterator for OwnTexts<'a> {
    type Item = (TextKey, BookText<'a>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> OwnTexts<'a> {
    fn with(mut self, field: &'static str, text: BookText<'a>) -> Self {
        self.0.push((TextKey { field, at: None, part: None }, text));
        self
    }

    fn line(self, field: &'static str, line: impl Into<Option<&'a Line>>) -> Self {
        match line.into() {
            Some(line) => self.with(field, BookText::Line(line)),
            None => self,
        }
    }

    fn text(self, field: &'static str, text: impl Into<Option<&'a Text>>) -> Self {
        match text.into() {
            Some(text) => self.with(field, BookText::Text(text)),
            None => self,
        }
    }

    fn target(self, field: &'static str, target: Option<&'a Target>) -> Self {
        match target {
            Some(target) => self.with(field, BookText::Source(target)),
            None => self,
        }
    }

    fn source(self, provenance: &'a Provenance) -> Self {
        let Provenance { source, basis: _ } = provenance;
        self.target("source", source.as_ref())
    }

    /// Those of the records that a field lists.
    fn each(mut self, field: &'static str, records: impl IntoIterator<Item = Self>) -> Self {
        for (at, record) in records.into_iter().enumerate() {
            let own = record.into_iter().map(|(key, text)| {
                (TextKey { field, at: Some(at), part: (!key.field.is_empty()).then_some(key.field) }, text)
            });
            self.0.extend(own);
        }
        self
    }

    /// The lines that a field lists.
    fn lines(self, field: &'static str, lines: &'a [Line]) -> Self {
        self.each(field, lines.iter().map(|line| Self::default().line("", line)))
    }
}

pub(super) fn cover(record: &Cover) -> OwnTexts<'_> {
    let Cover { logo, partners } = record;
    OwnTexts::default().line("logo", logo.as_ref()).lines("partners", partners)
}

pub(super) fn imprint(record: &Imprint) -> OwnTexts<'_> {
    let Imprint { publisher, address, rights, disclaimer, isbn: _, issn: _, span: _ } = record;
    OwnTexts::default()
        .line("publisher", publisher.as_ref())
        .line("address", address.as_ref())
        .line("rights", rights.as_ref())
        .line("disclaimer", disclaimer.as_ref())
}

pub(crate) fn chapter(record: &Chapter) -> OwnTexts<'_> {
    let Chapter { id: _, title, text, status: _ } = record;
    OwnTexts::default().line("title", title).text("text", text)
}

pub(super) fn framework(record: &Framework) -> OwnTexts<'_> {
    let Framework { id: _, title: _, short: _, note, reference, retrospective: _, concerned: _, elements: _ } = record;
    OwnTexts::default().line("note", note.as_ref()).target("reference", reference.as_ref())
}

pub(super) fn review(record: &Review) -> OwnTexts<'_> {
    let Review { asked, by: _, replies } = record;
    OwnTexts::default().text("asked", asked.as_ref()).line("replies", replies.as_ref())
}

pub(super) fn acronym(record: &Acronym) -> OwnTexts<'_> {
    let Acronym { short: _, long: _, plural: _, expand: _, source, note } = record;
    OwnTexts::default().line("note", note.as_ref()).target("source", source.as_ref())
}

/// A theme's own; not those of its panels and recommendations.
pub(crate) fn theme(record: &Theme) -> OwnTexts<'_> {
    let Theme { id: _, number: _, title, working_title: _, introduction, panels: _ } = record;
    OwnTexts::default().line("title", title).text("introduction", introduction.as_ref())
}

pub(crate) fn panel(record: &Panel) -> OwnTexts<'_> {
    let Panel {
        id: _,
        folder: _,
        workshop: _,
        number: _,
        title,
        moderators: _,
        speakers: _,
        rapporteurs: _,
        guiding_questions,
        key_messages,
        summary,
        provenance,
        status: _,
    } = record;
    OwnTexts::default()
        .line("title", title.as_ref())
        .source(provenance)
        .lines("guiding_questions", guiding_questions)
        .each("key_messages", key_messages.iter().map(key_message))
        .text("summary", summary.as_ref())
}

fn key_message(record: &KeyMessage) -> OwnTexts<'_> {
    let KeyMessage { text, provenance } = record;
    OwnTexts::default().line("text", text).source(provenance)
}

pub(crate) fn recommendation(record: &Recommendation) -> OwnTexts<'_> {
    let Recommendation {
        id: _,
        number: _,
        title,
        text,
        note,
        addressees: _,
        mappings: _,
        questions: _,
        theme: _,
        attribution: _,
        provenance,
        status: _,
    } = record;
    OwnTexts::default().line("title", title).text("text", text.as_ref()).line("note", note.as_ref()).source(provenance)
}

pub(crate) fn outcome(record: &Outcome) -> OwnTexts<'_> {
    let Outcome { id: _, number: _, title, text, theme: _, recommendations: _, provenance, status: _ } = record;
    OwnTexts::default().line("title", title).text("text", text.as_ref()).source(provenance)
}

/// A workshop's own, with those of its sessions; not those of its panels.
pub(crate) fn workshop(record: &Workshop) -> OwnTexts<'_> {
    let Workshop {
        id: _,
        number: _,
        title,
        kind: _,
        city: _,
        venue: _,
        dates: _,
        dates_places: _,
        participants: _,
        about,
        agenda,
        panels: _,
        provenance,
        status: _,
    } = record;
    OwnTexts::default()
        .line("title", title.as_ref())
        .text("about", about.as_ref())
        .source(provenance)
        .each("agenda", agenda.iter().map(session))
}

fn session(record: &Session) -> OwnTexts<'_> {
    let Session {
        id: _,
        kind: _,
        date: _,
        start: _,
        end: _,
        room: _,
        panel: _,
        title,
        people: _,
        note,
        provenance,
        places: _,
    } = record;
    OwnTexts::default().line("title", title.as_ref()).line("note", note.as_ref()).source(provenance)
}

pub(super) fn participation(record: &Participation) -> OwnTexts<'_> {
    let Participation { workshop: _, role: _, note, provenance } = record;
    OwnTexts::default().line("note", note.as_ref()).source(provenance)
}
