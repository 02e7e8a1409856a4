//! Resolving: what the files say becomes what they mean. Names become connections, numbers are given out, and whatever
//! does not fit is reported.

mod book;
mod event;
mod fields;
mod gaps;
mod numbering;
mod publication;
mod references;
mod settings;
mod statement;
mod values;
mod words;

pub use references::citation_key;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostics, Origin};
use crate::expression::Expressions;
use crate::model::{Anchors, Id, Person, Publication, Ref};
use crate::read::{Project, Records};

/// Resolves records into a publication.
///
/// Problems go to `diagnostics`; where one of them is an error, the publication is good for further checks but not for
/// building. None is returned only if the records lack what every check needs: the publication's identifier or title.
pub fn resolve(project: &Project, records: &Records, diagnostics: &mut Diagnostics) -> Option<Publication> {
    let any = diagnostics.has_errors();
    let ids = diagnostics.list().iter().any(|found| gaps::hides_identifiers(found, project));
    let gaps = Gaps { any, ids, themes: false };
    let expressions = values::for_publication(records);
    let unreadable = diagnostics.list().iter().filter_map(|found| gaps::value(&found.place)).collect();
    let mut unknown: BTreeMap<Origin, Vec<String>> = BTreeMap::new();
    for (record, key) in diagnostics.list().iter().filter_map(gaps::unknown_key) {
        unknown.entry(record).or_default().push(key);
    }
    let mut resolver = Resolver {
        project,
        records,
        diagnostics,
        gaps,
        unreadable,
        unknown,
        expressions: if any { expressions.forgiving() } else { expressions },
        people: BTreeMap::new(),
        images: BTreeMap::new(),
        anchors: Anchors::default(),
    };
    resolver.publication()
}

/// Whether something could not be read, so that what seems to be missing may only be unread.
///
/// One mistake must not raise a dozen reports elsewhere, and must not hide one that has nothing to do with it.
#[derive(Debug, Clone, Copy)]
struct Gaps {
    /// Whether anything was not understood: then nothing is called unused.
    any: bool,
    /// Whether that may have been an identifier: then nothing is called unknown, either.
    ids: bool,
    /// Whether a theme names a panel that is unknown, or a statement a theme, so that what seems not to be printed may be
    /// meant.
    themes: bool,
}

struct Resolver<'a> {
    project: &'a Project,
    records: &'a Records,
    diagnostics: &'a mut Diagnostics,
    gaps: Gaps,
    /// The values that could not be read, and have been reported.
    unreadable: BTreeSet<Origin>,
    /// The keys that nobody knows, by the record that has them.
    unknown: BTreeMap<Origin, Vec<String>>,
    /// What expressions may use in texts that belong to no workshop or panel.
    expressions: Expressions,
    /// The people by identifier.
    people: BTreeMap<Id, Ref<Person>>,
    /// Paths in the project of the pictures named, by the place of the name.
    images: BTreeMap<crate::source::Span, String>,
    anchors: Anchors,
}
