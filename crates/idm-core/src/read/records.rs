//! What a project's files say, each record with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Holes;
use crate::diagnostic::Origin;
use crate::files::Files;
use crate::schema::{
    AcronymEntry, CommentEntry, FrameworkFile, OutcomeEntry, PanelFile, PersonEntry, PublicationFile,
    RecommendationEntry, TermEntry, WorkshopFile,
};
use crate::source::{SourceId, Sources};
use crate::translation::EditionFiles;
use crate::yaml::Index;

/// A record with its place.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// What it says.
    pub value: T,
    /// Where it stands.
    pub origin: Origin,
}

/// Everything that a project's files say.
#[derive(Debug)]
pub struct Records {
    /// `publication.yaml`.
    pub(crate) publication: Arc<Entry<PublicationFile>>,
    /// `people.yaml`.
    pub(crate) people: Arc<Vec<Entry<PersonEntry>>>,
    /// `acronyms.yaml`.
    pub(crate) acronyms: Arc<Vec<Entry<AcronymEntry>>>,
    /// `terms.yaml`.
    pub(crate) terms: Arc<Vec<Entry<TermEntry>>>,
    /// `comments.yaml`.
    pub(crate) comments: Arc<Vec<Entry<CommentEntry>>>,
    /// `references.yaml`, if it is there and could be parsed.
    pub(crate) references: Option<SourceId>,
    /// `outcomes.yaml`.
    pub(crate) outcomes: Arc<Vec<Entry<OutcomeEntry>>>,
    /// `frameworks/*.yaml`, by path.
    pub(crate) frameworks: Vec<Arc<Entry<FrameworkFile>>>,
    /// `chapters/*.md`: file names without their ending, and texts.
    pub(crate) chapters: BTreeMap<String, SourceId>,
    /// `workshops/*/`, by path.
    pub(crate) workshops: Vec<WorkshopRecords>,
    /// What of all this could not be read.
    pub(crate) holes: Holes,
}

impl Records {
    /// The comments of `comments.yaml`, with their places. One that could not be read is not among them.
    pub fn comments(&self) -> &[Entry<CommentEntry>] {
        &self.comments
    }
}

/// What a workshop's folder says.
#[derive(Debug)]
pub(crate) struct WorkshopRecords {
    /// `workshop.yaml`.
    pub(crate) file: Arc<Entry<WorkshopFile>>,
    /// `recommendations.yaml`.
    pub(crate) recommendations: Arc<Vec<Entry<RecommendationEntry>>>,
    /// The folders below that hold a `panel.yaml`, by path.
    pub(crate) panels: Vec<PanelRecords>,
}

/// What a panel's folder says.
#[derive(Debug)]
pub(crate) struct PanelRecords {
    /// The folder, as a path in the project.
    pub(crate) folder: String,
    /// `panel.yaml`.
    pub(crate) file: Arc<Entry<PanelFile>>,
    /// `summary.md`.
    pub(crate) summary: Option<SourceId>,
    /// `recommendations.yaml`.
    pub(crate) recommendations: Arc<Vec<Entry<RecommendationEntry>>>,
}

/// A project as it was read: texts, indexes of the YAML files, the list of all files.
#[derive(Debug)]
pub struct Inputs {
    /// Where the files come from.
    pub files: Files,
    /// Every path in the project, sorted.
    pub paths: Vec<String>,
    /// The texts that were read, with those that an edition read before this one has asked for.
    pub sources: Sources,
    /// Those of them that this edition has asked for.
    pub asked: BTreeSet<SourceId>,
    /// The YAML files that could be parsed.
    pub indexes: BTreeMap<SourceId, Arc<Index>>,
    /// The translations that belong to the edition.
    pub edition: EditionFiles,
}
