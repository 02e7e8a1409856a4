//! Where a document spells out its acronyms: at the first use in running text, unless the author has done so by then. Names
//! are left as they are: whoever is called "UN Web TV" is not called "UN (United Nations) Web TV".

use std::collections::BTreeMap;

use super::builder::Builder;
use super::tree::{Change, Inline, InlineKind, NodeId, ReferenceWords};
use crate::abbreviations::{Names, words};
use crate::model::{Acronym, Beside, Language, List, Publication, Ref};
use crate::quotes;

/// The acronyms that have been spelled out by now, in each of the two states of a document.
#[derive(Default)]
pub(super) struct SpellingOut<'a> {
    later: Option<Finder<'a>>,
    earlier: Option<Finder<'a>>,
}

impl<'a> SpellingOut<'a> {
    /// For a document about a publication, and about an earlier state of it.
    pub(super) fn new(publication: &'a Publication, earlier: Option<&'a Publication>) -> Self {
        let finder = |publication: &'a Publication| {
            let spells_out = publication.settings.expand_acronyms;
            spells_out.then(|| Finder::new(&publication.acronyms, publication.language))
        };
        Self { later: finder(publication), earlier: earlier.and_then(finder) }
    }

    /// The acronyms that a paragraph spells out, by the words that hold them.
    fn paragraph(&mut self, content: &[Inline]) -> BTreeMap<NodeId, Vec<Found>> {
        let mut found = BTreeMap::new();
        for (finder, absent, marked) in [
            (&mut self.later, Change::Deleted, None),
            // What stands in both states is spelled out as it is now.
            (&mut self.earlier, Change::Inserted, Some(Change::Deleted)),
        ] {
            let Some(finder) = finder.as_mut().filter(|finder| !finder.is_done()) else { continue };
            let mut line = Line { absent, marked, text: String::new(), pieces: vec![] };
            line.push(content, true);
            finder.paragraph(&line, &mut found);
        }
        found
    }
}

impl<'a> Builder<'a> {
    /// A paragraph in which each acronym is spelled out that the document has not spelled out before.
    pub(super) fn spelled_out(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        if !self.spells_out {
            return content;
        }
        let found = self.acronyms.paragraph(&content);
        if found.is_empty() { content } else { self.with_long_forms(content, &found) }
    }

    fn with_long_forms(&mut self, content: Vec<Inline>, found: &BTreeMap<NodeId, Vec<Found>>) -> Vec<Inline> {
        let mut printed = vec![];
        for mut inline in content {
            match &mut inline.kind {
                InlineKind::Words(text) => {
                    let Some(found) = found.get(&inline.id) else {
                        printed.push(inline);
                        continue;
                    };
                    let (mut from, text) = (0, std::mem::take(text));
                    let mut piece = |builder: &mut Self, kind| {
                        let piece = builder.inline(inline.span, kind);
                        printed.push(Inline { change: inline.change, ..piece });
                    };
                    for Found { offset, short, long, language } in found {
                        if *offset > from {
                            piece(self, InlineKind::Words(text[from..*offset].to_owned()));
                        }
                        let language = language.map(|language| language.code().to_owned());
                        let long = quotes::text(long, &language.clone().unwrap_or_else(|| self.tag()));
                        piece(self, InlineKind::Abbreviation { short: short.clone(), long, language });
                        from = offset + short.len();
                    }
                    if from < text.len() {
                        piece(self, InlineKind::Words(text[from..].to_owned()));
                    }
                    continue;
                }
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Superscript(content)
                | InlineKind::Subscript(content)
                | InlineKind::Indexed { content, .. } => {
                    *content = self.with_long_forms(std::mem::take(content), found);
                }
                _ => {}
            }
            printed.push(inline);
        }
        printed
    }
}

/// An acronym that is spelled out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    /// Where it begins in the words that hold it.
    offset: usize,
    /// The acronym as it is written there, in the plural perhaps.
    short: String,
    /// What it stands for.
    long: String,
    /// The language of those words, if it is not that of the edition.
    language: Option<Language>,
}

/// Finds first uses, paragraph by paragraph.
struct Finder<'a> {
    names: Names<'a>,
    /// Whether English rules make a plural that nobody has given.
    english: bool,
    /// What has been spelled out by now, or never is.
    done: Beside<Acronym, bool>,
}

impl<'a> Finder<'a> {
    fn new(acronyms: &'a List<Acronym>, language: Language) -> Self {
        Self {
            names: Names::new(acronyms),
            english: language == Language::English,
            done: acronyms.map(|acronym| !acronym.expand),
        }
    }

    fn is_done(&self) -> bool {
        self.done.iter().all(|&done| done)
    }

    fn paragraph(&mut self, line: &Line, found: &mut BTreeMap<NodeId, Vec<Found>>) {
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
            if joined || open.any() || is_in_name(before, after) {
                continue;
            }
            if let Some(piece) = line.piece(word.0, end) {
                self.done[acronym] = true;
                if piece.marked {
                    let short = text[word.0..end].to_owned();
                    let (long, language) = self.long(acronym, &short);
                    let offset = word.0 - piece.start;
                    found.entry(piece.node).or_default().push(Found { offset, short, long, language });
                }
            }
        }
    }

    /// What an acronym stands for, and the language of those words if it is not that of the edition.
    fn long(&self, acronym: Ref<Acronym>, short: &str) -> (String, Option<Language>) {
        let Acronym { short: singular, long, plural, .. } = &self.names.acronyms[acronym];
        match plural {
            _ if short == singular.text => (long.text.clone(), long.language),
            Some(plural) => (plural.text.clone(), plural.language),
            None if self.english => (format!("{}s", long.text), long.language),
            None => (long.text.clone(), long.language),
        }
    }
}

/// Whether a character beside an acronym makes it part of a longer word, or leaves no room for anything between.
fn joins(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '‑' | '/' | '_' | '\'' | '’')
}

/// Whether what stands between these is a part of a name: a word right before or behind it has a capital letter, which is not
/// that of a sentence's beginning. Languages that write every noun so lose nothing but a place: the next one is taken.
fn is_in_name(before: &str, after: &str) -> bool {
    let next = after.trim_start_matches(char::is_whitespace);
    if next.len() < after.len() && next.starts_with(char::is_uppercase) {
        return true;
    }
    let words = before.trim_end_matches(char::is_whitespace);
    if words.len() == before.len() {
        return false;
    }
    let start =
        words.rfind(char::is_whitespace).map_or(0, |at| at + words[at..].chars().next().map_or(1, char::len_utf8));
    let (above, word) = (words[..start].trim_end(), &words[start..]);
    let goes_on = |sign: char| sign.is_alphanumeric() || matches!(sign, ',' | ';');
    word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphanumeric) && above.ends_with(goes_on)
}

/// Whether stressed words are a title that stands in a sentence: several, and not the whole line.
fn is_title(content: &[Inline], line: &[Inline]) -> bool {
    let is_blank = |inline: &Inline| matches!(inline.kind, InlineKind::Space | InlineKind::Break);
    let several = content.len() > 1
        || content.iter().any(|inline| match &inline.kind {
            InlineKind::Words(words) => words.trim().contains(char::is_whitespace),
            _ => !is_blank(inline),
        });
    several && line.iter().filter(|inline| !is_blank(inline)).count() > 1
}

/// The words of a paragraph in one of its states, with the pieces that may be added to.
struct Line {
    /// What is not there in that state.
    absent: Change,
    /// If only that is to be added to.
    marked: Option<Change>,
    text: String,
    pieces: Vec<Piece>,
}

/// Words that may be added to.
#[derive(Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    node: NodeId,
    /// Whether they are to be added to in this state.
    marked: bool,
}

impl Line {
    /// Words within links and titles, and in other languages, are read but not added to.
    fn push(&mut self, content: &[Inline], open: bool) {
        let absent = self.absent;
        for inline in content.iter().filter(|inline| inline.change != absent) {
            match &inline.kind {
                InlineKind::Words(words) => {
                    let start = self.text.len();
                    self.text.push_str(words);
                    if open {
                        let marked = self.marked.is_none_or(|marked| marked == inline.change);
                        self.pieces.push(Piece { start, end: self.text.len(), node: inline.id, marked });
                    }
                }
                InlineKind::Abbreviation { short, .. } => self.text.push_str(short),
                InlineKind::Space | InlineKind::Break => self.text.push(' '),
                InlineKind::Code(words) => self.text.push_str(words),
                InlineKind::Emphasis(stressed) => self.push(stressed, open && !is_title(stressed, content)),
                InlineKind::Strong(content)
                | InlineKind::Superscript(content)
                | InlineKind::Subscript(content)
                | InlineKind::Indexed { content, .. } => {
                    self.push(content, open);
                }
                InlineKind::Link { content, .. }
                | InlineKind::Foreign { content, .. }
                | InlineKind::Citation { content, .. } => self.push(content, false),
                InlineKind::Reference(reference) => match &reference.words {
                    ReferenceWords::Own(content) => self.push(content, false),
                    // What is printed there begins and ends with no letter of the text's.
                    ReferenceWords::Kind(_) | ReferenceWords::Title(_) => self.text.push('\u{fffc}'),
                },
                InlineKind::Picture(_) => self.text.push('\u{fffc}'),
                InlineKind::NoteMark(_) | InlineKind::EditorsMark(_) => {}
            }
        }
    }

    /// The piece that holds these words.
    fn piece(&self, start: usize, end: usize) -> Option<Piece> {
        let at = self.pieces.partition_point(|piece| piece.start <= start).checked_sub(1)?;
        Some(self.pieces[at]).filter(|piece| end <= piece.end)
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
#[path = "acronyms_tests.rs"]
mod tests;
