//! What was made of the inputs, and why.

use serde::Serialize;

use crate::manifest::{Action, Failed, Kind, Manifest, Output, Reason};
use crate::model::Language;

/// A document of the later night.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its name, the same in every run: `publication`, `records`, or `draft:` and the panel's identifier.
    pub document: String,
    /// The two letters of its language.
    pub language: String,
    /// Its path in the folder of outputs.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// The identifier of the panel that it is of.
    pub panel: Option<String>,
    /// How many bytes it has.
    pub bytes: u64,
    /// How many pages it has, if it has pages.
    pub pages: Option<usize>,
    /// How many it had, if that is another number.
    pub earlier_pages: Option<usize>,
    /// What was done with it.
    pub state: DocumentState,
    /// Why it was built or kept, if the manifest says.
    pub reason: Option<Reason>,
}

/// What was done with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentState {
    /// Built for the first time.
    New,
    /// Built, and other than before.
    Changed,
    /// Built, and the same bytes as before.
    Same,
    /// Kept from before.
    Kept,
    /// Not made: what is there is the last good one.
    Failed,
}

/// A document that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Its name.
    pub document: String,
    /// What it is; none if its name does not say so.
    pub kind: Option<Kind>,
    /// The identifier of the panel that it is of.
    pub panel: Option<String>,
    /// The two letters of its language; none if that is the language of the texts.
    pub language: Option<String>,
    /// Why.
    pub reason: String,
    /// The path of the last good one, if there is one.
    pub last_good: Option<String>,
}

/// Every document of the later night, with what it was before.
pub(super) fn documents(earlier: Option<&Manifest>, later: &Manifest) -> Vec<Document> {
    let one = |output: &Output| {
        let was = earlier.and_then(|earlier| earlier.output(&output.document));
        let run = later.done(&output.document);
        let state = match run.map(|run| run.action) {
            _ if later.failed.iter().any(|failed| failed.document == output.document) => DocumentState::Failed,
            Some(Action::Failed) => DocumentState::Failed,
            // What a night that was killed has made is kept, and yet other than before.
            Some(Action::Kept) if was.is_none_or(|was| was.sha256 == output.sha256) => DocumentState::Kept,
            _ => match was {
                None => DocumentState::New,
                Some(was) if was.sha256 == output.sha256 => DocumentState::Same,
                Some(_) => DocumentState::Changed,
            },
        };
        Document {
            document: output.document.clone(),
            language: output.language.clone(),
            path: output.path.clone(),
            kind: output.kind,
            panel: output.panel.clone(),
            bytes: output.bytes,
            pages: output.pages,
            earlier_pages: was.and_then(|was| was.pages).filter(|pages| Some(*pages) != output.pages),
            state,
            reason: run.map(|run| run.reason.clone()),
        }
    };
    later.outputs.iter().map(one).collect()
}

/// The documents that could not be made.
pub(super) fn failures(later: &Manifest) -> Vec<Failure> {
    let one = |failed: &Failed| {
        let (name, language) = apart(&failed.document);
        let (kind, panel) = match name.split_once(':') {
            Some(("draft", panel)) => (Some(Kind::Draft), Some(panel.to_owned())),
            _ if name == "publication" => (Some(Kind::Publication), None),
            _ if name == "records" => (Some(Kind::Records), None),
            _ => (None, None),
        };
        Failure {
            document: failed.document.clone(),
            kind,
            panel,
            language: language.map(|language| language.code().to_owned()),
            reason: failed.reason.clone(),
            last_good: later.output(&failed.document).map(|output| output.path.clone()),
        }
    };
    later.failed.iter().map(one).collect()
}

/// The name of a document without the letters of its language, and that language: `records` in French for `records.fr`.
fn apart(document: &str) -> (&str, Option<Language>) {
    let named = document.rsplit_once('.').and_then(|(name, code)| Some((name, Language::from_code(code)?)));
    named.map_or((document, None), |(name, language)| (name, Some(language)))
}

/// The paths of documents that were made in the earlier night and no longer are. What failed is told elsewhere.
pub(super) fn dropped(earlier: Option<&Manifest>, later: &Manifest) -> Vec<String> {
    let is_gone = |was: &&Output| {
        later.output(&was.document).is_none() && !later.failed.iter().any(|failed| failed.document == was.document)
    };
    let outputs = earlier.map(|earlier| earlier.outputs.as_slice()).unwrap_or_default();
    outputs.iter().filter(is_gone).map(|was| was.path.clone()).collect()
}
