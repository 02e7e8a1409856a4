//! Helps the tests of the modules around to make problems in texts, and to hold output against a schema.

use std::collections::BTreeMap;

use serde_json::Value;

use super::located::{Located, Locations};
use super::{Diagnostic, Fix, Origin, Place};
use crate::rules;
use crate::source::{Sources, Span};

/// A project of one file.
pub(super) fn sources(path: &str, text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.add(path, text);
    sources
}

/// The place of a word's first appearance in the first file.
pub(super) fn place(sources: &Sources, word: &str) -> Place {
    let (id, file) = sources.iter().next().expect("there is a file");
    let start = file.text().find(word).expect("the word is there");
    Span::new(id, start..start + word.len()).into()
}

/// A problem at a word's first appearance.
pub(super) fn found(sources: &Sources, code: &str, word: &str) -> Located {
    let diagnostic = Diagnostic::new(rule(code), place(sources, word), format!("`{word}` is wrong"));
    locate(sources, &[diagnostic]).remove(0)
}

/// The rule of that code.
pub(super) fn rule(code: &str) -> &'static rules::Rule {
    rules::find(code).expect("there is such a rule")
}

/// The problems with their places looked up.
pub(super) fn locate(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<Located> {
    Locations { sources, indexes: &BTreeMap::new() }.locate(diagnostics)
}

/// One problem of every sort: with and without a place, over several lines, with a key, with labels and hints, in a file
/// whose name needs escaping.
pub(super) fn every_sort() -> (Sources, Vec<Located>) {
    let mut sources = Sources::default();
    let text = "é one\r\ntwo 100%\nthree\n";
    let prose = sources.add("chapters/été, 1: 50%.md", text);
    let records = sources.add("people.yaml", "- id: a\n");
    let span = |word: &str| {
        let start = text.find(word).expect("the word is there");
        Span::new(prose, start..start + word.len())
    };
    let path = super::KeyPath::root().index(0).key("id");
    let diagnostics = [
        Diagnostic::new(rule("file-missing"), Place::File("publication.yaml".into()), "there is no such file"),
        Diagnostic::new(rule("unsourced"), span("one"), "a statement: 100%, “unsourced”\nand more")
            .label(Span::new(records, 2..4), "here, too")
            .label(Place::File("references.yaml".into()), "not here")
            .hint("add `source`")
            .hint("or leave it out")
            .fix(Fix::replace(span("one"), "one", "two: \u{1b}100%", true)),
        Diagnostic::new(rule("unclosed-block"), Span::new(prose, 8..text.len()), "over several lines"),
        Diagnostic::new(rule("empty-text"), Span::new(prose, 3..3), "nothing"),
        Diagnostic::new(rule("duplicate-id"), Place::Span(Span::new(records, 6..7), Some(path.clone())), "`a` again"),
        Diagnostic::new(rule("invalid-id"), Origin { source: records, path }, "without an index"),
    ];
    let found = locate(&sources, &diagnostics);
    assert_eq!(found.len(), diagnostics.len());
    (sources, found)
}

/// Fails unless a document meets a schema, whose `format`s are demands.
pub(super) fn assert_meets(schema: Value, document: &Value) {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource("https://schema.example/schema.json", schema).expect("the schema is one");
    let schema = compiler.compile("https://schema.example/schema.json", &mut schemas).expect("the schema is sound");
    if let Err(error) = schemas.validate(document, schema) {
        panic!("{error:#}\n\n{document:#}");
    }
}
