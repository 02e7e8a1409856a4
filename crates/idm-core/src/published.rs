//! The published records as JSON: what the book says, as data, for the attachment in the PDF.
//!
//! They are made from the view of records (`record`), and their texts from the [printed tree](crate::edition), in
//! plain words. Editors'
//! notes are never among them, nor anything that the book does not print. The form is documented in `docs/records.md`.

pub mod differences;
mod read;

use serde_json::{Map, Value, json};

use crate::edition::{Labels, PlainWords};
use crate::markdown::tree::{BlockKind, Image, InlineKind, Prose, plain_text};
use crate::markdown::walk::{self, Notes};
use crate::model::{Provenance, Publication};
use crate::record::{self, Field, Number, Record, RecordKind};

pub(crate) use read::{holds_records, is_worded, json_name, records};

/// What `format` holds.
pub(crate) const FORMAT: &str = "idm-records";

/// The version of the form. A new field does not raise it; a changed or removed one does.
pub const VERSION: u32 = 1;

/// The records as one JSON document that ends with a line break, in which the program's own words are those of the book's language. The
/// same publication gives the same bytes.
pub fn to_json(publication: &Publication, labels: &Labels) -> String {
    let mut text = serde_json::to_string_pretty(&document(publication, labels)).unwrap_or_default();
    text.push('\n');
    text
}

/// The records as one JSON value, in which the program's own words are those of the book's language.
pub fn document(publication: &Publication, labels: &Labels) -> Value {
    let writer = Writer { publication, labels };
    let mut document = Map::new();
    document.insert("format".to_owned(), json!(FORMAT));
    document.insert("version".to_owned(), json!(VERSION));
    document.insert("publication".to_owned(), writer.record(&record::publication(publication)));
    let lists = [
        (RecordKind::Theme, record::themes(publication)),
        (RecordKind::Workshop, record::workshops(publication)),
        (RecordKind::Recommendation, record::recommendations(publication)),
        (RecordKind::Outcome, record::outcomes(publication)),
        (RecordKind::Person, record::people(publication)),
        (RecordKind::Acronym, record::printed_acronyms(publication)),
        (RecordKind::Reference, record::references(publication)),
        (RecordKind::Framework, record::printed_frameworks(publication)),
    ];
    for (kind, records) in lists {
        let list = kind.list().unwrap_or_default();
        document.insert(list.to_owned(), records.iter().map(|record| writer.record(record)).collect());
    }
    Value::Object(document)
}

/// Writes records as JSON.
#[derive(Clone, Copy)]
struct Writer<'a> {
    publication: &'a Publication,
    labels: &'a Labels,
}

impl Writer<'_> {
    fn record(self, record: &Record) -> Value {
        let Record { kind, id, number, title: _, panel: _, workshop, fields } = record;
        let mut object = Map::new();
        object.insert(kind.id_key().to_owned(), json!(id));
        match number {
            Some(Number::Count(number)) => drop(object.insert("number".to_owned(), json!(number))),
            Some(Number::Text(number)) => drop(object.insert("number".to_owned(), json!(number))),
            None => {}
        }
        let workshop = workshop.and_then(|of| self.publication.workshops.find(|known| known.id == of.id));
        let printed = PlainWords { publication: self.publication, labels: self.labels, workshop };
        self.fields(fields, printed, &mut object);
        let mut texts = fields.iter().filter(|field| field.published).filter_map(|field| match field.value {
            record::Value::Text(text) => Some(text),
            _ => None,
        });
        if let Some(first) = texts.next() {
            let pictures = std::iter::once(first).chain(texts).flatten().flat_map(|text| self.pictures(&text.prose));
            object.insert("pictures".to_owned(), pictures.collect());
        }
        Value::Object(object)
    }

    /// The pictures of a text, each with what tells it from another of its name.
    fn pictures(self, prose: &Prose) -> Vec<Value> {
        let mut images = vec![];
        walk::blocks(prose, Notes::Skip, &mut |block| {
            if let BlockKind::Figure(figure) = &block.kind {
                images.push(&figure.image);
            }
            walk::own_inlines(block, Notes::Skip, &mut |inline| {
                if let InlineKind::Image(image) = &inline.kind {
                    images.push(image);
                }
            });
        });
        let path = |image: &Image| match self.publication.pictures.named.get(&image.handle) {
            Some((path, _)) => path.clone(),
            None => image.path.clone(),
        };
        images.into_iter().map(|image| json!({ "path": path(image), "sha256": image.content })).collect()
    }

    fn fields(self, fields: &[Field], printed: PlainWords, object: &mut Map<String, Value>) {
        for Field { name, value, .. } in fields.iter().filter(|field| field.published) {
            let value = self.value(value, printed);
            let name = json_name(name);
            match name.split_once('.') {
                None => drop(object.insert(name, value)),
                Some((group, name)) => {
                    let group = object.entry(group).or_insert_with(|| Value::Object(Map::new()));
                    if let Value::Object(members) = group {
                        members.insert(name.to_owned(), value);
                    }
                }
            }
        }
        // What stands together and says nothing is not there.
        for (group, members) in object.iter_mut() {
            let blank = members.as_object().is_some_and(|members| members.values().all(Value::is_null));
            if blank && *group != json_name("source") {
                *members = Value::Null;
            }
        }
    }

    fn value(self, value: &record::Value, printed: PlainWords) -> Value {
        match value {
            record::Value::Code(code) => json!(code),
            record::Value::Plain(plain) => json!(plain.map(|plain| &plain.text)),
            record::Value::Plains(list) => list.iter().map(|plain| json!(plain.text)).collect(),
            record::Value::Line(line) => json!(line.map(|line| printed.line(&line.content))),
            record::Value::Formatted(line) => json!(plain_text(line)),
            record::Value::Lines(lines) => lines.iter().map(|line| json!(printed.line(&line.content))).collect(),
            record::Value::Statements(list) => {
                let statement = |(line, source): &(&crate::model::Line, &Provenance)| json!({ "text": printed.line(&line.content), json_name("source"): provenance(source) });
                list.iter().map(statement).collect()
            }
            record::Value::Text(text) => json!(text.map(|text| printed.text(&text.prose))),
            record::Value::Number(number) => json!(number),
            record::Value::Flag(flag) | record::Value::Switch(flag) => json!(flag),
            record::Value::Date(date) => json!(date.map(|date| date.to_string())),
            record::Value::Time(time) => json!(time),
            record::Value::Word(word) => json!(word.as_ref().map(|word| &word.key)),
            record::Value::Words(words) => words.iter().map(|word| json!(word.key)).collect(),
            record::Value::Link(link) => json!(link.map(record::Link::id)),
            record::Value::Links(links) => links.iter().map(|link| json!(link.id())).collect(),
            record::Value::OneOrMore(links) => match &links[..] {
                [] => Value::Null,
                [one] => json!(one.id()),
                several => several.iter().map(|link| json!(link.id())).collect(),
            },
            record::Value::Source(source) => provenance(source),
            record::Value::Parts(parts) => {
                let part = |part: &record::Part| {
                    let mut object = Map::new();
                    self.fields(&part.fields, printed, &mut object);
                    Value::Object(object)
                };
                parts.iter().map(part).collect()
            }
            record::Value::Records(records) => records.iter().map(|record| self.record(record)).collect(),
        }
    }
}

fn provenance(Provenance { source, basis }: &Provenance) -> Value {
    json!({
        "source": source.as_ref().map(|source| &source.id),
        "locator": source.as_ref().and_then(|source| source.locator.as_ref()),
        "basis": basis,
    })
}

#[cfg(test)]
mod tests;
