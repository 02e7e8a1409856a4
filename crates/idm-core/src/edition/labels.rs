//! The words that the program itself prints, by language.

use std::collections::BTreeMap;

use super::level_names::{self, Fault, SECTIONS};
use crate::model::Publication;
use crate::words::{Words, WordsError};

/// The language whose words stand in for those of a language that has none.
const FALLBACK: &str = "en";

/// The words that the program itself prints: for each language, a TOML file of sections with a text for each key.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    languages: BTreeMap<String, Words>,
    /// The texts that name levels, by language and place, before the names are put in.
    patterns: BTreeMap<String, BTreeMap<String, String>>,
    /// A publication's own, by language and place.
    own: BTreeMap<String, BTreeMap<String, String>>,
    /// The language that the publication is written in.
    source: String,
}

impl Labels {
    /// The words in the files of some languages, each with its code, such as `fr`.
    ///
    /// # Errors
    /// If a file is no TOML.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, WordsError> {
        let read = |(language, toml): (&str, &str)| Ok((language.to_owned(), Words::new(language, toml)?));
        let languages: BTreeMap<String, Words> = files.into_iter().map(read).collect::<Result<_, WordsError>>()?;
        let mut labels = Self { languages, ..Self::default() };
        for (language, words) in &mut labels.languages {
            let named = words.paths().into_iter().filter_map(|path| {
                let text = words.get(&path).filter(|text| level_names::names_any(text))?.to_owned();
                Some((path, text))
            });
            let patterns: BTreeMap<String, String> = named.collect();
            let own = Own { own: None, words };
            let made: Vec<_> = patterns.iter().map(|(path, text)| (path, level_names::put_in(text, &own))).collect();
            *words = words.clone().with(language, made.iter().map(|(path, text)| (*path, text)));
            labels.patterns.insert(language.clone(), patterns);
        }
        Ok(labels)
    }

    /// The same words, but for those that a publication has of its own.
    #[must_use]
    pub fn of(mut self, publication: &Publication) -> Self {
        self.source = publication.language.code().to_owned();
        for change in publication.labels.iter().filter(|change| !change.text.is_empty()) {
            let own = self.own.entry(change.language.code().to_owned()).or_default();
            own.insert(change.path.clone(), change.text.clone());
        }
        let mut made = vec![];
        for (language, words) in &self.languages {
            let own = self.own.get(language);
            let source = Own { own, words };
            let is_own = |path: &&String| own.is_some_and(|own| own.contains_key(*path));
            let patterns = self.patterns.get(language).into_iter().flatten();
            let patterns = patterns.filter(|(path, _)| !is_own(path));
            let patterns = patterns.chain(own.into_iter().flatten().filter(|(_, text)| level_names::names_any(text)));
            let texts = patterns.map(|(path, text)| (path.clone(), level_names::put_in(text, &source)));
            made.push((language.clone(), texts.collect::<Vec<_>>()));
        }
        for (language, texts) in made {
            self.own.entry(language).or_default().extend(texts);
        }
        self
    }

    /// The texts of a language that are the publication's own, or name what it may name, by place.
    pub fn own(&self, language: &str) -> impl Iterator<Item = (&str, &str)> {
        self.own.get(language).into_iter().flatten().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The languages, each by its letters.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// The places of all words of a language, such as `kind.box`, sorted; those of its lists as well. The names of levels,
    /// which other texts are made with, are none of them.
    pub fn paths(&self, language: &str) -> Vec<String> {
        let mut paths = self.languages.get(language).map(Words::paths).unwrap_or_default();
        paths.retain(|path| !SECTIONS.iter().any(|section| path.starts_with(section)));
        paths
    }

    /// The words of a language, with those of the publication.
    pub fn words(&self, language: &str) -> Words {
        let words = self.languages.get(language).or_else(|| self.languages.get(FALLBACK)).cloned().unwrap_or_default();
        words.with(language, self.own.get(language).into_iter().flatten())
    }

    /// The text at that place of the list at `section.key` in a language, or else in English, counted from 0.
    pub fn nth(&self, language: &str, path: &str, at: usize) -> &str {
        let of = |language: &str| self.languages.get(language)?.nth(path, at);
        of(language).or_else(|| of(FALLBACK)).unwrap_or_default()
    }

    /// The program's own text at `section.key` in a language; none if there is none, or a list.
    pub fn plain(&self, language: &str, path: &str) -> Option<&str> {
        self.languages.get(language)?.get(path)
    }

    /// The first name of a level in a text that cannot be printed in a language.
    pub(crate) fn fault_of_levels<'a>(&self, language: &str, text: &'a str) -> Option<Fault<'a>> {
        let words = self.languages.get(language)?;
        level_names::fault(text, &Own { own: None, words })
    }

    /// The text at `section.key` in a language, or else in English; empty if neither has one.
    pub fn get(&self, language: &str, path: &str) -> &str {
        let own = |language: &str| self.own.get(language)?.get(path).map(String::as_str);
        let of = |language: &str| self.languages.get(language)?.get(path);
        let found = own(language).or_else(|| of(language));
        // What the program has no word for is the publication's own.
        found.or_else(|| own(&self.source)).or_else(|| of(FALLBACK)).unwrap_or_default()
    }
}

/// The words of a language, a publication's own first.
struct Own<'a> {
    own: Option<&'a BTreeMap<String, String>>,
    words: &'a Words,
}

impl level_names::Source for Own<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        let own = self.own.and_then(|own| own.get(path)).map(String::as_str);
        own.or_else(|| self.words.get(path))
    }

    fn nth(&self, path: &str, at: usize) -> Option<&str> {
        self.words.nth(path, at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_stands_in_for_what_a_language_does_not_have() {
        let labels = Labels::new([("en", "[kind]\ntable = \"Table\""), ("fr", "[kind]\nbox = \"Encadré\"")]).unwrap();
        assert_eq!(labels.get("fr", "kind.box"), "Encadré");
        assert_eq!(labels.get("fr", "kind.table"), "Table");
        assert_eq!(labels.get("de", "kind.table"), "Table");
        assert_eq!(labels.get("en", "kind.box"), "");
        assert!(Labels::new([("en", "=")]).is_err());
    }
}
