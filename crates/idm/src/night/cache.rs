//! Outputs kept by what they are made of, for every run that can reach the folder: what one machine has made, no other
//! makes again.
//!
//! An entry is one file, whose first line says what follows it. It is written under another name and renamed, so that
//! readers see all of it or nothing, however many runs write at the same time; two that write the same entry write the
//! same bytes. Nothing is locked, and nothing is flushed to the disk: an entry that is not what its first line says counts
//! as none.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use idm_core::manifest::{Hash, sha256};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::event::{Event, Observer};
use crate::{Error, clock, outputs, reading};

/// What `format` holds.
const FORMAT: &str = "idm-cached-output";
/// The version of the form.
const VERSION: u32 = 1;
/// How long an entry may be.
const MAX_BYTES: usize = 1024 * 1024 * 1024;
/// How old a file must be that was never renamed, until it counts as left behind by a run that was killed.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder of outputs that many runs share.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    folder: PathBuf,
    limit: u64,
}

/// What is known of an output beside its bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    format: String,
    version: u32,
    key: String,
    sha256: String,
    bytes: usize,
    /// How many pages it has.
    pub(crate) pages: usize,
    /// How often it was laid out.
    pub(crate) passes: u32,
    /// How long it took to make.
    pub(crate) ms: f64,
}

impl Cache {
    /// A cache in a folder that may hold so many bytes; none if the system refuses the folder, which is told.
    ///
    /// # Errors
    /// [`Error::NotForOutputs`] if the folder holds inputs.
    pub(crate) fn open(folder: &Path, limit: u64, observer: Observer) -> Result<Option<Self>, Error> {
        match outputs::mark(folder) {
            Ok(()) => Ok(Some(Self { folder: folder.to_owned(), limit })),
            Err(Error::System { error, .. }) => {
                let folder = folder.display();
                observer(Event::Note(&format!("the cache {folder} is not used: {error}")));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The output of a key, if it is there and whole. What is there and is not whole is told.
    pub(crate) fn fetch(&self, key: &str, observer: Observer) -> Option<(Kept, Vec<u8>)> {
        let path = self.path(key);
        let entry = match reading::bytes(&path, MAX_BYTES) {
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => Err(error.to_string()),
            Ok(entry) => read(key, entry),
        };
        match entry {
            Ok(found) => {
                // What was used last goes last. Where the time cannot be set, it goes when it is old.
                let _ = File::options().append(true).open(&path).and_then(|file| file.set_modified(now()));
                Some(found)
            }
            Err(why) => {
                let path = path.display();
                observer(Event::Note(&format!("{path} in the cache is passed over: {why}")));
                None
            }
        }
    }

    /// Keeps an output. That this fails stops nothing: it is told.
    pub(crate) fn store(&self, key: &str, bytes: &[u8], pages: usize, passes: u32, ms: f64, observer: Observer) {
        let kept = Kept {
            format: FORMAT.to_owned(),
            version: VERSION,
            key: key.to_owned(),
            sha256: sha256(bytes),
            bytes: bytes.len(),
            pages,
            passes,
            ms,
        };
        let mut entry = serde_json::to_vec(&kept).unwrap_or_default();
        entry.push(b'\n');
        entry.extend_from_slice(bytes);
        if let Err(error) = self.put(&self.path(key), &entry) {
            let folder = self.folder.display();
            observer(Event::Note(&format!("nothing can be kept in the cache {folder}: {error}")));
        }
    }

    /// Removes what was not used for longest until the rest is within the limit, and what killed runs left behind.
    pub(crate) fn trim(&self) {
        let mut entries = vec![];
        for folder in fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok) {
            let is_ours = folder.file_name().to_str().is_some_and(|name| name.len() == 2 && is_hexadecimal(name));
            if !is_ours {
                continue;
            }
            for entry in fs::read_dir(folder.path()).into_iter().flatten().filter_map(Result::ok) {
                let Ok(metadata) = entry.metadata() else { continue };
                let age = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                let path = entry.path();
                if outputs::is_part(&path) {
                    if now().duration_since(age).is_ok_and(|age| age > ABANDONED) {
                        let _ = fs::remove_file(path);
                    }
                } else if entry.file_name().to_str().is_some_and(|name| name.len() == 64 && is_hexadecimal(name)) {
                    entries.push((age, path, metadata.len()));
                }
            }
        }
        let mut held: u64 = entries.iter().map(|(.., length)| length).sum();
        entries.sort();
        for (_, path, length) in entries {
            if held <= self.limit {
                return;
            }
            // Another run may have removed it; a system may keep it while somebody reads.
            let _ = fs::remove_file(path);
            held -= length;
        }
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(key.get(..2).unwrap_or_default()).join(key)
    }

    fn put(&self, path: &Path, entry: &[u8]) -> std::io::Result<()> {
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)?;
        let part: NamedTempFile = outputs::part_in(folder)?;
        fs::write(part.path(), entry)?;
        outputs::put_part(part, path)
    }
}

/// Takes an entry apart.
///
/// # Errors
/// Says why it is none.
fn read(key: &str, mut entry: Vec<u8>) -> Result<(Kept, Vec<u8>), String> {
    let line = entry.iter().position(|&byte| byte == b'\n').ok_or("it is cut off")?;
    let kept: Kept = serde_json::from_slice(&entry[..line]).map_err(|_| "its first line cannot be read")?;
    if (kept.format.as_str(), kept.version) != (FORMAT, VERSION) {
        return Err("it is of another form".to_owned());
    }
    if kept.key != key {
        return Err("it is that of another document".to_owned());
    }
    let bytes = entry.split_off(line + 1);
    if bytes.len() != kept.bytes || sha256(&bytes) != kept.sha256 {
        return Err("its bytes are not those that were kept".to_owned());
    }
    Ok((kept, bytes))
}

/// Adds to a key on which kind of machine it is: that two kinds come to the same bytes was never tried.
pub(crate) fn of_this_machine(mut hash: Hash) -> String {
    for part in [std::env::consts::OS, std::env::consts::ARCH] {
        hash.part(part.as_bytes());
    }
    hash.finish()
}

/// When an entry was used last decides what goes first, and nothing of any output.
fn now() -> SystemTime {
    let seconds = u64::try_from(clock::now()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn is_hexadecimal(name: &str) -> bool {
    name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    fn cache(folder: &Path, limit: u64) -> Cache {
        Cache::open(folder, limit, &|_| panic!("nothing is wrong")).unwrap().unwrap()
    }

    fn key(letter: &str) -> String {
        letter.repeat(64)
    }

    /// What is fetched, and what is told meanwhile.
    fn fetched(cache: &Cache, key: &str) -> (Option<Vec<u8>>, Vec<String>) {
        let notes = Mutex::new(vec![]);
        let tell = |event: Event| {
            if let Event::Note(note) = event {
                notes.lock().unwrap().push(note.to_owned());
            }
        };
        let found = cache.fetch(key, &tell).map(|(_, bytes)| bytes);
        (found, notes.into_inner().unwrap())
    }

    #[test]
    fn what_is_kept_is_found_and_what_is_spoiled_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), 1 << 20);
        assert_eq!(fetched(&cache, &key("a")), (None, vec![]));
        cache.store(&key("a"), b"%PDF\nand more", 3, 2, 1.5, &|_| panic!("nothing is wrong"));
        let (kept, bytes) = cache.fetch(&key("a"), &|_| panic!("nothing is wrong")).unwrap();
        assert_eq!((&bytes[..], kept.pages, kept.passes, kept.ms), (&b"%PDF\nand more"[..], 3, 2, 1.5));
        let path = cache.path(&key("a"));
        let whole = fs::read(&path).unwrap();
        let (mut other, mut longer) = (whole.clone(), whole.clone());
        *other.last_mut().unwrap() ^= 1;
        longer.push(b' ');
        let spoiled = [&b""[..], b"{}\n", &whole[..10], &whole[..whole.len() - 1], &other, &longer];
        for entry in spoiled {
            fs::write(&path, entry).unwrap();
            let (found, notes) = fetched(&cache, &key("a"));
            assert_eq!((found, notes.len()), (None, 1), "{}", String::from_utf8_lossy(entry));
        }
        // One that lies in the place of another.
        fs::create_dir_all(cache.path(&key("b")).parent().unwrap()).unwrap();
        fs::write(cache.path(&key("b")), &whole).unwrap();
        assert!(fetched(&cache, &key("b")).1[0].ends_with("it is that of another document"));
        // It is made whole by keeping it again.
        cache.store(&key("a"), b"new", 1, 1, 1.0, &|_| panic!("nothing is wrong"));
        assert_eq!(fetched(&cache, &key("a")), (Some(b"new".to_vec()), vec![]));
    }

    #[test]
    fn what_was_not_used_for_longest_is_removed_first() {
        let folder = tempfile::tempdir().unwrap();
        let roomy = cache(folder.path(), 1 << 20);
        let letters = ["a", "b", "c", "d"];
        for (at, letter) in letters.iter().enumerate() {
            roomy.store(&key(letter), &[b'x'; 1000], 1, 1, 1.0, &|_| {});
            let then = now() - Duration::from_secs(1000 - at as u64);
            File::options().append(true).open(roomy.path(&key(letter))).unwrap().set_modified(then).unwrap();
        }
        // It is used, and so goes last.
        assert!(roomy.fetch(&key("a"), &|_| {}).is_some());
        fs::write(folder.path().join("own.txt"), "not ours").unwrap();
        let two = 2 * fs::metadata(roomy.path(&key("a"))).unwrap().len();
        cache(folder.path(), two).trim();
        let left = letters.map(|letter| roomy.path(&key(letter)).exists());
        assert_eq!(left, [true, false, false, true]);
        assert!(folder.path().join("own.txt").exists());
    }

    #[test]
    fn many_write_and_read_at_the_same_time() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), 1 << 30);
        let bytes: Vec<u8> = (0..100_000).map(|at| (at % 251) as u8).collect();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        cache.store(&key("e"), &bytes, 1, 1, 1.0, &|_| panic!("nothing is wrong"));
                        let (_, found) = cache.fetch(&key("e"), &|_| panic!("nothing is wrong")).unwrap();
                        assert!(found == bytes);
                    }
                });
            }
        });
    }
}
