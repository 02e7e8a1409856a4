//! Sessions: their order, their times, their days, and whether every panel has one.

use std::collections::BTreeSet;

use super::Subject;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Date, Id, Publication, Session, Workshop};
use crate::rules;

pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    let holes = &subject.publication.holes;
    for workshop in &subject.publication.workshops {
        let outside = days(workshop, diagnostics);
        for session in &workshop.agenda {
            times(session, diagnostics);
        }
        // Sessions without a day or a time cannot be compared, nor those whose day is wrong; they are passed over.
        let is_sound = |session: &&Session| !outside.contains(&session.id);
        let timed: Vec<&Session> = workshop
            .agenda
            .iter()
            .filter(|session| session.date.is_some() && session.start.is_some())
            .filter(is_sound)
            .collect();
        for pair in timed.windows(2) {
            order(pair[0], pair[1], diagnostics);
        }
        for (at, session) in timed.iter().enumerate() {
            overlap(&timed[..at], session, diagnostics);
        }
        // Sessions may be missing that could not be read or linked.
        if !holes.in_file(workshop.id.span().source) {
            panels(subject.publication, workshop, diagnostics);
        }
    }
}

/// How many sessions one problem names.
const SHOWN: usize = 3;

/// Reports sessions outside their workshop's days, and returns them. Where there are several, it is more likely that one
/// day of the workshop is wrong than that each of theirs is.
fn days<'a>(workshop: &'a Workshop, diagnostics: &mut Diagnostics) -> BTreeSet<&'a Id> {
    let Some((first, last)) = workshop.dates else { return BTreeSet::new() };
    let dated = workshop.agenda.iter().filter_map(|session| Some((session, session.date?)));
    let outside: Vec<(&Session, Date)> = dated.filter(|(_, date)| *date < first || *date > last).collect();
    let diagnostic = match outside[..] {
        [] => None,
        [(session, date)] => Some(
            Diagnostic::new(
                &rules::SESSION_OUTSIDE,
                session.places.date,
                format!("the session `{}` is on {date}, outside its workshop's days, {first} to {last}", session.id),
            )
            .label(workshop.id.span(), "the workshop"),
        ),
        [(_, date), ..] => {
            let (start, end) = workshop.dates_places;
            let place = if date > last { end } else { start };
            let message = format!(
                "{} sessions are on other days than their workshop, which is said to last from {first} to {last}",
                outside.len()
            );
            let diagnostic = Diagnostic::new(&rules::SESSION_OUTSIDE, place, message);
            let labelled = outside.iter().take(SHOWN).fold(diagnostic, |diagnostic, (session, date)| {
                diagnostic.label(session.places.date, format!("this session is on {date}"))
            });
            Some(labelled.hint("correct the workshop's `start` or `end`, or the dates of these sessions"))
        }
    };
    diagnostics.extend(diagnostic);
    outside.into_iter().map(|(session, _)| &session.id).collect()
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
    }
}

/// Whether two sessions are in different rooms, as far as they say.
fn are_apart(first: &Session, second: &Session) -> bool {
    let room = |session: &Session| session.room.as_ref().map(|room| room.text.to_lowercase());
    matches!((room(first), room(second)), (Some(one), Some(other)) if one != other)
}

/// Reports a session that begins while one of those above it goes on in the same room: the nearest of them.
fn overlap(above: &[&Session], session: &Session, diagnostics: &mut Diagnostics) {
    let goes_on = |first: &&&Session| {
        let is_before = (first.date, first.start) <= (session.date, session.start);
        first.date == session.date && is_before && first.end > session.start && !are_apart(first, session)
    };
    let Some(first) = above.iter().rev().find(goes_on) else { return };
    let (Some(end), Some(start)) = (first.end, session.start) else { return };
    let message = format!("the session `{}` begins at {start}, before `{}` ends at {end}", session.id, first.id);
    let hint = match (&first.room, &session.room) {
        (Some(room), Some(_)) => format!("both are in `{}`: correct a time, or the `room` of one of them", room.text),
        _ => "correct a time; if they were held side by side, write the `room` of each".to_owned(),
    };
    let diagnostic = Diagnostic::new(&rules::SESSION_OVERLAP, session.places.start, message);
    diagnostics.push(diagnostic.label(first.places.end, "the session above").hint(hint));
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
