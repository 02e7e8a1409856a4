//! Which acronyms a text uses, and where their long forms stand in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::bibliography::Bibliography;
use crate::markdown::tree::{BlockKind, Inline, InlineKind, plain_text};
use crate::markdown::walk;
use crate::memory::Memory;
use crate::model::{Acronym, BookText, Contents, List, Ref};
use crate::source::Span;

/// The acronyms that the book uses, wherever it prints them.
pub(crate) fn used(contents: &Contents, bibliography: &Bibliography, memory: &mut Memory) -> BTreeSet<Ref<Acronym>> {
    let names = Names::new(&contents.acronyms);
    let mut used: BTreeSet<Ref<Acronym>> = BTreeSet::new();
    for (file, texts) in contents.texts_by_file() {
        used.extend(memory.about_texts("acronyms", file, true, || used_in(&texts, contents, &names)).iter());
    }
    let mut add = |text: &str| used.extend(names.shorts(text));
    for entry in &bibliography.entries {
        add(&plain_text(&entry.text));
    }
    let people = contents.people.iter().flat_map(|person| [&person.post, &person.organization]);
    let workshops = contents.workshops.iter().flat_map(|workshop| [&workshop.kind, &workshop.venue]);
    for plain in people.chain(workshops).flatten() {
        add(&plain.text);
    }
    for framework in contents.frameworks.iter().filter(|framework| !framework.retrospective) {
        let elements = framework.elements.iter();
        let words = elements.flat_map(|element| std::iter::once(&element.label).chain(&element.title));
        for plain in [&framework.title, &framework.short].into_iter().chain(words) {
            add(&plain.text);
        }
    }
    // The note of an acronym is printed where the acronym is.
    let mut open: Vec<Ref<Acronym>> = used.iter().copied().collect();
    while let Some(at) = open.pop() {
        let Some(note) = &contents[at].note else { continue };
        open.extend(names.shorts(&plain_text(&note.content)).filter(|&found| used.insert(found)));
    }
    used
}

/// The acronyms that the printed of some texts use.
fn used_in(texts: &[(BookText, bool)], contents: &Contents, names: &Names) -> BTreeSet<Ref<Acronym>> {
    let mut used = BTreeSet::new();
    let mut add = |text: &str| used.extend(names.shorts(text));
    // An acronym does not use itself.
    let is_note = |span: Span| {
        contents.acronyms.iter().any(|acronym| acronym.note.as_ref().is_some_and(|note| note.span == span))
    };
    for &(found, printed) in texts {
        let mut inline = |inline: &Inline| {
            if let InlineKind::Text(words) | InlineKind::Code(words) = &inline.kind {
                add(words);
            }
        };
        match found {
            BookText::Line(line) if printed && !is_note(line.span) => {
                walk::line(&line.content, walk::Notes::Skip, &mut inline);
            }
            BookText::Text(text) if printed => {
                walk::inlines(&text.prose, walk::Notes::Skip, &mut inline);
                walk::blocks(&text.prose, walk::Notes::Skip, &mut |block| match &block.kind {
                    BlockKind::KeyMessages { title: Some(title), .. }
                    | BlockKind::GoodPractice { title: Some(title), .. } => add(title),
                    BlockKind::Quotation { by: Some(by), .. } => add(&by.name),
                    _ => {}
                });
            }
            _ => {}
        }
    }
    used
}

/// An acronym, and the words that it stands for.
type LongForm = (Ref<Acronym>, Vec<String>);

/// The acronyms and their long forms by their first words.
pub(crate) struct Names<'a> {
    pub(crate) acronyms: &'a List<Acronym>,
    /// By the letters and digits that the acronym begins with; the longest acronyms first.
    shorts: BTreeMap<&'a str, Vec<Ref<Acronym>>>,
    /// By the first word in small letters: the words of the long form and of its plural.
    longs: HashMap<String, Vec<LongForm>>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(acronyms: &'a List<Acronym>) -> Self {
        let mut shorts: BTreeMap<&str, Vec<Ref<Acronym>>> = BTreeMap::new();
        let mut longs: HashMap<String, Vec<LongForm>> = HashMap::new();
        for (at, acronym) in acronyms.entries() {
            if let Some((start, end)) = words(&acronym.short.text).next() {
                shorts.entry(&acronym.short.text[start..end]).or_default().push(at);
            }
            for long in std::iter::once(&acronym.long).chain(&acronym.plural) {
                let long: Vec<String> =
                    words(&long.text).map(|(start, end)| long.text[start..end].to_lowercase()).collect();
                if let Some(first) = long.first() {
                    longs.entry(first.clone()).or_default().push((at, long));
                }
            }
        }
        for found in shorts.values_mut() {
            found.sort_by_key(|&at| std::cmp::Reverse(acronyms[at].short.text.len()));
        }
        Self { acronyms, shorts, longs }
    }

    /// The acronym that begins with a word, and where it ends. A plural's `s` belongs to it.
    pub(crate) fn short_at(&self, text: &str, (start, end): (usize, usize)) -> Option<(Ref<Acronym>, usize)> {
        let word = &text[start..end];
        let singular = word.strip_suffix('s').unwrap_or(word);
        let candidates = [word, singular].into_iter().filter_map(|word| self.shorts.get(word)).flatten();
        let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        candidates.copied().find_map(|at| {
            let short = self.acronyms[at].short.text.as_str();
            let rest = text[start..].strip_prefix(short)?;
            let plural = rest.strip_prefix('s').filter(|rest| ends(rest));
            let rest = plural.or_else(|| Some(rest).filter(|rest| ends(rest)))?;
            Some((at, text.len() - rest.len()))
        })
    }

    /// Every acronym in a text.
    fn shorts(&self, text: &str) -> impl Iterator<Item = Ref<Acronym>> {
        let mut from = 0;
        words(text).filter_map(move |word| {
            let (acronym, end) = self.short_at(text, word).filter(|_| word.0 >= from)?;
            from = end;
            Some(acronym)
        })
    }

    /// The acronyms whose long form begins with the first of some words. A plural's `s` is passed over.
    pub(crate) fn longs_at(&self, words: &[String]) -> impl Iterator<Item = Ref<Acronym>> {
        let candidates = words.first().and_then(|first| self.longs.get(first)).into_iter().flatten();
        candidates.filter_map(move |(at, long)| {
            let (last, others) = long.split_last()?;
            let there = words.get(others.len())?;
            let same = words.starts_with(others) && (there == last || there.strip_suffix('s') == Some(last));
            // A long form of one word is found by that word, in the singular only.
            same.then_some(*at)
        })
    }
}

/// Where the words of a text begin and end: runs of letters and digits.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.find(|(_, character)| character.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((at, character)) = rest.next_if(|(_, character)| character.is_alphanumeric()) {
            end = at + character.len_utf8();
        }
        Some((start, end))
    })
}

#[cfg(test)]
#[path = "abbreviations_tests.rs"]
mod tests;
