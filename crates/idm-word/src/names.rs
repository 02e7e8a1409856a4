//! Names in a Word file: bookmarks, and the part that holds a draft's map.

use sha2::{Digest, Sha256};

/// How long a bookmark's name may be: Word cuts what is longer.
pub const MAX_BOOKMARK: usize = 40;

/// The namespace of the part that holds a draft's map.
pub const MAP_NAMESPACE: &str = "urn:idm:draft:1";

/// The bookmark of a passage: its name, or where that is too long for Word the beginning of its digest.
pub fn passage_bookmark(name: &str) -> String {
    if name.chars().count() <= MAX_BOOKMARK { name.to_owned() } else { format!("passage-{}", digest(name, 30)) }
}

/// The bookmark that cross-references to a label lead to. Word hides names of this form.
pub(crate) fn reference_bookmark(label: &str) -> String {
    format!("_Ref{}", digest(label, 16))
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
    fn names_that_are_too_long_are_told_apart() {
        assert_eq!(passage_bookmark("passage:7kfd.2"), "passage:7kfd.2");
        let long = |end: &str| passage_bookmark(&format!("rec:{}/{end}", "a".repeat(40)));
        assert_eq!(long("text").len(), 38);
        assert_ne!(long("text"), long("note"));
        assert!(reference_bookmark("fig:a").len() <= MAX_BOOKMARK);
    }
}
