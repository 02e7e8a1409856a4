//! Helps the tests of the checks: a small publication with a text in it, and what is said of that text.

use std::collections::BTreeMap;

use super::super::Subject;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::located::{Located, Locations};
use crate::files::Files;
use crate::model::BookText;
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

/// The same with other files beside the chapter.
pub(super) fn said_with(files: &[(&str, &str)], markdown: &str) -> Vec<String> {
    let chapter = format!("# Start\n\n{markdown}\n");
    said_of(&[files, &[("chapters/start.md", &chapter)]].concat())
}

/// Each of these texts is sound.
#[track_caller]
pub(super) fn assert_sound(said: impl Fn(&str) -> Vec<String>, texts: &[&str]) {
    for text in texts {
        let found = said(text);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
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

/// What would mend what is found in a chapter of a book for the United States.
pub(super) fn mended_in_us(markdown: &str) -> Vec<String> {
    let publication = PUBLICATION.replace("language: en", "language: en\nregion: US");
    let chapter = format!("# Start\n\n{markdown}\n");
    let found = report(&[("publication.yaml", &publication), ("chapters/start.md", &chapter)]);
    found.into_iter().map(|(_, _, hint)| hint).collect()
}

/// What would mend what is found in a chapter's text.
pub(super) fn mended(markdown: &str) -> Vec<String> {
    report(&[("chapters/start.md", &format!("# Start\n\n{markdown}\n"))]).into_iter().map(|(_, _, hint)| hint).collect()
}

/// Each code, the words that it marks, and the first hint.
pub(super) fn report(files: &[(&str, &str)]) -> Vec<(&'static str, String, String)> {
    report_on(small(files))
}

/// The small publication with other files over its own.
pub(super) fn small(files: &[(&str, &str)]) -> Files {
    let mut all = BTreeMap::from([
        ("publication.yaml", PUBLICATION),
        ("references.yaml", REFERENCES),
        ("chapters/start.md", "# Start\n\nWords.\n"),
    ]);
    all.extend(files.iter().copied());
    Files::memory(all.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())))
}

/// The same for a publication as it lies somewhere.
pub(super) fn report_on(files: Files) -> Vec<(&'static str, String, String)> {
    with_subject(files, |subject| {
        let mut found = Diagnostics::default();
        check_all(subject, &mut found);
        let sources = &subject.project.sources;
        let located = Locations { sources, indexes: &subject.project.indexes }.locate(found.list());
        let one = |one: Located| {
            let marked = one.location.range.map_or("", |range| sources.text(range.span)).to_owned();
            (one.code, marked, one.hints.into_iter().next().unwrap_or_default())
        };
        located.into_iter().map(one).collect()
    })
}

/// Runs every editorial check.
pub(super) fn check_all(subject: Subject, found: &mut Diagnostics) {
    super::check(subject, found);
    for texts in subject.publication.texts_by_file().into_values() {
        let texts: Vec<BookText> = texts.into_iter().map(|(text, _)| text).collect();
        super::check_texts(subject, &texts, found);
    }
}

/// Reads a publication without mistakes of other kinds.
pub(super) fn with_subject<T>(files: Files, visit: impl FnOnce(Subject) -> T) -> T {
    let mut diagnostics = Diagnostics::default();
    let (project, records) = read::read(files, &mut diagnostics);
    let publication = resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap();
    assert!(!diagnostics.has_errors(), "{:#?}", diagnostics.list());
    visit(Subject {
        project: &project,
        publication: &publication,
        shows: &|_| true,
        families: &Vec::new,
        tokens: "",
        labels: &crate::edition::Labels::default(),
    })
}
