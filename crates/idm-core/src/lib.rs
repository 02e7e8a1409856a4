//! The model of a conference's publication: its inputs, what they mean, and what is wrong with them.
//!
//! Knows nothing of typesetting. The way goes from [`read`] (files become records) through [`resolve`] (records become
//! a publication) to [`check`] (what else is wrong). See `ARCHITECTURE.md` for how the parts fit together.

pub mod abbreviations;
pub mod address;
pub(crate) mod alphabet;
pub mod apparatus;
pub mod authors;
pub mod bibliography;
pub mod check;
pub mod compare;
pub mod completeness;
mod cures;
pub mod diagnostic;
pub mod digest;
pub mod edition;
pub mod escape;
pub mod expression;
pub mod files;
pub mod fonts;
pub mod format;
mod letters;
pub mod levels;
pub mod manifest;
pub mod markdown;
pub mod memory;
pub mod mentions;
pub mod model;
pub mod obstacles;
pub mod passage;
pub mod pictures;
pub mod published;
pub mod quotes;
pub mod read;
pub(crate) mod record;
pub mod release;
pub mod remarks;
pub mod resolve;
pub mod rules;
pub mod schema;
pub mod source;
pub mod translation;
pub mod words;
pub mod yaml;
