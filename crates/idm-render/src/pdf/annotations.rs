//! What reviewers have put on a PDF's pages: notes, marks on words, drawings, and what was replied to them.

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Rect, Stream, String as PdfString};

use super::attachment::{self, AttachmentError};
use super::destinations::{self, Destination};
use super::page_text::{Letter, letters};
use super::{MAX_ENTRIES, PdfError, Unpacked, text, unpack};
use crate::pdf;

/// How many annotations a file may have, and how many letters the pages that have some.
const MAX_ANNOTATIONS: usize = 20_000;
const MAX_LETTERS: usize = 4_000_000;
/// How long one comment may be.
const MAX_COMMENT_BYTES: usize = 1024 * 1024;

/// The kinds of annotation that somebody says something with. Links, forms, films and what programs keep for themselves are
/// none.
const SAYING: [(&str, &str); 17] = [
    ("Text", "note"),
    ("FreeText", "text box"),
    ("Highlight", "highlight"),
    ("Underline", "underline"),
    ("Squiggly", "underline"),
    ("StrikeOut", "strike"),
    ("Caret", "insertion"),
    ("Ink", "drawing"),
    ("Line", "drawing"),
    ("Square", "box"),
    ("Circle", "box"),
    ("Polygon", "drawing"),
    ("PolyLine", "drawing"),
    ("Stamp", "stamp"),
    ("FileAttachment", "attached file"),
    ("Redact", "strike"),
    ("Sound", "sound"),
];

/// A rectangle on a page, in points from the page's lower left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The left edge.
    pub left: f64,
    /// The lower edge.
    pub bottom: f64,
    /// The right edge.
    pub right: f64,
    /// The upper edge.
    pub top: f64,
}

/// One annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The page, from 0.
    pub page: usize,
    /// What kind it is, in a word or two: `note`, `highlight`, `strike`, `insertion` and the like.
    pub kind: &'static str,
    /// What it says.
    pub comment: String,
    /// Who made it.
    pub author: Option<String>,
    /// When it was changed last, or made, as ISO 8601.
    pub date: Option<String>,
    /// The name that the program gave it.
    pub name: Option<String>,
    /// The areas that it marks: one for each line of marked words, else its own.
    pub areas: Vec<Area>,
    /// Whether it marks words.
    pub marks_words: bool,
    /// The annotation that it answers, by its place in the list.
    pub answers: Option<usize>,
    /// Whether it belongs to the one that it answers, as one mark of several.
    pub is_part: bool,
    /// What it sets the state of the one that it answers to: `Accepted`, `Rejected`, `Completed` and the like.
    pub state: Option<String>,
}

/// A PDF that may have been annotated.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotated {
    /// The annotations, by page.
    pub annotations: Vec<Annotation>,
    /// The file `draft.json` that is attached, if it is a draft with a map.
    pub map: Option<Vec<u8>>,
    /// The named places.
    pub destinations: Vec<Destination>,
    /// The letters of the pages that have annotations.
    pub letters: BTreeMap<usize, Vec<Letter>>,
}

/// Reads what has been put on a PDF's pages.
///
/// # Errors
/// If it cannot be read, or shows no page.
pub fn read(pdf: &[u8]) -> Result<Annotated, PdfError> {
    pdf::read(pdf, |pdf| {
        if pdf.pages().is_empty() {
            return Err(PdfError::Damaged("it has no page".to_owned()));
        }
        let annotations = annotations(pdf)?;
        let letters = letters_of(pdf, annotations.iter().map(|found| found.page).collect())?;
        let map = match attachment::attached(pdf, idm_core::remarks::map::NAME) {
            Ok(map) => Some(map),
            Err(AttachmentError::Pdf(error)) => return Err(error),
            Err(_) => None,
        };
        Ok(Annotated { annotations, map, destinations: destinations::all(pdf)?, letters })
    })
}

fn letters_of(pdf: &Pdf, pages: BTreeSet<usize>) -> Result<BTreeMap<usize, Vec<Letter>>, PdfError> {
    let mut found = BTreeMap::new();
    let mut room = MAX_LETTERS;
    for page in pages {
        let Some(sheet) = pdf.pages().get(page) else { continue };
        let letters = letters(pdf, sheet);
        room = room.checked_sub(letters.len()).ok_or_else(|| {
            PdfError::Damaged(format!("the pages with comments have more than {MAX_LETTERS} letters"))
        })?;
        found.insert(page, letters);
    }
    Ok(found)
}

fn annotations(pdf: &Pdf) -> Result<Vec<Annotation>, PdfError> {
    let mut found = vec![];
    let mut places: BTreeMap<ObjectIdentifier, usize> = BTreeMap::new();
    let mut answers: Vec<(usize, ObjectIdentifier)> = vec![];
    for (page, sheet) in pdf.pages().iter().enumerate() {
        let list = sheet.raw().get::<Array>("Annots");
        for reference in list.into_iter().flat_map(|list| list.raw_iter()).take(MAX_ENTRIES) {
            let id = reference.as_obj_ref().map(ObjectIdentifier::from);
            let Some(dictionary) = pdf::resolve(pdf, reference).and_then(Object::into_dict) else { continue };
            let Some(annotation) = annotation(page, &dictionary) else { continue };
            // Some programs list an annotation twice.
            if let Some(id) = id {
                if places.contains_key(&id) {
                    continue;
                }
                places.insert(id, found.len());
            }
            if let Some(other) = dictionary.get_ref("IRT") {
                answers.push((found.len(), other.into()));
            }
            found.push(annotation);
            if found.len() > MAX_ANNOTATIONS {
                return Err(PdfError::Damaged(format!("it has more than {MAX_ANNOTATIONS} comments")));
            }
        }
    }
    for (at, other) in answers {
        if let Some(&other) = places.get(&other)
            && let Some(answer) = found.get_mut(at)
        {
            answer.answers = Some(other).filter(|other| *other != at);
        }
    }
    Ok(found)
}

fn annotation(page: usize, dictionary: &Dict) -> Option<Annotation> {
    let kind = dictionary.get::<Name>("Subtype")?;
    let (_, kind) = SAYING.iter().find(|(name, _)| name.as_bytes() == kind.as_ref())?;
    let string = |key: &str| dictionary.get::<PdfString>(key).map(|value| text(&value)).filter(|text| !text.is_empty());
    let own = dictionary.get::<Rect>("Rect").map(|rect| Area {
        left: rect.x0.min(rect.x1),
        bottom: rect.y0.min(rect.y1),
        right: rect.x0.max(rect.x1),
        top: rect.y0.max(rect.y1),
    });
    let quads: Vec<f64> = dictionary
        .get::<Array>("QuadPoints")
        .into_iter()
        .flat_map(|points| points.iter::<f32>())
        .map(f64::from)
        .take(8 * 4096)
        .collect();
    let marks_words = matches!(*kind, "highlight" | "underline" | "strike");
    // The corners come in any order, whatever the standard says, and may be missing.
    let mut areas: Vec<Area> = quads.chunks_exact(8).map(around).collect();
    if areas.is_empty() {
        areas.extend(own);
    }
    let comment = string("Contents").or_else(|| rich(dictionary)).unwrap_or_default();
    let comment = comment.replace("\r\n", "\n").replace('\r', "\n");
    let state = string("State").filter(|_| dictionary.contains_key("IRT"));
    let is_part = dictionary.get::<Name>("RT").is_some_and(|relation| relation.as_ref() == b"Group");
    Some(Annotation {
        page,
        kind,
        comment: comment.trim().to_owned(),
        author: string("T"),
        date: string("M").or_else(|| string("CreationDate")).and_then(|date| iso_date(&date)),
        name: string("NM"),
        areas,
        marks_words,
        answers: None,
        is_part,
        state,
    })
}

fn around(corners: &[f64]) -> Area {
    let at = |from: usize| corners.iter().skip(from).step_by(2).copied();
    let (low, high) = (f64::INFINITY, f64::NEG_INFINITY);
    Area {
        left: at(0).fold(low, f64::min),
        bottom: at(1).fold(low, f64::min),
        right: at(0).fold(high, f64::max),
        top: at(1).fold(high, f64::max),
    }
}

/// The words of a comment that is there with mark-up only.
fn rich(dictionary: &Dict) -> Option<String> {
    let marked = match dictionary.get::<Object>("RC")? {
        Object::String(string) => text(&string),
        Object::Stream(stream) => match unpack_text(&stream) {
            Unpacked::Whole(bytes) => text(&bytes),
            Unpacked::TooLarge | Unpacked::Spoilt => return None,
        },
        _ => return None,
    };
    let mut words = String::new();
    let mut in_tag = false;
    for character in marked.chars() {
        match character {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if in_tag => {}
            other => words.push(other),
        }
    }
    let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    Some(words.trim().to_owned()).filter(|words| !words.is_empty())
}

fn unpack_text(stream: &Stream) -> Unpacked {
    unpack(stream, MAX_COMMENT_BYTES)
}

/// `D:20180203040506+01'00'` as `2018-02-03T04:05:06+01:00`; what is missing is left out from the end.
fn iso_date(date: &str) -> Option<String> {
    let date = date.trim().trim_start_matches("D:");
    let digits: String = date.chars().take_while(char::is_ascii_digit).take(14).collect();
    let part = |from: usize, to: usize| digits.get(from..to);
    let mut iso = part(0, 4)?.to_owned();
    for (sign, from) in [('-', 4), ('-', 6)] {
        let Some(part) = part(from, from + 2) else { return Some(iso) };
        iso.push(sign);
        iso.push_str(part);
    }
    let (Some(hour), Some(minute)) = (part(8, 10), part(10, 12)) else { return Some(iso) };
    iso.push_str(&format!("T{hour}:{minute}:{}", part(12, 14).unwrap_or("00")));
    let zone = &date[digits.len()..];
    let zone_digits: String = zone.chars().filter(char::is_ascii_digit).take(4).collect();
    match zone.chars().next() {
        Some('Z') => iso.push('Z'),
        Some(sign @ ('+' | '-')) if zone_digits.len() >= 2 => {
            iso.push_str(&format!("{sign}{}:{}", &zone_digits[..2], zone_digits.get(2..4).unwrap_or("00")));
        }
        _ => {}
    }
    Some(iso)
}

#[cfg(test)]
mod tests;
