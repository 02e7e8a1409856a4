//! `terms.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A word or phrase that the publication writes in one way.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct TermEntry {
    /// How it is written.
    #[serde(rename = "use")]
    pub preferred: Option<String>,
    /// How it is not written.
    pub not: Vec<String>,
    /// Why, for those who are told.
    pub note: Option<String>,
}
