//! Whole runs in memory: files in, diagnostics and a PDF out, with nothing on the disk.

use idm_core::check::{self, Subject};
use idm_core::diagnostic::located::{Located, Locations};
use idm_core::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use idm_core::files::Files;
use idm_core::model::DEFAULT_STANDARDS;
use idm_core::model::Publication;
use idm_core::pictures::{self, Pictures};
use idm_core::read::{self, Project};
use idm_core::rules::{self, Rule};
use idm_core::{compare, levels, resolve};
use idm_render::compile;
use idm_render::document::typeset;
use idm_render::emit::{Against, Draft, assemble, assemble_draft};
use idm_render::export::{ExportSettings, Standards};
use idm_render::fonts;
use idm_render::packages::Packages;
use idm_render::project::Project as TypstProject;
use idm_render::world::{IdmWorld, Settings};

/// A project that has been read and checked.
pub struct Checked {
    /// The files.
    pub project: Project,
    /// What they mean, if enough of them could be read.
    pub publication: Option<Publication>,
    pictures: Pictures,
    found: Vec<Diagnostic>,
}

/// A PDF that was made in memory.
pub struct Built {
    /// The file.
    pub bytes: Vec<u8>,
    /// How often the document was laid out.
    pub passes: u32,
    /// How many pages it has.
    pub pages: usize,
}

/// A process that builds a publication again and again, and does again only what has changed.
#[derive(Default)]
pub struct LongLived {
    world: Option<IdmWorld>,
}

impl LongLived {
    /// Builds the publication of these files.
    ///
    /// # Errors
    /// As [`Checked::build`].
    pub fn build(&mut self, files: Files) -> Result<Built, Vec<String>> {
        compile::evict();
        let checked = Checked::new(files);
        let project = checked.assemble()?;
        let world = match self.world.take() {
            Some(mut world) => {
                world.replace(project);
                world
            }
            None => world(project),
        };
        checked.typeset(self.world.insert(world))
    }
}

fn world(project: TypstProject) -> IdmWorld {
    let whole = Place::File("publication.yaml".to_owned());
    IdmWorld::new(project, Settings { timestamp: 0, packages: Packages::embedded(), whole })
}

impl Checked {
    /// Reads and checks files, as `idm check` does.
    pub fn new(files: Files) -> Self {
        let mut diagnostics = Diagnostics::default();
        let (project, records) = read::read(files, &mut diagnostics);
        let publication = records.as_ref().and_then(|records| resolve::resolve(&project, records, &mut diagnostics));
        let mut pictures = Pictures::new();
        if let Some(publication) = &publication {
            pictures = pictures::load(&project, publication, &mut diagnostics);
            let shows = &|text: &str| fonts::shows(text);
            let tokens = &Packages::embedded().tokens();
            let subject = Subject { project: &project, publication, shows, has_family: &fonts::has_family, tokens };
            check::check(subject, &mut diagnostics);
        }
        Self { project, publication, pictures, found: diagnostics.into_list() }
    }

    /// What was found, located, sorted and under the publication's own levels.
    pub fn located(&self) -> Vec<Located> {
        self.locate(&self.found)
    }

    fn locate(&self, diagnostics: &[Diagnostic]) -> Vec<Located> {
        let locations = Locations { sources: &self.project.sources, indexes: &self.project.indexes };
        let found = locations.locate(diagnostics);
        match &self.publication {
            Some(publication) => levels::apply(&publication.settings, &self.project.sources, found),
            None => found,
        }
    }

    /// Makes the publication's Typst project.
    ///
    /// # Errors
    /// Everything that was found, warnings included, one line each, if there is an error among it.
    pub fn assemble(&self) -> Result<TypstProject, Vec<String>> {
        let publication = match &self.publication {
            Some(publication) if !has_errors(&self.located()) => publication,
            _ => return Err(show(&self.located())),
        };
        assemble(publication, &self.pictures, &Packages::embedded().templates("publication"))
            .map_err(|error| vec![error.to_string()])
    }

    /// Builds the PDF with the default standards, as `idm build` does.
    ///
    /// # Errors
    /// Everything that was found, warnings included, one line each, if there is an error among it.
    pub fn build(&self) -> Result<Built, Vec<String>> {
        self.typeset(&world(self.assemble()?))
    }

    fn typeset(&self, world: &IdmWorld) -> Result<Built, Vec<String>> {
        let publication = self.publication.as_ref().ok_or_else(|| show(&self.located()))?;
        let standards = Standards::parse(DEFAULT_STANDARDS).map_err(|error| vec![error.to_string()])?;
        let export = ExportSettings { standards, ident: publication.id.clone(), timestamp: 0 };
        let typeset = typeset(&publication.id, world, &export);
        let mut found = self.found.clone();
        found.extend(typeset.diagnostics);
        match typeset.pdf {
            Some(bytes) => Ok(Built { bytes, passes: typeset.passes, pages: typeset.pages }),
            None => Err(show(&self.locate(&found))),
        }
    }
}

/// The draft of a panel, made in memory as `idm draft` makes it.
pub struct Drafted {
    /// The file.
    pub bytes: Vec<u8>,
    /// How often the document was laid out.
    pub passes: u32,
}

impl Checked {
    /// Makes the Typst project of a panel's draft, compared with an earlier state if one is given.
    ///
    /// # Errors
    /// If there is no such panel, or nothing to compare it with.
    pub fn assemble_draft(&self, panel: &str, earlier: Option<&Self>) -> Result<TypstProject, Vec<String>> {
        let sentence = |text: &str| vec![text.to_owned()];
        let publication = self.publication.as_ref().ok_or_else(|| show(&self.located()))?;
        let at = publication.panels().find(|&at| publication.panel(at).id == panel);
        let at = at.ok_or_else(|| sentence("there is no such panel"))?;
        let earlier = earlier.map(|earlier| earlier.publication.as_ref().ok_or_else(|| sentence("nothing earlier")));
        let earlier = earlier.transpose()?;
        let comparison = earlier.map(|earlier| compare::compare(earlier, publication));
        let against = earlier.zip(comparison.as_ref()).map(|(earlier, comparison)| Against {
            earlier,
            comparison,
            name: "before",
            date: None,
            incomplete: false,
        });
        let draft = Draft { name: panel.to_owned(), against, ..Draft::default() };
        assemble_draft(publication, &self.pictures, at, &draft, &Packages::embedded().templates("draft").main)
            .map_err(|error| sentence(&error.to_string()))
    }

    /// Builds a panel's draft, compared with an earlier state if one is given.
    ///
    /// # Errors
    /// Everything that typesetting found, one line each, if there is an error among it.
    pub fn draft(&self, panel: &str, earlier: Option<&Self>) -> Result<Drafted, Vec<String>> {
        let sentence = |text: &str| vec![text.to_owned()];
        let project = self.assemble_draft(panel, earlier)?;
        let standards = Standards::parse(DEFAULT_STANDARDS).map_err(|error| sentence(&error.to_string()))?;
        let export = ExportSettings { standards, ident: panel.to_owned(), timestamp: 0 };
        let typeset = typeset(panel, &world(project), &export);
        match typeset.pdf {
            Some(bytes) if typeset.diagnostics.is_empty() => Ok(Drafted { bytes, passes: typeset.passes }),
            _ => Err(show(&self.locate(&typeset.diagnostics))),
        }
    }
}

fn has_errors(found: &[Located]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Each diagnostic as a line of text.
pub fn show(found: &[Located]) -> Vec<String> {
    let line = |diagnostic: &Located| {
        let Located { code, message, location, .. } = diagnostic;
        let line = location.range.map_or(0, |range| range.start.line);
        format!("{}:{line}: {code}: {message}", location.file)
    };
    found.iter().map(line).collect()
}

/// A text as a YAML value in quotation marks, whatever its characters: all but letters, digits and ASCII are written by
/// their numbers.
pub fn yaml_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            other if matches!(other, ' '..='~') || other.is_alphanumeric() => quoted.push(other),
            other => quoted.push_str(&format!("\\U{:08X}", u32::from(other))),
        }
    }
    quoted.push('"');
    quoted
}

/// Lines for `diagnostics:` in a `publication.yaml` that allow every warning: for texts that show mark-up or characters, and
/// are no model of style.
pub fn all_allowed() -> String {
    let is_warning = |rule: &&&Rule| rule.severity == Severity::Warning && rule.adjustable;
    rules::ALL.iter().filter(is_warning).map(|rule| format!("  {}: allow\n", rule.code)).collect()
}
