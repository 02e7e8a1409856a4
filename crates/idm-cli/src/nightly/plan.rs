//! What is to be made, and why.

use std::collections::BTreeMap;
use std::path::Path;

use idm_core::diagnostic::Severity;
use idm_core::diagnostic::located::Located;
use idm_core::manifest::{self, Cause, Failed, Hash, Kind, Manifest, Output, Parts, Reason, ReasonCode, Shard, sha256};
use idm_core::model::{PanelPlace, Publication};
use idm_core::obstacles::{obstacles, unsettled};
use idm_core::{published, rules};
use idm_render::emit::STATE;
use idm_render::fonts;
use idm_render::packages::Packages;

use super::previous::{self, Found};
use crate::document::{Beside, Document, Making};
use crate::failure::Failure;
use crate::inspection::Inspection;

/// The name of the document that is the book.
const PUBLICATION: &str = "publication";
/// The name and the path of the records.
const RECORDS: (&str, &str) = ("records", "records.json");

/// What a plan is made from.
pub struct Circumstances<'a> {
    /// The inputs, read and checked.
    pub inspection: &'a Inspection,
    /// The digests of the input files.
    pub inputs: &'a BTreeMap<String, String>,
    /// The state that new drafts name.
    pub state: &'a manifest::State,
    /// The templates.
    pub packages: &'a Packages,
    /// The time that was asked for.
    pub timestamp: Option<i64>,
    /// What an earlier run left.
    pub previous: Option<&'a Manifest>,
    /// The folder of outputs.
    pub out: &'a Path,
    /// Whether everything is to be made.
    pub forced: bool,
}

/// A document, and what is to be done with it.
pub struct Entry {
    /// Its name.
    pub document: String,
    /// The path in the folder of outputs.
    pub path: String,
    /// What is to be done.
    pub work: Work,
    /// Why.
    pub reason: Reason,
    /// What an earlier run left of it.
    pub previous: Option<Output>,
}

/// What is to be done with a document.
pub enum Work {
    /// Nothing.
    Keep(Output),
    /// Nothing can be done.
    Fail(Failed),
    /// To be written. The output lacks what is only known of a finished file.
    Write(Output, Vec<u8>),
    /// To be typeset and written.
    Typeset(Output, Box<Document>),
}

impl Circumstances<'_> {
    /// What is to be done with every document: the publication, the records, then the drafts by workshop and number.
    ///
    /// # Errors
    /// If a template is broken, or an earlier output cannot be read.
    pub fn plan(&self, shard: Option<Shard>) -> Result<Vec<Entry>, Failure> {
        let found = self.inspection.located();
        let mut entries = vec![];
        let mut place = 0;
        let mut is_ours = || {
            place += 1;
            shard.is_none_or(|shard| shard.holds(place - 1))
        };
        let mut known = vec![];
        if let (Some(publication), Some(standards)) = (&self.inspection.publication, &self.inspection.standards) {
            let unsettled = unsettled(&found, publication);
            let making = Making {
                publication,
                pictures: &self.inspection.pictures,
                standards,
                packages: self.packages,
                timestamp: self.timestamp,
                unsettled: &unsettled,
            };
            let errors = |found: &Located| found.severity == Severity::Error;
            for (document, path) in
                [(PUBLICATION, format!("{}.pdf", publication.id)), (RECORDS.0, RECORDS.1.to_owned())]
            {
                known.push(document.to_owned());
                if !is_ours() {
                    continue;
                }
                entries.push(match told(found.iter().filter(|found| errors(found))) {
                    Some(why) => self.failed(document, Some(path), why),
                    None if document == PUBLICATION => self.publication(&making)?,
                    None => self.records(publication)?,
                });
            }
            for at in publication.panels() {
                let record = publication.panel(at);
                let document = format!("draft:{}", record.id);
                if is_ours() {
                    entries.push(match told(obstacles(&found, record, publication)) {
                        Some(why) => self.failed(&document, None, why),
                        None => self.draft(&making, at, &document)?,
                    });
                }
                known.push(document);
            }
        }
        // What errors may have hidden is not gone. Without any, it was taken out of the publication.
        let hiding =
            found.iter().filter(|found| found.severity == Severity::Error && !rules::is_for_release(found.code));
        if let Some(why) = told(hiding) {
            for output in self.previous.iter().flat_map(|previous| &previous.outputs) {
                let is_hidden = !known.contains(&output.document);
                // A part's own manifest lists nothing else.
                let listed = shard.is_some() && self.previous.is_some_and(|previous| previous.shard == shard);
                if is_hidden && (listed || is_ours()) {
                    entries.push(self.failed(&output.document, None, why.clone()));
                }
            }
        }
        Ok(entries)
    }

    fn failed(&self, document: &str, path: Option<String>, why: String) -> Entry {
        let previous = self.previous.and_then(|previous| previous.output(document)).cloned();
        let path = previous.as_ref().map(|output| output.path.clone()).or(path).unwrap_or_else(|| document.to_owned());
        Entry {
            document: document.to_owned(),
            path,
            work: Work::Fail(Failed { document: document.to_owned(), cause: Cause::Inputs, reason: why }),
            reason: Reason::new(ReasonCode::Errors, vec![]),
            previous,
        }
    }

    fn publication(&self, making: &Making) -> Result<Entry, Failure> {
        let document = making.publication()?;
        let timestamp = Some(document.export.timestamp);
        let output = self.output(PUBLICATION, Kind::Publication, &document, timestamp);
        self.entry(output, |output| Work::Typeset(output, Box::new(document)))
    }

    fn records(&self, publication: &Publication) -> Result<Entry, Failure> {
        let bytes = published::to_json(publication).into_bytes();
        let parts = Parts {
            content: sha256(&bytes),
            settings: String::new(),
            templates: String::new(),
            program: String::new(),
        };
        let read = self.inspection.project.sources.iter().map(|(_, file)| file.path());
        let output = Output {
            document: RECORDS.0.to_owned(),
            path: RECORDS.1.to_owned(),
            kind: Kind::Records,
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
            inputs: self.of_inputs(read),
            warnings: 0,
        };
        self.entry(output, |output| Work::Write(output, bytes))
    }

    /// The draft of a panel. While it says the same, it also names the same state.
    fn draft(&self, making: &Making, at: PanelPlace, name: &str) -> Result<Entry, Failure> {
        let previous = self.previous.and_then(|previous| previous.output(name));
        let output = |state: &manifest::State| {
            let document = making.draft(at, state, Beside::default())?;
            let mut output = self.output(name, Kind::Draft, &document, self.timestamp);
            output.timestamp = Some(document.export.timestamp);
            output.panel = Some(making.publication.panel(at).id.clone());
            output.state = Some(state.clone());
            Ok::<_, Failure>((document, output))
        };
        let (mut document, mut new) = output(self.state)?;
        if let Some(previous) = previous
            && let Some(state) = previous.state.as_ref().filter(|state| *state != self.state)
            && previous.digest == new.digest
        {
            (document, new) = output(state)?;
        }
        self.entry(new, |output| Work::Typeset(output, Box::new(document)))
    }

    /// An output as far as it is known beforehand. `timestamp` is the time that decides what the document says.
    fn output(&self, name: &str, kind: Kind, document: &Document, timestamp: Option<i64>) -> Output {
        let project = document.world.project();
        let mut content = Hash::default();
        for (path, file) in project.files().filter(|(path, _)| *path != STATE) {
            content.part(path.as_bytes());
            content.part(file.as_bytes());
        }
        let export = &document.export;
        let mut settings = Hash::default();
        settings.part(export.standards.to_string().as_bytes());
        settings.part(export.ident.as_bytes());
        settings.part(timestamp.map(|time| time.to_string()).unwrap_or_default().as_bytes());
        let parts = Parts {
            content: content.finish(),
            settings: settings.finish(),
            templates: self.packages.digest(),
            program: program(),
        };
        let sources = project.sources();
        let texts = sources.iter().map(|&id| self.inspection.project.sources.get(id).path());
        Output {
            document: name.to_owned(),
            path: document.path.clone(),
            kind,
            panel: None,
            sha256: String::new(),
            bytes: 0,
            pages: None,
            passes: None,
            standards: export.standards.names().iter().map(|&name| name.to_owned()).collect(),
            timestamp,
            state: None,
            digest: parts.digest(),
            parts,
            inputs: self.of_inputs(texts.chain(project.named_paths())),
            warnings: 0,
        }
    }

    fn of_inputs<'p>(&self, paths: impl Iterator<Item = &'p str>) -> BTreeMap<String, String> {
        let digest = |path: &str| Some((path.to_owned(), self.inputs.get(path)?.clone()));
        paths.filter_map(digest).collect()
    }

    /// Decides whether an output is to be made.
    fn entry(&self, mut output: Output, make: impl FnOnce(Output) -> Work) -> Result<Entry, Failure> {
        let previous = self.previous.and_then(|previous| previous.output(&output.document)).cloned();
        let reason = self.reason(previous.as_ref(), &output)?;
        let (document, path) = (output.document.clone(), output.path.clone());
        let work = match &previous {
            Some(previous) if reason.code == ReasonCode::Unchanged => {
                output.sha256.clone_from(&previous.sha256);
                (output.bytes, output.pages, output.passes) = (previous.bytes, previous.pages, previous.passes);
                Work::Keep(output)
            }
            _ => make(output),
        };
        Ok(Entry { document, path, work, reason, previous })
    }

    fn reason(&self, previous: Option<&Output>, now: &Output) -> Result<Reason, Failure> {
        let because = |code| Ok(Reason::new(code, vec![]));
        let Some(previous) = previous else {
            return because(if self.forced { ReasonCode::Forced } else { ReasonCode::FirstBuild });
        };
        if self.forced {
            return because(ReasonCode::Forced);
        }
        if previous.digest == now.digest {
            return because(match previous::look(self.out, previous)? {
                Found::Gone => ReasonCode::Gone,
                Found::Altered => ReasonCode::Altered,
                Found::Whole if previous.path != now.path => ReasonCode::Settings,
                Found::Whole if previous.warnings > 0 => ReasonCode::Warnings,
                Found::Whole => ReasonCode::Unchanged,
            });
        }
        if previous.parts.program != now.parts.program {
            return because(ReasonCode::Program);
        }
        if previous.parts.templates != now.parts.templates {
            return because(ReasonCode::Templates);
        }
        let own = self.changed(previous, |path| previous.inputs.contains_key(path) || now.inputs.contains_key(path));
        if previous.parts.content != now.parts.content && !own.is_empty() {
            return Ok(Reason::new(ReasonCode::Inputs, own));
        }
        if previous.parts.settings != now.parts.settings {
            return because(ReasonCode::Settings);
        }
        Ok(Reason::new(ReasonCode::Numbers, self.changed(previous, |_| true)))
    }

    /// The input files among those asked for that are others than when the output was made.
    fn changed(&self, output: &Output, asked: impl Fn(&str) -> bool) -> Vec<String> {
        let before = self.previous.map(|previous| &previous.inputs);
        let earlier = |path: &str| output.inputs.get(path).or_else(|| before?.get(path));
        let mut paths: Vec<&String> = self.inputs.keys().chain(output.inputs.keys()).collect();
        paths.extend(before.into_iter().flat_map(BTreeMap::keys));
        paths.sort_unstable();
        paths.dedup();
        paths.into_iter().filter(|path| asked(path) && earlier(path) != self.inputs.get(*path)).cloned().collect()
    }
}

/// A digest of the program and its fonts.
fn program() -> String {
    let mut hash = Hash::default();
    for part in [env!("CARGO_PKG_VERSION"), idm_render::PROGRAM_DIGEST, fonts::digest()] {
        hash.part(part.as_bytes());
    }
    hash.finish()
}

/// `chapters/introduction.md:3: there is no … (and 2 more errors)`; nothing if there is nothing.
pub fn told<'a>(mut errors: impl Iterator<Item = &'a Located>) -> Option<String> {
    let first = errors.next()?;
    let line = first.location.range.map_or_else(String::new, |range| format!(":{}", range.start.line));
    let more = match errors.count() {
        0 => String::new(),
        1 => " (and 1 more error)".to_owned(),
        more => format!(" (and {more} more errors)"),
    };
    Some(format!("{}{line}: {}{more}", first.location.file, first.message))
}
