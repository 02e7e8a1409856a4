//! `idm lsp`: a language server for editors.

use crate::failure::Failure;

/// Runs the command.
pub fn run() -> Result<(), Failure> {
    Ok(idm_lsp::serve_standard_streams()?)
}
