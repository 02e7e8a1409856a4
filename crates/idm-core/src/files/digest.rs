//! One number for all inputs.

use sha2::{Digest, Sha256};

use super::{Files, MAX_IMAGE_BYTES};

/// What identifies the inputs where there is no git: SHA-256 over the paths and contents of the given files in their
/// order, as lower-case hexadecimal digits.
///
/// Each path and each content follows its length as eight bytes, the highest first. A file that cannot be read, or is
/// longer than any input may be, has the largest length there is, and no content.
pub fn digest(files: &Files, paths: &[String]) -> String {
    let mut hasher = Sha256::new();
    for path in paths {
        hasher.update((path.len() as u64).to_be_bytes());
        hasher.update(path);
        match files.read_as_it_is(path, MAX_IMAGE_BYTES) {
            Ok(bytes) => {
                hasher.update((bytes.len() as u64).to_be_bytes());
                hasher.update(bytes);
            }
            Err(_) => hasher.update(u64::MAX.to_be_bytes()),
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &str)]) -> String {
        let files = Files::memory(files.iter().copied());
        digest(&files, &files.list().unwrap())
    }

    #[test]
    fn paths_and_contents_are_told_apart() {
        // Computed with another implementation of SHA-256.
        assert_eq!(of(&[]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(of(&[("a", "b")]), "3c9d591045bc8876f9d0399bbfb05c6a412096e906f73278f98406cd5dca86df");
        let all = [
            of(&[("a", "b")]),
            of(&[("ab", "")]),
            of(&[("a", "")]),
            of(&[("a", ""), ("b", "")]),
            of(&[("a", "b"), ("c", "")]),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(all.iter().skip(at + 1).all(|other| other != one), "{at}");
        }
        assert_eq!(of(&[("a", "b"), ("c", "d")]), of(&[("c", "d"), ("a", "b")]));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_no_empty_file() {
        let paths = ["a".to_owned()];
        let missing = digest(&Files::memory([("b", "")]), &paths);
        assert_ne!(missing, digest(&Files::memory([("a", "")]), &paths));
    }
}
