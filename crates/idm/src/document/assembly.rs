//! How each kind of document is assembled: the only place that knows by which functions.

use idm_core::diagnostic::Place;
use idm_core::edition::{BookPart, DraftPart, Medium, Response};
use idm_core::model::{PartialDate, Publication, Subject};
use idm_core::remarks::map::DraftMap;
use idm_core::remarks::passages::{self, Passage};
use idm_core::source::Span;
use idm_render::emit::{Against, Draft, assemble, assemble_draft};
use idm_render::export::ExportSettings;
use idm_render::typst_project::TypstProject;
use idm_render::world::{IdmWorld, WorldOptions};

pub use idm_render::emit::BookPages;
pub(crate) use idm_render::emit::{RECORDS_PATH, says_only_the_state};

use super::{Document, Press, Shown};
use crate::{Error, earlier, outputs};

/// A document of the whole publication, of these parts, at that path, which says for a press that it is.
pub(super) fn whole(press: &Press, parts: &[BookPart], path: String, medium: Medium) -> Result<Document, Error> {
    let publication = press.publication;
    let templates = press.project.options().packages.templates("publication");
    let project = assemble(publication, parts, medium, &templates)?;
    let name = path.trim_end_matches(".pdf").to_owned();
    let timestamp = press.project.options().timestamp.unwrap_or_else(|| cover_date(publication));
    let export = ExportSettings {
        standards: press.standards.clone(),
        ident: name.clone(),
        timestamp,
        destinations: vec![],
        press: medium == Medium::Press,
    };
    let path = if export.press { path.replace(".pdf", "-press.pdf") } else { path };
    Ok(document(press, name, path, project, export, "publication.yaml".to_owned()))
}

/// What a draft is, whatever it is written as.
pub(super) struct Described<'a> {
    pub(super) draft: Draft<'a>,
    pub(super) passages: Vec<Passage>,
    pub(super) map: DraftMap,
    /// The time of the state that it shows.
    pub(super) time: Option<i64>,
}

/// Says what the draft of something is, of which reviewers have said that.
pub(super) fn describe<'a>(
    press: &'a Press,
    subject: Subject,
    shown: &Shown<'a>,
    comments: &'a [Response],
) -> Described<'a> {
    let publication = press.publication;
    let of = subject.name(publication);
    let own = own_files(press, subject);
    let state = shown.state.map(|state| format!("-{}", state.name)).unwrap_or_default();
    // A copy that shows changes is another document, and leaves the plain one in its place.
    let since = shown.against.map(|(earlier, _)| format!("-since-{}", file_part(&earlier.name))).unwrap_or_default();
    let since = if shown.stale.is_empty() { since } else { format!("{since}-stale") };
    let name = format!("{}-{}-{}{state}{since}", publication.id, of, publication.language.code());
    let time = press.project.options().timestamp.or(shown.state.and_then(|state| state.time));
    let draft = Draft {
        name,
        comments,
        stale: shown.stale,
        date: time.and_then(earlier::date),
        revision: shown.state.map(|state| state.name.clone()),
        unsettled: press.unsettled.iter().filter(|folder| **folder != own && !shown.settled).cloned().collect(),
        book: shown.book,
        against: shown.against.map(|(earlier, comparison)| Against {
            earlier: &earlier.publication,
            comparison,
            name: &earlier.name,
            date: earlier.date,
            incomplete: earlier.gaps().is_some(),
        }),
    };
    let passages = passages::of(publication, subject);
    let state = (draft.revision.as_deref(), draft.date.map(|date| date.to_string()));
    let map = DraftMap::new(&publication.id, of, state, &passages, press.project.sources());
    Described { draft, passages, map, time }
}

/// Where what a draft is of is written: a panel's folder, or a file.
pub(super) fn own_files(press: &Press, subject: Subject) -> String {
    let publication = press.publication;
    let file = |span: Span| press.project.sources().get(span.source).path().to_owned();
    match subject {
        Subject::Panel(at) => publication[at].folder.clone(),
        Subject::Chapter(at) => file(publication[at].title.span),
        Subject::Outcomes => {
            publication.outcomes.iter().next().map_or_else(String::new, |outcome| file(outcome.id.span()))
        }
    }
}

/// The draft of something, of these parts.
pub(super) fn draft(press: &Press, subject: Subject, parts: &[DraftPart], shown: &Shown) -> Result<Document, Error> {
    let publication = press.publication;
    let of = subject.name(publication);
    let Described { draft, passages, map, time } = describe(press, subject, shown, press.responses(subject));
    let templates = press.project.options().packages.templates("draft");
    let project = assemble_draft(publication, subject, parts, &draft, &map, &templates)?;
    let destinations = passages.into_iter().map(|passage| (passage.name, passage.span)).collect();
    let ident = format!("{}-{of}-draft", publication.id);
    let timestamp = time.unwrap_or_else(|| cover_date(publication));
    let export =
        ExportSettings { standards: press.standards.without_archive(), ident, timestamp, destinations, press: false };
    let path = format!("{}/{}.pdf", outputs::DRAFTS, draft.name);
    let own = own_files(press, subject);
    let whole = if subject.panel().is_some() { format!("{own}/panel.yaml") } else { own };
    Ok(document(press, of.to_owned(), path, project, export, whole))
}

/// A document whose problems stand at the file `whole` where they come from no line of an author's.
fn document(
    press: &Press,
    name: String,
    path: String,
    project: TypstProject,
    export: ExportSettings,
    whole: String,
) -> Document {
    let packages = press.project.options().packages.clone();
    let fonts = press.project.fonts().clone();
    let settings = WorldOptions { timestamp: export.timestamp, packages, fonts, whole: Place::File(whole) };
    let sources = press.project.sources().clone();
    Document { name, path, world: IdmWorld::new(project, settings), export, sources }
}

/// A name as part of a file's name: whatever could mean something to a file system or a shell becomes a hyphen.
fn file_part(name: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "._".contains(character);
    let parts = name.split(|character| !is_plain(character)).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// The time that counts as now unless another is asked for: the day on the cover. Never the clock: the same inputs give
/// the same bytes.
pub(super) fn cover_date(publication: &Publication) -> i64 {
    publication.date.and_then(midnight).unwrap_or(0)
}

/// The first second of a day, in UTC; of the last day of a month or year, so that no file is older than what it reports.
fn midnight(date: PartialDate) -> Option<i64> {
    let month: idm_core::model::Month = date.month.unwrap_or(12).try_into().ok()?;
    let day = date.day.unwrap_or_else(|| month.length(date.year));
    let day = idm_core::model::Date::from_calendar_date(date.year, month, day).ok()?;
    Some(day.midnight().assume_utc().unix_timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_or_month_is_taken_for_its_last_day() {
        let date = |month, day| midnight(PartialDate { year: 2016, month, day }).unwrap();
        assert_eq!(date(None, None), date(Some(12), Some(31)));
        assert_eq!(date(Some(2), None), date(Some(2), Some(29)));
        assert!(date(Some(2), Some(28)) < date(Some(2), None));
    }

    #[test]
    fn names_of_states_become_parts_of_file_names() {
        assert_eq!(file_part("HEAD~3 (26f398be24)"), "HEAD-3-26f398be24");
        assert_eq!(file_part("../v1.2"), "..-v1.2");
    }
}
