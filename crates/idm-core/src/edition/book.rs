//! The book, and whatever else is made of a publication as a whole: its parts in order.

use super::acronyms::SpellingOut;
use super::builder::Builder;
use super::document::{Document, Module, Part};
use super::labels::Labels;
use super::places::places;
use crate::model::{self, Panel, Publication, Ref, Theme, Workshop};
use crate::schema::SectionKind;

/// The module of the lines that covers and openings of themes share.
const MOTIF: &str = "motif";

/// A part that a document of a whole publication has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BookPart {
    /// The front cover.
    Cover,
    /// Title page and imprint.
    Imprint,
    /// What the publication lists as its book, in that order: chapters and generated sections.
    Listed,
    /// The back cover.
    BackCover,
}

/// What a book is read in. What it says of itself holds for that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Medium {
    /// A PDF for a screen.
    #[default]
    Screen,
    /// Pages from a press.
    Press,
    /// A Word file.
    Word,
}

impl Medium {
    /// Its name, as templates and labels know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Press => "press",
            Self::Word => "word",
        }
    }
}

/// How a book is made.
#[derive(Debug, Clone, Copy)]
pub struct Making<'a> {
    /// The program that its pages are set with, and its version.
    pub typesetter: &'a str,
    /// What it is made for.
    pub medium: Medium,
}

/// A document of a whole publication with these parts, made in that way.
pub fn book(publication: &Publication, parts: &[BookPart], labels: &Labels, making: Making) -> Document {
    let mut builder = Builder::new(publication, labels);
    builder.acronyms = SpellingOut::new(publication, None);
    builder.spells_out = true;
    let mut book = Document::default();
    book.insert(MOTIF, Module::of("motif", builder.motif()));
    builder.begin_module("publication", None);
    let mut title = builder.publication_record();
    title.push("medium", making.medium.name());
    title.push("pdf", publication.pdf_name());
    book.insert("publication", Module::of("publication", title));
    for part in parts {
        match part {
            BookPart::Cover => book.parts.push(Part::Cover { motif: MOTIF.to_owned() }),
            BookPart::Imprint => book.parts.push(Part::Imprint),
            BookPart::Listed => builder.listed(&mut book, making.typesetter),
            BookPart::BackCover => {
                builder.begin_module("back-cover", None);
                let path = book.insert("back-cover", Module::of("inside", builder.inside()));
                book.parts.push(Part::BackCover { path, motif: MOTIF.to_owned() });
            }
        }
    }
    book.set_quotes(&builder.tag());
    // What is named in texts that the book leaves out is read all the same: whoever looks at the project finds it there.
    book.pictures = publication.pictures.named.values().cloned().collect();
    book.places = places(publication, labels);
    book
}

impl<'a> Builder<'a> {
    fn listed(&mut self, book: &mut Document, typesetter: &str) {
        for part in &self.publication.book {
            match *part {
                model::Part::Chapter(at) => {
                    let part = self.chapter_part(book, at);
                    book.parts.push(part);
                }
                model::Part::Section(kind) => self.section(book, kind, typesetter),
            }
        }
    }

    fn chapter_part(&mut self, book: &mut Document, at: Ref<model::Chapter>) -> Part {
        let chapter = &self.publication[at];
        self.begin_module(&chapter.id, None);
        let module = Module::of("record", self.chapter(chapter));
        self.is_chapter = true;
        let body = self.text(Some(&chapter.text));
        self.is_chapter = false;
        Part::Chapter { path: book.insert(format!("chapters/{}", chapter.id), module.with("body", body)) }
    }

    fn section(&mut self, book: &mut Document, kind: SectionKind, typesetter: &str) {
        let publication = self.publication;
        self.begin_module(key(kind), None);
        let part = match kind {
            SectionKind::InBrief => Part::InBrief { path: book.insert("in-brief", Module::of("brief", self.brief())) },
            SectionKind::Contents => Part::Contents,
            SectionKind::Lists => match self.lists() {
                Some(lists) => Part::Lists { path: book.insert("lists", Module::of("lists", lists)) },
                None => return,
            },
            SectionKind::Abbreviations if publication.used_acronyms.is_empty() => return,
            SectionKind::Abbreviations => {
                let module = Module::of("abbreviations", self.abbreviations());
                Part::Abbreviations { path: book.insert("abbreviations", module) }
            }
            SectionKind::Themes => {
                publication.themes.refs().for_each(|at| self.theme_parts(book, at));
                return;
            }
            SectionKind::Outcomes if publication.outcomes.is_empty() => return,
            SectionKind::Outcomes => Part::Outcomes {
                path: book
                    .insert("outcomes", Module::of("outcomes", self.outcomes()).with("said", self.said_of_outcomes())),
            },
            SectionKind::Matrices if publication.exhibits(kind).is_empty() => return,
            SectionKind::Matrices => {
                Part::Matrices { path: book.insert("matrices", Module::of("matrices", self.matrices())) }
            }
            SectionKind::Charts if publication.exhibits(kind).is_empty() => return,
            SectionKind::Charts => Part::Charts { path: book.insert("charts", Module::of("charts", self.charts())) },
            SectionKind::Questions => match self.questions() {
                Some(questions) => {
                    Part::Questions { path: book.insert("questions", Module::of("questions", questions)) }
                }
                None => return,
            },
            SectionKind::Agenda if publication.workshops.is_empty() => return,
            SectionKind::Agenda => {
                let chart = self.session_chart();
                let path = book.insert("agenda", Module::of("sessions", chart));
                let workshops = publication.workshops.refs().map(|at| self.workshop_module(book, at));
                Part::Agenda { path, workshops: workshops.collect() }
            }
            SectionKind::People if publication.people.is_empty() => return,
            SectionKind::People => {
                let module = Module::of("people", self.people()).with("by-panel", self.people_by_panel());
                Part::People { path: book.insert("people", module) }
            }
            SectionKind::References if publication.bibliography.entries.is_empty() => return,
            SectionKind::References => {
                let module = Module::of("references", self.entries(&publication.bibliography.entries));
                Part::References { path: book.insert("references", module) }
            }
            SectionKind::Index => match self.index() {
                Some(index) => Part::Index { path: book.insert("index", Module::of("index", index)) },
                None => return,
            },
            SectionKind::Colophon => {
                let module = Module::of("colophon", self.colophon(typesetter));
                Part::Colophon { path: book.insert("colophon", module) }
            }
        };
        book.parts.push(part);
    }

    /// A theme, its panels and its recommendations, told in this order, which is the reader's.
    fn theme_parts(&mut self, book: &mut Document, at: Ref<Theme>) {
        let publication = self.publication;
        let theme = &publication[at];
        self.begin_module(&theme.id, None);
        let module = Module::of("record", self.theme(theme));
        let module = module.with("introduction", self.text(theme.introduction.as_ref()));
        let printed = theme.panels.iter().filter(|place| place.printed);
        let panels: Vec<String> = printed.map(|place| self.panel_module(book, place.panel)).collect();
        // Their labels go on from those of the introduction.
        self.resume_module(&theme.id, usize::from(theme.introduction.is_some()));
        let own = publication.recommendations.refs().filter(|&own| publication[own].theme == at);
        let recommendations = own.map(|own| self.recommendation(own)).collect::<super::value::Value>();
        let path = book.insert(format!("themes/{}", theme.id), module.with("recommendations", recommendations));
        let motif = MOTIF.to_owned();
        book.parts.push(Part::Theme { path: path.clone(), panels: panels.clone(), motif });
        book.parts.extend(panels.into_iter().map(|panel| Part::Panel { path: panel, theme: path.clone() }));
        book.parts.push(Part::Recommendations { path });
    }

    fn panel_module(&mut self, book: &mut Document, at: Ref<Panel>) -> String {
        let panel = &self.publication[at];
        self.begin_module(&panel.id, Some(panel.workshop));
        let module = Module::of("record", self.panel(at)).with("summary", self.text(panel.summary.as_ref()));
        book.insert(format!("panels/{}", panel.id), module)
    }

    fn workshop_module(&mut self, book: &mut Document, at: Ref<Workshop>) -> String {
        let workshop = &self.publication[at];
        self.begin_module(&workshop.id, Some(at));
        let module = Module::of("record", self.workshop(workshop)).with("about", self.text(workshop.about.as_ref()));
        book.insert(format!("workshops/{}", workshop.id), module)
    }
}

/// What makes the labels of a section differ from those of others.
fn key(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::InBrief => "in-brief",
        SectionKind::Contents => "contents",
        SectionKind::Lists => "lists",
        SectionKind::Abbreviations => "abbreviations",
        SectionKind::Themes => "themes",
        SectionKind::Outcomes => "outcomes",
        SectionKind::Matrices => "matrices",
        SectionKind::Charts => "charts",
        SectionKind::Questions => "questions",
        SectionKind::Agenda => "agenda",
        SectionKind::People => "people",
        SectionKind::References => "references",
        SectionKind::Index => "index",
        SectionKind::Colophon => "colophon",
    }
}
