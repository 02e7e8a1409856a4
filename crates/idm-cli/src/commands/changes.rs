//! `idm changes`: what has changed since an earlier state.

use idm::changes::{self, EditionComparison};
use idm::timings::Timings;
use idm::{Authors, EarlierState, Editions, Project};

use super::{open_until, options};
use crate::args::{ChangesArguments, ChangesFormat};
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &ChangesArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS)?;
    let until = arguments.earlier.until.as_deref();
    let mut options = options(&arguments.common)?;
    options.language = arguments.edition.language;
    let project = open_until(&arguments.common, until, options, &mut Timings::start())?;
    let Some(state) = arguments.earlier.state() else {
        return Err(Failure::Usage("say since when: --since REV, or --against DIR".to_owned()));
    };
    let all = arguments.edition.all_languages;
    let editions = if all { Editions::of_project(project) } else { Editions::from(project) };
    let mut notes = vec![];
    let mut told = vec![];
    for project in editions.iter() {
        told.extend(compared(arguments, project, &state, &mut notes)?);
    }
    notes.iter().for_each(|note| report::note_line(note));
    let is_whole = told.len() == editions.iter().count();
    let findings = editions.findings();
    if !is_whole {
        let fields = serde_json::Map::new();
        report::show(editions.last(), &findings, arguments.common.message_format, Stream::Error, fields);
    } else if findings.has_errors() {
        report::note_line("the inputs have errors, so that some changes may not show; `idm check` lists them");
    }
    if !told.is_empty() {
        report::write(Stream::Output, &text(arguments, &told));
    }
    if is_whole { Ok(()) } else { Failure::of_inputs(&findings, false) }
}

/// What has changed in an edition, if enough of it could be understood.
fn compared(
    arguments: &ChangesArguments,
    project: &Project,
    state: &EarlierState,
    notes: &mut Vec<String>,
) -> Result<Option<EditionComparison>, Failure> {
    let earlier = project.earlier(state)?;
    // Editions share most of their texts, and what those lack is said once.
    notes.extend(earlier.gaps().filter(|gaps| !notes.contains(gaps)));
    let (Some(comparison), Some(publication)) = (project.changes_since(&earlier), project.publication()) else {
        return Ok(None);
    };
    let authors = if arguments.authors { project.authors()? } else { Authors::default() };
    Ok(Some(EditionComparison { language: publication.language, comparison, words: project.words(), authors }))
}

fn text(arguments: &ChangesArguments, told: &[EditionComparison]) -> String {
    match (arguments.format, told) {
        (ChangesFormat::Human, _) => changes::human_of_editions(told),
        (ChangesFormat::Markdown, _) => changes::markdown_of_editions(told),
        (ChangesFormat::Json, [one]) if !arguments.edition.all_languages => {
            report::document_text(&changes::json(&one.comparison, &one.authors))
        }
        (ChangesFormat::Json, _) => report::document_text(&changes::json_of_editions(told)),
    }
}
