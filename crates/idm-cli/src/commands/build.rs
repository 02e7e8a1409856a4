//! `idm build`: the publication as PDF.

use std::path::PathBuf;

use idm_core::diagnostic::Place;
use idm_core::model::{PartialDate, Publication};
use idm_render::compile::compile;
use idm_render::emit::assemble;
use idm_render::export::{ExportSettings, pdf};
use idm_render::packages::Packages;
use idm_render::timings::{Phase, Timings};
use idm_render::world::{IdmWorld, Settings};
use idm_render::write_project::write_project;
use serde_json::{Map, Value, json};

use crate::args::{BuildArguments, MessageFormat, TimingsFormat};
use crate::failure::Failure;
use crate::inspection::{Inspection, has_errors};
use crate::report::{self, Stream};
use crate::{output, watchdog};

/// A file that was written.
struct Written {
    path: PathBuf,
    bytes: usize,
    pages: usize,
}

/// Runs the command.
pub fn run(arguments: &BuildArguments, mut timings: Timings) -> Result<(), Failure> {
    watchdog::start(arguments.timeout);
    let mut inspection = Inspection::run(&arguments.common, &mut timings)?;
    let result = build(arguments, &mut inspection, &mut timings);
    let found = inspection.located();
    let written = match &result {
        Ok(written) => written.as_ref(),
        Err(_) => None,
    };
    let mut fields = Map::new();
    if arguments.common.message_format == MessageFormat::Json {
        fields.insert("outputs".to_owned(), outputs(written));
        if arguments.timings.is_some() {
            fields.insert("timings".to_owned(), json!(timings.report()));
        }
    }
    report::show(
        &found,
        &inspection.project.sources,
        inspection.prefix(),
        arguments.common.message_format,
        Stream::Error,
        fields,
    );
    if arguments.common.message_format != MessageFormat::Json {
        if let Some(written) = written {
            report::write(Stream::Output, &format!("{}\n", written.path.display()));
        }
        match arguments.timings {
            Some(TimingsFormat::Human) => report::write(Stream::Error, &timings.to_string()),
            Some(TimingsFormat::Json) => report::write(Stream::Error, &format!("{:#}\n", json!(timings.report()))),
            None => {}
        }
    }
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
        timestamp: timestamp(arguments, publication),
    };
    let packages = Packages::embedded();
    let project = timings.measure(Phase::Assemble, || {
        let main = packages.file("publication", "main.typ.jinja");
        let main = main.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        assemble(publication, &inspection.pictures, &main)
    })?;
    let whole = Place::File("publication.yaml".to_owned());
    let world = IdmWorld::new(project, Settings { timestamp: export.timestamp, packages, whole });
    if let Some(folder) = &arguments.emit_typst {
        timings.measure(Phase::Write, || write_project(folder, &world, &export, &name))?;
    }
    let compiled = compile(&world);
    timings.add_compiled(&name, &compiled);
    inspection.extend(compiled.diagnostics);
    let Some(document) = compiled.document else { return Ok(None) };
    let bytes = match timings.measure(Phase::Export, || pdf(&document, &world, &export)) {
        Ok(bytes) => bytes,
        Err(diagnostics) => {
            inspection.extend(diagnostics);
            return Ok(None);
        }
    };
    if has_errors(&inspection.located()) {
        return Ok(None);
    }
    let path = timings.measure(Phase::Write, || output::replace(&arguments.out, &format!("{name}.pdf"), &bytes))?;
    Ok(Some(Written { path, bytes: bytes.len(), pages: document.pages().len() }))
}

/// The time that counts as now: what was asked for, else the day on the cover. Never the clock: the same inputs give
/// the same bytes.
fn timestamp(arguments: &BuildArguments, publication: &Publication) -> i64 {
    arguments.timestamp.or_else(|| publication.date.and_then(midnight)).unwrap_or(0)
}

/// The first second of a day, of a month's first day or of a year's, in UTC.
fn midnight(date: PartialDate) -> Option<i64> {
    let month = date.month.unwrap_or(1).try_into().ok()?;
    let day = idm_core::model::Date::from_calendar_date(date.year, month, date.day.unwrap_or(1)).ok()?;
    Some(day.midnight().assume_utc().unix_timestamp())
}

fn outputs(written: Option<&Written>) -> Value {
    let list: Vec<Value> = written
        .iter()
        .map(|written| json!({ "path": written.path.display().to_string(), "bytes": written.bytes, "pages": written.pages }))
        .collect();
    Value::Array(list)
}
