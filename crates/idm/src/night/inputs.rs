//! The digests of the input files.

use std::collections::BTreeMap;

use idm_core::files::MAX_IMAGE_BYTES;
use idm_core::manifest::sha256;

use crate::editions::Editions;

/// The SHA-256 of every input file by its path. Files that cannot be read are left out.
///
/// Everything was read before. If a file has changed on the disk meanwhile, the digest is that of what was read, so that
/// the next run finds the change.
pub(crate) fn digests(editions: &Editions) -> BTreeMap<String, String> {
    let project = editions.first();
    let texts: BTreeMap<&str, &str> = editions.sources().iter().map(|(_, file)| (file.path(), file.text())).collect();
    let pictures = |path: &str| editions.publications().find_map(|known| known.pictures.contents.get(path));
    let digest = |path: &String| {
        if let Some(picture) = pictures(path) {
            return Some(sha256(picture));
        }
        let now = project.files().read_bytes(path, MAX_IMAGE_BYTES).ok();
        match texts.get(path.as_str()) {
            // What was read has lost its byte order mark.
            Some(text) => Some(match &now {
                Some(bytes) if bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes) == text.as_bytes() => {
                    sha256(bytes)
                }
                _ => sha256(text.as_bytes()),
            }),
            None => now.map(|bytes| sha256(&bytes)),
        }
    };
    project.paths().iter().filter_map(|path| Some((path.clone(), digest(path)?))).collect()
}
