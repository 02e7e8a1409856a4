//! Statements: recommendations, outcomes, key messages, and the frameworks they are mapped to.

use super::{Addressee, Id, Line, List, Panel, Plain, Ref, Text, Theme, Workshop};
use crate::markdown::tree::Target;
use crate::schema::{Basis, Status};

/// Where a fact or statement comes from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Provenance {
    /// A key of the bibliography, with its place in the source.
    pub source: Option<Target>,
    /// What kind of statement the source makes.
    pub basis: Option<Basis>,
}

/// A recommendation.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    /// The identifier.
    pub id: Id,
    /// The number as readers see it, "3.2": the theme's and its own among the theme's.
    pub number: String,
    /// A few words.
    pub title: Line,
    /// What is recommended.
    pub text: Option<Text>,
    /// How to read it.
    pub note: Option<Line>,
    /// Whom it is addressed to.
    pub addressees: Vec<Ref<Addressee>>,
    /// What it is mapped to.
    pub mappings: Vec<Mapping>,
    /// The guiding questions of its panel that it comes from, by their places in the panel's list.
    pub questions: Vec<usize>,
    /// The theme that it stands under.
    pub theme: Ref<Theme>,
    /// Who made it.
    pub attribution: Attribution,
    /// Where it comes from.
    pub provenance: Provenance,
    /// How far the text has come.
    pub status: Status,
}

/// Where a recommendation was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attribution {
    /// The workshop.
    pub workshop: Ref<Workshop>,
    /// The panel; none for a session that is no panel.
    pub panel: Option<Ref<Panel>>,
}

/// Elements of one framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The framework.
    pub framework: Ref<Framework>,
    /// Those of the framework's elements.
    pub elements: Vec<Ref<Element>>,
}

/// A consolidated outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The identifier.
    pub id: Id,
    /// The number as readers see it, "3.2": the theme's and its own among the theme's.
    pub number: String,
    /// A few words.
    pub title: Line,
    /// What came of it.
    pub text: Option<Text>,
    /// The theme that it stands under.
    pub theme: Ref<Theme>,
    /// What it rests on.
    pub recommendations: Vec<Ref<Recommendation>>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// How far the text has come.
    pub status: Status,
}

/// What to take away from a panel.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyMessage {
    /// The message.
    pub text: Line,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What recommendations are mapped to.
#[derive(Debug, Clone, PartialEq)]
pub struct Framework {
    /// The identifier.
    pub id: Id,
    /// The full name.
    pub title: Plain,
    /// The name in tables.
    pub short: Plain,
    /// What is to be known of how it is used here, printed with its table.
    pub note: Option<Line>,
    /// What it stands in: a key of the bibliography.
    pub reference: Option<Target>,
    /// Whether it came after the event, so that its mappings are not printed.
    pub retrospective: bool,
    /// The elements that concern the subject of the publication, in the framework's order: what it is measured against.
    /// All of them where the file names none.
    pub concerned: Vec<Ref<Element>>,
    /// What it consists of.
    pub elements: List<Element>,
}

/// A part of a framework.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// The identifier in the framework.
    pub id: String,
    /// How it is printed.
    pub label: Plain,
    /// What it is about.
    pub title: Option<Plain>,
}
