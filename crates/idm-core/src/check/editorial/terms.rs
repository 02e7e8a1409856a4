//! The publication's own word list.

use super::Desk;
use super::phrases::{Match, Phrases, pluralized};
use super::running::Running;
use crate::diagnostic::Diagnostics;
use crate::rules;

/// Words to be avoided, each with the one to be used instead.
#[derive(Debug, Default)]
pub(super) struct WordList {
    phrases: Phrases,
    /// What each of the phrases is found for; none for one that is right as it stands.
    wanted: Vec<Option<usize>>,
}

impl WordList {
    /// Adds a phrase that is right, and shields the words in it.
    pub(super) fn accept(&mut self, phrase: &str) {
        self.phrases.add(phrase, self.wanted.len());
        self.wanted.push(None);
    }

    /// Adds a phrase to be found; `entry` is handed back with it.
    pub(super) fn refuse(&mut self, phrase: &str, entry: usize, exact: bool) {
        if exact {
            self.phrases.add_exact(phrase, self.wanted.len());
        } else {
            self.phrases.add(phrase, self.wanted.len());
        }
        self.wanted.push(Some(entry));
    }

    /// The phrases to be avoided in a line, but not in words that it quotes.
    pub(super) fn find(&self, line: &Running, mut visit: impl FnMut(Match, usize)) {
        if line.quoted {
            return;
        }
        let mut found: Vec<Match> = vec![];
        self.phrases.find(line, |one| found.push(one));
        for one in &found {
            let Some(entry) = self.wanted.get(one.meaning).copied().flatten() else { continue };
            let shielded = found.iter().any(|other| {
                let right = self.wanted.get(other.meaning).is_some_and(Option::is_none);
                right && other.first <= one.last && one.first <= other.last
            });
            if !shielded && !line.is_quoted(&line.bytes(one.first, one.last)) {
                visit(*one, entry);
            }
        }
    }
}

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    let terms = &desk.publication.terms;
    let mut words = WordList::default();
    for (at, term) in terms.iter().enumerate() {
        words.accept(&term.preferred.text);
        for variant in &term.variants {
            // Where the two differ in capitals only, capitals are what matters.
            let exact = variant.text.to_lowercase() == term.preferred.text.to_lowercase();
            words.refuse(&variant.text, at, exact);
        }
    }
    for line in &desk.lines {
        words.find(line, |found, entry| {
            let Some(term) = terms.get(entry) else { return };
            let bytes = line.bytes(found.first, found.last);
            let written = line.text[bytes.clone()].to_owned();
            let wanted = inflected(&term.preferred.text, &written, found.plural);
            let message = format!("`{written}` is not among the words of this publication");
            if let Some(problem) = desk.problem(&rules::TERM_VARIANT, line, bytes, message) {
                let mut problem = problem.instead(&written, &wanted, false);
                if let Some(note) = &term.note {
                    problem = problem.hint(note.text.clone());
                }
                diagnostics.push(problem.label(term.preferred.span, "the list says so here"));
            }
        });
    }
}

/// The word to be used, in the number and with the capital of the one that is written.
fn inflected(wanted: &str, written: &str, plural: bool) -> String {
    let mut wanted = if plural { pluralized(wanted) } else { wanted.to_owned() };
    for ending in ["'s", "’s"] {
        if written.ends_with(ending) && !plural {
            wanted.push_str(ending);
        }
    }
    if written.starts_with(char::is_uppercase) && !wanted.chars().any(char::is_uppercase) {
        let mut chars = wanted.chars();
        return chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect());
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::super::testing::{report, said_of};

    const TERMS: &str = "
- use: irregular migrant
  not: [illegal migrant, clandestine migrant]
  note: A person is not illegal.
- use: whole-of-government
  not: [whole of government]
- use: States
  not: [states]
- use: global compact
  not: [compact on migration, pact]
- use: implementing agency
  not: [executing agency, third country]
- use: box
  not: [case, parish]
- use: the compact on migration of 2018
  not: [the pact of 2018]
";

    fn found(text: &str) -> Vec<(String, String)> {
        let chapter = format!("# Start\n\n{text}\n");
        report(&[("terms.yaml", TERMS), ("chapters/start.md", &chapter)])
            .into_iter()
            .map(|(code, marked, hint)| {
                assert_eq!(code, "term-variant");
                (marked, hint)
            })
            .collect()
    }

    #[test]
    fn variants_are_found_in_every_number_and_case() {
        let one = |marked: &str, hint: &str| (marked.to_owned(), format!("write `{hint}`"));
        assert_eq!(found("Many *illegal* migrants came."), [one("illegal* migrants", "irregular migrants")]);
        assert_eq!(
            found("Illegal migrant, clandestine\nmigrant's papers."),
            [one("Illegal migrant", "Irregular migrant"), one("clandestine\nmigrant's", "irregular migrant's"),]
        );
        assert_eq!(
            found("Executing agencies and a third country, third countries."),
            [
                one("Executing agencies", "Implementing agencies"),
                one("third country", "implementing agency"),
                one("third countries", "implementing agencies"),
            ]
        );
        assert_eq!(found("Two cases, two parishes."), [one("cases", "boxes"), one("parishes", "boxes")]);
        assert_eq!(found("The pact's aim."), [one("pact's", "global compact's")]);
        assert_eq!(
            found("A whole of government approach of states."),
            [one("whole of government", "whole-of-government"), one("states", "States"),]
        );
    }

    #[test]
    fn quoted_words_longer_words_and_phrases_that_are_right_are_let_alone() {
        assert!(
            found("Impact and compact; the \"illegal migrant\" of old [@s1]; he states; a whole-of-government one.")
                .iter()
                .all(|(marked, _)| marked == "states")
        );
        assert!(found("Under the compact on migration of 2018, States met.\n\n> Each illegal migrant.").is_empty());
    }

    #[test]
    fn a_list_without_use_or_not_is_no_list() {
        let said = std::panic::catch_unwind(|| said_of(&[("terms.yaml", "- {use: a}\n")]));
        assert!(said.is_err());
        assert!(said_of(&[("terms.yaml", "[]\n")]).is_empty());
    }
}
