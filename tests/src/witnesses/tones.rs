//! The colours of a page as they are seen: whether charts can be told apart without colour, and whether text can be read.

use std::collections::BTreeSet;

use lopdf::{Document, ObjectId};

use crate::painted::{Painted, What, painted};
use crate::placed::figures;

/// What is reported here.
pub const RULES: &[&str] = &["close-tones", "low-contrast"];

/// The least difference in lightness of fills of a chart that lie side by side, of 100 (L* of CIE 1976).
const STEP: f64 = 20.0;

/// How far apart fills may lie and still be neighbours, in points: a cell's white edge and a little more.
const NEAR: f64 = 3.0;

/// The least contrast of text and what lies behind it (WCAG 1.4.3).
const CONTRAST: f64 = 4.5;

/// What is wrong with the colours of the pages.
pub fn ask(document: &Document, pages: &[ObjectId], report: &mut dyn FnMut(&str, String)) {
    let figures = figures(document);
    for (number, &page) in (1..).zip(pages) {
        let painted = painted(document, page);
        let mut seen = BTreeSet::new();
        let mut once = |rule: &'static str, detail: String| {
            if seen.insert(rule) {
                report(rule, format!("page {number}: {detail}"));
            }
        };
        for figure in figures.get(&page).into_iter().flatten() {
            // What a template draws is decoration beside the chart's own text; what an author has drawn is not.
            let drawn = |one: &&Painted| one.what == What::Fill && one.is_artifact && lies_in(one, *figure);
            let fills: Vec<(&Painted, [f64; 3])> =
                painted.iter().filter(drawn).filter_map(|one| Some((one, one.colour?))).collect();
            for (at, (one, colour)) in fills.iter().enumerate() {
                let next = fills[at + 1..].iter().filter(|(other, _)| one.distance(other) <= NEAR);
                for (_, other) in next {
                    let step = (lightness(*colour) - lightness(*other)).abs();
                    if colour != other && step < STEP {
                        let place = one.area.map(f64::round);
                        once("close-tones", format!("fills side by side differ by {step:.1}, at {place:?}"));
                    }
                }
            }
        }
        for (at, text) in painted.iter().enumerate() {
            let (What::Text { .. }, false, Some(ink)) = (&text.what, text.is_artifact, text.colour) else { continue };
            let [left, bottom, right, top] = text.area;
            let middle = (f64::midpoint(left, right), f64::midpoint(bottom, top));
            let below = painted[..at].iter().rev().find(|one| one.what == What::Fill && one.holds(middle));
            let ground = below.map_or(Some([1.0; 3]), |one| one.colour);
            if let Some(ground) = ground
                && contrast(ink, ground) < CONTRAST
            {
                let found = contrast(ink, ground);
                once("low-contrast", format!("text has {found:.1}:1 at {:?}", text.area.map(f64::round)));
            }
        }
    }
}

fn lies_in(one: &Painted, [left, bottom, right, top]: [f64; 4]) -> bool {
    let [l, b, r, t] = one.area;
    l >= left - NEAR && b >= bottom - NEAR && r <= right + NEAR && t <= top + NEAR
}

/// The relative luminance of a colour, from 0 to 1.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The lightness of a colour as it is seen, from 0 to 100.
fn lightness(colour: [f64; 3]) -> f64 {
    let luminance = luminance(colour);
    if luminance > 216.0 / 24389.0 { 116.0 * luminance.cbrt() - 16.0 } else { luminance * 24389.0 / 27.0 }
}

#[cfg(test)]
mod tests {
    use super::{contrast, lightness};

    #[test]
    fn colours_are_measured_as_the_standards_do() {
        assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
        assert!((lightness([1.0; 3]) - 100.0).abs() < 1e-6 && lightness([0.0; 3]) < 1e-9);
        let grey = 119.0 / 255.0;
        assert!((lightness([grey; 3]) - 50.0).abs() < 0.5);
    }
}
