//! Which problems of reading may have swallowed an identifier that others refer to.

use crate::diagnostic::{Diagnostic, KeySegment, Origin, Place, Severity};
use crate::read::Project;
use crate::rules;

/// Keys whose values name nothing: numbers, flags and words of closed lists.
const NAMELESS: [&str; 13] = [
    "number",
    "participants",
    "basis",
    "status",
    "role",
    "kind",
    "working-title",
    "retrospective",
    "justify",
    "addressees",
    "expand",
    "openings",
    "paper",
];

/// Whether a problem is where nothing has an identifier: in the list of terms, or in the design.
fn is_nameless(found: &Diagnostic, project: &Project) -> bool {
    let (source, path) = match &found.place {
        Place::Key(origin) | Place::Value(origin) => (origin.source, Some(&origin.path)),
        Place::Span(span, path) => (span.source, path.as_ref()),
        Place::File(path) => return path == "terms.yaml",
    };
    match project.sources.get(source).path() {
        "terms.yaml" => true,
        "publication.yaml" => path.and_then(|path| path.segments().iter().find_map(key)) == Some("design"),
        _ => false,
    }
}

/// The value that a problem was found at, if it was found at one.
pub(super) fn value(place: &Place) -> Option<Origin> {
    match place {
        Place::Span(span, Some(path)) => Some(Origin { source: span.source, path: path.clone() }),
        Place::Value(origin) | Place::Key(origin) => Some(origin.clone()),
        Place::Span(_, None) | Place::File(_) => None,
    }
}

/// The record and the key that nobody knows, if that is the problem.
pub(super) fn unknown_key(found: &Diagnostic) -> Option<(Origin, String)> {
    let unknown = (found.rule == &rules::YAML_UNKNOWN_KEY).then(|| value(&found.place)).flatten()?;
    match unknown.parent()? {
        (record, KeySegment::Key(key)) => Some((record, key.clone())),
        (_, KeySegment::Index(_)) => None,
    }
}

/// Whether what could not be read may have held an identifier. When in doubt, it may.
pub(super) fn hides_identifiers(found: &Diagnostic, project: &Project) -> bool {
    if found.severity != Severity::Error || is_nameless(found, project) {
        return false;
    }
    let origin = match &found.place {
        Place::Key(origin) | Place::Value(origin) => origin,
        Place::Span(span, Some(path)) => &Origin { source: span.source, path: path.clone() },
        Place::Span(_, None) | Place::File(_) => return true,
    };
    if found.rule == &rules::YAML_UNKNOWN_KEY {
        // Identifiers are values of `id`, whose absence is noticed by itself, of `chapter` in the order of the book,
        // or stand deeper.
        let in_book = first_key(origin) == Some("book");
        return in_book || project.indexes.get(&origin.source).is_none_or(|index| index.len(&origin.path) > 0);
    }
    if found.rule == &rules::YAML_TYPE {
        return last_key(origin).is_none_or(|key| !NAMELESS.contains(&key));
    }
    true
}

fn first_key(origin: &Origin) -> Option<&str> {
    origin.path.segments().iter().find_map(key)
}

fn last_key(origin: &Origin) -> Option<&str> {
    origin.path.segments().iter().rev().find_map(key)
}

fn key(segment: &KeySegment) -> Option<&str> {
    match segment {
        KeySegment::Key(key) => Some(key),
        KeySegment::Index(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::files::Files;
    use crate::{read, resolve};

    /// The codes found in a project with that title page and a text that refers to nothing known.
    fn codes(publication: &str) -> Vec<&'static str> {
        let files =
            Files::memory([("publication.yaml", publication), ("chapters/start.md", "# Start\n\nSee [@nowhere].")]);
        let mut diagnostics = Diagnostics::default();
        let (project, records) = read::read(files, &mut diagnostics);
        resolve::resolve(&project, &records.unwrap(), &mut diagnostics);
        let mut codes: Vec<_> = diagnostics.list().iter().map(|found| found.rule.code).collect();
        codes.sort_unstable();
        codes
    }

    const SOUND: &str = "id: p\ntitle: T\nbook:\n  - chapter: start\n";

    #[test]
    fn a_harmless_mistake_hides_no_other() {
        assert_eq!(codes(SOUND), ["dangling-reference"]);
        assert_eq!(codes(&format!("{SOUND}subtitel: S\n")), ["dangling-reference", "unknown-key"]);
        assert_eq!(codes(&format!("{SOUND}layout: {{justify: maybe}}\n")), ["dangling-reference", "wrong-type"]);
        for harmless in ["acronyms: {expand: maybe}", "layout: {openings: [a]}", "design: {sizes: {body: 11}}"] {
            assert_eq!(codes(&format!("{SOUND}{harmless}\n")), ["dangling-reference", "wrong-type"], "{harmless}");
        }
    }

    #[test]
    fn where_an_identifier_may_be_lost_nothing_is_called_unknown() {
        assert_eq!(codes(&format!("{SOUND}themess: [{{id: a, title: A}}]\n")), ["unknown-key"]);
        assert_eq!(codes(&format!("{SOUND}themes: a\n")), ["wrong-type"]);
    }
}
