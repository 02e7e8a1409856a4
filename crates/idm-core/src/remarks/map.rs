//! The map that a draft carries, so that whoever reads the draft back knows what its passages are: `draft.json`.
//!
//! Its form is described in `docs/comments.md`.

use serde::{Deserialize, Serialize};

use super::passages::Passage;
use crate::source::Sources;

/// The name of the attachment.
pub const NAME: &str = "draft.json";
/// What the map calls its form.
pub const FORMAT: &str = "idm-draft";
/// The version of the form. It changes when a reader of an earlier version would take something wrong.
pub const VERSION: u32 = 1;

/// The name of the place below a draft's title from which on its first pages hold no passages.
pub const FRONT: &str = "part:front";
/// The name of the place at which a draft's references begin, and its passages end.
pub const REFERENCES: &str = "part:references";
/// The name of the place at which notes begin that found no room beside their passages.
pub const NOTES: &str = "part:notes";

/// The map of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftMap {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// The publication's identifier.
    pub publication: String,
    /// What the draft is of, by its name ([`Subject::name`](crate::model::Subject::name)).
    pub of: String,
    /// The state of the inputs that it shows, as the draft names it.
    pub revision: Option<String>,
    /// The day of that state.
    pub date: Option<String>,
    /// The passages in the order of the inputs.
    pub passages: Vec<MapEntry>,
}

/// A passage in a map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapEntry {
    /// Its name, which is that of a destination in the PDF.
    pub name: String,
    /// The label of the record that it belongs to.
    pub record: String,
    /// The key path in the record.
    pub key: String,
    /// The file, as a path in the project.
    pub file: String,
    /// The first and the last line, from 1.
    pub lines: (usize, usize),
    /// Its words without mark-up.
    pub text: String,
    /// The mark that is printed beside it, if one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
}

impl DraftMap {
    /// The map of some passages of the sources.
    pub fn new(
        publication: &str,
        of: &str,
        (revision, date): (Option<&str>, Option<String>),
        passages: &[Passage],
        sources: &Sources,
    ) -> Self {
        let entry = |passage: &Passage| {
            let source = sources.get(passage.span.source);
            let written = sources.text(passage.span).trim_end().len();
            let (start, end) = (passage.span.start as usize, passage.span.start as usize + written.saturating_sub(1));
            MapEntry {
                name: passage.name.clone(),
                record: passage.record.clone(),
                key: passage.key.clone(),
                file: source.path().to_owned(),
                lines: (source.position(start).line, source.position(end).line),
                text: passage.text.clone(),
                mark: passage.mark.clone(),
            }
        };
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            publication: publication.to_owned(),
            of: of.to_owned(),
            revision: revision.map(str::to_owned),
            date,
            passages: passages.iter().map(entry).collect(),
        }
    }

    /// Reads a map.
    ///
    /// # Errors
    /// If the bytes hold none, or one of a later version: a sentence without a full stop.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let map: Self = serde_json::from_slice(bytes).map_err(|error| format!("{NAME} cannot be read: {error}"))?;
        if map.format != FORMAT {
            return Err(format!("{NAME} is of another form, `{}`", map.format));
        }
        if map.version > VERSION {
            return Err(format!("{NAME} has version {}; this program reads those up to {VERSION}", map.version));
        }
        Ok(map)
    }

    /// The map as it is attached.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_read_back_and_others_are_refused() {
        let map = DraftMap::new("p", "a", (Some("abc"), None), &[], &Sources::default());
        assert_eq!(DraftMap::read(map.to_json().as_bytes()), Ok(map.clone()));
        let later = DraftMap { version: VERSION + 1, ..map.clone() };
        assert_eq!(
            DraftMap::read(later.to_json().as_bytes()).unwrap_err(),
            "draft.json has version 2; this program reads those up to 1"
        );
        let other = DraftMap { format: "idm-records".to_owned(), ..map };
        assert!(DraftMap::read(other.to_json().as_bytes()).is_err());
        assert!(DraftMap::read(b"[").is_err());
    }
}
