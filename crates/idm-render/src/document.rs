//! One document, from its project to its PDF.

use idm_core::diagnostic::Diagnostic;

use crate::compile::{compile, forget_laid_out};
use crate::emit::with_drawn_marks;
use crate::export::{ExportSettings, pdf};
use crate::places::Places;
use crate::press::sheets;
use crate::timings::{Phase, Timings};
use crate::world::IdmWorld;

/// What came of a document.
#[derive(Debug)]
pub struct Typeset {
    /// The file, unless there are errors.
    pub pdf: Option<Vec<u8>>,
    /// How many pages it has.
    pub pages: usize,
    /// How often it was laid out.
    pub passes: u32,
    /// Errors and warnings, each at the author's line.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub timings: Timings,
}

/// What comes after a document in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Afterwards {
    /// A later state of the same document: what Typst remembers of it is kept.
    Again,
    /// Others, or nothing.
    Others,
}

/// Typesets and exports a document. `name` is what the timings call it.
pub fn typeset(name: &str, world: &IdmWorld, export: &ExportSettings, afterwards: Afterwards) -> Typeset {
    let attempt = |world: &IdmWorld| exported(lay_out(name, world), world, export, afterwards);
    let typeset = attempt(world);
    let is_refused = typeset.diagnostics.iter().any(|found| found.message.contains(COMBINED));
    match with_drawn_marks(world.project()).filter(|_| is_refused) {
        Some(project) => attempt(&world.with_project(project)),
        None => typeset,
    }
}

/// What Typst 0.15 says of an underline in a strike.
const COMBINED: &str = "cannot combine underline";

/// What came of laying a document out, without a file of it.
#[derive(Debug)]
pub struct LaidOut {
    /// The pages, with the places that they came from, unless there are errors.
    pub places: Option<Places>,
    /// How often it was laid out.
    pub passes: u32,
    /// Errors and warnings, each at the author's line.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub timings: Timings,
}

/// Lays a document out. `name` is what the timings call it.
pub fn lay_out(name: &str, world: &IdmWorld) -> LaidOut {
    let mut timings = Timings::start();
    let compiled = compile(world);
    timings.add_compiled(name, &compiled);
    let mut diagnostics = compiled.diagnostics;
    let places = compiled.document.map(|document| Places::new(document, world));
    if let Some(places) = &places {
        diagnostics.extend(places.off_the_page());
        diagnostics.extend(places.strayed_notes());
    }
    LaidOut { places, passes: compiled.passes, diagnostics, timings }
}

/// Exports what was laid out in that world.
pub fn exported(laid_out: LaidOut, world: &IdmWorld, export: &ExportSettings, afterwards: Afterwards) -> Typeset {
    let LaidOut { places, passes, mut diagnostics, mut timings } = laid_out;
    let document = places.map(Places::into_document);
    let pages = document.as_ref().map_or(0, |document| document.pages().len());
    let pages = if export.press { sheets(pages) } else { pages };
    if let Some(document) = document.as_ref().filter(|_| afterwards == Afterwards::Others) {
        timings.measure(Phase::Export, || forget_laid_out(document));
    }
    let exported = document.map(|document| timings.measure(Phase::Export, || pdf(document, world, export)));
    let pdf = match exported {
        Some(Ok(bytes)) => Some(bytes),
        Some(Err(refused)) => {
            diagnostics.extend(refused);
            None
        }
        None => None,
    };
    Typeset { pdf, pages, passes, diagnostics, timings }
}
