//! Comparing blocks: which became which, what is new or gone, and what was moved.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::footnotes::Footnotes;
use super::gist::{Aligned, Gist, Gists, Kind};
use super::inlines;
use super::sequence::{MAX_LIKENESSES, Numbers, Step};
use super::tables;
use super::tree::{ComparedBlock, ComparedInline, ComparedItem, Mark, RevisedBlock, RevisedContent};
use crate::markdown::tree::{Block, BlockKind, Inline, Item};

/// From which share of common words on something that stands elsewhere now is the same.
const MOVED: f64 = 0.8;

/// How many words make it unlikely that two blocks agree by chance.
const ENOUGH_TO_MOVE: usize = 8;

/// The comparison of one text with its earlier self.
pub(super) struct Comparer<'a> {
    pub(super) footnotes: &'a Footnotes,
    pub(super) gists: Gists,
    /// How many moved blocks there are so far.
    moved: usize,
}

impl<'a> Comparer<'a> {
    pub(super) fn new(footnotes: &'a Footnotes) -> Self {
        Self { footnotes, gists: Gists::default(), moved: 0 }
    }

    pub(super) fn lines(&self, earlier: &[Inline], later: &[Inline]) -> Vec<ComparedInline> {
        inlines::compare(earlier, later, self.footnotes)
    }

    pub(super) fn blocks(&mut self, earlier: &[Block], later: &[Block]) -> Vec<ComparedBlock> {
        let mut numbers = Numbers::default();
        let old: Vec<u32> = earlier.iter().map(|block| numbers.of(self.footnotes.earlier_block(block))).collect();
        let new: Vec<u32> = later.iter().map(|block| numbers.of(self.footnotes.later_block(block))).collect();
        let of_block = |gists: &mut Gists, block: &Block| gists.of_block(block);
        let Aligned { steps, earlier: old_gists, later: new_gists } =
            self.gists.align((&old, &new), earlier, later, of_block);
        let moves = moves(&steps, (&old, &old_gists), (&new, &new_gists));
        let numbers: Vec<usize> = (0..moves.len()).map(|at| self.moved + at + 1).collect();
        self.moved += moves.len();
        let (mut away, mut here) = (HashMap::new(), HashMap::new());
        for (&(from, to), &number) in moves.iter().zip(&numbers) {
            away.insert(from, number);
            here.insert(to, (number, from));
        }
        let mut compared = Vec::with_capacity(steps.len());
        for step in steps {
            compared.push(match step {
                Step::Both(i, j) if old[i] == new[j] => ComparedBlock::Kept(later[j].clone()),
                Step::Both(i, j) => self.revised(&earlier[i], &later[j]),
                Step::Removed(i) => match away.get(&i) {
                    Some(&number) => ComparedBlock::MovedAway { number, block: earlier[i].clone() },
                    None => ComparedBlock::Removed(earlier[i].clone()),
                },
                Step::Added(j) => match here.get(&j) {
                    Some(&(number, i)) if old[i] == new[j] => {
                        ComparedBlock::MovedHere { number, block: Box::new(ComparedBlock::Kept(later[j].clone())) }
                    }
                    Some(&(number, i)) => {
                        ComparedBlock::MovedHere { number, block: Box::new(self.revised(&earlier[i], &later[j])) }
                    }
                    None => ComparedBlock::Added(later[j].clone()),
                },
            });
        }
        compared
    }

    /// Compares two blocks of a kind.
    fn revised(&mut self, earlier: &Block, later: &Block) -> ComparedBlock {
        let content = match (&earlier.kind, &later.kind) {
            (BlockKind::Paragraph(old), BlockKind::Paragraph(new))
            | (BlockKind::Heading { content: old, .. }, BlockKind::Heading { content: new, .. }) => {
                RevisedContent::Line(self.lines(old, new))
            }
            (BlockKind::Figure(old), BlockKind::Figure(new)) => RevisedContent::Line(
                self.lines(old.caption.as_deref().unwrap_or_default(), new.caption.as_deref().unwrap_or_default()),
            ),
            (BlockKind::List { items: old, .. }, BlockKind::List { items: new, .. }) => {
                RevisedContent::Items(self.items(old, new))
            }
            (BlockKind::Table(old), BlockKind::Table(new)) => {
                RevisedContent::Table(tables::compare(self, old, new, later.span))
            }
            _ => RevisedContent::Blocks(self.blocks(inner(earlier), inner(later))),
        };
        ComparedBlock::Revised(Box::new(RevisedBlock { earlier: earlier.clone(), later: later.clone(), content }))
    }

    pub(super) fn items(&mut self, earlier: &[Item], later: &[Item]) -> Vec<ComparedItem> {
        let mut numbers = Numbers::default();
        let footnotes = self.footnotes;
        let mut number = |item: &Item, one: &dyn Fn(&Block) -> Block| {
            numbers.of(item.blocks.iter().map(one).collect::<Vec<Block>>())
        };
        let old: Vec<u32> = earlier.iter().map(|item| number(item, &|block| footnotes.earlier_block(block))).collect();
        let new: Vec<u32> = later.iter().map(|item| number(item, &|block| footnotes.later_block(block))).collect();
        let of_item = |gists: &mut Gists, item: &Item| gists.of_blocks(&item.blocks);
        let steps = self.gists.align((&old, &new), earlier, later, of_item).steps;
        let mut compared = Vec::with_capacity(steps.len());
        for step in steps {
            let (mark, item, blocks) = match step {
                Step::Both(i, j) => (Mark::Kept, &later[j], self.blocks(&earlier[i].blocks, &later[j].blocks)),
                Step::Removed(i) => (Mark::Removed, &earlier[i], removed(&earlier[i].blocks)),
                Step::Added(j) => (Mark::Added, &later[j], added(&later[j].blocks)),
            };
            compared.push(ComparedItem { mark, item: item.clone(), blocks });
        }
        compared
    }
}

pub(super) fn added(blocks: &[Block]) -> Vec<ComparedBlock> {
    blocks.iter().cloned().map(ComparedBlock::Added).collect()
}

pub(super) fn removed(blocks: &[Block]) -> Vec<ComparedBlock> {
    blocks.iter().cloned().map(ComparedBlock::Removed).collect()
}

/// The blocks within a quotation or box.
fn inner(block: &Block) -> &[Block] {
    match &block.kind {
        BlockKind::BlockQuote(blocks)
        | BlockKind::KeyMessages { blocks, .. }
        | BlockKind::GoodPractice { blocks, .. }
        | BlockKind::Quotation { blocks, .. }
        | BlockKind::EditorsNote { blocks, .. } => blocks,
        BlockKind::Paragraph(_)
        | BlockKind::Heading { .. }
        | BlockKind::List { .. }
        | BlockKind::Code { .. }
        | BlockKind::Table(_)
        | BlockKind::ThematicBreak
        | BlockKind::Figure(_) => &[],
    }
}

/// What was moved, from where and to where, in the order of the later text: blocks that are equal, and those that are
/// nearly so and long enough for that to be no chance.
fn moves(
    steps: &[Step],
    (old, old_gists): (&[u32], &[Option<Gist>]),
    (new, new_gists): (&[u32], &[Option<Gist>]),
) -> Vec<(usize, usize)> {
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    let mut come: Vec<usize> = vec![];
    for step in steps {
        match *step {
            Step::Removed(i) => drop(gone.insert(i)),
            Step::Added(j) => come.push(j),
            Step::Both(..) => {}
        }
    }
    let by_chance = |gist: &Gist, words| !matches!(gist.kind, Kind::Table | Kind::Figure) && gist.len() < words;
    let mut moves: Vec<(usize, usize)> = vec![];
    let mut equal: HashMap<u32, VecDeque<usize>> = HashMap::new();
    for &i in &gone {
        equal.entry(old[i]).or_default().push_back(i);
    }
    come.retain(|&j| {
        let Some(gist) = &new_gists[j] else { return true };
        let enough = if gist.kind == Kind::Heading { 1 } else { ENOUGH_TO_MOVE / 2 };
        if by_chance(gist, enough) {
            return true;
        }
        let Some(i) = equal.get_mut(&new[j]).and_then(VecDeque::pop_front) else { return true };
        moves.push((i, j));
        gone.remove(&i);
        false
    });
    if gone.len().saturating_mul(come.len()) <= MAX_LIKENESSES {
        for j in come {
            let Some(here) = new_gists[j].as_ref().filter(|here| !by_chance(here, ENOUGH_TO_MOVE)) else { continue };
            let mut best: Option<(f64, usize)> = None;
            for &i in &gone {
                let Some(there) = &old_gists[i] else { continue };
                let sameness = there.sameness(here);
                if sameness >= MOVED && best.is_none_or(|(most, _)| sameness > most) {
                    best = Some((sameness, i));
                }
            }
            if let Some((_, i)) = best {
                moves.push((i, j));
                gone.remove(&i);
            }
        }
    }
    moves.sort_unstable_by_key(|&(_, j)| j);
    moves
}
