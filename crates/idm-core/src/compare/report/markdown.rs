//! A comparison as Markdown, for a message or a page of a forge.

use std::fmt::Write as _;

use super::super::record::Comparison;
use super::super::tree::Mark;
use super::headline::{Teller, Totals};
use super::human::{moved, prose, shortened};
use super::passage::Passage;
use super::runs::Run;
use crate::authors::Authors;
use crate::escape;
use crate::record::RecordKind;
use crate::words::Words;

/// A comparison as Markdown: a section for each kind of record, a heading for each record, a list of what happened to
/// it, and changed prose as quotations with `~~old~~` and `**new**`.
///
/// Whatever texts say is escaped. A word with a change within is shown whole, because marks within words are no mark-up
/// in Markdown. Without a change, one line says so. Where authors are known, each passage is followed by who gave it its words.
pub fn markdown(comparison: &Comparison, words: &Words, authors: &Authors) -> String {
    let teller = Teller(words);
    if comparison.records.is_empty() {
        return format!("{}\n", escape::markdown(&teller.nothing()));
    }
    let mut text = format!("{}.\n", escape::markdown(&teller.totals(&Totals::of(comparison))));
    let mut section: Option<RecordKind> = None;
    for record in &comparison.records {
        if section != Some(record.kind) {
            section = Some(record.kind);
            let _ = write!(text, "\n## {}\n", escape::markdown(&teller.plural(record.kind)));
        }
        let _ = write!(text, "\n### {}\n\n", escape::markdown(&teller.name(record)));
        for phrase in teller.phrases(record) {
            let _ = writeln!(text, "- {}", escape::markdown(&phrase));
        }
        for (field, passages) in prose(record) {
            let _ = write!(text, "\n{}\n", escape::markdown(teller.behind_colon(&teller.label(field), "").trim_end()));
            for passage in passages {
                let _ = write!(text, "\n> {}\n", shown(&passage, teller));
                if let Some(origin) = passage.place.and_then(|place| authors.of_place(place)) {
                    let _ = write!(text, ">\n> — {}\n", escape::markdown(&teller.origin(origin)));
                }
            }
        }
    }
    text
}

fn shown(passage: &Passage, teller: Teller) -> String {
    let mut words: Vec<String> = vec![];
    for word in whole_words(&shortened(passage)) {
        let (open, text) = match &word {
            (Mark::Kept, text) => ("", text),
            (Mark::Added, text) => ("**", text),
            (Mark::Removed, text) => ("~~", text),
        };
        words.push(format!("{open}{}{open}", escape::markdown(text)));
    }
    format!("{}{}", escape::markdown(&moved(passage, teller)), words.join(" "))
}

/// The runs, cut only at spaces that both states have, and joined again where neighbours share their fate.
fn whole_words(runs: &[Run]) -> Vec<Run> {
    let (mut removed, mut added, mut changed) = (String::new(), String::new(), false);
    let mut words: Vec<Run> = vec![];
    let mut join = |mark: Mark, word: &str| {
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
        match words.last_mut() {
            _ if word.is_empty() => {}
            Some((last, text)) if *last == mark => {
                text.push(' ');
                text.push_str(&word);
            }
            _ => words.push((mark, word)),
        }
    };
    let mut end = |removed: &mut String, added: &mut String, changed: &mut bool| {
        if *changed {
            join(Mark::Removed, removed);
            join(Mark::Added, added);
        } else {
            join(Mark::Kept, added);
        }
        removed.clear();
        added.clear();
        *changed = false;
    };
    for (mark, text) in runs {
        for character in text.chars() {
            match mark {
                Mark::Kept if character.is_whitespace() => end(&mut removed, &mut added, &mut changed),
                Mark::Kept => {
                    removed.push(character);
                    added.push(character);
                }
                Mark::Added => {
                    added.push(character);
                    changed = true;
                }
                Mark::Removed => {
                    removed.push(character);
                    changed = true;
                }
            }
        }
    }
    end(&mut removed, &mut added, &mut changed);
    words
}
