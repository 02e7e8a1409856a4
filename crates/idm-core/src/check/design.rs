//! What a publication changes in the design: tokens that exist, values of their kind, text that can be read.

use toml::{Table, Value};

use super::Subject;
use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath, Near, Origin, Place, near};
use crate::model::DesignChange;
use crate::rules;
use crate::schema::DesignEntry;

/// The least contrast of text with its ground: WCAG 2.2, 1.4.3, level AA.
const TEXT_CONTRAST: f64 = 4.5;

/// The least difference in lightness of fills that lie side by side, of 100.
const STEP: f64 = 20.0;

/// The tables of the design that a publication may change, and the least and largest measure in each, in points.
const TABLES: [(&str, f64, f64); 6] = [
    ("colours", 0.0, 0.0),
    ("changes", 0.0, 0.0),
    ("fonts", 0.0, 0.0),
    ("sizes", 5.0, 120.0),
    ("space", 0.0, 200.0),
    ("margins", 15.0, 230.0),
];

/// What an em counts as where a measure's bounds are concerned, in points: the size of the text.
const EM: f64 = 11.0;

pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    // A broken file of tokens is a mistake in a template, which Typst reports.
    let Ok(mut tokens) = subject.tokens.parse::<Table>() else { return };
    let mut accepted: Vec<&DesignChange> = vec![];
    for change in &subject.publication.settings.design {
        match apply(&mut tokens, change, subject) {
            Ok(()) => accepted.push(change),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    // The last change that has to do with one of two colours.
    let changed = |one: &str, other: &str| {
        let sides = [one, other].map(|name| (name, base(&tokens, name)));
        let concerns = |change: &&&DesignChange| {
            sides.iter().any(|(name, base)| *name == change.token || base.as_deref() == Some(&change.token))
        };
        accepted.iter().rev().find(concerns).map(|change| Place::Value(origin(change)))
    };
    for (one, other, step) in close(&tokens) {
        let Some(place) = changed(&one, &other) else { continue };
        let message = format!("`{one}` and `{other}` lie side by side in charts and differ in lightness by {step:.1}");
        diagnostics.push(
            Diagnostic::new(&rules::CLOSE_TONES, place, message).hint(format!("at least {STEP} of 100 are needed")),
        );
    }
    for (text, ground, contrast) in unreadable(&tokens) {
        let Some(place) = changed(&text, &ground) else { continue };
        // Two places, so that what is just too little does not look enough.
        let message = format!("text in `{text}` on `{ground}` has a contrast of {contrast:.2}:1");
        diagnostics.push(
            Diagnostic::new(&rules::LOW_CONTRAST, place, message).hint(format!("at least {TEXT_CONTRAST}:1 is needed")),
        );
    }
}

fn origin(change: &DesignChange) -> Origin {
    let path = KeyPath::root().key("design").key(&change.table).key(&change.token);
    Origin { source: change.span.source, path }
}

/// A measure of the design in points, as the publication has it. `None` where it is none, which is reported.
pub(super) fn measure(subject: Subject, table: &str, token: &str) -> Option<f64> {
    let mut changes = subject.publication.settings.design.iter();
    if let Some(change) = changes.find(|change| change.table == table && change.token == token) {
        return points(change.value.texts().first()?);
    }
    let tokens = subject.tokens.parse::<Table>().ok()?;
    // What a paper has of its own stands in place of what holds for all.
    let paper = subject.publication.settings.layout.paper.name();
    let of_paper = tokens.get("papers").and_then(|papers| papers.get(paper)?.get(table)?.get(token));
    points(of_paper.or_else(|| tokens.get(table)?.get(token))?.as_str()?)
}

/// Puts a change among the tokens, or says what is wrong with it.
fn apply(tokens: &mut Table, change: &DesignChange, subject: Subject) -> Result<(), Box<Diagnostic>> {
    let unknown = |path: KeyPath, typed: &str, what: String, near: Option<Near>| {
        let origin = Origin { source: change.span.source, path };
        let diagnostic = Diagnostic::new(&rules::YAML_UNKNOWN_KEY, Place::Key(origin), what);
        // Another change may stand under the key that is meant.
        let near = near.map(|near| Near { is_certain: false, ..near });
        Err(Box::new(diagnostic.did_you_mean(typed, near)))
    };
    let Some((_, least, largest)) = TABLES.iter().find(|(name, ..)| *name == change.table) else {
        let near = near(&change.table, TABLES.iter().map(|(name, ..)| *name));
        let path = KeyPath::root().key("design").key(&change.table);
        return unknown(path, &change.table, format!("the design has no `{}`", change.table), near);
    };
    let table = tokens.entry(change.table.clone()).or_insert_with(|| Table::new().into());
    let Some(table) = table.as_table_mut() else { return Ok(()) };
    if !table.contains_key(&change.token) {
        let what = format!("the design has no `{}` among its {}", change.token, change.table);
        let near = near(&change.token, table.keys().map(String::as_str));
        return unknown(origin(change).path, &change.token, what, near);
    }
    let Some(slot) = table.get_mut(&change.token) else { return Ok(()) };
    let values = change.value.texts();
    let is_list = matches!(change.value, DesignEntry::List(_));
    let invalid = |expected: &str| {
        let written = values.join(", ");
        let written = if is_list { format!("[{written}]") } else { written };
        let what = format!("`{written}` is not {expected}");
        Err(Box::new(Diagnostic::new(&rules::INVALID_VALUE, Place::Value(origin(change)), what)))
    };
    let bounded = |text: &&String| points(text).is_some_and(|points| (*least..=*largest).contains(&points));
    match change.table.as_str() {
        "colours" | "changes" => {
            if is_list || colour(&values[0]).is_none() {
                return invalid("a colour such as `#12345a`");
            }
        }
        "fonts" => {
            if values.is_empty() {
                return invalid("a font, such as `Noto Sans`");
            }
            let families = (subject.families)();
            let is_there = |name: &str| families.iter().any(|family| family.to_lowercase() == name.to_lowercase());
            if let Some((at, name)) = values.iter().enumerate().find(|(_, name)| !is_there(name)) {
                let mut origin = origin(change);
                if is_list {
                    origin = origin.index(at);
                }
                let known = families.iter().map(|family| format!("`{family}`")).collect::<Vec<_>>().join(", ");
                let hint = format!("put its files into `fonts/`, or choose one that is there: {known}");
                let diagnostic =
                    Diagnostic::new(&rules::INVALID_VALUE, Place::Value(origin), format!("there is no font `{name}`"));
                let near = near(name, families.iter().map(String::as_str));
                return Err(Box::new(diagnostic.did_you_mean(name, near).hint(hint)));
            }
        }
        _ => {
            let wanted = slot.as_array().map(Vec::len);
            // Sizes of type are divided by each other, which needs lengths that depend on nothing.
            let relative = change.table == "sizes" && values.iter().any(|text| text.ends_with("em"));
            let fits = is_list == wanted.is_some() && values.len() == wanted.unwrap_or(1) && !relative;
            if !fits || !values.iter().all(|text| bounded(&text)) {
                let several = wanted.map_or("a measure".to_owned(), |wanted| format!("{wanted} measures"));
                let several = if relative { several + " of its own, without `em`," } else { several };
                return invalid(&format!("{several} from {least}pt to {largest}pt, such as `11pt` or `4mm`"));
            }
        }
    }
    *slot = match &change.value {
        DesignEntry::One(text) => Value::String(text.clone()),
        DesignEntry::List(texts) => Value::Array(texts.iter().cloned().map(Value::String).collect()),
    };
    Ok(())
}

/// The fills that lie side by side, and are too close to be told apart.
fn close(tokens: &Table) -> Vec<(String, String, f64)> {
    let rows = tokens.get("steps").and_then(Value::as_table).into_iter().flatten();
    let mut found = vec![];
    for (_, row) in rows {
        let names: Vec<&str> = row.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for pair in names.windows(2) {
            let &[one, other] = pair else { continue };
            if let (Some(a), Some(b)) = (resolved(tokens, one), resolved(tokens, other)) {
                let step = (lightness(a) - lightness(b)).abs();
                if step < STEP - 0.05 {
                    found.push((one.to_owned(), other.to_owned(), step));
                }
            }
        }
    }
    found
}

/// The pairs of text and ground that stand on each other, and have too little contrast.
fn unreadable(tokens: &Table) -> Vec<(String, String, f64)> {
    let mut found = vec![];
    let grounds = tokens.get("contrast").and_then(Value::as_table);
    for (ground, texts) in grounds.into_iter().flatten() {
        for text in texts.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if let (Some(above), Some(below)) = (resolved(tokens, text), resolved(tokens, ground)) {
                let contrast = contrast(above, below);
                // Half a hundredth of a ratio is rounding.
                if contrast < TEXT_CONTRAST - 0.005 {
                    found.push((text.to_owned(), ground.clone(), contrast));
                }
            }
        }
    }
    found
}

/// The colour that a token is mixed from.
fn base(tokens: &Table, name: &str) -> Option<String> {
    let (base, _) = written(tokens, name)?.split_once(' ')?;
    Some(base.to_owned())
}

fn written<'a>(tokens: &'a Table, name: &str) -> Option<&'a str> {
    let tables = ["colours", "changes"].iter().filter_map(|table| tokens.get(*table)?.get(name)?.as_str());
    tables.into_iter().next()
}

/// A token's colour; one that is mixed from another is so much of it on paper, as the templates mix it.
fn resolved(tokens: &Table, name: &str) -> Option<[f64; 3]> {
    let text = written(tokens, name)?;
    let Some((base, part)) = text.split_once(' ') else { return colour(text) };
    let part = part.strip_suffix('%')?.parse::<f64>().ok()? / 100.0;
    let (base, paper) = (colour(written(tokens, base)?)?, colour(written(tokens, "paper")?)?);
    Some([0, 1, 2].map(|at| base[at] * part + paper[at] * (1.0 - part)))
}

/// Red, green and blue from 0 to 1.
fn colour(text: &str) -> Option<[f64; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok().map(|part| f64::from(part) / 255.0);
    Some([part(0)?, part(2)?, part(4)?])
}

/// The contrast of two colours, from 1 to 21: WCAG 2.2, "contrast ratio" and "relative luminance".
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The relative luminance of a colour, from 0 to 1.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

/// The lightness of a colour as it is seen, from 0 to 100: L* of CIE 1976.
fn lightness(colour: [f64; 3]) -> f64 {
    let luminance = luminance(colour);
    if luminance > 216.0 / 24389.0 { 116.0 * luminance.cbrt() - 16.0 } else { luminance * 24389.0 / 27.0 }
}

/// A measure in points.
fn points(text: &str) -> Option<f64> {
    let units = [("pt", 1.0), ("mm", 72.0 / 25.4), ("em", EM)];
    let (number, unit) = units.iter().find_map(|(name, size)| Some((text.strip_suffix(name)?, size)))?;
    // The form that the templates read: digits, and a point before some of them.
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !number.ends_with('.');
    Some(number.parse::<f64>().ok().filter(|_| plain)? * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_design_as_it_comes_can_be_read() {
        let tokens = report_templates::package_file("prose", "0.1.0", "tokens.toml").unwrap();
        let tokens: Table = std::str::from_utf8(tokens).unwrap().parse().unwrap();
        assert_eq!(unreadable(&tokens), []);
        let pairs: usize =
            tokens["contrast"].as_table().unwrap().values().map(|texts| texts.as_array().unwrap().len()).sum();
        assert!(pairs > 10);
        // A pair whose names lead nowhere would be held to nothing.
        for (ground, texts) in tokens["contrast"].as_table().unwrap() {
            for name in texts.as_array().unwrap().iter().filter_map(Value::as_str).chain([ground.as_str()]) {
                assert!(resolved(&tokens, name).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let of = |a, b| (contrast(colour(a).unwrap(), colour(b).unwrap()) * 100.0).round() / 100.0;
        assert_eq!(of("#000000", "#ffffff"), 21.0);
        assert_eq!(of("#777777", "#ffffff"), 4.48);
        assert_eq!(of("#767676", "#ffffff"), 4.54);
    }

    #[test]
    fn tones_of_charts_are_apart() {
        let tokens = report_templates::package_file("prose", "0.1.0", "tokens.toml").unwrap();
        let mut tokens: Table = std::str::from_utf8(tokens).unwrap().parse().unwrap();
        assert_eq!(close(&tokens), []);
        for name in tokens["steps"]["charts"].as_array().unwrap() {
            assert!(resolved(&tokens, name.as_str().unwrap()).is_some(), "{name:?}");
        }
        tokens["colours"]["heat-1"] = Value::String("deep 50%".to_owned());
        let found = close(&tokens);
        let found: Vec<_> = found.iter().map(|(one, other, _)| (one.as_str(), other.as_str())).collect();
        assert_eq!(found, [("heat-1", "heat-2")]);
    }

    #[test]
    fn lightness_is_that_of_the_eye() {
        let of = |text| (lightness(colour(text).unwrap()) * 10.0).round() / 10.0;
        assert_eq!(["#000000", "#777777", "#ffffff"].map(of), [0.0, 50.0, 100.0]);
    }

    #[test]
    fn colours_are_six_figures() {
        assert_eq!(colour("#000000"), Some([0.0; 3]));
        assert_eq!(["000000", "#12345", "#+1+2+3", "#ééé"].map(colour), [None; 4]);
    }

    #[test]
    fn measures_have_a_unit() {
        assert_eq!(points("11pt"), Some(11.0));
        assert_eq!(points("0.5em"), Some(5.5));
        assert_eq!(points("25.4mm"), Some(72.0));
        assert_eq!(["11", "-1pt", "1e3pt", "pt", "4 mm", "infpt", "11.pt"].map(points), [None; 7]);
    }
}
