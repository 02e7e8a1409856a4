//! The index: people and organizations from the records, subjects from the prose, in the order of the language.

use std::collections::{BTreeMap, BTreeSet};

use crate::alphabet::Alphabet;
use crate::markdown::tree::{Inline, InlineKind, SUB_ENTRY};
use crate::markdown::walk;
use crate::model::{BookText, IndexLead, Language, Plain, Publication};

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
    /// The language of its name, if it is not that of the edition: nothing but untranslated text names it.
    pub language: Option<Language>,
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

/// The index of a publication. Sub-entries follow the entry that they stand in, which always is there: that of a person or
/// an organization, or else a subject.
pub fn index(publication: &Publication) -> Index {
    let order = Alphabet::of(publication.language);
    let mut leading: BTreeMap<&str, &IndexLead> = BTreeMap::new();
    for lead in &publication.index_leads {
        leading.entry(&lead.subject.text).or_insert(lead);
    }
    let entry = |kind: EntryKind, key: &str, full_name: &str, mentions| {
        let (within, name) = match full_name.split_once(SUB_ENTRY) {
            Some((within, name)) if kind == EntryKind::Subject => (Some(within.to_owned()), name.trim()),
            _ => (None, full_name),
        };
        let lead = leading.get(full_name);
        let leads = |list: Option<&Vec<Plain>>| list.into_iter().flatten().map(|plain| plain.text.clone()).collect();
        Entry {
            kind,
            key: format!("{}:{key}", kind.name()),
            name: name.to_owned(),
            letter: order.letter(within.as_deref().unwrap_or(name)),
            within,
            language: None,
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
    let organizations = publication.people.iter().filter_map(|person| person.organization.as_ref());
    let organizations: BTreeMap<&str, Option<Language>> =
        organizations.map(|plain| (plain.text.as_str(), plain.language)).collect();
    let organizations = organizations
        .into_iter()
        .map(|(name, language)| Entry { language, ..entry(EntryKind::Organization, name, name, 0) });
    let names: Vec<Entry> = people.chain(organizations).collect();
    let (mut subjects, foreign) = subjects(publication);
    let called: BTreeSet<&str> = names.iter().map(|entry| entry.name.as_str()).collect();
    // What only leads elsewhere, and what sub-entries stand in, is named nowhere. Those that lead may be sub-entries.
    let elsewhere = publication.index_leads.iter().filter(|lead| !lead.see.is_empty());
    let elsewhere = elsewhere.map(|lead| lead.subject.text.clone()).filter(|name| !called.contains(name.as_str()));
    for name in elsewhere {
        subjects.entry(name).or_default();
    }
    let around = |name: &str| name.split_once(SUB_ENTRY).map(|(around, _)| around.to_owned());
    let holding = subjects.keys().filter_map(|name| around(name));
    let holding: Vec<String> = holding.filter(|name| !called.contains(name.as_str())).collect();
    for name in holding {
        subjects.entry(name).or_default();
    }
    // A subject that is also named in the edition's own words is one of these; one that holds others is of their language.
    let own =
        |name: &str| subjects.get(name).copied().unwrap_or_default() > foreign.get(name).copied().unwrap_or_default();
    let mut held: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in subjects.keys() {
        if let Some(around) = around(name) {
            held.entry(around).or_default().push(name);
        }
    }
    let named_abroad: BTreeSet<String> =
        foreign.keys().flat_map(|name| [Some(name.clone()), around(name)]).flatten().collect();
    let is_foreign = |name: &str| match leading.get(name) {
        Some(lead) => lead.subject.language.is_some() && !own(name),
        None => {
            let mut held = held.get(name).into_iter().flatten().copied().chain([name]);
            named_abroad.contains(name) && !held.any(own)
        }
    };
    let entries = subjects.iter().map(|(name, &mentions)| Entry {
        language: is_foreign(name).then_some(publication.source_language),
        ..entry(EntryKind::Subject, name, name, mentions)
    });
    // What is told of a person or an organization stands in their own entry.
    let is_of_subject = |entry: &Entry| entry.within.as_ref().is_none_or(|within| subjects.contains_key(within));
    let (of_subjects, of_names): (Vec<Entry>, Vec<Entry>) = entries.partition(is_of_subject);
    let names: Vec<Entry> = names.into_iter().chain(of_names).collect();

    let sorted = |mut entries: Vec<Entry>| {
        entries.sort_by(|a, b| {
            let (first, other) = (a.within.as_ref().unwrap_or(&a.name), b.within.as_ref().unwrap_or(&b.name));
            // What the alphabet does not tell apart is another entry all the same, with sub-entries of its own.
            let by_entry = order.compare(first, other).then_with(|| first.cmp(other));
            let by_entry = by_entry.then_with(|| a.within.is_some().cmp(&b.within.is_some()));
            by_entry.then_with(|| order.compare(&a.name, &b.name)).then_with(|| a.key.cmp(&b.key))
        });
        entries
    };
    Index { names: sorted(names), subjects: sorted(of_subjects) }
}

/// The subjects that the printed prose names, and how often; and how often text does that is not translated.
fn subjects(publication: &Publication) -> (BTreeMap<String, usize>, BTreeMap<String, usize>) {
    let (mut subjects, mut foreign): (BTreeMap<String, usize>, BTreeMap<String, usize>) = Default::default();
    let source = publication.source_language;
    let mut visit = |inline: &Inline| match &inline.kind {
        InlineKind::IndexTerm { subject, .. } => *subjects.entry(subject.clone()).or_default() += 1,
        InlineKind::Foreign { language, content } if source != publication.language && language == source.code() => {
            walk::line(content, walk::Notes::Skip, &mut |inline| {
                if let InlineKind::IndexTerm { subject, .. } = &inline.kind {
                    *foreign.entry(subject.clone()).or_default() += 1;
                }
            });
        }
        _ => {}
    };
    publication.texts(&mut |found, printed| match found {
        BookText::Text(text) if printed => walk::inlines(&text.prose, walk::Notes::Skip, &mut visit),
        BookText::Line(line) if printed => walk::line(&line.content, walk::Notes::Skip, &mut visit),
        _ => {}
    });
    (subjects, foreign)
}

#[cfg(test)]
mod tests {
    use super::{Entry, Index, index};
    use crate::diagnostic::Diagnostics;
    use crate::files::Files;
    use crate::{read, resolve};

    /// The index of a chapter, and of what the publication's file says of it.
    fn index_of(chapter: &str, leads: &str) -> Index {
        let publication = format!("id: p\ntitle: T\nbook: [{{chapter: start}}, {{section: index}}]\n{leads}");
        let files = Files::memory([
            ("publication.yaml", publication.as_str()),
            ("chapters/start.md", &format!("# Start\n\n{chapter}\n")),
            (
                "people.yaml",
                "- {id: ray, name: Ann Ray, sort: 'Ray, Ann', organization: Town Archive}\n\
                 - {id: other, name: A. Ray, sort: 'Ray, Ann', organization: town archive}\n",
            ),
        ]);
        let mut diagnostics = Diagnostics::default();
        let (project, records) = read::read(files, &mut diagnostics);
        index(&resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap())
    }

    fn names(entries: &[Entry]) -> Vec<String> {
        entries.iter().map(Entry::full_name).collect()
    }

    #[test]
    fn what_a_sub_entry_stands_in_is_there_before_it() {
        let chapter =
            "[a](<index:Town Archive; of minutes>) [b](<index:Ray, Ann; as a child>) [c](<index:Zebra; striped>)";
        let Index { names: of_names, subjects } = index_of(chapter, "");
        let wanted = [
            "Ray, Ann",
            "Ray, Ann",
            "Ray, Ann; as a child",
            "town archive",
            "Town Archive",
            "Town Archive; of minutes",
        ];
        assert_eq!(names(&of_names), wanted);
        assert_eq!(names(&subjects), ["Zebra", "Zebra; striped"]);
        // A subject that is called as an organization is has its own.
        let both = index_of("[a](<index:Town Archive; of minutes>) [b](<index:Town Archive>)", "");
        assert_eq!(names(&both.subjects), ["Town Archive", "Town Archive; of minutes"]);
    }

    #[test]
    fn what_only_leads_elsewhere_may_be_a_sub_entry() {
        let leads = "index:\n- {subject: 'Nowhere; of States', see: [Zebra]}\n\
                     - {subject: 'Town Archive; its doors', see: [Zebra]}\n";
        let Index { names: of_names, subjects } = index_of("[a](index:Zebra)", leads);
        assert_eq!(names(&subjects), ["Nowhere", "Nowhere; of States", "Zebra"]);
        assert_eq!(subjects[1].see, ["Zebra"]);
        assert!(names(&of_names).contains(&"Town Archive; its doors".to_owned()));
    }
}
