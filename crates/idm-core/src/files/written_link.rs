//! What git writes in place of a link where it is to make none (`core.symlinks`): a file with the path that the link leads to.

use std::path::Path;

use super::revision::Repository;

/// No path that a link leads to is longer.
const MAX_BYTES: usize = 4096;

/// The path that such a file would hold: a short text without an end of line. Most files have one, so that git is seldom asked.
pub(super) fn target_of(bytes: &[u8]) -> Option<&str> {
    let is_short = (1..=MAX_BYTES).contains(&bytes.len());
    let text = std::str::from_utf8(bytes).ok().filter(|_| is_short)?;
    (!text.contains(['\n', '\r', '\0'])).then_some(text)
}

/// Whether git's index has a link at the path of a file in the project's folder `root`, and the file holds what that leads to.
/// Not so where there is no repository, or one that cannot be read.
pub(super) fn is_one(root: &Path, path: &str, bytes: &[u8]) -> bool {
    let is_file = std::fs::symlink_metadata(root.join(path)).is_ok_and(|kind| kind.is_file());
    is_file && Repository::discover(root).is_ok_and(|repository| repository.has_written_link(path, bytes))
}
