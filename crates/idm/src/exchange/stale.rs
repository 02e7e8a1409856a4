//! Translations of another source: what that said, and what it says now.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use idm_core::edition::StaleSource;
use idm_core::expression::Expressions;
use idm_core::files::{Repository, RevisionError};
use idm_core::markdown::Shape;
use idm_core::source::Span;
use idm_core::translation::{passages_with, path_in, pieces};

use super::catalogue::{Catalogue, Passage, Place, State};
use super::coded::{Leaf, Part, Side, leaves, plain};
use crate::{Error, Project};

/// What passages said, by file and digest, with the name of the state that said so.
type Earlier = BTreeMap<(String, String), (String, String)>;

/// How many commits are looked at for what a source said.
const MAX_COMMITS: usize = 5_000;

/// Translations whose source has changed since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StaleSources {
    /// The passages, each with what its source said and says.
    pub passages: Vec<StaleSource>,
    /// Files, and passages of files, whose translation is built otherwise than the source and may be of another one: none of their
    /// texts stands for one of the source, so that nothing can be shown beside them.
    pub apart: Vec<String>,
}

impl Project {
    /// The translated passages of the edition that was read whose source has changed since, with what it said when they were
    /// translated, as far as the repository knows.
    ///
    /// # Errors
    /// [`Error::Inputs`] if too little of the inputs could be understood, or the edition is that of the texts themselves;
    /// [`Error::Revision`] if the repository cannot be read.
    pub fn stale_sources(&self) -> Result<StaleSources, Error> {
        let catalogue = Catalogue::of(self)?;
        let stale: Vec<(&Passage, Span, String)> = catalogue
            .passages
            .iter()
            .filter(|passage| passage.state == State::Stale)
            .filter_map(|passage| Some((passage, self.span_of(&catalogue, passage)?, noted(&catalogue, passage)?)))
            .collect();
        let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (passage, _, digest) in &stale {
            wanted.entry(passage.file.clone()).or_default().insert(digest.clone());
        }
        let known = self.earlier_passages(wanted)?;
        let told = stale.into_iter().map(|(passage, span, digest)| {
            let then = known.get(&(passage.file.clone(), digest));
            StaleSource {
                span,
                language: catalogue.source.code().to_owned(),
                then: then.map(|(text, _)| read(&cut(passage, text))),
                revision: then.map(|(_, revision)| revision.clone()),
                now: read(&passage.leaves),
            }
        });
        let passages = told.collect();
        let apart = catalogue.apart.iter().filter(|apart| apart.state != Some(State::Current));
        Ok(StaleSources { passages, apart: apart.map(|apart| apart.name.clone()).collect() })
    }

    /// Where the translation of a passage stands.
    fn span_of(&self, catalogue: &Catalogue, passage: &Passage) -> Option<Span> {
        match &passage.place {
            Place::Value { .. } => passage.stands,
            Place::Piece { of, translated } => {
                let prose = catalogue.prose.get(*of)?;
                let path = path_in(&prose.file, catalogue.target);
                let (source, _) = self.sources().iter().find(|(_, source)| source.path() == path)?;
                let piece = pieces(prose.translation.as_deref()?).get((*translated)?)?.clone();
                Some(Span::new(source, piece))
            }
        }
    }

    /// What passages of files said, by file and digest, with the name of a state that said so: the nearest to what is
    /// committed, on whichever branch it was.
    fn earlier_passages(&self, mut wanted: BTreeMap<String, BTreeSet<String>>) -> Result<Earlier, Error> {
        let mut found = Earlier::new();
        let Some(folder) = self.folder() else { return Ok(found) };
        let repository = match Repository::discover(folder) {
            Ok(repository) => repository,
            Err(RevisionError::NotARepository { .. }) => return Ok(found),
            Err(error) => return Err(error.into()),
        };
        let mut next: VecDeque<String> = repository.last_commit()?.into_iter().collect();
        let mut met: BTreeSet<String> = next.iter().cloned().collect();
        let mut seen = BTreeSet::new();
        for _ in 0..MAX_COMMITS {
            let Some(name) = next.pop_front().filter(|_| !wanted.is_empty()) else { break };
            let commit = repository.commit(&name)?;
            if let Some(folder) = &commit.folder
                && seen.insert(folder.clone())
                && let Some(files) = repository.files_of(&commit)?
            {
                for (path, digests) in &mut wanted {
                    let text = files.read_text(path).unwrap_or_default();
                    for (digest, text) in passages_with(path, &text, digests) {
                        digests.remove(&digest);
                        found.insert((path.clone(), digest), (text, commit.revision.short.clone()));
                    }
                }
                wanted.retain(|_, digests| !digests.is_empty());
            }
            next.extend(commit.parents.into_iter().filter(|parent| met.insert(parent.clone())));
        }
        Ok(found)
    }
}

/// The digest of what a passage was translated from.
fn noted(catalogue: &Catalogue, passage: &Passage) -> Option<String> {
    match &passage.place {
        Place::Value { .. } => passage.noted.clone(),
        Place::Piece { of, translated } => catalogue.prose.get(*of)?.noted.get((*translated)?)?.clone(),
    }
}

/// The lines of what a passage said. What its expressions came to is not known any more.
fn cut(passage: &Passage, text: &str) -> Vec<Leaf> {
    match passage.shape {
        Some(Shape::Chapter | Shape::Summary) => leaves(text, Shape::Summary, &Expressions::none()),
        Some(shape) => leaves(text, shape, &Expressions::none()),
        None => plain(text),
    }
}

/// Lines as they read: references and values as they are written.
fn read(leaves: &[Leaf]) -> String {
    let line = |leaf: &Leaf| {
        let parts = leaf.parts.iter().map(|part| match part {
            Part::Words(words) => words.as_str(),
            Part::Code(code) if code.side == Side::Alone => code.written.as_str(),
            Part::Code(_) => "",
        });
        parts.collect::<String>()
    };
    leaves.iter().map(line).collect::<Vec<_>>().join(" · ")
}
