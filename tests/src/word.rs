//! Word files as whoever gets one may change them.

use std::io::{self, Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The part that holds the text.
const DOCUMENT: &str = "word/document.xml";

/// A package whose text is edited in its XML, without the parts whose names begin with `dropped`, if any is to go.
///
/// # Errors
/// If the package cannot be read, or its text is not UTF-8.
pub fn edited(package: &[u8], dropped: Option<&str>, edit: &dyn Fn(String) -> String) -> io::Result<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(package))?;
    let mut to = ZipWriter::new(Cursor::new(vec![]));
    for at in 0..from.len() {
        let mut part = from.by_index(at)?;
        let name = part.name()?.into_owned();
        if dropped.is_some_and(|dropped| name.starts_with(dropped)) {
            continue;
        }
        let mut bytes = vec![];
        part.read_to_end(&mut bytes)?;
        if name == DOCUMENT {
            bytes = edit(String::from_utf8(bytes).map_err(io::Error::other)?).into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default())?;
        to.write_all(&bytes)?;
    }
    Ok(to.finish()?.into_inner())
}
