//! Statements and what they are mapped to: recommendations, outcomes, frameworks.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of statement a source makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// An agenda or programme says it, of the meeting or of its subject.
    Agenda,
    /// Said beforehand to be going to happen.
    Announcement,
    /// Taken from a report that came before the meeting.
    EarlierReport,
    /// Taken from a report on the meeting.
    Report,
    /// Taken from an official record of the meeting.
    Record,
}

impl Basis {
    /// Whether it can say only what was going to happen, not what happened.
    pub(crate) fn looks_ahead(self) -> bool {
        matches!(self, Self::Agenda | Self::Announcement | Self::EarlierReport)
    }
}

/// How far a text has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Not yet read by anybody else.
    #[default]
    Draft,
    /// Read and corrected.
    Reviewed,
    /// Agreed with those it speaks for.
    Cleared,
}

/// A recommendation in a `recommendations.yaml`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct RecommendationEntry {
    /// Its identifier.
    #[schemars(extend("x-defines" = "recommendation"))]
    pub id: Option<String>,
    /// Identifiers that it had before, by which comparisons know it.
    #[serde(skip_serializing)]
    pub formerly: Vec<String>,
    /// A few words; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub title: Option<String>,
    /// What is recommended; Markdown blocks.
    #[schemars(extend("x-text" = "blocks"))]
    pub text: Option<String>,
    /// How to read it; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub note: Option<String>,
    /// Whom it is addressed to.
    #[schemars(extend("x-names" = "addressee"))]
    pub addressees: Vec<String>,
    /// Elements by framework.
    #[schemars(extend("x-names" = "framework"))]
    pub frameworks: BTreeMap<String, Vec<String>>,
    /// Which of the panel's guiding questions it comes from, by their numbers in the panel's list, from 1.
    pub questions: Vec<u32>,
    /// The theme it stands under.
    #[schemars(extend("x-names" = "theme"))]
    pub theme: Option<String>,
    /// A reference key.
    #[schemars(extend("x-names" = "reference"))]
    pub source: Option<String>,
    /// Where in the source.
    pub locator: Option<String>,
    /// What kind of statement the source makes.
    pub basis: Option<Basis>,
    /// How far the text has come.
    pub status: Option<Status>,
}

/// An outcome in `outcomes.yaml`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct OutcomeEntry {
    /// Its identifier.
    #[schemars(extend("x-defines" = "outcome"))]
    pub id: Option<String>,
    /// Identifiers that it had before, by which comparisons know it.
    #[serde(skip_serializing)]
    pub formerly: Vec<String>,
    /// The theme it stands under.
    #[schemars(extend("x-names" = "theme"))]
    pub theme: Option<String>,
    /// A few words; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub title: Option<String>,
    /// What came of it; Markdown blocks.
    #[schemars(extend("x-text" = "blocks"))]
    pub text: Option<String>,
    /// The recommendations it rests on.
    #[schemars(extend("x-names" = "recommendation"))]
    pub recommendations: Vec<String>,
    /// A reference key.
    #[schemars(extend("x-names" = "reference"))]
    pub source: Option<String>,
    /// Where in the source.
    pub locator: Option<String>,
    /// What kind of statement the source makes.
    pub basis: Option<Basis>,
    /// How far the text has come.
    pub status: Option<Status>,
}

/// A file in `frameworks/`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct FrameworkFile {
    /// Its identifier.
    #[schemars(extend("x-defines" = "framework"))]
    pub id: Option<String>,
    /// Its full name.
    #[schemars(extend("x-translated" = true))]
    pub title: Option<String>,
    /// Its name in tables.
    #[schemars(extend("x-translated" = true))]
    pub short: Option<String>,
    /// A reference key.
    #[schemars(extend("x-names" = "reference"))]
    pub reference: Option<String>,
    /// A remark, printed with its table; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub note: Option<String>,
    /// Whether it came after the event, so that its mappings are not printed.
    pub retrospective: bool,
    /// The elements that concern the subject of the publication, by identifier: charts count against these. All, if none
    /// is named.
    pub concerned: Vec<String>,
    /// What it consists of.
    pub elements: Vec<ElementEntry>,
}

/// A part of a framework that recommendations are mapped to.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ElementEntry {
    /// Its identifier in the framework.
    #[schemars(extend("x-defines" = "element"))]
    pub id: Option<String>,
    /// How it is printed, `(a)`; else the identifier.
    #[schemars(extend("x-translated" = true))]
    pub label: Option<String>,
    /// What it is about.
    #[schemars(extend("x-translated" = true))]
    pub title: Option<String>,
}
