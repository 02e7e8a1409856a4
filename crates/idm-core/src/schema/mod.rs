//! What the files say, key by key: one type for each file of the format.
//!
//! Every key is optional here, so that one missing value hides no other problem. [`resolve`](crate::resolve) turns
//! these into the [`model`](crate::model), where what must be there is there.

pub mod editors;
mod panel;
mod people;
mod publication;
mod statement;
mod terms;
mod workshop;

pub use panel::{KeyMessageEntry, PanelFile};
pub use people::{AcronymEntry, ParticipationEntry, PersonEntry};
pub use publication::{
    BookEntry, DesignEntry, ImprintEntry, LayoutEntry, LevelEntry, PublicationFile, ReviewEntry, SectionKind,
    SeriesEntry, ThemeEntry, WaiverEntry,
};
pub use statement::{Addressee, Basis, ElementEntry, FrameworkFile, OutcomeEntry, RecommendationEntry, Role, Status};
pub use terms::TermEntry;
pub use workshop::{SessionEntry, SessionKind, WorkshopFile};
