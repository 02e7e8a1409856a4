//! The projects that open files belong to.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use gen_lsp_types::{Diagnostic, Range, Uri};
use idm::mentions::Mention;
use idm::model::Language;
use idm::{Options, Project};
use idm_core::source::{Source, SourceId, Span};

use crate::documents::Documents;
use crate::pages::Pages;
use crate::positions::Lines;
use crate::uri;

/// The file that makes a folder a project.
const PUBLICATION: &str = "publication.yaml";

/// The projects that are open, by their folders.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    projects: BTreeMap<PathBuf, Opened>,
}

/// A project that is open.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The folder, as the editor calls it.
    pub(crate) folder: PathBuf,
    /// The edition in the language of the texts.
    pub(crate) project: Project,
    /// The editions in other languages, of those into which the editor shows a translation.
    translated: BTreeMap<Language, Project>,
    /// The files of which the editor shows a text.
    shown: BTreeSet<String>,
    /// The texts that are to be laid over its files, or taken away, before anything is asked.
    waiting: BTreeMap<String, Option<Vec<u8>>>,
    /// Whether files have changed on the disk.
    is_stale: bool,
    /// What the editor has been told of each file.
    told: BTreeMap<String, Vec<Diagnostic>>,
    /// The pages of the book.
    pub(crate) pages: Pages,
    /// The addresses by which the editor calls its files.
    names: HashMap<String, Uri>,
    /// What is named where, once somebody has asked.
    mentions: RefCell<Option<Rc<Vec<Mention>>>>,
}

impl Workspace {
    /// The projects in a folder that the editor shows: the folder itself, or those in its `inputs`.
    pub(crate) fn add_folder(&mut self, folder: &Path) {
        let mut candidates = vec![folder.to_owned()];
        if let Ok(entries) = std::fs::read_dir(folder.join("inputs")) {
            candidates.extend(entries.flatten().map(|entry| entry.path()));
        }
        for candidate in candidates.iter().filter(|candidate| candidate.join(PUBLICATION).is_file()) {
            self.open(candidate);
        }
    }

    /// The project that a file belongs to, and the file's path in it. It is opened if it has not been.
    pub(crate) fn project_of(&mut self, path: &Path) -> Option<(&mut Opened, String)> {
        let folder = path
            .ancestors()
            .skip(1)
            .find(|folder| self.projects.contains_key(*folder) || folder.join(PUBLICATION).is_file())?;
        let inside: Vec<&str> = path
            .strip_prefix(folder)
            .ok()?
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect::<Option<_>>()?;
        Some((self.open(folder)?, inside.join("/")))
    }

    /// Every project.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Opened> {
        self.projects.values_mut()
    }

    fn open(&mut self, folder: &Path) -> Option<&mut Opened> {
        if !self.projects.contains_key(folder) {
            let project = Project::open_with(folder, Options::default()).ok()?;
            let opened = Opened {
                folder: folder.to_owned(),
                project,
                translated: BTreeMap::new(),
                shown: BTreeSet::new(),
                waiting: BTreeMap::new(),
                is_stale: false,
                told: BTreeMap::new(),
                pages: Pages::default(),
                names: HashMap::new(),
                mentions: RefCell::default(),
            };
            self.projects.insert(folder.to_owned(), opened);
        }
        self.projects.get_mut(folder)
    }
}

impl Opened {
    /// Notes what stands in the editor for a file, or that nothing does any more. What git ignores, and what lies in folders
    /// of results, is no input in an editor either.
    pub(crate) fn lay_over(&mut self, path: &str, uri: &Uri, text: Option<&str>) {
        self.names.insert(path.to_owned(), uri.clone());
        let is_input = self.project.paths().iter().any(|known| known == path) || !self.folder.join(path).exists();
        if text.is_none() || is_input {
            self.waiting.insert(path.to_owned(), text.map(|text| text.as_bytes().to_vec()));
            if text.is_some() {
                self.shown.insert(path.to_owned());
            } else {
                self.shown.remove(path);
            }
        }
    }

    /// Notes that files have changed on the disk.
    pub(crate) fn touch(&mut self) {
        self.is_stale = true;
        self.pages.touch();
    }

    /// Brings the project up to date with the editor and the disk; false if it was.
    pub(crate) fn refresh(&mut self) -> bool {
        if self.waiting.is_empty() && !self.is_stale {
            return false;
        }
        self.is_stale = false;
        *self.mentions.borrow_mut() = None;
        let waiting = std::mem::take(&mut self.waiting);
        for project in self.translated.values_mut() {
            lay(project, waiting.clone());
        }
        lay(&mut self.project, waiting);
        let wanted: BTreeSet<Language> =
            self.shown.iter().filter_map(|path| self.project.translated_into(path)).collect();
        self.translated.retain(|language, _| wanted.contains(language));
        for language in wanted {
            self.translated.entry(language).or_insert_with(|| self.project.in_language(language));
        }
        true
    }

    /// What the editor has to be told: of each file that has problems, or had some, all of them, if they have changed.
    pub(crate) fn news(&mut self) -> Vec<(String, Vec<Diagnostic>)> {
        let mut now = crate::problems::by_file(self, &self.project, |_| true);
        for (language, project) in &self.translated {
            // What is wrong with the sources, the edition of the texts has said.
            let is_own = |path: &str| project.translated_into(path) == Some(*language);
            now.extend(crate::problems::by_file(self, project, is_own));
        }
        for path in self.told.keys() {
            now.entry(path.clone()).or_default();
        }
        now.retain(|path, problems| {
            self.told.get(path) != Some(problems) && (!problems.is_empty() || self.told.contains_key(path))
        });
        for (path, problems) in &now {
            if problems.is_empty() {
                self.told.remove(path);
            } else {
                self.told.insert(path.clone(), problems.clone());
            }
        }
        now.into_iter().collect()
    }

    /// The address of a file: the editor's own, if it has given one.
    pub(crate) fn uri(&self, path: &str) -> Uri {
        self.names.get(path).cloned().unwrap_or_else(|| uri::of(&self.folder.join(path)))
    }

    /// The edition that says what is wrong with a file: that of its language if it is a translation, otherwise that of the
    /// texts.
    pub(crate) fn edition_of(&self, path: &str) -> &Project {
        let language = self.project.translated_into(path);
        language.and_then(|language| self.translated.get(&language)).unwrap_or(&self.project)
    }

    /// The text of a file as it was read last.
    pub(crate) fn source(&self, path: &str) -> Option<(SourceId, &Source)> {
        self.project.sources().iter().find(|(_, source)| source.path() == path)
    }

    /// A place in the protocol's form.
    pub(crate) fn range(&self, span: Span) -> Range {
        range_in(&self.project, span)
    }

    /// Everything that names something.
    pub(crate) fn mentions(&self) -> Rc<Vec<Mention>> {
        self.mentions.borrow_mut().get_or_insert_with(|| Rc::new(self.project.mentions())).clone()
    }

    /// The name that stands at a byte of a file.
    pub(crate) fn mention_at(&self, source: SourceId, offset: usize) -> Option<Mention> {
        mention_among(&self.mentions(), source, offset)
    }

    /// The version of a file that the editor has open.
    pub(crate) fn version(&self, documents: &Documents, path: &str) -> Option<i32> {
        documents.get(&self.folder.join(path)).map(|document| document.version)
    }
}

/// The name among some that stands at a byte of a file.
pub(crate) fn mention_among(mentions: &[Mention], source: SourceId, offset: usize) -> Option<Mention> {
    let touches = |mention: &&Mention| {
        let span = mention.span;
        // A chapter's title stands for its name, and is no place to ask about it.
        span.source == source && span.range().start <= offset && offset <= span.range().end
    };
    mentions.iter().filter(touches).min_by_key(|mention| (!mention.is_literal, mention.span.range().len())).cloned()
}

/// A place of a project's texts in the protocol's form.
pub(crate) fn range_in(project: &Project, span: Span) -> Range {
    Lines::new(project.sources().get(span.source).text()).range(span.range())
}

/// Lays texts over a project's files, or takes them away, and reads it again.
fn lay(project: &mut Project, texts: BTreeMap<String, Option<Vec<u8>>>) {
    if project.overlay_all(texts).is_err() {
        // A path that names nothing in the project has been noted as one in it: there is nothing to be laid over.
        project.refresh();
    }
}
