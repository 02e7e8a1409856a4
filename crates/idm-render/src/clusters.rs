//! Letters and their marks, put together again.
//!
//! Where a glyph stands higher or lower than the one before, Typst begins another piece of text, so that a letter and
//! its accent may lie in two. Each piece then says that it means the whole letter, and whoever listens to the PDF or
//! copies from it gets the letter twice. In one piece they mean it once.

use typst::ecow::EcoString;
use typst::layout::{Em, Frame, FrameItem, GroupItem, Point};
use typst::model::Document;
use typst::text::{Glyph, TextItem};
use typst_layout::PagedDocument;

/// The document with every letter in one piece: the same one if that is so already, as it nearly always is.
pub(crate) fn joined(document: PagedDocument) -> PagedDocument {
    if !document.pages().iter().any(|page| is_split(&page.frame)) {
        return document;
    }
    let pages = document.pages().iter().map(|page| {
        let mut page = page.clone();
        if is_split(&page.frame) {
            page.frame = join(&page.frame);
        }
        page
    });
    PagedDocument::new(pages.collect(), document.info().clone())
}

/// Whether a letter lies in two pieces somewhere in a frame.
fn is_split(frame: &Frame) -> bool {
    let mut before = None;
    frame.items().any(|(_, item)| {
        let previous = before.replace(item);
        match (previous, item) {
            (Some(FrameItem::Text(before)), FrameItem::Text(after)) => shared(before, after).is_some(),
            (_, FrameItem::Group(group)) => is_split(&group.frame),
            _ => false,
        }
    })
}

fn join(frame: &Frame) -> Frame {
    let mut items: Vec<(Point, FrameItem)> = vec![];
    for (point, item) in frame.items() {
        if let (Some((start, FrameItem::Text(before))), FrameItem::Text(after)) = (items.last_mut(), item)
            && let Some(whole) = merge(before, after, *start, *point)
        {
            *before = whole;
            continue;
        }
        let item = match item {
            FrameItem::Group(group) => FrameItem::Group(GroupItem { frame: join(&group.frame), ..group.clone() }),
            other => other.clone(),
        };
        items.push((*point, item));
    }
    let mut joined = frame.clone();
    joined.clear();
    joined.push_multiple(items);
    joined
}

/// The side on which two pieces share a letter.
enum Side {
    /// The first ends with it, and the second begins with it: text that runs from left to right.
    End,
    /// The first begins with it, and the second ends with it: text that runs from right to left.
    Start,
}

fn shared(before: &TextItem, after: &TextItem) -> Option<Side> {
    let (last, first) = (before.glyphs.last()?, after.glyphs.first()?);
    // One character cannot be a letter and its mark: two that stand beside each other are two, such as the dots that
    // lead to a page number.
    let letter = words(before, last).filter(|letter| letter.chars().nth(1).is_some())?;
    let alike = last.span == first.span
        && words(after, first) == Some(letter)
        && before.font == after.font
        && before.size == after.size
        && before.fill == after.fill
        && before.stroke == after.stroke
        && (before.lang, before.region) == (after.lang, after.region);
    if !alike {
        None
    } else if usize::from(last.range.end) == before.text.len() && first.range.start == 0 {
        Some(Side::End)
    } else if last.range.start == 0 && usize::from(first.range.end) == after.text.len() {
        Some(Side::Start)
    } else {
        None
    }
}

fn words<'a>(item: &'a TextItem, glyph: &Glyph) -> Option<&'a str> {
    item.text.get(usize::from(glyph.range.start)..usize::from(glyph.range.end))
}

/// Both pieces in one, if they share a letter. `start` and `point` are where they stand.
fn merge(before: &TextItem, after: &TextItem, start: Point, point: Point) -> Option<TextItem> {
    let side = shared(before, after)?;
    let (last, first) = (before.glyphs.last()?, after.glyphs.first()?);
    let (text, before_shift, after_shift) = match side {
        Side::End => (joint(&before.text, &after.text, first.range.end), 0, last.range.start),
        Side::Start => (joint(&after.text, &before.text, last.range.end), first.range.start, 0),
    };
    u16::try_from(text.len()).ok()?;
    // Heights of glyphs count upwards, those of pieces downwards.
    let rise = Em::from_abs(start.y - point.y, after.size);
    let moved = |glyph: &Glyph, shift: u16, rise: Em| Glyph {
        range: glyph.range.start + shift..glyph.range.end + shift,
        y_offset: glyph.y_offset + rise,
        ..glyph.clone()
    };
    let glyphs = before.glyphs.iter().map(|glyph| moved(glyph, before_shift, Em::zero()));
    let glyphs = glyphs.chain(after.glyphs.iter().map(|glyph| moved(glyph, after_shift, rise))).collect();
    Some(TextItem { text, glyphs, ..before.clone() })
}

/// Two texts, the second without its first bytes.
fn joint(first: &str, second: &str, skipped: u16) -> EcoString {
    let mut text = EcoString::from(first);
    text.push_str(second.get(usize::from(skipped)..).unwrap_or_default());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::compile;
    use crate::testing::Fixture;

    fn texts(frame: &Frame) -> Vec<String> {
        let mut texts = vec![];
        for (_, item) in frame.items() {
            match item {
                FrameItem::Text(item) => texts.push(item.text.to_string()),
                FrameItem::Group(group) => texts.extend(self::texts(&group.frame)),
                _ => {}
            }
        }
        texts
    }

    fn document(markup: &str) -> PagedDocument {
        compile(&Fixture::new("", markup).world()).document.unwrap()
    }

    #[test]
    fn a_letter_and_its_mark_become_one_piece() {
        let split = document("aq\u{301}b, q\u{323}\u{301}q\u{301}");
        assert!(texts(&split.pages()[0].frame).len() > 2);
        let joined = joined(split);
        assert_eq!(texts(&joined.pages()[0].frame).concat(), "aq\u{301}b, q\u{323}\u{301}q\u{301}");
        assert!(!is_split(&joined.pages()[0].frame));
    }

    #[test]
    fn whole_letters_and_repeated_ones_are_left_alone() {
        let leader = "Chapter #box(width: 1fr, repeat[.]) 5 #box(width: 1fr, repeat(gap: 2pt)[.])";
        for markup in ["Plain words, #super[1] #sub[1] aa", "#for x in (1, 2) [a#super[a]a]", leader] {
            let document = document(markup);
            assert!(texts(&document.pages()[0].frame).len() > 1, "{markup}");
            assert!(!is_split(&document.pages()[0].frame), "{markup}");
        }
    }
}
