//! `idm nightly`: the publication and all drafts, as far as something has changed.

mod told;

use std::time::Duration;

use idm::manifest::FILE_NAME;
use idm::timings::Timings;
use idm::{Event, Morning, Night, NightOptions, Project, merge_parts};
use serde_json::{Map, json};

use super::{open, options};
use crate::args::{MessageFormat, NightlyArguments};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::report::{self, Stream};
use crate::{threads, watchdog};

/// Runs the command.
pub fn run(arguments: &NightlyArguments, mut timings: Timings) -> Result<(), Failure> {
    let folder = &arguments.run.out;
    if arguments.merge {
        let whole = merge_parts(folder, arguments.wait, &report::event)?;
        report::write(Stream::Output, &format!("{}\n", folder.join(FILE_NAME).display()));
        return if whole.failed.is_empty() { Ok(()) } else { Err(Failure::Documents) };
    }
    let night = if arguments.plan.is_some() {
        Night::foresee(night_options(arguments), &report::event)
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
    let project = open(&arguments.common, options, &mut timings)?;
    progress.phase("planning");
    let plan = night.plan(&project)?;
    if let Some(remark) = plan.state_remark() {
        progress.tell(Event::Note(remark));
    }
    if let Some(format) = arguments.plan {
        drop(progress);
        report::write(Stream::Output, &told::plan(&plan, format, night.has_earlier()));
        return Ok(());
    }
    // From here on, time is kept without ending the process in the middle.
    watchdog.be_patient();
    let morning = night.carry_out(plan, &project, &|event| progress.tell(event));
    drop(progress);
    let mut morning = morning?;
    timings.merge(morning.timings.clone());
    let result = match morning.untold.take() {
        Some(error) => Err(error.into()),
        None if morning.out_of_time => Err(Failure::Timeout(arguments.run.timeout)),
        None if morning.findings.has_refusals() => Err(Failure::Refused),
        None if morning.manifest.failed.is_empty() => Ok(()),
        None => Err(Failure::Documents),
    };
    show(arguments, &project, &morning, &timings, &result);
    result
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
    options.time = Duration::from_secs(arguments.run.timeout);
    options
}

fn show(
    arguments: &NightlyArguments,
    project: &Project,
    morning: &Morning,
    timings: &Timings,
    result: &Result<(), Failure>,
) {
    let format = arguments.common.message_format;
    let mut fields = Map::new();
    report::add_failure(&mut fields, result);
    if format == MessageFormat::Json {
        fields.insert("outputs".to_owned(), told::fields(&morning.outcomes, &arguments.run.out));
        if arguments.run.timings.is_some() {
            fields.insert("timings".to_owned(), json!(timings.report()));
        }
    }
    report::show(project, &morning.findings, format, Stream::Error, fields);
    if format == MessageFormat::Json {
        return;
    }
    if format != MessageFormat::Sarif {
        report::write(Stream::Output, &told::lines(&morning.outcomes, &arguments.run.out));
    }
    report::timings(timings, arguments.run.timings);
}
