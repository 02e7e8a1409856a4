//! `idm verify`: whether the outputs are what the inputs make, byte for byte.

use idm::diagnostic::harmless;
use idm::{VerifyOptions, find_project, read_baseline, read_packages, verify};
use idm_core::words::counted;

use crate::args::VerifyArguments;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::report::{self, Stream};
use crate::{threads, watchdog};

/// Runs the command.
pub fn run(arguments: &VerifyArguments) -> Result<(), Failure> {
    let mut options = VerifyOptions::new(&arguments.out);
    // Documents that are not finished in time are told by name, so that this ends only what is not about them.
    watchdog::start(watchdog::SECONDS + options.time.as_secs())?;
    threads::start(None)?;
    options.baseline = arguments.baseline.as_deref().map(read_baseline).transpose()?;
    if let Some(folder) = &arguments.templates {
        options.packages = read_packages(folder)?;
    }
    let project = find_project(arguments.project.as_deref())?;
    let progress = Progress::start();
    let verified = verify(&project, &options, &|event| progress.tell(event));
    drop(progress);
    let verified = verified?;
    if verified.out_of_time {
        return Err(Failure::Timeout(options.time.as_secs()));
    }
    if verified.differences.is_empty() {
        let outputs = counted(verified.outputs, "output");
        let are = if verified.outputs == 1 { "is" } else { "are" };
        report::write(Stream::Output, &format!("{outputs} {are} what the inputs make, byte for byte\n"));
        return Ok(());
    }
    let lines: String =
        verified.differences.iter().map(|difference| format!("{}\n", harmless::line(difference))).collect();
    report::write(Stream::Output, &lines);
    if !verified.same_inputs {
        report::note_line("the outputs cannot be expected to be the same: `idm nightly` builds what has changed");
    }
    if verified.refused {
        report::note_line("the system does not let every input be read; `idm check` says which");
        return Err(Failure::Refused);
    }
    Err(Failure::Outputs)
}
