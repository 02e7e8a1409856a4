//! `idm import`: records from what others have written.

use std::path::Path;

use idm::diagnostic::{harmless, short};
use idm::{ImportOptions, Imported, Project, Proposal, TrackedChanges, find_project};
use idm_core::words::counted;

use super::new::tell;
use crate::args::{ChangesTaken, ImportArguments, ImportCommand};
use crate::failure::Failure;
use crate::report;
use crate::streams::Stream;
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &ImportArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS)?;
    let project = Project::open(find_project(arguments.project.as_deref())?)?;
    match &arguments.what {
        ImportCommand::Agenda { file, id, city, source } => {
            let options = ImportOptions { id: id.clone(), city: city.clone(), source: source.clone() };
            let imported = project.import_agenda(file, &options)?;
            tell(&imported.added);
            report::note_line(&summary(&imported));
            for remark in &imported.remarks {
                report::note_line(&format!("{}:{}: {}: {}", file.display(), remark.line, remark.why, remark.text));
            }
            Ok(())
        }
        ImportCommand::Docx { file, panel, changes, write } => {
            let changes = match changes {
                ChangesTaken::Accept => TrackedChanges::Accept,
                ChangesTaken::Reject => TrackedChanges::Reject,
                ChangesTaken::Note => TrackedChanges::Note,
            };
            let proposal = project.import_docx(file, panel.as_deref(), changes)?;
            propose(&project, file, &proposal, *write)
        }
    }
}

/// Shows what would change, and makes it so if that is asked for.
fn propose(project: &Project, file: &Path, proposal: &Proposal, write: bool) -> Result<(), Failure> {
    if !write {
        report::write(Stream::Output, &harmless::lines(&proposal.diff));
        for path in proposal.pictures.keys() {
            report::note_line(&format!("`{path}` would be added"));
        }
    }
    for left in &proposal.left_out {
        let place = if left.heading.is_empty() { String::new() } else { format!("{}: ", left.heading) };
        report::note_line(&format!("{}: {place}left out: {}", file.display(), left.what));
    }
    for conflict in &proposal.conflicts {
        report::note_line(&format!("{}: marked in the text: {conflict}", proposal.path));
    }
    if !proposal.problems.is_empty() {
        report::write(Stream::Error, &short::render(&proposal.problems));
        report::note_line("nothing has been written: the inputs would have these errors");
        return Err(Failure::Inputs);
    }
    if proposal.diff.is_empty() && proposal.pictures.is_empty() {
        report::note_line(&match proposal.left_out.is_empty() {
            true => format!("`{}` says all this already", proposal.path),
            false => format!("`{}` says all the rest already", proposal.path),
        });
    } else if write {
        tell(&project.write_proposal(proposal)?);
    } else {
        report::note_line("nothing has been written; --write does");
    }
    Ok(())
}

fn summary(imported: &Imported) -> String {
    format!(
        "{}, {}, {}; of {}, {} only {}",
        counted(imported.sessions, "session"),
        counted(imported.panels, "panel"),
        counted(imported.questions, "question"),
        counted(imported.lines, "line"),
        imported.repeated,
        if imported.repeated == 1 {
            "repeats the head of a page, numbers it, or keeps a calendar's books"
        } else {
            "repeat the head of a page, number it, or keep a calendar's books"
        },
    )
}
