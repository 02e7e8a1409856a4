//! Themes, chapters and the order of the book.

use std::sync::Arc;

use super::Resolver;
use crate::diagnostic::{Diagnostic, Origin, Place, near};
use crate::expression::Expressions;
use crate::markdown::Shape;
use crate::markdown::tree::{BlockKind, Inline, InlineKind};
use crate::markdown::walk;
use crate::model::{Anchor, AnchorKind, Chapter, Line, List, Panel, Part, Theme, ThemePanel};
use crate::read::{HolePlace, Lost};
use crate::rules;
use crate::schema::{BookEntry, Status};

/// What is lost with a chapter; its name is known.
const CHAPTER: [Lost; 5] = [
    Lost::Name(AnchorKind::Section),
    Lost::Name(AnchorKind::Figure),
    Lost::Name(AnchorKind::Table),
    Lost::Name(AnchorKind::Box),
    Lost::Words,
];
/// What is lost with a theme.
const THEME: [Lost; 3] = [Lost::Name(AnchorKind::Theme), Lost::Place, Lost::Words];

impl Resolver<'_> {
    pub(super) fn themes(&mut self, origin: &Origin, panels: &List<Panel>, expressions: &Expressions) -> List<Theme> {
        let entries = &self.records.publication.value.themes;
        let mut themes: List<Theme> = List::default();
        let known = panels;
        let mut printed = std::collections::BTreeSet::new();
        for (at, entry) in entries.iter().enumerate() {
            let origin = origin.key("themes").index(at);
            let Some(id) = self.id(&origin, "this theme", &THEME, entry.id.as_ref()) else { continue };
            let Some(title) = self.line(&origin.key("title"), entry.title.as_ref(), expressions) else {
                self.missing(&origin, "this theme", "title");
                self.lose(&origin, &[Lost::Place, Lost::Words]);
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
                let Some(panel) = known.find(|panel| panel.id == *id) else {
                    self.dangling(&origin, AnchorKind::Panel, id, known.iter().map(|panel| panel.id.as_str()));
                    self.lose(&origin, &[Lost::Place]);
                    continue;
                };
                if panels.iter().any(|place| place.panel == panel) {
                    let message = format!("the theme names the panel `{id}` already");
                    self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message));
                    continue;
                }
                panels.push(ThemePanel { panel, printed: printed.insert(panel) });
            }
            themes.push(Theme {
                introduction: self.text(&origin.key("introduction"), entry.introduction.as_ref(), expressions),
                working_title: entry.working_title,
                id,
                number,
                title,
                panels,
            });
        }
        themes
    }

    pub(super) fn book(&mut self, origin: &Origin, expressions: &Expressions) -> (Vec<Part>, List<Chapter>) {
        let entries = &self.records.publication.value.book;
        let value_is_empty = entries.is_empty();
        let (mut book, mut chapters): (Vec<Part>, List<Chapter>) = (vec![], List::default());
        for (at, entry) in entries.iter().enumerate() {
            let origin = origin.key("book").index(at);
            match (&entry.chapter, entry.section) {
                (Some(name), None) => {
                    if chapters.iter().any(|chapter| chapter.id == *name) {
                        let message = format!("the book names the chapter `{name}` already");
                        let origin = origin.key("chapter");
                        self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message));
                    } else if let Some(chapter) = self.chapter(&origin, name, entry, expressions) {
                        book.push(Part::Chapter(chapters.push(chapter)));
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
                (None, None) if ["chapter", "section"].iter().any(|key| self.holes.hold(&origin.key(*key))) => {}
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
        if book.is_empty() && value_is_empty && !self.holes.lack(Lost::Name(AnchorKind::Chapter)) {
            self.empty_book(origin);
        }
        if book.is_empty() {
            self.lose(origin, &[Lost::Place, Lost::Name(AnchorKind::Chapter), Lost::Words]);
        }
        self.unnamed_chapters();
        (book, chapters)
    }

    fn empty_book(&mut self, origin: &Origin) {
        let book = origin.key("book");
        if !self.project.indexes.get(&book.source).is_some_and(|index| index.has(&book.path)) {
            self.missing(origin, "the publication", "book");
        } else if !self.holes.hold(&book) {
            self.report(
                Diagnostic::new(
                    &rules::MISSING_VALUE,
                    Place::Key(book),
                    "`book` lists nothing, so nothing would be printed",
                )
                .hint("list its chapters and sections in their order: `- chapter: introduction`, `- section: themes`"),
            );
        }
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
                let message = format!("there is no `chapters/{name}.md`");
                let diagnostic = Diagnostic::new(&rules::FILE_MISSING, origin.key("chapter"), message);
                let near = near(name, records.chapters.keys().map(String::as_str));
                let diagnostic = diagnostic.did_you_mean(name, near);
                self.report(match near {
                    Some(_) => diagnostic,
                    None => diagnostic.hint(
                        "write it, or name a chapter that is there by its file: `chapter: NAME` is `chapters/NAME.md`",
                    ),
                });
            }
            self.lose(origin, &CHAPTER);
            return None;
        };
        let at = origin.key("chapter");
        let Some(id) = self.identifier(at.clone(), name, self.span(&at)) else {
            self.lose(origin, &CHAPTER);
            return None;
        };
        let (mut text, sound) = self.document(source, Shape::Chapter, expressions);
        if text.is_blank() && sound {
            let path = self.project.sources.get(source).path().to_owned();
            let place = crate::diagnostic::Place::File(path);
            self.report(Diagnostic::new(&rules::EMPTY_PROSE, place, "the chapter is empty"));
            self.lose(origin, &[Lost::Words]);
        }
        let is_title = |kind: &BlockKind| matches!(kind, BlockKind::Heading { level: 1, .. });
        let title = match text.prose.blocks.iter().position(|block| is_title(&block.kind)) {
            Some(at) => {
                let block = Arc::make_mut(&mut text.prose).blocks.remove(at);
                let BlockKind::Heading { content, id, .. } = block.kind else { return None };
                if let Some(id) = id {
                    let message = "the title of a chapter has no identifier of its own";
                    let hint = format!("refer to the chapter as `{name}`");
                    self.report(Diagnostic::new(&rules::BLOCK_ATTRIBUTE, id.span, message).hint(hint));
                }
                self.report_notes_in_title(&content);
                Line { content, span: block.span }
            }
            // Reported while parsing; the name stands in.
            None => {
                let span = crate::source::Span::new(source, 0..0);
                Line { content: vec![Inline::text(name.to_owned(), span)], span }
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
        Some(Chapter { id, title, text, status: entry.status.unwrap_or(Status::Draft) })
    }

    /// A title is printed in contents and running heads, where no note can stand.
    fn report_notes_in_title(&mut self, title: &[Inline]) {
        let mut marks = vec![];
        walk::line(title, walk::Notes::Skip, &mut |inline| {
            if matches!(inline.kind, InlineKind::FootnoteReference(_)) {
                marks.push(inline.span);
            }
        });
        for mark in marks {
            let message = "the title of a chapter has no footnote: it is printed in contents and running heads, too";
            let hint = "put the mark behind the first sentence of the chapter";
            self.report(Diagnostic::new(&rules::BLOCK_CONTENT, mark, message).hint(hint));
        }
    }

    /// Chapters that the book leaves out are probably forgotten.
    pub(super) fn unnamed_chapters(&mut self) {
        let records = self.records;
        let mut named = records.publication.value.book.iter().filter_map(|entry| entry.chapter.as_ref());
        if named.any(|name| !records.chapters.contains_key(name)) {
            // One of those left out is probably meant by a name that does not exist.
            return;
        }
        for (name, &source) in &records.chapters {
            let named = records.publication.value.book.iter().any(|entry| entry.chapter.as_ref() == Some(name));
            // The book may name it where it could not be read.
            let may_be_named = self.holes.lack(Lost::Name(AnchorKind::Chapter));
            if !named && !may_be_named {
                let path = self.project.sources.get(source).path().to_owned();
                self.holes.push(HolePlace::File(path.clone()), [Lost::Words]);
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
}
