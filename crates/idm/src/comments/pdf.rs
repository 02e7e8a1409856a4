//! Remarks out of an annotated PDF.

use idm_core::remarks::map::{DraftMap, MapEntry};
use idm_core::remarks::remark::{Answer, Said};
use idm_core::remarks::words::{find, plain_words};
use idm_render::pdf::annotations::{self, Annotated, Annotation, Destination};
use idm_render::pdf::page_text::Letter;

/// How many letters before a mark are kept.
const BEFORE: usize = 80;
/// How many marked words are looked for in a passage.
const SOUGHT: usize = 12;

/// What was said in a PDF.
///
/// # Errors
/// If it cannot be read, or carries a map that cannot: a sentence without a full stop.
pub(super) fn said(file: &str, pdf: &[u8]) -> Result<Vec<Said>, String> {
    let annotated = annotations::read(pdf).map_err(|error| error.to_string())?;
    let map = annotated.map.as_deref().map(DraftMap::read).transpose()?;
    let list = &annotated.annotations;
    let mut found: Vec<Said> = vec![];
    for (at, annotation) in list.iter().enumerate().filter(|(_, annotation)| annotation.answers.is_none()) {
        let mut one = Said {
            file: file.to_owned(),
            draft: map.as_ref().map(|map| (map.of.clone(), map.revision.clone())),
            page: Some(annotation.page + 1),
            at: annotation.areas.first().map(|area| format!("{:.0} {:.0}", area.left, area.top)).unwrap_or_default(),
            kind: annotation.kind.to_owned(),
            comment: annotation.comment.clone(),
            author: annotation.author.clone(),
            date: annotation.date.clone(),
            name: annotation.name.clone(),
            ..Said::default()
        };
        let mut mark = annotation;
        for answer in list.iter().enumerate().filter(|(other, _)| *other != at && root(list, *other) == at) {
            let (_, answer) = answer;
            if answer.is_part {
                // A caret and a strike that belong together put one text in the place of another.
                if matches!((annotation.kind, answer.kind), ("insertion", "strike") | ("strike", "insertion")) {
                    one.kind = "replacement".to_owned();
                }
                if answer.marks_words {
                    mark = answer;
                }
                if one.comment.is_empty() {
                    one.comment.clone_from(&answer.comment);
                }
                continue;
            }
            if answer.state.is_some() {
                one.state.clone_from(&answer.state);
            } else {
                let (author, date) = (answer.author.clone(), answer.date.clone());
                one.answers.push(Answer { author, date, comment: answer.comment.clone() });
            }
        }
        one.answers.sort_by(|one, other| one.date.cmp(&other.date));
        let letters = annotated.letters.get(&mark.page).map_or(&[][..], Vec::as_slice);
        let context = Context::of(mark, letters);
        one.passage = map.as_ref().and_then(|map| passage(map, &annotated, mark.page, &context)).cloned();
        one.marked = context.marked;
        one.before = context.before;
        found.push(one);
    }
    Ok(found)
}

/// The annotation that a thread of answers began with.
fn root(list: &[Annotation], at: usize) -> usize {
    let mut root = at;
    for _ in 0..list.len().min(1000) {
        match list.get(root).and_then(|annotation| annotation.answers) {
            Some(above) => root = above,
            None => break,
        }
    }
    root
}

/// What stands around a mark.
struct Context {
    /// Where the mark begins, in points from the page's lower left corner.
    at: (f64, f64),
    marked: String,
    before: String,
    /// The words by which the passage is known: the marked ones, else those of the line.
    sought: Vec<String>,
}

impl Context {
    fn of(mark: &Annotation, letters: &[Letter]) -> Self {
        let Some(area) = mark.areas.first().copied() else {
            return Self { at: (0.0, 0.0), marked: String::new(), before: String::new(), sought: vec![] };
        };
        let within = |letter: &Letter| {
            let (x, y) = middle(letter);
            mark.areas.iter().any(|area| area.left <= x && x <= area.right && area.bottom <= y && y <= area.top)
        };
        let is_drawn_around = matches!(mark.kind, "box" | "drawing" | "stamp");
        let inside: Vec<usize> = (0..letters.len()).filter(|&at| within(&letters[at])).collect();
        if let Some(&first) = inside.first().filter(|_| mark.marks_words || is_drawn_around) {
            let text = joined(inside.iter().map(|&at| &letters[at]));
            let sought: Vec<String> = plain_words(&text).into_iter().take(SOUGHT).collect();
            // Something drawn around words stands at the first of them.
            let (marked, before) = if mark.marks_words {
                (text, joined(&letters[first.saturating_sub(BEFORE)..first]))
            } else {
                (String::new(), sought.iter().take(4).cloned().collect::<Vec<_>>().join(" "))
            };
            return Self { at: middle(&letters[first]), marked, before, sought };
        }
        // A note hangs by its upper left corner, and a caret reaches below its line.
        let upper = area.top - ((area.top - area.bottom) / 2.0).min(5.0);
        let point = match mark.kind {
            "insertion" => ((area.left + area.right) / 2.0, upper),
            "box" | "drawing" => ((area.left + area.right) / 2.0, (area.bottom + area.top) / 2.0),
            _ => (area.left, upper),
        };
        let line = line_at(letters, point);
        let left: Vec<&Letter> = line.iter().copied().filter(|letter| middle(letter).0 <= point.0).collect();
        let all = joined(line.iter().copied());
        let before = if left.is_empty() { all.clone() } else { joined(left) };
        Self { at: point, marked: String::new(), before, sought: plain_words(&all) }
    }
}

fn middle(letter: &Letter) -> (f64, f64) {
    ((letter.left + letter.right) / 2.0, letter.base + letter.size * 0.25)
}

/// The letters of the line nearest to a point, as far as no gap divides them.
fn line_at(letters: &[Letter], (x, y): (f64, f64)) -> Vec<&Letter> {
    let distance = |letter: &Letter| {
        let down = (letter.base + letter.size * 0.25 - y).abs();
        let aside = (letter.left - x).max(x - letter.right).max(0.0);
        down * 3.0 + aside
    };
    let written = letters.iter().enumerate().filter(|(_, letter)| !letter.text.trim().is_empty());
    let nearest = written.min_by(|(_, one), (_, other)| distance(one).total_cmp(&distance(other)));
    let Some((nearest, middle)) = nearest else { return vec![] };
    let follows = |one: &Letter, other: &Letter| {
        (one.base - other.base).abs() < middle.size * 0.6 && (other.left - one.right).abs() < middle.size * 1.5
    };
    let (mut first, mut last) = (nearest, nearest);
    while first > 0 && follows(&letters[first - 1], &letters[first]) {
        first -= 1;
    }
    while last + 1 < letters.len() && follows(&letters[last], &letters[last + 1]) {
        last += 1;
    }
    letters[first..=last].iter().collect()
}

/// Letters as text: with a space wherever there is room for one, or another line begins.
fn joined<'a>(letters: impl IntoIterator<Item = &'a Letter>) -> String {
    let mut text = String::new();
    let mut last: Option<&Letter> = None;
    for letter in letters {
        if let Some(last) = last {
            let is_apart = (last.base - letter.base).abs() > last.size * 0.6
                || letter.left - last.right > last.size * 0.15
                || letter.left < last.left - last.size;
            if is_apart && !text.ends_with(char::is_whitespace) {
                text.push(' ');
            }
        }
        text.push_str(&letter.text);
        last = Some(letter);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The passage that a mark stands at: the last that begins above it or beside it, if its words are the marked ones, else
/// the one near it that has these.
fn passage<'m>(map: &'m DraftMap, annotated: &Annotated, page: usize, context: &Context) -> Option<&'m MapEntry> {
    let places: Vec<(&Destination, &MapEntry)> = annotated
        .destinations
        .iter()
        .filter_map(|place| Some((place, map.passages.iter().find(|entry| entry.name == place.name)?)))
        .collect();
    let by_place = above(&places, page, context.at);
    let sought = &context.sought;
    let most = sought.len();
    let before = plain_words(&context.before);
    let fit = |entry: &MapEntry| find(&plain_words(&entry.text), &before, sought).map_or(0, |(_, found)| found);
    let Some(by_place) = by_place else { return best(&places, page, &fit, most) };
    let here = fit(by_place);
    // A note may stand anywhere beside its passage; marked words are words of it.
    if most == 0 || here * 4 >= most * 3 || (context.marked.is_empty() && here > 0) {
        return Some(by_place);
    }
    match best(&places, page, &fit, most) {
        Some(other) if fit(other) > here => Some(other),
        _ if here > 0 || context.marked.is_empty() => Some(by_place),
        _ => None,
    }
}

/// The last passage that begins at or above a point: on its page, else on the page before.
fn above<'m>(places: &[(&Destination, &'m MapEntry)], page: usize, (x, y): (f64, f64)) -> Option<&'m MapEntry> {
    let here: Vec<_> =
        places.iter().filter(|(at, _)| at.page == page && at.top >= y - 1.0 && at.left <= x + 3.0).collect();
    if let Some(lowest) = here.iter().map(|(at, _)| at.top).min_by(f64::total_cmp) {
        let row = here.into_iter().filter(|(at, _)| at.top - lowest < 4.0);
        return row.max_by(|(one, _), (other, _)| one.left.total_cmp(&other.left)).map(|(_, entry)| *entry);
    }
    // What goes on from the page before is no footnote.
    let is_running = |entry: &MapEntry| entry.name.matches('/').count() < 2;
    let before = places.iter().filter(|(at, entry)| at.page < page && is_running(entry));
    before.max_by(|(one, _), (other, _)| one.page.cmp(&other.page).then(other.top.total_cmp(&one.top))).map(|(_, e)| *e)
}

/// The passage on a page or the one before that has most of the words that are sought, if that is most of them.
fn best<'m>(
    places: &[(&Destination, &'m MapEntry)],
    page: usize,
    fit: &dyn Fn(&MapEntry) -> usize,
    most: usize,
) -> Option<&'m MapEntry> {
    let near = places.iter().filter(|(at, _)| at.page == page || at.page + 1 == page);
    let best = near.map(|(at, entry)| (fit(entry), at.page, *entry)).max_by_key(|(found, page, _)| (*found, *page));
    best.filter(|(found, ..)| *found > 0 && *found * 5 >= most * 3).map(|(.., entry)| entry)
}

#[cfg(test)]
mod tests {
    use idm_render::pdf::annotations::Area;

    use super::*;

    fn area(left: f64, bottom: f64, right: f64, top: f64) -> Area {
        Area { left, bottom, right, top }
    }

    fn line(text: &str, left: f64, base: f64) -> Vec<Letter> {
        let letter = |(at, c): (usize, char)| {
            let left = left + at as f64 * 5.0;
            Letter { text: c.to_string(), left, right: left + 5.0, base, size: 10.0 }
        };
        text.chars().enumerate().map(letter).collect()
    }

    fn mark(kind: &'static str, area: Area) -> Annotation {
        let marks_words = matches!(kind, "highlight" | "strike");
        Annotation {
            page: 0,
            kind,
            comment: String::new(),
            author: None,
            date: None,
            name: None,
            areas: vec![area],
            marks_words,
            answers: None,
            is_part: false,
            state: None,
        }
    }

    #[test]
    fn marks_are_known_by_their_words_and_those_before_them() {
        let letters =
            [line("one two three", 0.0, 100.0), line("four five", 0.0, 85.0), line("cell", 200.0, 100.0)].concat();
        let context = |kind, area| Context::of(&mark(kind, area), &letters);
        let struck = context("strike", area(20.0, 98.0, 35.0, 110.0));
        assert_eq!((struck.marked.as_str(), struck.before.as_str()), ("two", "one"));
        let caret = context("insertion", area(17.0, 97.0, 21.0, 103.0));
        assert_eq!((caret.marked.as_str(), caret.before.as_str()), ("", "one"));
        assert_eq!(context("note", area(198.0, 90.0, 218.0, 110.0)).sought, ["cell"]);
        assert_eq!(context("note", area(-20.0, 75.0, 0.0, 95.0)).sought, ["four", "five"]);
    }
}
