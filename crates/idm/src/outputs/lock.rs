//! One run at a time writes to a folder.
//!
//! The lock is the system's: it ends with the process, however that ends. What the file says is only for people.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::Path;

use idm_core::files::OUTPUT_MARK as NAME;

use super::fit;
use crate::event::{Event, Observer};
use crate::{Error, clock};

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
    /// The file that is locked stays when the lock ends: to remove it would be to take it away from somebody who just
    /// opened it. It is also what a folder of outputs is known by.
    ///
    /// # Errors
    /// If another run holds it, if the folder holds inputs, or if it cannot be written to.
    pub(crate) fn take(folder: &Path, patience: Patience, observer: Observer) -> Result<Self, Error> {
        fit::examine(folder)?;
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
            // Some file systems know no locks, each in words of its own. There, as elsewhere, outputs are put in place
            // whole, but two runs at a time may mix theirs.
            Err(TryLockError::Error(error)) => {
                let folder = folder.display();
                observer(Event::Note(&format!(
                    "no lock can be had in {folder} ({error}): see to it that no other run writes to it meanwhile"
                )));
            }
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
