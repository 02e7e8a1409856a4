//! A publication to begin with.

use std::path::{Path, PathBuf};

use super::additions::Additions;
use super::names::slug;
use super::yaml::{SCHEMAS, modeline};
use crate::{Error, schemas};

/// The files of the beginning, each with the text that it is made from. What they say is for whoever writes over it.
const FILES: [(&str, &str); 9] = [
    ("publication.yaml", include_str!("skeleton/publication.yaml")),
    ("people.yaml", include_str!("skeleton/people.yaml")),
    ("references.yaml", include_str!("skeleton/references.yaml")),
    ("outcomes.yaml", include_str!("skeleton/outcomes.yaml")),
    ("chapters/introduction.md", include_str!("skeleton/introduction.md")),
    ("workshops/first/workshop.yaml", include_str!("skeleton/workshop.yaml")),
    ("workshops/first/panel-1/panel.yaml", include_str!("skeleton/panel.yaml")),
    ("workshops/first/panel-1/summary.md", include_str!("skeleton/summary.md")),
    ("workshops/first/panel-1/recommendations.yaml", include_str!("skeleton/recommendations.yaml")),
];

/// Writes a publication to begin with into a folder, which is made if it is not there, with the descriptions by which
/// editors complete and check its files. Its identifier is the folder's name. The paths of its files are returned.
///
/// # Errors
/// [`Error::Occupied`] if a file is there already that would have to be written, in which case nothing is;
/// [`Error::System`] if the folder cannot be made or written to.
pub fn init(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let whole = std::path::absolute(folder).map_err(Error::system("find", folder))?;
    let name = whole.file_name().map(|name| slug(&name.to_string_lossy())).unwrap_or_default();
    let id = if name.is_empty() { "publication" } else { &name };
    let mut files = Additions::default();
    for (path, text) in FILES {
        let text = if path == "publication.yaml" {
            text.replacen("id: forum", &format!("id: {id}"), 1)
        } else {
            text.to_owned()
        };
        files.create(path, format!("{}{text}", modeline(path)));
    }
    for schema in schemas::all() {
        files.create(format!("{SCHEMAS}/{}", schema.file), schemas::text(&schema));
    }
    Ok(files.write(folder)?.created)
}
