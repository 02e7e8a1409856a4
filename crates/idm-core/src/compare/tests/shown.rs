//! Comparisons as text: `{-removed-}`, `{+added+}`, `<…>` around mark-up with changes within.

use crate::compare::{ComparedBlock, ComparedInline, ComparedItem, ComparedTable, ComparedText, Mark, RevisedContent};
use crate::compare::{accept, compare_texts, normalize, reject};
use crate::markdown::testing;
use crate::markdown::tree::{Block, BlockKind, Inline, InlineKind, Prose};

pub(super) fn prose(text: &str) -> Prose {
    testing::read_as(crate::markdown::Shape::Chapter, text).prose
}

/// Compares two texts in Markdown. Whatever the outcome, both must come back from it.
#[track_caller]
pub(super) fn compare(earlier: &str, later: &str) -> ComparedText {
    let (earlier, later) = (prose(earlier), prose(later));
    let compared = compare_texts(Some(&earlier), Some(&later));
    assert_eq!(normalize(&accept(&compared)), normalize(&later), "{compared:#?}");
    assert_eq!(normalize(&reject(&compared)), normalize(&earlier), "{compared:#?}");
    compared
}

/// Two texts in Markdown compared, one line for each block.
#[track_caller]
pub(super) fn shown(earlier: &str, later: &str) -> Vec<String> {
    compare(earlier, later).blocks.iter().map(block).collect()
}

pub(super) fn block(compared: &ComparedBlock) -> String {
    match compared {
        ComparedBlock::Kept(block) => format!("= {}", plain(block)),
        ComparedBlock::Added(block) => format!("+ {}", plain(block)),
        ComparedBlock::Removed(block) => format!("- {}", plain(block)),
        ComparedBlock::MovedHere { number, block: inner } => format!("here {number} {}", block(inner)),
        ComparedBlock::MovedAway { number, block } => format!("away {number} {}", plain(block)),
        ComparedBlock::Revised(revised) => format!("~ {}", content(&revised.content)),
    }
}

fn content(content: &RevisedContent) -> String {
    match content {
        RevisedContent::Line(inlines) => line(inlines),
        RevisedContent::Items(all) => items(all).join(" "),
        RevisedContent::Blocks(blocks) => blocks.iter().map(block).collect::<Vec<_>>().join(" / "),
        RevisedContent::Table(compared) => table(compared).join(" / "),
    }
}

fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Kept => "",
        Mark::Added => "+",
        Mark::Removed => "-",
    }
}

pub(super) fn items(items: &[ComparedItem]) -> Vec<String> {
    let blocks = |item: &ComparedItem| item.blocks.iter().map(block).collect::<Vec<_>>().join(" / ");
    items.iter().map(|item| format!("{}[{}]", sign(item.mark), blocks(item))).collect()
}

pub(super) fn table(table: &ComparedTable) -> Vec<String> {
    let row = |mark: Mark, cells: &[crate::compare::ComparedCell]| {
        let cells: Vec<String> = cells.iter().map(|cell| line(&cell.content)).collect();
        format!("{}|{}|", sign(mark), cells.join("|"))
    };
    let columns: Vec<&str> = table.columns.iter().map(|column| sign(column.mark)).collect();
    let mut rows = vec![columns.join(","), row(Mark::Kept, &table.header)];
    rows.extend(table.rows.iter().map(|compared| row(compared.mark, &compared.cells)));
    rows
}

pub(super) fn line(line: &[ComparedInline]) -> String {
    let one = |compared: &ComparedInline| match compared {
        ComparedInline::Kept(inline) => plain_inline(inline),
        ComparedInline::Added(inline) => format!("{{+{}+}}", plain_inline(inline)),
        ComparedInline::Removed(inline) => format!("{{-{}-}}", plain_inline(inline)),
        ComparedInline::Within { content, .. } => format!("<{}>", self::line(content)),
    };
    line.iter().map(one).collect()
}

fn plain(block: &Block) -> String {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => plain_line(content),
        BlockKind::List { items, .. } => {
            let item = |item: &crate::markdown::tree::Item| plain_blocks(&item.blocks);
            format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join("; "))
        }
        BlockKind::BlockQuote(blocks)
        | BlockKind::KeyMessages { blocks, .. }
        | BlockKind::GoodPractice { blocks, .. }
        | BlockKind::Quotation { blocks, .. }
        | BlockKind::EditorsNote { blocks, .. } => format!("({})", plain_blocks(blocks)),
        BlockKind::Code { text, .. } => text.trim_end().to_owned(),
        BlockKind::Table(_) => "table".to_owned(),
        BlockKind::ThematicBreak => "---".to_owned(),
        BlockKind::Figure(figure) => figure.image.path.clone(),
    }
}

fn plain_blocks(blocks: &[Block]) -> String {
    blocks.iter().map(plain).collect::<Vec<_>>().join(" / ")
}

fn plain_line(line: &[Inline]) -> String {
    line.iter().map(plain_inline).collect()
}

fn plain_inline(inline: &Inline) -> String {
    match &inline.kind {
        InlineKind::Text(text) => text.as_str().to_owned(),
        InlineKind::SoftBreak => " ".to_owned(),
        InlineKind::HardBreak => "↵".to_owned(),
        InlineKind::Emphasis(content) => format!("*{}*", plain_line(content)),
        InlineKind::Strong(content) => format!("**{}**", plain_line(content)),
        InlineKind::Superscript(content) => format!("^{}^", plain_line(content)),
        InlineKind::Subscript(content) => format!("~{}~", plain_line(content)),
        InlineKind::Code(code) => format!("`{}`", code.as_str()),
        InlineKind::Link { url, content } => format!("[{}]({url})", plain_line(content)),
        InlineKind::Image(image) => format!("![{}]", image.path),
        InlineKind::FootnoteReference(index) => format!("[^{index}]"),
        InlineKind::Reference { targets, content } => {
            let targets: Vec<&str> = targets.iter().map(|target| target.id.as_str()).collect();
            let content = content.as_ref().map(|content| plain_line(content)).unwrap_or_default();
            format!("[{content}@{}]", targets.join(";"))
        }
        InlineKind::Foreign { language, content } => format!("[{}]({language})", plain_line(content)),
        InlineKind::IndexTerm { content, .. } => format!("[{}](index)", plain_line(content)),
        InlineKind::EditorsNote(content) => format!("%%{}%%", plain_line(content)),
    }
}
