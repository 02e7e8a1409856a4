//! Tables: one row of heads, then rows of cells with one line each.

use super::blocks::Writer;
use super::inlines::Place;
use super::settled::{Cell, Piece, Row, Settled, Text};
use crate::read::Role;

impl Writer<'_> {
    /// A table, with its caption if there is one.
    pub(super) fn table(&mut self, rows: &[Row], caption: Option<&Text>) -> Option<String> {
        let columns = rows.iter().map(width).max().unwrap_or_default();
        let caption = caption.map(|caption| self.caption(caption)).filter(|caption| !caption.is_empty());
        let mut lines: Vec<Vec<String>> = vec![];
        let mut spans = false;
        for row in rows {
            let mut line = vec![];
            let heads = if lines.is_empty() { without_weight(&row.cells) } else { None };
            for cell in heads.as_ref().unwrap_or(&row.cells) {
                spans |= cell.columns > 1 && !cell.blocks.is_empty() || cell.goes_on;
                line.push(self.cell(&cell.blocks));
                line.extend((1..cell.columns).map(|_| String::new()));
            }
            line.resize(columns, String::new());
            lines.push(line);
        }
        lines.retain(|line| line.iter().any(|cell| !cell.is_empty()));
        if lines.is_empty() {
            return caption;
        }
        if spans {
            self.leave_out("cells over several columns or rows; their words stand in the first");
        }
        if rows.iter().filter(|row| row.is_header).count() > 1 {
            self.leave_out("more than one row of heads; the first is kept as one");
        }
        let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
        let mut written = vec![row(&lines[0]), format!("|{}", "---|".repeat(columns))];
        written.extend(lines[1..].iter().map(|line| row(line)));
        let table = written.join("\n");
        Some(match caption {
            Some(caption) => format!(":::table\n{caption}\n\n{table}\n:::"),
            None => table,
        })
    }

    /// The words of a cell in one line.
    fn cell(&mut self, blocks: &[Settled]) -> String {
        let mut parts: Vec<String> = vec![];
        for block in blocks {
            match block {
                Settled::Text(text) => {
                    let written = self.running(&text.content, Place::Line).replace('\n', " ");
                    if written.is_empty() {
                        continue;
                    }
                    parts.push(match &text.role {
                        Role::Item(item) => format!("{} {written}", self.loose_mark(item)),
                        _ => written,
                    });
                }
                Settled::Table(rows) => {
                    self.leave_out("a table within a table; its words stand in the cell");
                    for row in rows {
                        for cell in &row.cells {
                            let written = self.cell(&cell.blocks);
                            parts.extend(Some(written).filter(|written| !written.is_empty()));
                        }
                    }
                }
            }
        }
        bars(&parts.join("<br>"))
    }
}

fn width(row: &Row) -> usize {
    row.cells.iter().map(|cell| cell.columns.max(1)).sum()
}

/// The cells of a row of heads, all of whose words are strong: heads are by themselves.
fn without_weight(cells: &[Cell]) -> Option<Vec<Cell>> {
    let mut cells = cells.to_vec();
    for block in cells.iter_mut().flat_map(|cell| &mut cell.blocks) {
        let Settled::Text(text) = block else { return None };
        for piece in &mut text.content {
            match piece {
                Piece::Words(words, look) if look.bold || words.trim().is_empty() => look.bold = false,
                Piece::Words(..) | Piece::Link { .. } => return None,
                _ => {}
            }
        }
    }
    Some(cells)
}

/// A bar within code would end the cell.
fn bars(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign == '|' && !out.ends_with('\\') {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}
