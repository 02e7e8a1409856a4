//! The comparisons of a publication's editions, each told in its own language.

use std::fmt::Write as _;

use serde_json::{Value, json as value};

use super::super::record::Comparison;
use super::{human, json, markdown};
use crate::authors::Authors;
use crate::escape;
use crate::model::Language;
use crate::words::{Words, fill};

/// What `format` holds where several editions are told of.
const FORMAT: &str = "idm-edition-changes";

/// The version of that form. A new field does not raise it; a changed or removed one does.
const VERSION: u32 = 1;

/// The comparison of one edition, with what it is told by.
#[derive(Debug)]
pub struct EditionComparison {
    /// The language of the edition.
    pub language: Language,
    /// What has changed in it.
    pub comparison: Comparison,
    /// The words of its language.
    pub words: Words,
    /// Who gave its passages their words, where that was asked for.
    pub authors: Authors,
}

impl EditionComparison {
    /// "Edition in French", in its own language.
    fn heading(&self) -> String {
        let code = self.language.code();
        let name = self.words.get(&format!("language.{code}")).unwrap_or(code);
        let pattern = self.words.get("digest.changes-in").unwrap_or("{language}");
        fill(pattern, &[("language".to_owned(), name.to_owned())])
    }
}

/// The comparisons of editions for a terminal, each as [`human`] has it, below the name of its edition. Of one edition alone, that is
/// left out.
pub fn human_of_editions(editions: &[EditionComparison]) -> String {
    sections(
        editions,
        |edition| human(&edition.comparison, &edition.words, &edition.authors),
        |heading| format!("{heading}\n{}\n\n", "=".repeat(heading.chars().count())),
    )
}

/// The comparisons of editions as Markdown, each as [`markdown`] has it, below a heading of the first level. Of one edition alone,
/// that is left out.
pub fn markdown_of_editions(editions: &[EditionComparison]) -> String {
    sections(
        editions,
        |edition| markdown(&edition.comparison, &edition.words, &edition.authors),
        |heading| format!("# {}\n\n", escape::markdown(heading)),
    )
}

/// The comparisons of editions as JSON: a list, in which each is as [`json`] has it, with its language.
pub fn json_of_editions(editions: &[EditionComparison]) -> Value {
    let one = |edition: &EditionComparison| {
        let mut told = json(&edition.comparison, &edition.authors);
        if let Some(object) = told.as_object_mut() {
            object.insert("language".to_owned(), value!(edition.language.code()));
        }
        told
    };
    value!({
        "format": FORMAT,
        "version": VERSION,
        "editions": editions.iter().map(one).collect::<Vec<_>>(),
    })
}

fn sections(
    editions: &[EditionComparison],
    tell: impl Fn(&EditionComparison) -> String,
    head: impl Fn(&str) -> String,
) -> String {
    let mut text = String::new();
    for edition in editions {
        if editions.len() > 1 {
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = write!(text, "{gap}{}", head(&edition.heading()));
        }
        text.push_str(&tell(edition));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::labels;
    use super::*;

    fn edition(language: Language) -> EditionComparison {
        let words = labels().words(language.code());
        EditionComparison { language, comparison: Comparison::default(), words, authors: Authors::default() }
    }

    #[test]
    fn each_edition_is_told_below_its_name_in_its_language() {
        let editions = [edition(Language::English), edition(Language::French)];
        let text = human_of_editions(&editions);
        let told = "Edition in English\n==================\n\nnothing has changed\n\nÉdition en français\n";
        assert!(text.starts_with(told), "{text}");
        assert!(markdown_of_editions(&editions).contains("\n\n# Édition en français\n\n"));
        assert_eq!(human_of_editions(&editions[..1]), "nothing has changed\n");
        assert_eq!(json_of_editions(&editions)["editions"][1]["language"], "fr");
    }
}
