//! Showing what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

use idm::diagnostic::located::Located;
use idm::diagnostic::{Severity, github, harmless, human, json, sarif, short};
use idm::model::Language;
use idm::timings::Timings;
use idm::{Event, Findings, Mended, Project, Written};
use idm_core::rules;
use idm_core::source::Sources;
use idm_core::words::counted;
use serde_json::{Map, Value, json};

use crate::args::{CommonArguments, MessageFormat, RunArguments, TimingsFormat};
use crate::failure::Failure;
use crate::streams;

pub use crate::streams::Stream;

/// Whether problems are shown as JSON, so that a failure is, too.
static AS_JSON: AtomicBool = AtomicBool::new(false);
/// Whether the JSON document is written: standard output holds one and nothing else.
static DOCUMENT: Mutex<bool> = Mutex::new(false);
/// The rules that have been told in a language, by code and by the language's letters.
static TOLD: Mutex<BTreeSet<(&str, &str)>> = Mutex::new(BTreeSet::new());
/// When colours are used.
static COLOUR: OnceLock<Colours> = OnceLock::new();

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colours {
    Auto,
    Always,
    Never,
}

/// Takes the values of `--message-format` and `--color` as they were typed. What they may be is said elsewhere.
pub fn heed(format: &str, colour: &str) {
    AS_JSON.store(format == "json", Ordering::SeqCst);
    let _ = COLOUR.set(match colour {
        "always" => Colours::Always,
        "never" => Colours::Never,
        _ => Colours::Auto,
    });
}

/// Shows what was found, for people or programs. What only programs read always goes to standard output; `fields` are
/// added to JSON. A report for people is the result of `check`, and stands beside the result of `build`.
pub fn show(project: &Project, found: &Findings, format: MessageFormat, stream: Stream, fields: Map<String, Value>) {
    let (sources, known) = (project.sources(), found.known());
    // What lies in no folder has paths that are whole.
    let prefix = project.folder().unwrap_or(Path::new("."));
    match format {
        MessageFormat::Json | MessageFormat::Sarif => {
            put_document(&document_of(project, found, format, fields).unwrap_or_default());
        }
        MessageFormat::Github => put(Stream::Output, &github::render(&prefixed(found, &from_root(project)))),
        MessageFormat::Short => write(stream, &short::render(&prefixed(found, prefix))),
        MessageFormat::Human => {
            let colour = if use_colour(stream) { human::Colour::Always } else { human::Colour::Never };
            let told = rules_told(project, found);
            put(stream, &human::render_with(&prefixed(found, prefix), sources, colour, &told));
            if let Some(summary) = summary(found) {
                write(stream, &format!("{summary}\n"));
            }
        }
    }
    if format != MessageFormat::Json
        && let Some(known) = known.filter(|known| *known > 0)
    {
        write(Stream::Error, &format!("{} not shown\n", counted(known, "known problem")));
    }
}

/// What rules demand, in the language of those who write the files that break them, by the places of problems in the list. Messages
/// are English; whoever writes French or Spanish is told once in a run, with the first problem, what each is about.
fn rules_told(project: &Project, found: &[Located]) -> BTreeMap<usize, &'static str> {
    let Ok(mut told) = TOLD.lock() else { return BTreeMap::new() };
    let mut notes = BTreeMap::new();
    for (place, problem) in found.iter().enumerate() {
        let language = of_edition(project, problem).unwrap_or_else(|| project.language_of(&problem.location.file));
        if let Some(rule) = rules::find(problem.code)
            && language != Language::English
            && told.insert((rule.code, language.code()))
        {
            notes.insert(place, rule.summary_in(language));
        }
    }
    notes
}

/// The language of those to whom a missing translation is told, wherever its source stands.
fn of_edition(project: &Project, problem: &Located) -> Option<Language> {
    let is_missing = [rules::TRANSLATION_MISSING.code, rules::UNTRANSLATED_FOR_RELEASE.code].contains(&problem.code);
    project.options().language.filter(|_| is_missing)
}

/// Says that nothing is wrong: whoever asks and hears nothing cannot tell that from not having been heard.
pub fn sound(project: &Project, findings: &Findings) {
    let new = if findings.known().is_some_and(|known| known > 0) { "new " } else { "" };
    let folder = project.folder().unwrap_or(Path::new(".")).display();
    let others = match project.publication() {
        Some(publication) if project.options().language.is_none() && publication.languages.len() > 1 => {
            let codes: Vec<_> = publication.languages.iter().skip(1).map(|language| language.code()).collect();
            format!(" (translations are looked at with `--all-languages` or `--language`: {})", codes.join(", "))
        }
        _ => String::new(),
    };
    write(Stream::Output, &format!("no {new}problems in {folder}{others}\n"));
}

/// Says what was mended: in a line each, or in a field of the JSON document, which is returned.
pub fn mended(project: &Project, mended: &[Mended], format: MessageFormat) -> Map<String, Value> {
    let stream = match format {
        MessageFormat::Json => {
            let one = |one: &Mended| {
                let range = one.location.range;
                let point = |at: idm_core::source::Position| json!({ "line": at.line, "column": at.column });
                json!({
                    "code": one.code,
                    "file": one.location.file,
                    "start": range.map(|range| point(range.start)),
                    "end": range.map(|range| point(range.end)),
                    "title": one.title,
                })
            };
            return [("mended".to_owned(), mended.iter().map(one).collect())].into_iter().collect();
        }
        // These hold problems and nothing else.
        MessageFormat::Sarif | MessageFormat::Github => Stream::Error,
        MessageFormat::Human | MessageFormat::Short => Stream::Output,
    };
    let folder = project.folder().filter(|folder| *folder != Path::new(".")).unwrap_or(Path::new(""));
    for one in mended {
        let place = one.location.range.map(|range| format!(":{}:{}", range.start.line, range.start.column));
        let file = folder.join(&one.location.file);
        let place = format!("{}{}", file.display(), place.unwrap_or_default());
        write(stream, &format!("{place}: mended[{}]: {}\n", one.code, one.title));
    }
    Map::new()
}

/// What was found as the one document that `json` and `sarif` are; none of other formats. `fields` are added to JSON.
pub fn document_of(
    project: &Project,
    found: &Findings,
    format: MessageFormat,
    fields: Map<String, Value>,
) -> Option<Value> {
    let sources = project.sources();
    match format {
        MessageFormat::Json => {
            let mut all = Map::new();
            all.extend(found.known().map(|known| ("known".to_owned(), Value::from(known))));
            all.extend(fields);
            Some(json_document(found, sources, project.folder().unwrap_or(Path::new(".")), all))
        }
        MessageFormat::Sarif => {
            let folder = from_root(project);
            let folder = folder.to_str().filter(|_| folder.is_relative());
            Some(sarif::document(found, sources, folder))
        }
        _ => None,
    }
}

fn json_document(found: &[Located], sources: &Sources, prefix: &Path, fields: Map<String, Value>) -> Value {
    let mut document = json::document(found, sources);
    if let Some(map) = document.as_object_mut() {
        map.insert("project".to_owned(), Value::String(prefix.display().to_string()));
        map.extend(fields);
    }
    document
}

/// Writes the one document that programs read, unless it is written already.
pub fn put_document(document: &Value) {
    // Who holds the lock is writing it, perhaps to somebody who does not read: a run that is given up does not wait for that.
    let Ok(mut is_written) = DOCUMENT.try_lock() else { return };
    if std::mem::replace(&mut *is_written, true) {
        return;
    }
    put(Stream::Output, &document_text(document));
}

/// Says why a run failed: on standard error, and in the JSON document if problems are shown as one.
pub fn failure(failure: &Failure) {
    if failure.is_reported() {
        return;
    }
    let message = failure.to_string();
    if AS_JSON.load(Ordering::SeqCst) {
        put_document(&json_document(&[], &Sources::default(), Path::new(""), failure_field(failure, &message)));
    }
    error_line(&message);
}

/// The field of the JSON document that says why a run failed.
fn failure_field(failure: &Failure, message: &str) -> Map<String, Value> {
    let field = json!({ "code": failure.code(), "message": message });
    [("failure".to_owned(), field)].into_iter().collect()
}

/// Adds to the fields of the JSON document why a run failed, if it did and not everything about that is reported.
pub fn add_failure(fields: &mut Map<String, Value>, result: &Result<(), Failure>) {
    if let Err(failure) = result
        && !failure.is_reported()
    {
        fields.extend(failure_field(failure, &failure.to_string()));
    }
}

/// Shows what was asked for instead of a run, such as the help, or why what was typed is no command.
pub fn usage(instead: &clap::Error) -> Result<(), Failure> {
    let stream = if instead.use_stderr() { Stream::Error } else { Stream::Output };
    let text = instead.render();
    if instead.use_stderr() && AS_JSON.load(Ordering::SeqCst) {
        let message = text.to_string().trim().trim_start_matches("error: ").to_owned();
        let fields = failure_field(&Failure::Typed, &message);
        put_document(&json_document(&[], &Sources::default(), Path::new(""), fields));
    }
    let plain = text.to_string();
    // An argument may hold what speaks to a terminal.
    if use_colour(stream) && harmless::lines(&plain) == plain {
        put(stream, &text.ansi().to_string());
    } else {
        write(stream, &plain);
    }
    if instead.use_stderr() { Err(Failure::Typed) } else { Ok(()) }
}

/// Shows what came of a run that builds: what was found, the files that were written, how long it took, and why it failed
/// if it did.
pub fn results(
    project: &Project,
    found: &Findings,
    common: &CommonArguments,
    run: &RunArguments,
    written: &[Written],
    timings: &Timings,
    result: &Result<(), Failure>,
) {
    let mut fields = Map::new();
    add_failure(&mut fields, result);
    if common.message_format == MessageFormat::Json {
        let output = |written: &Written| json!({ "path": written.path.display().to_string(), "bytes": written.bytes, "pages": written.pages });
        fields.insert("outputs".to_owned(), written.iter().map(output).collect());
        if run.timings.is_some() {
            fields.insert("timings".to_owned(), json!(timings.report()));
        }
    }
    show(project, found, common.message_format, Stream::Error, fields);
    if common.message_format == MessageFormat::Json {
        return;
    }
    // One document is all that standard output may hold for SARIF.
    for written in written.iter().filter(|_| common.message_format != MessageFormat::Sarif) {
        write(Stream::Output, &format!("{}\n", written.path.display()));
    }
    self::timings(timings, run.timings);
}

/// Shows how long a run took, if that was asked for.
pub fn timings(timings: &Timings, format: Option<TimingsFormat>) {
    match format {
        Some(TimingsFormat::Human) => write(Stream::Error, &timings.to_string()),
        Some(TimingsFormat::Json) => put(Stream::Error, &document_text(&json!(timings.report()))),
        None => {}
    }
}

/// Shows what the library tells outside of a phase that has a progress line.
pub fn event(event: Event) {
    if let Event::Note(message) = event {
        note_line(message);
    }
}

/// A remark in one line, on standard error.
pub fn note_line(message: &str) {
    write(Stream::Error, &format!("note: {}\n", harmless::line(message)));
}

/// A failure in one line, on standard error.
pub fn error_line(message: &str) {
    write(Stream::Error, &format!("error: {}\n", harmless::line(message)));
}

/// `2 errors, 1 warning`; nothing if there is nothing.
fn summary(found: &[Located]) -> Option<String> {
    let count = |severity, one: &str| {
        let number = found.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        (number > 0).then(|| counted(number, one))
    };
    let parts: Vec<String> =
        [count(Severity::Error, "error"), count(Severity::Warning, "warning")].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The project's folder as seen from the root of the repository, which services that show code count from. Where there is
/// no repository, the program is taken to be called at the root.
fn from_root(project: &Project) -> PathBuf {
    project.path_in_repository().or_else(|| project.folder().map(Path::to_owned)).unwrap_or_else(|| PathBuf::from("."))
}

/// Paths as they are from here, so that an editor or terminal can open them.
fn prefixed(found: &[Located], prefix: &Path) -> Vec<Located> {
    let mut found = found.to_vec();
    if prefix == Path::new(".") {
        return found;
    }
    let join = |file: &mut String| *file = prefix.join(&*file).display().to_string();
    for diagnostic in &mut found {
        join(&mut diagnostic.location.file);
        for (location, _) in &mut diagnostic.labels {
            join(&mut location.file);
        }
    }
    found
}

/// Colours only for a person who has not asked for none (`NO_COLOR`, see no-color.org) and whose terminal has some.
fn use_colour(stream: Stream) -> bool {
    let terminal = || match stream {
        Stream::Output => io::stdout().is_terminal(),
        Stream::Error => io::stderr().is_terminal(),
    };
    match COLOUR.get().unwrap_or(&Colours::Auto) {
        Colours::Always => true,
        Colours::Never => false,
        Colours::Auto => {
            let asked_for_none = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            terminal() && !asked_for_none && !is_dumb()
        }
    }
}

/// Whether the terminal understands nothing but text.
pub fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|name| name == "dumb")
}

/// A JSON document as it is written: nothing in its texts speaks to a terminal.
pub fn document_text(document: &Value) -> String {
    harmless::json(&format!("{document:#}\n")).into_owned()
}

/// Writes lines, harmless whatever was put into them.
pub fn write(stream: Stream, text: &str) {
    put(stream, &harmless::lines(text));
}

/// Writes commands of GitHub Actions, whose texts have been made harmless.
pub fn commands(text: &str) {
    put(Stream::Output, text);
}

/// Writes what has been made harmless.
fn put(stream: Stream, text: &str) {
    streams::write(stream, text);
}
