//! A comparison told to people and to programs.

mod headline;
mod human;
mod json;
mod markdown;
mod passage;
mod runs;

#[cfg(test)]
mod tests;

pub use human::human;
pub use json::{VERSION, json};
pub use markdown::markdown;
