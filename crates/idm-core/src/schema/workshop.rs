//! `workshop.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Basis, Status};

/// A workshop.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct WorkshopFile {
    /// Its identifier.
    #[schemars(extend("x-defines" = "workshop"))]
    pub id: Option<String>,
    /// Identifiers that it had before, by which comparisons know it.
    #[serde(skip_serializing)]
    pub formerly: Vec<String>,
    /// Its number in the dialogue.
    pub number: Option<u32>,
    /// Its theme; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub title: Option<String>,
    /// What kind of meeting it is.
    #[schemars(extend("x-translated" = true))]
    pub kind: Option<String>,
    /// Where.
    #[schemars(extend("x-translated" = true))]
    pub city: Option<String>,
    /// The building and room.
    #[schemars(extend("x-translated" = true))]
    pub venue: Option<String>,
    /// The first day.
    pub start: Option<String>,
    /// The last day.
    pub end: Option<String>,
    /// How many took part.
    pub participants: Option<u32>,
    /// A reference key.
    #[schemars(extend("x-names" = "reference"))]
    pub source: Option<String>,
    /// Where in the source.
    pub locator: Option<String>,
    /// What kind of statement the source makes.
    pub basis: Option<Basis>,
    /// How far the text has come.
    pub status: Option<Status>,
    /// What the workshop was for; Markdown blocks.
    #[schemars(extend("x-text" = "blocks"))]
    pub about: Option<String>,
    /// The sessions in the order of time.
    pub agenda: Vec<SessionEntry>,
}

/// A session of an agenda.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct SessionEntry {
    /// Its identifier.
    #[schemars(extend("x-defines" = "session"))]
    pub id: Option<String>,
    /// Identifiers that it had before, by which comparisons know it.
    #[serde(skip_serializing)]
    pub formerly: Vec<String>,
    /// What kind of session it is.
    #[schemars(extend("x-names" = "kind"))]
    pub kind: Option<String>,
    /// The day.
    pub date: Option<String>,
    /// When it begins.
    pub start: Option<String>,
    /// When it ends.
    pub end: Option<String>,
    /// The panel held in it.
    #[schemars(extend("x-names" = "panel"))]
    pub panel: Option<String>,
    /// Its title, if it is no panel; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub title: Option<String>,
    /// The room, where it matters which: sessions at the same time have one each.
    #[schemars(extend("x-translated" = true))]
    pub room: Option<String>,
    /// People's identifiers.
    #[schemars(extend("x-names" = "person"))]
    pub people: Vec<String>,
    /// A reference key.
    #[schemars(extend("x-names" = "reference"))]
    pub source: Option<String>,
    /// What kind of statement the source makes.
    pub basis: Option<Basis>,
    /// A remark; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub note: Option<String>,
}
