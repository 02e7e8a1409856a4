//! The `idm` command.

mod aborts;
mod args;
mod commands;
mod failure;
mod progress;
mod report;
mod streams;
mod terminal;
mod threads;
mod watchdog;

use std::process::ExitCode;

use clap::Parser;
use idm::timings::{Phase, Timings};
use mimalloc::MiMalloc;

use crate::args::{Arguments, Command};
use crate::failure::Failure;

/// A book is made of millions of small things, which most systems' own allocators are slow with.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    // Systems give a process's first thread between one and eight megabytes, and texts may lie deep.
    let whole = std::thread::Builder::new().name("main".to_owned()).stack_size(threads::STACK).spawn(work);
    match whole.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // It has told of its panic.
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(_) => work(),
    }
}

fn work() -> ExitCode {
    aborts::end_with_a_code();
    let mut timings = Timings::start();
    report::heed(&asked("--message-format"), &asked("--color"));
    let result = timings
        .measure(Phase::Start, Arguments::try_parse)
        .map_or_else(|instead| report::usage(&instead), |arguments| run(arguments, timings));
    // What was lost on the way counts for more than what was found.
    let result = streams::finish().map_err(Failure::Output).and(result);
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report::failure(&failure);
            ExitCode::from(failure.code())
        }
    }
}

fn run(arguments: Arguments, timings: Timings) -> Result<(), Failure> {
    match arguments.command {
        Command::Init(arguments) => commands::init::run(&arguments),
        Command::New(arguments) => commands::new::run(&arguments),
        Command::Import(arguments) => commands::import::run(&arguments),
        Command::Build(arguments) => commands::build::run(&arguments, timings),
        Command::Draft(arguments) => commands::draft::run(&arguments, timings),
        Command::Nightly(arguments) => commands::nightly::run(&arguments, timings),
        Command::Verify(arguments) => commands::verify::run(&arguments),
        Command::Changes(arguments) => commands::changes::run(&arguments),
        Command::Comments(arguments) => commands::comments::run(&arguments),
        Command::Preview(arguments) => commands::preview::run(&arguments),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Translate(arguments) => commands::translate::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
        Command::Lsp => commands::lsp::run(),
        Command::Extract(arguments) => commands::extract::run(&arguments),
        Command::List(arguments) => commands::list::run(&arguments),
        Command::Locate(arguments) => commands::locate::run(&arguments),
        Command::Schema(arguments) => commands::schema::run(&arguments),
        Command::Completions(arguments) => commands::completions::run(&arguments),
        Command::Man(arguments) => commands::man::run(&arguments),
    }
}

/// The value of an option as it was typed, whatever else was typed: what is shown of wrong arguments depends on it, too.
fn asked(option: &str) -> String {
    let mut arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let mut value = String::new();
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix(option) {
            Some("") => value = arguments.next().unwrap_or_default(),
            Some(rest) if rest.starts_with('=') => value = rest[1..].to_owned(),
            _ => {}
        }
    }
    value
}
