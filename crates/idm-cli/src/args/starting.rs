//! What may be typed to begin something.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use idm::{NewRecord, RecordKind};

/// What `init` takes.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// The folder of the publication, which is made if it is not there. Without it, the current folder.
    #[arg(value_name = "NAME")]
    pub folder: Option<PathBuf>,
}

/// What `new` takes.
#[derive(Debug, Args)]
pub struct NewArguments {
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR", global = true)]
    pub project: Option<PathBuf>,
    /// The record's identifier. Without it, one that follows those there are.
    #[arg(long, value_name = "ID", global = true)]
    pub id: Option<String>,
    /// What is begun.
    #[command(subcommand)]
    pub what: NewCommand,
}

/// The records that can be begun.
#[derive(Debug, Subcommand)]
pub enum NewCommand {
    /// A panel, with its session in the agenda and its place under a theme.
    Panel {
        /// Its title.
        title: Option<String>,
        /// The workshop that it is part of; without it, the last.
        #[arg(long, value_name = "ID")]
        workshop: Option<String>,
    },
    /// A recommendation of a panel.
    Recommendation {
        /// Its title.
        title: String,
        /// The panel that makes it; without it, the last.
        #[arg(long, value_name = "ID")]
        panel: Option<String>,
    },
    /// An outcome under a theme.
    Outcome {
        /// Its title.
        title: String,
        /// The theme; without it, the last.
        #[arg(long, value_name = "ID")]
        theme: Option<String>,
    },
    /// A person who took part in a workshop.
    Person {
        /// The name as it is printed.
        name: String,
        /// The workshop; without it, the last.
        #[arg(long, value_name = "ID")]
        workshop: Option<String>,
    },
    /// A chapter, with its place in the book.
    Chapter {
        /// Its title.
        title: String,
    },
    /// A workshop.
    Workshop {
        /// The city that it was held in.
        city: String,
    },
}

impl NewArguments {
    /// The record that is meant.
    pub fn record(&self) -> NewRecord {
        let (kind, name, within) = match &self.what {
            NewCommand::Panel { title, workshop } => (RecordKind::Panel, title.clone(), workshop),
            NewCommand::Recommendation { title, panel } => (RecordKind::Recommendation, Some(title.clone()), panel),
            NewCommand::Outcome { title, theme } => (RecordKind::Outcome, Some(title.clone()), theme),
            NewCommand::Person { name, workshop } => (RecordKind::Person, Some(name.clone()), workshop),
            NewCommand::Chapter { title } => (RecordKind::Chapter, Some(title.clone()), &None),
            NewCommand::Workshop { city } => (RecordKind::Workshop, Some(city.clone()), &None),
        };
        NewRecord { kind, name, id: self.id.clone(), within: within.clone() }
    }
}

/// What `import` takes.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR", global = true)]
    pub project: Option<PathBuf>,
    /// What is read.
    #[command(subcommand)]
    pub what: ImportCommand,
}

/// What records can be made of.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Makes a workshop with its panels of an agenda: plain text, or a calendar (.ics).
    ///
    /// A session is a line that begins with a time, `10h - 11h30` or `10:00-11:30`; a panel is one that says `Panel 1`. What
    /// stands above the first session is read for the meeting's title, kind, days and place. Each line is used, or named
    /// with the reason why not.
    Agenda {
        /// The agenda.
        file: PathBuf,
        /// The workshop's identifier. Without it, one made of the city.
        #[arg(long, value_name = "ID")]
        id: Option<String>,
        /// The city, where the agenda does not name it.
        #[arg(long, value_name = "NAME")]
        city: Option<String>,
        /// The key of the reference by which the agenda is cited. Without it, an entry is made.
        #[arg(long, value_name = "KEY")]
        source: Option<String>,
    },
    /// Makes a panel's summary of a Word file (.docx), such as a rapporteur's report; takes over what was changed in a Word draft.
    ///
    /// Shows what would change as a patch, and names each thing that has no place in the text. With --write the text is
    /// replaced and pictures go into `figures/`, unless that would make an error. A draft of ours says itself what it is of: a panel, a
    /// chapter or the outcomes, in which language.
    Docx {
        /// The Word file.
        file: PathBuf,
        /// The panel that the report is of.
        #[arg(long, value_name = "ID")]
        panel: Option<String>,
        /// What becomes of changes that the file tracks.
        #[arg(long, value_name = "HOW", default_value = "accept")]
        changes: ChangesTaken,
        /// Write it.
        #[arg(long)]
        write: bool,
    },
}

/// What becomes of tracked changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChangesTaken {
    /// They are made.
    Accept,
    /// They are undone.
    Reject,
    /// They are made, and each is told in an editor's note.
    Note,
}
