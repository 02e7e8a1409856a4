//! How far each panel has come.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::completeness::Missing;
use crate::manifest::PanelCompleteness;
use crate::schema::Status;

/// Everything that is looked for in a panel.
const LOOKED_FOR: [Missing; 17] = [
    Missing::Title,
    Missing::Day,
    Missing::Time,
    Missing::Venue,
    Missing::Moderator,
    Missing::Speakers,
    Missing::Rapporteur,
    Missing::GuidingQuestions,
    Missing::KeyMessages,
    Missing::Summary,
    Missing::Recommendations,
    Missing::Source,
    Missing::SummarySources,
    Missing::KeyMessageSource,
    Missing::RecommendationText,
    Missing::RecommendationAddressees,
    Missing::RecommendationSource,
];

/// What cannot be there before something else is. Without this, a panel would lose ground by gaining its first
/// recommendation.
const IMPLIED: [(Missing, Missing); 5] = [
    (Missing::KeyMessages, Missing::KeyMessageSource),
    (Missing::Summary, Missing::SummarySources),
    (Missing::Recommendations, Missing::RecommendationText),
    (Missing::Recommendations, Missing::RecommendationAddressees),
    (Missing::Recommendations, Missing::RecommendationSource),
];

/// How far a panel has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PanelProgress {
    /// Its identifier.
    pub id: String,
    /// The identifier of its workshop.
    pub workshop: String,
    /// Its number in its workshop.
    pub number: u32,
    /// Its title.
    pub title: Option<String>,
    /// How far its texts have come.
    pub status: Status,
    /// How far they had come, if that is another status.
    pub earlier_status: Option<Status>,
    /// What it lacks, each once: keys of the section `missing` of the words.
    pub missing: Vec<Missing>,
    /// How many of the things that a panel should have are there.
    pub done: usize,
    /// How many were there, if that is another number.
    pub earlier_done: Option<usize>,
    /// How many things a panel should have.
    pub total: usize,
}

impl PanelProgress {
    /// Whether the panel keeps the publication from release: it lacks something, or is not cleared.
    pub fn blocks(&self) -> bool {
        !self.missing.is_empty() || self.status != Status::Cleared
    }
}

/// Every panel of the later night, with what it was in the earlier one.
pub(super) fn progress(earlier: &[PanelCompleteness], later: &[PanelCompleteness]) -> Vec<PanelProgress> {
    let one = |panel: &PanelCompleteness| {
        let was = earlier.iter().find(|was| was.panel == panel.panel);
        let done = done(&panel.missing);
        let mut missing = vec![];
        for what in &panel.missing {
            if !missing.contains(what) {
                missing.push(*what);
            }
        }
        PanelProgress {
            id: panel.panel.clone(),
            workshop: panel.workshop.clone(),
            number: panel.number,
            title: panel.title.clone(),
            status: panel.status,
            earlier_status: was.map(|was| was.status).filter(|was| *was != panel.status),
            missing,
            done,
            earlier_done: was.map(|was| self::done(&was.missing)).filter(|was| *was != done),
            total: LOOKED_FOR.len(),
        }
    };
    later.iter().map(one).collect()
}

fn done(missing: &[Missing]) -> usize {
    let mut lacking: BTreeSet<Missing> = missing.iter().copied().collect();
    for (first, then) in IMPLIED {
        if lacking.contains(&first) {
            lacking.insert(then);
        }
    }
    LOOKED_FOR.iter().filter(|what| !lacking.contains(what)).count()
}

#[cfg(test)]
mod tests {
    use super::{LOOKED_FOR, progress};
    use crate::completeness::Missing;
    use crate::manifest::PanelCompleteness;
    use crate::schema::Status;

    fn panel(status: Status, missing: &[Missing]) -> PanelCompleteness {
        PanelCompleteness {
            panel: "a".to_owned(),
            workshop: "w".to_owned(),
            number: 1,
            title: None,
            status,
            missing: missing.to_vec(),
        }
    }

    /// A kind that is added here without a place in the list does not compile.
    #[test]
    fn everything_that_can_be_missing_is_looked_for() {
        for what in LOOKED_FOR {
            match what {
                Missing::Title
                | Missing::Day
                | Missing::Time
                | Missing::Venue
                | Missing::Moderator
                | Missing::Speakers
                | Missing::Rapporteur
                | Missing::GuidingQuestions
                | Missing::KeyMessages
                | Missing::Summary
                | Missing::Recommendations
                | Missing::Source
                | Missing::SummarySources
                | Missing::KeyMessageSource
                | Missing::RecommendationText
                | Missing::RecommendationAddressees
                | Missing::RecommendationSource => {}
            }
        }
        assert!(LOOKED_FOR.iter().collect::<std::collections::BTreeSet<_>>().len() == 17);
    }

    #[test]
    fn what_is_missing_counts_once_with_what_follows_from_it() {
        let done = |missing: &[Missing]| progress(&[], &[panel(Status::Draft, missing)])[0].done;
        assert_eq!(done(&[]), 17);
        assert_eq!(done(&[Missing::Title, Missing::KeyMessageSource, Missing::KeyMessageSource]), 15);
        assert_eq!(done(&[Missing::Recommendations]), 13);
        assert_eq!(done(&[Missing::RecommendationText]), 16);
        let found = progress(&[], &[panel(Status::Cleared, &[Missing::KeyMessageSource, Missing::KeyMessageSource])]);
        assert_eq!(found[0].missing, [Missing::KeyMessageSource]);
    }

    #[test]
    fn what_was_is_told_only_where_it_differs() {
        let title = [Missing::Title];
        let found = progress(&[panel(Status::Draft, &title)], &[panel(Status::Cleared, &title)]);
        assert_eq!((found[0].earlier_status, found[0].earlier_done), (Some(Status::Draft), None));
        assert!(found[0].blocks());
        let found = progress(&[panel(Status::Cleared, &title)], &[panel(Status::Cleared, &[])]);
        assert_eq!((found[0].earlier_status, found[0].earlier_done), (None, Some(16)));
        assert!(!found[0].blocks());
        assert!(progress(&[], &[panel(Status::Reviewed, &[])])[0].blocks());
    }
}
