//! Emitting: a publication becomes a Typst project, one module for each chapter, theme, panel and workshop, each with
//! a map back to the author's lines.

mod abbreviations;
mod apparatus;
mod book;
mod compared;
mod draft;
mod literal;
mod prose;
mod records;
mod review;
mod table_notes;
mod template;
mod theme;
mod writer;

pub use book::assemble;
pub use draft::{Against, BookPages, Draft, STATE, assemble_draft, with_drawn_marks};
pub use records::RECORDS_PATH;
pub use template::AssembleError;
