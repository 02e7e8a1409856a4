//! Reading and checking a project: the common part of all commands.

use std::path::{Path, PathBuf};

use idm_core::check::{self, Subject};
use idm_core::diagnostic::baseline::{Baseline, Purpose};
use idm_core::diagnostic::located::{Located, Locations};
use idm_core::diagnostic::{Diagnostic, Diagnostics, Severity};
use idm_core::files::Files;
use idm_core::model::Publication;
use idm_core::pictures::{self, Pictures};
use idm_core::{levels, read, release, resolve, rules};
use idm_render::export::{Standards, WITHOUT_ATTACHMENTS};
use idm_render::fonts;
use idm_render::packages::Packages;
use idm_render::timings::{Phase, Timings};
use serde_json::{Map, Value};

use crate::args::{CommonArguments, Denied, MessageFormat};
use crate::failure::Failure;
use crate::report::{self, Stream};
use crate::{locate, reading};

/// How long a baseline may be.
const MAX_BASELINE_BYTES: usize = 256 * 1024 * 1024;

/// A project that has been read and checked.
pub struct Inspection {
    /// The project's folder as it was found.
    pub folder: PathBuf,
    /// The files.
    pub project: read::Project,
    /// What they mean, if enough of them could be read.
    pub publication: Option<Publication>,
    /// The standards that the PDF is to meet, if they go together.
    pub standards: Option<Standards>,
    /// The pictures.
    pub pictures: Pictures,
    diagnostics: Vec<Diagnostic>,
    denied: Option<Denied>,
    baseline: Option<Baseline>,
    purpose: Purpose,
}

impl Inspection {
    /// Reads and checks the project that the arguments mean.
    pub fn run(arguments: &CommonArguments, timings: &mut Timings) -> Result<Self, Failure> {
        let baseline = arguments.baseline.as_deref().map(baseline).transpose()?;
        // The fonts are wanted at the end of the checks, and have nothing to do with the inputs.
        std::thread::spawn(fonts::store);
        let (folder, files) = timings.measure(Phase::Start, || {
            let folder = locate::project(arguments.project.as_deref())?;
            let files = Files::directory(&folder).map_err(Failure::system("open", &folder))?;
            Ok::<_, Failure>((folder, files))
        })?;
        let mut diagnostics = Diagnostics::default();
        let (project, records) = timings.measure(Phase::Read, || read::read(files, &mut diagnostics));
        let (publication, standards, pictures) = timings.measure(Phase::Check, || {
            let publication =
                records.as_ref().and_then(|records| resolve::resolve(&project, records, &mut diagnostics));
            let Some(publication) = publication else { return (None, None, Pictures::new()) };
            let pictures = pictures::load(&project, &publication, &mut diagnostics);
            let shows = &|text: &str| fonts::shows(text);
            let tokens = &Packages::embedded().tokens();
            let subject =
                Subject { project: &project, publication: &publication, shows, has_family: &fonts::has_family, tokens };
            check::check(subject, &mut diagnostics);
            let standards = standards(&publication, &mut diagnostics);
            (Some(publication), standards, pictures)
        });
        Ok(Self {
            folder,
            project,
            publication,
            standards,
            pictures,
            diagnostics: diagnostics.into_list(),
            denied: arguments.deny,
            baseline,
            purpose: Purpose::Check,
        })
    }

    /// Reports a known error all the same if it leaves nothing to build from.
    #[must_use]
    pub fn for_building(mut self) -> Self {
        self.purpose = Purpose::Build;
        self
    }

    /// Reports everything that keeps the publication from being released, too.
    pub fn demand_release(&mut self) {
        let mut diagnostics = Diagnostics::default();
        if let Some(publication) = &self.publication {
            release::check(publication, &mut diagnostics);
        }
        self.extend(diagnostics);
    }

    /// Adds what was found later.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Everything found so far that is not known already, located, sorted and under the publication's own levels.
    pub fn located(&self) -> Vec<Located> {
        self.sifted().0
    }

    /// How many problems are known already; nothing if nobody said what is known.
    pub fn known(&self) -> Option<usize> {
        self.baseline.as_ref().map(|_| self.sifted().1)
    }

    /// Looks up the places of some of what was found, whatever the publication says of it.
    pub fn locate(&self, diagnostics: &[Diagnostic]) -> Vec<Located> {
        Locations { sources: &self.project.sources, indexes: &self.project.indexes }.locate(diagnostics)
    }

    /// What is new, and how many problems are known already.
    fn sifted(&self) -> (Vec<Located>, usize) {
        let mut found = self.locate(&self.diagnostics);
        if let Some(publication) = &self.publication {
            found = levels::apply(&publication.settings, &self.project.sources, found);
        }
        if self.denied == Some(Denied::Warnings) {
            for diagnostic in &mut found {
                diagnostic.severity = Severity::Error;
            }
        }
        let known = match &self.baseline {
            Some(baseline) => baseline.pass_over(&mut found, &self.project.sources, self.purpose),
            None => 0,
        };
        (found, known)
    }

    /// Shows what was found, for people or programs. `fields` are added to JSON.
    pub fn show(&self, found: &[Located], format: MessageFormat, stream: Stream, fields: Map<String, Value>) {
        report::show(found, self.known(), &self.project.sources, self.prefix(), format, stream, fields);
    }

    /// The project's folder as seen from here, to be put before the paths of its files.
    pub fn prefix(&self) -> &Path {
        &self.folder
    }
}

/// Whether anything found keeps the publication from being built.
pub fn has_errors(found: &[Located]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Reads what is known already.
fn baseline(path: &Path) -> Result<Baseline, Failure> {
    let refused = |why: String| Failure::Usage(format!("{} cannot be the baseline: {why}", path.display()));
    let text = reading::text(path, MAX_BASELINE_BYTES).map_err(|error| refused(error.to_string()))?;
    Baseline::parse(&text).map_err(|error| refused(error.to_string()))
}

fn standards(publication: &Publication, diagnostics: &mut Diagnostics) -> Option<Standards> {
    let names = &publication.settings.standards;
    if let Some(name) = names.iter().find(|name| WITHOUT_ATTACHMENTS.contains(&name.text.to_ascii_lowercase().as_str()))
    {
        let message =
            format!("`{}` allows no attachments, and the records are attached to every publication", name.text);
        diagnostics.push(Diagnostic::new(&rules::INVALID_VALUE, name.span, message).hint("`a-3a` allows them"));
        return None;
    }
    match Standards::parse(names.iter().map(|name| name.text.as_str())) {
        Ok(standards) => Some(standards),
        Err(error) => {
            // The name that is unknown, if it is one; else the first of those that do not go together.
            let culprit = names.iter().find(|name| error.message.contains(&format!("`{}`", name.text)));
            let place = culprit.or(names.first()).map_or(publication.title.span, |name| name.span);
            let mut diagnostic = Diagnostic::new(&rules::INVALID_VALUE, place, error.message);
            diagnostic.hints = error.hints;
            diagnostics.push(diagnostic);
            None
        }
    }
}
