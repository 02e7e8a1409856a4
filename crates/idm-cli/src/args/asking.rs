//! What may be typed to ask about the program and its format.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

/// What `schema` takes.
#[derive(Debug, Args)]
pub struct SchemaArguments {
    /// The folder that the descriptions are written to, a file for each kind of input. Without it, one JSON document goes
    /// to standard output, in which each stands under its file's name.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// What `completions` takes.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell.
    pub shell: Shell,
}

/// What `man` takes.
#[derive(Debug, Args)]
pub struct ManArguments {
    /// The command; without one, the page is that of the program.
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    pub command: Option<String>,
    /// Write the pages of the program and of every command into this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
