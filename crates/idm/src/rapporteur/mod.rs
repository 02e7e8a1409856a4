//! A rapporteur's report in Word becomes a panel's summary: a proposal first, then files.

mod lines;
mod making;
mod merge;
mod notes;
mod order;
mod placed;
mod values;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use idm_core::diagnostic::Severity;
use idm_core::diagnostic::located::Located;
use idm_core::files::MAX_TEXT_BYTES;
use idm_core::model::{AnchorKind, Panel, Publication, Ref, Subject};
use idm_core::obstacles::OUTCOMES_FILE;
use idm_core::remarks::map::DraftMap;
use idm_core::remarks::passages;
use idm_core::source::Span;
use idm_core::translation;
use idm_word::markdown::{self, Markdown};
use idm_word::read::{Changes, WordDocument};
use idm_word::units::{Sent, is_draft, units};

pub use idm_word::markdown::LeftOut;

use crate::outputs::{Put, Together};
use crate::scaffold::Added;
use crate::{Error, Options, Project, patch, reading};

/// The largest Word file that is read, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;
/// How often a text is written again with more of it plain.
const ROUNDS: usize = 5;

/// What becomes of the changes that a file tracks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TrackedChanges {
    /// They are made.
    #[default]
    Accept,
    /// They are undone.
    Reject,
    /// They are made, and each is told in an editor's note.
    Note,
}

/// What a report would make of a panel's summary. Nothing has been written.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The summary's path in the project.
    pub path: String,
    /// The text that it would have.
    pub text: String,
    /// The texts that files of records would have whose values were changed in a draft that came back, by their paths.
    pub records: BTreeMap<String, String>,
    /// The pictures that would be added, by their paths in the project.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// The lines that would change, as a patch; empty if all this is said already.
    pub diff: String,
    /// What of the file has no place in a summary.
    pub left_out: Vec<LeftOut>,
    /// What was changed both in a draft that came back and in the inputs since, or stands in them in other words: each is marked
    /// in the text with an editor's note.
    pub conflicts: Vec<String>,
    /// The errors that the inputs would have then, and have not now.
    pub problems: Vec<Located>,
}

impl Project {
    /// Makes a panel's summary of a Word file. Where that is a draft of ours that came back, of a panel, a chapter or the outcomes,
    /// what was changed in it against what was sent is made in the text as it is now; `panel` may be left out then.
    ///
    /// # Errors
    /// [`Error::Inputs`] if too little of the inputs could be understood, [`Error::UnknownPanel`] if there is no such panel,
    /// [`Error::NoFile`] if there is no such file, [`Error::Unfit`] if it is no Word file that can be read, or holds no words.
    pub fn import_docx(&self, file: &Path, panel: Option<&str>, changes: TrackedChanges) -> Result<Proposal, Error> {
        let publication = self.publication().ok_or(Error::Inputs)?;
        let found = |panel: &str| publication.panels.find(|known| *known.id == *panel);
        let word = match panel.filter(|panel| found(panel).is_none()) {
            // A draft says itself what it is of, which may be no panel.
            Some(unknown) => match read(file)? {
                word if word.map.is_some() => word,
                _ => return Err(Error::unknown_panel(publication, unknown)),
            },
            None => read(file)?,
        };
        let unfit = |why: String| Error::Unfit { path: file.to_owned(), why };
        if let Some(map) = &word.map {
            let map = DraftMap::read(map.as_bytes()).map_err(unfit)?;
            if let Some(other) = panel.filter(|panel| *panel != map.of) {
                return Err(unfit(format!("it is a draft of `{}`, not of `{other}`", map.of)));
            }
            return self.returned(&word, &map, changes).map_err(unfit);
        }
        if is_draft(&word) {
            let why =
                "it is a draft of ours, and the program that saved it has lost its map: take its changes over by hand";
            return Err(unfit(why.to_owned()));
        }
        let Some((panel, at)) = panel.and_then(|panel| Some((panel, found(panel)?))) else {
            let why = "it is no draft of ours, which would say itself what it is of: name the panel with `--panel`";
            return Err(unfit(why.to_owned()));
        };
        let path = summary(publication, at);
        let before = self.file_text(&path)?;
        let (markdown, problems) = self.fitting(&word, &path, panel, changes);
        if markdown.text.trim().is_empty() {
            return Err(unfit("it holds no words".to_owned()));
        }
        let folder = &publication[at].folder;
        let Markdown { text, pictures, left_out, .. } = markdown;
        let pictures = pictures.into_iter().map(|(name, bytes)| (format!("{folder}/figures/{name}"), bytes));
        let pictures = pictures
            .filter(|(path, bytes)| self.files().read_bytes(path, bytes.len() as u64).ok().as_ref() != Some(bytes));
        let diff = patch::unified(&path, before.as_deref(), &text);
        let (pictures, records) = (pictures.collect(), BTreeMap::new());
        Ok(Proposal { pictures, path, text, records, diff, left_out, conflicts: vec![], problems })
    }

    /// Writes a proposal, all files or none: new pictures, and texts in place of those that are there.
    ///
    /// # Errors
    /// [`Error::NoProject`] if the project lies in no folder, [`Error::Unaddable`] if the inputs would have errors that they
    /// have not now, [`Error::Occupied`] if a picture is there already, [`Error::System`] if something cannot be written or
    /// has changed since it was read.
    pub fn write_proposal(&self, proposal: &Proposal) -> Result<Added, Error> {
        let folder = self.folder().ok_or(Error::NoProject)?;
        if let Some(problem) = proposal.problems.first() {
            return Err(Error::Unaddable(format!("{}: {}", problem.location.file, problem.message)));
        }
        let mut files = Together::default();
        for (path, bytes) in &proposal.pictures {
            files.create(folder, path, bytes)?;
        }
        let summary = (&proposal.path, &proposal.text);
        for (path, text) in [summary].into_iter().chain(&proposal.records) {
            if self.file_text(path)?.unwrap_or_default() != *text {
                let known = self.files().read_bytes(path, MAX_TEXT_BYTES).ok();
                files.replace(folder, path, text, |bytes| bytes == known.as_deref())?;
            }
        }
        let Put { created, changed } = files.put()?;
        Ok(Added { created, changed, remarks: vec![] })
    }

    /// What was changed in a draft of ours that came back, made in today's text: of the edition that the draft was of.
    fn returned(&self, word: &WordDocument, map: &DraftMap, changes: TrackedChanges) -> Result<Proposal, String> {
        const NO_ERRORS: &str = "the inputs have errors";
        let publication = self.publication().ok_or(NO_ERRORS)?;
        let languages = &publication.languages;
        let language = map.passages.iter().find_map(|entry| Some(translation::source_of(&entry.file, languages)?.1));
        if language.is_some_and(|language| Some(language) != self.options().language) {
            let options = Options { language, ..self.options().clone() };
            let edition = Self::from_files(self.files().clone(), options);
            return edition.returned(word, map, changes);
        }
        if changes == TrackedChanges::Note {
            return Err(
                "it is a draft of ours, of which changes are made or undone: take `--changes accept` or `reject`"
                    .to_owned(),
            );
        }
        let sent = word.sent.as_ref().and_then(|sent| serde_json::from_str(sent).ok());
        let sent: Sent =
            sent.ok_or("the program that saved it has lost what was sent: take its changes over by hand")?;
        // What it was of may have another name by now.
        let name = publication.formerly.get(&map.of).unwrap_or(&map.of);
        let subject = Subject::all(publication).into_iter().find(|subject| subject.name(publication) == name);
        let subject = subject.ok_or_else(|| format!("it is a draft of `{}`, which there is not any more", map.of))?;
        let path = self.path_of(publication, subject);
        let text = self.file_text(&path).map_err(|error| error.to_string())?.unwrap_or_default();
        let today = passages::of_publication(publication);
        let changes = if changes == TrackedChanges::Reject { Changes::Reject } else { Changes::Accept };
        let read = |path: &str, text: &str| {
            let then = self.with(path, text, &BTreeMap::new());
            then.publication().map(passages::of_publication)
        };
        let reads = |text: &str| read(&path, text);
        let record = match subject {
            Subject::Panel(_) => format!("{}:{}", AnchorKind::Panel.prefix(), map.of),
            Subject::Chapter(_) => format!("{}:{}", AnchorKind::Chapter.prefix(), map.of),
            Subject::Outcomes => String::new(),
        };
        let record = record.as_str();
        let room = match subject {
            Subject::Panel(_) => merge::Room::Text { record, key: "summary", called: "summary", shift: 2, top: 1 },
            Subject::Chapter(_) => merge::Room::Text { record, key: "text", called: "chapter", shift: 0, top: 2 },
            Subject::Outcomes => merge::Room::Records(&reads),
        };
        let others = self.record_files(publication, subject, &path).map_err(|error| error.to_string())?;
        let read = &read;
        let readers: Vec<_> = others.iter().map(|(path, _)| move |text: &str| read(path, text)).collect();
        let records = others.iter().zip(&readers).map(|((path, text), reads)| values::Records { path, text, reads });
        let records: Vec<_> = records.collect();
        let merged = merge::merge(merge::Returned {
            room,
            map,
            sent: &sent,
            units: units(word, map, changes),
            today: &today,
            sources: self.sources(),
            path: &path,
            text: &text,
            records: &records,
        });
        let mut diff = patch::unified(&path, Some(&text), &merged.text);
        let merge::Merged { text, left_out, conflicts, records: new } = merged;
        let mut changed: BTreeMap<String, String> = BTreeMap::new();
        for ((path, before), after) in others.iter().zip(new) {
            if let Some(after) = after {
                diff.push_str(&patch::unified(path, Some(before), &after));
                changed.insert(path.clone(), after);
            }
        }
        let texts = changed.iter().chain([(&path, &text)]);
        let texts = texts.map(|(path, text)| (path.clone(), text.as_bytes().to_vec())).collect();
        let then = Self::from_files(self.files().overlaid(texts), self.options().clone());
        let problems = self.errors_beyond(&then);
        let (pictures, records) = (BTreeMap::new(), changed);
        Ok(Proposal { path, text, records, pictures, diff, left_out, conflicts, problems })
    }

    /// The files beside `path` that hold texts of what a draft is of, with their texts: in a translation only those of its
    /// language, since what stands in others is printed as the source has it.
    fn record_files(
        &self,
        publication: &Publication,
        subject: Subject,
        path: &str,
    ) -> Result<Vec<(String, String)>, Error> {
        let own = passages::of(publication, subject);
        let of = |span: Span| self.sources().get(span.source).path().to_owned();
        let paths: BTreeSet<String> =
            own.iter().map(|passage| of(passage.span)).filter(|other| other != path).collect();
        let is_own = |path: &String| {
            let language = translation::source_of(path, &publication.languages).map(|(_, language)| language);
            language == self.options().language.filter(|language| *language != publication.source_language)
        };
        let texts = paths.into_iter().filter(is_own).map(|path| {
            let text = self.file_text(&path)?.unwrap_or_default();
            Ok((path, text))
        });
        texts.collect()
    }

    /// The file that changes of a draft are made in: that of the text, in the language in which it stands there.
    fn path_of(&self, publication: &Publication, subject: Subject) -> String {
        let of = |span: Span| self.sources().get(span.source).path().to_owned();
        match subject {
            Subject::Panel(at) => {
                publication[at].summary.as_ref().map_or_else(|| summary(publication, at), |text| of(text.span))
            }
            Subject::Chapter(at) => of(publication[at].text.span),
            Subject::Outcomes => match self.options().language {
                Some(language) => translation::path_in(OUTCOMES_FILE, language),
                None => OUTCOMES_FILE.to_owned(),
            },
        }
    }

    /// The text of a file of the project, if it is there.
    fn file_text(&self, path: &str) -> Result<Option<String>, Error> {
        if !self.paths().iter().any(|known| known == path) {
            return Ok(None);
        }
        let refused = |why: String| Error::Unaddable(format!("`{path}` cannot be replaced: {why}"));
        self.files().read_text(path).map(Some).map_err(|problem| refused(problem.diagnostic(None).message))
    }

    /// The text of a report that is read as it is meant: pieces that would be errors are written again without mark-up.
    fn fitting(
        &self,
        word: &WordDocument,
        path: &str,
        panel: &str,
        changes: TrackedChanges,
    ) -> (Markdown, Vec<Located>) {
        let mut plain = BTreeSet::new();
        let mut round = 0;
        loop {
            let markdown = markdown::write(
                word,
                &markdown::Options {
                    changes: if changes == TrackedChanges::Reject { Changes::Reject } else { Changes::Accept },
                    tell_changes: changes == TrackedChanges::Note,
                    prefix: panel,
                    shows: &|sign| self.fonts().shows(sign),
                    plain: &plain,
                },
            );
            let then = self.with(path, &markdown.text, &markdown.pictures);
            round += 1;
            // The report is in place of all that stood there: its errors are its own, whatever was wrong before.
            let errors = then.findings();
            let lines = errors.iter().filter(|found| found.severity == Severity::Error && found.location.file == path);
            let lines = lines.filter_map(|problem| Some(problem.location.range?.start.line));
            let blamed: Vec<usize> = lines
                .filter_map(|line| markdown.pieces.iter().position(|piece| piece.contains(&line)))
                .filter(|piece| !plain.contains(piece))
                .collect();
            if blamed.is_empty() || round == ROUNDS {
                return (markdown, self.errors_beyond(&then));
            }
            plain.extend(blamed);
        }
    }

    /// The same project with another text of a file, and pictures beside it.
    fn with(&self, path: &str, text: &str, pictures: &BTreeMap<String, Vec<u8>>) -> Self {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let pictures = pictures.iter().map(|(name, bytes)| (format!("{folder}/figures/{name}"), bytes.clone()));
        let texts = pictures.chain([(path.to_owned(), text.as_bytes().to_vec())]).collect();
        Self::from_files(self.files().overlaid(texts), self.options().clone())
    }
}

/// The path of a panel's summary.
fn summary(publication: &Publication, at: Ref<Panel>) -> String {
    format!("{}/summary.md", publication[at].folder)
}

/// Reads a Word file.
pub(crate) fn read(file: &Path) -> Result<WordDocument, Error> {
    let unfit = |why: String| Error::Unfit { path: file.to_owned(), why };
    let bytes = reading::bytes(file, MAX_BYTES).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            Error::NoFile { what: "Word file", path: PathBuf::from(file), hint: "name a file that ends in `.docx`" }
        }
        ErrorKind::InvalidInput | ErrorKind::FileTooLarge => unfit(error.to_string()),
        _ => Error::system("read", file)(error),
    })?;
    idm_word::read::read(&bytes).map_err(|error| unfit(error.to_string()))
}
