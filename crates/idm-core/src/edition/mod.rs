//! The edition: what is printed, decided once.
//!
//! Between what a publication means and what comes out of it stands one printed tree. In it, every decision about what a
//! reader sees has been taken: what a cross-reference prints and where it leads, which mark a note has and where the note
//! stands, where an acronym is spelled out, what is new, gone or moved. Typst is one printer of that tree; others need
//! nothing else, and decide nothing.
//!
//! | decided | in |
//! |---|---|
//! | what a cross-reference and a citation print, and where they lead | `references.rs` |
//! | what a link says of the place that it leads to, for who listens | `places.rs` |
//! | which mark a note has, and where it stands | `notes.rs` |
//! | where an acronym is spelled out | `acronyms.rs` |
//! | what has become of each piece of text | `compared.rs` |
//! | what is printed of a record | `records.rs`, `event.rs`, `statement.rs`, `exhibits.rs`, `charts.rs`, `brief.rs`, `cover.rs` |
//! | which parts a document can have, and what each prints | `book.rs`, `draft.rs` |

mod acronyms;
mod book;
mod brief;
mod builder;
mod card;
mod charts;
mod compared;
mod cover;
mod document;
mod draft;
mod draft_state;
mod event;
mod exhibits;
mod labels;
pub(crate) mod level_names;
mod notes;
mod places;
mod plain;
mod printed_words;
mod prose;
mod records;
mod references;
mod responses;
mod stale;
mod statement;
pub mod tree;
mod value;

pub use book::{BookPart, Making, Medium, book};
pub use document::{Document, Module, Part};
pub use draft::{Against, BookPages, Draft, DraftPart, STATE, draft};
pub use labels::Labels;
pub(crate) use plain::PlainWords;
pub use printed_words::PrintedWords;
pub use records::RECORDS_PATH;
pub use responses::Response;
pub use stale::StaleSource;
pub use value::{Record, Value, text_of};

#[cfg(test)]
mod tests;
