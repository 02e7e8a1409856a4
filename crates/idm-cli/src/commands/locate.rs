//! `idm locate`: the line of a passage that a draft marks.

use idm::{Error, PassagePlace, Project, find_project};

use crate::args::{LocateArguments, MessageFormat};
use crate::failure::Failure;
use crate::report;
use crate::streams::Stream;

/// Runs the command.
pub fn run(arguments: &LocateArguments) -> Result<(), Failure> {
    let folder = find_project(arguments.project.as_deref())?;
    let project = Project::open(&folder)?;
    let passages = match project.passages(&arguments.name) {
        // What keeps it from being found stands on its line.
        Err(error @ Error::Inputs) => {
            let format = MessageFormat::Human;
            report::show(&project, &project.findings(), format, Stream::Error, serde_json::Map::new());
            return Err(error.into());
        }
        passages => passages?,
    };
    let place = |passage: &PassagePlace| {
        let file = folder.join(&passage.file);
        format!("{}:{}:{}", file.strip_prefix(".").unwrap_or(&file).display(), passage.line, passage.column)
    };
    let Some(mark) = &arguments.mark else {
        for passage in &passages {
            report::write(Stream::Output, &format!("{}  {}\n", passage.mark, place(passage)));
        }
        return Ok(());
    };
    let found = passages.iter().find(|passage| passage.mark.eq_ignore_ascii_case(mark.trim()));
    let found = found.ok_or_else(|| {
        let name = &arguments.name;
        Failure::Usage(format!(
            "the draft of `{name}` has no passage `{mark}`: it may have been changed since that draft; \
             `idm locate {name}` lists those that it has"
        ))
    })?;
    report::write(Stream::Output, &format!("{}\n", place(found)));
    Ok(())
}
