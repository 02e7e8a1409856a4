//! Test cases: a sound publication, `base/`, with one mistake put into it.
//!
//! A case is a folder. What it may hold is described in `cases/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use idm_core::files::{Files, MAX_IMAGE_BYTES};

/// Files that are directions to this module, and no part of the project.
const DIRECTIONS: [&str; 5] = ["change.diff", "DELETE", "SYMLINKS", "HUGE", "expected.txt"];

/// The folder of the package that holds the cases.
pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What git says in a folder, with nothing of the caller's own settings.
///
/// # Errors
/// If it cannot be run or refuses; with what it says.
pub fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"])
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("git {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The program. Cargo builds it for the tests of its own package, and puts it two folders above the tests' programs.
///
/// # Errors
/// If it has not been built; the message says how to.
pub fn program() -> Result<PathBuf, String> {
    let test = std::env::current_exe().map_err(|error| error.to_string())?;
    let program = test.ancestors().nth(2).unwrap_or(&test).join(format!("idm{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() {
        return Ok(program);
    }
    Err(format!("there is no {}: run `cargo test` for the whole workspace, which builds it", program.display()))
}

/// Runs the program in a folder, with the caller's settings left out.
///
/// # Errors
/// If it cannot be started.
pub fn run(program: &Path, folder: &Path, arguments: &[&str]) -> io::Result<Output> {
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .output()
}

/// Puts the sound publication into an empty folder.
///
/// # Errors
/// If it cannot be copied.
pub fn copy_base(to: &Path) -> Result<(), String> {
    copy(&package().join("base"), to, true)
}

/// Puts a folder's files into another.
///
/// # Errors
/// If they cannot be copied.
pub fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    copy(from, to, false)
}

/// The files of the sound publication, by their paths.
///
/// # Panics
/// If they cannot be read.
pub fn base() -> BTreeMap<String, Vec<u8>> {
    let folder = package().join("base");
    let files = Files::directory(&folder).expect("the folder is there");
    let read = |path: String| {
        let bytes = files.read_bytes(&path, MAX_IMAGE_BYTES).expect("listed files can be read");
        (path, bytes)
    };
    files.list().expect("the folder can be read").into_iter().map(read).collect()
}

/// Puts a case's mistake into a copy of the sound publication.
///
/// # Errors
/// If the case's directions do not fit the publication.
pub fn spoil(case: &Path, project: &Path) -> Result<(), String> {
    copy(case, project, true)?;
    if let Some(changes) = directions(case, "change.diff")? {
        change(&changes, project)?;
    }
    for path in directions(case, "DELETE")?.iter().flat_map(|text| text.lines()) {
        let path = project.join(path);
        fs::remove_file(&path).map_err(|error| format!("DELETE: {}: {error}", path.display()))?;
    }
    for line in directions(case, "HUGE")?.iter().flat_map(|text| text.lines()) {
        lengthen(project, line)?;
    }
    for line in directions(case, "SYMLINKS")?.iter().flat_map(|text| text.lines()) {
        let (path, target) = line.split_once(" -> ").ok_or("SYMLINKS: a line is `path -> target`")?;
        link(&project.join(path), Path::new(target)).map_err(|error| format!("SYMLINKS: {path}: {error}"))?;
    }
    Ok(())
}

fn directions(case: &Path, name: &str) -> Result<Option<String>, String> {
    match fs::read_to_string(case.join(name)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

/// Copies a folder over another; at the top, directions are left out.
fn copy(from: &Path, to: &Path, top: bool) -> Result<(), String> {
    let problem = |error: io::Error| format!("{}: {error}", from.display());
    fs::create_dir_all(to).map_err(problem)?;
    for entry in fs::read_dir(from).map_err(problem)? {
        let entry = entry.map_err(problem)?;
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            copy(&path, &to.join(name), false)?;
        } else if !(top && DIRECTIONS.iter().any(|direction| name == *direction)) {
            fs::copy(&path, to.join(name)).map_err(problem)?;
        }
    }
    Ok(())
}

/// Applies changes in the form of a unified diff without line numbers: `--- path` names a file, ` ` and `-` are lines
/// that it holds exactly once in this order, `+` are lines to be there instead, and `@@` ends one place of a file.
fn change(changes: &str, project: &Path) -> Result<(), String> {
    let mut path: Option<PathBuf> = None;
    let (mut old, mut new) = (String::new(), String::new());
    for line in changes.split_inclusive('\n').chain(["@@\n"]) {
        if let Some(name) = line.strip_prefix("--- ") {
            replace(path.as_deref(), &mut old, &mut new)?;
            path = Some(project.join(name.trim_end()));
        } else if line.starts_with("@@") {
            replace(path.as_deref(), &mut old, &mut new)?;
        } else if let Some(rest) = line.strip_prefix('-') {
            old.push_str(rest);
        } else if let Some(rest) = line.strip_prefix('+') {
            new.push_str(rest);
        } else {
            let rest = line.strip_prefix(' ').ok_or_else(|| format!("change.diff: what is `{}`?", line.trim_end()))?;
            old.push_str(rest);
            new.push_str(rest);
        }
    }
    Ok(())
}

fn replace(path: Option<&Path>, old: &mut String, new: &mut String) -> Result<(), String> {
    let (old, new) = (std::mem::take(old), std::mem::take(new));
    if old.is_empty() && new.is_empty() {
        return Ok(());
    }
    let path = path.ok_or("change.diff: `--- path` comes first")?;
    let problem = |error: &dyn std::fmt::Display| format!("change.diff: {}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| problem(&error))?;
    let starts_line = |at: &usize| *at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
    let places: Vec<usize> = text.match_indices(&old).map(|(at, _)| at).filter(starts_line).collect();
    let [at] = places[..] else {
        return Err(problem(&format!("these lines stand there {} times, not once:\n{old}", places.len())));
    };
    fs::write(path, format!("{}{new}{}", &text[..at], &text[at + old.len()..])).map_err(|error| problem(&error))
}

/// Lengthens a file by the spaces that are missing to a number of bytes.
fn lengthen(project: &Path, line: &str) -> Result<(), String> {
    let (path, bytes) = line.split_once(' ').ok_or("HUGE: a line is `path bytes`")?;
    let bytes: u64 = bytes.trim().parse().map_err(|error| format!("HUGE: {bytes}: {error}"))?;
    // Nothing but the length counts, and a hole in a file takes no room.
    let file = fs::OpenOptions::new().write(true).open(project.join(path));
    file.and_then(|file| file.set_len(bytes)).map_err(|error| format!("HUGE: {path}: {error}"))
}

#[cfg(unix)]
fn link(path: &Path, target: &Path) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        fs::remove_file(path)?;
    }
    std::os::unix::fs::symlink(target, path)
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "links are made on Unix only"))
}
