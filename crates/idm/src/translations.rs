//! Translations: how each stands to its source, and the note that it says the same.

use idm_core::translation::{Ledger, Passage, State, ledger_path, passages};

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
