//! A document that is typeset again and again while its inputs are edited.

use idm_core::diagnostic::Diagnostic;
use idm_render::compile;
use idm_render::document::lay_out;
use idm_render::timings::Timings;

use super::{Document, Pages, Typeset};

/// A document that is typeset again and again in a process that lives on. Only what has changed is done again.
#[derive(Debug, Default)]
pub struct LivingDocument {
    document: Option<Document>,
}

/// What came of laying a document out.
#[derive(Debug)]
#[non_exhaustive]
pub struct LaidOut {
    /// The pages, unless there are errors.
    pub pages: Option<Pages>,
    /// Errors and warnings, each at the author's line.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub timings: Timings,
}

impl LivingDocument {
    /// Typesets the document's present state. What is remembered of states long past is forgotten.
    pub fn typeset(&mut self, later: Document) -> Typeset {
        self.take(later).typeset_for_now()
    }

    /// Lays the document's present state out, and makes no file of it.
    pub fn lay_out(&mut self, later: Document) -> LaidOut {
        let document = self.take(later);
        let laid_out = lay_out(&document.name, &document.world);
        let pages = laid_out.places.map(|places| Pages::new(places, document.sources.clone()));
        LaidOut { pages, diagnostics: laid_out.diagnostics, timings: laid_out.timings }
    }

    /// Goes over to a later state. What is remembered of states long past is forgotten.
    fn take(&mut self, later: Document) -> &Document {
        compile::evict();
        let document = match self.document.take() {
            Some(Document { mut world, .. }) => {
                world.continue_as(later.world);
                Document { world, ..later }
            }
            None => later,
        };
        let document = self.document.insert(document);
        document.world.live_on();
        document
    }
}
