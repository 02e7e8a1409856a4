//! What is looked at to tell whether two blocks, items, rows or columns are one, reworded.

use unicode_segmentation::UnicodeSegmentation;

use super::sequence::{self, Numbers, Step};
use crate::markdown::tree::{Block, BlockKind, Cell, Inline, InlineKind, Table};
use crate::markdown::walk::{self, Notes};

/// The kind of something and its words, in no order.
#[derive(Debug, Clone)]
pub(super) struct Gist {
    pub(super) kind: Kind,
    /// What it is called by, if anything: two of one name are one, whatever they say.
    name: Option<String>,
    /// The numbers of its words, sorted.
    words: Vec<u32>,
}

/// What can only be paired with its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading,
    List,
    BlockQuote,
    Table,
    /// Pictures are told apart by their path, never by their caption.
    Figure,
    KeyMessages,
    GoodPractice,
    Quotation,
    EditorsNote,
    /// An item, a row, a column: always among its like.
    Part,
    /// Code, a line across: kept as it is, or replaced.
    Whole,
}

/// From how many words on a text that another contains is taken for that other, extended.
const ENOUGH_TO_CONTAIN: usize = 8;

/// How alike two are that have one name.
const SAME_NAME: f64 = 0.75;

impl Gist {
    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// How alike two are, from 0 to 1: the share of words that they have in common, or nearly that of the shorter one's
    /// words, so that a list that grew by many items is still the same list.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let Some(floor) = self.floor(other) else { return 0.0 };
        let (shorter, longer) = (self.len().min(other.len()), self.len().max(other.len()));
        let contained = if shorter >= ENOUGH_TO_CONTAIN { 0.6 } else { 0.0 };
        let most = share(shorter * 2, shorter + longer).max(contained);
        if most < 0.5 {
            return floor;
        }
        let common = self.in_common(other);
        floor.max(share(common * 2, shorter + longer)).max(contained * share(common, shorter))
    }

    /// The share of words that two have in common, from 0 to 1.
    pub(super) fn sameness(&self, other: &Self) -> f64 {
        match self.floor(other) {
            Some(_) => share(self.in_common(other) * 2, self.len() + other.len()),
            None => 0.0,
        }
    }

    /// The least likeness, by name; `None` for what can never be one.
    fn floor(&self, other: &Self) -> Option<f64> {
        let same_name = self.name.is_some() && self.name == other.name;
        let never = self.kind != other.kind || self.kind == Kind::Whole || (self.kind == Kind::Figure && !same_name);
        (!never).then_some(if same_name { SAME_NAME } else { 0.0 })
    }

    fn in_common(&self, other: &Self) -> usize {
        let (mut a, mut b, mut common) = (0, 0, 0);
        while let (Some(one), Some(two)) = (self.words.get(a), other.words.get(b)) {
            common += usize::from(one == two);
            (a, b) = (a + usize::from(one <= two), b + usize::from(two <= one));
        }
        common
    }
}

/// Two that have no words at all are alike.
fn share(part: usize, whole: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a text has far fewer words than a double has whole numbers")]
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The members of two sequences that have no equal counterpart.
pub(super) struct Left {
    pub(super) earlier: Members,
    pub(super) later: Members,
}

#[derive(Debug)]
pub(super) struct Members(Vec<bool>);

impl Left {
    pub(super) fn without(exact: &[(usize, usize)], earlier: usize, later: usize) -> Self {
        let (mut old, mut new) = (vec![true; earlier], vec![true; later]);
        for &(i, j) in exact {
            (old[i], new[j]) = (false, false);
        }
        Self { earlier: Members(old), later: Members(new) }
    }
}

impl Members {
    pub(super) fn map(&self, mut gist: impl FnMut(usize) -> Gist) -> Vec<Option<Gist>> {
        self.0.iter().enumerate().map(|(index, &left)| left.then(|| gist(index))).collect()
    }
}

pub(super) fn likeness(earlier: &[Option<Gist>], later: &[Option<Gist>], i: usize, j: usize) -> f64 {
    match (&earlier[i], &later[j]) {
        (Some(earlier), Some(later)) => earlier.likeness(later),
        _ => 0.0,
    }
}

/// Two sequences brought together, with the gists of those members that have no equal counterpart.
pub(super) struct Aligned {
    pub(super) steps: Vec<Step>,
    pub(super) earlier: Vec<Option<Gist>>,
    pub(super) later: Vec<Option<Gist>>,
}

/// Takes down gists, with one number for each word.
#[derive(Default)]
pub(super) struct Gists {
    words: Numbers<String>,
}

impl Gists {
    /// Brings two sequences together: those with equal `numbers` first, then those that are alike.
    pub(super) fn align<T>(
        &mut self,
        (old, new): (&[u32], &[u32]),
        earlier: &[T],
        later: &[T],
        gist: impl Fn(&mut Self, &T) -> Gist,
    ) -> Aligned {
        let exact = sequence::common(old, new);
        let left = Left::without(&exact, earlier.len(), later.len());
        let earlier = left.earlier.map(|index| gist(self, &earlier[index]));
        let later = left.later.map(|index| gist(self, &later[index]));
        let alike = |i: usize, j: usize| likeness(&earlier, &later, i, j);
        let steps = sequence::align(earlier.len(), later.len(), &exact, alike);
        Aligned { steps, earlier, later }
    }

    pub(super) fn of_block(&mut self, block: &Block) -> Gist {
        let (kind, name) = match &block.kind {
            BlockKind::Paragraph(_) => (Kind::Paragraph, None),
            BlockKind::Heading { id, .. } => (Kind::Heading, id.as_ref().map(|id| id.name.as_str())),
            BlockKind::List { .. } => (Kind::List, None),
            BlockKind::BlockQuote(_) => (Kind::BlockQuote, None),
            BlockKind::Table(table) if is_even(table) => (Kind::Table, table.id.as_ref().map(|id| id.name.as_str())),
            BlockKind::Figure(figure) => (Kind::Figure, Some(figure.image.path.as_str())),
            BlockKind::KeyMessages { .. } => (Kind::KeyMessages, None),
            BlockKind::GoodPractice { id, .. } => (Kind::GoodPractice, id.as_ref().map(|id| id.name.as_str())),
            BlockKind::Quotation { .. } => (Kind::Quotation, None),
            BlockKind::EditorsNote { .. } => (Kind::EditorsNote, None),
            BlockKind::Code { .. } | BlockKind::ThematicBreak | BlockKind::Table(_) => (Kind::Whole, None),
        };
        let mut words = vec![];
        self.push_block(block, &mut words);
        words.sort_unstable();
        Gist { kind, name: name.map(str::to_owned), words }
    }

    pub(super) fn of_blocks(&mut self, blocks: &[Block]) -> Gist {
        let mut words = vec![];
        for block in blocks {
            self.push_block(block, &mut words);
        }
        words.sort_unstable();
        Gist { kind: Kind::Part, name: None, words }
    }

    /// The gist of a row or column. `name` is what it is called by, if that is not empty.
    pub(super) fn of_cells<'a>(&mut self, cells: impl IntoIterator<Item = &'a Cell>, name: Option<String>) -> Gist {
        let mut words = vec![];
        for cell in cells {
            self.push_line(&cell.content, &mut words);
        }
        words.sort_unstable();
        Gist { kind: Kind::Part, name: name.filter(|name| !name.is_empty()), words }
    }

    fn push_block(&mut self, block: &Block, numbers: &mut Vec<u32>) {
        walk::one_block(block, Notes::Visit, &mut |block| {
            match &block.kind {
                BlockKind::Code { text, .. } => self.push_words(text, numbers),
                BlockKind::Figure(figure) => numbers.push(self.words.of_text(&figure.image.path)),
                _ => {}
            }
            for line in own_lines(block) {
                self.push_line(line, numbers);
            }
        });
    }

    fn push_line(&mut self, line: &[Inline], numbers: &mut Vec<u32>) {
        walk::line(line, Notes::Visit, &mut |inline| match &inline.kind {
            InlineKind::Text(words) | InlineKind::Code(words) => self.push_words(words, numbers),
            InlineKind::Image(image) => numbers.push(self.words.of_text(&image.path)),
            InlineKind::Reference { targets, content: None } => {
                numbers.extend(targets.iter().map(|target| self.words.of_text(&target.id)));
            }
            _ => {}
        });
    }

    fn push_words(&mut self, words: &str, numbers: &mut Vec<u32>) {
        numbers.extend(words.unicode_words().map(|word| self.words.of_text(word)));
    }
}

/// The lines of a block itself, without those of blocks within it.
pub(super) fn own_lines(block: &Block) -> Vec<&[Inline]> {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => vec![content],
        BlockKind::Table(table) => {
            let cells = table.header.iter().chain(table.rows.iter().flatten());
            table.caption.as_deref().into_iter().chain(cells.map(|cell| cell.content.as_slice())).collect()
        }
        BlockKind::Figure(figure) => figure.caption.as_deref().into_iter().collect(),
        BlockKind::List { .. }
        | BlockKind::BlockQuote(_)
        | BlockKind::Code { .. }
        | BlockKind::ThematicBreak
        | BlockKind::KeyMessages { .. }
        | BlockKind::GoodPractice { .. }
        | BlockKind::Quotation { .. }
        | BlockKind::EditorsNote { .. } => vec![],
    }
}

/// Whether every row has as many cells as there are columns. What is not so cannot be compared by cell.
fn is_even(table: &Table) -> bool {
    let columns = table.header.len();
    table.alignments.len() == columns && table.rows.iter().all(|row| row.len() == columns)
}
