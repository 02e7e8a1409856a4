//! `idm check`: every problem of the inputs.

use idm_render::timings::Timings;

use crate::args::CheckArguments;
use crate::failure::Failure;
use crate::inspection::{Inspection, has_errors};
use crate::report::Stream;
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS);
    let mut inspection = Inspection::run(&arguments.common, &mut Timings::start())?;
    if arguments.release {
        inspection.demand_release();
    }
    let found = inspection.located();
    inspection.show(&found, arguments.common.message_format, Stream::Output, serde_json::Map::new());
    if has_errors(&found) { Err(Failure::Inputs) } else { Ok(()) }
}
