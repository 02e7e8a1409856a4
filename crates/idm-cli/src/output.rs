//! Outputs: whole or not at all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

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

/// Puts a file in place of an earlier one in a single step, so that whoever looks sees the old or the new one.
///
/// # Errors
/// If the folder cannot be made or written to. The earlier file then stays as it was.
pub fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    fs::create_dir_all(folder).map_err(Failure::system("make the folder", folder))?;
    let path = folder.join(name);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".idm-").suffix(".part");
    #[cfg(unix)]
    {
        // As any new file: what the umask leaves of reading and writing for all.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(Failure::system("write to", folder))?;
    file.write_all(bytes).map_err(Failure::system("write", &path))?;
    file.as_file().sync_all().map_err(Failure::system("write", &path))?;
    file.persist(&path).map_err(|error| Failure::system("write", &path)(error.error))?;
    Ok(path)
}
