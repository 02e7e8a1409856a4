//! The bibliography: entries read from Hayagriva's format, citations and the list formatted in a citation style.
//!
//! Typst's own `bibliography()` would cost layout passes and number anew in every document; here each citation is
//! plain text with links, the same in the book and in a draft.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use hayagriva::citationberg::{IndependentStyle, LocaleCode};
use hayagriva::types::Numeric;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren, Entry, LocatorPayload,
    SpecificLocator,
};

use crate::address::Refusal;
use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath, Origin};
use crate::markdown::tree::{Inline, InlineKind, plain_text};
use crate::rules;
use crate::source::{SourceId, Span};
use crate::yaml::Index;

mod archive;
mod compare;
mod keys;
mod leads;
mod lost;
mod names;
mod printed;
mod read;
mod texts;

pub use archive::WORKING as CITATION_STYLES;
pub use keys::{KEYS as REFERENCE_KEYS, TYPES as REFERENCE_TYPES};
pub(crate) use leads::with_leads;

/// A sign that takes no room. It stands in what Hayagriva is given where it would read something that is not meant, and
/// is taken out of what it has formatted.
const SILENT: char = '\u{2060}';

/// The style used when the publication names none.
pub(crate) const DEFAULT_STYLE: &str = "harvard-cite-them-right";

/// The entries of a `references.yaml`.
#[derive(Debug, Clone, Default)]
pub struct References {
    entries: BTreeMap<String, Known>,
    source: Option<SourceId>,
}

/// An entry, read.
#[derive(Debug, Clone)]
struct Known {
    entry: Entry,
    /// Where its key stands.
    span: Span,
    /// Each web address as Hayagriva writes it, and as it was typed.
    addresses: Vec<(String, String)>,
}

/// One mark in the text: what it cites, in order, each with its place in the source.
pub(crate) type CitationKey = Vec<(String, Option<String>)>;

/// Citations and bibliography, formatted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bibliography {
    /// The entries that the book cites, in the style's order.
    pub entries: Vec<FormattedEntry>,
    /// Further entries that only drafts cite, in the style's order.
    pub aside: Vec<FormattedEntry>,
    citations: BTreeMap<CitationKey, Vec<Inline>>,
}

/// An entry of the printed bibliography.
#[derive(Debug, Clone, PartialEq)]
pub struct FormattedEntry {
    /// Its key.
    pub key: String,
    /// Its text.
    pub text: Vec<Inline>,
    /// Where it is defined.
    pub span: Span,
}

impl References {
    /// Reads a `references.yaml`, entry by entry, so that a wrong one hides no other.
    pub fn read(id: SourceId, index: &Index, diagnostics: &mut Diagnostics) -> Self {
        let mut entries = BTreeMap::new();
        for (key, span) in index.keys(&KeyPath::root()) {
            let origin = Origin { source: id, path: KeyPath::root().key(key) };
            if let Some(read::Read { entry, addresses }) = read::entry(index, &origin, key, diagnostics) {
                entries.insert(key.to_owned(), Known { entry, span, addresses });
            }
        }
        Self { entries, source: Some(id) }
    }

    /// The keys with the places where they are defined, sorted.
    pub fn keys(&self) -> impl Iterator<Item = (&str, Span)> {
        self.entries.iter().map(|(key, known)| (key.as_str(), known.span))
    }

    /// An entry's title, for cross-references.
    pub fn title(&self, key: &str) -> Option<String> {
        self.entries.get(key)?.entry.title().map(ToString::to_string)
    }

    /// Whether there is such a key.
    pub fn contains(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Formats the citations, given in the order of the book, and the list of all that they cite. Unknown keys are left
    /// out; they have been reported. Those `aside`, which only drafts show, change nothing in the book: what it does not
    /// cite as well is formatted for itself. `languages` are that of the book and that of works which name none, by their letters.
    ///
    /// # Errors
    /// If there is no style of that name, or it cannot be printed: what it asks for, and which styles work.
    pub fn format(
        &self,
        citations: impl IntoIterator<Item = CitationKey>,
        aside: impl IntoIterator<Item = CitationKey>,
        style: &str,
        languages: (&str, &str),
        diagnostics: &mut Diagnostics,
    ) -> Result<Bibliography, Refusal> {
        let style = archive::usable(style)?;
        // One request for each distinct mark: the same words every time, and far fewer to format.
        let mut seen = BTreeSet::new();
        let mut distinct = |citation: &CitationKey| seen.insert(citation.clone());
        let citations: Vec<CitationKey> = citations.into_iter().filter(&mut distinct).collect();
        let aside: Vec<CitationKey> = aside.into_iter().filter(&mut distinct).collect();
        let mut bibliography = self.run(&citations, &style, languages);
        if !aside.is_empty() {
            let Bibliography { entries, citations, .. } = self.run(&aside, &style, languages);
            let cited = |key: &str| bibliography.entries.iter().any(|entry| entry.key == key);
            bibliography.aside = entries.into_iter().filter(|entry| !cited(&entry.key)).collect();
            bibliography.citations.extend(citations);
        }
        self.report_exact(&bibliography, [&citations[..], &aside[..]].concat(), &style, languages, diagnostics);
        self.report_lost(&bibliography, diagnostics);
        Ok(bibliography)
    }

    /// Reports dates that are marked as about right, and printed by the style as if they were exact.
    fn report_exact(
        &self,
        printed: &Bibliography,
        marks: Vec<CitationKey>,
        style: &IndependentStyle,
        languages: (&str, &str),
        diagnostics: &mut Diagnostics,
    ) {
        let is_about = |known: &Known| known.entry.date().is_some_and(|date| date.approximate);
        let cited = || printed.entries.iter().chain(&printed.aside);
        let about = |entry: &&FormattedEntry| self.entries.get(&entry.key).is_some_and(is_about);
        let Some(source) = self.source.filter(|_| cited().any(|entry| about(&entry))) else { return };
        let mut exact = self.clone();
        for known in exact.entries.values_mut() {
            if let Some(mut date) = known.entry.date().copied() {
                date.approximate = false;
                known.entry.set_date(date);
            }
        }
        let exact = exact.run(&marks, style, languages);
        for entry in cited().filter(about) {
            let text = |inlines: &[Inline]| plain_text(inlines);
            let same =
                exact.entries.iter().any(|other| other.key == entry.key && text(&other.text) == text(&entry.text));
            if same {
                let origin = Origin { source, path: KeyPath::root().key(&*entry.key).key("date") };
                diagnostics.push(
                    Diagnostic::new(
                        &rules::VALUE_UNPRINTED,
                        origin,
                        "this style prints the date without its `~`, as if it were exact",
                    )
                    .hint("leave the `~` out, and say in `note` how sure the date is"),
                );
            }
        }
    }

    fn run(&self, citations: &[CitationKey], style: &IndependentStyle, languages: (&str, &str)) -> Bibliography {
        let locale = LocaleCode(match languages.0 {
            "fr" => "fr-FR".into(),
            "es" => "es-ES".into(),
            _ => "en-GB".into(),
        });
        let files = archive::locales(&locale);
        let locators: Vec<Vec<Option<String>>> = citations
            .iter()
            .map(|mark| mark.iter().map(|(_, locator)| locator.as_deref().map(as_typed)).collect())
            .collect();
        let render = |first: &[String]| {
            let mut driver = BibliographyDriver::new();
            let citation = |items| CitationRequest::new(items, style, Some(locale.clone()), &files, None);
            if !first.is_empty() {
                let hidden = first.iter().filter_map(|key| {
                    let mut item = CitationItem::with_entry(&self.entries.get(key)?.entry);
                    item.hidden = true;
                    Some(item)
                });
                driver.citation(citation(hidden.collect()));
            }
            for (mark, locators) in citations.iter().zip(&locators) {
                let items = mark.iter().zip(locators);
                driver.citation(citation(items.filter_map(|((key, _), at)| self.item(key, at.as_deref())).collect()));
            }
            driver.finish(BibliographyRequest::new(style, Some(locale.clone()), &files))
        };
        let mut rendered = render(&[]);
        // The letters that tell works of one year apart follow the order of the list (CSL 1.0.2, "Disambiguation");
        // Hayagriva gives them in the order in which works are cited. So all are cited first, unseen, as they are listed.
        if style.citation.disambiguate_add_year_suffix {
            let listed = rendered.bibliography.iter().flat_map(|list| &list.items);
            let order: Vec<String> = listed.map(|item| item.key.clone()).collect();
            if !order.is_empty() {
                rendered = render(&order);
                rendered.citations.remove(0);
            }
        }
        let entries = rendered.bibliography.map_or_else(Vec::new, |list| list.items);
        Bibliography {
            entries: entries
                .into_iter()
                .filter_map(|item| {
                    let known = self.entries.get(&item.key)?;
                    let span = known.span;
                    let mut text = Vec::new();
                    if let Some(first) = &item.first_field {
                        printed::push_child(first, span, &mut text);
                        text.push(Inline::text(" ", span));
                    }
                    printed::push_children(&item.content, span, &mut text);
                    printed::restore_addresses(&mut text, &known.addresses);
                    printed::mark_titles(&mut text, &known.entry, languages, false);
                    printed::mark_said(&mut text, &known.entry, languages);
                    lost::append(&known.entry, span, languages, &mut text);
                    Some(FormattedEntry { key: item.key, text, span })
                })
                .collect(),
            aside: vec![],
            citations: citations
                .iter()
                .zip(rendered.citations)
                .map(|(key, rendered)| (key.clone(), self.link(key, &rendered.citation, languages)))
                .collect(),
        }
    }

    /// What is asked of Hayagriva for one entry of a mark. `None` for an unknown key.
    fn item<'a>(&'a self, key: &str, locator: Option<&'a str>) -> Option<CitationItem<'a, Entry>> {
        let locator = locator
            .map(|text| SpecificLocator(hayagriva::citationberg::taxonomy::Locator::Custom, LocatorPayload::Str(text)));
        Some(CitationItem::with_locator(&self.entries.get(key)?.entry, locator))
    }

    /// Turns the part of a mark that stands for one entry into a link to it.
    fn link(&self, key: &CitationKey, children: &ElemChildren, languages: (&str, &str)) -> Vec<Inline> {
        let known: Vec<_> = key.iter().filter_map(|(key, _)| Some((key, self.entries.get(key)?.span))).collect();
        let mut inlines = Vec::new();
        let Some(&(_, anywhere)) = known.first() else { return inlines };
        printed::push_linked(children, &known, anywhere, &mut inlines);
        // A work without an author is cited by its title.
        for inline in &mut inlines {
            if let InlineKind::Reference { targets, content: Some(content) } = &mut inline.kind
                && let Some(known) = targets.first().and_then(|target| self.entries.get(&target.id))
            {
                printed::mark_titles(content, &known.entry, languages, true);
            }
        }
        inlines
    }
}

/// A locator in which Hayagriva finds a number only if it prints that as it was typed: of "pp. 4 ff." it would lose a blank.
fn as_typed(locator: &str) -> String {
    match Numeric::from_str(locator) {
        Ok(number) if compare::plain(&number.to_string()) != compare::plain(locator) => format!("{locator} {SILENT}"),
        // A style that puts a bracket behind a text leaves it out where one stands already.
        _ if locator.ends_with([')', ']']) => format!("{locator}{SILENT}"),
        _ => locator.to_owned(),
    }
}

impl Bibliography {
    /// The text of a mark, its parts linked to their entries.
    pub fn citation(&self, key: &CitationKey) -> Option<&[Inline]> {
        self.citations.get(key).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests;
