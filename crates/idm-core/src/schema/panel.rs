//! `panel.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Basis, Status};

/// A panel.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PanelFile {
    /// Its identifier.
    #[schemars(extend("x-defines" = "panel"))]
    pub id: Option<String>,
    /// Identifiers that it had before, by which comparisons know it.
    #[serde(skip_serializing)]
    pub formerly: Vec<String>,
    /// Its number in the workshop.
    pub number: Option<u32>,
    /// Its title; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub title: Option<String>,
    /// A person's identifier, or several.
    #[schemars(extend("x-names" = "person"))]
    pub moderator: Option<OneOrMore>,
    /// People's identifiers.
    #[schemars(extend("x-names" = "person"))]
    pub speakers: Vec<String>,
    /// A person's identifier, or several.
    #[schemars(extend("x-names" = "person"))]
    pub rapporteur: Option<OneOrMore>,
    /// What was put to the panel; Markdown each.
    #[schemars(extend("x-text" = "line"))]
    pub guiding_questions: Vec<String>,
    /// What to take away.
    pub key_messages: Vec<KeyMessageEntry>,
    /// A reference key.
    #[schemars(extend("x-names" = "reference"))]
    pub source: Option<String>,
    /// Where in the source.
    pub locator: Option<String>,
    /// What kind of statement the source makes.
    pub basis: Option<Basis>,
    /// How far the panel's text has come.
    pub status: Option<Status>,
}

/// An identifier, or a list of several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged, expecting = "expected an identifier, or a list of identifiers such as `[anna, ben]`")]
pub(crate) enum OneOrMore {
    /// A person's identifier.
    One(String),
    /// The identifiers of several persons.
    Several(Vec<String>),
}

impl OneOrMore {
    /// The identifiers.
    pub fn ids(&self) -> &[String] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Several(ids) => ids,
        }
    }
}

/// A key message.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct KeyMessageEntry {
    /// The message; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub text: Option<String>,
    /// A reference key.
    #[schemars(extend("x-names" = "reference"))]
    pub source: Option<String>,
    /// Where in the source.
    pub locator: Option<String>,
    /// What kind of statement the source makes.
    pub basis: Option<Basis>,
}
