//! Words, and the acronyms among them that are spelled out.

use std::ops::Range;

use idm_core::abbreviations::{FirstUses, SpelledOut, find};
use idm_core::source::Span;

use super::literal;
use super::writer::Writer;

/// Letters that make a word too long for a narrow column. The longest words of reports have little more than twenty.
const LONG_WORD: usize = 25;

impl Writer<'_> {
    /// The words of a text that stands at a place. An acronym is followed by its long form where the document spells it
    /// out, which is no part of either state of a text that is compared.
    pub(super) fn words(&mut self, text: &str, place: Span) {
        let mut written = 0;
        for (at, found) in self.spelled_out(text, place) {
            self.unabbreviated(&text[written..at]);
            let long = format!("[{}]", literal::markup(&found.long));
            self.call("abbreviation", &long, |writer| writer.out.push(&literal::markup(&found.short)));
            written = at + found.short.len();
        }
        self.unabbreviated(&text[written..]);
    }

    /// Words as they are. Lines are broken between words, so that a template is told of those that may not fit in one.
    fn unabbreviated(&mut self, text: &str) {
        let mut written = 0;
        for word in long_words(text) {
            self.out.push(&literal::markup(&text[written..word.start]));
            self.call("long-word", "", |writer| writer.out.push(&literal::markup(&text[word.clone()])));
            written = word.end;
        }
        self.out.push(&literal::markup(&text[written..]));
    }

    /// The acronyms to spell out in a text, by their places in it.
    fn spelled_out(&mut self, text: &str, place: Span) -> Vec<(usize, SpelledOut)> {
        let first_uses: &FirstUses = match &self.review {
            None => &self.publication.first_uses,
            Some(review) if self.is_removed() => &review.earlier_first_uses,
            Some(review) => &review.first_uses,
        };
        let removed = self.is_removed();
        let mut found: Vec<(usize, SpelledOut)> = vec![];
        for (span, acronym) in first_uses.within(place) {
            let key = (removed, span, acronym.offset);
            if self.spelled_out.contains(&key) {
                continue;
            }
            // Comparison cuts words and joins them, and each piece has the place of the whole.
            let exact =
                span == place && text.get(acronym.offset..).is_some_and(|rest| rest.starts_with(&acronym.short));
            let at = if exact { Some(acronym.offset) } else { find(text, &acronym.short) };
            if let Some(at) = at {
                self.spelled_out.insert(key);
                found.push((at, acronym.clone()));
            }
        }
        found.sort_by_key(|(at, _)| *at);
        found.dedup_by(|later, earlier| later.0 < earlier.0 + earlier.1.short.len());
        found
    }
}

/// The places of the words of at least [`LONG_WORD`] letters.
fn long_words(text: &str) -> Vec<Range<usize>> {
    let mut words = vec![];
    let mut start = 0;
    for run in text.split_inclusive(|character: char| !character.is_alphabetic()) {
        let word = run.trim_end_matches(|character: char| !character.is_alphabetic());
        // Bytes are at least as many as letters, and quicker to count.
        if word.len() >= LONG_WORD && word.chars().count() >= LONG_WORD {
            words.push(start..start + word.len());
        }
        start += run.len();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_long_from_25_letters_on() {
        let long = "é".repeat(LONG_WORD);
        let text = format!("Short words, {}, and ({long}).", "a".repeat(LONG_WORD - 1));
        let found: Vec<&str> = long_words(&text).into_iter().map(|word| &text[word]).collect();
        assert_eq!(found, [long.as_str()]);
        assert_eq!(long_words(&long).first(), Some(&(0..long.len())));
        assert!(long_words("").is_empty());
    }
}
