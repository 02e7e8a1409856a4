//! Which passages of a state are in the state before it.

use std::collections::{BTreeMap, VecDeque};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::remarks::passages::Passage;

/// A passage of a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The record that it belongs to, as it is called now.
    pub record: String,
    /// The key path in it, without counts.
    pub field: String,
    /// Its words, parted by single blanks.
    pub words: String,
}

/// From how many words on a passage is known wherever it stands.
const LONG: usize = 5;

/// By what passages are the same; nothing for one that is not known so.
type Way = dyn Fn(&Entry) -> Option<String>;

impl Entry {
    pub(super) fn new(passage: &Passage, record: String) -> Self {
        let words = passage.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { record, field: without_counts(&passage.key), words }
    }

    fn is_long(&self) -> bool {
        self.words.split(' ').count() >= LONG
    }
}

/// `key_messages[1].text` is `key_messages.text`: its place in the list may change.
fn without_counts(key: &str) -> String {
    let mut is_count = false;
    key.chars()
        .filter(|&sign| {
            is_count = (is_count || sign == '[') && sign != ']';
            !is_count && sign != ']'
        })
        .collect()
}

/// For each of the later passages, which of the earlier ones it is; each of those is one at most. What has kept its order in its
/// text comes first, then what stands elsewhere in it, in its record, and anywhere.
pub(super) fn kept(later: &[Entry], earlier: &[Entry]) -> Vec<Option<usize>> {
    let mut found = vec![None; later.len()];
    let mut is_taken = vec![false; earlier.len()];
    let (now, then) = (by_text(later), by_text(earlier));
    for (text, now) in &now {
        let Some(then) = then.get(text) else { continue };
        let words = |all: &[Entry], at: &[usize]| at.iter().map(|&at| all[at].words.clone()).collect::<Vec<_>>();
        let changes = capture_diff_slices(Algorithm::Myers, &words(earlier, then), &words(later, now));
        for change in changes {
            if let DiffOp::Equal { old_index, new_index, len } = change {
                for at in 0..len {
                    found[now[new_index + at]] = Some(then[old_index + at]);
                    is_taken[then[old_index + at]] = true;
                }
            }
        }
    }
    let same_text = |entry: &Entry| Some(format!("{}\n{}\n{}", entry.record, entry.field, entry.words));
    let same_record = |entry: &Entry| Some(format!("{}\n{}", entry.record, entry.words));
    let anywhere = |entry: &Entry| entry.is_long().then(|| entry.words.clone());
    let ways: [&Way; 3] = [&same_text, &same_record, &anywhere];
    for way in ways {
        if found.iter().all(Option::is_some) {
            break;
        }
        let mut free: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (at, entry) in earlier.iter().enumerate().filter(|(at, _)| !is_taken[*at]) {
            if let Some(key) = way(entry) {
                free.entry(key).or_default().push_back(at);
            }
        }
        for (at, entry) in later.iter().enumerate() {
            if found[at].is_some() {
                continue;
            }
            let place = way(entry).and_then(|key| free.get_mut(&key)?.pop_front());
            if let Some(place) = place {
                found[at] = Some(place);
                is_taken[place] = true;
            }
        }
    }
    found
}

/// The passages of each text, in their order.
fn by_text(entries: &[Entry]) -> BTreeMap<(&str, &str), Vec<usize>> {
    let mut texts: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        texts.entry((&entry.record, &entry.field)).or_default().push(at);
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(record: &str, words: &[&str]) -> Vec<Entry> {
        let entry =
            |words: &&str| Entry { record: record.to_owned(), field: "summary".to_owned(), words: (*words).to_owned() };
        words.iter().map(entry).collect()
    }

    #[test]
    fn passages_keep_their_order_or_are_known_by_their_words() {
        let then = entries("panel:a", &["5", "3", "one two three four five", "end"]);
        let now = entries("panel:a", &["3", "5", "3", "end", "one two three four five", "new"]);
        // "end" and the long one have changed places.
        assert_eq!(kept(&now, &then), [None, Some(0), Some(1), Some(3), Some(2), None]);
    }

    #[test]
    fn a_long_passage_is_known_in_another_record_and_a_short_one_is_not() {
        let then = entries("panel:a", &["one two three four five", "3"]);
        assert_eq!(kept(&entries("panel:b", &["one two three four five", "3"]), &then), [Some(0), None]);
    }

    #[test]
    fn a_place_in_a_list_is_no_part_of_a_field() {
        assert_eq!(without_counts("key_messages[12].text"), "key_messages.text");
        assert_eq!(without_counts("questions[0]"), "questions");
    }
}
