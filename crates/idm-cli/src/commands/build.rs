//! `idm build`: the publication as PDF.

use idm_core::diagnostic::Place;
use idm_core::model::{PartialDate, Publication};
use idm_render::document::typeset;
use idm_render::emit::assemble;
use idm_render::export::ExportSettings;
use idm_render::timings::{Phase, Timings};
use idm_render::world::{IdmWorld, Settings};
use idm_render::write_project::write_project;

use crate::args::BuildArguments;
use crate::failure::Failure;
use crate::inspection::{Inspection, has_errors};
use crate::output::{self, Written};
use crate::{report, watchdog};

/// Runs the command.
pub fn run(arguments: &BuildArguments, mut timings: Timings) -> Result<(), Failure> {
    watchdog::start(arguments.run.timeout);
    let mut inspection = Inspection::run(&arguments.common, &mut timings)?.for_building();
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
    let name = publication.id.clone();
    let export = ExportSettings {
        standards: standards.clone(),
        ident: name.clone(),
        timestamp: arguments.run.timestamp.unwrap_or_else(|| cover_date(publication)),
    };
    let packages = arguments.run.packages()?;
    let project = timings.measure(Phase::Assemble, || {
        assemble(publication, &inspection.pictures, &packages.main_template("publication"))
    })?;
    let whole = Place::File("publication.yaml".to_owned());
    let world = IdmWorld::new(project, Settings { timestamp: export.timestamp, packages, whole });
    if let Some(folder) = &arguments.emit_typst {
        timings.measure(Phase::Write, || write_project(folder, &world, &export, &name))?;
    }
    let typeset = typeset(&name, &world, &export);
    timings.merge(typeset.timings);
    inspection.extend(typeset.diagnostics);
    let Some(bytes) = typeset.pdf else { return Ok(None) };
    if has_errors(&inspection.located()) {
        return Ok(None);
    }
    let path = timings.measure(Phase::Write, || output::replace(&arguments.run.out, &format!("{name}.pdf"), &bytes))?;
    Ok(Some(Written { path, bytes: bytes.len(), pages: typeset.pages }))
}

/// The time that counts as now unless another is asked for: the day on the cover. Never the clock: the same inputs give
/// the same bytes.
pub fn cover_date(publication: &Publication) -> i64 {
    publication.date.and_then(midnight).unwrap_or(0)
}

/// The first second of a day, of a month's first day or of a year's, in UTC.
fn midnight(date: PartialDate) -> Option<i64> {
    let month = date.month.unwrap_or(1).try_into().ok()?;
    let day = idm_core::model::Date::from_calendar_date(date.year, month, date.day.unwrap_or(1)).ok()?;
    Some(day.midnight().assume_utc().unix_timestamp())
}
