//! A git repository's own files, looked at before git's library opens them.
//!
//! A repository may come from anywhere. A pipe in place of one of its files would never end, and a link would have text
//! from elsewhere read, and shown in a message. So they are held to what holds for inputs: regular files, no links that
//! lead out, none beyond its limit.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// How long a file of settings, names or references may be.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// How long the list of packed references may be.
const MAX_PACKED_BYTES: u64 = 64 * 1024 * 1024;
/// How many files of references and objects are looked at.
const MAX_FILES: usize = 400_000;
/// How deeply folders of references lie within each other.
const MAX_DEPTH: usize = 32;
/// How many repositories may borrow objects from each other in a row.
const MAX_BORROWED: usize = 6;

/// Where a repository keeps what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// What is its own: `HEAD`.
    pub(super) own: PathBuf,
    /// What it shares with other working trees: configuration, references, objects.
    pub(super) common: PathBuf,
    /// The folder whose files it keeps.
    pub(super) top: PathBuf,
}

/// Finds the repository that a folder lies in, the folder being canonical, and looks at its files. Nothing if there is none,
/// or one without files to work on. An error says which of its files is wrong, and how.
pub(super) fn find(folder: &Path) -> Result<Option<Layout>, String> {
    for top in folder.ancestors() {
        if is_bare(top) {
            return Ok(None);
        }
        let Some(own) = git_folder(top)? else { continue };
        let common = match small_text(&own.join("commondir"), &own)? {
            Some(text) => canonical(&own.join(text.trim()))?,
            None => own.clone(),
        };
        let layout = Layout { own, common, top: top.to_owned() };
        layout.look()?;
        return Ok(Some(layout));
    }
    Ok(None)
}

/// Whether a folder looks like a repository itself, by names alone.
fn is_bare(folder: &Path) -> bool {
    let is_folder = |name| folder.join(name).is_dir();
    fs::symlink_metadata(folder.join("HEAD")).is_ok() && is_folder("objects") && is_folder("refs")
}

/// The folder that `.git` is or names.
fn git_folder(top: &Path) -> Result<Option<PathBuf>, String> {
    let path = top.join(".git");
    let Ok(real) = fs::canonicalize(&path) else { return Ok(None) };
    let kind = fs::metadata(&real).map_err(|error| format!("`{}`: {error}", path.display()))?;
    if kind.is_dir() {
        // An empty folder is none to git, which goes on looking above. One with objects has lost something.
        let has_head = fs::symlink_metadata(real.join("HEAD")).is_ok();
        if !has_head && real.join("objects").is_dir() {
            return Err(format!("`{}` has lost its `HEAD`", path.display()));
        }
        return Ok(has_head.then_some(real));
    }
    let text = small_text(&path, top)?.unwrap_or_default();
    let Some(named) = text.strip_prefix("gitdir:") else {
        return Err(format!("`{}` names no repository", path.display()));
    };
    canonical(&top.join(named.trim())).map(Some)
}

fn canonical(path: &Path) -> Result<PathBuf, String> {
    fs::canonicalize(path).map_err(|error| format!("`{}`: {error}", path.display()))
}

impl Layout {
    fn look(&self) -> Result<(), String> {
        for name in ["HEAD", "config.worktree", "gitdir", "commondir", "index"] {
            let limit = if name == "index" { u64::MAX } else { MAX_BYTES };
            self.file(&self.own.join(name), &self.own, limit)?;
        }
        for name in ["HEAD", "config", "shallow", "info/exclude", "info/attributes"] {
            self.file(&self.common.join(name), &self.common, MAX_BYTES)?;
        }
        self.file(&self.common.join("packed-refs"), &self.common, MAX_PACKED_BYTES)?;
        let mut left = MAX_FILES;
        for folder in [&self.own, &self.common] {
            self.folder(&folder.join("refs"), folder, MAX_BYTES, &mut left)?;
        }
        self.objects(&self.common.join("objects"), 0, &mut left)
    }

    /// A folder of objects, and those that it borrows from.
    fn objects(&self, objects: &Path, borrowed: usize, left: &mut usize) -> Result<(), String> {
        if borrowed > MAX_BORROWED {
            return Err("too many repositories borrow objects from each other".to_owned());
        }
        let within = if borrowed == 0 { self.common.as_path() } else { objects };
        self.folder(objects, within, u64::MAX, left)?;
        let Some(text) = small_text(&objects.join("info/alternates"), within)? else { return Ok(()) };
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let place = objects.join(line.trim_matches('"'));
            let real = fs::canonicalize(&place)
                .ok()
                .filter(|real| real.is_dir())
                .ok_or_else(|| format!("it borrows objects from `{}`, which is not there", place.display()))?;
            self.objects(&real, borrowed + 1, left)?;
        }
        Ok(())
    }

    /// Everything in a folder, at any depth.
    fn folder(&self, folder: &Path, within: &Path, limit: u64, left: &mut usize) -> Result<(), String> {
        self.stays_within(folder, within)?;
        let mut folders = vec![(folder.to_owned(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                // A file in place of the folder is for git's library to judge.
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                    self.file(&folder, within, limit)?;
                    continue;
                }
                Err(error) => return Err(format!("{}: {error}", self.named(&folder))),
            };
            for entry in entries {
                let entry = entry.map_err(|error| format!("{}: {error}", self.named(&folder)))?;
                *left = left.checked_sub(1).ok_or("it has more files than can be looked at; `git gc` packs them")?;
                let kind = entry.file_type().map_err(|error| error.to_string())?;
                if kind.is_dir() {
                    if depth >= MAX_DEPTH {
                        return Err(format!("{}: folders lie too deep", self.named(&folder)));
                    }
                    folders.push((entry.path(), depth + 1));
                } else if !kind.is_file() || limit != u64::MAX {
                    self.file(&entry.path(), within, limit)?;
                }
            }
        }
        Ok(())
    }

    /// A file that need not be there.
    fn file(&self, path: &Path, within: &Path, limit: u64) -> Result<(), String> {
        let Ok(kind) = fs::symlink_metadata(path) else { return Ok(()) };
        self.stays_within(path, within)?;
        let kind = if kind.is_symlink() { fs::metadata(path).ok() } else { Some(kind) };
        let Some(kind) = kind else { return Ok(()) };
        if !kind.is_file() && !kind.is_dir() {
            return Err(format!("{} is not a file", self.named(path)));
        }
        if kind.is_file() && kind.len() > limit {
            return Err(format!("{} is larger than it can be", self.named(path)));
        }
        Ok(())
    }

    fn stays_within(&self, path: &Path, within: &Path) -> Result<(), String> {
        let Ok(kind) = fs::symlink_metadata(path) else { return Ok(()) };
        let leads_out = kind.is_symlink() && fs::canonicalize(path).is_ok_and(|real| !real.starts_with(within));
        if leads_out { Err(format!("{} is a link that leads out of it", self.named(path))) } else { Ok(()) }
    }

    /// A revision's name may be that of a file: `FETCH_HEAD`.
    pub(super) fn name(&self, revision: &str) -> Result<(), String> {
        let name = revision.split(['~', '^', ':', '@', '\0']).next().unwrap_or_default();
        let plain =
            !name.is_empty() && !name.starts_with('/') && name.split('/').all(|part| !matches!(part, ".." | "."));
        for folder in [&self.own, &self.common] {
            if plain {
                self.file(&folder.join(name), folder, MAX_BYTES)?;
            }
        }
        Ok(())
    }

    /// A value of the repository's configuration, such as `extensions.objectformat`, all in small letters; the first there is.
    pub(super) fn setting(&self, section: &str, key: &str) -> Result<Option<String>, String> {
        let text = small_text(&self.common.join("config"), &self.common)?.unwrap_or_default().to_lowercase();
        let mut inside = false;
        for line in text.lines().map(str::trim) {
            if let Some(header) = line.strip_prefix('[') {
                let name = header.split([' ', ']', '"']).next().unwrap_or_default();
                inside = name == section;
            } else if let Some((name, value)) = line.split_once('=')
                && inside
                && name.trim() == key
            {
                return Ok(Some(value.trim().trim_matches('"').to_owned()));
            }
        }
        Ok(None)
    }

    fn named(&self, path: &Path) -> String {
        let inner = path.strip_prefix(&self.own).or_else(|_| path.strip_prefix(&self.common)).unwrap_or(path);
        format!("`{}` in it", inner.display())
    }
}

/// A file of a few lines, if it is there.
pub(super) fn small_text(path: &Path, within: &Path) -> Result<Option<String>, String> {
    let wrong = |why: &str| format!("`{}` {why}", path.display());
    let Ok(kind) = fs::symlink_metadata(path) else { return Ok(None) };
    if kind.is_symlink() && fs::canonicalize(path).is_ok_and(|real| !real.starts_with(within)) {
        return Err(wrong("is a link that leads out of the repository"));
    }
    let Ok(kind) = fs::metadata(path) else { return Ok(None) };
    if !kind.is_file() {
        return Err(wrong("is not a file"));
    }
    let mut text = Vec::new();
    let file = fs::File::open(path).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    file.take(MAX_BYTES + 1).read_to_end(&mut text).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    if text.len() as u64 > MAX_BYTES {
        return Err(wrong("is larger than it can be"));
    }
    Ok(Some(String::from_utf8_lossy(&text).into_owned()))
}
