//! In which languages a project's files are written.

use super::Records;
use crate::diagnostic::{Diagnostics, KeyPath};
use crate::files::Files;
use crate::model::Language;
use crate::schema::PublicationFile;
use crate::source::Sources;
use crate::translation;
use crate::yaml::Index;

/// The language of the texts, and those of other editions, as far as the format knows them.
pub(super) fn of_editions(publication: &PublicationFile) -> (Language, Vec<Language>) {
    let own = publication.language.as_deref().unwrap_or("en");
    let listed = publication.languages.iter().filter(|code| *code != own);
    let others = listed.filter_map(|code| Language::from_code(code)).collect();
    (Language::from_code(own).unwrap_or(Language::English), others)
}

/// The language that the `publication.yaml` among some files names, without a look at anything else; none if it names none
/// that the format knows.
pub fn language_named_by(files: &Files) -> Option<Language> {
    let path = "publication.yaml";
    let mut sources = Sources::default();
    let id = sources.add(path, files.read_text(path).ok()?);
    let index = Index::new(sources.get(id), id, &mut Diagnostics::default())?;
    Language::from_code(index.text(&KeyPath::root().key("language"))?)
}

impl Records {
    /// The language of those who write a file: of a translation, and of the notes what translations were made from, that of the
    /// edition that it belongs to; of every other file that of the texts.
    pub fn language_of(&self, path: &str) -> Language {
        let (own, others) = of_editions(&self.publication.value);
        let translated = translation::source_of(path, &others).map(|(_, language)| language);
        let noted = || others.iter().copied().find(|language| translation::ledger_path(*language) == path);
        translated.or_else(noted).unwrap_or(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_of_its_edition() {
        let language_of = |publication: &str, path: &str| {
            let files = Files::memory([("publication.yaml", publication.to_owned())]);
            let (_, records) = super::super::read(files, &mut Diagnostics::default());
            records.unwrap().language_of(path)
        };
        let english = "id: p\ntitle: T\nlanguages: [en, fr]\n";
        for path in ["chapters/one.fr.md", "people.fr.yaml", "translations/fr.txt"] {
            assert_eq!(language_of(english, path), Language::French, "{path}");
        }
        // Of an edition that the publication does not list, nobody is known to write anything.
        for path in ["chapters/one.md", "chapters/one.es.md", "translations/es.txt"] {
            assert_eq!(language_of(english, path), Language::English, "{path}");
        }
        let spanish = "id: p\ntitle: T\nlanguage: es\nlanguages: [es, en]\n";
        assert_eq!(language_of(spanish, "chapters/one.md"), Language::Spanish);
        assert_eq!(language_of(spanish, "chapters/one.en.md"), Language::English);
    }

    #[test]
    fn a_publication_names_its_language_whatever_else_is_wrong_with_it() {
        let named = |text: &str| language_named_by(&Files::memory([("publication.yaml", text.to_owned())]));
        assert_eq!(named("titel: T\nlanguage: fr\n"), Some(Language::French));
        assert_eq!(named("title: T\n"), None);
        assert_eq!(named("language: xx\n"), None);
        assert_eq!(named("language: [fr\n"), None);
        assert_eq!(language_named_by(&Files::memory([("people.yaml", "")])), None);
    }
}
