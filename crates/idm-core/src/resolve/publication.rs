//! The publication itself: title page, settings, themes and the order of the book.

use std::collections::BTreeMap;

use super::Resolver;
use crate::abbreviations::{self, FirstUses};
use crate::bibliography::DEFAULT_STYLE;
use crate::diagnostic::{Diagnostic, Origin, nearest};
use crate::expression::Expressions;
use crate::markdown::tree::{BlockKind, Inline, InlineKind};
use crate::markdown::{Shape, walk};
use crate::model::{
    Acronym, Anchor, AnchorKind, Chapter, DEFAULT_STANDARDS, DesignChange, Imprint, Language, Layout, Line, Openings,
    PanelPlace, Paper, Part, Passage, Plain, Publication, Review, Series, Settings, Term, Theme, ThemePanel, Waiver,
    Workshop,
};
use crate::read::Entry;
use crate::rules;
use crate::schema::{BookEntry, SectionKind, Status};

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
        let workshops = self.resolve_workshops();
        self.resolve_participation(&mut people, &workshops);
        let frameworks = self.resolve_frameworks();
        let themes = self.themes(origin, &workshops, &expressions);
        let recommendations = self.resolve_recommendations(&themes, &workshops, &frameworks);
        let outcomes = self.resolve_outcomes(&themes, &recommendations);
        let (book, chapters) = self.book(origin, &expressions);
        let acronyms = self.acronyms(&expressions);
        let terms = self.terms();
        let language = self.language(origin);
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
            recommendations,
            outcomes,
            people,
            acronyms,
            terms,
            first_uses: FirstUses::default(),
            frameworks,
            bibliography: crate::bibliography::Bibliography::default(),
            anchors: std::mem::take(&mut self.anchors),
            numbers: BTreeMap::new(),
            exhibit_numbers: BTreeMap::new(),
            images: std::mem::take(&mut self.images),
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
        ) {
            Ok(bibliography) => publication.bibliography = bibliography,
            Err(message) => {
                self.report(
                    Diagnostic::new(&rules::INVALID_VALUE, origin.key("citation-style"), message)
                        .hint("the names are those of the Citation Style Language archive, such as `apa` or `ieee`"),
                );
                // Nothing could be formatted, so that everything would seem to be unused.
                self.gaps.ids = true;
            }
        }
        for at in abbreviations::used(&publication) {
            publication.acronyms[at].used = true;
        }
        publication.first_uses = FirstUses::of_book(&publication);
        self.report_unused(&publication, &references);
        Some(publication)
    }

    fn plains(&self, list: &Origin, values: &[String]) -> Vec<Plain> {
        values
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(at, text)| Plain { text: text.trim().to_owned(), span: self.span(&list.index(at)) })
            .collect()
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

    fn settings(&mut self, origin: &Origin) -> Settings {
        let value = &self.records.publication.value;
        let layout = value.layout.clone().unwrap_or_default();
        let paper = layout.paper.as_ref().map_or(Paper::default(), |name| {
            Paper::from_name(name).unwrap_or_else(|| {
                let origin = origin.key("layout").key("paper");
                self.invalid(origin, name, "a paper size: `a4` or `us-letter`");
                Paper::default()
            })
        });
        let openings = layout.openings.as_ref().map_or(Openings::default(), |name| {
            Openings::from_name(name).unwrap_or_else(|| {
                let origin = origin.key("layout").key("openings");
                self.invalid(origin, name, "a place where chapters begin: `recto` or `next`");
                Openings::default()
            })
        });
        let standards = match &value.standards {
            Some(names) => self.plains(&origin.key("standards"), names),
            None => {
                let span = self.span(origin);
                DEFAULT_STANDARDS.map(|name| Plain { text: name.to_owned(), span }).to_vec()
            }
        };
        let design = self.design(&origin.key("design"));
        let origin_of = |code: &str| origin.key("diagnostics").key(code);
        for (code, level) in &value.diagnostics {
            self.known_code(origin_of(code), code, *level != crate::schema::LevelEntry::Deny);
        }
        let mut waivers = Vec::new();
        for (at, waiver) in value.waivers.iter().enumerate() {
            let origin = origin.key("waivers").index(at);
            let (Some(code), Some(file)) = (&waiver.code, &waiver.file) else {
                let key = if waiver.code.is_none() { "code" } else { "file" };
                self.missing(&origin, "this waiver", key);
                continue;
            };
            if waiver.reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) {
                self.missing(&origin, "this waiver", "reason");
            }
            if self.known_code(origin.key("code"), code, true) {
                let span = self.span(&origin);
                waivers.push(Waiver { code: code.clone(), file: file.clone(), span });
            }
        }
        Settings {
            layout: Layout { paper, justify: layout.justify, openings },
            design,
            citation_style: value.citation_style.clone().unwrap_or_else(|| DEFAULT_STYLE.to_owned()),
            standards,
            expand_acronyms: value.acronyms.as_ref().and_then(|acronyms| acronyms.expand).unwrap_or(true),
            levels: value.diagnostics.clone(),
            waivers,
        }
    }

    fn design(&self, origin: &Origin) -> Vec<DesignChange> {
        let tables = self.records.publication.value.design.iter();
        let changes = tables.flat_map(|(table, tokens)| tokens.iter().map(move |(token, value)| (table, token, value)));
        changes
            .map(|(table, token, value)| {
                let origin = origin.key(table).key(token);
                let (table, token, value) = (table.clone(), token.clone(), value.clone());
                DesignChange { table, token, value, span: self.span(&origin), origin }
            })
            .collect()
    }

    /// Whether there is such a diagnostic, and whether it may be softened if that is asked.
    fn known_code(&mut self, origin: Origin, code: &str, softened: bool) -> bool {
        let Some(rule) = rules::find(code) else {
            let mut diagnostic = Diagnostic::new(
                &rules::INVALID_VALUE,
                crate::diagnostic::Place::Key(origin),
                format!("there is no diagnostic `{code}`"),
            );
            if let Some(near) = nearest(code, rules::ALL.iter().map(|rule| rule.code)) {
                diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
            }
            self.report(diagnostic);
            return false;
        };
        if softened && !rule.adjustable {
            self.report(Diagnostic::new(
                &rules::INVALID_VALUE,
                origin,
                format!("`{code}` cannot be allowed: nothing could be built from such inputs"),
            ));
            return false;
        }
        true
    }

    fn themes(&mut self, origin: &Origin, workshops: &[Workshop], expressions: &Expressions) -> Vec<Theme> {
        let entries = &self.records.publication.value.themes;
        let mut themes: Vec<Theme> = Vec::new();
        let mut printed = std::collections::BTreeSet::new();
        for (at, entry) in entries.iter().enumerate() {
            let origin = origin.key("themes").index(at);
            let Some(id) = self.id(&origin, "this theme", entry.id.as_ref()) else { continue };
            let Some(title) = self.line(&origin.key("title"), entry.title.as_ref(), expressions) else {
                self.missing(&origin, "this theme", "title");
                self.gaps.ids = true;
                continue;
            };
            let number = themes.len() + 1;
            let mut anchor = self.anchor(AnchorKind::Theme, &origin);
            anchor.number = Some(number.to_string());
            anchor.title = title.content.clone();
            self.announce(&id, origin.key("id"), anchor);
            let mut panels: Vec<ThemePanel> = Vec::new();
            for (at, id) in entry.panels.iter().enumerate() {
                let origin = origin.key("panels").index(at);
                let Some((workshop, panel)) = find_panel(workshops, id) else {
                    let known = workshops.iter().flat_map(|workshop| &workshop.panels);
                    self.dangling(&origin, "panel", id, known.map(|panel| panel.id.as_str()));
                    self.gaps.themes = true;
                    continue;
                };
                if panels.iter().any(|place| (place.workshop, place.panel) == (workshop, panel)) {
                    let message = format!("the theme names the panel `{id}` already");
                    self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message));
                    continue;
                }
                panels.push(ThemePanel { workshop, panel, printed: printed.insert((workshop, panel)) });
            }
            themes.push(Theme {
                introduction: self.text(&origin.key("introduction"), entry.introduction.as_ref(), expressions),
                working_title: entry.working_title,
                span: self.span(&origin.key("id")),
                id,
                number,
                title,
                panels,
            });
        }
        themes
    }

    fn book(&mut self, origin: &Origin, expressions: &Expressions) -> (Vec<Part>, Vec<Chapter>) {
        let entries = &self.records.publication.value.book;
        let (mut book, mut chapters): (Vec<Part>, Vec<Chapter>) = (vec![], vec![]);
        for (at, entry) in entries.iter().enumerate() {
            let origin = origin.key("book").index(at);
            match (&entry.chapter, entry.section) {
                (Some(name), None) => {
                    if chapters.iter().any(|chapter| chapter.id == *name) {
                        let message = format!("the book names the chapter `{name}` already");
                        let origin = origin.key("chapter");
                        self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message));
                    } else if let Some(chapter) = self.chapter(&origin, name, entry, expressions) {
                        book.push(Part::Chapter(chapters.len()));
                        chapters.push(chapter);
                    }
                }
                (None, Some(section)) => {
                    if book.contains(&Part::Section(section)) {
                        let origin = origin.key("section");
                        let message = "the book names this section already";
                        self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message));
                    } else {
                        book.push(Part::Section(section));
                    }
                }
                (None, None) if ["chapter", "section"].iter().any(|key| self.is_unreadable(&origin.key(*key))) => {}
                _ => self.report(
                    Diagnostic::new(
                        &rules::MISSING_VALUE,
                        &origin,
                        "an entry of the book is either a `chapter` or a `section`",
                    )
                    .hint("write `- chapter: introduction` or `- section: themes`"),
                ),
            }
        }
        if book.is_empty() && !self.gaps.ids {
            self.missing(origin, "the publication", "book");
            self.gaps.ids = true;
        }
        self.unnamed_chapters(&chapters);
        (book, chapters)
    }

    fn chapter(
        &mut self,
        origin: &Origin,
        name: &str,
        entry: &BookEntry,
        expressions: &Expressions,
    ) -> Option<Chapter> {
        let records = self.records;
        let Some(&source) = records.chapters.get(name) else {
            if !self.project.paths.iter().any(|path| *path == format!("chapters/{name}.md")) {
                let mut diagnostic = Diagnostic::new(
                    &rules::FILE_MISSING,
                    origin.key("chapter"),
                    format!("there is no `chapters/{name}.md`"),
                );
                if let Some(near) = nearest(name, records.chapters.keys().map(String::as_str)) {
                    diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
                }
                self.report(diagnostic);
            }
            return None;
        };
        if !super::fields::is_identifier(name) {
            self.report(Diagnostic::new(
                &rules::ID_SYNTAX,
                origin.key("chapter"),
                format!("`{name}` is no identifier, so that the chapter could not be referred to"),
            ));
            return None;
        }
        let (mut text, sound) = self.document(source, Shape::Chapter, expressions);
        if text.is_blank() && sound {
            let path = self.project.sources.get(source).path().to_owned();
            let place = crate::diagnostic::Place::File(path);
            self.report(Diagnostic::new(&rules::EMPTY_PROSE, place, "the chapter is empty"));
        }
        let is_title = |kind: &BlockKind| matches!(kind, BlockKind::Heading { level: 1, .. });
        let title = match text.prose.blocks.iter().position(|block| is_title(&block.kind)) {
            Some(at) => {
                let block = text.prose.blocks.remove(at);
                let BlockKind::Heading { content, .. } = block.kind else { return None };
                Line { content, span: block.span }
            }
            // Reported while parsing; the name stands in.
            None => {
                let span = crate::source::Span::new(source, 0..0);
                Line { content: vec![Inline { kind: InlineKind::Text(name.to_owned()), span }], span }
            }
        };
        let anchor = Anchor {
            kind: AnchorKind::Chapter,
            number: None,
            title: title.content.clone(),
            city: None,
            printed: false,
            span: title.span,
        };
        self.announce(name, origin.key("chapter"), anchor);
        Some(Chapter { id: name.to_owned(), title, text, status: entry.status.unwrap_or(Status::Draft) })
    }

    /// Chapters that the book leaves out are probably forgotten.
    fn unnamed_chapters(&mut self, chapters: &[Chapter]) {
        let records = self.records;
        let mut named = records.publication.value.book.iter().filter_map(|entry| entry.chapter.as_ref());
        if named.any(|name| !records.chapters.contains_key(name)) {
            // One of those left out is probably meant by a name that does not exist.
            return;
        }
        for (name, &source) in &records.chapters {
            let named = records.publication.value.book.iter().any(|entry| entry.chapter.as_ref() == Some(name));
            if !named && !chapters.iter().any(|chapter| chapter.id == *name) && !self.gaps.any && !self.gaps.ids {
                let path = self.project.sources.get(source).path().to_owned();
                self.report(
                    Diagnostic::new(
                        &rules::FILE_UNUSED,
                        crate::diagnostic::Place::File(path),
                        format!("the book does not name the chapter `{name}`"),
                    )
                    .hint(format!("add `- chapter: {name}` to `book` in `publication.yaml`")),
                );
            }
        }
    }

    fn acronyms(&mut self, expressions: &Expressions) -> Vec<Acronym> {
        let records = self.records;
        let mut acronyms: Vec<Acronym> = Vec::new();
        for Entry { value, origin } in &records.acronyms {
            let short = self.plain(origin, "short", value.short.as_ref());
            let long = self.plain(origin, "long", value.long.as_ref());
            let (Some(short), Some(long)) = (short, long) else {
                let key = if value.short.is_none() { "short" } else { "long" };
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
    fn terms(&mut self) -> Vec<Term> {
        let records = self.records;
        let mut terms = Vec::new();
        for Entry { value, origin } in &records.terms {
            let preferred = self.plain(origin, "use", value.preferred.as_ref());
            let variants = self.plains(&origin.key("not"), &value.not);
            let (Some(preferred), false) = (preferred, variants.is_empty()) else {
                let key = if value.preferred.is_none() { "use" } else { "not" };
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

    /// Announces headings, figures, tables and boxes with identifiers, and numbers figures, tables and boxes in the
    /// order of the book.
    fn prose_anchors(&mut self, publication: &mut Publication) {
        let mut found: Vec<(String, Anchor)> = Vec::new();
        let mut numbers = BTreeMap::new();
        let mut exhibits = BTreeMap::new();
        let (mut figures, mut tables, mut boxes) = (0, 0, 0);
        publication.passages(&mut |passage, printed| {
            let text = match passage {
                Passage::Text(text) => text,
                Passage::Exhibit(exhibit) => {
                    let count = if exhibit.kind() == AnchorKind::Table { &mut tables } else { &mut figures };
                    *count += 1;
                    exhibits.insert(exhibit, count.to_string());
                    return;
                }
                Passage::Line(_) | Passage::Source(_) => return,
            };
            walk::blocks(&text.prose, walk::Notes::Skip, &mut |block| {
                let (kind, id, number, title) = match &block.kind {
                    BlockKind::Heading { id, content, .. } => (AnchorKind::Section, id, None, content.clone()),
                    BlockKind::GoodPractice { id, title, .. } => {
                        let words = title
                            .iter()
                            .map(|title| Inline { kind: InlineKind::Text(title.clone()), span: block.span });
                        boxes += 1;
                        (AnchorKind::Box, id, Some(boxes.to_string()), words.collect())
                    }
                    BlockKind::Figure(figure) if figure.numbered => {
                        figures += 1;
                        let caption = figure.caption.clone().unwrap_or_default();
                        (AnchorKind::Figure, &figure.id, Some(figures.to_string()), caption)
                    }
                    BlockKind::Table(table) if table.caption.is_some() => {
                        tables += 1;
                        let caption = table.caption.clone().unwrap_or_default();
                        (AnchorKind::Table, &table.id, Some(tables.to_string()), caption)
                    }
                    _ => return,
                };
                if let Some(number) = &number {
                    numbers.insert(block.span, number.clone());
                }
                if let Some(id) = id {
                    found.push((id.name.clone(), Anchor { kind, number, title, city: None, printed, span: id.span }));
                }
            });
        });
        publication.numbers = numbers;
        publication.exhibit_numbers = exhibits;
        self.anchors = std::mem::take(&mut publication.anchors);
        for (id, anchor) in found {
            self.check_identifier(anchor.span, &id);
            self.announce(&id, anchor.span, anchor);
        }
        publication.anchors = std::mem::take(&mut self.anchors);
    }

    /// Notes which records the book shows, so that a reference never leads nowhere.
    fn mark_printed(&self, publication: &mut Publication) {
        let mut printed: Vec<String> = Vec::new();
        printed.extend(publication.chapters.iter().map(|chapter| chapter.id.clone()));
        if publication.has_section(SectionKind::Themes) {
            for theme in &publication.themes {
                printed.push(theme.id.clone());
                for place in &theme.panels {
                    printed.push(publication.panel((place.workshop, place.panel)).id.clone());
                }
            }
            printed.extend(publication.recommendations.iter().map(|entry| entry.id.clone()));
        }
        if publication.has_section(SectionKind::Outcomes) {
            printed.extend(publication.outcomes.iter().map(|entry| entry.id.clone()));
        }
        if publication.has_section(SectionKind::Agenda) {
            for workshop in &publication.workshops {
                printed.push(workshop.id.clone());
                printed.extend(workshop.agenda.iter().map(|session| session.id.clone()));
            }
        }
        if publication.has_section(SectionKind::People) {
            printed.extend(publication.people.iter().map(|person| person.id.clone()));
        }
        if publication.has_section(SectionKind::References)
            && let Some(references) = self.records.references.and_then(|id| self.project.indexes.get(&id))
        {
            let root = crate::diagnostic::KeyPath::root();
            printed.extend(references.keys(&root).map(|(key, _)| key.to_owned()));
        }
        for id in printed {
            if let Some(anchor) = publication.anchors.get_mut(&id) {
                anchor.printed = true;
            }
        }
    }
}

fn find_panel(workshops: &[Workshop], id: &str) -> Option<PanelPlace> {
    workshops
        .iter()
        .enumerate()
        .find_map(|(at, workshop)| workshop.panels.iter().position(|panel| panel.id == id).map(|panel| (at, panel)))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::files::Files;
    use crate::{read, resolve};

    #[test]
    fn boxes_are_numbered_in_the_order_of_the_book() {
        let practice = ":::good-practice {#NAME title=\"A\"}\nb\n:::\n\n";
        let first = format!("# First\n\n{}", practice.replace("#NAME ", ""));
        let second = format!("# Second\n\n{}[@box:named]", practice.replace("NAME", "named"));
        let book = "id: p\ntitle: T\nbook: [{chapter: second}, {chapter: first}, {section: references}]\n";
        let files = Files::memory([
            ("publication.yaml", book),
            ("chapters/first.md", first.as_str()),
            ("chapters/second.md", second.as_str()),
        ]);
        let mut diagnostics = Diagnostics::default();
        let (project, records) = read::read(files, &mut diagnostics);
        let publication = resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap();
        assert_eq!(diagnostics.list().len(), 0, "{:?}", diagnostics.list());
        assert_eq!(publication.anchors.get("named").unwrap().number.as_deref(), Some("1"));
        let mut numbers: Vec<&str> = publication.numbers.values().map(String::as_str).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, ["1", "2"]);
    }
}
