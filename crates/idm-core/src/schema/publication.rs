//! `publication.yaml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::{LevelsEntry, NamedEntries, Status, WordEntry};

/// The publication: its title page, its settings and the order of the book.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct PublicationFile {
    /// Its identifier, which names the PDF.
    pub id: Option<String>,
    /// Its title; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub title: Option<String>,
    /// Its subtitle; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub subtitle: Option<String>,
    /// A title for running heads.
    #[schemars(extend("x-translated" = true))]
    pub short_title: Option<String>,
    /// The series it stands in.
    pub series: Option<SeriesEntry>,
    /// The date on the cover: a day, a month or a year.
    pub date: Option<String>,
    /// `en`, `fr` or `es`.
    pub language: Option<String>,
    /// The languages of all editions, that of the texts among them.
    pub languages: Vec<String>,
    /// A country's two letters.
    pub region: Option<String>,
    /// What edition it is; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub edition: Option<String>,
    /// Who made it, for the PDF's metadata.
    pub authors: Vec<String>,
    /// Words to find it by, for the PDF's metadata.
    #[schemars(extend("x-translated" = true))]
    pub keywords: Vec<String>,
    /// What it is, for the PDF's metadata.
    #[schemars(extend("x-translated" = true))]
    pub description: Option<String>,
    /// Whose signs stand on the cover.
    pub cover: Option<CoverEntry>,
    /// What stands on the page after the title.
    pub imprint: Option<ImprintEntry>,
    /// Numbers and texts that prose may use.
    #[schemars(with = "BTreeMap<String, String>")]
    pub values: BTreeMap<String, TypedValue>,
    /// The name of a citation style.
    pub citation_style: Option<String>,
    /// How the page is set.
    pub layout: Option<LayoutEntry>,
    /// What is changed in the design: values by table and token.
    pub design: BTreeMap<String, BTreeMap<String, DesignEntry>>,
    /// What is done about acronyms.
    pub acronyms: Option<AcronymsEntry>,
    /// What reviewers of drafts are asked.
    pub review: Option<ReviewEntry>,
    /// The standards that the PDF meets.
    pub standards: Option<Vec<String>>,
    /// Words that are printed instead of the program's own, by key, such as `kind.panel`.
    #[schemars(extend("x-names" = "label"))]
    pub labels: BTreeMap<String, WordEntry>,
    /// Whom recommendations may be addressed to, in the order of charts: identifiers, each with the word printed for it.
    #[schemars(extend("x-defines" = "addressee"))]
    pub addressees: Option<NamedEntries>,
    /// The parts that people may take, beside the program's own: identifiers, each with the word printed for it.
    #[schemars(extend("x-defines" = "role"))]
    pub roles: NamedEntries,
    /// The kinds of session, beside the program's own: identifiers, each with the word printed for it.
    #[schemars(extend("x-defines" = "kind"))]
    pub kinds: NamedEntries,
    /// What the event, its workshops and their panels are called, and the letters of numbers.
    pub levels: LevelsEntry,
    /// The order of the book.
    pub book: Vec<BookEntry>,
    /// The themes in the order of the book.
    pub themes: Vec<ThemeEntry>,
    /// Where the index sends its readers.
    pub index: Vec<IndexEntry>,
    /// Severities by diagnostic code.
    #[schemars(extend("x-names" = "diagnostic"))]
    pub diagnostics: BTreeMap<String, LevelEntry>,
    /// Warnings that are accepted in one file.
    pub waivers: Vec<WaiverEntry>,
}

/// The series a publication stands in.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct SeriesEntry {
    /// Its name.
    #[schemars(extend("x-translated" = true))]
    pub name: Option<String>,
    /// The number in it.
    pub number: Option<String>,
}

/// Whose signs stand on the cover.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct CoverEntry {
    /// The publisher's logo: a picture, `![what it shows](figures/logo.svg)`.
    #[schemars(extend("x-text" = "line"))]
    pub logo: Option<String>,
    /// Those with whom the publication is made: each a logo, or a name; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub partners: Vec<String>,
}

/// The imprint.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ImprintEntry {
    /// Who publishes it; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub publisher: Option<String>,
    /// Where they are; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub address: Option<String>,
    /// Who may do what with it; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub rights: Option<String>,
    /// What it does not claim; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub disclaimer: Option<String>,
    /// The book's number, or `none`.
    pub isbn: Option<String>,
    /// The series' number, or `none`.
    pub issn: Option<String>,
}

/// A value as it was typed, which is how it is printed: a number that another spelling than its own would lose something of,
/// `1.10`, is a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct TypedValue(serde_json::Value);

impl<'de> Deserialize<'de> for TypedValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(String::deserialize(deserializer)?.into())
    }
}

impl From<String> for TypedValue {
    fn from(typed: String) -> Self {
        let is_as = |number: &serde_json::Number| number.to_string() == typed;
        let number = serde_json::from_str::<serde_json::Number>(&typed).ok().filter(is_as);
        Self(match (typed.as_str(), number) {
            ("true", _) => true.into(),
            ("false", _) => false.into(),
            (_, Some(number)) => number.into(),
            _ => typed.into(),
        })
    }
}

/// How the page is set.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct LayoutEntry {
    /// `a4`, `us-letter`, `b5` or `a5`.
    pub paper: Option<String>,
    /// Whether lines are made equally long.
    pub justify: bool,
    /// Where chapters and themes begin: `recto` or `next`.
    pub openings: Option<String>,
    /// How links look in the book: `quiet` or `coloured`.
    pub links: Option<String>,
}

/// A value of the design.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged, expecting = "expected a text such as `11pt`, or a list of texts")]
pub enum DesignEntry {
    /// One value.
    One(String),
    /// Several, such as the sizes of headings.
    List(Vec<String>),
}

impl DesignEntry {
    /// The values.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::List(texts) => texts,
        }
    }
}

/// What is done about acronyms.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct AcronymsEntry {
    /// Whether they are spelled out at their first use.
    pub expand: Option<bool>,
}

/// What stands on the first page of every draft.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ReviewEntry {
    /// What is asked; Markdown blocks.
    #[schemars(extend("x-text" = "blocks"))]
    pub asked: Option<String>,
    /// By which day.
    pub by: Option<String>,
    /// Where replies go; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub replies: Option<String>,
}

/// A place in the order of the book: a chapter or a generated section.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct BookEntry {
    /// A chapter's file name without its ending.
    #[schemars(extend("x-names" = "chapter"))]
    pub chapter: Option<String>,
    /// Names that the chapter had before, by which comparisons know it.
    #[serde(skip_serializing)]
    pub formerly: Vec<String>,
    /// A generated section.
    pub section: Option<SectionKind>,
    /// How far a chapter's text has come.
    pub status: Option<Status>,
}

/// The generated sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// The whole on two pages, and the ways into it.
    InBrief,
    /// The table of contents.
    Contents,
    /// The lists of figures, tables and boxes.
    Lists,
    /// The list of acronyms.
    Abbreviations,
    /// The themes with their panels and recommendations.
    Themes,
    /// The outcomes.
    Outcomes,
    /// Recommendations by framework and element.
    Matrices,
    /// The dialogue in figures.
    Charts,
    /// The guiding questions by panel.
    Questions,
    /// The workshops with their agendas.
    Agenda,
    /// The people.
    People,
    /// The bibliography.
    References,
    /// The index.
    Index,
    /// How the edition was made.
    Colophon,
}

/// A theme.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct ThemeEntry {
    /// Its identifier.
    #[schemars(extend("x-defines" = "theme"))]
    pub id: Option<String>,
    /// Identifiers that it had before, by which comparisons know it.
    #[serde(skip_serializing)]
    pub formerly: Vec<String>,
    /// Its title; Markdown.
    #[schemars(extend("x-text" = "line"))]
    pub title: Option<String>,
    /// Whether the title is the editors' own for the time being.
    pub working_title: bool,
    /// What it is about; Markdown blocks.
    #[schemars(extend("x-text" = "blocks"))]
    pub introduction: Option<String>,
    /// The panels it draws on.
    #[schemars(extend("x-names" = "panel"))]
    pub panels: Vec<String>,
}

/// An entry of the index that leads to others.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct IndexEntry {
    /// Its name.
    #[schemars(extend("x-translated" = true))]
    pub subject: Option<String>,
    /// The entries that have its places, if it has none of its own.
    #[schemars(extend("x-translated" = true))]
    pub see: Vec<String>,
    /// The entries that a reader may look up besides.
    #[schemars(extend("x-translated" = true))]
    pub see_also: Vec<String>,
}

/// What to do about a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LevelEntry {
    /// Say nothing.
    Allow,
    /// Warn.
    Warn,
    /// Refuse.
    Deny,
}

/// A warning that is accepted in one file.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct WaiverEntry {
    /// The diagnostic's code.
    #[schemars(extend("x-names" = "diagnostic"))]
    pub code: Option<String>,
    /// The file's path in the project.
    #[schemars(extend("x-names" = "file"))]
    pub file: Option<String>,
    /// Why it is accepted.
    pub reason: Option<String>,
}
