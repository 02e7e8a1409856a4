//! Earlier states of a project, from the git repository that its folder lies in.
//!
//! The repository is only read, and only by what it says itself: no program is called, and neither the user's
//! configuration nor the environment has a say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::objs::tree::EntryKind;
use time::format_description::well_known::Iso8601;
use time::macros::format_description;

use super::snapshot::{Kind, Snapshot};
use super::vetting::{self, Layout};
use super::{FileProblemKind, Files, MAX_IMAGE_BYTES, Origin, digest, pointer};

mod error;
mod history;

pub use error::RevisionError;
pub use history::Commit;

/// How many digits of a commit's name are shown.
const SHORT: usize = 10;
/// How many tags, branches and commits are offered when a revision is not known.
const OFFERED: (usize, usize, usize) = (5, 3, 4);
/// How many tags or branches are looked at for that.
const LOOKED_AT: usize = 1000;

/// The git repository that a project's folder lies in.
#[derive(Debug, Clone)]
pub struct Repository {
    repository: gix::ThreadSafeRepository,
    /// Where its own files are.
    layout: Layout,
    /// The project's folder on the disk, canonical.
    folder: PathBuf,
    /// The same as a path in the repository, with `/` between its parts; empty if it is the whole repository.
    prefix: String,
}

/// A state of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The commit's name in full.
    pub commit: String,
    /// The first ten digits of it.
    pub short: String,
    /// When it was committed, in seconds since the beginning of 1970.
    pub time: i64,
}

/// The state that a project's files are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The oldest commit since which the project's folder has not changed, among `HEAD` and its first ancestors.
    pub revision: Revision,
    /// Whether the files differ from that commit: changed, added or deleted.
    pub modified: bool,
    /// Whether a shallow clone ends with that commit, so that the change itself may lie further back.
    pub cut_off: bool,
}

impl Revision {
    fn of(commit: &gix::Commit) -> Result<Self, RevisionError> {
        let name = commit.id.to_string();
        let short = name.get(..SHORT).unwrap_or(&name).to_owned();
        Ok(Self { commit: name, short, time: commit.time().map_err(unreadable)?.seconds })
    }

    /// The day on which it was committed, `2017-12-14`, in Coordinated Universal Time.
    pub fn date(&self) -> String {
        day(self.time)
    }
}

impl Repository {
    /// Finds the repository that a folder lies in.
    ///
    /// # Errors
    ///
    /// [`NotARepository`](RevisionError::NotARepository) also for a bare repository, which has no files to work on.
    pub fn discover(folder: &Path) -> Result<Self, RevisionError> {
        let shown = || folder.display().to_string();
        let none = || RevisionError::NotARepository { folder: shown() };
        let folder =
            fs::canonicalize(folder).map_err(|error| RevisionError::Unreadable(format!("`{}`: {error}", shown())))?;
        let layout = vetting::find(&folder).map_err(RevisionError::Unreadable)?.ok_or_else(none)?;
        let setting = |key| layout.setting("extensions", key).map_err(RevisionError::Unreadable);
        if setting("objectformat")?.is_some_and(|format| format != "sha1") {
            return Err(RevisionError::Unsupported { what: "objects by SHA-256" });
        }
        if setting("refstorage")?.is_some_and(|format| format != "files") {
            return Err(RevisionError::Unsupported { what: "references in the form `reftable`" });
        }
        let repository =
            gix::ThreadSafeRepository::open_opts(&layout.top, gix::open::Options::isolated()).map_err(unreadable)?;
        let top = repository.work_dir().ok_or_else(none)?;
        let top = fs::canonicalize(top).map_err(|error| RevisionError::Unreadable(error.to_string()))?;
        let inner = folder.strip_prefix(&top).map_err(|_| none())?;
        let prefix = super::with_slashes(inner)
            .ok_or_else(|| RevisionError::Unreadable(format!("the path `{}` is not UTF-8", inner.display())))?;
        Ok(Self { repository, layout, folder, prefix })
    }

    /// The project's folder as a path in the repository, with `/` between its parts; empty if it is the whole repository.
    pub fn path_of_project(&self) -> &str {
        &self.prefix
    }

    /// Finds a revision: by whatever git knows it by (a commit's name or its beginning, a tag, a branch, `HEAD~2`), or
    /// by a date, `2017-12-14`. A date means the last commit before that day, in Coordinated Universal Time and by the
    /// committer's clock, among `HEAD` and its first ancestors. A tag or branch of that name goes before.
    ///
    /// # Errors
    ///
    /// Every kind but [`FolderMissing`](RevisionError::FolderMissing).
    pub fn find(&self, revision: &str) -> Result<Revision, RevisionError> {
        self.layout.name(revision).map_err(RevisionError::Unreadable)?;
        self.explained(self.found(revision))
    }

    /// The paths of the project's files in the last commit.
    pub(super) fn committed(&self) -> Result<BTreeSet<String>, RevisionError> {
        let repository = self.repository.to_thread_local();
        let Some(head) = head(&repository)? else { return Ok(BTreeSet::new()) };
        let commit = repository.find_commit(head).map_err(unreadable)?;
        let Some(folder) = self.folder_in(&commit)? else { return Ok(BTreeSet::new()) };
        let snapshot = Snapshot::new(&repository, folder).map_err(unreadable)?;
        Ok(snapshot.entries().map(|(path, ..)| path.to_owned()).collect())
    }

    /// A result whose error says why something is missing.
    fn explained<T>(&self, result: Result<T, RevisionError>) -> Result<T, RevisionError> {
        result.map_err(|error| match error {
            RevisionError::Incomplete { object, .. } => {
                let promised = |section, key| self.layout.setting(section, key).ok().flatten().is_some();
                RevisionError::Incomplete {
                    object,
                    partial: promised("extensions", "partialclone") || promised("remote", "promisor"),
                    shallow: self.repository.to_thread_local().is_shallow().unwrap_or_default(),
                }
            }
            other => other,
        })
    }

    fn found(&self, revision: &str) -> Result<Revision, RevisionError> {
        let repository = self.repository.to_thread_local();
        if let Some(midnight) = midnight(revision)
            && !matches!(repository.try_find_reference(revision), Ok(Some(_)))
        {
            return before(&repository, revision, midnight);
        }
        let found = repository.rev_parse_single(revision).and_then(|id| id.object()?.peel_to_commit());
        match found {
            Ok(commit) => Revision::of(&commit),
            Err(error) if error.is_corrupted() => Err(unreadable(error)),
            Err(error) => match self.of_draft(&repository, revision)? {
                Some(found) => Ok(found),
                None => Err(unknown(&repository, revision, &error)?),
            },
        }
    }

    /// The commit that holds what a draft was made of, by the draft's name: `1234567890+abcdef0123`, or the digest alone.
    /// Nothing if it is no such name.
    fn of_draft(&self, repository: &gix::Repository, name: &str) -> Result<Option<Revision>, RevisionError> {
        let is_short = |part: &str| part.len() == SHORT && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (base, wanted) = name.split_once('+').unwrap_or(("", name));
        if !is_short(wanted) || !(base.is_empty() || is_short(base)) {
            return Ok(None);
        }
        let Some(head) = head(repository)? else { return Ok(None) };
        let mut found = None;
        // The folder that was looked at last: most commits leave it as it is.
        let mut known = None;
        for step in first_parents(repository, head)?.take(LOOKED_AT) {
            let commit = step?;
            let folder = self.folder_in(&commit)?;
            let revision = Revision::of(&commit)?;
            if known == Some(folder) {
                // Of the commits with the same inputs the oldest is meant, as drafts are named.
                found = found.map(|_| revision);
            } else if found.is_some() {
                break;
            } else {
                known = Some(folder);
                let holds = |files: &Files| digest(files, &files.list().unwrap_or_default()).starts_with(wanted);
                if folder.is_some() && holds(&self.files_in(&revision)?) {
                    found = Some(revision);
                }
            }
            if !base.is_empty() && commit.id.to_string().starts_with(base) {
                break;
            }
        }
        match found {
            None if base.is_empty() => Ok(None),
            None => Err(RevisionError::Uncommitted { name: name.to_owned(), base: base.to_owned() }),
            found => Ok(found),
        }
    }

    /// The project's folder as it was.
    ///
    /// # Errors
    ///
    /// [`FolderMissing`](RevisionError::FolderMissing) and [`Unreadable`](RevisionError::Unreadable).
    pub fn files(&self, revision: &Revision) -> Result<Files, RevisionError> {
        self.explained(self.files_in(revision))
    }

    fn files_in(&self, revision: &Revision) -> Result<Files, RevisionError> {
        let repository = self.repository.to_thread_local();
        let id = ObjectId::from_hex(revision.commit.as_bytes())
            .map_err(|error| RevisionError::Unreadable(format!("`{}`: {error}", revision.commit)))?;
        let commit = repository.find_commit(id).map_err(unreadable)?;
        let folder = self.folder_in(&commit)?.ok_or_else(|| RevisionError::FolderMissing {
            revision: revision.short.clone(),
            folder: self.prefix.clone(),
        })?;
        let snapshot = Snapshot::new(&repository, folder).map_err(unreadable)?;
        // What is missing is missing from the repository, and no mistake of the author's.
        if let Some((path, _, id)) =
            snapshot.entries().find(|(_, kind, id)| *kind == Kind::File && !repository.has_object(id))
        {
            return Err(RevisionError::Incomplete {
                object: format!("`{path}` ({id})"),
                partial: false,
                shallow: false,
            });
        }
        Ok(Files { origin: Origin::Revision(Arc::new(snapshot)) })
    }

    /// The state that the project is in: `files` on the disk, which has `paths`. None if nothing of it is committed.
    ///
    /// Lines that end differently make no difference, since git may have changed the endings on the way to the disk.
    /// A file that is too large to be an input is taken for unchanged if the committed one is too large as well.
    ///
    /// # Errors
    ///
    /// [`Unreadable`](RevisionError::Unreadable).
    pub fn current(&self, files: &Files, paths: &[String]) -> Result<Option<State>, RevisionError> {
        self.explained(self.state_of(files, paths))
    }

    fn state_of(&self, files: &Files, paths: &[String]) -> Result<Option<State>, RevisionError> {
        let repository = self.repository.to_thread_local();
        let Some(head) = head(&repository)? else { return Ok(None) };
        let commit = repository.find_commit(head).map_err(unreadable)?;
        let Some(folder) = self.folder_in(&commit)? else { return Ok(None) };
        let mut oldest = commit.clone();
        let mut changed = false;
        for step in first_parents(&repository, head)?.skip(1) {
            let commit = step?;
            if self.folder_in(&commit)? != Some(folder) {
                changed = true;
                break;
            }
            oldest = commit;
        }
        let snapshot = Snapshot::new(&repository, folder).map_err(unreadable)?;
        Ok(Some(State {
            revision: Revision::of(&oldest)?,
            modified: self.is_modified(&repository, &snapshot, files, paths)?,
            cut_off: !changed && oldest.parent_ids().next().is_some(),
        }))
    }

    /// The project's folder in a commit.
    fn folder_in(&self, commit: &gix::Commit) -> Result<Option<ObjectId>, RevisionError> {
        let mut tree = commit.tree_id().map_err(unreadable)?.detach();
        for part in self.prefix.split('/').filter(|part| !part.is_empty()) {
            let parent = commit.repo.find_tree(tree).map_err(unreadable)?;
            match parent.find_entry(part) {
                Some(entry) if entry.mode().kind() == EntryKind::Tree => tree = entry.object_id(),
                _ => return Ok(None),
            }
        }
        Ok(Some(tree))
    }

    fn is_modified(
        &self,
        repository: &gix::Repository,
        snapshot: &Snapshot,
        files: &Files,
        paths: &[String],
    ) -> Result<bool, RevisionError> {
        let present: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
        for (path, kind, id) in snapshot.entries() {
            let same = match kind {
                Kind::File => present.contains(path),
                Kind::Link => self.has_link(repository, path, id)?,
                Kind::Submodule => true,
            };
            if !same {
                return Ok(true);
            }
        }
        for path in paths {
            let same = match snapshot.entry(path) {
                Some((Kind::File, id)) => {
                    has_content(repository, files, path, id)? || self.is_unchanged_to_git(repository, path, id)
                }
                Some((Kind::Link | Kind::Submodule, _)) => true,
                None => lies_in_submodule(snapshot, path),
            };
            if !same {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether git has written a file that is to hold a committed content, and nobody has touched it since: what git keeps
    /// of a file may be another thing than what lies on the disk, such as a pointer to a large one.
    fn is_unchanged_to_git(&self, repository: &gix::Repository, path: &str, id: ObjectId) -> bool {
        let place = if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) };
        let Ok(index) = repository.try_index() else { return false };
        let Some(index) = index else { return false };
        let Some(entry) = index.entry_by_path(place.as_str().into()).filter(|entry| entry.id == id) else {
            return false;
        };
        let Ok(present) = gix::index::fs::Metadata::from_path_no_follow(&self.folder.join(path)) else { return false };
        let Ok(stat) = gix::index::entry::Stat::from_fs(&present) else { return false };
        // What was written in the same moment as the index may have been changed in that moment, too.
        let settled = index.timestamp().unix_seconds() > i64::from(entry.stat.mtime.secs)
            || index.timestamp().unix_seconds() == i64::from(entry.stat.mtime.secs)
                && index.timestamp().nanoseconds() > entry.stat.mtime.nsecs;
        settled && entry.stat.size != 0 && stat.size == entry.stat.size && stat.mtime == entry.stat.mtime
    }

    fn has_link(&self, repository: &gix::Repository, path: &str, id: ObjectId) -> Result<bool, RevisionError> {
        let target = repository.find_object(id).map_err(unreadable)?;
        let place = self.folder.join(path);
        Ok(match fs::read_link(&place) {
            Ok(present) => present.to_str().is_some_and(|present| {
                let present = if cfg!(windows) { present.replace('\\', "/") } else { present.to_owned() };
                present.as_bytes() == target.data
            }),
            // Where links cannot be made, git writes a file that holds where one leads.
            Err(_) => is_small_file(&place, &target.data),
        })
    }
}

/// Whether a file holds these few bytes and no more.
fn is_small_file(place: &Path, bytes: &[u8]) -> bool {
    let is_as_long = fs::symlink_metadata(place).is_ok_and(|kind| kind.is_file() && kind.len() == bytes.len() as u64);
    is_as_long && fs::read(place).is_ok_and(|present| present == bytes)
}

/// Whether a file holds what was committed.
fn has_content(repository: &gix::Repository, files: &Files, path: &str, id: ObjectId) -> Result<bool, RevisionError> {
    let present = match files.read_as_it_is(path, MAX_IMAGE_BYTES) {
        Ok(present) => present,
        Err(problem) if matches!(problem.kind, FileProblemKind::TooLarge { .. }) => {
            return Ok(repository.find_header(id).map_err(unreadable)?.size() > MAX_IMAGE_BYTES);
        }
        Err(_) => return Ok(false),
    };
    // The committed content is unpacked only where the names differ, which is rare.
    let name = gix::objs::compute_hash(id.kind(), gix::objs::Kind::Blob, &present).map_err(unreadable)?;
    if name == id {
        return Ok(true);
    }
    let committed = repository.find_object(id).map_err(unreadable)?;
    if pointer::means(&committed.data, &present) {
        return Ok(true);
    }
    let is_text = !present.contains(&0) && present.contains(&b'\r');
    Ok(is_text && present.replace("\r\n", "\n") == committed.data.replace("\r\n", "\n"))
}

fn lies_in_submodule(snapshot: &Snapshot, path: &str) -> bool {
    path.match_indices('/').any(|(at, _)| matches!(snapshot.entry(&path[..at]), Some((Kind::Submodule, _))))
}

fn head(repository: &gix::Repository) -> Result<Option<ObjectId>, RevisionError> {
    let mut head = repository.head().map_err(unreadable)?;
    Ok(head.try_peel_to_id().map_err(unreadable)?.map(gix::Id::detach))
}

/// A commit and its first ancestors, as far as the clone has them.
fn first_parents(
    repository: &gix::Repository,
    head: ObjectId,
) -> Result<impl Iterator<Item = Result<gix::Commit<'_>, RevisionError>>, RevisionError> {
    let walk = repository.rev_walk([head]).first_parent_only().all().map_err(unreadable)?;
    Ok(walk.map(|step| step.and_then(|step| step.object()).map_err(unreadable)))
}

/// The beginning of a day, if that is what the words say.
fn midnight(date: &str) -> Option<i64> {
    let date = time::Date::parse(date, format_description!("[year]-[month]-[day]")).ok()?;
    Some(date.midnight().assume_utc().unix_timestamp())
}

fn day(time: i64) -> String {
    let day = time::OffsetDateTime::from_unix_timestamp(time).ok();
    day.and_then(|time| time.date().format(&Iso8601::DATE).ok()).unwrap_or_else(|| "an unknown day".to_owned())
}

fn before(repository: &gix::Repository, date: &str, midnight: i64) -> Result<Revision, RevisionError> {
    let head = head(repository)?.ok_or(RevisionError::Unborn)?;
    let mut first = None;
    for commit in first_parents(repository, head)? {
        let revision = Revision::of(&commit?)?;
        if revision.time < midnight {
            return Ok(revision);
        }
        first = Some(revision);
    }
    Err(RevisionError::BeforeHistory {
        date: date.to_owned(),
        begins: first.map(|first| first.date()).unwrap_or_default(),
        shallow: repository.is_shallow().map_err(unreadable)?,
    })
}

/// Why a revision was not found: several fit, there is nothing at all, or it is not among what there is.
fn unknown(repository: &gix::Repository, revision: &str, error: &gix::Error) -> Result<RevisionError, RevisionError> {
    let ambiguous = error.iter_errors().find_map(|error| match error.downcast_ref()? {
        gix::revision::spec::parse::Error::AmbiguousPrefix { candidates, .. } => Some(candidates),
        _ => None,
    });
    let revision = revision.to_owned();
    if let Some(candidates) = ambiguous {
        let candidates = candidates.iter().map(|(prefix, _)| prefix.to_string()).take(12).collect();
        return Ok(RevisionError::Ambiguous { revision, candidates });
    }
    let available = available(repository)?;
    Ok(if available.is_empty() {
        RevisionError::Unborn
    } else {
        let shallow = repository.is_shallow().map_err(unreadable)?;
        RevisionError::UnknownRevision { revision, available, shallow }
    })
}

/// The newest tags and branches and the latest commits.
fn available(repository: &gix::Repository) -> Result<Vec<String>, RevisionError> {
    let references = repository.references().map_err(unreadable)?;
    let tags = newest("tag", references.tags().map_err(unreadable)?, OFFERED.0)?;
    let branches = newest("branch", references.local_branches().map_err(unreadable)?, OFFERED.1)?;
    let mut available = [tags, branches].concat();
    if let Some(head) = head(repository)? {
        for commit in first_parents(repository, head)?.take(OFFERED.2) {
            let revision = Revision::of(&commit?)?;
            available.push(format!("commit {} ({})", revision.short, revision.date()));
        }
    }
    Ok(available)
}

fn newest(
    kind: &str,
    references: gix::reference::iter::Iter<'_, '_>,
    count: usize,
) -> Result<Vec<String>, RevisionError> {
    let mut found = Vec::new();
    for reference in references.peeled().map_err(unreadable)?.take(LOOKED_AT) {
        // A reference that leads nowhere, or to no commit, is nothing to offer.
        let Ok(reference) = reference else { continue };
        let Some(Ok(commit)) = reference.try_id().map(|id| id.object().and_then(gix::Object::peel_to_commit)) else {
            continue;
        };
        let revision = Revision::of(&commit)?;
        found.push((std::cmp::Reverse(revision.time), reference.name().shorten().to_string(), revision.date()));
    }
    found.sort();
    Ok(found.into_iter().take(count).map(|(_, name, date)| format!("{kind} `{name}` ({date})")).collect())
}

/// What the library says, with its causes, in one line.
fn unreadable(error: gix::Error) -> RevisionError {
    let missing = error.is_not_found();
    let mut words: Vec<String> = Vec::new();
    for cause in error.iter_errors() {
        let cause = cause.to_string().replace('\n', " ");
        if words.last() != Some(&cause) {
            words.push(cause);
        }
    }
    let words = words.join(": ");
    if missing {
        RevisionError::Incomplete { object: words, partial: false, shallow: false }
    } else {
        RevisionError::Unreadable(words)
    }
}

#[cfg(test)]
mod tests;
