//! Words to be found in texts: many phrases at once, each looked up by its first word.

use std::borrow::Cow;
use std::collections::HashMap;

use super::running::{Running, Sort, tokens};

/// Phrases, each with a number that says what it is for.
#[derive(Debug)]
pub(super) struct Phrases {
    by_first: HashMap<Box<str>, Vec<Phrase>>,
    /// The bytes with which their first words begin: nearly every word of a text is passed over by them alone.
    beginnings: [bool; 256],
}

impl Default for Phrases {
    fn default() -> Self {
        Self { by_first: HashMap::new(), beginnings: [false; 256] }
    }
}

#[derive(Debug)]
struct Phrase {
    words: Vec<Box<str>>,
    /// Whether each word is glued to the one before.
    glued: Vec<bool>,
    /// Whether capitals matter.
    exact: bool,
    meaning: usize,
}

/// A phrase in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    /// The first and the last token.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) meaning: usize,
    /// Whether it is the plural of the phrase.
    pub(super) plural: bool,
}

impl Phrases {
    /// Adds a phrase; a blank one is none. Its capitals matter if it has any.
    pub(super) fn add(&mut self, phrase: &str, meaning: usize) {
        self.insert(phrase, meaning, phrase.chars().any(char::is_uppercase));
    }

    /// Adds a phrase whose capitals matter.
    pub(super) fn add_exact(&mut self, phrase: &str, meaning: usize) {
        self.insert(phrase, meaning, true);
    }

    fn insert(&mut self, phrase: &str, meaning: usize, exact: bool) {
        let found = tokens(phrase);
        let words: Vec<Box<str>> = found.iter().map(|token| token.text(phrase).into()).collect();
        let Some(first) = words.first() else { return };
        let glued = std::iter::once(false).chain(found.windows(2).map(|pair| pair[0].touches(pair[1]))).collect();
        let begins = |word: &str| word.bytes().next().map_or(0, usize::from);
        self.beginnings[begins(first)] = true;
        if !exact {
            let other_case = |char: char| char.to_lowercase().chain(char.to_uppercase()).collect::<String>();
            for char in first.chars().next().map(other_case).unwrap_or_default().chars() {
                self.beginnings[begins(char.encode_utf8(&mut [0; 4]))] = true;
            }
        }
        let key = key(first).into_owned().into_boxed_str();
        self.by_first.entry(key).or_default().push(Phrase { words, glued, exact, meaning });
    }

    /// Every phrase in a text, the longest of those that begin at one word.
    pub(super) fn find(&self, line: &Running, mut visit: impl FnMut(Match)) {
        if self.by_first.is_empty() {
            return;
        }
        for first in 0..line.tokens.len() {
            let word = line.at(first);
            let begins = word.bytes().next().map_or(0, usize::from);
            if !self.beginnings[begins] || line.tokens[first].symbol {
                continue;
            }
            let known = |word: &str| self.by_first.get(&*key(word));
            let forms = [Some(word), possessive(word)].into_iter().flatten().filter_map(known);
            let known = forms.chain(singulars(word).filter_map(|word| known(&word)));
            let longest = known
                .flatten()
                .filter_map(|phrase| phrase.fits(line, first))
                .max_by_key(|found| (found.last, !found.plural));
            if let Some(found) = longest {
                visit(found);
            }
        }
    }
}

impl Phrase {
    fn fits(&self, line: &Running, first: usize) -> Option<Match> {
        let last = first + self.words.len() - 1;
        let mut plural = false;
        for (offset, word) in self.words.iter().enumerate() {
            let at = first + offset;
            let text = line.at(at);
            if offset > 0 && line.is_glued(at) != self.glued[offset] {
                return None;
            }
            let same = |text: &str| {
                // A sentence's first word may be written with a capital without being another word.
                if self.exact { text == &**word } else { text.eq_ignore_ascii_case(word) || lower(text) == **word }
            };
            if same(text) {
                continue;
            }
            if at != last || line.sort(at) != Some(Sort::Word) {
                return None;
            }
            plural = singulars(text).any(|text| same(&text));
            if !plural && !possessive(text).is_some_and(same) {
                return None;
            }
        }
        Some(Match { first, last, meaning: self.meaning, plural })
    }
}

/// Names by their first and last words: where there is a slip in one of them, the other still finds the name.
#[derive(Debug, Default)]
pub(super) struct ByEnds<'a> {
    places: HashMap<&'a str, Vec<(usize, usize)>>,
}

impl<'a> ByEnds<'a> {
    /// Takes the words of each name.
    pub(super) fn new<'w>(names: impl Iterator<Item = &'w [&'a str]>) -> Self
    where
        'a: 'w,
    {
        let mut places: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        for (at, words) in names.enumerate() {
            for place in [0, words.len().saturating_sub(1)] {
                if let Some(word) = words.get(place) {
                    places.entry(word).or_default().push((at, place));
                }
            }
        }
        Self { places }
    }

    /// Where names may stand in a text: the name, the token at which it would begin, and which of its words was found.
    pub(super) fn find(&self, line: &Running, mut visit: impl FnMut(usize, usize, usize)) {
        if self.places.is_empty() {
            return;
        }
        for token in 0..line.tokens.len() {
            let word = line.at(token);
            if !word.starts_with(char::is_uppercase) {
                continue;
            }
            for &(name, place) in self.places.get(possessive(word).unwrap_or(word)).into_iter().flatten() {
                if let Some(first) = token.checked_sub(place) {
                    visit(name, first, place);
                }
            }
        }
    }
}

/// The words that a word may be the plural of: "country" of "countries", "box" of "boxes".
fn singulars(word: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let in_y = word.strip_suffix("ies").map(|stem| Cow::from(format!("{stem}y")));
    [word.strip_suffix('s'), word.strip_suffix("es")].into_iter().flatten().map(Cow::from).chain(in_y)
}

/// A word in the plural, as English writes it; one that ends in a single "s" is taken for a plural.
pub(super) fn pluralized(word: &str) -> String {
    if let Some(stem) = word.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    if ["x", "z", "ch", "sh", "ss"].iter().any(|end| word.ends_with(end)) {
        return format!("{word}es");
    }
    if word.ends_with('s') { word.to_owned() } else { format!("{word}s") }
}

/// The word of a possessive: "Norway" of "Norway's".
pub(super) fn possessive(word: &str) -> Option<&str> {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"))
}

fn key(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        word.into()
    } else {
        lower(word).into()
    }
}

fn lower(word: &str) -> String {
    word.to_lowercase()
}
