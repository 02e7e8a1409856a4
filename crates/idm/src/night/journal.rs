//! What is going to be put in place, written down before anything is: a run that is killed in the middle is finished by
//! the next one, and what it brought is told then.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use idm_core::manifest::{Manifest, Output};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::previous::{self, Found};
use crate::event::{Event, Observer};
use crate::outputs::{self, Staged};
use crate::{Error, reading};

/// The journal's name in the folder of outputs.
const NAME: &str = ".idm-journal.json";
/// What `format` holds.
const FORMAT: &str = "idm-journal";
/// The version of the form.
const VERSION: u32 = 1;
/// How long a journal may be: it holds a manifest and the records of a publication.
const MAX_BYTES: usize = 256 * 1024 * 1024;

/// What a run puts in place, in this order.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    format: String,
    version: u32,
    /// The files that are written beside their places.
    put: Vec<Put>,
    /// Outputs of an earlier run that others take the place of.
    remove: Vec<Output>,
    /// What the page about the run compares it with; none if there is to be no page.
    since: Option<Since>,
}

/// A file that is written beside its place. Both paths are in the folder of outputs.
#[derive(Debug, Serialize, Deserialize)]
struct Put {
    from: String,
    to: String,
}

/// The night that a page compares its own with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Since {
    /// What it wrote down.
    pub(super) manifest: Option<Manifest>,
    /// The records that it published of its first edition.
    records: Option<Value>,
    /// The records that it published of each edition, by language.
    #[serde(default)]
    editions: BTreeMap<String, Value>,
}

impl Since {
    /// A night that wrote that down, and published these records, by language.
    pub(super) fn new(manifest: Option<Manifest>, editions: BTreeMap<String, Value>) -> Self {
        Self { manifest, records: None, editions }
    }

    /// The records that it published of its edition in a language.
    pub(super) fn records(&self, language: &str) -> Option<&Value> {
        let is_of = |records: &&Value| records["publication"]["language"] == language;
        // A program of the time when a folder held one edition has written down its records alone.
        self.editions.get(language).or_else(|| self.records.as_ref().filter(is_of))
    }
}

impl Journal {
    /// Writes down that these files are to be put in their places, in this order, and these outputs to be removed then.
    ///
    /// # Errors
    /// If the folder cannot be written to. The files vanish then, and everything is as it was.
    pub(super) fn write(
        folder: &Path,
        staged: Vec<(String, Staged)>,
        remove: Vec<Output>,
        since: Option<Since>,
    ) -> Result<Self, Error> {
        let part = |to: &str, staged: &Staged| {
            let name = staged.name().unwrap_or_default();
            to.rsplit_once('/').map_or_else(|| name.to_owned(), |(within, _)| format!("{within}/{name}"))
        };
        let put = staged.iter().map(|(to, staged)| Put { from: part(to, staged), to: to.clone() }).collect();
        let journal = Self { format: FORMAT.to_owned(), version: VERSION, put, remove, since };
        let text = serde_json::to_string(&journal).unwrap_or_default();
        outputs::replace(folder, NAME, text.as_bytes())?;
        // From here on, the files are to outlive this process.
        for (_, staged) in staged {
            staged.keep()?;
        }
        Ok(journal)
    }

    /// Reads what a run that was killed has left. What is no journal counts as none.
    fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join(NAME);
        let text = match reading::text(&path, MAX_BYTES) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            text => text.map_err(Error::system("read", &path))?,
        };
        let journal = serde_json::from_str(&text).ok();
        Ok(journal.filter(|journal: &Self| journal.format == FORMAT && journal.version == VERSION))
    }

    /// Puts in place what is not there yet, and removes what is to be removed. The flag says whether there was anything to
    /// do.
    ///
    /// # Errors
    /// If the system refuses. The next run goes on then.
    pub(super) fn carry_out(&self, folder: &Path, observer: Observer) -> Result<bool, Error> {
        let mut done = false;
        for Put { from, to } in &self.put {
            // The journal is a file that anybody can write: only what is ours is moved, and only within the folder.
            let (Some(from), Some(to)) = (outputs::place(folder, from), outputs::place(folder, to)) else { continue };
            if outputs::is_part(&from) && from.is_file() {
                outputs::settle(&from, &to)?;
                done = true;
            }
        }
        for output in &self.remove {
            let Some(place) = outputs::place(folder, &output.path) else { continue };
            match previous::look(folder, output)? {
                Found::Whole => {
                    fs::remove_file(&place).map_err(Error::system("remove", &place))?;
                    done = true;
                }
                Found::Altered => {
                    let note = format!("{} is out of date, but was altered: it is left", place.display());
                    observer(Event::Note(&note));
                }
                Found::Gone => {}
            }
        }
        Ok(done)
    }

    /// Whether a page is still to tell what the run brought.
    pub(super) fn is_untold(&self) -> bool {
        self.since.is_some()
    }
}

/// Finishes what a run that was killed has begun. Returned is what a page compares with that tells of that run, too, if it
/// was told nowhere.
///
/// # Errors
/// If the folder cannot be read or written to.
pub(super) fn resume(folder: &Path, observer: Observer) -> Result<Option<Since>, Error> {
    let Some(journal) = Journal::read(folder)? else { return Ok(None) };
    if journal.carry_out(folder, observer)? {
        observer(Event::Note("an earlier run did not come to its end: what it had made is in its place now"));
    }
    if !journal.is_untold() {
        close(folder)?;
    }
    Ok(journal.since)
}

/// Removes the journal: everything is in its place, and told.
///
/// # Errors
/// If the system refuses.
pub(super) fn close(folder: &Path) -> Result<(), Error> {
    let path = folder.join(NAME);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::system("remove", &path)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use idm_core::manifest::{Kind, Parts, sha256};

    fn output(path: &str, bytes: &[u8]) -> Output {
        let parts = ["", "", "", ""].map(str::to_owned);
        let [content, settings, templates, program] = parts;
        Output {
            document: "draft:a".to_owned(),
            language: "en".to_owned(),
            path: path.to_owned(),
            kind: Kind::Draft,
            panel: None,
            sha256: sha256(bytes),
            bytes: bytes.len() as u64,
            pages: None,
            passes: None,
            standards: vec![],
            timestamp: None,
            state: None,
            digest: String::new(),
            parts: Parts { content, settings, templates, program },
            inputs: [].into(),
            warnings: 0,
        }
    }

    /// A folder in which a run is about to put three files in place and to remove a fourth.
    fn about() -> (tempfile::TempDir, Journal) {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        fs::create_dir(at.join("drafts")).unwrap();
        for (path, text) in [("book.pdf", "old"), ("drafts/a-1.pdf", "gone"), ("drafts/own.pdf", "own")] {
            fs::write(at.join(path), text).unwrap();
        }
        let stage = |path: &str| (path.to_owned(), outputs::stage(at, path, b"new").unwrap());
        let staged = ["book.pdf", "drafts/a-2.pdf", "manifest.json"].map(stage).into();
        let since = Since::new(None, [("en".to_owned(), "before".into())].into());
        let journal = Journal::write(at, staged, vec![output("drafts/a-1.pdf", b"gone")], Some(since)).unwrap();
        (folder, journal)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = ["", "drafts"]
            .iter()
            .flat_map(|within| fs::read_dir(folder.join(within)).unwrap())
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn whatever_a_killed_run_had_done_the_next_one_finishes_it() {
        for done in 0..=4 {
            let (folder, journal) = about();
            let at = folder.path();
            for Put { from, to } in journal.put.iter().take(done) {
                fs::rename(at.join(from), at.join(to)).unwrap();
            }
            if done == 4 {
                fs::remove_file(at.join("drafts/a-1.pdf")).unwrap();
            }
            let mut notes = std::sync::Mutex::new(0);
            let since = resume(at, &|_| *notes.lock().unwrap() += 1).unwrap().unwrap();
            assert_eq!(since.records("en"), Some(&"before".into()));
            assert_eq!(*notes.get_mut().unwrap(), usize::from(done < 4), "{done}");
            assert_eq!(names(at), [NAME, "a-2.pdf", "book.pdf", "drafts", "manifest.json", "own.pdf"], "{done}");
            assert_eq!(fs::read(at.join("book.pdf")).unwrap(), b"new");
            // It stays to be told until a page has told it, also if that takes several runs.
            assert!(resume(at, &|_| panic!("there is nothing left to do")).unwrap().is_some());
            close(at).unwrap();
            assert!(resume(at, &|_| {}).unwrap().is_none());
        }
    }

    #[test]
    fn a_journal_moves_and_removes_only_what_is_ours() {
        let (folder, mut journal) = about();
        let at = folder.path();
        let outside = tempfile::NamedTempFile::new().unwrap();
        journal.put = [("drafts/own.pdf", "taken.pdf"), ("../.idm-x.part", "taken.pdf"), ("/etc/passwd", "taken.pdf")]
            .map(|(from, to)| Put { from: from.to_owned(), to: to.to_owned() })
            .into();
        journal.remove = vec![output("drafts/own.pdf", b"another"), output(outside.path().to_str().unwrap(), b"")];
        fs::write(at.join(NAME), serde_json::to_string(&journal).unwrap()).unwrap();
        resume(at, &|_| {}).unwrap();
        assert!(at.join("drafts/own.pdf").exists() && outside.path().exists() && !at.join("taken.pdf").exists());
        for text in ["", "{", "{}", "null"] {
            fs::write(at.join(NAME), text).unwrap();
            assert!(resume(at, &|_| {}).unwrap().is_none(), "{text}");
        }
    }
}
