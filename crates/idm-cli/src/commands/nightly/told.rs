//! What a run tells of the documents.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use idm::diagnostic::harmless;
use idm::manifest::Action;
use idm::{Intent, Outcome, Plan, Planned};
use idm_core::words::counted;
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
            Some(pages) => counted(pages, "page"),
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
            "language": outcome.language,
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
pub fn plan(plan: &Plan, format: PlanFormat, previous: bool, matrix: Option<Value>) -> String {
    match format {
        PlanFormat::Human => plan_lines(plan),
        PlanFormat::Json => {
            let mut document = json!({
                "format": "idm-plan",
                "version": 1,
                "documents": plan_documents(plan),
                "previous": previous,
            });
            if let (Some(matrix), Some(document)) = (matrix, document.as_object_mut()) {
                document.insert("matrix".to_owned(), matrix);
            }
            report::document_text(&document)
        }
    }
}

fn action(planned: &Planned) -> &'static str {
    match planned.intent {
        Intent::Keep => "keep",
        Intent::Fail(_) => "fail",
        _ => "build",
    }
}

/// A line for each document of a plan.
pub fn plan_lines(plan: &Plan) -> String {
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

/// The documents of a plan for programs.
pub fn plan_documents(plan: &Plan) -> Value {
    let document = |planned: Planned| {
        json!({
            "document": planned.document,
            "language": Some(planned.language).filter(|language| !language.is_empty()),
            "path": planned.path,
            "action": action(&planned),
            "reason": planned.reason,
            "failed": match planned.intent {
                Intent::Fail(failed) => json!({ "cause": failed.cause, "reason": failed.reason }),
                _ => Value::Null,
            },
        })
    };
    plan.documents().map(document).collect()
}

/// The parts that plans are shared out to, as services that check every change want to have them.
pub struct Matrix {
    parts: Vec<Part>,
}

/// One of them.
#[derive(Debug, Clone, Default)]
struct Part {
    /// How many documents it has.
    documents: usize,
    /// How many of them would be built.
    built: usize,
    /// The languages that they are in.
    languages: BTreeSet<String>,
}

impl Matrix {
    /// For so many parts, if any are asked for.
    pub fn of(parts: Option<u16>) -> Option<Self> {
        Some(Self { parts: vec![Part::default(); parts?.into()] })
    }

    /// Adds a plan.
    pub fn add(&mut self, plan: &Plan) {
        let is_built =
            |name: &str| plan.documents().any(|planned| planned.document == name && action(&planned) == "build");
        for share in plan.parts() {
            if let Some(part) = self.parts.get_mut(share.part) {
                part.documents += 1;
                part.built += usize::from(is_built(&share.document));
                part.languages.extend(Some(share.language.clone()).filter(|language| !language.is_empty()));
            }
        }
    }

    /// The parts. `loads` is how long each takes, if that is known.
    pub fn told(&self, loads: &[f64], is_known: bool) -> Value {
        let of = self.parts.len();
        let part = |(at, Part { documents, built, languages }): (usize, &Part)| {
            json!({
                "shard": format!("{}/{of}", at + 1),
                "documents": documents,
                "build": built,
                "languages": languages,
                "expected_ms": loads.get(at).filter(|_| is_known),
            })
        };
        json!({ "include": self.parts.iter().enumerate().map(part).collect::<Vec<_>>() })
    }
}
