//! What a document prints of its records: values by name, in which texts are printed trees.

use crate::model::{Date, Id, PartialDate};
use crate::source::Span;

use super::tree::{Block, Inline};

/// A value of a record as it is printed.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// It is not known.
    None,
    /// Whether something is so.
    Flag(bool),
    /// A number that is counted with. One that readers see is [`Plain`](Self::Plain).
    Number(u64),
    /// Characters without mark-up: a label, a number as readers see it, a word of a closed list, a plain value.
    Plain {
        /// The characters.
        text: String,
        /// Where they came from, if they are an author's.
        span: Option<Span>,
        /// The letters of the language that they are in, if it is not the document's.
        language: Option<String>,
    },
    /// A day, a month or a year.
    Date(PartialDate),
    /// A line of running text.
    Line {
        /// The words.
        content: Vec<Inline>,
        /// Where they came from.
        span: Option<Span>,
    },
    /// A text.
    Text {
        /// The blocks.
        blocks: Vec<Block>,
        /// Where they came from.
        span: Option<Span>,
    },
    /// The editors' notes in a record's lines, which have no margin of their own.
    Notes(Vec<Block>),
    /// Several values.
    List(Vec<Value>),
    /// Values by name.
    Record(Record),
}

/// Values by name, in the order in which they were told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Where the record is defined.
    pub span: Option<Span>,
    /// The names with their values. No name stands twice.
    pub fields: Vec<(&'static str, Value)>,
}

impl Record {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Adds a value.
    pub(super) fn push(&mut self, name: &'static str, value: impl Into<Value>) {
        self.fields.push((name, value.into()));
    }
}

/// The characters of a plain value; empty for any other, and for none.
pub fn text_of(value: Option<&Value>) -> &str {
    match value {
        Some(Value::Plain { text, .. }) => text,
        _ => "",
    }
}

impl From<Record> for Value {
    fn from(record: Record) -> Self {
        Self::Record(record)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Plain { text: text.to_owned(), span: None, language: None }
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Id> for Value {
    fn from(id: &Id) -> Self {
        id.as_str().into()
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Plain { text, span: None, language: None }
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date.into())
    }
}

impl From<PartialDate> for Value {
    fn from(date: PartialDate) -> Self {
        Self::Date(date)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}
