//! A comparison as JSON, for programs. The form is documented in `docs/changes.md`.

use serde_json::{Value, json as value};

use super::super::record::{Comparison, Delta, FieldChange, RecordChange};
use super::super::tree::{ComparedInline, Mark};
use super::headline::Totals;
use super::human::place_of;
use super::passage::{Fate, Passage, of_items, of_text};
use super::runs::{Notes, Run, Runs};
use crate::authors::{Authors, Origin};
use crate::source::Span;

/// The version of the form. A new field does not raise it; a changed or removed one does.
pub const VERSION: u32 = 2;

/// The whole comparison, unchanged passages of changed texts included. Where authors are known, each line and block has who gave it
/// its words.
pub fn json(comparison: &Comparison, authors: &Authors) -> Value {
    let totals = Totals::of(comparison);
    value!({
        "format": "idm-changes",
        "version": VERSION,
        "counts": {
            "changed": totals.changed,
            "added": totals.added,
            "removed": totals.removed,
            "words_added": totals.words_added,
            "words_removed": totals.words_removed,
        },
        "records": comparison.records.iter().map(|change| record(change, authors)).collect::<Vec<_>>(),
    })
}

fn record(record: &RecordChange, authors: &Authors) -> Value {
    let change = match record.mark {
        Mark::Kept => "changed",
        Mark::Added => "added",
        Mark::Removed => "removed",
    };
    value!({
        "kind": record.kind,
        "id": record.id,
        "change": change,
        "number": record.number,
        "earlier_number": record.earlier_number,
        "title": record.title,
        "panel": record.panel,
        "fields": record.fields.iter().map(|change| field(change, authors)).collect::<Vec<_>>(),
    })
}

fn field(change: &FieldChange, authors: &Authors) -> Value {
    let field = &change.field;
    match &change.delta {
        Delta::Line(content) => {
            let told = value!({ "field": field, "type": "line", "runs": runs(&line(content)) });
            with_author(told, place_of(content), authors)
        }
        Delta::Text(text) => value!({ "field": field, "type": "text", "blocks": blocks(&of_text(text), authors) }),
        Delta::Lines(items) => value!({ "field": field, "type": "lines", "blocks": blocks(&of_items(items), authors) }),
        Delta::Value { earlier, later } => {
            value!({ "field": field, "type": "value", "earlier": earlier, "later": later })
        }
        Delta::Values { values, reordered } => {
            value!({ "field": field, "type": "values", "values": runs(values), "reordered": reordered })
        }
    }
}

fn line(content: &[ComparedInline]) -> Vec<Run> {
    let notes = Notes::default();
    let mut runs = Runs::new(&notes);
    runs.compared(content);
    runs.finish()
}

/// With who gave the words of a place, if that was asked for; null where it is not known.
fn with_author(mut told: Value, place: Option<Span>, authors: &Authors) -> Value {
    if authors.were_asked()
        && let Some(object) = told.as_object_mut()
    {
        let origin = place.and_then(|place| authors.of_place(place)).map(Origin::told);
        object.insert("last_changed".to_owned(), value!(origin));
    }
    told
}

fn blocks(passages: &[Passage], authors: &Authors) -> Vec<Value> {
    passages.iter().map(|passage| block(passage, authors)).collect()
}

fn block(passage: &Passage, authors: &Authors) -> Value {
    let (change, number) = match passage.fate {
        Fate::Kept => ("kept", None),
        Fate::Added => ("added", None),
        Fate::Removed => ("removed", None),
        Fate::Revised => ("revised", None),
        Fate::MovedHere(number) => ("moved-here", Some(number)),
        Fate::MovedAway(number) => ("moved-away", Some(number)),
    };
    let told = value!({ "kind": passage.kind, "change": change, "move": number, "runs": runs(&passage.runs) });
    with_author(told, passage.place, authors)
}

fn runs(runs: &[Run]) -> Vec<Value> {
    let run = |(mark, text): &Run| match mark {
        Mark::Kept => value!({ "kept": text }),
        Mark::Added => value!({ "added": text }),
        Mark::Removed => value!({ "removed": text }),
    };
    runs.iter().map(run).collect()
}
