//! Translations are handed out and come back: as XLIFF to agencies, as PO to volunteers.
//!
//! What is exchanged is made of the passages of the publication, and what comes back is held against them as they are now.
//! Good units are taken, the others named with their line and reason; they stay in the file that was handed in, so that
//! nothing is lost and a second delivery needs to hold them alone.

mod applying;
mod catalogue;
mod coded;
mod holding;
mod incoming;
mod laying;
mod po;
mod renamed;
mod stale;
mod xliff;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use idm_core::diagnostic::located::Located;
use idm_core::translation::{Ledger, ledger_path};

pub use renamed::OldSubject;
pub use stale::StaleSources;

use applying::{Said, Written};
use catalogue::{Catalogue, State};
use coded::{CodeKind, Part, Side, shown, tidy};
use holding::{Held, Known};
use incoming::Incoming;

use crate::outputs::{Put, Together};
use crate::scaffold::Added;
use crate::{Error, Project, patch, reading};

/// How large an exchange file may be, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;
/// How often what came back is written again without the units that turned out to do harm; from then on without all of their
/// files.
const ROUNDS: usize = 64;

/// A form in which translations are exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangeForm {
    /// XLIFF 2.1.
    Xliff,
    /// PO, as gettext has it.
    Po,
}

/// Passages that were written for those who translate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub text: String,
    /// How many units it has.
    pub units: usize,
    /// How many of them are translated from the source as it is now.
    pub current: usize,
    /// Passages that are left out: their translation is built otherwise than the source, so that nobody can tell which of its
    /// texts translates which.
    pub apart: Vec<String>,
}

/// A unit that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line of the exchange file, from 1.
    pub line: usize,
    /// The passage that it names.
    pub unit: String,
    /// What is wrong with it.
    pub why: String,
}

/// What an exchange file would make of the translations. Nothing has been written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Delivery {
    /// The files that would change, with the text that they would have.
    pub files: BTreeMap<String, String>,
    /// The lines that would change, as a patch; empty if nothing would.
    pub diff: String,
    /// How many units say something new.
    pub new: usize,
    /// How many say that what is there is still right.
    pub confirmed: usize,
    /// How many are not translated yet, or not done.
    pub waiting: usize,
    /// Units that cannot be taken, by line.
    pub refused: Vec<Refusal>,
    /// Where passages that are kept by hand would still name subjects of the index by the words that they had.
    pub old_subjects: Vec<OldSubject>,
    /// Errors that the inputs would have then, have not now, and that belong to no unit: nothing can be written.
    pub problems: Vec<Located>,
}

impl Project {
    /// Writes the passages of the edition that was read for those who translate.
    ///
    /// # Errors
    /// [`Error::Inputs`] if the inputs have errors, or the edition is that of the texts themselves.
    pub fn export_translations(&self, form: ExchangeForm) -> Result<Exported, Error> {
        let catalogue = self.catalogue()?;
        let text = match form {
            ExchangeForm::Xliff => xliff::write(&catalogue),
            ExchangeForm::Po => po::write(&catalogue),
        };
        let current = catalogue.units.iter().filter(|unit| unit.state == State::Current).count();
        let apart = catalogue.apart.into_iter().map(|apart| apart.name).collect();
        Ok(Exported { text, units: catalogue.units.len(), current, apart })
    }

    /// Holds an exchange file against the edition that was read.
    ///
    /// # Errors
    /// As [`export_translations`](Self::export_translations); [`Error::NoFile`] if there is no such file, [`Error::Unfit`] if it
    /// is none of that form, or of another language or publication.
    pub fn import_translations(&self, file: &Path, form: ExchangeForm) -> Result<Delivery, Error> {
        let catalogue = self.catalogue()?;
        let unfit = |why: String| Error::Unfit { path: file.to_owned(), why };
        let bytes = reading::bytes(file, MAX_BYTES).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::NoFile {
                what: "exchange file",
                path: file.to_owned(),
                hint: "`idm translate export` writes one",
            },
            std::io::ErrorKind::InvalidInput | std::io::ErrorKind::FileTooLarge => unfit(error.to_string()),
            _ => Error::system("read", file)(error),
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let line =
                error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
            unfit(format!("line {line}: it is no text in UTF-8"))
        })?;
        let incoming = match form {
            ExchangeForm::Xliff => xliff::read(text.strip_prefix('\u{feff}').unwrap_or(&text)),
            ExchangeForm::Po => po::read(&text),
        };
        let incoming = incoming.map_err(|error| unfit(error.to_string()))?;
        fits(&incoming, &catalogue).map_err(unfit)?;
        Ok(self.deliver(&catalogue, &incoming, form))
    }

    /// Writes what came back: all files or none.
    ///
    /// # Errors
    /// [`Error::NoProject`] if the project lies in no folder, [`Error::Unaddable`] if the inputs would have errors then that
    /// they have not now, [`Error::System`] if a file cannot be written or has changed since it was read.
    pub fn write_delivery(&self, delivery: &Delivery) -> Result<Added, Error> {
        let folder = self.folder().ok_or(Error::NoProject)?;
        if let Some(problem) = delivery.problems.first() {
            return Err(Error::Unaddable(format!("{}: {}", problem.location.file, problem.message)));
        }
        let mut files = Together::default();
        for (path, text) in &delivery.files {
            let known = self.files().read_bytes(path, MAX_BYTES as u64).ok();
            files.replace(folder, path, text, |bytes| bytes == known.as_deref())?;
        }
        let Put { created, changed } = files.put()?;
        Ok(Added { created, changed, remarks: vec![] })
    }

    fn catalogue(&self) -> Result<Catalogue, Error> {
        if self.findings().has_errors() {
            return Err(Error::Inputs);
        }
        Catalogue::of(self)
    }

    fn text_at(&self, path: &str) -> Option<String> {
        self.paths().iter().any(|known| known == path).then(|| self.files().read_text(path).ok())?
    }

    fn deliver(&self, catalogue: &Catalogue, incoming: &Incoming, form: ExchangeForm) -> Delivery {
        let mut known = Known::new(catalogue, |key| match form {
            ExchangeForm::Xliff => xliff::token(key),
            ExchangeForm::Po => key.to_owned(),
        });
        let mut delivery = Delivery::default();
        // By the number of the unit that came back: what it is, and its new words.
        let mut taken: BTreeMap<usize, (usize, Option<Vec<Part>>)> = BTreeMap::new();
        let mut refused: BTreeMap<usize, String> = BTreeMap::new();
        for (at, given) in incoming.units.iter().enumerate() {
            match known.hold(given) {
                Held::Same(_) => {}
                Held::Waiting => delivery.waiting += 1,
                Held::Confirmed(unit) => drop(taken.insert(at, (unit, None))),
                Held::New(unit, parts) => drop(taken.insert(at, (unit, Some(parts)))),
                Held::Refused(why) => drop(refused.insert(at, why)),
            }
        }
        // Nobody can tell which of two is meant.
        taken.retain(|at, (unit, _)| {
            let again = known.twice.get(unit);
            if let Some(line) = again {
                refused.insert(*at, format!("it stands twice in the file, again in line {line}"));
            }
            again.is_none()
        });
        let path = ledger_path(catalogue.target);
        let ledger = self.text_at(&path).map(|text| Ledger::parse(&text)).unwrap_or_default();
        let mut written;
        let mut round = 0;
        // Each round takes a unit out at least, and what is written has been read without harm.
        loop {
            let (said, subjects) = said(catalogue, &taken);
            written = applying::write(catalogue, &said, &subjects, ledger.clone(), &|path| self.text_at(path));
            let mut harm: BTreeMap<usize, String> = BTreeMap::new();
            let firsts: BTreeSet<usize> = written.held.iter().filter_map(|(.., first)| *first).collect();
            let lacks: BTreeMap<usize, String> = firsts
                .into_iter()
                .filter_map(|first| Some((first, lacking(catalogue, &taken, &known, first)?)))
                .collect();
            for (passage, why, first) in &written.held {
                let lacks = first.and_then(|first| lacks.get(&first));
                let why = format!("{why}{}", lacks.map_or("", String::as_str));
                for at in units_of(catalogue, &taken, *passage) {
                    harm.entry(at).or_insert_with(|| why.clone());
                }
            }
            delivery.problems =
                if harm.is_empty() { self.harm(catalogue, &taken, &written, &mut harm) } else { vec![] };
            if harm.is_empty() {
                break;
            }
            round += 1;
            if round > ROUNDS {
                let file = |at: &usize| taken.get(at).map(|(unit, _)| catalogue.units[*unit].file.as_str());
                let files: BTreeSet<_> = harm.keys().filter_map(file).collect();
                let others = taken.keys().copied().filter(|at| file(at).is_some_and(|file| files.contains(file)));
                for at in others.collect::<Vec<_>>() {
                    harm.entry(at)
                        .or_insert_with(|| "too much else of its file cannot be taken: mend that first".to_owned());
                }
            }
            for (at, why) in harm {
                taken.remove(&at);
                refused.insert(at, why);
            }
        }
        let new_ledger = written.ledger.to_text();
        if written.ledger != ledger {
            written.files.insert(path, new_ledger);
        }
        for (path, text) in written.files {
            let before = self.text_at(&path);
            if before.as_deref() != Some(text.as_str()) {
                delivery.diff.push_str(&patch::unified(&path, before.as_deref(), &text));
                delivery.files.insert(path, text);
            }
        }
        let (_, subjects) = said(catalogue, &taken);
        if !subjects.is_empty() {
            let texts = delivery.files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
            let then = Self::from_files(self.files().overlaid(texts), self.options().clone());
            delivery.old_subjects = renamed::left(catalogue, &then, &subjects);
        }
        delivery.new = taken.values().filter(|(_, parts)| parts.is_some()).count();
        delivery.confirmed = taken.len() - delivery.new;
        let given = |at: usize| &incoming.units[at];
        delivery.refused = refused
            .into_iter()
            .map(|(at, why)| {
                let name = match (known.named(given(at)), given(at).file.as_str()) {
                    (Some(unit), _) => catalogue.units[unit].name(),
                    (None, "") => given(at).key.clone(),
                    (None, file) => format!("{file}#{}", given(at).key),
                };
                Refusal { line: given(at).line, unit: name, why }
            })
            .collect();
        delivery.refused.sort_by_key(|refusal| refusal.line);
        delivery
    }

    /// Reads the project with what would be written, and names the units that do not read as they were meant, or that make an
    /// error. Errors that belong to no unit come back.
    fn harm(
        &self,
        catalogue: &Catalogue,
        taken: &BTreeMap<usize, (usize, Option<Vec<Part>>)>,
        written: &Written,
        harm: &mut BTreeMap<usize, String>,
    ) -> Vec<Located> {
        if written.files.is_empty() {
            return vec![];
        }
        // Which piece translates which follows from what is noted.
        let noted = (ledger_path(catalogue.target), written.ledger.to_text());
        let files = written.files.iter().map(|(path, text)| (path.clone(), text.clone())).chain([noted]);
        let texts = files.map(|(path, text)| (path, text.into_bytes())).collect();
        let then = Self::from_files(self.files().overlaid(texts), self.options().clone());
        let mut errors = self.errors_beyond(&then);
        if let Ok(now) = Catalogue::of(&then) {
            for (at, (unit, parts)) in taken {
                let (Some(parts), unit) = (parts, &catalogue.units[*unit]) else { continue };
                let found = now.units.iter().find(|known| known.file == unit.file && known.key == unit.key);
                let says = found.and_then(|found| found.target.as_deref());
                if unit.of.is_some() && says.map(meant) != Some(meant(parts)) {
                    harm.insert(*at, otherwise(parts, says));
                }
            }
        }
        // An error in a passage that was written is that unit's.
        errors.retain(|error| {
            let line = error.location.range.map(|range| range.start.line);
            let mine: Vec<usize> = written
                .lines
                .iter()
                .filter(|(_, path, lines)| {
                    *path == error.location.file && line.is_some_and(|line| lines.contains(&line))
                })
                .flat_map(|(passage, ..)| units_of(catalogue, taken, *passage))
                .collect();
            let of_file = || -> Vec<usize> {
                let is_there =
                    |passage: usize| catalogue.passages[passage].in_file(catalogue.target) == error.location.file;
                let all = taken
                    .iter()
                    .filter(|(_, (unit, _))| catalogue.units[*unit].of.is_some_and(|(passage, _)| is_there(passage)));
                all.map(|(at, _)| *at).collect()
            };
            let mine = if mine.is_empty() { of_file() } else { mine };
            for at in &mine {
                let why = format!("{}: {}", error.code, error.message);
                harm.entry(*at).or_insert(why);
            }
            mine.is_empty()
        });
        errors
    }
}

/// What is said of words that would be read otherwise than they were meant.
fn otherwise(parts: &[Part], says: Option<&[Part]>) -> String {
    let count = |parts: &[Part], written: &str| {
        coded::codes(parts).filter(|code| code.kind == CodeKind::Link && code.written == written).count()
    };
    let links = coded::codes(says.unwrap_or_default()).filter(|code| code.kind == CodeKind::Link);
    let added = links.map(|code| &code.written).find(|link| count(parts, link) < count(says.unwrap_or_default(), link));
    if let Some(link) = added {
        return format!(
            "`{link}` would become a link, and the source has none there: take the address out of the words"
        );
    }
    let read = says.map_or_else(|| "nothing".to_owned(), |parts| format!("“{}”", shown(parts)));
    format!("written into the file, it would be read otherwise: as {read}")
}

/// A line as it is compared with what was meant: signs without numbers, and the index's marks without their words, which are
/// translated by themselves.
fn meant(parts: &[Part]) -> Vec<Part> {
    let plain = parts.iter().map(|part| match part {
        Part::Code(code) => {
            let mut code = code.clone();
            code.id = 0;
            if let CodeKind::Index(_) = code.kind {
                code.kind = CodeKind::Index(String::new());
                if code.side == Side::Close {
                    code.written.clear();
                }
            }
            Part::Code(code)
        }
        words => words.clone(),
    });
    tidy(plain.collect())
}

/// Which text of a passage is not taken: the line where it stands in the file, or its name if it does not.
fn lacking(
    catalogue: &Catalogue,
    taken: &BTreeMap<usize, (usize, Option<Vec<Part>>)>,
    known: &Known,
    passage: usize,
) -> Option<String> {
    let is_taken = |unit: usize| taken.values().any(|(known, _)| *known == unit);
    let (at, unit) = catalogue.units.iter().enumerate().find(|(at, unit)| {
        unit.of.is_some_and(|(own, _)| own == passage) && unit.state != State::Current && !is_taken(*at)
    })?;
    Some(match known.line_of(at) {
        Some(line) => format!("; the one in line {line} is not taken"),
        None => format!("; `{}` is not in this file", unit.name()),
    })
}

/// The units that came back of a passage.
fn units_of(catalogue: &Catalogue, taken: &BTreeMap<usize, (usize, Option<Vec<Part>>)>, passage: usize) -> Vec<usize> {
    let own = taken.iter().filter(|(_, (unit, _))| catalogue.units[*unit].of.is_some_and(|(own, _)| own == passage));
    own.map(|(at, _)| *at).collect()
}

/// What is said of each passage, and the new words for subjects of the index.
fn said(
    catalogue: &Catalogue,
    taken: &BTreeMap<usize, (usize, Option<Vec<Part>>)>,
) -> (BTreeMap<usize, Said>, BTreeMap<String, String>) {
    let mut said: BTreeMap<usize, Said> = BTreeMap::new();
    let mut subjects = BTreeMap::new();
    for (unit, parts) in taken.values() {
        let unit = &catalogue.units[*unit];
        match (unit.of, parts) {
            (Some((passage, line)), Some(parts)) => {
                said.entry(passage).or_default().new.insert(line, parts.clone());
            }
            (Some((passage, line)), None) => {
                said.entry(passage).or_default().confirmed.insert(line);
            }
            (None, Some(parts)) => {
                subjects.insert(unit.key.clone(), shown(parts));
            }
            (None, None) => {}
        }
    }
    (said, subjects)
}

/// Whether a file is of these languages and this publication.
fn fits(incoming: &Incoming, catalogue: &Catalogue) -> Result<(), String> {
    let is = |code: &str, language: idm_core::model::Language| {
        // `fr-CH` is French, too.
        code.split(['-', '_']).next().is_some_and(|code| code.eq_ignore_ascii_case(language.code()))
    };
    let (source, target) = (catalogue.source, catalogue.target);
    match &incoming.target {
        Some((code, _)) if is(code, target) => {}
        Some((code, line)) => {
            return Err(format!(
                "line {line}: its translations are in `{code}`, and `--language` says `{}`",
                target.code()
            ));
        }
        None => return Err("line 1: it does not say which language its translations are in".to_owned()),
    }
    if let Some((code, line)) = incoming.source.as_ref().filter(|(code, _)| !is(code, source)) {
        return Err(format!("line {line}: its sources are in `{code}`, and the publication's in `{}`", source.code()));
    }
    if let Some((name, line)) = incoming.project.as_ref().filter(|(name, _)| *name != catalogue.project) {
        return Err(format!("line {line}: it is of the publication `{name}`, and this one is `{}`", catalogue.project));
    }
    Ok(())
}
