//! The Typst packages that documents are made with: embedded ones, or others in their place.

use std::collections::BTreeMap;

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::Bytes;
use typst_syntax::package::PackageSpec;

/// The namespace of all packages that are served.
pub const NAMESPACE: &str = "idm";

/// The version of all packages that are served. It is the version of the contract in `docs/templates.md`.
pub const VERSION: &str = "0.1.0";

/// The packages that a document can import as `@idm/<name>:0.1.0`.
///
/// Those embedded in the program, unless a folder of templates brings one of the same name: then that one is used as a
/// whole, so that files of two origins never meet in one package.
#[derive(Debug, Clone, Default)]
pub struct Packages {
    overrides: BTreeMap<String, BTreeMap<String, Bytes>>,
}

impl Packages {
    /// The packages embedded in the program.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// Uses a package of one's own in place of the embedded one. Paths are relative, with `/` between their parts.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, files: BTreeMap<String, Bytes>) -> Self {
        self.overrides.insert(name.into(), files);
        self
    }

    /// One file of a package. `None` if the package has no such file, or if there is no such package.
    pub fn file(&self, name: &str, path: &str) -> Option<Bytes> {
        match self.overrides.get(name) {
            Some(files) => files.get(path).cloned(),
            None => report_templates::package_file(name, VERSION, path).map(Bytes::new),
        }
    }

    /// The text of a document kind's `main.typ.jinja`; empty if the package has none.
    pub fn main_template(&self, name: &str) -> String {
        self.file(name, "main.typ.jinja").map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// The names of all packages, in order.
    pub fn names(&self) -> Vec<&str> {
        let embedded = report_templates::package_files().filter_map(|(path, _)| embedded_path(path));
        let mut names: Vec<&str> = embedded.map(|(name, _)| name).collect();
        names.extend(self.overrides.keys().map(String::as_str));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Every file of a package with its path, in order.
    pub fn files(&self, name: &str) -> Vec<(&str, Bytes)> {
        match self.overrides.get(name) {
            Some(files) => files.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect(),
            None => report_templates::package_files()
                .filter_map(|(path, bytes)| Some((embedded_path(path)?, bytes)))
                .filter(|((package, _), _)| *package == name)
                .map(|((_, path), bytes)| (path, Bytes::new(bytes)))
                .collect(),
        }
    }

    /// Serves a file to Typst, or says why it cannot be had.
    pub(crate) fn load(&self, spec: &PackageSpec, path: &str) -> FileResult<Bytes> {
        let refuse = |reason: String| Err(FileError::Package(PackageError::Other(Some(reason.into()))));
        if spec.namespace != NAMESPACE {
            return refuse(format!(
                "{spec} would have to be downloaded, and nothing is: only @{NAMESPACE} packages can be imported"
            ));
        }
        if !self.names().contains(&spec.name.as_str()) {
            return Err(FileError::Package(PackageError::NotFound(spec.clone())));
        }
        if spec.version.to_string() != VERSION {
            return refuse(format!("{spec} is not there, only version {VERSION}"));
        }
        self.file(&spec.name, path).ok_or_else(|| FileError::NotFound(path.into()))
    }
}

/// The name and the path in the package of an embedded file, if it is of the version that is served.
fn embedded_path(path: &'static str) -> Option<(&'static str, &'static str)> {
    let (name, rest) = path.split_once('/')?;
    Some((name, rest.strip_prefix(VERSION)?.strip_prefix('/')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_replaced_as_a_whole() {
        let own = BTreeMap::from([("lib.typ".to_owned(), Bytes::new(*b"own"))]);
        let packages = Packages::embedded().with("labels", own).with("annex", BTreeMap::new());
        assert_eq!(packages.file("labels", "lib.typ").as_deref(), Some(&b"own"[..]));
        assert_eq!(packages.file("labels", "typst.toml"), None);
        assert_eq!(packages.files("labels").len(), 1);
        assert!(packages.names().is_sorted());
        assert!(packages.names().contains(&"annex"));
        assert!(Packages::embedded().file("labels", "typst.toml").is_some());
        assert!(Packages::embedded().files("labels").iter().any(|(path, _)| *path == "lib.typ"));
    }
}
