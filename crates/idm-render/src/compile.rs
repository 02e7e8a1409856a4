//! From a project to pages.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use idm_core::diagnostic::Diagnostic;
use idm_core::rules::{self, Rule};
use rayon::prelude::*;
use typst::World;
use typst::comemo::Track;
use typst::diag::{SourceDiagnostic, SourceResult, Warned};
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Content, Output, StyleChain, Target};
use typst::introspection::Introspector;
use typst_layout::{PagedDocument, PagedIntrospector};

use crate::forgetting;
use crate::typst_diagnostics::{convert, without_repetitions};
use crate::world::IdmWorld;

/// What came of a compilation.
#[derive(Debug)]
pub struct Compiled {
    /// The pages, unless there are errors.
    pub document: Option<PagedDocument>,
    /// Errors and warnings, each at the author's line, in Typst's order.
    pub diagnostics: Vec<Diagnostic>,
    /// How often the whole document was laid out. Page references cost further passes; five is the most.
    pub passes: u32,
    /// How long it took to evaluate the project, before anything was laid out.
    pub evaluation: Duration,
    /// How long each pass took.
    pub pass_times: Vec<Duration>,
}

/// Typesets a project.
pub fn compile(world: &IdmWorld) -> Compiled {
    let start = Instant::now();
    let _ongoing = Ongoing::begin();
    evaluate_parts(world);
    // Where documents share a pool of threads, a thread that waits for a part of one may begin another meanwhile.
    let interrupted = LAYOUTS.take();
    let laid_out = || typst::compile::<Pass>(world);
    let Warned { output, warnings } = if world.lives_on() { laid_out() } else { forgetting::while_laid_out(laid_out) };
    let Layouts { document, passes } = LAYOUTS.replace(interrupted);

    let (document, errors) = match output {
        Ok(_) => (document, Default::default()),
        Err(errors) => (None, errors),
    };
    let settles = warnings.iter().any(|warning| is_unstable(warning) && !warning.span.is_detached());
    let diagnostics: Vec<Diagnostic> = errors
        .iter()
        .map(|error| convert(world, &rules::TYPST, error, error.message.to_string()))
        .chain(
            warnings
                .iter()
                // Typst sums up what does not settle in a warning without a place. The single ones say it better.
                .filter(|warning| !(settles && is_unstable(warning) && warning.span.is_detached()))
                .map(|warning| convert(world, rule_of_warning(warning), warning, warning.message.to_string())),
        )
        .collect();
    let diagnostics = without_repetitions(diagnostics);
    // An error among the warnings is an error: there must be no document to go on with.
    let failed = diagnostics.iter().any(|diagnostic| diagnostic.rule == &rules::TYPST);
    Compiled {
        document: document.filter(|_| !failed),
        diagnostics,
        passes: u32::try_from(passes.len()).unwrap_or(u32::MAX),
        evaluation: passes.first().map_or(start.elapsed(), |pass| pass.start.duration_since(start)),
        pass_times: passes.into_iter().map(|pass| pass.duration).collect(),
    }
}

/// Evaluates the parts of a document side by side. Typst evaluates one file after the other; it then finds these evaluated.
/// What is wrong with one comes again when the main file includes it, and is reported then.
fn evaluate_parts(world: &IdmWorld) {
    // One by one: few are long, and they stand together.
    world.parts().par_iter().with_max_len(1).for_each(|part| {
        let world: &dyn World = world;
        let _ = typst_eval::eval(
            world.track(),
            world.library(),
            Traced::default().track(),
            Sink::new().track_mut(),
            Route::default().track(),
            part,
        );
    });
}

/// Forgets what Typst remembers of compilations long past, in a process that compiles again and again.
pub fn evict() {
    typst::comemo::evict(10);
}

/// Forgets what was not used while this was called three times, in a process that makes one document after another.
pub fn evict_unused() {
    typst::comemo::evict(2);
}

/// So many pages make it worth while to give back what Typst remembers of a document before its file is made: with fewer, the
/// next document is made faster by what it has in common with it.
const LONG: usize = 300;

/// Forgets what was remembered of a long document that has been laid out for the last time: as much as its pages take
/// again. While another is being laid out, everything is kept, since nothing tells what belongs to which.
pub(crate) fn forget_laid_out(document: &PagedDocument) {
    if document.pages().len() >= LONG && ONGOING.load(Ordering::SeqCst) == 0 {
        forget();
    }
}

/// Forgets everything that was remembered of earlier compilations.
pub fn forget() {
    typst::comemo::evict(0);
}

fn rule_of_warning(warning: &SourceDiagnostic) -> &'static Rule {
    if is_unstable(warning) {
        &rules::LAYOUT_UNSTABLE
    } else if warning.message.starts_with("unknown font family") {
        // Typst would set the text in some other font. All fonts are bundled, so that this is a mistake in a template.
        &rules::TYPST
    } else {
        &rules::TYPST_WARNING
    }
}

/// Whether Typst warns that layout did not settle. The words are those of all such warnings in Typst 0.15.
fn is_unstable(warning: &SourceDiagnostic) -> bool {
    warning.message.contains("did not converge") || warning.message.contains("did not stabilize")
}

/// How many documents are being laid out in this process.
static ONGOING: AtomicUsize = AtomicUsize::new(0);

/// Whether one document alone is being laid out in this process.
pub(crate) fn is_alone() -> bool {
    ONGOING.load(Ordering::SeqCst) == 1
}

/// That a document is being laid out.
struct Ongoing;

impl Ongoing {
    fn begin() -> Self {
        ONGOING.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Ongoing {
    fn drop(&mut self) {
        ONGOING.fetch_sub(1, Ordering::SeqCst);
    }
}

thread_local! {
    /// The layouts of the compilation that runs on this thread. Typst asks for one after the other, on the thread that
    /// called it.
    static LAYOUTS: RefCell<Layouts> = const { RefCell::new(Layouts { document: None, passes: vec![] }) };
}

/// How often a document was laid out, and what came of it last.
#[derive(Default)]
struct Layouts {
    /// The document as it was laid out last.
    document: Option<PagedDocument>,
    /// When each pass began and how long it took.
    passes: Vec<PassTime>,
}

struct PassTime {
    start: Instant,
    duration: Duration,
}

/// What Typst keeps of a pass while it lays the document out again: where things stand, but not the pages, which nobody looks at
/// any more. It also notes each pass: Typst does not tell how often it laid a document out, but for its events for profiling,
/// which cost time in every function and are shared by all compilations of the process.
struct Pass(Arc<PagedIntrospector>);

impl Output for Pass {
    fn target() -> Target {
        PagedDocument::target()
    }

    fn create(engine: &mut Engine, content: &Content, styles: StyleChain) -> SourceResult<Self> {
        drop(LAYOUTS.with_borrow_mut(|layouts| layouts.document.take()));
        forgetting::next_pass();
        let start = Instant::now();
        let result = PagedDocument::create(engine, content, styles);
        let duration = start.elapsed();
        LAYOUTS.with_borrow_mut(|layouts| layouts.passes.push(PassTime { start, duration }));
        let document = result?;
        let introspector = Arc::clone(document.introspector());
        LAYOUTS.with_borrow_mut(|layouts| layouts.document = Some(document));
        Ok(Self(introspector))
    }

    fn introspector(&self) -> &dyn Introspector {
        self.0.as_ref()
    }
}

#[cfg(test)]
#[path = "compile_tests.rs"]
mod tests;
