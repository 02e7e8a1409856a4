//! A comparison told to people and to programs.

mod editions;
mod headline;
mod human;
mod json;
mod markdown;
mod passage;
mod runs;

#[cfg(test)]
mod tests;

pub use editions::{EditionComparison, human_of_editions, json_of_editions, markdown_of_editions};
pub use human::human;
pub use json::{VERSION, json};
pub use markdown::markdown;

use crate::authors::Origin;
use crate::words::Words;

/// Who gave a passage its words, in a phrase of a language: "last changed by Ada Editor on 2017-12-14 (1234567890)".
pub fn origin(words: &Words, origin: &Origin) -> String {
    headline::Teller(words).origin(origin)
}
