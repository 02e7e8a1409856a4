//! What a source said when its translation was made, by the digest that was noted then.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{digest, pieces};
use super::passages::texts;
use crate::diagnostic::{Diagnostics, KeyPath};
use crate::source::Sources;
use crate::yaml::Index;

/// The passages of a file, as it was in some state, that have one of these digests, by digest. `path` says whether it holds prose or
/// records.
pub fn passages_with(path: &str, text: &str, digests: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut look = |passage: &str| {
        let digest = digest(passage);
        if digests.contains(&digest) {
            found.insert(digest, passage.to_owned());
        }
    };
    if path.ends_with(".md") {
        pieces(text).into_iter().for_each(|piece| look(&text[piece]));
        return found;
    }
    let mut sources = Sources::default();
    let id = sources.add(path, text);
    if let Some(index) = Index::new(sources.get(id), id, &mut Diagnostics::default()) {
        texts(&index, &KeyPath::root(), &mut |at| look(index.text(at).unwrap_or_default()));
    }
    found
}
