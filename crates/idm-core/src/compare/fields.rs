//! What a record says as it is compared, and what became of it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::record::Delta;
use super::tree::{ComparedBlock, ComparedItem, Mark};
use super::{compare_line_lists, compare_lines, compare_texts, excerpt, line_is_unchanged};
use crate::markdown::tree::{Inline, Prose, plain_text};

/// A plain value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value {
    /// What tells it apart: an identifier where there is one, so that a person who is renamed is still the same.
    pub key: String,
    /// What is shown.
    pub shown: String,
}

/// What a field holds; empty, where it says nothing.
#[derive(Debug, PartialEq)]
pub(crate) enum Field<'a> {
    Line(Cow<'a, [Inline]>),
    Text(Option<Cow<'a, Prose>>),
    Lines(Vec<Cow<'a, [Inline]>>),
    Value(Option<Value>),
    Values(Vec<Value>),
    /// Where lines come from, which is told line by line.
    Sources(Vec<Statement<'a>>),
}

/// A line with where it comes from.
#[derive(Debug, PartialEq)]
pub(crate) struct Statement<'a> {
    pub line: Cow<'a, [Inline]>,
    pub source: Option<String>,
}

impl Value {
    /// A value that is its own key.
    pub fn plain(shown: impl Into<String>) -> Self {
        let shown = shown.into();
        Self { key: shown.clone(), shown }
    }
}

/// What became of a field; none if nothing did. A record that is not there has the empty field of the same kind.
pub(super) fn delta(earlier: &Field, later: &Field) -> Option<Delta> {
    if earlier == later {
        return None;
    }
    match (earlier, later) {
        (Field::Line(earlier), Field::Line(later)) => {
            let line = compare_lines(earlier, later);
            (!line_is_unchanged(&line)).then_some(Delta::Line(line))
        }
        (Field::Text(earlier), Field::Text(later)) => {
            let text = compare_texts(earlier.as_deref(), later.as_deref());
            (!text.is_unchanged()).then_some(Delta::Text(text))
        }
        (Field::Lines(earlier), Field::Lines(later)) => {
            let lines = compare_line_lists(&slices(earlier), &slices(later));
            lines.iter().any(is_changed).then_some(Delta::Lines(lines))
        }
        (Field::Value(earlier), Field::Value(later)) => {
            let key = |value: &Option<Value>| value.as_ref().map(|value| value.key.clone());
            let shown = |value: &Option<Value>| value.as_ref().map(|value| value.shown.clone());
            (key(earlier) != key(later)).then(|| Delta::Value { earlier: shown(earlier), later: shown(later) })
        }
        (Field::Values(earlier), Field::Values(later)) => values(earlier, later),
        (Field::Sources(earlier), Field::Sources(later)) => sources(earlier, later),
        // What says nothing is of any kind.
        (_, later) if earlier.is_blank() => delta(&later.empty(), later),
        (earlier, _) if later.is_blank() => delta(earlier, &earlier.empty()),
        // One of what may be several.
        (Field::Value(Some(one)), Field::Values(later)) => values(std::slice::from_ref(one), later),
        (Field::Values(earlier), Field::Value(Some(one))) => values(earlier, std::slice::from_ref(one)),
        // Only a document from elsewhere has fields of another kind.
        _ => Some(Delta::Value { earlier: Some(earlier.shown()), later: Some(later.shown()) }),
    }
}

impl Field<'_> {
    /// What the field holds in a record that is not there.
    pub fn empty(&self) -> Self {
        match self {
            Self::Line(_) => Self::Line(Cow::Borrowed(&[])),
            Self::Text(_) => Self::Text(None),
            Self::Lines(_) => Self::Lines(vec![]),
            Self::Value(_) => Self::Value(None),
            Self::Values(_) => Self::Values(vec![]),
            Self::Sources(_) => Self::Sources(vec![]),
        }
    }

    /// Whether the field says nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Line(line) => line.is_empty(),
            Self::Text(text) => text.as_ref().is_none_or(|text| text.blocks.is_empty()),
            Self::Lines(lines) => lines.is_empty(),
            Self::Value(value) => value.is_none(),
            Self::Values(values) => values.is_empty(),
            Self::Sources(list) => list.iter().all(|statement| statement.source.is_none()),
        }
    }

    /// The field in words, whatever its kind.
    fn shown(&self) -> String {
        let lines = |lines: &[Cow<[Inline]>]| lines.iter().map(|line| plain_text(line)).collect::<Vec<_>>().join(" ");
        match self {
            Self::Line(line) => plain_text(line),
            Self::Text(_) => "a text".to_owned(),
            Self::Lines(list) => lines(list),
            Self::Value(value) => value.as_ref().map(|value| value.shown.clone()).unwrap_or_default(),
            Self::Values(list) => list.iter().map(|value| value.shown.as_str()).collect::<Vec<_>>().join(", "),
            Self::Sources(list) => {
                list.iter().filter_map(|statement| statement.source.as_deref()).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

fn slices<'a>(lines: &'a [Cow<[Inline]>]) -> Vec<&'a [Inline]> {
    lines.iter().map(AsRef::as_ref).collect()
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

/// Where lines come from: those of new and gone lines, and of those in both that come from elsewhere now.
fn sources(earlier: &[Statement], later: &[Statement]) -> Option<Delta> {
    let lines = |list| -> Vec<&[Inline]> { <[Statement]>::iter(list).map(|statement| &*statement.line).collect() };
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
        values.extend(old.map(|(line, source)| (Mark::Removed, format!("{source} for “{line}”"))));
        values.extend(new.map(|(line, source)| (Mark::Added, format!("{source} for “{line}”"))));
    }
    (!values.is_empty()).then_some(Delta::Values { values, reordered: false })
}

/// The beginning of a line and where it comes from.
fn source(statement: &Statement) -> Option<(String, String)> {
    let source = statement.source.clone()?;
    Some((excerpt::beginning(&plain_text(&statement.line)), source))
}
