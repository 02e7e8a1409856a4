//! Letters in one form, however they were typed.

use icu_normalizer::ComposingNormalizerBorrowed;

/// A text with each letter and its marks as one character where there is one (Unicode's form C), so that a letter that was
/// typed as a letter and a mark is the same as any other. Places in files are not touched by it.
pub(crate) fn composed(text: String) -> String {
    if text.is_ascii() {
        return text;
    }
    match ComposingNormalizerBorrowed::new_nfc().normalize(&text) {
        std::borrow::Cow::Borrowed(whole) if whole.len() == text.len() => text,
        normalized => normalized.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::composed;

    #[test]
    fn a_letter_and_its_mark_are_one() {
        assert_eq!(composed("Re\u{301}fugie\u{301}s".to_owned()), "Réfugiés");
        for kept in ["Réfugiés", "plain", "東京", "q\u{301}"] {
            assert_eq!(composed(kept.to_owned()), kept);
        }
    }
}
