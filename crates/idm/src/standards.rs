//! The standards that a publication's PDFs are to meet.

use idm_core::diagnostic::{Diagnostic, Diagnostics};
use idm_core::model::Publication;
use idm_core::rules;
use idm_render::export::{Standards, WITHOUT_ATTACHMENTS};

/// The standards that the publication asks for. None if they do not go together, which is reported.
pub(crate) fn standards(publication: &Publication, diagnostics: &mut Diagnostics) -> Option<Standards> {
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
