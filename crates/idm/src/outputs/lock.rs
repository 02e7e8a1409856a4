//! One run at a time writes to a folder.
//!
//! The lock is the system's: it ends with the process, however that ends. What the file says is only for people.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Seek, Write};
use std::path::Path;

use crate::event::{Event, Observer};
use crate::{Error, clock};

/// The file that is locked, in the folder of outputs. It stays when the lock ends: to remove it would be to take it away
/// from somebody who just opened it.
const NAME: &str = ".idm.lock";

/// Holds the lock until dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// What to do when another run holds the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Give up.
    None,
    /// Wait, and say so.
    Wait,
}

impl Lock {
    /// Takes the lock of a folder, which is made if it is not there.
    ///
    /// # Errors
    /// If another run holds it, or if the folder cannot be written to.
    pub(crate) fn take(folder: &Path, patience: Patience, observer: Observer) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(Error::system("make the folder", folder))?;
        let path = folder.join(NAME);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(Error::system("write to", folder))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let busy = Error::Busy { folder: folder.to_owned(), holder: holder(&path) };
                if patience == Patience::None {
                    return Err(busy);
                }
                observer(Event::Note(&format!("{busy}; waiting for it")));
                file.lock().map_err(Error::system("lock", &path))?;
            }
            // Some file systems know no locks. There, as elsewhere, outputs are at least put in place whole.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(Error::system("lock", &path)(error)),
        }
        // A full disk is noticed where it matters.
        let _ = file.set_len(0).and_then(|()| file.rewind());
        let _ = writeln!(file, "{} {}", std::process::id(), clock::now());
        Ok(Self { _file: file })
    }
}

/// ` (process 123, since 03:00 UTC)`, as far as that can be read.
fn holder(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut words = text.split_whitespace();
    let process = words.next().and_then(|word| word.parse::<u32>().ok());
    let since = words.next().and_then(|word| time::OffsetDateTime::from_unix_timestamp(word.parse().ok()?).ok());
    match (process, since) {
        (Some(process), Some(since)) => {
            format!(" (process {process}, since {:02}:{:02} UTC)", since.hour(), since.minute())
        }
        _ => String::new(),
    }
}
