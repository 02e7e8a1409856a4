//! Alphabetical order, where it is kept or promised.

use super::Desk;
use super::names::fold;
use super::running::{Kind, OBJECT, Running};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::tree::{Block, BlockKind};
use crate::model::{Passage, Plain};
use crate::rules;
use crate::source::Span;

/// Fewer records are in no order that could be told from chance.
const FEWEST: usize = 5;

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    let mut acronyms: Vec<&Plain> = desk.publication.acronyms.iter().map(|acronym| &acronym.short).collect();
    acronyms.sort_by_key(|short| short.span);
    let records: Vec<_> =
        acronyms.into_iter().map(|short| (key(&short.text), short.text.as_str(), short.span)).collect();
    diagnostics.extend(nearly_sorted(&records));
    let people = desk.publication.people.iter();
    let records: Vec<_> = people.map(|person| (key(&person.sort), person.sort.as_str(), person.span)).collect();
    diagnostics.extend(nearly_sorted(&records));
    desk.publication.passages(&mut |passage, _| {
        let Passage::Text(text) = passage else { return };
        announced(desk, &text.prose.blocks, diagnostics);
    });
}

/// What is compared: letters and figures without capitals and marks, words apart.
fn key(text: &str) -> String {
    fold(text).chars().map(|char| if char.is_alphanumeric() { char } else { ' ' }).collect::<String>().trim().to_owned()
}

/// The first record out of order, if so few are that order is meant: one in ten. Any other order is one of its own, by
/// rank or by importance.
fn nearly_sorted(records: &[(String, &str, Span)]) -> Option<Diagnostic> {
    if records.len() < FEWEST {
        return None;
    }
    let sorted = longest_sorted(records);
    let out = records.len() - sorted.len();
    if out == 0 || out > records.len().div_ceil(10) {
        return None;
    }
    let mut at = (0..records.len()).find(|at| !sorted.contains(at))?;
    let follows = |at: usize| at == 0 || records[at - 1].0 <= records[at].0;
    // Of two neighbours that are exchanged, the second is taken for the one that was added in the wrong place.
    if follows(at) && records.get(at + 1).is_some_and(|(next, ..)| *next < records[at].0) {
        at += 1;
    }
    let (wanted, written, span) = &records[at];
    let before = records.iter().find(|(other, ..)| other > wanted);
    let message = format!("`{written}` is not in alphabetical order, as the other records are");
    Some(Diagnostic::new(&rules::ALPHABETICAL_ORDER, *span, message).hint(match before {
        Some((_, next, _)) => format!("move it before `{next}`"),
        None => "move it to the end".to_owned(),
    }))
}

/// The places of the longest ascending sequence, by patience sorting.
fn longest_sorted(records: &[(String, &str, Span)]) -> Vec<usize> {
    let mut tops: Vec<usize> = vec![];
    let mut before: Vec<Option<usize>> = vec![None; records.len()];
    for (at, (key, ..)) in records.iter().enumerate() {
        let pile = tops.partition_point(|&top| records[top].0 <= *key);
        before[at] = pile.checked_sub(1).map(|under| tops[under]);
        if pile == tops.len() { tops.push(at) } else { tops[pile] = at }
    }
    let mut sequence: Vec<usize> = std::iter::successors(tops.last().copied(), |&at| before[at]).collect();
    sequence.reverse();
    sequence
}

/// Lists after a paragraph that calls them alphabetical.
fn announced(desk: &Desk, blocks: &[Block], diagnostics: &mut Diagnostics) {
    for pair in blocks.windows(2) {
        let (BlockKind::Paragraph(lead), BlockKind::List { items, .. }) = (&pair[0].kind, &pair[1].kind) else {
            continue;
        };
        let lead = Running::new(lead, Kind::Paragraph, false).text.to_lowercase();
        // "Not in alphabetical order" is said as well.
        let promised =
            ["alphabetical", "ordre alphabétique", "orden alfabético"].iter().any(|word| lead.contains(word));
        if !promised || ["not ", "no ", "pas "].iter().any(|word| lead.contains(word)) {
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
            if words < last {
                let message = "this item is not in the alphabetical order that the text promises".to_owned();
                let problem = desk.problem(&rules::ALPHABETICAL_ORDER, &line, line.bytes(0, 0), message);
                diagnostics.extend(problem.map(|problem| problem.hint("move it to its place")));
                break;
            }
            last = words;
        }
    }
    for block in blocks {
        if let BlockKind::GoodPractice { blocks, .. } | BlockKind::KeyMessages { blocks, .. } = &block.kind {
            announced(desk, blocks, diagnostics);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{report, said, said_of};

    fn people(names: &[&str]) -> String {
        names
            .iter()
            .map(|name| {
                format!("- {{id: {}, name: {name} Li, sort: '{name}, Li'}}\n", name.to_lowercase().replace('é', "e"))
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
    fn a_promised_order_is_kept() {
        assert_eq!(said("In alphabetical order:\n\n- Chad\n- Benin\n- Egypt"), ["alphabetical-order: Benin"]);
        assert!(said("In alphabetical order:\n\n- Chad\n- Côte d'Ivoire\n- Egypt").is_empty());
        assert!(said("In no alphabetical order:\n\n- Chad\n- Benin\n\nOrder matters:\n\n- Chad\n- Benin").is_empty());
    }
}
