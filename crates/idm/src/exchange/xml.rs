//! An XML file as a tree of elements, bounded in depth and number, each with the line that it begins on.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::incoming::Unreadable;

/// How deeply elements may lie within each other.
const MAX_DEPTH: usize = 64;
/// How many elements a file may have.
const MAX_ELEMENTS: usize = 2_000_000;
/// How many attributes an element may have.
const MAX_ATTRIBUTES: usize = 64;

/// An element. Its name is without a prefix.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) line: usize,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The characters directly within.
    pub(super) fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }
}

/// Counts lines as a file is gone through.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn at(&mut self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        if offset > self.at {
            self.line += self.text.as_bytes()[self.at..offset].iter().filter(|&&byte| byte == b'\n').count();
            self.at = offset;
        }
        self.line
    }
}

/// Reads a file. Entities that it declares are not looked up: a file that declares any is refused.
pub(super) fn parse(text: &str) -> Result<Element, Unreadable> {
    let mut lines = Lines { text, at: 0, line: 1 };
    if let Some((at, sign)) = text.char_indices().find(|(_, sign)| is_forbidden(*sign)) {
        let why = format!("the sign U+{:04X}, which XML does not allow", u32::from(sign));
        return Err(Unreadable::new(lines.at(at), why));
    }
    let mut reader = Reader::from_reader(text.as_bytes());
    reader.config_mut().check_comments = true;
    let mut open = vec![Element::default()];
    let mut count = 0;
    let mut buffer = vec![];
    loop {
        buffer.clear();
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event_into(&mut buffer);
        let at = usize::try_from(reader.error_position()).unwrap_or(before).max(before);
        let event = event.map_err(|error| Unreadable::new(lines.at(at), format!("no well-formed XML: {error}")))?;
        let line = lines.at(before);
        let broken = |what: &str| Unreadable::new(line, format!("no well-formed XML: {what}"));
        match event {
            Event::Start(start) => {
                if open.len() > MAX_DEPTH {
                    return Err(Unreadable::new(line, format!("more than {MAX_DEPTH} elements within each other")));
                }
                count += 1;
                open.push(element(&start, line)?);
            }
            Event::Empty(start) => {
                count += 1;
                let element = element(&start, line)?;
                open.last_mut().ok_or_else(|| broken("an end too many"))?.children.push(Node::Element(element));
            }
            Event::End(_) => {
                let closed = open.pop().ok_or_else(|| broken("an end too many"))?;
                open.last_mut().ok_or_else(|| broken("an end too many"))?.children.push(Node::Element(closed));
            }
            Event::Text(text) => push(&mut open, &text),
            Event::CData(text) => push(&mut open, &text),
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) if !character.is_control() || matches!(character, '\n' | '\t') => {
                        Some(character)
                    }
                    Ok(None) => named(&reference),
                    _ => None,
                };
                let name: &str = &reference;
                let character = character.ok_or_else(|| broken(&format!("`&{name};` is no character")))?;
                push(&mut open, character.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => {
                return Err(Unreadable::new(
                    line,
                    "a document type, which could declare entities: no exchange has one",
                ));
            }
            Event::Eof => break,
            _ => {}
        }
        if count > MAX_ELEMENTS {
            return Err(Unreadable::new(line, format!("more than {MAX_ELEMENTS} elements")));
        }
    }
    let end = lines.at(text.len());
    let unclosed = open.len() - 1;
    let (Some(mut root), 0) = (open.pop(), unclosed) else {
        return Err(Unreadable::new(end, "no well-formed XML: the file ends before its elements do"));
    };
    if !root.text().trim().is_empty() || root.elements().count() != 1 {
        return Err(Unreadable::new(
            end,
            "no well-formed XML: one element holds everything, and nothing stands beside it",
        ));
    }
    let at = root.children.iter().position(|node| matches!(node, Node::Element(_))).unwrap_or_default();
    match root.children.swap_remove(at) {
        Node::Element(element) => Ok(element),
        Node::Text(_) => Err(Unreadable::new(1, "no well-formed XML")),
    }
}

/// Whether no XML 1.0 may have a sign, however it is written.
fn is_forbidden(sign: char) -> bool {
    matches!(sign, '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') && !matches!(sign, '\n' | '\r' | '\t')
}

fn push(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else { return };
    match element.children.last_mut() {
        Some(Node::Text(known)) => known.push_str(text),
        _ => element.children.push(Node::Text(text.to_owned())),
    }
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

fn element(start: &BytesStart, line: usize) -> Result<Element, Unreadable> {
    let broken = |what: String| Unreadable::new(line, format!("no well-formed XML: {what}"));
    let name = start.local_name().as_ref().to_owned();
    let mut attributes: Vec<(String, String)> = vec![];
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| broken(error.to_string()))?;
        let key = attribute.key.as_ref().to_owned();
        if attributes.len() == MAX_ATTRIBUTES {
            return Err(Unreadable::new(line, format!("more than {MAX_ATTRIBUTES} attributes in one element")));
        }
        if attributes.iter().any(|(known, _)| *known == key) {
            return Err(broken(format!("`{key}` stands twice in one element")));
        }
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| broken(error.to_string()))?;
        attributes.push((key, value.into_owned()));
    }
    Ok(Element { name, line, attributes, children: vec![] })
}

/// A text as it stands in an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A reader takes others of an attribute for blanks.
            '\n' | '\t' => out.push_str(if sign == '\n' { "&#10;" } else { "&#9;" }),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_lines_and_signs_are_read() {
        let root = parse("<a>\n <b c='1 &amp; 2'>x &lt;&#233;</b>\n</a>").unwrap();
        let b = root.child("b").unwrap();
        assert_eq!((b.line, b.get("c"), b.text().as_str()), (2, Some("1 & 2"), "x <é"));
    }

    #[test]
    fn what_is_not_well_formed_is_refused_at_its_line() {
        for (text, line, what) in [
            ("<a>\n<b></a>", 2, "no well-formed XML"),
            ("<a>\n<b>", 2, "ends before"),
            ("<a/>\n<b/>", 2, "one element"),
            ("<a>\n&nbsp;</a>", 2, "`&nbsp;`"),
            ("<a>\n&#0;</a>", 2, "no character"),
            ("<a b='1' b='2'/>", 1, "twice"),
            ("<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>&x;</a>", 1, "document type"),
            ("<a>\n\u{7}</a>", 2, "U+0007"),
            ("<a>\n\u{ffff}</a>", 2, "U+FFFF"),
            ("", 1, "one element"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.line == line && error.why.contains(what), "{text}: {error}");
        }
        // Signs that are odd, and that XML allows.
        let odd = "\u{7f}\u{85}\u{9f}\u{e000}\u{fffd}";
        assert_eq!(parse(&format!("<a>{odd}</a>")).unwrap().text(), odd);
        let attributes = |count| (0..count).map(|at| format!(" a{at}=''")).collect::<String>();
        assert!(parse(&format!("<a{}/>", attributes(MAX_ATTRIBUTES))).is_ok());
        let error = parse(&format!("<a{}/>", attributes(MAX_ATTRIBUTES + 1))).unwrap_err();
        assert!(error.why.contains("more than 64 attributes"), "{error}");
        let deep = "<a>".repeat(100);
        assert!(parse(&deep).unwrap_err().why.contains("within each other"));
    }
}
