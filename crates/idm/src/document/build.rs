//! Documents that were made, and their files.

use std::path::{Path, PathBuf};

use idm_core::manifest;
use idm_render::document::{Afterwards, exported, lay_out};
use idm_render::timings::{Phase, Timings};

use super::{BOOK, Format, Press, Shown, Typeset, word};
use crate::event::Observer;
use crate::findings::Findings;
use crate::outputs::{self, Lock, Patience};
use crate::state::State;
use crate::{Error, Project};

/// What came of making one or several documents: files that are not yet written, and what is wrong with the inputs.
#[derive(Debug)]
pub struct Build {
    pub(super) files: Vec<BuiltFile>,
    pub(super) findings: Findings,
    pub(super) complete: bool,
    pub(super) timings: Timings,
}

/// A finished file that is not yet written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BuiltFile {
    /// Its path in a folder of outputs, with `/` between its parts.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// How many pages it has; 0 of a Word file, which is laid out by whoever opens it.
    pub pages: usize,
    /// How often it was laid out.
    pub passes: u32,
}

/// What a book is made for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    /// For reading: PDF/UA and PDF/A, with the records attached.
    #[default]
    Screen,
    /// For a press: in four inks, with bleed and marks, pages to a multiple of four. A file of its own.
    Press,
}

/// A file that was written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Written {
    /// Where it is.
    pub path: PathBuf,
    /// How long it is.
    pub bytes: usize,
    /// How many pages it has; 0 of a Word file, which is laid out by whoever opens it.
    pub pages: usize,
}

impl Build {
    /// Nothing, because the inputs have errors.
    pub(super) fn nothing(findings: Findings) -> Self {
        Self { files: vec![], findings, complete: false, timings: Timings::start() }
    }

    /// The files of all documents that could be made.
    pub fn files(&self) -> &[BuiltFile] {
        &self.files
    }

    /// What is wrong with the inputs, what typesetting found included.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Whether everything that was asked for could be made.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// How long it took.
    pub fn timings(&self) -> &Timings {
        &self.timings
    }

    /// Puts the files into a folder of outputs, each in a single step: whoever looks sees the earlier one or this. Another
    /// run that writes to the folder is waited for. Nothing is touched if there is no file.
    ///
    /// # Errors
    /// [`Error::System`] if the folder cannot be made or written to.
    pub fn write(&self, folder: impl AsRef<Path>, observer: Observer) -> Result<Vec<Written>, Error> {
        if self.files.is_empty() {
            return Ok(vec![]);
        }
        let folder = folder.as_ref();
        let _lock = Lock::take(folder, Patience::Wait, observer)?;
        let write = |file: &BuiltFile| {
            let path = outputs::replace(folder, &file.path, &file.bytes)?;
            Ok(Written { path, bytes: file.bytes.len(), pages: file.pages })
        };
        self.files.iter().map(write).collect()
    }
}

impl Project {
    /// Makes the book. There is no file if the inputs have an error, or if typesetting finds one.
    ///
    /// # Errors
    /// [`Error::Assemble`] if a template is broken.
    pub fn book(&self) -> Result<Build, Error> {
        self.book_as(Profile::Screen)
    }

    /// Makes the book for a screen, or for a press.
    ///
    /// # Errors
    /// [`Error::Assemble`] if a template is broken.
    pub fn book_as(&self, profile: Profile) -> Result<Build, Error> {
        self.book_in(&[Format::Pdf], profile)
    }

    /// Makes the book, written as each of these. It is laid out once: a Word file tells the pages of the PDF.
    ///
    /// # Errors
    /// [`Error::Assemble`] if a template is broken.
    pub fn book_in(&self, formats: &[Format], profile: Profile) -> Result<Build, Error> {
        let press = match Press::new(self) {
            Some(press) if !press.findings.has_errors() => press,
            _ => return Ok(Build::nothing(self.findings())),
        };
        let mut timings = Timings::start();
        let mut document = timings.measure(Phase::Assemble, || press.document(&BOOK.target(), &Shown::default()))?;
        let path = document.path.clone();
        if profile == Profile::Press {
            document.export.press = true;
            document.path = document.path.replace(".pdf", "-press.pdf");
        }
        let laid_out = lay_out(&document.name, &document.world);
        let word = laid_out.places.as_ref().filter(|_| formats.contains(&Format::Word)).map(|places| {
            let pages = places.printed_pages();
            timings.measure(Phase::Assemble, || word::book(&press, &path, &pages))
        });
        let typeset = match formats.contains(&Format::Pdf) {
            true => exported(laid_out, &document.world, &document.export, Afterwards::Others),
            false => Typeset {
                pdf: None,
                pages: 0,
                passes: laid_out.passes,
                diagnostics: laid_out.diagnostics,
                timings: laid_out.timings,
            },
        };
        timings.merge(typeset.timings);
        let findings = self.findings_with(&typeset.diagnostics);
        let wanted = [Format::Pdf, Format::Word].iter().filter(|format| formats.contains(format)).count();
        let mut files = vec![];
        if !findings.has_errors() {
            let path = document.path;
            let pdf = typeset.pdf.map(|bytes| BuiltFile { path, bytes, pages: typeset.pages, passes: typeset.passes });
            files.extend(pdf);
            let word = word.map(|(path, bytes)| BuiltFile { path, bytes, pages: 0, passes: typeset.passes });
            files.extend(word);
        }
        Ok(Build { complete: !files.is_empty() && files.len() == wanted, files, findings, timings })
    }

    /// The state of the inputs as drafts name it: the commit that they are in, or where git does not know them a digest of
    /// them.
    pub fn state(&self) -> manifest::State {
        State::of(self).named
    }

    /// What a person should know of that state, in a sentence without a full stop: that the inputs are not committed, that
    /// history ends too early, or why git does not know them.
    pub fn state_remark(&self) -> Option<String> {
        State::of(self).remark
    }
}
