//! Which acronyms a document uses, and where it spells them out: at the first use in running text, unless the author has
//! done so by then.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::markdown::tree::{Block, BlockKind, Inline, InlineKind, Prose, plain_text};
use crate::markdown::walk;
use crate::model::{Acronym, Language, PanelPlace, Passage, Publication};
use crate::source::Span;

/// An acronym that is spelled out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpelledOut {
    /// Where it begins in the words of its [`InlineKind::Text`].
    pub offset: usize,
    /// The acronym as it is written there, in the plural perhaps.
    pub short: String,
    /// What it stands for.
    pub long: String,
}

/// Where a document spells out acronyms, by the place of the words that hold them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstUses {
    by_place: BTreeMap<Span, Vec<SpelledOut>>,
}

impl FirstUses {
    /// Where the book does.
    pub fn of_book(publication: &Publication) -> Self {
        let mut texts = vec![];
        publication.passages(&mut |passage, printed| match passage {
            Passage::Text(text) if printed => texts.push(&text.prose),
            _ => {}
        });
        Self::of_texts(publication, texts)
    }

    /// Where the draft of a panel does, which is read by itself.
    pub fn of_panel(publication: &Publication, panel: PanelPlace) -> Self {
        let recommendations = publication.recommendations_of(panel);
        let texts = recommendations.iter().filter_map(|&at| publication.recommendations[at].text.as_ref());
        let summary = publication.panel(panel).summary.as_ref();
        Self::of_texts(publication, summary.into_iter().chain(texts).map(|text| &text.prose))
    }

    fn of_texts<'a>(publication: &'a Publication, texts: impl IntoIterator<Item = &'a Prose>) -> Self {
        if !publication.settings.expand_acronyms {
            return Self::default();
        }
        let mut finder = Finder::new(&publication.acronyms, publication.language);
        for text in texts {
            finder.blocks(&text.blocks);
        }
        Self { by_place: finder.found }
    }

    /// Those within a place, each with the place of the words that it was found in.
    pub fn within(&self, place: Span) -> impl Iterator<Item = (Span, &SpelledOut)> {
        let from = Span { end: place.start, ..place };
        let inside = move |(span, _): &(&Span, _)| span.source == place.source && span.start <= place.end;
        self.by_place
            .range(from..)
            .take_while(inside)
            .filter(move |(span, _)| span.end <= place.end)
            .flat_map(|(span, found)| found.iter().map(|found| (*span, found)))
    }
}

/// Where an acronym that is to be spelled out stands in a part of the words that it was found in.
pub fn find(text: &str, short: &str) -> Option<usize> {
    let fits = |&(at, _): &(usize, &str)| {
        let (before, after) = (&text[..at], &text[at + short.len()..]);
        !before.ends_with(joins) && !after.starts_with(joins)
    };
    text.match_indices(short).find(fits).map(|(at, _)| at)
}

/// Whether a character beside an acronym makes it part of a longer word, or leaves no room for anything between.
fn joins(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '‑' | '/' | '_' | '\'' | '’')
}

/// The acronyms that the book uses, wherever it prints them: indices into [`Publication::acronyms`].
pub(crate) fn used(publication: &Publication) -> BTreeSet<usize> {
    let names = Names::new(&publication.acronyms);
    let mut used = BTreeSet::new();
    let mut add = |text: &str| used.extend(names.shorts(text));
    // An acronym does not use itself.
    let notes = publication.acronyms.iter().filter_map(|acronym| Some(acronym.note.as_ref()?.span));
    let notes: BTreeSet<Span> = notes.collect();
    publication.passages(&mut |passage, printed| {
        let mut inline = |inline: &Inline| {
            if let InlineKind::Text(words) | InlineKind::Code(words) = &inline.kind {
                add(words);
            }
        };
        match passage {
            Passage::Line(line) if printed && !notes.contains(&line.span) => {
                walk::line(&line.content, walk::Notes::Skip, &mut inline);
            }
            Passage::Text(text) if printed => {
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
    });
    for entry in &publication.bibliography.entries {
        add(&plain_text(&entry.text));
    }
    let people = publication.people.iter().flat_map(|person| [&person.post, &person.organization]);
    let workshops = publication.workshops.iter().flat_map(|workshop| [&workshop.kind, &workshop.venue]);
    for plain in people.chain(workshops).flatten() {
        add(&plain.text);
    }
    for framework in publication.frameworks.iter().filter(|framework| !framework.retrospective) {
        let elements = framework.elements.iter();
        let words = elements.flat_map(|element| std::iter::once(&element.label).chain(&element.title));
        for plain in [&framework.title, &framework.short].into_iter().chain(words) {
            add(&plain.text);
        }
    }
    // The note of an acronym is printed where the acronym is.
    let mut open: Vec<usize> = used.iter().copied().collect();
    while let Some(at) = open.pop() {
        let Some(note) = &publication.acronyms[at].note else { continue };
        open.extend(names.shorts(&plain_text(&note.content)).filter(|&found| used.insert(found)));
    }
    used
}

/// The acronyms and their long forms by their first words.
struct Names<'a> {
    acronyms: &'a [Acronym],
    /// By the letters and digits that the acronym begins with; the longest acronyms first.
    shorts: BTreeMap<&'a str, Vec<usize>>,
    /// By the first word in small letters: the words of the long form and of its plural.
    longs: HashMap<String, Vec<(usize, Vec<String>)>>,
}

impl<'a> Names<'a> {
    fn new(acronyms: &'a [Acronym]) -> Self {
        let mut shorts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut longs: HashMap<String, Vec<(usize, Vec<String>)>> = HashMap::new();
        for (at, acronym) in acronyms.iter().enumerate() {
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
    fn short_at(&self, text: &str, (start, end): (usize, usize)) -> Option<(usize, usize)> {
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
    fn shorts(&self, text: &str) -> impl Iterator<Item = usize> {
        let mut from = 0;
        words(text).filter_map(move |word| {
            let (acronym, end) = self.short_at(text, word).filter(|_| word.0 >= from)?;
            from = end;
            Some(acronym)
        })
    }

    /// The acronyms whose long form begins with the first of some words. A plural's `s` is passed over.
    fn longs_at(&self, words: &[String]) -> impl Iterator<Item = usize> {
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
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
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

/// Finds first uses, paragraph by paragraph.
struct Finder<'a> {
    names: Names<'a>,
    /// Whether English rules make a plural that nobody has given.
    english: bool,
    /// What has been spelled out by now, or never is.
    done: Vec<bool>,
    found: BTreeMap<Span, Vec<SpelledOut>>,
}

impl<'a> Finder<'a> {
    fn new(acronyms: &'a [Acronym], language: Language) -> Self {
        Self {
            names: Names::new(acronyms),
            english: language == Language::English,
            done: acronyms.iter().map(|acronym| !acronym.expand).collect(),
            found: BTreeMap::new(),
        }
    }

    /// Paragraphs and lists, in boxes, too. Nothing is put into what somebody else has said.
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) => self.paragraph(content),
                BlockKind::List { items, .. } => {
                    for item in items {
                        self.blocks(&item.blocks);
                    }
                }
                BlockKind::KeyMessages { blocks, .. } | BlockKind::GoodPractice { blocks, .. } => self.blocks(blocks),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, content: &[Inline]) {
        if self.done.iter().all(|&done| done) {
            return;
        }
        let mut line = Line::default();
        line.push(content, true);
        let text = line.text.as_str();
        let places: Vec<(usize, usize)> = words(text).collect();
        let folded: Vec<String> = places.iter().map(|&(start, end)| text[start..end].to_lowercase()).collect();
        let mut open = Open::default();
        let mut read = 0;
        let mut from = 0;
        for (at, &word) in places.iter().enumerate() {
            open.read(&text[read..word.0]);
            read = word.0;
            for acronym in self.names.longs_at(&folded[at..]) {
                self.done[acronym] = true;
            }
            let Some((acronym, end)) = self.names.short_at(text, word).filter(|_| word.0 >= from) else { continue };
            from = end;
            if self.done[acronym] {
                continue;
            }
            let (before, after) = (&text[..word.0], &text[end..]);
            let next = places.partition_point(|&(start, _)| start < end);
            let explained = after.trim_start().starts_with('(')
                && self.names.longs_at(&folded[next..]).any(|explained| explained == acronym);
            // In parentheses of its own, it names what the author has just put in other words.
            if explained || before.ends_with('(') && after.starts_with(')') {
                self.done[acronym] = true;
                continue;
            }
            let joined = before.ends_with(joins) || after.starts_with(joins);
            if joined || open.any() {
                continue;
            }
            if let Some((span, offset)) = line.place(word.0, end) {
                self.done[acronym] = true;
                let short = text[word.0..end].to_owned();
                let long = self.long(acronym, &short);
                self.found.entry(span).or_default().push(SpelledOut { offset, short, long });
            }
        }
    }

    fn long(&self, acronym: usize, short: &str) -> String {
        let Acronym { short: singular, long, plural, .. } = &self.names.acronyms[acronym];
        match plural {
            _ if short == singular.text => long.text.clone(),
            Some(plural) => plural.text.clone(),
            None if self.english => format!("{}s", long.text),
            None => long.text.clone(),
        }
    }
}

/// The words of a paragraph, with the places of those that may be added to.
#[derive(Default)]
struct Line {
    text: String,
    /// The pieces that may be added to: where each begins and ends in the text, and where it stands.
    pieces: Vec<(usize, usize, Span)>,
}

impl Line {
    /// Words within links, and in other languages, are read but not added to.
    fn push(&mut self, content: &[Inline], open: bool) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(words) => {
                    let from = self.text.len();
                    self.text.push_str(words);
                    if open {
                        self.pieces.push((from, self.text.len(), inline.span));
                    }
                }
                InlineKind::SoftBreak | InlineKind::HardBreak => self.text.push(' '),
                InlineKind::Code(words) => self.text.push_str(words),
                InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::IndexTerm { content, .. } => {
                    self.push(content, open);
                }
                InlineKind::Link { content, .. }
                | InlineKind::Foreign { content, .. }
                | InlineKind::Reference { content: Some(content), .. } => self.push(content, false),
                // What is printed there begins and ends with no letter of ours.
                InlineKind::Image(_) | InlineKind::Reference { content: None, .. } => self.text.push('\u{fffc}'),
                InlineKind::FootnoteReference(_) | InlineKind::EditorsNote(_) => {}
            }
        }
    }

    /// The piece that holds these words, and where they begin in it.
    fn place(&self, start: usize, end: usize) -> Option<(Span, usize)> {
        let at = self.pieces.partition_point(|&(from, ..)| from <= start).checked_sub(1)?;
        let (from, until, span) = self.pieces[at];
        (end <= until).then_some((span, start - from))
    }
}

/// Parentheses and quotation marks that are open: within them, nothing is added.
#[derive(Default)]
struct Open {
    parentheses: usize,
    quotations: usize,
    straight: bool,
}

impl Open {
    fn read(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '(' | '[' => self.parentheses += 1,
                ')' | ']' => self.parentheses = self.parentheses.saturating_sub(1),
                '“' | '„' | '«' => self.quotations += 1,
                '”' | '»' => self.quotations = self.quotations.saturating_sub(1),
                '"' => self.straight = !self.straight,
                _ => {}
            }
        }
    }

    fn any(&self) -> bool {
        self.parentheses > 0 || self.quotations > 0 || self.straight
    }
}

#[cfg(test)]
#[path = "abbreviations_tests.rs"]
mod tests;
