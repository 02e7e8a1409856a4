//! Why an earlier state cannot be had, and what to do.

use super::super::dates::FORMS;

/// Why an earlier state cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevisionError {
    /// The folder lies in no repository, or in one without files to work on.
    #[error("`{folder}` is not in a git repository, so no earlier state of it is known")]
    NotARepository {
        /// The folder.
        folder: String,
    },
    /// Nothing has that name.
    #[error("there is no revision `{revision}`{}; {FORMS}{}", offer(available), if *shallow { SHALLOW } else { "" })]
    UnknownRevision {
        /// What was asked for.
        revision: String,
        /// What there is: tags, branches and the latest commits, with their dates; at most a dozen.
        available: Vec<String>,
        /// Whether only part of history was cloned.
        shallow: bool,
    },
    /// It is the name of a draft whose inputs were never committed as they were.
    #[error(
        "the draft `{name}` was made of inputs that are in no commit; {}",
        if base.is_empty() { "compare with a folder that holds them: `--against DIR`".to_owned() }
        else { format!("the commit that they were made from is `{base}`") }
    )]
    Uncommitted {
        /// The draft's name.
        name: String,
        /// The commit that the inputs differed from, if its name tells.
        base: String,
    },
    /// Several commits begin with the same digits.
    #[error("`{revision}` is the beginning of several commits: {}", candidates.join(", "))]
    Ambiguous {
        /// What was asked for.
        revision: String,
        /// The commits.
        candidates: Vec<String>,
    },
    /// History begins on that day or later.
    #[error(
        "there is no commit before {date}: history begins on {begins}{}",
        if *shallow { SHALLOW } else { "" }
    )]
    BeforeHistory {
        /// The day that was asked for.
        date: String,
        /// The day of the first commit.
        begins: String,
        /// Whether only part of history was cloned.
        shallow: bool,
    },
    /// The project did not lie in that folder then.
    #[error("revision {revision} has no folder `{folder}`: the project was not there yet, or lay elsewhere")]
    FolderMissing {
        /// The commit, shortened.
        revision: String,
        /// The folder as a path in the repository.
        folder: String,
    },
    /// Nothing was ever committed.
    #[error("the git repository has no commit yet, so there is no earlier state")]
    Unborn,
    /// The repository is kept in a form that is not known here.
    #[error(
        "the git repository keeps its {what}, which cannot be read here; `--against DIR` compares with a folder instead"
    )]
    Unsupported {
        /// What, and how.
        what: &'static str,
    },
    /// Something of it is not there; with its name.
    #[error(
        "the git repository lacks an object: {object}; {}",
        if *partial { "the clone is partial, and `git fetch --refetch --no-filter` brings all of it, and so does a new clone without `--filter`" }
        else if *shallow { "the clone is shallow, and `git fetch --unshallow` brings the rest" }
        else { "`git fsck` tells more, and a new clone mends it" }
    )]
    Incomplete {
        /// The object.
        object: String,
        /// Whether objects were left out on purpose when it was cloned.
        partial: bool,
        /// Whether only part of history was cloned.
        shallow: bool,
    },
    /// The repository cannot be read; with the reason.
    #[error("the git repository cannot be read: {0}; `git fsck` tells more")]
    Unreadable(String),
}

/// What to do about a shallow clone.
const SHALLOW: &str = " here, since the clone is shallow; `git fetch --unshallow` brings the rest";

fn offer(available: &[String]) -> String {
    if available.is_empty() { String::new() } else { format!("; there are: {}", available.join(", ")) }
}
