//! What was decided of remarks: `comments.yaml` in the project's folder.

use std::collections::BTreeMap;
use std::fmt::Write;

use idm_core::remarks::DECISIONS as FILE;
use serde::{Deserialize, Serialize};

use super::Comment;
use crate::{Error, Project, write_file};

/// The line that the file begins with.
const HEAD: &str = "# What was decided of reviewers' comments, by `idm comments --resolve`. Notes may be edited.\n";

/// What was decided of a remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The remark's identifier.
    pub id: String,
    /// What was decided, in words for the reviewer.
    pub note: String,
    /// Where the remark stood: the record's label.
    #[serde(default)]
    pub record: Option<String>,
    /// Who made the remark.
    #[serde(default)]
    pub author: Option<String>,
    /// When, as ISO 8601.
    #[serde(default)]
    pub date: Option<String>,
    /// What was said.
    #[serde(default)]
    pub comment: Option<String>,
    /// The marked words.
    #[serde(default)]
    pub marked: Option<String>,
}

impl Project {
    /// What was decided of remarks, by their identifiers.
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
            serde_yaml::from_str(&text).map_err(|error| unfit(format!("it is no list of decisions: {error}")))?;
        Ok(list.unwrap_or_default().into_iter().map(|decision| (decision.id.clone(), decision)).collect())
    }

    /// Keeps what was decided of a remark in `comments.yaml`, in place of what was decided of it before.
    ///
    /// # Errors
    /// [`Error::Unfit`] if `comments.yaml` cannot be read, [`Error::NoProject`] if the project lies in no folder, and
    /// [`Error::Write`] if it cannot be written.
    pub fn decide(&self, remark: &Comment, note: &str) -> Result<(), Error> {
        let folder = self.folder().ok_or(Error::NoProject)?;
        let mut all = self.decisions()?;
        let said = &remark.said;
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let decision = Decision {
            id: remark.id.clone(),
            note: note.to_owned(),
            record: remark.spot.as_ref().map(|spot| spot.record.clone()),
            author: said.author.clone(),
            date: said.date.clone(),
            comment: filled(&said.comment),
            marked: filled(&said.marked),
        };
        all.insert(decision.id.clone(), decision);
        let mut text = HEAD.to_owned();
        for decision in all.values() {
            let known = [
                ("note", Some(&decision.note)),
                ("record", decision.record.as_ref()),
                ("author", decision.author.as_ref()),
                ("date", decision.date.as_ref()),
                ("comment", decision.comment.as_ref()),
                ("marked", decision.marked.as_ref()),
            ];
            let _ = writeln!(text, "- id: {}", quoted(&decision.id));
            for (key, value) in known {
                if let Some(value) = value {
                    let _ = writeln!(text, "  {key}: {}", quoted(value));
                }
            }
        }
        write_file(&folder.join(FILE), text.as_bytes())
    }
}

/// A text in double quotation marks: a string of JSON is one of YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
