//! The package around a Word file: a zip of parts.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::read::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use crate::read::Unreadable;

/// How long a Word file may be.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// How many parts it may have.
const MAX_PARTS: usize = 10_000;
/// How long a part may be once it is unpacked.
const MAX_PART: u64 = 32 * 1024 * 1024;
/// How long all parts that are read may be together.
const MAX_UNPACKED: u64 = 128 * 1024 * 1024;

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

/// The parts of a package, unpacked one by one as they are asked for.
pub(crate) struct Parts<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: BTreeMap<String, usize>,
    left: u64,
}

impl<'a> Parts<'a> {
    /// Looks at a package without unpacking anything.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        if bytes.len() > MAX_BYTES {
            return Err(Unreadable::TooLarge { what: "the file".to_owned(), limit: MAX_BYTES as u64 });
        }
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(Unreadable::Encrypted);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NoPackage)?;
        if zip.len() > MAX_PARTS {
            return Err(Unreadable::TooMany { what: "parts", limit: MAX_PARTS });
        }
        let mut names = BTreeMap::new();
        for at in 0..zip.len() {
            let name = zip
                .by_index_raw(at)
                .map_err(|_| Unreadable::NoPackage)?
                .name()
                .map_err(|_| Unreadable::NoPackage)?
                .replace('\\', "/");
            // Names of parts are the same whatever their letters' case. The first of a name counts.
            names.entry(name.trim_start_matches('/').to_lowercase()).or_insert(at);
        }
        Ok(Self { zip, names, left: MAX_UNPACKED })
    }

    /// A part's bytes; none if there is no such part.
    pub(crate) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(&at) = self.names.get(&name.trim_start_matches('/').to_lowercase()) else { return Ok(None) };
        let broken = |_| Unreadable::BrokenPart { part: name.to_owned() };
        let file = self.zip.by_index(at).map_err(|_| Unreadable::BrokenPart { part: name.to_owned() })?;
        // What the package says of the length is not believed.
        let limit = MAX_PART.min(self.left);
        let mut bytes = vec![];
        file.take(limit + 1).read_to_end(&mut bytes).map_err(broken)?;
        let length = bytes.len() as u64;
        if length > limit {
            return Err(Unreadable::TooLarge { what: format!("`{name}`, unpacked,"), limit });
        }
        self.left -= length;
        Ok(Some(bytes))
    }

    /// The names of all parts, in small letters.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked_whatever_the_case_of_its_name() {
        let packed = pack(&[("word/A.xml".to_owned(), b"one".to_vec()), ("b".to_owned(), vec![])]);
        assert_eq!(packed, pack(&[("word/A.xml".to_owned(), b"one".to_vec()), ("b".to_owned(), vec![])]));
        let mut parts = Parts::open(&packed).unwrap();
        assert_eq!(parts.names().collect::<Vec<_>>(), ["b", "word/a.xml"]);
        assert_eq!(parts.read("/word/a.xml").unwrap().unwrap(), b"one");
        assert_eq!(parts.read("c").unwrap(), None);
    }

    #[test]
    fn a_part_that_swells_is_refused() {
        let packed = pack(&[("a".to_owned(), vec![0; 33 * 1024 * 1024])]);
        assert!(packed.len() < 100_000);
        let refused = Parts::open(&packed).unwrap().read("a").unwrap_err();
        assert_eq!(refused.to_string(), "`a`, unpacked, is larger than 32 MiB");
    }

    #[test]
    fn parts_together_have_a_limit() {
        let parts: Vec<_> = (0..5).map(|at| (format!("{at}"), vec![0; 30 * 1024 * 1024])).collect();
        let packed = pack(&parts);
        let mut parts = Parts::open(&packed).unwrap();
        for at in 0..4 {
            assert!(parts.read(&at.to_string()).is_ok());
        }
        assert!(parts.read("4").is_err());
    }

    #[test]
    fn what_is_no_package_is_refused() {
        assert!(matches!(Parts::open(b"hello"), Err(Unreadable::NoPackage)));
        assert!(matches!(Parts::open(b"\xd0\xcf\x11\xe0\xa1"), Err(Unreadable::Encrypted)));
    }
}
