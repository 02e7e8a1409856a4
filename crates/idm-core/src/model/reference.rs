//! Lists of records, and references to what they hold.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Deref, Index, IndexMut};

/// A reference to a record of one kind: its place in the [`List`] that holds it. References sort as the list does.
pub struct Ref<T> {
    at: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    fn new(at: usize) -> Self {
        // A project's files cannot hold so many records that this would not do.
        Self { at: u32::try_from(at).unwrap_or(u32::MAX), kind: PhantomData }
    }

    /// The place in the list, from 0.
    pub fn position(self) -> usize {
        self.at as usize
    }
}

impl<T> Copy for Ref<T> {}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<T> Eq for Ref<T> {}

impl<T> PartialOrd for Ref<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ref<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}

impl<T> Hash for Ref<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.at.hash(state);
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "#{}", self.at)
    }
}

/// Records of one kind in their order, which only a [`Ref`] of that kind can choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(Vec<T>);

impl<T> List<T> {
    /// Adds a record at the end.
    pub fn push(&mut self, record: T) -> Ref<T> {
        self.0.push(record);
        Ref::new(self.0.len() - 1)
    }

    /// A reference to each record, in their order.
    pub fn refs(&self) -> impl DoubleEndedIterator<Item = Ref<T>> + ExactSizeIterator + use<T> {
        (0..self.0.len()).map(Ref::new)
    }

    /// Each record with a reference to it, in their order.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (Ref<T>, &T)> + ExactSizeIterator {
        self.0.iter().enumerate().map(|(at, record)| (Ref::new(at), record))
    }

    /// A reference to the record that will be added next.
    pub(crate) fn next(&self) -> Ref<T> {
        Ref::new(self.0.len())
    }

    /// The first record that is wanted.
    pub fn find(&self, wanted: impl FnMut(&T) -> bool) -> Option<Ref<T>> {
        self.0.iter().position(wanted).map(Ref::new)
    }

    /// Each record, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.0.iter_mut()
    }

    /// As many values as there are records, one for each.
    pub fn map<V>(&self, value: impl FnMut(&T) -> V) -> Beside<T, V> {
        Beside { values: self.0.iter().map(value).collect(), kind: PhantomData }
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(vec![])
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Self {
        Self(records.into_iter().collect())
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(records: Vec<T>) -> Self {
        Self(records)
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> Index<Ref<T>> for List<T> {
    type Output = T;

    fn index(&self, record: Ref<T>) -> &T {
        &self.0[record.position()]
    }
}

impl<T> IndexMut<Ref<T>> for List<T> {
    fn index_mut(&mut self, record: Ref<T>) -> &mut T {
        &mut self.0[record.position()]
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A value for each record of a list, chosen by the record's reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside<T, V> {
    values: Vec<V>,
    kind: PhantomData<fn() -> T>,
}

impl<T, V> Beside<T, V> {
    /// The values in the order of the records.
    pub fn iter(&self) -> std::slice::Iter<'_, V> {
        self.values.iter()
    }

    /// Each value with the reference of its record.
    pub fn entries(&self) -> impl Iterator<Item = (Ref<T>, &V)> {
        self.values.iter().enumerate().map(|(at, value)| (Ref::new(at), value))
    }
}

impl<'a, T, V> IntoIterator for &'a Beside<T, V> {
    type Item = &'a V;
    type IntoIter = std::slice::Iter<'a, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}

impl<T, V> IntoIterator for Beside<T, V> {
    type Item = V;
    type IntoIter = std::vec::IntoIter<V>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.into_iter()
    }
}

impl<T, V> Index<Ref<T>> for Beside<T, V> {
    type Output = V;

    fn index(&self, record: Ref<T>) -> &V {
        &self.values[record.position()]
    }
}

impl<T, V> IndexMut<Ref<T>> for Beside<T, V> {
    fn index_mut(&mut self, record: Ref<T>) -> &mut V {
        &mut self.values[record.position()]
    }
}
