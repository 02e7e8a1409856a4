//! Tables and charts that are made from the records.

use super::{AnchorKind, Contents, Framework, Ref};
use crate::schema::SectionKind;

/// A table or chart made from the records. It is numbered with those that authors wrote, in the order of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exhibit {
    /// A table of recommendations by addressee.
    AddresseeTable,
    /// A table of the elements of a framework, and what is mapped to them.
    FrameworkTable(Ref<Framework>),
    /// A table of recommendations by panel and theme.
    PanelTable,
    /// A table of the frameworks, and what nothing is mapped to.
    CoverageTable,
    /// A chart of recommendations by addressee.
    AddresseeChart,
    /// A chart of recommendations by theme.
    ThemeChart,
    /// A chart of recommendations by framework.
    FrameworkChart,
    /// A chart of the sessions over the days, where times are known.
    SessionChart,
}

impl Exhibit {
    /// What it is counted among: tables or figures.
    pub fn kind(self) -> AnchorKind {
        match self {
            Self::AddresseeTable | Self::FrameworkTable(_) | Self::PanelTable | Self::CoverageTable => {
                AnchorKind::Table
            }
            Self::AddresseeChart | Self::ThemeChart | Self::FrameworkChart | Self::SessionChart => AnchorKind::Figure,
        }
    }

    /// The label on the page. The colon keeps it apart from those of identifiers.
    pub fn label(self, contents: &Contents) -> String {
        match self {
            Self::AddresseeTable => "generated:table:addressees".to_owned(),
            Self::FrameworkTable(at) => format!("generated:table:framework:{}", contents[at].id),
            Self::PanelTable => "generated:table:panels".to_owned(),
            Self::CoverageTable => "generated:table:coverage".to_owned(),
            Self::AddresseeChart => "generated:chart:addressees".to_owned(),
            Self::ThemeChart => "generated:chart:themes".to_owned(),
            Self::FrameworkChart => "generated:chart:frameworks".to_owned(),
            Self::SessionChart => "generated:chart:sessions".to_owned(),
        }
    }
}

impl Contents {
    /// The tables and charts of a generated section, in its order: those that have something to show.
    pub fn exhibits(&self, section: SectionKind) -> Vec<Exhibit> {
        let addressed = self.recommendations.iter().any(|entry| !entry.addressees.is_empty());
        let mapped = |at: &Ref<Framework>| {
            let mappings = self.recommendations.iter().flat_map(|entry| &entry.mappings);
            mappings.into_iter().any(|mapping| mapping.framework == *at && !mapping.elements.is_empty())
        };
        let frameworks: Vec<Ref<Framework>> = self.printed_frameworks().filter(mapped).collect();
        let any = !self.recommendations.is_empty();
        let mut sessions = self.workshops.iter().flat_map(|workshop| &workshop.agenda);
        let timed = sessions.any(|session| session.start.zip(session.end).is_some_and(|(start, end)| start < end));
        let candidates = match section {
            SectionKind::Matrices => {
                let mut all = vec![(addressed, Exhibit::AddresseeTable)];
                all.extend(frameworks.iter().map(|&at| (true, Exhibit::FrameworkTable(at))));
                all.push((any, Exhibit::PanelTable));
                all.push((any && self.printed_frameworks().next().is_some(), Exhibit::CoverageTable));
                all
            }
            SectionKind::Charts => vec![
                (addressed, Exhibit::AddresseeChart),
                (any, Exhibit::ThemeChart),
                (!frameworks.is_empty(), Exhibit::FrameworkChart),
                (timed, Exhibit::SessionChart),
            ],
            _ => vec![],
        };
        candidates.into_iter().filter(|(shown, _)| *shown).map(|(_, exhibit)| exhibit).collect()
    }

    /// The frameworks whose mappings the book prints. Those that came after the event are none of them.
    pub(crate) fn printed_frameworks(&self) -> impl Iterator<Item = Ref<Framework>> {
        self.frameworks.refs().filter(|&framework| !self[framework].retrospective)
    }
}
