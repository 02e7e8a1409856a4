//! What a publication is: the records with their connections resolved and their numbers assigned.
//!
//! Everything that must be there is there; what may be unknown is an `Option`, and is printed as "to be supplied".

mod anchor;
mod event;
mod exhibit;
mod id;
pub(crate) mod own_texts;
mod publication;
mod reference;
mod statement;
mod subject;
mod texts;
mod vocabulary;

pub use anchor::{Anchor, AnchorKind, Anchors};
pub use event::{
    Date, Month, Panel, PartialDate, Participation, Person, Session, SessionPlaces, Time, Workshop, question_id,
    question_number,
};
pub use exhibit::Exhibit;
pub(crate) use id::MAX_ID_LENGTH;
pub use id::{Id, IdProblem};
pub(crate) use publication::is_picture;
pub use publication::{
    Acronym, Chapter, Contents, Cover, DEFAULT_STANDARDS, DesignChange, Imprint, Language, Layout, Links, Openings,
    Paper, Part, Publication, Review, Series, Settings, StandardNumber, Term, Theme, ThemePanel, Waiver,
};
pub use reference::{Beside, List, Ref};
pub use statement::{Attribution, Element, Framework, KeyMessage, Mapping, Outcome, Provenance, Recommendation};
pub use subject::{OUTCOMES, OUTCOMES_BESIDE, Subject};
pub use texts::BookText;
pub use vocabulary::{Addressee, IndexLead, LabelChange, Role, SessionKind};

use std::sync::Arc;

use crate::markdown::tree::{Inline, Prose, plain_text};
use crate::source::Span;

/// A text of one line, such as a title, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The words.
    pub content: Vec<Inline>,
    /// Where they are written.
    pub span: Span,
}

impl Line {
    /// The words without mark-up.
    pub fn plain(&self) -> String {
        plain_text(&self.content)
    }
}

/// A text of any length, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The blocks and footnotes.
    pub prose: Arc<Prose>,
    /// Where they are written.
    pub span: Span,
}

impl Text {
    /// Whether nothing is left of it in the publication: no words, no figure, no table.
    pub fn is_blank(&self) -> bool {
        self.prose.blocks.is_empty()
    }
}

/// A plain value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Plain {
    /// The characters.
    pub text: String,
    /// Where they are written.
    pub span: Span,
    /// The language that they are in, if it is not that of the edition: that of the source, where they have no translation.
    pub language: Option<Language>,
}
