//! What became of records: field by field, matched by identifier.

use std::borrow::Cow;

use super::counts::Counts;
use super::tree::{ComparedInline, ComparedItem, ComparedText, Mark};
use crate::record::RecordKind;

/// Everything that differs between two states of a publication.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The records that differ, in the order of the book; those that are gone follow those of their kind.
    pub records: Vec<RecordChange>,
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordChange {
    /// What it is.
    pub kind: RecordKind,
    /// Its identifier.
    pub id: String,
    /// Whether it is new ([`Mark::Added`]), gone ([`Mark::Removed`]) or in both states with changes
    /// ([`Mark::Kept`]).
    pub mark: Mark,
    /// The number as readers saw it, if it had one.
    pub earlier_number: Option<String>,
    /// The number as readers see it, if it has one.
    pub number: Option<String>,
    /// The title without mark-up, as it is, or as it was if the record is gone; empty if it has none.
    pub title: String,
    /// The panel that the record belongs to, by its identifier: a panel's own, that of a recommendation, session. Of a
    /// record that moved, the panel where it is now; its field `panel` says where it was.
    pub panel: Option<String>,
    /// The fields that differ, in the order of the format, longer texts from files of their own last. Of a new or removed
    /// record, every field that says anything, but for `number`.
    pub fields: Vec<FieldChange>,
}

/// What became of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The key in the input format, `key-messages`, `imprint.publisher`; `number` for the number that follows from the
    /// order of the book; `workshop` and `panel` for where a record was made; `key-messages.source`.
    pub field: Cow<'static, str>,
    /// What became of its value.
    pub delta: Delta,
}

impl FieldChange {
    /// What readers know it by: of a key within a key the outer one, and `source` for where something within comes from.
    pub fn name(&self) -> &str {
        name(&self.field)
    }
}

/// What readers know a field by: see [`FieldChange::name`].
pub(crate) fn name(field: &str) -> &str {
    if field.ends_with(".source") { "source" } else { field.split('.').next().unwrap_or(field) }
}

/// What became of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Delta {
    /// Of a line.
    Line(Vec<ComparedInline>),
    /// Of a text.
    Text(ComparedText),
    /// Of a list of lines, such as guiding questions and key messages: one paragraph each.
    Lines(Vec<ComparedItem>),
    /// Of a plain value: a date, a status, a person by name.
    Value {
        /// As it was.
        earlier: Option<String>,
        /// As it is.
        later: Option<String>,
    },
    /// Of a list of plain values: addressees, elements of frameworks, speakers by name.
    Values {
        /// Every value of both states in their order, each with what became of it.
        values: Vec<(Mark, String)>,
        /// Whether those in both states stand in another order.
        reordered: bool,
    },
}

impl Delta {
    /// How much has changed in prose. Plain values do not count.
    pub fn counts(&self) -> Counts {
        match self {
            Self::Line(line) => Counts::of_line(line),
            Self::Text(text) => text.counts(),
            Self::Lines(items) => Counts::of_items(items),
            Self::Value { .. } | Self::Values { .. } => Counts::default(),
        }
    }
}
