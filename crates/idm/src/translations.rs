//! Translations: how each stands to its source, and the note that it says the same.

use idm_core::diagnostic::Diagnostics;
use idm_core::diagnostic::located::{Location, Locations};
use idm_core::digest::{EditionState, MissingIn, TranslatedPassage, TranslationState};
use idm_core::memory::Memory;
use idm_core::read::{self, Inputs};
use idm_core::rules;
use idm_core::translation::{self, Ledger, Passage, State, ledger_path, passages};

use crate::{Error, Project, outputs};

/// What was noted of translations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accepted {
    /// How many passages are noted newly, or with another source.
    pub noted: usize,
    /// How many have no translation yet.
    pub missing: usize,
}

impl Project {
    /// How the translations of each edition in another language stand to their sources; of a project that was read in
    /// another language, those of that edition.
    pub(crate) fn editions_state(&self) -> Vec<EditionState> {
        if self.inputs().edition.language.is_some() {
            return vec![edition_state(self.inputs())];
        }
        let languages = self.publication().map(|publication| publication.languages.clone()).unwrap_or_default();
        let source = self.publication().map(|publication| publication.language);
        let others = languages.into_iter().filter(|language| Some(*language) != source);
        let read = |language| {
            let (memory, found) = (&mut Memory::default(), &mut Diagnostics::default());
            read::read_in(self.files().clone(), Some(language), memory, found).0
        };
        others.map(|language| edition_state(&read(language))).collect()
    }

    /// Every passage of an edition in another language, with how its translation stands to its source.
    pub fn translations(&self) -> Vec<Passage> {
        passages(self.inputs())
    }

    /// Notes that the translations in these files, or in all, say what their source says now: the ledger of the language is
    /// written anew. `files` are paths of the sources in the project.
    ///
    /// # Errors
    /// [`Error::Inputs`] if the inputs have errors, since what cannot be read now would be forgotten, or if the edition is that
    /// of the texts themselves;
    /// [`Error::NoFile`] if a file is named that has no translation; [`Error::System`] if the ledger cannot be written.
    pub fn accept_translations(&self, files: &[String]) -> Result<Accepted, Error> {
        let (Some(folder), Some(language)) = (self.folder(), self.inputs().edition.language) else {
            return Err(Error::Inputs);
        };
        if self.findings().has_errors() {
            return Err(Error::Inputs);
        }
        let of = |passage: &Passage| passage.name.split('#').next().unwrap_or_default().to_owned();
        let all = self.translations();
        if let Some(file) = files.iter().find(|file| !all.iter().any(|passage| of(passage) == **file)) {
            return Err(Error::NoFile {
                what: "a translated file",
                path: file.into(),
                hint: "name its source, such as `chapters/introduction.md`",
            });
        }
        let mut accepted = Accepted::default();
        let path = ledger_path(language);
        let before = self.files().read_text(&path).map(|text| Ledger::parse(&text)).unwrap_or_default();
        let mut ledger = Ledger::default();
        for passage in all {
            if passage.state == State::Missing {
                accepted.missing += 1;
                continue;
            }
            let is_meant = files.is_empty() || files.contains(&of(&passage));
            if !is_meant {
                ledger.0.extend(before.0.get(&passage.name).map(|digests| (passage.name.clone(), digests.clone())));
                continue;
            }
            accepted.noted += usize::from(before.0.get(&passage.name) != Some(&passage.digests));
            ledger.0.insert(passage.name, passage.digests);
        }
        outputs::replace(folder, &path, ledger.to_text().as_bytes())?;
        Ok(accepted)
    }
}

/// The pieces of a file of prose that differ from their source, each as a passage.
fn pieces_state(inputs: &Inputs, passage: &Passage, state: &mut EditionState) {
    for piece in &passage.pieces {
        let place = piece.span.map(|span| {
            let source = inputs.sources.get(span.source);
            format!("{}:{}", source.path(), source.position(span.range().start).line)
        });
        let (count, what) = match (piece.line, piece.span) {
            (Some(_), Some(_)) if piece.is_noted => (&mut state.stale, TranslationState::Stale),
            (Some(_), Some(_)) => (&mut state.unknown, TranslationState::Unknown),
            (Some(_), None) => (&mut state.missing, TranslationState::Missing),
            (None, _) => (&mut state.orphaned, TranslationState::Orphaned),
        };
        *count += 1;
        let of_source = format!("{}:{}", passage.name, piece.line.unwrap_or(1));
        if what == TranslationState::Missing {
            state.missing_in.push(MissingIn { file: of_source.clone(), count: 1 });
        }
        let place = place.unwrap_or(of_source);
        state.passages.push(TranslatedPassage { name: passage.name.clone(), state: what, place });
    }
}

fn edition_state(inputs: &Inputs) -> EditionState {
    let language = inputs.edition.language.map(|language| language.code().to_owned()).unwrap_or_default();
    let mut state = EditionState {
        language,
        current: 0,
        missing: 0,
        stale: 0,
        unknown: 0,
        orphaned: 0,
        passages: vec![],
        missing_in: vec![],
    };
    for passage in passages(inputs) {
        let (count, what) = match passage.state {
            State::Current => {
                state.current += 1;
                continue;
            }
            State::Missing => (&mut state.missing, TranslationState::Missing),
            State::Stale(_) if !passage.pieces.is_empty() => {
                pieces_state(inputs, &passage, &mut state);
                continue;
            }
            State::Stale(_) => (&mut state.stale, TranslationState::Stale),
            State::Unknown => (&mut state.unknown, TranslationState::Unknown),
        };
        *count += 1;
        let source = inputs.sources.get(passage.span.source);
        if what == TranslationState::Missing {
            match state.missing_in.iter_mut().find(|known| known.file == source.path()) {
                Some(known) => known.count += 1,
                None => state.missing_in.push(MissingIn { file: source.path().to_owned(), count: 1 }),
            }
        }
        let line = source.position(passage.span.start as usize).line;
        let place = format!("{}:{line}", source.path());
        state.passages.push(TranslatedPassage { name: passage.name, state: what, place });
    }
    let mut found = Diagnostics::default();
    translation::check(inputs, false, &mut found);
    let list: Vec<_> = found.into_list().into_iter().filter(|found| found.rule == &rules::TRANSLATION_ORPHAN).collect();
    for orphan in (Locations { sources: &inputs.sources, indexes: &inputs.indexes }).locate(&list) {
        state.orphaned += 1;
        let Location { file, range, .. } = orphan.location;
        let place = range.map_or_else(|| file.clone(), |range| format!("{file}:{}", range.start.line));
        state.passages.push(TranslatedPassage { name: file, state: TranslationState::Orphaned, place });
    }
    state.passages.sort_by_key(|passage| passage.state);
    state
}
