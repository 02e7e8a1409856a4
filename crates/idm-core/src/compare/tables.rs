//! Comparing tables: columns first, then rows by the columns that are in both, then cells.

use super::blocks::Comparer;
use super::gist::{Gist, Gists, Left, Members, likeness};
use super::sequence::{self, Numbers, Step};
use super::tree::{ComparedCell, ComparedColumn, ComparedInline, ComparedRow, ComparedTable, Mark};
use crate::markdown::tree::{Alignment, Cell, Inline, Table, plain_text};
use crate::source::Span;

/// How alike two columns are that stand in one place in tables of equally many columns.
const SAME_PLACE: f64 = 0.5;

/// Compares two tables whose rows all have a cell for each column. `span` is the later one's.
pub(super) fn compare(comparer: &mut Comparer, earlier: &Table, later: &Table, span: Span) -> ComparedTable {
    let columns = columns(comparer, earlier, later);
    let both: Vec<(usize, usize)> = columns
        .iter()
        .filter_map(|step| match *step {
            Step::Both(i, j) => Some((i, j)),
            Step::Removed(_) | Step::Added(_) => None,
        })
        .collect();
    let rows = rows(comparer, earlier, later, &both);
    let by_cell = ByCell { comparer, columns: &columns, span };
    let header = by_cell.row(Some(&earlier.header), Some(&later.header));
    let rows = rows
        .into_iter()
        .map(|step| match step {
            Step::Both(i, j) => {
                ComparedRow { mark: Mark::Kept, cells: by_cell.row(Some(&earlier.rows[i]), Some(&later.rows[j])) }
            }
            Step::Removed(i) => ComparedRow { mark: Mark::Removed, cells: by_cell.row(Some(&earlier.rows[i]), None) },
            Step::Added(j) => ComparedRow { mark: Mark::Added, cells: by_cell.row(None, Some(&later.rows[j])) },
        })
        .collect();
    let caption =
        comparer.lines(earlier.caption.as_deref().unwrap_or_default(), later.caption.as_deref().unwrap_or_default());
    ComparedTable { caption, columns: columns.iter().map(|&step| column(earlier, later, step)).collect(), header, rows }
}

fn column(earlier: &Table, later: &Table, step: Step) -> ComparedColumn {
    let of = |table: &Table, index: usize| table.alignments.get(index).copied().unwrap_or(Alignment::Auto);
    match step {
        Step::Both(i, j) => {
            ComparedColumn { mark: Mark::Kept, alignment: of(later, j), earlier_alignment: Some(of(earlier, i)) }
        }
        Step::Removed(i) => ComparedColumn { mark: Mark::Removed, alignment: of(earlier, i), earlier_alignment: None },
        Step::Added(j) => ComparedColumn { mark: Mark::Added, alignment: of(later, j), earlier_alignment: None },
    }
}

/// Brings the columns together: by equal headers first, then by headers and contents that are alike, then by place.
fn columns(comparer: &mut Comparer, earlier: &Table, later: &Table) -> Vec<Step> {
    let mut numbers = Numbers::default();
    let footnotes = comparer.footnotes;
    let old: Vec<u32> = earlier.header.iter().map(|cell| numbers.of(footnotes.earlier_line(&cell.content))).collect();
    let new: Vec<u32> = later.header.iter().map(|cell| numbers.of(footnotes.later_line(&cell.content))).collect();
    let exact = sequence::common(&old, &new);
    let left = Left::without(&exact, old.len(), new.len());
    let mut gists = |table: &Table, members: &Members| {
        let headers = members.map(|index| comparer.gists.of_cells([&table.header[index]], None));
        let contents =
            members.map(|index| comparer.gists.of_cells(table.rows.iter().filter_map(|row| row.get(index)), None));
        (headers, contents)
    };
    let (old_headers, old_contents) = gists(earlier, &left.earlier);
    let (new_headers, new_contents) = gists(later, &left.later);
    let as_many = old.len() == new.len();
    sequence::align(old.len(), new.len(), &exact, |i, j| {
        let same_place = if as_many && i == j { SAME_PLACE } else { 0.0 };
        likeness(&old_headers, &new_headers, i, j)
            .max(has_words(&old_contents[i]) * likeness(&old_contents, &new_contents, i, j))
            .max(same_place)
    })
}

/// Columns without any words say nothing about each other.
fn has_words(gist: &Option<Gist>) -> f64 {
    if gist.as_ref().is_some_and(|gist| gist.len() > 0) { 1.0 } else { 0.0 }
}

/// Brings the rows together by what stands in the columns that are in both tables. A row is called by its first cell.
fn rows(comparer: &mut Comparer, earlier: &Table, later: &Table, both: &[(usize, usize)]) -> Vec<Step> {
    if both.is_empty() {
        let removed = (0..earlier.rows.len()).map(Step::Removed);
        return removed.chain((0..later.rows.len()).map(Step::Added)).collect();
    }
    let earlier: Vec<Vec<&Cell>> =
        earlier.rows.iter().map(|row| both.iter().map(|&(column, _)| &row[column]).collect()).collect();
    let later: Vec<Vec<&Cell>> =
        later.rows.iter().map(|row| both.iter().map(|&(_, column)| &row[column]).collect()).collect();
    let mut numbers = Numbers::default();
    let footnotes = comparer.footnotes;
    let mut number = |row: &[&Cell], line: &dyn Fn(&[Inline]) -> Vec<Inline>| {
        numbers.of(row.iter().map(|cell| line(&cell.content)).collect::<Vec<_>>())
    };
    let old: Vec<u32> = earlier.iter().map(|row| number(row, &|line| footnotes.earlier_line(line))).collect();
    let new: Vec<u32> = later.iter().map(|row| number(row, &|line| footnotes.later_line(line))).collect();
    let of_row = |gists: &mut Gists, row: &Vec<&Cell>| {
        let name = row.first().map(|first| plain_text(&first.content).trim().to_owned());
        gists.of_cells(row.iter().copied(), name)
    };
    comparer.gists.align((&old, &new), &earlier, &later, of_row).steps
}

struct ByCell<'a, 'f> {
    comparer: &'a Comparer<'f>,
    columns: &'a [Step],
    span: Span,
}

impl ByCell<'_, '_> {
    /// The cells of a row of either table or of both, one for each column of both.
    fn row(&self, earlier: Option<&[Cell]>, later: Option<&[Cell]>) -> Vec<ComparedCell> {
        let cell = |step: &Step| {
            let (old, new) = match *step {
                Step::Both(i, j) => (earlier.map(|row| &row[i]), later.map(|row| &row[j])),
                Step::Removed(i) => (earlier.map(|row| &row[i]), None),
                Step::Added(j) => (None, later.map(|row| &row[j])),
            };
            let all = |cell: &Cell, mark: fn(_) -> ComparedInline| ComparedCell {
                cell: cell.clone(),
                content: cell.content.iter().cloned().map(mark).collect(),
            };
            match (old, new) {
                (Some(old), Some(new)) => {
                    ComparedCell { cell: new.clone(), content: self.comparer.lines(&old.content, &new.content) }
                }
                (Some(old), None) => all(old, ComparedInline::Removed),
                (None, Some(new)) => all(new, ComparedInline::Added),
                (None, None) => ComparedCell { cell: Cell { content: vec![], span: self.span }, content: vec![] },
            }
        };
        self.columns.iter().map(cell).collect()
    }
}
