//! Writing the Typst project out, for other Typst tools.

use std::path::{Path, PathBuf};
use std::{fs, io};

use idm_core::escape;
use idm_core::files::OUTPUT_MARK;
use typst_syntax::VirtualPath;

use crate::export::ExportSettings;
use crate::packages::package_path;
use crate::typst_project::MAIN;
use crate::world::IdmWorld;

/// The file that says how to compile the project, and by which a folder of ours is known.
pub(crate) const BUILD_FILE: &str = "BUILD.txt";

/// The first line of [`BUILD_FILE`].
const MARK: &str = "A Typst project, written by `idm build --emit-typst`.";

/// Why a project was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder holds something that we did not write.
    #[error("{} is not empty and holds no {BUILD_FILE} of ours; it is left as it is", .0.display())]
    NotOurs(PathBuf),
    /// A file's name is none on this system.
    #[error("`{0}` cannot be the name of a file here")]
    Name(String),
    /// The system refused.
    #[error("cannot write {}: {error}", .path.display())]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// Why it was not.
        #[source]
        error: io::Error,
    },
}

/// Writes a project with its packages and fonts, so that the official compiler makes the same PDF of it.
///
/// Everything is written beside `dir` and then put in its place. A folder of ours that is there already is replaced as
/// a whole; any other one that is not empty is left alone. `name` is the PDF's, without `.pdf`.
pub fn write_project(dir: &Path, world: &IdmWorld, settings: &ExportSettings, name: &str) -> Result<(), WriteError> {
    let dir = &resolve(dir)?;
    refuse_foreign(dir)?;
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(io_error(parent))?;
    let scratch = tempfile::Builder::new().prefix(".idm-").tempdir_in(parent).map_err(io_error(parent))?;

    // A folder within the scratch folder, because the latter is for its owner alone.
    let new = scratch.path().join("new");
    fs::create_dir(&new).map_err(io_error(&new))?;
    for (path, file) in world.project().files() {
        write_file(&new, path, file.as_bytes())?;
    }
    for package in world.packages().names() {
        for (path, bytes) in world.packages().files(package) {
            write_file(&new, &package_path(package, path), &bytes)?;
        }
    }
    for (file, bytes) in report_templates::font_files() {
        write_file(&new, &format!("fonts/{file}"), bytes)?;
    }
    for font in world.fonts().own() {
        write_file(&new, &format!("fonts/publication/{}", font.path.trim_start_matches("fonts/")), &font.bytes)?;
    }
    write_file(&new, BUILD_FILE, build_text(settings, name).as_bytes())?;
    // What is written is no input, wherever it lies.
    write_file(&new, OUTPUT_MARK, b"")?;

    if dir.exists() {
        fs::rename(dir, scratch.path().join("old")).map_err(io_error(dir))?;
    }
    fs::rename(&new, dir).map_err(io_error(dir))?;
    scratch.close().map_err(io_error(parent))
}

/// The command with which the official compiler makes the PDF.
///
/// The document's identifier is not among its options. The PDF's two identifiers, in the trailer and in the metadata,
/// are therefore others than ours; all other bytes are the same.
pub fn command(settings: &ExportSettings, name: &str) -> String {
    format!(
        "typst compile --root . --package-path packages --font-path fonts --ignore-system-fonts \
         --ignore-embedded-fonts --features a11y-extras --pdf-standard {} --creation-timestamp {} {MAIN} {}",
        settings.standards,
        settings.timestamp,
        escape::shell(&format!("{name}.pdf")),
    )
}

fn build_text(settings: &ExportSettings, name: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "{MARK}\nIt is written anew each time: changes made here are lost. idm-render {version}.\n\n\
         With Typst {}, in this folder:\n\n{}\n",
        crate::typst_version(),
        command(settings, name)
    )
}

/// Follows links, so that what they lead to is replaced and not they themselves.
fn resolve(dir: &Path) -> Result<PathBuf, WriteError> {
    match fs::canonicalize(dir) {
        Ok(dir) => Ok(dir),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(dir.to_owned()),
        Err(error) => Err(io_error(dir)(error)),
    }
}

fn refuse_foreign(dir: &Path) -> Result<(), WriteError> {
    let mut entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io_error(dir)(error)),
    };
    let ours = || fs::read_to_string(dir.join(BUILD_FILE)).is_ok_and(|text| text.starts_with(MARK));
    if entries.next().is_none() || ours() { Ok(()) } else { Err(WriteError::NotOurs(dir.to_owned())) }
}

fn write_file(root: &Path, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
    // Typst's own paths cannot lead out of the folder, and it knows which names a system does not allow.
    let virtual_path = VirtualPath::new(path).map_err(|_| WriteError::Name(path.to_owned()))?;
    let target = virtual_path.realize(root).map_err(|_| WriteError::Name(path.to_owned()))?;
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(io_error(folder))?;
    }
    fs::write(&target, bytes).map_err(io_error(&target))
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    move |error| WriteError::Io { path: path.to_owned(), error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Standards;
    use crate::testing::Fixture;
    use idm_core::model::DEFAULT_STANDARDS;

    fn settings() -> ExportSettings {
        let standards = Standards::parse(DEFAULT_STANDARDS).unwrap();
        ExportSettings {
            standards,
            ident: "test".to_owned(),
            timestamp: 1_514_764_800,
            destinations: vec![],
            press: false,
        }
    }

    #[test]
    fn a_project_is_written_with_all_that_it_needs_and_replaces_the_last() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("deep/out");
        let fixture = Fixture::new("a", "#include \"content/a.typ\"").content(|out, span| out.emit(span("a"), "b"));
        let world = fixture.package("kit", "#let x = 1").world();
        write_project(&dir, &world, &settings(), "book").unwrap();
        assert_eq!(fs::read_to_string(dir.join("content/a.typ")).unwrap(), "b");
        assert_eq!(fs::read_to_string(dir.join("packages/idm/kit/0.1.0/lib.typ")).unwrap(), "#let x = 1");
        assert!(dir.join("packages/idm/labels/0.1.0/typst.toml").exists());
        assert!(fs::read_dir(dir.join("fonts")).unwrap().count() > 1);
        let build = fs::read_to_string(dir.join(BUILD_FILE)).unwrap();
        assert!(
            build.contains(
                "typst compile --root . --package-path packages --font-path fonts --ignore-system-fonts \
                 --ignore-embedded-fonts --features a11y-extras --pdf-standard ua-1,a-3a --creation-timestamp 1514764800 main.typ book.pdf\n"
            ),
            "{build}"
        );

        write_project(&dir, &Fixture::new("", "new").world(), &settings(), "book").unwrap();
        assert!(!dir.join("content").exists());
        assert_eq!(fs::read_to_string(dir.join(MAIN)).unwrap(), "new");
        let beside: Vec<_> = fs::read_dir(dir.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(beside, ["out"], "nothing is left behind");
    }

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let world = Fixture::new("", "x").world();
        fs::write(folder.path().join("thesis.typ"), "mine").unwrap();
        let error = write_project(folder.path(), &world, &settings(), "book").unwrap_err();
        assert!(matches!(error, WriteError::NotOurs(_)), "{error}");
        fs::write(folder.path().join(BUILD_FILE), "make me").unwrap();
        assert!(write_project(folder.path(), &world, &settings(), "book").is_err());
        assert_eq!(fs::read_to_string(folder.path().join("thesis.typ")).unwrap(), "mine");
        let file = folder.path().join("thesis.typ");
        assert!(matches!(write_project(&file, &world, &settings(), "book"), Err(WriteError::Io { .. })));

        let empty = tempfile::tempdir().unwrap();
        let dir = empty.path().join("empty");
        fs::create_dir(&dir).unwrap();
        write_project(&dir, &world, &settings(), "book").unwrap();
        assert!(dir.join(MAIN).exists());
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut fixture = Fixture::new("", "x");
        fixture.project.insert("../out.typ", crate::source_map::Module::default());
        let error = write_project(&folder.path().join("a"), &fixture.world(), &settings(), "book").unwrap_err();
        assert!(matches!(error, WriteError::Name(_)), "{error}");
        assert!(!folder.path().join("a").exists());
    }
}
