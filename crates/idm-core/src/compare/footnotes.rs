//! Which earlier footnotes became which later ones.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use super::normalize::{Blanks, Places, Rewrite};
use crate::markdown::tree::{Block, Footnote, Inline};

/// The later footnotes that earlier ones became.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Footnotes {
    kept_as: Option<Vec<Option<usize>>>,
}

impl Footnotes {
    /// Where lines are compared that have no footnotes of their own: equal numbers mean equal footnotes.
    pub(super) fn none() -> Self {
        Self { kept_as: None }
    }

    /// Matches footnotes, each with one at most. What a footnote says counts for more than its name, because names are
    /// often numbers that the author gave anew: those that agree in both come first, then those that say the same, then
    /// those of the same name.
    pub(super) fn matched(earlier: &[Footnote], later: &[Footnote]) -> Self {
        // What footnotes within footnotes say is compared when these are.
        let rewrite = Rewrite { places: Places::Drop, blanks: Blanks::Collapse, footnote: &|_| 0 };
        let says = |footnote: &Footnote| rewrite.blocks(&footnote.blocks);
        let (old, new): (Vec<_>, Vec<_>) = (earlier.iter().map(says).collect(), later.iter().map(says).collect());
        let mut matching = Matching { kept_as: vec![None; earlier.len()], taken: vec![false; later.len()] };
        matching.by(|i| (&earlier[i].name, &old[i]), |j| (&later[j].name, &new[j]));
        matching.by(|i| &old[i], |j| &new[j]);
        matching.by(|i| &earlier[i].name, |j| &later[j].name);
        Self { kept_as: Some(matching.kept_as) }
    }

    pub(super) fn kept_as(&self, earlier: usize) -> Option<usize> {
        self.kept_as.as_ref()?.get(earlier).copied().flatten()
    }

    /// The number that an earlier mark is compared by: that of the later footnote, or one that no later mark has.
    pub(super) fn earlier(&self, index: usize) -> usize {
        match &self.kept_as {
            None => index,
            Some(_) => self.kept_as(index).unwrap_or(usize::MAX - index),
        }
    }

    pub(super) fn earlier_line(&self, line: &[Inline]) -> Vec<Inline> {
        Rewrite { places: Places::Drop, blanks: Blanks::Collapse, footnote: &|index| self.earlier(index) }.line(line)
    }

    pub(super) fn later_line(&self, line: &[Inline]) -> Vec<Inline> {
        Rewrite { places: Places::Drop, blanks: Blanks::Collapse, footnote: &|index| index }.line(line)
    }

    pub(super) fn earlier_block(&self, block: &Block) -> Block {
        Rewrite { places: Places::Drop, blanks: Blanks::Collapse, footnote: &|index| self.earlier(index) }.block(block)
    }

    pub(super) fn later_block(&self, block: &Block) -> Block {
        Rewrite { places: Places::Drop, blanks: Blanks::Collapse, footnote: &|index| index }.block(block)
    }
}

struct Matching {
    kept_as: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Matching {
    /// Matches what is left and has equal keys, the first with the first.
    fn by<K: Hash + Eq>(&mut self, earlier: impl Fn(usize) -> K, later: impl Fn(usize) -> K) {
        let mut places: HashMap<K, VecDeque<usize>> = HashMap::new();
        for place in (0..self.taken.len()).filter(|&place| !self.taken[place]) {
            places.entry(later(place)).or_default().push_back(place);
        }
        for index in 0..self.kept_as.len() {
            if self.kept_as[index].is_none()
                && let Some(place) = places.get_mut(&earlier(index)).and_then(VecDeque::pop_front)
            {
                self.kept_as[index] = Some(place);
                self.taken[place] = true;
            }
        }
    }
}
