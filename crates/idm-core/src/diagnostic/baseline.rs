//! Problems that are known already, so that only new ones are told.
//!
//! A baseline is the JSON report of an earlier run. A problem is known if the report holds one of the same code, in the
//! same file, with the same [fingerprint], and as often as the report holds it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::located::Located;
use super::{Severity, fingerprint, json};
use crate::rules;
use crate::source::Sources;

/// The known problems, each with how many there are: by code, file and fingerprint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<(String, String, String), usize>,
}

/// Why a text is no baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BaselineError {
    /// It is no JSON, for this reason.
    Syntax(String),
    /// It is JSON, but no report.
    NoReport,
    /// It is a report of a form that this program does not know.
    Version(u64),
    /// It is a report by an earlier program, which did not give fingerprints.
    NoFingerprints,
}

impl std::fmt::Display for BaselineError {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Syntax(why) => write!(f, "it is no JSON: {why}"),
            Self::NoReport => f.write_str("it is no report made with --message-format json"),
            Self::Version(version) => {
                write!(f, "it is a report of version {version}, and this program reads version {}", json::VERSION)
            }
            Self::NoFingerprints => f.write_str("its problems have no fingerprints: make the report anew"),
        }
    }
}

impl std::error::Error for BaselineError {}

/// What a run is for, which decides what a baseline can pass over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To find problems: every known one is passed over.
    Check,
    /// To build: a known error that leaves nothing to build from stops the build all the same.
    Build,
}

impl Baseline {
    /// Reads the JSON report of an earlier run.
    ///
    /// # Errors
    /// If the text is none.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let report: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|e| BaselineError::Syntax(e.to_string()))?;
        let version = report.get("version").and_then(Value::as_u64);
        let diagnostics = report.get("diagnostics").and_then(Value::as_array);
        let (Some(version), Some(diagnostics)) = (version, diagnostics) else { return Err(BaselineError::NoReport) };
        if version != u64::from(json::VERSION) {
            return Err(BaselineError::Version(version));
        }
        let mut known = BTreeMap::new();
        for entry in diagnostics {
            let text = |key| entry.get(key).and_then(Value::as_str).map(str::to_owned);
            let (Some(code), Some(file)) = (text("code"), text("file")) else { return Err(BaselineError::NoReport) };
            let fingerprint = text("fingerprint").ok_or(BaselineError::NoFingerprints)?;
            *known.entry((code, file, fingerprint)).or_default() += 1;
        }
        Ok(Self { known })
    }

    /// Takes the known problems out of `found`, and gives them. If there are more of a kind than are
    /// known, the first ones count as known.
    pub fn pass_over(&self, found: &mut Vec<Located>, sources: &Sources, purpose: Purpose) -> Vec<Located> {
        let mut left = self.known.clone();
        let is_new = |diagnostic: &Located| {
            if purpose == Purpose::Build && stops_a_build(diagnostic) {
                return true;
            }
            let fingerprint = fingerprint::of(diagnostic, sources);
            let key = (diagnostic.code.to_owned(), diagnostic.location.file.clone(), fingerprint);
            match left.get_mut(&key) {
                Some(number) if *number > 0 => {
                    *number -= 1;
                    false
                }
                _ => true,
            }
        };
        let (new, known) = std::mem::take(found).into_iter().partition(is_new);
        *found = new;
        known
    }
}

/// Whether nothing sound could be built beside it: an error that no publication may allow either.
fn stops_a_build(diagnostic: &Located) -> bool {
    let adjustable = rules::find(diagnostic.code).is_some_and(|rule| rule.adjustable);
    diagnostic.severity == Severity::Error && !adjustable
}

#[cfg(test)]
mod tests {
    use super::{Baseline, BaselineError, Purpose};
    use crate::diagnostic::testing::{every_sort, found, sources};
    use crate::diagnostic::{Severity, json};

    #[test]
    fn a_report_knows_its_own_problems() {
        let (sources, found) = every_sort();
        let baseline = Baseline::parse(&json::document(&found, &sources).to_string()).expect("it is a report");
        let mut left = found.clone();
        assert_eq!(baseline.pass_over(&mut left, &sources, Purpose::Check).len(), found.len());
        assert_eq!(left, []);
        // The severity is the publication's or the command line's business, and no part of what is known.
        let mut denied = found.clone();
        denied.iter_mut().for_each(|found| found.severity = Severity::Error);
        assert_eq!(baseline.pass_over(&mut denied, &sources, Purpose::Check).len(), found.len());
    }

    #[test]
    fn new_ones_stay_and_moved_ones_go() {
        let before = sources("a.md", "an IOM\n");
        let known = [found(&before, "unknown-acronym", "IOM")];
        let baseline = Baseline::parse(&json::document(&known, &before).to_string()).expect("it is a report");
        let after = sources("a.md", "a UNO\n\nan IOM\n");
        let new = found(&after, "unknown-acronym", "UNO");
        let mut now = vec![new.clone(), found(&after, "unknown-acronym", "IOM")];
        assert_eq!(baseline.pass_over(&mut now, &after, Purpose::Check).len(), 1);
        assert_eq!(now, [new]);
    }

    #[test]
    fn one_more_of_the_same_kind_is_new() {
        let sources = sources("a.md", "IOM\nIOM UNO\n");
        let one = found(&sources, "unknown-acronym", "IOM");
        let baseline =
            Baseline::parse(&json::document(std::slice::from_ref(&one), &sources).to_string()).expect("it is a report");
        let mut twice = vec![one.clone(), one.clone()];
        assert_eq!(baseline.pass_over(&mut twice, &sources, Purpose::Check).len(), 1);
        assert_eq!(twice, [one]);
    }

    #[test]
    fn what_stops_a_build_stops_it_though_known() {
        let sources = sources("a.md", "IOM\n");
        let fatal = found(&sources, "dangling-reference", "IOM");
        let mut denied = found(&sources, "unknown-acronym", "IOM");
        denied.severity = Severity::Error;
        let all = vec![fatal.clone(), denied];
        let baseline = Baseline::parse(&json::document(&all, &sources).to_string()).expect("it is a report");
        let mut left = all.clone();
        assert_eq!(baseline.pass_over(&mut left, &sources, Purpose::Build).len(), 1);
        assert_eq!(left, [fatal]);
    }

    #[test]
    fn what_is_no_report_is_refused() {
        assert!(matches!(Baseline::parse("{"), Err(BaselineError::Syntax(_))));
        for text in ["[]", "{}", r#"{"version": 1}"#, r#"{"version": 1, "diagnostics": [1]}"#] {
            assert_eq!(Baseline::parse(text), Err(BaselineError::NoReport), "{text}");
        }
        assert_eq!(Baseline::parse(r#"{"version": 2, "diagnostics": []}"#), Err(BaselineError::Version(2)));
        let old = r#"{"version": 1, "diagnostics": [{"code": "typst", "file": "a.md"}]}"#;
        assert_eq!(Baseline::parse(old), Err(BaselineError::NoFingerprints));
        assert_eq!(Baseline::parse("\u{feff}{\"version\": 1, \"diagnostics\": []}"), Ok(Baseline::default()));
    }
}
