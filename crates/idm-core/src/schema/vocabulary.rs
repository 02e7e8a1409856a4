//! Words of the publication's own in `publication.yaml`, and what recommendations, people and sessions may name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A word that is printed, in the language of the publication or in several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged, expecting = "expected a text, or a text for each language such as `{en: Table, fr: Tableau}`")]
pub(crate) enum WordEntry {
    /// In the language of the publication.
    One(String),
    /// By the two letters of each language.
    Several(BTreeMap<String, String>),
}

/// What the levels of a publication are called.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct LevelsEntry {
    /// The event as a whole.
    pub event: Option<LevelNameEntry>,
    /// Its workshops.
    pub workshop: Option<LevelNameEntry>,
    /// Their panels.
    pub panel: Option<LevelNameEntry>,
    /// Numbers of recommendations.
    pub recommendation: Option<LetterEntry>,
    /// Numbers of outcomes.
    pub outcome: Option<LetterEntry>,
    /// Numbers of guiding questions.
    pub question: Option<LetterEntry>,
}

/// The names of a level.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct LevelNameEntry {
    /// One of them, as it begins a line: `Round table`.
    pub one: Option<WordEntry>,
    /// Several of them: `Round tables`.
    pub many: Option<WordEntry>,
    /// `feminine` or `masculine`, in languages where it matters.
    pub gender: Option<WordEntry>,
}

/// What stands before numbers.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct LetterEntry {
    /// One to three letters: `R` in R3.2.
    pub letter: Option<WordEntry>,
}

/// Identifiers in the order in which they are written, each with the word that is printed for it. One without a word has the
/// program's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NamedEntries(pub Vec<(String, Option<WordEntry>)>);

impl<'de> Deserialize<'de> for NamedEntries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Ordered;

        impl<'de> Visitor<'de> for Ordered {
            type Value = NamedEntries;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a mapping of identifiers to words")
            }

            fn visit_unit<E>(self) -> Result<NamedEntries, E> {
                Ok(NamedEntries::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NamedEntries, A::Error> {
                let mut entries = vec![];
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(NamedEntries(entries))
            }
        }

        deserializer.deserialize_any(Ordered)
    }
}

impl Serialize for NamedEntries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (id, word) in &self.0 {
            map.serialize_entry(id, word)?;
        }
        map.end()
    }
}

impl JsonSchema for NamedEntries {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "NamedEntries".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, Option<WordEntry>>::json_schema(generator)
    }
}
