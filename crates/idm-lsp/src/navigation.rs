//! From a name to what it names, and to wherever it stands.

use gen_lsp_types::{Location, Range};
use idm::mentions::{Mention, Role, Space};
use idm_core::source::SourceId;

use crate::workspace::Opened;

/// Where what is named at a byte has its name; for a path, the file.
pub(crate) fn definition(opened: &Opened, source: SourceId, offset: usize) -> Vec<Location> {
    let Some(mention) = opened.mention_at(source, offset) else { return vec![] };
    if mention.space == Space::Files {
        return opened.source(&mention.name).map(|_| start_of(opened, &mention.name)).into_iter().collect();
    }
    let mentions = opened.mentions();
    mentions
        .iter()
        .filter(|other| other.role == Role::Definition && names_the_same(other, &mention))
        .map(|other| location(opened, other))
        .collect()
}

/// Every place of the name at a byte.
pub(crate) fn references(opened: &Opened, source: SourceId, offset: usize, with_definition: bool) -> Vec<Location> {
    let Some(mention) = opened.mention_at(source, offset) else { return vec![] };
    let mentions = opened.mentions();
    mentions
        .iter()
        .filter(|other| names_the_same(other, &mention) && (with_definition || other.role == Role::Use))
        .map(|other| location(opened, other))
        .collect()
}

/// Whether two places name the same.
pub(crate) fn names_the_same(one: &Mention, other: &Mention) -> bool {
    one.space == other.space && one.name == other.name
}

fn location(opened: &Opened, mention: &Mention) -> Location {
    let path = opened.project.sources().get(mention.span.source).path();
    Location { uri: opened.uri(path), range: opened.range(mention.span) }
}

fn start_of(opened: &Opened, path: &str) -> Location {
    Location { uri: opened.uri(path), range: Range::default() }
}
