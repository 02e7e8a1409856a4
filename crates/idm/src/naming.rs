//! What identifiers stand for, and where: for those who write them.

use idm_core::digest::Words;
use idm_core::edition::Labels;
use idm_core::markdown::tree::plain_text;
use idm_core::mentions::{self, Mention};
use idm_core::model::{Anchor, AnchorKind};
use idm_core::resolve;
use idm_core::source::SourceId;
use idm_core::yaml::Index;

use crate::Project;

/// What an identifier stands for, as readers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is.
    pub kind: AnchorKind,
    /// What a reference to it prints, such as "Recommendation 3.2"; its title, where it has no number.
    pub printed: String,
    /// Its number, if it has one.
    pub number: Option<String>,
    /// Its title without mark-up; empty if it has none.
    pub title: String,
    /// Whether the book shows it.
    pub in_book: bool,
}

impl Project {
    /// Every place where something is named, in YAML and Markdown, by file and position.
    pub fn mentions(&self) -> Vec<Mention> {
        mentions::all(self.inputs(), self.publication())
    }

    /// What an identifier of the publication stands for; nothing if nothing is called so.
    pub fn named(&self, id: &str) -> Option<Named> {
        Some(self.as_printed(&self.labels(), id, self.publication()?.anchors.get(id)?))
    }

    /// Everything that has an identifier, with it, sorted by identifier.
    pub fn all_named(&self) -> Vec<(&str, Named)> {
        let anchors = self.publication().into_iter().flat_map(|publication| publication.anchors.iter());
        let labels = self.labels();
        anchors.map(|(id, anchor)| (id, self.as_printed(&labels, id, anchor))).collect()
    }

    /// What an expression in a file's texts may name behind a path such as `workshop`, or at its beginning for an empty path:
    /// each name, with its value if that is a text or a number.
    pub fn names_below(&self, file: &str, path: &str) -> Vec<(String, Option<String>)> {
        let records = self.records().into_iter();
        records.flat_map(|records| resolve::expressions_for(self.inputs(), records, file).names_below(path)).collect()
    }

    /// The keys and values of a YAML file with their places; none if it is no YAML or cannot be parsed.
    pub fn index(&self, source: SourceId) -> Option<&Index> {
        self.inputs().indexes.get(&source).map(|index| &**index)
    }

    /// The words that the program prints, with those of the publication.
    pub fn labels(&self) -> Labels {
        let labels = self.options().packages.labels();
        match self.publication() {
            Some(publication) => labels.of(publication),
            None => labels,
        }
    }

    /// The same words in the language of the edition.
    pub fn words(&self) -> Words {
        self.labels().words(self.publication().map_or("en", |publication| publication.language.code()))
    }

    fn as_printed(&self, labels: &Labels, id: &str, anchor: &Anchor) -> Named {
        let language = self.publication().map_or("en", |publication| publication.language.code());
        let kind = labels.get(language, &format!("kind.{}", anchor.kind.name()));
        let mut title = plain_text(&anchor.title);
        if title.is_empty() && anchor.kind == AnchorKind::Person {
            let people = self.publication().into_iter().flat_map(|publication| &publication.people);
            title = people.filter(|person| person.id == *id).map(|person| person.name.text.clone()).collect();
        }
        let printed = match &anchor.number {
            Some(number) => format!("{kind} {number}"),
            None if title.is_empty() => kind.to_owned(),
            None => title.clone(),
        };
        let number = anchor.number.clone();
        Named { kind: anchor.kind, printed, number, title, in_book: anchor.printed }
    }
}
