//! The kinds of record.

/// The kinds of record that are told and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordKind {
    /// A document of published records as a whole: its version, and the order of its lists.
    Document,
    /// The publication itself: title, imprint, order of the book.
    Publication,
    /// A chapter.
    Chapter,
    /// A theme.
    Theme,
    /// A panel, with its summary.
    Panel,
    /// A recommendation.
    Recommendation,
    /// An outcome.
    Outcome,
    /// A workshop.
    Workshop,
    /// A session of an agenda.
    Session,
    /// A person.
    Person,
    /// An acronym.
    Acronym,
    /// An entry of the references.
    Reference,
    /// A framework.
    Framework,
}

impl RecordKind {
    /// The kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Publication => "publication",
            Self::Chapter => "chapter",
            Self::Theme => "theme",
            Self::Panel => "panel",
            Self::Recommendation => "recommendation",
            Self::Outcome => "outcome",
            Self::Workshop => "workshop",
            Self::Session => "session",
            Self::Person => "person",
            Self::Acronym => "acronym",
            Self::Reference => "reference",
            Self::Framework => "framework",
        }
    }

    /// The list of the published records that holds those of the kind. There is only one publication, and one document.
    pub(crate) fn list(self) -> Option<&'static str> {
        Some(match self {
            Self::Document | Self::Publication => return None,
            Self::Chapter => "chapters",
            Self::Theme => "themes",
            Self::Panel => "panels",
            Self::Recommendation => "recommendations",
            Self::Outcome => "outcomes",
            Self::Workshop => "workshops",
            Self::Session => "agenda",
            Self::Person => "people",
            Self::Acronym => "acronyms",
            Self::Reference => "references",
            Self::Framework => "frameworks",
        })
    }

    /// The key of the identifier among the published records.
    pub(crate) fn id_key(self) -> &'static str {
        match self {
            Self::Acronym => "short",
            Self::Reference => "key",
            Self::Document
            | Self::Publication
            | Self::Chapter
            | Self::Theme
            | Self::Panel
            | Self::Recommendation
            | Self::Outcome
            | Self::Workshop
            | Self::Session
            | Self::Person
            | Self::Framework => "id",
        }
    }

    /// Every kind.
    pub(crate) const ALL: [Self; 13] = [
        Self::Document,
        Self::Publication,
        Self::Chapter,
        Self::Theme,
        Self::Panel,
        Self::Recommendation,
        Self::Outcome,
        Self::Workshop,
        Self::Session,
        Self::Person,
        Self::Acronym,
        Self::Reference,
        Self::Framework,
    ];
}
