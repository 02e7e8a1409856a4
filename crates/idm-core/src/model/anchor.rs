//! Everything that prose can refer to.

use std::collections::{BTreeMap, BTreeSet};

use crate::markdown::tree::Inline;
use crate::source::Span;
use crate::words::with_article;

/// What kind of thing an identifier names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnchorKind {
    /// An entry of the bibliography.
    Reference,
    /// A panel.
    Panel,
    /// A recommendation.
    Recommendation,
    /// An outcome.
    Outcome,
    /// A theme.
    Theme,
    /// A chapter.
    Chapter,
    /// A workshop.
    Workshop,
    /// A person.
    Person,
    /// A session of an agenda.
    Session,
    /// A question that was put to a panel.
    Question,
    /// A figure.
    Figure,
    /// A table.
    Table,
    /// A box with good practice.
    Box,
    /// A heading.
    Section,
}

impl AnchorKind {
    /// The prefix that a reference may carry, which also begins the label on the page.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Reference => "ref",
            Self::Panel => "panel",
            Self::Recommendation => "rec",
            Self::Outcome => "outcome",
            Self::Theme => "theme",
            Self::Chapter => "chapter",
            Self::Workshop => "workshop",
            Self::Person => "person",
            Self::Session => "session",
            Self::Question => "q",
            Self::Figure => "fig",
            Self::Table => "table",
            Self::Box => "box",
            Self::Section => "sec",
        }
    }

    /// The kind of that prefix.
    pub fn from_prefix(prefix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.prefix() == prefix)
    }

    /// The kind in words, for messages and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Panel => "panel",
            Self::Recommendation => "recommendation",
            Self::Outcome => "outcome",
            Self::Theme => "theme",
            Self::Chapter => "chapter",
            Self::Workshop => "workshop",
            Self::Person => "person",
            Self::Session => "session",
            Self::Question => "question",
            Self::Figure => "figure",
            Self::Table => "table",
            Self::Box => "box",
            Self::Section => "section",
        }
    }

    /// The kind in words with its article.
    pub fn with_article(self) -> String {
        with_article(self.name())
    }

    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Reference,
        Self::Panel,
        Self::Recommendation,
        Self::Outcome,
        Self::Theme,
        Self::Chapter,
        Self::Workshop,
        Self::Person,
        Self::Session,
        Self::Question,
        Self::Figure,
        Self::Table,
        Self::Box,
        Self::Section,
    ];
}

/// Something that prose can refer to.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchor {
    /// What it is.
    pub kind: AnchorKind,
    /// Its number as readers see it.
    pub number: Option<String>,
    /// Its title, if it has one.
    pub title: Vec<Inline>,
    /// The city of a panel's workshop, which tells two panels of one number apart.
    pub city: Option<String>,
    /// Whether the book shows it.
    pub printed: bool,
    /// Where it is defined.
    pub span: Span,
}

/// Every identifier with what it names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Anchors {
    by_id: BTreeMap<String, Anchor>,
}

impl Anchors {
    /// Adds an anchor, unless the identifier is taken: then the one that has it is returned.
    pub fn insert(&mut self, id: &str, anchor: Anchor) -> Result<(), &Anchor> {
        use std::collections::btree_map::Entry;
        match self.by_id.entry(id.to_owned()) {
            Entry::Vacant(slot) => {
                slot.insert(anchor);
                Ok(())
            }
            Entry::Occupied(slot) => Err(slot.into_mut()),
        }
    }

    /// What the identifier names.
    pub fn get(&self, id: &str) -> Option<&Anchor> {
        self.by_id.get(id)
    }

    /// Gives an identifier of that kind its number.
    pub(crate) fn number(&mut self, id: &str, kind: AnchorKind, number: &str) {
        if let Some(anchor) = self.by_id.get_mut(id).filter(|anchor| anchor.kind == kind) {
            anchor.number = Some(number.to_owned());
        }
    }

    /// The same, with those marked as printed that the book shows.
    #[must_use]
    pub(crate) fn printed(mut self, printed: &BTreeSet<&str>) -> Self {
        for (id, anchor) in &mut self.by_id {
            // A question stands where its panel does.
            let panel = id.rsplit_once("-q").filter(|_| anchor.kind == AnchorKind::Question);
            anchor.printed |= printed.contains(panel.map_or(id.as_str(), |(panel, _)| panel));
        }
        self
    }

    /// Every identifier with its anchor, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Anchor)> {
        self.by_id.iter().map(|(id, anchor)| (id.as_str(), anchor))
    }

    /// The label on the page for what the identifier names: its kind's prefix, a colon and the identifier.
    pub fn label(&self, id: &str) -> Option<String> {
        self.get(id).map(|anchor| format!("{}:{id}", anchor.kind.prefix()))
    }
}
