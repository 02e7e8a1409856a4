//! What came of the documents that a plan names.

use std::time::Duration;

use idm_core::diagnostic::Severity;
use idm_core::diagnostic::located::Located;
use idm_core::manifest::{Action, Cause, DocumentRun, Failed, Manifest, Output, sha256};
use idm_core::words::counted;
use idm_render::document::Typeset;

use super::making::{Made, Task};
use super::plan::{Entry, Work};
use crate::editions::Editions;
use crate::findings::Findings;

/// What came of one document of a night.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// What was done.
    pub run: DocumentRun,
    /// The language of its edition, in two letters; empty if that is not known.
    pub language: String,
    /// The path in the folder of outputs; of a document that never could be made, its name.
    pub path: String,
    /// The output as it will be there: the new one, or the last good one.
    pub output: Option<Output>,
    /// What is to be written.
    pub(crate) bytes: Option<Vec<u8>>,
    /// Why it could not be made.
    pub failed: Option<Failed>,
}

/// The documents that are to be typeset, each with its place in the plan, and what is left of the plan without them.
pub(crate) fn take_documents(entries: Vec<Entry>, earlier: Option<&Manifest>) -> (Vec<Task>, Vec<Pending>) {
    let mut documents = vec![];
    let mut pending = vec![];
    for (at, entry) in entries.into_iter().enumerate() {
        let Entry { document, place, edition, language, path, work, reason, previous } = entry;
        let (output, ready) = match work {
            Work::Keep(output) => (Some(output), Ready::Kept),
            Work::Fail(failed) => (None, Ready::Failed(failed)),
            Work::Write(output, bytes) => (Some(output), Ready::Written(bytes)),
            Work::Fetched(output, bytes, cost_ms) => (Some(output), Ready::Fetched(bytes, cost_ms)),
            Work::Typeset(output, work, _) => {
                documents.push(Task { at, edition, document: *work });
                (Some(output), Ready::Typesetting)
            }
        };
        let cost_ms = earlier.and_then(|earlier| earlier.done(&document)).map_or(0.0, |run| run.cost_ms);
        let run = DocumentRun { document, action: Action::Kept, reason, ms: 0.0, cost_ms, place };
        pending.push(Pending { run, edition, language, path, output, previous, ready });
    }
    (documents, pending)
}

/// A document of a plan whose typesetting may not be done yet.
pub(crate) struct Pending {
    run: DocumentRun,
    /// The place of its edition, and its language.
    edition: usize,
    language: String,
    path: String,
    output: Option<Output>,
    previous: Option<Output>,
    ready: Ready,
}

enum Ready {
    Kept,
    Failed(Failed),
    Written(Vec<u8>),
    Fetched(Vec<u8>, f64),
    Typesetting,
}

/// Says of every document what came of it, and what is wrong with the inputs, what typesetting found included.
pub(crate) fn outcomes(
    pending: Vec<Pending>,
    made: Made,
    editions: &Editions,
    time: Duration,
) -> (Vec<Outcome>, Findings) {
    let edition_of = |at: usize| pending.get(at).map_or(0, |pending| pending.edition);
    let mut own: Vec<Vec<Located>> = vec![vec![]; made.finished.len()];
    let mut all = vec![];
    for (at, project) in editions.iter().enumerate() {
        let of_edition = |(place, ..): &(usize, Typeset, Duration)| edition_of(*place) == at;
        let finished = || made.finished.iter().zip(0..).filter(|(finished, _)| of_edition(finished));
        let later: Vec<_> = finished().flat_map(|((_, typeset, _), _)| typeset.diagnostics.iter().cloned()).collect();
        let found = project.findings_with(&later);
        for ((_, typeset, _), place) in finished() {
            let located = project.locate(&typeset.diagnostics);
            // The publication may have set other severities, and what is known is passed over.
            let is_own = |found: &&Located| located.iter().any(|own| is_same(own, found));
            own[place] = found.iter().filter(is_own).cloned().collect();
        }
        all.push(found);
    }
    let found = Findings::of_all(all);
    let out_of_time = made.out_of_time;
    let mut finished = made.finished.into_iter().zip(own).peekable();
    let all = pending.into_iter().enumerate();
    let outcomes = all.map(|(at, pending)| {
        let Pending { mut run, edition: _, language, path, output, previous, ready } = pending;
        let cannot = |cause, reason: String| Failed { document: run.document.clone(), cause, reason };
        let done = match ready {
            Ready::Kept => Ok(None),
            Ready::Failed(failed) => Err(failed),
            Ready::Written(bytes) => Ok(Some((bytes, None))),
            Ready::Fetched(bytes, cost_ms) => {
                (run.action, run.cost_ms) = (Action::Fetched, cost_ms);
                return Outcome { run, language, path, output, bytes: Some(bytes), failed: None };
            }
            Ready::Typesetting => match finished.next_if(|((place, ..), _)| *place == at) {
                Some(((_, typeset, taken), own)) => {
                    run.ms = milliseconds(taken);
                    run.cost_ms = run.ms;
                    result(typeset, &own).map(Some).map_err(|reason| cannot(Cause::Typesetting, reason))
                }
                None if out_of_time => Err(cannot(
                    Cause::Timeout,
                    format!("not finished after {}", counted(time.as_secs().max(1), "second")),
                )),
                None => Err(cannot(Cause::Typesetting, "the typesetter broke off".to_owned())),
            },
        };
        match done {
            Ok(None) => Outcome { run, language, path, output, bytes: None, failed: None },
            Ok(Some((bytes, typeset))) => {
                run.action = Action::Built;
                let output = output.map(|output| Output {
                    sha256: sha256(&bytes),
                    bytes: bytes.len() as u64,
                    pages: typeset.map(|(pages, ..)| pages),
                    passes: typeset.map(|(_, passes, _)| passes),
                    warnings: typeset.map_or(0, |(.., warnings)| warnings),
                    ..output
                });
                Outcome { run, language, path, output, bytes: Some(bytes), failed: None }
            }
            Err(failed) => {
                run.action = Action::Failed;
                let path = previous.as_ref().map_or(path, |output| output.path.clone());
                Outcome { run, language, path, output: previous, bytes: None, failed: Some(failed) }
            }
        }
    });
    (outcomes.collect(), found)
}

/// A finished file with its pages, passes and warnings, or what is wrong with it.
type Finished = (Vec<u8>, Option<(usize, u32, usize)>);

fn result(typeset: Typeset, own: &[Located]) -> Result<Finished, String> {
    let is = |severity| move |found: &&Located| found.severity == severity;
    if let Some(why) = super::plan::told(own.iter().filter(is(Severity::Error))) {
        return Err(why);
    }
    let bytes = typeset.pdf.ok_or_else(|| "it could not be typeset".to_owned())?;
    let warnings = own.iter().filter(is(Severity::Warning)).count();
    Ok((bytes, Some((typeset.pages, typeset.passes, warnings))))
}

/// Whether two problems are the same but for their severity.
fn is_same(one: &Located, other: &Located) -> bool {
    (one.code, &one.location, &one.message) == (other.code, &other.location, &other.message)
}

/// A time in milliseconds; thousandths of one are as exact as a measurement can be repeated.
pub(crate) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
