//! On which pages the book shows what is named.
//!
//! Laying the book out takes longer than anybody waits for an answer. It is done in the background, of what is saved, once
//! somebody has asked; until it is done, pages are those of the time before, or unknown.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use idm::Project;

/// The pages of one project's book.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    /// Page numbers as they are printed, by label.
    pages: BTreeMap<String, u32>,
    /// Whether files have been saved since the book was last looked at.
    is_current: bool,
    is_at_work: bool,
}

impl Pages {
    /// Notes that files have changed on the disk.
    pub(crate) fn touch(&self) {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).is_current = false;
    }

    /// The page on which the book shows what has a label, such as `rec:keep-the-vote`. If that has not been looked for since
    /// the last change, it is begun.
    pub(crate) fn of(&self, folder: &Path, label: &str) -> Option<u32> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if !shared.is_current && !shared.is_at_work {
            (shared.is_current, shared.is_at_work) = (true, true);
            let (there, folder) = (Arc::clone(&self.shared), folder.to_owned());
            // Ends with the process: nothing hangs on it.
            thread::spawn(move || {
                let found = Project::open(&folder).and_then(|project| project.book_pages());
                let mut shared = there.lock().unwrap_or_else(PoisonError::into_inner);
                shared.is_at_work = false;
                // While there are errors, the pages stay those of the last book without.
                if let Ok(found) = found {
                    shared.pages = found.pages;
                }
            });
        }
        shared.pages.get(label).copied()
    }
}
