//! Finding the project that is meant.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idm_core::files::{Files, OUTPUT_MARK};
use idm_core::model::Language;
use idm_core::read;

use crate::Error;

/// What makes a folder a project.
const PUBLICATION: &str = "publication.yaml";

/// The folder of the project that is meant: the one that is named; else the current folder or the nearest above it that
/// holds a `publication.yaml`; else the only project in `inputs/`.
///
/// # Errors
/// If there is none, or if `inputs/` holds several.
pub fn find_project(named: Option<&Path>) -> Result<PathBuf, Error> {
    if let Some(folder) = named {
        if !folder.is_dir() {
            return Err(Error::NoFolder { folder: folder.to_owned(), projects: in_inputs(Path::new(".")) });
        }
        return Ok(folder.to_owned());
    }
    let here = std::env::current_dir().map_err(Error::system("find", Path::new(".")))?;
    if let Some(folder) = here.ancestors().find(|folder| folder.join(PUBLICATION).is_file()) {
        return Ok(if folder == here { PathBuf::from(".") } else { folder.to_owned() });
    }
    let mut projects = in_inputs(Path::new("."));
    match projects.len() {
        1 => Ok(projects.remove(0)),
        0 => Err(Error::NoProject),
        _ => Err(Error::SeveralProjects { projects }),
    }
}

/// The language that the project in a folder is written in, as its `publication.yaml` names it; none where that cannot be known.
/// Nothing else is read.
pub fn language_of(folder: &Path) -> Option<Language> {
    read::language_named_by(&Files::directory(folder).ok()?)
}

/// Every project in some folders, each with a name that no other has, by name: its path in the folder that was named, or the
/// last part of that if it is a project itself. What lies in a project, is hidden or was written to is passed over.
///
/// # Errors
/// [`Error::NoFolder`] if a folder is not there, [`Error::NoProjects`] if there is no project in it,
/// [`Error::SameName`] if two would have the same name, [`Error::System`] if a folder cannot be read.
pub fn find_projects(folders: &[PathBuf]) -> Result<Vec<(String, PathBuf)>, Error> {
    let mut found: BTreeMap<String, PathBuf> = BTreeMap::new();
    for root in folders {
        if !root.is_dir() {
            return Err(Error::NoFolder { folder: root.clone(), projects: vec![] });
        }
        let mut here = vec![];
        if root.join(PUBLICATION).is_file() {
            let whole = std::fs::canonicalize(root).map_err(Error::system("read", root))?;
            let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            here.push((name, root.clone()));
        } else {
            below(root, "", 0, &mut here)?;
        }
        if here.is_empty() {
            return Err(Error::NoProjects { folder: root.clone() });
        }
        for (name, folder) in here {
            if let Some(other) = found.insert(name.clone(), folder.clone()) {
                return Err(Error::SameName { name, one: other, other: folder });
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// That a folder holds a project itself, for what is compared with one.
///
/// # Errors
/// [`Error::NoFolder`] if it is not there, [`Error::NotAProject`] if it holds none, [`Error::System`] if it cannot be read.
pub fn is_project(folder: &Path) -> Result<(), Error> {
    if !folder.is_dir() {
        return Err(Error::NoFolder { folder: folder.to_owned(), projects: in_inputs(Path::new(".")) });
    }
    if folder.join(PUBLICATION).is_file() {
        return Ok(());
    }
    let mut found = vec![];
    below(folder, "", 0, &mut found)?;
    let projects = found.into_iter().map(|(_, folder)| folder).take(OFFERED).collect();
    Err(Error::NotAProject { folder: folder.to_owned(), projects })
}

/// How many projects a message names.
const OFFERED: usize = 3;

/// How deep projects are looked for: links that lead back are not followed, and nobody files deeper.
const DEPTH: usize = 16;

fn below(folder: &Path, name: &str, depth: usize, found: &mut Vec<(String, PathBuf)>) -> Result<(), Error> {
    for entry in folder.read_dir().map_err(Error::system("read", folder))? {
        let entry = entry.map_err(Error::system("read", folder))?;
        let (path, own) = (entry.path(), entry.file_name());
        let Some(own) = own.to_str().filter(|own| !own.starts_with('.')) else { continue };
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder || path.join(OUTPUT_MARK).exists() || depth > DEPTH {
            continue;
        }
        let name = if name.is_empty() { own.to_owned() } else { format!("{name}/{own}") };
        if path.join(PUBLICATION).is_file() {
            found.push((name, path));
        } else {
            below(&path, &name, depth + 1, found)?;
        }
    }
    Ok(())
}

/// The projects in `inputs/`, by name.
fn in_inputs(root: &Path) -> Vec<PathBuf> {
    let Ok(entries) = root.join("inputs").read_dir() else { return vec![] };
    let mut projects: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| Path::new("inputs").join(entry.file_name()))
        .filter(|folder| folder.join(PUBLICATION).is_file())
        .collect();
    projects.sort();
    projects
}
