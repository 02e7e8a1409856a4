//! Finding the project that is meant.

use std::path::{Path, PathBuf};

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
