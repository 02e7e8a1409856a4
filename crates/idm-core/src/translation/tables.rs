//! Tables whose translation has other rows or columns than the source.

use std::ops::Range;

use super::ledger::{digests, pieces};
use super::pairs::{Standing, pairs};
use super::texts::values;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::read::Inputs;
use crate::rules;
use crate::source::Span;
use crate::words::counted;

/// A table as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Table {
    /// Where it stands.
    range: Range<usize>,
    /// How many rows it has, that of its heads among them.
    rows: usize,
    /// How many columns it has.
    columns: usize,
}

/// Reports each translated table that has another number of rows or columns than its source. What is of another source is left out:
/// that is said of it already.
pub(super) fn check(inputs: &Inputs, diagnostics: &mut Diagnostics) {
    for (path, translation) in &inputs.edition.prose {
        let source = inputs.files.read_text(path).unwrap_or_default();
        let translated = inputs.sources.get(*translation).text();
        for (from, to) in paired(&source, translated, inputs.edition.noted(path)) {
            let line = source[..from.range.start].matches('\n').count() + 1;
            let place = Span::new(*translation, to.range.clone());
            compare(&from, &to, &format!("`{path}`, line {line}"), place.into(), diagnostics);
        }
    }
    for text in values(inputs).into_iter().filter(|text| text.shape.is_some()) {
        let name = text.name();
        let Some((place, translated)) = &text.translation else { continue };
        if inputs.edition.noted(&name).is_some_and(|noted| *noted != [text.digest()]) {
            continue;
        }
        for (from, to) in tables(&text.text).iter().zip(tables(translated)) {
            compare(from, &to, &format!("`{name}`"), place.clone().into(), diagnostics);
        }
    }
}

fn compare(from: &Table, to: &Table, source: &str, place: Place, diagnostics: &mut Diagnostics) {
    let mut differing = vec![];
    for (word, from, to) in [("row", from.rows, to.rows), ("column", from.columns, to.columns)] {
        if from != to {
            differing.push(format!("{} here, {from} there", counted(to, word)));
        }
    }
    if differing.is_empty() {
        return;
    }
    let message = format!("this table is built otherwise than its source ({source}): {}", differing.join("; "));
    diagnostics.push(
        Diagnostic::new(&rules::TRANSLATION_TABLE, place, message)
            .hint("give it the rows and columns of the source, in the same order"),
    );
}

/// Each table of a source with its translation, as far as it can be said which that is.
fn paired(source: &str, translated: &str, noted: Option<&[String]>) -> Vec<(Table, Table)> {
    let (of_source, of_translation) = (tables(source), tables(translated));
    if of_source.is_empty() || of_translation.is_empty() {
        return vec![];
    }
    let (pieces_from, pieces_to) = (pieces(source), pieces(translated));
    let Some(pairs) = pairs(&digests(source), pieces_to.len(), noted) else {
        // Nobody can say which piece is which, but where both have as many tables, these are in the same order.
        let is_alike = of_source.len() == of_translation.len();
        return if is_alike { of_source.into_iter().zip(of_translation).collect() } else { vec![] };
    };
    let within = |all: &[Table], piece: &Range<usize>| -> Vec<Table> {
        all.iter().filter(|table| piece.contains(&table.range.start)).cloned().collect()
    };
    let same = pieces_from.iter().zip(&pairs.of_source).filter_map(|(piece, (at, standing))| {
        let is_same = matches!(standing, Standing::Current | Standing::Unknown);
        let to = pieces_to.get((*at)?).filter(|_| is_same)?;
        Some(within(&of_source, piece).into_iter().zip(within(&of_translation, to)))
    });
    same.flatten().collect()
}

/// The tables of a text, in their order: a line of heads, one of dashes with as many cells, and the rows below. What stands in a block
/// of code is none.
fn tables(text: &str) -> Vec<Table> {
    let mut at = 0;
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .map(|line| {
            at += line.len();
            (at - line.len(), line.trim())
        })
        .collect();
    let mut found = vec![];
    let mut fence: Option<&str> = None;
    let mut line = 0;
    while line < lines.len() {
        let (start, words) = lines[line];
        line += 1;
        if let Some(open) = fence {
            if words.starts_with(open) && words.trim_start_matches(&open[..1]).is_empty() {
                fence = None;
            }
            continue;
        }
        fence = ["```", "~~~"].into_iter().find(|fence| words.starts_with(fence));
        let Some((_, dashes)) = lines.get(line).filter(|(_, dashes)| is_dashes(dashes)) else { continue };
        let columns = cells(words);
        if fence.is_some() || columns != cells(dashes) || !words.contains('|') {
            continue;
        }
        let is_row = |(_, row): &&(usize, &str)| !row.is_empty() && row.contains('|');
        let rows = lines[line + 1..].iter().take_while(is_row).count();
        let (last, words) = lines[line + rows];
        found.push(Table { range: start..last + words.len(), rows: rows + 1, columns });
        line += rows + 1;
    }
    found
}

/// Whether a line is the one below the heads of a table.
fn is_dashes(line: &str) -> bool {
    let is_cell = |cell: &str| {
        let cell = cell.trim();
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    line.contains('|') && within(line).split('|').all(is_cell)
}

/// How many cells a row has: a `|` behind a `\` parts none.
fn cells(row: &str) -> usize {
    let mut is_escaped = false;
    let mut cells = 1;
    for byte in within(row).bytes() {
        if byte == b'|' && !is_escaped {
            cells += 1;
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    cells
}

/// A row without the lines at its edges.
fn within(row: &str) -> &str {
    let row = row.strip_prefix('|').unwrap_or(row);
    row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |";

    fn shapes(text: &str) -> Vec<(usize, usize)> {
        tables(text).iter().map(|table| (table.rows, table.columns)).collect()
    }

    #[test]
    fn tables_are_counted_as_they_are_typed() {
        assert_eq!(shapes(&format!("Words.\n\n{TABLE}\n\nMore | words.\n")), [(3, 2)]);
        assert_eq!(shapes("a | b \\| c\n--|--\n1 | 2\n"), [(2, 2)]);
        assert_eq!(shapes("| a \\|\n|---|\n"), [(1, 1)]);
        assert_eq!(shapes(&format!("```\n{TABLE}\n```\n\n{TABLE}\n")), [(3, 2)]);
        assert_eq!(shapes("One | two\n\n---|---\n"), []);
        let text = format!("é\n\n{TABLE}\n");
        assert_eq!(text[tables(&text)[0].range.clone()], *TABLE);
    }

    #[test]
    fn each_table_is_held_against_its_source() {
        let less = TABLE.replace("| 3 | 4 |", "");
        let differ = |from: &str, to: &str, noted: Option<&[String]>| {
            paired(from, to, noted)
                .iter()
                .filter(|(from, to)| (from.rows, from.columns) != (to.rows, to.columns))
                .count()
        };
        let (source, translated) = (format!("One.\n\n{TABLE}\n"), format!("Un.\n\n{less}\n"));
        assert_eq!(differ(&source, &translated, None), 1);
        assert_eq!(differ(&source, &translated, Some(&digests(&source))), 1);
        assert_eq!(differ(&source, &source, None), 0);
        // Nobody says which piece is which; both have one table.
        assert_eq!(differ(&source, &less, None), 1);
        // The source has changed since: that is said already.
        let then = digests(&format!("One.\n\n{less}\n"));
        assert_eq!(differ(&source, &translated, Some(&then)), 0);
    }
}
