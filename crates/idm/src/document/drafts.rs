//! Review copies of panels.

use std::path::{Path, PathBuf};

use idm_core::diagnostic::located::Located;
use idm_core::diagnostic::{Diagnostic, Severity, nearest};
use idm_core::manifest::Kind;
use idm_core::model::{Panel, Publication, Ref};
use idm_core::obstacles::{lies_in, obstacles};
use idm_render::document::Typeset;
use idm_render::pdf::MAX_PDF_BYTES;
use idm_render::timings::{Phase, Timings};
use rayon::prelude::*;

use super::{BOOK, BookPages, Build, BuiltFile, DRAFT, Format, Press, Shown, Target};
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
    /// Makes review copies of panels, which are named by their identifiers; of all panels if none is named. One whose panel
    /// has errors is left out, and the [`Build`] is not complete.
    ///
    /// # Errors
    /// [`Error::UnknownPanel`] if there is no such panel, [`Error::Assemble`] if a template is broken.
    pub fn drafts(&self, panels: &[String], beside: &Beside) -> Result<Build, Error> {
        self.drafts_as(Format::Pdf, panels, beside)
    }

    /// Makes review copies of panels as [`drafts`](Self::drafts) does, written as something else perhaps.
    ///
    /// # Errors
    /// As [`drafts`](Self::drafts).
    pub fn drafts_as(&self, format: Format, panels: &[String], beside: &Beside) -> Result<Build, Error> {
        let Some(press) = Press::new(self) else { return Ok(Build::nothing(self.findings())) };
        let publication = press.publication;
        let Some(chosen) = chosen(panels, publication, &press.findings)? else {
            return Ok(Build::nothing(press.findings));
        };
        let mut timings = Timings::start();
        let comparison =
            timings.measure(Phase::Check, || beside.against.and_then(|earlier| self.changes_since(earlier)));
        let state = self.state();
        let shown = Shown { state: Some(&state), book: beside.book, against: beside.against.zip(comparison.as_ref()) };
        let (sound, broken): (Vec<_>, Vec<_>) = chosen
            .into_iter()
            .partition(|(_, at)| obstacles(&press.findings, &publication[*at], publication).next().is_none());
        let make = |(target, _): &(Target, Ref<Panel>)| {
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
        for ((_, at), (path, made)) in sound.iter().zip(made) {
            let folder = &publication[*at].folder;
            let is_error = |found: &Located| found.severity == Severity::Error && lies_in(found, folder);
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
            Some(publication) => chosen(names, publication, &self.findings()).map(|_| ()),
            None => Ok(()),
        }
    }
}

/// Drafts, each with the panel that it is of.
type Drafts = Vec<(Target, Ref<Panel>)>;

/// The panels that were asked for, each once, in their own order. None if one of them may be in a file that cannot be
/// read.
fn chosen(names: &[String], publication: &Publication, found: &[Located]) -> Result<Option<Drafts>, Error> {
    let all = DRAFT.of_panels(publication).into_iter().filter_map(|target| target.panel().map(|at| (target, at)));
    let all: Drafts = all.collect();
    if names.is_empty() {
        return Ok(Some(all));
    }
    let ids: Vec<&str> = all.iter().map(|(_, at)| publication[*at].id.as_str()).collect();
    if let Some(unknown) = names.iter().find(|name| !ids.contains(&name.as_str())) {
        let unread =
            |found: &Located| found.severity == Severity::Error && found.location.file.ends_with("/panel.yaml");
        if found.iter().any(unread) {
            return Ok(None);
        }
        let hint = match nearest(unknown, ids.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if ids.is_empty() => "the publication has none".to_owned(),
            None => format!("there are {}", ids.join(", ")),
        };
        return Err(Error::UnknownPanel { panel: unknown.clone(), hint });
    }
    Ok(Some(all.into_iter().filter(|(_, at)| names.iter().any(|name| publication[*at].id == *name)).collect()))
}

/// Reads on which pages a book shows its records. `path` is that of its PDF, or of the manifest of the night that made it.
///
/// # Errors
/// [`Error::NoFile`] if it is not there, [`Error::Unfit`] if it is no book and no manifest, [`Error::System`] if it cannot
/// be read.
pub fn read_book_pages(path: &Path) -> Result<BookPages, Error> {
    let is_manifest = path.extension().is_some_and(|ending| ending == "json");
    let path = &if is_manifest { in_manifest(path)? } else { path.to_owned() };
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

/// The book that a night made, by its manifest.
fn in_manifest(path: &Path) -> Result<PathBuf, Error> {
    let missing = || Error::NoFile { what: "manifest", path: path.to_owned(), hint: "`idm nightly` writes one" };
    let manifest = previous::read(path)?.ok_or_else(missing)?;
    let book = manifest.outputs.iter().find(|output| output.kind == Kind::Publication);
    let folder = path.parent().unwrap_or(Path::new("."));
    book.and_then(|book| outputs::place(folder, &book.path))
        .ok_or_else(|| Error::Unfit { path: path.to_owned(), why: "it names no book".to_owned() })
}
