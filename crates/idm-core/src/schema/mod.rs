//! What the files say, key by key: one type for each file of the format.
//!
//! Every key is optional here, so that one missing value hides no other problem. [`resolve`](crate::resolve) turns
//! these into the [`model`](crate::model), where what must be there is there.

mod comments;
pub mod editors;
mod panel;
mod people;
mod publication;
mod statement;
mod terms;
mod vocabulary;
mod workshop;

pub use comments::{CommentEntry, PassageEntry};
pub(crate) use panel::{OneOrMore, PanelFile};
pub(crate) use people::{AcronymEntry, PersonEntry};
pub(crate) use publication::{BookEntry, PublicationFile};
pub use publication::{DesignEntry, LevelEntry, SectionKind};
pub use statement::{Basis, Status};
pub(crate) use statement::{ElementEntry, FrameworkFile, OutcomeEntry, RecommendationEntry};
pub(crate) use terms::TermEntry;
pub(crate) use vocabulary::{LetterEntry, LevelNameEntry, LevelsEntry, NamedEntries, WordEntry};
pub(crate) use workshop::{SessionEntry, WorkshopFile};
