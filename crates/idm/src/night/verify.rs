//! Whether the outputs of a night are what the inputs make, byte for byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use idm_core::diagnostic::baseline::Baseline;
use idm_core::manifest::{FILE_NAME, Manifest, Output, in_edition, sha256};
use idm_core::model::Language;
use idm_render::packages::Packages;

use super::making::{Task, make};
use super::previous::{self, Found};
use super::{inputs, processors, record};
use crate::document::{Document, Form, Press, Shown, Target};
use crate::editions::Editions;
use crate::event::Observer;
use crate::{Error, Options};

/// How outputs are verified.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct VerifyOptions {
    /// The folder of outputs.
    pub out: PathBuf,
    /// The baseline that they were made with, if they were made with one.
    pub baseline: Option<Baseline>,
    /// The templates.
    pub packages: Packages,
    /// How long it may take to make all documents again.
    pub time: Duration,
}

impl VerifyOptions {
    /// For the outputs in a folder, with an hour's time.
    pub fn new(out: impl Into<PathBuf>) -> Self {
        let time = Duration::from_secs(3600);
        Self { out: out.into(), baseline: None, packages: Packages::embedded(), time }
    }
}

/// What verifying outputs showed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Verified {
    /// How many outputs there are.
    pub outputs: usize,
    /// What differs, a sentence each without a full stop.
    pub differences: Vec<String>,
    /// Whether inputs and program are those that the outputs were made of and by. Otherwise they cannot be expected to be
    /// the same.
    pub same_inputs: bool,
    /// Whether the system refused to read an input, so that nothing follows from what differs.
    pub refused: bool,
    /// Whether the time was too short to make all documents again.
    pub out_of_time: bool,
}

/// Compares the project in a folder and the outputs of its last night with the night's manifest, makes every document
/// again in memory, as it was set then, and compares the bytes.
///
/// # Errors
/// [`Error::NoFile`] and [`Error::Unfit`] if there is no manifest, [`Error::OtherPublication`] if it is that of another
/// publication, and as for [`Editions::all`]; [`Error::System`] if an output cannot be read.
pub fn verify(project: &Path, options: &VerifyOptions, observer: Observer) -> Result<Verified, Error> {
    let path = options.out.join(FILE_NAME);
    let manifest =
        previous::read(&path)?.ok_or(Error::NoFile { what: "manifest", path, hint: "`idm nightly` writes one" })?;
    let reading = Options {
        deny_warnings: manifest.settings.deny_warnings,
        baseline: options.baseline.clone(),
        packages: options.packages.clone(),
        timestamp: manifest.settings.timestamp,
        ..Options::default()
    };
    let languages: Vec<Language> =
        manifest.editions.iter().filter_map(|edition| Language::from_code(&edition.language)).collect();
    let editions = Editions::of(project, reading, &languages)?;
    if let (Some(publication), _) = record::identity(&editions) {
        previous::refuse_other_publication(&options.out, &manifest, &publication)?;
    }

    let mut differences = vec![];
    if record::program(&options.packages) != manifest.program {
        differences.push("program or templates are others than those that made the outputs".to_owned());
    }
    let now = inputs::digests(&editions);
    differences.extend(of_inputs(&manifest.inputs, &now));
    let same_inputs = differences.is_empty();
    for output in &manifest.outputs {
        match previous::look(&options.out, output)? {
            Found::Whole => {}
            Found::Altered => {
                differences.push(format!("{} is another file than the one that was written", output.path));
            }
            Found::Gone => differences.push(format!("{} is not there", output.path)),
        }
    }
    let kept = |document: &str| manifest.outputs.iter().any(|output| output.document == document);
    for failed in manifest.failed.iter().filter(|failed| !kept(&failed.document)) {
        differences.push(format!("`{}` could not be made: {}", failed.document, failed.reason));
    }
    let refused = editions.findings().has_refusals();
    let mut verified =
        Verified { outputs: manifest.outputs.len(), differences, same_inputs, refused, out_of_time: false };
    let presses: Vec<Press> = editions.iter().filter_map(Press::new).collect();
    if presses.is_empty() {
        verified.differences.push("the inputs have errors, so that nothing can be made of them".to_owned());
    } else {
        rebuild(&manifest, &presses, &now, options.time, observer, &mut verified)?;
    }
    Ok(verified)
}

/// What differs between the inputs of then and now.
fn of_inputs(then: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> Vec<String> {
    let mut paths: Vec<&String> = then.keys().chain(now.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    let difference = |path: &String| match (then.get(path), now.get(path)) {
        (Some(then), Some(now)) if then == now => None,
        (Some(_), Some(_)) => Some(format!("input {path} has changed")),
        (Some(_), None) => Some(format!("input {path} is not there any more")),
        (None, _) => Some(format!("input {path} is new")),
    };
    paths.into_iter().filter_map(difference).collect()
}

/// Makes every document again, and says which are other than recorded.
fn rebuild(
    manifest: &Manifest,
    presses: &[Press],
    now: &BTreeMap<String, String>,
    time: Duration,
    observer: Observer,
    verified: &mut Verified,
) -> Result<(), Error> {
    let named = |press: &Press| {
        let suffix = press.publication.edition_suffix();
        let name = move |target: Target| (in_edition(target.name(), &suffix), target);
        press.project.targets().into_iter().map(name).collect::<BTreeMap<_, _>>()
    };
    // What each edition is made with, and its documents by name.
    let all: Vec<(&Press, BTreeMap<String, Target>)> = presses.iter().map(|press| (press, named(press))).collect();
    let differences = &mut verified.differences;
    let mut documents: Vec<Task> = vec![];
    for (at, output) in manifest.outputs.iter().enumerate() {
        if manifest.failed.iter().any(|failed| failed.document == output.document) {
            differences.push(format!("{} is older than these inputs: it could not be made of them", output.path));
            continue;
        }
        let found = all
            .iter()
            .enumerate()
            .find_map(|(edition, (press, targets))| Some((edition, *press, targets.get(&output.document)?)));
        let Some((edition, press, target)) = found else {
            differences.push(format!("{} is the {} of what is not there", output.path, kind_of(output)));
            continue;
        };
        match target.kind().form {
            Form::Written { write, .. } if sha256(&write(press.publication)) == output.sha256 => {}
            Form::Written { .. } => differences.push(other(output, now)),
            Form::Typeset { .. } | Form::Reviewed(_) => {
                let task =
                    |settled| Ok::<_, Error>(Task { at, edition, document: document(press, target, output, settled)? });
                documents.push(task(false)?);
                // It may be older than an error elsewhere, of which it then says nothing.
                if !press.unsettled.is_empty() && target.kind().names_state {
                    documents.push(task(true)?);
                }
            }
        }
    }
    let number = documents.len();
    let made = make(documents, processors(), Instant::now() + time, observer, &mut |_, _, _| {})?;
    verified.out_of_time = made.finished.len() < number;
    let mut same: BTreeMap<usize, bool> = BTreeMap::new();
    for (at, typeset, _) in made.finished {
        let is_same = typeset.pdf.is_some_and(|bytes| sha256(&bytes) == manifest.outputs[at].sha256);
        *same.entry(at).or_default() |= is_same;
    }
    differences.extend(same.into_iter().filter(|(_, same)| !same).map(|(at, _)| other(&manifest.outputs[at], now)));
    Ok(())
}

fn document(press: &Press, target: &Target, output: &Output, settled: bool) -> Result<Document, Error> {
    press.document(target, &Shown { state: output.state.as_ref(), settled, ..Shown::default() })
}

/// The kind of an output, by the beginning of its document's name.
fn kind_of(output: &Output) -> &str {
    output.document.split([':', '.']).next().unwrap_or(&output.document)
}

/// An output that comes out otherwise, with the inputs that may be the reason.
fn other(output: &Output, now: &BTreeMap<String, String>) -> String {
    let path = Path::new(&output.path).display();
    let own = now.iter().filter(|(path, _)| output.inputs.contains_key(*path));
    let changed = of_inputs(&output.inputs, &own.map(|(path, digest)| (path.clone(), digest.clone())).collect());
    if changed.is_empty() {
        format!("{path} comes out otherwise")
    } else {
        format!("{path} comes out otherwise: {}", changed.join(", "))
    }
}
