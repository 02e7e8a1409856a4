//! Outputs: whole or not at all.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// How the name of a file that is not yet in its place begins and ends.
const PART: (&str, &str) = (".idm-", ".part");

/// A PDF that was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Where it is.
    pub path: PathBuf,
    /// How long it is.
    pub bytes: usize,
    /// How many pages it has.
    pub pages: usize,
}

/// A file that is written and not yet in its place. It vanishes if it is never put there.
#[derive(Debug)]
pub struct Staged {
    file: NamedTempFile,
    path: PathBuf,
}

/// Puts a file in place of an earlier one in a single step, so that whoever looks sees the old or the new one.
///
/// # Errors
/// If the folder cannot be made or written to. The earlier file then stays as it was.
pub fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    stage(folder, name, bytes)?.put()
}

/// Writes a file beside its place.
///
/// # Errors
/// If the folder cannot be made or written to, or has no room.
pub fn stage(folder: &Path, name: &str, bytes: &[u8]) -> Result<Staged, Failure> {
    let path = folder.join(name);
    let folder = path.parent().unwrap_or(folder);
    fs::create_dir_all(folder).map_err(Failure::system("make the folder", folder))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(PART.0).suffix(PART.1);
    #[cfg(unix)]
    {
        // As any new file: what the umask leaves of reading and writing for all.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(Failure::system("write to", folder))?;
    file.write_all(bytes).map_err(Failure::system("write", &path))?;
    file.as_file().sync_all().map_err(Failure::system("write", &path))?;
    Ok(Staged { file, path })
}

impl Staged {
    /// Puts the file in its place.
    ///
    /// # Errors
    /// If the system refuses. The earlier file then stays as it was.
    pub fn put(self) -> Result<PathBuf, Failure> {
        self.file.persist(&self.path).map_err(|error| Failure::system("write", &self.path)(error.error))?;
        Ok(self.path)
    }
}

/// Removes what killed runs left behind in a folder. Whoever calls this holds the folder's lock.
///
/// # Errors
/// If the folder cannot be read, or a file not removed.
pub fn sweep(folder: &Path) -> Result<(), Failure> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(Failure::system("read", folder))?,
    };
    for entry in entries {
        let entry = entry.map_err(Failure::system("read", folder))?;
        let name = entry.file_name();
        let is_part = name.to_str().is_some_and(|name| name.starts_with(PART.0) && name.ends_with(PART.1));
        if is_part && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            fs::remove_file(entry.path()).map_err(Failure::system("remove", &entry.path()))?;
        }
    }
    Ok(())
}
