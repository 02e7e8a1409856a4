//! Comparing two states of a publication, record by record.

use std::collections::BTreeMap;

use super::fields::delta;
use super::record::{Comparison, Delta, FieldChange, RecordChange};
use super::records::{self, Record};
use super::tree::Mark;
use crate::edition::Labels;
use crate::model::Publication;
use crate::record::RecordKind;

/// Compares a publication with its earlier self.
///
/// Records are matched by kind and identifier only: one whose identifier changed is gone and new. The publication
/// itself is always matched. Everything that a reader can see is compared, and values that stand for a record by the
/// record's identifier, so that a person who is renamed changes once, and not in every panel. Words of the format, such as
/// those for whom a recommendation addresses, are told by the labels.
pub fn compare(earlier: &Publication, later: &Publication, labels: &Labels) -> Comparison {
    compare_records(&records::of(earlier, labels), &records::of(later, labels))
}

/// Compares records, wherever they were read.
pub(crate) fn compare_records(earlier: &[Record], later: &[Record]) -> Comparison {
    let (before, after) = (by_key(earlier), by_key(later));
    let mut changes: Vec<RecordChange> =
        later.iter().filter_map(|record| change(before.get(&key(record)).copied(), Some(record))).collect();
    let gone = earlier.iter().filter(|record| !after.contains_key(&key(record)));
    changes.extend(gone.filter_map(|record| change(Some(record), None)));
    // The sort is stable: within a kind the order of the book holds, and what is gone comes last.
    changes.sort_by_key(|change| change.kind);
    Comparison { records: changes }
}

/// The records by what they are matched by.
pub(crate) fn by_key<'r, 'a>(records: &'r [Record<'a>]) -> BTreeMap<(RecordKind, &'r str), &'r Record<'a>> {
    records.iter().rev().map(|record| (key(record), record)).collect()
}

fn key<'r>(record: &'r Record) -> (RecordKind, &'r str) {
    match record.kind {
        RecordKind::Document | RecordKind::Publication => (record.kind, ""),
        _ => (record.kind, &record.id),
    }
}

fn change<'r, 'a>(earlier: Option<&'r Record<'a>>, later: Option<&'r Record<'a>>) -> Option<RecordChange> {
    let present = later.or(earlier)?;
    let mark = match (earlier, later) {
        (None, _) => Mark::Added,
        (_, None) => Mark::Removed,
        _ => Mark::Kept,
    };
    let number = |record: Option<&Record>| record.and_then(|record| record.number.clone());
    let (earlier_number, number) = (number(earlier), number(later));
    let mut fields = vec![];
    if mark == Mark::Kept && earlier_number != number {
        let delta = Delta::Value { earlier: earlier_number.clone(), later: number.clone() };
        fields.push(FieldChange { field: "number".into(), delta });
    }
    // A field that one state does not know says nothing there.
    let unknown = earlier.into_iter().flat_map(|earlier| &earlier.fields);
    let unknown = unknown.filter(|(field, _)| present.field(field).is_none());
    for (field, content) in present.fields.iter().chain(unknown) {
        let nothing = content.empty();
        let of = |record: Option<&'r Record<'a>>| record.and_then(|record| record.field(field));
        let delta = match (earlier, later) {
            (Some(_), Some(_)) => delta(of(earlier).unwrap_or(&nothing), of(later).unwrap_or(&nothing)),
            (None, _) => delta(&nothing, content),
            (_, None) => delta(content, &nothing),
        };
        fields.extend(delta.map(|delta| FieldChange { field: field.clone(), delta }));
    }
    let changed = mark != Mark::Kept || !fields.is_empty();
    changed.then(|| RecordChange {
        kind: present.kind,
        id: present.id.to_string(),
        mark,
        earlier_number,
        number,
        title: present.title.clone(),
        panel: present.panel.as_ref().or_else(|| earlier?.panel.as_ref()).map(ToString::to_string),
        fields,
    })
}

#[cfg(test)]
mod tests;
