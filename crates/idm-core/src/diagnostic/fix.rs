//! Changes of the inputs that would mend a problem.

use super::Place;
use super::near::Near;

/// A change that would mend a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is done, as one would ask somebody to do it: "write `title`".
    pub title: String,
    /// Whether nothing else can be meant, so that nobody has to be asked.
    pub is_safe: bool,
    /// What is written where: all of it, or nothing.
    pub edits: Vec<Edit>,
}

/// A text that is written in place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where. A value or key is meant without its quotation marks.
    pub place: Place,
    /// What stands there. If it is written in another way, as by an expression or an escape, the fix does not apply.
    pub old: String,
    /// What is to stand there.
    pub new: String,
}

impl Fix {
    /// One text in place of another.
    pub fn replace(place: impl Into<Place>, old: impl Into<String>, new: impl Into<String>, is_safe: bool) -> Self {
        let new = new.into();
        Self {
            title: format!("write `{new}`"),
            is_safe,
            edits: vec![Edit { place: place.into(), old: old.into(), new }],
        }
    }

    /// The word that was probably meant in place of the one that was typed.
    pub(crate) fn meant(place: impl Into<Place>, typed: &str, near: &Near) -> Self {
        Self::replace(place, typed, near.word, near.is_certain)
    }
}
