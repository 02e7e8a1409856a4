//! The `idm` command.

mod args;
mod commands;
mod earlier;
mod failure;
mod inspection;
mod locate;
mod output;
mod report;
mod watchdog;

use std::process::ExitCode;

use clap::Parser;
use idm_render::timings::{Phase, Timings};

use crate::args::{Arguments, Command};
use crate::failure::Failure;

fn main() -> ExitCode {
    let mut timings = Timings::start();
    let arguments = timings.measure(Phase::Start, Arguments::parse);
    let result = match arguments.command {
        Command::Build(arguments) => commands::build::run(&arguments, timings),
        Command::Draft(arguments) => commands::draft::run(&arguments, timings),
        Command::Changes(arguments) => commands::changes::run(&arguments),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
        Command::Extract(arguments) => commands::extract::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // The errors of the inputs and the differences have been shown, each on its line.
            if !matches!(failure, Failure::Inputs | Failure::Different) {
                report::error_line(&failure.to_string());
            }
            failure.exit_code()
        }
    }
}
