//! The texts and sources that each kind of record holds itself, in the order of the book. Each record is taken apart without
//! `..`, so that a field of a new kind of text is not forgotten here.

use super::{
    Acronym, BookText, Chapter, Framework, Imprint, KeyMessage, Outcome, Panel, Participation, Provenance,
    Recommendation, Review, Session, Theme, Workshop,
};

/// Visits what is found.
pub(super) type Visit<'v, 'a> = &'v mut dyn FnMut(BookText<'a>);

pub(super) fn imprint<'a>(record: &'a Imprint, visit: Visit<'_, 'a>) {
    let Imprint { publisher, address, rights, disclaimer, isbn: _, issn: _, span: _ } = record;
    [publisher, address, rights, disclaimer].into_iter().flatten().map(BookText::Line).for_each(visit);
}

pub(super) fn chapter<'a>(record: &'a Chapter, visit: Visit<'_, 'a>) {
    let Chapter { id: _, title, text, status: _ } = record;
    visit(BookText::Line(title));
    visit(BookText::Text(text));
}

pub(super) fn framework<'a>(record: &'a Framework, visit: Visit<'_, 'a>) {
    let Framework { id: _, title: _, short: _, note, reference, retrospective: _, concerned: _, elements: _ } = record;
    note.iter().map(BookText::Line).for_each(&mut *visit);
    reference.iter().map(BookText::Source).for_each(visit);
}

pub(super) fn review<'a>(record: &'a Review, visit: Visit<'_, 'a>) {
    let Review { asked, by: _, replies } = record;
    asked.iter().map(BookText::Text).for_each(&mut *visit);
    replies.iter().map(BookText::Line).for_each(visit);
}

pub(super) fn acronym<'a>(record: &'a Acronym, visit: Visit<'_, 'a>) {
    let Acronym { short: _, long: _, plural: _, expand: _, source, note } = record;
    note.iter().map(BookText::Line).for_each(&mut *visit);
    source.iter().map(BookText::Source).for_each(visit);
}

/// A theme's own; not those of its panels and recommendations.
pub(super) fn theme<'a>(record: &'a Theme, visit: Visit<'_, 'a>) {
    let Theme { id: _, number: _, title, working_title: _, introduction, panels: _ } = record;
    visit(BookText::Line(title));
    introduction.iter().map(BookText::Text).for_each(visit);
}

pub(super) fn panel<'a>(record: &'a Panel, visit: Visit<'_, 'a>) {
    let Panel {
        id: _,
        folder: _,
        workshop: _,
        number: _,
        title,
        moderators: _,
        speakers: _,
        rapporteurs: _,
        guiding_questions,
        key_messages,
        summary,
        provenance,
        status: _,
    } = record;
    title.iter().map(BookText::Line).for_each(&mut *visit);
    source(provenance, visit);
    guiding_questions.iter().map(BookText::Line).for_each(&mut *visit);
    summary.iter().map(BookText::Text).for_each(&mut *visit);
    key_messages.iter().for_each(|message| key_message(message, visit));
}

fn key_message<'a>(record: &'a KeyMessage, visit: Visit<'_, 'a>) {
    let KeyMessage { text, provenance } = record;
    visit(BookText::Line(text));
    source(provenance, visit);
}

pub(super) fn recommendation<'a>(record: &'a Recommendation, visit: Visit<'_, 'a>) {
    let Recommendation {
        id: _,
        number: _,
        title,
        text,
        note,
        addressees: _,
        mappings: _,
        questions: _,
        theme: _,
        attribution: _,
        provenance,
        status: _,
    } = record;
    visit(BookText::Line(title));
    text.iter().map(BookText::Text).for_each(&mut *visit);
    note.iter().map(BookText::Line).for_each(&mut *visit);
    source(provenance, visit);
}

pub(super) fn outcome<'a>(record: &'a Outcome, visit: Visit<'_, 'a>) {
    let Outcome { id: _, number: _, title, text, theme: _, recommendations: _, provenance, status: _ } = record;
    visit(BookText::Line(title));
    text.iter().map(BookText::Text).for_each(&mut *visit);
    source(provenance, visit);
}

/// A workshop's own, with those of its sessions; not those of its panels.
pub(super) fn workshop<'a>(record: &'a Workshop, visit: Visit<'_, 'a>) {
    let Workshop {
        id: _,
        number: _,
        title,
        kind: _,
        city: _,
        venue: _,
        dates: _,
        dates_places: _,
        participants: _,
        about,
        agenda,
        panels: _,
        provenance,
        status: _,
    } = record;
    title.iter().map(BookText::Line).for_each(&mut *visit);
    about.iter().map(BookText::Text).for_each(&mut *visit);
    source(provenance, visit);
    agenda.iter().for_each(|entry| session(entry, visit));
}

fn session<'a>(record: &'a Session, visit: Visit<'_, 'a>) {
    let Session {
        id: _,
        kind: _,
        date: _,
        start: _,
        end: _,
        panel: _,
        title,
        room: _,
        people: _,
        note,
        provenance,
        places: _,
    } = record;
    [title, note].into_iter().flatten().map(BookText::Line).for_each(&mut *visit);
    source(provenance, visit);
}

pub(super) fn participation<'a>(record: &'a Participation, visit: Visit<'_, 'a>) {
    let Participation { workshop: _, role: _, note, provenance } = record;
    note.iter().map(BookText::Line).for_each(&mut *visit);
    source(provenance, visit);
}

fn source<'a>(provenance: &'a Provenance, visit: Visit<'_, 'a>) {
    let Provenance { source, basis: _ } = provenance;
    source.iter().map(BookText::Source).for_each(visit);
}
