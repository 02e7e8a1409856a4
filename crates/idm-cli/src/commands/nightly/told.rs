//! What a run tells of the documents.

use std::fmt::Write;
use std::path::Path;

use idm::diagnostic::harmless;
use idm::manifest::Action;
use idm::{Intent, Outcome, Plan, Planned};
use serde_json::{Value, json};

use crate::args::PlanFormat;
use crate::report;

/// A line for each document, and one that counts them.
pub fn lines(outcomes: &[Outcome], folder: &Path) -> String {
    let mut text = String::new();
    let width = outcomes.iter().map(|outcome| outcome.path.chars().count()).max().unwrap_or(0);
    let count = |action| outcomes.iter().filter(|outcome| outcome.run.action == action).count();
    let wide = outcomes.iter().map(|outcome| outcome.run.action.to_string().len()).max().unwrap_or(0).max(6);
    for outcome in outcomes {
        let (action, path) = (outcome.run.action, harmless::line(&outcome.path));
        let pages = match outcome.output.as_ref().filter(|_| outcome.failed.is_none()).and_then(|output| output.pages) {
            Some(1) => "1 page".to_owned(),
            Some(pages) => format!("{pages} pages"),
            None => String::new(),
        };
        let why = outcome.failed.as_ref().map_or(&outcome.run.reason.text, |failed| &failed.reason);
        let _ = writeln!(text, "{action:<wide$}  {path:<width$}  {pages:<9}  ({})", harmless::line(why));
    }
    let (built, kept, failed) = (count(Action::Built), count(Action::Kept), count(Action::Failed));
    let fetched = match count(Action::Fetched) {
        0 => String::new(),
        fetched => format!("{fetched} fetched, "),
    };
    let _ = writeln!(text, "{built} built, {fetched}{kept} kept, {failed} failed in {}", folder.display());
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

/// What would be done. `previous` says whether there is a manifest of an earlier night.
pub fn plan(plan: &Plan, format: PlanFormat, previous: bool) -> String {
    let action = |planned: &Planned| match planned.intent {
        Intent::Keep => "keep",
        Intent::Fail(_) => "fail",
        _ => "build",
    };
    match format {
        PlanFormat::Human => {
            let width = plan.documents().map(|planned| planned.path.chars().count()).max().unwrap_or(0);
            let mut text = String::new();
            for planned in plan.documents() {
                let why = match planned.intent {
                    Intent::Fail(failed) => &failed.reason,
                    _ => &planned.reason.text,
                };
                let (path, why) = (harmless::line(planned.path), harmless::line(why));
                let _ = writeln!(text, "{:<5}  {path:<width$}  ({why})", action(&planned));
            }
            text
        }
        PlanFormat::Json => {
            let document = |planned: Planned| {
                json!({
                    "document": planned.document,
                    "path": planned.path,
                    "action": action(&planned),
                    "reason": planned.reason,
                    "failed": match planned.intent {
                        Intent::Fail(failed) => json!({ "cause": failed.cause, "reason": failed.reason }),
                        _ => Value::Null,
                    },
                })
            };
            let plan = json!({
                "format": "idm-plan",
                "version": 1,
                "documents": plan.documents().map(document).collect::<Vec<_>>(),
                "previous": previous,
            });
            report::document_text(&plan)
        }
    }
}
