//! What a review copy is of.

use super::{AnchorKind, Chapter, Panel, Part, Publication, Ref};

/// What a review copy is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A panel with its recommendations.
    Panel(Ref<Panel>),
    /// A chapter.
    Chapter(Ref<Chapter>),
    /// The outcomes.
    Outcomes,
}

/// What the copy of the outcomes is called.
pub const OUTCOMES: &str = "outcomes";
/// What it is called where a panel or a chapter has that name.
pub const OUTCOMES_BESIDE: &str = "the-outcomes";

impl Subject {
    /// Everything that there can be a review copy of: panels, chapters, outcomes. No two have the same name.
    pub fn all(publication: &Publication) -> Vec<Self> {
        let chapters = publication.book.iter().filter_map(|part| match part {
            Part::Chapter(at) => Some(Self::Chapter(*at)),
            Part::Section(_) => None,
        });
        let outcomes = (!publication.outcomes.is_empty()).then_some(Self::Outcomes);
        publication.panels.refs().map(Self::Panel).chain(chapters).chain(outcomes).collect()
    }

    /// The panel, if it is one.
    pub fn panel(self) -> Option<Ref<Panel>> {
        match self {
            Self::Panel(at) => Some(at),
            Self::Chapter(_) | Self::Outcomes => None,
        }
    }

    /// What it is: `panel`, `chapter`, `outcomes`.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Panel(_) => AnchorKind::Panel.name(),
            Self::Chapter(_) => AnchorKind::Chapter.name(),
            Self::Outcomes => OUTCOMES,
        }
    }

    /// What it is called by those who ask for its copy: the identifier, or `outcomes`; where a panel or a chapter is called so,
    /// `the-outcomes`.
    pub fn name(self, publication: &Publication) -> &str {
        match self {
            Self::Panel(at) => &publication[at].id,
            Self::Chapter(at) => &publication[at].id,
            Self::Outcomes => {
                let mut panels = publication.panels.iter().map(|panel| &*panel.id);
                let mut chapters = publication.chapters.iter().map(|chapter| &*chapter.id);
                let is_taken = panels.any(|id| id == OUTCOMES) || chapters.any(|id| id == OUTCOMES);
                if is_taken { OUTCOMES_BESIDE } else { OUTCOMES }
            }
        }
    }

    /// The label of its place in the book.
    pub fn label(self, publication: &Publication) -> String {
        let name = self.name(publication);
        match self {
            Self::Panel(_) => format!("{}:{name}", AnchorKind::Panel.prefix()),
            Self::Chapter(_) => format!("{}:{name}", AnchorKind::Chapter.prefix()),
            Self::Outcomes => format!("generated:{OUTCOMES}"),
        }
    }
}
