//! Resolving: what the files say becomes what they mean. Names become connections, numbers are given out, and whatever
//! does not fit is reported.

mod book;
mod comments;
mod event;
mod fields;
mod formerly;
mod levels;
mod names;
mod numbering;
mod numbers;
mod publication;
mod references;
mod settings;
mod statement;
mod strays;
mod values;
mod vocabulary;
mod words;

pub(crate) use fields::parse_partial_date;
pub(crate) use references::citation_key;
pub(crate) use strays::check_texts;
pub use values::for_file as expressions_for;

use std::collections::BTreeMap;

use names::Names;

use crate::diagnostic::Diagnostics;
use crate::expression::Expressions;
use crate::memory::Memory;
use crate::model::{Anchors, Id, Person, Publication, Ref};
use crate::pictures::Named;
use crate::read::{Holes, Inputs, Records};
use crate::source::SourceId;

/// Resolves records into a publication.
///
/// Problems go to `diagnostics`; where one of them is an error, the publication is good for further checks but not for
/// building. None is returned only if the records lack what every check needs: the publication's identifier or title.
pub fn resolve(project: &Inputs, records: &Records, diagnostics: &mut Diagnostics) -> Option<Publication> {
    resolve_again(project, records, &mut Memory::default(), diagnostics)
}

/// Resolves records as [`resolve`] does. Texts that are in `memory` as they are now are not parsed again.
pub fn resolve_again(
    project: &Inputs,
    records: &Records,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) -> Option<Publication> {
    memory.know(project);
    let names = Names::of(project, records);
    let mut holes = records.holes.clone();
    names.lost(&mut holes);
    let resolver = Resolver {
        project,
        records,
        memory,
        diagnostics,
        names,
        expressions: values::for_publication(project, records),
        holes,
        people: BTreeMap::new(),
        images: Named::new(),
        texts: BTreeMap::new(),
        anchors: Anchors::default(),
        vocabulary: words::Vocabulary::default(),
    };
    resolver.publication()
}

struct Resolver<'a> {
    project: &'a Inputs,
    records: &'a Records,
    memory: &'a mut Memory,
    diagnostics: &'a mut Diagnostics,
    /// What could not be read or linked.
    holes: Holes,
    /// What the records call themselves.
    names: Names<'a>,
    /// What expressions may use in texts of the whole publication.
    expressions: Expressions,
    /// The people by identifier.
    people: BTreeMap<Id, Ref<Person>>,
    /// Paths in the project of the pictures named, each with the place of its name, by their handles.
    images: Named,
    /// How many texts have been read of each file.
    texts: BTreeMap<SourceId, u32>,
    anchors: Anchors,
    /// What recommendations, people and sessions may name.
    vocabulary: words::Vocabulary,
}

#[cfg(test)]
mod tests;
