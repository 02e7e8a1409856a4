//! `idm comments`: what reviewers have said, as a work list.

use idm::Comments;
use idm::timings::Timings;
use idm_core::words::counted;

use super::{open, options};
use crate::args::{CommentsArguments, CommentsFormat};
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &CommentsArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS)?;
    let project = open(&arguments.common, options(&arguments.common)?, &mut Timings::start())?;
    if project.publication().is_none() {
        let findings = project.findings();
        report::show(&project, &findings, arguments.common.message_format, Stream::Error, serde_json::Map::new());
        return Failure::of_inputs(&findings, false);
    }
    let mut comments = project.comments(&arguments.files)?;
    if arguments.authors {
        comments.authors = project.authors()?;
    }
    if arguments.keep {
        let added = project.keep(&comments.list)?;
        let are = if added == 1 { "is" } else { "are" };
        let all = counted(comments.list.len(), "comment");
        report::note_line(&format!("{added} of {all} {are} new in comments.yaml"));
        return Ok(());
    }
    if let Some(id) = &arguments.resolve {
        let remark = named(&comments, id)?;
        project.decide(remark, arguments.note.as_deref().unwrap_or_default())?;
        report::note_line("kept in comments.yaml");
        return Ok(());
    }
    if let Some(id) = &arguments.apply {
        let remark = named(&comments, id)?;
        let applied = project.apply(remark).map_err(|why| Failure::Usage(format!("{id} cannot be applied: {why}")))?;
        report::write(Stream::Output, &idm::diagnostic::harmless::lines(&applied.diff));
        if arguments.write {
            project.write_applied(&applied)?;
            report::note_line("written");
        } else {
            report::note_line("nothing has been written; --write does");
        }
        return Ok(());
    }
    let text = match arguments.format {
        CommentsFormat::Human => comments.human(&project.words()),
        CommentsFormat::Markdown => comments.markdown(&project.words()),
        CommentsFormat::Csv => comments.csv(),
        CommentsFormat::Json => report::document_text(&comments.json()),
        CommentsFormat::Github => {
            let folder = project.path_in_repository().unwrap_or_default();
            report::commands(&comments.github(&folder.to_string_lossy().replace('\\', "/"), &project.words()));
            return Ok(());
        }
    };
    report::write(Stream::Output, &text);
    Ok(())
}

/// The remark of that identifier.
fn named<'c>(comments: &'c Comments, id: &str) -> Result<&'c idm::Comment, Failure> {
    let found = comments.list.iter().find(|remark| remark.id == id);
    found.ok_or_else(|| Failure::Usage(format!("there is no comment `{id}` in these files")))
}
