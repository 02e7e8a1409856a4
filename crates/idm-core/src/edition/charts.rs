//! The charts: what each shows, and what there is to find in it. The names are listed in `docs/templates.md`.
//!
//! `finding` is the sentence that says what there is to find, and `alt` the one that tells the drawing to who does not see it.
//! Nothing, all and equals have words of their own: “0 of 3” and one of two that lead are true and read as mistakes.

use std::collections::BTreeMap;

use super::builder::Builder;
use super::event::brief_workshop;
use super::exhibits::{counted, element_record};
use super::records::{numbered, word};
use super::references::label;
use super::value::{Record, Value, text_of};
use crate::apparatus::matrix;
use crate::model::{AnchorKind, Exhibit, Recommendation, Session, SessionKind, Theme, Time};
use crate::quotes;
use crate::schema::{Basis, SectionKind};

impl Builder<'_> {
    /// The charts.
    pub(super) fn charts(&mut self) -> Record {
        let shown = self.publication.exhibits(SectionKind::Charts);
        let mut record = Record::default();
        record.push("addressees", self.exhibit(&shown, Exhibit::AddresseeChart, Self::addressee_chart));
        record.push("flow", self.exhibit(&shown, Exhibit::FlowChart, Self::flow_chart));
        record.push("frameworks", self.exhibit(&shown, Exhibit::FrameworkChart, Self::framework_chart));
        record.push("bases", self.exhibit(&shown, Exhibit::BasisChart, Self::basis_chart));
        record
    }

    /// The chart of sessions, if times are known.
    pub(super) fn session_chart(&mut self) -> Value {
        let shown = self.publication.exhibits(SectionKind::Agenda);
        self.exhibit(&shown, Exhibit::SessionChart, Self::timetable)
    }

    /// Recommendations by theme and addressee.
    fn addressee_chart(&mut self, record: &mut Record) {
        let publication = self.publication;
        let mut addressees = matrix::addressees(publication);
        // Most first; equal ones stay in the order of the publication.
        addressees.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let columns: Vec<_> = addressees
            .iter()
            .map(|&(addressee, count)| self.column("addressee", publication[addressee].id.clone(), count))
            .collect();
        let count_of = |end: Option<&Column>| end.map_or(0, |column| column.count);
        let (greatest, fewest) = (count_of(columns.first()), count_of(columns.last()));
        let (leading, trailing) = (those_of(&columns, greatest), those_of(&columns, fewest));
        let finding = match columns.len() {
            1 => "addressees-one",
            _ if fewest == greatest => "addressees-alike",
            _ => "addressees-finding",
        };
        let finding = self.chart_words(
            finding,
            &[
                ("most", self.equals(&leading)),
                ("leading", leading.len().to_string()),
                ("count", greatest.to_string()),
                ("total", publication.recommendations.len().to_string()),
                ("least", self.equals(&trailing)),
                ("trailing", trailing.len().to_string()),
                ("fewest", fewest.to_string()),
            ],
        );
        self.by_theme(record, "addressees-alt", &finding, &columns, |entry, at| {
            entry.addressees.contains(&addressees[at].0)
        });
    }

    /// What the recommendations of each theme stand on.
    fn basis_chart(&mut self, record: &mut Record) {
        let publication = self.publication;
        let mut counts: BTreeMap<Basis, usize> = BTreeMap::new();
        for basis in publication.recommendations.iter().filter_map(|entry| entry.provenance.basis) {
            *counts.entry(basis).or_default() += 1;
        }
        let bases: Vec<_> = counts.into_iter().collect();
        let columns: Vec<_> = bases.iter().map(|(basis, count)| self.column("basis", word(basis), *count)).collect();
        let greatest = columns.iter().map(|column| column.count).max().unwrap_or(0);
        let leading = those_of(&columns, greatest);
        let finding = self.chart_words(
            "bases-finding",
            &[
                ("count", greatest.to_string()),
                ("leading", leading.len().to_string()),
                ("total", publication.recommendations.len().to_string()),
                ("basis", self.printed().in_a_row(&leading)),
            ],
        );
        self.by_theme(record, "bases-alt", &finding, &columns, |entry, at| entry.provenance.basis == Some(bases[at].0));
    }

    /// The recommendations of each theme by something else, `is_of` telling whether one belongs to a column.
    fn by_theme(
        &mut self,
        record: &mut Record,
        alt: &str,
        finding: &str,
        columns: &[Column],
        is_of: impl Fn(&Recommendation, usize) -> bool,
    ) {
        let publication = self.publication;
        let (mut rows, mut told) = (vec![], vec![]);
        for (at, theme) in publication.themes.entries() {
            let own: Vec<_> = publication.recommendations.iter().filter(|entry| entry.theme == at).collect();
            let count = |column: usize| own.iter().filter(|entry| is_of(entry, column)).count();
            let cells: Vec<usize> = (0..columns.len()).map(count).collect();
            // "States 12, academia 5": what is not there is not told.
            let known = columns.iter().zip(&cells).filter(|&(_, &count)| count > 0);
            let known: Vec<String> = known.map(|(column, count)| format!("{} {count}", column.name)).collect();
            let known = if known.is_empty() { "0".to_owned() } else { known.join(", ") };
            let mut row = self.theme_point(theme);
            let title = text_of(row.get("title-text"));
            told.push(format!("{}, {title}{}{known}", self.theme_name(theme), self.sign("colon")));
            row.push("count", own.len());
            row.push("cells", cells.into_iter().collect::<Value>());
            rows.push(row);
        }
        self.say(record, finding, alt, &[("values", told.join(self.sign("semicolon")))]);
        record.push("total", publication.recommendations.len());
        let columns = columns.iter().map(|column| {
            let mut told = counted("key", &column.key, column.count);
            told.push("name", &column.name);
            told
        });
        record.push("columns", columns.collect::<Value>());
        record.push("rows", rows.into_iter().collect::<Value>());
    }

    fn column(&self, section: &str, key: String, count: usize) -> Column {
        let name = self.printed().get(&format!("{section}.{key}")).to_owned();
        Column { key, name, count }
    }

    /// Those that have the same number: their names, or how many they are where that would be a list.
    fn equals(&self, names: &[&str]) -> String {
        match names.len() {
            0..=3 => self.printed().in_a_row(names),
            count => self.chart_words("addressees-several", &[("count", count.to_string())]),
        }
    }

    /// The label of a chart with its gaps filled.
    fn chart_words(&self, key: &str, gaps: &[(&str, String)]) -> String {
        let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.printed().fill(&format!("charts.{key}"), &gaps)
    }

    /// What there is to find in a chart, and the same with what is drawn, for those who do not see it.
    fn say(&self, record: &mut Record, finding: &str, alt: &str, drawn: &[(&str, String)]) {
        let mut gaps = vec![("finding", finding.to_owned())];
        gaps.extend_from_slice(drawn);
        record.push("alt", self.chart_words(alt, &gaps));
        record.push("finding", finding);
    }

    fn theme_name(&self, theme: &Theme) -> String {
        self.printed().numbered("theme", &theme.number.to_string())
    }

    fn theme_point(&mut self, theme: &Theme) -> Record {
        let mut record = numbered(AnchorKind::Theme, &theme.id, &theme.number.to_string());
        record.push("name", self.theme_name(theme));
        self.titled(&mut record, Some(&theme.title));
        record
    }

    /// The way from where recommendations were made to their themes, and on to the outcomes that rest on them. A flow is
    /// where it begins, where it ends, and how many recommendations take it.
    fn flow_chart(&mut self, record: &mut Record) {
        let publication = self.publication;
        let supporting = publication
            .recommendations
            .refs()
            .filter(|at| publication.outcomes.iter().any(|outcome| outcome.recommendations.contains(at)));
        let supporting = supporting.count();
        let flow = |from: usize, to: usize, count: usize| {
            let mut record = Record::default();
            record.push("from", from);
            record.push("to", to);
            record.push("count", count);
            record
        };
        let (mut origins, mut to_themes, mut told_origins) = (vec![], vec![], vec![]);
        let made = matrix::by_origin(publication).into_iter();
        // A panel of which no recommendation is known has no way to show.
        for (attribution, cells) in made.filter(|(_, cells)| cells.iter().any(|own| !own.is_empty())) {
            let mut ways = vec![];
            for (theme, own) in cells.entries().filter(|(_, own)| !own.is_empty()) {
                to_themes.push(flow(origins.len(), theme.position(), own.len()));
                ways.push(format!("{} {}", self.theme_name(&publication[theme]), own.len()));
            }
            told_origins.push((self.origin_name(attribution).1, ways));
            let mut origin = self.origin(attribution);
            origin.push("count", cells.iter().map(Vec::len).sum::<usize>());
            origins.push(origin);
        }
        record.push("origins", origins.into_iter().collect::<Value>());
        let themes = publication.themes.entries().map(|(at, theme)| {
            let mut record = self.theme_point(theme);
            let own = publication.recommendations.iter().filter(|entry| entry.theme == at);
            record.push("count", own.count());
            record
        });
        let themes = themes.collect::<Value>();
        record.push("themes", themes);
        let (mut outcomes, mut to_outcomes, mut told_outcomes) = (vec![], vec![], vec![]);
        for outcome in &publication.outcomes {
            let mut ways = vec![];
            for (at, theme) in publication.themes.entries() {
                let own = outcome.recommendations.iter().filter(|&&entry| publication[entry].theme == at).count();
                if own > 0 {
                    to_outcomes.push(flow(at.position(), outcomes.len(), own));
                    ways.push(format!("{} {own}", self.theme_name(theme)));
                }
            }
            told_outcomes.push((outcome.number.clone(), ways));
            let mut record = self.marked(AnchorKind::Outcome, &outcome.id, &outcome.number);
            record.push("count", outcome.recommendations.len());
            outcomes.push(record);
        }
        let finding = self.chart_words(
            if supporting == 0 { "flow-none" } else { "flow-finding" },
            &[
                ("supporting", supporting.to_string()),
                ("total", publication.recommendations.len().to_string()),
                ("origins", told_origins.len().to_string()),
                ("outcomes", told_outcomes.len().to_string()),
            ],
        );
        let told = |ends: &[(String, Vec<String>)]| {
            let end = |(name, ways): &(String, Vec<String>)| format!("{name}{}{}", self.sign("colon"), ways.join(", "));
            ends.iter().map(end).collect::<Vec<_>>().join(self.sign("semicolon"))
        };
        let outcomes_told = if told_outcomes.is_empty() { "0".to_owned() } else { told(&told_outcomes) };
        self.say(record, &finding, "flow-alt", &[("origins", told(&told_origins)), ("outcomes", outcomes_told)]);
        record.push("outcomes", outcomes.into_iter().collect::<Value>());
        record.push("to-themes", to_themes.into_iter().collect::<Value>());
        record.push("to-outcomes", to_outcomes.into_iter().collect::<Value>());
    }

    /// The elements that each framework is measured against, with the number of recommendations that name them.
    fn framework_chart(&mut self, record: &mut Record) {
        let publication = self.publication;
        let (mut all, mut touched) = (0, 0);
        let (mut strips, mut told) = (vec![], vec![]);
        for at in publication.printed_frameworks() {
            let framework = &publication[at];
            let elements = matrix::by_element(publication, at);
            let own = &framework.concerned;
            let (named, missing): (Vec<_>, Vec<_>) =
                own.iter().partition::<Vec<_>, _>(|&&element| !elements[element].is_empty());
            all += own.len();
            touched += named.len();
            let missing: Vec<&str> =
                missing.iter().map(|&&element| framework.elements[element].label.text.as_str()).collect();
            let numbers = [
                ("part", named.len().to_string()),
                ("whole", own.len().to_string()),
                ("all", framework.elements.len().to_string()),
            ];
            let note = match (own.len() < framework.elements.len(), named.len()) {
                (true, 0) => "of-concerned-none",
                (true, _) => "of-concerned",
                (false, 0) => "of-elements-none",
                (false, _) => "of-elements",
            };
            let value = match named.len() {
                0 => "strip-none",
                _ if missing.is_empty() => "strip-whole",
                _ => "strip-value",
            };
            let mut gaps = numbers.to_vec();
            gaps.extend([("framework", framework.short.text.clone()), ("untouched", missing.join(", "))]);
            told.push(self.chart_words(value, &gaps));
            let mut record = Record::default();
            self.framework_facts(&mut record, at, &elements);
            record.push("recommendations", matrix::mapped_to(publication, at));
            record.push("note", self.chart_words(note, &numbers));
            let cells = own.iter().map(|&element| {
                let mut record = element_record(&framework.elements[element]);
                record.push("count", elements[element].len());
                record
            });
            record.push("cells", cells.collect::<Value>());
            strips.push(record);
        }
        let finding = match touched {
            0 => "frameworks-none",
            _ if touched == all => "frameworks-all",
            _ => "frameworks-finding",
        };
        let gaps = [("untouched", (all - touched).to_string()), ("elements", all.to_string())];
        let finding = self.chart_words(finding, &gaps);
        self.say(record, &finding, "frameworks-alt", &[("values", told.join(self.sign("semicolon")))]);
        record.push("strips", strips.into_iter().collect::<Value>());
    }

    /// The sessions of each day, over the hours.
    fn timetable(&mut self, record: &mut Record) {
        let publication = self.publication;
        let days = publication.workshops.iter().flat_map(|workshop| {
            workshop.agenda.chunk_by(|a, b| a.date == b.date).map(move |sessions| (workshop, sessions))
        });
        let days: Vec<_> = days.collect();
        let timed_panels = |sessions: &[Session]| {
            sessions.iter().filter(|session| session.panel.is_some() && minutes(session).is_some()).count()
        };
        let panels: usize = days.iter().map(|(_, sessions)| timed_panels(sessions)).sum();
        let counted = days.iter().filter(|(_, sessions)| match panels {
            0 => sessions.iter().any(|session| minutes(session).is_some()),
            _ => timed_panels(sessions) > 0,
        });
        let finding = if panels > 0 { "sessions-finding" } else { "sessions-none" };
        let gaps = [("panels", panels.to_string()), ("days", counted.count().to_string())];
        let finding = self.chart_words(finding, &gaps);
        let (mut told, mut shown) = (vec![], vec![]);
        for (workshop, sessions) in days {
            let date = sessions.first().and_then(|session| session.date);
            let day = match date {
                Some(date) => format!("{}, {}", workshop.city.text, self.printed().date(date.into())),
                None => [&workshop.city.text, self.sign("colon"), self.printed().get("date-to-be-supplied")].concat(),
            };
            let sessions: Vec<_> = sessions.iter().map(|session| self.timed(session)).collect();
            let lines: Vec<&str> = sessions.iter().map(|session| text_of(session.get("line"))).collect();
            told.push(format!("{day}{}{}", self.sign("colon"), lines.join(self.sign("semicolon"))));
            let mut record = Record::default();
            record.push("workshop", brief_workshop(workshop));
            record.push("date", date);
            record.push("name", day);
            record.push("sessions", sessions.into_iter().collect::<Value>());
            shown.push(record);
        }
        self.say(record, &finding, "sessions-alt", &[("values", told.join(". "))]);
        record.push("days", shown.into_iter().collect::<Value>());
    }

    /// A session as the chart of sessions shows it: in its box `name`, if there is room, and in words `line`.
    fn timed(&self, session: &Session) -> Record {
        let panel = session.panel.map(|panel| &self.publication[panel]);
        let kind = &self.publication[session.kind];
        let words = self.printed();
        let name = match panel {
            Some(panel) => words.numbered("panel", &panel.number.to_string()),
            None => words.get(&format!("session.{}", kind.id)).to_owned(),
        };
        let title = session.title.as_ref().filter(|_| panel.is_none());
        let title = title.map(|title| quotes::text(&title.plain(), &self.tag()));
        let key = self.session_key(session);
        let [start, end] = [session.start, session.end].map(|time| time.map(|time| time.to_string()));
        let times = words.times(start.as_deref(), end.as_deref());
        let times = times.unwrap_or_else(|| words.get("charts.untimed").to_owned());
        let (from, to) = minutes(session).unzip();
        let mut record = Record::default();
        record.push("label", label(AnchorKind::Session, &session.id));
        record.push("line", format!("({key}) {}, {times}", title.as_ref().unwrap_or(&name)));
        record.push("key", key);
        record.push("name", name);
        record.push("look", look(kind));
        record.push("from", from);
        record.push("to", to);
        record
    }

    /// The letter of a session, by which a small box names it: no other session of the book has the same.
    pub(super) fn session_key(&self, session: &Session) -> String {
        let mut all = self.publication.workshops.iter().flat_map(|workshop| &workshop.agenda);
        all.position(|other| other.id == session.id).map(letters).unwrap_or_default()
    }
}

/// What recommendations are counted by.
struct Column {
    /// The last part of the place of its name among the labels.
    key: String,
    name: String,
    /// How many recommendations belong to it.
    count: usize,
}

/// The names of those columns that have a number.
fn those_of(columns: &[Column], count: usize) -> Vec<&str> {
    columns.iter().filter(|column| column.count == count).map(|column| column.name.as_str()).collect()
}

/// When a session begins and ends, in minutes after midnight, if it can be drawn.
fn minutes(session: &Session) -> Option<(u32, u32)> {
    let minutes = |time: Time| u32::from(time.hour) * 60 + u32::from(time.minute);
    let (from, to) = (minutes(session.start?), minutes(session.end?));
    (from < to).then_some((from, to))
}

/// How a session of a kind looks, in the chart and in tables.
pub(super) fn look(kind: &SessionKind) -> &'static str {
    match kind.id.as_str() {
        SessionKind::PANEL => "panel",
        // What is not about the subject recedes.
        "break" | "registration" => "pause",
        _ => "session",
    }
}

/// The name of a place in a row: a, b, … z, aa, ab, …
fn letters(place: usize) -> String {
    let last = char::from(b'a' + u8::try_from(place % 26).unwrap_or_default());
    match (place / 26).checked_sub(1) {
        None => last.to_string(),
        Some(before) => letters(before) + &last.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_go_on_after_the_last_one() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(super::letters), ["a", "z", "aa", "ab", "zz", "aaa"]);
    }
}
