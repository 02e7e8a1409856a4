//! The published records of a publication, with the words of its language.

use idm_core::model::{Language, Publication};
use idm_core::published;
use idm_core::words::Words;
use serde_json::Value;

/// The records as one JSON value.
pub fn document(publication: &Publication) -> Value {
    published::document(publication, &words(publication.language))
}

/// The records as one JSON document that ends with a line break. The same publication gives the same bytes.
pub fn to_json(publication: &Publication) -> String {
    published::to_json(publication, &words(publication.language))
}

/// The embedded words of a language.
pub fn words(language: Language) -> Words {
    let text = report_templates::words(language.code()).unwrap_or_default();
    Words::new(language.code(), text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use idm_core::model::Language;

    use super::words;

    #[test]
    fn every_language_of_a_book_has_words() {
        for (language, panel) in
            [(Language::English, "Panel"), (Language::French, "Table ronde"), (Language::Spanish, "Mesa redonda")]
        {
            assert_eq!(words(language).get("kind.panel"), Some(panel));
        }
    }
}
