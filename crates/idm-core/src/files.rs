//! Reading the project: the only way from the disk into the program.
//!
//! A project is a folder as it is, or the same folder as it was in a revision of the git repository that it lies in.
//! Paths are relative to the project, with `/` between their parts. Whatever a path says or a link points at, nothing
//! outside the project's folder is read, and no file is read beyond its limit.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::diagnostic::{Diagnostic, Place};
use crate::rules;

use ignored::Ignored;

mod dates;
mod digest;
mod encoding;
mod ignored;
mod names;
mod pointer;
mod revision;
mod snapshot;
mod vetting;

pub use dates::day_of;
pub use digest::digest;
pub use encoding::Encoding;
pub use names::meant;
pub use revision::{Commit, Repository, Revision, RevisionError, State};

/// How long a text file may be.
pub const MAX_TEXT_BYTES: u64 = 8 * 1024 * 1024;
/// How long a picture may be.
pub const MAX_IMAGE_BYTES: u64 = 64 * 1024 * 1024;
/// How many files a project may have.
pub const MAX_FILES: usize = 10_000;
/// How deeply folders may lie within each other.
pub const MAX_DEPTH: usize = 16;

/// The folder at the top of a project where results are written, which are no inputs.
pub const OUTPUT: &str = "out";
/// The file by which a folder of results is known, wherever it lies: one run at a time holds the lock on it.
pub const OUTPUT_MARK: &str = ".idm.lock";

/// The files of a project.
#[derive(Debug, Clone)]
pub struct Files {
    origin: Origin,
}

#[derive(Debug, Clone)]
enum Origin {
    /// The folder's canonical path.
    Directory(PathBuf),
    Memory(BTreeMap<String, Vec<u8>>),
    /// A folder as a revision holds it.
    Revision(Arc<snapshot::Snapshot>),
    /// Files of another origin, some of them with another content, or there in addition.
    Overlaid(Arc<Overlay>),
    /// Files of another origin as they were when they were first asked for.
    Remembered(Arc<Remembered>),
}

/// What a file holds, or why it could not be read.
type Contents = Result<Vec<u8>, FileProblemKind>;

#[derive(Debug)]
struct Remembered {
    below: Files,
    list: OnceLock<Result<Vec<String>, FileProblem>>,
    /// What was read, by path and limit.
    read: Mutex<BTreeMap<(String, u64), Contents>>,
}

#[derive(Debug)]
struct Overlay {
    below: Files,
    above: BTreeMap<String, Vec<u8>>,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// The file's path in the project, or what was given for one.
    pub path: String,
    /// What is wrong.
    pub kind: FileProblemKind,
}

/// What can be wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblemKind {
    /// It is not there.
    Missing,
    /// It is no file, or not one that can be read; with the reason.
    Unreadable(String),
    /// The system refused to read it; with the reason.
    Refused(String),
    /// It is no UTF-8.
    NotText {
        /// The first byte that is none, counted from 0.
        offset: usize,
        /// Its line, counted from 1.
        line: usize,
        /// What it seems to be instead.
        encoding: Encoding,
    },
    /// It is longer than it may be.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It lies outside the project, or the path says so.
    Outside,
    /// The path is written as on Windows, with backslashes.
    Backslashes,
    /// It is only a pointer that Git LFS keeps in place of a large file.
    Pointer,
}

impl FileProblem {
    fn new(path: impl Into<String>, kind: FileProblemKind) -> Self {
        Self { path: path.into(), kind }
    }

    /// The problem for the author, at the place that names the file, or else at the file itself.
    pub fn diagnostic(&self, place: Option<Place>) -> Diagnostic {
        let path = &self.path;
        let mut hint = None;
        let (rule, message) = match &self.kind {
            FileProblemKind::Missing => (&rules::FILE_MISSING, format!("there is no file `{path}`")),
            FileProblemKind::Unreadable(why) => (&rules::FILE_UNREADABLE, format!("`{path}` cannot be read: {why}")),
            FileProblemKind::Refused(why) => (&rules::FILE_REFUSED, format!("`{path}` cannot be read: {why}")),
            FileProblemKind::NotText { encoding: Encoding::Wide, .. } => {
                hint = Some(Encoding::Wide.advice());
                (&rules::FILE_NOT_TEXT, format!("`{path}` is not UTF-8"))
            }
            FileProblemKind::NotText { line, encoding, .. } => {
                hint = Some(encoding.advice());
                (&rules::FILE_NOT_TEXT, format!("`{path}` holds bytes on line {line} that are not UTF-8"))
            }
            FileProblemKind::TooLarge { limit } => {
                (&rules::FILE_TOO_LARGE, format!("`{path}` is larger than {} MiB", limit / (1024 * 1024)))
            }
            FileProblemKind::Outside => (&rules::PATH_OUTSIDE, format!("`{path}` leads out of the project")),
            FileProblemKind::Pointer => {
                hint = Some("`git lfs pull` fetches the file itself".to_owned());
                (&rules::FILE_UNREADABLE, format!("`{path}` is a pointer of Git LFS, and not the file itself"))
            }
            FileProblemKind::Backslashes => {
                hint = Some(format!("write `{}`", path.replace('\\', "/")));
                (&rules::PATH_OUTSIDE, format!("the path `{path}` has backslashes, which only Windows knows"))
            }
        };
        let diagnostic = Diagnostic::new(rule, place.unwrap_or_else(|| Place::File(path.clone())), message);
        match hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }
}

impl Files {
    /// The files below a folder.
    pub fn directory(root: &Path) -> io::Result<Self> {
        let root = fs::canonicalize(root)?;
        if !root.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, "this is not a folder"));
        }
        Ok(Self { origin: Origin::Directory(root) })
    }

    /// Files that are nowhere on the disk, for tests.
    pub fn memory<P: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let files = files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect();
        Self { origin: Origin::Memory(files) }
    }

    /// The same files with other contents laid over some of them, such as texts that an editor has not saved. What is laid
    /// over no file is there in addition. A path that names nothing in the project is left out.
    #[must_use]
    pub fn overlaid(&self, above: BTreeMap<String, Vec<u8>>) -> Self {
        if above.is_empty() {
            return self.clone();
        }
        Self { origin: Origin::Overlaid(Arc::new(Overlay { below: self.clone(), above })) }
    }

    /// The same files, each of them as it is when it is first asked for: what happens to it afterwards does not show.
    #[must_use]
    pub fn remembered(&self) -> Self {
        let below = self.clone();
        Self {
            origin: Origin::Remembered(Arc::new(Remembered { below, list: OnceLock::new(), read: Mutex::default() })),
        }
    }

    /// Files that are [remembered](Self::remembered), as they are now.
    #[must_use]
    pub fn anew(&self) -> Self {
        match &self.origin {
            Origin::Remembered(files) => files.below.remembered(),
            _ => self.clone(),
        }
    }

    /// The paths of all files, in the order of their bytes.
    ///
    /// Left out are names that begin with a dot, a folder `out` at the top, what git ignores, and every folder that results
    /// were written to ([`OUTPUT_MARK`]). Folders that are links are not entered,
    /// since they could lead in a circle. Everything else that is no folder is listed, whether it can be read or not, and so
    /// is a folder, or a link to one, that has the name of a text: reading it then says what is wrong. In a revision every link is listed,
    /// and reading it says that it is not followed; submodules are left out.
    pub fn list(&self) -> Result<Vec<String>, FileProblem> {
        match &self.origin {
            Origin::Directory(root) => list(root),
            Origin::Memory(files) => {
                let is_output = |path: &str| files.contains_key(&join(path, OUTPUT_MARK));
                let paths = files.keys().filter(|path| is_input(path) && !folders_of(path).any(is_output));
                Ok(paths.cloned().collect())
            }
            Origin::Revision(snapshot) => snapshot.list(),
            Origin::Overlaid(overlay) => overlay.list(),
            Origin::Remembered(files) => files.list.get_or_init(|| files.below.list()).clone(),
        }
    }

    /// Why a file in the project is none of its inputs: nothing if it is one, or if that is not known.
    pub(crate) fn passed_over(&self, path: &str) -> Option<&'static str> {
        match &self.origin {
            Origin::Directory(root) => passed_over(root, path),
            Origin::Overlaid(overlay) if !overlay.above.contains_key(path) => overlay.below.passed_over(path),
            Origin::Remembered(files) => files.below.passed_over(path),
            Origin::Memory(_) | Origin::Revision(_) | Origin::Overlaid(_) => None,
        }
    }

    /// Reads a text file. A byte order mark is dropped, and offsets count from after it.
    pub fn read_text(&self, path: &str) -> Result<String, FileProblem> {
        Self::text_of(path, self.read_bytes(path, MAX_TEXT_BYTES)?)
    }

    /// The text that a file's bytes are, as [`Self::read_text`] reads it.
    pub(crate) fn text_of(path: &str, mut bytes: Vec<u8>) -> Result<String, FileProblem> {
        const MARK: &[u8] = "\u{feff}".as_bytes();
        if bytes.starts_with(MARK) {
            bytes.drain(..MARK.len());
        }
        let not_text = |bytes: &[u8], offset: usize| {
            let line = 1 + bytes[..offset].iter().filter(|&&byte| byte == b'\n').count();
            let encoding = Encoding::guess(bytes, offset);
            FileProblem::new(path, FileProblemKind::NotText { offset, line, encoding })
        };
        // To UTF-8, a null beside each letter is a letter like any other.
        if encoding::is_wide(&bytes) {
            return Err(not_text(&bytes, 0));
        }
        String::from_utf8(bytes).map_err(|error| not_text(error.as_bytes(), error.utf8_error().valid_up_to()))
    }

    /// Reads any file of at most `limit` bytes.
    pub fn read_bytes(&self, path: &str, limit: u64) -> Result<Vec<u8>, FileProblem> {
        let bytes = self.read_as_it_is(path, limit)?;
        if pointer::is_one(&bytes) {
            return Err(FileProblem::new(path, FileProblemKind::Pointer));
        }
        Ok(bytes)
    }

    /// Reads any file, be it a pointer to another.
    fn read_as_it_is(&self, path: &str, limit: u64) -> Result<Vec<u8>, FileProblem> {
        let problem = |kind| FileProblem::new(path, kind);
        if normalize(path).as_deref() != Some(path) {
            return Err(problem(FileProblemKind::Outside));
        }
        match &self.origin {
            Origin::Directory(root) => read(root, path, limit).map_err(problem),
            Origin::Memory(files) => {
                let bytes = files.get(path).ok_or_else(|| problem(FileProblemKind::Missing))?;
                if bytes.len() as u64 > limit {
                    return Err(problem(FileProblemKind::TooLarge { limit }));
                }
                Ok(bytes.clone())
            }
            Origin::Revision(snapshot) => snapshot.read(path, limit).map_err(problem),
            Origin::Overlaid(overlay) => match overlay.above.get(path) {
                Some(bytes) if bytes.len() as u64 > limit => Err(problem(FileProblemKind::TooLarge { limit })),
                Some(bytes) => Ok(bytes.clone()),
                None => overlay.below.read_as_it_is(path, limit),
            },
            Origin::Remembered(files) => {
                let mut read = files.read.lock().unwrap_or_else(PoisonError::into_inner);
                let known = read.entry((path.to_owned(), limit));
                let bytes =
                    known.or_insert_with(|| files.below.read_as_it_is(path, limit).map_err(|problem| problem.kind));
                bytes.clone().map_err(problem)
            }
        }
    }

    /// The path that `relative` means in the file `base_file`, by the words of both alone.
    ///
    /// Refused are paths that climb out with `..`, absolute paths and backslashes, which mean different things on different
    /// systems.
    pub fn resolve(base_file: &str, relative: &str) -> Result<String, FileProblem> {
        let outside = || FileProblem::new(relative, FileProblemKind::Outside);
        let drive = relative.as_bytes().get(1) == Some(&b':');
        if relative.contains('\\') && !relative.starts_with('\\') && !drive {
            return Err(FileProblem::new(relative, FileProblemKind::Backslashes));
        }
        if relative.starts_with('/') {
            return Err(outside());
        }
        let folder = base_file.rsplit_once('/').map_or("", |(folder, _)| folder);
        normalize(format!("{folder}/{relative}").trim_start_matches('/')).ok_or_else(outside)
    }
}

impl Overlay {
    /// As a folder that held what is laid over it would be listed.
    fn list(&self) -> Result<Vec<String>, FileProblem> {
        let mut paths = self.below.list()?;
        let is_output = |folder: &str| self.below.read_bytes(&join(folder, OUTPUT_MARK), MAX_TEXT_BYTES).is_ok();
        let is_there = |path: &&String| {
            is_input(path) && normalize(path).as_ref() == Some(*path) && !folders_of(path).any(is_output)
        };
        for path in self.above.keys().filter(is_there) {
            let Err(at) = paths.binary_search(path) else { continue };
            if let Some((end, _)) = path.match_indices('/').nth(MAX_DEPTH - 1) {
                return Err(too_deep(path[..end].to_owned()));
            }
            paths.insert(at, path.clone());
        }
        if paths.len() > MAX_FILES {
            return Err(too_many(paths.swap_remove(MAX_FILES)));
        }
        Ok(paths)
    }
}

/// A path without `.`, `..` and empty parts; nothing if it leads out of the project or names nothing.
fn normalize(path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains(['\\', '\0']) {
        return None;
    }
    let mut parts: Vec<&str> = vec![];
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    // A colon in the first part names a drive or a protocol.
    let plain = parts.first().is_some_and(|first| !first.contains(':'));
    plain.then(|| parts.join("/"))
}

/// A path of the system's with `/` between its parts; nothing if it is not UTF-8.
fn with_slashes(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// The folders that a file lies in, from the outermost one; the project's own is not among them.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

fn is_input(path: &str) -> bool {
    !path.split('/').any(|part| part.starts_with('.')) && path.split('/').next() != Some(OUTPUT)
}

/// Whether an entry of a folder is no input, by its name and the depth of the folder.
fn is_skipped(name: &[u8], depth: usize) -> bool {
    name.starts_with(b".") || depth == 0 && name == OUTPUT.as_bytes()
}

fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") }
}

fn not_utf8(folder: &str, name: &str) -> FileProblem {
    let why = format!("the name `{name}` in it is not UTF-8");
    FileProblem::new(if folder.is_empty() { "." } else { folder }, FileProblemKind::Unreadable(why))
}

fn too_many(path: String) -> FileProblem {
    let why = format!("the project has more than {MAX_FILES} files");
    FileProblem::new(path, FileProblemKind::Unreadable(why))
}

fn too_deep(path: String) -> FileProblem {
    let why = format!("folders lie within each other more than {MAX_DEPTH} levels deep");
    FileProblem::new(path, FileProblemKind::Unreadable(why))
}

fn list(root: &Path) -> Result<Vec<String>, FileProblem> {
    let mut found = vec![];
    let mut seen = 0;
    let mut ignored = Ignored::new(root);
    // Folders yet to be entered, each with its path in the project and its depth.
    let mut folders = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        if depth > 0 && folder.join(OUTPUT_MARK).is_file() {
            continue;
        }
        if let Some(ignored) = ignored.as_mut().filter(|_| depth > 0) {
            ignored.enter(&prefix);
        }
        let problem = |kind| FileProblem::new(if prefix.is_empty() { "." } else { prefix.as_str() }, kind);
        let unreadable = |error: io::Error| problem(FileProblemKind::Refused(reason(&error)));
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name();
            if is_skipped(name.as_encoded_bytes(), depth) {
                continue;
            }
            let Some(name) = name.to_str() else { return Err(not_utf8(&prefix, &name.to_string_lossy())) };
            let path = join(&prefix, name);
            let kind = entry.file_type().map_err(unreadable)?;
            if ignored.as_ref().is_some_and(|ignored| ignored.holds(&path, kind.is_dir())) {
                continue;
            }
            seen += 1;
            if seen > MAX_FILES {
                return Err(too_many(path));
            }
            if kind.is_dir() && !is_named_as_text(&path) {
                if depth + 1 >= MAX_DEPTH {
                    return Err(too_deep(path));
                }
                folders.push((entry.path(), path, depth + 1));
            } else if is_named_as_text(&path) || !(kind.is_symlink() && entry.path().is_dir()) {
                found.push(path);
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Why the walk through the folder does not come to a file.
fn passed_over(root: &Path, path: &str) -> Option<&'static str> {
    let mut ignored = Ignored::new(root);
    for folder in folders_of(path) {
        if root.join(folder).join(OUTPUT_MARK).is_file() {
            return Some("it lies in a folder to which outputs are written");
        }
        if ignored.as_ref().is_some_and(|ignored| ignored.holds(folder, true)) {
            return Some("git ignores its folder");
        }
        if let Some(ignored) = &mut ignored {
            ignored.enter(folder);
        }
    }
    ignored.is_some_and(|ignored| ignored.holds(path, false)).then_some("git ignores it")
}

/// Whether an author who makes a folder of that name means a file.
fn is_named_as_text(path: &str) -> bool {
    [".yaml", ".md"].iter().any(|ending| path.ends_with(ending))
}

fn read(root: &Path, path: &str, limit: u64) -> Result<Vec<u8>, FileProblemKind> {
    let kind = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileProblemKind::Missing,
        io::ErrorKind::InvalidFilename => FileProblemKind::Unreadable(reason(&error)),
        _ => FileProblemKind::Refused(reason(&error)),
    };
    let named = root.join(path);
    let real = fs::canonicalize(&named).map_err(|error| match kind(error) {
        // A link in a circle is an author's.
        FileProblemKind::Refused(why) if named.is_symlink() && why != DENIED => FileProblemKind::Unreadable(why),
        kind => kind,
    })?;
    let Ok(within) = real.strip_prefix(root) else { return Err(FileProblemKind::Outside) };
    // What only some systems find would be missing on all others.
    if cfg!(any(windows, target_os = "macos"))
        && with_slashes(within).is_some_and(|real| differs_in_capitals(path, &real))
    {
        return Err(FileProblemKind::Missing);
    }
    // Asked before opening: opening a pipe waits for its other end.
    let metadata = fs::metadata(&real).map_err(kind)?;
    if !metadata.is_file() {
        return Err(FileProblemKind::Unreadable("it is not a file".to_owned()));
    }
    if metadata.len() > limit {
        return Err(FileProblemKind::TooLarge { limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // The length may be wrong, or change while we read.
    File::open(&real).map_err(kind)?.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(kind)?;
    if bytes.len() as u64 > limit {
        return Err(FileProblemKind::TooLarge { limit });
    }
    Ok(bytes)
}

/// Whether two paths are the same but for capitals.
fn differs_in_capitals(one: &str, other: &str) -> bool {
    one != other && one.to_lowercase() == other.to_lowercase()
}

/// What is said of a file that may not be read.
const DENIED: &str = "permission denied";

/// What the system says, without the number that it adds.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => DENIED.to_owned(),
        kind => kind.to_string(),
    }
}

#[cfg(test)]
mod tests;
