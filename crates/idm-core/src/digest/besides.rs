//! What stands beside a night's manifests and records: reviewers' comments, and how translations stand to their sources.

use serde::Serialize;

/// What reviewers have said of what they got a copy of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommentCount {
    /// The name of what the copy was of ([`Subject::name`](crate::model::Subject::name)); none for comments that have no place.
    pub of: Option<String>,
    /// How many wait for a decision.
    pub open: usize,
    /// Of how many it is kept what was decided.
    pub decided: usize,
}

/// How the translations of an edition stand to their sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionState {
    /// The letters of its language.
    pub language: String,
    /// Whether its book could not be made. Where nothing could be read of the edition, the numbers are 0.
    pub failed: bool,
    /// How many passages have a translation that says what its source says now.
    pub current: usize,
    /// How many have none.
    pub missing: usize,
    /// How many have one that was made from another source.
    pub stale: usize,
    /// How many have one of which nobody has said which source it was made from.
    pub unknown: usize,
    /// How many translations are of nothing.
    pub orphaned: usize,
    /// The passages whose translations are not current: those of nothing first, then those of another source, those of which
    /// that is not known, and those that have none.
    pub passages: Vec<TranslatedPassage>,
    /// The files in which translations are missing.
    pub missing_in: Vec<MissingIn>,
}

impl EditionState {
    /// The state of an edition of whose translations nothing is known.
    pub fn unread(language: &str) -> Self {
        Self {
            language: language.to_owned(),
            failed: false,
            current: 0,
            missing: 0,
            stale: 0,
            unknown: 0,
            orphaned: 0,
            passages: vec![],
            missing_in: vec![],
        }
    }
}

/// A file in which translations are missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingIn {
    /// Its path.
    pub file: String,
    /// How many passages have none.
    pub count: usize,
}

/// A passage whose translation is not current.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TranslatedPassage {
    /// Its name: the file's path, and in a record the way to the value, `workshop.yaml#title`.
    pub name: String,
    /// How the translation stands to it.
    pub state: TranslationState,
    /// Where the translation stands, or the source if there is none: `summary.fr.md:7`.
    pub place: String,
}

/// How a translation that is not current stands to its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TranslationState {
    /// It is a translation of nothing.
    Orphaned,
    /// It was made from another source.
    Stale,
    /// Nobody has said which source it was made from.
    Unknown,
    /// There is none.
    Missing,
}
