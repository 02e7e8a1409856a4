//! Word files (`.docx`): written from the printed tree of [`idm_core::edition`], and read into a document of their own.
//!
//! | what | in |
//! |---|---|
//! | a draft or the book as a Word file | [`write`](mod@write) |
//! | what a Word file says, with its comments and tracked changes | [`read`](mod@read) |
//!
//! Writing decides nothing of what a reader sees: that stands in the tree. Reading trusts nothing: packages are unpacked up
//! to a limit, nesting is bounded, and whatever has no place is named.

pub mod names;
mod package;
pub mod read;
pub mod write;
