//! Answers about pages.

use std::hash::{DefaultHasher, Hash, Hasher};

use idm::page_text::{BlockKind, PageText};
use idm::{Area, Pages};
use serde_json::{Value, json};

use crate::desk::{Desk, areas_json};
use crate::server::{Answer, Query};

/// How many places a search names.
const MOST_FOUND: usize = 500;

/// A page: a line of JSON, and then the drawing, if it is another than the one that the asking page `has` already. `part` is
/// `text` where only the words are wanted.
pub(crate) fn page(desk: &Desk, query: &Query) -> Answer {
    let shown = query.get("document").and_then(|name| desk.shown(name));
    let (Some(shown), Some(number)) = (shown, query.number::<usize>("page")) else { return missing() };
    let (Some(text), Some(key)) = (shown.pages.text(number), shown.keys.get(number)) else { return missing() };
    let mut head = json!({ "key": format!("{key:032x}"), "text": text_json(&text) });
    if query.get("part") == Some("text") {
        return Answer::json(&head);
    }
    let Some(drawing) = shown.pages.drawing(number) else { return missing() };
    // An edit elsewhere in the same file gives a page another key, and leaves its drawing as it was.
    let mut hasher = DefaultHasher::new();
    drawing.hash(&mut hasher);
    let drawn = format!("{:016x}", hasher.finish());
    let is_known = query.get("has") == Some(drawn.as_str());
    head["drawn"] = Value::from(drawn);
    let drawing = if is_known { "" } else { drawing.as_str() };
    Answer::new("text/plain; charset=utf-8", format!("{head}\n{drawing}"))
}

/// A page's text: for each part its kind, and its lines with where they stand.
fn text_json(text: &PageText) -> Value {
    let block = |block: &idm::page_text::TextBlock| {
        let kind = match block.kind {
            BlockKind::Heading(level) => json!(level),
            BlockKind::Artifact => json!("artifact"),
            BlockKind::Text => json!("text"),
        };
        let line = |line: &idm::page_text::TextLine| {
            let Area { left, top, right, bottom, .. } = line.area;
            json!([line.text, round(left), round(top), round(right - left), round(bottom - top)])
        };
        json!([kind, block.lines.iter().map(line).collect::<Vec<_>>()])
    };
    text.blocks.iter().map(block).collect()
}

fn round(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}

/// Where the words at a point came from.
pub(crate) fn place(desk: &Desk, query: &Query) -> Answer {
    let shown = query.get("document").and_then(|name| desk.shown(name));
    let point = (query.number("page"), query.number("x"), query.number("y"));
    let (Some(shown), (Some(page), Some(x), Some(y))) = (shown, point) else { return missing() };
    match shown.pages.source_at(page, x, y) {
        Some(place) => Answer::json(&json!({
            "file": place.file,
            "line": place.start.line,
            "column": place.start.column,
        })),
        None => Answer::json(&Value::Null),
    }
}

/// Where the words of a line of an input file stand.
pub(crate) fn areas(desk: &Desk, query: &Query) -> Answer {
    let shown = query.get("document").and_then(|name| desk.shown(name));
    let (Some(shown), Some(file), Some(line)) = (shown, query.get("file"), query.number("line")) else {
        return missing();
    };
    Answer::json(&areas_json(&shown.pages.areas_of_line(file, line)))
}

/// Where a text stands, whatever its case, also over the ends of lines.
pub(crate) fn search(desk: &Desk, query: &Query) -> Answer {
    let shown = query.get("document").and_then(|name| desk.shown(name));
    let (Some(shown), Some(text)) = (shown, query.get("text")) else { return missing() };
    let wanted: Vec<char> = normal(text.trim()).collect();
    if wanted.is_empty() {
        return Answer::json(&json!([]));
    }
    let found: Vec<Value> = (0..shown.pages.len())
        .flat_map(|page| found_on(&shown.pages, page, &wanted))
        .take(MOST_FOUND)
        .map(|areas| areas_json(&areas))
        .collect();
    Answer::json(&Value::Array(found))
}

/// Letters without case, and one blank for any number of them.
fn normal(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut was_blank = false;
    text.chars().flat_map(char::to_lowercase).filter_map(move |c| {
        let c = match c {
            '\u{ad}' | '\u{200b}' | '\u{2060}' => return None,
            '’' => '\'',
            '‑' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        (!std::mem::replace(&mut was_blank, c == ' ') || c != ' ').then_some(c)
    })
}

/// For each place where the letters stand on a page, the rectangles of its lines.
fn found_on(pages: &Pages, page: usize, wanted: &[char]) -> Vec<Vec<Area>> {
    let Some(text) = pages.text(page) else { return vec![] };
    let mut found = vec![];
    for block in &text.blocks {
        // Every letter with the line and the character in it.
        let mut letters: Vec<(char, usize, usize)> = vec![];
        for (number, line) in block.lines.iter().enumerate() {
            if letters.last().is_some_and(|&(last, ..)| last != ' ') {
                letters.push((' ', number, 0));
            }
            for (at, c) in line.text.chars().enumerate() {
                let blank_before = letters.last().is_none_or(|&(last, ..)| last == ' ');
                letters.extend(normal(&c.to_string()).filter(|c| *c != ' ' || !blank_before).map(|c| (c, number, at)));
            }
        }
        let mut from = 0;
        while let Some(rest) = letters.get(from..).filter(|rest| rest.len() >= wanted.len()) {
            if !rest.iter().zip(wanted).all(|((c, ..), wanted)| c == wanted) {
                from += 1;
                continue;
            }
            let hit = &rest[..wanted.len()];
            let mut areas = vec![];
            for (number, line) in block.lines.iter().enumerate() {
                let mut inside = hit.iter().filter(|(_, at, _)| *at == number).map(|&(_, _, at)| at);
                if let Some(first) = inside.next() {
                    let last = inside.next_back().unwrap_or(first);
                    areas.push(line.part(first, last + 1));
                }
            }
            found.push(areas);
            from += wanted.len();
        }
    }
    found
}

fn missing() -> Answer {
    Answer::refused(404, "there is no such page")
}
