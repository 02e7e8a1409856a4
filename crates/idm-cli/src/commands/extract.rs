//! `idm extract`: the records back out of a PDF.

use std::path::Path;

use idm::diagnostic::harmless;
use idm::{Project, extract, is_project, write_file};
use serde_json::{Map, Value};

use crate::args::{ExtractArguments, MessageFormat};
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::{threads, watchdog};

/// Runs the command.
pub fn run(arguments: &ExtractArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS)?;
    threads::start(None)?;
    let records = extract(&arguments.pdf)?;
    if let Some(folder) = &arguments.against {
        return compare(&records, folder);
    }
    match &arguments.out {
        Some(path) => write_file(path, format!("{records:#}\n").as_bytes())?,
        None => report::write(Stream::Output, &report::document_text(&records)),
    }
    Ok(())
}

/// Says what differs, a line each.
fn compare(records: &Value, folder: &Path) -> Result<(), Failure> {
    is_project(folder)?;
    let project = Project::open(folder)?;
    let Ok(differences) = project.differences(records) else {
        let findings = project.findings();
        report::show(&project, &findings, MessageFormat::Human, Stream::Error, Map::new());
        return Failure::of_inputs(&findings, false);
    };
    if differences.is_empty() {
        return Ok(());
    }
    let lines: String =
        differences.iter().map(|difference| format!("{}\n", harmless::line(&difference.to_string()))).collect();
    report::write(Stream::Output, &lines);
    Err(Failure::Different)
}
