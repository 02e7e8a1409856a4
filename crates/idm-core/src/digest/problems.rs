//! What is wrong with the inputs, and what of it is new.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::manifest::{DiagnosticEntry, DiagnosticList};
use crate::rules;

/// A problem as a night found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The rule's code.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// Where it is: `file:line`, or the file alone.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What it is known by from one night to the next.
    pub fingerprint: String,
}

impl From<&DiagnosticEntry> for Problem {
    fn from(entry: &DiagnosticEntry) -> Self {
        Self {
            code: entry.code.clone(),
            severity: entry.severity,
            place: entry.line.map_or_else(|| entry.file.clone(), |line| format!("{}:{line}", entry.file)),
            message: entry.message.clone(),
            fingerprint: entry.fingerprint.clone(),
        }
    }
}

/// How many problems there are of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeCount {
    /// The code.
    pub code: String,
    /// How many of it there are.
    pub count: usize,
}

/// The problems of two nights.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Problems {
    /// Those of the later night that the earlier one did not have. None on the first night.
    pub new: Vec<Problem>,
    /// Those of the earlier night that are no more.
    pub resolved: Vec<Problem>,
    /// How many there are by code, in the order of the codes.
    pub by_code: Vec<CodeCount>,
}

/// Whether how the translations stand tells this.
fn is_told_of_translations(entry: &DiagnosticEntry) -> bool {
    let codes = [rules::TRANSLATION_STALE.code, rules::TRANSLATION_MISSING.code];
    entry.severity == Severity::Warning && codes.contains(&&*entry.code)
}

/// Compares the problems of two nights. Two that share a fingerprint are told apart by number only: of three where
/// there were two, the last is new.
pub(super) fn problems(earlier: Option<&DiagnosticList>, later: &DiagnosticList) -> Problems {
    let one = |(code, count): (&String, &usize)| CodeCount { code: code.clone(), count: *count };
    Problems {
        new: earlier.map(|earlier| without(&later.list, &earlier.list)).unwrap_or_default(),
        resolved: earlier.map(|earlier| without(&earlier.list, &later.list)).unwrap_or_default(),
        by_code: later.counts.iter().map(one).collect(),
    }
}

/// The errors, without those that are told `by_record`: what is missing and what is not cleared.
pub(super) fn errors(list: &DiagnosticList, by_record: bool) -> Vec<Problem> {
    let counts = |entry: &&DiagnosticEntry| {
        entry.severity == Severity::Error && !(by_record && rules::is_for_release(&entry.code))
    };
    list.list.iter().filter(counts).map(Problem::from).collect()
}

/// What is in one list beyond what is in another.
fn without(list: &[DiagnosticEntry], other: &[DiagnosticEntry]) -> Vec<Problem> {
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for problem in other {
        *known.entry((&problem.code, &problem.fingerprint)).or_default() += 1;
    }
    let mut found = vec![];
    for problem in list.iter().filter(|entry| !is_told_of_translations(entry)) {
        match known.get_mut(&(problem.code.as_str(), problem.fingerprint.as_str())) {
            Some(left) if *left > 0 => *left -= 1,
            _ => found.push(Problem::from(problem)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::problems;
    use crate::manifest::DiagnosticList;

    fn list(problems: &[(&str, usize, &str)]) -> DiagnosticList {
        let mut list = DiagnosticList::default();
        for (code, line, fingerprint) in problems {
            *list.counts.entry((*code).to_owned()).or_default() += 1;
            let entry = serde_json::json!({
                "code": code, "severity": "warning", "file": "x.md", "line": (*line > 0).then_some(*line),
                "message": "Something.", "fingerprint": fingerprint,
            });
            list.list.push(serde_json::from_value(entry).expect("it is an entry"));
        }
        list
    }

    fn places(earlier: &[(&str, usize, &str)], later: &[(&str, usize, &str)]) -> (Vec<String>, Vec<String>) {
        let found = problems(Some(&list(earlier)), &list(later));
        let places = |list: Vec<super::Problem>| list.into_iter().map(|problem| problem.place).collect();
        (places(found.new), places(found.resolved))
    }

    #[test]
    fn a_problem_is_known_by_its_fingerprint_not_its_line() {
        let (new, resolved) = places(&[("a", 1, "1"), ("b", 0, "2")], &[("a", 9, "1"), ("a", 10, "3")]);
        assert_eq!((new, resolved), (vec!["x.md:10".to_owned()], vec!["x.md".to_owned()]));
    }

    #[test]
    fn alike_problems_are_counted() {
        let three = [("a", 1, "1"), ("a", 2, "1"), ("a", 3, "1")];
        assert_eq!(places(&three[..2], &three), (vec!["x.md:3".to_owned()], vec![]));
        assert_eq!(places(&three, &three[..2]), (vec![], vec!["x.md:3".to_owned()]));
    }

    #[test]
    fn on_the_first_night_nothing_is_new() {
        let found = problems(None, &list(&[("b", 1, "1"), ("a", 1, "2"), ("b", 1, "3")]));
        assert!(found.new.is_empty() && found.resolved.is_empty());
        let counts: Vec<(&str, usize)> = found.by_code.iter().map(|entry| (entry.code.as_str(), entry.count)).collect();
        assert_eq!(counts, [("a", 1), ("b", 2)]);
    }
}
