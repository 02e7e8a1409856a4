//! What a run tells of the documents.

use std::fmt::Write;
use std::path::Path;

use idm_core::manifest::{Action, Manifest};
use serde_json::{Value, json};

use super::outcome::Outcome;
use super::plan::{Entry, Work};
use crate::args::PlanFormat;

/// A line for each document, and one that counts them.
pub fn lines(outcomes: &[Outcome], folder: &Path) -> String {
    let mut text = String::new();
    let width = outcomes.iter().map(|outcome| outcome.path.chars().count()).max().unwrap_or(0);
    let count = |action| outcomes.iter().filter(|outcome| outcome.run.action == action).count();
    for outcome in outcomes {
        let (action, path) = (outcome.run.action, &outcome.path);
        let pages = match outcome.output.as_ref().filter(|_| outcome.failed.is_none()).and_then(|output| output.pages) {
            Some(1) => "1 page".to_owned(),
            Some(pages) => format!("{pages} pages"),
            None => String::new(),
        };
        let why = outcome.failed.as_ref().map_or(&outcome.run.reason.text, |failed| &failed.reason);
        let _ = writeln!(text, "{action:<6}  {path:<width$}  {pages:<9}  ({why})");
    }
    let (built, kept, failed) = (count(Action::Built), count(Action::Kept), count(Action::Failed));
    let _ = writeln!(text, "{built} built, {kept} kept, {failed} failed in {}", folder.display());
    text
}

/// The documents as the JSON report has them.
pub fn fields(outcomes: &[Outcome], folder: &Path) -> Value {
    let entry = |outcome: &Outcome| {
        let output = outcome.output.as_ref();
        json!({
            "document": outcome.run.document,
            "path": folder.join(&outcome.path).display().to_string(),
            "bytes": output.map_or(0, |output| output.bytes),
            "pages": output.and_then(|output| output.pages).unwrap_or(0),
            "action": outcome.run.action,
            "reason": outcome.run.reason,
            "failed": outcome.failed.as_ref().map(|failed| json!({ "cause": failed.cause, "reason": failed.reason })),
        })
    };
    outcomes.iter().map(entry).collect()
}

/// What would be done.
pub fn plan(entries: &[Entry], format: PlanFormat, previous: Option<&Manifest>) -> String {
    let action = |entry: &Entry| match entry.work {
        Work::Keep(_) => "keep",
        Work::Fail(_) => "fail",
        Work::Write(..) | Work::Typeset(..) => "build",
    };
    match format {
        PlanFormat::Human => {
            let width = entries.iter().map(|entry| entry.path.chars().count()).max().unwrap_or(0);
            let mut text = String::new();
            for entry in entries {
                let why = match &entry.work {
                    Work::Fail(failed) => &failed.reason,
                    _ => &entry.reason.text,
                };
                let _ = writeln!(text, "{:<5}  {:<width$}  ({why})", action(entry), entry.path);
            }
            text
        }
        PlanFormat::Json => {
            let document = |entry: &Entry| {
                json!({
                    "document": entry.document,
                    "path": entry.path,
                    "action": action(entry),
                    "reason": entry.reason,
                    "failed": match &entry.work {
                        Work::Fail(failed) => json!({ "cause": failed.cause, "reason": failed.reason }),
                        _ => Value::Null,
                    },
                })
            };
            let plan = json!({
                "format": "idm-plan",
                "version": 1,
                "documents": entries.iter().map(document).collect::<Vec<_>>(),
                "previous": previous.is_some(),
            });
            format!("{plan:#}\n")
        }
    }
}
