//! Diagnostics as JSON, for programs. The form is documented in `docs/diagnostics.md` and described by
//! `docs/schemas/diagnostics.json`.

use serde::Serialize;

use super::located::{Located, LocatedFix, Location};
use super::{Severity, fingerprint};
use crate::source::{Position, Sources};

/// The version of the form. A new field does not raise it; a changed or removed one does.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    location: Place<'a>,
    labels: Vec<LabelEntry<'a>>,
    hints: &'a [String],
    fixes: Vec<FixEntry<'a>>,
    fingerprint: String,
}

#[derive(Serialize)]
struct LabelEntry<'a> {
    message: &'a str,
    #[serde(flatten)]
    location: Place<'a>,
}

#[derive(Serialize)]
struct FixEntry<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<EditEntry<'a>>,
}

#[derive(Serialize)]
struct EditEntry<'a> {
    file: &'a str,
    start: Point,
    end: Point,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    start: Option<Point>,
    end: Option<Point>,
    key: Option<&'a str>,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    offset: u32,
}

fn point(at: Position, offset: u32) -> Point {
    Point { line: at.line, column: at.column, offset }
}

impl<'a> From<&'a LocatedFix> for FixEntry<'a> {
    fn from(fix: &'a LocatedFix) -> Self {
        let edits = fix.edits.iter().map(|edit| EditEntry {
            file: &edit.file,
            start: point(edit.range.start, edit.range.span.start),
            end: point(edit.range.end, edit.range.span.end),
            text: &edit.text,
        });
        Self { title: &fix.title, safe: fix.is_safe, edits: edits.collect() }
    }
}

impl<'a> From<&'a Location> for Place<'a> {
    fn from(location: &'a Location) -> Self {
        Self {
            file: &location.file,
            start: location.range.map(|range| point(range.start, range.span.start)),
            end: location.range.map(|range| point(range.end, range.span.end)),
            key: location.key.as_deref(),
        }
    }
}

/// A whole report as one JSON value, to which a command may add fields of its own.
pub fn document(diagnostics: &[Located], sources: &Sources) -> serde_json::Value {
    let count = |severity| diagnostics.iter().filter(|found| found.severity == severity).count();
    let document = Document {
        version: VERSION,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        diagnostics: diagnostics
            .iter()
            .map(|found| Entry {
                code: found.code,
                severity: found.severity,
                message: &found.message,
                location: (&found.location).into(),
                labels: found
                    .labels
                    .iter()
                    .map(|(location, message)| LabelEntry { message, location: location.into() })
                    .collect(),
                hints: &found.hints,
                fixes: found.fixes.iter().map(FixEntry::from).collect(),
                fingerprint: fingerprint::of(found, sources),
            })
            .collect(),
    };
    serde_json::to_value(document).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::document;
    use crate::diagnostic::testing::{assert_meets, every_sort};
    use crate::source::Sources;

    fn schema() -> Value {
        serde_json::from_str(include_str!("../../../../docs/schemas/diagnostics.json")).expect("it is JSON")
    }

    /// The schema without room for fields that it does not name.
    fn closed(mut schema: Value) -> Value {
        close(&mut schema);
        schema
    }

    fn close(schema: &mut Value) {
        if let Some(map) = schema.as_object_mut() {
            if map.contains_key("properties") {
                map.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
            }
            // What is joined to others by `$ref` is closed where it is joined.
            for (key, inner) in map.iter_mut() {
                if key != "place" {
                    close(inner);
                }
            }
        }
    }

    #[test]
    fn it_meets_its_schema_which_names_every_field() {
        let (sources, found) = every_sort();
        let mut report = document(&found, &sources);
        report["project"] = json!("inputs/idm-2017");
        for schema in [schema(), closed(schema())] {
            assert_meets(schema.clone(), &report);
            let mut whole = report.clone();
            whole["known"] = json!(3);
            let point = json!({ "line": 1, "column": 1 });
            let mended = json!({ "code": "a", "file": "a", "start": point, "end": point, "title": "write `b`" });
            whole["mended"] = json!([mended]);
            whole["outputs"] = json!([{ "path": "out/idm-2017.pdf", "bytes": 1, "pages": 1 }]);
            whole["timings"] = json!({
                "total_ms": 1.5,
                "phases": [{ "phase": "read", "ms": 0.25 }],
                "documents": [{ "name": "idm-2017", "pages": 1, "passes_ms": [1.0] }],
            });
            assert_meets(schema.clone(), &whole);
            let mut empty = document(&[], &Sources::default());
            empty["project"] = json!(".");
            assert_meets(schema, &empty);
        }
    }

    #[test]
    fn the_schema_refuses_what_is_no_report() {
        let (sources, found) = every_sort();
        let mut report = document(&found, &sources);
        report["project"] = json!(".");
        for (pointer, wrong) in [
            ("/version", json!(2)),
            ("/diagnostics/0/severity", json!("note")),
            ("/diagnostics/0/start/line", json!(0)),
            ("/diagnostics/0/code", json!("No Code")),
            ("/diagnostics/0/fingerprint", json!("short")),
            ("/diagnostics", json!({})),
        ] {
            let mut spoilt = report.clone();
            *spoilt.pointer_mut(pointer).expect("it is there") = wrong;
            let refused = std::panic::catch_unwind(|| assert_meets(schema(), &spoilt)).is_err();
            assert!(refused, "{pointer}");
        }
    }
}
