//! Folders of outputs: files that are there whole or not at all, one run at a time.

mod fit;
mod lock;
mod together;

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use idm_core::files::OUTPUT_MARK;
use tempfile::{NamedTempFile, TempPath};

pub(crate) use lock::{Lock, Patience};
pub(crate) use together::{MARK, Put, Together};

use crate::Error;

/// The folder of drafts below that of all outputs.
pub(crate) const DRAFTS: &str = "drafts";

/// How the name of a file that is not yet in its place begins and ends.
const PART: (&str, &str) = (".idm-", ".part");

/// A file that is written and not yet in its place. It vanishes if it is never put there.
#[derive(Debug)]
pub(crate) struct Staged {
    file: NamedTempFile,
    path: PathBuf,
}

/// Puts a file in place of an earlier one in a single step, so that whoever looks sees the old or the new one.
///
/// # Errors
/// If the folder cannot be made or written to. The earlier file then stays as it was.
pub(crate) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    stage(folder, name, bytes)?.put()
}

/// Writes a file in a single step.
///
/// # Errors
/// [`Error::Unfit`] if the path names no file, [`Error::System`] if it cannot be written. An earlier file then stays as it
/// was.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Error::Unfit { path: path.to_owned(), why: "it names no file".to_owned() })?;
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    replace(folder, name, bytes)?;
    Ok(())
}

/// Writes a file beside its place.
///
/// # Errors
/// If the folder cannot be made or written to, or has no room.
pub(crate) fn stage(folder: &Path, name: &str, bytes: &[u8]) -> Result<Staged, Error> {
    let path = folder.join(name);
    let folder = path.parent().unwrap_or(folder);
    fs::create_dir_all(folder).map_err(Error::system("make the folder", folder))?;
    let mut file = part_in(folder).map_err(Error::system("write to", folder))?;
    file.write_all(bytes).map_err(Error::system("write", &path))?;
    file.as_file().sync_all().map_err(Error::system("write", &path))?;
    Ok(Staged { file, path })
}

/// A file for what is not yet in its place.
///
/// # Errors
/// If the system refuses.
pub(crate) fn part_in(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PART.0).suffix(PART.1);
    #[cfg(unix)]
    {
        // As any new file: what the umask leaves of reading and writing for all.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

impl Staged {
    /// The name that it has until it is put in its place.
    pub(crate) fn name(&self) -> Option<&str> {
        self.file.path().file_name()?.to_str()
    }

    /// Gives it the rights that it will have in its place.
    ///
    /// # Errors
    /// If the system refuses.
    pub(crate) fn set_permissions(&self, rights: fs::Permissions) -> std::io::Result<()> {
        fs::set_permissions(self.file.path(), rights)
    }

    /// Leaves it beside its place, for [`is_part`] to know it by.
    ///
    /// # Errors
    /// If the system refuses.
    pub(crate) fn keep(self) -> Result<(), Error> {
        match self.file.keep() {
            Ok(_) => Ok(()),
            Err(error) => Err(Error::system("write", &self.path)(error.error)),
        }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// If the system refuses. The earlier file then stays as it was.
    pub(crate) fn put(self) -> Result<PathBuf, Error> {
        self.file.persist(&self.path).map_err(|error| Error::system("write", &self.path)(error.error))?;
        Ok(self.path)
    }
}

impl Staged {
    /// Puts the file in its place, where nothing may be.
    ///
    /// # Errors
    /// [`Error::Occupied`] if something is there, [`Error::System`] if the system refuses.
    pub(crate) fn put_new(self) -> Result<PathBuf, Error> {
        match self.file.persist_noclobber(&self.path) {
            Ok(_) => Ok(self.path),
            Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => {
                Err(Error::Occupied { path: self.path })
            }
            Err(refused) => Err(Error::system("write", &self.path)(refused.error)),
        }
    }
}

/// Puts a file in its place that was left beside it.
///
/// # Errors
/// If the system refuses. The file then stays where it is.
pub(crate) fn settle(from: &Path, to: &Path) -> Result<(), Error> {
    let refused = Error::system("write", to);
    let settled = TempPath::try_from_path(from).and_then(|part| {
        part.persist(to).map_err(|kept| {
            // Dropped, it would be removed.
            let _ = kept.path.keep();
            kept.error
        })
    });
    settled.map_err(refused)
}

/// Whether a path is that of a file that is not yet in its place.
pub(crate) fn is_part(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(PART.0) && name.ends_with(PART.1))
}

/// Makes a folder one of outputs, so that it is no input where it lies in a project.
///
/// # Errors
/// [`Error::NotForOutputs`] if it holds inputs, [`Error::System`] if it cannot be made or written to.
pub(crate) fn mark(folder: &Path) -> Result<(), Error> {
    fit::examine(folder)?;
    fs::create_dir_all(folder).map_err(Error::system("make the folder", folder))?;
    let path = folder.join(OUTPUT_MARK);
    let opened = fs::OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    opened.map(drop).map_err(Error::system("write to", folder))
}

/// Removes what killed runs left behind in a folder. Whoever calls this holds the folder's lock.
///
/// # Errors
/// If the folder cannot be read, or a file not removed.
pub(crate) fn sweep(folder: &Path) -> Result<(), Error> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(Error::system("read", folder))?,
    };
    for entry in entries {
        let entry = entry.map_err(Error::system("read", folder))?;
        if is_part(&entry.path()) && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            fs::remove_file(entry.path()).map_err(Error::system("remove", &entry.path()))?;
        }
    }
    Ok(())
}

/// Where an output lies. A manifest is a file that anybody can write: a path that leads out of the folder is none.
pub(crate) fn place(folder: &Path, path: &str) -> Option<PathBuf> {
    let inner = Path::new(path);
    let plain = inner.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !path.is_empty()).then(|| folder.join(inner))
}
