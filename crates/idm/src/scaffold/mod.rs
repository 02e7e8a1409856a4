//! The beginning of things: a publication that builds, and records added to one that is there.
//!
//! What is added follows what is there, in numbers, identifiers and order. Nothing is overwritten, and of a file that
//! something is added to, every other byte stays.

mod additions;
mod insertion;
mod names;
mod new;
mod setting;
mod skeleton;
mod yaml;

pub use additions::Added;
pub use new::{NewRecord, RecordKind};
pub use skeleton::init;

pub(crate) use additions::Additions;
pub(crate) use insertion::{Behind, Item, Step};
pub(crate) use names::{Names, slug};
pub(crate) use setting::{set_text, text_at};
pub(crate) use yaml::{Record, described};
