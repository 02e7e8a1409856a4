//! The documents of a publication: their kinds, and one of them ready to be typeset.

mod assembly;
mod build;
mod drafts;
mod kind;
mod living;
mod pages;
mod word;

use std::path::Path;

use idm_core::source::Sources;
use idm_render::document::{Afterwards, typeset};
use idm_render::export::ExportSettings;
use idm_render::world::IdmWorld;

pub use idm_render::document::Typeset;
pub use idm_render::typst_project::TypstProject;

pub use assembly::BookPages;
pub(crate) use assembly::{RECORDS_PATH, says_only_the_state};
pub use build::{Build, BuiltFile, Profile, Written};
pub(crate) use drafts::may_hold;
pub use drafts::{Beside, read_book_pages};
pub use kind::{BOOK, DRAFT, DocumentKind, Extent, KINDS, RECORDS, Target};
pub(crate) use kind::{Form, Press, Shown};
pub use living::{LaidOut, LivingDocument};
pub use pages::{Pages, SourcePlace};
pub use word::Format;

use crate::{Error, Project};

/// A document with everything that it is made of, ready to be typeset.
#[derive(Debug)]
pub struct Document {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) world: IdmWorld,
    pub(crate) export: ExportSettings,
    /// The inputs as they were.
    pub(crate) sources: Sources,
}

impl Document {
    /// What reports of its timings call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The path of its file in the folder of outputs, with `/` between its parts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Everything of the document that Typst sees, with the places that it came from.
    pub fn typst(&self) -> &TypstProject {
        self.world.project()
    }

    /// Typesets it and makes the PDF. For a document that is typeset again after each edit, there is [`LivingDocument`].
    pub fn typeset(&self) -> Typeset {
        typeset(&self.name, &self.world, &self.export, Afterwards::Others)
    }

    /// Typesets a state of it that is followed by others.
    fn typeset_for_now(&self) -> Typeset {
        typeset(&self.name, &self.world, &self.export, Afterwards::Again)
    }

    /// Writes the Typst project into a folder, with packages, fonts and the command with which the official compiler makes
    /// the same PDF of it.
    ///
    /// # Errors
    /// [`Error::Write`] if the folder holds something that was not written by this function, or cannot be written to.
    pub fn write_typst(&self, folder: &Path) -> Result<(), Error> {
        Ok(idm_render::write_project::write_project(folder, &self.world, &self.export, &self.name)?)
    }
}

impl Project {
    /// Every document that the inputs make, in the order of a manifest: the book, its records, then the drafts by workshop
    /// and number. If too little of the inputs could be understood, only those that every publication has.
    pub fn targets(&self) -> Vec<Target> {
        KINDS.iter().flat_map(|kind| kind.targets(self.publication())).collect()
    }

    /// Makes a document ready to be typeset. What stands `beside` shows in drafts only.
    ///
    /// # Errors
    /// [`Error::Inputs`] if the inputs have errors that leave nothing to make it of, or if it is not typeset;
    /// [`Error::Assemble`] if a template is broken.
    pub fn document(&self, target: &Target, beside: &Beside) -> Result<Document, Error> {
        let press = Press::new(self).ok_or(Error::Inputs)?;
        let state = target.kind().names_state.then(|| self.state());
        let comparison = beside.against.and_then(|earlier| self.changes_since(earlier));
        let against = beside.against.zip(comparison.as_ref());
        let stale = beside.stale.unwrap_or_default();
        press.document(target, &Shown { state: state.as_ref(), book: beside.book, against, stale, ..Shown::default() })
    }

    /// Makes a document ready to be shown on a screen. A draft then names no state of the inputs: that would change on every
    /// page with every letter.
    ///
    /// # Errors
    /// [`Error::Inputs`] if the inputs have errors that keep the document from being made; [`Error::Assemble`] if a template
    /// is broken.
    pub fn document_for_screen(&self, target: &Target) -> Result<Document, Error> {
        let press = Press::new(self).ok_or(Error::Inputs)?;
        let is_broken = match target.subject() {
            Some(subject) => press.is_broken(subject),
            None => press.findings.has_errors(),
        };
        if is_broken { Err(Error::Inputs) } else { press.document(target, &Shown::default()) }
    }
}
