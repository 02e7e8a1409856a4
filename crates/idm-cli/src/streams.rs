//! Standard output and standard error, and whether everything got there.

use std::io::{self, ErrorKind, Write};
use std::sync::{Mutex, PoisonError};

/// Where something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output: results.
    Output,
    /// Standard error: everything else.
    Error,
}

/// Why standard output could not be written to, if it could not.
static LOST: Mutex<Option<io::Error>> = Mutex::new(None);

/// Writes a text. What is lost of results is told by [`finish`]; of everything else, there is nobody to tell it to.
pub fn write(stream: Stream, text: &str) {
    match stream {
        Stream::Output => {
            let mut lost = LOST.lock().unwrap_or_else(PoisonError::into_inner);
            // Half a result with a gap would be worse than half a result.
            if lost.is_none() {
                *lost = io::stdout().write_all(text.as_bytes()).err();
            }
        }
        Stream::Error => {
            let _ = io::stderr().write_all(text.as_bytes());
        }
    }
}

/// Writes what is left.
///
/// # Errors
/// If a part of the results is lost. Who has closed a pipe wants no more of them: nothing is lost then.
pub fn finish() -> io::Result<()> {
    let mut lost = LOST.lock().unwrap_or_else(PoisonError::into_inner);
    match lost.take().map_or_else(|| io::stdout().flush(), Err) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
