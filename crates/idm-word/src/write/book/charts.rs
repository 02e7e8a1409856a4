//! The charts: what there is to find in each as its caption, and the numbers that it draws as a table. The sentence that
//! describes the drawing in a PDF describes the table.

use idm_core::edition::{Record, Value};

use super::super::body::Writer;
use super::super::records::{own_words, record_of, records, values};
use super::super::runs::Piece;
use super::super::words::text_of;
use super::number;

/// A row of plain words.
fn cells(writer: &Writer, words: &[String]) -> Vec<Vec<Vec<Piece>>> {
    words.iter().map(|text| vec![vec![writer.plain(text)]]).collect()
}

/// The number that all of these have.
fn count_of(columns: &[&Record]) -> String {
    number(columns.first().and_then(|column| column.get("count"))).to_string()
}

impl Writer<'_> {
    pub(super) fn charts(&mut self, charts: &Record) {
        let words = self.words;
        self.generated("charts", words.get("charts.title"), true);
        let [addressees, flow, frameworks, bases] =
            self.fields(charts, ["addressees", "flow", "frameworks", "bases"], &[]);
        if let Some(chart) = record_of(addressees) {
            let [finding, most, least, total] = self.fields(
                chart,
                ["finding", "leading", "trailing", "total"],
                &["label", "number", "rows", "columns", "most", "least"],
            );
            let (most, least): (Vec<&Record>, Vec<&Record>) = (records(most).collect(), records(least).collect());
            let gaps = [
                ("most", self.equals("addressee", &most)),
                ("leading", most.len().to_string()),
                ("count", count_of(&most)),
                ("total", number(total).to_string()),
                ("least", self.equals("addressee", &least)),
                ("trailing", least.len().to_string()),
                ("fewest", count_of(&least)),
            ];
            let finding = self.filled(text_of(finding), &gaps);
            self.by_theme(chart, "addressee", &finding, "charts.addressees-alt");
        }
        if let Some(chart) = record_of(frameworks) {
            self.framework_chart(chart);
        }
        if let Some(chart) = record_of(flow) {
            self.flow_chart(chart);
        }
        if let Some(chart) = record_of(bases) {
            let [finding, most, total] =
                self.fields(chart, ["finding", "leading", "total"], &["label", "number", "rows", "columns", "most"]);
            let most: Vec<&Record> = records(most).collect();
            let gaps = [
                ("count", count_of(&most)),
                ("leading", most.len().to_string()),
                ("total", number(total).to_string()),
                ("basis", self.in_a_row(&self.names_of("basis", &most))),
            ];
            let finding = self.filled(text_of(finding), &gaps);
            self.by_theme(chart, "basis", &finding, "charts.bases-alt");
        }
    }

    /// What there is to find in a chart, in the words at a key of `charts`.
    fn filled(&self, finding: &str, gaps: &[(&str, String)]) -> String {
        let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.words.fill(&format!("charts.{finding}"), &gaps)
    }

    fn names_of(&self, section: &str, columns: &[&Record]) -> Vec<&str> {
        columns.iter().map(|column| self.words.get(&format!("{section}.{}", text_of(column.get("key"))))).collect()
    }

    /// Those that have the same number: their names, or how many they are where that would be a list.
    fn equals(&self, section: &str, columns: &[&Record]) -> String {
        match columns.len() {
            0..=3 => self.in_a_row(&self.names_of(section, columns)),
            count => self.words.fill("charts.addressees-several", &[("count", &count.to_string())]),
        }
    }

    fn theme_name(&self, record: &Record) -> String {
        self.words.numbered("theme", text_of(record.get("number")))
    }

    /// Numbers by theme and something else.
    fn by_theme(&mut self, chart: &Record, section: &str, finding: &str, alt: &str) {
        let words = self.words;
        let [label, own, total, columns, rows] = self.fields(
            chart,
            ["label", "number", "total", "columns", "rows"],
            &["finding", "most", "least", "leading", "trailing"],
        );
        let columns: Vec<&Record> = records(columns).collect();
        let names: Vec<&str> =
            columns.iter().map(|column| words.get(&format!("{section}.{}", text_of(column.get("key"))))).collect();
        let (mut themes, mut told) = (vec![], vec![]);
        for row in records(rows) {
            let [title, count, numbers] =
                self.fields(row, ["title-text", "count", "cells"], &["label", "number", "title"]);
            let name = self.theme_name(row);
            let counts: Vec<u64> = values(numbers).iter().map(|count| number(Some(count))).collect();
            let known: Vec<String> = names
                .iter()
                .zip(&counts)
                .filter(|(_, count)| **count > 0)
                .map(|(name, count)| format!("{name} {count}"))
                .collect();
            let known = if known.is_empty() { "0".to_owned() } else { known.join(", ") };
            told.push(format!("{name}, {}{}{known}", text_of(title), words.colon()));
            themes.push((name, text_of(title), number(count), counts));
        }
        let alt = words.fill(alt, &[("finding", finding), ("values", &told.join(words.semicolon()))]);
        self.own_caption("figure", label, own, own_words(finding), true);
        // Themes are fewer than what their recommendations are counted by.
        let mut lines = vec![];
        for (at, (name, column)) in names.iter().zip(&columns).enumerate() {
            let mut line = vec![(*name).to_owned(), number(column.get("count")).to_string()];
            line.extend(themes.iter().map(|(.., counts)| counts.get(at).copied().unwrap_or(0).to_string()));
            lines.push(cells(self, &line));
        }
        let mut sums = vec![words.get("title.recommendations").to_owned(), number(total).to_string()];
        sums.extend(themes.iter().map(|(_, _, count, _)| count.to_string()));
        lines.push(cells(self, &sums));
        let mut heads = vec!["", words.get("charts.in-all")];
        heads.extend(themes.iter().map(|(name, ..)| name.as_str()));
        let widths: Vec<f64> = [6.0, 1.8].into_iter().chain(themes.iter().map(|_| 1.8)).collect();
        let right: Vec<usize> = (1..heads.len()).collect();
        self.rows(&widths, &heads, &right, &alt, lines);
        let legend = themes.iter().map(|(name, title, ..)| format!("{name}{}{title}", words.colon()));
        let legend = legend.collect::<Vec<_>>().join(words.semicolon());
        self.plain_paragraph("SourceLine", &legend);
    }

    /// The elements of each framework, with the number of recommendations that name them.
    fn framework_chart(&mut self, chart: &Record) {
        let words = self.words;
        let [finding, label, own, strips, elements, touched] =
            self.fields(chart, ["finding", "label", "number", "strips", "elements", "touched"], &[]);
        let untouched = number(elements).saturating_sub(number(touched)).to_string();
        let gaps = [("untouched", untouched), ("elements", number(elements).to_string())];
        let finding = self.filled(text_of(finding), &gaps);
        let (mut lines, mut told) = (vec![], vec![]);
        for strip in records(strips) {
            let names = ["short", "elements", "concerned", "concerned-touched", "cells"];
            let [short, elements, concerned, touched, own] =
                self.fields(strip, names, &["title", "touched", "recommendations"]);
            let key = match (number(concerned) < number(elements), number(touched)) {
                (true, 0) => "charts.of-concerned-none",
                (true, _) => "charts.of-concerned",
                (false, 0) => "charts.of-elements-none",
                (false, _) => "charts.of-elements",
            };
            let [part, whole, all] = [touched, concerned, elements].map(|count| number(count).to_string());
            let note = words.fill(key, &[("part", &part), ("whole", &whole), ("all", &all)]);
            let (mut named, mut missing) = (vec![], vec![]);
            for cell in records(own) {
                let [label, count] = self.fields(cell, ["label", "count"], &["title"]);
                match number(count) {
                    0 => missing.push(text_of(label).to_owned()),
                    count => named.push(format!("{}\u{a0}({count})", text_of(label))),
                }
            }
            let missing = missing.join(", ");
            let key = match number(touched) {
                0 => "charts.strip-none",
                _ if missing.is_empty() => "charts.strip-whole",
                _ => "charts.strip-value",
            };
            let gaps = [("framework", text_of(short)), ("part", &part), ("whole", &whole), ("untouched", &missing)];
            told.push(words.fill(key, &gaps));
            let line = [format!("{}{}{note}", text_of(short), words.colon()), named.join(", "), missing];
            lines.push(cells(self, &line));
        }
        let alt =
            words.fill("charts.frameworks-alt", &[("finding", &finding), ("values", &told.join(words.semicolon()))]);
        self.own_caption("figure", label, own, own_words(&finding), true);
        let heads = [words.get("kind.framework"), words.get("matrix.element"), words.get("charts.untouched-key")];
        self.rows(&[3.5, 4.0, 4.0], &heads, &[], &alt, lines);
    }

    /// The way from where recommendations were made to their themes, and on to the outcomes.
    fn flow_chart(&mut self, chart: &Record) {
        let words = self.words;
        let names = [
            "finding",
            "label",
            "number",
            "supporting",
            "total",
            "origins",
            "themes",
            "outcomes",
            "to-themes",
            "to-outcomes",
        ];
        let [finding, label, own, supporting, total, origins, themes, outcomes, to_themes, to_outcomes] =
            self.fields(chart, names, &[]);
        let origins: Vec<&Record> = records(origins).collect();
        let themes: Vec<&Record> = records(themes).collect();
        let outcomes: Vec<&Record> = records(outcomes).collect();
        let gaps = [
            ("supporting", number(supporting).to_string()),
            ("total", number(total).to_string()),
            ("origins", origins.len().to_string()),
            ("outcomes", outcomes.len().to_string()),
        ];
        let finding = self.filled(text_of(finding), &gaps);
        let ways = |list: Option<&Value>| -> Vec<(u64, u64, u64)> {
            let way = |way: &Record| (number(way.get("from")), number(way.get("to")), number(way.get("count")));
            records(list).map(way).collect()
        };
        let (to_themes, to_outcomes) = (ways(to_themes), ways(to_outcomes));
        let theme = |writer: &Self, at: u64| {
            usize::try_from(at)
                .ok()
                .and_then(|at| themes.get(at))
                .map(|theme| writer.theme_name(theme))
                .unwrap_or_default()
        };
        let (mut told, mut into) = (vec![], vec![]);
        let mut rows = [vec![], vec![]];
        for (at, origin) in origins.iter().enumerate() {
            let [name, count] = self.fields(origin, ["name", "count"], &["label", "kind", "number", "city", "title"]);
            let name = text_of(name).to_owned();
            let ways = to_themes.iter().filter(|(from, ..)| *from == at as u64);
            let ways: Vec<String> = ways.map(|(_, to, count)| format!("{} {count}", theme(self, *to))).collect();
            told.push(format!("{name}{}{}", words.colon(), ways.join(", ")));
            rows[0].push(cells(self, &[name, number(count).to_string(), ways.join(", ")]));
        }
        for (at, outcome) in outcomes.iter().enumerate() {
            let [own, count] = self.fields(outcome, ["number", "count"], &["label"]);
            let ways = to_outcomes.iter().filter(|(_, to, _)| *to == at as u64);
            let ways: Vec<String> = ways.map(|(from, _, count)| format!("{} {count}", theme(self, *from))).collect();
            into.push(format!("{}{}{}", text_of(own), words.colon(), ways.join(", ")));
            rows[1].push(cells(self, &[text_of(own).to_owned(), number(count).to_string(), ways.join(", ")]));
        }
        let into = if into.is_empty() { "0".to_owned() } else { into.join(words.semicolon()) };
        let alt = words.fill(
            "charts.flow-alt",
            &[("finding", &finding), ("origins", &told.join(words.semicolon())), ("outcomes", &into)],
        );
        self.own_caption("figure", label, own, own_words(&finding), true);
        let [from, to] = rows;
        let heads = [words.get("charts.from"), words.get("charts.in-all"), words.get("kind.theme")];
        self.rows(&[5.0, 1.5, 6.0], &heads, &[1], &alt, from);
        let mut sums = vec![];
        for own in &themes {
            let [title, count] = self.fields(own, ["title-text", "count"], &["label", "number", "title"]);
            let line = [format!("{}, {}", self.theme_name(own), text_of(title)), number(count).to_string()];
            sums.push(cells(self, &line));
        }
        self.rows(&[9.0, 1.5], &[words.get("kind.theme"), words.get("charts.in-all")], &[1], &finding, sums);
        if !outcomes.is_empty() {
            let heads = [words.get("kind.outcome"), words.get("charts.in-all"), words.get("kind.theme")];
            self.rows(&[5.0, 1.5, 6.0], &heads, &[1], &finding, to);
        }
    }

    /// The sessions of each day, with the letters of the agenda's tables.
    pub(super) fn session_chart(&mut self, chart: &Record) {
        let words = self.words;
        let [label, own, days] = self.fields(chart, ["label", "number", "days"], &[]);
        let days: Vec<&Record> = records(days).collect();
        let timed =
            |session: &&Record| ["from", "to"].iter().all(|key| matches!(session.get(key), Some(Value::Number(_))));
        let is_panel = |session: &&Record| matches!(session.get("panel"), Some(Value::Plain { .. }));
        let panels: Vec<usize> = days
            .iter()
            .map(|day| records(day.get("sessions")).filter(|session| timed(session) && is_panel(session)).count())
            .collect();
        let total: usize = panels.iter().sum();
        let counted = days.iter().zip(&panels).filter(|(day, panels)| match total {
            0 => records(day.get("sessions")).any(|session| timed(&session)),
            _ => **panels > 0,
        });
        let gaps = [("panels", total.to_string()), ("days", counted.count().to_string())];
        let finding = self.filled(if total > 0 { "sessions-finding" } else { "sessions-none" }, &gaps);
        let (mut lines, mut told) = (vec![], vec![]);
        for day in &days {
            let [workshop, date, sessions] = self.fields(day, ["workshop", "date", "sessions"], &[]);
            let city = record_of(workshop).map(|workshop| text_of(workshop.get("city"))).unwrap_or_default();
            let name = match date {
                Some(Value::Date(date)) => format!("{city}, {}", words.date(*date)),
                _ => format!("{city}{}{}", words.colon(), words.get("date-to-be-supplied")),
            };
            let (mut own, mut by_kind) = (vec![], [vec![], vec![], vec![]]);
            for session in records(sessions) {
                let names = ["key", "kind", "panel", "title-text", "start", "end"];
                let [key, kind, panel, title, start, end] = self.fields(session, names, &["label", "from", "to"]);
                let title = match (panel, title) {
                    (Some(panel), _) => words.numbered("panel", text_of(Some(panel))),
                    (None, Some(title)) => text_of(Some(title)).to_owned(),
                    (None, None) => words.get(&format!("session.{}", text_of(kind))).to_owned(),
                };
                let times = words.times(start.map(|time| text_of(Some(time))), end.map(|time| text_of(Some(time))));
                let times = times.unwrap_or_else(|| words.get("charts.untimed").to_owned());
                let line = format!("({}) {title}, {times}", text_of(key));
                let column = match text_of(kind) {
                    "panel" => 0,
                    "break" | "registration" => 2,
                    _ => 1,
                };
                by_kind[column].push(line.clone());
                own.push(line);
            }
            told.push(format!("{name}{}{}", words.colon(), own.join(words.semicolon())));
            let [panels, others, pauses] = by_kind.map(|lines| lines.join(words.semicolon()));
            lines.push(cells(self, &[name, panels, others, pauses]));
        }
        let alt = words.fill("charts.sessions-alt", &[("finding", &finding), ("values", &told.join(". "))]);
        self.own_caption("figure", label, own, own_words(&finding), true);
        let heads = ["field.dates", "kind.panel", "charts.other-sessions", "charts.pauses"].map(|key| words.get(key));
        self.rows(&[3.0, 3.0, 3.0, 3.0], &heads, &[], &alt, lines);
    }
}
