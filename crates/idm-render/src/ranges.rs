//! A set of characters.

/// Characters as ranges: small, and quick to ask.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct CharRanges {
    /// First and last, ascending, with a gap before each.
    ranges: Vec<(u32, u32)>,
}

impl CharRanges {
    /// Whether the character is in the set.
    pub fn contains(&self, c: char) -> bool {
        let c = u32::from(c);
        let after = self.ranges.partition_point(|&(first, _)| first <= c);
        after.checked_sub(1).is_some_and(|at| c <= self.ranges[at].1)
    }
}

/// From code points in any order, also repeated; quick where they come in runs.
impl FromIterator<u32> for CharRanges {
    fn from_iter<T: IntoIterator<Item = u32>>(points: T) -> Self {
        let mut runs: Vec<(u32, u32)> = vec![];
        for point in points {
            match runs.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(point) => *last = point,
                _ => runs.push((point, point)),
            }
        }
        runs.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = vec![];
        for (first, end) in runs {
            match ranges.last_mut() {
                Some((_, last)) if first <= last.saturating_add(1) => *last = end.max(*last),
                _ => ranges.push((first, end)),
            }
        }
        Self { ranges }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn runs_are_joined_where_they_touch() {
        let set: CharRanges = [5, 6, 7, 1, 2, 6, 8, 20].into_iter().collect();
        assert_eq!(set.ranges, [(1, 2), (5, 8), (20, 20)]);
        assert!(!CharRanges::default().contains('a'));
    }

    proptest! {
        #[test]
        fn holds_what_it_was_made_of(points in prop::collection::vec(0u32..200, 0..80)) {
            let set: CharRanges = points.iter().copied().collect();
            let naive: BTreeSet<_> = points.into_iter().collect();
            for point in 0..210 {
                prop_assert_eq!(set.contains(char::from_u32(point).unwrap()), naive.contains(&point));
            }
            prop_assert!(set.ranges.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0));
        }
    }
}
