//! What was probably meant by a word that nobody knows.

/// The known word that is nearest to one that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near<'a> {
    /// The word.
    pub word: &'a str,
    /// Whether nothing else can be meant: no other known word is as near, and the two differ in capitals, in the signs
    /// between their parts, or in one letter that is missing, too many, or in its neighbour's place.
    pub is_certain: bool,
}

/// The shortest word that a slip of one letter leaves its meaning.
const LEAST_LETTERS: usize = 4;

/// What was probably meant: the known word that is nearest to a mistyped one, or else the only one that begins with it; none
/// if all are too far.
///
/// ```
/// use idm_core::diagnostic::near;
/// let known = ["title", "text", "meeting-1", "meeting-2"];
/// assert!(near("titel", known).is_some_and(|near| near.word == "title" && near.is_certain));
/// assert!(near("meeting-3", known).is_some_and(|near| near.word == "meeting-1" && !near.is_certain));
/// assert!(near("intro", ["introduction", "overview"]).is_some_and(|near| near.word == "introduction" && !near.is_certain));
/// assert_eq!(near("zebra", known), None);
/// ```
pub fn near<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Near<'a>> {
    let known: Vec<&str> = known.into_iter().collect();
    slip(typed, known.iter().copied()).or_else(|| begun(typed, known).map(|word| Near { word, is_certain: false }))
}

/// The known word that one can be a slip for: where that a word is near decides something.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    slip(typed, known).map(|near| near.word)
}

fn slip<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Near<'a>> {
    let length = typed.chars().count();
    let mut nearest: Option<(usize, &str)> = None;
    let mut is_alone = true;
    for word in known {
        let other = word.chars().count();
        let most = 1 + other.min(length) / 4;
        // No word is nearer than the lengths differ; to look closer costs the product of both.
        if other.abs_diff(length) > most {
            continue;
        }
        let distance = strsim::damerau_levenshtein(typed, word);
        if distance > most {
            continue;
        }
        match nearest {
            Some((least, found)) if (least, found) < (distance, word) => is_alone &= least < distance || found == word,
            _ => {
                is_alone = nearest.is_none_or(|(least, found)| least > distance || found == word);
                nearest = Some((distance, word));
            }
        }
    }
    let (_, word) = nearest?;
    Some(Near { word, is_certain: is_alone && is_slip(typed, word) })
}

/// The only known word that begins with what was typed.
fn begun<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let beginning = folded(typed);
    if beginning.chars().count() < LEAST_LETTERS {
        return None;
    }
    let mut words = known.into_iter().filter(|word| folded(word).starts_with(&beginning));
    let first = words.next()?;
    words.all(|word| word == first).then_some(first)
}

/// Whether one word can be taken for the other without a doubt. Digits tell things apart.
fn is_slip(typed: &str, word: &str) -> bool {
    if folded(typed) == folded(word) {
        return true;
    }
    let (typed, word): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
    if typed.len().min(word.len()) < LEAST_LETTERS {
        return false;
    }
    let same = typed.iter().zip(&word).take_while(|(a, b)| a == b).count();
    let (typed, word) = (&typed[same..], &word[same..]);
    match (typed, word) {
        ([a, b, rest @ ..], [c, d, end @ ..]) if (a, b) == (d, c) && rest == end => {
            !a.is_ascii_digit() && !b.is_ascii_digit()
        }
        ([a, rest @ ..], end) if rest == end => !a.is_ascii_digit(),
        (rest, [a, end @ ..]) if rest == end => !a.is_ascii_digit(),
        _ => false,
    }
}

/// A word in small letters, with one sign between its parts whichever was typed.
fn folded(word: &str) -> String {
    let sign = |char: char| if matches!(char, '_' | ' ' | '.') { '-' } else { char };
    word.trim().to_lowercase().chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_near_in_both_directions() {
        assert_eq!(nearest("speaker", ["speakers"]), Some("speakers"));
        assert_eq!(nearest("speakers", ["speaker"]), Some("speaker"));
        assert_eq!(nearest("", ["a"]), Some("a"));
        assert_eq!(nearest("participants-of", ["participants"]), Some("participants"));
        assert_eq!(nearest("participants-of-it", ["participants"]), None);
        assert_eq!(nearest(&"a".repeat(1_000_000), ["title", "text"]), None);
    }

    #[track_caller]
    fn assert_certain(typed: &str, known: &[&str], certain: bool) {
        let near = near(typed, known.iter().copied()).expect("one is near");
        assert_eq!(near.is_certain, certain, "{typed} and {known:?}");
    }

    #[test]
    fn slips_are_certain_where_one_word_is_near() {
        for typed in ["titel", "tittle", "titl", "Title", "itle"] {
            assert_certain(typed, &["title", "text"], true);
        }
        assert_certain("guiding_questions", &["guiding-questions"], true);
        assert_certain("Guiding Questions", &["guiding-questions"], true);
        // Another letter makes another word.
        assert_certain("maria-silva", &["mario-silva"], false);
        assert_certain("abc", &["ab"], false);
        assert_certain("speake", &["speaker", "speakes"], false);
    }

    #[test]
    fn the_beginning_of_one_word_alone_means_it() {
        let known = ["introduction", "introductory-note", "conclusions"];
        let meant = |typed| near(typed, known).map(|near| (near.word, near.is_certain));
        assert_eq!(meant("Conclus"), Some(("conclusions", false)));
        assert_eq!((meant("introd"), meant("con")), (None, None));
        assert_eq!(nearest("Conclus", known), None);
        assert!(near("intro", ["introduction", "introduction"]).is_some());
    }

    #[test]
    fn digits_tell_things_apart() {
        assert_certain("meeting-12", &["meeting-1"], false);
        assert_certain("meeting-21", &["meeting-12"], false);
        assert_certain("report-2017", &["report-2016"], false);
        assert_certain("meetings-12", &["meeting-12"], true);
    }

    #[test]
    fn the_same_word_twice_is_one() {
        assert_certain("titel", &["title", "text", "title"], true);
    }
}
