//! The passage of a draft that a mark on its pages stands at.

use std::collections::BTreeMap;

use idm_core::remarks::map::{DraftMap, MapEntry};
use idm_core::remarks::words::{find, plain_words};
use idm_render::pdf::destinations::Destination;

use super::around::Context;

/// The passages of a draft, at their places on its pages.
pub(super) struct Passages<'m> {
    places: Vec<Place<'m>>,
}

struct Place<'m> {
    /// Where its first word stands.
    at: &'m Destination,
    entry: &'m MapEntry,
    words: Vec<String>,
}

impl<'m> Passages<'m> {
    /// Those of a map whose places the file names.
    pub fn new(map: &'m DraftMap, destinations: &'m [Destination]) -> Self {
        let entries: BTreeMap<&str, &MapEntry> =
            map.passages.iter().rev().map(|entry| (entry.name.as_str(), entry)).collect();
        let place = |at: &'m Destination| {
            let entry = *entries.get(at.name.as_str())?;
            Some(Place { at, entry, words: plain_words(&entry.text) })
        };
        Self { places: destinations.iter().filter_map(place).collect() }
    }

    /// The passage that a mark of that page, from 0, stands at: the last that begins above it or beside it, if its words
    /// are the marked ones, else the one near it that has these.
    pub fn at(&self, page: usize, context: &Context) -> Option<&'m MapEntry> {
        let sought = &context.sought;
        let most = sought.len();
        let before = plain_words(&context.before);
        let fit = |place: &Place| find(&place.words, &before, sought).map_or(0, |(_, found)| found);
        let Some(by_place) = self.above(page, context.at) else {
            return self.best(page, &fit, most).map(|(place, _)| place.entry);
        };
        let here = fit(by_place);
        // A note may stand anywhere beside its passage; marked words are words of it.
        if most == 0 || here * 4 >= most * 3 || (context.marked.is_empty() && here > 0) {
            return Some(by_place.entry);
        }
        match self.best(page, &fit, most) {
            Some((other, found)) if found > here => Some(other.entry),
            _ if here > 0 || context.marked.is_empty() => Some(by_place.entry),
            _ => None,
        }
    }

    /// The last passage that begins at or above a point: on its page, else on a page before.
    fn above(&self, page: usize, (x, y): (f64, f64)) -> Option<&Place<'m>> {
        let on_page = self.places.iter().filter(|place| place.at.page == page);
        let here: Vec<&Place> = on_page.filter(|place| place.at.top >= y - 1.0 && place.at.left <= x + 3.0).collect();
        if let Some(lowest) = here.iter().map(|place| place.at.top).min_by(f64::total_cmp) {
            let row = here.into_iter().filter(|place| place.at.top - lowest < 4.0);
            return row.max_by(|one, other| one.at.left.total_cmp(&other.at.left));
        }
        // What goes on from the page before is no footnote.
        let is_running = |entry: &MapEntry| entry.name.matches('/').count() < 2;
        let before = self.places.iter().filter(|place| place.at.page < page && is_running(place.entry));
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
