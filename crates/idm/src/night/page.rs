//! The page that tells in the morning what a night brought.

use std::fs;
use std::path::Path;

use idm_core::digest::{Digest, Form, Template, TemplateError, render};
use idm_core::files::{FileProblem, FileProblemKind};
use idm_core::manifest::Manifest;
use idm_render::published;
use serde_json::Value;

use super::journal::Since;
use crate::document::RECORDS_PATH;
use crate::findings::Findings;
use crate::{Error, Project, outputs};

/// Why the page could not be written. The documents have been put in place by then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DigestError {
    /// The publication's own template has a mistake.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The publication's own template cannot be read.
    #[error("{0} cannot be read")]
    Unreadable(String),
    /// The system refuses to read the publication's own template.
    #[error("{0} cannot be read: the system refuses it")]
    Refused(String),
}

/// The records of an earlier night, if they lie in the folder and can be understood.
pub(crate) fn earlier_records(folder: &Path) -> Option<Value> {
    let bytes = fs::read(folder.join(RECORDS_PATH)).ok()?;
    let records: Value = serde_json::from_slice(&bytes).ok()?;
    (records.get("format")? == "idm-records").then_some(records)
}

/// Writes the page in both of its forms, unless it is there already and says the same.
///
/// # Errors
/// If a template of the publication's own has a mistake, or if the folder cannot be written to.
pub(crate) fn write(
    folder: &Path,
    project: &Project,
    findings: &Findings,
    since: &Since,
    later: &Manifest,
) -> Result<(), Error> {
    // Records that were read with gaps would tell of changes that nobody made.
    let sound = project.publication().filter(|_| !findings.has_errors());
    let later_records = sound.map(published::document);
    let mut digest = Digest::new(since.manifest.as_ref(), later, since.records.as_ref(), later_records.as_ref());
    digest.comments = project.comment_counts();
    digest.editions = project.editions_state();
    let language = project.publication().map_or("en", |publication| publication.language.code());
    let words = project.labels().words(language);
    for form in [Form::Markdown, Form::Html] {
        let own = own_template(project, form)?;
        let name = format!("templates/{}", form.template_name());
        let built_in = report_templates::digest_template(form.template_name()).unwrap_or_default();
        let template = Template { name: &name, text: own.as_deref().unwrap_or(built_in) };
        let text = render(&digest, form, template, &words).map_err(DigestError::from)?;
        let is_there = fs::read(folder.join(form.file_name())).is_ok_and(|bytes| bytes == text.as_bytes());
        if !is_there {
            outputs::replace(folder, form.file_name(), text.as_bytes())?;
        }
    }
    Ok(())
}

/// The publication's own template for the page, if it has one.
fn own_template(project: &Project, form: Form) -> Result<Option<String>, DigestError> {
    let path = format!("templates/{}", form.template_name());
    match project.files().read_text(&path) {
        Ok(text) => Ok(Some(text)),
        Err(problem) if problem.kind == FileProblemKind::Missing => Ok(None),
        Err(FileProblem { path, kind: FileProblemKind::Refused(_) }) => Err(DigestError::Refused(path)),
        Err(problem) => Err(DigestError::Unreadable(problem.path)),
    }
}
