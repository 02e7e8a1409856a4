//! A folder as a revision holds it.

use std::collections::BTreeMap;

use gix::ObjectId;
use gix::objs::tree::EntryKind;

use super::{
    FileProblem, FileProblemKind, MAX_DEPTH, MAX_FILES, OUTPUT_MARK, is_skipped, join, not_utf8, too_deep, too_many,
};

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file.
    File,
    /// A symbolic link. Its target is its content.
    Link,
    /// Another repository, of which only the name of a commit is held.
    Submodule,
}

/// A folder of a revision: the paths are known, the contents are read when they are asked for.
#[derive(Debug)]
pub(super) struct Snapshot {
    repository: gix::ThreadSafeRepository,
    tree: ObjectId,
    entries: BTreeMap<String, (Kind, ObjectId)>,
    /// What kept the list from being complete.
    problem: Option<FileProblem>,
}

impl Snapshot {
    /// Lists a tree. An error says which object could not be read.
    pub(super) fn new(repository: &gix::Repository, tree: ObjectId) -> gix::Result<Self> {
        let mut entries = BTreeMap::new();
        let problem = collect(repository, tree, &mut entries)?;
        Ok(Self { repository: repository.clone().into_sync(), tree, entries, problem })
    }

    /// The paths of files and links.
    pub(super) fn list(&self) -> Result<Vec<String>, FileProblem> {
        match &self.problem {
            Some(problem) => Err(problem.clone()),
            None => {
                Ok(self.entries().filter(|entry| entry.1 != Kind::Submodule).map(|(path, ..)| path.into()).collect())
            }
        }
    }

    /// Everything in it, sorted by path.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, Kind, ObjectId)> {
        self.entries.iter().map(|(path, &(kind, id))| (path.as_str(), kind, id))
    }

    /// What lies at a path that is listed.
    pub(super) fn entry(&self, path: &str) -> Option<(Kind, ObjectId)> {
        self.entries.get(path).copied()
    }

    /// Reads a file.
    pub(super) fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, FileProblemKind> {
        let repository = self.repository.to_thread_local();
        let id = match self.entry(path) {
            Some((Kind::File, id)) => id,
            Some((Kind::Link, _)) => return Err(link()),
            Some((Kind::Submodule, _)) => return Err(FileProblemKind::Missing),
            None => unlisted(&repository, self.tree, path)?,
        };
        // Asked before the content is unpacked.
        if repository.find_header(id).map_err(unreadable)?.size() > limit {
            return Err(FileProblemKind::TooLarge { limit });
        }
        Ok(repository.find_object(id).map_err(unreadable)?.detach().data)
    }
}

/// A file that is no input by its name can still be read by it, as on the disk.
fn unlisted(repository: &gix::Repository, tree: ObjectId, path: &str) -> Result<ObjectId, FileProblemKind> {
    let (mut kind, mut id) = (EntryKind::Tree, tree);
    for part in path.split('/') {
        if kind != EntryKind::Tree {
            return Err(FileProblemKind::Missing);
        }
        let folder = repository.find_tree(id).map_err(unreadable)?;
        let entry = folder.find_entry(part).ok_or(FileProblemKind::Missing)?;
        (kind, id) = (entry.mode().kind(), entry.object_id());
    }
    match kind {
        EntryKind::Blob | EntryKind::BlobExecutable => Ok(id),
        EntryKind::Link => Err(link()),
        EntryKind::Tree => Err(FileProblemKind::Unreadable("it is not a file".to_owned())),
        EntryKind::Commit => Err(FileProblemKind::Missing),
    }
}

fn link() -> FileProblemKind {
    FileProblemKind::Unreadable("it is a link, and links are not followed in an earlier state".to_owned())
}

fn unreadable(error: gix::Error) -> FileProblemKind {
    // That an object is damaged is nothing that an author did.
    FileProblemKind::Refused(format!(
        "the repository does not give it ({error}); `git fsck` tells more, and a new clone mends it"
    ))
}

/// Lists everything below a tree by the rules for folders on the disk; returned is what stopped it.
fn collect(
    repository: &gix::Repository,
    tree: ObjectId,
    entries: &mut BTreeMap<String, (Kind, ObjectId)>,
) -> gix::Result<Option<FileProblem>> {
    let mut seen = 0;
    // Folders yet to be entered, each with its path in the project and its depth.
    let mut folders = vec![(tree, String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let folder = repository.find_tree(folder)?;
        if depth > 0 && folder.find_entry(OUTPUT_MARK).is_some() {
            continue;
        }
        for entry in folder.iter() {
            let entry = entry?;
            if is_skipped(entry.filename(), depth) {
                continue;
            }
            let Ok(name) = std::str::from_utf8(entry.filename()) else {
                return Ok(Some(not_utf8(&prefix, &entry.filename().to_string())));
            };
            let path = join(&prefix, name);
            seen += 1;
            if seen > MAX_FILES {
                return Ok(Some(too_many(path)));
            }
            let kind = match entry.mode().kind() {
                EntryKind::Tree if depth + 1 >= MAX_DEPTH => return Ok(Some(too_deep(path))),
                EntryKind::Tree => {
                    folders.push((entry.object_id(), path, depth + 1));
                    continue;
                }
                EntryKind::Blob | EntryKind::BlobExecutable => Kind::File,
                EntryKind::Link => Kind::Link,
                EntryKind::Commit => Kind::Submodule,
            };
            entries.insert(path, (kind, entry.object_id()));
        }
    }
    Ok(None)
}
