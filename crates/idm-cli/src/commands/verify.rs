//! `idm verify`: whether the outputs are what the inputs make, byte for byte.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use idm_core::manifest::{FILE_NAME, Kind, Manifest, Output, sha256};
use idm_core::model::PanelPlace;
use idm_core::obstacles::unsettled;
use idm_core::published;
use idm_render::timings::Timings;

use crate::args::{CommonArguments, Denied, VerifyArguments, packages};
use crate::document::{Beside, Document, Making};
use crate::failure::Failure;
use crate::inspection::Inspection;
use crate::nightly::making::make;
use crate::nightly::previous::{self, Found};
use crate::nightly::{inputs, record};
use crate::progress::Progress;
use crate::report::{self, Stream};
use crate::watchdog;

/// How long all documents together may take.
const TIMEOUT: Duration = Duration::from_secs(3600);

/// Runs the command.
pub fn run(arguments: &VerifyArguments) -> Result<(), Failure> {
    // Documents that are not finished in time are told by name, so that this ends only what is not about them.
    watchdog::start(watchdog::SECONDS + TIMEOUT.as_secs());
    let path = arguments.out.join(FILE_NAME);
    let manifest = previous::read(&path)?
        .ok_or_else(|| Failure::Usage(format!("there is no {}; `idm nightly` writes one", path.display())))?;
    let common = CommonArguments {
        project: arguments.project.clone(),
        deny: manifest.settings.deny_warnings.then_some(Denied::Warnings),
        baseline: arguments.baseline.clone(),
        ..CommonArguments::default()
    };
    let inspection = Inspection::run(&common, &mut Timings::start())?;
    let packages = packages(arguments.templates.as_deref())?;

    let mut differences = vec![];
    if record::program(&packages) != manifest.program {
        differences.push("program or templates are others than those that made the outputs".to_owned());
    }
    let now = inputs::digests(&inspection);
    differences.extend(of_inputs(&manifest.inputs, &now));
    let is_same_input = differences.is_empty();
    for output in &manifest.outputs {
        match previous::look(&arguments.out, output)? {
            Found::Whole => {}
            Found::Altered => {
                differences.push(format!("{} is another file than the one that was written", output.path));
            }
            Found::Gone => differences.push(format!("{} is not there", output.path)),
        }
    }
    differences.extend(rebuilt(&manifest, &inspection, &packages, &now)?);
    if differences.is_empty() {
        let number = manifest.outputs.len();
        report::write(Stream::Output, &format!("{number} outputs are what the inputs make, byte for byte\n"));
        return Ok(());
    }
    let lines: String = differences.iter().map(|difference| format!("{difference}\n")).collect();
    report::write(Stream::Output, &lines);
    if !is_same_input {
        report::note_line("the outputs cannot be expected to be the same: `idm nightly` builds what has changed");
    }
    Err(Failure::Outputs)
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
fn rebuilt(
    manifest: &Manifest,
    inspection: &Inspection,
    packages: &idm_render::packages::Packages,
    now: &BTreeMap<String, String>,
) -> Result<Vec<String>, Failure> {
    let (Some(publication), Some(standards)) = (&inspection.publication, &inspection.standards) else {
        return Ok(vec!["the inputs have errors, so that nothing can be made of them".to_owned()]);
    };
    let unsettled = unsettled(&inspection.located(), publication);
    let making = Making {
        publication,
        pictures: &inspection.pictures,
        standards,
        packages,
        timestamp: manifest.settings.timestamp,
        unsettled: &unsettled,
    };
    let mut differences = vec![];
    let mut documents: Vec<(usize, Document)> = vec![];
    for (at, output) in manifest.outputs.iter().enumerate() {
        if manifest.failed.iter().any(|failed| failed.document == output.document) {
            differences.push(format!("{} is older than these inputs: it could not be made of them", output.path));
            continue;
        }
        match output.kind {
            Kind::Publication => documents.push((at, making.publication()?)),
            Kind::Records => {
                if sha256(published::to_json(publication).as_bytes()) != output.sha256 {
                    differences.push(other(output, now));
                }
            }
            Kind::Draft => {
                let named = |&at: &PanelPlace| Some(&publication.panel(at).id) == output.panel.as_ref();
                match (publication.panels().find(named), &output.state) {
                    (Some(place), Some(state)) => documents.push((at, making.draft(place, state, Beside::default())?)),
                    _ => differences.push(format!("{} is the draft of a panel that is not there", output.path)),
                }
            }
        }
    }
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let progress = Progress::start();
    let number = documents.len();
    let made = make(documents, jobs, Instant::now() + TIMEOUT, &progress)?;
    drop(progress);
    if made.finished.len() < number {
        return Err(Failure::Timeout(TIMEOUT.as_secs()));
    }
    for (at, typeset, _) in made.finished {
        let output = &manifest.outputs[at];
        if typeset.pdf.is_none_or(|bytes| sha256(&bytes) != output.sha256) {
            differences.push(other(output, now));
        }
    }
    Ok(differences)
}

/// An output that comes out otherwise, with the inputs that may be the reason.
fn other(output: &Output, now: &BTreeMap<String, String>) -> String {
    let path = Path::new(&output.path).display();
    let changed = of_inputs(
        &output.inputs,
        &now.iter()
            .filter(|(path, _)| output.inputs.contains_key(*path))
            .map(|(path, digest)| (path.clone(), digest.clone()))
            .collect(),
    );
    if changed.is_empty() {
        format!("{path} comes out otherwise")
    } else {
        format!("{path} comes out otherwise: {}", changed.join(", "))
    }
}
