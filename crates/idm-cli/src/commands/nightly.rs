//! `idm nightly`: the publication and all drafts, as far as something has changed.

use std::time::{Duration, Instant};

use idm_core::manifest::{FILE_NAME, Manifest, PhaseTime, RunSettings};
use idm_render::timings::{Phase, Timings};
use serde_json::{Map, json};

use crate::args::{Denied, MessageFormat, NightlyArguments, TimingsFormat};
use crate::failure::Failure;
use crate::inspection::Inspection;
use crate::lock::{Lock, Patience};
use crate::nightly::making::make;
use crate::nightly::outcome::{Outcome, milliseconds, outcomes, take_documents};
use crate::nightly::plan::Circumstances;
use crate::nightly::record::{self, Record, superseded};
use crate::nightly::{inputs, merge, morning, previous, told};
use crate::progress::Progress;
use crate::report::{self, Stream};
use crate::state::State;
use crate::{clock, output, watchdog};

/// Runs the command.
pub fn run(arguments: &NightlyArguments, mut timings: Timings) -> Result<(), Failure> {
    let started = clock::now();
    let folder = &arguments.run.out;
    let patience = if arguments.wait { Patience::Wait } else { Patience::None };
    // A plan writes nothing.
    let _lock = if arguments.plan.is_some() { None } else { Some(Lock::take(folder, patience)?) };
    if arguments.merge {
        let whole = merge::merge(folder)?;
        report::write(Stream::Output, &format!("{}\n", folder.join(FILE_NAME).display()));
        return if whole.failed.is_empty() { Ok(()) } else { Err(Failure::Documents) };
    }
    // Waiting for another run is not counted.
    let begin = Instant::now();
    let deadline = begin + Duration::from_secs(arguments.run.timeout);
    let watchdog = watchdog::start(arguments.run.timeout);
    if arguments.plan.is_none() {
        output::sweep(folder)?;
        output::sweep(&folder.join(crate::document::DRAFTS))?;
    }
    let jobs = jobs(arguments)?;
    let name = merge::name(arguments.shard);
    let earlier = earlier(arguments, &name);
    let earlier_records = morning::earlier_records(folder);

    let progress = Progress::start();
    progress.phase("reading");
    let mut inspection = Inspection::run(&arguments.common, &mut timings)?.for_building();
    if arguments.release {
        inspection.demand_release();
    }
    let packages = arguments.run.packages()?;
    let (state, inputs) = timings.measure(Phase::Read, || (State::of(&inspection), inputs::digests(&inspection)));

    progress.phase("planning");
    let circumstances = Circumstances {
        inspection: &inspection,
        inputs: &inputs,
        state: &state.named,
        packages: &packages,
        timestamp: arguments.run.timestamp,
        previous: earlier.as_ref(),
        out: folder,
        forced: arguments.all,
    };
    let entries = timings.measure(Phase::Assemble, || circumstances.plan(arguments.shard))?;
    if let Some(format) = arguments.plan {
        drop(progress);
        report::write(Stream::Output, &told::plan(&entries, format, earlier.as_ref()));
        return Ok(());
    }

    let (documents, pending) = take_documents(entries);
    // From here on, time is kept without ending the process in the middle.
    watchdog.call_off();
    let made = make(documents, jobs, deadline, &progress)?;
    drop(progress);
    let out_of_time = made.out_of_time;
    for (_, typeset, _) in &made.finished {
        timings.merge(typeset.timings.clone());
    }
    let outcomes = outcomes(pending, made, &mut inspection, arguments.run.timeout);
    let settings = RunSettings {
        timestamp: arguments.run.timestamp,
        deny_warnings: arguments.common.deny == Some(Denied::Warnings),
        release: arguments.release,
    };
    let record = Record { inspection: &inspection, inputs, state: &state, packages: &packages, settings };
    let mut manifest = record.manifest(&outcomes);
    manifest.shard = arguments.shard;
    // What others took the place of is only known of the whole.
    if arguments.shard.is_none() {
        manifest.run.removed = superseded(earlier.as_ref(), &manifest);
    }
    manifest.run.started = started;
    manifest.run.duration_ms = milliseconds(begin.elapsed());
    let phases = timings.report().phases;
    manifest.run.phases = phases
        .into_iter()
        .map(|phase| PhaseTime { phase: phase.phase.to_string(), ms: milliseconds(phase.time) })
        .collect();
    timings.measure(Phase::Write, || record::put(folder, &outcomes, &manifest, &name, earlier.as_ref()))?;
    show(arguments, &inspection, &outcomes, &timings);
    // A part knows only of itself.
    if arguments.shard.is_none() {
        morning::write(folder, &inspection, earlier.as_ref(), &manifest, earlier_records.as_ref())?;
    }
    if out_of_time {
        return Err(Failure::Timeout(arguments.run.timeout));
    }
    if manifest.failed.is_empty() { Ok(()) } else { Err(Failure::Documents) }
}

/// How many documents are made at the same time. Typst shares each of them out over as many threads.
fn jobs(arguments: &NightlyArguments) -> Result<usize, Failure> {
    let Some(jobs) = arguments.jobs.map(usize::from) else {
        return Ok(std::thread::available_parallelism().map_or(1, usize::from));
    };
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build_global()
        .map_err(|error| Failure::Usage(format!("--jobs {jobs}: {error}")))?;
    Ok(jobs)
}

/// What an earlier run left: of a part, its own manifest goes before that of the whole. One that cannot be understood
/// counts as none, so that nobody has to get up at night for it.
fn earlier(arguments: &NightlyArguments, name: &str) -> Option<Manifest> {
    let read = |name: &str| match previous::read(&arguments.run.out.join(name)) {
        Ok(manifest) => manifest,
        Err(failure) => {
            report::note_line(&format!("{failure}; everything is built"));
            None
        }
    };
    read(name).or_else(|| read(FILE_NAME))
}

fn show(arguments: &NightlyArguments, inspection: &Inspection, outcomes: &[Outcome], timings: &Timings) {
    let format = arguments.common.message_format;
    let mut fields = Map::new();
    if format == MessageFormat::Json {
        fields.insert("outputs".to_owned(), told::fields(outcomes, &arguments.run.out));
        if arguments.run.timings.is_some() {
            fields.insert("timings".to_owned(), json!(timings.report()));
        }
    }
    inspection.show(&inspection.located(), format, Stream::Error, fields);
    if format == MessageFormat::Json {
        return;
    }
    if format != MessageFormat::Sarif {
        report::write(Stream::Output, &told::lines(outcomes, &arguments.run.out));
    }
    match arguments.run.timings {
        Some(TimingsFormat::Human) => report::write(Stream::Error, &timings.to_string()),
        Some(TimingsFormat::Json) => report::write(Stream::Error, &format!("{:#}\n", json!(timings.report()))),
        None => {}
    }
}
