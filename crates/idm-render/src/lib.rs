//! Typesetting.

pub mod attachment;
mod clusters;
pub mod compile;
pub mod destinations;
pub mod document;
pub mod emit;
pub mod export;
pub mod fonts;
mod locate;
pub mod packages;
pub mod pdf_file;
pub mod project;
pub mod ranges;
pub mod source_map;
#[cfg(test)]
mod testing;
pub mod timings;
pub mod world;
pub mod write_project;
