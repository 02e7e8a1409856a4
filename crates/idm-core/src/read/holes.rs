//! Holes: what could not be read, at its place, and what may have been lost with it.
//!
//! One mistake must not raise a dozen reports elsewhere, and must not hide one that has nothing to do with it. So whoever
//! finds that something is missing asks first whether a hole may have held it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{KeyPath, KeySegment, Origin, nearest};
use crate::model::AnchorKind;
use crate::remarks;
use crate::source::{SourceId, Sources};
use crate::yaml::{Unread, UnreadKind};

/// What a hole may have held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// The name of something that others may refer to.
    Name(AnchorKind),
    /// A framework.
    Framework,
    /// An element of a framework.
    Element,
    /// An acronym.
    Acronym,
    /// Where in the book something is printed.
    Place,
    /// Words, which may use or cite whatever nothing else does.
    Words,
}

/// Where a hole is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HolePlace {
    /// A file, by its path in the project.
    File(String),
    /// A value or record.
    Value(Origin),
    /// A key that the format does not know, and its value.
    UnknownKey(Origin),
    /// A name that stands twice, so that nobody can say what it means.
    Name,
}

/// Everything that could not be read. Why, the diagnostics say.
///
/// A file may hold a million values that are not understood: of each only its place is kept, once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holes {
    /// Everything that any of them may have held.
    lost: BTreeSet<Lost>,
    /// The values that could not be read, and those of unknown keys.
    values: BTreeSet<Origin>,
    /// The keys that the format does not know, by their records.
    unknown: BTreeMap<Origin, Vec<String>>,
    /// The files that were parsed, and in which any of them is.
    files: BTreeSet<SourceId>,
    /// The files that could not be read, by their paths in the project.
    unread: BTreeSet<String>,
    /// Identifiers that stand in texts beside what was not understood.
    names: BTreeSet<String>,
    /// The files of texts in which a block was not understood.
    texts: BTreeSet<SourceId>,
}

/// Keys whose values hold nothing that could be missed elsewhere: numbers, flags and words of closed lists.
const NAMELESS: [&str; 15] = [
    "formerly",
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
    "links",
    "paper",
];

/// What prose may name: its headings, figures, tables and boxes.
const PROSE: [Lost; 5] = [
    Lost::Name(AnchorKind::Section),
    Lost::Name(AnchorKind::Figure),
    Lost::Name(AnchorKind::Table),
    Lost::Name(AnchorKind::Box),
    Lost::Words,
];

impl Holes {
    /// The paths of the files that have any of them.
    pub fn paths<'a>(&'a self, sources: &'a Sources) -> impl Iterator<Item = &'a str> {
        self.unread.iter().map(String::as_str).chain(self.files.iter().map(|&file| sources.get(file).path()))
    }

    /// Whether everything could be read.
    pub fn is_empty(&self) -> bool {
        let Self { lost, values, unknown: _, files: _, texts: _, unread, names } = self;
        lost.is_empty() && values.is_empty() && unread.is_empty() && names.is_empty()
    }

    /// Whether something of that kind may have been lost.
    pub fn lack(&self, lost: Lost) -> bool {
        self.lost.contains(&lost)
    }

    /// Whether something that has this identifier may have been lost, whatever it is.
    pub(crate) fn lack_name(&self, id: &str) -> bool {
        self.names.contains(id) || self.lost.iter().any(|lost| matches!(lost, Lost::Name(_)))
    }

    /// Whether that identifier stands beside what was not understood.
    pub(crate) fn hold_name(&self, id: &str) -> bool {
        self.names.contains(id)
    }

    /// Whether a value could not be read, or stands under a key that is nearly its own.
    pub(crate) fn hold(&self, value: &Origin) -> bool {
        self.values.contains(value)
            || value.parent().is_some_and(|(record, key)| match key {
                KeySegment::Key(key) => self
                    .unknown
                    .get(&record)
                    .is_some_and(|unknown| unknown.iter().any(|unknown| nearest(unknown, [key.as_str()]).is_some())),
                KeySegment::Index(_) => false,
            })
    }

    /// Whether anything in a file that was parsed could not be read or linked.
    pub(crate) fn in_file(&self, file: SourceId) -> bool {
        self.files.contains(&file)
    }

    /// Whether words may be missing from a text in that file.
    pub(crate) fn in_text(&self, file: SourceId) -> bool {
        self.texts.contains(&file)
    }

    /// Adds a text in which a block was not understood: what is in that block may be all that names or cites something.
    pub(crate) fn push_text(&mut self, file: SourceId) {
        self.texts.insert(file);
        self.lost.insert(Lost::Words);
    }

    /// Adds a hole, and what may have been lost with it.
    pub(crate) fn push(&mut self, place: HolePlace, lost: impl IntoIterator<Item = Lost>) {
        self.lost.extend(lost);
        if let HolePlace::UnknownKey(at) = &place
            && let Some((record, KeySegment::Key(key))) = at.parent()
        {
            self.unknown.entry(record).or_default().push(key.clone());
        }
        match place {
            HolePlace::Value(at) | HolePlace::UnknownKey(at) => {
                self.files.insert(at.source);
                self.values.insert(at);
            }
            HolePlace::File(path) => {
                self.unread.insert(path);
            }
            HolePlace::Name => {}
        }
    }

    /// Adds a file that could not be read.
    pub(super) fn push_file(&mut self, path: &str) {
        let lost = lost_with_file(path);
        self.push(HolePlace::File(path.to_owned()), lost);
    }

    /// Adds the second value of a key that stands twice in one record of a file.
    pub(super) fn push_repeated(&mut self, path: &str, key: &str) {
        let lost = match path {
            // The line that names an entry may be what is missing, so that two entries have become one.
            "references.yaml" => lost_with_file(path),
            _ => lost_at(path, &KeyPath::root().key(key), UnreadKind::Value),
        };
        self.push(HolePlace::File(path.to_owned()), lost);
    }

    /// Adds what a record's file holds and could not be read.
    pub(super) fn push_unread(&mut self, path: &str, source: SourceId, unread: Unread) {
        let origin = Origin { source, path: unread.path };
        let lost = lost_at(path, &origin.path, unread.kind);
        let place = match unread.kind {
            UnreadKind::Value => HolePlace::Value(origin),
            UnreadKind::UnknownKey { .. } => HolePlace::UnknownKey(origin),
        };
        self.push(place, lost);
    }

    /// Adds identifiers that stand beside what was not understood.
    pub(crate) fn push_names(&mut self, names: impl IntoIterator<Item = String>) {
        self.names.extend(names);
    }
}

/// What a file may have held. A record in it has the files beside and below it with it.
fn lost_with_file(path: &str) -> BTreeSet<Lost> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut lost = BTreeSet::from([Lost::Words]);
    let kinds: &[AnchorKind] = match name {
        "publication.yaml" => &[AnchorKind::Theme, AnchorKind::Chapter],
        "people.yaml" => &[AnchorKind::Person],
        "references.yaml" => &[AnchorKind::Reference],
        "outcomes.yaml" => &[AnchorKind::Outcome],
        "recommendations.yaml" => &[AnchorKind::Recommendation],
        "panel.yaml" => &[AnchorKind::Panel, AnchorKind::Question, AnchorKind::Recommendation],
        "workshop.yaml" => &[
            AnchorKind::Workshop,
            AnchorKind::Session,
            AnchorKind::Panel,
            AnchorKind::Question,
            AnchorKind::Recommendation,
        ],
        _ if path.starts_with("chapters/") => &[AnchorKind::Chapter],
        _ => &[],
    };
    lost.extend(kinds.iter().map(|&kind| Lost::Name(kind)));
    match name {
        "publication.yaml" => lost.extend([Lost::Place]),
        "acronyms.yaml" => lost.extend([Lost::Acronym]),
        "terms.yaml" | remarks::DECISIONS => lost.clear(),
        "panel.yaml" | "workshop.yaml" => lost.extend(PROSE),
        _ if path.starts_with("frameworks/") => lost.extend([Lost::Framework, Lost::Element]),
        _ if path.ends_with(".md") => lost.extend(PROSE),
        _ => {}
    }
    lost
}

/// What may have stood at a key path of a file. When in doubt, it did.
fn lost_at(path: &str, at: &KeyPath, kind: UnreadKind) -> BTreeSet<Lost> {
    let keys: Vec<&str> = at.segments().iter().filter_map(key).collect();
    if keys.last().is_some_and(|key| NAMELESS.contains(key)) {
        return BTreeSet::new();
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    // Under a key that nobody knows, records may stand.
    let records = kind == UnreadKind::UnknownKey { records: true };
    let whole = keys.is_empty() || keys == ["id"];
    let mut lost = BTreeSet::from([Lost::Words]);
    let also: &[Lost] = match (name, keys.first().copied()) {
        ("terms.yaml" | remarks::DECISIONS, _) => return BTreeSet::new(),
        ("publication.yaml", Some("design" | "layout" | "standards" | "id" | "region" | "language")) => {
            return BTreeSet::new();
        }
        // Themes, too, if the line between the two lists is missing.
        ("publication.yaml", Some("book")) => {
            &[Lost::Name(AnchorKind::Chapter), Lost::Name(AnchorKind::Theme), Lost::Place]
        }
        ("publication.yaml", Some("themes")) if matches!(keys[..], ["themes"] | ["themes", "id"]) => {
            &[Lost::Name(AnchorKind::Theme), Lost::Place]
        }
        ("publication.yaml", Some("themes")) => &[Lost::Place],
        ("publication.yaml", _) if records => {
            &[Lost::Name(AnchorKind::Theme), Lost::Name(AnchorKind::Chapter), Lost::Place]
        }
        ("workshop.yaml", Some("agenda")) if matches!(keys[..], ["agenda"] | ["agenda", "id"]) => {
            &[Lost::Name(AnchorKind::Session)]
        }
        ("workshop.yaml", Some(_)) if records => &[Lost::Name(AnchorKind::Session)],
        ("panel.yaml", Some("guiding-questions")) => &[Lost::Name(AnchorKind::Question)],
        ("panel.yaml", Some(_)) if records => &[Lost::Name(AnchorKind::Question)],
        ("acronyms.yaml", None | Some("short" | "long")) => &[Lost::Acronym],
        (_, Some("elements")) if path.starts_with("frameworks/") => &[Lost::Element],
        (_, Some(_)) if path.starts_with("frameworks/") && records => &[Lost::Element],
        ("recommendations.yaml" | "outcomes.yaml", Some("theme")) => &[Lost::Place],
        _ if whole => return lost_with_file(path),
        _ => &[],
    };
    lost.extend(also);
    lost
}

fn key(segment: &KeySegment) -> Option<&str> {
    match segment {
        KeySegment::Key(key) => Some(key),
        KeySegment::Index(_) => None,
    }
}
