//! A document that is typeset again and again while its inputs are edited.

use idm_render::compile;

use super::{Document, Typeset};

/// A document that is typeset again and again in a process that lives on. Only what has changed is done again.
#[derive(Debug, Default)]
pub struct LivingDocument {
    document: Option<Document>,
}

impl LivingDocument {
    /// Typesets the document's present state. What is remembered of states long past is forgotten.
    pub fn typeset(&mut self, later: Document) -> Typeset {
        compile::evict();
        let document = match self.document.take() {
            Some(Document { mut world, .. }) => {
                world.continue_as(later.world);
                Document { world, ..later }
            }
            None => later,
        };
        self.document.insert(document).typeset()
    }
}
