//! Why a command did not do what was asked, and the exit code that says so.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use idm_core::files::RevisionError;
use idm_render::emit::AssembleError;
use idm_render::write_project::WriteError;

use crate::nightly::morning::DigestError;

/// A command's end without success. Problems of the inputs have been reported by then; the others are a sentence.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The inputs have errors, which have been reported.
    #[error("the inputs have errors")]
    Inputs,
    /// Two things that were compared differ, which has been reported.
    #[error("the records differ")]
    Different,
    /// Some of the documents could not be made, which has been reported.
    #[error("some documents could not be made")]
    Documents,
    /// Outputs differ from what they should be, which has been reported.
    #[error("the outputs differ")]
    Outputs,
    /// The time ran out.
    #[error("not finished after {0} seconds; --timeout allows more")]
    Timeout(u64),
    /// Another run holds the lock.
    #[error("{0}")]
    Busy(String),
    /// The page about a night could not be written.
    #[error("the digest cannot be written: {0}")]
    Digest(#[from] DigestError),
    /// What was typed makes no sense here.
    #[error("{0}")]
    Usage(String),
    /// A file or folder cannot be used.
    #[error("cannot {action} {}: {error}", path.display())]
    System {
        /// What was tried.
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
    /// The git repository cannot be read.
    #[error(transparent)]
    Repository(RevisionError),
    /// The Typst project cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A template is broken.
    #[error(transparent)]
    Assemble(#[from] AssembleError),
}

impl Failure {
    /// For turning an error of the system into a failure.
    pub fn system(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::System { action, path: path.to_owned(), error }
    }

    /// Whether everything about it has been reported, so that it needs no sentence.
    pub fn is_reported(&self) -> bool {
        matches!(self, Self::Inputs | Self::Different | Self::Documents | Self::Outputs)
    }

    /// The exit code: 1 the inputs have errors or differ, 2 wrong usage, 3 the environment failed.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Inputs | Self::Different | Self::Documents | Self::Outputs | Self::Digest(_) => 1,
            Self::Usage(_) | Self::Write(WriteError::NotOurs(_)) => 2,
            Self::Timeout(_)
            | Self::Busy(_)
            | Self::System { .. }
            | Self::Repository(_)
            | Self::Write(_)
            | Self::Assemble(_) => 3,
        })
    }
}
