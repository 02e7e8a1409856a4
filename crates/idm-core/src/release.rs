//! What keeps a publication from being released: what is missing, and what is not cleared.
//!
//! Wherever the book would say "to be supplied", something is missing.

use crate::completeness::{self, Gap, GapPlace, Missing};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Panel, Person, Provenance, Publication, Ref, StandardNumber, Workshop};
use crate::rules;
use crate::schema::{SectionKind, Status};
use crate::source::Span;

/// Reports everything that the publication still lacks, and every text that is not cleared, each on its own line.
pub fn check(publication: &Publication, diagnostics: &mut Diagnostics) {
    imprint(publication, diagnostics);
    let agenda = publication.has_section(SectionKind::Agenda);
    for workshop in &publication.workshops {
        let whose = format!("the workshop `{}`", workshop.id);
        uncleared(workshop.status, workshop.id.span(), &whose, diagnostics);
        if agenda {
            of_agenda(workshop, &whose, diagnostics);
        }
        for &panel in &workshop.panels {
            let record = &publication[panel];
            for gap in completeness::gaps(publication, panel) {
                diagnostics.push(missing(publication, panel, gap));
            }
            uncleared(record.status, record.id.span(), &format!("the panel `{}`", record.id), diagnostics);
        }
    }
    if publication.has_section(SectionKind::People) {
        publication.people.iter().for_each(|person| of_person(person, diagnostics));
    }
    for chapter in &publication.chapters {
        uncleared(chapter.status, chapter.title.span, &format!("the chapter `{}`", chapter.id), diagnostics);
    }
    for entry in &publication.recommendations {
        let whose = format!("the recommendation `{}`", entry.id);
        uncleared(entry.status, entry.id.span(), &whose, diagnostics);
        // Those of panels are among what the panels lack.
        if entry.attribution.panel.is_none() {
            let mut lacks = lacking(&whose, entry.id.span(), diagnostics);
            lacks(entry.text.is_some(), "text");
            lacks(!entry.addressees.is_empty(), "addressees");
            lacks(is_sourced(&entry.provenance), "source");
        }
    }
    for outcome in &publication.outcomes {
        let whose = format!("the outcome `{}`", outcome.id);
        uncleared(outcome.status, outcome.id.span(), &whose, diagnostics);
        let mut lacks = lacking(&whose, outcome.id.span(), diagnostics);
        lacks(outcome.text.is_some(), "text");
        lacks(!outcome.recommendations.is_empty(), "recommendations that it rests on");
        lacks(is_sourced(&outcome.provenance), "source");
    }
}

/// Reports what something lacks, at its place.
fn lacking<'a>(whose: &'a str, place: Span, diagnostics: &'a mut Diagnostics) -> impl FnMut(bool, &str) + use<'a> {
    move |known, what| {
        if !known {
            let message = format!("{whose} has no {what}");
            diagnostics.push(Diagnostic::new(&rules::MISSING_FOR_RELEASE, place, message));
        }
    }
}

fn imprint(publication: &Publication, diagnostics: &mut Diagnostics) {
    let imprint = &publication.imprint;
    let place = imprint.span.unwrap_or(publication.id.span());
    let mut lacks = |known: bool, key: &str, hint: &str| {
        if !known {
            let message = format!("the imprint has no `{key}`");
            diagnostics.push(Diagnostic::new(&rules::MISSING_FOR_RELEASE, place, message).hint(hint));
        }
    };
    lacks(imprint.publisher.is_some(), "publisher", "say under `imprint` who publishes the book");
    lacks(imprint.rights.is_some(), "rights", "say under `imprint` who may do what with the book");
    let none = "give the number under `imprint`, or write `none` if there is none";
    lacks(imprint.isbn != StandardNumber::Unknown, "isbn", none);
    lacks(imprint.issn != StandardNumber::Unknown, "issn", none);
}

fn of_agenda(workshop: &Workshop, whose: &str, diagnostics: &mut Diagnostics) {
    of_workshop(workshop, lacking(whose, workshop.id.span(), diagnostics));
    for session in &workshop.agenda {
        let whose = format!("the session `{}`", session.id);
        let mut lacks = lacking(&whose, session.id.span(), diagnostics);
        // Those of panels are among what the panels lack.
        lacks(session.date.is_some() || session.panel.is_some(), "day");
        lacks((session.start.is_some() && session.end.is_some()) || session.panel.is_some(), "time");
        lacks(session.provenance.source.is_some(), "source");
    }
}

fn of_workshop(workshop: &Workshop, mut lacks: impl FnMut(bool, &str)) {
    lacks(workshop.title.is_some(), "title");
    lacks(workshop.kind.is_some(), "kind");
    lacks(workshop.dates.is_some(), "dates");
    // That of a workshop with panels is among what these lack.
    lacks(workshop.venue.is_some() || !workshop.panels.is_empty(), "venue");
    lacks(workshop.participants.is_some(), "number of participants");
    lacks(is_sourced(&workshop.provenance), "source");
    lacks(!workshop.agenda.is_empty(), "agenda");
}

fn of_person(person: &Person, diagnostics: &mut Diagnostics) {
    let whose = format!("the person `{}`", person.id);
    let mut lacks = lacking(&whose, person.id.span(), diagnostics);
    let known = person.post.is_some() || person.organization.is_some() || person.country.is_some();
    lacks(known, "post, organization or country");
    lacks(!person.participation.is_empty(), "participation");
    for part in &person.participation {
        lacks(part.provenance.source.is_some(), "source of a participation");
    }
}

fn is_sourced(provenance: &Provenance) -> bool {
    provenance.source.is_some() && provenance.basis.is_some()
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
