//! What recommendations, people and sessions may name, and the words of the publication's own.

use super::{Language, Plain};
use crate::source::Span;

/// Whom recommendations may be addressed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// The identifier. Its word is the label `addressee.<identifier>`.
    pub id: String,
}

/// A part that somebody may take in a workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The identifier. Its word is the label `role.<identifier>`.
    pub id: String,
}

/// A kind of session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionKind {
    /// The identifier. Its word is the label `session.<identifier>`.
    pub id: String,
}

impl SessionKind {
    /// The kind of those sessions in which a panel is held.
    pub const PANEL: &str = "panel";
    /// The kind of a session that nothing else is known of.
    pub const OTHER: &str = "other";
}

impl Role {
    /// The part of somebody of whom no other is known.
    pub const PARTICIPANT: &str = "participant";
}

/// An entry of the index that leads to others.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexLead {
    /// Its name.
    pub subject: Plain,
    /// The entries that have its places, if it has none of its own.
    pub see: Vec<Plain>,
    /// The entries that a reader may look up besides.
    pub see_also: Vec<Plain>,
}

/// A word that is printed instead of the program's own, or for what the program does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelChange {
    /// Which label it is, such as `kind.panel`.
    pub path: String,
    /// The language it is in.
    pub language: Language,
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Whether the label is the publication's own, so that the program need not know it.
    pub own: bool,
}
