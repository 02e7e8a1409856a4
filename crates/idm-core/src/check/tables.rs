//! Tables whose words do not fit beside each other, however small they are set.

use super::Subject;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::tree::{BlockKind, Cell, Table, Wide, plain_text};
use crate::markdown::walk;
use crate::model::{BookText, Paper};
use crate::rules;

/// The smallest size of a table's type in points, as in the template.
const SMALLEST: f64 = 7.0;

/// The room at both sides of a cell's words at that size, as in the template.
const PADDING: f64 = 9.6;

/// How much wider the words of a table's head are.
const BOLD: f64 = 1.07;

pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    let paper = subject.publication.settings.layout.paper;
    let margin = |side| super::design::measure(subject, "margins", side);
    let margins: f64 = ["inside", "outside"].into_iter().filter_map(margin).sum();
    subject.publication.texts(&mut |found, printed| {
        let BookText::Text(text) = found else { return };
        walk::blocks(&text.prose, walk::Notes::Skip, &mut |block| {
            let BlockKind::Table(table) = &block.kind else { return };
            if !printed || least(table) <= measure(paper, margins, table.wide) {
                return;
            }
            let place = table.header.first().map_or(block.span, |cell| cell.span);
            let place = table.id.as_ref().map_or(place, |id| id.span);
            let hint = match (table.wide, &table.caption) {
                (Some(Wide::Turn), _) => "make two tables of it",
                (_, Some(_)) => "turn it with `wide=\"turn\"`, or make two tables of it",
                (_, None) => "put it in a `:::table {wide=\"turn\"}`, or make two tables of it",
            };
            let message = "the words of this table do not fit beside each other in the smallest type";
            diagnostics.push(Diagnostic::new(&rules::WIDE_TABLE, place, message).hint(hint));
        });
    });
}

/// How wide the text is on the page in points: the sheet without its margins.
fn measure(paper: Paper, margins: f64, wide: Option<Wide>) -> f64 {
    let (width, height) = paper.size();
    let sheet = if wide == Some(Wide::Turn) { height } else { width };
    sheet * 72.0 / 25.4 - margins
}

/// How much room a table's longest words need in the smallest type.
fn least(table: &Table) -> f64 {
    let column = |at: usize| {
        let header = table.header.get(at).map_or(0.0, longest) * BOLD;
        let cells = table.rows.iter().filter_map(|row| row.get(at)).map(longest);
        cells.fold(header, f64::max) * SMALLEST + PADDING
    };
    (0..table.header.len()).map(column).sum()
}

/// The width of the longest word in a cell, in its type's size.
fn longest(cell: &Cell) -> f64 {
    let text = plain_text(&cell.content);
    // A line may end after a hyphen.
    let words = text.split(|c: char| c.is_whitespace() || c == '-');
    words.map(|word| word.chars().map(advance).sum()).fold(0.0, f64::max)
}

/// How wide the small letters of the tables' typeface are, in thousandths of its size.
const LETTERS: [u16; 26] = [
    561, 615, 480, 615, 564, 344, 615, 618, 258, 258, 524, 258, 935, 618, 605, 615, 615, 413, 479, 361, 618, 508, 786,
    529, 510, 470,
];

/// How wide a character is in the type's size.
fn advance(character: char) -> f64 {
    match character {
        'a'..='z' => f64::from(LETTERS[usize::from(character as u8 - b'a')]) / 1000.0,
        '.' | ',' | ':' | ';' | '\'' | '(' | ')' | '/' | '!' | '|' | 'I' | 'J' => 0.3,
        'M' | 'W' | '@' | '%' => 0.9,
        '\u{300}'..='\u{36f}' | '\u{ad}' => 0.0,
        other if other.is_uppercase() => 0.66,
        _ => 0.57,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn table(columns: usize, word: &str) -> Table {
        use crate::markdown::tree::Inline;
        let cell = || Cell { content: vec![Inline::text(word.to_owned(), Span::NOWHERE)], span: Span::NOWHERE };
        let row = || (0..columns).map(|_| cell()).collect();
        Table { header: row(), rows: vec![row()], ..Table::default() }
    }

    #[test]
    fn the_longest_words_decide() {
        let fits = |table: &Table, wide| least(table) <= measure(Paper::A4, 70.0 * 72.0 / 25.4, wide);
        assert!(fits(&table(10, "a few short words"), None));
        let words = table(8, "responsibilities");
        assert!(!fits(&words, None));
        assert!(fits(&words, Some(Wide::Turn)));
        assert!(fits(&table(8, "whole-of-society"), None));
    }
}
