//! The words of a page, each with its place: as far as marks on them need it. Fonts are read as this program's PDFs have
//! them, and most others.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::Page;

use super::{Unpacked, unpack};

/// How long a page's own description may be.
const MAX_CONTENT_BYTES: usize = 64 * 1024 * 1024;
/// How large a font's table of characters may be.
const MAX_TABLE_BYTES: usize = 4 * 1024 * 1024;
/// How many letters a page may have.
const MAX_LETTERS: usize = 200_000;

/// A letter, or several that are drawn as one, in points from the page's lower left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// What it says.
    pub text: String,
    /// The left edge.
    pub left: f64,
    /// The right edge.
    pub right: f64,
    /// The line that it stands on.
    pub base: f64,
    /// The size of the type.
    pub size: f64,
}

/// The letters of a page that lie straight, in the order in which they are drawn, without what is no part of the text,
/// such as page numbers, line numbers and watermarks.
pub(crate) fn letters(pdf: &Pdf, page: &Page) -> Vec<Letter> {
    let content = content(page);
    let mut reading = Reading { pdf, fonts: BTreeMap::new(), list: page.resources().fonts.clone(), letters: vec![] };
    reading.read(&content);
    reading.letters
}

fn content(page: &Page) -> Vec<u8> {
    let part = |stream: &Stream| match unpack(stream, MAX_CONTENT_BYTES) {
        Unpacked::Whole(bytes) => bytes,
        Unpacked::TooLarge | Unpacked::Spoilt => vec![],
    };
    match page.raw().get::<Object>("Contents") {
        Some(Object::Stream(stream)) => part(&stream),
        Some(Object::Array(parts)) => {
            let mut content: Vec<u8> = vec![];
            for stream in parts.iter::<Stream>() {
                content.extend(part(&stream));
                content.push(b'\n');
                if content.len() > MAX_CONTENT_BYTES {
                    break;
                }
            }
            content
        }
        _ => vec![],
    }
}

/// A transformation of coordinates, `[a b c d e f]` (ISO 32000-2, 8.3.3).
type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// What comes of one transformation and then another.
fn then(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [p, q, r, s, t, u] = second;
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Vec<u8>,
    size: f64,
    spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
}

struct Reading<'a> {
    pdf: &'a Pdf,
    fonts: BTreeMap<Vec<u8>, Font>,
    list: Dict<'a>,
    letters: Vec<Letter>,
}

impl Reading<'_> {
    fn read(&mut self, content: &[u8]) {
        let mut state = State {
            matrix: IDENTITY,
            font: vec![],
            size: 1.0,
            spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
        };
        let (mut saved, mut line, mut text) = (vec![], IDENTITY, IDENTITY);
        // Whether each open piece of marked content is no part of the text.
        let mut marked: Vec<bool> = vec![];
        let mut instructions = UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            let operands: Vec<&Object> = instruction.operands().collect();
            let number = |at: usize| match operands.get(at) {
                Some(Object::Number(number)) => number.as_f64(),
                _ => 0.0,
            };
            let matrix = || [number(0), number(1), number(2), number(3), number(4), number(5)];
            let skipped = marked.contains(&true);
            match &**instruction.operator {
                b"q" if saved.len() < 512 => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => state.matrix = then(matrix(), state.matrix),
                b"BT" => (line, text) = (IDENTITY, IDENTITY),
                b"Tf" => {
                    if let Some(Object::Name(name)) = operands.first() {
                        state.font = name.as_ref().to_vec();
                        self.load(&state.font);
                    }
                    state.size = number(1);
                }
                b"Tc" => state.spacing = number(0),
                b"Tw" => state.word_spacing = number(0),
                b"Tz" => state.scale = number(0) / 100.0,
                b"TL" => state.leading = number(0),
                b"Td" | b"TD" => {
                    if &**instruction.operator == b"TD" {
                        state.leading = -number(1);
                    }
                    line = then([1.0, 0.0, 0.0, 1.0, number(0), number(1)], line);
                    text = line;
                }
                b"Tm" => (line, text) = (matrix(), matrix()),
                b"T*" => {
                    line = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    text = line;
                }
                b"'" | b"\"" => {
                    line = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    text = line;
                    if let Some(Object::String(shown)) = operands.last() {
                        self.show(&state, &mut text, shown, skipped);
                    }
                }
                b"Tj" => {
                    if let Some(Object::String(shown)) = operands.first() {
                        self.show(&state, &mut text, shown, skipped);
                    }
                }
                b"TJ" => {
                    let Some(Object::Array(parts)) = operands.first() else { continue };
                    for part in parts.iter::<Object>() {
                        match part {
                            Object::String(shown) => self.show(&state, &mut text, &shown, skipped),
                            Object::Number(shift) => {
                                let by = -shift.as_f64() / 1000.0 * state.size * state.scale;
                                text = then([1.0, 0.0, 0.0, 1.0, by, 0.0], text);
                            }
                            _ => {}
                        }
                    }
                }
                b"BMC" | b"BDC" if marked.len() < 512 => {
                    let is_artifact =
                        matches!(operands.first(), Some(Object::Name(name)) if name.as_ref() == b"Artifact");
                    marked.push(is_artifact);
                }
                b"EMC" => {
                    marked.pop();
                }
                _ => {}
            }
            if self.letters.len() > MAX_LETTERS {
                return;
            }
        }
    }

    fn load(&mut self, name: &[u8]) {
        if !self.fonts.contains_key(name) {
            let font = self.list.get::<Dict>(name).map(|font| Font::read(self.pdf, &font)).unwrap_or_default();
            self.fonts.insert(name.to_vec(), font);
        }
    }

    fn show(&mut self, state: &State, text: &mut Matrix, shown: &[u8], skipped: bool) {
        let Some(font) = self.fonts.get(&state.font) else { return };
        let codes: Vec<u32> = if font.is_wide {
            shown.chunks_exact(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1])).collect()
        } else {
            shown.iter().map(|&byte| byte.into()).collect()
        };
        for code in codes {
            let blank = if !font.is_wide && code == 32 { state.word_spacing } else { 0.0 };
            let advance = (font.width(code) * state.size + state.spacing + blank) * state.scale;
            let here = then(*text, state.matrix);
            let after = then([1.0, 0.0, 0.0, 1.0, advance, 0.0], *text);
            let there = then(after, state.matrix);
            // What is turned is no running text. A page may be drawn upside down and turned back.
            let is_straight = here[1].abs() < 0.01 && here[0] > 0.0;
            if is_straight && !skipped {
                let size = (here[3] * state.size).abs();
                let said = font.text(code);
                self.letters.push(Letter { text: said, left: here[4], right: there[4], base: here[5], size });
            }
            *text = after;
        }
    }
}

/// What of a font is needed to know where its letters stand and what they say.
#[derive(Default)]
struct Font {
    is_wide: bool,
    /// In parts of the size of the type.
    widths: BTreeMap<u32, f64>,
    default_width: f64,
    texts: BTreeMap<u32, String>,
}

impl Font {
    fn read(pdf: &Pdf, font: &Dict) -> Self {
        let mut read = Self { default_width: 0.5, ..Self::default() };
        read.is_wide = font.get::<Name>("Subtype").is_some_and(|kind| kind.as_ref() == b"Type0");
        if let Some(Unpacked::Whole(table)) =
            font.get::<Stream>("ToUnicode").map(|stream| unpack(&stream, MAX_TABLE_BYTES))
        {
            read.texts = characters(&table);
        }
        if read.is_wide {
            let below = font.get::<Array>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict>().next());
            let Some(below) = below else { return read };
            read.default_width = below.get::<f32>("DW").unwrap_or(1000.0) as f64 / 1000.0;
            read.wide_widths(pdf, &below);
        } else {
            // Those of a font that is drawn are in the font's own measure.
            let unit = font.get::<Array>("FontMatrix").and_then(|matrix| matrix.iter::<f32>().next()).unwrap_or(0.001);
            let first = font.get::<i32>("FirstChar").and_then(|first| u32::try_from(first).ok()).unwrap_or(0);
            let widths = font.get::<Array>("Widths").into_iter().flat_map(|widths| widths.iter::<f32>());
            read.widths = (first..).zip(widths.take(256).map(|width| f64::from(width * unit))).collect();
        }
        read
    }

    /// `code [width …]` or `first last width`.
    fn wide_widths(&mut self, pdf: &Pdf, font: &Dict) {
        let Some(list) = font.get::<Array>("W") else { return };
        let mut open: Vec<u32> = vec![];
        for part in list.raw_iter().filter_map(|part| super::resolve(pdf, part)) {
            match part {
                Object::Number(number) if open.len() == 2 => {
                    for code in (open[0]..=open[1]).take(65_536) {
                        self.widths.insert(code, number.as_f64() / 1000.0);
                    }
                    open.clear();
                }
                Object::Number(number) => open.push(number.as_i64().clamp(0, 0xFFFF) as u32),
                Object::Array(widths) => {
                    if let Some(first) = open.first().copied() {
                        let widths = widths.iter::<f32>().take(65_536).map(|width| f64::from(width) / 1000.0);
                        self.widths.extend((first..).zip(widths));
                    }
                    open.clear();
                }
                _ => {}
            }
        }
    }

    fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.default_width)
    }

    fn text(&self, code: u32) -> String {
        match self.texts.get(&code) {
            Some(text) => text.clone(),
            None if self.is_wide => String::new(),
            None => u8::try_from(code).map(|byte| super::text(&[byte])).unwrap_or_default(),
        }
    }
}

/// A table of what codes mean (ISO 32000-2, 9.10.3): the pairs and ranges of hexadecimal strings between `begin…` and
/// `end…`.
fn characters(table: &[u8]) -> BTreeMap<u32, String> {
    let mut texts = BTreeMap::new();
    let table = String::from_utf8_lossy(table);
    for part in table.split("beginbfchar").skip(1) {
        let part = part.split("endbfchar").next().unwrap_or_default();
        let strings: Vec<&str> = strings(part).collect();
        texts.extend(strings.chunks_exact(2).filter_map(|pair| Some((code(pair[0])?, utf16(pair[1])))));
    }
    for part in table.split("beginbfrange").skip(1) {
        let part = part.split("endbfrange").next().unwrap_or_default();
        for line in part.split('\n') {
            let strings: Vec<&str> = strings(line).collect();
            let [first, last, texts_of @ ..] = strings.as_slice() else { continue };
            let (Some(first), Some(last)) = (code(first), code(last)) else { continue };
            let codes = (first..=last).take(65_536);
            if line.contains('[') {
                texts.extend(codes.zip(texts_of.iter().map(|text| utf16(text))));
            } else if let Some(start) = texts_of.first().map(|text| utf16(text)) {
                let mut all: Vec<char> = start.chars().collect();
                let Some(last) = all.pop() else { continue };
                for (at, code) in (0..).zip(codes) {
                    let next = char::from_u32(u32::from(last) + at).unwrap_or(char::REPLACEMENT_CHARACTER);
                    texts.insert(code, all.iter().copied().chain([next]).collect());
                }
            }
        }
    }
    texts
}

/// What stands between angle brackets.
fn strings(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).filter_map(|part| part.split('>').next()).map(str::trim)
}

fn code(digits: &str) -> Option<u32> {
    u32::from_str_radix(digits, 16).ok().filter(|code| *code <= 0xFFFF)
}

fn utf16(digits: &str) -> String {
    let units: Vec<u16> = digits
        .as_bytes()
        .chunks_exact(4)
        .filter_map(|four| u16::from_str_radix(std::str::from_utf8(four).ok()?, 16).ok())
        .collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::{characters, then};

    #[test]
    fn tables_of_characters_are_read() {
        let table = b"1 beginbfchar <0003> <00660066> endbfchar\n\
            2 beginbfrange\n<0010> <0012> <0041>\n<0020> <0021> [<0061> <D835DC00>]\nendbfrange";
        let texts = characters(table);
        let text = |code: u32| texts.get(&code).map(String::as_str);
        assert_eq!((text(3), text(0x11), text(0x12)), (Some("ff"), Some("B"), Some("C")));
        assert_eq!((text(0x20), text(0x21), text(0x22)), (Some("a"), Some("\u{1d400}"), None));
        assert!(characters(b"1 beginbfrange <0000> <FFFFFFFF> <0041> endbfrange <").is_empty());
    }

    #[test]
    fn one_transformation_follows_another() {
        let [moved, doubled] = [[1.0, 0.0, 0.0, 1.0, 3.0, 4.0], [2.0, 0.0, 0.0, 2.0, 0.0, 0.0]];
        assert_eq!(then(moved, doubled), [2.0, 0.0, 0.0, 2.0, 6.0, 8.0]);
        assert_eq!(then(doubled, moved), [2.0, 0.0, 0.0, 2.0, 3.0, 4.0]);
    }
}
