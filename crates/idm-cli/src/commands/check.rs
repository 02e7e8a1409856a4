//! `idm check`: every problem of the inputs.

use idm::model::Language;
use idm::timings::Timings;

use super::{open, options};
use crate::args::{CheckArguments, MessageFormat};
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS)?;
    arguments.edition.each(&arguments.common, |language| edition(arguments, language))
}

fn edition(arguments: &CheckArguments, language: Option<Language>) -> Result<(), Failure> {
    let mut options = options(&arguments.common)?;
    options.language = language;
    options.release = arguments.release;
    let mut project = open(&arguments.common, options, &mut Timings::start())?;
    let format = arguments.common.message_format;
    let mut fields = serde_json::Map::new();
    if arguments.fix {
        let mended = project.mend()?;
        fields.extend(report::mended(&project, &mended, format));
    }
    let findings = project.findings();
    report::show(&project, &findings, format, Stream::Output, fields);
    if findings.is_empty() && format == MessageFormat::Human {
        report::sound(&project, &findings);
    }
    Failure::of_inputs(&findings, !findings.has_errors())
}
