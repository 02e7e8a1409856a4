//! A conference's publication as a value: a folder of YAML and Markdown is opened, says what is wrong with it, and is
//! made into a book, its drafts, and whatever else a publication has.
//!
//! ```
//! use idm::Project;
//! use idm::diagnostic::short;
//!
//! # fn main() -> Result<(), idm::Error> {
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/base");
//! # let out = std::env::temp_dir().join(format!("idm-front-page-{}", std::process::id()));
//! // A folder is read, and everything in it checked.
//! let project = Project::open(folder)?;
//! print!("{}", short::render(&project.findings()));
//!
//! // The book is typeset in memory. There is no file in it if the inputs have errors.
//! let build = project.book()?;
//! for written in build.write(&out, &|_| {})? {
//!     println!("{}: {} pages", written.path.display(), written.pages);
//! }
//! # assert!(build.is_complete() && out.join("minutes.pdf").is_file());
//! # std::fs::remove_dir_all(out).unwrap();
//! # Ok(())
//! # }
//! ```
//!
//! | to | see |
//! |---|---|
//! | read a project, with texts of an editor that are not saved | [`Project`], [`Options`] |
//! | know what is wrong | [`Project::findings`], and [`diagnostic`] for ways to show it |
//! | have slips mended that leave no doubt | [`Project::mend`] |
//! | make the book or review copies | [`Project::book`], [`Project::drafts`], [`Build`] |
//! | make any document, once or again and again | [`Project::targets`], [`Project::document`], [`LivingDocument`] |
//! | say what has changed | [`Project::earlier`], [`Project::changes_since`], and [`changes`] for ways to show it |
//! | say who changed what last | [`Project::authors`] |
//! | have its editions in all languages | [`Editions`] |
//! | build every night, and only what has changed | [`Night`], [`merge_parts`], [`verify`] |
//! | begin a publication, and add records to one | [`init`], [`Project::add`], [`Project::import_agenda`] |
//! | make a summary of a rapporteur's Word file | [`Project::import_docx`], [`Project::write_proposal`] |
//! | list what there is, find a passage by its mark | [`Project::list`], [`Project::passages`] |
//! | describe the format to editors | [`schemas`] |
//! | read what reviewers have put on drafts | [`Project::comments`], [`Project::decide`], [`Project::apply`] |
//! | read records back out of a PDF | [`extract`], [`Project::differences`] |
//!
//! Nothing here prints, asks, or ends the process. What long work has to tell, it tells its [`Observer`].

mod agenda;
mod authors;
mod clock;
mod comments;
mod document;
mod earlier;
mod editions;
mod error;
mod event;
mod exchange;
mod find;
mod findings;

mod listing;
mod mending;
mod naming;
mod night;
mod options;
mod outputs;
mod patch;
mod project;
mod rapporteur;
mod reading;
mod records;
mod scaffold;
pub mod schemas;
mod standards;
mod state;
mod translations;

pub use idm_core::authors::{Authors, LastChange, Origin};
pub use idm_core::compare::{Comparison, report as changes};
pub use idm_core::edition::StaleSource;
pub use idm_core::files::Files;
pub use idm_core::format::FileKind;
pub use idm_core::{diagnostic, manifest, mentions, model};
pub use idm_render::packages::Packages;
pub use idm_render::places::Area;
pub use idm_render::press::spine;
pub use idm_render::{page_text, timings, typst_version};

pub use agenda::{ImportOptions, Imported, Remark};
pub use comments::{Answer, Applied, Comment, Comments, Decision, Since, Spot};
pub use document::{
    BOOK, Beside, BookPages, Build, BuiltFile, DRAFT, Document, DocumentKind, Extent, Format, KINDS, LaidOut,
    LivingDocument, Pages, Profile, RECORDS, SourcePlace, Target, Typeset, TypstProject, Written, read_book_pages,
};
pub use earlier::{Earlier, EarlierState};
pub use editions::Editions;
pub use error::{Error, Fault};
pub use event::{Event, Observer};
pub use exchange::{Delivery, ExchangeForm, Exported, OldSubject, Refusal, StaleSources};
pub use find::{find_project, find_projects, is_project, language_of};
pub use findings::Findings;
pub use listing::{ListKind, Listing, PassagePlace};
pub use mending::Mended;
pub use naming::Named;
pub use night::{
    DigestError, Intent, Morning, Night, NightOptions, Outcome, Plan, Planned, Share, Verified, VerifyOptions,
    forget_typesetting, merge_parts, verify,
};
pub use options::{Options, read_baseline, read_packages};
pub use outputs::write_file;
pub use project::Project;
pub use rapporteur::{LeftOut, Proposal, TrackedChanges};
pub use records::extract;
pub use scaffold::{Added, NewRecord, RecordKind, init};
pub use translations::{Accepted, Noted};
