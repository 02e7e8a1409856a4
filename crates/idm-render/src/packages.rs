//! The Typst packages that documents are made with: embedded ones, or others in their place.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::{fs, io};

use idm_core::edition::Labels;
use idm_core::manifest::Hash;
use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::Bytes;
use typst_syntax::package::PackageSpec;
use typst_syntax::{FileId, Source};

/// The namespace of all packages that are served.
pub(crate) const NAMESPACE: &str = "idm";

/// The version of all packages that are served. It is the version of the contract in `docs/templates.md`.
pub const VERSION: &str = "0.1.0";

/// Where a file of a package lies in a Typst project that is written out, which is where a project's own packages lie.
pub(crate) fn package_path(package: &str, path: &str) -> String {
    format!("packages/{NAMESPACE}/{package}/{VERSION}/{path}")
}

/// The file that makes a folder a package.
const MANIFEST: &str = "typst.toml";

/// How deeply the folders of a package may lie within each other.
const MAX_DEPTH: usize = 8;
/// How many files a package may have.
const MAX_FILES: usize = 10_000;
/// How long a file of a package may be.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The template of a document's main file.
pub(crate) const MAIN_TEMPLATE: &str = "main.typ.jinja";
/// The template of a file for each part of a document.
pub(crate) const PART_TEMPLATE: &str = "part.typ.jinja";

/// The package of the words that the program itself prints.
const LABELS: &str = "labels";

/// The words that are embedded in the program.
pub(crate) fn embedded_labels() -> &'static Labels {
    &EMBEDDED_LABELS
}

static EMBEDDED_LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let languages = ["en", "fr", "es"].into_iter();
    let words = languages.filter_map(|language| Some((language, report_templates::words(language)?)));
    Labels::new(words).unwrap_or_default()
});

/// What was parsed of the embedded packages.
static PARSED: LazyLock<Mutex<HashMap<FileId, Source>>> = LazyLock::new(Mutex::default);

/// The texts of a document kind's templates.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    /// `main.typ.jinja`: the file that Typst begins with.
    pub main: String,
    /// `part.typ.jinja`: a file for each part, for the main file to include; empty if it does all by itself.
    pub part: String,
    /// The words that the program itself prints.
    pub labels: Labels,
}

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

    /// The packages in a folder, each in place of the embedded one of its name: `<name>/typst.toml` and what lies beside
    /// it. A folder as the program writes it, `<name>/<version>/typst.toml`, will do as well.
    ///
    /// # Errors
    /// If the folder cannot be read, or holds no package.
    pub fn directory(folder: &Path) -> io::Result<Self> {
        let mut packages = Self::default();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()).map(str::to_owned) else { continue };
            let versioned = path.join(VERSION);
            let root = if versioned.join(MANIFEST).is_file() { versioned } else { path };
            if root.join(MANIFEST).is_file() {
                let mut files = BTreeMap::new();
                collect(&root, "", 0, &mut files)?;
                packages = packages.with(name, files);
            }
        }
        if packages.overrides.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, format!("no folder in it holds a {MANIFEST}")));
        }
        Ok(packages)
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

    /// Whether a package of this name is the one embedded in the program.
    pub(crate) fn is_embedded(&self, name: &str) -> bool {
        !self.overrides.contains_key(name)
    }

    /// The templates of a document kind, each empty if the package has none.
    pub fn templates(&self, name: &str) -> Templates {
        let labels = self.labels();
        Templates { main: self.text(name, MAIN_TEMPLATE), part: self.text(name, PART_TEMPLATE), labels }
    }

    /// The words that the program itself prints. Where those of one's own cannot be read, Typst says so when it reads them.
    pub fn labels(&self) -> Labels {
        let own = self.overrides.get(LABELS).into_iter().flatten();
        let own = own.filter_map(|(path, bytes)| Some((path.strip_suffix(".toml")?, std::str::from_utf8(bytes).ok()?)));
        let own: Vec<_> = own.filter(|(name, _)| *name != "typst").collect();
        let labels = if own.is_empty() { None } else { Labels::new(own).ok() };
        labels.unwrap_or_else(|| embedded_labels().clone())
    }

    /// The tokens of the design as TOML; empty if the packages have none.
    pub fn tokens(&self) -> String {
        self.text("prose", "tokens.toml")
    }

    /// The text of a file; empty if there is none.
    fn text(&self, name: &str, path: &str) -> String {
        self.file(name, path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
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

    /// One number for all packages, in hexadecimal digits. Of the embedded ones it is known from the build.
    pub fn digest(&self) -> String {
        if self.overrides.is_empty() {
            return report_templates::PACKAGES_DIGEST.to_owned();
        }
        let mut hash = Hash::default();
        hash.part(report_templates::PACKAGES_DIGEST.as_bytes());
        for (name, files) in &self.overrides {
            hash.part(name.as_bytes());
            hash.part(&(files.len() as u64).to_be_bytes());
            for (path, bytes) in files {
                hash.part(path.as_bytes());
                hash.part(bytes);
            }
        }
        hash.finish()
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

/// A file of an embedded package as Typst reads it: parsed once in a process, since it is the same for all documents.
/// `parse` reads what is not known yet.
pub(crate) fn parsed(id: FileId, parse: impl FnOnce() -> FileResult<Source>) -> FileResult<Source> {
    let parsed = || PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(source) = parsed().get(&id) {
        return Ok(source.clone());
    }
    // The lock is not held meanwhile: others may want other files.
    let source = parse()?;
    Ok(parsed().entry(id).or_insert(source).clone())
}

/// Reads every file below a folder. Names that begin with a dot are no part of a package, and links are not followed.
fn collect(folder: &Path, prefix: &str, depth: usize, files: &mut BTreeMap<String, Bytes>) -> io::Result<()> {
    if depth > MAX_DEPTH {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "its folders lie too deeply within each other"));
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &path, depth + 1, files)?;
        } else if kind.is_file() {
            if entry.metadata()?.len() > MAX_FILE_BYTES {
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("{path} is too large")));
            }
            if files.len() == MAX_FILES {
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a package has too many files"));
            }
            files.insert(path, Bytes::new(fs::read(entry.path())?));
        }
    }
    Ok(())
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
    fn other_packages_have_another_digest() {
        let with = |text: &'static [u8]| {
            let files = BTreeMap::from([("lib.typ".to_owned(), Bytes::new(text))]);
            Packages::embedded().with("labels", files).digest()
        };
        assert_eq!(Packages::embedded().digest().len(), 64);
        assert_eq!(with(b"a"), with(b"a"));
        assert_ne!(with(b"a"), with(b"b"));
        assert_ne!(with(b"a"), Packages::embedded().digest());
    }

    #[test]
    fn every_language_of_a_book_has_words() {
        for (language, panel) in [("en", "Panel"), ("fr", "Table ronde"), ("es", "Mesa redonda")] {
            assert_eq!(embedded_labels().get(language, "kind.panel"), panel);
        }
    }

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
