//! Words without what mark-up, typesetting and quotation marks do to them, so that the words of a page and those of a
//! source can be found in each other.

use std::ops::Range;

/// The words of a text in lower case, each with its bytes.
pub fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words: Vec<(Range<usize>, String)> = vec![];
    let mut open = false;
    for (at, character) in text.char_indices() {
        // A hyphen that only divides a word at the end of a line.
        if character == '\u{ad}' {
            continue;
        }
        if !character.is_alphanumeric() {
            open = false;
            continue;
        }
        let end = at + character.len_utf8();
        match words.last_mut().filter(|_| open) {
            Some((range, word)) => {
                range.end = end;
                word.extend(character.to_lowercase());
            }
            None => words.push((at..end, character.to_lowercase().collect())),
        }
        open = true;
    }
    words
}

/// The words alone.
pub fn plain_words(text: &str) -> Vec<String> {
    words(text).into_iter().map(|(_, word)| word).collect()
}

/// Where `sought` begins among `words`: where most of its words follow each other from its first on, and of several such
/// places, where most of the words before it are those of `before`. With how many of its words are there.
pub fn find(words: &[String], before: &[String], sought: &[String]) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    for at in 0..words.len() {
        let found = words[at..].iter().zip(sought).take_while(|(one, other)| one == other).count();
        if found == 0 {
            continue;
        }
        let leading = words[..at].iter().rev().zip(before.iter().rev()).take_while(|(one, other)| one == other).count();
        if best.is_none_or(|(_, most, lead)| (found, leading) > (most, lead)) {
            best = Some((at, found, leading));
        }
    }
    best.map(|(at, found, _)| (at, found))
}

/// Where a text that ends as `before` does ends among `words`: the last word of the place that has most of the last words
/// of `before`, the first of several.
pub fn find_end(words: &[String], before: &[String]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for at in 0..words.len() {
        let found = words[..=at].iter().rev().zip(before.iter().rev()).take_while(|(one, other)| one == other).count();
        if found > best.map_or(0, |(_, most)| most) {
            best = Some((at, found));
        }
    }
    best.map(|(at, _)| at)
}

/// How much two texts have in common, from 0 to 1: twice the pairs of neighbouring words that both have, by all pairs.
pub fn likeness(one: &[String], other: &[String]) -> f64 {
    let pairs = |words: &[String]| {
        let mut pairs: Vec<(String, String)> = match words {
            [word] => vec![(word.clone(), String::new())],
            words => words.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
        };
        pairs.sort();
        pairs
    };
    let (one, other) = (pairs(one), pairs(other));
    let (mut left, mut right, mut common) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => (left, right, common) = (left + 1, right + 1, common + 1),
        }
    }
    let all = one.len() + other.len();
    if all == 0 { 0.0 } else { 2.0 * f64::from(common) / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_is_between_them() {
        let text = plain_words("The “State” of *the* law's making, and the state of\nthe art");
        assert_eq!(text[1], "state");
        let find = |before: &str, sought: &str| find(&text, &plain_words(before), &plain_words(sought));
        assert_eq!(find("", "the art"), Some((11, 2)));
        assert_eq!(find("and", "the state of the"), Some((8, 4)));
        assert_eq!(find("the state of", "the"), Some((3, 1)));
        assert_eq!(find("", "nothing"), None);
        assert_eq!(plain_words("com\u{ad}mon"), ["common"]);
        let find_end = |before: &str| find_end(&text, &plain_words(before));
        assert_eq!(find_end("of another passage. The state"), Some(1));
        assert_eq!(find_end("and the state of"), Some(10));
        assert_eq!(find_end("and the nothing"), None);
    }

    #[test]
    fn texts_with_common_words_are_alike() {
        let like = |one: &str, other: &str| likeness(&plain_words(one), &plain_words(other));
        assert!((like("a b c d", "a b c d") - 1.0).abs() < 1e-9);
        assert!(like("a b c d e", "a b c x e") > 0.4);
        assert!(like("a b", "c d") < 1e-9);
        assert!((like("Yes", "yes") - 1.0).abs() < 1e-9);
    }
}
