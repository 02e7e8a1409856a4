//! What has changed its place in a sequence.

use std::collections::{BTreeMap, BTreeSet};

/// Of the names that came `back`, those that stand in another order than they were sent in: as few as possible.
pub(super) fn moved<'a>(back: impl IntoIterator<Item = &'a str>, order: &[&'a str]) -> BTreeSet<&'a str> {
    let places: BTreeMap<&str, usize> = order.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let back: Vec<(&'a str, usize)> = back.into_iter().filter_map(|name| Some((name, *places.get(name)?))).collect();
    // The longest part that has kept its order.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(back.len());
    let mut ends: Vec<usize> = vec![];
    for (at, (_, place)) in back.iter().enumerate() {
        let length = ends.partition_point(|&end| back[end].1 < *place);
        best.push((length, length.checked_sub(1).map(|shorter| ends[shorter])));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut kept = BTreeSet::new();
    let mut at = ends.last().copied();
    while let Some(here) = at {
        kept.insert(here);
        at = best[here].1;
    }
    back.iter().enumerate().filter(|(at, _)| !kept.contains(at)).map(|(_, (name, _))| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_as_possible_have_moved() {
        let of =
            |back: &[&'static str]| moved(back.iter().copied(), &["a", "b", "c", "d"]).into_iter().collect::<String>();
        assert_eq!(of(&["a", "b", "c", "d"]), "");
        assert_eq!(of(&["b", "c", "d", "a"]), "a");
        assert_eq!(of(&["d", "a", "b", "c"]), "d");
        assert_eq!(of(&["a", "c", "new"]), "");
        assert_eq!(of(&["d", "c", "b", "a"]).len(), 3);
    }
}
