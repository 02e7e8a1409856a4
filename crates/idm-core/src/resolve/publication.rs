//! The publication itself: title page, imprint, and everything put together.

use std::collections::BTreeMap;

use super::Resolver;
use crate::abbreviations;
use crate::diagnostic::{Diagnostic, Origin};
use crate::expression::Expressions;
use crate::model::{Imprint, Language, Publication, Review, Series};
use crate::read::Entry;
use crate::rules;

impl Resolver<'_> {
    pub(super) fn publication(&mut self) -> Option<Publication> {
        let records = self.records;
        let Entry { value, origin } = &records.publication;
        let expressions = self.expressions.clone();
        let id = self.id(origin, "the publication", value.id.as_ref());
        let title = self.line(&origin.key("title"), value.title.as_ref(), &expressions);
        if title.is_none() {
            self.missing(origin, "the publication", "title");
        }

        let references = self.references();
        let mut people = self.resolve_people();
        let (workshops, panels) = self.resolve_workshops();
        self.resolve_participation(&mut people, &workshops);
        let frameworks = self.resolve_frameworks();
        let themes = self.themes(origin, &panels, &expressions);
        let recommendations = self.resolve_recommendations(&themes, (&workshops, &panels), &frameworks);
        let outcomes = self.resolve_outcomes(&themes, &recommendations);
        let (book, chapters) = self.book(origin, &expressions);
        let language = self.language(origin);
        let acronyms = self.acronyms(language, &expressions);
        let terms = self.terms();
        let imprint = self.imprint(origin, &expressions);
        let review = self.review(origin, &expressions);

        let mut publication = Publication {
            id: id?,
            title: title?,
            subtitle: self.line(&origin.key("subtitle"), value.subtitle.as_ref(), &expressions),
            short_title: self.plain(origin, "short-title", value.short_title.as_ref()),
            series: self.series(origin),
            date: self.partial_date(origin, "date", value.date.as_ref()),
            language,
            region: self.region(origin, language),
            edition: self.line(&origin.key("edition"), value.edition.as_ref(), &expressions),
            authors: self.plains(&origin.key("authors"), &value.authors),
            keywords: self.plains(&origin.key("keywords"), &value.keywords),
            description: self.plain(origin, "description", value.description.as_ref()),
            imprint,
            review,
            settings: self.settings(origin),
            book,
            chapters,
            themes,
            workshops,
            panels,
            recommendations,
            outcomes,
            people,
            acronyms,
            terms,
            frameworks,
            bibliography: crate::bibliography::Bibliography::default(),
            anchors: std::mem::take(&mut self.anchors),
            numbers: BTreeMap::new(),
            exhibit_numbers: BTreeMap::new(),
            images: std::mem::take(&mut self.images),
            widest: BTreeMap::new(),
        };
        self.prose_anchors(&mut publication);
        self.mark_printed(&mut publication);
        self.check_references(&publication);
        let style = publication.settings.citation_style.clone();
        match references.format(
            self.citations(&publication, true),
            self.citations(&publication, false),
            &style,
            language.code(),
            self.diagnostics,
        ) {
            Ok(bibliography) => publication.bibliography = bibliography,
            Err(refusal) => {
                self.report(
                    Diagnostic::new(&rules::INVALID_VALUE, origin.key("citation-style"), refusal.message)
                        .hint(refusal.hint),
                );
                // Nothing could be formatted, so that everything would seem to be unused.
                self.gaps.any = true;
            }
        }
        for at in abbreviations::used(&publication) {
            publication.acronyms[at].used = true;
        }
        self.report_unused(&publication, &references);
        if self.gaps.ids {
            // What was found before an identifier was lost is no surer than what would have been found after.
            let unsure = [&rules::REFERENCE_DANGLING, &rules::REFERENCE_UNPRINTED];
            self.diagnostics.retain(|found| !unsure.contains(&found.rule));
        }
        Some(publication)
    }

    fn language(&mut self, origin: &Origin) -> Language {
        let Some(code) = &self.records.publication.value.language else { return Language::English };
        Language::from_code(code).unwrap_or_else(|| {
            self.invalid(origin.key("language"), code, "a language of the book: `en`, `fr` or `es`");
            Language::English
        })
    }

    fn region(&mut self, origin: &Origin, language: Language) -> String {
        let fallback = match language {
            Language::English => "GB",
            Language::French => "FR",
            Language::Spanish => "ES",
        };
        match &self.records.publication.value.region {
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

    fn imprint(&mut self, origin: &Origin, expressions: &Expressions) -> Imprint {
        let Some(entry) = self.records.publication.value.imprint.as_ref() else { return Imprint::default() };
        let origin = origin.key("imprint");
        Imprint {
            publisher: self.line(&origin.key("publisher"), entry.publisher.as_ref(), expressions),
            address: self.line(&origin.key("address"), entry.address.as_ref(), expressions),
            rights: self.line(&origin.key("rights"), entry.rights.as_ref(), expressions),
            disclaimer: self.line(&origin.key("disclaimer"), entry.disclaimer.as_ref(), expressions),
            isbn: self.plain(&origin, "isbn", entry.isbn.as_ref()),
            issn: self.plain(&origin, "issn", entry.issn.as_ref()),
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
