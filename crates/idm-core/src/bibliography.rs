//! The bibliography: entries read from Hayagriva's format, citations and the list formatted in a citation style.
//!
//! Typst's own `bibliography()` would cost layout passes and number anew in every document; here each citation is
//! plain text with links, the same in the book and in a draft.

use std::collections::BTreeMap;

use hayagriva::citationberg::{FontStyle, FontWeight, IndependentStyle, LocaleCode};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren, ElemMeta, Entry,
    Formatted, LocatorPayload, SpecificLocator,
};

use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath, Origin, Place, nearest};
use crate::letters::composed;
use crate::markdown::tree::{Inline, InlineKind, Target};
use crate::rules;
use crate::source::{Source, SourceId, Span};
use crate::yaml::Index;

mod archive;
mod leads;

pub use leads::with_leads;

/// The style used when the publication names none.
pub const DEFAULT_STYLE: &str = "harvard-cite-them-right";

/// The entries of a `references.yaml`.
#[derive(Debug, Clone, Default)]
pub struct References {
    entries: BTreeMap<String, (Entry, Span)>,
}

/// One mark in the text: what it cites, in order, each with its place in the source.
pub type CitationKey = Vec<(String, Option<String>)>;

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
    pub fn read(source: &Source, id: SourceId, index: &Index, diagnostics: &mut Diagnostics) -> Self {
        let mut entries = BTreeMap::new();
        for (key, start) in index.keys(&KeyPath::root()) {
            let origin = Origin { source: id, path: KeyPath::root().key(key) };
            check_keys(index, &origin, diagnostics);
            let end = index.full_span(&origin.path);
            // The entry's own lines, so that columns hold; the reader sees one entry at a time.
            let from = source.line_range(source.position(start.start as usize).line).start;
            let text = source.text().get(from..end.end as usize).unwrap_or_default();
            match hayagriva::io::from_yaml_str(text) {
                Ok(library) => {
                    if let Some(entry) = library.iter().next() {
                        entries.insert(key.to_owned(), (entry.clone(), start));
                    }
                }
                // Reported when the file was parsed.
                Err(error) if error.to_string().contains("duplicate field") => {}
                Err(error) => {
                    let place = error.location().map_or(Place::Key(origin.clone()), |at| {
                        let line = source.position(from).line + at.line().saturating_sub(1);
                        Place::Span(Span::new(id, source.line_range(line)), Some(origin.path.clone()))
                    });
                    let message = format!("the reference `{key}` cannot be read: {}", explain(&error.to_string(), key));
                    diagnostics.push(
                        Diagnostic::new(&rules::YAML_TYPE, place, message)
                            .hint("the file is in Hayagriva's format, the one that Typst cites from"),
                    );
                }
            }
        }
        Self { entries }
    }

    /// The keys with the places where they are defined, sorted.
    pub fn keys(&self) -> impl Iterator<Item = (&str, Span)> {
        self.entries.iter().map(|(key, (_, span))| (key.as_str(), *span))
    }

    /// An entry's title, for cross-references.
    pub fn title(&self, key: &str) -> Option<String> {
        self.entries.get(key)?.0.title().map(ToString::to_string)
    }

    /// Whether there is such a key.
    pub fn contains(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Formats the citations, given in the order of the book, and the list of all that they cite. Unknown keys are left
    /// out; they have been reported. Those `aside`, which only drafts show, change nothing in the book: what it does not
    /// cite as well is formatted for itself.
    ///
    /// # Errors
    /// If there is no style of that name; the names that there are stand in the message.
    pub fn format(
        &self,
        citations: impl IntoIterator<Item = CitationKey>,
        aside: impl IntoIterator<Item = CitationKey>,
        style: &str,
        language: &str,
    ) -> Result<Bibliography, String> {
        let style = archive::style(style).ok_or_else(|| format!("there is no citation style `{style}`"))?;
        // One request for each distinct mark: the same words every time, and far fewer to format.
        let mut seen = std::collections::BTreeSet::new();
        let mut distinct = |citation: &CitationKey| seen.insert(citation.clone());
        let citations: Vec<CitationKey> = citations.into_iter().filter(&mut distinct).collect();
        let aside: Vec<CitationKey> = aside.into_iter().filter(&mut distinct).collect();
        let mut bibliography = self.run(citations, &style, language);
        if !aside.is_empty() {
            let Bibliography { entries, citations, .. } = self.run(aside, &style, language);
            let cited = |key: &str| bibliography.entries.iter().any(|entry| entry.key == key);
            bibliography.aside = entries.into_iter().filter(|entry| !cited(&entry.key)).collect();
            bibliography.citations.extend(citations);
        }
        Ok(bibliography)
    }

    fn run(&self, citations: Vec<CitationKey>, style: &IndependentStyle, language: &str) -> Bibliography {
        let locale = LocaleCode(match language {
            "fr" => "fr-FR".into(),
            "es" => "es-ES".into(),
            _ => "en-GB".into(),
        });
        let files = archive::locales(&locale);
        let render = |first: &[String]| {
            let mut driver = BibliographyDriver::new();
            let citation = |items| CitationRequest::new(items, style, Some(locale.clone()), &files, None);
            if !first.is_empty() {
                let hidden = first.iter().filter_map(|key| {
                    let mut item = CitationItem::with_entry(&self.entries.get(key)?.0);
                    item.hidden = true;
                    Some(item)
                });
                driver.citation(citation(hidden.collect()));
            }
            for key in &citations {
                driver.citation(citation(key.iter().filter_map(|item| self.item(item)).collect()));
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
                    let (entry, span) = self.entries.get(&item.key)?;
                    let mut text = Vec::new();
                    if let Some(first) = &item.first_field {
                        push_child(first, *span, &mut text);
                        text.push(Inline { kind: InlineKind::Text(" ".into()), span: *span });
                    }
                    push_children(&item.content, *span, &mut text);
                    if let Some((title, tag)) = foreign_title(entry, language) {
                        mark_foreign(&mut text, &title, &tag);
                    }
                    Some(FormattedEntry { key: item.key, text, span: *span })
                })
                .collect(),
            aside: vec![],
            citations: citations
                .into_iter()
                .zip(rendered.citations)
                .map(|(key, rendered)| {
                    let inlines = self.link(&key, &rendered.citation);
                    (key, inlines)
                })
                .collect(),
        }
    }

    /// What is asked of Hayagriva for one entry of a mark. `None` for an unknown key.
    fn item<'a>(&'a self, (key, locator): &'a (String, Option<String>)) -> Option<CitationItem<'a, Entry>> {
        let (entry, _) = self.entries.get(key)?;
        let locator = locator
            .as_deref()
            .map(|text| SpecificLocator(hayagriva::citationberg::taxonomy::Locator::Custom, LocatorPayload::Str(text)));
        Some(CitationItem::with_locator(entry, locator))
    }

    /// Turns the part of a mark that stands for one entry into a link to it.
    fn link(&self, key: &CitationKey, children: &ElemChildren) -> Vec<Inline> {
        let known: Vec<_> = key.iter().filter_map(|(key, _)| Some((key, self.entries.get(key)?.1))).collect();
        let mut inlines = Vec::new();
        let Some(&(_, anywhere)) = known.first() else { return inlines };
        push_linked(children, &known, anywhere, &mut inlines);
        inlines
    }
}

/// The keys of an entry in Hayagriva's format, which its reader passes over if it does not know them.
const KEYS: [&str; 29] = [
    "abstract",
    "affiliated",
    "archive",
    "archive-location",
    "author",
    "call-number",
    "chapter",
    "date",
    "edition",
    "editor",
    "genre",
    "issue",
    "language",
    "location",
    "note",
    "organization",
    "page-range",
    "page-total",
    "parent",
    "publisher",
    "runtime",
    "serial",
    "serial-number",
    "time-range",
    "title",
    "type",
    "url",
    "volume",
    "volume-total",
];

/// Reports keys that would be lost without a word.
fn check_keys(index: &Index, entry: &Origin, diagnostics: &mut Diagnostics) {
    for (key, _) in index.keys(&entry.path).filter(|(key, _)| !KEYS.contains(key)) {
        let message = format!("a reference has no key `{key}`");
        let diagnostic = Diagnostic::new(&rules::YAML_UNKNOWN_KEY, Place::Key(entry.key(key)), message);
        diagnostics.push(match nearest(key, KEYS) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic.hint("the file is in Hayagriva's format, the one that Typst cites from"),
        });
    }
    let parent = entry.key("parent");
    if index.has(&parent.path) {
        check_keys(index, &parent, diagnostics);
        (0..index.len(&parent.path)).for_each(|at| check_keys(index, &parent.index(at), diagnostics));
    }
}

/// What Hayagriva's reader says, without its own positions and with every word once.
fn explain(message: &str, key: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or_default();
    let message = message.strip_prefix(key).and_then(|rest| rest.strip_prefix('.')).unwrap_or(message);
    let Some((path, what)) = message.split_once(": ").filter(|(path, _)| !path.contains(' ')) else {
        return message.to_owned();
    };
    let word = what.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected one of "));
    match word {
        Some((word, known)) => {
            // Each type stands there twice, as `Book` and as `book`.
            let known: Vec<&str> = known.split(", ").filter(|word| !word.contains(char::is_uppercase)).collect();
            format!("its `{path}` cannot be {word}; the types are {}", known.join(", "))
        }
        None => format!("its `{path}`: {what}"),
    }
}

fn push_linked(children: &ElemChildren, known: &[(&String, Span)], anywhere: Span, to: &mut Vec<Inline>) {
    for child in &children.0 {
        match child {
            ElemChild::Elem(elem) => match elem.meta {
                Some(ElemMeta::Entry(at)) if at < known.len() => {
                    let (key, span) = known[at];
                    let mut content = Vec::new();
                    push_children(&elem.children, span, &mut content);
                    let target = Target { prefix: None, id: key.clone(), locator: None, lead: None, span };
                    to.push(Inline {
                        kind: InlineKind::Reference { targets: vec![target], content: Some(content) },
                        span,
                    });
                }
                _ => push_linked(&elem.children, known, anywhere, to),
            },
            other => push_child(other, anywhere, to),
        }
    }
}

fn push_children(children: &ElemChildren, span: Span, to: &mut Vec<Inline>) {
    for child in &children.0 {
        push_child(child, span, to);
    }
}

fn push_child(child: &ElemChild, span: Span, to: &mut Vec<Inline>) {
    match child {
        ElemChild::Text(text) => to.push(formatted(text, span)),
        ElemChild::Elem(elem) => push_children(&elem.children, span, to),
        ElemChild::Markup(text) => to.push(Inline { kind: InlineKind::Text(composed(text.clone())), span }),
        ElemChild::Link { text, url } => {
            let content = vec![formatted(text, span)];
            to.push(Inline { kind: InlineKind::Link { url: url.clone(), content }, span });
        }
        ElemChild::Transparent { .. } => {}
    }
}

fn formatted(text: &Formatted, span: Span) -> Inline {
    let mut inline = Inline { kind: InlineKind::Text(composed(text.text.clone())), span };
    if text.formatting.font_weight == FontWeight::Bold {
        inline = Inline { kind: InlineKind::Strong(vec![inline]), span };
    }
    if text.formatting.font_style == FontStyle::Italic {
        inline = Inline { kind: InlineKind::Emphasis(vec![inline]), span };
    }
    inline
}

/// An entry's title and its language, if that is not the book's.
fn foreign_title(entry: &Entry, language: &str) -> Option<(String, String)> {
    let own = entry.language().filter(|own| own.language.as_str() != language)?;
    Some((entry.title()?.to_string(), own.to_string()))
}

/// Says that the title is in another language, so that it is pronounced as such. A style may have changed it: then
/// nothing is said.
fn mark_foreign(inlines: &mut Vec<Inline>, title: &str, language: &str) -> bool {
    for at in 0..inlines.len() {
        let span = inlines[at].span;
        let words = |words: &str| Inline { kind: InlineKind::Text(words.to_owned()), span };
        match &mut inlines[at].kind {
            InlineKind::Text(text) => {
                let Some((before, after)) = text.split_once(title) else { continue };
                let foreign = InlineKind::Foreign { language: language.to_owned(), content: vec![words(title)] };
                let parts = [words(before), Inline { kind: foreign, span }, words(after)];
                let is_empty = |part: &Inline| matches!(&part.kind, InlineKind::Text(text) if text.is_empty());
                inlines.splice(at..=at, parts.into_iter().filter(|part| !is_empty(part)));
                return true;
            }
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Link { content, .. } => {
                let found = mark_foreign(content, title, language);
                if found {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

impl Bibliography {
    /// The text of a mark, its parts linked to their entries.
    pub fn citation(&self, key: &CitationKey) -> Option<&[Inline]> {
        self.citations.get(key).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::tree::plain_text;

    fn read(text: &str) -> (References, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let mut sources = crate::source::Sources::default();
        let id = sources.add("references.yaml", text);
        let index = Index::new(sources.get(id), id, &mut diagnostics).expect("the test's YAML is sound");
        let references = References::read(sources.get(id), id, &index, &mut diagnostics);
        (references, diagnostics)
    }

    #[test]
    fn titles_in_other_languages_say_so() {
        let entry = |key: &str, language: &str| {
            format!("{key}:\n  type: report\n  title: Une idée {key}\n  author: Office\n  date: 2017\n{language}")
        };
        let text = entry("a", "  language: fr-CH\n") + &entry("b", "  language: en-GB\n") + &entry("c", "");
        let (references, diagnostics) = read(&text);
        assert_eq!(diagnostics.list(), []);
        let cited = ["a", "b", "c"].map(|key| vec![(key.to_owned(), None)]);
        let bibliography = references.format(cited, [], DEFAULT_STYLE, "en").expect("the style exists");
        let mut foreign = vec![];
        for entry in &bibliography.entries {
            crate::markdown::walk::line(&entry.text, crate::markdown::walk::Notes::Skip, &mut |inline| {
                if let InlineKind::Foreign { language, content } = &inline.kind {
                    foreign.push((entry.key.as_str(), language.as_str(), plain_text(content)));
                }
            });
        }
        assert_eq!(foreign, [("a", "fr-CH", "Une idée a".to_owned())]);
    }

    const TWO: &str = "a:\n  type: report\n  title: First\n  author: Office\n  date: 2017\n\
                       b:\n  type: report\n  title: Second\n  author: Office\n  date: 2017\n";

    #[test]
    fn two_works_of_one_year_are_told_apart() {
        let (references, diagnostics) = read(TWO);
        assert!(diagnostics.list().is_empty(), "{diagnostics:?}");
        let marks = vec![vec![("a".to_owned(), None)], vec![("b".to_owned(), Some("p. 4".to_owned()))]];
        let formatted = references.format(marks.clone(), [], DEFAULT_STYLE, "en").expect("the style exists");
        let words = |key| plain_text(formatted.citation(key).expect("it was asked for"));
        assert_eq!(words(&marks[0]), "(Office, 2017a)");
        assert!(words(&marks[1]).contains("2017b") && words(&marks[1]).contains("p. 4"), "{}", words(&marks[1]));
        assert_eq!(formatted.entries.len(), 2);
    }

    #[test]
    fn letters_of_one_year_follow_the_list() {
        let (references, _) = read(TWO);
        let marks = vec![vec![("b".to_owned(), None)], vec![("a".to_owned(), None)]];
        let formatted = references.format(marks.clone(), [], DEFAULT_STYLE, "en").expect("the style exists");
        let words: Vec<String> =
            marks.iter().map(|mark| plain_text(formatted.citation(mark).expect("it was asked for"))).collect();
        assert_eq!(words, ["(Office, 2017b)", "(Office, 2017a)"]);
        let listed: Vec<&str> = formatted.entries.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(listed, ["a", "b"]);
    }

    #[test]
    fn keys_that_hayagriva_passes_over_are_reported() {
        let (_, diagnostics) = read(
            "a:\n  type: article\n  titel: A\n  serial: 1\n  parent:\n    - type: periodical\n      colour: red\n",
        );
        let messages: Vec<&str> = diagnostics.list().iter().map(|found| found.message.as_str()).collect();
        assert_eq!(messages, ["a reference has no key `titel`", "a reference has no key `colour`"]);
        assert_eq!(diagnostics.list()[0].hints, ["did you mean `title`?"]);
    }

    #[test]
    fn a_wrong_type_or_date_is_explained() {
        let (_, diagnostics) = read("a:\n  type: bok\nb:\n  type: book\n  date: spring\n");
        let messages: Vec<&str> = diagnostics.list().iter().map(|found| found.message.as_str()).collect();
        assert!(messages[0].contains("its `type` cannot be `bok`; the types are `article`, `chapter`"), "{messages:?}");
        assert!(messages[1].ends_with("its `date`: date format unknown"), "{messages:?}");
    }

    #[test]
    fn a_wrong_entry_is_named_and_hides_no_other() {
        let (references, diagnostics) = read("a:\n  type: nonsense\n  title: A\nb:\n  type: book\n  title: B\n");
        assert!(references.contains("b") && !references.contains("a"));
        assert_eq!(diagnostics.list().len(), 1);
        assert!(diagnostics.list()[0].message.contains("`a`"));
    }
}
