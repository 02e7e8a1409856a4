//! `idm build`: the publication as PDF.

use idm_render::document::typeset;
use idm_render::timings::{Phase, Timings};
use idm_render::write_project::write_project;

use crate::args::BuildArguments;
use crate::document::Making;
use crate::failure::Failure;
use crate::inspection::{Inspection, has_errors};
use crate::lock::{Lock, Patience};
use crate::output::{self, Written};
use crate::{report, watchdog};

/// Runs the command.
pub fn run(arguments: &BuildArguments, mut timings: Timings) -> Result<(), Failure> {
    watchdog::start(arguments.run.timeout);
    let mut inspection = Inspection::run(&arguments.common, &mut timings)?.for_building();
    if arguments.release {
        inspection.demand_release();
    }
    let result = build(arguments, &mut inspection, &mut timings);
    let found = inspection.located();
    let written = result.as_ref().ok().and_then(Option::as_ref).map(std::slice::from_ref).unwrap_or_default();
    report::results(&found, &inspection, &arguments.common, &arguments.run, written, &timings);
    match result? {
        Some(_) => Ok(()),
        None => Err(Failure::Inputs),
    }
}

/// Builds, as far as the inputs allow. Nothing is written if they have an error, or if the layout or the export finds
/// one.
fn build(
    arguments: &BuildArguments,
    inspection: &mut Inspection,
    timings: &mut Timings,
) -> Result<Option<Written>, Failure> {
    if has_errors(&inspection.located()) {
        return Ok(None);
    }
    let (Some(publication), Some(standards)) = (&inspection.publication, &inspection.standards) else {
        return Ok(None);
    };
    let packages = arguments.run.packages()?;
    let making = Making {
        publication,
        pictures: &inspection.pictures,
        standards,
        packages: &packages,
        timestamp: arguments.run.timestamp,
        unsettled: &[],
    };
    let document = timings.measure(Phase::Assemble, || making.publication())?;
    if let Some(folder) = &arguments.emit_typst {
        timings.measure(Phase::Write, || write_project(folder, &document.world, &document.export, &document.name))?;
    }
    let typeset = typeset(&document.name, &document.world, &document.export);
    timings.merge(typeset.timings);
    inspection.extend(typeset.diagnostics);
    let Some(bytes) = typeset.pdf else { return Ok(None) };
    if has_errors(&inspection.located()) {
        return Ok(None);
    }
    let folder = &arguments.run.out;
    let _lock = Lock::take(folder, Patience::Wait)?;
    let path = timings.measure(Phase::Write, || output::replace(folder, &document.path, &bytes))?;
    Ok(Some(Written { path, bytes: bytes.len(), pages: typeset.pages }))
}
