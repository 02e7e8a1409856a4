//! The page that tells in the morning what a night brought.

use std::fs;
use std::path::Path;

use idm_core::digest::{Digest, Form, Template, TemplateError, Words, WordsError, render};
use idm_core::files::FileProblemKind;
use idm_core::manifest::Manifest;
use idm_core::published;
use idm_render::emit::RECORDS_PATH;
use serde_json::Value;

use crate::failure::Failure;
use crate::inspection::{Inspection, has_errors};
use crate::output;

/// Why the page could not be written. The documents have been put in place by then.
#[derive(Debug, thiserror::Error)]
pub enum DigestError {
    /// The publication's own template has a mistake.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The publication's own template cannot be read.
    #[error("{0} cannot be read")]
    Unreadable(String),
    /// The words of the language are broken.
    #[error(transparent)]
    Words(#[from] WordsError),
}

/// The records of an earlier night, if they lie in the folder and can be understood.
pub fn earlier_records(folder: &Path) -> Option<Value> {
    let bytes = fs::read(folder.join(RECORDS_PATH)).ok()?;
    let records: Value = serde_json::from_slice(&bytes).ok()?;
    (records.get("format")? == "idm-records").then_some(records)
}

/// Writes the page in both of its forms, unless it is there already and says the same.
///
/// # Errors
/// If a template of the publication's own has a mistake, or if the folder cannot be written to.
pub fn write(
    folder: &Path,
    inspection: &Inspection,
    earlier: Option<&Manifest>,
    later: &Manifest,
    earlier_records: Option<&Value>,
) -> Result<(), Failure> {
    // Records that were read with gaps would tell of changes that nobody made.
    let sound = inspection.publication.as_ref().filter(|_| !has_errors(&inspection.located()));
    let later_records = sound.map(published::document);
    let digest = Digest::new(earlier, later, earlier_records, later_records.as_ref());
    let language = inspection.publication.as_ref().map_or("en", |publication| publication.language.code());
    let words = report_templates::words(language).unwrap_or_default();
    let words = Words::new(language, words).map_err(DigestError::from)?;
    for form in [Form::Markdown, Form::Html] {
        let own = own_template(inspection, form)?;
        let name = format!("templates/{}", form.template_name());
        let built_in = report_templates::digest_template(form.template_name()).unwrap_or_default();
        let template = Template { name: &name, text: own.as_deref().unwrap_or(built_in) };
        let text = render(&digest, form, template, &words).map_err(DigestError::from)?;
        let is_there = fs::read(folder.join(form.file_name())).is_ok_and(|bytes| bytes == text.as_bytes());
        if !is_there {
            output::replace(folder, form.file_name(), text.as_bytes())?;
        }
    }
    Ok(())
}

/// The publication's own template for the page, if it has one.
fn own_template(inspection: &Inspection, form: Form) -> Result<Option<String>, DigestError> {
    let path = format!("templates/{}", form.template_name());
    match inspection.project.files.read_text(&path) {
        Ok(text) => Ok(Some(text)),
        Err(problem) if problem.kind == FileProblemKind::Missing => Ok(None),
        Err(problem) => Err(DigestError::Unreadable(problem.path)),
    }
}
