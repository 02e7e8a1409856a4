//! Prose as Typst markup: one function for each kind of block and inline.

use idm_core::markdown::tree::{
    Alignment, Block, BlockKind, Figure, Footnote, Image, Inline, InlineKind, Item, Prose, Table, Target,
};
use idm_core::model::AnchorKind;
use idm_core::resolve::citation_key;

use super::literal;
use super::writer::Writer;

impl Writer<'_> {
    /// A whole text.
    pub(super) fn prose(&mut self, prose: &Prose) {
        self.blocks(&prose.blocks, &prose.footnotes);
    }

    /// Blocks, each set off by a blank line. Calls end with a semicolon, so that nothing can continue them.
    fn blocks(&mut self, blocks: &[Block], footnotes: &[Footnote]) {
        for block in blocks {
            // Never in the publication.
            if matches!(block.kind, BlockKind::EditorsNote { .. }) {
                continue;
            }
            self.within(block.span, |writer| writer.block(block, footnotes));
            self.out.push("\n\n");
        }
    }

    fn block(&mut self, block: &Block, footnotes: &[Footnote]) {
        match &block.kind {
            BlockKind::Paragraph(content) => self.inlines(content, footnotes),
            BlockKind::Heading { level, id, content } => {
                // A chapter's level 1 is its title, which the template prints.
                let depth = if self.is_chapter { level.saturating_sub(1).max(1) } else { *level };
                self.out.push(&format!("#section({depth}, "));
                self.label(id.as_ref().map(|id| format!("{}:{}", AnchorKind::Section.prefix(), id.name)));
                self.content(content, footnotes);
                self.out.push(");");
            }
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items, footnotes),
            BlockKind::BlockQuote(blocks) => {
                self.out.push("#quote(block: true)");
                self.body(blocks, footnotes);
            }
            BlockKind::Code { text, .. } => {
                self.out.push(&format!("#raw(block: true, {});", literal::string(text.trim_end_matches('\n'))));
            }
            BlockKind::Table(table) => self.table(block, table, footnotes),
            BlockKind::ThematicBreak => self.out.push("#thematic-break();"),
            BlockKind::Figure(figure) => self.figure(block, figure, footnotes),
            BlockKind::KeyMessages { title, blocks } => {
                self.out.push("#key-messages(");
                self.title(title.as_ref());
                self.out.push(")");
                self.body(blocks, footnotes);
            }
            BlockKind::GoodPractice { id, title, blocks } => {
                self.out.push("#good-practice(");
                self.title(title.as_ref());
                self.label(id.as_ref().map(|id| format!("{}:{}", AnchorKind::Box.prefix(), id.name)));
                self.out.push(")");
                self.body(blocks, footnotes);
            }
            BlockKind::Quotation { by, source, blocks } => {
                self.out.push("#quotation(");
                if let Some(by) = by {
                    self.out.push("by: ");
                    self.within(by.span, |writer| writer.speaker(&by.name));
                    self.out.push(", ");
                }
                self.source(source.as_ref());
                self.out.push(")");
                self.body(blocks, footnotes);
            }
            BlockKind::EditorsNote { .. } => {}
        }
    }

    /// `[…];` around blocks.
    fn body(&mut self, blocks: &[Block], footnotes: &[Footnote]) {
        self.out.push("[\n");
        self.blocks(blocks, footnotes);
        self.out.push("];");
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Item], footnotes: &[Footnote]) {
        match start {
            Some(start) => self.out.push(&format!("#enum(tight: {tight}, start: {start}")),
            None => self.out.push(&format!("#list(tight: {tight}")),
        }
        for item in items {
            self.out.push(", ");
            self.within(item.span, |writer| {
                writer.out.push("[");
                writer.blocks(&item.blocks, footnotes);
                writer.out.push("]");
            });
        }
        self.out.push(");");
    }

    fn table(&mut self, block: &Block, table: &Table, footnotes: &[Footnote]) {
        self.out.push(&format!("#table-block({}, ", table.alignments.len().max(table.header.len()).max(1)));
        self.array(&table.alignments, |writer, alignment| {
            writer.string(match alignment {
                Alignment::Auto => "auto",
                Alignment::Left => "left",
                Alignment::Center => "center",
                Alignment::Right => "right",
            });
        });
        self.out.push(", ");
        let cell = |writer: &mut Self, cell: &idm_core::markdown::tree::Cell| {
            writer.within(cell.span, |writer| writer.content(&cell.content, footnotes));
        };
        self.array(&table.header, cell);
        self.out.push(", ");
        self.array(&table.rows, |writer, row| writer.array(row, cell));
        self.out.push(", ");
        self.number(block);
        self.label(table.id.as_ref().map(|id| format!("{}:{}", AnchorKind::Table.prefix(), id.name)));
        self.caption(table.caption.as_deref(), footnotes);
        self.source(table.source.as_ref());
        self.out.push(");");
    }

    fn figure(&mut self, block: &Block, figure: &Figure, footnotes: &[Footnote]) {
        self.out.push("#figure-block(");
        self.image(&figure.image);
        self.out.push(", ");
        self.number(block);
        self.label(figure.id.as_ref().map(|id| format!("{}:{}", AnchorKind::Figure.prefix(), id.name)));
        self.caption(figure.caption.as_deref(), footnotes);
        self.source(figure.source.as_ref());
        self.out.push(");");
    }

    fn image(&mut self, image: &Image) {
        let path = self.publication.images.get(&image.path_span).map_or(image.path.as_str(), String::as_str);
        let path = literal::string(&format!("/{path}"));
        self.out.emit(image.path_span, &format!("path({path}), {}", literal::string(&image.alt)));
    }

    fn number(&mut self, block: &Block) {
        if let Some(number) = self.publication.numbers.get(&block.span) {
            self.out.push(&format!("number: {}, ", literal::string(number)));
        }
    }

    fn label(&mut self, label: Option<String>) {
        if let Some(label) = label {
            self.out.push(&format!("label: {}, ", literal::string(&label)));
        }
    }

    fn title(&mut self, title: Option<&String>) {
        if let Some(title) = title {
            self.out.push(&format!("title: [{}], ", literal::markup(title)));
        }
    }

    fn caption(&mut self, caption: Option<&[Inline]>, footnotes: &[Footnote]) {
        if let Some(caption) = caption {
            self.out.push("caption: ");
            self.content(caption, footnotes);
            self.out.push(", ");
        }
    }

    fn source(&mut self, source: Option<&Target>) {
        if let Some(source) = source {
            self.out.push("source: ");
            self.citation_value(source);
            self.out.push(", ");
        }
    }

    /// A record's source as content: a citation.
    pub(super) fn citation_value(&mut self, source: &Target) {
        self.within(source.span, |writer| {
            writer.out.push("[");
            writer.references(std::slice::from_ref(source), None, &[]);
            writer.out.push("]");
        });
    }

    /// A person by identifier, with name and post; anything else is a name as it stands.
    fn speaker(&mut self, by: &str) {
        let Some(person) = self.publication.people.iter().find(|person| person.id == by) else {
            self.out.push(&format!("[{}]", literal::markup(by)));
            return;
        };
        let name = literal::markup(&person.name.text);
        let printed = self.publication.anchors.get(by).is_some_and(|anchor| anchor.printed);
        let name = if printed {
            let label = literal::string(&format!("{}:{by}", AnchorKind::Person.prefix()));
            format!("#xref({label}, \"person\", body: [{name}]);")
        } else {
            name
        };
        let post = person.post.as_ref().map(|post| format!(", {}", literal::markup(&post.text)));
        self.out.push(&format!("[{name}{}]", post.unwrap_or_default()));
    }

    /// Inlines as a content value.
    fn content(&mut self, content: &[Inline], footnotes: &[Footnote]) {
        self.out.push("[");
        self.inlines(content, footnotes);
        self.out.push("]");
    }

    /// Inlines as markup.
    pub(super) fn inlines(&mut self, content: &[Inline], footnotes: &[Footnote]) {
        for inline in content {
            if !matches!(inline.kind, InlineKind::EditorsNote(_)) {
                self.within(inline.span, |writer| writer.inline(inline, footnotes));
            }
        }
    }

    fn inline(&mut self, inline: &Inline, footnotes: &[Footnote]) {
        match &inline.kind {
            InlineKind::Text(text) => self.out.push(&literal::markup(text)),
            InlineKind::SoftBreak => self.out.push(" "),
            // A break by itself leaves nothing between the words for somebody who hears or copies the text.
            InlineKind::HardBreak => self.out.push("#\" \";#linebreak();"),
            InlineKind::Emphasis(content) => self.call("emph", "", content, footnotes),
            InlineKind::Strong(content) => self.call("strong", "", content, footnotes),
            InlineKind::Code(text) => self.out.push(&format!("#raw({});", literal::string(text))),
            InlineKind::Link { url, content } => self.call("link", &literal::string(url), content, footnotes),
            InlineKind::Image(image) => {
                self.out.push("#inline-image(");
                self.image(image);
                self.out.push(");");
            }
            InlineKind::FootnoteReference(at) => self.footnote(*at, footnotes),
            InlineKind::Reference { targets, content } => self.references(targets, content.as_deref(), footnotes),
            InlineKind::Foreign { language, content } => {
                let (language, region) = language.split_once('-').unwrap_or((language, ""));
                let region = if region.is_empty() { "none".to_owned() } else { literal::string(region) };
                let arguments = format!("{}, {region}", literal::string(language));
                self.call("foreign", &arguments, content, footnotes);
            }
            InlineKind::IndexTerm { subject, content } => {
                self.call("index-term", &literal::string(subject), content, footnotes);
            }
            InlineKind::EditorsNote(_) => {}
        }
    }

    /// `#name(arguments)[content];`
    fn call(&mut self, name: &str, arguments: &str, content: &[Inline], footnotes: &[Footnote]) {
        self.out.push(&format!("#{name}"));
        if !arguments.is_empty() {
            self.out.push(&format!("({arguments})"));
        }
        self.content(content, footnotes);
        self.out.push(";");
    }

    fn footnote(&mut self, at: usize, footnotes: &[Footnote]) {
        let Some(footnote) = footnotes.get(at) else { return };
        let number = literal::string(&(at + 1).to_string());
        let label = literal::string(&self.footnote_label(at + 1));
        if self.called_footnotes.insert(at) {
            self.out.push(&format!("#note({number}, label: {label}, ["));
            self.within(footnote.span, |writer| writer.blocks(&footnote.blocks, footnotes));
            self.out.push("]);");
        } else {
            self.out.push(&format!("#note-again({number}, {label});"));
        }
    }

    /// A mark: citations as the style writes them, cross-references by kind and number.
    fn references(&mut self, targets: &[Target], content: Option<&[Inline]>, footnotes: &[Footnote]) {
        if let (Some(content), Some(target)) = (content, targets.first()) {
            self.linked(target, content, footnotes);
            return;
        }
        let Some(key) = citation_key(self.publication, targets) else {
            for (at, target) in targets.iter().enumerate() {
                self.out.push(if at == 0 { "" } else { "; " });
                self.cross_reference(target);
            }
            return;
        };
        let publication = self.publication;
        if let Some(citation) = publication.bibliography.citation(&key) {
            self.inlines(citation, &[]);
        }
        for target in targets.iter().filter(|target| !key.iter().any(|(id, _)| *id == target.id)) {
            self.out.push("; ");
            self.cross_reference(target);
        }
    }

    /// The author's own words, linked.
    fn linked(&mut self, target: &Target, content: &[Inline], footnotes: &[Footnote]) {
        let Some(anchor) = self.publication.anchors.get(&target.id).filter(|anchor| anchor.printed) else {
            self.inlines(content, footnotes);
            return;
        };
        let label = literal::string(&format!("{}:{}", anchor.kind.prefix(), target.id));
        if anchor.kind == AnchorKind::Reference {
            self.call("citation", &label, content, footnotes);
        } else {
            self.out.push(&format!("#xref({label}, {}, body: ", literal::string(anchor.kind.name())));
            self.content(content, footnotes);
            self.out.push(");");
        }
    }

    fn cross_reference(&mut self, target: &Target) {
        let publication = self.publication;
        let Some(anchor) = publication.anchors.get(&target.id) else { return };
        let label = literal::string(&format!("{}:{}", anchor.kind.prefix(), target.id));
        self.out.push(&format!("#xref({label}, {}", literal::string(anchor.kind.name())));
        if let Some(number) = &anchor.number {
            let elsewhere = anchor.city.as_ref().filter(|_| self.needs_city(&target.id));
            let number = match elsewhere {
                Some(city) => format!("{number} ({city})"),
                None => number.clone(),
            };
            self.out.push(&format!(", number: {}", literal::string(&number)));
        }
        if !anchor.title.is_empty() {
            self.out.push(", title: ");
            self.content(&anchor.title, &[]);
        }
        self.out.push(");");
    }

    /// Whether a panel's number alone would not say which panel is meant: in a text that belongs to another workshop,
    /// or to none, if more than one workshop has panels.
    fn needs_city(&self, panel: &str) -> bool {
        let workshops = &self.publication.workshops;
        if workshops.iter().filter(|workshop| !workshop.panels.is_empty()).count() < 2 {
            return false;
        }
        let home = workshops.iter().position(|workshop| workshop.panels.iter().any(|record| record.id == panel));
        home != self.workshop
    }
}
