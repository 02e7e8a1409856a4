//! `idm new`: a record to begin with.

use idm::{Added, Project, find_project};

use crate::args::NewArguments;
use crate::failure::Failure;
use crate::report;
use crate::streams::Stream;

/// Runs the command.
pub fn run(arguments: &NewArguments) -> Result<(), Failure> {
    let project = Project::open(find_project(arguments.project.as_deref())?)?;
    tell(&project.add(&arguments.record())?);
    Ok(())
}

/// Lists the files that were made or added to, and what there is to know of it.
pub fn tell(added: &Added) {
    let created = added.created.iter().map(|path| ("created", path));
    let changed = added.changed.iter().map(|path| ("changed", path));
    for (what, path) in created.chain(changed) {
        report::write(Stream::Output, &format!("{what} {}\n", path.strip_prefix(".").unwrap_or(path).display()));
    }
    for remark in &added.remarks {
        report::note_line(remark);
    }
}
