//! Comparing two states of a publication: prose word by word, records field by field.

mod blocks;
mod counts;
mod cut;
mod excerpt;
mod fields;
mod footnotes;
mod gist;
mod inlines;
mod normalize;
mod publications;
mod record;
mod records;
pub mod report;
mod sequence;
mod states;
mod tables;
mod texts;
mod tree;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use crate::record::RecordKind;
pub use counts::Counts;
pub(crate) use counts::items_are_unchanged;
pub(crate) use fields::{Field, Statement, Value};
pub(crate) use inlines::{compare_lines, line_is_unchanged};
pub use normalize::normalize;
#[cfg(test)]
pub(crate) use normalize::normalize_line;
pub use publications::compare;
pub(crate) use publications::{by_key, compare_records};
pub(crate) use record::name;
pub use record::{Comparison, Delta, FieldChange, RecordChange};
pub(crate) use records::{Fields, Record};
pub use states::{accept, reject};
pub(crate) use states::{accept_line, reject_line};
pub(crate) use texts::compare_line_lists;
pub use texts::compare_texts;
pub use tree::{
    ComparedBlock, ComparedCell, ComparedColumn, ComparedFootnote, ComparedInline, ComparedItem, ComparedRow,
    ComparedTable, ComparedText, EarlierFootnote, Mark, RevisedBlock, RevisedContent,
};
