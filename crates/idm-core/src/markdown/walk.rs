//! Visiting every block, inline and picture of a text.

use super::tree::{Block, BlockKind, Image, Inline, InlineKind, Prose};

/// Whether editor's notes are visited, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notes {
    /// They are.
    Visit,
    /// They are left out, as in the publication.
    Skip,
}

/// Visits every block of a text, footnotes last, outer blocks before inner ones.
pub fn blocks<'a>(prose: &'a Prose, notes: Notes, visit: &mut dyn FnMut(&'a Block)) {
    let footnotes = prose.footnotes.iter().flat_map(|footnote| &footnote.blocks);
    for block in prose.blocks.iter().chain(footnotes) {
        one_block(block, notes, visit);
    }
}

/// Visits a block and what stands in it, outer blocks before inner ones.
pub fn one_block<'a>(block: &'a Block, notes: Notes, visit: &mut dyn FnMut(&'a Block)) {
    if notes == Notes::Skip && matches!(block.kind, BlockKind::EditorsNote { .. }) {
        return;
    }
    visit(block);
    match &block.kind {
        BlockKind::List { items, .. } => {
            for inner in items.iter().flat_map(|item| &item.blocks) {
                one_block(inner, notes, visit);
            }
        }
        BlockKind::BlockQuote(inner)
        | BlockKind::KeyMessages { blocks: inner, .. }
        | BlockKind::GoodPractice { blocks: inner, .. }
        | BlockKind::Quotation { blocks: inner, .. }
        | BlockKind::EditorsNote { blocks: inner, .. } => {
            for inner in inner {
                one_block(inner, notes, visit);
            }
        }
        BlockKind::Paragraph(_)
        | BlockKind::Heading { .. }
        | BlockKind::Code { .. }
        | BlockKind::Table(_)
        | BlockKind::ThematicBreak
        | BlockKind::Figure(_) => {}
    }
}

/// Visits every inline of a text, in the order of [`blocks`].
pub fn inlines<'a>(prose: &'a Prose, notes: Notes, visit: &mut dyn FnMut(&'a Inline)) {
    blocks(prose, notes, &mut |block| own_inlines(block, notes, visit));
}

/// Visits every inline of a block's own lines, those of a table's cells included, but not of the blocks within it.
pub fn own_inlines<'a>(block: &'a Block, notes: Notes, visit: &mut dyn FnMut(&'a Inline)) {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => line(content, notes, visit),
        BlockKind::Table(table) => {
            if let Some(content) = &table.caption {
                line(content, notes, visit);
            }
            for cell in table.header.iter().chain(table.rows.iter().flatten()) {
                line(&cell.content, notes, visit);
            }
        }
        BlockKind::Figure(figure) => {
            if let Some(content) = &figure.caption {
                line(content, notes, visit);
            }
        }
        _ => {}
    }
}

/// Visits every inline of a line, outer ones before inner ones.
pub fn line<'a>(content: &'a [Inline], notes: Notes, visit: &mut dyn FnMut(&'a Inline)) {
    for inline in content {
        if notes == Notes::Skip && matches!(inline.kind, InlineKind::EditorsNote(_)) {
            continue;
        }
        visit(inline);
        match &inline.kind {
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Link { content: inner, .. }
            | InlineKind::Foreign { content: inner, .. }
            | InlineKind::IndexTerm { content: inner, .. }
            | InlineKind::EditorsNote(inner)
            | InlineKind::Reference { content: Some(inner), .. } => line(inner, notes, visit),
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Image(_)
            | InlineKind::FootnoteReference(_)
            | InlineKind::Reference { content: None, .. } => {}
        }
    }
}

/// Visits every picture of a text, editors' notes included.
pub(crate) fn pictures<'a>(prose: &'a Prose, visit: &mut dyn FnMut(&'a Image)) {
    blocks(prose, Notes::Visit, &mut |block| {
        if let BlockKind::Figure(figure) = &block.kind {
            visit(&figure.image);
        }
        own_inlines(block, Notes::Visit, &mut |inline| {
            if let InlineKind::Image(image) = &inline.kind {
                visit(image);
            }
        });
    });
}

/// Visits every line of a text, editors' notes included, to change it.
pub(crate) fn lines_mut(prose: &mut Prose, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    block_lines(&mut prose.blocks, visit);
    for footnote in &mut prose.footnotes {
        block_lines(&mut footnote.blocks, visit);
    }
}

fn block_lines(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => visit(content),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| block_lines(&mut item.blocks, visit)),
            BlockKind::BlockQuote(blocks)
            | BlockKind::KeyMessages { blocks, .. }
            | BlockKind::GoodPractice { blocks, .. }
            | BlockKind::Quotation { blocks, .. }
            | BlockKind::EditorsNote { blocks, .. } => block_lines(blocks, visit),
            BlockKind::Table(table) => {
                let cells = table.header.iter_mut().chain(table.rows.iter_mut().flatten());
                table.caption.iter_mut().chain(cells.map(|cell| &mut cell.content)).for_each(&mut *visit);
            }
            BlockKind::Figure(figure) => figure.caption.iter_mut().for_each(&mut *visit),
            BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
        }
    }
}

/// Visits every picture of a text, editors' notes included, to change it.
pub(crate) fn pictures_mut(prose: &mut Prose, visit: &mut dyn FnMut(&mut Image)) {
    block_pictures(&mut prose.blocks, visit);
    for footnote in &mut prose.footnotes {
        block_pictures(&mut footnote.blocks, visit);
    }
}

fn block_pictures(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Image)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => line_pictures(content, visit),
            BlockKind::List { items, .. } => {
                for item in items {
                    block_pictures(&mut item.blocks, visit);
                }
            }
            BlockKind::BlockQuote(blocks)
            | BlockKind::KeyMessages { blocks, .. }
            | BlockKind::GoodPractice { blocks, .. }
            | BlockKind::Quotation { blocks, .. }
            | BlockKind::EditorsNote { blocks, .. } => block_pictures(blocks, visit),
            BlockKind::Table(table) => {
                let cells = table.header.iter_mut().chain(table.rows.iter_mut().flatten());
                let lines = table.caption.iter_mut().chain(cells.map(|cell| &mut cell.content));
                lines.for_each(|line| line_pictures(line, visit));
            }
            BlockKind::Figure(figure) => {
                visit(&mut figure.image);
                line_pictures(figure.caption.as_deref_mut().unwrap_or_default(), visit);
            }
            BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
        }
    }
}

fn line_pictures(line: &mut [Inline], visit: &mut dyn FnMut(&mut Image)) {
    for inline in line {
        match &mut inline.kind {
            InlineKind::Image(image) => visit(image),
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Link { content: inner, .. }
            | InlineKind::Foreign { content: inner, .. }
            | InlineKind::IndexTerm { content: inner, .. }
            | InlineKind::EditorsNote(inner)
            | InlineKind::Reference { content: Some(inner), .. } => line_pictures(inner, visit),
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::FootnoteReference(_)
            | InlineKind::Reference { content: None, .. } => {}
        }
    }
}
