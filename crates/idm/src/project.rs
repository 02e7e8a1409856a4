//! A project: read, resolved and checked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idm_core::check::{self, Subject};
use idm_core::diagnostic::baseline::Purpose;
use idm_core::diagnostic::located::{Located, Locations};
use idm_core::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use idm_core::files::{self, Files, Repository};
use idm_core::memory::Memory;
use idm_core::model::{Language, Publication};
use idm_core::source::Sources;
use idm_core::{fonts, levels, read, release, resolve, rules, translation};
use idm_render::export::Standards;
use idm_render::fonts::Fonts;
use idm_render::packages::Packages;
use idm_render::timings::{Phase, Timings};
use rayon::prelude::*;

use crate::findings::Findings;
use crate::standards::standards;
use crate::state::State;
use crate::{Error, Options, clock};

/// A publication's project, read, resolved and checked: what its files mean, and what is wrong with them.
///
/// It is a value of one moment: files that change on the disk change nothing in it until it is asked to
/// [`refresh`](Self::refresh). Texts that are not saved yet can be laid [over](Self::overlay) the files.
#[derive(Debug)]
pub struct Project {
    /// The folder, where it lies on the disk.
    folder: Option<PathBuf>,
    /// The state that the files are of, where it is not what lies in the folder.
    at: Option<State>,
    /// The files without what is laid over them, as they were when they were last looked at.
    saved: Files,
    /// What earlier readings have made of them.
    memory: Memory,
    unsaved: BTreeMap<String, Vec<u8>>,
    options: Options,
    understood: Understood,
}

/// What reading and checking a project's files gave.
#[derive(Debug)]
struct Understood {
    texts: read::Inputs,
    records: Option<read::Records>,
    publication: Option<Publication>,
    fonts: Fonts,
    standards: Option<Standards>,
    found: Vec<Diagnostic>,
    timings: Timings,
}

impl Project {
    /// Reads and checks the project in a folder.
    ///
    /// # Errors
    /// [`Error::NoFolder`] if there is no such folder, [`Error::System`] if it cannot be entered. Whatever is wrong with
    /// the files in it is a [finding](Self::findings).
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_with(folder, Options::default())
    }

    /// Reads and checks the project in a folder in a certain way.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(folder: impl AsRef<Path>, options: Options) -> Result<Self, Error> {
        let folder = folder.as_ref();
        if !folder.is_dir() {
            return Err(Error::NoFolder { folder: folder.to_owned(), projects: vec![] });
        }
        let files = Files::directory(folder).map_err(Error::system("open", folder))?;
        Ok(Self::new(Some(folder.to_owned()), files, options))
    }

    /// Reads and checks the project in a folder as it was in a state that its repository knows: a git revision, tag, branch,
    /// draft or date. What lies in the folder itself is not looked at.
    ///
    /// # Errors
    /// As [`open`](Self::open), and [`Error::Revision`] if there is no such state.
    pub fn open_at(folder: impl AsRef<Path>, revision: &str, options: Options) -> Result<Self, Error> {
        let folder = folder.as_ref();
        if !folder.is_dir() {
            return Err(Error::NoFolder { folder: folder.to_owned(), projects: vec![] });
        }
        let repository = Repository::discover(folder)?;
        let revision = files::day_of(revision, clock::now()).unwrap_or_else(|| revision.to_owned());
        let found = repository.find(&revision)?;
        let files = repository.files(&found)?;
        let mut project = Self::new(Some(folder.to_owned()), files, options);
        project.at = Some(State::at(found));
        Ok(project)
    }

    /// Reads and checks files that need not lie in a folder, such as those in memory or of an earlier state.
    pub fn from_files(files: Files, options: Options) -> Self {
        Self::new(None, files, options)
    }

    fn new(folder: Option<PathBuf>, saved: Files, options: Options) -> Self {
        // The fonts are wanted at the end of the checks, and have nothing to do with the inputs.
        let _ = std::thread::Builder::new().spawn(Fonts::bundled);
        let saved = saved.remembered();
        let mut memory = Memory::default();
        let understood = Read::of(saved.clone(), Sources::default(), &mut memory, &options, &Fonts::bundled())
            .understood(&mut memory, &options);
        Self { folder, at: None, saved, memory, unsaved: BTreeMap::new(), options, understood }
    }

    /// Lays the text of an editor over a file, saved or not, and reads the project as if the file held it. `path` is
    /// relative to the project, with `/` between its parts; the file need not be there. No other file is looked at again.
    ///
    /// # Errors
    /// [`Error::NotInProject`] if the path leads out of the project, or names nothing in it.
    pub fn overlay(&mut self, path: &str, text: impl Into<Vec<u8>>) -> Result<(), Error> {
        if Files::resolve("", path).as_deref() != Ok(path) {
            return Err(Error::NotInProject { path: path.to_owned() });
        }
        self.unsaved.insert(path.to_owned(), text.into());
        self.understand();
        Ok(())
    }

    /// Takes away what was laid over a file, and reads the project again, with the files as they are now.
    pub fn uncover(&mut self, path: &str) {
        if self.unsaved.remove(path).is_some() {
            self.refresh();
        }
    }

    /// Lays the texts of an editor over several files at once, or takes them away where there is none, and reads the
    /// project again.
    ///
    /// # Errors
    /// As [`overlay`](Self::overlay); nothing has changed then.
    pub fn overlay_all(&mut self, texts: impl IntoIterator<Item = (String, Option<Vec<u8>>)>) -> Result<(), Error> {
        let texts: Vec<_> = texts.into_iter().collect();
        if let Some((path, _)) = texts.iter().find(|(path, _)| Files::resolve("", path).as_deref() != Ok(path)) {
            return Err(Error::NotInProject { path: path.clone() });
        }
        for (path, text) in texts {
            match text {
                Some(text) => self.unsaved.insert(path, text),
                None => self.unsaved.remove(&path),
            };
        }
        self.refresh();
        Ok(())
    }

    /// The paths of the files over which texts are laid.
    pub(crate) fn unsaved(&self) -> Vec<String> {
        self.unsaved.keys().cloned().collect()
    }

    /// Reads the project again, with the files as they are now and the texts that were laid over them.
    pub fn refresh(&mut self) {
        self.saved = self.saved.anew();
        self.understand();
    }

    /// Only what has changed is read again.
    fn understand(&mut self) {
        let files = self.saved.overlaid(self.unsaved.clone());
        self.understood = Read::of(files, Sources::default(), &mut self.memory, &self.options, &self.understood.fonts)
            .understood(&mut self.memory, &self.options);
    }

    /// Reads and checks the edition in another language, with the same texts laid over its files. It is a project of its own from then
    /// on.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Self {
        self.edition(Some(language))
    }

    /// The edition in another language of the same files, for which this one does not change; nothing if that is this one.
    pub(crate) fn other_edition(&self, language: Option<Language>) -> Option<Self> {
        (language != self.inputs().edition.language).then(|| self.edition(language))
    }

    /// Reads and checks an edition of the same files; none is that in the language of the texts.
    fn edition(&self, language: Option<Language>) -> Self {
        let options = Options { language, ..self.options.clone() };
        let fonts = &self.understood.fonts;
        let read = Read::of(self.files().clone(), Sources::default(), &mut Memory::default(), &options, fonts);
        self.beside(options, read)
    }

    /// The edition of the same files that was read.
    fn beside(&self, options: Options, read: Read) -> Self {
        let mut memory = Memory::default();
        let understood = read.understood(&mut memory, &options);
        Self {
            folder: self.folder.clone(),
            at: self.at.clone(),
            saved: self.saved.clone(),
            memory,
            unsaved: self.unsaved.clone(),
            options,
            understood,
        }
    }

    /// The language that a file is named a translation into, if the publication has an edition in it.
    pub fn translated_into(&self, path: &str) -> Option<Language> {
        let languages = self.publication().map(|publication| &*publication.languages).unwrap_or_default();
        translation::source_of(path, languages).map(|(_, language)| language)
    }

    /// Reads and checks the editions in other languages of the same files, as they were when they were looked at. What all have is
    /// read once; they are checked side by side.
    pub(crate) fn in_languages(&mut self, languages: &[Language]) -> Vec<Self> {
        let mut known = self.sources().clone();
        let mut editions = vec![];
        for &language in languages {
            let options = Options { language: Some(language), ..self.options.clone() };
            let read = Read::of(self.files().clone(), known, &mut self.memory, &options, &self.understood.fonts);
            known = read.texts.sources.clone();
            editions.push((options, read));
        }
        editions.into_par_iter().with_max_len(1).map(|(options, read)| self.beside(options, read)).collect()
    }

    /// What is wrong with the inputs.
    pub fn findings(&self) -> Findings {
        self.findings_with(&[])
    }

    /// The errors that the inputs have with other files, and have not now: those of which there are more then. Lines may have moved.
    pub(crate) fn errors_beyond(&self, then: &Self) -> Vec<Located> {
        let told = |found: &Located| (found.code, found.location.file.clone(), found.message.clone());
        let is_error = |found: &&Located| found.severity == Severity::Error;
        let mut more: BTreeMap<_, isize> = BTreeMap::new();
        for found in self.findings().iter().filter(is_error) {
            *more.entry(told(found)).or_default() -= 1;
        }
        let errors = then.findings();
        for found in errors.iter().filter(is_error) {
            *more.entry(told(found)).or_default() += 1;
        }
        errors
            .iter()
            .filter(is_error)
            .filter(|found| more.get(&told(found)).is_some_and(|more| *more > 0))
            .cloned()
            .collect()
    }

    /// What is wrong with the inputs, and what was found later, such as in typesetting.
    pub fn findings_with(&self, later: &[Diagnostic]) -> Findings {
        let all: Vec<Diagnostic> = self.understood.found.iter().chain(later).cloned().collect();
        let mut list = self.locate(&all);
        let mut unused = vec![];
        if self.inputs().edition.language.is_some() {
            // What this edition does not show another may.
            (unused, list) = list.into_iter().partition(|found| found.code == rules::UNUSED_RECORD.code);
        }
        if let Some(publication) = self.publication() {
            list = levels::apply(&publication.settings, self.sources(), list, self.options.release, |path| {
                self.answers_for(path)
            });
        }
        if self.options.deny_warnings {
            for found in &mut list {
                found.severity = Severity::Error;
            }
        }
        let purpose = if self.options.building { Purpose::Build } else { Purpose::Check };
        let baseline = self.options.baseline.as_ref();
        let known = baseline.map(|baseline| baseline.pass_over(&mut list, self.sources(), purpose));
        Findings { list, known, unused }
    }

    /// The first error that reading the files found in one of them.
    pub(crate) fn first_error_in(&self, path: &str) -> Option<Located> {
        let found = self.locate(&self.understood.found);
        found.into_iter().find(|found| found.severity == Severity::Error && found.location.file == path)
    }

    /// Looks up the places of some of what was found, whatever the publication says of it.
    pub(crate) fn locate(&self, diagnostics: &[Diagnostic]) -> Vec<Located> {
        Locations { sources: self.sources(), indexes: &self.understood.texts.indexes }.locate(diagnostics)
    }

    /// What the files mean; none if too little of them could be understood.
    pub fn publication(&self) -> Option<&Publication> {
        self.understood.publication.as_ref()
    }

    /// The language of the edition, known of other languages than that of the texts also where too little could be understood.
    pub(crate) fn language(&self) -> Option<Language> {
        self.inputs().edition.language.or_else(|| self.publication().map(|publication| publication.language))
    }

    /// The language of those who write a file, known by its path in the project: of a translation that of its edition, of every
    /// other file that of the texts. English where too little could be read.
    pub fn language_of(&self, path: &str) -> Language {
        self.records().map_or(Language::English, |records| records.language_of(path))
    }

    /// What names the edition among those of other languages: `.fr`, and nothing in the language of the texts.
    pub(crate) fn edition_suffix(&self) -> String {
        self.inputs().edition.language.map(|language| format!(".{}", language.code())).unwrap_or_default()
    }

    /// Whether this edition has the last word on what is wrong with a file: on translations that into their language, on
    /// everything else that of the texts.
    fn answers_for(&self, path: &str) -> bool {
        self.translated_into(path) == self.inputs().edition.language
    }

    /// Takes what the files mean.
    pub fn into_publication(self) -> Option<Publication> {
        self.understood.publication
    }

    /// The texts that were read. Places of findings lead into them.
    pub fn sources(&self) -> &Sources {
        &self.understood.texts.sources
    }

    /// The state that the files are of, where it is not what lies in the folder.
    pub(crate) fn earlier_state(&self) -> Option<&State> {
        self.at.as_ref()
    }

    /// The folder, as it was named; none if the files lie in no folder.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The folder as seen from the root of the git repository that it lies in, `.` for the root itself; none where there is
    /// no repository that can be read.
    pub fn path_in_repository(&self) -> Option<PathBuf> {
        let repository = Repository::discover(self.folder()?).ok()?;
        let path = repository.path_of_project();
        Some(PathBuf::from(if path.is_empty() { "." } else { path }))
    }

    /// What was read, before anything is understood.
    pub(crate) fn inputs(&self) -> &read::Inputs {
        &self.understood.texts
    }

    /// What the files say; nothing without a publication that could be read.
    pub(crate) fn records(&self) -> Option<&read::Records> {
        self.understood.records.as_ref()
    }

    /// The files, with the texts that are laid over them.
    pub fn files(&self) -> &Files {
        &self.understood.texts.files
    }

    /// The path of every file, sorted, whether it is read or not.
    pub fn paths(&self) -> &[String] {
        &self.understood.texts.paths
    }

    /// The fonts that documents can be set in.
    pub fn fonts(&self) -> &Fonts {
        &self.understood.fonts
    }

    /// The standards that PDFs are to meet; none if they do not go together.
    pub fn standards(&self) -> Option<&Standards> {
        self.understood.standards.as_ref()
    }

    /// How the project was read and its documents are made.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// How long reading and checking took.
    pub fn timings(&self) -> &Timings {
        &self.understood.timings
    }
}

/// That an edition was asked for which the publication has not.
fn no_edition(publication: &Publication, language: Language) -> Diagnostic {
    let message = format!("the publication has no edition in `{}`", language.code());
    let place = Place::File("publication.yaml".to_owned());
    let listed: Vec<&str> = publication.languages.iter().chain([&language]).map(|language| language.code()).collect();
    Diagnostic::new(&rules::MISSING_VALUE, place, message)
        .hint(format!("write `languages: [{}]` into `publication.yaml`", listed.join(", ")))
}

/// What reading a project's files gave, before it is checked.
struct Read {
    texts: read::Inputs,
    records: Option<read::Records>,
    fonts: Fonts,
    found: Diagnostics,
    timings: Timings,
}

impl Read {
    /// `texts` are those that another edition has asked for, `known` the fonts of the last time.
    fn of(files: Files, texts: Sources, memory: &mut Memory, options: &Options, known: &Fonts) -> Self {
        let mut timings = Timings::start();
        let mut found = Diagnostics::default();
        let (texts, records) =
            timings.measure(Phase::Read, || read::read_beside(files, options.language, texts, memory, &mut found));
        let (fonts, unusable) = timings.measure(Phase::Read, || Fonts::with(fonts::read(&texts, &mut found)));
        found.extend(unusable);
        if fonts != *known {
            memory.forget_findings();
        }
        Self { texts, records, fonts, found, timings }
    }

    /// Understands and checks it. The memory is of the same files or empty.
    fn understood(self, memory: &mut Memory, options: &Options) -> Understood {
        let Self { texts, records, fonts, found: mut diagnostics, mut timings } = self;
        let (publication, standards) = timings.measure(Phase::Check, || {
            let resolve = |records| resolve::resolve_again(&texts, records, memory, &mut diagnostics);
            let publication = records.as_ref().and_then(resolve);
            let Some(publication) = publication else { return (None, None) };
            let shows = &|text: &str| fonts.shows(text);
            let tokens = &Packages::embedded().tokens();
            let labels = &options.packages.labels();
            let subject = Subject {
                project: &texts,
                publication: &publication,
                shows,
                families: &|| fonts.families(),
                labels,
                tokens,
            };
            check::check(subject, memory, &mut diagnostics);
            translation::check(&texts, options.release, &mut diagnostics);
            if let Some(language) = options.language.filter(|language| !publication.languages.contains(language)) {
                diagnostics.push(no_edition(&publication, language));
            }
            let standards = standards(&publication, &mut diagnostics);
            if options.release {
                release::check(&publication, &mut diagnostics);
            }
            (Some(publication), standards)
        });
        Understood { texts, records, publication, fonts, standards, found: diagnostics.into_list(), timings }
    }
}
