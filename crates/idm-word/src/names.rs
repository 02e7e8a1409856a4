//! Names in a Word file: bookmarks, and the part that holds a draft's map.

use sha2::{Digest, Sha256};

/// How long a bookmark's name may be: Word cuts what is longer.
pub const MAX_BOOKMARK: usize = 40;

/// How many digits of a digest name a line of a record.
const RECORD_DIGITS: usize = 30;

/// The namespace of the part that holds a draft's map.
pub const MAP_NAMESPACE: &str = "urn:idm:draft:1";

/// The namespace of the part that holds a draft's words as they were sent.
pub const SENT_NAMESPACE: &str = "urn:idm:sent:1";

/// The bookmark of a passage: `p_` and its mark, or for a line of a record the beginning of its name's digest. Programs
/// rewrite other signs than letters, digits and `_`.
pub fn passage_bookmark(name: &str) -> String {
    let mark = name.strip_prefix("passage:").map(|mark| mark.replace('.', "_"));
    let mark = mark.filter(|mark| {
        mark.len() <= MAX_BOOKMARK - 2 && mark.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
    });
    mark.map_or_else(|| format!("p_{}", digest(name, RECORD_DIGITS)), |mark| format!("p_{mark}"))
}

/// Whether a bookmark is that of a line of a record. Every draft of ours has some, and hardly any other file.
pub(crate) fn is_of_record(bookmark: &str) -> bool {
    let digits = bookmark.strip_prefix("p_").unwrap_or_default();
    digits.len() == RECORD_DIGITS && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

/// The bookmark that cross-references to a label lead to. Word hides names of this form.
pub(crate) fn reference_bookmark(label: &str) -> String {
    format!("_Ref{}", digest(label, 16))
}

/// The bookmark of the longer words that a label is called by.
pub(crate) fn longer_bookmark(label: &str) -> String {
    format!("_Ref{}", digest(&format!("longer {label}"), 16))
}

fn digest(text: &str, length: usize) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.chars().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookmarks_have_signs_that_every_program_keeps() {
        assert_eq!(passage_bookmark("passage:7kfd.2"), "p_7kfd_2");
        let long = |end: &str| passage_bookmark(&format!("rec:a/{end}"));
        assert_eq!(long("text").len(), 32);
        assert!(is_of_record(&long("text")) && !is_of_record("p_7kfd_2") && !is_of_record("p_"));
        assert_ne!(long("text"), long("note"));
        assert!(reference_bookmark("fig:a").len() <= MAX_BOOKMARK);
    }
}
