//! What is wrong, in the protocol's form.

use std::collections::BTreeMap;

use gen_lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location as LspLocation, Message, Range,
};
use idm::Project;
use idm::diagnostic::Severity;
use idm::diagnostic::located::{Located, Location};
use idm::model::Language;
use idm_core::rules;

use crate::workspace::{Opened, range_in};

/// Where the problems are said to come from.
const SOURCE: &str = "idm";

/// What is wrong with an edition, by the paths of the files in the project, as far as these are wanted.
pub(crate) fn by_file(
    opened: &Opened,
    edition: &Project,
    is_wanted: impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut files = BTreeMap::<String, Vec<Diagnostic>>::new();
    for found in edition.findings().iter().filter(|found| is_wanted(&found.location.file)) {
        files.entry(found.location.file.clone()).or_default().push(problem(opened, edition, found));
    }
    files
}

/// One problem.
pub(crate) fn problem(opened: &Opened, edition: &Project, found: &Located) -> Diagnostic {
    let mut message = found.message.clone();
    for hint in &found.hints {
        message.push_str("\nhelp: ");
        message.push_str(hint);
    }
    // Messages are English; whoever writes in another language is told what they are about.
    let language = edition.language_of(&found.location.file);
    if let Some(rule) = rules::find(found.code).filter(|_| language != Language::English) {
        message.push('\n');
        message.push_str(rule.summary_in(language));
    }
    let related: Vec<_> = found
        .labels
        .iter()
        .map(|(location, message)| DiagnosticRelatedInformation {
            location: LspLocation { uri: opened.uri(&location.file), range: range(edition, location) },
            message: message.clone(),
        })
        .collect();
    Diagnostic {
        range: range(edition, &found.location),
        severity: Some(match found.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
        }),
        code: Some(found.code.to_owned().into()),
        code_description: None,
        source: Some(SOURCE.to_owned()),
        message: Message::String(message),
        tags: None,
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}

/// A place; the start of the file where the file as a whole is meant.
pub(crate) fn range(edition: &Project, location: &Location) -> Range {
    location.range.map_or_else(Range::default, |range| range_in(edition, range.span))
}
