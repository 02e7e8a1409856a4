//! The Typst project that a document is compiled from, held in memory.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use idm_core::source::{SourceId, Span};
use typst::foundations::Bytes;

use crate::source_map::Module;

/// The file that Typst begins with.
pub(crate) const MAIN: &str = "main.typ";

/// Every file of a Typst project by its path: relative, with `/` between its parts.
///
/// Paths are the same from build to build, also for another edition of the same document: Typst numbers every path
/// that it ever sees in a process and recognizes by it what it need not do again.
#[derive(Debug, Clone, Default)]
pub struct TypstProject {
    files: BTreeMap<String, ProjectFile>,
    /// The paths of files that the main file includes, in their order.
    parts: Vec<String>,
    named: BTreeMap<String, Span>,
    places: BTreeMap<String, String>,
}

/// A file of a [`TypstProject`].
#[derive(Debug, Clone)]
pub enum ProjectFile {
    /// Typst text, with the places that it came from.
    Module(Module),
    /// Anything else: pictures, data.
    Bytes(Bytes),
}

impl ProjectFile {
    /// The file's content.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Module(module) => module.text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl From<Module> for ProjectFile {
    fn from(module: Module) -> Self {
        Self::Module(module)
    }
}

impl From<Bytes> for ProjectFile {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl TypstProject {
    /// A project without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, in place of an earlier one of the same path. A leading slash is dropped.
    pub fn insert(&mut self, path: impl AsRef<str>, file: impl Into<ProjectFile>) {
        let path = path.as_ref().trim_start_matches('/').to_owned();
        self.files.insert(path, file.into());
    }

    /// Adds a file that the main file includes. It needs nothing of those before it, so that all of them can be evaluated
    /// side by side.
    pub(crate) fn insert_part(&mut self, path: impl AsRef<str>, module: Module) {
        let path = path.as_ref().trim_start_matches('/');
        self.insert(path, module);
        self.parts.push(path.to_owned());
    }

    /// The paths of the files that the main file includes, in their order.
    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// Adds a file that an author names at `span`, such as a picture. What is wrong within the file is reported there.
    pub(crate) fn insert_named(&mut self, path: impl AsRef<str>, file: impl Into<ProjectFile>, span: Span) {
        let path = path.as_ref().trim_start_matches('/');
        self.insert(path, file);
        self.named.insert(path.to_owned(), span);
    }

    /// Where an author names the file at a path.
    pub fn named(&self, path: &str) -> Option<Span> {
        self.named.get(path).copied()
    }

    /// Says what links say of the places that they lead to, by the labels of these.
    pub(crate) fn set_places(&mut self, places: &BTreeMap<String, String>) {
        self.places.clone_from(places);
    }

    /// Forgets what links would say of places that no module names. A document that shows a part of a publication is not
    /// another one because the title of something changed to which nothing in it leads.
    pub(crate) fn forget_unnamed_places(&mut self) {
        let modules = self.files.values().filter_map(|file| match file {
            ProjectFile::Module(module) => Some(module.text.as_str()),
            ProjectFile::Bytes(_) => None,
        });
        let named: HashSet<&str> = modules.flat_map(|text| text.split(|sign| !is_of_label(sign))).collect();
        // What is written otherwise than as it is may be named in another spelling.
        self.places.retain(|label, _| !label.chars().all(is_of_label) || named.contains(label.as_str()));
    }

    /// What links say of the places that they lead to, by the labels of these.
    pub fn places(&self) -> &BTreeMap<String, String> {
        &self.places
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&ProjectFile> {
        self.files.get(path)
    }

    /// The Typst module at a path.
    pub fn module(&self, path: &str) -> Option<&Module> {
        match self.get(path)? {
            ProjectFile::Module(module) => Some(module),
            ProjectFile::Bytes(_) => None,
        }
    }

    /// The authors' texts that parts of the modules came from.
    pub fn sources(&self) -> BTreeSet<SourceId> {
        let modules = self.files.values().filter_map(|file| match file {
            ProjectFile::Module(module) => Some(module),
            ProjectFile::Bytes(_) => None,
        });
        modules
            .flat_map(|module| module.map.spans())
            .chain(self.named.values().copied())
            .map(|span| span.source)
            .collect()
    }

    /// The paths of files that an author names, such as pictures.
    pub fn named_paths(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(String::as_str)
    }

    /// Every file, in the order of the paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &ProjectFile)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }
}

/// Whether a label may hold this sign as it is. In a module it stands between others.
fn is_of_label(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, ':' | '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_their_path_and_listed_in_order() {
        let mut project = TypstProject::new();
        project.insert("/main.typ", Module::from("hello".to_owned()));
        project.insert("figures/a.svg", Bytes::new(*b"<svg/>"));
        assert_eq!(project.files().map(|(path, _)| path).collect::<Vec<_>>(), ["figures/a.svg", MAIN]);
        assert_eq!(project.module(MAIN).map(|module| module.text.as_str()), Some("hello"));
        assert!(project.module("figures/a.svg").is_none());
        assert_eq!(project.get("figures/a.svg").map(ProjectFile::as_bytes), Some(&b"<svg/>"[..]));
    }
}
