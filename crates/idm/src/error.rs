//! Why something could not be done.

use std::io;
use std::path::{Path, PathBuf};

use idm_core::diagnostic::near;
use idm_core::files::RevisionError;
use idm_core::model::{Publication, Subject};
use idm_render::emit::AssembleError;
use idm_render::write_project::WriteError;

use crate::night::DigestError;

/// Why something could not be done. Its words are for people: one sentence without a full stop.
///
/// What is wrong with the inputs is no error but a finding ([`Project::findings`](crate::Project::findings)).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such folder.
    #[error("there is no folder {}{}", folder.display(), offered(projects))]
    NoFolder {
        /// The folder that was named.
        folder: PathBuf,
        /// The projects that there are.
        projects: Vec<PathBuf>,
    },
    /// No folder was named, and there is no project where one is looked for.
    #[error("there is no publication here: name its folder, or go to one that holds a publication.yaml")]
    NoProject,
    /// No folder was named, and there are several projects.
    #[error("name one publication{}", offered(projects))]
    SeveralProjects {
        /// The projects.
        projects: Vec<PathBuf>,
    },
    /// There is no project in a folder.
    #[error("there is no publication in {}: none of its folders holds a publication.yaml", folder.display())]
    NoProjects {
        /// The folder.
        folder: PathBuf,
    },
    /// A folder that was named holds no project, though one within it may.
    #[error("{} holds no publication.yaml, and so no publication{}", folder.display(), offered(projects))]
    NotAProject {
        /// The folder.
        folder: PathBuf,
        /// The projects within it.
        projects: Vec<PathBuf>,
    },
    /// Two projects would have the same name, and so the same folder of outputs.
    #[error("{} and {} would both be `{name}`: name a folder that holds both", one.display(), other.display())]
    SameName {
        /// The name.
        name: String,
        /// One of them.
        one: PathBuf,
        /// The other.
        other: PathBuf,
    },
    /// A path leads out of the project, or names nothing in it.
    #[error("`{path}` is no path in the project")]
    NotInProject {
        /// The path.
        path: String,
    },
    /// The inputs have errors, so that there is nothing to make the document of.
    #[error("the inputs have errors")]
    Inputs,
    /// A file cannot be the baseline.
    #[error("{} cannot be the baseline: {why}", path.display())]
    NotABaseline {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// There is no panel, chapter or other part of that name to make a review copy of.
    #[error("there is no panel, chapter or other text `{name}`; {hint}")]
    UnknownSubject {
        /// What was named.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// There is no such panel.
    #[error("there is no panel `{panel}`; {hint}")]
    UnknownPanel {
        /// The identifier that was named.
        panel: String,
        /// What may have been meant.
        hint: String,
    },
    /// There is no such earlier state.
    #[error(transparent)]
    Revision(#[from] RevisionError),
    /// There is no such folder to compare with.
    #[error("there is no folder {} to compare with", folder.display())]
    NoEarlierFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// An earlier state has such errors that nothing can be compared with it.
    #[error("the inputs of {state} cannot be compared with: {why}")]
    EarlierUnreadable {
        /// What the state is called.
        state: String,
        /// The first error.
        why: String,
    },
    /// A file is not what it is used for.
    #[error("{}: {why}", path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// There is no such file.
    #[error("there is no {what} {}; {hint}", path.display())]
    NoFile {
        /// What it is to be.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What makes one.
        hint: &'static str,
    },
    /// The manifests of parts do not make a whole.
    #[error("{0}")]
    Parts(String),
    /// What an earlier run wrote down of a folder of outputs cannot be understood, so that nobody knows whose they are.
    #[error(
        "{}: {why}; so it is not known whose outputs lie in {}, and nothing was touched: bring that file back from a copy, or name \
         another folder, or remove that file if the outputs may be built anew",
        path.display(),
        folder.display()
    )]
    EarlierUnknown {
        /// What was written down.
        path: PathBuf,
        /// The folder of outputs.
        folder: PathBuf,
        /// Why it cannot be understood.
        why: String,
    },
    /// A manifest was written by a later program.
    #[error(
        "{} was written by a later `idm`, as a manifest of version {version}, and nothing was touched: use that program here, or \
         name another folder",
        path.display()
    )]
    LaterManifest {
        /// The manifest.
        path: PathBuf,
        /// The version of its form.
        version: u64,
    },
    /// The folder of outputs holds those of another publication.
    #[error("{} holds what was made of another publication, `{other}`, and not of `{id}`: name another folder", folder.display())]
    OtherPublication {
        /// The folder.
        folder: PathBuf,
        /// The identifier of the publication whose outputs lie there.
        other: String,
        /// The identifier of this publication.
        id: String,
    },
    /// The folder of outputs holds those of an edition that is not made.
    #[error(
        "{} holds the edition of `{id}` in `{language}`, which would be lost: make the editions in all languages there, or \
         name another folder",
        folder.display()
    )]
    OtherEdition {
        /// The folder.
        folder: PathBuf,
        /// The publication's identifier.
        id: String,
        /// The language of the edition, in two letters.
        language: String,
    },
    /// The folder of outputs holds inputs.
    #[error("{} cannot be the folder of outputs: {why}", folder.display())]
    NotForOutputs {
        /// The folder.
        folder: PathBuf,
        /// Why.
        why: String,
    },
    /// Another run writes to the folder.
    #[error("another run is writing to {}{holder}", folder.display())]
    Busy {
        /// The folder.
        folder: PathBuf,
        /// Which run, in parentheses, as far as that is known.
        holder: String,
    },
    /// The page about a night could not be written. Everything else of the night is in its place.
    #[error("the digest cannot be written: {0}")]
    Digest(#[from] DigestError),
    /// The Typst project cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A template is broken.
    #[error(transparent)]
    Assemble(#[from] AssembleError),
    /// Something is there that would have to be overwritten, which nothing is.
    #[error("{} is there already, and nothing is overwritten", path.display())]
    Occupied {
        /// Where.
        path: PathBuf,
    },
    /// Something cannot be added to the inputs.
    #[error("{0}")]
    Unaddable(String),
    /// The system refused.
    #[error("cannot {action} {}: {error}", path.display())]
    System {
        /// What was tried.
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
}

/// Whose part it is to mend an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The authors': something in the project's folder is wrong.
    Inputs,
    /// That of whoever asked: there is no such thing.
    Request,
    /// That of whoever keeps the machine: it refused.
    Environment,
}

impl Error {
    /// For turning an error of the system into one of ours.
    pub(crate) fn system(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::System { action, path: path.to_owned(), error }
    }

    /// That there is no such panel, with what may have been meant.
    pub(crate) fn unknown_panel(publication: &Publication, panel: &str) -> Self {
        let ids = || publication.panels.iter().map(|panel| panel.id.as_str());
        let hint = match near(panel, ids().collect::<Vec<_>>()) {
            Some(near) => format!("did you mean `{}`?", near.word),
            None => format!("there is {}", ids().collect::<Vec<_>>().join(", ")),
        };
        Self::UnknownPanel { panel: panel.to_owned(), hint }
    }

    /// That there is nothing of that name to review.
    pub(crate) fn unknown_subject(publication: &Publication, name: &str) -> Self {
        let all = Subject::all(publication);
        let names: Vec<&str> = all.iter().map(|subject| subject.name(publication)).collect();
        let hint = match near(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{}`?", near.word),
            None if names.is_empty() => "the publication has none".to_owned(),
            None => format!("there are {}", names.join(", ")),
        };
        Self::UnknownSubject { name: name.to_owned(), hint }
    }

    /// Whose part it is to mend it.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Revision(
                RevisionError::Unreadable(_) | RevisionError::Unsupported { .. } | RevisionError::Incomplete { .. },
            )
            | Self::Busy { .. }
            | Self::Digest(DigestError::Refused(_))
            | Self::Assemble(_)
            | Self::System { .. }
            | Self::Write(WriteError::Name(_) | WriteError::Io { .. }) => Fault::Environment,
            Self::Inputs | Self::Digest(_) => Fault::Inputs,
            Self::NoFolder { .. }
            | Self::NoProject
            | Self::SeveralProjects { .. }
            | Self::NoProjects { .. }
            | Self::NotAProject { .. }
            | Self::SameName { .. }
            | Self::NotInProject { .. }
            | Self::NotABaseline { .. }
            | Self::UnknownPanel { .. }
            | Self::UnknownSubject { .. }
            | Self::Revision(_)
            | Self::NoEarlierFolder { .. }
            | Self::EarlierUnreadable { .. }
            | Self::Unfit { .. }
            | Self::NoFile { .. }
            | Self::Parts(_)
            | Self::Occupied { .. }
            | Self::Unaddable(_)
            | Self::EarlierUnknown { .. }
            | Self::LaterManifest { .. }
            | Self::OtherPublication { .. }
            | Self::OtherEdition { .. }
            | Self::NotForOutputs { .. }
            | Self::Write(WriteError::NotOurs(_)) => Fault::Request,
        }
    }
}

fn offered(projects: &[PathBuf]) -> String {
    if projects.is_empty() {
        return String::new();
    }
    let names: Vec<String> = projects.iter().map(|folder| folder.display().to_string()).collect();
    format!("; there is {}", names.join(", "))
}
