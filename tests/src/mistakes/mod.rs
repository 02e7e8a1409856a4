//! Mistakes that authors make, put into sound publications at random places.
//!
//! Each kind is made so that a mistake results, whatever the place. What is not tried: mistakes that only a build finds, and
//! those of the file system, which `cases/` holds.

pub mod book;
mod comments;
mod dialects;
mod misread;
mod names;
mod prose;
mod records;
mod works;
mod yaml;

use fastrand::Rng;

use book::{Book, Fault};

/// A kind of mistake.
pub struct Mistake {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub does: &'static str,
    /// Makes it at a random place, if there is one for it.
    pub make: fn(&Book, &mut Rng) -> Option<Fault>,
}

/// All kinds.
pub fn all() -> impl Iterator<Item = &'static Mistake> {
    // What is chosen for a kind depends on its number: new ones come last.
    [
        yaml::KINDS,
        misread::KINDS,
        names::KINDS,
        records::KINDS,
        prose::KINDS,
        dialects::KINDS,
        works::KINDS,
        comments::KINDS,
    ]
    .into_iter()
    .flatten()
}
