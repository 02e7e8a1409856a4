//! Review copies: of panels, chapters and the outcomes.

use std::path::{Path, PathBuf};

use idm_core::diagnostic::located::Located;
use idm_core::diagnostic::{Diagnostic, Severity};
use idm_core::edition::StaleSource;
use idm_core::manifest::{Kind, Output};
use idm_core::model::{Language, OUTCOMES, OUTCOMES_BESIDE, Publication, Subject};
use idm_core::obstacles::{OUTCOMES_FILE, lies_in};
use idm_render::document::Typeset;
use idm_render::pdf::MAX_PDF_BYTES;
use idm_render::timings::{Phase, Timings};
use rayon::prelude::*;

use super::{BOOK, BookPages, Build, BuiltFile, DRAFT, Format, Press, Shown, Target, assembly};
use crate::earlier::Earlier;
use crate::night::previous;
use crate::{Error, Project, outputs, reading};

/// What drafts show beside their panels.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Beside<'a> {
    /// The state since which every change is shown.
    pub against: Option<&'a Earlier>,
    /// The pages on which a book shows the records.
    pub book: Option<&'a BookPages>,
    /// Passages of a translation whose source has changed since, beside which that change is shown. Where nothing is named, only what
    /// holds such passages is drafted.
    pub stale: Option<&'a [StaleSource]>,
}

/// A draft that was made.
#[derive(Debug)]
struct Made {
    file: Option<Vec<u8>>,
    pages: usize,
    passes: u32,
    diagnostics: Vec<Diagnostic>,
    timings: Timings,
}

impl Default for Made {
    fn default() -> Self {
        Self { file: None, pages: 0, passes: 0, diagnostics: vec![], timings: Timings::start() }
    }
}

impl Project {
    /// Makes review copies of panels and chapters, which are named by their identifiers, and of the `outcomes`; of all panels if
    /// nothing is named. What has errors is left out, and the [`Build`] is not complete.
    ///
    /// # Errors
    /// [`Error::UnknownSubject`] if there is nothing of such a name, [`Error::Assemble`] if a template is broken.
    pub fn drafts(&self, names: &[String], beside: &Beside) -> Result<Build, Error> {
        self.drafts_as(Format::Pdf, names, beside)
    }

    /// Makes review copies as [`drafts`](Self::drafts) does, written as something else perhaps.
    ///
    /// # Errors
    /// As [`drafts`](Self::drafts).
    pub fn drafts_as(&self, format: Format, names: &[String], beside: &Beside) -> Result<Build, Error> {
        let Some(press) = Press::new(self) else { return Ok(Build::nothing(self.findings())) };
        let publication = press.publication;
        let Some(chosen) = chosen(names, publication, &press.findings)? else {
            return Ok(Build::nothing(press.findings));
        };
        let chosen = if let (Some(stale), true) = (beside.stale, names.is_empty()) {
            let holds = |subject: Subject| {
                let own = assembly::own_files(&press, subject);
                let is_own =
                    |path: &str| path == own || path.strip_prefix(&own).is_some_and(|rest| rest.starts_with('/'));
                stale.iter().any(|stale| is_own(self.sources().get(stale.span.source).path()))
            };
            let all = Subject::all(publication).into_iter().filter(|subject| holds(*subject));
            all.map(|subject| (DRAFT.of(subject, publication), subject)).collect()
        } else {
            chosen
        };
        let mut timings = Timings::start();
        let comparison =
            timings.measure(Phase::Check, || beside.against.and_then(|earlier| self.changes_since(earlier)));
        let state = self.state();
        let shown = Shown {
            state: Some(&state),
            book: beside.book,
            against: beside.against.zip(comparison.as_ref()),
            stale: beside.stale.unwrap_or_default(),
            ..Shown::default()
        };
        let (sound, broken): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|(_, subject)| !press.is_broken(*subject));
        let make = |(target, _): &(Target, Subject)| {
            let mut timings = Timings::start();
            if format == Format::Word {
                let (path, file) = timings.measure(Phase::Assemble, || press.word_file(target, &shown))?;
                return Ok((path, Made { file: Some(file), timings, ..Made::default() }));
            }
            let document = timings.measure(Phase::Assemble, || press.document(target, &shown))?;
            let mut typeset = document.typeset();
            typeset.timings.merge(timings);
            let Typeset { pdf: file, pages, passes, diagnostics, timings } = typeset;
            Ok((document.path, Made { file, pages, passes, diagnostics, timings }))
        };
        let made: Vec<(String, Made)> = sound.par_iter().map(make).collect::<Result<_, Error>>()?;

        let mut found = vec![];
        for (_, made) in &made {
            timings.merge(made.timings.clone());
            found.extend(made.diagnostics.iter().cloned());
        }
        let findings = self.findings_with(&found);
        let mut build = Build { files: vec![], complete: broken.is_empty(), timings, findings };
        for ((_, subject), (path, made)) in sound.iter().zip(made) {
            let own = assembly::own_files(&press, *subject);
            let is_error = |found: &Located| found.severity == Severity::Error && lies_in(found, &own);
            let refused = build.findings.iter().any(is_error);
            match made.file.filter(|_| !refused) {
                Some(bytes) => {
                    build.files.push(BuiltFile { path, bytes, pages: made.pages, passes: made.passes });
                }
                None => build.complete = false,
            }
        }
        Ok(build)
    }
}

impl Project {
    /// Asks whether there are panels of these names. One that may be in a file which cannot be read counts as there.
    ///
    /// # Errors
    /// [`Error::UnknownPanel`] if there is no such panel.
    pub fn panels_named(&self, names: &[String]) -> Result<(), Error> {
        match self.publication() {
            Some(publication) => {
                let is_known = |name: &str| publication.panels.iter().any(|panel| *panel.id == *name);
                let unknown = names.iter().find(|name| !is_known(name));
                let is_lost = || self.findings().iter().any(may_hold_a_panel);
                match unknown.filter(|_| !is_lost()) {
                    Some(name) => Err(Error::unknown_panel(publication, name)),
                    None => Ok(()),
                }
            }
            None => Ok(()),
        }
    }
}

/// Drafts, each with what it is of.
type Drafts = Vec<(Target, Subject)>;

/// What was asked for, each once, in the order of the book; all panels if nothing was. None if one of them may be in a file
/// that cannot be read.
fn chosen(names: &[String], publication: &Publication, found: &[Located]) -> Result<Option<Drafts>, Error> {
    let all = Subject::all(publication).into_iter();
    let draft = |subject: Subject| (DRAFT.of(subject, publication), subject);
    if names.is_empty() {
        return Ok(Some(all.filter(|subject| subject.panel().is_some()).map(draft).collect()));
    }
    let all: Vec<Subject> = all.collect();
    let is_known = |name: &&String| all.iter().any(|subject| subject.name(publication) == name.as_str());
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        if found.iter().any(|found| may_hold(found, unknown)) {
            return Ok(None);
        }
        return Err(Error::unknown_subject(publication, unknown));
    }
    let meant = all.into_iter().filter(|subject| names.iter().any(|asked| asked == subject.name(publication)));
    Ok(Some(meant.map(draft).collect()))
}

/// Whether a panel may be in a file that cannot be read.
fn may_hold_a_panel(found: &Located) -> bool {
    found.severity == Severity::Error && found.location.file.ends_with("/panel.yaml")
}

/// Whether something of that name may be in a file that cannot be read.
pub(crate) fn may_hold(found: &Located, name: &str) -> bool {
    let file = &found.location.file;
    let is_outcomes = [OUTCOMES, OUTCOMES_BESIDE].contains(&name) && file == OUTCOMES_FILE;
    let is_its_own = file.ends_with(&format!("/{name}.md")) || is_outcomes;
    may_hold_a_panel(found) || (found.severity == Severity::Error && is_its_own)
}

/// Reads on which pages a book shows its records. `path` is that of its PDF, or of the manifest of the night that made it; of a
/// night that made books in several languages, the one in that language is meant.
///
/// # Errors
/// [`Error::NoFile`] if it is not there, [`Error::Unfit`] if it is no book and no manifest, [`Error::System`] if it cannot
/// be read.
pub fn read_book_pages(path: &Path, language: Language) -> Result<BookPages, Error> {
    let is_manifest = path.extension().is_some_and(|ending| ending == "json");
    let path = &if is_manifest { in_manifest(path, language)? } else { path.to_owned() };
    if !path.is_file() {
        return Err(Error::NoFile { what: "book", path: path.clone(), hint: "`idm build` makes one" });
    }
    let bytes = reading::bytes(path, MAX_PDF_BYTES).map_err(Error::system("read", path))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    in_pdf(name, &bytes).map_err(|why| Error::Unfit { path: path.clone(), why })
}

/// The pages that the PDF of a book tells; if it tells none, why.
fn in_pdf(name: String, bytes: &[u8]) -> Result<BookPages, String> {
    let pages = idm_render::pdf::destinations::pages(bytes);
    let pages = pages.map_err(|error| format!("it tells no pages: {error}"))?;
    Ok(BookPages { name, pages })
}

impl Project {
    /// On which pages the book shows its records, found by typesetting it.
    ///
    /// # Errors
    /// [`Error::Inputs`] if the inputs have errors that keep the book from being made; [`Error::Assemble`] if a template is
    /// broken.
    pub fn book_pages(&self) -> Result<BookPages, Error> {
        let book = self.document_for_screen(&BOOK.target())?;
        let pdf = book.typeset().pdf.ok_or(Error::Inputs)?;
        in_pdf(book.path().to_owned(), &pdf).map_err(|why| Error::Unfit { path: book.path().into(), why })
    }
}

/// The book that a night made in a language, by its manifest.
fn in_manifest(path: &Path, language: Language) -> Result<PathBuf, Error> {
    let missing = || Error::NoFile { what: "manifest", path: path.to_owned(), hint: "`idm nightly` writes one" };
    let manifest = previous::read(path)?.ok_or_else(missing)?;
    let is_meant = |output: &&Output| output.kind == Kind::Publication && output.language == language.code();
    let book = manifest.outputs.iter().find(is_meant);
    let folder = path.parent().unwrap_or(Path::new("."));
    book.and_then(|book| outputs::place(folder, &book.path)).ok_or_else(|| Error::Unfit {
        path: path.to_owned(),
        why: format!("it names no book in `{}`", language.code()),
    })
}
