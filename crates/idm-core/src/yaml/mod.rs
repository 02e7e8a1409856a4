//! YAML: values for the records, and the place of every key and value for the diagnostics.
//!
//! A file is parsed once, by `saphyr-parser`, into an [`Index`]: a tree of keys and values with their bytes in the file.
//! The index answers where a value stands (`Index::span_of_value`), how its text lies in the file
//! ([`Index::locator`]), and which keys a record has. Records are read from it one by one (`read_record`,
//! `read_list`): each is written out as a line of plain flow YAML, which serde_yaml turns into the wanted type.
//! Since that line is made from the same tree, positions and values cannot disagree, and what was reported as wrong can
//! be left out before the record is tried again, so that all mistakes of a record are found in one run.

mod at;
mod build;
mod described;
mod emit;
mod hidden;
mod index;
mod lines;
mod messages;
mod read;
mod scalar;
mod schema;
mod sentences;
mod signs;
mod syntax;
#[cfg(test)]
mod tests;

pub use at::{At, Part};
pub(crate) use described::Visited;
pub use described::{Described, Word};
pub use index::Index;
pub(crate) use read::{Unread, UnreadKind, read_list, read_record};
pub(crate) use schema::Schema;

/// How deeply lists and mappings may lie within each other.
pub const MAX_NESTING: usize = 32;
