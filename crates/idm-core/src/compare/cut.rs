//! A line cut into words, each with the mark-up around it.

use unicode_segmentation::UnicodeSegmentation;

use super::sequence::{self, Numbers};
use crate::markdown::tree::{Inline, InlineKind, Target};

/// A line cut into pieces. The pieces borrow from a line whose neighbouring words are joined.
pub(super) struct Cut<'a> {
    /// The pieces in order, however deep in mark-up.
    pub(super) pieces: Vec<Piece<'a>>,
    /// The mark-up, outer before inner.
    pub(super) wrappers: Vec<Wrapper<'a>>,
    /// What stands outside of any mark-up.
    pub(super) roots: Vec<Node>,
}

/// What cannot be cut further.
pub(super) struct Piece<'a> {
    /// Equal for pieces that are equal and stand in equal mark-up.
    pub(super) key: u32,
    pub(super) class: Class,
    /// The words, or whatever else it is.
    pub(super) inline: &'a Inline,
    /// Of words, the part that this piece is.
    pub(super) text: Option<&'a str>,
    /// The innermost mark-up around it.
    pub(super) wrapper: Option<usize>,
}

/// What a piece is to readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Punctuation,
    /// A word, or what weighs as much: code, a picture, a footnote's mark, a citation.
    Word,
}

/// Mark-up around pieces.
pub(super) struct Wrapper<'a> {
    pub(super) inline: &'a Inline,
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<Node>,
    /// Equal for equal mark-up in equal mark-up.
    key: u32,
}

/// A piece or mark-up, by its place in [`Cut`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    Piece(usize),
    Wrapper(usize),
}

/// The numbers for pieces and mark-up, the same for both lines.
#[derive(Default)]
pub(super) struct Keys<'a> {
    pieces: Numbers<(u32, Leaf<'a>)>,
    wrappers: Numbers<(u32, Shell<'a>)>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Leaf<'a> {
    Text(&'a str),
    HardBreak,
    Code(&'a str),
    Image(&'a str, &'a str, Option<&'a str>),
    Footnote(usize),
    Reference(Vec<Named<'a>>),
    Hollow(Shell<'a>),
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Shell<'a> {
    Emphasis,
    Strong,
    Superscript,
    Subscript,
    Link(&'a str),
    Reference(Vec<Named<'a>>),
    Foreign(&'a str),
    IndexTerm(&'a str),
    EditorsNote,
}

/// What is referred to, where in it, and the words before it. Its kind may be named or not.
type Named<'a> = (Option<&'a str>, &'a str, Option<&'a str>);

fn named<'a>(targets: &'a [Target]) -> Vec<Named<'a>> {
    let named = |target: &'a Target| {
        let Target { prefix: _, id, locator, lead, span: _ } = target;
        (lead.as_deref(), id.as_str(), locator.as_deref())
    };
    targets.iter().map(named).collect()
}

/// Mark-up and what stands in it; `None` for what is no mark-up.
fn shell(kind: &InlineKind) -> Option<(Shell<'_>, &[Inline])> {
    Some(match kind {
        InlineKind::Emphasis(content) => (Shell::Emphasis, content),
        InlineKind::Strong(content) => (Shell::Strong, content),
        InlineKind::Superscript(content) => (Shell::Superscript, content),
        InlineKind::Subscript(content) => (Shell::Subscript, content),
        InlineKind::Link { url, content } => (Shell::Link(url), content),
        InlineKind::Reference { targets, content: Some(content) } => (Shell::Reference(named(targets)), content),
        InlineKind::Foreign { language, content } => (Shell::Foreign(language), content),
        InlineKind::IndexTerm { subject, content } => (Shell::IndexTerm(subject), content),
        InlineKind::EditorsNote(content) => (Shell::EditorsNote, content),
        InlineKind::Text(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Code(_)
        | InlineKind::Image(_)
        | InlineKind::FootnoteReference(_)
        | InlineKind::Reference { content: None, .. } => return None,
    })
}

/// Cuts a line. `footnote` gives a footnote's mark the number that its counterpart in the other line has, too.
pub(super) fn cut<'a>(line: &'a [Inline], keys: &mut Keys<'a>, footnote: &dyn Fn(usize) -> usize) -> Cut<'a> {
    let mut cut = Cut { pieces: vec![], wrappers: vec![], roots: vec![] };
    let roots = cut.push_line(line, None, keys, footnote);
    cut.roots = roots;
    cut
}

impl<'a> Cut<'a> {
    fn push_line(
        &mut self,
        line: &'a [Inline],
        wrapper: Option<usize>,
        keys: &mut Keys<'a>,
        footnote: &dyn Fn(usize) -> usize,
    ) -> Vec<Node> {
        // Nothing has the number 0 as its mark-up but what has none.
        let around = wrapper.map_or(0, |wrapper| self.wrappers[wrapper].key + 1);
        let mut nodes = vec![];
        for inline in line {
            if let InlineKind::Text(words) = &inline.kind {
                for word in words.split_word_bounds() {
                    let key = keys.pieces.of((around, Leaf::Text(word)));
                    nodes.push(Node::Piece(self.pieces.len()));
                    self.pieces.push(Piece { key, class: class(word), inline, text: Some(word), wrapper });
                }
                continue;
            }
            let leaf = match shell(&inline.kind) {
                Some((shell, [])) => Leaf::Hollow(shell),
                Some((shell, content)) => {
                    let key = keys.wrappers.of((around, shell));
                    let index = self.wrappers.len();
                    nodes.push(Node::Wrapper(index));
                    self.wrappers.push(Wrapper { inline, parent: wrapper, children: vec![], key });
                    self.wrappers[index].children = self.push_line(content, Some(index), keys, footnote);
                    continue;
                }
                None => match &inline.kind {
                    InlineKind::Code(code) => Leaf::Code(code),
                    InlineKind::Image(image) => Leaf::Image(&image.path, &image.alt, image.content.as_deref()),
                    InlineKind::FootnoteReference(index) => Leaf::Footnote(footnote(*index)),
                    InlineKind::Reference { targets, .. } => Leaf::Reference(named(targets)),
                    _ => Leaf::HardBreak,
                },
            };
            let key = keys.pieces.of((around, leaf));
            nodes.push(Node::Piece(self.pieces.len()));
            self.pieces.push(Piece { key, class: Class::Word, inline, text: None, wrapper });
        }
        nodes
    }

    /// The mark-up around a piece, from the inside.
    pub(super) fn around(&self, piece: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.pieces[piece].wrapper, |&wrapper| self.wrappers[wrapper].parent)
    }

    /// The pieces that are no spaces.
    fn visible(&self) -> Visible {
        let places: Vec<usize> =
            (0..self.pieces.len()).filter(|&piece| self.pieces[piece].class != Class::Space).collect();
        Visible { keys: places.iter().map(|&piece| self.pieces[piece].key).collect(), places }
    }

    fn ends_sentence(&self, piece: usize) -> bool {
        matches!(self.pieces[piece].text, Some("." | "!" | "?" | ":" | ";" | "…"))
    }
}

fn class(text: &str) -> Class {
    if text.chars().all(char::is_whitespace) {
        Class::Space
    } else if text.chars().any(char::is_alphanumeric) {
        Class::Word
    } else {
        Class::Punctuation
    }
}

struct Visible {
    places: Vec<usize>,
    keys: Vec<u32>,
}

/// The pieces that readers should see as kept, in pairs and in order.
///
/// Spaces are left out of the search, for they are everywhere and mean nothing: they are kept where they adjoin words
/// that are kept.
pub(super) fn kept(earlier: &Cut, later: &Cut) -> Vec<(usize, usize)> {
    let (old, new) = (earlier.visible(), later.visible());
    let mut pairs = if sequence::too_long(old.keys.len(), new.keys.len()) {
        common_by_sentences((earlier, &old), (later, &new))
    } else {
        sequence::common(&old.keys, &new.keys)
    };
    slide(&mut pairs, &new.keys, &|at| at == 0 || later.ends_sentence(new.places[at - 1]));
    for pair in &mut pairs {
        *pair = (pair.1, pair.0);
    }
    slide(&mut pairs, &old.keys, &|at| at == 0 || earlier.ends_sentence(old.places[at - 1]));
    let pairs: Vec<(usize, usize)> = pairs.into_iter().map(|(j, i)| (old.places[i], new.places[j])).collect();
    let pairs = without_scraps(earlier, later, pairs);
    with_spaces(earlier, later, &pairs)
}

/// What two long lines have in common: sentences first, and words only within what lies between these.
fn common_by_sentences(earlier: (&Cut, &Visible), later: (&Cut, &Visible)) -> Vec<(usize, usize)> {
    let sentences = |(cut, visible): (&Cut, &Visible)| {
        let mut ends: Vec<usize> =
            (1..=visible.places.len()).filter(|&end| cut.ends_sentence(visible.places[end - 1])).collect();
        if ends.last() != Some(&visible.places.len()) {
            ends.push(visible.places.len());
        }
        let starts = std::iter::once(0).chain(ends.clone());
        starts.zip(ends).collect::<Vec<_>>()
    };
    let (old, new) = (sentences(earlier), sentences(later));
    let (old_keys, new_keys) = (&earlier.1.keys, &later.1.keys);
    let mut numbers = Numbers::default();
    let old_numbers: Vec<u32> = old.iter().map(|&(start, end)| numbers.of(&old_keys[start..end])).collect();
    let new_numbers: Vec<u32> = new.iter().map(|&(start, end)| numbers.of(&new_keys[start..end])).collect();
    let mut pairs = vec![];
    let mut from = (0, 0);
    let end = (old_keys.len(), new_keys.len());
    let equal = sequence::common(&old_numbers, &new_numbers);
    let equal =
        equal.into_iter().map(|(i, j)| (old[i], new[j])).chain(std::iter::once(((end.0, end.0), (end.1, end.1))));
    for (old, new) in equal {
        sequence::common_unless_too_long(&old_keys[from.0..old.0], &new_keys[from.1..new.0], &mut pairs, from);
        pairs.extend((old.0..old.1).zip(new.0..new.1));
        from = (old.1, new.1);
    }
    pairs
}

/// The furthest that an insertion is moved to begin where a sentence begins.
const MAX_SLIDE: usize = 400;

/// Where something was only inserted, and the same insertion could as well stand earlier, puts it where a sentence
/// begins: inserting `A c. ` before `A b.` is not inserting `c. A ` within it. `long` is the side with the insertion, the
/// second of the pairs.
fn slide(pairs: &mut [(usize, usize)], long: &[u32], begins: &dyn Fn(usize) -> bool) {
    for next in 1..pairs.len() {
        let (before, after) = (pairs[next - 1], pairs[next]);
        let inserted = after.1 - before.1 - 1;
        if after.0 != before.0 + 1 || inserted == 0 || begins(before.1 + 1) {
            continue;
        }
        let mut steps = 0;
        let mut found = false;
        while !found && steps < MAX_SLIDE.min(next) {
            let (short, at) = pairs[next - 1 - steps];
            let adjoins = short + steps + 1 == after.0 && at + steps == before.1;
            if !adjoins || long[at] != long[at + inserted] {
                break;
            }
            steps += 1;
            found = begins(at);
        }
        if found {
            for pair in &mut pairs[next - steps..next] {
                pair.1 += inserted;
            }
        }
    }
}

/// How much of a line was kept, or changed, between two points.
#[derive(Debug, Clone, Copy, Default)]
struct Gap {
    removed: usize,
    added: usize,
    changed: bool,
}

impl Gap {
    fn and(self, other: Self) -> Self {
        Self {
            removed: self.removed + other.removed,
            added: self.added + other.added,
            changed: self.changed || other.changed,
        }
    }
}

/// Takes out pairs that would leave readers with scraps: lone punctuation between changes, and few words amid many
/// changed ones. If hardly anything is left, nothing is.
fn without_scraps(earlier: &Cut, later: &Cut, pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let words = |cut: &Cut, range: std::ops::Range<usize>| {
        cut.pieces[range].iter().filter(|piece| piece.class == Class::Word).count()
    };
    let gap = |from: (usize, usize), to: (usize, usize)| {
        let visible = |cut: &Cut, range: std::ops::Range<usize>| {
            cut.pieces[range].iter().any(|piece| piece.class != Class::Space)
        };
        Gap {
            removed: words(earlier, from.0..to.0),
            added: words(later, from.1..to.1),
            changed: visible(earlier, from.0..to.0) || visible(later, from.1..to.1),
        }
    };
    // Runs of kept pairs, each with the gap before it and the number of words in it.
    let mut runs: Vec<(Gap, std::ops::Range<usize>, usize)> = vec![];
    let mut from = (0, 0);
    for (at, &to) in pairs.iter().enumerate() {
        let before = gap(from, to);
        let weight = usize::from(earlier.pieces[to.0].class == Class::Word);
        from = (to.0 + 1, to.1 + 1);
        if let Some((_, run, words)) = runs.last_mut()
            && !before.changed
        {
            run.end = at + 1;
            *words += weight;
            continue;
        }
        let before = settle(&mut runs, before);
        runs.push((before, at..at + 1, weight));
    }
    settle(&mut runs, gap(from, (earlier.pieces.len(), later.pieces.len())));
    let kept: usize = runs.iter().map(|(_, _, words)| words).sum();
    let whole = words(earlier, 0..earlier.pieces.len()).min(words(later, 0..later.pieces.len()));
    if kept * 4 < whole {
        return vec![];
    }
    runs.into_iter().flat_map(|(_, run, _)| pairs[run].to_vec()).collect()
}

/// Folds the last runs into the changes around them, as long as they are too small to stand between these.
fn settle(runs: &mut Vec<(Gap, std::ops::Range<usize>, usize)>, mut after: Gap) -> Gap {
    while let Some(&(before, _, words)) = runs.last() {
        let between_changes = before.changed && after.changed;
        let size = |gap: Gap| gap.removed.max(gap.added);
        let replaces = |gap: Gap| gap.removed.min(gap.added) > 0;
        let amid_many = (replaces(before) || replaces(after)) && words * 2 <= size(before).min(size(after));
        if !(between_changes && (words == 0 || amid_many)) {
            break;
        }
        runs.pop();
        let folded = Gap { removed: words, added: words, changed: true };
        after = before.and(folded).and(after);
    }
    after
}

/// Adds the spaces that adjoin kept words on both sides.
fn with_spaces(earlier: &Cut, later: &Cut, pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    if pairs.is_empty() {
        return vec![];
    }
    let same_space =
        |i: usize, j: usize| earlier.pieces[i].class == Class::Space && earlier.pieces[i].key == later.pieces[j].key;
    let mut all = Vec::with_capacity(pairs.len() * 2);
    let mut from = (0, 0);
    let end = (earlier.pieces.len(), later.pieces.len());
    for &(i, j) in pairs.iter().chain([&end]) {
        while from.0 < i && from.1 < j && same_space(from.0, from.1) {
            all.push(from);
            from = (from.0 + 1, from.1 + 1);
        }
        let mut back = 0;
        while from.0 + back < i && from.1 + back < j && same_space(i - back - 1, j - back - 1) {
            back += 1;
        }
        all.extend((0..back).rev().map(|n| (i - n - 1, j - n - 1)));
        if (i, j) != end {
            all.push((i, j));
        }
        from = (i + 1, j + 1);
    }
    all
}
