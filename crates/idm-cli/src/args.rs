//! What may be typed.

mod asking;
mod editions;
mod preview;
mod starting;

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use idm::manifest::Shard;
use idm::model::Language;
use idm::{EarlierState, Options, read_packages};

use crate::failure::Failure;
use crate::watchdog;

pub use asking::{CompletionsArguments, ListArguments, ListFormat, LocateArguments, ManArguments, SchemaArguments};
pub use editions::{
    AcceptArguments, EditionArguments, ExchangeArguments, ExchangeFormat, ExportArguments, TranslateArguments,
    TranslateCommand,
};
pub use preview::PreviewArguments;
pub use starting::{ChangesTaken, ImportArguments, ImportCommand, InitArguments, NewArguments};

/// The program's version, and that of Typst within it.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (Typst {})", env!("CARGO_PKG_VERSION"), idm::typst_version()));

/// Compiles the records of a conference into its publication, as PDF.
#[derive(Debug, Parser)]
#[command(name = "idm", version = VERSION.as_str(), max_term_width = 80)]
#[command(
    after_help = "Exit codes: 0 done, 1 the inputs have errors or differ, 2 wrong usage, 3 the environment failed.\n\n\
                  `idm COMMAND --help` says more about a command."
)]
pub struct Arguments {
    /// When colours are used. Without it, on a terminal that knows some, unless `NO_COLOR` is set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Begins a publication that builds, to be written over.
    Init(InitArguments),
    /// Begins a record: its file, or its lines in one that is there.
    New(NewArguments),
    /// Makes records of what others have written.
    Import(ImportArguments),
    /// Builds the publication.
    Build(BuildArguments),
    /// Builds review copies of panels, one PDF or Word file each.
    Draft(DraftArguments),
    /// Builds the publication and all drafts, as far as something has changed since the last time.
    Nightly(NightlyArguments),
    /// Checks that the outputs are what the inputs make, byte for byte.
    Verify(VerifyArguments),
    /// Says what has changed since an earlier state of the inputs.
    Changes(ChangesArguments),
    /// Lists what reviewers have put on drafts, each comment at its line.
    Comments(CommentsArguments),
    /// Shows the pages in a browser, and every change as it is saved.
    Preview(PreviewArguments),
    /// Reports every problem of the inputs, and builds nothing.
    Check(CheckArguments),
    /// Hands translations out, takes them back, and notes which source they were made from.
    Translate(TranslateArguments),
    /// Says what a diagnostic means and how to mend it.
    Explain(ExplainArguments),
    /// Serves an editor that speaks the Language Server Protocol, over standard input and output.
    Lsp,
    /// Reads the records back out of a PDF.
    Extract(ExtractArguments),
    /// Lists what the publication has: panels, recommendations, people.
    List(ListArguments),
    /// Finds the line of a passage by its mark in a draft.
    Locate(LocateArguments),
    /// Writes descriptions of the input files, by which editors complete and check them.
    Schema(SchemaArguments),
    /// Writes what a shell needs to complete commands and options.
    Completions(CompletionsArguments),
    /// Writes the manual page of the program or of a command.
    Man(ManArguments),
}

/// What `build` takes.
#[derive(Debug, Args)]
pub struct BuildArguments {
    /// Which project, and how to report.
    #[command(flatten)]
    pub common: CommonArguments,
    /// How to run.
    #[command(flatten)]
    pub run: RunArguments,
    /// Which editions.
    #[command(flatten)]
    pub edition: EditionArguments,
    /// Write the Typst project, too, with its packages, fonts and the command that builds it.
    #[arg(long, value_name = "DIR")]
    pub emit_typst: Option<PathBuf>,
    /// Refuse what is missing, not cleared, or not translated as its source stands.
    #[arg(long)]
    pub release: bool,
    /// For reading, or for a press: four inks, 3 mm of bleed, marks where to cut.
    #[arg(long, value_enum, default_value_t)]
    pub profile: ProfileArgument,
    /// What the book is written as, one or several with commas between. A Word file names the pages of the PDF.
    #[arg(long, value_name = "FORMAT", default_value = "pdf", value_delimiter = ',')]
    pub format: Vec<OutputFormat>,
    /// How heavy the paper is, in grams per square metre: the width of the spine follows from it.
    #[arg(long, value_name = "GRAMS", default_value_t = 100, requires = "profile", value_parser = clap::value_parser!(u16).range(30..=500))]
    pub paper_weight: u16,
}

/// What a book is made for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ProfileArgument {
    /// For reading.
    #[default]
    Screen,
    /// For a press, in a file of its own.
    Press,
}

impl ProfileArgument {
    /// What the library calls it.
    pub fn profile(self) -> idm::Profile {
        match self {
            Self::Screen => idm::Profile::Screen,
            Self::Press => idm::Profile::Press,
        }
    }
}

/// What documents are written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// PDF.
    #[default]
    Pdf,
    /// A Word file. In drafts, changes are tracked and editors' notes are comments.
    Docx,
}

impl OutputFormat {
    /// What the library calls it.
    pub fn format(self) -> idm::Format {
        match self {
            Self::Pdf => idm::Format::Pdf,
            Self::Docx => idm::Format::Word,
        }
    }
}

/// What `draft` takes.
#[derive(Debug, Args)]
pub struct DraftArguments {
    /// What to make copies of: panels and chapters by their identifiers, `outcomes`; without any, all panels.
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Which project, and how to report.
    #[command(flatten)]
    pub common: CommonArguments,
    /// How to run.
    #[command(flatten)]
    pub run: RunArguments,
    /// Which editions.
    #[command(flatten)]
    pub edition: EditionArguments,
    /// Show every change since an earlier state.
    #[command(flatten)]
    pub earlier: EarlierArguments,
    /// Beside each passage of a translation whose source has changed since, show what changed there. Where nothing is named, only
    /// copies with such passages are made.
    #[arg(long, conflicts_with_all = ["since", "against"])]
    pub stale: bool,
    /// What the copies are written as.
    #[arg(long, value_name = "FORMAT", default_value = "pdf")]
    pub format: OutputFormat,
    /// Say on which page of the book each recommendation stands: in that PDF, or that of a nightly run's manifest, or
    /// else in the one built last.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub book: Option<Option<PathBuf>>,
}

/// What `nightly` takes.
#[derive(Debug, Args)]
pub struct NightlyArguments {
    /// Which project, and how to report.
    #[command(flatten)]
    pub common: CommonArguments,
    /// How to run.
    #[command(flatten)]
    pub run: RunArguments,
    /// Every publication in this folder, one after the other, each into a folder of its own in that of outputs. May be
    /// given several times.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["project", "baseline"])]
    pub projects: Vec<PathBuf>,
    /// The edition in that language alone, which the publication lists under `languages`. It needs a folder of outputs of its
    /// own.
    #[arg(long, value_name = "LANGUAGE", value_parser = editions::language, conflicts_with_all = ["projects", "merge", "all_languages"])]
    pub language: Option<Language>,
    /// The editions in all languages that the publication lists. So it is without this, too, unless a language is named.
    #[arg(long, conflicts_with = "merge")]
    pub all_languages: bool,
    /// Build everything, also what has not changed.
    #[arg(long)]
    pub all: bool,
    /// How many documents are made at the same time; without it, one for each processor.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Refuse what is missing, not cleared, or not translated as its source stands. Drafts are built all the same.
    #[arg(long)]
    pub release: bool,
    /// Wait for another run that writes to the same folder.
    #[arg(long)]
    pub wait: bool,
    /// Keep outputs in this folder, and take from it what any run has made of the same before.
    #[arg(long, value_name = "DIR", conflicts_with = "merge")]
    pub cache: Option<PathBuf>,
    /// How much the cache may hold, in MiB. What was not used for longest is removed first.
    #[arg(long, value_name = "MIB", default_value_t = 4096, requires = "cache")]
    pub cache_size: u32,
    /// Say what would be built and why, and build nothing.
    #[arg(long, value_name = "FORMAT")]
    pub plan: Option<PlanFormat>,
    /// Build only the I-th of N parts of the documents, and write manifest-I-of-N.json.
    #[arg(long, value_name = "I/N", value_parser = shard, conflicts_with = "merge")]
    pub shard: Option<Shard>,
    /// Make the parts alike by the times that the manifest in this folder has, that of an earlier whole night. All parts
    /// need the same.
    #[arg(long, value_name = "DIR", conflicts_with = "merge")]
    pub balance: Option<PathBuf>,
    /// With `--plan json`, also list N parts with what each has to do, as a matrix for services that run jobs.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), requires = "plan", conflicts_with = "shard")]
    pub shards: Option<u16>,
    /// Build nothing: join the manifests of all parts in the folder into manifest.json.
    #[arg(long, conflicts_with_all = ["plan", "all", "jobs", "release"])]
    pub merge: bool,
}

/// How a plan is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// As text.
    Human,
    /// One JSON document.
    Json,
}

fn shard(text: &str) -> Result<Shard, String> {
    let wrong = || "a part is two numbers, such as 1/3, the first not larger than the second".to_owned();
    let (index, of) = text.split_once('/').ok_or_else(wrong)?;
    let (index, of) = (index.parse().map_err(|_| wrong())?, of.parse().map_err(|_| wrong())?);
    if (1..=of).contains(&index) { Ok(Shard { index, of }) } else { Err(wrong()) }
}

/// What `verify` takes.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// The baseline that the outputs were built with, if they were built with one.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// The folder of what was built.
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// A folder of Typst packages, each used in place of the built-in one of its name.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

/// What `changes` takes.
#[derive(Debug, Args)]
pub struct ChangesArguments {
    /// Which project, and how to report.
    #[command(flatten)]
    pub common: CommonArguments,
    /// Which editions.
    #[command(flatten)]
    pub edition: EditionArguments,
    /// Which earlier state.
    #[command(flatten)]
    pub earlier: EarlierArguments,
    /// How the changes are written.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ChangesFormat,
    /// Say of each passage that is there who changed it last, when, and in which commit, from the git repository.
    #[arg(long)]
    pub authors: bool,
}

/// An earlier state of the inputs.
#[derive(Debug, Args)]
pub struct EarlierArguments {
    /// A git revision, tag, branch or date. A date means the last commit before that day (UTC).
    #[arg(long, value_name = "REV", conflicts_with = "against")]
    pub since: Option<String>,
    /// A folder that holds the earlier inputs.
    #[arg(long, value_name = "DIR")]
    pub against: Option<PathBuf>,
    /// The later state: a git revision, tag, branch or date. Without it, what lies in the folder.
    #[arg(long, value_name = "REV")]
    pub until: Option<String>,
}

/// How changes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChangesFormat {
    /// As text.
    Human,
    /// One JSON document.
    Json,
    /// As Markdown, for a message or a page.
    Markdown,
}

/// What `comments` takes.
#[derive(Debug, Args)]
pub struct CommentsArguments {
    /// Drafts that came back: annotated PDFs. Without any, the comments that are kept.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Which project, and how to report.
    #[command(flatten)]
    pub common: CommonArguments,
    /// How the comments are written.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: CommentsFormat,
    /// Say of each passage that has comments who changed it last, when, and in which commit, from the git repository.
    #[arg(long, conflicts_with_all = ["keep", "apply", "resolve"])]
    pub authors: bool,
    /// Keep the comments in comments.yaml: drafts show those that are open, and what became of the others.
    #[arg(long, requires = "files", conflicts_with_all = ["apply", "resolve"])]
    pub keep: bool,
    /// Keep in comments.yaml what was decided of a comment.
    #[arg(long, value_name = "ID", requires = "note", conflicts_with = "apply")]
    pub resolve: Option<String>,
    /// What was decided, in words for the reviewer.
    #[arg(long, value_name = "TEXT", requires = "resolve")]
    pub note: Option<String>,
    /// Show the change that a strike or a replacement asks for, if the words still stand as they did.
    #[arg(long, value_name = "ID")]
    pub apply: Option<String>,
    /// Make the change.
    #[arg(long, requires = "apply")]
    pub write: bool,
}

/// How comments are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CommentsFormat {
    /// As text.
    Human,
    /// As Markdown, for a message or a page.
    Markdown,
    /// Comma-separated values, for spreadsheets.
    Csv,
    /// One JSON document.
    Json,
    /// Commands of GitHub Actions, which shows them beside the lines.
    Github,
}

/// What every command that builds takes.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// The folder for what is built.
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// A folder of Typst packages, each used in place of the built-in one of its name.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// Print how long each phase took.
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "human", require_equals = true)]
    pub timings: Option<TimingsFormat>,
    /// The time that counts as now, in seconds since 1970. Without it, the publication's own date, and for drafts that
    /// of the inputs' last commit.
    #[arg(long, env = "SOURCE_DATE_EPOCH", value_name = "SECONDS", hide_env_values = true, value_parser = clap::value_parser!(i64).range(0..=253_402_300_799))]
    pub timestamp: Option<i64>,
    /// Give up after so many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = watchdog::SECONDS, value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
}

/// What `check` takes.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Which project, and how to report.
    #[command(flatten)]
    pub common: CommonArguments,
    /// Which editions.
    #[command(flatten)]
    pub edition: EditionArguments,
    /// Refuse what is missing, not cleared, or not translated as its source stands.
    #[arg(long)]
    pub release: bool,
    /// Mend what leaves no doubt, in the files, and report what is left.
    #[arg(long)]
    pub fix: bool,
}

/// What `explain` takes.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The diagnostic's code, such as `unsourced`; without one, all codes are listed.
    pub code: Option<String>,
    /// The language to say it in (`en`, `fr`, `es`, whatever the region: `fr-CA`). Without it, that of the publication in this
    /// folder, else English.
    #[arg(long, value_name = "LANGUAGE", value_parser = editions::language_of_region)]
    pub language: Option<Language>,
}

/// What `extract` takes.
#[derive(Debug, Args)]
pub struct ExtractArguments {
    /// The PDF.
    #[arg(value_name = "FILE")]
    pub pdf: PathBuf,
    /// The file that the records are written to. Without it, they go to standard output.
    #[arg(long, value_name = "FILE", conflicts_with = "against")]
    pub out: Option<PathBuf>,
    /// Instead of writing the records, say in what they differ from those of the project in this folder. The exit code
    /// is 1 if they do.
    #[arg(long, value_name = "DIR")]
    pub against: Option<PathBuf>,
}

/// What every command that reads a project takes.
#[derive(Debug, Default, Args)]
pub struct CommonArguments {
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// How problems are shown.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,
    /// Treat warnings as errors.
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Denied>,
    /// Leave out what is known already: a JSON report of an earlier run. Only other problems are shown and count for the
    /// exit code. Errors that leave nothing to build from still stop a build.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    /// Every warning.
    Warnings,
}

/// How problems are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the author's line and a caret.
    #[default]
    Human,
    /// A line each.
    Short,
    /// One JSON document.
    Json,
    /// One SARIF 2.1.0 log.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// How timings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TimingsFormat {
    /// A table.
    Human,
    /// One JSON document.
    Json,
}

impl RunArguments {
    /// Says with what documents are made.
    pub fn complete(&self, options: &mut Options) -> Result<(), Failure> {
        options.timestamp = self.timestamp;
        if let Some(folder) = &self.templates {
            options.packages = read_packages(folder)?;
        }
        Ok(())
    }
}

impl EarlierArguments {
    /// The earlier state that is meant, if one is.
    pub fn state(&self) -> Option<EarlierState> {
        let revision = self.since.clone().map(EarlierState::Revision);
        revision.or_else(|| self.against.clone().map(EarlierState::Folder))
    }
}
