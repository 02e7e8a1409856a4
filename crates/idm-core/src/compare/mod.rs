//! Comparing two states of a publication: prose word by word, records field by field.

mod record;
mod tree;

pub use record::{Comparison, Delta, FieldChange, RecordChange, RecordKind};
pub use tree::{
    ComparedBlock, ComparedCell, ComparedColumn, ComparedFootnote, ComparedInline, ComparedItem, ComparedRow,
    ComparedTable, ComparedText, EarlierFootnote, Mark, RevisedBlock, RevisedContent,
};
