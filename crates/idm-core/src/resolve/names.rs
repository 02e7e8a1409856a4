//! The names that the records give, known before anything is linked: a record that cannot be used has its name all the same.

use std::collections::BTreeMap;

use crate::diagnostic::{KeyPath, Origin};
use crate::model::AnchorKind;
use crate::read::{Entry, HolePlace, Holes, Inputs, Lost, Records};

/// What the records call themselves.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    by_name: BTreeMap<&'a str, Vec<(AnchorKind, Origin)>>,
}

impl<'a> Names<'a> {
    pub(super) fn of(project: &'a Inputs, records: &'a Records) -> Self {
        let mut names = Self::default();
        if let Some((source, index)) = records.references.and_then(|id| Some((id, project.indexes.get(&id)?))) {
            for (key, _) in index.keys(&KeyPath::root()) {
                names.add(AnchorKind::Reference, Some(key), &Origin { source, path: KeyPath::root().key(key) });
            }
        }
        for Entry { value, origin } in records.people.iter() {
            names.record(AnchorKind::Person, value.id.as_ref(), origin);
        }
        for workshop in &records.workshops {
            let Entry { value, origin } = &*workshop.file;
            names.record(AnchorKind::Workshop, value.id.as_ref(), origin);
            for (at, session) in value.agenda.iter().enumerate() {
                names.record(AnchorKind::Session, session.id.as_ref(), &origin.key("agenda").index(at));
            }
            let panels = workshop.panels.iter();
            for recommendation in
                workshop.recommendations.iter().chain(panels.flat_map(|panel| panel.recommendations.iter()))
            {
                names.record(AnchorKind::Recommendation, recommendation.value.id.as_ref(), &recommendation.origin);
            }
            for panel in &workshop.panels {
                names.record(AnchorKind::Panel, panel.file.value.id.as_ref(), &panel.file.origin);
            }
        }
        let Entry { value, origin } = &*records.publication;
        for (at, theme) in value.themes.iter().enumerate() {
            names.record(AnchorKind::Theme, theme.id.as_ref(), &origin.key("themes").index(at));
        }
        for (at, entry) in value.book.iter().enumerate() {
            let origin = origin.key("book").index(at).key("chapter");
            names.add(AnchorKind::Chapter, entry.chapter.as_deref(), &origin);
        }
        for Entry { value, origin } in records.outcomes.iter() {
            names.record(AnchorKind::Outcome, value.id.as_ref(), origin);
        }
        names
    }

    fn record(&mut self, kind: AnchorKind, id: Option<&'a String>, record: &Origin) {
        self.add(kind, id.map(String::as_str), &record.key("id"));
    }

    fn add(&mut self, kind: AnchorKind, name: Option<&'a str>, origin: &Origin) {
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            self.by_name.entry(name).or_default().push((kind, origin.clone()));
        }
    }

    /// Whether some record has that name, usable or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Whether some record of that kind has that name.
    pub(super) fn has_kind(&self, name: &str, kind: AnchorKind) -> bool {
        self.by_name.get(name).is_some_and(|found| found.iter().any(|(of, _)| *of == kind))
    }

    /// Where a name stands twice, one of the two records has lost its own, which others may refer to.
    pub(super) fn lost(&self, holes: &mut Holes) {
        for found in self.by_name.values().filter(|found| found.len() > 1) {
            for (kind, origin) in found {
                holes.push(HolePlace::Value(origin.clone()), [Lost::Name(*kind)]);
            }
        }
    }
}
