//! Who gave each passage the words that it has, and when: from the history of the repository that a project lies in.
//!
//! A passage is followed from commit to commit, backwards, as long as its words stay the same, also where it has moved within its
//! text, to another record or with its file. The commit behind which they are others is the one that gave them.

mod kept;
mod told;
mod walk;

use crate::files::{Commit, Repository, RevisionError};
use crate::model::{Language, Publication};
use crate::remarks::passages::{self, Passage};
use crate::source::Span;

pub use told::LastChange;

/// What is known of when a passage got its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// They are in no commit yet.
    Uncommitted,
    /// That commit gave them.
    Commit(Commit),
    /// That commit has them already, and what was before it is not known: a shallow clone ends with it, or no more of history is
    /// looked at. Its author need not be that of the words.
    AtLatest(Commit),
}

/// Who gave passages their words. A default one knows of none, as when nobody has asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Authors {
    list: Vec<Known>,
    asked: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Known {
    name: String,
    record: String,
    span: Span,
    origin: Origin,
}

/// The texts whose passages are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What they mean.
    pub publication: &'a Publication,
    /// The commit that they are of, by its full name; nothing for what lies in the folder.
    pub commit: Option<&'a str>,
    /// In which language they were read.
    pub language: Option<Language>,
}

impl Authors {
    /// Looks up the authors of every passage.
    ///
    /// # Errors
    /// [`Unreadable`](RevisionError::Unreadable) and [`Incomplete`](RevisionError::Incomplete). An earlier state of the inputs that
    /// has errors is none: what cannot be read in it is looked for in the states before.
    pub fn of(repository: &Repository, asked: Asked) -> Result<Self, RevisionError> {
        let passages = all_passages(asked.publication);
        let origins = walk::origins(repository, asked, &passages)?;
        let known = |(passage, origin): (Passage, Origin)| {
            let Passage { name, record, span, .. } = passage;
            Known { name, record, span, origin }
        };
        Ok(Self { list: passages.into_iter().zip(origins).map(known).collect(), asked: true })
    }

    /// Whether anybody has asked.
    pub fn were_asked(&self) -> bool {
        self.asked
    }

    /// Where the words of a passage come from, by its record and its name.
    pub fn of_passage(&self, record: &str, name: &str) -> Option<&Origin> {
        self.list.iter().find(|known| known.record == record && known.name == name).map(|known| &known.origin)
    }

    /// Where the words of a place come from, which is in one passage or in several: the latest.
    pub fn of_place(&self, place: Span) -> Option<&Origin> {
        let meets = |span: Span| span.source == place.source && span.start < place.end && place.start < span.end;
        let origins = self.list.iter().filter(|known| meets(known.span)).map(|known| &known.origin);
        origins.max_by_key(|origin| match origin {
            Origin::Uncommitted => i64::MAX,
            Origin::Commit(commit) | Origin::AtLatest(commit) => commit.revision.time,
        })
    }
}

/// Every passage of a publication that is told in a comparison.
fn all_passages(publication: &Publication) -> Vec<Passage> {
    let mut list = passages::of_publication(publication);
    list.extend(passages::beside_drafts(publication));
    list
}
