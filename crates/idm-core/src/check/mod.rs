//! Checks over a resolved publication, one function for each concern.

mod acronyms;
mod agenda;
mod characters;
mod design;
mod editorial;
mod garbled;
mod plain_marks;
mod sources;
mod tables;

use crate::diagnostic::Diagnostics;
use crate::model::Publication;
use crate::read::Inputs;

/// What a check may look at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The files.
    pub project: &'a Inputs,
    /// What they mean.
    pub publication: &'a Publication,
    /// Whether the bundled fonts can show a character, or a letter together with its marks.
    pub shows: &'a dyn Fn(&str) -> bool,
    /// Whether a family of fonts is bundled.
    pub has_family: &'a dyn Fn(&str) -> bool,
    /// The tokens of the design as TOML, before what the publication changes.
    pub tokens: &'a str,
}

/// The checks in the order in which they run. The order does not show: diagnostics are sorted by place.
const CHECKS: &[fn(Subject, &mut Diagnostics)] = &[
    agenda::check,
    acronyms::check,
    sources::check,
    characters::check,
    plain_marks::check,
    design::check,
    editorial::check,
    tables::check,
];

/// Runs every check.
pub fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    for check in CHECKS {
        check(subject, diagnostics);
    }
}
