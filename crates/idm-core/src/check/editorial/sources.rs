//! Quotations of some length in paragraphs that name no source.

use super::running::{Kind, Running, Sort};
use super::{Desk, Owner};
use crate::diagnostic::Diagnostics;
use crate::rules;

/// From how many words on a quotation is more than a term.
const WORDS: usize = 6;

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    for (at, line) in desk.lines.iter().enumerate() {
        let prose = matches!(line.kind, Kind::Paragraph | Kind::Item);
        // Nearly all lines end here; the lists around the others are walked through.
        if !prose || line.quotations.is_empty() || line.quoted || line.cites {
            continue;
        }
        // A record's values have the record's source; a block of quoted words has its own.
        if !matches!(desk.owner(line), Some(Owner::Chapter | Owner::Summary(_))) {
            continue;
        }
        if line.kind == Kind::Item && lead_cites(desk, at) {
            continue;
        }
        // The outermost marks only: what is within belongs to them.
        for range in &line.outermost {
            if is_sentence(line, range) {
                let message = "these quoted words have no source in their paragraph".to_owned();
                let problem = desk.problem(&rules::UNSOURCED_QUOTATION, line, range.clone(), message);
                diagnostics
                    .extend(problem.map(|problem| problem.hint("cite with `[@key]`, a key of `references.yaml`")));
            }
        }
    }
}

/// Whether the paragraph before a list, or an item of it, names a source.
fn lead_cites(desk: &Desk, at: usize) -> bool {
    let items = desk.lines[..at].iter().rev().take_while(|line| line.kind == Kind::Item).count();
    let first = (at - items).saturating_sub(1);
    let after = desk.lines[at..].iter().take_while(|line| line.kind == Kind::Item);
    desk.lines[first..at].iter().chain(after).any(|line| line.cites)
}

/// Whether words are long enough for a quotation, and no title, most words of which would have capitals.
fn is_sentence(line: &Running, range: &std::ops::Range<usize>) -> bool {
    let words = line.within(range).filter(|&token| line.sort(token) == Some(Sort::Word));
    let words: Vec<&str> = words.map(|token| line.at(token)).collect();
    let long: Vec<&&str> = words.iter().filter(|word| word.chars().count() > 3).collect();
    let capitals = long.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    words.len() >= WORDS && capitals * 2 <= long.len()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_sound, said};

    #[test]
    fn long_quotations_without_a_source_are_found() {
        assert_eq!(
            said("He called it \"a way for all of us to move\"."),
            ["unsourced-quotation: \"a way for all of us to move\""]
        );
        assert_eq!(
            said("- One said “we are all on the move here”"),
            ["unsourced-quotation: “we are all on the move here”"]
        );
    }

    #[test]
    fn terms_titles_and_sourced_words_are_let_alone() {
        assert_sound(
            said,
            &[
                "He called it \"a way for all of us to move\" [@s1].",
                "He called it \"a way for all of us to move\".[^n]\n\n[^n]: In a letter.",
                "The \"whole of government\" and the \"way for all\".",
                "The report \"Making Migration Work for All People on the Move\" came out.",
                ":::quote {by=\"somebody\" source=\"s1\"}\nIt is \"a way for all of us to move\".\n:::",
                "They said this [@s1]:\n\n- \"a way for all of us to move\"\n- \"a thing\"",
            ],
        );
    }
}
