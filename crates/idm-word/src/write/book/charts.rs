//! The charts: what there is to find in each as its caption, and the numbers that it draws as a table. The sentence that
//! describes the drawing in a PDF describes the table.

use idm_core::edition::{Record, Value, text_of};

use super::super::body::Writer;
use super::super::records::{own_words, record_of, records, values};
use super::super::runs::Piece;
use super::number;

/// A row of plain words.
fn cells(writer: &Writer, words: &[String]) -> Vec<Vec<Vec<Piece>>> {
    words.iter().map(|text| vec![vec![writer.plain(text)]]).collect()
}

impl Writer<'_> {
    pub(super) fn charts(&mut self, charts: &Record) {
        let words = self.words;
        self.generated("charts", words.get("charts.title"), true);
        let [addressees, flow, frameworks, bases] =
            self.fields(charts, ["addressees", "flow", "frameworks", "bases"], &[]);
        if let Some(chart) = record_of(addressees) {
            self.by_theme(chart);
        }
        if let Some(chart) = record_of(frameworks) {
            self.framework_chart(chart);
        }
        if let Some(chart) = record_of(flow) {
            self.flow_chart(chart);
        }
        if let Some(chart) = record_of(bases) {
            self.by_theme(chart);
        }
    }

    /// Numbers by theme and something else.
    fn by_theme(&mut self, chart: &Record) {
        let words = self.words;
        let names = ["label", "number", "finding", "alt", "total", "columns", "rows"];
        let [label, own, finding, alt, total, columns, rows] = self.fields(chart, names, &[]);
        let mut themes = vec![];
        for row in records(rows) {
            let [name, title, count, numbers] =
                self.fields(row, ["name", "title-text", "count", "cells"], &["label", "number", "title"]);
            let counts: Vec<u64> = values(numbers).iter().map(|count| number(Some(count))).collect();
            themes.push((text_of(name), text_of(title), number(count), counts));
        }
        self.own_caption("figure", label, own, own_words(text_of(finding)), true);
        // Themes are fewer than what their recommendations are counted by.
        let mut lines = vec![];
        for (at, column) in records(columns).enumerate() {
            let [name, count] = self.fields(column, ["name", "count"], &["key"]);
            let mut line = vec![text_of(name).to_owned(), number(count).to_string()];
            line.extend(themes.iter().map(|(.., counts)| counts.get(at).copied().unwrap_or(0).to_string()));
            lines.push(cells(self, &line));
        }
        let mut sums = vec![words.get("title.recommendations").to_owned(), number(total).to_string()];
        sums.extend(themes.iter().map(|(_, _, count, _)| count.to_string()));
        lines.push(cells(self, &sums));
        let mut heads = vec!["", words.get("charts.in-all")];
        heads.extend(themes.iter().map(|(name, ..)| *name));
        let widths: Vec<f64> = [6.0, 1.8].into_iter().chain(themes.iter().map(|_| 1.8)).collect();
        let right: Vec<usize> = (1..heads.len()).collect();
        self.rows(&widths, &heads, &right, text_of(alt), lines);
        let legend = themes.iter().map(|(name, title, ..)| format!("{name}{}{title}", words.colon()));
        let legend = legend.collect::<Vec<_>>().join(words.semicolon());
        self.plain_paragraph("SourceLine", &legend);
    }

    /// The elements of each framework, with the number of recommendations that name them.
    fn framework_chart(&mut self, chart: &Record) {
        let words = self.words;
        let [finding, alt, label, own, strips] =
            self.fields(chart, ["finding", "alt", "label", "number", "strips"], &[]);
        let mut lines = vec![];
        for strip in records(strips) {
            let silent = ["title", "touched", "recommendations", "elements", "concerned", "concerned-touched"];
            let [short, note, own] = self.fields(strip, ["short", "note", "cells"], &silent);
            let (mut named, mut missing) = (vec![], vec![]);
            for cell in records(own) {
                let [label, count] = self.fields(cell, ["label", "count"], &["title"]);
                match number(count) {
                    0 => missing.push(text_of(label).to_owned()),
                    count => named.push(format!("{}\u{a0}({count})", text_of(label))),
                }
            }
            let name = [text_of(short), words.colon(), text_of(note)].concat();
            lines.push(cells(self, &[name, named.join(", "), missing.join(", ")]));
        }
        self.own_caption("figure", label, own, own_words(text_of(finding)), true);
        let heads = [words.get("kind.framework"), words.get("matrix.element"), words.get("charts.untouched-key")];
        self.rows(&[3.5, 4.0, 4.0], &heads, &[], text_of(alt), lines);
    }

    /// The way from where recommendations were made to their themes, and on to the outcomes.
    fn flow_chart(&mut self, chart: &Record) {
        let words = self.words;
        let names = ["finding", "alt", "label", "number", "origins", "themes", "outcomes", "to-themes", "to-outcomes"];
        let [finding, alt, label, own, origins, themes, outcomes, to_themes, to_outcomes] =
            self.fields(chart, names, &[]);
        let themes: Vec<&Record> = records(themes).collect();
        let ways = |list: Option<&Value>| -> Vec<(u64, u64, u64)> {
            let way = |way: &Record| (number(way.get("from")), number(way.get("to")), number(way.get("count")));
            records(list).map(way).collect()
        };
        let (to_themes, to_outcomes) = (ways(to_themes), ways(to_outcomes));
        let theme = |at: u64| {
            let theme = usize::try_from(at).ok().and_then(|at| themes.get(at));
            theme.map(|theme| text_of(theme.get("name"))).unwrap_or_default()
        };
        let mut rows = [vec![], vec![]];
        for (at, origin) in records(origins).enumerate() {
            let [name, count] = self.fields(origin, ["name", "count"], &["label", "kind", "number", "city", "title"]);
            let ways = to_themes.iter().filter(|(from, ..)| *from == at as u64);
            let ways: Vec<String> = ways.map(|(_, to, count)| format!("{} {count}", theme(*to))).collect();
            rows[0].push(cells(self, &[text_of(name).to_owned(), number(count).to_string(), ways.join(", ")]));
        }
        for (at, outcome) in records(outcomes).enumerate() {
            let [own, count] = self.fields(outcome, ["number", "count"], &["label"]);
            let ways = to_outcomes.iter().filter(|(_, to, _)| *to == at as u64);
            let ways: Vec<String> = ways.map(|(from, _, count)| format!("{} {count}", theme(*from))).collect();
            rows[1].push(cells(self, &[text_of(own).to_owned(), number(count).to_string(), ways.join(", ")]));
        }
        self.own_caption("figure", label, own, own_words(text_of(finding)), true);
        let [from, to] = rows;
        let heads = [words.get("charts.from"), words.get("charts.in-all"), words.get("kind.theme")];
        self.rows(&[5.0, 1.5, 6.0], &heads, &[1], text_of(alt), from);
        let mut sums = vec![];
        for own in &themes {
            let [name, title, count] = self.fields(own, ["name", "title-text", "count"], &["label", "number", "title"]);
            let line = [format!("{}, {}", text_of(name), text_of(title)), number(count).to_string()];
            sums.push(cells(self, &line));
        }
        self.rows(&[9.0, 1.5], &[words.get("kind.theme"), words.get("charts.in-all")], &[1], text_of(finding), sums);
        if !to.is_empty() {
            let heads = [words.get("kind.outcome"), words.get("charts.in-all"), words.get("kind.theme")];
            self.rows(&[5.0, 1.5, 6.0], &heads, &[1], text_of(finding), to);
        }
    }

    /// The sessions of each day, with the letters of the agenda's tables.
    pub(super) fn session_chart(&mut self, chart: &Record) {
        let words = self.words;
        let [label, own, finding, alt, days] = self.fields(chart, ["label", "number", "finding", "alt", "days"], &[]);
        let mut lines = vec![];
        for day in records(days) {
            let [name, sessions] = self.fields(day, ["name", "sessions"], &["workshop", "date"]);
            let mut by_look = [vec![], vec![], vec![]];
            for session in records(sessions) {
                let [look, line] = self.fields(session, ["look", "line"], &["label", "key", "name", "from", "to"]);
                let column = match text_of(look) {
                    "panel" => 0,
                    "pause" => 2,
                    _ => 1,
                };
                by_look[column].push(text_of(line));
            }
            let [panels, others, pauses] = by_look.map(|lines| lines.join(words.semicolon()));
            lines.push(cells(self, &[text_of(name).to_owned(), panels, others, pauses]));
        }
        self.own_caption("figure", label, own, own_words(text_of(finding)), true);
        let heads = ["field.dates", "kind.panel", "charts.other-sessions", "charts.pauses"].map(|key| words.get(key));
        self.rows(&[3.0, 3.0, 3.0, 3.0], &heads, &[], text_of(alt), lines);
    }
}
