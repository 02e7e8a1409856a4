//! `idm import`: records from what others have written.

use idm::{ImportOptions, Imported, Project, find_project};

use super::new::tell;
use crate::args::{ImportArguments, ImportCommand};
use crate::failure::Failure;
use crate::report;

/// Runs the command.
pub fn run(arguments: &ImportArguments) -> Result<(), Failure> {
    let ImportCommand::Agenda { file, id, city, source } = &arguments.what;
    let project = Project::open(find_project(arguments.project.as_deref())?)?;
    let options = ImportOptions { id: id.clone(), city: city.clone(), source: source.clone() };
    let imported = project.import_agenda(file, &options)?;
    tell(&imported.added);
    report::note_line(&summary(&imported));
    for remark in &imported.remarks {
        report::note_line(&format!("{}:{}: {}: {}", file.display(), remark.line, remark.why, remark.text));
    }
    Ok(())
}

fn summary(imported: &Imported) -> String {
    let counted = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    format!(
        "{}, {}, {}; of {}, {} only repeat the head of a page, number it, or keep a calendar's books",
        counted(imported.sessions, "session"),
        counted(imported.panels, "panel"),
        counted(imported.questions, "question"),
        counted(imported.lines, "line"),
        imported.repeated,
    )
}
