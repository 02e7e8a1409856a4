//! Files that somebody names or that an earlier run has left: read whole, but never without end.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Reads a file of at most so many bytes. What is no file, such as a pipe, could keep its reader waiting or never end.
///
/// # Errors
/// If it cannot be read, is no file, or is longer.
pub(crate) fn bytes(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    // Asked before opening: opening a pipe waits for its other end.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is not a file"));
    }
    let mut bytes = vec![];
    File::open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        let limit = limit / (1024 * 1024);
        return Err(io::Error::new(ErrorKind::FileTooLarge, format!("it is larger than {limit} MiB")));
    }
    Ok(bytes)
}

/// Reads a text in the same way.
///
/// # Errors
/// As for bytes, and if it is not UTF-8.
pub(crate) fn text(path: &Path, limit: usize) -> io::Result<String> {
    String::from_utf8(bytes(path, limit)?)
        .map_err(|_| io::Error::new(ErrorKind::InvalidData, "it holds bytes that are not UTF-8"))
}
