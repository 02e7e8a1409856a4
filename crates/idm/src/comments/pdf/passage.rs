//! The passage of a draft that a mark on its pages stands at.

use std::collections::BTreeMap;

use idm_core::remarks::map::{DraftMap, FRONT, MapEntry, NOTES, REFERENCES};
use idm_core::remarks::words::{find, plain_words};
use idm_render::pdf::destinations::Destination;

use super::around::Context;

/// Passages whose first words stand no further from each other in height, in points, stand in one row.
const ROW: f64 = 4.0;

/// The passages of a draft, at their places on its pages.
pub(super) struct Passages<'m> {
    places: Vec<Place<'m>>,
}

/// What a mark stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At<'m> {
    /// A passage.
    Passage(&'m MapEntry),
    /// The references.
    References,
    /// Nothing that is known.
    Nowhere,
}

struct Place<'m> {
    /// Where its first word stands.
    at: &'m Destination,
    /// The passage; nothing where other things begin: what is asked, the references, or notes that found no room.
    entry: Option<&'m MapEntry>,
    words: Vec<String>,
}

impl<'m> Passages<'m> {
    /// Those of a map whose places the file names.
    pub fn new(map: &'m DraftMap, destinations: &'m [Destination]) -> Self {
        let entries: BTreeMap<&str, &MapEntry> =
            map.passages.iter().rev().map(|entry| (entry.name.as_str(), entry)).collect();
        let place = |at: &'m Destination| {
            let entry = entries.get(at.name.as_str()).copied();
            if entry.is_none() && ![FRONT, REFERENCES, NOTES].contains(&at.name.as_str()) {
                return None;
            }
            Some(Place { at, entry, words: entry.map(|entry| plain_words(&entry.text)).unwrap_or_default() })
        };
        Self { places: destinations.iter().filter_map(place).collect() }
    }

    /// What a mark of that page, from 0, stands at: the last passage that begins above it or beside it, if its words
    /// are the marked ones, else the one near it that has these. At the references it is none, whatever words they share.
    pub fn at(&self, page: usize, context: &Context) -> At<'m> {
        let sought = &context.sought;
        let most = sought.len();
        let before = plain_words(&context.before);
        let fit = |place: &Place| find(&place.words, &before, sought).map_or(0, |(_, found)| found);
        let found = |place: Option<&Place<'m>>| place.and_then(|place| place.entry).map_or(At::Nowhere, At::Passage);
        let Some(by_place) = self.above(page, context.at) else {
            return found(self.best(page, &fit, most).map(|(place, _)| place));
        };
        if by_place.at.name == REFERENCES {
            return At::References;
        }
        let here = fit(by_place);
        // The first page says much besides its title, and nothing of that is a passage.
        let of_title = || sought.iter().filter(|word| by_place.words.contains(word)).count();
        let is_beside = by_place.at.name == FRONT || self.is_above_front(by_place) && of_title() * 2 < most;
        if is_beside && context.marked.is_empty() {
            return At::Nowhere;
        }
        // A note may stand anywhere beside its passage; marked words are words of it.
        if most == 0 || here * 4 >= most * 3 || (context.marked.is_empty() && here > 0) {
            return found(Some(by_place));
        }
        match self.best(page, &fit, most) {
            Some((other, most)) if most > here => found(Some(other)),
            _ if here > 0 || context.marked.is_empty() => found(Some(by_place)),
            _ => At::Nowhere,
        }
    }

    /// Whether a place is that of the title on the first page.
    fn is_above_front(&self, place: &Place) -> bool {
        let front = self.places.iter().find(|other| other.at.name == FRONT);
        front.is_some_and(|front| front.at.page == place.at.page && front.at.top < place.at.top)
    }

    /// The last passage that begins at or above a point: on its page, else on a page before.
    fn above(&self, page: usize, (x, y): (f64, f64)) -> Option<&Place<'m>> {
        let on_page: Vec<&Place> = self.places.iter().filter(|place| place.at.page == page).collect();
        // What stands first in its row begins at the margin for whoever points from there, however far it is set in.
        let is_first = |place: &Place| {
            let in_row = |other: &&&Place| (other.at.top - place.at.top).abs() < ROW;
            on_page.iter().filter(in_row).all(|other| other.at.left >= place.at.left)
        };
        let starts = |place: &&&Place| place.at.left <= x + 3.0 || is_first(place);
        let here: Vec<&Place> =
            on_page.iter().filter(|place| place.at.top >= y - 1.0).filter(starts).copied().collect();
        if let Some(lowest) = here.iter().map(|place| place.at.top).min_by(f64::total_cmp) {
            let row = here.into_iter().filter(|place| place.at.top - lowest < ROW);
            return row.max_by(|one, other| one.at.left.total_cmp(&other.at.left));
        }
        // What goes on from the page before is no footnote.
        let is_running = |place: &&Place| place.entry.is_none_or(|entry| entry.name.matches('/').count() < 2);
        let before = self.places.iter().filter(|place| place.at.page < page).filter(is_running);
        before.max_by(|one, other| one.at.page.cmp(&other.at.page).then(other.at.top.total_cmp(&one.at.top)))
    }

    /// The passage on a page or the one before that has most of the words that are sought, if that is most of them, with
    /// how many it has.
    fn best(&self, page: usize, fit: &dyn Fn(&Place) -> usize, most: usize) -> Option<(&Place<'m>, usize)> {
        let near = self.places.iter().filter(|place| place.at.page == page || place.at.page + 1 == page);
        let best = near.map(|place| (place, fit(place))).max_by_key(|(place, found)| (*found, place.at.page));
        best.filter(|(_, found)| *found > 0 && *found * 5 >= most * 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_in_the_margin_stands_at_the_row_of_its_height() {
        let entry = |name: &str| MapEntry {
            name: name.to_owned(),
            record: String::new(),
            key: String::new(),
            file: String::new(),
            lines: (1, 1),
            text: String::new(),
            mark: None,
        };
        let entries = ["text", "item", "cell", "other cell"].map(entry);
        let at = [(70.0, 700.0), (110.0, 600.0), (70.0, 500.0), (200.0, 500.0)];
        let destination =
            |(name, (left, top)): (&MapEntry, (f64, f64))| Destination { name: name.name.clone(), page: 0, left, top };
        let destinations: Vec<Destination> = entries.iter().zip(at).map(destination).collect();
        let place = |(at, entry)| Place { at, entry: Some(entry), words: vec![] };
        let passages = Passages { places: destinations.iter().zip(&entries).map(place).collect() };
        let above = |x, y| passages.above(0, (x, y)).and_then(|place| Some(place.entry?.name.as_str()));
        assert_eq!(
            (above(40.0, 695.0), above(40.0, 598.0), above(90.0, 598.0)),
            (Some("text"), Some("item"), Some("item"))
        );
        assert_eq!(
            (above(40.0, 498.0), above(150.0, 498.0), above(210.0, 498.0)),
            (Some("cell"), Some("cell"), Some("other cell"))
        );
        assert_eq!(above(150.0, 650.0), Some("text"));
    }

    /// A map of one passage.
    fn map_of(name: &str, text: &str) -> DraftMap {
        let entry = MapEntry {
            name: name.to_owned(),
            record: String::new(),
            key: String::new(),
            file: String::new(),
            lines: (1, 1),
            text: text.to_owned(),
            mark: None,
        };
        DraftMap {
            format: String::new(),
            version: 1,
            publication: String::new(),
            of: String::new(),
            revision: None,
            date: None,
            passages: vec![entry],
        }
    }

    fn destination(name: &str, page: usize, top: f64) -> Destination {
        Destination { name: name.to_owned(), page, left: 70.0, top }
    }

    #[test]
    fn what_stands_at_the_references_stands_at_no_passage() {
        let map = map_of("passage:last", "The last words of all");
        let entry = &map.passages[0];
        let at = [destination("passage:last", 0, 700.0), destination(REFERENCES, 0, 500.0)];
        let passages = Passages::new(&map, &at);
        let mark = |page, top, words: &str| {
            let sought = plain_words(words);
            let marked = words.to_owned();
            passages.at(page, &Context { at: (80.0, top), marked, before: String::new(), sought })
        };
        assert_eq!(mark(0, 690.0, "last words"), At::Passage(entry));
        assert_eq!(mark(0, 510.0, "The last words of all"), At::Passage(entry));
        assert_eq!(mark(0, 490.0, "The last words of all"), At::References);
        assert_eq!((mark(0, 480.0, ""), mark(1, 700.0, "")), (At::References, At::References));
    }

    #[test]
    fn a_note_beside_the_first_page_stands_at_its_title_or_at_nothing() {
        let map = map_of("panel:a/title", "Who counts the ships");
        let entry = &map.passages[0];
        let at = [destination("panel:a/title", 0, 700.0), destination(FRONT, 0, 600.0)];
        let passages = Passages::new(&map, &at);
        let said = |page, top, marked: &str, line: &str| {
            let marked = marked.to_owned();
            passages.at(page, &Context { at: (80.0, top), marked, before: String::new(), sought: plain_words(line) })
        };
        assert_eq!(said(0, 695.0, "", "Panel 1: Who counts the"), At::Passage(entry));
        assert_eq!(said(0, 650.0, "", "Panels with errors may still change the numbers"), At::Nowhere);
        assert_eq!(said(0, 500.0, "", "Who counts the ships"), At::Nowhere);
        assert_eq!(said(1, 700.0, "", "Changes since then"), At::Nowhere);
        assert_eq!(said(0, 695.0, "the ships", "the ships"), At::Passage(entry));
    }
}
