//! Putting outputs in place, and writing down what is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use idm_core::completeness;
use idm_core::diagnostic::Severity;
use idm_core::diagnostic::fingerprint;
use idm_core::diagnostic::located::Located;
use idm_core::manifest::{
    DiagnosticEntry, DiagnosticList, FORMAT, Identity, Manifest, PanelCompleteness, Program, Run, RunSettings, VERSION,
};
use idm_core::model::{Line, PanelPlace, Publication};
use idm_core::source::Sources;
use idm_render::fonts;
use idm_render::packages::Packages;

use super::outcome::Outcome;
use super::previous::{self, Found};
use crate::failure::Failure;
use crate::inspection::Inspection;
use crate::output;
use crate::report;
use crate::state::State;

/// What the manifest of a run says of its circumstances.
pub struct Record<'a> {
    /// The inputs, with everything that was found.
    pub inspection: &'a Inspection,
    /// The digests of the input files.
    pub inputs: BTreeMap<String, String>,
    /// The state of the inputs.
    pub state: &'a State,
    /// The templates.
    pub packages: &'a Packages,
    /// How the run was set.
    pub settings: RunSettings,
}

impl Record<'_> {
    /// The manifest of these outcomes, without its run.
    pub fn manifest(self, outcomes: &[Outcome]) -> Manifest {
        let publication = self.inspection.publication.as_ref();
        Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            program: program(self.packages),
            publication: publication.map(|publication| Identity {
                id: publication.id.clone(),
                title: publication.title.plain(),
                language: publication.language.code().to_owned(),
            }),
            revision: self.state.revision.clone(),
            settings: self.settings,
            shard: None,
            inputs: self.inputs,
            outputs: outcomes.iter().filter_map(|outcome| outcome.output.clone()).collect(),
            failed: outcomes.iter().filter_map(|outcome| outcome.failed.clone()).collect(),
            diagnostics: diagnostics(
                &self.inspection.located(),
                self.inspection.known(),
                &self.inspection.project.sources,
            ),
            completeness: publication.map(lacking).unwrap_or_default(),
            run: Run { documents: outcomes.iter().map(|outcome| outcome.run.clone()).collect(), ..Run::default() },
        }
    }
}

/// What makes documents with these templates.
pub fn program(packages: &Packages) -> Program {
    Program {
        name: "idm".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        digest: idm_render::PROGRAM_DIGEST.to_owned(),
        templates: packages.digest(),
        fonts: fonts::digest().to_owned(),
    }
}

fn diagnostics(found: &[Located], known: Option<usize>, sources: &Sources) -> DiagnosticList {
    let count = |severity| found.iter().filter(|found| found.severity == severity).count();
    let mut counts = BTreeMap::new();
    for found in found {
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
        known,
        counts,
        list: found.iter().map(entry).collect(),
    }
}

fn lacking(publication: &Publication) -> Vec<PanelCompleteness> {
    let entry = |at: PanelPlace| {
        let record = publication.panel(at);
        PanelCompleteness {
            panel: record.id.clone(),
            workshop: publication.workshops[at.0].id.clone(),
            number: record.number,
            title: record.title.as_ref().map(Line::plain),
            status: completeness::status(publication, at),
            missing: completeness::gaps(publication, at).into_iter().map(|gap| gap.what).collect(),
        }
    };
    publication.panels().map(entry).collect()
}

/// Which outputs of an earlier run are to be removed: those that others took the place of.
pub fn superseded(previous: Option<&Manifest>, manifest: &Manifest) -> Vec<String> {
    let earlier = previous.iter().flat_map(|previous| &previous.outputs).map(|output| &output.path);
    let mut paths: Vec<String> =
        earlier.filter(|path| !manifest.outputs.iter().any(|output| output.path == **path)).cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Puts the outputs in place, then the manifest, and removes what others took the place of. Everything is written beside
/// its place before anything is put there, so that a full disk is noticed while all is as it was. What has not changed is
/// not touched.
///
/// # Errors
/// If something cannot be written.
pub fn put(
    folder: &Path,
    outcomes: &[Outcome],
    manifest: &Manifest,
    name: &str,
    previous: Option<&Manifest>,
) -> Result<(), Failure> {
    let mut staged = vec![];
    for outcome in outcomes {
        if let (Some(output), Some(bytes)) = (&outcome.output, &outcome.bytes)
            && previous::look(folder, output)? != Found::Whole
        {
            staged.push(output::stage(folder, &output.path, bytes)?);
        }
    }
    let is_same = previous.is_some_and(|previous| previous.says_the_same_as(manifest));
    if is_same && staged.is_empty() && manifest.run.removed.is_empty() {
        return Ok(());
    }
    let written = output::stage(folder, name, manifest.to_json().as_bytes())?;
    for staged in staged {
        staged.put()?;
    }
    written.put()?;
    for path in &manifest.run.removed {
        let listed = previous.iter().flat_map(|previous| &previous.outputs).find(|output| output.path == *path);
        let (Some(output), Some(place)) = (listed, previous::place(folder, path)) else { continue };
        match previous::look(folder, output)? {
            Found::Whole => fs::remove_file(&place).map_err(Failure::system("remove", &place))?,
            Found::Altered => {
                report::note_line(&format!("{} is out of date, but was altered: it is left", place.display()));
            }
            Found::Gone => {}
        }
    }
    Ok(())
}
