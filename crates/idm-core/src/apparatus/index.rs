//! The index: people and organizations from the records, subjects from the prose, in the order of the language.

use std::collections::{BTreeMap, BTreeSet};

use crate::alphabet::Alphabet;
use crate::markdown::tree::{Inline, InlineKind};
use crate::markdown::walk;
use crate::model::{BookText, Publication};

/// The index. Where its entries are found is known when the pages are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// People and organizations.
    pub names: Vec<Entry>,
    /// Subjects.
    pub subjects: Vec<Entry>,
}

/// An entry of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What kind of entry it is.
    pub kind: EntryKind,
    /// What marks in the text call it: the kind, a colon, and the identifier or the name.
    pub key: String,
    /// As it is printed.
    pub name: String,
    /// The letter that it stands under; nothing if it begins with none.
    pub letter: String,
    /// Whether it names somebody of whom it is only known that they were announced.
    pub announced: bool,
    /// How often the printed prose names it, which is never for people and organizations: templates do.
    pub mentions: usize,
}

/// What the index names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A person.
    Person,
    /// An organization.
    Organization,
    /// A subject.
    Subject,
}

impl EntryKind {
    /// The name that templates know it by, which also begins its keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Subject => "subject",
        }
    }
}

/// The index of a publication.
pub fn index(publication: &Publication) -> Index {
    let order = Alphabet::of(publication.language);
    let entry = |kind: EntryKind, key: &str, name: &str, mentions| Entry {
        kind,
        key: format!("{}:{key}", kind.name()),
        name: name.to_owned(),
        letter: order.letter(name),
        announced: false,
        mentions,
    };
    let people = publication.people.iter().map(|person| Entry {
        announced: person.is_announced(),
        ..entry(EntryKind::Person, &person.id, &person.sort, 0)
    });
    let organizations: BTreeSet<&str> =
        publication.people.iter().filter_map(|person| Some(person.organization.as_ref()?.text.as_str())).collect();
    let organizations = organizations.into_iter().map(|name| entry(EntryKind::Organization, name, name, 0));
    let subjects = subjects(publication);
    let subjects = subjects.iter().map(|(name, &mentions)| entry(EntryKind::Subject, name, name, mentions));

    let sorted = |mut entries: Vec<Entry>| {
        entries.sort_by(|a, b| order.compare(&a.name, &b.name).then_with(|| a.key.cmp(&b.key)));
        entries
    };
    Index { names: sorted(people.chain(organizations).collect()), subjects: sorted(subjects.collect()) }
}

/// The subjects that the printed prose names, and how often.
fn subjects(publication: &Publication) -> BTreeMap<String, usize> {
    let mut subjects = BTreeMap::new();
    let mut visit = |inline: &Inline| {
        if let InlineKind::IndexTerm { subject, .. } = &inline.kind {
            *subjects.entry(subject.clone()).or_default() += 1;
        }
    };
    publication.texts(&mut |found, printed| match found {
        BookText::Text(text) if printed => walk::inlines(&text.prose, walk::Notes::Skip, &mut visit),
        BookText::Line(line) if printed => walk::line(&line.content, walk::Notes::Skip, &mut visit),
        _ => {}
    });
    subjects
}
