//! Typesetting.

/// One number for the program text that makes documents, and for everything that it is built with, in hexadecimal digits:
/// this crate and the list of dependencies. What other crates make of the inputs shows in the documents' projects.
pub const PROGRAM_DIGEST: &str = env!("IDM_PROGRAM_DIGEST");

mod clusters;
pub mod compile;
pub mod document;
pub mod drawing;
pub mod emit;
pub mod export;
pub mod fonts;
mod forgetting;
mod link_words;
mod named_places;
mod origins;
pub mod packages;
pub mod page_text;
pub mod pdf;
pub mod places;
pub mod press;
pub mod printed_pages;
pub mod published;
pub mod ranges;
pub mod source_map;
#[cfg(test)]
mod testing;
pub mod timings;
mod typst_diagnostics;
pub mod typst_project;
pub mod world;
pub mod write_project;

/// The version of Typst that documents are made with, such as `0.15.1`.
pub fn typst_version() -> &'static str {
    typst::utils::version().raw()
}
