//! What is drawn on each page: that it can be drawn, seen and heard.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::structure::{properties_of_page, resolve};

/// What is reported here.
pub const RULES: &[&str] = &["unreadable", "unbalanced", "untagged-text", "invisible-text", "off-sheet"];

/// How far from the edge of its sheet a text has to stay, in points.
const MARGIN: f64 = 4.0;

/// The mode in which text is neither filled nor outlined.
const INVISIBLE: i64 = 3;

/// What is wrong with the content of the pages.
pub fn ask(document: &Document, pages: &[ObjectId], report: &mut dyn FnMut(&str, String)) {
    for (number, &page) in (1..).zip(pages) {
        let Ok(content) = Content::decode(&document.get_page_content(page)) else {
            report("unreadable", format!("the content of page {number}"));
            continue;
        };
        let fonts = document.get_page_fonts(page).unwrap_or_default();
        let fonts = fonts.into_iter().map(|(name, font)| (name, Widths::new(document, font))).collect();
        let Some(sheet) = sheet(document, page) else {
            report("unreadable", format!("the size of page {number}"));
            continue;
        };
        let mut reader = Reader {
            fonts: &fonts,
            properties: properties_of_page(document, page),
            sheet,
            state: State { matrix: Matrix::SAME, font: None, size: 0.0, mode: 0 },
            saved: vec![],
            text: Matrix::SAME,
            open: vec![],
        };
        let mut seen = BTreeSet::new();
        // A page that breaks a rule breaks it in many lines; the first of them says enough.
        let mut once = |rule: &'static str, detail: &str| {
            if seen.insert(rule) {
                report(rule, format!("page {number}: {detail}"));
            }
        };
        for operation in &content.operations {
            reader.follow(operation, &mut once);
        }
        if !reader.saved.is_empty() || !reader.open.is_empty() {
            once("unbalanced", "what was begun is not ended");
        }
    }
}

/// The numbers of the marked content of a page.
pub fn marks(document: &Document, page: ObjectId) -> Vec<i64> {
    let properties = properties_of_page(document, page);
    let Ok(content) = Content::decode(&document.get_page_content(page)) else { return vec![] };
    let begins = content.operations.iter().filter(|operation| operation.operator == "BDC");
    begins.filter_map(|operation| mark(operation, &properties)).collect()
}

pub(crate) fn mark(operation: &Operation, properties: &BTreeMap<Vec<u8>, &Dictionary>) -> Option<i64> {
    let list = operation.operands.get(1)?;
    let named = list.as_name().ok().and_then(|name| properties.get(name).copied());
    named.or_else(|| list.as_dict().ok())?.get(b"MCID").and_then(Object::as_i64).ok()
}

/// How a page's units lie on the sheet: the six numbers of the standard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Matrix(pub(crate) [f64; 6]);

impl Matrix {
    pub(crate) const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This, and then another.
    pub(crate) fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Self([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }

    pub(crate) fn moved(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Where a point lies.
    pub(crate) fn of(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// How tall what is one unit tall becomes.
    pub(crate) fn scale(self) -> f64 {
        self.0[2].hypot(self.0[3])
    }

    /// Where the origin lies.
    fn origin(self) -> (f64, f64) {
        (self.0[4], self.0[5])
    }
}

/// What `q` keeps and `Q` restores.
#[derive(Clone, Copy)]
struct State<'a> {
    matrix: Matrix,
    font: Option<&'a Widths>,
    size: f64,
    mode: i64,
}

struct Reader<'a> {
    fonts: &'a BTreeMap<Vec<u8>, Widths>,
    properties: BTreeMap<Vec<u8>, &'a Dictionary>,
    sheet: [f64; 4],
    state: State<'a>,
    saved: Vec<State<'a>>,
    text: Matrix,
    /// For each open sequence of marked content, whether it is heard or known to be decoration.
    open: Vec<bool>,
}

impl Reader<'_> {
    fn follow(&mut self, operation: &Operation, report: &mut dyn FnMut(&'static str, &str)) {
        let operands = &operation.operands;
        let number = |at: usize| operands.get(at).and_then(|operand| operand.as_float().ok()).map_or(0.0, f64::from);
        match operation.operator.as_str() {
            "q" => self.saved.push(self.state),
            "Q" => match self.saved.pop() {
                Some(state) => self.state = state,
                None => report("unbalanced", "a state is restored that was not saved"),
            },
            "cm" => {
                let matrix = Matrix([number(0), number(1), number(2), number(3), number(4), number(5)]);
                self.state.matrix = matrix.then(self.state.matrix);
            }
            "BMC" | "BDC" => {
                let is_artifact = operands.first().and_then(|name| name.as_name().ok()) == Some(b"Artifact");
                self.open.push(is_artifact || mark(operation, &self.properties).is_some());
            }
            "EMC" if self.open.pop().is_none() => report("unbalanced", "marked content ends that was not begun"),
            "BT" => self.text = Matrix::SAME,
            "Tf" => {
                self.state.font = operands.first().and_then(|name| self.fonts.get(name.as_name().ok()?));
                self.state.size = number(1);
            }
            "Tr" => self.state.mode = operands.first().and_then(|mode| mode.as_i64().ok()).unwrap_or_default(),
            "Tm" => self.text = Matrix([number(0), number(1), number(2), number(3), number(4), number(5)]),
            "Td" => self.text = Matrix::moved(number(0), number(1)).then(self.text),
            "Tj" => self.show(operands, report),
            "TJ" => {
                if let Some(Object::Array(list)) = operands.first() {
                    self.show(list, report);
                }
            }
            // The exporter writes none of them; to pass over them in silence would be to check nothing.
            "TD" | "T*" | "TL" | "'" | "\"" | "Tc" | "Tw" | "Tz" | "Ts" => {
                report("unreadable", &format!("{} is not understood here", operation.operator));
            }
            _ => {}
        }
    }

    /// Looks at a text that is shown, and moves on behind it.
    fn show(&mut self, items: &[Object], report: &mut dyn FnMut(&'static str, &str)) {
        let Some(font) = self.state.font else {
            return report("unreadable", "text is shown in a font that the page does not have");
        };
        if !self.open.contains(&true) {
            report("untagged-text", "text is neither tagged nor declared to be decoration");
        }
        if self.state.mode == INVISIBLE {
            report("invisible-text", "text is there that nobody sees");
        }
        let mut stays = self.is_on_sheet();
        for item in items {
            let by = match item {
                Object::String(codes, _) => font.of(codes) * self.state.size,
                other => -f64::from(other.as_float().unwrap_or_default()) * self.state.size / 1000.0,
            };
            self.text = Matrix::moved(by, 0.0).then(self.text);
            stays &= self.is_on_sheet();
        }
        if !stays {
            let (x, y) = self.text.then(self.state.matrix).origin();
            report("off-sheet", &format!("text ends at {x:.0}, {y:.0} on a sheet of {:?}", self.sheet));
        }
    }

    fn is_on_sheet(&self) -> bool {
        let (x, y) = self.text.then(self.state.matrix).origin();
        let [left, bottom, right, top] = self.sheet;
        (left + MARGIN..=right - MARGIN).contains(&x) && (bottom + MARGIN..=top - MARGIN).contains(&y)
    }
}

/// The four sides of the sheet, which a page may have from the group that it is in.
fn sheet(document: &Document, page: ObjectId) -> Option<[f64; 4]> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..MAX_DEPTH {
        if let Ok(sides) = node.get_deref(b"MediaBox", document).and_then(Object::as_array) {
            let sides: Vec<f64> = sides.iter().filter_map(|side| side.as_float().ok().map(f64::from)).collect();
            return sides.try_into().ok();
        }
        node = document.get_dictionary(node.get(b"Parent").ok()?.as_reference().ok()?).ok()?;
    }
    None
}

/// How deeply pages may be grouped.
const MAX_DEPTH: usize = 32;

/// How wide a font's glyphs are, in thousandths of its size.
pub(crate) struct Widths {
    /// How many bytes a code has.
    bytes: usize,
    by_code: BTreeMap<i64, f64>,
    other: f64,
}

impl Widths {
    /// Reads the widths of a composite font whose codes are those of its glyphs, as all are that the exporter writes.
    /// Of other fonts nothing is known but where their text begins.
    pub(crate) fn new(document: &Document, font: &Dictionary) -> Self {
        let mut widths = Self { bytes: 1, by_code: BTreeMap::new(), other: 0.0 };
        let descendants = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array);
        let Some(font) = descendants.ok().and_then(|list| resolve(document, list.first()?).as_dict().ok()) else {
            return widths;
        };
        let number = |object: &Object| object.as_float().ok().map(f64::from);
        widths.bytes = 2;
        widths.other = font.get(b"DW").ok().and_then(number).unwrap_or(1000.0);
        let list = font.get_deref(b"W", document).and_then(Object::as_array);
        let mut rest = list.map_or(&[][..], Vec::as_slice);
        while let [first, next, tail @ ..] = rest {
            let first = first.as_i64().unwrap_or_default();
            if let Object::Array(each) = resolve(document, next) {
                widths.by_code.extend((first..).zip(each.iter().filter_map(number)));
                rest = tail;
            } else if let ([width, tail @ ..], Ok(last)) = (tail, next.as_i64()) {
                widths.by_code.extend((first..=last).filter_map(|code| Some((code, number(width)?))));
                rest = tail;
            } else {
                break;
            }
        }
        widths
    }

    /// How many codes there are in a string.
    pub(crate) fn count(&self, codes: &[u8]) -> usize {
        codes.len() / self.bytes
    }

    /// The width of a string in a font of size 1.
    pub(crate) fn of(&self, codes: &[u8]) -> f64 {
        let code = |bytes: &[u8]| bytes.iter().fold(0, |code, &byte| code << 8 | i64::from(byte));
        let width = |code: i64| self.by_code.get(&code).copied().unwrap_or(self.other);
        codes.chunks(self.bytes).map(|bytes| width(code(bytes))).sum::<f64>() / 1000.0
    }
}
