//! Who gave a passage its words, told to programs and people.

use std::fmt;

use serde::Serialize;

use super::Origin;

/// Who gave a passage its words, as JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastChange<'a> {
    /// `committed`, `uncommitted`, or `at-latest`: the words were there in that commit, and what was before it is not known.
    pub state: &'static str,
    /// The author's name; nothing if it is not known.
    pub author: Option<&'a str>,
    /// The day, `2017-12-14`.
    pub date: Option<&'a str>,
    /// The first ten digits of the commit's name.
    pub revision: Option<&'a str>,
}

impl Origin {
    /// As JSON has it.
    pub fn told(&self) -> LastChange<'_> {
        let (state, commit) = match self {
            Self::Uncommitted => ("uncommitted", None),
            Self::Commit(commit) => ("committed", Some(commit)),
            Self::AtLatest(commit) => ("at-latest", Some(commit)),
        };
        let author = match self {
            Self::Commit(commit) => commit.author.as_deref(),
            Self::Uncommitted | Self::AtLatest(_) => None,
        };
        LastChange {
            state,
            author,
            date: commit.map(|commit| commit.day.as_str()),
            revision: commit.map(|commit| commit.revision.short.as_str()),
        }
    }
}

impl fmt::Display for Origin {
    /// In English words.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Uncommitted => f.write_str("not yet committed"),
            Self::AtLatest(commit) => {
                write!(f, "last changed in {} of {} or before", commit.revision.short, commit.day)
            }
            Self::Commit(commit) => {
                f.write_str("last changed ")?;
                if let Some(author) = &commit.author {
                    write!(f, "by {author} ")?;
                }
                write!(f, "on {} ({})", commit.day, commit.revision.short)
            }
        }
    }
}
