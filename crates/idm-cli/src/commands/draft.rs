//! `idm draft`: review copies of panels.

use std::path::Path;

use idm_core::compare::{self, Comparison};
use idm_core::diagnostic::located::Located;
use idm_core::diagnostic::{Place, Severity, nearest};
use idm_core::files::{self, Repository};
use idm_core::model::{Panel, Publication};
use idm_render::document::{Typeset, typeset};
use idm_render::emit::{Against, BookPages, Draft, assemble_draft};
use idm_render::export::{ExportSettings, Standards};
use idm_render::packages::Packages;
use idm_render::timings::{Phase, Timings};
use idm_render::world::{IdmWorld, Settings};
use rayon::prelude::*;

use super::build::cover_date;
use crate::args::DraftArguments;
use crate::earlier::{self, Earlier};
use crate::failure::Failure;
use crate::inspection::Inspection;
use crate::output::{self, Written};
use crate::{report, watchdog};

/// The outcomes' file. A draft names outcomes by their numbers, and says no more of them.
const OUTCOMES: &str = "outcomes.yaml";

/// The folder below that of all outputs.
const FOLDER: &str = "drafts";

/// Runs the command.
pub fn run(arguments: &DraftArguments, mut timings: Timings) -> Result<(), Failure> {
    watchdog::start(arguments.run.timeout);
    let mut inspection = Inspection::run(&arguments.common, &mut timings)?.for_building();
    let result = drafts(arguments, &mut inspection, &mut timings);
    let (written, complete) = match &result {
        Ok((written, complete)) => (written.as_slice(), *complete),
        Err(Failure::Inputs) => (&[][..], false),
        Err(_) => return result.map(|_| ()),
    };
    let found = inspection.located();
    report::results(&found, &inspection, &arguments.common, &arguments.run, written, &timings);
    if complete { Ok(()) } else { Err(Failure::Inputs) }
}

/// Builds the drafts that were asked for. The flag says whether all of them could be built.
fn drafts(
    arguments: &DraftArguments,
    inspection: &mut Inspection,
    timings: &mut Timings,
) -> Result<(Vec<Written>, bool), Failure> {
    let before = inspection.located();
    let (Some(publication), Some(standards)) = (&inspection.publication, &inspection.standards) else {
        return Err(Failure::Inputs);
    };
    let chosen = chosen(&arguments.panels, publication, &before)?;
    let earlier = earlier::read(&arguments.earlier, &inspection.folder)?;
    let comparison = timings
        .measure(Phase::Check, || earlier.as_ref().map(|state| compare::compare(&state.publication, publication)));
    let book = book_pages(arguments, publication)?;
    let state = State::of(inspection);

    let (sound, broken): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|&at| {
        let panel = panel(publication, at);
        !before.iter().any(|found| found.severity == Severity::Error && concerns(found, panel, publication))
    });
    let plan = Plan {
        inspection,
        publication,
        standards,
        packages: arguments.run.packages()?,
        unsettled: unsettled(&before, publication),
        state: &state,
        timestamp: arguments.run.timestamp,
        book: book.as_ref(),
        earlier: earlier.as_ref().zip(comparison.as_ref()),
    };
    let made: Vec<(String, Typeset)> = sound.par_iter().map(|&at| plan.draft(at)).collect::<Result<_, Failure>>()?;

    let mut complete = broken.is_empty();
    let mut found = vec![];
    let mut files = vec![];
    for (&at, (name, typeset)) in sound.iter().zip(made) {
        timings.merge(typeset.timings);
        found.extend(typeset.diagnostics);
        files.push((panel(publication, at).folder.clone(), name, typeset.pdf, typeset.pages));
    }
    inspection.extend(found);
    let after = inspection.located();
    let mut written = vec![];
    for (folder, name, pdf, pages) in files {
        let refused = after.iter().any(|found| found.severity == Severity::Error && lies_in(found, &folder));
        let Some(bytes) = pdf.filter(|_| !refused) else {
            complete = false;
            continue;
        };
        let folder = arguments.run.out.join(FOLDER);
        let path = timings.measure(Phase::Write, || output::replace(&folder, &format!("{name}.pdf"), &bytes))?;
        written.push(Written { path, bytes: bytes.len(), pages });
    }
    Ok((written, complete))
}

/// What all drafts of a run have in common.
struct Plan<'a> {
    inspection: &'a Inspection,
    publication: &'a Publication,
    standards: &'a Standards,
    packages: Packages,
    unsettled: Vec<String>,
    state: &'a State,
    timestamp: Option<i64>,
    book: Option<&'a BookPages>,
    earlier: Option<(&'a Earlier, &'a Comparison)>,
}

impl Plan<'_> {
    fn draft(&self, at: (usize, usize)) -> Result<(String, Typeset), Failure> {
        let publication = self.publication;
        let panel = panel(publication, at);
        let name = format!("{}-{}-{}-{}", publication.id, panel.id, publication.language.code(), self.state.file_name);
        let time = self.timestamp.or(self.state.time);
        let draft = Draft {
            name: name.clone(),
            date: time.and_then(earlier::date),
            revision: Some(self.state.name.clone()),
            unsettled: self.unsettled.iter().filter(|folder| **folder != panel.folder).cloned().collect(),
            book: self.book,
            against: self.earlier.map(|(earlier, comparison)| Against {
                earlier: &earlier.publication,
                comparison,
                name: &earlier.name,
                date: earlier.date,
                incomplete: earlier.incomplete,
            }),
        };
        let mut timings = Timings::start();
        let template = self.packages.main_template("draft");
        let pictures = &self.inspection.pictures;
        let project =
            timings.measure(Phase::Assemble, || assemble_draft(publication, pictures, at, &draft, &template))?;
        let export = ExportSettings {
            standards: self.standards.clone(),
            ident: format!("{}-{}-draft", publication.id, panel.id),
            timestamp: time.unwrap_or_else(|| cover_date(publication)),
        };
        let whole = Place::File(format!("{}/panel.yaml", panel.folder));
        let settings = Settings { timestamp: export.timestamp, packages: self.packages.clone(), whole };
        let mut typeset = typeset(&panel.id, &IdmWorld::new(project, settings), &export);
        typeset.timings.merge(timings);
        Ok((name, typeset))
    }
}

/// The state of the inputs that a draft shows.
struct State {
    /// As printed.
    name: String,
    /// As part of a file's name.
    file_name: String,
    /// When it came about, in seconds since 1970.
    time: Option<i64>,
}

impl State {
    /// The commit that the inputs are in. What git does not know is told by a digest of the inputs themselves.
    fn of(inspection: &Inspection) -> Self {
        let project = &inspection.project;
        let known = Repository::discover(&inspection.folder)
            .and_then(|repository| repository.current(&project.files, &project.paths))
            .ok()
            .flatten();
        let digest = || files::digest(&project.files, &project.paths).chars().take(10).collect::<String>();
        match known {
            Some(state) if !state.modified => Self {
                name: state.revision.short.clone(),
                file_name: state.revision.short,
                time: Some(state.revision.time),
            },
            Some(state) => {
                let (commit, digest) = (state.revision.short, digest());
                Self {
                    name: format!("{commit}+{digest}"),
                    file_name: format!("{commit}+{digest}"),
                    time: Some(state.revision.time),
                }
            }
            None => {
                let digest = digest();
                Self { name: digest.clone(), file_name: digest, time: None }
            }
        }
    }
}

fn panel(publication: &Publication, (workshop, panel): (usize, usize)) -> &Panel {
    &publication.workshops[workshop].panels[panel]
}

/// Every panel, by workshop and number.
fn all(publication: &Publication) -> Vec<(usize, usize)> {
    let panels =
        |(at, workshop): (usize, &idm_core::model::Workshop)| (0..workshop.panels.len()).map(move |panel| (at, panel));
    publication.workshops.iter().enumerate().flat_map(panels).collect()
}

/// The panels that were asked for, each once, in their own order.
fn chosen(names: &[String], publication: &Publication, found: &[Located]) -> Result<Vec<(usize, usize)>, Failure> {
    let all = all(publication);
    if names.is_empty() {
        return Ok(all);
    }
    let ids: Vec<&str> = all.iter().map(|&at| panel(publication, at).id.as_str()).collect();
    if let Some(unknown) = names.iter().find(|name| !ids.contains(&name.as_str())) {
        // The panel may be there, in a file that cannot be read.
        let unread =
            |found: &Located| found.severity == Severity::Error && found.location.file.ends_with("/panel.yaml");
        if found.iter().any(unread) {
            return Err(Failure::Inputs);
        }
        let hint = match nearest(unknown, ids.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if ids.is_empty() => "the publication has none".to_owned(),
            None => format!("there are {}", ids.join(", ")),
        };
        return Err(Failure::Usage(format!("there is no panel `{unknown}`; {hint}")));
    }
    Ok(all.into_iter().filter(|&at| names.contains(&panel(publication, at).id)).collect())
}

/// Whether what was found keeps the panel's draft from being built: what lies in its own folder, or in files that
/// concern all panels.
fn concerns(found: &Located, panel: &Panel, publication: &Publication) -> bool {
    if lies_in(found, &panel.folder) {
        return true;
    }
    let elsewhere = all(publication).into_iter().any(|at| lies_in(found, &self::panel(publication, at).folder));
    let file = &found.location.file;
    !elsewhere && !file.starts_with("chapters/") && !file.ends_with("/panel.yaml") && file != OUTCOMES
}

fn lies_in(found: &Located, folder: &str) -> bool {
    Path::new(&found.location.file).starts_with(folder)
}

/// What has errors that may change numbers when they are mended: folders of panels, and the outcomes.
fn unsettled(found: &[Located], publication: &Publication) -> Vec<String> {
    let known = all(publication).into_iter().map(|at| panel(publication, at).folder.clone());
    let unread = found.iter().filter_map(|found| found.location.file.strip_suffix("/panel.yaml")).map(str::to_owned);
    let mut folders: Vec<String> = known.chain(unread).chain([OUTCOMES.to_owned()]).collect();
    folders.sort();
    folders.dedup();
    folders.retain(|folder| found.iter().any(|found| found.severity == Severity::Error && lies_in(found, folder)));
    folders
}

/// The pages of the book that was asked for: a file, or the one built last.
fn book_pages(arguments: &DraftArguments, publication: &Publication) -> Result<Option<BookPages>, Failure> {
    let Some(book) = &arguments.book else { return Ok(None) };
    let last = arguments.run.out.join(format!("{}.pdf", publication.id));
    let path = book.as_ref().unwrap_or(&last);
    if !path.is_file() {
        return Err(Failure::Usage(format!("there is no book {}; `idm build` makes one", path.display())));
    }
    let bytes = std::fs::read(path).map_err(Failure::system("read", path))?;
    let pages = idm_render::destinations::pages(&bytes)
        .map_err(|error| Failure::Usage(format!("{} tells no pages: {error}", path.display())))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Some(BookPages { name, pages }))
}
