//! What is to be made, and why.

use std::collections::BTreeMap;
use std::path::Path;

use idm_core::diagnostic::Severity;
use idm_core::diagnostic::located::Located;
use idm_core::manifest::{self, Cause, Failed, Hash, Kind, Manifest, Output, Parts, Reason, ReasonCode, Shard, sha256};
use idm_core::rules;
use idm_core::words::counted;
use idm_render::fonts;
use rayon::prelude::*;

use super::cache::of_this_machine;
use super::edition::Edition;
use super::previous::{self, Found};
use super::shares::share_out;
use crate::Error;
use crate::document::{Document, Form, Press, Shown, Target, says_only_the_state};
use crate::editions::{self, Editions};

/// What a plan is made from.
pub(crate) struct Circumstances<'a> {
    /// The inputs, read and checked, in the languages that are made.
    pub(crate) editions: &'a Editions,
    /// The digests of the input files.
    pub(crate) inputs: &'a BTreeMap<String, String>,
    /// The state that new drafts name.
    pub(crate) state: &'a manifest::State,
    /// What an earlier run left.
    pub(crate) previous: Option<&'a Manifest>,
    /// The folder of outputs.
    pub(crate) out: &'a Path,
    /// Whether everything is to be made.
    pub(crate) forced: bool,
    /// What tells how long documents take.
    pub(crate) times: Option<&'a Manifest>,
}

/// A document, and what is to be done with it.
pub(crate) struct Entry {
    /// Its name.
    pub(crate) document: String,
    /// Its place in the order of all documents.
    pub(crate) place: usize,
    /// The place of the edition that it is of.
    pub(crate) edition: usize,
    /// The language of that edition, in two letters; empty if that is not known.
    pub(crate) language: String,
    /// The path in the folder of outputs.
    pub(crate) path: String,
    /// What is to be done.
    pub(crate) work: Work,
    /// Why.
    pub(crate) reason: Reason,
    /// What an earlier run left of it.
    pub(crate) previous: Option<Output>,
}

/// What is to be done with a document.
pub(crate) enum Work {
    /// Nothing.
    Keep(Output),
    /// Nothing can be done.
    Fail(Failed),
    /// To be written. The output lacks what is only known of a finished file.
    Write(Output, Vec<u8>),
    /// To be typeset and written. The key is that of everything it is made of.
    Typeset(Output, Box<Document>, String),
    /// To be written, and made before: it took so many milliseconds.
    Fetched(Output, Vec<u8>, f64),
}

/// What is to be done, and by whom.
pub(crate) struct Planned {
    /// What is to be done with each document of the part that is asked for.
    pub(crate) entries: Vec<Entry>,
    /// Which part each of all documents is in, from 0.
    pub(crate) parts: Vec<usize>,
    /// The names of all documents.
    pub(crate) names: Vec<String>,
    /// The language of each, in two letters.
    pub(crate) languages: Vec<String>,
}

impl Circumstances<'_> {
    /// What is to be done with every document, in the order of a manifest. `loads` is what each part has to do already.
    ///
    /// # Errors
    /// If a template is broken, or an earlier output cannot be read.
    pub(crate) fn plan(&self, shard: Option<Shard>, loads: &mut [f64]) -> Result<Planned, Error> {
        let all: Vec<Edition> = self.editions.iter().map(Edition::new).collect();
        let targets: Vec<(usize, Target)> = all
            .iter()
            .enumerate()
            .flat_map(|(at, edition)| editions::targets(edition.project).into_iter().map(move |target| (at, target)))
            .collect();
        let names: Vec<String> = targets.iter().map(|(at, target)| all[*at].name(target)).collect();
        let listed: Vec<(&str, Kind)> =
            names.iter().zip(&targets).map(|(name, (_, target))| (name.as_str(), target.kind().listed)).collect();
        let panels = self.editions.publications().next().map_or(0, |publication| publication.panels.refs().count());
        let parts = share_out(&listed, panels, self.times, loads);
        let entry = |(place, ((at, target), part)): (usize, (&(usize, Target), &usize))| {
            if shard.is_some_and(|shard| shard.index != part + 1) {
                return Ok(None);
            }
            let edition = &all[*at];
            let entry = match (edition.stopped(target), &edition.press) {
                (None, Some(press)) => self.entry_of(edition, press, target)?,
                (why, _) => self.failed(edition.name(target), edition.path(target), why),
            };
            Ok(Some(Entry { place, edition: *at, language: edition.language(), ..entry }))
        };
        let decided: Vec<Result<_, Error>> =
            targets.par_iter().zip(&parts).enumerate().with_max_len(1).map(entry).collect();
        // The first that cannot be decided is told, however fast others were.
        let mut entries: Vec<Entry> = decided.into_iter().flat_map(Result::transpose).collect::<Result<_, _>>()?;
        let found = self.editions.findings();
        // What errors may have hidden is not gone. Without any, it was taken out of the publication.
        let hiding =
            found.iter().filter(|found| found.severity == Severity::Error && !rules::is_for_release(found.code));
        if let Some(why) = told(hiding) {
            for (at, output) in self.previous.iter().flat_map(|previous| &previous.outputs).enumerate() {
                let is_hidden = !names.contains(&output.document);
                // A part's own manifest lists nothing else.
                let listed = shard.is_some() && self.previous.is_some_and(|previous| previous.shard == shard);
                if is_hidden && (listed || shard.is_none_or(|shard| at % shard.of == shard.index - 1)) {
                    // They keep their order.
                    let before = self.previous.and_then(|previous| previous.done(&output.document));
                    let place = targets.len() + before.map_or(at, |before| before.place);
                    let entry = self.failed(output.document.clone(), None, Some(why.clone()));
                    entries.push(Entry { place, language: output.language.clone(), ..entry });
                }
            }
        }
        let languages = targets.iter().map(|(at, _)| all[*at].language()).collect();
        Ok(Planned { entries, parts, languages, names })
    }

    fn failed(&self, document: String, path: Option<String>, why: Option<String>) -> Entry {
        let previous = self.previous.and_then(|previous| previous.output(&document)).cloned();
        let path = previous.as_ref().map(|output| output.path.clone()).or(path).unwrap_or_else(|| document.clone());
        let reason = Reason::new(ReasonCode::Errors, vec![]);
        let failed = Failed {
            document: document.clone(),
            cause: Cause::Inputs,
            reason: why.unwrap_or_else(|| reason.text.clone()),
        };
        let language = String::new();
        Entry { document, place: 0, edition: 0, language, path, work: Work::Fail(failed), reason, previous }
    }

    /// What is to be done with a document that nothing stops.
    fn entry_of(&self, edition: &Edition, press: &Press, target: &Target) -> Result<Entry, Error> {
        if let Form::Written { write, .. } = target.kind().form {
            let bytes = write(press.publication);
            let output = self.written(edition, target, &bytes);
            return self.entry(output, |output| Work::Write(output, bytes));
        }
        let names_state = target.kind().names_state;
        let made = |state, settled| {
            let shown = Shown { state: names_state.then_some(state), settled, ..Shown::default() };
            let document = press.document(target, &shown)?;
            let output = self.typeset(edition, press, target, &document, shown.state);
            Ok::<_, Error>((document, output))
        };
        let (mut document, mut new) = made(self.state, false)?;
        // While it says the same, it also names the same state.
        let previous = self.previous.and_then(|previous| previous.output(&edition.name(target)));
        // That an error elsewhere may move its numbers is said of what is new. What says the same but for that is kept.
        let mut settled = false;
        if let Some(previous) = previous.filter(|previous| !press.unsettled.is_empty() && previous.digest != new.digest)
        {
            let plain = made(self.state, true)?;
            settled = plain.1.digest == previous.digest;
            if settled {
                (document, new) = plain;
            }
        }
        if let Some(previous) = previous
            && let Some(state) = previous.state.as_ref().filter(|state| names_state && *state != self.state)
            && previous.digest == new.digest
        {
            (document, new) = made(state, settled)?;
        }
        let key = key(&new, &document);
        self.entry(new, |output| Work::Typeset(output, Box::new(document), key))
    }

    /// An output that is written as it is, as far as it is known beforehand.
    fn written(&self, edition: &Edition, target: &Target, bytes: &[u8]) -> Output {
        let parts =
            Parts { content: sha256(bytes), settings: String::new(), templates: String::new(), program: String::new() };
        let inputs = edition.project.inputs();
        let read = inputs.asked.iter().map(|&id| inputs.sources.get(id).path());
        let path = edition.path(target).unwrap_or_default();
        Output { state: Some(self.state.clone()), ..edition.output(target, path, parts, self.of_inputs(read)) }
    }

    /// An output that is typeset, as far as it is known beforehand.
    fn typeset(
        &self,
        edition: &Edition,
        press: &Press,
        target: &Target,
        document: &Document,
        state: Option<&manifest::State>,
    ) -> Output {
        let project = document.typst();
        let mut content = Hash::default();
        for (path, file) in project.files().filter(|(path, _)| !says_only_the_state(path)) {
            content.part(path.as_bytes());
            content.part(file.as_bytes());
        }
        let own_fonts = edition.project.fonts().own();
        for font in own_fonts {
            content.part(font.path.as_bytes());
            content.part(font.sha256.as_bytes());
        }
        for (label, words) in project.places() {
            content.part(label.as_bytes());
            content.part(words.as_bytes());
        }
        let export = &document.export;
        // The time of the state that it names changes nothing that it says.
        let timestamp =
            if state.is_some() { edition.project.options().timestamp } else { Some(document.export.timestamp) };
        let mut settings = Hash::default();
        settings.part(export.standards.to_string().as_bytes());
        settings.part(export.ident.as_bytes());
        settings.part(timestamp.map(|time| time.to_string()).unwrap_or_default().as_bytes());
        let parts = Parts {
            content: content.finish(),
            settings: settings.finish(),
            templates: edition.project.options().packages.digest(),
            program: program(),
        };
        let sources = project.sources();
        let fonts = own_fonts.iter().map(|font| font.path.as_str());
        let texts = sources.iter().map(|&id| edition.project.sources().get(id).path());
        Output {
            panel: target.panel().map(|at| press.publication[at].id.to_string()),
            standards: export.standards.names().iter().map(|&name| name.to_owned()).collect(),
            timestamp: Some(export.timestamp),
            state: state.cloned(),
            ..edition.output(
                target,
                document.path.clone(),
                parts,
                self.of_inputs(texts.chain(project.named_paths()).chain(fonts)),
            )
        }
    }

    fn of_inputs<'p>(&self, paths: impl Iterator<Item = &'p str>) -> BTreeMap<String, String> {
        let digest = |path: &str| Some((path.to_owned(), self.inputs.get(path)?.clone()));
        paths.filter_map(digest).collect()
    }

    /// Decides whether an output is to be made.
    fn entry(&self, mut output: Output, make: impl FnOnce(Output) -> Work) -> Result<Entry, Error> {
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
        let language = String::new();
        Ok(Entry { document, place: 0, edition: 0, language, path, work, reason, previous })
    }

    fn reason(&self, previous: Option<&Output>, now: &Output) -> Result<Reason, Error> {
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

/// A digest of everything that the bytes of a document follow from: also of what is passed over where it is asked whether a
/// document says something else than before.
fn key(output: &Output, document: &Document) -> String {
    let mut hash = Hash::default();
    hash.part(output.digest.as_bytes());
    hash.part(output.timestamp.map(|time| time.to_string()).unwrap_or_default().as_bytes());
    for (path, file) in document.typst().files() {
        hash.part(path.as_bytes());
        hash.part(file.as_bytes());
    }
    for (name, _) in &document.export.destinations {
        hash.part(name.as_bytes());
    }
    of_this_machine(hash)
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
pub(crate) fn told<'a>(mut errors: impl Iterator<Item = &'a Located>) -> Option<String> {
    let first = errors.next()?;
    let line = first.location.range.map_or_else(String::new, |range| format!(":{}", range.start.line));
    let more = match errors.count() {
        0 => String::new(),
        more => format!(" (and {})", counted(more, "more error")),
    };
    Some(format!("{}{line}: {}{more}", first.location.file, first.message))
}
