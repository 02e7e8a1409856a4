//! The package around a Word file: a zip of parts.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

/// Packs parts in their order. The times in the package are those of the beginning of time as zip knows it, so that the
/// same parts give the same bytes.
pub(crate) fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in parts {
        // Nothing that writes into memory can fail, and no part is longer than a zip allows.
        if zip.start_file(name.as_str(), options).is_ok() {
            let _ = zip.write_all(bytes);
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::pack;

    #[test]
    fn the_same_parts_give_the_same_bytes() {
        let packed = || pack(&[("word/a.xml".to_owned(), b"one".to_vec()), ("b".to_owned(), vec![])]);
        assert_eq!(packed(), packed());
        assert!(packed().starts_with(b"PK"));
    }
}
