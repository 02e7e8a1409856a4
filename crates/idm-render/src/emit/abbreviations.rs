//! Words, and the acronyms among them that are spelled out.

use idm_core::abbreviations::{FirstUses, SpelledOut, find};
use idm_core::source::Span;

use super::literal;
use super::writer::Writer;

impl Writer<'_> {
    /// The words of a text that stands at a place. An acronym is followed by its long form where the document spells it
    /// out, which is no part of either state of a text that is compared.
    pub(super) fn words(&mut self, text: &str, place: Span) {
        let mut written = 0;
        for (at, found) in self.spelled_out(text, place) {
            self.out.push(&literal::markup(&text[written..at]));
            let long = format!("[{}]", literal::markup(&found.long));
            self.call("abbreviation", &long, |writer| writer.out.push(&literal::markup(&found.short)));
            written = at + found.short.len();
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
