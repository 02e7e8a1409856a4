//! `idm changes`: what has changed since an earlier state.

use idm_core::compare::{self, report as changes};
use idm_render::timings::Timings;

use crate::args::{ChangesArguments, ChangesFormat};
use crate::earlier;
use crate::failure::Failure;
use crate::inspection::{Inspection, has_errors};
use crate::report::{self, Stream};
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &ChangesArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS);
    let inspection = Inspection::run(&arguments.common, &mut Timings::start())?;
    let Some(earlier) = earlier::read(&arguments.earlier, &inspection.folder)? else {
        return Err(Failure::Usage("say since when: --since REV, or --against DIR".to_owned()));
    };
    let Some(publication) = &inspection.publication else {
        let format = arguments.common.message_format;
        inspection.show(&inspection.located(), format, Stream::Error, serde_json::Map::new());
        return Err(Failure::Inputs);
    };
    if has_errors(&inspection.located()) {
        report::note_line("the inputs have errors, so that some changes may not show; `idm check` lists them");
    }
    let comparison = compare::compare(&earlier.publication, publication);
    let text = match arguments.format {
        ChangesFormat::Human => changes::human(&comparison),
        ChangesFormat::Markdown => changes::markdown(&comparison),
        ChangesFormat::Json => format!("{:#}\n", changes::json(&comparison)),
    };
    report::write(Stream::Output, &text);
    Ok(())
}
