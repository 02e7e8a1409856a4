//! Why a command did not do what was asked, and the exit code that says so.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use idm_core::files::RevisionError;
use idm_render::emit::AssembleError;
use idm_render::write_project::WriteError;

/// A command's end without success. Problems of the inputs have been reported by then; the others are a sentence.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The inputs have errors, which have been reported.
    #[error("the inputs have errors")]
    Inputs,
    /// Two things that were compared differ, which has been reported.
    #[error("the records differ")]
    Different,
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

    /// The exit code: 1 the inputs have errors or differ, 2 wrong usage, 3 the environment failed.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Inputs | Self::Different => 1,
            Self::Usage(_) | Self::Write(WriteError::NotOurs(_)) => 2,
            Self::System { .. } | Self::Repository(_) | Self::Write(_) | Self::Assemble(_) => 3,
        })
    }
}
