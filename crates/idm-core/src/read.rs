//! Reading: a folder becomes records, each with its place, and nothing is understood yet.

mod holes;
mod languages;
mod misnamed;
mod records;
mod texts;

pub(crate) use holes::HolePlace;
pub use holes::{Holes, Lost};
pub use languages::language_named_by;
pub use records::{Entry, Inputs, Records};
pub(crate) use records::{PanelRecords, WorkshopRecords};
pub(crate) use texts::conflict;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath, Origin, Place};
use crate::files::Files;
use crate::memory::Memory;
use crate::model::Language;
use crate::remarks;
use crate::resolve;
use crate::rules;
use crate::schema::{AcronymEntry, CommentEntry, FrameworkFile, OutcomeEntry, PersonEntry, PublicationFile, TermEntry};
use crate::source::{SourceId, Sources, Span};
use crate::translation::{self, EditionFiles, Ledger};
use crate::yaml::{self, Index, Unread};
use misnamed::is_read_me;

/// Reads a project. Without a readable `publication.yaml` there is nothing to go on with, and no records are returned;
/// every other problem leaves a gap and is reported.
pub fn read(files: Files, diagnostics: &mut Diagnostics) -> (Inputs, Option<Records>) {
    read_again(files, &mut Memory::default(), diagnostics)
}

/// Reads a project as [`read`] does. Files that are in `memory` as they are now are not parsed again.
pub fn read_again(files: Files, memory: &mut Memory, diagnostics: &mut Diagnostics) -> (Inputs, Option<Records>) {
    read_in(files, None, memory, diagnostics)
}

/// Reads a project as [`read_again`] does, with the translations into a language; none for the language of the texts.
pub fn read_in(
    files: Files,
    language: Option<Language>,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) -> (Inputs, Option<Records>) {
    read_beside(files, language, Sources::default(), memory, diagnostics)
}

/// Reads an edition of a project as [`read_in`] does, beside one that was read of the same files, whose texts are `known`: what
/// both ask for is the same source in both, so that places of either lead into the texts of this one.
pub fn read_beside(
    files: Files,
    language: Option<Language>,
    known: Sources,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) -> (Inputs, Option<Records>) {
    let edition = EditionFiles { language, ..EditionFiles::default() };
    memory.begin();
    let paths = match files.list() {
        Ok(paths) => paths,
        Err(problem) => {
            // What could not be listed is not missing.
            diagnostics.push(problem.diagnostic(None));
            let (asked, indexes) = (BTreeSet::new(), BTreeMap::new());
            let project = Inputs { files, paths: vec![], sources: known, asked, indexes, edition };
            return (project, None);
        }
    };
    let (asked, indexes) = (BTreeSet::new(), BTreeMap::new());
    let named = known.iter().map(|(id, file)| (file.path().to_owned(), id)).collect();
    let mut reader = Reader {
        named,
        project: Inputs { files, paths, sources: known, asked, indexes, edition },
        own: Language::English,
        languages: vec![],
        known: vec![],
        holes: Holes::default(),
        memory,
        diagnostics,
    };
    let records = reader.records();
    if records.is_none() && reader.exists("publication.yaml") {
        // Without what holds them together, the other files are read for what is wrong in each.
        reader.all();
        resolve::check_texts(&reader.project, reader.diagnostics);
    }
    let records = records.map(|mut records| {
        // Without records nothing else was looked for.
        reader.report_unknown_files();
        records.holes = std::mem::take(&mut reader.holes);
        records
    });
    (reader.project, records)
}

/// What was found in a YAML file.
struct ReadFile<T> {
    /// Its index and what the records in it say; nothing if it could not be parsed.
    parsed: Option<(Arc<Index>, T)>,
    diagnostics: Vec<Diagnostic>,
    unread: Vec<Unread>,
}

struct Reader<'a> {
    project: Inputs,
    /// The names of the texts that another edition has asked for, by path.
    named: BTreeMap<String, SourceId>,
    /// The language of the texts.
    own: Language,
    /// The languages of other editions.
    languages: Vec<Language>,
    /// The paths that the format knows.
    known: Vec<String>,
    holes: Holes,
    memory: &'a mut Memory,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn records(&mut self) -> Option<Records> {
        let Some(publication) = self.publication() else {
            if !self.exists("publication.yaml") {
                let missing = Diagnostic::new(
                    &rules::FILE_MISSING,
                    Place::File("publication.yaml".into()),
                    "there is no `publication.yaml`, so this folder is no publication",
                );
                let meant = |path: &&String| self.meant(path).as_deref() == Some("publication.yaml");
                self.diagnostics.push(match self.project.paths.iter().find(meant) {
                    Some(path) => missing.hint(format!("rename `{path}` to `publication.yaml`")),
                    None => missing,
                });
            }
            return None;
        };
        Some(Records {
            publication,
            people: self.list("people.yaml"),
            acronyms: self.list("acronyms.yaml"),
            terms: self.list("terms.yaml"),
            comments: self.list(remarks::DECISIONS),
            references: self.references(),
            outcomes: self.list("outcomes.yaml"),
            frameworks: self.frameworks(),
            chapters: self.chapters(),
            workshops: self.workshops(),
            holes: Holes::default(),
        })
    }

    /// `publication.yaml`, which says which languages there are.
    fn publication(&mut self) -> Option<Arc<Entry<PublicationFile>>> {
        let publication: Arc<Entry<PublicationFile>> = self.record("publication.yaml")?;
        let own = publication.value.language.as_deref().unwrap_or("en");
        (self.own, self.languages) = languages::of_editions(&publication.value);
        let translations: Vec<String> = self
            .project
            .paths
            .iter()
            .filter(|path| self.translates(path).is_some_and(|(source, _)| self.exists(&source)))
            .cloned()
            .collect();
        self.known.extend(translations);
        if self.project.edition.language.is_some_and(|language| language.code() == own) {
            self.project.edition.language = None;
        }
        if let Some(language) = self.project.edition.language {
            let path = translation::ledger_path(language);
            if self.exists(&path)
                && let Some(source) = self.text(&path)
            {
                let text = self.project.sources.get(source).text();
                self.project.edition.ledger = Ledger::parse(text);
                for stray in translation::stray_lines(text) {
                    let place = Span::new(source, stray.range.clone());
                    let message = "this line notes nothing: it is not understood";
                    self.diagnostics
                        .push(Diagnostic::new(&rules::TRANSLATION_NOTE, place, message).hint(stray.cure(language)));
                }
            }
            self.translation("publication.yaml", publication.origin.source);
        }
        Some(publication)
    }

    /// The source that a file translates by its name, whether there is one or not, and into which language.
    fn translates(&self, path: &str) -> Option<(String, Language)> {
        translation::source_of(path, &self.languages)
    }

    /// Reads the translation of a YAML file into the language of the edition, if there is one.
    fn translation(&mut self, path: &str, source: SourceId) {
        let Some(language) = self.project.edition.language else { return };
        let read = |index: &Index, diagnostics: &mut Diagnostics, _: &mut Vec<Unread>| {
            if index.is_empty() {
                let place = Origin { source: index.source(), path: KeyPath::root() };
                let message = "this translation is empty";
                diagnostics.push(
                    Diagnostic::new(&rules::YAML_TYPE, place, message)
                        .hint("write the translated texts, or remove the file"),
                );
            }
        };
        if let Some((translation, _)) = self.yaml(&translation::path_in(path, language), read) {
            self.project.edition.records.insert(source, translation);
        }
    }

    /// A file of prose in the language of the edition, or else as it is.
    fn prose(&mut self, path: &str) -> Option<SourceId> {
        let Some(language) = self.project.edition.language else { return self.text(path) };
        let translation = translation::path_in(path, language);
        if !self.exists(path) || !self.exists(&translation) {
            let source = self.text(path)?;
            self.project.edition.untranslated.insert(source);
            return Some(source);
        }
        self.known.push(path.to_owned());
        let source = self.text(&translation)?;
        self.project.edition.prose.push((path.to_owned(), source));
        Some(source)
    }

    /// Reads every file but the publication's own.
    fn all(&mut self) {
        let _: Arc<Vec<Entry<PersonEntry>>> = self.list("people.yaml");
        let _: Arc<Vec<Entry<AcronymEntry>>> = self.list("acronyms.yaml");
        let _: Arc<Vec<Entry<TermEntry>>> = self.list("terms.yaml");
        let _: Arc<Vec<Entry<OutcomeEntry>>> = self.list("outcomes.yaml");
        let _: Arc<Vec<Entry<CommentEntry>>> = self.list(remarks::DECISIONS);
        self.references();
        self.frameworks();
        self.chapters();
        self.workshops();
    }

    fn references(&mut self) -> Option<SourceId> {
        let read = |index: &Index, diagnostics: &mut Diagnostics, _: &mut Vec<Unread>| {
            if index.is_empty() {
                diagnostics.push(nothing_listed(index.source(), "a mapping of keys to values", "{}"));
            }
        };
        Some(self.yaml("references.yaml", read)?.0)
    }

    /// Whether a file belongs to another beside it: as its translation, also into a language that is not listed any more.
    fn is_of_another(&self, path: &str) -> bool {
        translation::is_translation(path, &self.languages) || self.unlisted(path).is_some()
    }

    fn frameworks(&mut self) -> Vec<Arc<Entry<FrameworkFile>>> {
        let paths: Vec<_> = self.children("frameworks/", ".yaml").filter(|path| !self.is_of_another(path)).collect();
        paths.iter().filter_map(|path| self.record(path)).collect()
    }

    fn chapters(&mut self) -> BTreeMap<String, SourceId> {
        let own = |path: &String| !is_read_me(path) && !self.is_of_another(path);
        let paths: Vec<_> = self.children("chapters/", ".md").filter(own).collect();
        paths
            .into_iter()
            .filter_map(|path| {
                let name = path.strip_prefix("chapters/")?.strip_suffix(".md")?.to_owned();
                Some((name, self.prose(&path)?))
            })
            .collect()
    }

    fn workshops(&mut self) -> Vec<WorkshopRecords> {
        let folders: Vec<String> = self
            .project
            .paths
            .iter()
            .filter_map(|path| path.strip_suffix("/workshop.yaml"))
            .filter(|folder| folder.starts_with("workshops/"))
            .map(str::to_owned)
            .collect();
        folders
            .into_iter()
            .filter_map(|folder| {
                let file = self.record(&format!("{folder}/workshop.yaml"));
                let recommendations = self.list(&format!("{folder}/recommendations.yaml"));
                let panels = self.panels(&folder);
                Some(WorkshopRecords { file: file?, recommendations, panels })
            })
            .collect()
    }

    fn panels(&mut self, workshop: &str) -> Vec<PanelRecords> {
        let folders: Vec<String> = self
            .project
            .paths
            .iter()
            .filter_map(|path| path.strip_suffix("/panel.yaml"))
            .filter(|folder| folder.strip_prefix(workshop).is_some_and(|rest| rest.starts_with('/')))
            .map(str::to_owned)
            .collect();
        folders
            .into_iter()
            .filter_map(|folder| {
                let file = self.record(&format!("{folder}/panel.yaml"));
                let summary = self.prose(&format!("{folder}/summary.md"));
                let recommendations = self.list(&format!("{folder}/recommendations.yaml"));
                Some(PanelRecords { file: file?, summary, recommendations, folder })
            })
            .collect()
    }

    fn exists(&self, path: &str) -> bool {
        self.project.paths.binary_search_by(|known| known.as_str().cmp(path)).is_ok()
    }

    /// The files directly in a folder that have the ending.
    fn children<'b>(&'b self, folder: &'b str, ending: &'b str) -> impl Iterator<Item = String> + 'b {
        self.project
            .paths
            .iter()
            .filter(move |path| {
                path.strip_prefix(folder).is_some_and(|name| !name.contains('/') && name.ends_with(ending))
            })
            .cloned()
    }

    /// A YAML file and what `read` finds in it, if it is there and can be parsed.
    fn yaml<T: Send + Sync + 'static>(
        &mut self,
        path: &str,
        read: impl FnOnce(&Index, &mut Diagnostics, &mut Vec<Unread>) -> T,
    ) -> Option<(SourceId, Arc<ReadFile<T>>)> {
        let id = self.text(path)?;
        let source = self.project.sources.get(id);
        let found = self.memory.records.of(path.to_owned(), (id, source.shared_text()), |_| {
            let mut diagnostics = Diagnostics::default();
            let mut unread = vec![];
            let parsed = Index::new(source, id, &mut diagnostics).map(|index| {
                let value = read(&index, &mut diagnostics, &mut unread);
                (Arc::new(index), value)
            });
            ReadFile { parsed, diagnostics: diagnostics.into_list(), unread }
        });
        self.diagnostics.extend(found.diagnostics.iter().cloned());
        let Some((index, _)) = &found.parsed else {
            self.holes.push_file(path);
            return None;
        };
        for key in index.repeated() {
            self.holes.push_repeated(path, key);
        }
        if index.is_empty() {
            self.holes.push_file(path);
        }
        found.unread.iter().for_each(|unread| self.holes.push_unread(path, id, unread.clone()));
        self.project.indexes.insert(id, Arc::clone(index));
        Some((id, found))
    }

    fn record<T>(&mut self, path: &str) -> Option<Arc<Entry<T>>>
    where
        T: DeserializeOwned + JsonSchema + Default + Send + Sync + 'static,
    {
        let read = |index: &Index, diagnostics: &mut Diagnostics, unread: &mut Vec<Unread>| {
            let value = yaml::read_record(index, &KeyPath::root(), diagnostics, unread)?;
            Some(Arc::new(Entry { value, origin: Origin { source: index.source(), path: KeyPath::root() } }))
        };
        let (source, found) = self.yaml(path, read)?;
        if path != "publication.yaml" {
            self.translation(path, source);
        }
        found.parsed.as_ref().and_then(|(_, entry)| entry.clone())
    }

    fn list<T>(&mut self, path: &str) -> Arc<Vec<Entry<T>>>
    where
        T: DeserializeOwned + JsonSchema + Default + Send + Sync + 'static,
    {
        let read = |index: &Index, diagnostics: &mut Diagnostics, unread: &mut Vec<Unread>| {
            if index.is_empty() {
                diagnostics.push(nothing_listed(index.source(), "a list", "[]"));
            }
            let records = yaml::read_list(index, &KeyPath::root(), diagnostics, unread);
            Arc::new(records.into_iter().map(|(origin, value)| Entry { value, origin }).collect())
        };
        let found = self.yaml(path, read);
        if let Some((source, _)) = &found {
            self.translation(path, *source);
        }
        found.and_then(|(_, found)| Some(Arc::clone(&found.parsed.as_ref()?.1))).unwrap_or_default()
    }
}

/// A file of records in which nothing stands is more often one that was lost than one that is meant.
fn nothing_listed(source: SourceId, wanted: &str, empty: &str) -> Diagnostic {
    let place = Origin { source, path: KeyPath::root() };
    Diagnostic::new(&rules::YAML_TYPE, place, format!("the file must be {wanted}, but is empty"))
        .hint(format!("write `{empty}` if there is nothing to list, or remove the file"))
}
