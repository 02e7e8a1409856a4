//! Acronyms, and the words that the publication prefers.

use super::Resolver;
use crate::alphabet::Alphabet;
use crate::diagnostic::Diagnostic;
use crate::expression::Expressions;
use crate::model::{Acronym, Language, List, Term};
use crate::read::{Entry, Lost};
use crate::rules;

impl Resolver<'_> {
    /// The acronyms in the order in which they are printed.
    pub(super) fn acronyms(&mut self, language: Language, expressions: &Expressions) -> List<Acronym> {
        let records = self.records;
        let mut acronyms: Vec<Acronym> = Vec::new();
        for Entry { value, origin } in records.acronyms.iter() {
            let short = self.plain(origin, "short", value.short.as_ref());
            let long = self.plain(origin, "long", value.long.as_ref());
            let key = if short.is_none() { "short" } else { "long" };
            let (Some(short), Some(long)) = (short, long) else {
                self.missing(origin, "this acronym", key);
                self.lose(origin, &[Lost::Acronym]);
                continue;
            };
            if let Some(first) = acronyms.iter().find(|acronym| acronym.short.text == short.text) {
                let message = format!("the acronym `{}` is listed already", short.text);
                let diagnostic = Diagnostic::new(&rules::ID_DUPLICATE, origin.key("short"), message);
                let label = first.short.span;
                self.report(diagnostic.label(label, "here"));
                // One of the two is probably another.
                self.lose(&origin.key("short"), &[Lost::Acronym]);
                continue;
            }
            let source = self.target(origin, "source", value.source.as_ref(), None);
            let note = self.line(&origin.key("note"), value.note.as_ref(), expressions);
            let plural = self.plain(origin, "plural", value.plural.as_ref());
            let expand = value.expand.unwrap_or(true);
            acronyms.push(Acronym { short, long, plural, expand, source, note });
        }
        let alphabet = Alphabet::of(language);
        acronyms.sort_by(|one, other| {
            let (one, other) = (&one.short.text, &other.short.text);
            alphabet.compare(one, other).then_with(|| one.cmp(other))
        });
        acronyms.into()
    }

    /// The publication's own word list. What it lacks hides nothing else, since nobody refers to it.
    pub(super) fn terms(&mut self) -> Vec<Term> {
        let records = self.records;
        let mut terms = Vec::new();
        for Entry { value, origin } in records.terms.iter() {
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

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::files::Files;
    use crate::{read, resolve};

    #[test]
    fn acronyms_come_in_the_order_of_the_book_s_language() {
        let list = |shorts: &[&str]| -> String {
            shorts.iter().map(|short| format!("- {{short: {short}, long: of {short}}}\n")).collect()
        };
        let order = |language: &str| -> Vec<String> {
            let publication = format!("id: p\ntitle: T\nlanguage: {language}\nbook: [{{section: abbreviations}}]\n");
            let acronyms = list(&["ZU", "ÑO", "NY", "ÉT", "FI", "EU"]);
            let files = Files::memory([("publication.yaml", publication), ("acronyms.yaml", acronyms)]);
            let mut diagnostics = Diagnostics::default();
            let (project, records) = read::read(files, &mut diagnostics);
            let publication = resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap();
            publication.acronyms.iter().map(|acronym| acronym.short.text.clone()).collect()
        };
        assert_eq!(order("fr"), ["ÉT", "EU", "FI", "ÑO", "NY", "ZU"]);
        assert_eq!(order("es"), ["ÉT", "EU", "FI", "NY", "ÑO", "ZU"]);
    }
}
