//! What an exchange file says, before it is held against the publication.

use std::fmt;
use std::rc::Rc;

/// What was read of an exchange file.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    /// The language of the sources, with the line that says so.
    pub(super) source: Option<(String, usize)>,
    /// The language of the translations.
    pub(super) target: Option<(String, usize)>,
    /// The publication that it is of, if it says so.
    pub(super) project: Option<(String, usize)>,
    pub(super) units: Vec<Given>,
}

/// A unit as it came back.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// The line where it begins.
    pub(super) line: usize,
    pub(super) file: String,
    /// Its name within the file, as the form of the exchange writes it.
    pub(super) key: String,
    /// The digest of its source.
    pub(super) digest: Option<String>,
    /// The digest of the translation that it was handed out with.
    pub(super) handed: Option<String>,
    pub(super) source: Vec<Piece>,
    /// What it says in the other language; none if nobody has translated it.
    pub(super) target: Option<Vec<Piece>>,
    /// Whether those who translate say that it is done.
    pub(super) is_done: bool,
    /// Why it cannot be understood.
    pub(super) problem: Option<String>,
}

/// A part of what a unit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Words(String),
    /// A code by its number, with what the file says that it stands for, which all codes of the same share.
    Alone(usize, Option<Rc<str>>),
    Open(usize, Option<Rc<str>>),
    Close(usize, Option<Rc<str>>),
}

/// Why a file is no exchange at all: the line, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) line: usize,
    pub(super) why: String,
}

impl Unreadable {
    pub(super) fn new(line: usize, why: impl Into<String>) -> Self {
        Self { line, why: why.into() }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

/// How many units a file may have.
pub(super) const MAX_UNITS: usize = 200_000;
