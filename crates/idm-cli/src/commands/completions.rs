//! `idm completions`: commands and options for a shell to complete.

use clap::CommandFactory;
use clap_complete::generate;

use crate::args::{Arguments, CompletionsArguments};
use crate::failure::Failure;
use crate::report;
use crate::streams::Stream;

/// Runs the command.
pub fn run(arguments: &CompletionsArguments) -> Result<(), Failure> {
    let mut script = vec![];
    generate(arguments.shell, &mut Arguments::command(), "idm", &mut script);
    report::write(Stream::Output, &String::from_utf8_lossy(&script));
    Ok(())
}
