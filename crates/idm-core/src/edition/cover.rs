//! What the covers and the openings of themes show of the records: lines, counts and themes. The names are listed in
//! `docs/templates.md`.

use std::collections::BTreeMap;

use super::builder::Builder;
use super::exhibits::counted;
use super::records::numbered;
use super::value::{Record, Value};
use crate::apparatus::matrix;
use crate::model::AnchorKind;

/// More lines than that could not be told apart on a cover: each then stands for several.
const MOST_LINES: usize = 120;

/// How many lines lead from one place to a theme, by its number.
type Ways = BTreeMap<(usize, usize), usize>;

impl Builder<'_> {
    /// The lines of the covers: one for each recommendation, from where it was made to its theme; without any, one for each
    /// panel, from its workshop to its theme.
    pub(super) fn motif(&self) -> Record {
        let publication = self.publication;
        let mut ways = Ways::new();
        let origins = matrix::by_origin(publication).into_iter().map(|(_, cells)| cells);
        let origins = origins.filter(|cells| cells.iter().any(|own| !own.is_empty()));
        for (from, cells) in origins.enumerate() {
            let own = cells.entries().filter(|(_, own)| !own.is_empty());
            ways.extend(own.map(|(theme, own)| ((from, publication[theme].number), own.len())));
        }
        let lines = if ways.is_empty() { "panels" } else { "recommendations" };
        if ways.is_empty() {
            for theme in &publication.themes {
                for place in &theme.panels {
                    let from = publication[place.panel].workshop.position();
                    *ways.entry((from, theme.number)).or_default() += 1;
                }
            }
        }
        let all: usize = ways.values().sum();
        let each = all.div_ceil(MOST_LINES).max(1);
        let mut record = Record::default();
        record.push("lines", lines);
        record.push("each", each);
        let ways = ways.into_iter().map(|((from, to), count)| {
            let mut record = Record::default();
            record.push("from", from);
            record.push("to", to);
            record.push("count", count.div_ceil(each));
            record
        });
        record.push("ways", ways.collect::<Value>());
        record
    }

    /// What a reader finds in the book: how much of each kind, and the themes.
    pub(super) fn inside(&mut self) -> Record {
        let publication = self.publication;
        let panels: Vec<_> = publication.printed_panels().filter(|&at| !publication[at].is_placeholder()).collect();
        let counts = [
            ("workshops", publication.workshops.len()),
            ("panels", panels.len()),
            ("questions", panels.iter().map(|&at| publication[at].guiding_questions.len()).sum()),
            ("recommendations", publication.recommendations.len()),
            ("outcomes", publication.outcomes.len()),
        ];
        let mut record = Record::default();
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        record.push("counts", counts.map(|(what, count)| counted("key", what, count)).collect::<Value>());
        let themes = publication.themes.entries().map(|(at, theme)| {
            let mut record = numbered(AnchorKind::Theme, &theme.id, &theme.number.to_string());
            self.titled(&mut record, Some(&theme.title));
            let own = publication.recommendations.iter().filter(|entry| entry.theme == at);
            record.push("recommendations", own.count());
            record
        });
        let themes = themes.collect::<Value>();
        record.push("themes", themes);
        record
    }
}
