//! `idm man`: manual pages.

use std::io;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::{Arguments, ManArguments};
use crate::failure::Failure;
use crate::report;
use crate::streams::Stream;

/// Runs the command.
pub fn run(arguments: &ManArguments) -> Result<(), Failure> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    // Options that every command has are known to the commands only then.
    program.build();
    if let Some(folder) = &arguments.out {
        for command in std::iter::once(&program).chain(program.get_subcommands()) {
            let page = Man::new(command.clone());
            idm::write_file(&folder.join(page.get_filename()), rendered(&page)?.as_bytes())?;
        }
        return Ok(());
    }
    let command = match &arguments.command {
        None => &program,
        Some(name) => program.find_subcommand(name).ok_or_else(|| unknown(&program, name))?,
    };
    report::write(Stream::Output, &rendered(&Man::new(command.clone()))?);
    Ok(())
}

fn rendered(page: &Man) -> Result<String, Failure> {
    let mut text = vec![];
    page.render(&mut text).map_err(|error: io::Error| Failure::Usage(error.to_string()))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn unknown(program: &clap::Command, name: &str) -> Failure {
    let known: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    Failure::Usage(format!("there is no command `{name}`; there is {}", known.join(", ")))
}
