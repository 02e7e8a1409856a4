//! The manifest of a nightly run: what lies in the folder of outputs, what it was made of, and what is still to be done.
//!
//! Everything but [`Run`] is decided by the inputs, the settings and the outputs that were there before, so that two
//! runs over the same inputs write the same. The form is described by `docs/schemas/manifest.json`.

mod reading;
mod reason;

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::completeness::Missing;
use crate::diagnostic::Severity;
use crate::schema::Status;

pub use reading::ManifestError;
pub use reason::{Reason, ReasonCode};

/// What `format` holds.
pub const FORMAT: &str = "idm-manifest";

/// The version of the form. A new field does not raise it; a changed or removed one does.
pub const VERSION: u32 = 1;

/// The manifest's name in the folder of outputs.
pub const FILE_NAME: &str = "manifest.json";

/// The whole manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Always `idm-manifest`.
    #[schemars(extend("const" = FORMAT))]
    pub format: String,
    /// Always 1. A new field does not raise it; a changed or removed one does.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// What made the outputs.
    pub program: Program,
    /// The publication; `null` if its inputs could not be read so far.
    pub publication: Option<Identity>,
    /// The editions that the outputs are of, that in the language of the texts first.
    #[serde(default)]
    pub editions: Vec<Edition>,
    /// The commit that the inputs are in; `null` where there is no git.
    pub revision: Option<Revision>,
    /// How the run was set.
    pub settings: RunSettings,
    /// Which part of the documents this manifest is about; `null` if about all.
    pub shard: Option<Shard>,
    /// The fonts that the publication brings, in the order of their paths.
    #[serde(default)]
    pub fonts: Vec<FontEntry>,
    /// The SHA-256 of every input file by its path in the project.
    pub inputs: BTreeMap<String, String>,
    /// The files in the folder of outputs, edition by edition: the publication, the records, then the drafts by workshop and
    /// number.
    pub outputs: Vec<Output>,
    /// The documents that could not be made of these inputs. An output of theirs is the last good one.
    pub failed: Vec<Failed>,
    /// What is wrong with the inputs.
    pub diagnostics: DiagnosticList,
    /// What every panel still lacks, by workshop and number.
    pub completeness: Vec<PanelCompleteness>,
    /// The run that wrote this manifest.
    pub run: Run,
}

/// What made the outputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Program {
    /// `idm`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// A digest of the program text that makes documents.
    pub digest: String,
    /// A digest of the template packages that were used.
    pub templates: String,
    /// A digest of the fonts.
    pub fonts: String,
}

/// A file of fonts that the publication brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FontEntry {
    /// Its path in the project.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// The families in it.
    pub families: Vec<String>,
}

/// Which publication it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// The identifier, which names the PDF.
    pub id: String,
    /// The title without mark-up.
    pub title: String,
    /// The language's two letters: of several editions, that of the first.
    pub language: String,
    /// The languages in which the publication has editions, that of the texts first, whether the outputs are of all of them
    /// or not.
    #[serde(default)]
    pub languages: Vec<String>,
}

/// An edition of the publication in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Edition {
    /// The language's two letters.
    pub language: String,
    /// The title without mark-up.
    pub title: String,
}

/// The state of the inputs in git.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Revision {
    /// The state as drafts print it: the commit, and a digest of the inputs if they were changed since.
    pub name: String,
    /// The commit's name in full: the last that changed the project's folder.
    pub commit: String,
    /// Whether the inputs differ from that commit.
    pub modified: bool,
    /// When it was committed, in seconds since 1970.
    pub time: i64,
}

/// How a run was set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunSettings {
    /// The time that was asked for, in seconds since 1970.
    pub timestamp: Option<i64>,
    /// Whether warnings counted as errors.
    pub deny_warnings: bool,
    /// Whether missing and uncleared texts counted as errors.
    pub release: bool,
}

/// A part of all documents. The parts are made so that each takes about the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shard {
    /// Which part, from 1.
    #[schemars(range(min = 1))]
    pub index: usize,
    /// How many parts there are.
    #[schemars(range(min = 1))]
    pub of: usize,
}

/// `1/3`
impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// What an output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The book, as PDF.
    Publication,
    /// The published records, as JSON.
    Records,
    /// The review copy of a panel, as PDF.
    Draft,
}

/// A file in the folder of outputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Output {
    /// The document's name, the same in every run: `publication`, `records`, or `draft:` and the panel's identifier; of an
    /// edition in another language than that of the texts with its letters, `publication.fr`.
    pub document: String,
    /// The language's two letters.
    #[serde(default)]
    pub language: String,
    /// The path in the folder of outputs, with `/` between its parts.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// The panel's identifier, of a draft.
    pub panel: Option<String>,
    /// The SHA-256 of the file.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// How long it is.
    pub bytes: u64,
    /// How many pages it has; `null` if it has none.
    pub pages: Option<usize>,
    /// How often it was laid out; `null` if it was not.
    pub passes: Option<u32>,
    /// The standards that the PDF meets.
    pub standards: Vec<String>,
    /// The time that counted as now, in seconds since 1970; `null` if none did.
    pub timestamp: Option<i64>,
    /// The state of the inputs that a draft names: that of the night when its content last changed; of records, that of the night
    /// that told them last.
    pub state: Option<State>,
    /// A digest of everything that went into it. Only if that differs from one run to the next is it made anew.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub digest: String,
    /// What the digest was made of.
    pub parts: Parts,
    /// The SHA-256 of every input file that it shows something of, by its path in the project.
    pub inputs: BTreeMap<String, String>,
    /// How many warnings there were about its layout. One that was made with warnings is made again in every run, so that
    /// they are told again.
    pub warnings: usize,
}

/// The state of the inputs that a draft names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct State {
    /// As it is printed, and as part of the file's name.
    pub name: String,
    /// When it came about, in seconds since 1970.
    pub time: Option<i64>,
}

/// What a document's digest is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Parts {
    /// A digest of what the document says.
    pub content: String,
    /// A digest of its settings.
    pub settings: String,
    /// A digest of the templates; empty if it is made without.
    pub templates: String,
    /// A digest of the program and its fonts; empty if they have no part in it.
    pub program: String,
}

impl Parts {
    /// The digest of all parts together.
    pub fn digest(&self) -> String {
        let Self { content, settings, templates, program } = self;
        let mut hash = Hash::default();
        for part in [content, settings, templates, program] {
            hash.part(part.as_bytes());
        }
        hash.finish()
    }
}

/// A document that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failed {
    /// The document's name.
    pub document: String,
    /// What kept it from being made.
    pub cause: Cause,
    /// The same in words.
    pub reason: String,
}

/// What keeps a document from being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Its inputs have errors.
    Inputs,
    /// It could not be typeset, or not exported.
    Typesetting,
    /// The time ran out.
    Timeout,
}

/// What is wrong with the inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiagnosticList {
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// How many problems are not listed because they were known already; `null` if nobody said what is known.
    pub known: Option<usize>,
    /// How many problems there are, by code.
    pub counts: BTreeMap<String, usize>,
    /// The problems, sorted by file and position.
    pub list: Vec<DiagnosticEntry>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiagnosticEntry {
    /// The rule's code.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// The file's path in the project.
    pub file: String,
    /// The line, from 1; `null` if the file as a whole is meant.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// The same in the next run, even if the line has moved.
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    pub fingerprint: String,
}

/// What a panel still lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PanelCompleteness {
    /// The panel's identifier.
    pub panel: String,
    /// The workshop's identifier.
    pub workshop: String,
    /// The panel's number in its workshop.
    pub number: u32,
    /// Its title without mark-up; `null` if it has none yet.
    pub title: Option<String>,
    /// How far its texts have come: no further than the least of them.
    pub status: Status,
    /// What is missing, in the order of its page. The same key stands once for each record that lacks it.
    pub missing: Vec<Missing>,
}

/// What came about by one run and not by the inputs. It is the only part of a manifest that two runs over the same
/// inputs write differently.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    /// When it began, in seconds since 1970.
    pub started: i64,
    /// How long it took.
    pub duration_ms: f64,
    /// Every phase that took place. Phases of documents that were made at the same time add up to more than the run.
    pub phases: Vec<PhaseTime>,
    /// What was done with each document, in the order of the outputs.
    pub documents: Vec<DocumentRun>,
    /// How many documents the publication has, those of other parts included.
    #[serde(default)]
    pub of_all: usize,
    /// The paths of earlier outputs that others took the place of.
    pub removed: Vec<String>,
}

/// The time of one phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PhaseTime {
    /// Which.
    pub phase: String,
    /// How long.
    pub ms: f64,
}

/// What a run did with one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRun {
    /// The document's name.
    pub document: String,
    /// What was done.
    pub action: Action,
    /// Why.
    pub reason: Reason,
    /// How long it took.
    pub ms: f64,
    /// How long it took when it was made last, by whatever machine; 0 if that is not known.
    #[serde(default)]
    pub cost_ms: f64,
    /// Its place in the order of all documents, from 0.
    #[serde(default)]
    pub place: usize,
}

/// What is done with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It was made.
    Built,
    /// It was taken from the cache, where this run or another has put it that made it of the same.
    Fetched,
    /// It was left as it is.
    Kept,
    /// It could not be made; `failed` says why.
    Failed,
}

/// The word with which a line of a report begins.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(match self {
            Self::Built => "built",
            Self::Fetched => "fetched",
            Self::Kept => "kept",
            Self::Failed => "failed",
        })
    }
}

impl Manifest {
    /// The manifest as it is written.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Whether both say the same of everything but their runs.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let Self { format, version, program, publication, editions, revision, settings, shard, inputs, .. } = self;
        (format, version, program, publication, editions, revision, settings, shard, inputs)
            == (
                &other.format,
                &other.version,
                &other.program,
                &other.publication,
                &other.editions,
                &other.revision,
                &other.settings,
                &other.shard,
                &other.inputs,
            )
            && self.outputs == other.outputs
            && self.failed == other.failed
            && self.diagnostics == other.diagnostics
            && self.completeness == other.completeness
    }

    /// The output of a document.
    pub fn output(&self, document: &str) -> Option<&Output> {
        self.outputs.iter().find(|output| output.document == document)
    }

    /// What the run that wrote this did with a document.
    pub fn done(&self, document: &str) -> Option<&DocumentRun> {
        self.run.documents.iter().find(|run| run.document == document)
    }
}

/// The name of a document of an edition. `suffix` is what tells the edition from others: `.fr`, and nothing in the language of
/// the texts.
pub fn in_edition(document: &str, suffix: &str) -> String {
    format!("{document}{suffix}")
}

/// The form of a manifest as JSON Schema, draft 2020-12: what `docs/schemas/manifest.json` holds.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Manifest);
    schema.insert("title".to_owned(), "Manifest of idm".into());
    schema.to_value()
}

/// SHA-256 over parts, each of which follows its length, so that no two lists of parts look the same.
#[derive(Debug, Clone, Default)]
pub struct Hash {
    hash: Sha256,
}

impl Hash {
    /// Adds a part.
    pub fn part(&mut self, bytes: &[u8]) {
        self.hash.update((bytes.len() as u64).to_be_bytes());
        self.hash.update(bytes);
    }

    /// The digest in lower-case hexadecimal digits.
    pub fn finish(self) -> String {
        hexadecimal(&self.hash.finalize())
    }
}

/// The SHA-256 of some bytes, in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart() {
        let of = |parts: &[&str]| {
            let mut hash = Hash::default();
            parts.iter().for_each(|part| hash.part(part.as_bytes()));
            hash.finish()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a"]), of(&["a", ""]));
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
