//! The editions of a publication in its languages, read together.

use std::path::Path;

use idm_core::digest::EditionState;
use idm_core::model::{Language, Publication};
use idm_core::source::Sources;
use idm_core::translation;
use idm_render::timings::Timings;

use crate::document::{KINDS, Target};
use crate::findings::Findings;
use crate::{Error, Options, Project};

/// The editions of a publication, that in the language of the texts first, or one of them alone. They are of the same state of
/// the folder: each file is read once.
#[derive(Debug)]
pub struct Editions {
    /// Never empty.
    projects: Vec<Project>,
}

/// One edition alone.
impl From<Project> for Editions {
    fn from(project: Project) -> Self {
        Self { projects: vec![project] }
    }
}

impl Editions {
    /// Reads and checks the editions in all languages that the publication in a folder lists, whatever language the options name.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn all(folder: impl AsRef<Path>, options: Options) -> Result<Self, Error> {
        Self::chosen(folder.as_ref(), options, None)
    }

    /// Reads and checks the editions in these languages, as far as the publication lists them.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub(crate) fn of(folder: &Path, options: Options, languages: &[Language]) -> Result<Self, Error> {
        match languages {
            [] => Project::open_with(folder, options).map(Self::from),
            [one] => Project::open_with(folder, Options { language: Some(*one), ..options }).map(Self::from),
            several => Self::chosen(folder, options, Some(several)),
        }
    }

    fn chosen(folder: &Path, options: Options, chosen: Option<&[Language]>) -> Result<Self, Error> {
        let first = Project::open_with(folder, Options { language: None, ..options })?;
        Ok(Self::beside(first, chosen))
    }

    /// Reads and checks the editions in all languages beside the first one, of the same files.
    pub fn of_project(first: Project) -> Self {
        Self::beside(first, None)
    }

    fn beside(mut first: Project, chosen: Option<&[Language]>) -> Self {
        let listed = first.publication().map(|publication| publication.languages.clone()).unwrap_or_default();
        let is_chosen = |language: &Language| chosen.is_none_or(|chosen| chosen.contains(language));
        let others: Vec<Language> = listed.into_iter().skip(1).filter(is_chosen).collect();
        let others = first.in_languages(&others);
        Self { projects: std::iter::once(first).chain(others).collect() }
    }

    /// The edition in the language of the texts, or the only one.
    pub fn first(&self) -> &Project {
        &self.projects[0]
    }

    /// Each edition.
    pub fn iter(&self) -> impl Iterator<Item = &Project> {
        self.projects.iter()
    }

    /// Each edition, to be changed: what they share is no longer shared then.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Project> {
        self.projects.iter_mut()
    }

    /// The edition that was read last: places in the findings of all editions lead into its texts.
    pub fn last(&self) -> &Project {
        self.projects.last().unwrap_or(&self.projects[0])
    }

    /// The texts that any of them has asked for.
    pub(crate) fn sources(&self) -> &Sources {
        self.last().sources()
    }

    /// What is wrong with the inputs of any edition, each problem once.
    pub fn findings(&self) -> Findings {
        Findings::of_all(self.iter().map(Project::findings).collect())
    }

    /// How long reading and checking all of them took.
    pub fn timings(&self) -> Timings {
        let mut timings = self.first().timings().clone();
        self.iter().skip(1).for_each(|other| timings.merge(other.timings().clone()));
        timings
    }

    /// The publication, in the language of each edition of which enough could be understood.
    pub(crate) fn publications(&self) -> impl Iterator<Item = &Publication> {
        self.iter().filter_map(Project::publication)
    }

    /// How the translations of each edition in another language stand to their sources.
    pub(crate) fn translations(&self) -> Vec<EditionState> {
        match &self.projects[..] {
            [only] => only.editions_state(),
            [_, others @ ..] => others.iter().flat_map(Project::editions_state).collect(),
            [] => vec![],
        }
    }
}

/// The documents that a night makes of an edition: the book, its records and the review copy of each panel, in another language
/// than that of the texts only of the panels that have a translated text of their own.
pub(crate) fn targets(project: &Project) -> Vec<Target> {
    let publication = project.publication();
    let all = KINDS.iter().flat_map(|kind| kind.targets(publication));
    let (Some(language), Some(publication)) = (project.inputs().edition.language, publication) else {
        return all.collect();
    };
    let translated: Vec<&str> = project
        .paths()
        .iter()
        .filter(|path| {
            let source = translation::source_of(path, &[language]);
            source.is_some_and(|(source, _)| project.paths().binary_search(&source).is_ok())
        })
        .filter_map(|path| path.rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    let is_made = |target: &Target| match target.panel() {
        Some(at) => translated.contains(&&*publication[at].folder),
        None => true,
    };
    all.filter(is_made).collect()
}
