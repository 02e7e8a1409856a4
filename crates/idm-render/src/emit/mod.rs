//! Emitting: a publication becomes a Typst project, one module for each chapter, theme, panel and workshop, each with
//! a map back to the author's lines.

mod book;
mod literal;
mod prose;
mod records;
mod writer;

pub use book::{AssembleError, assemble};
