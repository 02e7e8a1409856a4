//! `people.yaml` and `acronyms.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Basis;

/// A person.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PersonEntry {
    /// The identifier.
    #[schemars(extend("x-defines" = "person"))]
    pub id: Option<String>,
    /// Identifiers that it had before, by which comparisons know it.
    #[serde(skip_serializing)]
    pub formerly: Vec<String>,
    /// The name as it is printed.
    pub name: Option<String>,
    /// The name as it is sorted.
    pub sort: Option<String>,
    /// What stands before the name.
    #[schemars(extend("x-translated" = true))]
    pub honorific: Option<String>,
    /// The post held at the time.
    #[schemars(extend("x-translated" = true))]
    pub post: Option<String>,
    /// The organization served.
    #[schemars(extend("x-translated" = true))]
    pub organization: Option<String>,
    /// The country represented.
    #[schemars(extend("x-translated" = true))]
    pub country: Option<String>,
    /// Where the person took part, or was announced to.
    pub participation: Vec<ParticipationEntry>,
}

/// A part taken in a workshop.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ParticipationEntry {
    /// The workshop's identifier.
    #[schemars(extend("x-names" = "workshop"))]
    pub workshop: Option<String>,
    /// The part.
    #[schemars(extend("x-names" = "role"))]
    pub role: Option<String>,
    /// A reference key.
    #[schemars(extend("x-names" = "reference"))]
    pub source: Option<String>,
    /// What kind of statement the source makes.
    pub basis: Option<Basis>,
    /// A remark; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub note: Option<String>,
}

/// An acronym.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct AcronymEntry {
    /// The acronym.
    #[schemars(extend("x-translated" = true))]
    pub short: Option<String>,
    /// What it stands for.
    #[schemars(extend("x-translated" = true))]
    pub long: Option<String>,
    /// What it stands for in the plural.
    #[schemars(extend("x-translated" = true))]
    pub plural: Option<String>,
    /// Whether it is spelled out at its first use.
    pub expand: Option<bool>,
    /// A reference key.
    #[schemars(extend("x-names" = "reference"))]
    pub source: Option<String>,
    /// A remark; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub note: Option<String>,
}
