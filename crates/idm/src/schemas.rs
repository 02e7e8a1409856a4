//! The format as editors read it: a JSON Schema for each kind of input.

use std::path::{Path, PathBuf};

pub use idm_core::schema::editors::{FileSchema, all};

use crate::Error;
use crate::outputs::write_file;

/// A description as it is written to its file.
pub fn text(schema: &FileSchema) -> String {
    format!("{:#}\n", schema.value)
}

/// Writes the descriptions of all kinds of input into a folder, over earlier ones, and returns their paths.
///
/// # Errors
/// [`Error::System`] if the folder cannot be made or written to.
pub fn write(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let write = |schema: FileSchema| {
        let path = folder.join(schema.file);
        write_file(&path, text(&schema).as_bytes())?;
        Ok(path)
    };
    all().into_iter().map(write).collect()
}
