//! What is compared of a record: its fields as lines, texts and values.

use std::borrow::Cow;

use super::fields::{Field, Statement, Value};
use crate::edition::Labels;
use crate::model::{Line, Provenance, Publication};
use crate::record::{self, RecordKind, Said, Told, Word, in_words, source_in_words};

/// A record as it is compared.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub kind: RecordKind,
    pub id: Cow<'a, str>,
    /// The number as readers see it.
    pub number: Option<String>,
    /// The title without mark-up.
    pub title: String,
    /// The panel it belongs to.
    pub panel: Option<Cow<'a, str>>,
    /// Everything but the number.
    pub fields: Fields<'a>,
}

/// The fields of a record by key, in the order of the format.
pub(crate) type Fields<'a> = Vec<(Cow<'static, str>, Field<'a>)>;

impl<'a> Record<'a> {
    /// What a field holds.
    pub(crate) fn field(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, field)| field)
    }
}

/// All records, by kind, and those of one kind in the order of the book.
pub(super) fn of<'a>(publication: &'a Publication, labels: &Labels) -> Vec<Record<'a>> {
    let labels = labels.clone().of(publication);
    let language = publication.language.code();
    let word = |path: &str| Some(labels.get(language, path)).filter(|text| !text.is_empty()).map(str::to_owned);
    record::all(publication).into_iter().map(|record| compared(record, &word)).collect()
}

/// The word that a label has.
type WordOf<'w> = &'w dyn Fn(&str) -> Option<String>;

fn compared<'a>(record: record::Record<'a>, word: WordOf) -> Record<'a> {
    let record::Record { kind, id, number, title, panel, workshop: _, fields: told } = record;
    let mut fields = vec![];
    for field in told {
        push(&mut fields, field, word);
    }
    Record {
        kind,
        id: id.into(),
        number: number.map(|number| number.to_string()),
        title,
        panel: panel.map(|panel| panel.id.as_str().into()),
        fields,
    }
}

fn push<'a>(fields: &mut Fields<'a>, field: record::Field<'a>, word: WordOf) {
    let of_word = |of: Word| {
        let shown = in_words(&[Said::Word(of.clone())], word);
        Value { key: of.key, shown }
    };
    let record::Field { name, value, published: _ } = field;
    let compared = match value {
        record::Value::Code(code) => value_of(code),
        record::Value::Plain(plain) => value_of(plain.map(|plain| &plain.text)),
        record::Value::Number(number) => value_of(number),
        record::Value::Flag(flag) => value_of(flag.then_some("yes")),
        record::Value::Switch(on) => value_of(Some(on)),
        record::Value::Date(date) => value_of(date),
        record::Value::Time(time) => value_of(time),
        record::Value::Word(of) => Field::Value(of.map(of_word)),
        record::Value::Link(link) => {
            Field::Value(link.map(|link| Value { key: link.id().to_owned(), shown: in_words(&link.shown(), word) }))
        }
        record::Value::OneOrMore(links) => {
            let mut values: Vec<Value> = links
                .into_iter()
                .map(|link| Value { key: link.id().to_owned(), shown: in_words(&link.shown(), word) })
                .collect();
            match values.len() {
                0 | 1 => Field::Value(values.pop()),
                _ => Field::Values(values),
            }
        }
        record::Value::Plains(list) => Field::Values(list.iter().map(|plain| Value::plain(&plain.text)).collect()),
        record::Value::Words(list) => Field::Values(list.into_iter().map(of_word).collect()),
        record::Value::Links(list) => {
            let value = |link: record::Link| Value { key: link.id().to_owned(), shown: in_words(&link.shown(), word) };
            Field::Values(list.into_iter().map(value).collect())
        }
        record::Value::Parts(parts) => {
            let told = parts.into_iter().flat_map(|part| part.told);
            Field::Values(told.map(|Told { key, shown }| Value { key, shown: in_words(&shown, word) }).collect())
        }
        record::Value::Line(line) => Field::Line(line.map_or(&[][..], |line| &line.content).into()),
        record::Value::Formatted(line) => Field::Line(line.into()),
        record::Value::Text(text) => Field::Text(text.map(|text| Cow::Borrowed(&*text.prose))),
        record::Value::Lines(lines) => {
            Field::Lines(lines.iter().map(|line| Cow::Borrowed(line.content.as_slice())).collect())
        }
        record::Value::Statements(list) => {
            let lines = list.iter().map(|(line, _)| Cow::Borrowed(line.content.as_slice())).collect();
            fields.push((name.into(), Field::Lines(lines)));
            let statement = |(line, provenance): (&'a Line, &Provenance)| Statement {
                line: Cow::Borrowed(line.content.as_slice()),
                source: source_in_words(provenance).map(|said| in_words(&said, word)),
            };
            fields.push((format!("{name}.source").into(), Field::Sources(list.into_iter().map(statement).collect())));
            return;
        }
        record::Value::Source(Provenance { source, basis }) => {
            let locator = source.as_ref().and_then(|source| source.locator.as_ref());
            fields.extend([
                ("source".into(), value_of(source.as_ref().map(|source| &source.id))),
                ("locator".into(), value_of(locator)),
                ("basis".into(), Field::Value(basis.map(|basis| of_word(Word::of("basis", basis))))),
            ]);
            return;
        }
        // They are compared by themselves.
        record::Value::Records(_) => return,
    };
    fields.push((name.into(), compared));
}

fn value_of<'a>(value: Option<impl ToString>) -> Field<'a> {
    Field::Value(value.map(|value| Value::plain(value.to_string())))
}
