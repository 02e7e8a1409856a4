//! What the covers and the openings of themes show of the records: lines, counts and themes. The names are listed in
//! `docs/templates.md`.

use std::collections::BTreeMap;

use super::builder::Builder;
use super::exhibits::counted;
use super::records::numbered;
use super::value::{Record, Value};
use crate::apparatus::matrix;
use crate::model::AnchorKind;

/// More lines than that could not be told apart on a cover: each then stands for several, as far as they lead from the same
/// place to the same theme. What leads elsewhere has a line of its own, however many there are.
const MOST_LINES: usize = 120;

/// How many lines lead from one place to a theme, by its number.
type Ways = BTreeMap<(usize, usize), usize>;

/// How many of what they show the lines stand for at most: no more than needed. One line stands for as many.
fn each(ways: &Ways) -> usize {
    let lines = |each: usize| ways.values().map(|count| count.div_ceil(each)).sum::<usize>();
    let most = MOST_LINES.max(ways.len());
    // With the largest number of all each way has one line, which is never too many.
    let (mut least, mut enough) = (1, ways.values().copied().max().unwrap_or(1).max(1));
    while least < enough {
        let middle = usize::midpoint(least, enough);
        if lines(middle) <= most {
            enough = middle;
        } else {
            least = middle + 1;
        }
    }
    enough
}

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
        let each = each(&ways);
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

#[cfg(test)]
mod tests {
    use super::{MOST_LINES, Ways, each};

    /// How many lines there are, and for how many the one stands that stands for most.
    fn drawn(counts: &[usize]) -> (usize, usize) {
        let ways: Ways = counts.iter().enumerate().map(|(at, &count)| ((at, 1), count)).collect();
        let each = each(&ways);
        (counts.iter().map(|count| count.div_ceil(each)).sum(), each)
    }

    #[test]
    fn lines_stand_for_several_only_where_that_makes_them_fewer() {
        assert_eq!(drawn(&[]), (0, 1));
        assert_eq!(drawn(&[MOST_LINES]), (MOST_LINES, 1));
        assert_eq!(drawn(&[301]), (101, 3));
        // As many places as that have a line each, which is one of what it shows.
        assert_eq!(drawn(&[1; 300]), (300, 1));
        assert_eq!(drawn(&[2; 100]), (100, 2));
        // Each of these ways needs a line; none is said to stand for more than one of them does.
        let mut counts = [1; 300];
        counts[7] = 5;
        assert_eq!(drawn(&counts), (300, 5));
        counts[8] = 200;
        assert_eq!(drawn(&counts), (300, 200));
    }
}
