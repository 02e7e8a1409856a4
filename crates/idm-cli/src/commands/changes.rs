//! `idm changes`: what has changed since an earlier state.

use idm::timings::Timings;
use idm::{Authors, changes};

use super::{open_until, options};
use crate::args::{ChangesArguments, ChangesFormat};
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &ChangesArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS)?;
    let until = arguments.earlier.until.as_deref();
    let mut options = options(&arguments.common)?;
    options.language = arguments.language;
    let project = open_until(&arguments.common, until, options, &mut Timings::start())?;
    let Some(state) = arguments.earlier.state() else {
        return Err(Failure::Usage("say since when: --since REV, or --against DIR".to_owned()));
    };
    let earlier = project.earlier(&state)?;
    if let Some(gaps) = earlier.gaps() {
        report::note_line(&gaps);
    }
    let findings = project.findings();
    let Some(comparison) = project.changes_since(&earlier) else {
        report::show(&project, &findings, arguments.common.message_format, Stream::Error, serde_json::Map::new());
        return Failure::of_inputs(&findings, false);
    };
    if findings.has_errors() {
        report::note_line("the inputs have errors, so that some changes may not show; `idm check` lists them");
    }
    let words = project.words();
    let authors = if arguments.authors { project.authors()? } else { Authors::default() };
    let text = match arguments.format {
        ChangesFormat::Human => changes::human(&comparison, &words, &authors),
        ChangesFormat::Markdown => changes::markdown(&comparison, &words, &authors),
        ChangesFormat::Json => report::document_text(&changes::json(&comparison, &authors)),
    };
    report::write(Stream::Output, &text);
    Ok(())
}
