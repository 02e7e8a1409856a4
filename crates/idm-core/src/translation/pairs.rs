//! Which piece of a text is the translation of which piece of its source, by what was noted of it.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Stands in a ledger for the digest of a source that nobody has named.
pub const UNKNOWN: &str = "?";

/// How a translation stands to its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It says the same.
    Current,
    /// The source has changed since.
    Stale,
    /// Nobody has said which source it was made from.
    Unknown,
    /// There is none.
    Missing,
}

/// The pieces of a text and of its translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs {
    /// For each piece of the source that of the translation, and how it stands.
    pub of_source: Vec<(Option<usize>, Standing)>,
    /// Pieces of the translation whose source is gone.
    pub gone: Vec<usize>,
    /// What each piece of the translation was made from, where somebody has said so.
    pub noted: Vec<Option<String>>,
}

/// Pairs the pieces of a source, by their digests, with those of its translation, of which there are so many and of which the ledger has
/// noted what each was made from. None if it cannot be said which is which: the translation has another number of pieces.
pub fn pairs(now: &[String], translated: usize, noted: Option<&[String]>) -> Option<Pairs> {
    let mut of_source = vec![(None, Standing::Missing); now.len()];
    if translated == 0 {
        return Some(Pairs { of_source, gone: vec![], noted: vec![] });
    }
    let Some(then) = noted else {
        // Both have as many pieces: then each is taken for the translation of the one in its place.
        if translated != now.len() {
            return None;
        }
        let of_source = (0..translated).map(|at| (Some(at), Standing::Unknown)).collect();
        return Some(Pairs { of_source, gone: vec![], noted: vec![None; translated] });
    };
    if then.len() != translated {
        return None;
    }
    let mut taken = vec![false; translated];
    let changes = capture_diff_slices(Algorithm::Myers, then, now);
    for change in &changes {
        if let DiffOp::Equal { old_index, new_index, len } = *change {
            for at in 0..len {
                of_source[new_index + at] = (Some(old_index + at), Standing::Current);
                taken[old_index + at] = true;
            }
        }
    }
    // What stands elsewhere now is still what it was.
    for (at, pair) in of_source.iter_mut().enumerate().filter(|(_, pair)| pair.0.is_none()) {
        let found = then.iter().enumerate().find(|(old, digest)| !taken[*old] && **digest == now[at]);
        if let Some((old, _)) = found {
            taken[old] = true;
            *pair = (Some(old), Standing::Current);
        }
    }
    // What was reworded stands in the same place.
    for change in &changes {
        let free: Vec<usize> = change.old_range().filter(|old| !taken[*old]).collect();
        let mut free = free.into_iter();
        for at in change.new_range() {
            if of_source[at].0.is_none()
                && let Some(old) = free.next()
            {
                taken[old] = true;
                let standing = if then[old] == UNKNOWN { Standing::Unknown } else { Standing::Stale };
                of_source[at] = (Some(old), standing);
            }
        }
    }
    let gone = taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| at).collect();
    let noted = then.iter().map(|digest| (digest != UNKNOWN).then(|| digest.clone())).collect();
    Some(Pairs { of_source, gone, noted })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(then: &[&str], now: &[&str]) -> Pairs {
        let own = |list: &[&str]| list.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
        pairs(&own(now), then.len(), Some(&own(then))).unwrap()
    }

    #[test]
    fn each_piece_of_a_source_finds_its_translation() {
        use Standing::{Current, Missing, Stale, Unknown};
        assert_eq!(paired(&["a", "b"], &["a", "b"]).of_source, [(Some(0), Current), (Some(1), Current)]);
        assert_eq!(paired(&["a", "b"], &["a", "x"]).of_source, [(Some(0), Current), (Some(1), Stale)]);
        assert_eq!(paired(&["a", "?"], &["a", "x"]).of_source, [(Some(0), Current), (Some(1), Unknown)]);
        let more = paired(&["a", "b"], &["a", "x", "b"]);
        assert_eq!(more.of_source, [(Some(0), Current), (None, Missing), (Some(1), Current)]);
        let moved = paired(&["a", "b", "c"], &["c", "a", "b"]);
        assert_eq!(moved.of_source.iter().map(|pair| pair.0).collect::<Vec<_>>(), [Some(2), Some(0), Some(1)]);
        let less = paired(&["a", "b"], &["b"]);
        assert_eq!((less.of_source, less.gone), (vec![(Some(1), Current)], vec![0]));
        assert!(pairs(&["a".to_owned()], 2, None).is_none());
        assert!(pairs(&["a".to_owned()], 2, Some(&["a".to_owned()])).is_none());
    }
}
