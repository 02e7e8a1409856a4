//! The manifests of all parts become one.

use std::fs;
use std::path::{Path, PathBuf};

use idm_core::diagnostic::Severity;
use idm_core::manifest::{DiagnosticList, FILE_NAME, Manifest, Shard};

use super::previous::{self, Found, refuse_other};
use super::record;
use crate::Error;
use crate::event::Observer;

/// The name of a part's manifest.
pub(crate) fn name(shard: Option<Shard>) -> String {
    match shard {
        Some(Shard { index, of }) => format!("manifest-{index}-of-{of}.json"),
        None => FILE_NAME.to_owned(),
    }
}

/// Joins the manifests of all parts in a folder, and removes them.
///
/// # Errors
/// If one is missing, if they contradict each other, or if an output is not what its manifest says.
pub(crate) fn merge(folder: &Path, observer: Observer) -> Result<Manifest, Error> {
    let (paths, mut parts) = read(folder)?;
    parts.sort_by_key(|part| part.shard.map(|shard| shard.index));
    let [first, others @ ..] = &parts[..] else {
        return Err(Error::Parts(format!("{} holds no manifest of a part", folder.display())));
    };
    let of = first.shard.map_or(1, |shard| shard.of);
    let indexes: Vec<usize> = parts.iter().filter_map(|part| part.shard).map(|shard| shard.index).collect();
    if let Some(other) = others.iter().find_map(|part| part.shard.filter(|shard| shard.of != of)) {
        return Err(Error::Parts(format!("there are parts of {of} and of {}: remove the older ones", other.of)));
    }
    if let Some(missing) = (1..=of).find(|index| !indexes.contains(index)) {
        return Err(Error::Parts(format!("{} is missing", name(Some(Shard { index: missing, of })))));
    }
    for part in others {
        if let Some(what) = contradiction(first, part) {
            let (one, other) = (name(first.shard), name(part.shard));
            return Err(Error::Parts(format!("{one} and {other} contradict each other: {what}")));
        }
    }
    all_once(&parts)?;
    for output in parts.iter().flat_map(|part| &part.outputs) {
        let fails = parts.iter().flat_map(|part| &part.failed).any(|failed| failed.document == output.document);
        if !fails && previous::look(folder, output)? != Found::Whole {
            return Err(Error::Parts(format!("{} is not the file that its manifest lists", output.path)));
        }
    }
    let earlier = previous::read(&folder.join(FILE_NAME))?;
    let mut whole = join(&parts);
    refuse_other(folder, earlier.as_ref(), whole.publication.as_ref(), &whole.editions)?;
    whole.run.removed = record::superseded(earlier.as_ref(), &whole);
    record::put(folder, &[], &whole, earlier.as_ref(), None, observer)?;
    for path in paths {
        fs::remove_file(&path).map_err(Error::system("remove", &path))?;
    }
    Ok(whole)
}

fn read(folder: &Path) -> Result<(Vec<PathBuf>, Vec<Manifest>), Error> {
    let mut paths = vec![];
    for entry in fs::read_dir(folder).map_err(Error::system("read", folder))? {
        let path = entry.map_err(Error::system("read", folder))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.strip_prefix("manifest-").is_some_and(|rest| rest.contains("-of-") && rest.ends_with(".json")) {
            paths.push(path);
        }
    }
    paths.sort();
    let mut parts = vec![];
    for path in &paths {
        let part =
            previous::read(path)?.filter(|part| part.shard.is_some_and(|shard| path.ends_with(name(Some(shard)))));
        parts.push(part.ok_or_else(|| Error::Parts(format!("{} is not the manifest of that part", path.display())))?);
    }
    Ok((paths, parts))
}

/// What two parts of one whole cannot say differently.
fn contradiction(one: &Manifest, other: &Manifest) -> Option<&'static str> {
    let compared = [
        (one.program == other.program, "they were made by different programs"),
        (one.publication == other.publication, "they are of different publications"),
        (one.editions == other.editions, "they are in different languages"),
        (one.revision == other.revision, "they are of different revisions"),
        (one.settings == other.settings, "their settings differ"),
        (one.inputs == other.inputs, "their inputs differ"),
        (one.completeness == other.completeness, "their completeness differs"),
    ];
    compared.into_iter().find(|(same, _)| !same).map(|(_, what)| what)
}

/// The paths of outputs that the manifests of other parts in a folder list.
///
/// # Errors
/// If one cannot be read.
pub(crate) fn listed_by_parts(folder: &Path, own: Option<Shard>) -> Result<Vec<String>, Error> {
    let (_, parts) = read(folder)?;
    let others = parts.iter().filter(|part| part.shard != own);
    Ok(others.flat_map(|part| &part.outputs).map(|output| output.path.clone()).collect())
}

/// Refuses parts of which two hold the same document, or none holds one: they were not made by the same times.
fn all_once(parts: &[Manifest]) -> Result<(), Error> {
    let all = parts.iter().map(|part| part.run.of_all).max().unwrap_or(0);
    let mut holding = vec![0; all];
    for run in parts.iter().flat_map(|part| &part.run.documents) {
        if let Some(holding) = holding.get_mut(run.place) {
            *holding += 1;
        }
    }
    match holding.iter().find(|&&holding| holding != 1) {
        Some(&holding) => Err(Error::Parts(format!(
            "a document is in {holding} of the parts: give all of them the same folder to balance them by"
        ))),
        None => Ok(()),
    }
}

/// The documents of the parts in the order that they have as a whole, and all problems.
fn join(parts: &[Manifest]) -> Manifest {
    let mut whole = parts[0].clone();
    whole.shard = None;
    let mut documents: Vec<_> = parts.iter().flat_map(|part| part.run.documents.clone()).collect();
    documents.sort_by_key(|run| run.place);
    let names: Vec<String> = documents.iter().map(|document| document.document.clone()).collect();
    let place = |document: &String| names.iter().position(|name| name == document);
    whole.run.documents = documents;
    whole.outputs = parts.iter().flat_map(|part| part.outputs.clone()).collect();
    whole.outputs.sort_by_key(|output| place(&output.document));
    whole.failed = parts.iter().flat_map(|part| part.failed.clone()).collect();
    whole.failed.sort_by_key(|failed| place(&failed.document));
    whole.run.started = parts.iter().map(|part| part.run.started).min().unwrap_or_default();
    whole.run.duration_ms = parts.iter().map(|part| part.run.duration_ms).sum();
    for part in &parts[1..] {
        for phase in &part.run.phases {
            match whole.run.phases.iter_mut().find(|known| known.phase == phase.phase) {
                Some(known) => known.ms += phase.ms,
                None => whole.run.phases.push(phase.clone()),
            }
        }
        whole.diagnostics = both(whole.diagnostics, &part.diagnostics);
    }
    whole
}

/// The problems of both, each as often as it is found in one of them.
fn both(one: DiagnosticList, other: &DiagnosticList) -> DiagnosticList {
    let mut list = one.list;
    let before = list.clone();
    for entry in &other.list {
        let number = |list: &[_]| list.iter().filter(|known| *known == entry).count();
        if number(&list) < number(&other.list) {
            list.push(entry.clone());
        }
    }
    if list.len() > before.len() {
        list.sort_by(|a, b| {
            (&a.file, a.line, a.column, a.severity, &a.code).cmp(&(&b.file, b.line, b.column, b.severity, &b.code))
        });
    }
    let mut counts = std::collections::BTreeMap::new();
    for entry in &list {
        *counts.entry(entry.code.clone()).or_default() += 1;
    }
    let count = |severity| list.iter().filter(|entry| entry.severity == severity).count();
    DiagnosticList {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        known: one.known.max(other.known),
        counts,
        list,
    }
}
