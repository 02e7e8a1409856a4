//! `idm build`: the publication as PDF or Word file.

use idm::model::Language;
use idm::timings::{Phase, Timings};
use idm::{BOOK, Beside, Event, Format};

use super::{open, options};
use crate::args::{BuildArguments, ProfileArgument};
use crate::failure::Failure;
use crate::{report, threads, watchdog};

/// How thick paper is for its weight, in cubic centimetres per gram: that of uncoated book paper.
const PAPER_VOLUME: f64 = 1.3;

/// Runs the command.
pub fn run(arguments: &BuildArguments, timings: Timings) -> Result<(), Failure> {
    let is_pdf = arguments.format.iter().any(|format| format.format() == Format::Pdf);
    if arguments.profile == ProfileArgument::Press && !is_pdf {
        let message = "a file for a press is a PDF: leave `--profile press` out, or write `--format pdf,docx`";
        return Err(Failure::Usage(message.to_owned()));
    }
    watchdog::start(arguments.run.timeout)?;
    threads::start(None)?;
    arguments.edition.each(&arguments.common, |language| edition(arguments, language, timings.clone()))
}

fn edition(arguments: &BuildArguments, language: Option<Language>, mut timings: Timings) -> Result<(), Failure> {
    let mut options = options(&arguments.common)?;
    options.language = language;
    options.building = true;
    options.release = arguments.release;
    arguments.run.complete(&mut options)?;
    let project = open(&arguments.common, options, &mut timings)?;
    if let Some(folder) = &arguments.emit_typst
        && !project.findings().has_errors()
        && let [book] = &BOOK.targets(project.publication())[..]
    {
        timings.measure(Phase::Write, || project.document(book, &Beside::default())?.write_typst(folder))?;
    }
    let formats: Vec<Format> = arguments.format.iter().map(|format| format.format()).collect();
    let build = project.book_in(&formats, arguments.profile.profile())?;
    timings.merge(build.timings().clone());
    let written = timings.measure(Phase::Write, || build.write(&arguments.run.out, &report::event));
    if arguments.profile == ProfileArgument::Press
        && let Some(file) = build.files().iter().find(|file| file.pages > 0)
    {
        let weight = f64::from(arguments.paper_weight);
        let spine = idm::spine(file.pages, weight, PAPER_VOLUME);
        let leaves = file.pages / 2;
        report::event(Event::Note(&format!("the spine is {spine:.1} mm wide: {leaves} leaves of {weight} g/m²")));
    }
    let (shown, result) = match written {
        Ok(written) => (written, Failure::of_inputs(build.findings(), build.is_complete())),
        Err(error) => (vec![], Err(error.into())),
    };
    report::results(&project, build.findings(), &arguments.common, &arguments.run, &shown, &timings, &result);
    result
}
