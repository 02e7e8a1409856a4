//! A language server: what is wrong with a publication's files, while they are written, and what an editor asks about them.
//!
//! It is a user of the library `idm` that stays alive: a project is opened once, the texts that an editor has not saved
//! are laid over its files, and after each change everything is read and checked again, as `idm check` does. Nothing here
//! decides what is right or what is printed; it translates between the library and the protocol.

mod actions;
mod completion;
mod documents;
mod edits;
mod hints;
mod hover;
mod navigation;
mod pages;
mod positions;
mod problems;
mod rename;
mod server;
mod symbols;
mod uri;
mod workspace;

pub use server::{ServeError, serve};

/// Serves an editor over standard input and standard output, until it says that it is done.
///
/// # Errors
/// If the editor goes away without saying so, or does not keep to the protocol.
pub fn serve_standard_streams() -> Result<(), ServeError> {
    let (connection, threads) = lsp_server::Connection::stdio();
    serve(&connection)?;
    drop(connection);
    threads.join().map_err(ServeError::Streams)
}
