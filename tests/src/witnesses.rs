//! Everything that is wrong with a PDF, as those see it who have read it without us, and as we count what they miss.
//!
//! What each of them finds is proved by `tests/inputs/spoiled.rs`: it spoils sound files on purpose.

use std::any::Any;
use std::collections::BTreeSet;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};

use lopdf::Document;

pub(crate) mod content;
mod destinations;
mod outside;
mod pages;
mod records;
mod tones;
mod tree;
mod validator;

/// Something that is wrong with a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Who says so.
    pub witness: &'static str,
    /// What is broken, in a word that stays the same; the number in the standard if the validator says so.
    pub rule: String,
    /// Where, and how.
    pub detail: String,
}

impl Finding {
    /// The witness and the rule, without the place.
    pub fn kind(&self) -> String {
        format!("{} {}", self.witness, self.rule)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}: {}", self.witness, self.rule, self.detail)
    }
}

/// The rules of our own, by the witness that looks after them. The validator has its standards' rules.
pub const OWN: [(&str, &[&str]); 6] = [
    ("pages", pages::RULES),
    ("content", content::RULES),
    ("tones", tones::RULES),
    ("tree", tree::RULES),
    ("destinations", destinations::RULES),
    ("records", records::RULES),
];

/// A rule that every witness has: what it cannot get through is no sound file.
pub const UNREADABLE: &str = "unreadable";

/// Everything that is wrong with a PDF, as lines of text. With `IDM_WITNESSES=1` qpdf and poppler have a look, too.
///
/// # Panics
/// If an outside witness is asked for and cannot be run.
pub fn findings(bytes: &[u8]) -> Vec<String> {
    let mut found = inside(bytes);
    if std::env::var_os("IDM_WITNESSES").is_some() {
        found.extend(outside(bytes));
    }
    found.iter().map(ToString::to_string).collect()
}

/// What those find who are a part of this program.
pub fn inside(bytes: &[u8]) -> Vec<Finding> {
    let document = match panic::catch_unwind(|| Document::load_mem(bytes)) {
        Ok(Ok(document)) => Some(document),
        _ => None,
    };
    let mut found = vec![];
    ask("validator", &mut found, |report| validator::ask(bytes, document.as_ref(), report));
    let Some(document) = document else {
        found.push(Finding {
            witness: "pages",
            rule: UNREADABLE.to_owned(),
            detail: "lopdf cannot read it".to_owned(),
        });
        return found;
    };
    let pages = pages::in_order(&document);
    ask("pages", &mut found, |report| pages::ask(&document, &pages, report));
    ask("content", &mut found, |report| content::ask(&document, &pages, report));
    ask("tones", &mut found, |report| tones::ask(&document, &pages, report));
    ask("tree", &mut found, |report| tree::ask(&document, &pages, report));
    ask("destinations", &mut found, |report| destinations::ask(&document, &pages, report));
    ask("records", &mut found, |report| records::ask(&document, report));
    found
}

/// What qpdf and poppler find.
///
/// # Panics
/// If they are not there.
pub fn outside(bytes: &[u8]) -> Vec<Finding> {
    let mut found = vec![];
    outside::ask(bytes, &mut |witness, rule, detail| {
        found.push(Finding { witness, rule: rule.to_owned(), detail });
    });
    found
}

/// Lets a witness report rules and places.
fn ask(witness: &'static str, found: &mut Vec<Finding>, witnessed: impl FnOnce(&mut dyn FnMut(&str, String))) {
    let mut report = |rule: &str, detail: String| found.push(Finding { witness, rule: rule.to_owned(), detail });
    // Readers of PDFs, ours and those of others, end in a panic when a file contradicts itself.
    if let Err(cause) = panic::catch_unwind(AssertUnwindSafe(|| witnessed(&mut report))) {
        report(UNREADABLE, message(cause.as_ref()));
    }
}

fn message(cause: &dyn Any) -> String {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned()
}

/// The kinds of findings, each once.
pub fn kinds(found: &[Finding]) -> BTreeSet<String> {
    found.iter().map(Finding::kind).collect()
}
