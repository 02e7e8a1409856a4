//! Keys of records, and what their values may be.

use std::collections::BTreeSet;

use gen_lsp_types::{CompletionItem, CompletionItemKind};
use idm::FileKind;
use idm::model::AnchorKind;
use idm_core::diagnostic::{Diagnostics, KeyPath, KeySegment};
use idm_core::rules;
use idm_core::source::Sources;
use idm_core::yaml::{Described, Index, Part};

use super::{Place, Proposal, identifiers, items, prose};

/// Stands for the word that is being written, so that the file can be parsed.
const MARK: &str = "zzplacezz";
/// What may close what the line has opened.
const ENDS: [&str; 9] = ["", "]", "}", "\"", "'", "\"]", "']", "\"}", "}]"];

pub(super) fn complete(place: &Place, kind: FileKind) -> Vec<CompletionItem> {
    let before = place.before();
    if before.trim_start().starts_with('#') || before.contains(" #") {
        return vec![];
    }
    if let Some(found) = prose::expression(place) {
        return found;
    }
    let word = place.word(|char| char.is_alphanumeric() || "-_./".contains(char));
    let mut found = vec![];
    if let Some((path, index)) = as_key(place, word.clone()) {
        found.extend(keys(kind, &path, &index));
    }
    if let Some((path, _)) = as_value(place, word.clone()) {
        let described = kind.describe(&path);
        if described.text.is_some() {
            let written = prose::complete(place);
            if found.is_empty() {
                return written;
            }
        }
        found.extend(values(place, &path, &described));
    }
    items(found, place.range(word))
}

/// The way to the record in which a key is being written, and the file as it would be with it.
fn as_key(place: &Place, word: std::ops::Range<usize>) -> Option<(KeyPath, Index)> {
    let (at, index) = parsed(place, word, ": x")?;
    let mut path = KeyPath::root();
    let (last, above) = at.segments().split_last()?;
    above.iter().for_each(|segment| path.push(segment.clone()));
    matches!(last, KeySegment::Key(key) if key.contains(MARK)).then_some((path, index))
}

/// The way to the value that is being written.
fn as_value(place: &Place, word: std::ops::Range<usize>) -> Option<(KeyPath, Index)> {
    let (path, index) = parsed(place, word, "")?;
    let is_key = matches!(path.segments().last(), Some(KeySegment::Key(key)) if key.contains(MARK));
    (!is_key).then_some((path, index))
}

/// The way to the word, once a mark stands in its place and what is open is closed. What follows the line is left out: it
/// says nothing of the place, and may be as unfinished.
fn parsed(place: &Place, word: std::ops::Range<usize>, behind: &str) -> Option<(KeyPath, Index)> {
    let head = place.text.get(..word.start)?;
    ENDS.iter().find_map(|end| {
        let mut sources = Sources::default();
        let id = sources.add(place.path, format!("{head}{MARK}{behind}{end}\n"));
        let index = Index::new(sources.get(id), id, &mut Diagnostics::default())?;
        let at = index.at(sources.get(id), word.start + 1)?;
        let is_key = at.part == Part::Key;
        let holds = sources.text(at.span).contains(MARK) || at.part == Part::Scalar;
        (holds && is_key != behind.is_empty()).then_some((at.path, index))
    })
}

/// The keys that a record may have and does not have yet.
fn keys(kind: FileKind, record: &KeyPath, index: &Index) -> Vec<Proposal> {
    let there: BTreeSet<&str> = index.keys(record).map(|(key, _)| key).collect();
    let known = kind.describe(record).keys;
    known
        .into_iter()
        .filter(|key| !there.contains(key.word.as_str()))
        .map(|key| Proposal {
            insert: Some(format!("{}: ", key.word)),
            documentation: key.description,
            ..Proposal::new(key.word, CompletionItemKind::Property)
        })
        .collect()
}

/// What a value may be.
fn values(place: &Place, path: &KeyPath, described: &Described) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = described
        .words
        .iter()
        .map(|word| Proposal {
            documentation: word.description.clone(),
            ..Proposal::new(word.word.clone(), CompletionItemKind::EnumMember)
        })
        .collect();
    if described.is_flag {
        found.extend(["true", "false"].map(|word| Proposal::new(word, CompletionItemKind::Value)));
    }
    if let Some(names) = described.names.as_ref().filter(|_| described.words.is_empty()) {
        found.extend(named(place, path, names));
    }
    found
}

/// What a value may name.
fn named(place: &Place, path: &KeyPath, names: &str) -> Vec<Proposal> {
    let publication = place.opened.project.publication();
    match names {
        "chapter" => {
            let files = place.opened.project.paths().iter();
            let chapters = files.filter_map(|path| path.strip_prefix("chapters/")?.strip_suffix(".md"));
            chapters.map(|name| Proposal::new(name, CompletionItemKind::File)).collect()
        }
        "framework" => {
            let framework = path.segments().iter().rev().find_map(|segment| match segment {
                KeySegment::Key(key) => Some(key.as_str()),
                KeySegment::Index(_) => None,
            });
            let frameworks = publication.into_iter().flat_map(|publication| &publication.frameworks);
            let elements =
                frameworks.filter(|found| Some(found.id.as_str()) == framework).flat_map(|found| &found.elements);
            elements
                .map(|element| Proposal {
                    detail: Some(element.label.text.clone()),
                    documentation: element.title.as_ref().map(|title| super::escaped(&title.text)),
                    ..Proposal::new(element.id.clone(), CompletionItemKind::Reference)
                })
                .collect()
        }
        "diagnostic" => rules::ALL
            .iter()
            .filter(|rule| rule.adjustable)
            .map(|rule| Proposal {
                documentation: Some(rule.summary.to_owned()),
                ..Proposal::new(rule.code, CompletionItemKind::EnumMember)
            })
            .collect(),
        "addressee" | "role" | "kind" => {
            let ids: Vec<&str> = match (publication, names) {
                (None, _) => vec![],
                (Some(publication), "addressee") => publication.addressees.iter().map(|known| &*known.id).collect(),
                (Some(publication), "role") => publication.roles.iter().map(|known| &*known.id).collect(),
                (Some(publication), _) => publication.kinds.iter().map(|known| &*known.id).collect(),
            };
            ids.into_iter().map(|id| Proposal::new(id, CompletionItemKind::EnumMember)).collect()
        }
        "label" => {
            let labels = place.opened.project.options().packages.labels();
            let paths = labels.paths("en").into_iter();
            paths
                .map(|path| Proposal {
                    detail: labels.plain("en", &path).map(str::to_owned),
                    ..Proposal::new(path, CompletionItemKind::EnumMember)
                })
                .collect()
        }
        "file" => {
            let files = place.opened.project.paths().iter();
            files.map(|path| Proposal::new(path, CompletionItemKind::File)).collect()
        }
        _ => identifiers(place.opened, |kind: AnchorKind| kind.name() == names),
    }
}
