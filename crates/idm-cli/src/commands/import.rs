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
    for line in &imported.left_out {
        report::note_line(&format!("{}:{}: left out, since {}: {}", file.display(), line.line, line.why, line.text));
    }
    Ok(())
}

fn summary(imported: &Imported) -> String {
    let Imported { lines, repeated, sessions, panels, questions, left_out, .. } = imported;
    let left = left_out.len();
    format!(
        "of {lines} lines, {repeated} repeat the head of a page or number it, {left} are left out; {sessions} sessions, \
         {panels} panels, {questions} questions"
    )
}
