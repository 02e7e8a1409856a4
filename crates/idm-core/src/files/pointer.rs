//! What Git LFS keeps in place of a large file.

use sha2::{Digest, Sha256};

/// How a pointer begins.
const BEGINNING: &[u8] = b"version https://git-lfs.github.com/spec/";
/// No pointer is longer.
const MAX_BYTES: usize = 1024;

/// Whether the bytes are a pointer.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.len() <= MAX_BYTES && bytes.starts_with(BEGINNING)
}

/// Whether a pointer is that to a file with this content.
pub(super) fn means(pointer: &[u8], content: &[u8]) -> bool {
    let named = is_one(pointer)
        .then(|| std::str::from_utf8(pointer).ok())
        .flatten()
        .and_then(|text| text.lines().find_map(|line| line.strip_prefix("oid sha256:")).map(str::trim));
    let Some(named) = named else { return false };
    let digest: String = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    digest.eq_ignore_ascii_case(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_means_one_content() {
        let pointer = b"version https://git-lfs.github.com/spec/v1\n\
            oid sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\nsize 3\n";
        assert!(is_one(pointer) && means(pointer, b"abc") && !means(pointer, b"abd"));
        assert!(!is_one(b"version 1 of the text") && !means(b"abc", b"abc"));
    }
}
