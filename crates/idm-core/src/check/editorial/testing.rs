//! Helps the tests of the checks: a small publication with a text in it, and what is said of that text.

use std::collections::BTreeMap;

use super::super::Subject;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::located::Locations;
use crate::files::Files;
use crate::{read, resolve};

const PUBLICATION: &str = "\
id: p
title: T
language: en
book:
  - chapter: start
  - section: abbreviations
  - section: themes
  - section: people
  - section: references
";
const REFERENCES: &str = "s1: {type: misc, title: A record}\n";

/// What the editorial checks say of a chapter's text: each code and the words that it marks.
pub(super) fn said(markdown: &str) -> Vec<String> {
    said_of(&[("chapters/start.md", &format!("# Start\n\n{markdown}\n"))])
}

/// The same for a book in another language.
pub(super) fn said_in(language: &str, markdown: &str) -> Vec<String> {
    said_of(&[
        ("publication.yaml", &PUBLICATION.replace("language: en", &format!("language: {language}"))),
        ("chapters/start.md", &format!("# Start\n\n{markdown}\n")),
    ])
}

/// What the editorial checks say of a publication made of these files over the small one.
pub(super) fn said_of(files: &[(&str, &str)]) -> Vec<String> {
    report(files).into_iter().map(|(code, marked, _)| format!("{code}: {marked}")).collect()
}

/// What would mend what is found in a chapter's text.
pub(super) fn mended(markdown: &str) -> Vec<String> {
    report(&[("chapters/start.md", &format!("# Start\n\n{markdown}\n"))]).into_iter().map(|(_, _, hint)| hint).collect()
}

/// Each code, the words that it marks, and the first hint.
pub(super) fn report(files: &[(&str, &str)]) -> Vec<(&'static str, String, String)> {
    let mut all = BTreeMap::from([
        ("publication.yaml", PUBLICATION),
        ("references.yaml", REFERENCES),
        ("chapters/start.md", "# Start\n\nWords.\n"),
    ]);
    all.extend(files.iter().copied());
    report_on(Files::memory(all.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))))
}

/// The same for a publication as it lies somewhere.
pub(super) fn report_on(files: Files) -> Vec<(&'static str, String, String)> {
    let mut diagnostics = Diagnostics::default();
    let (project, records) = read::read(files, &mut diagnostics);
    let publication = resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap();
    let errors: Vec<_> =
        diagnostics.list().iter().filter(|found| found.rule.severity == crate::diagnostic::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut found = Diagnostics::default();
    let shows = &|_: &str| true;
    let subject = Subject { project: &project, publication: &publication, shows, has_family: &|_| true, tokens: "" };
    super::check(subject, &mut found);
    let locations = Locations { sources: &project.sources, indexes: &project.indexes };
    let located = locations.locate(found.list());
    let marked = |range: Option<crate::diagnostic::located::LocatedRange>| {
        range.map_or(String::new(), |range| project.sources.text(range.span).to_owned())
    };
    located
        .into_iter()
        .map(|one| {
            let hint = one.hints.first().cloned().unwrap_or_default();
            (one.code, marked(one.location.range), hint)
        })
        .collect()
}
