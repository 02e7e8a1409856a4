//! The guide's table of what is required: what is listed suffices, and nothing of it can be left out.

use std::fs;

use idm::diagnostic::Severity;
use idm::{Files, Options, Project};
use idm_tests::project;
use serde_json::{Map, Value, json};

/// A publication in which each kind of record has what the table lists, and nothing else: files and their contents.
fn files() -> Vec<(&'static str, Value)> {
    vec![
        (
            "publication.yaml",
            json!({
                "id": "book", "title": "Book", "book": [{"section": "themes"}], "series": {"name": "Books"},
                "themes": [{"id": "theme", "title": "Theme", "panels": ["panel"]}],
                "index": [{"subject": "Everybody", "see": ["A Person"]}],
                "waivers": [{"code": "unsourced", "file": "outcomes.yaml", "reason": "A test."}],
            }),
        ),
        (
            "workshops/w/workshop.yaml",
            json!({
                "id": "workshop", "number": 1, "city": "Oslo",
                "agenda": [{"id": "session", "kind": "panel", "panel": "panel"}, {"id": "pause", "kind": "break"}],
            }),
        ),
        ("workshops/w/p/panel.yaml", json!({"id": "panel", "number": 1, "key-messages": [{"text": "Message"}]})),
        ("workshops/w/p/recommendations.yaml", json!([{"id": "advice", "title": "Advice"}])),
        ("workshops/w/recommendations.yaml", json!([{"id": "other", "title": "Other", "theme": "theme"}])),
        ("outcomes.yaml", json!([{"id": "outcome", "theme": "theme", "title": "Outcome"}])),
        ("people.yaml", json!([{"id": "person", "name": "A Person", "participation": [{"workshop": "workshop"}]}])),
        ("acronyms.yaml", json!([{"short": "ABC", "long": "All but C"}])),
        ("terms.yaml", json!([{"use": "word", "not": ["wurd"]}])),
        ("comments.yaml", json!([{"id": "3k4m7p", "passage": {"text": "What was said"}}])),
        ("frameworks/f.yaml", json!({"id": "framework", "title": "Framework", "elements": [{"id": "one"}]})),
        ("references.yaml", json!({"work": {"type": "report"}})),
    ]
}

/// Each row of the table: the file of a record, the way to it there, and what the row is called.
const RECORDS: [(&str, &str, &str); 20] = [
    ("publication.yaml", "", "`publication.yaml`"),
    ("publication.yaml", "/themes/0", "a theme in it"),
    ("publication.yaml", "/series", "a series in it"),
    ("workshops/w/workshop.yaml", "", "a workshop"),
    ("workshops/w/workshop.yaml", "/agenda/0", "a session"),
    ("workshops/w/p/panel.yaml", "", "a panel"),
    ("workshops/w/p/panel.yaml", "/key-messages/0", "a key message"),
    ("workshops/w/recommendations.yaml", "/0", "a recommendation"),
    ("outcomes.yaml", "/0", "an outcome"),
    ("people.yaml", "/0", "a person"),
    ("people.yaml", "/0/participation/0", "a participation"),
    ("acronyms.yaml", "/0", "an acronym"),
    ("terms.yaml", "/0", "a term"),
    ("comments.yaml", "/0", "a kept comment"),
    ("comments.yaml", "/0/passage", "its passage"),
    ("frameworks/f.yaml", "", "a framework"),
    ("frameworks/f.yaml", "/elements/0", "an element of it"),
    ("references.yaml", "/work", "a reference"),
    ("publication.yaml", "/index/0", "an entry of the index"),
    ("publication.yaml", "/waivers/0", "a waiver"),
];

/// The errors of a publication, one line each.
fn errors(files: &[(&'static str, Value)]) -> Vec<String> {
    let texts: Vec<(&str, String)> = files.iter().map(|(path, value)| (*path, format!("{value:#}\n"))).collect();
    let opened =
        Project::from_files(Files::memory(texts.iter().map(|(path, text)| (*path, text.as_str()))), Options::default());
    let findings = opened.findings();
    let errors = findings.iter().filter(|found| found.severity == Severity::Error);
    errors.map(|found| format!("{}: {}", found.location.file, found.message)).collect()
}

#[test]
fn what_is_listed_is_required_and_suffices() {
    let page = fs::read_to_string(project::package().join("../docs/format.md")).unwrap();
    let (_, table) = page.split_once("## What is required\n").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let rows: Vec<(&str, &str)> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "))
        .filter(|(record, _)| *record != "record")
        .collect();
    assert_eq!(rows.len(), RECORDS.len());
    assert_eq!(errors(&files()), Vec::<String>::new());
    for (file, way, name) in RECORDS {
        let (_, keys) = rows.iter().find(|(record, _)| *record == name).unwrap_or_else(|| panic!("no row for {name}"));
        let keys: Vec<&str> = keys.split('`').skip(1).step_by(2).collect();
        let mut without = files();
        let at = without.iter().position(|(path, _)| *path == file).unwrap();
        for key in &keys {
            let mut fewer = without.clone();
            let record: &mut Map<String, Value> = fewer[at].1.pointer_mut(way).unwrap().as_object_mut().unwrap();
            assert!(record.remove(*key).is_some(), "{name}: the sound record has no `{key}`");
            assert!(!errors(&fewer).is_empty(), "{name} can do without `{key}`");
        }
        // The sound record has nothing else but records below it.
        let record = without[at].1.pointer_mut(way).unwrap().as_object_mut().unwrap();
        record.retain(|key, value| !keys.contains(&key.as_str()) && !value.is_array() && !value.is_object());
        assert!(record.is_empty(), "{name}: {record:?} is not listed");
    }
}
