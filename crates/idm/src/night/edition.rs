//! One of the editions that a night makes.

use std::collections::BTreeMap;

use idm_core::diagnostic::Severity;
use idm_core::manifest::{self, Output, Parts};
use idm_core::obstacles::obstacles;

use super::plan::told;
use crate::Project;
use crate::document::{Press, Target};
use crate::findings::Findings;

/// An edition, with what is wrong with it and what its documents are made with.
pub(crate) struct Edition<'a> {
    /// The inputs, as that edition reads them.
    pub(crate) project: &'a Project,
    found: Findings,
    /// What its documents are made with, if the inputs can be made into any.
    pub(crate) press: Option<Press<'a>>,
}

impl<'a> Edition<'a> {
    /// The edition that a project was read as.
    pub(crate) fn new(project: &'a Project) -> Self {
        Self { project, found: project.findings(), press: Press::new(project) }
    }

    /// What a manifest calls a document.
    pub(crate) fn name(&self, target: &Target) -> String {
        manifest::in_edition(target.name(), &self.project.edition_suffix())
    }

    /// Its language, in two letters; empty if that is not known.
    pub(crate) fn language(&self) -> String {
        self.project.language().map_or_else(String::new, |language| language.code().to_owned())
    }

    /// The path of a document, as far as it is known before it is made.
    pub(crate) fn path(&self, target: &Target) -> Option<String> {
        target.kind().path(self.project.publication()?)
    }

    /// What keeps a document from being made, in words.
    pub(crate) fn stopped(&self, target: &Target) -> Option<String> {
        match (target.panel(), self.project.publication()) {
            (Some(at), Some(publication)) => told(obstacles(&self.found, &publication[at].folder, publication)),
            _ => told(self.found.iter().filter(|found| found.severity == Severity::Error)),
        }
    }

    /// An output, as far as it is known before it is made.
    pub(crate) fn output(
        &self,
        target: &Target,
        path: String,
        parts: Parts,
        inputs: BTreeMap<String, String>,
    ) -> Output {
        Output {
            document: self.name(target),
            language: self.language(),
            path,
            kind: target.kind().listed,
            panel: None,
            sha256: String::new(),
            bytes: 0,
            pages: None,
            passes: None,
            standards: vec![],
            timestamp: None,
            state: None,
            digest: parts.digest(),
            parts,
            inputs,
            warnings: 0,
        }
    }
}
