//! The charts: what each shows, and what there is to find in it. The names are listed in `docs/templates.md`.
//!
//! `finding` is the key of the label that says what there is to find. Nothing, all and equals have words of their own: “0 of 3”
//! and one of two that lead are true and read as mistakes.

use std::collections::BTreeMap;

use super::builder::Builder;
use super::event::brief_workshop;
use super::exhibits::{counted, element_record};
use super::records::{numbered, word};
use super::references::label;
use super::value::{Record, Value};
use crate::apparatus::matrix;
use crate::model::{Addressee, AnchorKind, Exhibit, Recommendation, Ref, Session, Theme, Time};
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
        self.exhibit(&shown, Exhibit::SessionChart, |builder, record| record.push("days", builder.days()))
    }

    /// Recommendations by theme and addressee.
    fn addressee_chart(&mut self, record: &mut Record) {
        let publication = self.publication;
        let mut columns = matrix::addressees(publication);
        // Most first; equal ones stay in the order of the publication.
        columns.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let column =
            |&(addressee, count): &(Ref<Addressee>, usize)| counted("key", publication[addressee].id.clone(), count);
        let (fewest, greatest) = (columns.last(), columns.first());
        let all_alike = fewest.map(|(_, count)| count) == greatest.map(|(_, count)| count);
        let finding = match columns.len() {
            1 => "addressees-one",
            _ if all_alike => "addressees-alike",
            _ => "addressees-finding",
        };
        record.push("finding", finding);
        record.push("total", publication.recommendations.len());
        let those_of = |end: Option<&(_, usize)>| {
            let count = end.map(|&(_, count)| count);
            columns.iter().filter(|(_, own)| Some(*own) == count).map(column).collect::<Value>()
        };
        record.push("most", greatest.map(column));
        record.push("least", fewest.map(column));
        record.push("leading", those_of(greatest));
        record.push("trailing", those_of(fewest));
        record.push("columns", columns.iter().map(column).collect::<Value>());
        self.theme_rows(record, |own| {
            let named = |addressee| own.iter().filter(|entry| entry.addressees.contains(addressee)).count();
            columns.iter().map(|(addressee, _)| named(addressee)).collect()
        });
    }

    /// What the recommendations of each theme stand on.
    fn basis_chart(&mut self, record: &mut Record) {
        let publication = self.publication;
        let mut counts: BTreeMap<Basis, usize> = BTreeMap::new();
        for basis in publication.recommendations.iter().filter_map(|entry| entry.provenance.basis) {
            *counts.entry(basis).or_default() += 1;
        }
        let columns: Vec<_> = counts.into_iter().collect();
        let column = |&(basis, count): &_| counted("key", word(&basis), count);
        let greatest = columns.iter().map(|&(_, count)| count).max();
        record.push("finding", "bases-finding");
        record.push("total", publication.recommendations.len());
        let mut leading = columns.iter().filter(|(_, count)| Some(*count) == greatest);
        record.push("leading", leading.clone().map(column).collect::<Value>());
        record.push("most", leading.next().map(column));
        record.push("columns", columns.iter().map(column).collect::<Value>());
        self.theme_rows(record, |own| {
            let standing = |basis| own.iter().filter(|entry| entry.provenance.basis == Some(basis)).count();
            columns.iter().map(|&(basis, _)| standing(basis)).collect()
        });
    }

    /// A row for each theme, with the numbers that its recommendations come to.
    fn theme_rows(&mut self, record: &mut Record, cells: impl Fn(&[&Recommendation]) -> Vec<usize>) {
        let publication = self.publication;
        let rows = publication.themes.entries().map(|(at, theme)| {
            let own: Vec<_> = publication.recommendations.iter().filter(|entry| entry.theme == at).collect();
            let mut record = self.theme_point(theme);
            record.push("count", own.len());
            record.push("cells", cells(&own).into_iter().collect::<Value>());
            record
        });
        let rows = rows.collect::<Value>();
        record.push("rows", rows);
    }

    fn theme_point(&mut self, theme: &Theme) -> Record {
        let mut record = numbered(AnchorKind::Theme, &theme.id, &theme.number.to_string());
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
        record.push("finding", if supporting == 0 { "flow-none" } else { "flow-finding" });
        record.push("total", publication.recommendations.len());
        record.push("supporting", supporting);
        let flow = |from: usize, to: usize, count: usize| {
            let mut record = Record::default();
            record.push("from", from);
            record.push("to", to);
            record.push("count", count);
            record
        };
        let (mut origins, mut to_themes) = (vec![], vec![]);
        let made = matrix::by_origin(publication).into_iter();
        // A panel of which no recommendation is known has no way to show.
        for (attribution, cells) in made.filter(|(_, cells)| cells.iter().any(|own| !own.is_empty())) {
            for (theme, own) in cells.entries().filter(|(_, own)| !own.is_empty()) {
                to_themes.push(flow(origins.len(), theme.position(), own.len()));
            }
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
        let (mut outcomes, mut to_outcomes) = (vec![], vec![]);
        for outcome in &publication.outcomes {
            for (at, _) in publication.themes.entries() {
                let own = outcome.recommendations.iter().filter(|&&entry| publication[entry].theme == at).count();
                if own > 0 {
                    to_outcomes.push(flow(at.position(), outcomes.len(), own));
                }
            }
            let mut record = self.marked(AnchorKind::Outcome, &outcome.id, &outcome.number);
            record.push("count", outcome.recommendations.len());
            outcomes.push(record);
        }
        record.push("outcomes", outcomes.into_iter().collect::<Value>());
        record.push("to-themes", to_themes.into_iter().collect::<Value>());
        record.push("to-outcomes", to_outcomes.into_iter().collect::<Value>());
    }

    /// The elements that each framework is measured against, with the number of recommendations that name them.
    fn framework_chart(&mut self, record: &mut Record) {
        let publication = self.publication;
        let (mut all, mut touched) = (0, 0);
        let strips = publication.printed_frameworks().map(|at| {
            let framework = &publication[at];
            let elements = matrix::by_element(publication, at);
            let own = &framework.concerned;
            all += own.len();
            touched += own.iter().filter(|&&element| !elements[element].is_empty()).count();
            let mut record = Record::default();
            self.framework_facts(&mut record, at, &elements);
            record.push("recommendations", matrix::mapped_to(publication, at));
            let cells = own.iter().map(|&element| {
                let mut record = element_record(&framework.elements[element]);
                record.push("count", elements[element].len());
                record
            });
            record.push("cells", cells.collect::<Value>());
            record
        });
        let strips = strips.collect::<Value>();
        let finding = match touched {
            0 => "frameworks-none",
            _ if touched == all => "frameworks-all",
            _ => "frameworks-finding",
        };
        record.push("finding", finding);
        record.push("strips", strips);
        record.push("elements", all);
        record.push("touched", touched);
    }

    fn days(&self) -> Value {
        let publication = self.publication;
        let days = publication.workshops.iter().flat_map(|workshop| {
            workshop.agenda.chunk_by(|a, b| a.date == b.date).map(move |sessions| (workshop, sessions))
        });
        let days = days.map(|(workshop, sessions)| {
            let mut record = Record::default();
            record.push("workshop", brief_workshop(workshop));
            record.push("date", sessions.first().and_then(|session| session.date));
            record.push("sessions", sessions.iter().map(|session| self.timed(session)).collect::<Value>());
            record
        });
        days.collect()
    }

    /// A session as the chart of sessions shows it.
    fn timed(&self, session: &Session) -> Record {
        let panel = session.panel.map(|panel| &self.publication[panel]);
        let title = session.title.as_ref().or(panel.and_then(|panel| panel.title.as_ref()));
        let minutes = |time: Time| u32::from(time.hour) * 60 + u32::from(time.minute);
        let mut record = Record::default();
        record.push("label", label(AnchorKind::Session, &session.id));
        record.push("key", self.session_key(session));
        record.push("kind", &self.publication[session.kind].id);
        record.push("panel", panel.map(|panel| panel.number.to_string()));
        record.push("title-text", title.map(|title| quotes::text(&title.plain(), &self.tag())));
        record.push("start", session.start.map(|time| time.to_string()));
        record.push("end", session.end.map(|time| time.to_string()));
        record.push("from", session.start.map(minutes));
        record.push("to", session.end.map(minutes));
        record
    }

    /// The letter of a session, by which a small box names it: no other session of the book has the same.
    pub(super) fn session_key(&self, session: &Session) -> String {
        let mut all = self.publication.workshops.iter().flat_map(|workshop| &workshop.agenda);
        all.position(|other| other.id == session.id).map(letters).unwrap_or_default()
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
