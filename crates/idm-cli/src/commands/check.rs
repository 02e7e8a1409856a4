//! `idm check`: every problem of the inputs.

use idm::timings::Timings;
use idm::{Editions, Findings, Project, find_project};
use serde_json::{Map, Value};

use super::{open, options};
use crate::args::{CheckArguments, MessageFormat};
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS)?;
    let mut options = options(&arguments.common)?;
    options.language = arguments.edition.language;
    options.release = arguments.release;
    if !arguments.edition.all_languages {
        let mut project = open(&arguments.common, options, &mut Timings::start())?;
        let fields = if arguments.fix { mend(arguments, [&mut project])? } else { Map::new() };
        return tell(arguments, &project, &project.findings(), fields);
    }
    // Every problem is told once, whatever number of editions has it.
    let folder = find_project(arguments.common.project.as_deref())?;
    let mut editions = Editions::all(&folder, options.clone())?;
    let mut fields = Map::new();
    if arguments.fix {
        fields = mend(arguments, editions.iter_mut())?;
        editions = Editions::all(&folder, options)?;
    }
    tell(arguments, editions.last(), &editions.findings(), fields)
}

/// Mends each edition, with the files as the one before has left them, and says what was mended.
fn mend<'a>(
    arguments: &CheckArguments,
    editions: impl IntoIterator<Item = &'a mut Project>,
) -> Result<Map<String, Value>, Failure> {
    let (mut all, mut last) = (vec![], None);
    for project in editions {
        if !all.is_empty() {
            project.refresh();
        }
        all.extend(project.mend()?);
        last = Some(project);
    }
    let told = last.map(|project| report::mended(project, &all, arguments.common.message_format));
    Ok(told.unwrap_or_default())
}

fn tell(
    arguments: &CheckArguments,
    project: &Project,
    findings: &Findings,
    fields: Map<String, Value>,
) -> Result<(), Failure> {
    let format = arguments.common.message_format;
    report::show(project, findings, format, Stream::Output, fields);
    if findings.is_empty() && format == MessageFormat::Human {
        report::sound(project, findings);
    }
    Failure::of_inputs(findings, !findings.has_errors())
}
