//! The kinds of documents that are made of a publication, each with the parts that it has. Plans, manifests and verification
//! know kinds only by what they say here, so that another kind is another value.

use std::sync::OnceLock;

use idm_core::compare;
use idm_core::edition::{BookPart, DraftPart, Medium, Response, StaleSource};
use idm_core::manifest::{self, Kind};
use idm_core::model::{Panel, Publication, Ref, Subject};
use idm_core::obstacles::{obstacles, unsettled};
use idm_render::export::Standards;
use idm_render::published;

use super::{BookPages, Document, assembly, word};
use crate::comments::Responses;
use crate::earlier::Earlier;
use crate::findings::Findings;
use crate::{Error, Project};

/// A kind of document: what it is called, what of the publication it has, and how it is made.
#[derive(Debug)]
pub struct DocumentKind {
    name: &'static str,
    extent: Extent,
    /// What a manifest calls it.
    pub(crate) listed: Kind,
    /// Whether it says which state of the inputs it shows. It goes on naming an earlier one as long as it says the same.
    pub(crate) names_state: bool,
    pub(crate) form: Form,
}

/// What of a publication a document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Extent {
    /// All of it. Any error keeps it from being made.
    Publication,
    /// One panel with what belongs to it. Only errors that concern the panel keep it from being made.
    Panel,
}

/// How a document comes about, and of which parts.
#[derive(Debug)]
pub(crate) enum Form {
    /// It is typeset, as a whole.
    Typeset { parts: &'static [BookPart], path: PathOf },
    /// It is typeset for review.
    Reviewed(&'static [DraftPart]),
    /// It is written as it is.
    Written { write: fn(&Publication) -> Vec<u8>, path: PathOf },
}

/// The path of a document in the folder of outputs.
type PathOf = fn(&Publication) -> String;

/// What a book is made of, whatever it is written as.
pub(super) const BOOK_PARTS: &[BookPart] = &[BookPart::Cover, BookPart::Imprint, BookPart::Listed, BookPart::BackCover];

/// The book.
pub static BOOK: DocumentKind = DocumentKind {
    name: "publication",
    extent: Extent::Publication,
    listed: Kind::Publication,
    names_state: false,
    form: Form::Typeset { parts: BOOK_PARTS, path: |publication| publication.pdf_name() },
};

/// The published records.
pub static RECORDS: DocumentKind = DocumentKind {
    name: "records",
    extent: Extent::Publication,
    listed: Kind::Records,
    names_state: false,
    form: Form::Written {
        write: |publication| published::to_json(publication).into_bytes(),
        path: |publication| assembly::RECORDS_PATH.replace('.', &format!("{}.", publication.edition_suffix())),
    },
};

/// The review copy of a panel, and on demand of a chapter or the outcomes.
pub static DRAFT: DocumentKind = DocumentKind {
    name: "draft",
    extent: Extent::Panel,
    listed: Kind::Draft,
    names_state: true,
    form: Form::Reviewed(&[
        DraftPart::Front,
        DraftPart::Responses,
        DraftPart::Reviewed,
        DraftPart::References,
        DraftPart::Notes,
    ]),
};

/// Every kind, in the order of a manifest.
pub static KINDS: [&DocumentKind; 3] = [&BOOK, &RECORDS, &DRAFT];

/// One document of a publication: a kind, and what it is of.
#[derive(Debug, Clone)]
pub struct Target {
    kind: &'static DocumentKind,
    subject: Option<Subject>,
    name: String,
}

impl DocumentKind {
    /// Its name, which begins the names of its documents.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What of a publication it has.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The path of its document in the folder of outputs; none if that is known only of a finished document.
    pub fn path(&self, publication: &Publication) -> Option<String> {
        match self.form {
            Form::Typeset { path, .. } | Form::Written { path, .. } => Some(path(publication)),
            Form::Reviewed(_) => None,
        }
    }

    /// The documents of the kind that a publication has. How many panels there are is unknown without one.
    pub fn targets(&'static self, publication: Option<&Publication>) -> Vec<Target> {
        match self.extent {
            Extent::Publication => vec![self.target()],
            Extent::Panel => publication.into_iter().flat_map(|publication| self.of_panels(publication)).collect(),
        }
    }

    /// The document of a kind that has the whole publication.
    pub(crate) fn target(&'static self) -> Target {
        Target { kind: self, subject: None, name: self.name.to_owned() }
    }

    /// The document of a kind that is of something.
    pub(crate) fn of(&'static self, subject: Subject, publication: &Publication) -> Target {
        let name = format!("{}:{}", self.name, subject.name(publication));
        Target { kind: self, subject: Some(subject), name }
    }

    pub(crate) fn of_panels(&'static self, publication: &Publication) -> Vec<Target> {
        publication.panels.refs().map(|at| self.of(Subject::Panel(at), publication)).collect()
    }
}

impl Target {
    /// The document's kind.
    pub fn kind(&self) -> &'static DocumentKind {
        self.kind
    }

    /// The place of the panel that it is of, if it is of one.
    pub fn panel(&self) -> Option<Ref<Panel>> {
        self.subject.and_then(Subject::panel)
    }

    /// What it is of, if it is a review copy.
    pub fn subject(&self) -> Option<Subject> {
        self.subject
    }

    /// Its name, the same in every run: `publication`, `records`, or `draft:` and the name of what it is of.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// What documents are made with: the inputs, as far as they can be made into any.
pub(crate) struct Press<'a> {
    pub(crate) project: &'a Project,
    pub(crate) publication: &'a Publication,
    pub(crate) standards: &'a Standards,
    pub(crate) findings: Findings,
    /// The folders of panels with errors.
    pub(crate) unsettled: Vec<String>,
    /// What was kept of reviewers' comments, once a draft has asked for it.
    responses: OnceLock<Responses>,
}

/// What a document shows beside the publication.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shown<'a> {
    /// The state of the inputs that it names.
    pub(crate) state: Option<&'a manifest::State>,
    /// The pages of the book.
    pub(crate) book: Option<&'a BookPages>,
    /// The state that it is compared with, and what has changed since.
    pub(crate) against: Option<(&'a Earlier, &'a compare::Comparison)>,
    /// Passages of a translation whose source has changed since.
    pub(crate) stale: &'a [StaleSource],
    /// What it is made for, if it is a book.
    pub(crate) medium: Medium,
    /// Whether nothing is said of errors elsewhere, which may yet move its numbers.
    pub(crate) settled: bool,
}

impl<'a> Press<'a> {
    /// None if too little of the inputs could be understood.
    pub(crate) fn new(project: &'a Project) -> Option<Self> {
        let (publication, standards) = (project.publication()?, project.standards()?);
        let findings = project.findings();
        let unsettled = unsettled(&findings, publication);
        Some(Self { project, publication, standards, findings, unsettled, responses: OnceLock::new() })
    }

    /// What was kept of reviewers' comments on that.
    pub(crate) fn responses(&self, subject: Subject) -> &[Response] {
        self.responses.get_or_init(|| self.project.responses(self.publication)).on(subject)
    }

    /// Makes a document ready to be typeset.
    pub(crate) fn document(&self, target: &Target, shown: &Shown) -> Result<Document, Error> {
        match (&target.kind.form, target.subject) {
            (Form::Typeset { parts, path }, _) => assembly::whole(self, parts, path(self.publication), shown.medium),
            (Form::Reviewed(parts), Some(subject)) => assembly::draft(self, subject, parts, shown),
            (Form::Reviewed(_), None) | (Form::Written { .. }, _) => Err(Error::Inputs),
        }
    }

    /// Whether the inputs have errors that keep a draft of this from being made.
    pub(crate) fn is_broken(&self, subject: Subject) -> bool {
        obstacles(&self.findings, &assembly::own_files(self, subject), self.publication).next().is_some()
    }

    /// Makes a document's Word file.
    pub(crate) fn word_file(&self, target: &Target, shown: &Shown) -> Result<word::WordFile, Error> {
        match (&target.kind.form, target.subject) {
            (Form::Reviewed(parts), Some(subject)) => Ok(word::draft(self, subject, parts, shown)),
            (Form::Reviewed(_), None) | (Form::Typeset { .. } | Form::Written { .. }, _) => Err(Error::Inputs),
        }
    }
}
