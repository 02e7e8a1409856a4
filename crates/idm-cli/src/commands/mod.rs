//! The commands, one file each.

pub mod build;
pub mod changes;
pub mod check;
pub mod comments;
pub mod completions;
pub mod draft;
pub mod explain;
pub mod extract;
pub mod import;
pub mod init;
pub mod list;
pub mod locate;
pub mod lsp;
pub mod man;
pub mod new;
pub mod nightly;
pub mod preview;
pub mod schema;
pub mod translate;
pub mod verify;

use idm::timings::{Phase, Timings};
use idm::{Options, Project, find_project, read_baseline};

use crate::args::{CommonArguments, Denied};
use crate::failure::Failure;
use crate::report;

/// How a project is read, by the arguments that every command has.
pub fn options(arguments: &CommonArguments) -> Result<Options, Failure> {
    let mut options = Options::default();
    options.deny_warnings = arguments.deny == Some(Denied::Warnings);
    options.baseline = arguments.baseline.as_deref().map(read_baseline).transpose()?;
    Ok(options)
}

/// Reads and checks the project that the arguments mean.
pub fn open(arguments: &CommonArguments, options: Options, timings: &mut Timings) -> Result<Project, Failure> {
    open_until(arguments, None, options, timings)
}

/// As [`open`], the project as it was in a state of its repository, if one is named.
pub fn open_until(
    arguments: &CommonArguments,
    until: Option<&str>,
    options: Options,
    timings: &mut Timings,
) -> Result<Project, Failure> {
    let folder = timings.measure(Phase::Start, || find_project(arguments.project.as_deref()))?;
    let project = match until {
        Some(revision) => {
            let project = Project::open_at(folder, revision, options)?;
            // Lines in reports are those of that state.
            report::note_line(&format!("the inputs are those of {}", project.state().name));
            project
        }
        None => Project::open_with(folder, options)?,
    };
    timings.merge(project.timings().clone());
    Ok(project)
}
