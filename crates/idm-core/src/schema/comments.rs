//! `comments.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A reviewer's comment that is kept, and what was decided of it.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("x-quotes" = true))]
pub struct CommentEntry {
    /// The comment's identifier, by which it is known when its file is read again.
    pub id: Option<String>,
    /// What was decided, in words for the reviewer; left out while the comment is open.
    pub note: Option<String>,
    /// Who made the comment.
    pub author: Option<String>,
    /// When: a day, a month or a year, or a day and a time as ISO 8601 has it.
    pub date: Option<String>,
    /// What kind of mark it is.
    pub kind: Option<String>,
    /// What was said.
    pub comment: Option<String>,
    /// The marked words.
    pub marked: Option<String>,
    /// The words before them.
    pub before: Option<String>,
    /// What the draft was of: a panel or chapter, which need not be there any more, or `outcomes`.
    pub of: Option<String>,
    /// The file that came back.
    pub file: Option<String>,
    /// The page in it, from 1.
    pub page: Option<usize>,
    /// The passage of the draft that it stands at, which need not be there any more.
    pub passage: Option<PassageEntry>,
}

/// A passage as it was in the draft that was commented.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("x-quotes" = true))]
pub struct PassageEntry {
    /// Its name.
    pub name: Option<String>,
    /// The label of the record that it belonged to.
    pub record: Option<String>,
    /// The key path in the record.
    pub key: Option<String>,
    /// The file, as a path in the project.
    pub file: Option<String>,
    /// The first and the last line, from 1: `[3, 4]`.
    pub lines: Vec<usize>,
    /// Its words, by which its place today is found.
    pub text: Option<String>,
    /// The mark that was printed beside it.
    pub mark: Option<String>,
}
