//! How a project is read and its documents are made.

use std::io::ErrorKind;
use std::path::Path;

use idm_core::diagnostic::baseline::Baseline;
use idm_core::model::Language;
use idm_render::packages::Packages;

use crate::{Error, reading};

/// How long a baseline may be.
const MAX_BASELINE_BYTES: usize = 256 * 1024 * 1024;

/// How a project is read and its documents are made. The default is what a plain `idm check` or `idm build` does.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// Whether warnings count as errors.
    pub deny_warnings: bool,
    /// Whether what is missing or not cleared counts as an error.
    pub release: bool,
    /// Whether something is to be made. A known error that leaves nothing to make it from is reported then all the same.
    pub building: bool,
    /// The problems that are known already, and are passed over.
    pub baseline: Option<Baseline>,
    /// The templates that documents are made with.
    pub packages: Packages,
    /// The language of the edition; none for that in which the texts are written.
    pub language: Option<Language>,
    /// The time that counts as now, in seconds since 1970. Without it, that of the publication's own date, and for drafts
    /// that of the inputs' last commit.
    pub timestamp: Option<i64>,
}

/// Reads a baseline: the JSON report of an earlier check.
///
/// # Errors
/// [`Error::NotABaseline`] if there is no such file, or if it is no such report; [`Error::System`] if it cannot be read.
pub fn read_baseline(path: &Path) -> Result<Baseline, Error> {
    let refused = |why: String| Error::NotABaseline { path: path.to_owned(), why };
    let text = reading::text(path, MAX_BASELINE_BYTES).map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::FileTooLarge => {
            refused(error.to_string())
        }
        _ => Error::system("read", path)(error),
    })?;
    Baseline::parse(&text).map_err(|error| refused(error.to_string()))
}

/// Reads the Typst packages in a folder, each of which takes the place of the built-in one of its name.
///
/// # Errors
/// [`Error::System`] if the folder cannot be read, or holds no package.
pub fn read_packages(folder: &Path) -> Result<Packages, Error> {
    Packages::directory(folder).map_err(Error::system("use the templates in", folder))
}
