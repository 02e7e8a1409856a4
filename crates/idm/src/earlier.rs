//! Earlier states of a project, and what has changed since.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idm_core::compare::{self, Comparison};
use idm_core::diagnostic::located::{Located, Locations};
use idm_core::diagnostic::{Diagnostics, Severity};
use idm_core::files::{self, Files, Repository};
use idm_core::memory::Memory;
use idm_core::model::{Date, Language, Publication};
use idm_core::words::counted;
use idm_core::{mentions, read, resolve, rules};

use crate::find::is_project;
use crate::{Error, Project, clock};

/// Which earlier state of a project is meant.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum EarlierState {
    /// A git revision, tag, branch, draft or date; a date may be in words, `yesterday`, which are those of the clock.
    Revision(String),
    /// The inputs in another folder.
    Folder(PathBuf),
    /// Files of any origin, and what the state is called.
    Files(Files, String),
}

/// An earlier state of a project, read.
#[derive(Debug)]
pub struct Earlier {
    pub(crate) publication: Publication,
    pub(crate) name: String,
    pub(crate) date: Option<Date>,
    /// How many errors it has, and the first of them.
    errors: Option<(usize, String)>,
}

impl Earlier {
    /// What the state is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it had errors, so that some of it could not be read: in a sentence without a full stop.
    pub fn gaps(&self) -> Option<String> {
        let (count, first) = self.errors.as_ref()?;
        let (name, errors) = (&self.name, counted(count, "error"));
        Some(format!("the inputs of {name} had {errors}, so that some changes may not show; the first: {first}"))
    }
}

impl Project {
    /// Reads an earlier state of the project. Single errors in it leave [gaps](Earlier::gaps).
    ///
    /// # Errors
    /// [`Error::Revision`], [`Error::NoEarlierFolder`] and [`Error::NotAProject`] if there is no such state, [`Error::EarlierUnreadable`] if it has
    /// such errors that nothing is left to compare with, [`Error::System`] if a folder cannot be entered.
    pub fn earlier(&self, state: &EarlierState) -> Result<Earlier, Error> {
        let formerly = self.publication().map(|publication| publication.formerly.clone()).unwrap_or_default();
        let language = self.options().language;
        let formerly = &formerly;
        match state {
            EarlierState::Revision(revision) => {
                // Files that lie nowhere lie in no repository either.
                let repository = Repository::discover(self.folder().unwrap_or(Path::new("")))?;
                // What is called yesterday is another day tomorrow, so that a day is named by its date.
                let revision = &files::day_of(revision, clock::now()).unwrap_or_else(|| revision.clone());
                let found = repository.find(revision)?;
                let files = repository.files(&found)?;
                let name = if found.commit.starts_with(revision.as_str()) {
                    found.short.clone()
                } else {
                    format!("{revision} ({})", found.short)
                };
                understand(files, name, date(found.time), formerly, language)
            }
            EarlierState::Folder(folder) => {
                if !folder.is_dir() {
                    return Err(Error::NoEarlierFolder { folder: folder.clone() });
                }
                is_project(folder)?;
                let files = Files::directory(folder).map_err(Error::system("open", folder))?;
                // The folder's own name: the same inputs give the same bytes, wherever they lie.
                let name = std::fs::canonicalize(folder)
                    .ok()
                    .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
                understand(files, name.unwrap_or_else(|| folder.display().to_string()), None, formerly, language)
            }
            EarlierState::Files(files, name) => understand(files.clone(), name.clone(), None, formerly, language),
        }
    }

    /// What has changed since an earlier state; none if too little of the inputs could be understood.
    pub fn changes_since(&self, earlier: &Earlier) -> Option<Comparison> {
        Some(compare::compare(&earlier.publication, self.publication()?, &self.options().packages.labels()))
    }
}

/// Reads an earlier state as if its records had gone by their present identifiers, which `formerly` has by the earlier ones.
fn understand(
    files: Files,
    name: String,
    date: Option<Date>,
    formerly: &BTreeMap<String, String>,
    language: Option<Language>,
) -> Result<Earlier, Error> {
    let (mut texts, mut diagnostics, mut publication) = read_state(files.clone(), language);
    if !formerly.is_empty() {
        let renamed = mentions::renamed(&texts, publication.as_ref(), formerly);
        let renamed = renamed.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        (texts, diagnostics, publication) = read_state(files.overlaid(renamed), language);
    }
    let mut errors: Vec<Located> =
        Locations { sources: &texts.sources, indexes: &texts.indexes }.locate(diagnostics.list());
    errors.retain(|found| found.severity == Severity::Error);
    let first = errors.first().map(|error| {
        let line = error.location.range.map_or_else(String::new, |range| format!(":{}", range.start.line));
        format!("{}{line}: {}", error.location.file, error.message)
    });
    // What the system or the repository keeps back is nobody's mistake, and would be told as a change.
    if errors.iter().any(|error| error.code == rules::FILE_REFUSED.code) {
        let error = std::io::Error::other(first.unwrap_or_default());
        return Err(Error::System { action: "read", path: name.into(), error });
    }
    match publication {
        Some(publication) => Ok(Earlier { publication, name, date, errors: first.map(|first| (errors.len(), first)) }),
        None => Err(Error::EarlierUnreadable { state: name, why: first.unwrap_or_default() }),
    }
}

fn read_state(files: Files, language: Option<Language>) -> (read::Inputs, Diagnostics, Option<Publication>) {
    // Checks say nothing of what the records mean, and pictures are not compared.
    let mut diagnostics = Diagnostics::default();
    let (texts, records) = read::read_in(files, language, &mut Memory::default(), &mut diagnostics);
    let publication = records.as_ref().and_then(|records| resolve::resolve(&texts, records, &mut diagnostics));
    (texts, diagnostics, publication)
}

/// The day in UTC.
pub(crate) fn date(seconds: i64) -> Option<Date> {
    time::OffsetDateTime::from_unix_timestamp(seconds).ok().map(time::OffsetDateTime::date)
}
