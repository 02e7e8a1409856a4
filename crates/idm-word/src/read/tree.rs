//! A part of a package as a tree of elements, bounded in depth and number.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::Unreadable;

/// How deeply elements may lie within each other.
const MAX_DEPTH: usize = 256;
/// How many elements a part may have.
const MAX_ELEMENTS: usize = 1_000_000;

/// An element. Names bear no prefix: those of Word differ without it, too.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Another element.
    Element(Element),
    /// Characters.
    Text(String),
}

impl Element {
    /// An attribute's value.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The elements within.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of that name within.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The `val` of the first element of that name within.
    pub(super) fn val(&self, name: &str) -> Option<&str> {
        self.child(name)?.get("val")
    }

    /// Whether something is switched on by an element of that name.
    pub(super) fn is_on(&self, name: &str) -> Option<bool> {
        Some(!matches!(self.child(name)?.get("val"), Some("0" | "false" | "off" | "none")))
    }

    /// The first element of that name, however deep.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }

    /// All characters within.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for node in &self.children {
            match node {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => text.push_str(&element.text()),
            }
        }
        text
    }
}

/// Reads a part. Entities that it declares itself are not looked up: a part that declares any is refused.
pub(super) fn parse(part: &str, bytes: &[u8]) -> Result<Element, Unreadable> {
    let broken = || Unreadable::BrokenPart { part: part.to_owned() };
    let text = decoded(bytes).ok_or_else(broken)?;
    let mut reader = Reader::from_reader(text.as_bytes());
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0;
    let mut buffer = vec![];
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| broken())? {
            Event::Start(start) => {
                count += 1;
                if open.len() > MAX_DEPTH {
                    return Err(Unreadable::TooDeep { part: part.to_owned(), limit: MAX_DEPTH });
                }
                open.push(element(&start).ok_or_else(broken)?);
            }
            Event::Empty(start) => {
                count += 1;
                let element = element(&start).ok_or_else(broken)?;
                open.last_mut().ok_or_else(broken)?.children.push(Node::Element(element));
            }
            Event::End(_) => {
                let closed = open.pop().ok_or_else(broken)?;
                open.last_mut().ok_or_else(broken)?.children.push(Node::Element(closed));
            }
            Event::Text(text) => {
                push_text(&mut open, &text);
            }
            Event::CData(text) => {
                push_text(&mut open, &text);
            }
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref().map_err(|_| broken())? {
                    Some(character) => Some(character),
                    None => named(&reference),
                };
                push_text(&mut open, &character.ok_or_else(broken)?.to_string());
            }
            Event::DocType(_) => return Err(Unreadable::Entities { part: part.to_owned() }),
            Event::Eof => break,
            _ => {}
        }
        if count > MAX_ELEMENTS {
            return Err(Unreadable::TooMany { what: "elements in a part", limit: MAX_ELEMENTS });
        }
    }
    let root = match (open.pop(), open.is_empty()) {
        (Some(root), true) => root,
        _ => return Err(broken()),
    };
    root.children
        .into_iter()
        .find_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
        .ok_or_else(broken)
}

/// The text of a part: UTF-8, or UTF-16 as a mark at its beginning says.
fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok().map(Cow::Owned)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        bytes => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
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

fn push_text(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else { return };
    match element.children.last_mut() {
        Some(Node::Text(known)) => known.push_str(text),
        _ => element.children.push(Node::Text(text.to_owned())),
    }
}

fn element(start: &BytesStart) -> Option<Element> {
    let name = start.local_name().as_ref().to_owned();
    let mut attributes = vec![];
    // Looking for a name that stands twice takes the square of how many there are; the first one counts.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.ok()?;
        let key = attribute.key.local_name().as_ref().to_owned();
        attributes.push((key, quick_xml::escape::unescape(&attribute.value).ok()?.into_owned()));
    }
    Some(Element { name, attributes, children: vec![] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_and_signs_are_read() {
        let root = parse("a", b"<w:a xmlns:w='x' w:b='1 &amp; 2'>one &lt;&#8211; two<w:c/></w:a>").unwrap();
        assert_eq!((root.name.as_str(), root.get("b")), ("a", Some("1 & 2")));
        assert_eq!(root.text(), "one <\u{2013} two");
        assert!(root.child("c").is_some());
    }

    #[test]
    fn what_means_harm_is_refused() {
        let deep = "<a>".repeat(300);
        assert!(matches!(parse("p", deep.as_bytes()), Err(Unreadable::TooDeep { .. })));
        let bomb = b"<!DOCTYPE a [<!ENTITY b 'bbb'>]><a>&b;</a>";
        assert!(matches!(parse("p", bomb), Err(Unreadable::Entities { .. })));
        for broken in ["<a>", "<a></b>", "<a b='&x;'/>", "<a>&x;</a>", ""] {
            assert!(parse("p", broken.as_bytes()).is_err(), "{broken}");
        }
    }
}
