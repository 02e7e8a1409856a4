//! What surrounds the program: editors, the library, documentation, dependencies.
//!
//! One program holds them all: each program that is linked holds the whole of Typst.

mod clicks;
mod dependencies;
mod docs;
mod editors;
mod languages;
mod library;
mod lsp;
