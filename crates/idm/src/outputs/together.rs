//! Several files of a project that are written as one step: all or none.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Staged, stage};
use crate::Error;

/// What some programs put before a text.
pub(crate) const MARK: &[u8] = "\u{feff}".as_bytes();

/// Files that lie beside their places until all are there. Dropped before, they vanish.
#[derive(Debug, Default)]
pub(crate) struct Together {
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    staged: Staged,
    /// What it was called, which may be a link to its place.
    named: PathBuf,
    earlier: Option<Earlier>,
}

/// What stands in a file's place before.
#[derive(Debug)]
struct Earlier {
    bytes: Vec<u8>,
    rights: fs::Permissions,
}

/// The files that were written.
#[derive(Debug, Default)]
pub(crate) struct Put {
    /// Those that were not there before.
    pub(crate) created: Vec<PathBuf>,
    /// Those that took another's place.
    pub(crate) changed: Vec<PathBuf>,
}

impl Together {
    /// A file that may not be there yet.
    ///
    /// # Errors
    /// [`Error::Occupied`] if it is there, otherwise as [`stage`].
    pub(crate) fn create(&mut self, folder: &Path, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let named = folder.join(path);
        if named.symlink_metadata().is_ok() {
            return Err(Error::Occupied { path: named });
        }
        self.parts.push(Part { staged: stage(folder, path, bytes)?, named, earlier: None });
        Ok(())
    }

    /// A text in place of what is there, if something is. What a link leads to is written, and not a file in place of the
    /// link; the file keeps its rights, and the mark that it begins with. `is_known` says of the bytes that are there, none
    /// if there is no file, whether they are those that the text was made of.
    ///
    /// # Errors
    /// [`Error::System`] if they are not, or the system refuses; [`Error::Unfit`] if the path names no file.
    pub(crate) fn replace(
        &mut self,
        folder: &Path,
        path: &str,
        text: &str,
        is_known: impl FnOnce(Option<&[u8]>) -> bool,
    ) -> Result<(), Error> {
        let named = folder.join(path);
        let bytes = match fs::read(&named) {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            bytes => Some(bytes.map_err(Error::system("read", &named))?),
        };
        if !is_known(bytes.as_deref()) {
            let changed = std::io::Error::other("it has changed in the meantime");
            return Err(Error::system("write", &named)(changed));
        }
        let Some(bytes) = bytes else { return self.create(folder, path, text.as_bytes()) };
        let place = fs::canonicalize(&named).map_err(Error::system("write", &named))?;
        let (parent, name) = (place.parent().unwrap_or(folder), place.file_name().and_then(|name| name.to_str()));
        let name = name.ok_or_else(|| Error::Unfit { path: place.clone(), why: "it names no file".to_owned() })?;
        let lacks_mark = bytes.starts_with(MARK) && !text.as_bytes().starts_with(MARK);
        let mark = if lacks_mark { MARK } else { &[] };
        let staged = stage(parent, name, &[mark, text.as_bytes()].concat())?;
        let rights = fs::metadata(&place).map_err(Error::system("read", &place))?.permissions();
        staged.set_permissions(rights.clone()).map_err(Error::system("write", &place))?;
        self.parts.push(Part { staged, named, earlier: Some(Earlier { bytes, rights }) });
        Ok(())
    }

    /// Puts all in their places: the new files first, so that nothing names what is not there. If one cannot be put, those
    /// before it are taken back, as far as the system lets us.
    ///
    /// # Errors
    /// As [`Staged::put_new`] and [`Staged::put`].
    pub(crate) fn put(self) -> Result<Put, Error> {
        let (new, others): (Vec<_>, Vec<_>) = self.parts.into_iter().partition(|part| part.earlier.is_none());
        let mut put = Put::default();
        let mut done: Vec<(PathBuf, Option<Earlier>)> = vec![];
        for Part { staged, named, earlier } in new.into_iter().chain(others) {
            let placed = if earlier.is_some() { staged.put() } else { staged.put_new() };
            let place = match placed {
                Ok(place) => place,
                Err(error) => {
                    done.into_iter().for_each(|(place, earlier)| take_back(&place, earlier));
                    return Err(error);
                }
            };
            if earlier.is_some() { &mut put.changed } else { &mut put.created }.push(named);
            done.push((place, earlier));
        }
        Ok(put)
    }
}

fn take_back(place: &Path, earlier: Option<Earlier>) {
    let Some(Earlier { bytes, rights }) = earlier else {
        let _ = fs::remove_file(place);
        return;
    };
    let (folder, name) = (place.parent(), place.file_name().and_then(|name| name.to_str()));
    if let (Some(folder), Some(name)) = (folder, name)
        && let Ok(staged) = stage(folder, name, &bytes)
    {
        let _ = staged.set_permissions(rights);
        let _ = staged.put();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("there is room");
        for name in ["a.md", "b.yaml"] {
            fs::write(folder.path().join(name), "\u{feff}before").expect("it can be written");
        }
        folder
    }

    fn listed(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("it is there");
        let mut names: Vec<_> =
            entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn read(folder: &Path, name: &str) -> String {
        fs::read_to_string(folder.join(name)).expect("it can be read")
    }

    #[test]
    fn all_are_written() {
        let folder = folder();
        let folder = folder.path();
        let mut files = Together::default();
        files
            .replace(folder, "a.md", "after", |bytes| bytes == Some("\u{feff}before".as_bytes()))
            .expect("it is known");
        files.replace(folder, "c/d.md", "new", |bytes| bytes.is_none()).expect("it is known");
        files.create(folder, "e.png", b"new").expect("there is room");
        assert_eq!(read(folder, "a.md"), "\u{feff}before", "nothing is put yet");
        let put = files.put().expect("there is room");
        assert_eq!(put.created, [folder.join("c/d.md"), folder.join("e.png")]);
        assert_eq!(put.changed, [folder.join("a.md")]);
        assert_eq!([read(folder, "a.md"), read(folder, "c/d.md")], ["\u{feff}after", "new"]);
        assert_eq!(listed(folder), ["a.md", "b.yaml", "c", "e.png"]);
    }

    #[test]
    fn where_one_cannot_be_put_all_are_as_they_were() {
        let folder = folder();
        let folder = folder.path();
        let mut files = Together::default();
        files.create(folder, "e.png", b"new").expect("there is room");
        files.replace(folder, "a.md", "after", |_| true).expect("it can be read");
        files.replace(folder, "b.yaml", "after", |_| true).expect("it can be read");
        // Something comes in between that no file takes the place of.
        fs::remove_file(folder.join("b.yaml")).expect("it is there");
        fs::create_dir(folder.join("b.yaml")).expect("there is room");
        assert!(matches!(files.put(), Err(Error::System { .. })));
        assert_eq!(read(folder, "a.md"), "\u{feff}before");
        assert_eq!(listed(folder), ["a.md", "b.yaml"]);
    }

    #[test]
    fn what_is_there_or_has_changed_is_refused() {
        let folder = folder();
        let folder = folder.path();
        let mut files = Together::default();
        files.replace(folder, "a.md", "after", |_| true).expect("it can be read");
        let refused = files.create(folder, "b.yaml", b"new").expect_err("it is there");
        assert!(matches!(refused, Error::Occupied { .. }), "{refused}");
        let refused = files.replace(folder, "b.yaml", "after", |bytes| bytes.is_none()).expect_err("it is there");
        assert!(refused.to_string().ends_with("it has changed in the meantime"), "{refused}");
        drop(files);
        assert_eq!(listed(folder), ["a.md", "b.yaml"]);
        assert_eq!(read(folder, "a.md"), "\u{feff}before");
    }
}
