//! Folders of outputs: files that are there whole or not at all, one run at a time.

mod fit;
mod lock;
mod together;

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use idm_core::files::OUTPUT_MARK;
use tempfile::{NamedTempFile, PathPersistError, TempPath};

pub(crate) use lock::{Lock, Patience};
pub(crate) use together::{MARK, Put, Together};

use crate::Error;

/// The folder of drafts below that of all outputs.
pub(crate) const DRAFTS: &str = "drafts";

/// How long is waited for a program that holds a file: those that look for viruses or words open every new one for a moment.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often is tried meanwhile.
const PERIOD: Duration = Duration::from_millis(50);

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
        let put = persist(self.file.into_temp_path(), &self.path, is_held);
        put.map_err(|refused| Error::system("write", &self.path)(told(refused.error)))?;
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
        persist(part, to, is_held).map_err(|kept| {
            // Dropped, it would be removed.
            let _ = kept.path.keep();
            told(kept.error)
        })
    });
    settled.map_err(refused)
}

/// Renames a file to its place. While the place `is_held` by another program, it is tried again for a while.
///
/// # Errors
/// If the system refuses, with the file.
fn persist(mut part: TempPath, to: &Path, is_held: fn(&io::Error) -> bool) -> Result<(), PathPersistError> {
    let end = Instant::now() + PATIENCE;
    loop {
        match part.persist(to) {
            Err(refused) if is_held(&refused.error) && Instant::now() < end => part = refused.path,
            done => return done,
        }
        thread::sleep(PERIOD);
    }
}

/// Puts a file that was written beside its place there, in one step. It is not waited for until the disk has it, as
/// [`stage`] does: this is for what can be made again, and is known by a digest to be whole.
///
/// # Errors
/// If the system refuses, in its words alone. The earlier file then stays as it was.
pub(crate) fn put_part(part: NamedTempFile, to: &Path) -> io::Result<()> {
    persist(part.into_temp_path(), to, is_held).map_err(|refused| refused.error)
}

/// Whether a file cannot be replaced because a program has it open. Only Windows lets programs keep others away.
fn is_held(error: &io::Error) -> bool {
    const ACCESS_DENIED: i32 = 5;
    const SHARING_VIOLATION: i32 = 32;
    cfg!(windows) && matches!(error.raw_os_error(), Some(ACCESS_DENIED | SHARING_VIOLATION))
}

/// What the system says, and what to do where a program keeps us away.
fn told(error: io::Error) -> io::Error {
    if is_held(&error) {
        io::Error::new(error.kind(), format!("{error}; if a program shows the file, close it there"))
    } else {
        error
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_held_for_a_moment_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("book.pdf");
        let part = || {
            let mut part = part_in(folder.path()).unwrap();
            part.write_all(b"new").unwrap();
            part.into_temp_path()
        };
        // A folder in the file's place keeps it away as a program does on Windows.
        fs::create_dir(&to).unwrap();
        assert!(persist(part(), &to, |_| false).is_err());
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(PERIOD * 2);
                fs::remove_dir(&to).unwrap();
            });
            persist(part(), &to, |_| true).unwrap();
        });
        assert_eq!(fs::read(&to).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
