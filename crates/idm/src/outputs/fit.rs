//! Whether a folder may take outputs: one that is written to is no input, and so must hold none.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use idm_core::files::{OUTPUT, OUTPUT_MARK};
use idm_core::manifest;

use super::{DRAFTS, is_part};
use crate::Error;

/// What makes a folder a project.
const PUBLICATION: &str = "publication.yaml";

/// Refuses a folder in a project that holds anything but outputs. It would be passed over from then on, and its files be
/// missed. The folder `out` of a project is passed over in any case.
///
/// # Errors
/// [`Error::NotForOutputs`] if so, and if what is to be the lock is no file.
pub(super) fn examine(folder: &Path) -> Result<(), Error> {
    let unfit = |why: String| Err(Error::NotForOutputs { folder: folder.to_owned(), why });
    // What is not there yet holds nothing.
    let Ok(real) = fs::canonicalize(folder) else { return Ok(()) };
    if real.join(PUBLICATION).exists() {
        return unfit("it is the publication's own; name one in it or beside it".to_owned());
    }
    match fs::symlink_metadata(real.join(OUTPUT_MARK)) {
        Ok(mark) if mark.is_file() => return Ok(()),
        // To write to what a link leads to would be to spoil somebody else's file.
        Ok(_) => return unfit(format!("`{OUTPUT_MARK}` in it is not a file")),
        Err(_) => {}
    }
    let Some(project) = real.ancestors().skip(1).find(|above| above.join(PUBLICATION).exists()) else {
        return Ok(());
    };
    if real.strip_prefix(project).is_ok_and(|within| within.starts_with(OUTPUT)) {
        return Ok(());
    }
    match foreign(&real) {
        Some(name) => unfit(format!("it lies in the publication's folder and holds `{name}`; name an empty one")),
        None => Ok(()),
    }
}

/// What lies in a folder and is no output, if anything does.
fn foreign(folder: &Path) -> Option<String> {
    let entries = match fs::read_dir(folder) {
        // What is no folder is refused when it is written to.
        Err(error) if error.kind() != ErrorKind::PermissionDenied => return None,
        entries => entries.ok()?,
    };
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    names.filter(|name| !is_output(name)).min()
}

fn is_output(name: &str) -> bool {
    let is_manifest = name == manifest::FILE_NAME || name.starts_with("manifest-") && name.ends_with(".json");
    let is_data = ["records.json", "digest.md", "digest.html", DRAFTS].contains(&name);
    is_manifest || is_data || name.ends_with(".pdf") || is_part(Path::new(name)) || name.starts_with(".idm-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_inputs_takes_no_outputs() {
        let project = tempfile::tempdir().unwrap();
        let at = |path: &str| project.path().join(path);
        for folder in ["chapters", "out", "dist", "nightly/drafts", "empty", "old"] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        for file in ["publication.yaml", "chapters/a.md", "out/notes.md", "dist/book.pdf", "nightly/manifest.json"] {
            fs::write(at(file), "").unwrap();
        }
        let refused = |folder: &str| examine(&at(folder)).err().map(|error| error.to_string());
        for folder in ["out", "out/deep", "dist", "nightly", "empty", "not-there"] {
            assert_eq!(refused(folder), None, "{folder}");
        }
        assert!(refused("").unwrap().contains("it is the publication's own"));
        assert!(refused("chapters").unwrap().contains("holds `a.md`"));
        fs::write(at("old/own.txt"), "").unwrap();
        assert!(refused("old").is_some());
        // One that was written to before is one of outputs.
        fs::write(at("old").join(OUTPUT_MARK), "").unwrap();
        assert_eq!(refused("old"), None);
        fs::create_dir(at("empty").join(OUTPUT_MARK)).unwrap();
        assert!(refused("empty").unwrap().contains("is not a file"));
        // Elsewhere, everybody may keep what they like beside the outputs.
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("thesis.md"), "").unwrap();
        assert!(examine(elsewhere.path()).is_ok());
    }
}
