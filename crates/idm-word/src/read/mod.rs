//! What a Word file says.

/// Why a Word file cannot be read: a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is no zip package.
    #[error("it is no .docx file")]
    NoPackage,
    /// It is encrypted, or a file of an older Word.
    #[error("it is encrypted, or a .doc file of an older Word: save it as .docx without a password")]
    Encrypted,
    /// Something in it is too large.
    #[error("{what} is larger than {} MiB", .limit / 1024 / 1024)]
    TooLarge {
        /// What.
        what: String,
        /// How many bytes there may be.
        limit: u64,
    },
    /// There is too much of something in it.
    #[error("it has more than {limit} {what}")]
    TooMany {
        /// What.
        what: &'static str,
        /// How many there may be.
        limit: usize,
    },
    /// A part cannot be unpacked or is no XML.
    #[error("its part `{part}` is broken")]
    BrokenPart {
        /// The part.
        part: String,
    },
    /// It holds no document.
    #[error("it holds no text of Word")]
    NoDocument,
}
