//! Tables and charts that are made from the records.

use std::collections::BTreeSet;

use super::{AnchorKind, Contents, Framework, Ref};
use crate::schema::SectionKind;

/// How many bars stand below each other in a chart of ways: more would cover one another, and tell nothing.
const MOST_BARS: usize = 32;

/// A table or chart made from the records. It is numbered with those that authors wrote, in the order of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exhibit {
    /// A table of the elements of a framework, and what is mapped to them.
    FrameworkTable(Ref<Framework>),
    /// A chart of recommendations by theme and addressee.
    AddresseeChart,
    /// A chart of the way from where recommendations were made to themes and outcomes.
    FlowChart,
    /// A chart of the elements of each framework, and how many recommendations name them.
    FrameworkChart,
    /// A chart of what the recommendations of each theme stand on.
    BasisChart,
    /// A chart of the sessions over the days, where times are known.
    SessionChart,
}

impl Exhibit {
    /// What it is counted among: tables or figures.
    pub fn kind(self) -> AnchorKind {
        match self {
            Self::FrameworkTable(_) => AnchorKind::Table,
            Self::AddresseeChart | Self::FlowChart | Self::FrameworkChart | Self::BasisChart | Self::SessionChart => {
                AnchorKind::Figure
            }
        }
    }

    /// The label on the page. The colon keeps it apart from those of identifiers.
    pub fn label(self, contents: &Contents) -> String {
        match self {
            Self::FrameworkTable(at) => format!("generated:table:framework:{}", contents[at].id),
            Self::AddresseeChart => "generated:chart:addressees".to_owned(),
            Self::FlowChart => "generated:chart:flow".to_owned(),
            Self::FrameworkChart => "generated:chart:frameworks".to_owned(),
            Self::BasisChart => "generated:chart:bases".to_owned(),
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
        let based = self.recommendations.iter().any(|entry| entry.provenance.basis.is_some());
        let mut sessions = self.workshops.iter().flat_map(|workshop| &workshop.agenda);
        let timed = sessions.any(|session| session.start.zip(session.end).is_some_and(|(start, end)| start < end));
        let candidates = match section {
            SectionKind::Matrices => frameworks.iter().map(|&at| (true, Exhibit::FrameworkTable(at))).collect(),
            SectionKind::Charts => vec![
                (addressed, Exhibit::AddresseeChart),
                (!frameworks.is_empty(), Exhibit::FrameworkChart),
                (any && self.ways_can_be_told_apart(), Exhibit::FlowChart),
                (based, Exhibit::BasisChart),
            ],
            SectionKind::Agenda => vec![(timed, Exhibit::SessionChart)],
            _ => vec![],
        };
        candidates.into_iter().filter(|(shown, _)| *shown).map(|(_, exhibit)| exhibit).collect()
    }

    /// Whether each column of the chart of ways has room for its bars.
    fn ways_can_be_told_apart(&self) -> bool {
        let origins: BTreeSet<_> = self.recommendations.iter().map(|entry| entry.attribution).collect();
        [origins.len(), self.themes.len(), self.outcomes.len()].into_iter().all(|bars| bars <= MOST_BARS)
    }

    /// The frameworks whose mappings the book prints. Those that came after the event are none of them.
    pub(crate) fn printed_frameworks(&self) -> impl Iterator<Item = Ref<Framework>> {
        self.frameworks.refs().filter(|&framework| !self[framework].retrospective)
    }
}
