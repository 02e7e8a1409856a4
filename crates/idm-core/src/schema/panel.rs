//! `panel.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Basis, Status};

/// A panel.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct PanelFile {
    /// Its identifier.
    pub id: Option<String>,
    /// Its number in the workshop.
    pub number: Option<u32>,
    /// Its title; Markdown.
    pub title: Option<String>,
    /// A person's identifier.
    pub moderator: Option<String>,
    /// People's identifiers.
    pub speakers: Vec<String>,
    /// A person's identifier.
    pub rapporteur: Option<String>,
    /// What was put to the panel; Markdown each.
    pub guiding_questions: Vec<String>,
    /// What to take away.
    pub key_messages: Vec<KeyMessageEntry>,
    /// A reference key.
    pub source: Option<String>,
    /// Where in the source.
    pub locator: Option<String>,
    /// What kind of statement the source makes.
    pub basis: Option<Basis>,
    /// How far the panel's text has come.
    pub status: Option<Status>,
}

/// A key message.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct KeyMessageEntry {
    /// The message; Markdown.
    pub text: Option<String>,
    /// A reference key.
    pub source: Option<String>,
    /// Where in the source.
    pub locator: Option<String>,
    /// What kind of statement the source makes.
    pub basis: Option<Basis>,
}
