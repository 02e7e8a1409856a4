//! What may be typed to ask about the program and its format.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clap_complete::Shell;
use idm::ListKind;

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

/// What `list` takes.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// What is listed; without it, everything that has an identifier.
    #[arg(value_name = "KIND")]
    pub kind: Option<ListedKind>,
    /// How the list is written.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is what its name says")]
pub enum ListedKind {
    Workshops,
    Sessions,
    Panels,
    Recommendations,
    Outcomes,
    Themes,
    Chapters,
    People,
    References,
    Acronyms,
    Labels,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// In columns, long values shortened.
    Table,
    /// As comma-separated values (RFC 4180).
    Csv,
    /// As one JSON document.
    Json,
}

impl ListArguments {
    /// The kind that is meant.
    pub fn kind(&self) -> ListKind {
        match self.kind {
            None => ListKind::Everything,
            Some(ListedKind::Workshops) => ListKind::Workshops,
            Some(ListedKind::Sessions) => ListKind::Sessions,
            Some(ListedKind::Panels) => ListKind::Panels,
            Some(ListedKind::Recommendations) => ListKind::Recommendations,
            Some(ListedKind::Outcomes) => ListKind::Outcomes,
            Some(ListedKind::Themes) => ListKind::Themes,
            Some(ListedKind::Chapters) => ListKind::Chapters,
            Some(ListedKind::People) => ListKind::People,
            Some(ListedKind::References) => ListKind::References,
            Some(ListedKind::Acronyms) => ListKind::Acronyms,
            Some(ListedKind::Labels) => ListKind::Labels,
        }
    }
}

/// What `locate` takes.
#[derive(Debug, Args)]
pub struct LocateArguments {
    /// What the draft is of, by its identifier; `outcomes` for the outcomes.
    pub name: String,
    /// The passage's mark, as it stands in the draft's margin; without it, all passages of the draft are listed.
    pub mark: Option<String>,
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
}
