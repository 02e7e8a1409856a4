//! What an earlier run left in the folder of outputs.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use idm_core::manifest::{Manifest, Output, sha256};

use crate::failure::Failure;
use crate::reading;

/// How long a manifest may be: that of a thousand drafts takes one.
const MAX_MANIFEST_BYTES: usize = 64 * 1024 * 1024;

/// Reads a manifest, if it is there.
///
/// # Errors
/// If it cannot be read.
pub fn read(path: &Path) -> Result<Option<Manifest>, Failure> {
    let text = match reading::text(path, MAX_MANIFEST_BYTES) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        text => text.map_err(Failure::system("read", path))?,
    };
    match Manifest::parse(&text) {
        Ok(manifest) => Ok(Some(manifest)),
        Err(error) => Err(Failure::Usage(format!("{}: {error}", path.display()))),
    }
}

/// What has become of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It is what the manifest says.
    Whole,
    /// It is something else.
    Altered,
    /// It is not there.
    Gone,
}

/// Looks at an output of an earlier run.
///
/// # Errors
/// If it is there and cannot be read.
pub fn look(folder: &Path, output: &Output) -> Result<Found, Failure> {
    let Some(path) = place(folder, &output.path) else { return Ok(Found::Gone) };
    match fs::metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Gone),
        Ok(metadata) if metadata.len() != output.bytes => return Ok(Found::Altered),
        metadata => metadata.map_err(Failure::system("read", &path))?,
    };
    // It may have grown since it was asked for its length.
    let Ok(length) = usize::try_from(output.bytes) else { return Ok(Found::Altered) };
    let bytes = match reading::bytes(&path, length) {
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::FileTooLarge) => {
            return Ok(Found::Altered);
        }
        bytes => bytes.map_err(Failure::system("read", &path))?,
    };
    Ok(if sha256(&bytes) == output.sha256 { Found::Whole } else { Found::Altered })
}

/// Where an output lies. A manifest is a file that anybody can write: a path that leads out of the folder is none.
pub fn place(folder: &Path, path: &str) -> Option<PathBuf> {
    let inner = Path::new(path);
    let plain = inner.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !path.is_empty()).then(|| folder.join(inner))
}
