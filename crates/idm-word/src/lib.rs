//! Word files (`.docx`): read into a document of their own, made into Markdown, and written from the printed tree of [`idm_core::edition`].
//!
//! Writing decides nothing of what a reader sees: that stands in the tree. What is decided here is what Word is told of it:
//! styles, fields, tracked changes, comments.

pub mod markdown;
pub mod names;
mod package;
pub mod read;
pub mod shown;
pub mod units;
pub mod write;
