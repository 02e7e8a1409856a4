//! The words that the program itself prints, by language.

use std::collections::BTreeMap;

use crate::words::{Words, WordsError};

/// The language whose words stand in for those of a language that has none.
const FALLBACK: &str = "en";

/// The words that the program itself prints: for each language, a TOML file of sections with a text for each key.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    languages: BTreeMap<String, Words>,
}

impl Labels {
    /// The words in the files of some languages, each with its code, such as `fr`.
    ///
    /// # Errors
    /// If a file is no TOML.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, WordsError> {
        let read = |(language, toml): (&str, &str)| Ok((language.to_owned(), Words::new(language, toml)?));
        Ok(Self { languages: files.into_iter().map(read).collect::<Result<_, WordsError>>()? })
    }

    /// The text at that place of the list at `section.key` in a language, or else in English, counted from 0.
    pub fn nth(&self, language: &str, path: &str, at: usize) -> &str {
        let of = |language: &str| self.languages.get(language)?.nth(path, at);
        of(language).or_else(|| of(FALLBACK)).unwrap_or_default()
    }

    /// The text at `section.key` in a language, or else in English; empty if neither has one.
    pub fn get(&self, language: &str, path: &str) -> &str {
        let of = |language: &str| self.languages.get(language)?.get(path);
        of(language).or_else(|| of(FALLBACK)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_stands_in_for_what_a_language_does_not_have() {
        let labels = Labels::new([("en", "[kind]\npanel = \"Panel\""), ("fr", "[kind]\nbox = \"Encadré\"")]).unwrap();
        assert_eq!(labels.get("fr", "kind.box"), "Encadré");
        assert_eq!(labels.get("fr", "kind.panel"), "Panel");
        assert_eq!(labels.get("de", "kind.panel"), "Panel");
        assert_eq!(labels.get("en", "kind.box"), "");
        assert!(Labels::new([("en", "=")]).is_err());
    }
}
