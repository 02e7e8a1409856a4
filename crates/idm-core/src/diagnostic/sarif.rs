//! Diagnostics as SARIF 2.1.0, the form in which services that review code exchange findings.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::located::{Located, LocatedFix, LocatedRange, Location};
use super::{Severity, fingerprint};
use crate::rules;
use crate::source::Sources;

/// Where the form is defined.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The version of the form.
const VERSION: &str = "2.1.0";
/// The name for what paths are relative to, as other programs call it.
const ROOT: &str = "SRCROOT";

/// A whole report as one SARIF log of one run. `folder` is the publication's as seen from the root of the repository, with
/// `/` between its parts; without one, or if it does not lie below, paths begin in the publication's own folder.
///
/// The paths are whole, since services such as GitHub's do not read the log's own bases for them.
pub fn document(diagnostics: &[Located], sources: &Sources, folder: Option<&str>) -> Value {
    let below = below(folder);
    let root = if below.is_some() { "the root of the repository" } else { "the publication's folder" };
    let folder = below.unwrap_or_default();
    json!({
        "$schema": SCHEMA,
        "version": VERSION,
        "runs": [{
            "tool": { "driver": {
                "name": "idm",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules::ALL.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": root } } },
            "results": diagnostics.iter().map(|found| result(found, sources, &folder)).collect::<Vec<_>>(),
        }],
    })
}

fn descriptor(rule: &rules::Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": format!("{} {}", rule.summary, rule.explanation) },
        "help": { "text": rule.explanation },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "adjustable": rule.adjustable },
    })
}

/// The publication's folder below the root, with `/` at its end; nothing if it is the root, or does not lie below.
fn below(folder: Option<&str>) -> Option<String> {
    let folder = folder.filter(|folder| !folder.starts_with('/') && folder.split('/').all(|part| part != ".."))?;
    let parts = folder.split('/').filter(|part| !matches!(*part, "" | "."));
    Some(parts.map(|part| format!("{part}/")).collect())
}

fn result(found: &Located, sources: &Sources, folder: &str) -> Value {
    let mut text = found.message.clone();
    for hint in &found.hints {
        let _ = write!(text, "\nhelp: {hint}");
    }
    let mut result = json!({
        "ruleId": found.code,
        "level": level(found.severity),
        "message": { "text": text },
        "locations": [location(&found.location, folder)],
        "partialFingerprints": { fingerprint::NAME: fingerprint::of(found, sources) },
    });
    if let Some(map) = result.as_object_mut() {
        if let Some(index) = rules::ALL.iter().position(|rule| rule.code == found.code) {
            map.insert("ruleIndex".to_owned(), json!(index));
        }
        if !found.labels.is_empty() {
            let related = found.labels.iter().zip(1..).map(|((place, message), id)| {
                let mut related = location(place, folder);
                related.insert("id".to_owned(), json!(id));
                related.insert("message".to_owned(), json!({ "text": message }));
                Value::Object(related)
            });
            map.insert("relatedLocations".to_owned(), related.collect());
        }
        if !found.fixes.is_empty() {
            map.insert("fixes".to_owned(), found.fixes.iter().map(|one| fix(one, folder)).collect());
        }
    }
    result
}

/// A fix: what is written where, by file.
fn fix(fix: &LocatedFix, folder: &str) -> Value {
    let changes = fix.edits.iter().map(|edit| {
        let path = uri(&format!("{folder}{}", edit.file));
        json!({
            "artifactLocation": { "uri": path, "uriBaseId": ROOT },
            "replacements": [{ "deletedRegion": region(edit.range), "insertedContent": { "text": edit.text } }],
        })
    });
    json!({ "description": { "text": fix.title }, "artifactChanges": changes.collect::<Vec<_>>() })
}

fn region(range: LocatedRange) -> Value {
    json!({
        "startLine": range.start.line,
        "startColumn": range.start.column,
        "endLine": range.end.line,
        "endColumn": range.end.column,
    })
}

fn location(location: &Location, folder: &str) -> Map<String, Value> {
    let mut physical = Map::new();
    let path = uri(&format!("{folder}{}", location.file));
    physical.insert("artifactLocation".to_owned(), json!({ "uri": path, "uriBaseId": ROOT }));
    if let Some(range) = location.range {
        physical.insert("region".to_owned(), region(range));
    }
    let mut map = Map::new();
    map.insert("physicalLocation".to_owned(), Value::Object(physical));
    if let Some(key) = &location.key {
        map.insert("logicalLocations".to_owned(), json!([{ "fullyQualifiedName": key, "kind": "value" }]));
    }
    map
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A path as a relative URI: all but RFC 3986's unreserved characters and `/` in percent signs. A colon is among what is
/// escaped, so that no path looks like a URI with a scheme.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::document;
    use crate::diagnostic::testing::{assert_meets, every_sort};
    use crate::source::Sources;

    fn schema() -> Value {
        serde_json::from_str(include_str!("../../../../tests/schemas/sarif-schema-2.1.0.json")).expect("it is JSON")
    }

    #[test]
    fn it_meets_the_standard() {
        let (sources, found) = every_sort();
        for folder in [None, Some("."), Some("inputs/idm 2017"), Some("../elsewhere"), Some("/at/the/root")] {
            assert_meets(schema(), &document(&found, &sources, folder));
        }
        assert_meets(schema(), &document(&[], &Sources::default(), None));
    }

    #[test]
    fn a_result_names_its_rule_place_and_labels() {
        let (sources, found) = every_sort();
        let log = document(&found, &sources, None);
        let result = &log["runs"][0]["results"][1];
        assert_eq!(result["ruleId"], "unsourced");
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a small one");
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], "unsourced");
        assert_eq!(
            result["locations"][0]["physicalLocation"],
            json!({
                "artifactLocation": { "uri": "chapters/%C3%A9t%C3%A9%2C%201%3A%2050%25.md", "uriBaseId": "SRCROOT" },
                "region": { "startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 6 },
            })
        );
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "here, too");
        assert_eq!(result["relatedLocations"][1]["physicalLocation"].get("region"), None);
        let duplicate = &log["runs"][0]["results"][4];
        assert_eq!(duplicate["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "[0].id");
    }

    #[test]
    fn paths_begin_at_the_root_of_the_repository() {
        let (sources, found) = every_sort();
        let place = |folder| {
            let log = document(&found, &sources, folder);
            log["runs"][0]["results"][5]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone()
        };
        assert_eq!(place(Some("inputs/a b")), "inputs/a%20b/publication.yaml");
        assert_eq!(place(Some("./a/")), "a/publication.yaml");
        for folder in [None, Some(""), Some("."), Some("../a"), Some("/a")] {
            assert_eq!(place(folder), "publication.yaml");
        }
    }
}
