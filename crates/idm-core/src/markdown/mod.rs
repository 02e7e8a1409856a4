//! Prose: Markdown read into a tree of our own, every node with its place in the author's file.

mod atoms;
mod attributes;
mod blocks;
mod citations;
mod code;
mod definitions;
mod dialects;
mod directives;
mod elsewhere;
mod fences;
mod filler;
mod footnotes;
mod guard;
mod inlines;
mod lettered;
mod links;
mod lookalikes;
mod matter;
mod openings;
mod parse;
mod positions;
mod shape;
mod syntax;
pub mod tree;
pub mod walk;
mod written;

pub use directives::{BLOCK_FORMS, BlockForm};
pub(crate) use links::is_remote;
pub(crate) use parse::values;
pub use parse::{Context, Parsed, Shape, parse};
pub use written::{Words, Written};

#[cfg(test)]
pub(crate) mod testing;
