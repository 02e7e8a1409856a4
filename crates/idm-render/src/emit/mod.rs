//! Emitting: the printed tree of a document becomes a Typst project, one module for each chapter, theme and
//! workshop, each with a map back to the author's lines. Nothing is decided here.

mod blocks;
mod book;
mod design;
mod draft;
mod inlines;
mod literal;
mod template;
mod values;
mod writer;

pub use book::assemble;
pub(crate) use draft::with_drawn_marks;
pub use draft::{assemble_draft, says_only_the_state};
pub use idm_core::edition::{Against, BookPages, Draft, RECORDS_PATH};
pub use template::AssembleError;
