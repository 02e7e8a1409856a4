//! Diagnostics as JSON, for programs. The form is documented in `docs/diagnostics.md`.

use serde::Serialize;

use super::Severity;
use super::located::{Located, Location};
use crate::source::Position;

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
}

#[derive(Serialize)]
struct LabelEntry<'a> {
    message: &'a str,
    #[serde(flatten)]
    location: Place<'a>,
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

impl<'a> From<&'a Location> for Place<'a> {
    fn from(location: &'a Location) -> Self {
        let point = |at: Position, offset| Point { line: at.line, column: at.column, offset };
        Self {
            file: &location.file,
            start: location.range.map(|range| point(range.start, range.span.start)),
            end: location.range.map(|range| point(range.end, range.span.end)),
            key: location.key.as_deref(),
        }
    }
}

/// A whole report as one JSON value, to which a command may add fields of its own.
pub fn document(diagnostics: &[Located]) -> serde_json::Value {
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
            })
            .collect(),
    };
    serde_json::to_value(document).unwrap_or_default()
}
