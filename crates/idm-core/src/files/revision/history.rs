//! The history of a project's folder, commit by commit.

use gix::ObjectId;

use super::{Repository, Revision, RevisionError, day, head, unreadable};
use crate::files::Files;

/// A commit in the history of a project's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its names and its time.
    pub revision: Revision,
    /// The name of its author, as git has it and without an address; nothing if it has none.
    pub author: Option<String>,
    /// The day on which its author made it, `2017-12-14`, in Coordinated Universal Time.
    pub day: String,
    /// By which the folder's states are told apart; nothing if the commit has no such folder.
    pub folder: Option<String>,
    /// The full names of the commits that it was made from, as far as the clone has them.
    pub parents: Vec<String>,
    /// Whether it was made from others that a shallow clone leaves out.
    pub is_cut_off: bool,
}

impl Repository {
    /// The full name of the last commit; nothing if there is none.
    ///
    /// # Errors
    /// [`Unreadable`](RevisionError::Unreadable).
    pub fn last_commit(&self) -> Result<Option<String>, RevisionError> {
        Ok(head(&self.repository.to_thread_local())?.map(|head| head.to_string()))
    }

    /// A commit by its full name.
    ///
    /// # Errors
    /// [`Unreadable`](RevisionError::Unreadable), and [`Incomplete`](RevisionError::Incomplete) if it, or one that it was made
    /// from, is missing for another reason than that the clone is shallow.
    pub fn commit(&self, name: &str) -> Result<Commit, RevisionError> {
        self.explained(self.commit_named(name))
    }

    fn commit_named(&self, name: &str) -> Result<Commit, RevisionError> {
        let repository = self.repository.to_thread_local();
        let id = ObjectId::from_hex(name.as_bytes())
            .map_err(|error| RevisionError::Unreadable(format!("`{name}`: {error}")))?;
        let commit = repository.find_commit(id).map_err(unreadable)?;
        let (mut parents, mut is_cut_off) = (vec![], false);
        for parent in commit.parent_ids() {
            if repository.has_object(parent) {
                parents.push(parent.to_string());
            } else if repository.is_shallow().map_err(unreadable)? {
                is_cut_off = true;
            } else {
                let object = format!("commit {parent}");
                return Err(RevisionError::Incomplete { object, partial: false, shallow: false });
            }
        }
        let author = commit.author().map_err(unreadable)?;
        Ok(Commit {
            revision: Revision::of(&commit)?,
            author: name_of(&author.name.to_string()),
            day: author.time().map_or_else(|_| day(i64::MAX), |time| day(time.seconds)),
            folder: self.folder_in(&commit)?.map(|folder| folder.to_string()),
            parents,
            is_cut_off,
        })
    }

    /// The project's folder as a commit has it; nothing if the commit has none.
    ///
    /// # Errors
    /// As [`files`](Self::files).
    pub fn files_of(&self, commit: &Commit) -> Result<Option<Files>, RevisionError> {
        if commit.folder.is_none() {
            return Ok(None);
        }
        self.files(&commit.revision).map(Some)
    }
}

/// A name without what would reach its bearer: of an address that stands in its place, what comes before the `@`.
fn name_of(written: &str) -> Option<String> {
    let words =
        written.split_whitespace().map(|word| word.split('@').next().unwrap_or_default().trim_matches(['<', '>']));
    let name = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_name_holds_no_address() {
        for (written, name) in [
            ("Ada Editor", Some("Ada Editor")),
            (" Ada  Editor ", Some("Ada Editor")),
            ("ada@example.org", Some("ada")),
            ("Ada <ada@example.org>", Some("Ada ada")),
            ("", None),
            ("@", None),
        ] {
            assert_eq!(name_of(written).as_deref(), name, "{written}");
        }
    }
}
