//! What an earlier run left in the folder of outputs.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use idm_core::manifest::{Edition, Identity, Manifest, ManifestError, Output, VERSION, sha256};

use crate::{Error, outputs, reading};

/// How long a manifest may be: that of a thousand drafts takes one.
const MAX_MANIFEST_BYTES: usize = 64 * 1024 * 1024;

/// Reads a manifest, if it is there.
///
/// # Errors
/// [`Error::System`] if it cannot be read, [`Error::Unfit`] if it is no manifest, [`Error::LaterManifest`] if it is one that this
/// program does not know yet.
pub(crate) fn read(path: &Path) -> Result<Option<Manifest>, Error> {
    let text = match reading::text(path, MAX_MANIFEST_BYTES) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        // Bytes that are no text are no manifest either, whatever has become of it.
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            return Err(Error::Unfit { path: path.to_owned(), why: error.to_string() });
        }
        text => text.map_err(Error::system("read", path))?,
    };
    match Manifest::parse(&text) {
        Ok(manifest) => Ok(Some(manifest)),
        Err(ManifestError::Version(version)) if version > u64::from(VERSION) => {
            Err(Error::LaterManifest { path: path.to_owned(), version })
        }
        Err(error) => Err(Error::Unfit { path: path.to_owned(), why: error.to_string() }),
    }
}

/// What has become of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
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
pub(crate) fn look(folder: &Path, output: &Output) -> Result<Found, Error> {
    let Some(path) = outputs::place(folder, &output.path) else { return Ok(Found::Gone) };
    match fs::metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Gone),
        Ok(metadata) if metadata.len() != output.bytes => return Ok(Found::Altered),
        metadata => metadata.map_err(Error::system("read", &path))?,
    };
    // It may have grown since it was asked for its length.
    let Ok(length) = usize::try_from(output.bytes) else { return Ok(Found::Altered) };
    let bytes = match reading::bytes(&path, length) {
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::FileTooLarge) => {
            return Ok(Found::Altered);
        }
        bytes => bytes.map_err(Error::system("read", &path))?,
    };
    Ok(if sha256(&bytes) == output.sha256 { Found::Whole } else { Found::Altered })
}

/// Refuses a folder that holds what was made of another publication, or of an edition that the publication has and that is not
/// made now: its manifest, its records and its page would be lost, and its documents removed as if others had taken their
/// places. An edition that the publication has no more is gone like anything else that was taken out of it.
///
/// # Errors
/// [`Error::OtherPublication`] and [`Error::OtherEdition`] if so.
pub(crate) fn refuse_other(
    folder: &Path,
    earlier: Option<&Manifest>,
    publication: Option<&Identity>,
    editions: &[Edition],
) -> Result<(), Error> {
    let (Some(earlier), Some(publication)) = (earlier, publication) else { return Ok(()) };
    refuse_other_publication(folder, earlier, publication)?;
    let is_left_out = |edition: &&Edition| {
        let is_it = |made: &Edition| made.language == edition.language;
        publication.languages.contains(&edition.language) && !editions.iter().any(is_it)
    };
    match earlier.editions.iter().find(is_left_out) {
        Some(edition) => {
            let (folder, id) = (folder.to_owned(), publication.id.clone());
            Err(Error::OtherEdition { folder, id, language: edition.language.clone() })
        }
        None => Ok(()),
    }
}

/// Refuses a folder that holds what was made of another publication.
///
/// # Errors
/// [`Error::OtherPublication`] if so.
pub(crate) fn refuse_other_publication(folder: &Path, earlier: &Manifest, publication: &Identity) -> Result<(), Error> {
    match &earlier.publication {
        Some(other) if other.id != publication.id => Err(Error::OtherPublication {
            folder: folder.to_owned(),
            other: other.id.clone(),
            id: publication.id.clone(),
        }),
        _ => Ok(()),
    }
}
