//! The publication itself: title page, imprint, and everything put together.

use std::sync::Arc;

use super::Resolver;
use super::numbering::{Numbered, number, printed};
use super::numbers::{self, Kind};
use super::references::citations;
use super::words;
use crate::abbreviations;
use crate::address::Refusal;
use crate::bibliography::{Bibliography, CitationKey};
use crate::diagnostic::{Diagnostic, Diagnostics, Origin};
use crate::expression::Expressions;
use crate::memory::{CitationSource, ReadReferences, Same};
use crate::model::is_picture;
use crate::model::{
    Anchors, Contents, Cover, Imprint, IndexLead, Language, Line, Publication, Review, Series, StandardNumber,
};
use crate::pictures;
use crate::read::Entry;
use crate::rules;

/// How many partners the cover has room for.
const MOST_PARTNERS: usize = 8;

impl Resolver<'_> {
    /// The publication, step by step: what the records say is linked, numbered and cited.
    pub(super) fn publication(mut self) -> Option<Publication> {
        let references = self.references();
        let contents = self.contents()?;
        let Numbered { blocks, exhibits, named } = number(&contents);
        self.prose_anchors(named);
        let index = self.records.references.and_then(|id| self.project.indexes.get(&id)).map(|index| &**index);
        let anchors = std::mem::take(&mut self.anchors).printed(&printed(&contents, index));
        self.check_references(&contents, &anchors);
        self.check_strays(&anchors);
        let bibliography = self.bibliography(&contents, &anchors, &references);
        let formatted = bibliography.clone().unwrap_or_default();
        let used_acronyms = abbreviations::used(&contents, &formatted, self.memory);
        self.report_unused(&contents, &references.references, bibliography.as_deref(), &used_acronyms);
        Some(Publication {
            contents,
            anchors,
            numbers: blocks,
            exhibit_numbers: exhibits,
            bibliography: formatted,
            used_acronyms,
            holes: self.holes,
        })
    }

    /// The citations and the list of references in the publication's style; none if there is no such style.
    fn bibliography(
        &mut self,
        contents: &Contents,
        anchors: &Anchors,
        references: &Arc<ReadReferences>,
    ) -> Option<Arc<Bibliography>> {
        let source = CitationSource {
            references: Same(Arc::clone(references)),
            cited: citations(contents, anchors, true),
            aside: citations(contents, anchors, false),
            style: contents.settings.citation_style.clone(),
            languages: (contents.language.code(), self.source_language().code()),
        };
        let marks: Vec<CitationKey> = source.cited.iter().chain(&source.aside).cloned().collect();
        let formatted = self.memory.citations.of((), source, |source| {
            let CitationSource { references: Same(read), cited, aside, style, languages } = source;
            let mut diagnostics = Diagnostics::default();
            let (cited, aside) = (cited.iter().cloned(), aside.iter().cloned());
            let formatted = read.references.format(cited, aside, style, *languages, &mut diagnostics);
            (formatted.map(Arc::new), diagnostics.into_list())
        });
        let (formatted, found) = &*formatted;
        self.diagnostics.extend(found.iter().cloned());
        match formatted {
            Ok(bibliography) => {
                if let Some((key, locator)) = bibliography.without_locator(&marks) {
                    let style = &contents.settings.citation_style;
                    let message =
                        format!("the citation style `{style}` prints no pages: `{locator}` of `[@{key}]` is lost");
                    let origin = self.records.publication.origin.key("citation-style");
                    self.report(Diagnostic::new(&rules::VALUE_UNPRINTED, origin, message).hint(
                        "choose a style that does, such as `harvard-cite-them-right`, or name the pages in the text",
                    ));
                }
                Some(Arc::clone(bibliography))
            }
            Err(Refusal { message, hint }) => {
                let origin = self.records.publication.origin.key("citation-style");
                self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message.clone()).hint(hint.clone()));
                None
            }
        }
    }

    fn contents(&mut self) -> Option<Contents> {
        let records = self.records;
        let Entry { value, origin } = &*records.publication;
        let expressions = self.expressions.clone();
        let id = self.id(origin, "the publication", &[], value.id.as_ref());
        let title = self.line(&origin.key("title"), value.title.as_ref(), &expressions);
        if title.is_none() {
            self.missing(origin, "the publication", "title");
        }

        self.vocabulary = self.vocabulary(origin);
        let mut people = self.resolve_people();
        let (workshops, panels) = self.resolve_workshops();
        self.resolve_participation(&mut people, &workshops);
        let frameworks = self.resolve_frameworks();
        let themes = self.themes(origin, &panels, &expressions);
        let recommendations = self.resolve_recommendations(&themes, (&workshops, &panels), &frameworks);
        let outcomes = self.resolve_outcomes(&themes, &recommendations);
        let (book, chapters) = self.book(origin, &expressions);
        let source_language = self.language(origin);
        let languages = self.languages(origin, source_language);
        let language = self.project.edition.language.unwrap_or(source_language);
        let acronyms = self.acronyms(language, &expressions);
        let terms = self.terms();
        self.check_comments();
        let cover = self.cover(origin, &expressions);
        let imprint = self.imprint(origin, &expressions);
        let review = self.review(origin, &expressions);
        let formerly = self.formerly();
        let labels = self.labels(origin, source_language);
        let words::Vocabulary { addressees, roles, kinds } = std::mem::take(&mut self.vocabulary);

        let subtitle = self.line(&origin.key("subtitle"), value.subtitle.as_ref(), &expressions);
        let edition = self.line(&origin.key("edition"), value.edition.as_ref(), &expressions);
        // After every text.
        let pictures = pictures::read(self.project, std::mem::take(&mut self.images), self.memory, self.diagnostics);

        Some(Contents {
            id: id?,
            title: title?,
            subtitle,
            short_title: self.plain(origin, "short-title", value.short_title.as_ref()),
            series: self.series(origin),
            date: self.partial_date(origin, "date", value.date.as_ref()),
            language,
            source_language,
            languages,
            region: self.region(origin, language),
            edition,
            authors: self.plains(&origin.key("authors"), &value.authors),
            keywords: self.plains(&origin.key("keywords"), &value.keywords),
            description: self.plain(origin, "description", value.description.as_ref()),
            cover,
            imprint,
            review,
            settings: self.settings(origin),
            labels,
            addressees,
            roles,
            kinds,
            book,
            chapters,
            themes,
            index_leads: self.index_leads(origin),
            workshops,
            panels,
            recommendations,
            outcomes,
            people,
            acronyms,
            terms,
            frameworks,
            formerly,
            pictures,
        })
    }

    /// Where the index sends its readers. Whether it has those entries is known when all texts are.
    fn index_leads(&mut self, origin: &Origin) -> Vec<IndexLead> {
        let mut leads = vec![];
        for (at, value) in self.records.publication.value.index.iter().enumerate() {
            let origin = origin.key("index").index(at);
            let see = self.plains(&origin.key("see"), &value.see);
            let see_also = self.plains(&origin.key("see-also"), &value.see_also);
            match self.plain(&origin, "subject", value.subject.as_ref()) {
                Some(_) if see.is_empty() && see_also.is_empty() => {
                    self.missing(&origin, "this entry of the index", "see-also");
                }
                Some(subject) => leads.push(IndexLead { subject, see, see_also }),
                None => self.missing(&origin, "this entry of the index", "subject"),
            }
        }
        leads
    }

    fn language(&mut self, origin: &Origin) -> Language {
        let Some(code) = &self.records.publication.value.language else { return Language::English };
        Language::from_code(code).unwrap_or_else(|| {
            self.invalid(origin.key("language"), code, "a language of the book: `en`, `fr` or `es`");
            Language::English
        })
    }

    /// The language that the texts are written in, without a word of what is wrong with it.
    pub(super) fn source_language(&self) -> Language {
        let code = self.records.publication.value.language.as_deref();
        code.and_then(Language::from_code).unwrap_or(Language::English)
    }

    /// The languages of all editions, that of the texts first.
    fn languages(&mut self, origin: &Origin, source: Language) -> Vec<Language> {
        let mut languages = vec![source];
        for (at, code) in self.records.publication.value.languages.iter().enumerate() {
            let origin = origin.key("languages").index(at);
            match Language::from_code(code) {
                Some(language) if language == source => {}
                Some(language) if languages.contains(&language) => {
                    let message = format!("the language `{code}` is listed already");
                    self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message).hint("remove one of the two"));
                }
                Some(language) => languages.push(language),
                None => self.invalid(origin, code, "a language of the book: `en`, `fr` or `es`"),
            }
        }
        languages
    }

    fn region(&mut self, origin: &Origin, language: Language) -> String {
        let fallback = match language {
            Language::English => "GB",
            Language::French => "FR",
            Language::Spanish => "ES",
        };
        let own = &self.records.publication.value.region;
        match own.as_ref().filter(|_| language == self.source_language()) {
            None => fallback.to_owned(),
            Some(region) if region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase()) => region.clone(),
            Some(region) => {
                self.invalid(origin.key("region"), region, "a region: two capitals, such as `GB`");
                fallback.to_owned()
            }
        }
    }

    fn series(&mut self, origin: &Origin) -> Option<Series> {
        let entry = self.records.publication.value.series.as_ref()?;
        let origin = origin.key("series");
        let name = self.plain(&origin, "name", entry.name.as_ref());
        if name.is_none() {
            self.missing(&origin, "the series", "name");
        }
        Some(Series { name: name?, number: self.plain(&origin, "number", entry.number.as_ref()) })
    }

    fn cover(&mut self, origin: &Origin, expressions: &Expressions) -> Cover {
        let origin = origin.key("cover");
        let Some(entry) = self.records.publication.value.cover.as_ref() else { return Cover::default() };
        let logo = self.line(&origin.key("logo"), entry.logo.as_ref(), expressions);
        if let Some(text) = entry.logo.as_ref().filter(|_| logo.as_ref().is_some_and(|logo| !is_picture(logo))) {
            self.invalid(origin.key("logo"), text, "a picture and nothing else, such as `![Emblem](figures/logo.svg)`");
        }
        let partners = entry.partners.iter().enumerate();
        let partners: Vec<Line> = partners
            .filter_map(|(at, partner)| self.line(&origin.key("partners").index(at), Some(partner), expressions))
            .collect();
        if partners.len() > MOST_PARTNERS {
            let message =
                format!("{} partners have no room on the cover: it has some for {MOST_PARTNERS}", partners.len());
            self.report(Diagnostic::new(&rules::INVALID_VALUE, origin.key("partners"), message));
        }
        Cover { logo, partners }
    }

    fn imprint(&mut self, origin: &Origin, expressions: &Expressions) -> Imprint {
        let origin = origin.key("imprint");
        let span = Some(self.span(&origin));
        let Some(entry) = self.records.publication.value.imprint.as_ref() else {
            return Imprint { span, ..Imprint::default() };
        };
        Imprint {
            publisher: self.line(&origin.key("publisher"), entry.publisher.as_ref(), expressions),
            address: self.line(&origin.key("address"), entry.address.as_ref(), expressions),
            rights: self.line(&origin.key("rights"), entry.rights.as_ref(), expressions),
            disclaimer: self.line(&origin.key("disclaimer"), entry.disclaimer.as_ref(), expressions),
            isbn: self.standard_number(Kind::Isbn, &origin, entry.isbn.as_ref()),
            issn: self.standard_number(Kind::Issn, &origin, entry.issn.as_ref()),
            span,
        }
    }

    fn standard_number(&mut self, kind: Kind, imprint: &Origin, value: Option<&String>) -> StandardNumber {
        match self.plain(imprint, kind.key(), value) {
            None => StandardNumber::Unknown,
            Some(plain) if plain.text == "none" => StandardNumber::None,
            Some(plain) => {
                if let Some((message, hint)) = numbers::problem(kind, &plain.text) {
                    let origin = imprint.key(kind.key());
                    self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message).hint(hint));
                }
                StandardNumber::Given(plain)
            }
        }
    }

    fn review(&mut self, origin: &Origin, expressions: &Expressions) -> Review {
        let Some(entry) = self.records.publication.value.review.as_ref() else { return Review::default() };
        let origin = origin.key("review");
        Review {
            asked: self.text(&origin.key("asked"), entry.asked.as_ref(), expressions),
            by: self.date(&origin, "by", entry.by.as_ref()),
            replies: self.line(&origin.key("replies"), entry.replies.as_ref(), expressions),
        }
    }
}
