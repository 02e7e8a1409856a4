//! The nights of several publications, one after the other: each in a folder of its own, with a manifest of its own. What
//! goes wrong with one does not stop the others.

use std::time::{Duration, Instant};

use idm::manifest::FILE_NAME;
use idm::timings::Timings;
use idm::{Editions, Night, NightOptions, find_projects, forget_typesetting, merge_parts};
use serde_json::{Map, Value, json};

use super::{Told, night_options, open_editions, result_of, result_of_plan, told};
use crate::args::{MessageFormat, NightlyArguments, PlanFormat};
use crate::commands::options;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::report::{self, Stream};
use crate::{threads, watchdog};

/// One of the publications: what it is called, and where its folder is.
type Named = (String, std::path::PathBuf);

/// Runs the command.
pub fn run(arguments: &NightlyArguments, timings: Timings) -> Result<(), Failure> {
    let publications = find_projects(&arguments.projects)?;
    let mut nights = Nights {
        arguments,
        timings,
        end: Instant::now() + Duration::from_secs(arguments.run.timeout),
        loads: vec![0.0; arguments.shards.map_or(0, usize::from)],
        documents: vec![],
        planned: told::Matrix::of(arguments.shards),
        code: 0,
        failed: 0,
    };
    if arguments.merge {
        publications.iter().for_each(|named| nights.attempt(named, Nights::merge));
        return nights.end();
    }
    let watchdog = watchdog::start(arguments.run.timeout)?;
    watchdog.be_patient();
    threads::start(arguments.jobs.map(usize::from))?;
    let work = if arguments.plan.is_some() { Nights::foresee } else { Nights::spend };
    for named in &publications {
        nights.attempt(named, work);
        forget_typesetting();
    }
    nights.show();
    nights.end()
}

struct Nights<'a> {
    arguments: &'a NightlyArguments,
    timings: Timings,
    end: Instant,
    loads: Vec<f64>,
    /// What programs read, of each publication.
    documents: Vec<Value>,
    planned: Option<told::Matrix>,
    /// The gravest exit code so far.
    code: u8,
    failed: usize,
}

impl Nights<'_> {
    /// Does something with a publication, and tells if that fails.
    fn attempt(&mut self, named: &Named, work: fn(&mut Self, &Named) -> Result<(), Failure>) {
        let Err(failure) = work(self, named) else { return };
        self.code = self.code.max(failure.code());
        self.failed += 1;
        if !failure.is_reported() {
            let message = format!("{}: {failure}", named.1.display());
            report::error_line(&message);
            if self.as_json() && !matches!(failure, Failure::Timeout(_)) {
                self.documents.push(json!({
                    "name": named.0,
                    "project": named.1.display().to_string(),
                    "failure": { "code": failure.code(), "message": failure.to_string() },
                }));
            }
        }
    }

    fn as_json(&self) -> bool {
        match self.arguments.plan {
            Some(plan) => plan == PlanFormat::Json,
            None => self.arguments.common.message_format == MessageFormat::Json,
        }
    }

    fn options(&self, named: &Named) -> Result<NightOptions, Failure> {
        let time = self.end.saturating_duration_since(Instant::now());
        if time.is_zero() {
            return Err(Failure::Timeout(self.arguments.run.timeout));
        }
        let mut options = night_options(self.arguments);
        options.out = options.out.join(&named.0);
        options.balance = options.balance.map(|folder| folder.join(&named.0));
        options.loads.clone_from(&self.loads);
        options.time = time;
        Ok(options)
    }

    fn open(&mut self, named: &Named) -> Result<Editions, Failure> {
        let mut options = options(&self.arguments.common)?;
        options.building = true;
        options.release = self.arguments.release;
        self.arguments.run.complete(&mut options)?;
        let editions = open_editions(&named.1, None, options)?;
        self.timings.merge(editions.timings());
        Ok(editions)
    }

    fn spend(&mut self, named: &Named) -> Result<(), Failure> {
        let night = Night::begin(self.options(named)?, &report::event)?;
        let folder = self.arguments.run.out.join(&named.0);
        let progress = Progress::start();
        progress.phase("reading");
        let editions = self.open(named)?;
        progress.phase("planning");
        let plan = night.plan(&editions)?;
        self.loads = plan.loads().to_vec();
        let morning = night.carry_out(plan, &editions, &|event| progress.tell(event));
        drop(progress);
        let mut morning = morning?;
        self.timings.merge(morning.timings.clone());
        let result = result_of(&mut morning, self.arguments.run.timeout);
        let told = Told { arguments: self.arguments, morning: &morning, folder: &folder };
        let fields = told.fields(&result);
        match report::document_of(editions.last(), &morning.findings, self.arguments.common.message_format, fields) {
            Some(mut document) => {
                if let Some(document) = document.as_object_mut().filter(|_| self.as_json()) {
                    document.insert("name".to_owned(), named.0.clone().into());
                }
                self.documents.push(document);
            }
            None => {
                let format = self.arguments.common.message_format;
                report::show(editions.last(), &morning.findings, format, Stream::Error, Map::new());
                told.lines();
            }
        }
        result
    }

    fn foresee(&mut self, named: &Named) -> Result<(), Failure> {
        let night = Night::foresee(self.options(named)?)?;
        let editions = self.open(named)?;
        let plan = night.plan(&editions)?;
        self.loads = plan.loads().to_vec();
        if let Some(matrix) = &mut self.planned {
            matrix.add(&plan);
        }
        let folder = self.arguments.run.out.join(&named.0);
        if self.arguments.plan == Some(PlanFormat::Human) {
            report::write(Stream::Output, &format!("{}:\n{}", named.0, told::plan_lines(&plan)));
        } else {
            self.documents.push(json!({
                "name": named.0,
                "project": named.1.display().to_string(),
                "out": folder.display().to_string(),
                "documents": told::plan_documents(&plan),
                "previous": night.has_earlier(),
            }));
        }
        result_of_plan(&plan, &editions)
    }

    fn merge(&mut self, named: &Named) -> Result<(), Failure> {
        let folder = self.arguments.run.out.join(&named.0);
        let whole = merge_parts(&folder, self.arguments.wait, &report::event)?;
        report::write(Stream::Output, &format!("{}\n", folder.join(FILE_NAME).display()));
        if whole.failed.is_empty() { Ok(()) } else { Err(Failure::Documents) }
    }

    /// Shows what programs read: one document.
    fn show(&mut self) {
        let documents = std::mem::take(&mut self.documents);
        let format = self.arguments.common.message_format;
        let document = match (self.arguments.plan, format) {
            (Some(PlanFormat::Human), _) => return,
            (Some(PlanFormat::Json), _) => {
                let mut plan = json!({ "format": "idm-plan", "version": 1, "publications": documents });
                if let (Some(matrix), Some(plan)) = (&self.planned, plan.as_object_mut()) {
                    plan.insert("matrix".to_owned(), matrix.told(&self.loads, self.arguments.balance.is_some()));
                }
                plan
            }
            (None, MessageFormat::Json) => {
                let mut whole = json!({ "version": 1, "publications": documents });
                if let (Some(_), Some(whole)) = (self.arguments.run.timings, whole.as_object_mut()) {
                    whole.insert("timings".to_owned(), json!(self.timings.report()));
                }
                whole
            }
            (None, MessageFormat::Sarif) => {
                report::timings(&self.timings, self.arguments.run.timings);
                let Some(mut log) = documents.first().cloned() else { return };
                let runs = documents.iter().filter_map(|log| log["runs"].as_array()).flatten().cloned();
                log["runs"] = runs.collect();
                log
            }
            (None, _) => {
                report::timings(&self.timings, self.arguments.run.timings);
                return;
            }
        };
        report::put_document(&document);
    }

    fn end(self) -> Result<(), Failure> {
        match self.failed {
            0 => Ok(()),
            failed => {
                let is_planned = self.arguments.plan.is_some();
                Err(Failure::Publications { code: self.code, failed, is_planned })
            }
        }
    }
}
