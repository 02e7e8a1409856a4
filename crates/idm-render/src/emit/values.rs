//! The values of a document's modules as Typst's dictionaries, arrays and content.

use idm_core::edition::{self, Record, Value};
use idm_core::model::PartialDate;

use super::literal;
use super::writer::Writer;
use crate::source_map::Module;

/// A module of a document, with what stands before its values.
pub(super) fn module(module: &edition::Module, draft: bool, before: &str) -> Module {
    let mut writer = Writer::new(draft);
    writer.out.push(before);
    for (name, value) in &module.values {
        writer.define(name, |writer| writer.value(value));
    }
    writer.finish()
}

impl Writer {
    pub(super) fn value(&mut self, value: &Value) {
        match value {
            Value::None => self.out.push("none"),
            Value::Flag(flag) => self.out.push(if *flag { "true" } else { "false" }),
            Value::Number(number) => self.out.push(&number.to_string()),
            Value::Plain { text, span, language: None } => self.within(*span, |writer| writer.string(text)),
            Value::Plain { text, span, language: Some(language) } => {
                self.within(*span, |writer| writer.out.push(&foreign(language, text)));
            }
            Value::Date(date) => self.date(*date),
            Value::Line { content, span } => {
                self.within(*span, |writer| writer.bracketed(|writer| writer.inlines(content)));
            }
            Value::Text { blocks, span } => self.within(*span, |writer| {
                writer.out.push("[\n");
                writer.blocks(blocks);
                writer.out.push("]");
            }),
            Value::Notes(notes) => self.bracketed(|writer| writer.blocks(notes)),
            Value::List(values) => self.array(values, Self::value),
            Value::Record(record) => self.within(record.span, |writer| writer.dictionary(record)),
        }
    }

    fn dictionary(&mut self, record: &Record) {
        self.out.push("(");
        for (name, value) in &record.fields {
            self.out.push(name);
            self.out.push(": ");
            self.value(value);
            // A line each, for whoever opens the project in an editor.
            self.out.push(",\n  ");
        }
        self.out.push(if record.fields.is_empty() { ":)" } else { ")" });
    }

    /// A date as the templates read it.
    fn date(&mut self, date: PartialDate) {
        let part = |part: Option<u8>| part.map_or("none".to_owned(), |number| number.to_string());
        let (month, day) = (part(date.month), part(date.day));
        self.out.push(&format!("(year: {}, month: {month}, day: {day})", date.year));
    }
}

/// A string that is in another language than what is around it, as content that says so.
pub(super) fn foreign(language: &str, text: &str) -> String {
    format!("foreign({}, none, {})", literal::string(language), literal::string(text))
}

/// A string as an argument.
pub(super) fn string(writer: &mut Writer, text: &str) {
    writer.out.push(&literal::string(text));
}
