//! What two sequences have in common, and which of their members belong together.

use std::collections::HashMap;
use std::hash::Hash;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The most pairs of members that are compared one with another.
///
/// Within it the search takes milliseconds. What is larger is first cut where a member is unique in both sequences, so
/// that time grows with the length of a text and not with its square.
const MAX_PRODUCT: usize = 40_000_000;

/// The most pairs in a gap whose likeness is looked at.
pub(super) const MAX_LIKENESSES: usize = 40_000;

/// The least likeness of two members that are taken for one, reworded.
const ALIKE: f64 = 0.5;

/// Numbers for values: equal values have equal numbers.
#[derive(Debug)]
pub(super) struct Numbers<T>(HashMap<T, u32>);

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Hash + Eq> Numbers<T> {
    pub(super) fn of(&mut self, value: T) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(value).or_insert(next)
    }
}

impl Numbers<String> {
    pub(super) fn of_text(&mut self, text: &str) -> u32 {
        match self.0.get(text) {
            Some(&number) => number,
            None => self.of(text.to_owned()),
        }
    }
}

/// The pairs of equal members, in order.
pub(super) fn common(earlier: &[u32], later: &[u32]) -> Vec<(usize, usize)> {
    let mut pairs = vec![];
    push_common(earlier, later, (0, 0), true, &mut pairs);
    pairs
}

/// As [`common`], but where the sequences are too long nothing is common.
pub(super) fn common_unless_too_long(
    earlier: &[u32],
    later: &[u32],
    pairs: &mut Vec<(usize, usize)>,
    at: (usize, usize),
) {
    push_common(earlier, later, at, false, pairs);
}

/// Whether two sequences are too long to be compared member by member.
pub(super) fn too_long(earlier: usize, later: usize) -> bool {
    earlier.saturating_mul(later) > MAX_PRODUCT
}

fn push_common(earlier: &[u32], later: &[u32], at: (usize, usize), cut: bool, pairs: &mut Vec<(usize, usize)>) {
    let prefix = earlier.iter().zip(later).take_while(|(a, b)| a == b).count();
    pairs.extend((0..prefix).map(|n| (at.0 + n, at.1 + n)));
    let (earlier, later) = (&earlier[prefix..], &later[prefix..]);
    let at = (at.0 + prefix, at.1 + prefix);
    let suffix = earlier.iter().rev().zip(later.iter().rev()).take_while(|(a, b)| a == b).count();
    let (earlier, later) = (&earlier[..earlier.len() - suffix], &later[..later.len() - suffix]);
    if too_long(earlier.len(), later.len()) {
        if cut {
            push_between_unique(earlier, later, at, pairs);
        }
    } else if !earlier.is_empty() && !later.is_empty() {
        for op in capture_diff_slices(Algorithm::Myers, earlier, later) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                pairs.extend((0..len).map(|n| (at.0 + old_index + n, at.1 + new_index + n)));
            }
        }
    }
    let at = (at.0 + earlier.len(), at.1 + later.len());
    pairs.extend((0..suffix).map(|n| (at.0 + n, at.1 + n)));
}

/// Keeps the longest run of members that each occur once on either side, and looks into the gaps between them.
fn push_between_unique(earlier: &[u32], later: &[u32], at: (usize, usize), pairs: &mut Vec<(usize, usize)>) {
    let mut from = (0, 0);
    for anchor in unique_in_order(earlier, later) {
        push_common(&earlier[from.0..anchor.0], &later[from.1..anchor.1], (at.0 + from.0, at.1 + from.1), false, pairs);
        pairs.push((at.0 + anchor.0, at.1 + anchor.1));
        from = (anchor.0 + 1, anchor.1 + 1);
    }
    push_common(&earlier[from.0..], &later[from.1..], (at.0 + from.0, at.1 + from.1), false, pairs);
}

fn unique_in_order(earlier: &[u32], later: &[u32]) -> Vec<(usize, usize)> {
    let unique = |sequence: &[u32]| {
        let mut places: HashMap<u32, Option<usize>> = HashMap::new();
        for (place, &member) in sequence.iter().enumerate() {
            places.entry(member).and_modify(|place| *place = None).or_insert(Some(place));
        }
        places
    };
    let (in_earlier, in_later) = (unique(earlier), unique(later));
    let candidates: Vec<(usize, usize)> = earlier
        .iter()
        .enumerate()
        .filter(|(_, member)| in_earlier.get(member).copied().flatten().is_some())
        .filter_map(|(place, member)| Some((place, in_later.get(member).copied().flatten()?)))
        .collect();
    // The longest increasing run: `ends[n]` is the candidate with the least place that ends a run of n + 1.
    let mut ends: Vec<usize> = vec![];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
    for (candidate, &(_, place)) in candidates.iter().enumerate() {
        let length = ends.partition_point(|&end| candidates[end].1 < place);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(candidate);
        } else {
            ends[length] = candidate;
        }
    }
    let mut run = vec![];
    let mut next = ends.last().copied();
    while let Some(candidate) = next {
        run.push(candidates[candidate]);
        next = before[candidate];
    }
    run.reverse();
    run
}

/// What became of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It is equal in both sequences, or the one became the other.
    Both(usize, usize),
    /// It stands in the earlier one only.
    Removed(usize),
    /// It stands in the later one only.
    Added(usize),
}

/// Brings two sequences together: `exact` pairs stay, and between them those pairs are added, in order, that are alike
/// and together most alike. What is removed precedes what is added in its place.
pub(super) fn align(
    earlier: usize,
    later: usize,
    exact: &[(usize, usize)],
    mut likeness: impl FnMut(usize, usize) -> f64,
) -> Vec<Step> {
    let mut steps = Vec::with_capacity(earlier.max(later));
    let mut from = (0, 0);
    let ends = exact.iter().map(|&pair| (pair, true)).chain(std::iter::once(((earlier, later), false)));
    for (to, is_pair) in ends {
        for (i, j) in most_alike(from.0..to.0, from.1..to.1, &mut likeness) {
            steps.extend((from.0..i).map(Step::Removed));
            steps.extend((from.1..j).map(Step::Added));
            steps.push(Step::Both(i, j));
            from = (i + 1, j + 1);
        }
        steps.extend((from.0..to.0).map(Step::Removed));
        steps.extend((from.1..to.1).map(Step::Added));
        if is_pair {
            steps.push(Step::Both(to.0, to.1));
            from = (to.0 + 1, to.1 + 1);
        }
    }
    steps
}

/// The pairs in order whose likenesses have the greatest sum.
fn most_alike(
    earlier: std::ops::Range<usize>,
    later: std::ops::Range<usize>,
    likeness: &mut impl FnMut(usize, usize) -> f64,
) -> Vec<(usize, usize)> {
    let (rows, columns) = (earlier.len(), later.len());
    if rows == 0 || columns == 0 || rows.saturating_mul(columns) > MAX_LIKENESSES {
        return vec![];
    }
    let mut alike = vec![vec![0.0; columns]; rows];
    // `best[i][j]` is the greatest sum for what follows i and j.
    let mut best = vec![vec![0.0_f64; columns + 1]; rows + 1];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            let here = likeness(earlier.start + i, later.start + j);
            let mut sum = best[i + 1][j].max(best[i][j + 1]);
            if here >= ALIKE {
                alike[i][j] = here;
                sum = sum.max(here + best[i + 1][j + 1]);
            }
            best[i][j] = sum;
        }
    }
    let mut pairs = vec![];
    let (mut i, mut j) = (0, 0);
    while i < rows && j < columns {
        if alike[i][j] >= ALIKE && alike[i][j] + best[i + 1][j + 1] >= best[i][j] {
            pairs.push((earlier.start + i, later.start + j));
            i += 1;
            j += 1;
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_members_are_paired_in_order() {
        assert_eq!(common(&[1, 2, 3, 4], &[1, 3, 5, 4]), [(0, 0), (2, 1), (3, 3)]);
        assert_eq!(common(&[], &[1]), []);
    }

    #[test]
    fn what_is_too_long_is_cut_where_members_are_unique() {
        let earlier: Vec<u32> = (0..20_000).collect();
        let mut later = earlier.clone();
        later[0] = 90_000;
        later[19_999] = 90_001;
        later.swap(7_000, 7_001);
        let pairs = common(&earlier, &later);
        assert_eq!(pairs.len(), 19_997);
        assert!(pairs.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
    }

    #[test]
    fn alike_members_between_equal_ones_are_paired() {
        let likeness = |i: usize, j: usize| if (i, j) == (1, 2) { 0.7 } else { 0.1 };
        let steps = align(3, 4, &[(0, 0)], likeness);
        assert_eq!(steps, [Step::Both(0, 0), Step::Added(1), Step::Both(1, 2), Step::Removed(2), Step::Added(3)]);
    }
}
