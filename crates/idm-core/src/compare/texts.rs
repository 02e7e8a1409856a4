//! Comparing whole texts, and lists of lines.

use std::borrow::Cow;
use std::collections::HashMap;

use super::blocks::{self, Comparer};
use super::footnotes::Footnotes;
use super::tree::{ComparedBlock, ComparedFootnote, ComparedItem, ComparedText, EarlierFootnote, RevisedContent};
use crate::markdown::tree::{Block, BlockKind, Footnote, Inline, Item, Prose};
use crate::markdown::walk;
use crate::source::Span;

/// Compares a text with its earlier self. `None` stands for no text at all, which differs from an empty one in nothing.
pub fn compare_texts(earlier: Option<&Prose>, later: Option<&Prose>) -> ComparedText {
    let none = Prose::default();
    let (earlier, later) = (earlier.unwrap_or(&none), later.unwrap_or(&none));
    let (earlier, later) = (&*comparable(earlier, later), &*comparable(later, earlier));
    let footnotes = Footnotes::matched(&earlier.footnotes, &later.footnotes);
    let mut comparer = Comparer::new(&footnotes);
    let blocks = comparer.blocks(&earlier.blocks, &later.blocks);
    let mut became: Vec<Option<usize>> = vec![None; later.footnotes.len()];
    let mut earlier_footnotes = vec![];
    for (index, footnote) in earlier.footnotes.iter().enumerate() {
        let kept_as = footnotes.kept_as(index);
        if let Some(place) = kept_as {
            became[place] = Some(index);
        }
        earlier_footnotes.push(EarlierFootnote { footnote: footnote.clone(), kept_as });
    }
    let compare_footnote = |(footnote, earlier_self): (&Footnote, Option<usize>)| {
        let blocks = match earlier_self {
            Some(index) => comparer.blocks(&earlier.footnotes[index].blocks, &footnote.blocks),
            None => blocks::added(&footnote.blocks),
        };
        ComparedFootnote { footnote: footnote.clone(), blocks }
    };
    let footnotes = later.footnotes.iter().zip(became).map(compare_footnote).collect();
    let mut text = ComparedText { blocks, footnotes, earlier_footnotes };
    number_moves(&mut text);
    text
}

/// A text as it can be compared with another. A picture that could be read in one state only is not taken for another
/// picture.
fn comparable<'a>(text: &'a Prose, other: &Prose) -> Cow<'a, Prose> {
    let known = |text: &Prose| {
        let (mut some, mut all) = (false, true);
        walk::pictures(text, &mut |image| {
            some |= image.content.is_some();
            all &= image.content.is_some();
        });
        (some, all)
    };
    let ((some, all), (other_some, other_all)) = (known(text), known(other));
    if (all && other_all) || !(some || other_some) {
        return Cow::Borrowed(text);
    }
    let mut text = text.clone();
    walk::pictures_mut(&mut text, &mut |image| image.content = None);
    Cow::Owned(text)
}

/// Compares two lists of lines, such as guiding questions, as the items of a list are compared. Each line comes back as
/// an item with one paragraph.
pub(crate) fn compare_line_lists(earlier: &[&[Inline]], later: &[&[Inline]]) -> Vec<ComparedItem> {
    let items = |lines: &[&[Inline]]| lines.iter().map(|line| item(line)).collect::<Vec<_>>();
    Comparer::new(&Footnotes::none()).items(&items(earlier), &items(later))
}

fn item(line: &[Inline]) -> Item {
    let span = match line {
        [] => Span::NOWHERE,
        [first, ..] => line.iter().fold(first.span, |span, inline| span.to(inline.span)),
    };
    Item { blocks: vec![Block { kind: BlockKind::Paragraph(line.to_vec()), span }], span }
}

/// Numbers the moved blocks in the order of the later text. They were found level by level.
fn number_moves(text: &mut ComparedText) {
    let mut numbers = HashMap::new();
    let mut take = |number: &mut usize, here: bool| {
        if here {
            let next = numbers.len() + 1;
            numbers.insert(*number, next);
        }
    };
    each_move(text, &mut take);
    let mut give = |number: &mut usize, _: bool| *number = numbers.get(number).copied().unwrap_or(*number);
    each_move(text, &mut give);
}

/// Visits the number of every move; `true` where the block stands now.
fn each_move(text: &mut ComparedText, visit: &mut dyn FnMut(&mut usize, bool)) {
    moves_in(&mut text.blocks, visit);
    for footnote in &mut text.footnotes {
        moves_in(&mut footnote.blocks, visit);
    }
}

fn moves_in(blocks: &mut [ComparedBlock], visit: &mut dyn FnMut(&mut usize, bool)) {
    for block in blocks {
        match block {
            ComparedBlock::Kept(_) | ComparedBlock::Added(_) | ComparedBlock::Removed(_) => {}
            ComparedBlock::MovedAway { number, .. } => visit(number, false),
            ComparedBlock::MovedHere { number, block } => {
                visit(number, true);
                moves_in(std::slice::from_mut(block), visit);
            }
            ComparedBlock::Revised(revised) => match &mut revised.content {
                RevisedContent::Blocks(blocks) => moves_in(blocks, visit),
                RevisedContent::Items(items) => {
                    for item in items {
                        moves_in(&mut item.blocks, visit);
                    }
                }
                RevisedContent::Line(_) | RevisedContent::Table(_) => {}
            },
        }
    }
}
