//! `idm draft`: review copies of panels.

use std::path::{Path, PathBuf};

use idm_core::compare;
use idm_core::diagnostic::located::Located;
use idm_core::diagnostic::{Severity, nearest};
use idm_core::manifest::Kind;
use idm_core::model::{PanelPlace, Publication};
use idm_core::obstacles::{lies_in, obstacles, unsettled};
use idm_render::document::{Typeset, typeset};
use idm_render::emit::{Against, BookPages};
use idm_render::pdf_file::MAX_PDF_BYTES;
use idm_render::timings::{Phase, Timings};
use rayon::prelude::*;

use crate::args::DraftArguments;
use crate::document::{Beside, Making};
use crate::earlier;
use crate::failure::Failure;
use crate::inspection::Inspection;
use crate::lock::{Lock, Patience};
use crate::nightly::previous;
use crate::output::{self, Written};
use crate::state::State;
use crate::{reading, report, watchdog};

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
    let state = State::of(inspection).named;

    let (sound, broken): (Vec<_>, Vec<_>) =
        chosen.into_iter().partition(|&at| obstacles(&before, publication.panel(at), publication).next().is_none());
    let packages = arguments.run.packages()?;
    let unsettled = unsettled(&before, publication);
    let making = Making {
        publication,
        pictures: &inspection.pictures,
        standards,
        packages: &packages,
        timestamp: arguments.run.timestamp,
        unsettled: &unsettled,
    };
    let against = earlier.as_ref().zip(comparison.as_ref()).map(|(earlier, comparison)| Against {
        earlier: &earlier.publication,
        comparison,
        name: &earlier.name,
        date: earlier.date,
        incomplete: earlier.incomplete,
    });
    let beside = Beside { book: book.as_ref(), against };
    let make = |&at: &PanelPlace| {
        let mut timings = Timings::start();
        let document = timings.measure(Phase::Assemble, || making.draft(at, &state, beside))?;
        let mut typeset = typeset(&document.name, &document.world, &document.export);
        typeset.timings.merge(timings);
        Ok((document.path, typeset))
    };
    let made: Vec<(String, Typeset)> = sound.par_iter().map(make).collect::<Result<_, Failure>>()?;

    let mut complete = broken.is_empty();
    let mut found = vec![];
    let mut files = vec![];
    for (&at, (path, typeset)) in sound.iter().zip(made) {
        timings.merge(typeset.timings);
        found.extend(typeset.diagnostics);
        files.push((publication.panel(at).folder.clone(), path, typeset.pdf, typeset.pages));
    }
    inspection.extend(found);
    let after = inspection.located();
    let mut written = vec![];
    let writes = files.iter().any(|(_, _, pdf, _)| pdf.is_some());
    let _lock = if writes { Some(Lock::take(&arguments.run.out, Patience::Wait)?) } else { None };
    for (folder, path, pdf, pages) in files {
        let refused = after.iter().any(|found| found.severity == Severity::Error && lies_in(found, &folder));
        let Some(bytes) = pdf.filter(|_| !refused) else {
            complete = false;
            continue;
        };
        let path = timings.measure(Phase::Write, || output::replace(&arguments.run.out, &path, &bytes))?;
        written.push(Written { path, bytes: bytes.len(), pages });
    }
    Ok((written, complete))
}

/// The panels that were asked for, each once, in their own order.
fn chosen(names: &[String], publication: &Publication, found: &[Located]) -> Result<Vec<(usize, usize)>, Failure> {
    let all: Vec<PanelPlace> = publication.panels().collect();
    if names.is_empty() {
        return Ok(all);
    }
    let ids: Vec<&str> = all.iter().map(|&at| publication.panel(at).id.as_str()).collect();
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
    Ok(all.into_iter().filter(|&at| names.contains(&publication.panel(at).id)).collect())
}

/// The pages of the book that was asked for: a file, or the one built last.
fn book_pages(arguments: &DraftArguments, publication: &Publication) -> Result<Option<BookPages>, Failure> {
    let Some(book) = &arguments.book else { return Ok(None) };
    let last = arguments.run.out.join(format!("{}.pdf", publication.id));
    let named = book.as_ref().unwrap_or(&last);
    let path =
        &if named.extension().is_some_and(|ending| ending == "json") { in_manifest(named)? } else { named.clone() };
    if !path.is_file() {
        return Err(Failure::Usage(format!("there is no book {}; `idm build` makes one", path.display())));
    }
    let bytes = reading::bytes(path, MAX_PDF_BYTES).map_err(Failure::system("read", path))?;
    let pages = idm_render::destinations::pages(&bytes)
        .map_err(|error| Failure::Usage(format!("{} tells no pages: {error}", path.display())))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Some(BookPages { name, pages }))
}

/// The book that a nightly run made, by its manifest.
fn in_manifest(path: &Path) -> Result<PathBuf, Failure> {
    let missing = || Failure::Usage(format!("there is no manifest {}", path.display()));
    let manifest = previous::read(path)?.ok_or_else(missing)?;
    let book = manifest.outputs.iter().find(|output| output.kind == Kind::Publication);
    let folder = path.parent().unwrap_or(Path::new("."));
    book.and_then(|book| previous::place(folder, &book.path))
        .ok_or_else(|| Failure::Usage(format!("{} names no book", path.display())))
}
