//! What the event, its workshops and their panels are called, and the letters before numbers: the publication's own.

use super::Resolver;
use crate::diagnostic::{Diagnostic, Origin, Place};
use crate::model::{LabelChange, Language};
use crate::rules;
use crate::schema::{LetterEntry, LevelNameEntry};

/// How many letters may stand before a number.
const LETTERS: usize = 3;

impl Resolver<'_> {
    /// The names of levels and the letters of numbers, as changes of the labels that texts are made with.
    pub(super) fn level_names(&mut self, origin: &Origin, source: Language, changes: &mut Vec<LabelChange>) {
        let levels = &self.records.publication.value.levels;
        let origin = origin.key("levels");
        for (level, entry) in [("event", &levels.event), ("workshop", &levels.workshop), ("panel", &levels.panel)] {
            if let Some(entry) = entry {
                self.level_name(&origin.key(level), level, entry, source, changes);
            }
        }
        for (kind, entry) in
            [("recommendation", &levels.recommendation), ("outcome", &levels.outcome), ("question", &levels.question)]
        {
            if let Some(entry) = entry {
                self.letter(&origin.key(kind), kind, entry, source, changes);
            }
        }
    }

    fn level_name(
        &mut self,
        origin: &Origin,
        level: &str,
        entry: &LevelNameEntry,
        source: Language,
        changes: &mut Vec<LabelChange>,
    ) {
        for (key, word) in [("one", &entry.one), ("many", &entry.many)] {
            let Some(word) = word else {
                // One without the other would be printed beside the program's own name of several.
                self.missing(origin, &format!("the name of the level `{level}`"), key);
                continue;
            };
            let path = format!("level.{level}{}", if key == "many" { "s" } else { "" });
            self.word(origin.key(key), path, word, (source, true), changes);
        }
        if let Some(word) = &entry.gender {
            let mut genders = vec![];
            self.word(origin.key("gender"), format!("level.{level}-gender"), word, (source, true), &mut genders);
            for gender in genders {
                if ["feminine", "masculine"].contains(&gender.text.as_str()) {
                    changes.push(gender);
                } else {
                    let message = format!("`{}` is not a gender: `feminine` or `masculine`", gender.text);
                    let place = Place::Span(gender.span, Some(origin.key("gender").path));
                    self.report(Diagnostic::new(&rules::INVALID_VALUE, place, message));
                }
            }
        }
    }

    fn letter(
        &mut self,
        origin: &Origin,
        kind: &str,
        entry: &LetterEntry,
        source: Language,
        changes: &mut Vec<LabelChange>,
    ) {
        let Some(word) = &entry.letter else { return self.missing(origin, &format!("the level `{kind}`"), "letter") };
        let mut letters = vec![];
        self.word(origin.key("letter"), format!("letter.{kind}"), word, (source, true), &mut letters);
        for letter in letters {
            let place = Place::Span(letter.span, Some(origin.key("letter").path));
            let is_sound = letter.text.chars().count() <= LETTERS && letter.text.chars().all(char::is_alphabetic);
            if !is_sound {
                let message = format!("`{}` cannot stand before a number", letter.text);
                let hint = format!("write one to {LETTERS} letters, such as `R`");
                self.report(Diagnostic::new(&rules::INVALID_VALUE, place, message).hint(hint));
                continue;
            }
            changes.push(letter);
        }
    }
}
