//! Who gave passages their words.

use std::path::Path;

use idm_core::authors::{Asked, Authors};
use idm_core::files::Repository;

use crate::{Error, Project};

impl Project {
    /// Looks up in the history of the repository who gave each passage the words that it has, and when.
    ///
    /// # Errors
    /// [`Error::Inputs`] if too little of the inputs could be understood, [`Error::Revision`] if there is no repository, or if it
    /// cannot be read.
    pub fn authors(&self) -> Result<Authors, Error> {
        let publication = self.publication().ok_or(Error::Inputs)?;
        // Files that lie nowhere lie in no repository either.
        let repository = Repository::discover(self.folder().unwrap_or(Path::new("")))?;
        let revision = self.earlier_state().and_then(|state| state.revision.as_ref());
        let commit = revision.map(|revision| revision.commit.as_str());
        let asked = Asked { publication, commit, language: self.options().language };
        Ok(Authors::of(&repository, asked)?)
    }
}
