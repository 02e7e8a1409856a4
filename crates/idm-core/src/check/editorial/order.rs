//! Alphabetical order, where it is kept or promised.

use std::cmp::Ordering;

use super::Desk;
use super::running::{Kind, OBJECT, Running};
use crate::alphabet::Alphabet;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::tree::{Block, BlockKind};
use crate::model::{AnchorKind, BookText, Plain};
use crate::read::Lost;
use crate::rules;
use crate::source::Span;

/// Fewer records are in no order that could be told from chance.
const FEWEST: usize = 5;

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    // A record that has another's name by mistake would stand in the wrong place because of it.
    let holes = &desk.publication.holes;
    // The order in which the book itself is sorted.
    let alphabet = Alphabet::of(desk.publication.language);
    let mut acronyms: Vec<&Plain> = desk.publication.acronyms.iter().map(|acronym| &acronym.short).collect();
    acronyms.sort_by_key(|short| short.span);
    let records: Vec<_> = acronyms.into_iter().map(|short| (short.text.as_str(), short.span)).collect();
    diagnostics.extend(nearly_sorted(&alphabet, &records).filter(|_| !holes.lack(Lost::Acronym)));
    let people = desk.publication.people.iter();
    let records: Vec<_> = people.map(|person| (person.sort.as_str(), person.id.span())).collect();
    diagnostics.extend(nearly_sorted(&alphabet, &records).filter(|_| !holes.lack(Lost::Name(AnchorKind::Person))));
    desk.publication.texts(&mut |found, _| {
        let BookText::Text(text) = found else { return };
        announced(desk, &alphabet, &text.prose.blocks, diagnostics);
    });
}

/// The text of an item from its first letter or figure on.
fn key(text: &str) -> &str {
    text.trim_start_matches(|char: char| !char.is_alphanumeric())
}

/// Words beside which an alphabetical order is denied, or is another than that of the book.
const OTHER_ORDER: &[&str] = &[
    "not", "no", "non", "without", "reverse", "reversed", "inverse", "pas", "sans", "anglais", "sin", "inverso",
    "inglés",
];

/// The first record out of order, if so few are that order is meant: one in ten. Any other order is one of its own, by
/// rank or by importance.
fn nearly_sorted(alphabet: &Alphabet, records: &[(&str, Span)]) -> Option<Diagnostic> {
    if records.len() < FEWEST {
        return None;
    }
    let sorted = longest_sorted(alphabet, records);
    let precedes = |one: usize, other: usize| alphabet.compare(records[one].0, records[other].0) == Ordering::Less;
    let out = records.len() - sorted.len();
    if out == 0 || out > records.len().div_ceil(10) {
        return None;
    }
    let mut at = (0..records.len()).find(|at| sorted.get(*at) != Some(at))?;
    // Of two neighbours that are exchanged, the second is taken for the one that was added in the wrong place.
    let follows = at == 0 || !precedes(at, at - 1);
    if follows && at + 1 < records.len() && precedes(at + 1, at) {
        at += 1;
    }
    let (written, span) = records[at];
    let before = (0..records.len()).find(|&other| precedes(at, other)).map(|other| records[other].0);
    let message = format!("`{written}` is not in alphabetical order, as the other records are");
    Some(Diagnostic::new(&rules::ALPHABETICAL_ORDER, span, message).hint(match before {
        Some(next) => format!("move it before `{next}`"),
        None => "move it to the end".to_owned(),
    }))
}

/// The places of the longest ascending sequence, by patience sorting.
fn longest_sorted(alphabet: &Alphabet, records: &[(&str, Span)]) -> Vec<usize> {
    let mut tops: Vec<usize> = vec![];
    let mut before: Vec<Option<usize>> = vec![None; records.len()];
    for (at, (text, _)) in records.iter().enumerate() {
        let pile = tops.partition_point(|&top| alphabet.compare(records[top].0, text) != Ordering::Greater);
        before[at] = pile.checked_sub(1).map(|under| tops[under]);
        if pile == tops.len() { tops.push(at) } else { tops[pile] = at }
    }
    let mut sequence: Vec<usize> = std::iter::successors(tops.last().copied(), |&at| before[at]).collect();
    sequence.reverse();
    sequence
}

/// Lists after a paragraph that calls them alphabetical.
fn announced(desk: &Desk, alphabet: &Alphabet, blocks: &[Block], diagnostics: &mut Diagnostics) {
    for pair in blocks.windows(2) {
        let (BlockKind::Paragraph(lead), BlockKind::List { items, .. }) = (&pair[0].kind, &pair[1].kind) else {
            continue;
        };
        let lead = Running::new(lead, Kind::Paragraph, false);
        let folded = lead.text.to_lowercase();
        let promised =
            ["alphabetical", "ordre alphabétique", "orden alfabético"].iter().any(|word| folded.contains(word));
        if !promised || (0..lead.tokens.len()).any(|token| lead.is_any(token, OTHER_ORDER)) {
            continue;
        }
        let mut last = String::new();
        for item in items {
            let Some(Block { kind: BlockKind::Paragraph(content), .. }) = item.blocks.first() else { continue };
            let line = Running::new(content, Kind::Item, false);
            if line.text.starts_with(OBJECT) {
                continue;
            }
            let words = key(&line.text);
            if alphabet.compare(words, &last) == Ordering::Less {
                let message = "this item is not in the alphabetical order that the text promises".to_owned();
                let problem = desk.problem(&rules::ALPHABETICAL_ORDER, &line, line.bytes(0, 0), message);
                diagnostics.extend(problem.map(|problem| problem.hint("move it to its place")));
                break;
            }
            words.clone_into(&mut last);
        }
    }
    for block in blocks {
        if let BlockKind::GoodPractice { blocks, .. } | BlockKind::KeyMessages { blocks, .. } = &block.kind {
            announced(desk, alphabet, blocks, diagnostics);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_sound, report, said, said_in, said_of};

    fn people(names: &[&str]) -> String {
        names
            .iter()
            .map(|name| {
                format!(
                    "- {{id: {}, name: {name} Li, sort: '{name}, Li'}}\n",
                    name.to_lowercase().replace('é', "e").replace('š', "s").replace('ć', "c")
                )
            })
            .collect()
    }

    #[test]
    fn one_record_out_of_order_is_found() {
        let found = report(&[("people.yaml", &people(&["Amir", "Élise", "Bo", "Frank", "Greta", "Hana"]))]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0, found[0].2.as_str()), ("alphabetical-order", "move it before `Élise, Li`"));
    }

    #[test]
    fn another_order_is_an_order() {
        assert!(said_of(&[("people.yaml", &people(&["Hana", "Élise", "Bo", "Frank", "Amir", "Greta"]))]).is_empty());
        assert!(said_of(&[("people.yaml", &people(&["Amir", "Bo", "Élise", "Frank", "Greta"]))]).is_empty());
        assert!(said_of(&[("people.yaml", &people(&["Bo", "Amir", "Frank"]))]).is_empty());
    }

    #[test]
    fn letters_stand_where_the_language_has_them() {
        assert!(said_of(&[("people.yaml", &people(&["Amir", "Bo", "Petra", "Šimić", "Smith", "Young"]))]).is_empty());
        assert_sound(|text| said_in("es", text), &["Por orden alfabético:\n\n- Nube\n- Ñame\n- Oca"]);
        assert_sound(|text| said_in("fr", text), &["Par ordre alphabétique :\n\n- Oder\n- Œuvre\n- Oiseau"]);
        assert_eq!(said_in("es", "Por orden alfabético:\n\n- Ñame\n- Nube\n- Oca"), ["alphabetical-order: Nube"]);
    }

    #[test]
    fn a_promised_order_is_kept() {
        assert_eq!(said("In alphabetical order:\n\n- Chad\n- Benin\n- Egypt"), ["alphabetical-order: Benin"]);
        assert!(said("In alphabetical order:\n\n- Chad\n- Côte d'Ivoire\n- Egypt").is_empty());
        let list = "\n\n- Chad\n- Benin\n";
        assert_sound(
            |lead| said(&format!("{lead}{list}")),
            &[
                "In reverse alphabetical order:",
                "In a non-alphabetical order:",
                "Without alphabetical order:",
                "Not in alphabetical order:",
            ],
        );
        assert_sound(
            |lead| said_in("fr", &format!("{lead}{list}")),
            &["Selon l'ordre alphabétique anglais :", "Sans ordre alphabétique :", "Par ordre alphabétique inverse :"],
        );
        assert_sound(
            |lead| said_in("es", &format!("{lead}{list}")),
            &["Sin orden alfabético:", "Por orden alfabético inglés:"],
        );
        assert_eq!(said(&format!("Using alphabetical order:{list}")), ["alphabetical-order: Benin"]);
        assert!(said("In no alphabetical order:\n\n- Chad\n- Benin\n\nOrder matters:\n\n- Chad\n- Benin").is_empty());
    }
}
