//! Comparing two states of a publication, record by record.

use std::collections::BTreeMap;

use super::fields::delta;
use super::record::{Comparison, Delta, FieldChange, RecordChange, RecordKind};
use super::records::{self, Record};
use super::tree::Mark;
use crate::model::Publication;

/// Compares a publication with its earlier self.
///
/// Records are matched by kind and identifier only: one whose identifier changed is gone and new. The publication
/// itself is always matched. Everything that a reader can see is compared, and values that stand for a record by the
/// record's identifier, so that a person who is renamed changes once, and not in every panel.
pub fn compare(earlier: &Publication, later: &Publication) -> Comparison {
    let (earlier, later) = (records::of(earlier), records::of(later));
    let before: BTreeMap<_, _> = earlier.iter().map(|record| (key(record), record)).collect();
    let after: BTreeMap<_, _> = later.iter().map(|record| (key(record), record)).collect();
    let mut changes: Vec<RecordChange> =
        later.iter().filter_map(|record| change(before.get(&key(record)).copied(), Some(record))).collect();
    let gone = earlier.iter().filter(|record| !after.contains_key(&key(record)));
    changes.extend(gone.filter_map(|record| change(Some(record), None)));
    // The sort is stable: within a kind the order of the book holds, and what is gone comes last.
    changes.sort_by_key(|change| change.kind);
    Comparison { records: changes }
}

fn key<'a>(record: &Record<'a>) -> (RecordKind, &'a str) {
    match record.kind {
        RecordKind::Publication => (record.kind, ""),
        _ => (record.kind, record.id),
    }
}

fn change(earlier: Option<&Record>, later: Option<&Record>) -> Option<RecordChange> {
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
        fields.push(FieldChange { field: "number", delta });
    }
    for (at, (field, content)) in present.fields.iter().enumerate() {
        let nothing = content.empty();
        let delta = match (earlier, later) {
            (Some(earlier), Some(_)) => delta(earlier.fields.get(at).map_or(&nothing, |(_, content)| content), content),
            (None, _) => delta(&nothing, content),
            (_, None) => delta(content, &nothing),
        };
        fields.extend(delta.map(|delta| FieldChange { field, delta }));
    }
    let changed = mark != Mark::Kept || !fields.is_empty();
    changed.then(|| RecordChange {
        kind: present.kind,
        id: present.id.to_owned(),
        mark,
        earlier_number,
        number,
        title: present.title.clone(),
        panel: present.panel.or_else(|| earlier.and_then(|record| record.panel)).map(str::to_owned),
        fields,
    })
}

#[cfg(test)]
mod tests;
