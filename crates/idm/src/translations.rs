//! Translations: how each stands to its source, and the note that it says the same.

use idm_core::diagnostic::Diagnostics;
use idm_core::diagnostic::located::{Location, Locations};
use idm_core::digest::{EditionState, MissingIn, TranslatedPassage, TranslationState};
use idm_core::files::with_slashes;
use idm_core::memory::Memory;
use idm_core::read::{self, Inputs};
use idm_core::rules;
use idm_core::translation::{
    self, Ledger, Passage, Standing, State, UNKNOWN, ledger_path, pairs, passages, pieces, source_of,
};

use crate::{Error, Project, outputs};

/// What was noted of translations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    /// The passages that are noted newly, or with another source.
    pub noted: Vec<Noted>,
    /// How many of those that are meant were noted already.
    pub current: usize,
    /// How many of those that are meant have no translation yet.
    pub missing: usize,
}

/// A translated passage of which it was noted what it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Its name: the source's file, and in a record the way to the value, `workshop.yaml#title`.
    pub name: String,
    /// The file of the translation and the line where it stands.
    pub place: String,
}

/// What somebody says is a translation of what its source says now.
enum Meant {
    /// Every passage of a source.
    File(String),
    /// A value of a record, by its name.
    Value(String),
    /// What stands in a line of a source, or of its translation.
    Line { source: String, line: usize, is_translation: bool },
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

    /// Notes that translations say what their source says now: the ledger of the language is written anew. Each of `meant` is a file,
    /// a source or its translation, as a path in the project or from here; a line of one, `summary.fr.md:12`, for the passage that
    /// stands there; or a passage's name, `panel.yaml#title`. Without any, all are.
    ///
    /// # Errors
    /// [`Error::Inputs`] if the inputs have errors, since what cannot be read now would be forgotten, or if the edition is that
    /// of the texts themselves;
    /// [`Error::NoFile`] if a file is named that has no translation; [`Error::Unfit`] if no translated passage stands where one is said
    /// to be, or nobody can say which piece of the source it translates; [`Error::System`] if the ledger cannot be written.
    pub fn accept_translations(&self, meant: &[String]) -> Result<Accepted, Error> {
        let (Some(folder), Some(language)) = (self.folder(), self.inputs().edition.language) else {
            return Err(Error::Inputs);
        };
        if self.findings().has_errors() {
            return Err(Error::Inputs);
        }
        let all = self.translations();
        let meant: Vec<(&String, Meant)> =
            meant.iter().map(|text| Ok((text, self.meant(text, &all)?))).collect::<Result<_, Error>>()?;
        let mut is_found = vec![false; meant.len()];
        let mut accepted = Accepted::default();
        let path = ledger_path(language);
        let before = self.files().read_text(&path).map(|text| Ledger::parse(&text)).unwrap_or_default();
        let mut ledger = Ledger::default();
        for passage in all {
            let was = before.0.get(&passage.name);
            let mut own = was.cloned().unwrap_or_default();
            let mut places = vec![];
            let mut is_meant = meant.is_empty();
            for (at, (text, meant)) in meant.iter().enumerate() {
                let Some(place) = self.accept(&passage, meant, text, &mut own)? else { continue };
                is_found[at] = true;
                is_meant = true;
                places.extend(place);
            }
            if passage.state == State::Missing {
                accepted.missing += usize::from(is_meant);
                continue;
            }
            if meant.is_empty() {
                own.clone_from(&passage.digests);
                places.push(self.place_of(&passage));
            }
            if was != Some(&own) {
                accepted.noted.extend(places.into_iter().map(|place| Noted { name: passage.name.clone(), place }));
            } else {
                accepted.current += usize::from(is_meant);
            }
            if !own.is_empty() {
                ledger.0.insert(passage.name, own);
            }
        }
        if let Some((text, meant)) = meant.iter().zip(&is_found).find(|(_, found)| !**found).map(|(meant, _)| meant) {
            let why = match meant {
                Meant::Value(_) => "there is no passage of that name",
                Meant::File(_) | Meant::Line { .. } => "no translated passage stands there",
            };
            return Err(Error::Unfit { path: text.into(), why: why.to_owned() });
        }
        outputs::replace(folder, &path, ledger.to_text().as_bytes())?;
        Ok(accepted)
    }

    /// Notes in a passage's digests what is said of it. None if nothing is, else where what is newly noted stands.
    fn accept(
        &self,
        passage: &Passage,
        meant: &Meant,
        text: &str,
        own: &mut Vec<String>,
    ) -> Result<Option<Option<String>>, Error> {
        let (file, _) = passage.name.split_once('#').unwrap_or((&passage.name, ""));
        let is_value = passage.name.contains('#');
        let is_it = match meant {
            Meant::File(path) => path == file,
            Meant::Value(name) => *name == passage.name,
            Meant::Line { source, line, is_translation } if source == file => {
                if !is_value {
                    return self.accept_piece(passage, (*line, *is_translation), text, own);
                }
                self.stands_in(passage, *line, *is_translation)
            }
            Meant::Line { .. } => false,
        };
        if !is_it {
            return Ok(None);
        }
        // It is there, and there is nothing to note of it.
        if passage.state == State::Missing {
            return Ok(Some(None));
        }
        let is_new = *own != passage.digests;
        own.clone_from(&passage.digests);
        Ok(Some(is_new.then(|| self.place_of(passage))))
    }

    /// The same of the piece of a file of prose that stands in a line of it, or of its translation.
    fn accept_piece(
        &self,
        passage: &Passage,
        (line, is_translation): (usize, bool),
        text: &str,
        own: &mut Vec<String>,
    ) -> Result<Option<Option<String>>, Error> {
        if passage.state == State::Missing {
            return Ok((!is_translation).then_some(None));
        }
        let source = self.files().read_text(&passage.name).unwrap_or_default();
        let translated = self.sources().get(passage.span.source);
        let of_translation = pieces(translated.text());
        let noted = (!own.is_empty()).then_some(own.as_slice());
        let Some(pairs) = pairs(&passage.digests, of_translation.len(), noted) else {
            let why = "nobody can say which piece this translates: read the whole file, and name it without a line";
            return Err(Error::Unfit { path: text.into(), why: why.to_owned() });
        };
        let stands = |text: &str, piece: &std::ops::Range<usize>| {
            let first = text[..piece.start].matches('\n').count() + 1;
            (first..=first + text[piece.clone()].matches('\n').count()).contains(&line)
        };
        let of_source = pieces(&source);
        let found = pairs.of_source.iter().enumerate().find_map(|(at, (other, standing))| {
            let other = (*other)?;
            let is_there = match is_translation {
                true => stands(translated.text(), of_translation.get(other)?),
                false => stands(&source, of_source.get(at)?),
            };
            is_there.then_some((at, other, *standing))
        });
        let Some((at, other, standing)) = found else { return Ok(None) };
        let mut digests: Vec<String> =
            pairs.noted.into_iter().map(|digest| digest.unwrap_or_else(|| UNKNOWN.to_owned())).collect();
        if let (Some(noted), Some(now)) = (digests.get_mut(other), passage.digests.get(at)) {
            noted.clone_from(now);
        }
        *own = digests;
        let line = translated.position(of_translation[other].start).line;
        let place = format!("{}:{line}", translated.path());
        Ok(Some((standing != Standing::Current).then_some(place)))
    }

    /// Whether the value of a record stands in a line of its source, or of its translation.
    fn stands_in(&self, passage: &Passage, line: usize, is_translation: bool) -> bool {
        let covers = |span: idm_core::source::Span| {
            let source = self.sources().get(span.source);
            let range = span.range();
            let last = range.end.saturating_sub(1).max(range.start);
            (source.position(range.start).line..=source.position(last).line).contains(&line)
        };
        if is_translation {
            return covers(passage.span);
        }
        let values = translation::values(self.inputs());
        values.iter().any(|value| {
            value.name() == passage.name && (covers(value.span) || value.file == value.path && covers(passage.span))
        })
    }

    /// Where a passage stands, file and line.
    fn place_of(&self, passage: &Passage) -> String {
        let source = self.sources().get(passage.span.source);
        format!("{}:{}", source.path(), source.position(passage.span.range().start).line)
    }

    /// What a text means that says what is accepted.
    fn meant(&self, text: &str, all: &[Passage]) -> Result<Meant, Error> {
        let of = |passage: &Passage| passage.name.split('#').next().unwrap_or_default().to_owned();
        if let Some((path, way)) = text.split_once('#') {
            let path = self.within_project(path);
            return Ok(Meant::Value(format!("{path}#{way}")));
        }
        // A line, and perhaps a column, as checks tell them.
        let mut parts = vec![];
        let mut path = text;
        while let Some((rest, number)) = path.rsplit_once(':').filter(|_| parts.len() < 2)
            && let Ok(number) = number.parse::<usize>()
        {
            parts.push(number);
            path = rest;
        }
        let path = self.within_project(path);
        let language: Vec<_> = self.inputs().edition.language.into_iter().collect();
        let translated = source_of(&path, &language).map(|(source, _)| source);
        let is_translation = translated.is_some();
        let source = translated.unwrap_or(path);
        if !all.iter().any(|passage| of(passage) == source) {
            return Err(Error::NoFile {
                what: "file of translated texts",
                path: text.into(),
                hint: "name its source, such as `chapters/introduction.md`",
            });
        }
        Ok(match parts.last() {
            Some(&line) => Meant::Line { source, line, is_translation },
            None => Meant::File(source),
        })
    }

    /// A path in the project that is given so, or from the folder where the program runs.
    fn within_project(&self, path: &str) -> String {
        let path = path.strip_prefix("./").unwrap_or(path);
        if self.paths().iter().any(|known| known == path) {
            return path.to_owned();
        }
        let folder = self.folder().and_then(|folder| folder.canonicalize().ok());
        let place = std::path::Path::new(path).canonicalize().ok();
        let within = folder.zip(place).and_then(|(folder, place)| Some(place.strip_prefix(folder).ok()?.to_owned()));
        within.and_then(|within| with_slashes(&within)).unwrap_or_else(|| path.to_owned())
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
    let mut state = EditionState::unread(&language);
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
