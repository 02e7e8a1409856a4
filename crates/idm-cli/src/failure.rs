//! Why a command did not do what was asked, and the exit code that says so.

use std::io;

use idm::{Error, Fault, Findings};
use idm_core::words::counted;

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
    /// Of several publications, some could not be built whole, which has been reported. The code is the gravest of them.
    #[error("{failed} of the publications {} built whole", if *.is_planned { "cannot be" } else { "could not be" })]
    Publications {
        /// The exit code.
        code: u8,
        /// How many.
        failed: usize,
        /// Whether it was only planned.
        is_planned: bool,
    },
    /// Outputs differ from what they should be, which has been reported.
    #[error("the outputs differ")]
    Outputs,
    /// The time ran out.
    #[error("not finished after {}; --timeout allows more", counted(.0, "second"))]
    Timeout(u64),
    /// What was typed is no command, which has been said.
    #[error("what was typed is no command")]
    Typed,
    /// What was typed makes no sense here.
    #[error("{0}")]
    Usage(String),
    /// A file could not be read, which has been reported.
    #[error("a file cannot be read")]
    Refused,
    /// Results could not be written.
    #[error("cannot write to standard output: {0}")]
    Output(io::Error),
    /// It took too long, or too much.
    #[error("{0}")]
    GivenUp(String),
    /// The conversation with an editor broke off.
    #[error(transparent)]
    Editor(#[from] idm_lsp::ServeError),
    /// It could not be done.
    #[error(transparent)]
    Undone(#[from] Error),
}

impl Failure {
    /// What a run comes to whose inputs have these problems, and that was to make something of them.
    pub fn of_inputs(findings: &Findings, is_complete: bool) -> Result<(), Self> {
        match (findings.has_refusals(), is_complete) {
            (true, _) => Err(Self::Refused),
            (false, true) => Ok(()),
            (false, false) => Err(Self::Inputs),
        }
    }

    /// Whether everything about it has been reported, so that it needs no sentence.
    pub fn is_reported(&self) -> bool {
        match self {
            Self::Inputs | Self::Different | Self::Documents | Self::Outputs | Self::Refused | Self::Typed => true,
            // Those that failed for the environment have not been told in the JSON document's own field.
            _ => false,
        }
    }

    /// The exit code: 1 the inputs have errors or differ, 2 wrong usage, 3 the environment failed.
    pub fn code(&self) -> u8 {
        match self {
            Self::Inputs | Self::Different | Self::Documents | Self::Outputs => 1,
            Self::Publications { code, .. } => *code,
            Self::Typed | Self::Usage(_) => 2,
            Self::Timeout(_) | Self::Refused | Self::Output(_) | Self::GivenUp(_) | Self::Editor(_) => 3,
            Self::Undone(error) => match error.fault() {
                Fault::Inputs => 1,
                Fault::Request => 2,
                _ => 3,
            },
        }
    }
}
