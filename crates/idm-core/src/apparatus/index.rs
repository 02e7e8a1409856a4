//! The index: people and organizations from the records, subjects from the prose, in the order of the language.

use std::collections::{BTreeMap, BTreeSet};

use crate::alphabet::Alphabet;
use crate::markdown::tree::{Inline, InlineKind, SUB_ENTRY};
use crate::markdown::walk;
use crate::model::{BookText, Plain, Publication};

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
    /// As it is printed; of a sub-entry, without the name of the entry that it stands in.
    pub name: String,
    /// The entry that it stands in, if it is a sub-entry.
    pub within: Option<String>,
    /// The letter that it stands under; nothing if it begins with none.
    pub letter: String,
    /// Whether it names somebody of whom it is only known that they were announced.
    pub announced: bool,
    /// How often the printed prose names it, which is never for people and organizations: templates do.
    pub mentions: usize,
    /// Whether it can have places: a subject that is named nowhere only leads to others, or holds sub-entries.
    pub has_places: bool,
    /// The entries that have its places.
    pub see: Vec<String>,
    /// The entries that a reader may look up besides.
    pub see_also: Vec<String>,
}

impl Entry {
    /// The name by which marks and other entries call it: "Capacity; of States".
    pub fn full_name(&self) -> String {
        match &self.within {
            Some(entry) => format!("{entry}{SUB_ENTRY} {}", self.name),
            None => self.name.clone(),
        }
    }
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

/// The index of a publication. Sub-entries follow the entry that they stand in.
pub fn index(publication: &Publication) -> Index {
    let order = Alphabet::of(publication.language);
    let entry = |kind: EntryKind, key: &str, full_name: &str, mentions| {
        let (within, name) = match full_name.split_once(SUB_ENTRY) {
            Some((within, name)) if kind == EntryKind::Subject => (Some(within.to_owned()), name.trim()),
            _ => (None, full_name),
        };
        let lead = publication.index_leads.iter().find(|lead| lead.subject.text == full_name);
        let leads = |list: Option<&Vec<Plain>>| list.into_iter().flatten().map(|plain| plain.text.clone()).collect();
        Entry {
            kind,
            key: format!("{}:{key}", kind.name()),
            name: name.to_owned(),
            letter: order.letter(within.as_deref().unwrap_or(name)),
            within,
            announced: false,
            mentions,
            has_places: kind != EntryKind::Subject || mentions > 0,
            see: leads(lead.map(|lead| &lead.see)),
            see_also: leads(lead.map(|lead| &lead.see_also)),
        }
    };
    let people = publication.people.iter().map(|person| Entry {
        announced: person.is_announced(),
        ..entry(EntryKind::Person, &person.id, &person.sort, 0)
    });
    let organizations: BTreeSet<&str> =
        publication.people.iter().filter_map(|person| Some(person.organization.as_ref()?.text.as_str())).collect();
    let names: Vec<Entry> =
        people.chain(organizations.into_iter().map(|name| entry(EntryKind::Organization, name, name, 0))).collect();
    let mut subjects = subjects(publication);
    // What sub-entries stand in, and what only leads elsewhere, is named nowhere.
    let around: Vec<String> =
        subjects.keys().filter_map(|name| Some(name.split_once(SUB_ENTRY)?.0.to_owned())).collect();
    let leading = publication.index_leads.iter().filter(|lead| !lead.see.is_empty());
    let leading = leading.map(|lead| lead.subject.text.clone());
    for name in around.into_iter().chain(leading) {
        if names.iter().all(|entry| entry.name != name) {
            subjects.entry(name).or_default();
        }
    }
    let subjects = subjects.iter().map(|(name, &mentions)| entry(EntryKind::Subject, name, name, mentions));

    let sorted = |mut entries: Vec<Entry>| {
        let place =
            |entry: &Entry| (entry.within.clone().unwrap_or_else(|| entry.name.clone()), entry.within.is_some());
        entries.sort_by(|a, b| {
            let ((first, is_sub), (other, is_other_sub)) = (place(a), place(b));
            let by_entry = order.compare(&first, &other).then_with(|| is_sub.cmp(&is_other_sub));
            by_entry.then_with(|| order.compare(&a.name, &b.name)).then_with(|| a.key.cmp(&b.key))
        });
        entries
    };
    Index { names: sorted(names), subjects: sorted(subjects.collect()) }
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
