//! Identifiers.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use serde::{Serialize, Serializer};

use crate::source::Span;

/// The longest identifier, in letters. Outputs are named after one or two of them, and file systems allow 255 bytes.
pub(crate) const MAX_ID_LENGTH: usize = 80;

/// An identifier: lower-case words joined by hyphens, a letter first, no longer than `MAX_ID_LENGTH`.
///
/// Two are the same if their letters are, wherever they stand.
#[derive(Clone)]
pub struct Id {
    text: Box<str>,
    span: Span,
}

/// Why a text is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdProblem {
    /// It has other signs than it may have, or them in other places.
    Form,
    /// It is too long.
    Length,
}

impl Id {
    /// The identifier that is written at a place.
    ///
    /// # Errors
    /// What keeps the text from being one.
    pub fn new(text: &str, span: Span) -> Result<Self, IdProblem> {
        let words = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let formed = text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(words)
            && !text.ends_with('-')
            && !text.contains("--");
        match formed {
            false => Err(IdProblem::Form),
            true if text.len() > MAX_ID_LENGTH => Err(IdProblem::Length),
            true => Ok(Self { text: text.into(), span }),
        }
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where what it names is defined.
    pub fn span(&self) -> Span {
        self.span
    }
}

impl Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Debug::fmt(&*self.text, f)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Id {}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        *self.text == *other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        *self.text == **other
    }
}

impl PartialEq<String> for Id {
    fn eq(&self, other: &String) -> bool {
        *self.text == **other
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Id {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn identifiers_are_words_joined_by_hyphens() {
        let span = Span::new(Sources::default().add("a.yaml", ""), 0..0);
        let problem = |text: &str| Id::new(text, span).err();
        for good in ["ny-3", "a", "data-for-planning", &"a".repeat(MAX_ID_LENGTH)] {
            assert_eq!(problem(good), None, "{good}");
        }
        for bad in ["", "3a", "Data", "a--b", "a-", "a_b", "é"] {
            assert_eq!(problem(bad), Some(IdProblem::Form), "{bad}");
        }
        assert_eq!(problem(&"a".repeat(MAX_ID_LENGTH + 1)), Some(IdProblem::Length));
    }
}
