//! `idm translate`: what is noted of translations.

use idm::{Options, Project, find_project};

use crate::args::{AcceptArguments, MessageFormat, TranslateArguments, TranslateCommand};
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &TranslateArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS)?;
    match &arguments.command {
        TranslateCommand::Accept(arguments) => accept(arguments),
    }
}

fn accept(arguments: &AcceptArguments) -> Result<(), Failure> {
    let mut options = Options::default();
    options.language = Some(arguments.language);
    let project = Project::open_with(find_project(arguments.project.as_deref())?, options)?;
    let has_edition = project.publication().is_some_and(|publication| {
        publication.languages.contains(&arguments.language) && publication.source_language != arguments.language
    });
    if !has_edition {
        let code = arguments.language.code();
        report::error_line(&format!(
            "there is no translation into `{code}`; `languages` in publication.yaml lists the editions"
        ));
        return Err(Failure::Inputs);
    }
    let findings = project.findings();
    if findings.has_errors() {
        report::show(&project, &findings, MessageFormat::Human, Stream::Error, serde_json::Map::new());
        return Err(Failure::Inputs);
    }
    let accepted = project.accept_translations(&arguments.files)?;
    let missing = match accepted.missing {
        0 => String::new(),
        count => format!("; {count} have no translation"),
    };
    report::write(Stream::Output, &format!("{} noted{missing}\n", accepted.noted));
    Ok(())
}
