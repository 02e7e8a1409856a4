//! The page that tells in the morning what a night brought.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use idm_core::digest::{Digest, Form, Template, TemplateError, render};
use idm_core::files::{FileProblem, FileProblemKind};
use idm_core::manifest::{Kind, Manifest};
use idm_render::published;
use serde_json::Value;

use super::journal::Since;
use crate::document::RECORDS_PATH;
use crate::editions::Editions;
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

/// The records of an earlier night by language, as far as they lie in the folder and can be understood.
pub(crate) fn earlier_records(folder: &Path, earlier: Option<&Manifest>) -> BTreeMap<String, Value> {
    let outputs = earlier.iter().flat_map(|earlier| &earlier.outputs);
    let listed = outputs.filter(|output| output.kind == Kind::Records).map(|output| output.path.as_str());
    let read = |path: &str| {
        let bytes = fs::read(outputs::place(folder, path)?).ok()?;
        let records: Value = serde_json::from_slice(&bytes).ok()?;
        let language = records["publication"]["language"].as_str()?.to_owned();
        (records.get("format")? == "idm-records").then_some((language, records))
    };
    // Where there is no manifest, those of the first edition still lie in their place.
    listed.chain([RECORDS_PATH]).filter_map(read).collect()
}

/// Writes the page in both of its forms, unless it is there already and says the same.
///
/// # Errors
/// If a template of the publication's own has a mistake, or if the folder cannot be written to.
pub(crate) fn write(folder: &Path, editions: &Editions, since: &Since, later: &Manifest) -> Result<(), Error> {
    let project = editions.first();
    // Records that were read with gaps would tell of changes that nobody made.
    let sound = |project: &Project| {
        let publication = project.publication().filter(|_| !project.findings().has_errors())?;
        Some((publication.language.code(), published::document(publication)))
    };
    let first = sound(project);
    let was_first =
        since.manifest.iter().flat_map(|earlier| &earlier.editions).map(|edition| edition.language.as_str());
    let own = project.publication().map(|publication| publication.language.code());
    let earlier_records = own.into_iter().chain(was_first).next().and_then(|language| since.records(language));
    let first = first.as_ref().map(|(_, records)| records);
    let mut digest = Digest::new(since.manifest.as_ref(), later, earlier_records, first);
    for (language, records) in editions.iter().skip(1).filter_map(sound) {
        digest.add_edition(language, since.records(language), &records, [earlier_records, first]);
    }
    digest.comments = project.comment_counts();
    digest.add_translations(editions.translations());
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
