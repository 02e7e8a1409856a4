//! What Typst can see: one project, the packages, the fonts, and a clock that stands still. Nothing else.

use std::fmt;
use std::sync::LazyLock;

use idm_core::diagnostic::Place;
use time::OffsetDateTime;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};
use typst_syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

use crate::fonts::Fonts;
use crate::packages;
use crate::packages::{NAMESPACE, Packages, VERSION, package_path};
use crate::typst_project::{MAIN, ProjectFile, TypstProject};

/// Typst's standard library. The same for all documents: data goes to them in files, because another library would
/// make Typst forget all that it remembers.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // Row headers in tables, which Typst counts among its experiments.
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// What a compilation depends on besides the project.
#[derive(Debug, Clone)]
pub struct WorldOptions {
    /// The time that counts as now, in seconds since 1970 (`SOURCE_DATE_EPOCH`).
    pub timestamp: i64,
    /// The packages that can be imported.
    pub packages: Packages,
    /// The fonts that can be used.
    pub fonts: Fonts,
    /// Where problems of the document as a whole are shown: those that come from no line of an author's.
    pub whole: Place,
}

/// One document's surroundings.
pub struct IdmWorld {
    files: FileStore<Loader>,
    main: FileId,
    now: OffsetDateTime,
    fonts: Fonts,
    whole: Place,
    lives_on: bool,
}

impl IdmWorld {
    /// A world for a project.
    pub fn new(project: TypstProject, settings: WorldOptions) -> Self {
        let WorldOptions { timestamp, packages, fonts, whole } = settings;
        Self {
            files: FileStore::new(Loader { project, packages }),
            // The path of the entry is always valid: it is a plain name.
            main: RootedPath::new(VirtualRoot::Project, VirtualPath::new(MAIN).expect("a plain name")).intern(),
            now: date_time(timestamp),
            fonts,
            whole,
            lives_on: false,
        }
    }

    /// The same surroundings for another project.
    #[must_use]
    pub(crate) fn with_project(&self, project: TypstProject) -> Self {
        let loader = Loader { project, packages: self.packages().clone() };
        Self {
            files: FileStore::new(loader),
            main: self.main,
            now: self.now,
            fonts: self.fonts.clone(),
            whole: self.whole.clone(),
            lives_on: self.lives_on,
        }
    }

    /// Says that the document will be laid out again and again, so that what is remembered of one state is worth keeping for the next.
    pub fn live_on(&mut self) {
        self.lives_on = true;
    }

    /// Whether the document will be laid out again.
    pub(crate) fn lives_on(&self) -> bool {
        self.lives_on
    }

    /// Takes a newer state of the same project. Typst then does again only what the changes touch.
    pub fn replace(&mut self, project: TypstProject) {
        self.files.loader_mut().project = project;
        self.files.reset();
    }

    /// Goes over to a later state of the same document. As with [`replace`](Self::replace), only what has changed is done
    /// again.
    pub fn continue_as(&mut self, mut later: Self) {
        let Loader { project, packages } = later.files.loader_mut();
        self.files.loader_mut().packages = std::mem::take(packages);
        (self.now, self.fonts, self.whole) = (later.now, later.fonts, later.whole);
        self.replace(std::mem::take(project));
    }

    /// The project.
    pub fn project(&self) -> &TypstProject {
        &self.files.loader().project
    }

    /// The files that the main file includes, in their order, as far as they can be read.
    pub(crate) fn parts(&self) -> Vec<Source> {
        let source = |path: &String| {
            let path = VirtualPath::new(path).ok()?;
            self.source(RootedPath::new(VirtualRoot::Project, path).intern()).ok()
        };
        self.project().parts().iter().filter_map(source).collect()
    }

    /// The packages.
    pub fn packages(&self) -> &Packages {
        &self.files.loader().packages
    }

    /// The fonts.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Where problems of the document as a whole are shown.
    pub fn whole(&self) -> &Place {
        &self.whole
    }
}

impl fmt::Debug for IdmWorld {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("IdmWorld").field("now", &self.now).finish_non_exhaustive()
    }
}

impl World for IdmWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let parse = || self.files.source(id);
        if self.files.loader().serves_embedded(id) { packages::parsed(id, parse) } else { parse() }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        // The clock has no zone of its own: without an offset, the day is that of UTC, wherever the program runs.
        let seconds = offset.map_or(0.0, |offset| offset.seconds().trunc());
        let shifted = self.now.checked_add(time::Duration::checked_seconds_f64(seconds)?)?;
        Datetime::from_ymd(shifted.year(), shifted.month().into(), shifted.day())
    }
}

/// Serves files from memory.
struct Loader {
    project: TypstProject,
    packages: Packages,
}

impl FileLoader for Loader {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_without_slash();
        match id.root() {
            // A project may bring packages of its own.
            VirtualRoot::Package(spec) => match self.own(&package_path(&spec.name, path)) {
                Some(bytes) if spec.namespace == NAMESPACE && spec.version.to_string() == VERSION => Ok(bytes),
                _ => self.packages.load(spec, path),
            },
            VirtualRoot::Project => self.own(path).ok_or_else(|| FileError::NotFound(path.into())),
        }
    }
}

impl Loader {
    /// Whether a file comes from a package embedded in the program.
    fn serves_embedded(&self, id: FileId) -> bool {
        match id.root() {
            VirtualRoot::Package(spec) => {
                let own = package_path(&spec.name, id.vpath().get_without_slash());
                self.packages.is_embedded(&spec.name) && self.project.get(&own).is_none()
            }
            VirtualRoot::Project => false,
        }
    }

    fn own(&self, path: &str) -> Option<Bytes> {
        Some(match self.project.get(path)? {
            ProjectFile::Module(module) => Bytes::from_string(module.text.clone()),
            ProjectFile::Bytes(bytes) => bytes.clone(),
        })
    }
}

/// The date and time in UTC. Times out of all reason, which no calendar has, count as the nearest that one has.
pub(crate) fn date_time(timestamp: i64) -> OffsetDateTime {
    let limit = if timestamp < 0 { time::Date::MIN } else { time::Date::MAX };
    OffsetDateTime::from_unix_timestamp(timestamp).unwrap_or_else(|_| limit.midnight().assume_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(timestamp: i64) -> IdmWorld {
        let settings = WorldOptions {
            timestamp,
            packages: Packages::embedded(),
            fonts: Fonts::bundled(),
            whole: Place::File("publication.yaml".to_owned()),
        };
        IdmWorld::new(TypstProject::new(), settings)
    }

    fn project_file(path: &str) -> FileId {
        RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()).intern()
    }

    fn package_file(spec: &str, path: &str) -> FileId {
        let root = VirtualRoot::Package(spec.parse().unwrap());
        RootedPath::new(root, VirtualPath::new(path).unwrap()).intern()
    }

    #[test]
    fn the_clock_stands_still_in_utc() {
        let world = world(1_511_308_799); // 2017-11-21T23:59:59Z
        assert_eq!(world.today(None), Datetime::from_ymd(2017, 11, 21));
        let ahead = Duration::from(time::Duration::hours(1));
        assert_eq!(world.today(Some(ahead)), Datetime::from_ymd(2017, 11, 22));
        date_time(i64::MAX);
        date_time(i64::MIN);
    }

    #[test]
    fn nothing_outside_is_served() {
        let mut world = world(0);
        assert_eq!(world.file(project_file("etc/passwd")), Err(FileError::NotFound("etc/passwd".into())));
        let refusal = world.file(package_file("@preview/cetz:0.3.0", "lib.typ")).unwrap_err().to_string();
        assert!(refusal.contains("nothing is: only @idm packages"), "{refusal}");
        let refusal = world.file(package_file("@idm/labels:7.0.0", "lib.typ")).unwrap_err().to_string();
        assert!(refusal.contains("only version 0.1.0"), "{refusal}");
        let refusal = world.file(package_file("@idm/nothing:0.1.0", "lib.typ")).unwrap_err();
        assert!(matches!(refusal, FileError::Package(_)), "{refusal}");
        assert!(world.file(package_file("@idm/labels:0.1.0", "typst.toml")).is_ok());
        assert!(matches!(world.file(package_file("@idm/labels:0.1.0", "none.typ")), Err(FileError::NotFound(_))));

        let mut project = TypstProject::new();
        project.insert("a.txt", Bytes::new(*b"a"));
        world.replace(project);
        assert_eq!(world.file(project_file("a.txt")).as_deref(), Ok(&b"a"[..]));
    }

    #[test]
    fn packages_of_ones_own_take_the_place_of_embedded_ones_that_were_parsed() {
        let lib = package_file("@idm/labels:0.1.0", "lib.typ");
        let text = |world: &IdmWorld| world.source(lib).unwrap().text().to_owned();
        let embedded = text(&world(0));
        assert_eq!(text(&world(1)), embedded);

        let packages = Packages::embedded().with("labels", [("lib.typ".to_owned(), Bytes::new(*b"mine"))].into());
        let whole = Place::File("publication.yaml".to_owned());
        let settings = WorldOptions { timestamp: 0, packages, fonts: Fonts::bundled(), whole };
        assert_eq!(text(&IdmWorld::new(TypstProject::new(), settings)), "mine");

        let mut project = TypstProject::new();
        project.insert(package_path("labels", "lib.typ"), Bytes::new(*b"the project's"));
        assert_eq!(text(&world(0).with_project(project)), "the project's");
        assert_eq!(text(&world(0)), embedded);
    }
}
