//! Files that are written, and files that are added to, as one step.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idm_core::diagnostic::Severity;
use idm_core::diagnostic::located::Located;
use idm_core::files::MAX_TEXT_BYTES;

use super::insertion::{self, Behind, Item, Step};
use super::yaml::Record;
use crate::outputs::{Put, Together};
use crate::{Error, Project};

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// The files that were made.
    pub created: Vec<PathBuf>,
    /// The files that something was added to.
    pub changed: Vec<PathBuf>,
    /// What a person should know of it, each a sentence without a full stop.
    pub remarks: Vec<String>,
}

/// New files, and new texts of files that are there, by their paths in the project.
#[derive(Debug, Clone, Default)]
pub(crate) struct Additions {
    created: BTreeMap<String, String>,
    changed: BTreeMap<String, String>,
    /// What a person should know of them.
    pub(crate) remarks: Vec<String>,
}

impl Additions {
    /// A file that is not there yet.
    pub(crate) fn create(&mut self, path: impl Into<String>, text: String) {
        self.created.insert(path.into(), text);
    }

    /// The text of a file as it will be; nothing if there is none.
    pub(crate) fn text(&self, project: &Project, path: &str) -> Result<Option<String>, Error> {
        if let Some(text) = self.created.get(path).or_else(|| self.changed.get(path)) {
            return Ok(Some(text.clone()));
        }
        if !project.paths().iter().any(|known| known == path) {
            return Ok(None);
        }
        let refused = |why: String| Error::Unaddable(format!("`{path}` cannot be added to: {why}"));
        let bytes = project.files().read_bytes(path, MAX_TEXT_BYTES);
        let bytes = bytes.map_err(|problem| refused(problem.diagnostic(None).message))?;
        String::from_utf8(bytes).map(Some).map_err(|_| refused("it is no UTF-8".to_owned()))
    }

    /// Adds an item to a list in a file. `list` is the way to the list. Where the file is not there, it is made of what
    /// `beginning` says and the item.
    pub(crate) fn insert(
        &mut self,
        project: &Project,
        path: &str,
        list: &[Step],
        behind: &Behind,
        item: &Item,
        beginning: &str,
    ) -> Result<(), Error> {
        let is_new = !project.paths().iter().any(|known| known == path);
        let text = self.text(project, path)?.unwrap_or_else(|| beginning.to_owned());
        let text = insertion::insert(&text, list, behind, item)
            .map_err(|why| Error::Unaddable(format!("`{path}` cannot be added to: {why}")))?;
        let files = if is_new { &mut self.created } else { &mut self.changed };
        files.insert(path.to_owned(), text);
        Ok(())
    }

    /// Adds an entry to a file that maps keys to records, such as `references.yaml`, in the same way.
    pub(crate) fn insert_entry(
        &mut self,
        project: &Project,
        path: &str,
        key: &str,
        record: &Record,
        beginning: &str,
    ) -> Result<(), Error> {
        let text = self.text(project, path)?;
        let entered = insertion::entry(text.as_deref().unwrap_or(beginning), key, record)
            .map_err(|why| Error::Unaddable(format!("`{path}` cannot be added to: {why}")))?;
        let is_new = !project.paths().iter().any(|known| known == path);
        let files = if is_new { &mut self.created } else { &mut self.changed };
        files.insert(path.to_owned(), entered);
        Ok(())
    }

    /// Writes it all into the folder of a project that is read, if nothing of it would be an error.
    pub(crate) fn write_to(self, project: &Project) -> Result<Added, Error> {
        let folder = project.folder().ok_or_else(|| Error::Unaddable("the project lies in no folder".to_owned()))?;
        let texts = self.created.iter().chain(&self.changed);
        let texts = texts.map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
        let then = Project::from_files(project.files().overlaid(texts), project.options().clone());
        let errors = |project: &Project| {
            let findings = project.findings();
            findings.iter().filter(|found| found.severity == Severity::Error).cloned().collect::<Vec<_>>()
        };
        let before = errors(project);
        let is_new =
            |found: &&Located| !before.iter().any(|known| (known.code, &known.message) == (found.code, &found.message));
        if let Some(found) = errors(&then).iter().find(is_new) {
            return Err(Error::Unaddable(format!("{}: {}", found.location.file, found.message)));
        }
        self.write(folder)
    }

    /// Writes it all into a folder: all files or none.
    pub(crate) fn write(self, folder: &Path) -> Result<Added, Error> {
        let mut files = Together::default();
        for (path, text) in &self.created {
            files.create(folder, path, text.as_bytes())?;
        }
        for (path, text) in &self.changed {
            files.replace(folder, path, text, |bytes| bytes.is_some())?;
        }
        let Put { created, changed } = files.put()?;
        Ok(Added { created, changed, remarks: self.remarks })
    }
}
