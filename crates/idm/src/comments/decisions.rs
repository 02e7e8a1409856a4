//! Comments that are kept, and what was decided of them: `comments.yaml` in the project's folder.

use std::collections::BTreeMap;

use idm_core::remarks::DECISIONS as FILE;
use idm_core::remarks::map::MapEntry;
use idm_core::remarks::placing::Placing;
use idm_core::remarks::remark::Said;
use serde::{Deserialize, Serialize};

use super::Comment;
use crate::{Error, Project, write_file};

/// The lines that the file begins with.
const HEAD: &str = "# Reviewers' comments, kept by `idm comments`. Those without a `note` are open: drafts show them in the margin.\n\
    # A `note` says what was decided, in words for the reviewer.\n";

/// A comment that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The comment's identifier.
    pub id: String,
    /// What was decided, in words for the reviewer; nothing while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who made the comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When, as ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What kind of mark it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// What was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// The marked words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub marked: String,
    /// The words before them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// What the draft was of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The file that came back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The page in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// The passage of the draft that it stands at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passage: Option<MapEntry>,
}

impl Decision {
    fn open(comment: &Comment) -> Self {
        let said = &comment.said;
        Self {
            id: comment.id.clone(),
            note: None,
            author: said.author.clone(),
            date: said.date.clone(),
            kind: said.kind.clone(),
            comment: said.comment.clone(),
            marked: said.marked.clone(),
            before: said.before.clone(),
            of: said.draft.as_ref().map(|(of, _)| of.clone()),
            file: said.file.clone(),
            page: said.page,
            passage: said.passage.clone(),
        }
    }

    /// The comment, placed in today's texts.
    pub(super) fn comment_in(&self, placing: &Placing) -> Comment {
        let said = Said {
            file: self.file.clone(),
            draft: self.of.clone().map(|of| (of, None)),
            page: self.page,
            kind: self.kind.clone(),
            before: self.before.clone(),
            marked: self.marked.clone(),
            comment: self.comment.clone(),
            author: self.author.clone(),
            date: self.date.clone(),
            passage: self.passage.clone(),
            ..Said::default()
        };
        Comment { id: self.id.clone(), ..placing.place(said) }
    }
}

impl Project {
    /// The comments that are kept, by their identifiers.
    ///
    /// # Errors
    /// [`Error::Unfit`] if `comments.yaml` cannot be read.
    pub fn decisions(&self) -> Result<BTreeMap<String, Decision>, Error> {
        if !self.paths().iter().any(|path| path == FILE) {
            return Ok(BTreeMap::new());
        }
        let unfit =
            |why: String| Error::Unfit { path: self.folder().map_or(FILE.into(), |folder| folder.join(FILE)), why };
        let text = self.files().read_text(FILE).map_err(|problem| unfit(problem.diagnostic(None).message))?;
        let list: Option<Vec<Decision>> =
            serde_yaml::from_str(&text).map_err(|error| unfit(format!("it is no list of comments: {error}")))?;
        Ok(list.unwrap_or_default().into_iter().map(|decision| (decision.id.clone(), decision)).collect())
    }

    /// Keeps comments in `comments.yaml`, besides those that are kept already. Gives how many were added.
    ///
    /// # Errors
    /// [`Error::Unfit`] if `comments.yaml` cannot be read, [`Error::NoProject`] if the project lies in no folder, and
    /// [`Error::Write`] if it cannot be written.
    pub fn keep(&self, comments: &[Comment]) -> Result<usize, Error> {
        let mut all = self.decisions()?;
        let before = all.len();
        for comment in comments {
            all.entry(comment.id.clone()).or_insert_with(|| Decision::open(comment));
        }
        self.write_decisions(&all)?;
        Ok(all.len() - before)
    }

    /// Keeps in `comments.yaml` what was decided of a comment, in place of what was decided of it before.
    ///
    /// # Errors
    /// As for [`Project::keep`].
    pub fn decide(&self, comment: &Comment, note: &str) -> Result<(), Error> {
        let mut all = self.decisions()?;
        let kept = all.entry(comment.id.clone()).or_insert_with(|| Decision::open(comment));
        kept.note = Some(note.to_owned());
        self.write_decisions(&all)
    }

    fn write_decisions(&self, all: &BTreeMap<String, Decision>) -> Result<(), Error> {
        let folder = self.folder().ok_or(Error::NoProject)?;
        let list: Vec<&Decision> = all.values().collect();
        let path = folder.join(FILE);
        let text = serde_yaml::to_string(&list)
            .map_err(|error| Error::Unfit { path: path.clone(), why: error.to_string() })?;
        write_file(&path, format!("{HEAD}{text}").as_bytes())
    }
}
