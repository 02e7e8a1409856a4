//! Acronyms that `acronyms.yaml` does not list.

use std::collections::BTreeSet;

use super::Subject;
use crate::diagnostic::{Diagnostic, Diagnostics, Near, near};
use crate::markdown::tree::{Inline, InlineKind};
use crate::markdown::walk;
use crate::model::BookText;
use crate::read::Lost;
use crate::rules;

pub(super) fn check(subject: Subject, texts: &[BookText], diagnostics: &mut Diagnostics) {
    // What seems to be unknown may stand in what could not be read.
    if subject.publication.holes.lack(Lost::Acronym) {
        return;
    }
    let known: BTreeSet<&str> =
        subject.publication.acronyms.iter().map(|acronym| acronym.short.text.as_str()).collect();
    let mut visit = |inline: &Inline| {
        let InlineKind::Text(text) = &inline.kind else { return };
        for (at, word) in acronyms(text) {
            if known.contains(word) {
                continue;
            }
            let place = text.written(inline.span, at..at + word.len()).span;
            let message = format!("`acronyms.yaml` does not list `{word}`");
            // Many acronyms differ in one letter.
            let near = near(word, known.iter().copied()).map(|near| Near { is_certain: false, ..near });
            diagnostics.push(Diagnostic::new(&rules::UNKNOWN_ACRONYM, place, message).did_you_mean(word, near));
        }
    };
    for text in texts {
        match text {
            BookText::Line(line) => walk::line(&line.content, walk::Notes::Skip, &mut visit),
            BookText::Text(text) => walk::inlines(&text.prose, walk::Notes::Skip, &mut visit),
            BookText::Source(_) | BookText::Exhibit(_) => {}
        }
    }
}

/// The words of a text that look like acronyms: two capitals or more, digits allowed after the first. A plural's `s` is
/// cut off. Each comes with the place where it begins. Roman numerals, document symbols (`A/RES/71/1`), what tells one currency from others of its sign (`US$7`) and
/// parts of longer words are none.
fn acronyms(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let pieces = text.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '/' || c == '_' || c == '.'));
    let mut end = 0;
    let pieces = pieces.map(move |piece| {
        end += piece.len();
        (end - piece.len(), piece)
    });
    pieces.filter(|(_, piece)| !piece.ends_with(['$', '€', '£', '¥'])).filter_map(|(start, word)| {
        let word = word.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '/' || c == '_' || c == '.'));
        let start = start + word.len() - word.trim_start_matches(['.', '_']).len();
        let word = word.trim_matches(['.', '_']);
        let word = word.strip_suffix('s').unwrap_or(word);
        let mut characters = word.chars();
        let capital_first = characters.next().is_some_and(char::is_uppercase);
        let rest_fits = characters.all(|c| c.is_uppercase() || c.is_ascii_digit());
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let roman = word.chars().all(|c| "IVXLCDM".contains(c));
        (capital_first && rest_fits && capitals >= 2 && !roman).then_some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::acronyms;

    #[test]
    fn acronyms_are_told_from_symbols_and_numerals() {
        let found = |text: &'static str| {
            acronyms(text).map(|(at, word)| (word, text[at..].starts_with(word))).collect::<Vec<_>>()
        };
        assert_eq!(found("The IOM and SDGs, see A/RES/71/1."), [("IOM", true), ("SDG", true)]);
        assert_eq!(found("Annex II, Room XVIII, I, A4 and MiGOF"), []);
        assert_eq!(found("(NGO)"), [("NGO", true)]);
        assert_eq!(found("US$7, 5/US$6 and AU$, said the IOM"), [("IOM", true)]);
    }
}
