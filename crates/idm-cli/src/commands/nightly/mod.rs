//! `idm nightly`: the publication and all drafts, as far as something has changed.

mod several;
mod told;

use std::path::Path;
use std::time::Duration;

use idm::manifest::FILE_NAME;
use idm::model::Language;
use idm::timings::{Phase, Timings};
use idm::{Editions, Event, Intent, Morning, Night, NightOptions, Options, Plan, Project, find_project, merge_parts};
use serde_json::{Map, Value, json};

use super::options;
use crate::args::{MessageFormat, NightlyArguments};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::report::{self, Stream};
use crate::{threads, watchdog};

/// Runs the command.
pub fn run(arguments: &NightlyArguments, mut timings: Timings) -> Result<(), Failure> {
    if let Some(folder) = arguments.balance.as_ref().filter(|folder| !folder.is_dir()) {
        let folder = folder.display();
        report::note_line(&format!("there is no folder {folder}: parts are made as if no times were known"));
    }
    if !arguments.projects.is_empty() {
        return several::run(arguments, timings);
    }
    let folder = &arguments.run.out;
    if arguments.merge {
        let whole = merge_parts(folder, arguments.wait, &report::event)?;
        report::write(Stream::Output, &format!("{}\n", folder.join(FILE_NAME).display()));
        return if whole.failed.is_empty() { Ok(()) } else { Err(Failure::Documents) };
    }
    let night = if arguments.plan.is_some() {
        Night::foresee(night_options(arguments))?
    } else {
        Night::begin(night_options(arguments), &report::event)?
    };
    // Waiting for another run is not counted.
    let watchdog = watchdog::start(arguments.run.timeout)?;
    threads::start(arguments.jobs.map(usize::from))?;
    let progress = Progress::start();
    progress.phase("reading");
    let mut options = options(&arguments.common)?;
    options.building = true;
    options.release = arguments.release;
    arguments.run.complete(&mut options)?;
    let project = timings.measure(Phase::Start, || find_project(arguments.common.project.as_deref()))?;
    let editions = open_editions(&project, arguments.language, options)?;
    timings.merge(editions.timings());
    progress.phase("planning");
    let plan = night.plan(&editions)?;
    if let Some(remark) = plan.state_remark() {
        progress.tell(Event::Note(remark));
    }
    if let Some(format) = arguments.plan {
        drop(progress);
        let matrix = told::Matrix::of(arguments.shards).map(|mut matrix| {
            matrix.add(&plan);
            matrix.told(plan.loads(), arguments.balance.is_some())
        });
        report::write(Stream::Output, &told::plan(&plan, format, night.has_earlier(), matrix));
        return result_of_plan(&plan, &editions);
    }
    // From here on, time is kept without ending the process in the middle.
    watchdog.be_patient();
    let morning = night.carry_out(plan, &editions, &|event| progress.tell(event));
    drop(progress);
    let mut morning = morning?;
    timings.merge(morning.timings.clone());
    let result = result_of(&mut morning, arguments.run.timeout);
    let told = Told { arguments, morning: &morning, folder };
    let mut fields = told.fields(&result);
    let format = arguments.common.message_format;
    if format == MessageFormat::Json && arguments.run.timings.is_some() {
        fields.insert("timings".to_owned(), json!(timings.report()));
    }
    report::show(editions.last(), &morning.findings, format, Stream::Error, fields);
    if format != MessageFormat::Json {
        told.lines();
        report::timings(&timings, arguments.run.timings);
    }
    result
}

/// Reads the edition in a language, or those in all languages.
fn open_editions(folder: &Path, language: Option<Language>, mut options: Options) -> Result<Editions, Failure> {
    options.language = language;
    Ok(match language {
        Some(_) => Project::open_with(folder, options)?.into(),
        None => Editions::all(folder, options)?,
    })
}

fn night_options(arguments: &NightlyArguments) -> NightOptions {
    let mut options = NightOptions::new(&arguments.run.out);
    options.all = arguments.all;
    options.jobs = arguments.jobs.map(usize::from);
    options.shard = arguments.shard;
    options.wait = arguments.wait;
    let limit = u64::from(arguments.cache_size) * 1024 * 1024;
    options.cache = arguments.cache.clone().map(|folder| (folder, limit));
    options.balance.clone_from(&arguments.balance);
    options.loads = vec![0.0; arguments.shards.map_or(0, usize::from)];
    options.time = Duration::from_secs(arguments.run.timeout);
    options
}

/// What a night comes to.
fn result_of(morning: &mut Morning, timeout: u64) -> Result<(), Failure> {
    match morning.untold.take() {
        Some(error) => Err(error.into()),
        None if morning.out_of_time => Err(Failure::Timeout(timeout)),
        None if morning.findings.has_refusals() => Err(Failure::Refused),
        None if morning.manifest.failed.is_empty() => Ok(()),
        None => Err(Failure::Documents),
    }
}

/// What a plan comes to: what a night by it would, as far as that is known before anything is typeset.
fn result_of_plan(plan: &Plan, editions: &Editions) -> Result<(), Failure> {
    let is_complete = !plan.documents().any(|planned| matches!(planned.intent, Intent::Fail(_)));
    let is_refused = editions.findings().has_refusals();
    if is_refused {
        report::note_line("the system does not let every input be read; `idm check` says which");
    } else if !is_complete {
        report::note_line("some documents cannot be made; `idm check` says why");
    }
    match (is_refused, is_complete) {
        (true, _) => Err(Failure::Refused),
        (false, true) => Ok(()),
        (false, false) => Err(Failure::Documents),
    }
}

/// What is told of a night.
struct Told<'a> {
    arguments: &'a NightlyArguments,
    morning: &'a Morning,
    folder: &'a Path,
}

impl Told<'_> {
    /// What the JSON document holds beside problems.
    fn fields(&self, result: &Result<(), Failure>) -> Map<String, Value> {
        let mut fields = Map::new();
        report::add_failure(&mut fields, result);
        if self.arguments.common.message_format == MessageFormat::Json {
            fields.insert("outputs".to_owned(), told::fields(&self.morning.outcomes, self.folder));
        }
        fields
    }

    /// Writes a line for each document, unless standard output holds what only programs read.
    fn lines(&self) {
        if self.arguments.common.message_format != MessageFormat::Sarif {
            report::write(Stream::Output, &told::lines(&self.morning.outcomes, self.folder));
        }
    }
}
