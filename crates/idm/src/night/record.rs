//! Putting outputs in place, and writing down what is there.

use std::collections::BTreeMap;
use std::path::Path;

use idm_core::completeness;
use idm_core::diagnostic::Severity;
use idm_core::diagnostic::fingerprint;
use idm_core::diagnostic::located::Located;
use idm_core::manifest::{
    DiagnosticEntry, DiagnosticList, Edition, FORMAT, FontEntry, Identity, Manifest, PanelCompleteness, Program, Run,
    RunSettings, VERSION,
};
use idm_core::model::{Line, Panel, Publication, Ref};
use idm_core::rules;
use idm_core::source::Sources;
use idm_render::fonts::{self, OwnFont};
use idm_render::packages::Packages;

use super::journal::{self, Journal, Since};
use super::merge;
use super::outcome::Outcome;
use super::previous::{self, Found};
use crate::editions::Editions;
use crate::event::Observer;
use crate::findings::Findings;
use crate::state::State;
use crate::{Error, Project, outputs};

/// What the manifest of a run says of its circumstances.
pub(crate) struct Record<'a> {
    /// The inputs, in the languages that are made.
    pub(crate) editions: &'a Editions,
    /// What is wrong with them.
    pub(crate) findings: &'a Findings,
    /// The digests of the input files.
    pub(crate) inputs: BTreeMap<String, String>,
    /// The state of the inputs.
    pub(crate) state: &'a State,
    /// What an earlier run left.
    pub(crate) previous: Option<&'a Manifest>,
}

impl Record<'_> {
    /// The manifest of these outcomes, without its run.
    pub(crate) fn manifest(self, outcomes: &[Outcome]) -> Manifest {
        let first = self.editions.first();
        let publication = first.publication();
        let (identity, mut editions) = identity(self.editions);
        if identity.is_none() {
            editions = self.previous.map(|previous| previous.editions.clone()).unwrap_or_default();
        }
        let completeness = self.with_hidden(publication.map(lacking).unwrap_or_default());
        Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            program: program(&first.options().packages),
            publication: identity.or_else(|| self.previous.and_then(|previous| previous.publication.clone())),
            editions,
            revision: self.state.revision.clone(),
            settings: settings(first),
            shard: None,
            fonts: own_fonts(first),
            inputs: self.inputs,
            outputs: outcomes.iter().filter_map(|outcome| outcome.output.clone()).collect(),
            failed: outcomes.iter().filter_map(|outcome| outcome.failed.clone()).collect(),
            diagnostics: diagnostics(self.findings, self.editions.sources()),
            completeness,
            run: Run { documents: outcomes.iter().map(|outcome| outcome.run.clone()).collect(), ..Run::default() },
        }
    }
}

impl Record<'_> {
    /// What panels lack, with those that errors hide as they were known before: a panel that cannot be read is not ready all
    /// of a sudden, and not gone.
    fn with_hidden(&self, mut known: Vec<PanelCompleteness>) -> Vec<PanelCompleteness> {
        let is_hiding = |found: &Located| found.severity == Severity::Error && !rules::is_for_release(found.code);
        if self.findings.iter().any(is_hiding) {
            for (at, panel) in self.previous.iter().flat_map(|previous| &previous.completeness).enumerate() {
                if !known.iter().any(|known| known.panel == panel.panel) {
                    known.insert(at.min(known.len()), panel.clone());
                }
            }
        }
        known
    }
}

/// Which publication these are editions of, and which editions they are.
pub(crate) fn identity(editions: &Editions) -> (Option<Identity>, Vec<Edition>) {
    let identity = editions.first().publication().map(|publication| Identity {
        id: publication.id.to_string(),
        title: publication.title.plain(),
        language: publication.language.code().to_owned(),
        languages: publication.languages.iter().map(|language| language.code().to_owned()).collect(),
    });
    // An edition of which too little could be understood is one all the same.
    let edition = |project: &Project| {
        let publication = project.publication().or(editions.first().publication())?;
        Some(Edition { language: project.language()?.code().to_owned(), title: publication.title.plain() })
    };
    (identity, editions.iter().filter_map(edition).collect())
}

/// What makes documents with these templates.
pub(crate) fn program(packages: &Packages) -> Program {
    Program {
        name: "idm".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        digest: idm_render::PROGRAM_DIGEST.to_owned(),
        templates: packages.digest(),
        fonts: fonts::digest().to_owned(),
    }
}

fn own_fonts(project: &Project) -> Vec<FontEntry> {
    let entry = |font: &OwnFont| FontEntry {
        path: font.path.clone(),
        sha256: font.sha256.clone(),
        families: font.families.clone(),
    };
    project.fonts().own().iter().map(entry).collect()
}

/// How documents were made, as far as it decides what they are.
fn settings(project: &Project) -> RunSettings {
    let options = project.options();
    RunSettings { timestamp: options.timestamp, deny_warnings: options.deny_warnings, release: options.release }
}

fn diagnostics(findings: &Findings, sources: &Sources) -> DiagnosticList {
    let count = |severity| findings.iter().filter(|found| found.severity == severity).count();
    let mut counts = BTreeMap::new();
    for found in findings.iter() {
        *counts.entry(found.code.to_owned()).or_default() += 1;
    }
    let entry = |found: &Located| DiagnosticEntry {
        code: found.code.to_owned(),
        severity: found.severity,
        file: found.location.file.clone(),
        line: found.location.range.map(|range| range.start.line),
        column: found.location.range.map(|range| range.start.column),
        message: found.message.clone(),
        fingerprint: fingerprint::of(found, sources),
    };
    DiagnosticList {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        known: findings.known(),
        counts,
        list: findings.iter().map(entry).collect(),
    }
}

fn lacking(publication: &Publication) -> Vec<PanelCompleteness> {
    let entry = |(at, record): (Ref<Panel>, &Panel)| PanelCompleteness {
        panel: record.id.to_string(),
        workshop: publication[record.workshop].id.to_string(),
        number: record.number,
        title: record.title.as_ref().map(Line::plain),
        status: completeness::status(publication, at),
        missing: completeness::gaps(publication, at).into_iter().map(|gap| gap.what).collect(),
    };
    publication.panels.entries().map(entry).collect()
}

/// Which outputs of an earlier run are to be removed: those that others took the place of.
pub(crate) fn superseded(previous: Option<&Manifest>, manifest: &Manifest) -> Vec<String> {
    let earlier = previous.iter().flat_map(|previous| &previous.outputs).map(|output| &output.path);
    let mut paths: Vec<String> =
        earlier.filter(|path| !manifest.outputs.iter().any(|output| output.path == **path)).cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Puts the outputs in place, then the manifest, and removes what others took the place of. Everything is written beside
/// its place, and the journal before anything is put there: a full disk is noticed while all is as it was, and the next
/// run finishes what this one may not. What has not changed is not touched. `since` is what a page about the run compares
/// it with, if there is to be one; whoever has written that page closes the journal.
///
/// # Errors
/// If something cannot be written.
pub(crate) fn put(
    folder: &Path,
    outcomes: &[Outcome],
    manifest: &Manifest,
    previous: Option<&Manifest>,
    since: Option<Since>,
    observer: Observer,
) -> Result<(), Error> {
    let mut staged = vec![];
    for outcome in outcomes {
        if let (Some(output), Some(bytes)) = (&outcome.output, &outcome.bytes)
            && previous::look(folder, output)? != Found::Whole
        {
            staged.push((output.path.clone(), outputs::stage(folder, &output.path, bytes)?));
        }
    }
    let is_same = previous.is_some_and(|previous| previous.says_the_same_as(manifest));
    if is_same && staged.is_empty() && manifest.run.removed.is_empty() {
        return Ok(());
    }
    let name = merge::name(manifest.shard);
    let written = outputs::stage(folder, &name, manifest.to_json().as_bytes())?;
    staged.push((name, written));
    let earlier = previous.iter().flat_map(|previous| &previous.outputs);
    let remove = earlier.filter(|output| manifest.run.removed.contains(&output.path)).cloned().collect();
    let journal = Journal::write(folder, staged, remove, since)?;
    journal.carry_out(folder, observer)?;
    if journal.is_untold() { Ok(()) } else { journal::close(folder) }
}
