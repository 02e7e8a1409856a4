//! `idm draft`: review copies.

use idm::model::Language;
use idm::timings::{Phase, Timings};
use idm::{BOOK, Beside, BookPages, Project, read_book_pages};

use super::{open_until, options};
use crate::args::DraftArguments;
use crate::failure::Failure;
use crate::{report, threads, watchdog};

/// Runs the command.
pub fn run(arguments: &DraftArguments, timings: Timings) -> Result<(), Failure> {
    watchdog::start(arguments.run.timeout)?;
    threads::start(None)?;
    if arguments.stale && arguments.edition.language.is_none() && !arguments.edition.all_languages {
        return Err(Failure::Usage(
            "--stale is about a translation: say which --language, or --all-languages".to_owned(),
        ));
    }
    arguments.edition.each(&arguments.common, |language| edition(arguments, language, timings.clone()))
}

fn edition(arguments: &DraftArguments, language: Option<Language>, mut timings: Timings) -> Result<(), Failure> {
    let mut options = options(&arguments.common)?;
    options.language = language;
    options.building = true;
    arguments.run.complete(&mut options)?;
    let project = open_until(&arguments.common, arguments.earlier.until.as_deref(), options, &mut timings)?;
    let earlier = match arguments.earlier.state() {
        Some(state) if project.publication().is_some() => Some(project.earlier(&state)?),
        _ => None,
    };
    if let Some(gaps) = earlier.as_ref().and_then(idm::Earlier::gaps) {
        report::note_line(&gaps);
    }
    let book = book_pages(arguments, &project)?;
    let mut beside = Beside::default();
    beside.against = earlier.as_ref();
    beside.book = book.as_ref();
    let stale = if arguments.stale && language.is_some() && project.publication().is_some() {
        let stale = project.stale_sources()?;
        for name in &stale.apart {
            report::note_line(&format!(
                "`{name}` is not shown beside its translation, which has other paragraphs than it: compare the two by hand"
            ));
        }
        if stale.passages.is_empty() && stale.apart.is_empty() {
            report::note_line("no translation is of another source: there is nothing to show");
        }
        Some(stale.passages)
    } else {
        None
    };
    beside.stale = stale.as_deref();
    if let Some(remark) = project.publication().and_then(|_| project.state_remark()) {
        report::note_line(&remark);
    }
    let build = project.drafts_as(arguments.format.format(), &arguments.names, &beside)?;
    timings.merge(build.timings().clone());
    let written = timings.measure(Phase::Write, || build.write(&arguments.run.out, &report::event));
    // Where no stale passage has a copy, nothing was to be made, of inputs with errors as well.
    let is_idle = arguments.stale && matches!(&written, Ok(written) if written.is_empty());
    if is_idle && stale.as_ref().is_some_and(|stale| !stale.is_empty()) {
        report::note_line("what is of another source stands in no copy by itself; `idm check` names it");
    }
    let is_complete = build.is_complete() && !(is_idle && build.findings().has_errors());
    let (shown, result) = match written {
        Ok(written) => (written, Failure::of_inputs(build.findings(), is_complete)),
        Err(error) => (vec![], Err(error.into())),
    };
    report::results(&project, build.findings(), &arguments.common, &arguments.run, &shown, &timings, &result);
    result
}

/// The pages of the book that was asked for: a file, or the one built last.
fn book_pages(arguments: &DraftArguments, project: &Project) -> Result<Option<BookPages>, Failure> {
    let (Some(book), Some(publication)) = (&arguments.book, project.publication()) else { return Ok(None) };
    let last = arguments.run.out.join(BOOK.path(publication).unwrap_or_default());
    Ok(Some(read_book_pages(book.as_ref().unwrap_or(&last), publication.language)?))
}
