//! Acronyms, and the words that the publication prefers.

use super::Resolver;
use crate::diagnostic::Diagnostic;
use crate::expression::Expressions;
use crate::model::{Acronym, Term};
use crate::read::Entry;
use crate::rules;

impl Resolver<'_> {
    pub(super) fn acronyms(&mut self, expressions: &Expressions) -> Vec<Acronym> {
        let records = self.records;
        let mut acronyms: Vec<Acronym> = Vec::new();
        for Entry { value, origin } in &records.acronyms {
            let short = self.plain(origin, "short", value.short.as_ref());
            let long = self.plain(origin, "long", value.long.as_ref());
            let key = if short.is_none() { "short" } else { "long" };
            let (Some(short), Some(long)) = (short, long) else {
                self.missing(origin, "this acronym", key);
                self.gaps.ids = true;
                continue;
            };
            if let Some(first) = acronyms.iter().find(|acronym| acronym.short.text == short.text) {
                let message = format!("the acronym `{}` is listed already", short.text);
                let diagnostic = Diagnostic::new(&rules::ID_DUPLICATE, origin.key("short"), message);
                self.report(diagnostic.label(first.short.span, "here"));
                continue;
            }
            if let Some(key) = value.source.as_ref() {
                self.known_reference(&origin.key("source"), key);
            }
            let note = self.line(&origin.key("note"), value.note.as_ref(), expressions);
            let plural = self.plain(origin, "plural", value.plural.as_ref());
            // Whether it is used is known when everything else is.
            let expand = value.expand.unwrap_or(true);
            acronyms.push(Acronym { short, long, plural, expand, used: false, note });
        }
        acronyms.sort_by_cached_key(|acronym| (acronym.short.text.to_lowercase(), acronym.short.text.clone()));
        acronyms
    }

    /// The publication's own word list. What it lacks hides nothing else, since nobody refers to it.
    pub(super) fn terms(&mut self) -> Vec<Term> {
        let records = self.records;
        let mut terms = Vec::new();
        for Entry { value, origin } in &records.terms {
            let preferred = self.plain(origin, "use", value.preferred.as_ref());
            let variants = self.plains(&origin.key("not"), &value.not);
            let key = if preferred.is_none() { "use" } else { "not" };
            let (Some(preferred), false) = (preferred, variants.is_empty()) else {
                self.missing(origin, "this term", key);
                continue;
            };
            for variant in variants.iter().filter(|variant| variant.text == preferred.text) {
                let message = format!("`{}` is both to be used and not to be used", variant.text);
                self.report(Diagnostic::new(&rules::INVALID_VALUE, variant.span, message));
            }
            let note = self.plain(origin, "note", value.note.as_ref());
            terms.push(Term { preferred, variants, note });
        }
        terms
    }
}
