//! Identifiers for what is new.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::Project;

/// How long an identifier is made at most, so that it is easily typed.
const LENGTH: usize = 40;

/// The identifiers that are taken.
#[derive(Debug, Clone)]
pub(crate) struct Names(BTreeSet<String>);

impl Names {
    /// Those of a project.
    pub(crate) fn of(project: &Project) -> Self {
        let anchors = project.publication().into_iter().flat_map(|publication| publication.anchors.iter());
        Self(anchors.map(|(id, _)| id.to_owned()).collect())
    }

    /// Takes an identifier, or where it is taken, the first of `-2`, `-3` … that is not.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let numbered = |number: usize| if number == 1 { wanted.to_owned() } else { format!("{wanted}-{number}") };
        let free = (1..).map(numbered).find(|id| !self.0.contains(id)).unwrap_or_default();
        self.0.insert(free.clone());
        free
    }

    /// Whether an identifier is taken.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.contains(id)
    }
}

/// A text as an identifier: its first words in small letters, joined by hyphens; nothing if no Latin letter is in it.
pub(crate) fn slug(text: &str) -> String {
    let plain: String = text.nfd().filter(char::is_ascii).collect::<String>().to_lowercase();
    let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut id = String::new();
    for word in words.skip_while(|word| !word.starts_with(|first: char| first.is_ascii_lowercase())) {
        if !id.is_empty() && id.len() + 1 + word.len() > LENGTH {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(word);
    }
    id.truncate(LENGTH);
    id.trim_end_matches('-').to_owned()
}
