//! A night: the book and all drafts, as far as something has changed, put in place, written down and told.

mod cache;
mod edition;
mod inputs;
mod journal;
mod making;
mod merge;
mod outcome;
mod page;
mod plan;
pub(crate) mod previous;
mod record;
mod shares;
mod verify;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use idm_core::manifest::{Action, FILE_NAME, Manifest, Output, PhaseTime, Reason, Shard, sha256};
use idm_render::compile;
use idm_render::timings::{Phase, Timings};
use serde_json::Value;

pub use outcome::Outcome;
pub use page::DigestError;
pub use verify::{Verified, VerifyOptions, verify};

use crate::editions::Editions;
use crate::event::Observer;
use crate::findings::Findings;
use crate::outputs::{self, DRAFTS, Lock, Patience};
use crate::state::State;
use crate::{Error, clock};
use cache::Cache;
use idm_render::document::Typeset;
use journal::Since;
use making::make;
use outcome::{milliseconds, outcomes, take_documents};
use plan::{Circumstances, Entry, Work};
use record::{Record, superseded};

/// How a night is run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NightOptions {
    /// The folder of outputs.
    pub out: PathBuf,
    /// Whether everything is made, also what has not changed.
    pub all: bool,
    /// How many documents are made at the same time; none means one for each processor.
    pub jobs: Option<usize>,
    /// The part of all documents that is made; none means all.
    pub shard: Option<Shard>,
    /// Whether another run that writes to the folder is waited for.
    pub wait: bool,
    /// A folder in which outputs are kept for other runs, and how many bytes it may hold.
    pub cache: Option<(PathBuf, u64)>,
    /// The outputs of an earlier whole night, whose times tell how parts are made alike.
    pub balance: Option<PathBuf>,
    /// What each part has to do already, of other publications.
    pub loads: Vec<f64>,
    /// How long the night may take from its beginning. What is not finished by then is named.
    pub time: Duration,
}

impl NightOptions {
    /// A night into a folder, with ten minutes' time.
    pub fn new(out: impl Into<PathBuf>) -> Self {
        let time = Duration::from_secs(600);
        Self {
            out: out.into(),
            all: false,
            jobs: None,
            shard: None,
            wait: false,
            cache: None,
            balance: None,
            loads: vec![],
            time,
        }
    }
}

/// A night that has begun: nobody else writes to its folder, and what an earlier one left there is known.
#[derive(Debug)]
pub struct Night {
    options: NightOptions,
    /// None of a night that is only foreseen.
    _lock: Option<Lock>,
    started: i64,
    begin: Instant,
    earlier: Option<Manifest>,
    /// The records of an earlier night, by language.
    earlier_records: BTreeMap<String, Value>,
    /// What the page compares with that also tells of a night that was killed.
    since: Option<Since>,
}

/// What a night is to do.
pub struct Plan {
    entries: Vec<Entry>,
    /// Each of all documents, with the part that it is in, from 0.
    parts: Vec<Share>,
    loads: Vec<f64>,
    inputs: BTreeMap<String, String>,
    state: State,
    timings: Timings,
}

/// A document and the part that it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Share {
    /// The document's name.
    pub document: String,
    /// The two letters of its language; empty if that is not known.
    pub language: String,
    /// The part, from 0.
    pub part: usize,
}

/// What a plan says of one document.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Planned<'a> {
    /// The document's name.
    pub document: &'a str,
    /// The two letters of its language; empty if that is not known.
    pub language: &'a str,
    /// Its path in the folder of outputs; of one that never could be made, its name.
    pub path: &'a str,
    /// What is to be done with it.
    pub intent: Intent<'a>,
    /// Why.
    pub reason: &'a Reason,
}

/// What is to be done with a document.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Intent<'a> {
    /// It is made.
    Build,
    /// It is left as it is.
    Keep,
    /// It cannot be made, for this reason.
    Fail(&'a idm_core::manifest::Failed),
}

/// What came of a night. Everything that could be made is in its place.
#[derive(Debug)]
#[non_exhaustive]
pub struct Morning {
    /// What came of each document, in the order of the manifest.
    pub outcomes: Vec<Outcome>,
    /// What is wrong with the inputs, what typesetting found included.
    pub findings: Findings,
    /// What was written down.
    pub manifest: Manifest,
    /// Whether time ran out before everything was made.
    pub out_of_time: bool,
    /// How long each phase took, reading aside.
    pub timings: Timings,
    /// Why the page about the night could not be written, if it could not.
    pub untold: Option<Error>,
}

impl Night {
    /// Begins a night: takes the folder's lock, finishes what a run that was killed had begun, and clears up after it. The
    /// inputs are best read after this, since another run may have been waited for.
    ///
    /// # Errors
    /// [`Error::Busy`] if another run writes to the folder and is not waited for, [`Error::System`] if the folder cannot be
    /// made, read or written to, [`Error::EarlierUnknown`] if the manifest there cannot be understood.
    pub fn begin(options: NightOptions, observer: Observer) -> Result<Self, Error> {
        let patience = if options.wait { Patience::Wait } else { Patience::None };
        let lock = Lock::take(&options.out, patience, observer)?;
        // A run that was killed may have a whole manifest to put in the place of this one.
        let since = journal::resume(&options.out, observer)?;
        let night = Self::with(options, Some(lock))?;
        let options = &night.options;
        outputs::sweep(&options.out)?;
        outputs::sweep(&options.out.join(DRAFTS))?;
        Ok(Self { since, ..night })
    }

    /// A night that can only be planned. It writes nothing and waits for nobody.
    ///
    /// # Errors
    /// [`Error::System`] if the folder cannot be read, [`Error::EarlierUnknown`] if the manifest there cannot be understood.
    pub fn foresee(options: NightOptions) -> Result<Self, Error> {
        Self::with(options, None)
    }

    fn with(options: NightOptions, lock: Option<Lock>) -> Result<Self, Error> {
        // Waiting for another run is not counted.
        let (started, begin) = (clock::now(), Instant::now());
        let earlier = earlier(&options)?;
        let earlier_records = page::earlier_records(&options.out, earlier.as_ref());
        Ok(Self { options, _lock: lock, started, begin, earlier, earlier_records, since: None })
    }

    /// Whether an earlier night has left a manifest.
    pub fn has_earlier(&self) -> bool {
        self.earlier.is_some()
    }

    /// Decides what is to be done with each document of the editions that are to lie in the folder.
    ///
    /// # Errors
    /// [`Error::OtherPublication`] if the folder holds the outputs of another publication, [`Error::OtherEdition`] if it holds
    /// those of an edition of this one that is not among these, [`Error::Assemble`] if a template is broken, [`Error::System`] if an earlier output cannot be read, [`Error::Unfit`] if what the parts are balanced by is
    /// no manifest.
    pub fn plan(&self, editions: &Editions) -> Result<Plan, Error> {
        let times = match &self.options.balance {
            Some(folder) => previous::read(&folder.join(FILE_NAME))?,
            None => None,
        };
        let (identity, made) = record::identity(editions);
        previous::refuse_other(&self.options.out, self.earlier.as_ref(), identity.as_ref(), &made)?;
        let mut timings = Timings::start();
        let (state, inputs) = timings.measure(Phase::Read, || (State::of(editions.first()), inputs::digests(editions)));
        let circumstances = Circumstances {
            editions,
            inputs: &inputs,
            state: &state.named,
            previous: self.earlier.as_ref(),
            out: &self.options.out,
            forced: self.options.all,
            times: times.as_ref(),
        };
        let mut loads = self.options.loads.clone();
        loads.resize(loads.len().max(self.options.shard.map_or(1, |shard| shard.of)), 0.0);
        let planned = timings.measure(Phase::Assemble, || circumstances.plan(self.options.shard, &mut loads))?;
        let languages = planned.languages.into_iter().zip(planned.parts);
        let share = |(document, (language, part))| Share { document, language, part };
        let parts = planned.names.into_iter().zip(languages).map(share).collect();
        Ok(Plan { entries: planned.entries, parts, loads, inputs, state, timings })
    }

    /// Carries a plan out for the editions that it was made of: makes the documents, puts them in their places, then the manifest, then the page that tells of
    /// the night. A part of all documents has no page.
    ///
    /// # Errors
    /// [`Error::System`] if something cannot be written, [`Error::NotForOutputs`] if the cache's folder holds inputs.
    pub fn carry_out(self, plan: Plan, editions: &Editions, observer: Observer) -> Result<Morning, Error> {
        let Self { options, started, begin, earlier, earlier_records, since, .. } = &self;
        let folder = &options.out;
        let Plan { mut entries, parts, inputs, state, mut timings, .. } = plan;
        let cache = match &options.cache {
            Some((folder, limit)) => Cache::open(folder, *limit, observer)?,
            None => None,
        };
        let keys = keys(&entries);
        if let Some(cache) = cache.as_ref().filter(|_| !options.all) {
            timings.measure(Phase::Read, || fetch(&mut entries, cache, observer));
        }
        let (documents, pending) = take_documents(entries, earlier.as_ref());
        let mut keep = |at: usize, typeset: &Typeset, taken| {
            // What was found is to be told again by whoever makes it next.
            if let (Some(cache), Some(key), Some(pdf)) = (&cache, keys.get(&at), &typeset.pdf)
                && typeset.diagnostics.is_empty()
            {
                cache.store(key, pdf, typeset.pages, typeset.passes, milliseconds(taken), observer);
            }
        };
        let made = self.make(documents, observer, &mut keep)?;
        if let Some(cache) = &cache
            && !made.finished.is_empty()
        {
            cache.trim();
        }
        let out_of_time = made.out_of_time;
        for (_, typeset, _) in &made.finished {
            timings.merge(typeset.timings.clone());
        }
        let (outcomes, findings) = outcomes(pending, made, editions, options.time);
        let record = Record { editions, findings: &findings, inputs, state: &state, previous: earlier.as_ref() };
        let mut manifest = record.manifest(&outcomes);
        manifest.shard = options.shard;
        // A part knows what others took the place of only as far as it was its own.
        let own = earlier.as_ref().filter(|earlier| earlier.shard == options.shard);
        if options.shard.is_none() || own.is_some() {
            manifest.run.removed = superseded(earlier.as_ref(), &manifest);
        }
        if options.shard.is_some() {
            match merge::listed_by_parts(folder, options.shard) {
                Ok(others) => manifest.run.removed.retain(|path| !others.contains(path)),
                // Whose they are is not known.
                Err(_) => manifest.run.removed.clear(),
            }
        }
        manifest.run.of_all = parts.len();
        manifest.run.started = *started;
        manifest.run.duration_ms = milliseconds(begin.elapsed());
        let mut phases = editions.timings();
        phases.merge(timings.clone());
        let phase = |phase: idm_render::timings::PhaseTiming| PhaseTime {
            phase: phase.phase.to_string(),
            ms: milliseconds(phase.time),
        };
        manifest.run.phases = phases.report().phases.into_iter().map(phase).collect();
        // A part knows only of itself, and has no page. What is to be told of an earlier night waits for the next whole one.
        let is_told = options.shard.is_none();
        let since = since.clone().or_else(|| is_told.then(|| Since::new(earlier.clone(), earlier_records.clone())));
        timings.measure(Phase::Write, || {
            record::put(folder, &outcomes, &manifest, earlier.as_ref(), since.clone(), observer)
        })?;
        let mut untold = None;
        if let Some(since) = since.filter(|_| is_told) {
            let later = self.as_told(&manifest);
            let page = page::write(folder, editions, &since, &later).and_then(|()| journal::close(folder));
            untold = page.err();
        }
        Ok(Morning { outcomes, findings, manifest, out_of_time, timings, untold })
    }

    /// A manifest as the page tells of it. What a night that was killed has made is kept in this one, and was made all the
    /// same.
    fn as_told(&self, manifest: &Manifest) -> Manifest {
        let mut told = manifest.clone();
        let killed = self.earlier.as_ref().filter(|_| self.since.is_some());
        for run in told.run.documents.iter_mut().filter(|run| run.action == Action::Kept) {
            if let Some(made) = killed.and_then(|killed| killed.done(&run.document)) {
                *run = made.clone();
            }
        }
        told
    }

    fn make(
        &self,
        documents: Vec<making::Task>,
        observer: Observer,
        finished: &mut dyn FnMut(usize, &Typeset, Duration),
    ) -> Result<making::Made, Error> {
        let jobs = self.options.jobs.unwrap_or_else(processors);
        make(documents, jobs, self.begin + self.options.time, observer, finished)
    }
}

/// The key of each document that is to be typeset, by its place in a plan.
fn keys(entries: &[Entry]) -> BTreeMap<usize, String> {
    let key = |(at, entry): (usize, &Entry)| match &entry.work {
        Work::Typeset(_, _, key) => Some((at, key.clone())),
        _ => None,
    };
    entries.iter().enumerate().filter_map(key).collect()
}

/// Takes from the cache what need not be made.
fn fetch(entries: &mut [Entry], cache: &Cache, observer: Observer) {
    for entry in entries {
        let Work::Typeset(output, _, key) = &entry.work else { continue };
        if let Some((kept, bytes)) = cache.fetch(key, observer) {
            let output = Output {
                sha256: sha256(&bytes),
                bytes: bytes.len() as u64,
                pages: Some(kept.pages),
                passes: Some(kept.passes),
                ..output.clone()
            };
            entry.work = Work::Fetched(output, bytes, kept.ms);
        }
    }
}

/// Joins the manifests of all parts in a folder into one, and removes them.
///
/// # Errors
/// [`Error::Parts`] if one is missing, if they contradict each other, or if an output is not what its manifest says;
/// [`Error::Busy`] and [`Error::System`] as for [`Night::begin`].
pub fn merge_parts(folder: &Path, wait: bool, observer: Observer) -> Result<Manifest, Error> {
    let _lock = Lock::take(folder, if wait { Patience::Wait } else { Patience::None }, observer)?;
    journal::resume(folder, observer)?;
    merge::merge(folder, observer)
}

/// Forgets what was remembered of documents that were made, for a process that goes on to other publications: what it holds
/// does not grow with their number.
pub fn forget_typesetting() {
    compile::forget();
}

impl Plan {
    /// What a person should know of the state of the inputs, as [`Project::state_remark`](crate::Project::state_remark) has it.
    pub fn state_remark(&self) -> Option<&str> {
        self.state.remark.as_deref()
    }

    /// How much each part has to do, what it had to do before included.
    pub fn loads(&self) -> &[f64] {
        &self.loads
    }

    /// Each document of the editions, with the part that it is in.
    pub fn parts(&self) -> &[Share] {
        &self.parts
    }

    /// What is to be done with each document, in the order of the manifest.
    pub fn documents(&self) -> impl Iterator<Item = Planned<'_>> {
        self.entries.iter().map(|entry| Planned {
            document: &entry.document,
            language: &entry.language,
            path: &entry.path,
            intent: match &entry.work {
                Work::Keep(_) => Intent::Keep,
                Work::Fail(failed) => Intent::Fail(failed),
                Work::Write(..) | Work::Typeset(..) | Work::Fetched(..) => Intent::Build,
            },
            reason: &entry.reason,
        })
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_list().entries(self.documents()).finish()
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What an earlier run left: of a part, its own manifest goes before that of the whole. One that cannot be understood is not
/// the same as none: the folder may be another publication's, and what lies there would be replaced or left behind unlisted.
fn earlier(options: &NightOptions) -> Result<Option<Manifest>, Error> {
    let read = |name: &str| {
        previous::read(&options.out.join(name)).map_err(|error| match error {
            Error::Unfit { path, why } => Error::EarlierUnknown { path, folder: options.out.clone(), why },
            error => error,
        })
    };
    match read(&merge::name(options.shard))? {
        Some(own) => Ok(Some(own)),
        None => read(FILE_NAME),
    }
}
