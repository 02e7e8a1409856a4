//! Showing what was found.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use idm::diagnostic::located::Located;
use idm::diagnostic::{Severity, github, harmless, human, json, sarif, short};
use idm::timings::Timings;
use idm::{Event, Findings, Project, Written};
use serde_json::{Value, json};

use crate::args::{CommonArguments, MessageFormat, RunArguments, TimingsFormat};

/// Where a report for people goes: it is the result of `check`, and beside the result of `build`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

/// Shows what was found, for people or programs. What only programs read always goes to standard output; `fields` are
/// added to JSON.
pub fn show(
    project: &Project,
    found: &Findings,
    format: MessageFormat,
    stream: Stream,
    fields: serde_json::Map<String, Value>,
) {
    let (sources, known) = (project.sources(), found.known());
    // What lies in no folder has paths that are whole.
    let prefix = project.folder().unwrap_or(Path::new("."));
    match format {
        MessageFormat::Json => {
            let mut document = json::document(found, sources);
            if let Some(map) = document.as_object_mut() {
                map.insert("project".to_owned(), Value::String(prefix.display().to_string()));
                map.extend(known.map(|known| ("known".to_owned(), Value::from(known))));
                map.extend(fields);
            }
            write(Stream::Output, &document_text(&document));
        }
        MessageFormat::Sarif => {
            let folder = from_root(project);
            let folder = folder.to_str().filter(|_| folder.is_relative());
            write(Stream::Output, &document_text(&sarif::document(found, sources, folder)));
        }
        MessageFormat::Github => put(Stream::Output, &github::render(&prefixed(found, &from_root(project)))),
        MessageFormat::Short => write(stream, &short::render(&prefixed(found, prefix))),
        MessageFormat::Human => {
            let colour = if use_colour(stream) { human::Colour::Always } else { human::Colour::Never };
            put(stream, &human::render(&prefixed(found, prefix), sources, colour));
            if let Some(summary) = summary(found) {
                write(stream, &format!("{summary}\n"));
            }
        }
    }
    if format != MessageFormat::Json
        && let Some(known) = known.filter(|known| *known > 0)
    {
        let problems = if known == 1 { "problem" } else { "problems" };
        write(Stream::Error, &format!("{known} known {problems} not shown\n"));
    }
}

/// Shows what came of a run that builds: what was found, the files that were written, how long it took.
pub fn results(
    project: &Project,
    found: &Findings,
    common: &CommonArguments,
    run: &RunArguments,
    written: &[Written],
    timings: &Timings,
) {
    let mut fields = serde_json::Map::new();
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
        Some(TimingsFormat::Json) => write(Stream::Error, &document_text(&json!(timings.report()))),
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

/// What was asked for instead of a run, or why what was typed is none: as `clap` shows it, unless an argument holds what
/// speaks to a terminal.
pub fn usage(error: &clap::Error) -> ExitCode {
    let text = error.to_string();
    if harmless::lines(&text) == text {
        error.exit();
    }
    write(Stream::Error, &text);
    ExitCode::from(2)
}

/// `2 errors, 1 warning`; nothing if there is nothing.
fn summary(found: &[Located]) -> Option<String> {
    let count = |severity, one: &str| {
        let number = found.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        (number > 0).then(|| format!("{number} {one}{}", if number == 1 { "" } else { "s" }))
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

/// Colours only for a person who has not asked for none (`NO_COLOR`, see no-color.org).
fn use_colour(stream: Stream) -> bool {
    let asked_for_none = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let terminal = match stream {
        Stream::Output => io::stdout().is_terminal(),
        Stream::Error => io::stderr().is_terminal(),
    };
    terminal && !asked_for_none
}

/// A JSON document as it is written: nothing in its texts speaks to a terminal.
pub fn document_text(document: &Value) -> String {
    harmless::json(&format!("{document:#}\n")).into_owned()
}

/// Writes lines, harmless whatever was put into them.
pub fn write(stream: Stream, text: &str) {
    put(stream, &harmless::lines(text));
}

/// Writes what has been made harmless, as far as somebody listens: a closed pipe is no reason to fail.
fn put(stream: Stream, text: &str) {
    let _ = match stream {
        Stream::Output => io::stdout().write_all(text.as_bytes()),
        Stream::Error => io::stderr().write_all(text.as_bytes()),
    };
}
