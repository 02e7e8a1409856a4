//! The alphabetical order of a language.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

use crate::model::Language;

/// The alphabetical order of a language, as the Unicode Common Locale Data Repository gives it.
pub(crate) struct Alphabet {
    words: Option<CollatorBorrowed<'static>>,
    /// Tells letters apart, but not capitals from small letters, nor accents that make no letter of their own.
    letters: Option<CollatorBorrowed<'static>>,
}

impl Alphabet {
    /// That of a language.
    pub fn of(language: Language) -> Self {
        let locale = match language {
            Language::English => locale!("en"),
            Language::French => locale!("fr"),
            Language::Spanish => locale!("es"),
        };
        let collator = |strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            // The data of every language that a book can be set in is compiled in.
            Collator::try_new(CollatorPreferences::from(&locale), options).ok()
        };
        Self { words: collator(Strength::Tertiary), letters: collator(Strength::Primary) }
    }

    /// Which of two texts comes first.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.words.as_ref().map_or_else(|| a.cmp(b), |words| words.compare(a, b))
    }

    /// The letter under which an index lists a text: a capital without accents that make no letter of their own, and the
    /// first of a ligature, which is sorted by it. Empty where the text begins with no letter.
    pub fn letter(&self, text: &str) -> String {
        let Some(first) = text.chars().next().filter(|first| first.is_alphabetic()) else { return String::new() };
        let first = first.to_string();
        // What a letter begins: itself, with an accent, in a ligature. A letter of its own, as the Spanish Ñ, comes after
        // all words of the one before it.
        let begins = |letter: &char| {
            self.letters.as_ref().is_some_and(|letters| {
                letters.compare(&first, &letter.to_string()) != Ordering::Less
                    && letters.compare(&first, &format!("{letter}zz")) == Ordering::Less
            })
        };
        ('A'..='Z').find(begins).map_or_else(|| first.to_uppercase(), String::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_the_language() {
        let letter = |language, text| Alphabet::of(language).letter(text);
        assert_eq!(letter(Language::English, "études"), "E");
        assert_eq!(letter(Language::French, "Œuvres"), "O");
        assert_eq!(letter(Language::French, "zoo"), "Z");
        assert_eq!(letter(Language::Spanish, "ñandú"), "Ñ");
        assert_eq!(letter(Language::English, "ñandú"), "N");
        assert_eq!(letter(Language::English, "2030 Agenda"), "");
        assert_eq!(letter(Language::English, "«Quoted»"), "");
    }

    #[test]
    fn words_are_sorted_as_the_language_sorts_them() {
        let sorted = |language, mut words: Vec<&'static str>| {
            let order = Alphabet::of(language);
            words.sort_by(|a, b| order.compare(a, b));
            words
        };
        assert_eq!(sorted(Language::Spanish, vec!["nube", "ñame", "oca"]), ["nube", "ñame", "oca"]);
        let names = vec!["Zúñiga", "de Boer", "Ålund", "Adams"];
        assert_eq!(sorted(Language::English, names), ["Adams", "Ålund", "de Boer", "Zúñiga"]);
        assert_eq!(sorted(Language::English, vec!["Oca", "ñame", "nube"]), ["ñame", "nube", "Oca"]);
        assert_eq!(sorted(Language::French, vec!["cote", "côté", "côte", "Cote"]), ["cote", "Cote", "côte", "côté"]);
    }
}
