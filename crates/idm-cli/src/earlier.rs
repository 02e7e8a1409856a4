//! The earlier state that the inputs are compared with.

use std::path::Path;

use idm_core::diagnostic::located::{Located, Locations};
use idm_core::diagnostic::{Diagnostics, Severity};
use idm_core::files::{Files, Repository, RevisionError};
use idm_core::model::{Date, Publication};
use idm_core::{read, resolve};

use crate::args::EarlierArguments;
use crate::failure::Failure;
use crate::report;

/// An earlier state of the inputs, read.
pub struct Earlier {
    /// What the inputs meant.
    pub publication: Publication,
    /// What the state is called.
    pub name: String,
    /// Its day, if it has one.
    pub date: Option<Date>,
    /// Whether it had errors, so that some of it could not be read.
    pub incomplete: bool,
}

/// Reads the earlier state that the arguments mean, if they mean one. `folder` is that of the project.
///
/// # Errors
/// If there is no such state, or if it cannot be read at all. Single errors in it are noted, and leave a gap.
pub fn read(arguments: &EarlierArguments, folder: &Path) -> Result<Option<Earlier>, Failure> {
    if let Some(revision) = &arguments.since {
        let repository = Repository::discover(folder)?;
        let found = repository.find(revision)?;
        let files = repository.files(&found)?;
        let name = if found.commit.starts_with(revision.as_str()) {
            found.short.clone()
        } else {
            format!("{revision} ({})", found.short)
        };
        return understand(files, name, date(found.time)).map(Some);
    }
    let Some(other) = &arguments.against else { return Ok(None) };
    if !other.is_dir() {
        return Err(Failure::Usage(format!("there is no folder {} to compare with", other.display())));
    }
    let files = Files::directory(other).map_err(Failure::system("open", other))?;
    // The folder's own name: the same inputs give the same bytes, wherever they lie.
    let name =
        std::fs::canonicalize(other).ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    understand(files, name.unwrap_or_else(|| other.display().to_string()), None).map(Some)
}

fn understand(files: Files, name: String, date: Option<Date>) -> Result<Earlier, Failure> {
    let mut diagnostics = Diagnostics::default();
    let (project, records) = read::read(files, &mut diagnostics);
    let publication = records.as_ref().and_then(|records| resolve::resolve(&project, records, &mut diagnostics));
    let found = diagnostics.into_list();
    let errors: Vec<Located> = Locations { sources: &project.sources, indexes: &project.indexes }
        .locate(&found)
        .into_iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .collect();
    let first = errors.first().map(|error| {
        let line = error.location.range.map_or_else(String::new, |range| format!(":{}", range.start.line));
        format!("{}{line}: {}", error.location.file, error.message)
    });
    let Some(publication) = publication else {
        let first = first.unwrap_or_default();
        return Err(Failure::Usage(format!("the inputs of {name} cannot be compared with: {first}")));
    };
    if let Some(first) = first {
        let count = errors.len();
        let plural = if count == 1 { "" } else { "s" };
        report::note_line(&format!(
            "the inputs of {name} had {count} error{plural}, so that some changes may not show; the first: {first}"
        ));
    }
    Ok(Earlier { publication, name, date, incomplete: !errors.is_empty() })
}

/// The day in UTC.
pub fn date(seconds: i64) -> Option<Date> {
    time::OffsetDateTime::from_unix_timestamp(seconds).ok().map(time::OffsetDateTime::date)
}

impl From<RevisionError> for Failure {
    fn from(error: RevisionError) -> Self {
        match error {
            RevisionError::Unreadable(_) => Self::Repository(error),
            other => Self::Usage(other.to_string()),
        }
    }
}
