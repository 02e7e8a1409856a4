//! The words around a mark on a page.

use std::ops::Range;

use idm_core::remarks::words::plain_words;
use idm_render::pdf::annotations::{Annotation, Area};
use idm_render::pdf::page_text::Letter;

/// How many letters before a mark are kept.
const BEFORE: usize = 80;
/// How many marked words are looked for in a passage.
const SOUGHT: usize = 12;

/// What stands around a mark.
pub(super) struct Context {
    /// Where the mark begins, in points from the page's lower left corner.
    pub at: (f64, f64),
    /// The words that it marks.
    pub marked: String,
    /// The words before it.
    pub before: String,
    /// The words by which the passage is known: the marked ones, else those of the line.
    pub sought: Vec<String>,
}

impl Context {
    /// Looks for the letters that a mark of this page stands at.
    pub fn of(mark: &Annotation, letters: &[Letter]) -> Self {
        let Some(area) = mark.areas.first().copied() else {
            return Self { at: (0.0, 0.0), marked: String::new(), before: String::new(), sought: vec![] };
        };
        let within = |letter: &Letter| mark.areas.iter().any(|area| holds(area, letter));
        let is_drawn_around = matches!(mark.kind, "box" | "drawing" | "stamp");
        let whole = hull(&mark.areas);
        let inside: Vec<usize> =
            (0..letters.len()).filter(|&at| holds(&whole, &letters[at]) && within(&letters[at])).collect();
        if let Some(&first) = inside.first().filter(|_| mark.marks_words || is_drawn_around) {
            let text = joined(inside.iter().map(|&at| &letters[at]));
            let sought: Vec<String> = plain_words(&text).into_iter().take(SOUGHT).collect();
            // Something drawn around words stands at the first of them.
            let (marked, before) = if mark.marks_words {
                (text, joined(&letters[first.saturating_sub(BEFORE)..first]))
            } else {
                (String::new(), up_to(letters, word_at(letters, first).end))
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
        let all = joined(&letters[line.clone()]);
        let edge = |letter: &Letter| if mark.kind == "insertion" { middle(letter).0 } else { letter.left };
        let left = line.clone().rev().find(|&at| edge(&letters[at]) <= point.0);
        let word = word_at(letters, left.unwrap_or(line.start));
        // Nobody hits the room between words exactly: what is put into a word stands behind it or before it. Other marks
        // stand at a word.
        let is_before = mark.kind == "insertion" && left.is_some_and(|at| (at - word.start + 1) * 2 <= word.len());
        let before = up_to(letters, if is_before { word.start } else { word.end });
        Self { at: point, marked: String::new(), before, sought: plain_words(&all) }
    }
}

/// The letters before a place, as far as they are kept. They tell apart lines that begin with the same words.
fn up_to(letters: &[Letter], end: usize) -> String {
    joined(letters.get(end.saturating_sub(BEFORE)..end).unwrap_or_default())
}

/// The letters of the word that one belongs to: that letter alone, if it is none of a word.
fn word_at(letters: &[Letter], at: usize) -> Range<usize> {
    let is_word = |letter: &Letter| !letter.text.is_empty() && letter.text.chars().all(char::is_alphanumeric);
    let follows = |one: &Letter, other: &Letter| is_word(one) && is_word(other) && !is_apart(one, other);
    let mut word = at..(at + 1).min(letters.len());
    while word.start > 0 && letters.get(word.start).is_some_and(|one| follows(&letters[word.start - 1], one)) {
        word.start -= 1;
    }
    while letters.get(word.end).is_some_and(|one| follows(&letters[word.end - 1], one)) {
        word.end += 1;
    }
    word
}

/// Whether there is room between two letters, or a line ends.
fn is_apart(one: &Letter, other: &Letter) -> bool {
    (one.base - other.base).abs() > one.size * 0.6
        || other.left - one.right > one.size * 0.15
        || other.left < one.left - one.size
}

/// The area around others.
fn hull(areas: &[Area]) -> Area {
    let all = areas.iter().copied().reduce(|one, other| Area {
        left: one.left.min(other.left),
        bottom: one.bottom.min(other.bottom),
        right: one.right.max(other.right),
        top: one.top.max(other.top),
    });
    all.unwrap_or(Area { left: 0.0, bottom: 0.0, right: 0.0, top: 0.0 })
}

fn holds(area: &Area, letter: &Letter) -> bool {
    let (x, y) = middle(letter);
    area.left <= x && x <= area.right && area.bottom <= y && y <= area.top
}

fn middle(letter: &Letter) -> (f64, f64) {
    ((letter.left + letter.right) / 2.0, letter.base + letter.size * 0.25)
}

/// The letters of the line nearest to a point, as far as no gap divides them.
fn line_at(letters: &[Letter], (x, y): (f64, f64)) -> Range<usize> {
    let distance = |letter: &Letter| {
        let down = (letter.base + letter.size * 0.25 - y).abs();
        let aside = (letter.left - x).max(x - letter.right).max(0.0);
        down * 3.0 + aside
    };
    let written = letters.iter().enumerate().filter(|(_, letter)| !letter.text.trim().is_empty());
    let nearest = written.min_by(|(_, one), (_, other)| distance(one).total_cmp(&distance(other)));
    let Some((nearest, middle)) = nearest else { return 0..0 };
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
    first..last + 1
}

/// Letters as text: with a space wherever there is room for one, or another line begins.
fn joined<'a>(letters: impl IntoIterator<Item = &'a Letter>) -> String {
    let mut text = String::new();
    let mut last: Option<&Letter> = None;
    for letter in letters {
        if last.is_some_and(|last| is_apart(last, letter)) && !text.ends_with(char::is_whitespace) {
            text.push(' ');
        }
        text.push_str(&letter.text);
        last = Some(letter);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
        let inserted = |left: f64| context("insertion", area(left, 97.0, left + 4.0, 103.0)).before;
        assert_eq!([inserted(21.0), inserted(27.0), inserted(-9.0)], ["one", "one two", "one"]);
        assert_eq!(context("note", area(22.0, 90.0, 42.0, 110.0)).before, "one two");
        assert_eq!(context("box", area(1.0, 84.0, 50.0, 96.0)).before, "one two three four");
        assert_eq!(context("note", area(198.0, 90.0, 218.0, 110.0)).sought, ["cell"]);
        assert_eq!(context("note", area(-20.0, 75.0, 0.0, 95.0)).sought, ["four", "five"]);
    }
}
