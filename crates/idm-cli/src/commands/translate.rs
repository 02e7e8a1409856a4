//! `idm translate`: what is noted of translations, and their exchange with those who make them.

use std::path::Path;

use idm::diagnostic::{harmless, short};
use idm::model::Language;
use idm::{Accepted, Delivery, Options, Project, find_project, write_file};
use idm_core::words::counted;

use super::new::tell;
use crate::args::{
    AcceptArguments, ExchangeArguments, ExchangeFormat, ExportArguments, MessageFormat, TranslateArguments,
    TranslateCommand,
};
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::watchdog;

/// Runs the command.
pub fn run(arguments: &TranslateArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS)?;
    match &arguments.command {
        TranslateCommand::Accept(arguments) => accept(arguments),
        TranslateCommand::Export(arguments) => export(arguments),
        TranslateCommand::Import(arguments) => import(arguments),
    }
}

/// The edition in a language, which must be without errors.
fn edition(folder: Option<&Path>, language: Language) -> Result<Project, Failure> {
    let mut options = Options::default();
    options.language = Some(language);
    let project = Project::open_with(find_project(folder)?, options)?;
    let has_edition = project.publication().is_some_and(|publication| {
        publication.languages.contains(&language) && publication.source_language != language
    });
    if !has_edition {
        let code = language.code();
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
    Ok(project)
}

fn accept(arguments: &AcceptArguments) -> Result<(), Failure> {
    let project = edition(arguments.project.as_deref(), arguments.language)?;
    let accepted = project.accept_translations(&arguments.passages)?;
    let noted = accepted.noted.iter().map(|noted| format!("{}: {}\n", noted.place, noted.name));
    report::write(Stream::Output, &harmless::lines(&noted.collect::<String>()));
    report::write(Stream::Output, &format!("{} noted{}\n", accepted.noted.len(), why_not(&accepted)));
    Ok(())
}

/// Why no more was noted.
fn why_not(accepted: &Accepted) -> String {
    let current = match accepted.current {
        0 => String::new(),
        1 => "; one was up to date already".to_owned(),
        count => format!("; {count} were up to date already"),
    };
    let missing = match accepted.missing {
        0 => String::new(),
        1 => "; one has no translation".to_owned(),
        count => format!("; {count} have no translation"),
    };
    match (accepted.noted.len(), accepted.current + accepted.missing) {
        (0, 0) => "; there is no text to be translated".to_owned(),
        _ => current + &missing,
    }
}

fn export(arguments: &ExportArguments) -> Result<(), Failure> {
    let project = edition(arguments.project.as_deref(), arguments.language)?;
    let exported = project.export_translations(arguments.format.form())?;
    for name in &exported.apart {
        report::note_line(&format!(
            "`{name}` is left out: its translation is built otherwise than the source, and is kept by hand"
        ));
    }
    match &arguments.output {
        Some(file) => write_file(file, exported.text.as_bytes())?,
        None => report::write(Stream::Output, &exported.text),
    }
    report::note_line(&format!("{}, {} translated", counted(exported.units, "text"), exported.current));
    Ok(())
}

fn import(arguments: &ExchangeArguments) -> Result<(), Failure> {
    let project = edition(arguments.project.as_deref(), arguments.language)?;
    let ending = arguments.file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let format = match (arguments.format, ending.as_deref()) {
        (Some(format), _) => format,
        (None, Some("po")) => ExchangeFormat::Po,
        (None, Some("xlf" | "xliff")) => ExchangeFormat::Xliff,
        _ => {
            let file = arguments.file.display();
            return Err(Failure::Usage(format!("`{file}` ends in neither .xlf, .xliff nor .po: say its --format")));
        }
    };
    let delivery = project.import_translations(&arguments.file, format.form())?;
    take(&project, &arguments.file, &delivery, arguments.write)
}

/// Shows what would change, and makes it so if that is asked for.
fn take(project: &Project, file: &Path, delivery: &Delivery, write: bool) -> Result<(), Failure> {
    if !write {
        report::write(Stream::Output, &harmless::lines(&delivery.diff));
    }
    for refusal in &delivery.refused {
        let place = format!("{}:{}: {}", file.display(), refusal.line, refusal.unit);
        report::error_line(&format!("{place}: not taken: {}", refusal.why));
    }
    for old in &delivery.old_subjects {
        let place = format!("{}:{}: `{}`", old.file, old.line, old.was);
        report::note_line(&format!("{place} is `{}` in the index now: rename it there by hand", old.now));
    }
    if !delivery.problems.is_empty() {
        report::write(Stream::Error, &short::render(&delivery.problems));
        report::note_line("nothing has been written: the inputs would have these errors");
        return Err(Failure::Inputs);
    }
    if write && !delivery.files.is_empty() {
        tell(&project.write_delivery(delivery)?);
    }
    let Delivery { new, confirmed, waiting, refused, .. } = delivery;
    let refused = match refused.len() {
        0 => String::new(),
        count => format!(", {count} not taken, which stay in `{}`", file.display()),
    };
    report::note_line(&format!("{new} new, {confirmed} confirmed, {waiting} not translated yet{refused}"));
    if !write && !delivery.files.is_empty() {
        report::note_line("nothing has been written; --write does");
    }
    if delivery.refused.is_empty() { Ok(()) } else { Err(Failure::Inputs) }
}
