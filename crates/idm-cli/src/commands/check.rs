//! `idm check`: every problem of the inputs.

use idm::timings::Timings;

use super::{open, options};
use crate::args::{CheckArguments, MessageFormat};
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS)?;
    let mut options = options(&arguments.common)?;
    options.release = arguments.release;
    let project = open(&arguments.common, options, &mut Timings::start())?;
    let findings = project.findings();
    report::show(&project, &findings, arguments.common.message_format, Stream::Output, serde_json::Map::new());
    if findings.is_empty() && arguments.common.message_format == MessageFormat::Human {
        report::sound(&project, &findings);
    }
    Failure::of_inputs(&findings, !findings.has_errors())
}
