//! What a PDF says to somebody who hears it: the text of its structure tree, in the tree's order.
//!
//! The glyphs on the pages say nothing by themselves. Marked content ties them to the elements of the tree, and the
//! fonts' ToUnicode maps or an ActualText say what they mean. Pictures count with their alternative text only: letters
//! within a picture are no text.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};

/// An element of the structure tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// What it is, `P` or `H1`; the standard's own name if the file uses another.
    pub role: String,
    /// What the file calls it, `Strong` or `H7`.
    pub name: String,
    /// The words that stand for it if it is a picture.
    pub alt: Option<String>,
    /// Its language if that is not the one around it.
    pub language: Option<String>,
    /// The line drawn under or through its text, `Underline` or `LineThrough`.
    pub decoration: Option<String>,
    /// What a header cell is the header of: `Row` or `Column`.
    pub scope: Option<String>,
    /// What it holds.
    pub children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Another element.
    Element(Element),
    /// The text of marked content.
    Text(String),
    /// Anything else, such as the annotation of a link.
    Object,
}

/// How deeply elements may lie within each other. Nobody writes so deeply; a tree that bites its tail does.
const MAX_DEPTH: usize = 200;

/// Reads the tree, as one element that holds all others.
///
/// # Panics
/// If the file has no tree, or one that contradicts itself.
pub fn read(document: &Document) -> Element {
    let root = dictionary(document, document.catalog().and_then(|catalog| catalog.get(b"StructTreeRoot")).unwrap());
    let mut reader = Reader { document, roles: BTreeMap::new(), pages: BTreeMap::new(), depth: 0 };
    if let Ok(roles) = root.get(b"RoleMap") {
        for (name, role) in dictionary(document, roles) {
            reader.roles.insert(latin(name), latin(role.as_name().unwrap()));
        }
    }
    let mut tree = Element::default();
    if let Ok(children) = root.get(b"K") {
        reader.children(children, None, &mut tree.children);
    }
    tree
}

impl Element {
    /// The text of the element: blocks each on a line of their own, soft hyphens taken out.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text.replace('\u{ad}', "")
    }

    fn push_text(&self, text: &mut String) {
        if self.is_block() {
            text.push('\n');
        }
        for child in &self.children {
            match child {
                Node::Element(element) => element.push_text(text),
                Node::Text(words) => text.push_str(words),
                Node::Object => {}
            }
        }
        if self.is_block() {
            text.push('\n');
        }
    }

    /// Whether the element stands by itself rather than in a line.
    pub fn is_block(&self) -> bool {
        !matches!(self.role.as_str(), "Span" | "Link" | "Reference" | "Code" | "Quote" | "Note" | "Annot" | "Figure")
    }

    /// The elements that it holds.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The element and all within it, in reading order.
    pub fn descendants(&self) -> Vec<&Self> {
        let mut found = vec![self];
        for element in self.elements() {
            found.extend(element.descendants());
        }
        found
    }

    /// All elements that have this role or name, in reading order.
    pub fn all(&self, name: &str) -> Vec<&Self> {
        self.descendants().into_iter().filter(|element| element.role == name || element.name == name).collect()
    }

    /// The text of blocks that are neither divided into further blocks nor empty, each with its role, in reading order.
    pub fn lines(&self) -> Vec<(&str, String)> {
        let mut lines = vec![];
        for element in self.descendants() {
            if element.is_block() && !element.elements().any(Self::is_block) {
                lines.push((element.role.as_str(), element.text().trim_matches('\n').to_owned()));
            }
        }
        lines
    }

    /// A copy without the elements of a kind.
    #[must_use]
    pub fn without(&self, role: &str) -> Self {
        let mut copy = Self { children: vec![], ..self.clone() };
        for child in &self.children {
            match child {
                Node::Element(element) if element.role == role => {}
                Node::Element(element) => copy.children.push(Node::Element(element.without(role))),
                other => copy.children.push(other.clone()),
            }
        }
        copy
    }
}

/// The summaries of all panels, in the order of the book: what stands under each heading "Summary".
pub fn summaries(tree: &Element) -> Vec<Element> {
    let mut blocks = vec![];
    flatten(tree, &mut blocks);
    let is_summary = |element: &Element| element.role == "H3" && element.text().trim() == "Summary";
    let ends = |element: &&Element| matches!(element.role.as_str(), "H1" | "H2" | "H3");
    let starts = (0..blocks.len()).filter(|&at| is_summary(blocks[at]));
    starts
        .map(|start| {
            let within = blocks[start + 1..].iter().take_while(|element| !ends(element));
            let children = within.map(|&element| Node::Element(element.clone())).collect();
            Element { role: "Div".to_owned(), children, ..Element::default() }
        })
        .collect()
}

/// The elements below one, those that only group others opened up.
fn flatten<'a>(element: &'a Element, into: &mut Vec<&'a Element>) {
    for child in element.elements() {
        if matches!(child.role.as_str(), "Document" | "Part" | "Sect" | "Div" | "Art") {
            flatten(child, into);
        } else {
            into.push(child);
        }
    }
}

struct Reader<'a> {
    document: &'a Document,
    roles: BTreeMap<String, String>,
    /// The text of each page's marked content by its number.
    pages: BTreeMap<ObjectId, BTreeMap<i64, String>>,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn children(&mut self, object: &'a Object, page: Option<ObjectId>, into: &mut Vec<Node>) {
        self.depth += 1;
        assert!(self.depth < MAX_DEPTH, "the structure tree does not end");
        match resolve(self.document, object) {
            Object::Array(list) => {
                for child in list {
                    self.children(child, page, into);
                }
            }
            Object::Integer(mark) => into.push(Node::Text(self.marked(page, *mark))),
            Object::Dictionary(child) => match child.get(b"Type").and_then(Object::as_name) {
                Ok(b"OBJR") => into.push(Node::Object),
                Ok(b"MCR") => {
                    let page = child.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                    let mark = child.get(b"MCID").and_then(Object::as_i64).unwrap();
                    into.push(Node::Text(self.marked(page, mark)));
                }
                _ => into.push(Node::Element(self.element(child, page))),
            },
            other => panic!("{other:?} is no part of a structure tree"),
        }
        self.depth -= 1;
    }

    fn element(&mut self, dictionary: &'a Dictionary, page: Option<ObjectId>) -> Element {
        let page = dictionary.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let name = latin(dictionary.get(b"S").and_then(Object::as_name).unwrap());
        let string = |key: &[u8]| dictionary.get(key).and_then(Object::as_str).ok().map(text_string);
        let role = self.roles.get(&name).unwrap_or(&name).clone();
        let mut element = Element {
            role,
            name,
            alt: string(b"Alt"),
            language: string(b"Lang"),
            decoration: dictionary.get(b"A").ok().and_then(|list| self.attribute(list, b"TextDecorationType")),
            scope: dictionary.get(b"A").ok().and_then(|list| self.attribute(list, b"Scope")),
            children: vec![],
        };
        if let Ok(children) = dictionary.get(b"K") {
            self.children(children, page, &mut element.children);
        }
        if let Some(text) = string(b"ActualText") {
            element.children = vec![Node::Text(text)];
        }
        element
    }

    /// The TextDecorationType among attributes, of which there may be one dictionary or several.
    fn attribute(&self, attributes: &'a Object, key: &[u8]) -> Option<String> {
        match resolve(self.document, attributes) {
            Object::Array(list) => list.iter().find_map(|attributes| self.attribute(attributes, key)),
            Object::Dictionary(attributes) => attributes.get(key).and_then(Object::as_name).ok().map(latin),
            _ => None,
        }
    }

    fn marked(&mut self, page: Option<ObjectId>, mark: i64) -> String {
        let page = page.expect("marked content belongs to a page");
        let document = self.document;
        let texts = self.pages.entry(page).or_insert_with(|| page_texts(document, page));
        texts.get(&mark).unwrap_or_else(|| panic!("no content is marked {mark} on its page")).clone()
    }
}

/// The words whose marked content names a language, each with it, in the order of the pages.
///
/// # Panics
/// If a page cannot be read.
pub fn languages(document: &Document) -> Vec<(String, String)> {
    let mut found = vec![];
    for page in document.page_iter() {
        let texts = page_texts(document, page);
        let properties = properties_of_page(document, page);
        for operation in Content::decode(&document.get_page_content(page)).unwrap().operations {
            let [_, list] = operation.operands.as_slice() else { continue };
            let named = list.as_name().ok().and_then(|name| properties.get(name).copied());
            let Some(list) = named.or_else(|| list.as_dict().ok()) else { continue };
            let language = list.get(b"Lang").and_then(Object::as_str).ok().map(text_string);
            let mark = list.get(b"MCID").and_then(Object::as_i64).ok();
            if let (Some(language), Some(text)) = (language, mark.and_then(|mark| texts.get(&mark))) {
                found.push((language, text.clone()));
            }
        }
    }
    found
}

/// The text of a page as it is heard, in the order of its marks.
///
/// # Panics
/// If the page cannot be read.
pub fn page_text(document: &Document, page: ObjectId) -> String {
    let texts = page_texts(document, page);
    texts.into_iter().filter(|(mark, _)| *mark != UNMARKED).map(|(_, text)| text + "\n").collect()
}

/// The text of a page that is not heard: its running head, its number, ornament.
///
/// # Panics
/// If the page cannot be read.
pub fn unheard_text(document: &Document, page: ObjectId) -> String {
    page_texts(document, page).remove(&UNMARKED).unwrap_or_default()
}

/// What stands for a number where content has none.
const UNMARKED: i64 = -1;

/// The text of a page's marked content by its number.
fn page_texts(document: &Document, page: ObjectId) -> BTreeMap<i64, String> {
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let fonts = Fonts::of_page(document, page);
    let properties = properties_of_page(document, page);
    let mut texts: BTreeMap<i64, String> = BTreeMap::new();
    let mut open: Vec<Sequence> = vec![];
    let mut font: Option<&Font> = None;
    let mut saved = vec![];
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "q" => saved.push(font),
            "Q" => font = saved.pop().flatten(),
            "Tf" => font = fonts.by_name.get(operands[0].as_name().unwrap()),
            "BMC" => {
                let reversed = operands[0].as_name().unwrap() == b"ReversedChars";
                open.push(Sequence { mark: None, replaced: false, reversed });
            }
            "BDC" => {
                let named = operands[1].as_name().ok().and_then(|name| properties.get(name).copied());
                let property = named.or_else(|| operands[1].as_dict().ok());
                let mark = property.and_then(|list| list.get(b"MCID").and_then(Object::as_i64).ok());
                if let Some(mark) = mark {
                    texts.entry(mark).or_default();
                }
                let actual = property.and_then(|list| list.get(b"ActualText").and_then(Object::as_str).ok());
                if let Some(actual) = actual
                    && !open.iter().any(|sequence| sequence.replaced)
                {
                    let mark = mark.or_else(|| innermost(&open));
                    texts.entry(mark.unwrap_or(UNMARKED)).or_default().push_str(&text_string(actual));
                }
                open.push(Sequence { mark, replaced: actual.is_some(), reversed: false });
            }
            "EMC" => drop(open.pop()),
            "Tj" | "TJ" | "'" | "\"" => {
                let mark = innermost(&open).unwrap_or(UNMARKED);
                if open.iter().any(|sequence| sequence.replaced) {
                    continue;
                }
                let font = font.expect("a font is chosen before text is shown");
                let shown = operands.iter().flat_map(|operand| match operand {
                    Object::Array(list) => list.as_slice(),
                    other => std::slice::from_ref(other),
                });
                let codes: Vec<u8> = shown.filter_map(|item| item.as_str().ok()).flatten().copied().collect();
                let mut meanings = font.meanings(&codes);
                if open.iter().any(|sequence| sequence.reversed) {
                    meanings.reverse();
                }
                texts.entry(mark).or_default().push_str(&meanings.concat());
            }
            _ => {}
        }
    }
    texts
}

/// A sequence of marked content that is open.
struct Sequence {
    /// Its number.
    mark: Option<i64>,
    /// Whether an ActualText stands for all within.
    replaced: bool,
    /// Whether the characters of each shown string stand in reverse, as text from right to left does.
    reversed: bool,
}

fn innermost(open: &[Sequence]) -> Option<i64> {
    open.iter().rev().find_map(|sequence| sequence.mark)
}

struct Fonts {
    by_name: BTreeMap<Vec<u8>, Font>,
}

impl Fonts {
    fn of_page(document: &Document, page: ObjectId) -> Self {
        let fonts = document.get_page_fonts(page).unwrap();
        Self { by_name: fonts.into_iter().map(|(name, font)| (name, Font::new(document, font))).collect() }
    }
}

/// What a font's codes mean.
struct Font {
    width: usize,
    meanings: BTreeMap<u32, String>,
}

impl Font {
    fn new(document: &Document, font: &Dictionary) -> Self {
        let map = resolve(document, font.get(b"ToUnicode").expect("every font says what its codes mean"));
        let bytes = map.as_stream().unwrap().get_plain_content().unwrap();
        let (width, meanings) = to_unicode(&String::from_utf8_lossy(&bytes));
        Self { width, meanings }
    }

    /// What each code of a shown string means. A code without a meaning shows as the replacement character.
    fn meanings(&self, codes: &[u8]) -> Vec<&str> {
        let number = |code: &[u8]| code.iter().fold(0, |code, &byte| code << 8 | u32::from(byte));
        let meaning = |code| self.meanings.get(&number(code)).map_or("\u{fffd}", String::as_str);
        codes.chunks(self.width).map(meaning).collect()
    }
}

/// Reads a ToUnicode map: how many bytes a code has, and what each means.
fn to_unicode(map: &str) -> (usize, BTreeMap<u32, String>) {
    let mut width = 1;
    let mut meanings = BTreeMap::new();
    let mut section = "";
    let mut line: Vec<&str> = vec![];
    // Brackets may stand close to their neighbours.
    let spaced = map.replace('<', " <").replace('[', " [ ").replace(']', " ] ");
    for word in spaced.split_ascii_whitespace() {
        if let Some(name) = word.strip_prefix("begin") {
            section = match name {
                "codespacerange" | "bfchar" | "bfrange" => name,
                _ => "",
            };
            line.clear();
            continue;
        }
        if word.starts_with("end") {
            section = "";
            continue;
        }
        line.push(word);
        match (section, line.as_slice()) {
            ("codespacerange", [_, last]) => width = hex(last).len(),
            ("bfchar", [code, meaning]) => drop(meanings.insert(number(code), utf16(&hex(meaning)))),
            ("bfrange", [_, _, "["]) => continue,
            ("bfrange", [first, _, "[", list @ .., "]"]) => {
                meanings.extend((number(first)..).zip(list.iter().map(|meaning| utf16(&hex(meaning)))));
            }
            ("bfrange", [_, _, "[", ..]) => continue,
            ("bfrange", [first, last, meaning]) => {
                let mut units = hex(meaning);
                for code in number(first)..=number(last) {
                    meanings.insert(code, utf16(&units));
                    if let Some(last) = units.last_mut() {
                        *last = last.wrapping_add(1);
                    }
                }
            }
            ("", _) => {}
            _ => continue,
        }
        line.clear();
    }
    (width, meanings)
}

fn hex(word: &str) -> Vec<u8> {
    let digits = word.trim_matches(['<', '>']);
    (0..digits.len() / 2).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap()).collect()
}

fn number(word: &str) -> u32 {
    hex(word).iter().fold(0, |code, &byte| code << 8 | u32::from(byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// A text string of a PDF: UTF-16 with its mark, UTF-8 with its mark, or the PDF's own encoding.
pub fn text_string(bytes: &[u8]) -> String {
    lopdf::decode_text_string(&Object::String(bytes.to_vec(), StringFormat::Literal)).unwrap()
}

/// The lists of properties that marked content on a page calls by name.
///
/// # Panics
/// If the page's resources cannot be read.
pub fn properties_of_page(document: &Document, page: ObjectId) -> BTreeMap<Vec<u8>, &Dictionary> {
    let mut found = BTreeMap::new();
    let (own, inherited) = document.get_page_resources(page).unwrap();
    let inherited = inherited.into_iter().filter_map(|id| document.get_dictionary(id).ok());
    for resources in own.into_iter().chain(inherited) {
        let Ok(list) = resources.get(b"Properties") else { continue };
        for (name, value) in dictionary(document, list) {
            found.insert(name.clone(), dictionary(document, value));
        }
    }
    found
}

/// What an object is, references followed.
pub fn resolve<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).unwrap().1
}

/// The dictionary that an object is or refers to.
pub fn dictionary<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    resolve(document, object).as_dict().unwrap()
}

fn latin(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A text with white space folded, and typographic quotation marks and primes made straight.
pub fn folded(text: &str) -> String {
    let straight: String = text
        .chars()
        .map(|character| match character {
            '‘' | '’' | '‚' | '‛' | '′' => '\'',
            '“' | '”' | '„' | '‟' | '″' => '"',
            other => other,
        })
        .collect();
    straight.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_read_in_all_their_forms() {
        let (width, meanings) = to_unicode(
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n\
             2 beginbfchar <0001> <00410042>\n<0002><d83dde00> endbfchar\n\
             2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <0079>] endbfrange",
        );
        assert_eq!(width, 2);
        let meaning = |code: u32| meanings.get(&code).map(String::as_str);
        assert_eq!([meaning(1), meaning(2)], [Some("AB"), Some("\u{1f600}")]);
        assert_eq!([meaning(0x10), meaning(0x12), meaning(0x13)], [Some("a"), Some("c"), None]);
        assert_eq!([meaning(0x20), meaning(0x21)], [Some("x"), Some("y")]);
    }

    #[test]
    fn folding_leaves_words() {
        assert_eq!(folded(" a\n\u{a0}“b”  ‘c’ "), "a \"b\" 'c'");
    }
}
