//! The records that travel in a PDF: read back, and compared with a project's.

use std::io::ErrorKind;
use std::path::Path;

use idm_core::published::differences::differences;
use idm_render::pdf::MAX_PDF_BYTES;
use idm_render::pdf::attachment;
use idm_render::published;
use serde_json::Value;

use crate::{Error, Project, reading};

/// Reads the records back out of a PDF. Their form is described in `docs/records.md`.
///
/// # Errors
/// [`Error::Unfit`] if the file is no PDF or holds no records, [`Error::System`] if it cannot be read.
pub fn extract(pdf: &Path) -> Result<Value, Error> {
    let unfit = |why: String| Error::Unfit { path: pdf.to_owned(), why };
    let bytes = reading::bytes(pdf, MAX_PDF_BYTES).map_err(|error| match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::FileTooLarge => unfit(error.to_string()),
        _ => Error::system("read", pdf)(error),
    })?;
    attachment::records(&bytes).map_err(|error| unfit(error.to_string()))
}

impl Project {
    /// In what records that were read out of a PDF differ from those of the project: sentences without a full stop.
    ///
    /// # Errors
    /// [`Error::Inputs`] if the inputs have errors: what could not be understood would only seem to differ.
    pub fn differences(&self, records: &Value) -> Result<Vec<String>, Error> {
        let publication = self.publication().filter(|_| !self.findings().has_errors()).ok_or(Error::Inputs)?;
        Ok(differences(records, &published::document(publication)))
    }
}
