//! What the format says of each of its files, for editors: which keys there are, what they mean, and what they name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::diagnostic::KeyPath;
use crate::remarks;
use crate::schema::editors;
use crate::yaml::{Described, Schema};

/// The descriptions by the files that they describe.
static SCHEMAS: LazyLock<BTreeMap<&str, Schema>> =
    LazyLock::new(|| editors::all().into_iter().map(|file| (file.file, Schema::from(file.value))).collect());

/// The kinds of file that the format knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// `publication.yaml`.
    Publication,
    /// `people.yaml`.
    People,
    /// `acronyms.yaml`.
    Acronyms,
    /// `terms.yaml`.
    Terms,
    /// `comments.yaml`.
    Comments,
    /// `references.yaml`.
    References,
    /// `outcomes.yaml`.
    Outcomes,
    /// A file in `frameworks/`.
    Framework,
    /// `workshop.yaml`.
    Workshop,
    /// `panel.yaml`.
    Panel,
    /// `recommendations.yaml`.
    Recommendations,
    /// A file in `chapters/`.
    Chapter,
    /// `summary.md`.
    Summary,
}

impl FileKind {
    /// The kind of the file at a path in the project; nothing for a file that is no input.
    pub fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        Some(match (folder, name) {
            ("", "publication.yaml") => Self::Publication,
            ("", "people.yaml") => Self::People,
            ("", "acronyms.yaml") => Self::Acronyms,
            ("", "terms.yaml") => Self::Terms,
            ("", remarks::DECISIONS) => Self::Comments,
            ("", "references.yaml") => Self::References,
            ("", "outcomes.yaml") => Self::Outcomes,
            ("frameworks", name) if name.ends_with(".yaml") => Self::Framework,
            ("chapters", name) if name.ends_with(".md") => Self::Chapter,
            (folder, "workshop.yaml") if folder.starts_with("workshops/") => Self::Workshop,
            (folder, "panel.yaml") if folder.starts_with("workshops/") => Self::Panel,
            (folder, "recommendations.yaml") if folder.starts_with("workshops/") => Self::Recommendations,
            (folder, "summary.md") if folder.starts_with("workshops/") => Self::Summary,
            _ => return None,
        })
    }

    /// What is said of the value at a path in a file of this kind. Nothing is said of files of prose.
    pub fn describe(self, path: &KeyPath) -> Described {
        self.schema().map(|schema| schema.describe(path)).unwrap_or_default()
    }

    /// The description of the files of this kind; none for prose.
    pub(crate) fn schema(self) -> Option<&'static Schema> {
        SCHEMAS.get(match self {
            Self::Publication => "publication.schema.json",
            Self::People => "people.schema.json",
            Self::Acronyms => "acronyms.schema.json",
            Self::Terms => "terms.schema.json",
            Self::Comments => "comments.schema.json",
            Self::References => "references.schema.json",
            Self::Outcomes => "outcomes.schema.json",
            Self::Framework => "framework.schema.json",
            Self::Workshop => "workshop.schema.json",
            Self::Panel => "panel.schema.json",
            Self::Recommendations => "recommendations.schema.json",
            Self::Chapter | Self::Summary => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_has_its_kind() {
        let kind = FileKind::of;
        assert_eq!(kind("people.yaml"), Some(FileKind::People));
        assert_eq!(kind("workshops/geneva/panel-1/panel.yaml"), Some(FileKind::Panel));
        assert_eq!(kind("workshops/geneva/recommendations.yaml"), Some(FileKind::Recommendations));
        assert_eq!(kind("chapters/introduction.md"), Some(FileKind::Chapter));
        assert_eq!(kind("chapters/more/introduction.md"), None);
        assert_eq!(kind("comments.yaml"), Some(FileKind::Comments));
        assert_eq!(kind("panel.yaml"), None);
        assert_eq!(kind("workshops/geneva/notes.md"), None);
    }

    #[test]
    fn a_key_says_what_it_means_and_names() {
        let panel = |path: &KeyPath| FileKind::Panel.describe(path);
        let root = KeyPath::root();
        assert!(panel(&root).keys.iter().any(|key| key.word == "moderator" && key.description.is_some()));
        assert_eq!(panel(&root.key("speakers")).names.as_deref(), Some("person"));
        assert_eq!(panel(&root.key("speakers").index(3)).names.as_deref(), Some("person"));
        assert_eq!(panel(&root.key("id")).defines.as_deref(), Some("panel"));
        assert_eq!(panel(&root.key("title")).text.as_deref(), Some("line"));
        let words: Vec<String> = panel(&root.key("status")).words.into_iter().map(|word| word.word).collect();
        assert_eq!(words, ["draft", "reviewed", "cleared"]);
        let basis = panel(&root.key("key-messages").index(0).key("basis"));
        assert!(basis.words.iter().all(|word| word.description.is_some()), "{basis:?}");
        assert_eq!(panel(&root.key("nothing")), Described::default());
    }

    #[test]
    fn lists_of_records_are_described_from_their_items_on() {
        let item = KeyPath::root().index(7);
        assert!(FileKind::People.describe(&item).keys.iter().any(|key| key.word == "honorific"));
        let role = FileKind::People.describe(&item.key("participation").index(0).key("role"));
        assert_eq!(role.names.as_deref(), Some("role"));
        let frameworks = FileKind::Recommendations.describe(&item.key("frameworks").key("nyd").index(0));
        assert_eq!(frameworks.names.as_deref(), Some("framework"));
        let entry = KeyPath::root().key("report-2017");
        assert!(FileKind::References.describe(&entry).keys.iter().any(|key| key.word == "publisher"));
        assert!(FileKind::References.describe(&entry.key("type")).words.iter().any(|word| word.word == "report"));
    }
}
