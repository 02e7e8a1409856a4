//! Finding the project that is meant.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// What makes a folder a project.
const PUBLICATION: &str = "publication.yaml";

/// The folder named, else this folder or the nearest above that is a project, else the only project in `inputs/`.
///
/// # Errors
/// If there is none, or if `inputs/` holds several.
pub fn project(named: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = named {
        if !folder.is_dir() {
            let others = in_inputs(Path::new("."));
            return Err(Failure::Usage(format!("there is no folder {}{}", folder.display(), list(&others))));
        }
        return Ok(folder.to_owned());
    }
    let here = std::env::current_dir().map_err(Failure::system("find", Path::new(".")))?;
    if let Some(folder) = here.ancestors().find(|folder| folder.join(PUBLICATION).is_file()) {
        return Ok(if folder == here { PathBuf::from(".") } else { folder.to_owned() });
    }
    let mut projects = in_inputs(Path::new("."));
    match projects.len() {
        1 => Ok(projects.remove(0)),
        0 => Err(Failure::Usage(
            "there is no publication here: name its folder with --project, or go to one that holds a publication.yaml"
                .to_owned(),
        )),
        _ => Err(Failure::Usage(format!("name one publication with --project{}", list(&projects)))),
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

fn list(projects: &[PathBuf]) -> String {
    if projects.is_empty() {
        return String::new();
    }
    let names: Vec<String> = projects.iter().map(|folder| folder.display().to_string()).collect();
    format!("; there is {}", names.join(", "))
}
