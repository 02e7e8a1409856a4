//! What is painted on a page: every fill, line and text with its place and its colour, in the order in which they cover each
//! other.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::structure::properties_of_page;
use crate::witnesses::content::{Matrix, Widths, mark};

/// Something that is painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Painted {
    /// What it is.
    pub what: What,
    /// The least upright rectangle around it: left, bottom, right and top, in points from the sheet's lower left corner.
    pub area: [f64; 4],
    /// Red, green and blue from 0 to 1; none for a pattern and for inks.
    pub colour: Option<[f64; 3]>,
    /// Whether it is declared to be decoration.
    pub is_artifact: bool,
}

/// What is painted.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The inside of a path.
    Fill,
    /// A path itself.
    Line,
    /// Letters.
    Text {
        /// The name of the font.
        font: String,
        /// Its size in points, as it is seen.
        size: f64,
        /// How many signs there are.
        signs: usize,
    },
}

impl Painted {
    /// Whether these are letters.
    pub fn is_text(&self) -> bool {
        matches!(self.what, What::Text { .. })
    }

    /// How far apart two are in the direction in which they are further apart: 0 if they touch.
    pub fn distance(&self, other: &Self) -> f64 {
        let [left, bottom, right, top] = self.area;
        let [l, b, r, t] = other.area;
        (l - right).max(left - r).max(b - top).max(bottom - t).max(0.0)
    }

    /// Whether a point lies in its area.
    pub fn holds(&self, (x, y): (f64, f64)) -> bool {
        let [left, bottom, right, top] = self.area;
        (left..=right).contains(&x) && (bottom..=top).contains(&y)
    }
}

/// All that is painted on a page. What cannot be read is nothing.
pub fn painted(document: &Document, page: ObjectId) -> Vec<Painted> {
    let Ok(content) = Content::decode(&document.get_page_content(page)) else { return vec![] };
    let fonts = document.get_page_fonts(page).unwrap_or_default();
    let named = |font: &Dictionary| {
        let name = font.get_deref(b"BaseFont", document).and_then(Object::as_name);
        String::from_utf8_lossy(name.unwrap_or_default()).into_owned()
    };
    let fonts = fonts.into_iter().map(|(name, font)| (name, (named(font), Widths::new(document, font)))).collect();
    let properties = properties_of_page(document, page);
    let mut reader = Reader {
        fonts: &fonts,
        state: State::default(),
        saved: vec![],
        text: Matrix::SAME,
        path: vec![],
        open: vec![],
        found: vec![],
    };
    for operation in &content.operations {
        match operation.operator.as_str() {
            "BMC" | "BDC" => {
                let is_artifact = operation.operands.first().and_then(|name| name.as_name().ok()) == Some(b"Artifact");
                let is_heard = mark(operation, &properties).is_some();
                reader.open.push(if is_artifact { Some(true) } else { is_heard.then_some(false) });
            }
            "EMC" => drop(reader.open.pop()),
            _ => reader.follow(operation),
        }
    }
    reader.found
}

#[derive(Clone, Copy)]
struct State<'a> {
    matrix: Matrix,
    font: Option<&'a (String, Widths)>,
    size: f64,
    fill: Option<[f64; 3]>,
    stroke: Option<[f64; 3]>,
}

impl Default for State<'_> {
    fn default() -> Self {
        Self { matrix: Matrix::SAME, font: None, size: 0.0, fill: Some([0.0; 3]), stroke: Some([0.0; 3]) }
    }
}

struct Reader<'a> {
    fonts: &'a BTreeMap<Vec<u8>, (String, Widths)>,
    state: State<'a>,
    saved: Vec<State<'a>>,
    text: Matrix,
    /// The points of the path that is begun, on the sheet.
    path: Vec<(f64, f64)>,
    /// For each open sequence of marked content whether it is decoration, where it says.
    open: Vec<Option<bool>>,
    found: Vec<Painted>,
}

impl Reader<'_> {
    fn follow(&mut self, operation: &Operation) {
        let operands = &operation.operands;
        let numbers: Vec<f64> = operands.iter().filter_map(|it| it.as_float().ok().map(f64::from)).collect();
        let six = |numbers: &[f64]| <[f64; 6]>::try_from(numbers).map_or(Matrix::SAME, Matrix);
        match operation.operator.as_str() {
            "q" => self.saved.push(self.state),
            "Q" => self.state = self.saved.pop().unwrap_or_default(),
            "cm" => self.state.matrix = six(&numbers).then(self.state.matrix),
            "cs" => self.state.fill = Some([0.0; 3]),
            "CS" => self.state.stroke = Some([0.0; 3]),
            "sc" | "scn" | "g" | "rg" | "k" => self.state.fill = colour(&numbers),
            "SC" | "SCN" | "G" | "RG" | "K" => self.state.stroke = colour(&numbers),
            "m" | "l" | "c" | "v" | "y" => {
                self.path.extend(numbers.chunks_exact(2).map(|at| self.state.matrix.of(at[0], at[1])));
            }
            "re" => {
                if let [x, y, width, height] = numbers[..] {
                    let corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)];
                    self.path.extend(corners.map(|(x, y)| self.state.matrix.of(x, y)));
                }
            }
            "f" | "F" | "f*" => self.paint(true, false),
            "B" | "B*" | "b" | "b*" => self.paint(true, true),
            "S" | "s" => self.paint(false, true),
            "n" => self.path.clear(),
            "BT" => self.text = Matrix::SAME,
            "Tf" => {
                self.state.font = operands.first().and_then(|name| self.fonts.get(name.as_name().ok()?));
                self.state.size = numbers.last().copied().unwrap_or_default();
            }
            "Tm" => self.text = six(&numbers),
            "Td" => {
                if let [x, y] = numbers[..] {
                    self.text = Matrix::moved(x, y).then(self.text);
                }
            }
            "Tj" => self.show(operands),
            "TJ" => {
                if let Some(Object::Array(list)) = operands.first() {
                    self.show(list);
                }
            }
            _ => {}
        }
    }

    fn is_artifact(&self) -> bool {
        self.open.iter().rev().find_map(|open| *open).unwrap_or(true)
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        let Some(area) = around(&std::mem::take(&mut self.path)) else { return };
        let is_artifact = self.is_artifact();
        if fill {
            self.found.push(Painted { what: What::Fill, area, colour: self.state.fill, is_artifact });
        }
        if stroke {
            self.found.push(Painted { what: What::Line, area, colour: self.state.stroke, is_artifact });
        }
    }

    fn show(&mut self, items: &[Object]) {
        let Some((name, widths)) = self.state.font else { return };
        let size = self.state.size;
        let place = self.text.then(self.state.matrix);
        let (mut width, mut signs) = (0.0, 0);
        for item in items {
            match item {
                Object::String(codes, _) => {
                    width += widths.of(codes) * size;
                    signs += widths.count(codes);
                }
                other => width -= f64::from(other.as_float().unwrap_or_default()) * size / 1000.0,
            }
        }
        self.text = Matrix::moved(width, 0.0).then(self.text);
        // What letters take above and below their line, about.
        let corners = [(0.0, -0.2), (width, -0.2), (0.0, 0.75), (width, 0.75)];
        let corners = corners.map(|(x, part)| place.of(x, part * size));
        let Some(area) = around(&corners) else { return };
        let what = What::Text { font: name.clone(), size: size * place.scale(), signs };
        self.found.push(Painted { what, area, colour: self.state.fill, is_artifact: self.is_artifact() });
    }
}

/// What a colour of one or three parts is. Four are inks, none is a pattern.
fn colour(parts: &[f64]) -> Option<[f64; 3]> {
    match *parts {
        [grey] => Some([grey; 3]),
        [red, green, blue] => Some([red, green, blue]),
        _ => None,
    }
}

fn around(points: &[(f64, f64)]) -> Option<[f64; 4]> {
    let (first, rest) = points.split_first()?;
    let start = [first.0, first.1, first.0, first.1];
    Some(
        rest.iter()
            .fold(start, |[left, bottom, right, top], &(x, y)| [left.min(x), bottom.min(y), right.max(x), top.max(y)]),
    )
}
