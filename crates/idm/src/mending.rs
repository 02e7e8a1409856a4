//! Mending: fixes that leave no doubt are written into the files.

use std::collections::BTreeMap;
use std::path::Path;

use idm_core::diagnostic::located::{LocatedEdit, LocatedFix, Location};

use crate::outputs::{MARK, Together};
use crate::{Error, Project};

/// How often fixes are looked for again once others have been applied: what was hidden by one mistake may be another.
const ROUNDS: usize = 8;

/// Something that was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The code of the problem.
    pub code: &'static str,
    /// Where it was, in the file as it was read then.
    pub location: Location,
    /// What was done about it.
    pub title: String,
}

impl Project {
    /// Applies every fix of a finding that leaves no doubt, and those of what is found then, and writes the files, all or
    /// none. Texts that are laid over files are left alone.
    ///
    /// # Errors
    /// [`Error::System`] if a file cannot be written, or has changed since it was read. The files are as they were then.
    pub fn mend(&mut self) -> Result<Vec<Mended>, Error> {
        let Some(folder) = self.folder().map(Path::to_owned) else { return Ok(vec![]) };
        let covered = self.unsaved();
        let mut mended = vec![];
        // What is to be written, and what the files held.
        let mut texts = BTreeMap::<String, String>::new();
        let mut before = BTreeMap::<String, String>::new();
        for _ in 0..ROUNDS {
            let chosen = self.safe_fixes(&covered);
            if chosen.is_empty() {
                break;
            }
            let mut edits = BTreeMap::<String, Vec<LocatedEdit>>::new();
            for (problem, fix) in chosen {
                mended.push(problem);
                for edit in fix.edits {
                    edits.entry(edit.file.clone()).or_default().push(edit);
                }
            }
            let mut changed = vec![];
            for (path, edits) in edits {
                let Some(text) = self.text_of(&path) else { continue };
                before.entry(path.clone()).or_insert_with(|| text.to_owned());
                let text = edited(text, edits);
                changed.push((path.clone(), Some(text.clone().into_bytes())));
                texts.insert(path, text);
            }
            self.overlay_all(changed)?;
        }
        let written = write(&folder, &texts, &before);
        self.overlay_all(texts.into_keys().map(|path| (path, None)))?;
        written.map(|()| mended)
    }

    /// The fixes that can be applied together: of each problem the first that is safe, none of which touches another.
    fn safe_fixes(&self, covered: &[String]) -> Vec<(Mended, LocatedFix)> {
        let mut chosen: Vec<(Mended, LocatedFix)> = vec![];
        for found in self.findings().iter() {
            let Some(fix) = found.fixes.iter().find(|fix| fix.is_safe) else { continue };
            let is_free = |edit: &LocatedEdit| {
                let touches = |other: &LocatedEdit| {
                    let (one, other_range) = (edit.range.span.range(), other.range.span.range());
                    edit.file == other.file && one.start <= other_range.end && other_range.start <= one.end
                };
                !covered.contains(&edit.file) && !chosen.iter().any(|(_, fix)| fix.edits.iter().any(touches))
            };
            if fix.edits.iter().all(is_free) {
                let (code, location) = (found.code, found.location.clone());
                chosen.push((Mended { code, location, title: fix.title.clone() }, fix.clone()));
            }
        }
        chosen
    }

    fn text_of(&self, path: &str) -> Option<&str> {
        self.sources().iter().find(|(_, source)| source.path() == path).map(|(_, source)| source.text())
    }
}

/// A text with some of its bytes replaced. No two edits touch.
fn edited(text: &str, mut edits: Vec<LocatedEdit>) -> String {
    edits.sort_by_key(|edit| edit.range.span);
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.range.span.range();
        result.push_str(text.get(at..range.start).unwrap_or_default());
        result.push_str(&edit.text);
        at = range.end;
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

/// Writes texts in place of files, if these hold what was read.
fn write(folder: &Path, texts: &BTreeMap<String, String>, read: &BTreeMap<String, String>) -> Result<(), Error> {
    let mut files = Together::default();
    for (path, text) in texts {
        let is_known = |bytes: Option<&[u8]>| {
            let found = bytes.map(|bytes| bytes.strip_prefix(MARK).unwrap_or(bytes));
            found == read.get(path).map(String::as_bytes)
        };
        files.replace(folder, path, text, is_known)?;
    }
    files.put().map(drop)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::Options;

    fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().expect("there is room");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("it can be made");
            fs::write(path, text).expect("it can be written");
        }
        let project = Project::open_with(folder.path(), Options::default()).expect("it can be opened");
        (folder, project)
    }

    #[test]
    fn slips_are_mended_and_doubts_are_left() {
        let publication =
            "\u{feff}id: p\r\ntitel: T\r\nlanguage: en\r\nbook:\r\n- chapter: one\r\n- sektion: themes\r\n";
        let chapter = "# One\n\n:::good-practise {titel=\"A\"}\nDo so.\n:::\n";
        let (folder, mut project) = project(&[("publication.yaml", publication), ("chapters/one.md", chapter)]);
        let mended = project.mend().expect("it can be written");
        let titles: Vec<&str> = mended.iter().map(|mended| mended.title.as_str()).collect();
        assert_eq!(titles, ["write `title`"]);
        let text = fs::read_to_string(folder.path().join("publication.yaml")).expect("it can be read");
        assert_eq!(text, publication.replace("titel", "title"));
        let text = fs::read_to_string(folder.path().join("chapters/one.md")).expect("it can be read");
        assert_eq!(text, chapter);
        // The project knows the file as it is now.
        let codes: Vec<&str> = project.findings().iter().map(|found| found.code).collect();
        assert_eq!(codes, ["unknown-block", "unknown-key"], "{codes:?}");
    }

    #[test]
    fn nothing_is_written_where_a_file_has_changed_in_the_meantime() {
        let (folder, mut project) = project(&[("publication.yaml", "id: p\ntitel: T\n"), ("people.yaml", "[]\n")]);
        let path = folder.path().join("publication.yaml");
        fs::write(&path, "id: p\ntitel: U\n").expect("it can be written");
        let files = project.mend();
        assert!(files.is_err(), "{files:?}");
        assert_eq!(fs::read_to_string(path).expect("it can be read"), "id: p\ntitel: U\n");
    }

    #[test]
    fn what_is_laid_over_files_is_left_alone() {
        let (folder, mut project) = project(&[("publication.yaml", "id: p\ntitel: T\n")]);
        project.overlay("publication.yaml", "id: p\ntitel: U\n").expect("it is in the project");
        assert_eq!(project.mend().expect("there is nothing to write"), []);
        let text = fs::read_to_string(folder.path().join("publication.yaml")).expect("it can be read");
        assert_eq!(text, "id: p\ntitel: T\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_mended_file_keeps_its_rights_and_its_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (folder, _) = project(&[("real.txt", "id: p\ntitel: T\n")]);
        let real = folder.path().join("real.txt");
        symlink(&real, folder.path().join("publication.yaml")).expect("links can be made");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("rights can be set");
        let mut project = Project::open(folder.path()).expect("it can be opened");
        assert_eq!(project.mend().expect("it can be written").len(), 1);
        assert!(fs::symlink_metadata(folder.path().join("publication.yaml")).expect("it is there").is_symlink());
        assert_eq!(fs::read_to_string(&real).expect("it can be read"), "id: p\ntitle: T\n");
        assert_eq!(fs::metadata(&real).expect("it is there").permissions().mode() & 0o777, 0o640);
    }
}
