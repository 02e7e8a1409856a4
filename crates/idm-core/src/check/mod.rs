//! Checks over a resolved publication, one function for each concern.

mod acronyms;
mod agenda;
mod characters;
mod design;
mod editorial;
mod garbled;
mod index;
mod labels;
mod plain_marks;
mod scripts;
mod sources;
mod tables;

use crate::diagnostic::Diagnostics;
use crate::edition::Labels;
use crate::memory::Memory;
use crate::model::{BookText, Publication};
use crate::read::Inputs;

/// What a check may look at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The files.
    pub project: &'a Inputs,
    /// What they mean.
    pub publication: &'a Publication,
    /// Whether the fonts can show a character, or a letter together with its marks.
    pub shows: &'a dyn Fn(&str) -> bool,
    /// The families of fonts that there are.
    pub families: &'a dyn Fn() -> Vec<String>,
    /// The words that the program itself prints, before what the publication changes.
    pub labels: &'a Labels,
    /// The tokens of the design as TOML, before what the publication changes.
    pub tokens: &'a str,
}

/// The checks in the order in which they run. The order does not show: diagnostics are sorted by place.
const CHECKS: &[fn(Subject, &mut Diagnostics)] = &[
    agenda::check,
    sources::check,
    characters::check,
    plain_marks::check,
    design::check,
    labels::check,
    index::check,
    editorial::check,
    tables::check,
];

/// The checks of texts for themselves: what they find in a file follows from its texts, from the records, and from whether
/// everything could be read.
const TEXT_CHECKS: &[fn(Subject, &[BookText], &mut Diagnostics)] =
    &[acronyms::check, characters::check_texts, editorial::check_texts];

/// Runs every check. What is known of a text that is in `memory` as it is now is not found out again.
pub fn check(subject: Subject, memory: &mut Memory, diagnostics: &mut Diagnostics) {
    for check in CHECKS {
        check(subject, diagnostics);
    }
    let complete = subject.publication.holes.is_empty();
    for (file, texts) in subject.publication.texts_by_file() {
        let found = memory.about_texts("checks", file, complete, || {
            let texts: Vec<BookText> = texts.iter().map(|&(text, _)| text).collect();
            let mut found = Diagnostics::default();
            for check in TEXT_CHECKS {
                check(subject, &texts, &mut found);
            }
            found.into_list()
        });
        diagnostics.extend(found.iter().cloned());
    }
}
