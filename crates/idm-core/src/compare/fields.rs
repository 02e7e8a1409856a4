//! The fields of a record as readers see them, and what became of one.

use std::collections::{BTreeMap, BTreeSet};

use super::record::Delta;
use super::tree::{ComparedBlock, ComparedItem, Mark};
use super::{compare_line_lists, compare_lines, compare_texts, line_is_unchanged};
use crate::markdown::tree::{Inline, Prose};
use crate::model::{KeyMessage, Line, Plain, Provenance, Text};

/// A plain value.
#[derive(Debug, Clone)]
pub(super) struct Value {
    /// What tells it apart: an identifier where there is one, so that a person who is renamed is still the same.
    pub key: String,
    /// What is shown.
    pub shown: String,
}

/// What a field holds; empty, where it says nothing.
#[derive(Debug)]
pub(super) enum Field<'a> {
    Line(&'a [Inline]),
    Text(Option<&'a Prose>),
    Lines(Vec<&'a [Inline]>),
    Value(Option<Value>),
    Values(Vec<Value>),
    /// Where key messages come from, which is told message by message.
    Sources(&'a [KeyMessage]),
}

impl Value {
    /// A value that is its own key.
    pub fn plain(shown: impl Into<String>) -> Self {
        let shown = shown.into();
        Self { key: shown.clone(), shown }
    }

    /// A value that stands for a record.
    pub fn of(key: &str, shown: impl Into<String>) -> Self {
        Self { key: key.to_owned(), shown: shown.into() }
    }
}

/// The fields of a record by key, in the order of the format.
pub(super) type Fields<'a> = Vec<(&'static str, Field<'a>)>;

/// Makes the list of a record's fields.
#[derive(Default)]
pub(super) struct Collector<'a>(pub Fields<'a>);

impl<'a> Collector<'a> {
    pub fn line(&mut self, field: &'static str, line: Option<&'a Line>) -> &mut Self {
        self.inlines(field, line.map_or(&[], |line| &line.content))
    }

    pub fn inlines(&mut self, field: &'static str, line: &'a [Inline]) -> &mut Self {
        self.push(field, Field::Line(line))
    }

    pub fn text(&mut self, field: &'static str, text: Option<&'a Text>) -> &mut Self {
        self.push(field, Field::Text(text.map(|text| &text.prose)))
    }

    pub fn lines(&mut self, field: &'static str, lines: impl Iterator<Item = &'a Line>) -> &mut Self {
        self.push(field, Field::Lines(lines.map(|line| line.content.as_slice()).collect()))
    }

    pub fn plain(&mut self, field: &'static str, plain: Option<&Plain>) -> &mut Self {
        self.shown(field, plain.map(|plain| &plain.text))
    }

    pub fn shown(&mut self, field: &'static str, value: Option<impl ToString>) -> &mut Self {
        self.value(field, value.map(|value| Value::plain(value.to_string())))
    }

    pub fn value(&mut self, field: &'static str, value: Option<Value>) -> &mut Self {
        self.push(field, Field::Value(value))
    }

    pub fn values(&mut self, field: &'static str, values: impl Iterator<Item = Value>) -> &mut Self {
        self.push(field, Field::Values(values.collect()))
    }

    pub fn provenance(&mut self, provenance: &Provenance) -> &mut Self {
        let source = provenance.source.as_ref();
        self.shown("source", source.map(|source| &source.id))
            .shown("locator", source.and_then(|source| source.locator.as_ref()))
            .shown("basis", provenance.basis.map(word))
    }

    pub fn push(&mut self, field: &'static str, content: Field<'a>) -> &mut Self {
        self.0.push((field, content));
        self
    }
}

/// A word of the format as readers are used to it: `local-authorities` without its hyphen.
pub(super) fn word(value: impl serde::Serialize) -> String {
    let word = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(|word| word.replace('-', " ")));
    word.unwrap_or_default()
}

/// What became of a field; none if nothing did. A record that is not there has the empty field of the same kind.
pub(super) fn delta(earlier: &Field, later: &Field) -> Option<Delta> {
    match (earlier, later) {
        (Field::Line(earlier), Field::Line(later)) => {
            let line = compare_lines(earlier, later);
            (!line_is_unchanged(&line)).then_some(Delta::Line(line))
        }
        (Field::Text(earlier), Field::Text(later)) => {
            let text = compare_texts(*earlier, *later);
            (!text.is_unchanged()).then_some(Delta::Text(text))
        }
        (Field::Lines(earlier), Field::Lines(later)) => {
            let lines = compare_line_lists(earlier, later);
            lines.iter().any(is_changed).then_some(Delta::Lines(lines))
        }
        (Field::Value(earlier), Field::Value(later)) => {
            let key = |value: &Option<Value>| value.as_ref().map(|value| value.key.clone());
            let shown = |value: &Option<Value>| value.as_ref().map(|value| value.shown.clone());
            (key(earlier) != key(later)).then(|| Delta::Value { earlier: shown(earlier), later: shown(later) })
        }
        (Field::Values(earlier), Field::Values(later)) => values(earlier, later),
        (Field::Sources(earlier), Field::Sources(later)) => sources(earlier, later),
        // A field has the same kind in both states.
        _ => None,
    }
}

impl Field<'_> {
    /// What the field holds in a record that is not there.
    pub fn empty(&self) -> Self {
        match self {
            Self::Line(_) => Self::Line(&[]),
            Self::Text(_) => Self::Text(None),
            Self::Lines(_) => Self::Lines(vec![]),
            Self::Value(_) => Self::Value(None),
            Self::Values(_) => Self::Values(vec![]),
            Self::Sources(_) => Self::Sources(&[]),
        }
    }
}

fn is_changed(item: &ComparedItem) -> bool {
    item.mark != Mark::Kept || item.blocks.iter().any(|block| !matches!(block, ComparedBlock::Kept(_)))
}

fn values(earlier: &[Value], later: &[Value]) -> Option<Delta> {
    let (earlier, later) = (numbered(earlier), numbered(later));
    let before: BTreeSet<_> = earlier.iter().map(|(key, _)| key).collect();
    let after: BTreeSet<_> = later.iter().map(|(key, _)| key).collect();
    let mut merged: Vec<_> = later
        .iter()
        .map(|(key, value)| (if before.contains(key) { Mark::Kept } else { Mark::Added }, key, value.shown.clone()))
        .collect();
    let mut previous: Option<&(&str, usize)> = None;
    for (key, value) in &earlier {
        if !after.contains(key) {
            // What is gone stands behind what it stood behind.
            let place = merged.iter().position(|(_, other, _)| Some(*other) == previous).map_or(0, |place| place + 1);
            merged.insert(place, (Mark::Removed, key, value.shown.clone()));
        }
        previous = Some(key);
    }
    let in_both_before = earlier.iter().map(|(key, _)| key).filter(|key| after.contains(key));
    let in_both_after = later.iter().map(|(key, _)| key).filter(|key| before.contains(key));
    let reordered = !in_both_before.eq(in_both_after);
    let values: Vec<_> = merged.into_iter().map(|(mark, _, shown)| (mark, shown)).collect();
    let changed = reordered || values.iter().any(|(mark, _)| *mark != Mark::Kept);
    changed.then_some(Delta::Values { values, reordered })
}

/// Tells values of the same key apart by how often the key was there before.
fn numbered(values: &[Value]) -> Vec<((&str, usize), &Value)> {
    let mut seen = BTreeMap::new();
    let mut numbered = vec![];
    for value in values {
        let count = seen.entry(value.key.as_str()).or_insert(0);
        *count += 1;
        numbered.push(((value.key.as_str(), *count), value));
    }
    numbered
}

/// Where key messages come from: those of new and gone messages, and of those in both that come from elsewhere now.
fn sources<'a>(earlier: &'a [KeyMessage], later: &'a [KeyMessage]) -> Option<Delta> {
    let lines = |messages: &'a [KeyMessage]| -> Vec<&'a [Inline]> {
        messages.iter().map(|message| message.text.content.as_slice()).collect()
    };
    let compared = compare_line_lists(&lines(earlier), &lines(later));
    let (mut earlier, mut later) = (earlier.iter(), later.iter());
    let mut values = vec![];
    for item in compared {
        let old = if item.mark == Mark::Added { None } else { earlier.next() };
        let new = if item.mark == Mark::Removed { None } else { later.next() };
        let (old, new) = (old.and_then(source), new.and_then(source));
        let same = |(_, old): &(String, String)| new.as_ref().is_some_and(|(_, new)| new == old);
        if old.as_ref().is_some_and(same) {
            continue;
        }
        values.extend(old.map(|(message, source)| (Mark::Removed, format!("{source} for “{message}”"))));
        values.extend(new.map(|(message, source)| (Mark::Added, format!("{source} for “{message}”"))));
    }
    (!values.is_empty()).then_some(Delta::Values { values, reordered: false })
}

/// The beginning of a message and where it comes from.
fn source(message: &KeyMessage) -> Option<(String, String)> {
    let source = provenance(&message.provenance)?;
    Some((super::excerpt::beginning(&message.text.plain()), source))
}

/// A source with its locator and basis in one line.
pub(super) fn provenance(provenance: &Provenance) -> Option<String> {
    let source = provenance.source.as_ref();
    let parts = [
        source.map(|source| source.id.clone()),
        source.and_then(|source| source.locator.clone()),
        provenance.basis.map(word),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
