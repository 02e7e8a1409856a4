//! A mistake hides what depends on it, and nothing else.

use crate::diagnostic::Diagnostics;
use crate::files::Files;
use crate::{read, resolve};

/// The codes found in a publication whose chapter refers to nothing known, with files in place of others or beside them.
fn codes(files: &[(&str, &str)]) -> Vec<&'static str> {
    let mut all = vec![
        ("publication.yaml", SOUND),
        ("chapters/start.md", "# Start\n\nSee [@nowhere]."),
        ("people.yaml", "- {id: ann, name: Ann}\n"),
    ];
    all.retain(|(path, _)| files.iter().all(|(other, _)| path != other));
    all.extend(files);
    let mut diagnostics = Diagnostics::default();
    let (project, records) = read::read(Files::memory(all), &mut diagnostics);
    resolve::resolve(&project, &records.unwrap(), &mut diagnostics);
    let mut codes: Vec<_> = diagnostics.list().iter().map(|found| found.rule.code).collect();
    codes.sort_unstable();
    codes
}

const SOUND: &str = "id: p\ntitle: T\nbook:\n  - chapter: start\n";

/// The codes found with more lines in `publication.yaml`.
fn with(lines: &str) -> Vec<&'static str> {
    codes(&[("publication.yaml", &format!("{SOUND}{lines}\n"))])
}

#[test]
fn a_harmless_mistake_hides_no_other() {
    assert_eq!(codes(&[]), ["dangling-reference"]);
    assert_eq!(with("subtitel: S"), ["dangling-reference", "unknown-key"]);
    for harmless in [
        "layout: {justify: maybe}",
        "acronyms: {expand: maybe}",
        "layout: {openings: [a]}",
        "design: {sizes: {body: 11}}",
        "subtitle: [one, two]",
        "keywords: {a: b}",
        "imprint: {isbn: [1]}",
        "region: [GB]",
    ] {
        assert_eq!(with(harmless), ["dangling-reference", "wrong-type"], "{harmless}");
    }
}

#[test]
fn where_an_identifier_may_be_lost_nothing_is_called_unknown() {
    assert_eq!(with("themess: [{id: a, title: A}]"), ["unknown-key"]);
    assert_eq!(with("themes: a"), ["wrong-type"]);
    assert_eq!(codes(&[("people.yaml", "- {name: Ann}\n")]), ["missing-value"]);
    assert_eq!(codes(&[("people.yaml", "- name: \"Ann\n")]), ["yaml-syntax"]);
}

/// What a key wants is of one kind: a hole of another kind says nothing of it.
#[test]
fn a_key_that_wants_one_kind_is_asked_whatever_is_lost_of_others() {
    let chapter = ("chapters/start.md", "# Start\n\nWords.\n");
    let theme = format!("{SOUND}themes: [{{id: t, title: T, panels: [nowhere]}}]\n");
    let theme = ("publication.yaml", theme.as_str());
    assert_eq!(codes(&[chapter, theme]), ["dangling-reference"]);
    assert_eq!(codes(&[chapter, theme, ("people.yaml", "- {name: Ann}\n")]), ["dangling-reference", "missing-value"]);
    let workshop = ("workshops/w/workshop.yaml", "{id: w, number: 1, city: C, source: none, basis: agenda}\n");
    let references = ("references.yaml", "a: {type: book, title: A}\n");
    let found = codes(&[chapter, workshop, references, ("people.yaml", "- {name: Ann}\n")]);
    assert_eq!(found, ["dangling-reference", "missing-value"]);
}

/// A record that cannot be used has its name, so that only what is wrong with it is told.
#[test]
fn a_record_that_lacks_something_is_there() {
    let chapter = ("chapters/start.md", "# Start\n\nSee [@ann] and [@nobody].\n");
    let found = codes(&[chapter, ("people.yaml", "- {id: ann}\n")]);
    assert_eq!(found, ["dangling-reference", "missing-value"]);
}

#[test]
fn expressions_are_forgiven_only_where_something_is_unread() {
    let chapter = ("chapters/start.md", "# Start\n\nOf {{ count.panelz }}.\n");
    assert_eq!(codes(&[chapter, ("people.yaml", "- name: \"Ann\n")]), ["expression", "yaml-syntax"]);
    let chapter = ("chapters/start.md", "# Start\n\nOf {{ values.days }}.\n");
    assert_eq!(codes(&[chapter]), ["expression"]);
    assert_eq!(codes(&[chapter, ("publication.yaml", &format!("{SOUND}valus: {{days: 1}}\n"))]), ["unknown-key"]);
}
