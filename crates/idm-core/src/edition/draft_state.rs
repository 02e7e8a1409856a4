//! What a draft shows on top of the text: editors' notes in the margin, and what has changed.

use std::collections::BTreeMap;

use super::responses::Response;
use super::tree::{Block, PassageChange};
use crate::compare::{ComparedText, Delta, RecordChange};
use crate::model::{Publication, Ref, Workshop};
use crate::remarks::marks::Marks;

/// A draft's state while it is built.
#[derive(Debug, Default)]
pub(super) struct DraftState<'a> {
    /// The earlier state, if the draft shows what has changed since.
    pub(super) earlier: Option<Earlier<'a>>,
    /// What became of the record that is being told.
    pub(super) record: Option<&'a RecordChange>,
    /// What became of the text that is being told.
    pub(super) text: Option<&'a ComparedText>,
    /// How many editors' notes there have been.
    pub(super) notes: usize,
    /// The notes whose marks have been told, and which have yet to be put beside the text.
    pub(super) pending: Vec<Block>,
    /// The open comments of reviewers that have yet to be put beside the text.
    pub(super) comments: Vec<&'a Response>,
    /// The marks of the passages.
    pub(super) marks: Marks,
    /// The mark of each passage by its name, for those whose names are others.
    pub(super) named: BTreeMap<String, String>,
    /// The passages that have changed, in the order of the page: the label of each, and how.
    pub(super) changed: Vec<(String, PassageChange)>,
}

/// The earlier state of a publication.
#[derive(Debug, Clone, Copy)]
pub(super) struct Earlier<'a> {
    /// The publication as it was.
    pub(super) publication: &'a Publication,
    /// The workshop of the draft's subject in it.
    pub(super) workshop: Option<Ref<Workshop>>,
}

impl<'a> DraftState<'a> {
    /// For a draft, compared with an earlier state or not.
    pub(super) fn new(earlier: Option<Earlier<'a>>) -> Self {
        Self { earlier, ..Self::default() }
    }

    /// What became of a field of the record that is being told.
    pub(super) fn delta(&self, field: &str) -> Option<&'a Delta> {
        self.record?.fields.iter().find(|change| change.field == field).map(|change| &change.delta)
    }
}
