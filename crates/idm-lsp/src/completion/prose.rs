//! What may be written in Markdown: references, blocks with their keys, acronyms, terms.

use gen_lsp_types::{CompletionItem, CompletionItemKind};
use idm::model::AnchorKind;
use idm_core::expression::FILTERS;
use idm_core::markdown::{BLOCK_FORMS, BlockForm};

use super::{Place, Proposal, identifiers, items};

/// How many letters of a word there are before terms are proposed.
const LETTERS: usize = 3;

pub(super) fn complete(place: &Place) -> Vec<CompletionItem> {
    let before = place.before();
    if let Some(found) = expression(place) {
        return found;
    }
    if let Some(head) = before.trim_start().strip_prefix(":::") {
        return block(place, head.trim_start_matches(':'));
    }
    let name = place.word(|char| char.is_alphanumeric() || "-_:".contains(char));
    let ahead = &place.text[place.line.start..name.start];
    if ahead.ends_with('@') && is_reference(ahead) {
        return reference(place, name);
    }
    if ahead.ends_with("[^") {
        return items(footnotes(place.text), place.range(name));
    }
    words(place)
}

/// Whether an at sign at the end begins what is referred to: in brackets that are open, or as a link's target.
fn is_reference(ahead: &str) -> bool {
    ahead.ends_with("](@") || ahead.rfind('[') > ahead.rfind(']')
}

/// What may be referred to. References carry no prefix, everything else does, as readers of the source see what is meant.
fn reference(place: &Place, name: std::ops::Range<usize>) -> Vec<CompletionItem> {
    let written = &place.text[name.clone()];
    let prefix = written.split_once(':').and_then(|(prefix, _)| AnchorKind::from_prefix(prefix));
    let is_fitting = |kind: AnchorKind| prefix.is_none_or(|prefix| prefix == kind);
    let named = place.opened.project.all_named();
    let kind_of = |id: &str| named.iter().find(|(known, _)| *known == id).map(|(_, named)| named.kind);
    let proposals = identifiers(place.opened, is_fitting).into_iter().map(|proposal| {
        let kind = kind_of(&proposal.label).filter(|kind| *kind != AnchorKind::Reference || prefix.is_some());
        let insert = kind.map(|kind| format!("{}:{}", kind.prefix(), proposal.label));
        Proposal { insert, ..proposal }
    });
    items(proposals.collect::<Vec<_>>(), place.range(name))
}

/// What an expression may name: records by their keys, and filters behind a `|`. None if no expression is being written.
pub(super) fn expression(place: &Place) -> Option<Vec<CompletionItem>> {
    let (_, written) = place.before().rsplit_once("{{")?;
    if written.contains("}}") {
        return None;
    }
    let name = place.word(|char| char.is_alphanumeric() || char == '_');
    let ahead = &written[..written.len() - name.len()];
    if ahead.matches(['"', '\'']).count() % 2 == 1 {
        return Some(vec![]);
    }
    if ahead.trim_end().ends_with('|') {
        let filters = FILTERS.map(|filter| Proposal::new(filter, CompletionItemKind::Function));
        return Some(items(filters, place.range(name)));
    }
    let is_of_path = |char: char| char.is_alphanumeric() || "_.[]".contains(char);
    let path = match ahead.strip_suffix('.') {
        Some(path) => path.rsplit(|char| !is_of_path(char)).next().unwrap_or_default(),
        None => "",
    };
    let names = place.opened.project.names_below(place.path, path).into_iter();
    let names =
        names.map(|(name, value)| Proposal { detail: value, ..Proposal::new(name, CompletionItemKind::Variable) });
    Some(items(names.collect::<Vec<_>>(), place.range(name)))
}

/// The name of a block, its keys, and what these may be.
fn block(place: &Place, head: &str) -> Vec<CompletionItem> {
    let Some((name, attributes)) = head.split_once('{') else {
        let name = place.word(|char| char.is_alphanumeric() || char == '-');
        return items(BLOCK_FORMS.iter().map(named_block), place.range(name));
    };
    let Some(form) = BLOCK_FORMS.iter().find(|form| form.name == name.trim()) else { return vec![] };
    // An odd number of quotation marks: a value is being written.
    if attributes.matches('"').count() % 2 == 1 {
        let key = attributes.rsplit_once("=\"").map_or("", |(ahead, _)| ahead);
        let key = key.rsplit(|char: char| char.is_whitespace()).next().unwrap_or_default();
        let value = place.word(|char| char != '"');
        return items(block_value(place, key), place.range(value));
    }
    let key = place.word(|char| char.is_alphanumeric() || char == '-');
    let free = form.keys.iter().filter(|key| !attributes.contains(&format!("{key}=")));
    let proposals = free
        .map(|key| Proposal { insert: Some(format!("{key}=\"")), ..Proposal::new(*key, CompletionItemKind::Property) });
    items(proposals, place.range(key))
}

fn named_block(form: &BlockForm) -> Proposal {
    let id = if form.id { "`#id`, " } else { "" };
    let keys: Vec<String> = form.keys.iter().map(|key| format!("`{key}`")).collect();
    let documentation = Some(format!("Its keys: {id}{}.", keys.join(", ")));
    Proposal { documentation, ..Proposal::new(form.name, CompletionItemKind::Keyword) }
}

/// What the key of a block may hold.
fn block_value(place: &Place, key: &str) -> Vec<Proposal> {
    let words =
        |words: &[&str]| words.iter().map(|word| Proposal::new(*word, CompletionItemKind::EnumMember)).collect();
    match key {
        "source" => identifiers(place.opened, |kind| kind == AnchorKind::Reference),
        "by" => identifiers(place.opened, |kind| kind == AnchorKind::Person),
        "wide" => words(&["turn", "shrink"]),
        "row-headers" => words(&["true", "false"]),
        "src" => {
            let folder = place.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let files = place.opened.project.paths().iter();
            let below = files.filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
            let pictures = below.filter(|path| {
                let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
                ending.is_some_and(|ending| matches!(ending.as_str(), "svg" | "png" | "jpg" | "jpeg" | "gif" | "webp"))
            });
            pictures.map(|path| Proposal::new(path, CompletionItemKind::File)).collect()
        }
        _ => vec![],
    }
}

/// The footnotes that the text defines.
fn footnotes(text: &str) -> Vec<Proposal> {
    let definitions = text.lines().filter_map(|line| line.trim_start().strip_prefix("[^")?.split_once("]:"));
    definitions
        .map(|(name, says)| Proposal {
            insert: Some(format!("{name}]")),
            detail: Some(says.trim().chars().take(60).collect()),
            ..Proposal::new(name, CompletionItemKind::Reference)
        })
        .collect()
}

/// Acronyms and terms that begin with the letters written.
fn words(place: &Place) -> Vec<CompletionItem> {
    let Some(publication) = place.opened.project.publication() else { return vec![] };
    let word = place.word(|char| char.is_alphanumeric() || char == '-');
    let written = &place.text[word.clone()];
    let mut found = vec![];
    if written.chars().count() >= 2 && written.chars().all(|char| char.is_uppercase() || char.is_ascii_digit()) {
        let acronyms = publication.acronyms.iter().filter(|acronym| acronym.short.text.starts_with(written));
        found.extend(acronyms.map(|acronym| Proposal {
            detail: Some(acronym.long.text.clone()),
            ..Proposal::new(acronym.short.text.clone(), CompletionItemKind::Text)
        }));
    }
    if written.chars().count() >= LETTERS {
        let lower = written.to_lowercase();
        let terms = publication.terms.iter().filter(|term| term.preferred.text.to_lowercase().starts_with(&lower));
        found.extend(terms.map(|term| Proposal {
            documentation: term.note.as_ref().map(|note| super::escaped(&note.text)),
            ..Proposal::new(term.preferred.text.clone(), CompletionItemKind::Text)
        }));
    }
    items(found, place.range(word))
}
