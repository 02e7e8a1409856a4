//! The digest of a nightly run: one page on what a night brought, for the morning.
//!
//! [`Digest::new`] compares two manifests and the records that go with them; [`render`] makes a page of that, through a
//! template that a project may replace. The form is documented in `docs/digest.md`.

mod besides;
mod changes;
mod documents;
mod editions;
mod panels;
mod phrases;
mod problems;
mod template;

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;

pub use crate::words::{Words, WordsError};
pub use besides::{CommentCount, EditionState, MissingIn, TranslatedPassage, TranslationState};
pub use changes::{Change, Changes, FieldChangeKind, FieldNews, RecordNews};
pub use documents::{Document, DocumentState, Failure};
pub use editions::EditionChanges;
pub use panels::PanelProgress;
pub use problems::{CodeCount, Problem, Problems};
pub use template::{Form, Template, TemplateError, render};

use crate::compare::{Field, Record};
use crate::manifest::{Identity, Kind, Manifest};

use crate::published;
use crate::record::RecordKind;
use crate::schema::Status;

/// What `format` holds.
pub const FORMAT: &str = "idm-digest";

/// The version of the form. A new field does not raise it; a changed or removed one does.
pub const VERSION: u32 = 1;

/// How many parts of a run are named as its slowest.
const SLOWEST: usize = 3;

/// What a night brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digest {
    /// Always [`FORMAT`].
    pub format: &'static str,
    /// Always [`VERSION`].
    pub version: u32,
    /// Which publication it is; none if its inputs could be read in neither night.
    pub publication: Option<Identity>,
    /// The day of that state, `2017-04-18`: of the commit, or of `SOURCE_DATE_EPOCH`; none where neither is known.
    pub date: Option<String>,
    /// The state of the inputs, as drafts print it.
    pub revision: Option<String>,
    /// The state that it is compared with, if that is another.
    pub earlier_revision: Option<String>,
    /// Whether there is no earlier night.
    pub first: bool,
    /// Whether there is nothing to tell that was not so before.
    pub quiet: bool,
    /// What matters first.
    pub headline: Headline,
    /// The documents that could not be made.
    pub failed: Vec<Failure>,
    /// What keeps the publication from release.
    pub blocking: Blocking,
    /// What became of the records.
    pub changes: Changes,
    /// What became of the records in the editions in other languages, as far as these say something of their own: what is printed
    /// there as in the first edition is told of that.
    pub edition_changes: Vec<EditionChanges>,
    /// What is wrong with the inputs. How translations stand to their sources is told below.
    pub problems: Problems,
    /// How far every panel has come.
    pub panels: Vec<PanelProgress>,
    /// What reviewers have said, text by text; only those of which they have said something.
    pub comments: Vec<CommentCount>,
    /// How the translations of each edition in another language stand to their sources.
    pub editions: Vec<EditionState>,
    /// Every document that lies in the folder of outputs.
    pub documents: Vec<Document>,
    /// The paths of documents that are made no longer.
    pub dropped: Vec<String>,
    /// How long the run took: the only part that two runs over the same inputs give differently. None of a quiet
    /// night, and none if a caller takes it out.
    pub run: Option<RunTime>,
}

/// What matters first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Headline {
    /// How the night went.
    pub state: HeadlineState,
    /// How many documents failed.
    pub failed: usize,
    /// How many problems block release: errors, panels that lack something or are not cleared, and other texts that
    /// are not cleared.
    pub blocking: usize,
}

/// How a night went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadlineState {
    /// All is well.
    Well,
    /// Every document was made, but the publication cannot be released yet.
    Blocked,
    /// A document could not be made.
    Failed,
}

/// What keeps the publication from release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Blocking {
    /// Errors of the inputs. What is missing or not cleared stands below, whether or not it counted as an error.
    pub errors: Vec<Problem>,
    /// Panels that lack something or are not cleared.
    pub panels: Vec<PanelProgress>,
    /// Other records that are not cleared, and outcomes without a text. A panel's recommendations count with the panel.
    pub records: Vec<OpenRecord>,
}

/// A record that is not ready, other than a panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenRecord {
    /// What it is.
    pub kind: RecordKind,
    /// Its identifier.
    pub id: String,
    /// Its number as readers see it.
    pub number: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// How far it has come.
    pub status: Status,
    /// Whether it is an outcome without a text.
    pub lacks_text: bool,
}

/// How long a run took, in whole milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RunTime {
    /// The whole.
    pub total_ms: u64,
    /// The documents that took longest, the slowest first.
    pub slowest: Vec<PartTime>,
}

/// How long a part of a run took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartTime {
    /// The document's name.
    pub name: String,
    /// How long, in whole milliseconds.
    pub ms: u64,
}

impl Digest {
    /// What `later` brought over `earlier`, the manifest of the night before. The records are those that each night
    /// published ([`published::document`]); none where the inputs had errors.
    ///
    /// What panels lack is taken from the manifests, which say it even of inputs with errors. Comments and translations are
    /// in neither: whoever knows them adds them.
    pub fn new(
        earlier: Option<&Manifest>,
        later: &Manifest,
        earlier_records: Option<&Value>,
        later_records: Option<&Value>,
    ) -> Self {
        let changes = match (earlier_records, later_records) {
            (Some(earlier), Some(later)) => changes::changes(earlier, later),
            _ => Changes::default(),
        };
        let panels = panels::progress(
            earlier.map(|manifest| manifest.completeness.as_slice()).unwrap_or_default(),
            &later.completeness,
        );
        let blocking = Blocking {
            errors: problems::errors(&later.diagnostics, later_records.is_some()),
            panels: panels.iter().filter(|panel| panel.blocks()).cloned().collect(),
            // What errors hide is not ready all of a sudden: until the records can be read again, those of before count.
            records: later_records.or(earlier_records).map(open_records).unwrap_or_default(),
        };
        let failed = documents::failures(later);
        let revision = |manifest: &Manifest| manifest.revision.as_ref().map(|revision| revision.name.clone());
        // A night that could not read its records has kept those of an earlier one.
        let compared =
            |manifest: &Manifest| match manifest.failed.iter().any(|failed| failed.document == first(manifest)) {
                true => manifest.output(first(manifest))?.state.as_ref().map(|state| state.name.clone()),
                false => revision(manifest),
            };
        let mut digest = Self {
            format: FORMAT,
            version: VERSION,
            publication: later.publication.clone().or_else(|| earlier.and_then(|earlier| earlier.publication.clone())),
            date: day(later),
            revision: revision(later),
            earlier_revision: earlier.and_then(compared).filter(|earlier| Some(earlier) != revision(later).as_ref()),
            first: earlier.is_none(),
            quiet: false,
            headline: headline(&failed, &blocking),
            failed,
            blocking,
            changes,
            edition_changes: vec![],
            problems: problems::problems(earlier.map(|earlier| &earlier.diagnostics), &later.diagnostics),
            panels,
            comments: vec![],
            editions: vec![],
            documents: documents::documents(earlier, later),
            dropped: documents::dropped(earlier, later),
            run: Some(run_time(later)),
        };
        digest.quiet = digest.is_quiet(earlier, later);
        if digest.quiet {
            digest.run = None;
        }
        digest
    }

    /// Adds what became of the records of an edition in another language. `first` are the records of the first edition, earlier ones
    /// and later ones; an edition of which there are no earlier records has nothing to tell.
    pub fn add_edition(&mut self, language: &str, earlier: Option<&Value>, later: &Value, first: [Option<&Value>; 2]) {
        let (Some(earlier), Some(publication)) = (earlier, &self.publication) else { return };
        let records = editions::own_changes(earlier, later, first, &publication.language);
        if !records.is_empty() {
            self.edition_changes.push(EditionChanges { language: language.to_owned(), records });
        }
    }

    /// Adds how the translations of the editions in other languages stand, and which of these could not be made: also of an edition of
    /// which nothing could be read, since it is not gone.
    pub fn add_translations(&mut self, editions: Vec<EditionState>) {
        self.editions = editions;
        let books = self.failed.iter().filter(|failure| failure.kind == Some(Kind::Publication));
        for language in books.filter_map(|failure| failure.language.as_deref()) {
            if !self.editions.iter().any(|edition| edition.language == language) {
                self.editions.push(EditionState::unread(language));
            }
            let of_it = self.editions.iter_mut().filter(|edition| edition.language == language);
            of_it.for_each(|edition| edition.failed = true);
        }
    }

    /// The digest as JSON, with a line break at its end.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Whether nothing has changed, and nothing is so wrong that it must be said every morning.
    fn is_quiet(&self, earlier: Option<&Manifest>, later: &Manifest) -> bool {
        earlier.is_some_and(|earlier| earlier.completeness == later.completeness)
            && self.failed.is_empty()
            && self.blocking.errors.is_empty()
            && self.changes.compared
            && self.changes.records.is_empty()
            && self.changes.renumbered.is_empty()
            && self.problems.new.is_empty()
            && self.problems.resolved.is_empty()
            && self.dropped.is_empty()
            && self.documents.iter().all(|document| matches!(document.state, DocumentState::Kept | DocumentState::Same))
    }
}

/// The document that records are compared by: those of the first edition.
fn first(manifest: &Manifest) -> &str {
    let records = manifest.outputs.iter().find(|output| output.kind == Kind::Records);
    records.map_or("records", |output| &output.document)
}

/// The day of the state that a night was made of.
fn day(manifest: &Manifest) -> Option<String> {
    let time = manifest.settings.timestamp.or(manifest.revision.as_ref().map(|revision| revision.time))?;
    OffsetDateTime::from_unix_timestamp(time).ok().map(|time| time.date().to_string())
}

fn headline(failed: &[Failure], blocking: &Blocking) -> Headline {
    let (failed, blocking) = (failed.len(), blocking.errors.len() + blocking.panels.len() + blocking.records.len());
    let state = match (failed, blocking) {
        (0, 0) => HeadlineState::Well,
        (0, _) => HeadlineState::Blocked,
        _ => HeadlineState::Failed,
    };
    Headline { state, failed, blocking }
}

/// Records that are not ready, other than panels and what they recommended.
fn open_records(document: &Value) -> Vec<OpenRecord> {
    let open = |record: &Record| {
        let says = |name: &str| record.field(name).is_some_and(|field| !field.is_blank());
        let counts_elsewhere = record.kind == RecordKind::Panel || says("panel");
        let Some(Field::Value(Some(status))) = record.field("status") else { return None };
        let status = serde_json::from_value::<Status>(status.shown.clone().into()).ok()?;
        let lacks_text = record.kind == RecordKind::Outcome && !says("text");
        (!counts_elsewhere && (status != Status::Cleared || lacks_text)).then(|| OpenRecord {
            kind: record.kind,
            id: record.id.to_string(),
            number: record.number.clone(),
            title: Some(record.title.clone()).filter(|title| !title.is_empty()),
            status,
            lacks_text,
        })
    };
    let records = published::records(document);
    let in_order = changes::KINDS.iter().flat_map(|kind| records.iter().filter(move |record| record.kind == *kind));
    in_order.filter_map(open).collect()
}

fn run_time(manifest: &Manifest) -> RunTime {
    let mut slowest: Vec<PartTime> = manifest
        .run
        .documents
        .iter()
        .map(|run| PartTime { name: run.document.clone(), ms: whole(run.ms) })
        .filter(|part| part.ms > 0)
        .collect();
    slowest.sort_by_key(|part| std::cmp::Reverse(part.ms));
    slowest.truncate(SLOWEST);
    RunTime { total_ms: whole(manifest.run.duration_ms), slowest }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is no length of time becomes 0")]
fn whole(ms: f64) -> u64 {
    ms.round().max(0.0) as u64
}
