//! What keeps a publication from being released: what is missing, and what is not cleared.

use crate::completeness::{self, Gap, GapPlace, Missing};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Panel, Publication, Ref};
use crate::rules;
use crate::schema::Status;
use crate::source::Span;

/// Reports everything that the publication still lacks, and every text that is not cleared, each on its own line.
pub fn check(publication: &Publication, diagnostics: &mut Diagnostics) {
    for workshop in &publication.workshops {
        uncleared(workshop.status, workshop.id.span(), &format!("the workshop `{}`", workshop.id), diagnostics);
        for &panel in &workshop.panels {
            let record = &publication[panel];
            for gap in completeness::gaps(publication, panel) {
                diagnostics.push(missing(publication, panel, gap));
            }
            uncleared(record.status, record.id.span(), &format!("the panel `{}`", record.id), diagnostics);
        }
    }
    for chapter in &publication.chapters {
        uncleared(chapter.status, chapter.title.span, &format!("the chapter `{}`", chapter.id), diagnostics);
    }
    for entry in &publication.recommendations {
        uncleared(entry.status, entry.id.span(), &format!("the recommendation `{}`", entry.id), diagnostics);
    }
    for outcome in &publication.outcomes {
        uncleared(outcome.status, outcome.id.span(), &format!("the outcome `{}`", outcome.id), diagnostics);
        if outcome.text.is_none() {
            let message = format!("the outcome `{}` has no text", outcome.id);
            diagnostics.push(Diagnostic::new(&rules::MISSING_FOR_RELEASE, outcome.id.span(), message));
        }
    }
}

fn uncleared(status: Status, span: Span, what: &str, diagnostics: &mut Diagnostics) {
    let how_far = match status {
        Status::Draft => "a draft",
        Status::Reviewed => "reviewed, but not cleared",
        Status::Cleared => return,
    };
    diagnostics.push(Diagnostic::new(&rules::NOT_CLEARED, span, format!("{what} is {how_far}")));
}

fn missing(publication: &Publication, panel: Ref<Panel>, gap: Gap) -> Diagnostic {
    let record = &publication[panel];
    let workshop = &publication[record.workshop];
    let session = workshop.session_of(panel);
    let place = match (gap.place, gap.what) {
        (GapPlace::Recommendation(at), _) => publication[at].id.span(),
        (GapPlace::KeyMessage(number), _) => record.key_messages[number - 1].text.span,
        (GapPlace::Panel, Missing::Venue) => workshop.id.span(),
        (GapPlace::Panel, Missing::Day | Missing::Time) => {
            session.map_or(record.id.span(), |session| session.id.span())
        }
        (GapPlace::Panel, Missing::SummarySources) => {
            record.summary.as_ref().map_or(record.id.span(), |text| text.span)
        }
        (GapPlace::Panel, _) => record.id.span(),
    };
    let whose = match gap.place {
        GapPlace::Panel => format!("the panel `{}`", record.id),
        GapPlace::KeyMessage(number) => format!("key message {number} of the panel `{}`", record.id),
        GapPlace::Recommendation(at) => format!("the recommendation `{}`", publication[at].id),
    };
    Diagnostic::new(&rules::MISSING_FOR_RELEASE, place, format!("{whose} has no {}", lacked(gap.what)))
}

/// What is missing, after "has no".
fn lacked(what: Missing) -> &'static str {
    match what {
        Missing::Title => "title",
        Missing::Day => "day",
        Missing::Time => "time",
        Missing::Venue => "venue",
        Missing::Moderator => "moderator",
        Missing::Speakers => "speakers",
        Missing::Rapporteur => "rapporteur",
        Missing::GuidingQuestions => "guiding questions",
        Missing::KeyMessages => "key messages",
        Missing::Summary => "summary",
        Missing::Recommendations => "recommendations",
        Missing::Source | Missing::KeyMessageSource | Missing::RecommendationSource => "source",
        Missing::SummarySources => "citation in its summary",
        Missing::RecommendationText => "text",
        Missing::RecommendationAddressees => "addressees",
    }
}
