//! A publication as a list of records with fields, in the order in which readers meet them.

mod book;
mod event;
mod statements;

use super::fields::{Collector, Fields, Value};
use super::record::RecordKind;
use crate::model::{Panel, Person, Publication, Ref, Theme, Workshop};

/// A record of a publication.
pub(super) struct Record<'a> {
    pub kind: RecordKind,
    pub id: &'a str,
    /// The number as readers see it.
    pub number: Option<String>,
    /// The title without mark-up.
    pub title: String,
    /// The panel it belongs to.
    pub panel: Option<&'a str>,
    /// Everything but the number.
    pub fields: Fields<'a>,
}

/// All records, by kind, and those of one kind in the order of the book.
pub(super) fn of(publication: &Publication) -> Vec<Record<'_>> {
    let mut records = vec![book::publication(publication)];
    records.extend(book::chapters(publication));
    records.extend(book::themes(publication));
    records.extend(event::panels(publication));
    records.extend(statements::recommendations(publication));
    records.extend(statements::outcomes(publication));
    records.extend(event::workshops(publication));
    records.extend(event::sessions(publication));
    records.extend(event::people(publication));
    records.extend(book::acronyms(publication));
    records.extend(book::references(publication));
    records.extend(statements::frameworks(publication));
    records
}

impl<'a> Record<'a> {
    fn new(kind: RecordKind, id: &'a str, title: impl Into<String>) -> Self {
        Self { kind, id, number: None, title: title.into(), panel: None, fields: Fields::new() }
    }

    fn numbered(self, number: impl ToString) -> Self {
        Self { number: Some(number.to_string()), ..self }
    }

    fn of_panel(self, panel: Option<&'a str>) -> Self {
        Self { panel, ..self }
    }

    fn with(self, collect: impl FnOnce(&mut Collector<'a>)) -> Self {
        let mut collector = Collector::default();
        collect(&mut collector);
        Self { fields: collector.0, ..self }
    }
}

/// A theme, by its number and title.
fn theme(publication: &Publication, at: Ref<Theme>) -> Value {
    let theme = &publication[at];
    Value::of(&theme.id, format!("{} {}", theme.number, theme.title.plain()))
}

/// A workshop, by its city.
fn workshop(workshop: &Workshop) -> Value {
    Value::of(&workshop.id, format!("workshop {}, {}", workshop.number, workshop.city.text))
}

/// A panel, by its number and city.
fn panel(publication: &Publication, panel: &Panel) -> Value {
    Value::of(&panel.id, format!("panel {}, {}", panel.number, publication[panel.workshop].city.text))
}

/// A person, by name.
fn person(publication: &Publication, at: Ref<Person>) -> Value {
    let person = &publication[at];
    Value::of(&person.id, person.name.text.clone())
}
