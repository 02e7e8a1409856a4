//! The identifiers that records had before.

use std::collections::BTreeMap;

use super::Resolver;
use crate::diagnostic::{Diagnostic, Origin};
use crate::model::Id;
use crate::rules;

impl Resolver<'_> {
    /// The identifiers that records had before, each with the present one. One that still names something, or that two
    /// records claim, says nothing.
    pub(super) fn formerly(&mut self) -> BTreeMap<String, String> {
        let mut known = BTreeMap::new();
        for (id, formerly, record) in self.renamed_records() {
            for (at, earlier) in formerly.iter().enumerate() {
                let origin = record.key("formerly").index(at);
                let span = self.span(&origin);
                let message = if Id::new(earlier, span).is_err() {
                    format!("`{earlier}` is no identifier, so that nothing can have been called so")
                } else if self.names.has(earlier) {
                    format!("`{earlier}` still names something, so that it is no earlier name")
                } else if known.contains_key(earlier) {
                    format!("another record says already that it was called `{earlier}`")
                } else {
                    known.insert(earlier.clone(), id.clone());
                    continue;
                };
                self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message));
            }
        }
        known
    }

    /// The records that had other identifiers, with these.
    fn renamed_records(&self) -> Vec<(String, Vec<String>, Origin)> {
        let records = self.records;
        let mut found = vec![];
        let mut add = |id: &Option<String>, formerly: &Vec<String>, origin: &Origin| {
            if let Some(id) = id.as_ref().filter(|_| !formerly.is_empty()) {
                found.push((id.clone(), formerly.clone(), origin.clone()));
            }
        };
        let publication = &records.publication;
        for (at, entry) in publication.value.book.iter().enumerate() {
            add(&entry.chapter, &entry.formerly, &publication.origin.key("book").index(at));
        }
        for (at, theme) in publication.value.themes.iter().enumerate() {
            add(&theme.id, &theme.formerly, &publication.origin.key("themes").index(at));
        }
        for person in records.people.iter() {
            add(&person.value.id, &person.value.formerly, &person.origin);
        }
        for outcome in records.outcomes.iter() {
            add(&outcome.value.id, &outcome.value.formerly, &outcome.origin);
        }
        for workshop in &records.workshops {
            let file = &workshop.file;
            add(&file.value.id, &file.value.formerly, &file.origin);
            for (at, session) in file.value.agenda.iter().enumerate() {
                add(&session.id, &session.formerly, &file.origin.key("agenda").index(at));
            }
            for panel in &workshop.panels {
                add(&panel.file.value.id, &panel.file.value.formerly, &panel.file.origin);
            }
            let of_panels = workshop.panels.iter().flat_map(|panel| panel.recommendations.iter());
            for entry in workshop.recommendations.iter().chain(of_panels) {
                add(&entry.value.id, &entry.value.formerly, &entry.origin);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::files::Files;
    use crate::{read, resolve};

    /// The earlier identifiers of a publication with these people, and what is wrong with them.
    fn formerly(people: &str) -> (Vec<(String, String)>, Vec<String>) {
        let files = Files::memory([
            ("publication.yaml", "id: p\ntitle: T\nbook: [{section: people}]\n"),
            ("people.yaml", people),
        ]);
        let mut diagnostics = Diagnostics::default();
        let (inputs, records) = read::read(files, &mut diagnostics);
        let publication = resolve::resolve(&inputs, &records.unwrap(), &mut diagnostics).unwrap();
        let messages = diagnostics.list().iter().map(|found| found.message.clone()).collect();
        (publication.contents.formerly.into_iter().collect(), messages)
    }

    #[test]
    fn earlier_identifiers_lead_to_the_present_one() {
        let (known, problems) = formerly("- {id: b, formerly: [a, c], name: B}\n- {id: d, name: D}\n");
        assert_eq!(problems, Vec::<String>::new());
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(known, [pair("a", "b"), pair("c", "b")]);
    }

    #[test]
    fn an_earlier_identifier_names_nothing_else() {
        let (known, problems) =
            formerly("- {id: b, formerly: [d, A, c], name: B}\n- {id: d, formerly: [c], name: D}\n");
        assert_eq!(known.len(), 1);
        assert_eq!(problems.len(), 3, "{problems:?}");
    }
}
