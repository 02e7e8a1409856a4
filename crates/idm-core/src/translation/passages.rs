//! The passages of a publication that are translated, and how each stands to its source.

use super::identity;
use super::ledger::{Ledger, digests};
use super::texts::values;
use crate::diagnostic::{KeyPath, KeySegment};
use crate::files::Files;
use crate::read::Inputs;
use crate::source::Span;
use crate::yaml::Index;

/// A passage that has a translation, or should have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its name in the ledger: the file's path, and in a record the way to the value, `workshop.yaml#title`.
    pub name: String,
    /// The digests of its source as it is now: one, or one for each piece of a file of prose.
    pub digests: Vec<String>,
    /// How its translation stands to it.
    pub state: State,
    /// Where the translation stands, or the source if there is none.
    pub span: Span,
}

/// How a translation stands to its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was made from the source as it is.
    Current,
    /// So many pieces of the source have changed since.
    Stale(usize),
    /// Nobody has said which source it was made from.
    Unknown,
    /// There is none.
    Missing,
}

/// Every passage of an edition in another language, by file and position. An edition in the language of the texts has none.
pub fn passages(inputs: &Inputs) -> Vec<Passage> {
    let edition = &inputs.edition;
    let mut found = vec![];
    if edition.language.is_none() {
        return found;
    }
    for text in values(inputs) {
        // What is no sentence, such as a name, may be the same in every language.
        if text.translation.is_none() && !text.needed {
            continue;
        }
        let (name, digests) = (text.name(), vec![text.digest()]);
        let place = text
            .translation
            .as_ref()
            .and_then(|(place, _)| Some(inputs.indexes.get(&place.source)?.span_of_value(&place.path)));
        let state = if place.is_none() { State::Missing } else { state(&edition.ledger, &name, &digests) };
        found.push(Passage { name, digests, state, span: place.unwrap_or(text.span) });
    }
    for (path, translation) in &edition.prose {
        let digests = source_digests(&inputs.files, path);
        let state = state(&edition.ledger, path, &digests);
        found.push(Passage { name: path.clone(), digests, state, span: Span::new(*translation, 0..0) });
    }
    for &source in &edition.untranslated {
        let file = inputs.sources.get(source);
        let (name, digests) = (file.path().to_owned(), digests(file.text()));
        if !digests.is_empty() {
            found.push(Passage { name, digests, state: State::Missing, span: Span::new(source, 0..0) });
        }
    }
    found.sort_by_key(|passage| passage.span);
    found
}

fn source_digests(files: &Files, path: &str) -> Vec<String> {
    files.read_text(path).map(|text| digests(&text)).unwrap_or_default()
}

fn state(ledger: &Ledger, name: &str, now: &[String]) -> State {
    let Some(then) = ledger.0.get(name) else { return State::Unknown };
    let mut left = then.clone();
    let new = now.iter().filter(|digest| match left.iter().position(|known| known == *digest) {
        Some(at) => {
            left.remove(at);
            false
        }
        None => true,
    });
    // A piece that was reworded is both gone and new.
    match new.count().max(left.len()) {
        0 => State::Current,
        count => State::Stale(count),
    }
}

/// The way to a value with identifiers in place of numbers where there are some.
pub(super) fn named(index: &Index, at: &KeyPath) -> String {
    let (mut path, mut name) = (KeyPath::root(), String::new());
    for segment in at.segments() {
        path.push(segment.clone());
        if !name.is_empty() {
            name.push('.');
        }
        match segment {
            KeySegment::Key(key) => name.push_str(key),
            KeySegment::Index(place) => name.push_str(&identity(index, &path).unwrap_or_else(|| place.to_string())),
        }
    }
    // The parts of a line of the ledger.
    name.replace(['\t', '\n', '\r'], " ")
}

/// Visits the way to every text of a file.
pub(super) fn texts(index: &Index, at: &KeyPath, visit: &mut dyn FnMut(&KeyPath)) {
    if index.text(at).is_some() {
        visit(at);
        return;
    }
    let keys: Vec<String> = index.keys(at).map(|(key, _)| key.to_owned()).collect();
    if keys.is_empty() {
        for place in 0..index.len(at) {
            texts(index, &at.index(place), visit);
        }
    }
    for key in keys {
        texts(index, &at.key(key), visit);
    }
}
