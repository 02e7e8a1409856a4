//! `idm preview`: the pages on a screen while they are written.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use idm::{Options, find_project};
use idm_preview::{Documents, Preview, Settings, show};

use crate::args::PreviewArguments;
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::{terminal, threads, watchdog};

/// Runs the command.
pub fn run(arguments: &PreviewArguments) -> Result<(), Failure> {
    let folder = folder(arguments)?;
    let at = arguments.at.as_ref().map(|at| Ok::<_, Failure>((in_project(&folder, &at.file)?, at.line))).transpose()?;
    if let Some((file, line)) = &at
        && let Some(address) = show(&folder, file, *line).map_err(Failure::Usage)?
    {
        report::note_line(&format!("shown in the preview that runs at {address}"));
        return Ok(());
    }
    watchdog::start_for_good()?;
    threads::start(None)?;
    let documents = match (arguments.book, &arguments.panels[..]) {
        (true, _) => Documents::Book,
        (false, []) => Documents::All,
        (false, panels) => Documents::Panels(panels.to_vec()),
    };
    let settings = Settings { documents, editor: arguments.editor.clone(), at };
    let mut options = Options::default();
    options.language = arguments.language;
    let preview = Preview::start(folder, options, settings)?;
    report::write(Stream::Output, &format!("{}\n", preview.address()));
    crate::streams::finish().map_err(Failure::Output)?;
    report::note_line("the preview runs until it is interrupted (Ctrl-C) or its terminal closes");
    if arguments.open {
        open(&preview);
    }
    terminal::wait_for_end();
    Ok(())
}

/// The project's folder: the one that is named, that of the file which is to be shown, or the one that is found.
fn folder(arguments: &PreviewArguments) -> Result<PathBuf, Failure> {
    if let (None, Some(at)) = (&arguments.project, &arguments.at)
        && let Ok(file) = at.file.canonicalize()
        && let Some(folder) = file.ancestors().skip(1).find(|folder| folder.join("publication.yaml").is_file())
    {
        return Ok(folder.to_owned());
    }
    Ok(find_project(arguments.project.as_deref())?)
}

/// The path of a file in a project. It is seen from here, or from the project's folder.
fn in_project(folder: &Path, file: &Path) -> Result<String, Failure> {
    let root = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let there = [file.to_owned(), folder.join(file)].into_iter().find_map(|file| file.canonicalize().ok());
    let within = there.as_deref().and_then(|file| file.strip_prefix(&root).ok()).and_then(Path::to_str);
    let usage = || Failure::Usage(format!("{} is no file of the project in {}", file.display(), folder.display()));
    Ok(within.ok_or_else(usage)?.replace(std::path::MAIN_SEPARATOR, "/"))
}

/// Opens the page in the person's browser.
fn open(preview: &Preview) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let opened = preview.door().and_then(|door| {
        let mut command = Command::new(program);
        command.arg(door).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    });
    match opened {
        // It is over soon, or is the browser itself.
        Ok(mut child) => drop(std::thread::Builder::new().spawn(move || child.wait())),
        Err(error) => report::note_line(&format!("no browser could be opened ({error}): open the address yourself")),
    }
}
