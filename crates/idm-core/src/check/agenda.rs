//! Sessions: their order, their times, their days, and whether every panel has one.

use super::Subject;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Publication, Session, Workshop};
use crate::rules;

pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    let may_be_unread = diagnostics.has_errors();
    for workshop in &subject.publication.workshops {
        for session in &workshop.agenda {
            day(workshop, session, diagnostics);
            times(session, diagnostics);
        }
        // Sessions without a day or a time cannot be compared; they are passed over.
        let timed: Vec<&Session> =
            workshop.agenda.iter().filter(|session| session.date.is_some() && session.start.is_some()).collect();
        for pair in timed.windows(2) {
            order(pair[0], pair[1], diagnostics);
        }
        if !may_be_unread {
            panels(subject.publication, workshop, diagnostics);
        }
    }
}

fn day(workshop: &Workshop, session: &Session, diagnostics: &mut Diagnostics) {
    let (Some((first, last)), Some(date)) = (workshop.dates, session.date) else { return };
    if date < first || date > last {
        diagnostics.push(
            Diagnostic::new(
                &rules::SESSION_OUTSIDE,
                session.places.date,
                format!("the session `{}` is on {date}, outside its workshop's days, {first} to {last}", session.id),
            )
            .label(workshop.id.span(), "the workshop"),
        );
    }
}

fn times(session: &Session, diagnostics: &mut Diagnostics) {
    let (Some(start), Some(end)) = (session.start, session.end) else { return };
    if end <= start {
        diagnostics.push(Diagnostic::new(
            &rules::SESSION_TIMES,
            session.places.end,
            format!("the session `{}` ends at {end}, but begins at {start}", session.id),
        ));
    }
}

fn order(first: &Session, second: &Session, diagnostics: &mut Diagnostics) {
    let at = |session: &Session| (session.date, session.start);
    if at(second) < at(first) {
        diagnostics.push(
            Diagnostic::new(
                &rules::SESSION_ORDER,
                second.places.start,
                format!("the session `{}` begins before `{}`, which is listed above it", second.id, first.id),
            )
            .label(first.places.start, "the session above"),
        );
    } else if first.date == second.date
        && let (Some(end), Some(start)) = (first.end, second.start)
        && start < end
    {
        diagnostics.push(
            Diagnostic::new(
                &rules::SESSION_OVERLAP,
                second.places.start,
                format!("the session `{}` begins at {start}, before `{}` ends at {end}", second.id, first.id),
            )
            .label(first.places.end, "the session above"),
        );
    }
}

fn panels(publication: &Publication, workshop: &Workshop, diagnostics: &mut Diagnostics) {
    let sessions = || workshop.agenda.iter().filter_map(|session| session.panel);
    // Where a panel stands twice, one of the sessions is probably meant for another panel.
    let stands_twice = sessions().any(|panel| sessions().filter(|&other| other == panel).count() > 1);
    for &at in &workshop.panels {
        let panel = &publication[at];
        let mut sessions = workshop.agenda.iter().filter(|session| session.panel == Some(at));
        match (sessions.next(), sessions.next()) {
            (None, _) if stands_twice => {}
            (None, _) => diagnostics.push(
                Diagnostic::new(
                    &rules::SESSION_MISSING,
                    panel.id.span(),
                    format!("the panel `{}` stands in no session of its workshop's agenda", panel.id),
                )
                .label(workshop.id.span(), "the workshop"),
            ),
            (Some(first), Some(second)) => diagnostics.push(
                Diagnostic::new(
                    &rules::INVALID_VALUE,
                    second.places.panel,
                    format!("the panel `{}` has a session already", panel.id),
                )
                .label(first.places.panel, "here"),
            ),
            _ => {}
        }
    }
}
