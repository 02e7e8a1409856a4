//! The `idm` command.

mod args;
mod commands;
mod failure;
mod progress;
mod report;
mod watchdog;

use std::process::ExitCode;

use clap::Parser;
use idm::timings::{Phase, Timings};
use mimalloc::MiMalloc;

use crate::args::{Arguments, Command};

/// A book is made of millions of small things, which most systems' own allocators are slow with.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let mut timings = Timings::start();
    let arguments = match timings.measure(Phase::Start, Arguments::try_parse) {
        Ok(arguments) => arguments,
        Err(error) => return report::usage(&error),
    };
    let result = match arguments.command {
        Command::Build(arguments) => commands::build::run(&arguments, timings),
        Command::Draft(arguments) => commands::draft::run(&arguments, timings),
        Command::Nightly(arguments) => commands::nightly::run(&arguments, timings),
        Command::Verify(arguments) => commands::verify::run(&arguments),
        Command::Changes(arguments) => commands::changes::run(&arguments),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
        Command::Extract(arguments) => commands::extract::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.is_reported() {
                report::error_line(&failure.to_string());
            }
            failure.exit_code()
        }
    }
}
