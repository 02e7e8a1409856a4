//! What a panel still lacks: the facts, texts and sources that a finished publication has of every panel.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::markdown::tree::{BlockKind, InlineKind};
use crate::markdown::walk;
use crate::model::{AnchorKind, Panel, Provenance, Publication, Recommendation, Ref, Text};
use crate::schema::Status;

/// Something that a panel lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// What it is.
    pub what: Missing,
    /// What of the panel lacks it.
    pub place: GapPlace,
}

/// What of a panel lacks something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapPlace {
    /// The panel's own record.
    Panel,
    /// A key message, counted from 1.
    KeyMessage(usize),
    /// A recommendation.
    Recommendation(Ref<Recommendation>),
}

/// What can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// The panel's title.
    Title,
    /// The day of its session.
    Day,
    /// The time of its session.
    Time,
    /// The venue of its workshop.
    Venue,
    /// Who led it.
    Moderator,
    /// Who spoke.
    Speakers,
    /// Who reports on it.
    Rapporteur,
    /// What was put to it.
    GuidingQuestions,
    /// What to take away.
    KeyMessages,
    /// The report.
    Summary,
    /// What it recommended.
    Recommendations,
    /// Where the facts come from.
    Source,
    /// Citations in the summary.
    SummarySources,
    /// Where a key message comes from.
    KeyMessageSource,
    /// What a recommendation says.
    RecommendationText,
    /// Whom it is addressed to.
    RecommendationAddressees,
    /// Where it comes from.
    RecommendationSource,
}

/// Everything that a panel lacks, in the order of its page. Complete is a panel without any.
pub fn gaps(publication: &Publication, at: Ref<Panel>) -> Vec<Gap> {
    let record = &publication[at];
    let workshop = &publication[record.workshop];
    let session = workshop.session_of(at);
    let mut gaps = vec![];
    let mut expect = |known: bool, what: Missing, place: GapPlace| {
        if !known {
            gaps.push(Gap { what, place });
        }
    };
    expect(record.title.is_some(), Missing::Title, GapPlace::Panel);
    expect(session.is_some_and(|session| session.date.is_some()), Missing::Day, GapPlace::Panel);
    let timed = session.is_some_and(|session| session.start.is_some() && session.end.is_some());
    expect(timed, Missing::Time, GapPlace::Panel);
    expect(workshop.venue.is_some(), Missing::Venue, GapPlace::Panel);
    expect(!record.moderators.is_empty(), Missing::Moderator, GapPlace::Panel);
    expect(!record.speakers.is_empty(), Missing::Speakers, GapPlace::Panel);
    expect(!record.rapporteurs.is_empty(), Missing::Rapporteur, GapPlace::Panel);
    expect(is_sourced(&record.provenance), Missing::Source, GapPlace::Panel);
    expect(!record.guiding_questions.is_empty(), Missing::GuidingQuestions, GapPlace::Panel);
    expect(!record.key_messages.is_empty(), Missing::KeyMessages, GapPlace::Panel);
    for (at, message) in record.key_messages.iter().enumerate() {
        expect(is_sourced(&message.provenance), Missing::KeyMessageSource, GapPlace::KeyMessage(at + 1));
    }
    expect(record.summary.is_some(), Missing::Summary, GapPlace::Panel);
    let cited = record.summary.as_ref().is_none_or(|summary| cites(publication, summary));
    expect(cited, Missing::SummarySources, GapPlace::Panel);
    let own = publication.recommendations_of(at);
    expect(!own.is_empty(), Missing::Recommendations, GapPlace::Panel);
    for at in own {
        let entry = &publication[at];
        let place = GapPlace::Recommendation(at);
        expect(entry.text.is_some(), Missing::RecommendationText, place);
        expect(!entry.addressees.is_empty(), Missing::RecommendationAddressees, place);
        expect(is_sourced(&entry.provenance), Missing::RecommendationSource, place);
    }
    gaps
}

/// How far a panel's texts have come: no further than the least of them.
pub fn status(publication: &Publication, at: Ref<Panel>) -> Status {
    let own = publication.recommendations_of(at);
    own.iter().map(|&at| publication[at].status).fold(publication[at].status, Status::min)
}

/// Whether a summary cites anything: an entry of the references, or a quotation's source.
pub(crate) fn cites(publication: &Publication, summary: &Text) -> bool {
    let mut cites = false;
    walk::inlines(&summary.prose, walk::Notes::Skip, &mut |inline| {
        if let InlineKind::Reference { targets, .. } = &inline.kind {
            // What is unknown has been reported and may have been meant as a citation.
            cites |= targets.iter().any(|target| {
                publication.anchors.get(&target.id).is_none_or(|anchor| anchor.kind == AnchorKind::Reference)
            });
        }
    });
    walk::blocks(&summary.prose, walk::Notes::Skip, &mut |block| {
        cites |= matches!(&block.kind, BlockKind::Quotation { source: Some(_), .. });
    });
    cites
}

fn is_sourced(provenance: &Provenance) -> bool {
    provenance.source.is_some() && provenance.basis.is_some()
}
