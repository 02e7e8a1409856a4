//! How long a run took, and what for.

use std::fmt;
use std::time::{Duration, Instant};

use idm_core::words::counted;
use serde::{Serialize, Serializer};

use crate::compile::Compiled;

/// A part of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Finding the project and its settings.
    Start,
    /// Reading and parsing the inputs.
    Read,
    /// Resolving and checking them.
    Check,
    /// Writing the Typst project.
    Assemble,
    /// Evaluating it.
    Evaluate,
    /// Laying out pages, all passes together.
    Layout,
    /// Making the PDF.
    Export,
    /// Writing files.
    Write,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(match self {
            Self::Start => "start",
            Self::Read => "read",
            Self::Check => "check",
            Self::Assemble => "assemble",
            Self::Evaluate => "evaluate",
            Self::Layout => "layout",
            Self::Export => "export",
            Self::Write => "write",
        })
    }
}

/// What has been measured so far.
///
/// ```
/// use idm_render::timings::{Phase, Timings};
///
/// let mut timings = Timings::start();
/// let sum = timings.measure(Phase::Read, || 1 + 1);
/// assert_eq!(sum, 2);
/// assert!(timings.to_string().contains("read"));
/// ```
#[derive(Debug, Clone)]
pub struct Timings {
    start: Instant,
    phases: Vec<(Phase, Duration)>,
    documents: Vec<DocumentTiming>,
}

/// The layout of one document.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentTiming {
    /// Its name.
    pub name: String,
    /// How many pages it has.
    pub pages: usize,
    /// How long each pass of its layout took.
    #[serde(rename = "passes_ms", serialize_with = "milliseconds_list")]
    pub passes: Vec<Duration>,
}

impl Timings {
    /// Begins. The total is counted from here.
    pub fn start() -> Self {
        Self { start: Instant::now(), phases: vec![], documents: vec![] }
    }

    /// Does something and counts its time to a phase.
    pub fn measure<T>(&mut self, phase: Phase, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.add(phase, start.elapsed());
        result
    }

    /// Counts a time to a phase. A phase that comes again goes on counting.
    pub fn add(&mut self, phase: Phase, time: Duration) {
        match self.phases.iter_mut().find(|(known, _)| *known == phase) {
            Some((_, sum)) => *sum += time,
            None => self.phases.push((phase, time)),
        }
    }

    /// Counts what the compilation of a document took.
    pub(crate) fn add_compiled(&mut self, name: impl Into<String>, compiled: &Compiled) {
        self.add(Phase::Evaluate, compiled.evaluation);
        self.add(Phase::Layout, compiled.pass_times.iter().sum());
        self.documents.push(DocumentTiming {
            name: name.into(),
            pages: compiled.document.as_ref().map_or(0, |document| document.pages().len()),
            passes: compiled.pass_times.clone(),
        });
    }

    /// Counts what was measured elsewhere, such as on another thread. Its total is left out: it ran meanwhile.
    pub fn merge(&mut self, other: Timings) {
        for (phase, time) in other.phases {
            self.add(phase, time);
        }
        self.documents.extend(other.documents);
    }

    /// The time of a phase so far.
    pub fn get(&self, phase: Phase) -> Duration {
        self.phases.iter().find(|(known, _)| *known == phase).map_or(Duration::ZERO, |&(_, time)| time)
    }

    /// What was measured, for people as [`Display`](fmt::Display), for programs as JSON.
    pub fn report(&self) -> Report {
        let mut phases = self.phases.clone();
        phases.sort_by_key(|&(phase, _)| phase);
        let mut documents = self.documents.clone();
        documents.sort_by(|a, b| a.name.cmp(&b.name));
        let phases = phases.into_iter().map(|(phase, time)| PhaseTiming { phase, time }).collect();
        Report { total: self.start.elapsed(), phases, documents }
    }
}

/// The report at this moment.
impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.report().fmt(f)
    }
}

/// A finished measurement. Phases of documents that were made at the same time add up to more than the total.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// From start to now.
    #[serde(rename = "total_ms", serialize_with = "milliseconds")]
    pub total: Duration,
    /// Each phase that took place, in the order of a run.
    pub phases: Vec<PhaseTiming>,
    /// Each document that was laid out, by name.
    pub documents: Vec<DocumentTiming>,
}

/// The time of one phase.
#[derive(Debug, Clone, Serialize)]
pub struct PhaseTiming {
    /// Which.
    pub phase: Phase,
    /// How long.
    #[serde(rename = "ms", serialize_with = "milliseconds")]
    pub time: Duration,
}

impl Report {
    /// The report as JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let total = self.total.as_secs_f64().max(f64::MIN_POSITIVE);
        for PhaseTiming { phase, time } in &self.phases {
            let share = 100.0 * time.as_secs_f64() / total;
            writeln!(f, "{phase:<9} {:>9.1} ms {share:>5.1} %", ms(*time))?;
        }
        writeln!(f, "{:<9} {:>9.1} ms", "total", ms(self.total))?;
        for document in &self.documents {
            let passes: Vec<_> = document.passes.iter().map(|&pass| format!("{:.1}", ms(pass))).collect();
            let (pages, count) = (counted(document.pages, "page"), counted(passes.len(), "pass"));
            writeln!(f, "{}: {pages}, {count}, {} ms", document.name, passes.join(" + "))?;
        }
        Ok(())
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Thousandths of a millisecond are as exact as a measurement can be repeated.
fn rounded(time: Duration) -> f64 {
    (ms(time) * 1e3).round() / 1e3
}

fn milliseconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(rounded(*time))
}

fn milliseconds_list<S: Serializer>(times: &[Duration], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(times.iter().map(|&time| rounded(time)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::compile;
    use crate::testing::Fixture;

    #[test]
    fn phases_add_up_and_stand_in_the_order_of_a_run() {
        let mut timings = Timings::start();
        timings.add(Phase::Write, Duration::from_micros(1500));
        timings.add(Phase::Read, Duration::from_millis(2));
        timings.add(Phase::Read, Duration::from_millis(3));
        let mut other = Timings::start();
        other.add(Phase::Write, Duration::from_micros(500));
        timings.merge(other);
        assert_eq!(timings.get(Phase::Read), Duration::from_millis(5));
        assert_eq!(timings.get(Phase::Check), Duration::ZERO);

        let mut report = timings.report();
        report.total = Duration::from_millis(10);
        assert_eq!(
            report.to_string(),
            "read            5.0 ms  50.0 %\nwrite           2.0 ms  20.0 %\ntotal          10.0 ms\n"
        );
        let json: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
        assert_eq!(json["phases"][1], serde_json::json!({"phase": "write", "ms": 2.0}));
        assert_eq!(json["total_ms"], 10.0);
    }

    #[test]
    fn a_document_is_counted_with_its_passes() {
        let compiled = compile(&Fixture::new("", "#context counter(page).final()").world());
        let mut timings = Timings::start();
        timings.add_compiled("book", &compiled);
        let report = timings.report();
        assert_eq!((report.documents[0].pages, report.documents[0].passes.len()), (1, 2));
        assert!(report.to_string().contains("book: 1 page, 2 passes, "), "{report}");
    }
}
