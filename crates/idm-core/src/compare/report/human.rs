//! A comparison for people at a terminal.

use std::fmt::Write as _;

use super::super::excerpt;
use super::super::record::{Comparison, Delta, RecordChange};
use super::super::tree::{ComparedInline, Mark};
use super::headline::{Teller, Totals};
use super::passage::{Fate, Passage, of_items, of_text};
use super::runs::{Notes, Run, Runs};
use crate::authors::Authors;
use crate::record::RecordKind;
use crate::source::Span;
use crate::words::Words;

/// A comparison in plain words of a language, for a terminal or a letter.
///
/// The counts stand at the head, then each record with what happened to it. Changed prose follows word by word, with
/// deletions as `[-old-]` and insertions as `{+new+}`, as wdiff has them; long unchanged stretches are cut to "…".
/// Without a change, one line says so. Where authors are known, each passage is followed by who gave it its words.
pub fn human(comparison: &Comparison, words: &Words, authors: &Authors) -> String {
    let teller = Teller(words);
    if comparison.records.is_empty() {
        return format!("{}\n", teller.nothing());
    }
    let mut text = format!("{}\n", teller.totals(&Totals::of(comparison)));
    for record in &comparison.records {
        let _ = writeln!(
            text,
            "\n{}",
            teller.behind_colon(&teller.name(record), &teller.phrases(record).join(&teller.between()))
        );
        for (field, passages) in prose(record) {
            let _ = writeln!(text, "  {}", teller.behind_colon(&teller.label(field), "").trim_end());
            for passage in passages {
                let _ = writeln!(text, "    {}", shown(&passage, teller));
                if let Some(origin) = passage.place.and_then(|place| authors.of_place(place)) {
                    let _ = writeln!(text, "      {}", teller.origin(origin));
                }
            }
        }
    }
    text
}

/// The passages that changed, by field, as far as the headline does not hold them.
pub(super) fn prose(record: &RecordChange) -> Vec<(&str, Vec<Passage>)> {
    let changed = |passages: Vec<Passage>| passages.into_iter().filter(|passage| passage.fate != Fate::Kept).collect();
    // Of a new or gone record, what names it stands in its headline.
    let named = |field: &str| record.mark != Mark::Kept && (field == "title" || record.kind == RecordKind::Reference);
    let fields = record.fields.iter().filter(|change| !named(&change.field));
    let fields = fields.filter_map(|change| match &change.delta {
        Delta::Line(line) => {
            let notes = Notes::default();
            let mut runs = Runs::new(&notes);
            runs.compared(line);
            let (kind, fate, place) = ("paragraph", Fate::Revised, place_of(line));
            Some((&*change.field, vec![Passage { kind, fate, runs: runs.finish(), place }]))
        }
        Delta::Text(text) => Some((&*change.field, changed(of_text(text)))),
        Delta::Lines(items) => Some((&*change.field, changed(of_items(items)))),
        Delta::Value { .. } | Delta::Values { .. } => None,
    });
    fields.filter(|(_, passages)| !passages.is_empty()).collect()
}

/// Where the later state has a line; nothing if it is gone.
pub(super) fn place_of(line: &[ComparedInline]) -> Option<Span> {
    let later = line.iter().filter_map(|inline| match inline {
        ComparedInline::Kept(inline) | ComparedInline::Added(inline) => Some(inline.span),
        ComparedInline::Within { later, .. } => Some(later.span),
        ComparedInline::Removed(_) => None,
    });
    later.reduce(Span::to)
}

/// What a moved passage begins with, for both renderings.
pub(super) fn moved(passage: &Passage, teller: Teller) -> String {
    match passage.fate {
        Fate::MovedHere(number) if passage.has_changes() => teller.moved("moved-reworded", number),
        Fate::MovedHere(number) => teller.moved("moved-here", number),
        Fate::MovedAway(number) => teller.moved("moved-away", number),
        Fate::Kept | Fate::Added | Fate::Removed | Fate::Revised => String::new(),
    }
}

/// The runs with what is unchanged cut short. Of what moved away, the beginning is enough: it is shown where it went.
pub(super) fn shortened(passage: &Passage) -> Vec<Run> {
    if let Fate::MovedAway(_) = passage.fate {
        let whole: String = passage.runs.iter().map(|(_, text)| text.as_str()).collect();
        return vec![(Mark::Kept, excerpt::beginning(&whole))];
    }
    let last = passage.runs.len().saturating_sub(1);
    let cut = |(at, (mark, text)): (usize, &Run)| match mark {
        Mark::Kept => (Mark::Kept, excerpt::around(text, at == 0, at == last)),
        Mark::Added | Mark::Removed => (*mark, text.clone()),
    };
    passage.runs.iter().enumerate().map(cut).collect()
}

fn shown(passage: &Passage, teller: Teller) -> String {
    let mut text = moved(passage, teller);
    for (mark, words) in shortened(passage) {
        let _ = match mark {
            Mark::Kept => write!(text, "{words}"),
            Mark::Added => write!(text, "{{+{words}+}}"),
            Mark::Removed => write!(text, "[-{words}-]"),
        };
    }
    // Code keeps its lines; indented, they stay in their field.
    text.trim_end().replace('\n', "\n    ")
}
