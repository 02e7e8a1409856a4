//! Editions in other languages: translated texts beside their source, and which of them are of another source by now.
//!
//! A translation of `workshop.yaml` is `workshop.fr.yaml` beside it, with the texts alone: what is written once, such as
//! identifiers, numbers and links, stands in the source. Of `summary.md` it is `summary.fr.md`.

mod check;
mod earlier;
mod ledger;
mod pairs;
mod passages;
mod tables;
mod texts;

pub use check::check;
pub use earlier::passages_with;
pub(crate) use ledger::stray_lines;
pub use ledger::{Ledger, digest, ledger_path, pieces};
pub use pairs::{Pairs, Standing, UNKNOWN, pairs};
pub use passages::{Passage, PieceState, State, passages};
pub use texts::{ProseText, Step, ValueText, prose, values};

use passages::named;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{KeyPath, KeySegment, Origin};
use crate::model::Language;
use crate::read::Inputs;
use crate::source::SourceId;

/// The edition that is read: in the language of the texts themselves, or in another.
#[derive(Debug, Clone, Default)]
pub struct EditionFiles {
    /// The other language; none for that of the texts.
    pub language: Option<Language>,
    /// The translation of each YAML file that has one.
    pub(crate) records: BTreeMap<SourceId, SourceId>,
    /// Files of prose that stand in the language of the source, for want of a translation.
    pub(crate) untranslated: BTreeSet<SourceId>,
    /// The source of each file of prose that is translated, as a path, with the translation.
    pub(crate) prose: Vec<(String, SourceId)>,
    /// Which source each translation was made from.
    pub(crate) ledger: Ledger,
}

impl EditionFiles {
    /// The digests of the source that a translation was made from, if somebody has noted them.
    pub fn noted(&self, name: &str) -> Option<&[String]> {
        self.ledger.0.get(name).map(Vec::as_slice)
    }
}

/// The path of a file's translation: `workshop.fr.yaml` for `workshop.yaml`.
pub fn path_in(path: &str, language: Language) -> String {
    match path.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{}.{ending}", language.code()),
        None => path.to_owned(),
    }
}

/// Whether a file is the translation of another into one of these languages.
pub(crate) fn is_translation(path: &str, languages: &[Language]) -> bool {
    let Some((stem, "yaml" | "md")) = path.rsplit_once('.') else { return false };
    stem.rsplit_once('.').is_some_and(|(_, code)| languages.iter().any(|language| language.code() == code))
}

/// The path of the source that a file is named a translation of, and the language: `workshop.yaml` for `workshop.fr.yaml`, and
/// for `workshop.fr.yaml.txt` what would be its source.
pub fn source_of(path: &str, languages: &[Language]) -> Option<(String, Language)> {
    let name = path.rsplit('/').next()?;
    let folder = &path[..path.len() - name.len()];
    languages.iter().find_map(|&language| {
        let (stem, ending) = name.split_once(&format!(".{}.", language.code()))?;
        Some((format!("{folder}{stem}.{ending}"), language))
    })
}

/// By what an item of a list is known in a translation: its identifier, or the acronym in the source.
fn identity(index: &crate::yaml::Index, item: &KeyPath) -> Option<String> {
    let of = |key: &str| index.text(&item.key(key)).map(str::to_owned);
    of("id").or_else(|| of("short")).or_else(|| of("chapter"))
}

/// Where the translation of a value stands, in a file with that index.
fn place_of(inputs: &Inputs, origin: &Origin, translation: SourceId) -> Option<Origin> {
    let (source, index) = (inputs.indexes.get(&origin.source)?, inputs.indexes.get(&translation)?);
    let (mut from, mut to) = (KeyPath::root(), KeyPath::root());
    for segment in origin.path.segments() {
        from.push(segment.clone());
        match segment {
            KeySegment::Key(_) => to.push(segment.clone()),
            KeySegment::Index(place) => match identity(source, &from) {
                Some(id) => {
                    let is_it = |&at: &usize| index.text(&to.index(at).key("id")) == Some(&*id);
                    let at = (0..index.len(&to)).find(is_it)?;
                    to = to.index(at);
                }
                None => to = to.index(*place),
            },
        }
    }
    Some(Origin { source: translation, path: to })
}

/// The translation of a value of a record, with its place; none if there is none.
pub(crate) fn translated(inputs: &Inputs, origin: &Origin) -> Option<(Origin, String)> {
    let translation = *inputs.edition.records.get(&origin.source)?;
    let origin = place_of(inputs, origin, translation)?;
    let text = inputs.indexes.get(&translation)?.text(&origin.path)?.to_owned();
    (!text.trim().is_empty()).then_some((origin, text))
}

#[cfg(test)]
mod tests;
