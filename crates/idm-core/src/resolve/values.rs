//! What `{{ … }}` expressions may use: the records under the names of their keys, hyphens turned into underscores.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use crate::diagnostic::Origin;
use crate::expression::Expressions;
use crate::read::{Entry, Inputs, PanelRecords, Records, WorkshopRecords};
use crate::schema::{PublicationFile, WorkshopFile};

/// For texts that belong to the publication as a whole.
pub(crate) fn for_publication(project: &Inputs, records: &Records) -> Expressions {
    let publication = Arc::clone(&records.publication);
    let workshops: Vec<_> = records.workshops.iter().map(|workshop| Arc::clone(&workshop.file)).collect();
    let counts = counts(records);
    Expressions::new(move || common(&publication.value, &workshops, &counts)).forgiving(unread(project, records))
}

/// The names below which something may only be unread.
fn unread(project: &Inputs, records: &Records) -> BTreeSet<&'static str> {
    let roots = |path: &str| -> &'static [&'static str] {
        match path.rsplit('/').next() {
            Some("publication.yaml") => &["publication", "values"],
            Some("workshop.yaml") => &["workshop", "workshops"],
            Some("panel.yaml") => &["panel"],
            _ => &[],
        }
    };
    records.holes.paths(&project.sources).flat_map(roots).copied().collect()
}

/// For texts of a workshop.
pub(crate) fn for_workshop(publication: &Expressions, workshop: &WorkshopRecords) -> Expressions {
    let file = Arc::clone(&workshop.file);
    publication.with("workshop", move || record(&file.value))
}

/// For texts of a panel.
pub(crate) fn for_panel(workshop: &Expressions, panel: &PanelRecords) -> Expressions {
    let file = Arc::clone(&panel.file);
    workshop.with("panel", move || record(&file.value))
}

/// For the texts of a file, by its path in the project.
pub fn for_file(project: &Inputs, records: &Records, path: &str) -> Expressions {
    let mut expressions = for_publication(project, records);
    let lies_in = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let folder = |file: &Origin| {
        let path = project.sources.get(file.source).path();
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    };
    let Some(workshop) = records.workshops.iter().find(|workshop| lies_in(folder(&workshop.file.origin))) else {
        return expressions;
    };
    expressions = for_workshop(&expressions, workshop);
    match workshop.panels.iter().find(|panel| lies_in(&panel.folder)) {
        Some(panel) => for_panel(&expressions, panel),
        None => expressions,
    }
}

fn common(publication: &PublicationFile, workshops: &[Arc<Entry<WorkshopFile>>], counts: &Value) -> Value {
    json!({
        "publication": {
            "title": publication.title,
            "short_title": publication.short_title,
            "date": publication.date,
            "language": publication.language,
        },
        "values": underscored(json!(publication.values)),
        "workshops": by_number(workshops),
        "count": counts,
    })
}

/// How many there are of each kind of record.
fn counts(records: &Records) -> Value {
    let panels = || records.workshops.iter().flat_map(|workshop| &workshop.panels);
    let recommendations = records.workshops.iter().map(|workshop| workshop.recommendations.len()).sum::<usize>()
        + panels().map(|panel| panel.recommendations.len()).sum::<usize>();
    json!({
        "workshops": records.workshops.len(),
        "panels": panels().count(),
        "recommendations": recommendations,
        "outcomes": records.outcomes.len(),
        "people": records.people.len(),
        "questions": panels().map(|panel| panel.file.value.guiding_questions.len()).sum::<usize>(),
    })
}

/// The workshops by number, as the book has them. The files come by folder, which says nothing of time.
fn by_number(workshops: &[Arc<Entry<WorkshopFile>>]) -> Vec<Value> {
    let mut files: Vec<_> = workshops.iter().map(|file| &file.value).collect();
    files.sort_by_key(|file| file.number);
    files.into_iter().map(record).collect()
}

fn record(value: &impl Serialize) -> Value {
    underscored(serde_json::to_value(value).unwrap_or_default())
}

fn underscored(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (key.replace('-', "_"), underscored(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(underscored).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::files::Files;

    #[test]
    fn workshops_come_by_number_whatever_their_folders_are_called() {
        let files = Files::memory([
            ("publication.yaml", "id: p"),
            ("workshops/a/workshop.yaml", "{id: second, number: 2, city: Upham}"),
            ("workshops/b/workshop.yaml", "{id: first, number: 1, city: Downham}"),
        ]);
        let (project, records) = crate::read::read(files, &mut Diagnostics::default());
        let expressions = super::for_publication(&project, &records.unwrap());
        assert_eq!(expressions.evaluate("workshops[0].city"), Ok("Downham".to_owned()));
    }
}
