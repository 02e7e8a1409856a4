//! Prose as Typst markup: one function for each kind of block and inline.

use idm_core::markdown::tree::{
    Alignment, Block, BlockKind, Cell, Figure, Footnote, Identifier, Image, Inline, InlineKind, Item, NotePlace, Table,
    Target, Wide,
};
use idm_core::markdown::walk;
use idm_core::model::AnchorKind;
use idm_core::resolve::citation_key;

use super::literal;
use super::review::Note;
use super::table_notes::TableNote;
use super::writer::Writer;

impl Writer<'_> {
    /// Blocks, each set off by a blank line. Calls end with a semicolon, so that nothing can continue them.
    pub(super) fn blocks(&mut self, blocks: &[Block], footnotes: &[Footnote]) {
        for block in blocks {
            self.within(block.span, |writer| writer.block(block, footnotes));
            self.out.push("\n\n");
        }
    }

    pub(super) fn block(&mut self, block: &Block, footnotes: &[Footnote]) {
        match &block.kind {
            BlockKind::Paragraph(content) => self.inlines(content, footnotes),
            BlockKind::Heading { level, id, content } => {
                self.heading(*level, id.as_ref(), |writer| writer.inlines(content, footnotes));
                self.index_marks(content);
            }
            BlockKind::List { start, tight, items } => {
                self.list(*start, *tight, items, |writer, item: &Item| {
                    writer.within(item.span, |writer| writer.blocks(&item.blocks, footnotes));
                });
            }
            BlockKind::Code { text, .. } => {
                self.out.push(&format!("#raw(block: true, {});", literal::string(text.trim_end_matches('\n'))));
            }
            BlockKind::Table(table) => {
                self.table(block, table, footnotes);
                self.index_marks(table.caption.as_deref().unwrap_or_default());
            }
            BlockKind::ThematicBreak => self.out.push("#thematic-break();"),
            BlockKind::Figure(figure) => {
                let caption = figure.caption.as_deref();
                self.figure(
                    block,
                    figure,
                    caption.map(|caption| move |writer: &mut Self| writer.inlines(caption, footnotes)),
                );
                self.index_marks(caption.unwrap_or_default());
            }
            BlockKind::BlockQuote(blocks)
            | BlockKind::KeyMessages { blocks, .. }
            | BlockKind::GoodPractice { blocks, .. }
            | BlockKind::Quotation { blocks, .. } => {
                self.container(block, |writer| writer.blocks(blocks, footnotes));
            }
            BlockKind::EditorsNote { .. } => self.note_mark(block.span, Note::of_block(block)),
        }
    }

    /// A heading.
    pub(super) fn heading(&mut self, level: u8, id: Option<&Identifier>, content: impl FnOnce(&mut Self)) {
        // A chapter's level 1 is its title, which the template prints.
        let depth = if self.is_chapter { level.saturating_sub(1).max(1) } else { level };
        self.out.push(&format!("#section({depth}, "));
        self.label(id.map(|id| format!("{}:{}", AnchorKind::Section.prefix(), id.name)));
        self.unindexed(|writer| writer.bracketed(content));
        self.out.push(");");
    }

    /// A list.
    pub(super) fn list<T>(
        &mut self,
        start: Option<u64>,
        tight: bool,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        match start {
            Some(start) => self.out.push(&format!("#enum(tight: {tight}, start: {start}")),
            None => self.out.push(&format!("#list(tight: {tight}")),
        }
        for item in items {
            self.out.push(", ");
            self.bracketed(|writer| write(writer, item));
        }
        self.out.push(");");
    }

    /// A block that holds blocks: a quotation or a box. Others have none.
    pub(super) fn container(&mut self, block: &Block, blocks: impl FnOnce(&mut Self)) {
        match &block.kind {
            BlockKind::BlockQuote(_) => self.out.push("#quote(block: true)"),
            BlockKind::KeyMessages { title, .. } => {
                self.out.push("#key-messages(");
                self.mark_argument();
                self.title(title.as_ref());
                self.out.push(")");
            }
            BlockKind::GoodPractice { id, title, .. } => {
                self.out.push("#good-practice(");
                self.mark_argument();
                self.title(title.as_ref());
                self.number(block);
                self.label(id.as_ref().map(|id| format!("{}:{}", AnchorKind::Box.prefix(), id.name)));
                self.out.push(")");
            }
            BlockKind::Quotation { by, source, .. } => {
                self.out.push("#quotation(");
                self.mark_argument();
                if let Some(by) = by {
                    self.out.push("by: ");
                    self.within(by.span, |writer| writer.speaker(&by.name));
                    self.out.push(", ");
                }
                self.source(source.as_ref());
                self.out.push(")");
            }
            _ => return,
        }
        self.out.push("[\n");
        blocks(self);
        self.out.push("];");
    }

    fn table(&mut self, block: &Block, table: &Table, footnotes: &[Footnote]) {
        let cell = |writer: &mut Self, cell: &Cell| {
            writer.within(cell.span, |writer| writer.content(&cell.content, footnotes));
        };
        let caption = table.caption.as_deref();
        let notes = self.table_notes(table, footnotes);
        self.table_block(
            block,
            table,
            &table.alignments,
            (&notes, footnotes),
            |writer| writer.array(&table.header, cell),
            |writer| writer.array(&table.rows, |writer, row| writer.array(row, cell)),
            caption.map(|caption| move |writer: &mut Self| writer.inlines(caption, footnotes)),
        );
    }

    /// A table, its header and rows written as arrays of content.
    #[expect(clippy::too_many_arguments, reason = "a table has that many parts")]
    pub(super) fn table_block(
        &mut self,
        block: &Block,
        table: &Table,
        alignments: &[Alignment],
        (notes, footnotes): (&[TableNote], &[Footnote]),
        header: impl FnOnce(&mut Self),
        rows: impl FnOnce(&mut Self),
        caption: Option<impl FnOnce(&mut Self)>,
    ) {
        self.out.push(&format!("#table-block({}, ", alignments.len().max(table.header.len()).max(1)));
        self.array(alignments, |writer, alignment| {
            writer.string(match alignment {
                Alignment::Auto => "auto",
                Alignment::Left => "left",
                Alignment::Center => "center",
                Alignment::Right => "right",
            });
        });
        self.out.push(", ");
        self.in_table_header = true;
        header(self);
        self.in_table_header = false;
        self.out.push(", ");
        rows(self);
        self.out.push(", ");
        self.mark_argument();
        self.number(block);
        self.label(table.id.as_ref().map(|id| format!("{}:{}", AnchorKind::Table.prefix(), id.name)));
        self.caption(caption);
        self.table_settings(table, alignments.len());
        self.notes_below(notes, footnotes);
        self.source(table.source.as_ref());
        self.out.push(");");
    }

    /// How a table is set. A compared one may have columns of both states, whose widths nobody has said.
    fn table_settings(&mut self, table: &Table, columns: usize) {
        match table.wide {
            // The passages of a review copy stand in blocks, where no page can begin.
            Some(Wide::Turn) if self.review.is_none() => self.out.push("wide: \"turn\", "),
            Some(Wide::Turn | Wide::Shrink) => self.out.push("wide: \"shrink\", "),
            None => {}
        }
        if !table.widths.is_empty() && table.widths.len() == columns {
            self.out.push("widths: ");
            self.array(&table.widths, |writer, width| writer.out.push(&width.to_string()));
            self.out.push(", ");
        }
        if table.row_headers {
            self.out.push("row-headers: true, ");
        }
    }

    /// A figure.
    pub(super) fn figure(&mut self, block: &Block, figure: &Figure, caption: Option<impl FnOnce(&mut Self)>) {
        self.out.push(if self.is_removed() { "#removed-figure(" } else { "#figure-block(" });
        self.image(&figure.image);
        self.out.push(", ");
        self.mark_argument();
        self.number(block);
        self.label(figure.id.as_ref().map(|id| format!("{}:{}", AnchorKind::Figure.prefix(), id.name)));
        self.caption(caption);
        self.source(figure.source.as_ref());
        self.out.push(");");
    }

    /// A picture's path and what it shows. The pictures of an earlier state are not there to be shown.
    fn image(&mut self, image: &Image) {
        let alt = literal::string(&image.alt);
        if self.is_removed() {
            self.out.push(&alt);
            return;
        }
        let path = self.publication.images.get(&image.path_span).map_or(image.path.as_str(), String::as_str);
        self.pictures.insert(path.to_owned(), image.path_span);
        let path = literal::string(&format!("/{path}"));
        self.out.emit(image.path_span, &format!("path({path}), {alt}"));
    }

    /// Marks for the index's terms in a heading or caption, beside it.
    fn index_marks(&mut self, content: &[Inline]) {
        walk::line(content, walk::Notes::Skip, &mut |inline| {
            if let InlineKind::IndexTerm { subject, .. } = &inline.kind {
                self.out.push(&format!("#index-mark({});", literal::string(&format!("subject:{subject}"))));
            }
        });
    }

    fn number(&mut self, block: &Block) {
        if let Some(number) = self.publication.numbers.get(&block.span) {
            self.out.push(&format!("number: {}, ", literal::string(number)));
        }
    }

    /// What is gone has no label: what is there in its stead may have the same.
    fn label(&mut self, label: Option<String>) {
        if let Some(label) = label.filter(|_| !self.is_removed()) {
            self.out.push(&format!("label: {}, ", literal::string(&label)));
        }
    }

    fn title(&mut self, title: Option<&String>) {
        if let Some(title) = title {
            self.out.push("title: ");
            self.bracketed(|writer| writer.marked(|writer| writer.out.push(&literal::markup(title))));
            self.out.push(", ");
        }
    }

    fn caption(&mut self, caption: Option<impl FnOnce(&mut Self)>) {
        if let Some(caption) = caption {
            self.out.push("caption: ");
            self.unindexed(|writer| writer.bracketed(caption));
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
            writer.marked(|writer| writer.references(std::slice::from_ref(source)));
            writer.out.push("]");
        });
    }

    /// A person by identifier, with name and post; anything else is a name as it stands.
    fn speaker(&mut self, by: &str) {
        let Some(person) = self.publication.people.iter().find(|person| person.id == by) else {
            self.bracketed(|writer| writer.marked(|writer| writer.out.push(&literal::markup(by))));
            return;
        };
        let name = literal::markup(&person.name.text);
        let name = if self.is_linked(by) {
            let label = literal::string(&format!("{}:{by}", AnchorKind::Person.prefix()));
            format!("#xref({label}, \"person\", body: [{name}]);")
        } else {
            name
        };
        let post = person.post.as_ref().map(|post| format!(", {}", literal::markup(&post.text)));
        let shown = format!("{name}{}", post.unwrap_or_default());
        self.bracketed(|writer| writer.marked(|writer| writer.out.push(&shown)));
    }

    /// Inlines as a content value.
    fn content(&mut self, content: &[Inline], footnotes: &[Footnote]) {
        self.bracketed(|writer| writer.inlines(content, footnotes));
    }

    /// `[…]`
    pub(super) fn bracketed(&mut self, write: impl FnOnce(&mut Self)) {
        self.out.push("[");
        write(self);
        self.out.push("]");
    }

    /// Inlines as markup.
    pub(super) fn inlines(&mut self, content: &[Inline], footnotes: &[Footnote]) {
        if content.is_empty() {
            return;
        }
        self.marked(|writer| {
            for inline in content {
                writer.within(inline.span, |writer| writer.inline(inline, footnotes));
            }
        });
    }

    fn inline(&mut self, inline: &Inline, footnotes: &[Footnote]) {
        match &inline.kind {
            InlineKind::Text(text) => self.words(text, inline.span),
            InlineKind::SoftBreak => self.out.push(" "),
            // A break by itself leaves nothing between the words for somebody who hears or copies the text.
            InlineKind::HardBreak => self.out.push("#\" \";#linebreak();"),
            InlineKind::Code(text) => self.out.push(&format!("#raw({});", literal::string(text))),
            InlineKind::Image(image) => {
                self.out.push(if self.is_removed() { "#removed-image(" } else { "#inline-image(" });
                self.image(image);
                self.out.push(");");
            }
            InlineKind::FootnoteReference(at) => self.footnote(*at, footnotes),
            InlineKind::Reference { targets, content: None } => self.references(targets),
            InlineKind::EditorsNote(_) => self.note_mark(inline.span, Note::of_inline(inline)),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Link { content, .. }
            | InlineKind::Foreign { content, .. }
            | InlineKind::IndexTerm { content, .. }
            | InlineKind::Reference { content: Some(content), .. } => {
                self.wrapped(&inline.kind, |writer| writer.inlines(content, footnotes));
            }
        }
    }

    /// An inline that holds inlines. Others have none.
    pub(super) fn wrapped(&mut self, kind: &InlineKind, content: impl FnOnce(&mut Self)) {
        match kind {
            InlineKind::Emphasis(_) => self.call("emph", "", content),
            InlineKind::Strong(_) => self.call("strong", "", content),
            InlineKind::Link { url, .. } => self.call("link", &literal::string(url), content),
            InlineKind::Foreign { language, .. } => {
                let mut parts = language.split('-');
                let language = parts.next().unwrap_or_default();
                // Typst knows regions of two letters; a script or a variant changes nothing on the page.
                let is_region = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
                let region = parts.find(is_region).map_or("none".to_owned(), literal::string);
                self.call("foreign", &format!("{}, {region}", literal::string(language)), content);
            }
            InlineKind::IndexTerm { .. } if self.unindexed => content(self),
            InlineKind::IndexTerm { subject, .. } => self.call("index-term", &literal::string(subject), content),
            InlineKind::Reference { targets, .. } => match targets.first() {
                Some(target) => self.linked(target, content),
                None => content(self),
            },
            _ => {}
        }
    }

    /// `#name(arguments)[content];`
    pub(super) fn call(&mut self, name: &str, arguments: &str, content: impl FnOnce(&mut Self)) {
        self.out.push(&format!("#{name}"));
        if !arguments.is_empty() {
            self.out.push(&format!("({arguments})"));
        }
        self.bracketed(content);
        self.out.push(";");
    }

    fn footnote(&mut self, at: usize, footnotes: &[Footnote]) {
        let Some(footnote) = footnotes.get(at) else { return };
        let number = literal::string(&footnote.place.mark());
        if self.is_removed() {
            self.removed_footnote(at, &number);
            return;
        }
        if matches!(footnote.place, NotePlace::Table(_)) {
            self.table_note_mark(at, &number);
            return;
        }
        let label = literal::string(&self.footnote_label(at + 1));
        if self.called_footnotes.insert(at) {
            self.out.push(&format!("#note({number}, label: {label}, ["));
            self.within(footnote.span, |writer| writer.footnote_body(at, footnote, footnotes));
            self.out.push("]);");
        } else {
            self.out.push(&format!("#note-again({number}, {label});"));
        }
    }

    /// A mark: citations as the style writes them, cross-references by kind and number.
    fn references(&mut self, targets: &[Target]) {
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

    /// Whether what the identifier names is linked to: whatever the book shows, and in a draft anything, since that
    /// shows other things and the template drops links to what it does not.
    fn is_linked(&self, id: &str) -> bool {
        self.publication.anchors.get(id).is_some_and(|anchor| anchor.printed || self.review.is_some())
    }

    /// The author's own words, linked.
    fn linked(&mut self, target: &Target, content: impl FnOnce(&mut Self)) {
        let Some(anchor) = self.publication.anchors.get(&target.id).filter(|_| self.is_linked(&target.id)) else {
            content(self);
            return;
        };
        let label = literal::string(&format!("{}:{}", anchor.kind.prefix(), target.id));
        if anchor.kind == AnchorKind::Reference {
            if !self.is_removed() {
                self.cited.insert(target.id.clone());
            }
            self.call("citation", &label, content);
        } else {
            self.out.push(&format!("#xref({label}, {}, body: ", literal::string(anchor.kind.name())));
            self.bracketed(content);
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
        // A title may refer to others in turn, and these back to it. The number, or the kind, is enough there.
        if !anchor.title.is_empty() && !self.in_title {
            self.out.push(", title: ");
            self.in_title = true;
            self.content(&anchor.title, &[]);
            self.in_title = false;
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
