//! What a problem is recognised by from one run to the next, even when the lines have moved.

use sha2::{Digest, Sha256};

use super::located::Located;
use crate::source::Sources;

/// How many bytes of the hash are kept. Two problems of one publication are not told apart by chance alone.
const BYTES: usize = 16;

/// The name of the way in which fingerprints are made. Another way gets another number.
pub const NAME: &str = "idm/v1";

/// The fingerprint of a problem: of its code, its file and the text of its first line, without the indentation. If the
/// file as a whole is meant, the message stands in the line's place. Two alike problems on two alike lines of a file
/// have the same.
pub fn of(found: &Located, sources: &Sources) -> String {
    let line = match found.location.range {
        Some(range) => {
            let file = sources.get(range.span.source);
            file.text().get(file.line_range(range.start.line)).unwrap_or_default().trim()
        }
        None => &found.message,
    };
    let mut hash = Sha256::new();
    for part in [found.code, &found.location.file, line] {
        // The length keeps the parts apart, whatever they hold.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(BYTES).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::diagnostic::testing::{found, sources};

    #[test]
    fn it_stays_when_the_line_moves() {
        let before = sources("a.md", "one\n  an IOM two\n");
        let after = sources("a.md", "new\n\none\nan IOM two\n");
        let earlier = of(&found(&before, "unknown-acronym", "IOM"), &before);
        let later = of(&found(&after, "unknown-acronym", "IOM"), &after);
        assert_eq!(earlier, later);
        assert_eq!(earlier.len(), 32);
    }

    #[test]
    fn it_tells_codes_files_and_lines_apart() {
        let here = sources("a.md", "an IOM\n");
        let there = sources("b.md", "an IOM\n");
        let other = sources("a.md", "the IOM\n");
        let one = of(&found(&here, "unknown-acronym", "IOM"), &here);
        assert_ne!(one, of(&found(&here, "unsourced", "IOM"), &here));
        assert_ne!(one, of(&found(&there, "unknown-acronym", "IOM"), &there));
        assert_ne!(one, of(&found(&other, "unknown-acronym", "IOM"), &other));
    }
}
