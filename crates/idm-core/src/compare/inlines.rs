//! Comparing two lines of running text, word by word, with the mark-up around the words.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::cut::{Cut, Keys, Node, cut, kept};
use super::footnotes::Footnotes;
use super::normalize::{Blanks, Places, Rewrite};
use super::tree::ComparedInline;
use crate::markdown::tree::{Inline, InlineKind};

/// Compares two lines without footnotes of their own, such as titles.
pub(crate) fn compare_lines(earlier: &[Inline], later: &[Inline]) -> Vec<ComparedInline> {
    compare(earlier, later, &Footnotes::none())
}

/// Whether nothing in the line was added or removed.
pub(crate) fn line_is_unchanged(line: &[ComparedInline]) -> bool {
    line.iter().all(|inline| matches!(inline, ComparedInline::Kept(_)))
}

pub(super) fn compare(earlier: &[Inline], later: &[Inline], footnotes: &Footnotes) -> Vec<ComparedInline> {
    if footnotes.earlier_line(earlier) == footnotes.later_line(later) {
        return later.iter().cloned().map(ComparedInline::Kept).collect();
    }
    let join = Rewrite { places: Places::Keep, blanks: Blanks::Collapse, footnote: &|index| index };
    let (earlier, later) = (join.line(earlier), join.line(later));
    let mut keys = Keys::default();
    let earlier = cut(&earlier, &mut keys, &|index| footnotes.earlier(index));
    let later = cut(&later, &mut keys, &|index| index);
    let pairs = kept(&earlier, &later);
    let merge = Merge { kept: Partners::of(&earlier, &later, &pairs), earlier, later };
    merge.level(&merge.earlier.roots, &merge.later.roots)
}

/// Which pieces and which mark-up of the one line are those of the other.
struct Partners {
    pieces_of_earlier: Vec<Option<usize>>,
    pieces_of_later: Vec<Option<usize>>,
    wrappers_of_earlier: Vec<Option<usize>>,
    wrappers_of_later: Vec<Option<usize>>,
}

impl Partners {
    /// Pairs mark-up by the number of kept pieces in it, the most first and the outer before the inner, so that all mark-up
    /// became one other at most. Pieces that are then in mark-up of different origin are given up.
    fn of(earlier: &Cut, later: &Cut, pairs: &[(usize, usize)]) -> Self {
        let mut partners = Self {
            pieces_of_earlier: vec![None; earlier.pieces.len()],
            pieces_of_later: vec![None; later.pieces.len()],
            wrappers_of_earlier: vec![None; earlier.wrappers.len()],
            wrappers_of_later: vec![None; later.wrappers.len()],
        };
        let mut in_common: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for &(old, new) in pairs {
            for wrappers in earlier.around(old).zip(later.around(new)) {
                *in_common.entry(wrappers).or_default() += 1;
            }
        }
        // Outer mark-up has no fewer pieces than inner mark-up, and precedes it.
        let mut candidates: Vec<((usize, usize), usize)> = in_common.into_iter().collect();
        candidates.sort_by_key(|&(_, pieces)| Reverse(pieces));
        for ((old, new), _) in candidates {
            let around = (earlier.wrappers[old].parent, later.wrappers[new].parent);
            let free = partners.wrappers_of_earlier[old].is_none() && partners.wrappers_of_later[new].is_none();
            if free && partners.are_one(around) {
                partners.wrappers_of_earlier[old] = Some(new);
                partners.wrappers_of_later[new] = Some(old);
            }
        }
        for &(old, new) in pairs {
            if partners.are_one((earlier.pieces[old].wrapper, later.pieces[new].wrapper)) {
                partners.pieces_of_earlier[old] = Some(new);
                partners.pieces_of_later[new] = Some(old);
            }
        }
        partners
    }

    /// Whether an earlier mark-up became this later one, or both are none at all.
    fn are_one(&self, around: (Option<usize>, Option<usize>)) -> bool {
        match around {
            (None, None) => true,
            (Some(old), Some(new)) => self.wrappers_of_earlier[old] == Some(new),
            _ => false,
        }
    }

    fn of_earlier(&self, node: Node) -> Option<Node> {
        match node {
            Node::Piece(piece) => self.pieces_of_earlier[piece].map(Node::Piece),
            Node::Wrapper(wrapper) => self.wrappers_of_earlier[wrapper].map(Node::Wrapper),
        }
    }

    fn is_in_both(&self, later: Node) -> bool {
        match later {
            Node::Piece(piece) => self.pieces_of_later[piece].is_some(),
            Node::Wrapper(wrapper) => self.wrappers_of_later[wrapper].is_some(),
        }
    }
}

struct Merge<'a> {
    earlier: Cut<'a>,
    later: Cut<'a>,
    kept: Partners,
}

impl Merge<'_> {
    /// Merges what stands side by side in one mark-up of each line.
    fn level(&self, earlier: &[Node], later: &[Node]) -> Vec<ComparedInline> {
        let mut merged = vec![];
        let (mut earlier, mut later) = (earlier.iter().copied().peekable(), later.iter().copied().peekable());
        loop {
            let mut removed = vec![];
            while let Some(node) = earlier.next_if(|&node| self.kept.of_earlier(node).is_none()) {
                push(&mut removed, inline(&self.earlier, node));
            }
            merged.extend(removed.into_iter().map(ComparedInline::Removed));
            let mut added = vec![];
            while let Some(node) = later.next_if(|&node| !self.kept.is_in_both(node)) {
                push(&mut added, inline(&self.later, node));
            }
            merged.extend(added.into_iter().map(ComparedInline::Added));
            let (Some(old), Some(new)) = (earlier.next(), later.next()) else { break };
            match (old, new) {
                (Node::Wrapper(old), Node::Wrapper(new)) => merged.push(self.within(old, new)),
                _ => push_kept(&mut merged, inline(&self.later, new)),
            }
        }
        merged
    }

    fn within(&self, old: usize, new: usize) -> ComparedInline {
        let (old, new) = (&self.earlier.wrappers[old], &self.later.wrappers[new]);
        let content = self.level(&old.children, &new.children);
        if line_is_unchanged(&content) {
            ComparedInline::Kept(new.inline.clone())
        } else {
            ComparedInline::Within { earlier: old.inline.clone(), later: new.inline.clone(), content }
        }
    }
}

/// A piece or mark-up as it stands in its line.
fn inline(cut: &Cut, node: Node) -> Inline {
    match node {
        Node::Wrapper(wrapper) => cut.wrappers[wrapper].inline.clone(),
        Node::Piece(piece) => {
            let piece = &cut.pieces[piece];
            match piece.text {
                Some(text) => Inline::text(text.to_owned(), piece.inline.span),
                None => piece.inline.clone(),
            }
        }
    }
}

fn push(line: &mut Vec<Inline>, inline: Inline) {
    if let (Some(Inline { kind: InlineKind::Text(before), .. }), InlineKind::Text(text)) =
        (line.last_mut(), &inline.kind)
    {
        before.push_str(text);
    } else {
        line.push(inline);
    }
}

fn push_kept(line: &mut Vec<ComparedInline>, inline: Inline) {
    if let (Some(ComparedInline::Kept(Inline { kind: InlineKind::Text(before), .. })), InlineKind::Text(text)) =
        (line.last_mut(), &inline.kind)
    {
        before.push_str(text);
    } else {
        line.push(ComparedInline::Kept(inline));
    }
}
