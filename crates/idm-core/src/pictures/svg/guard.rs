//! What would keep the reader of XML busy, found before it begins.

use std::collections::HashMap;

use super::{Refused, SIMPLIFY};

/// How many attributes an element may have: each is compared with each.
const MAX_ATTRIBUTES: usize = 256;

/// How many times names of namespaces may be given: each element with one keeps those of the elements around it.
const MAX_NAMESPACES: usize = 4_000;

/// How many letters the entities of a document may come to.
const MAX_ENTITIES: u64 = 4 * 1024 * 1024;

/// Refuses what would take more time or memory to read than a picture may.
pub(super) fn check(text: &str) -> Result<(), Refused> {
    if memchr::memmem::find_iter(text.as_bytes(), "xmlns").take(MAX_NAMESPACES + 1).count() > MAX_NAMESPACES {
        return Err(Refused::new(format!("it names namespaces more than {MAX_NAMESPACES} times")).cure(SIMPLIFY));
    }
    attributes(text)?;
    entities(text)
}

/// Counts the values in quotation marks within each tag.
fn attributes(text: &str) -> Result<(), Refused> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        let rest = &text[start..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open))
            .map(|(open, close)| {
                rest[open.len()..].find(close).map_or(rest.len(), |end| open.len() + end + close.len())
            });
        if let Some(length) = skipped {
            at = start + length;
            continue;
        }
        let is_element = !rest.starts_with("<!");
        let mut values = 0;
        at = start + 1;
        loop {
            match memchr::memchr3(b'"', b'\'', b'>', &bytes[at..]).map(|found| at + found) {
                None => return Ok(()),
                Some(end) if bytes[end] == b'>' => {
                    at = end + 1;
                    break;
                }
                Some(open) => {
                    values += 1;
                    if is_element && values > MAX_ATTRIBUTES {
                        let message = format!("one of its elements has more than {MAX_ATTRIBUTES} attributes");
                        return Err(Refused::new(message).cure(SIMPLIFY));
                    }
                    let Some(close) = memchr::memchr(bytes[open], &bytes[open + 1..]) else { return Ok(()) };
                    at = open + close + 2;
                }
            }
        }
    }
    Ok(())
}

/// Adds up what the entities that a document declares come to where it uses them.
fn entities(text: &str) -> Result<(), Refused> {
    let Some(start) = text.find("<!DOCTYPE") else { return Ok(()) };
    let mut entities = Entities::default();
    let mut rest = &text[start..];
    while let Some(at) = rest.find("<!ENTITY") {
        rest = rest[at + "<!ENTITY".len()..].trim_start();
        let Some((name, after)) = rest.split_once(|sign: char| sign.is_ascii_whitespace()) else { break };
        let Some(open) = after.find(['"', '\'']) else { break };
        let quote = &after[open..=open];
        let Some(length) = after[open + 1..].find(quote) else { break };
        entities.values.entry(name).or_insert(&after[open + 1..open + 1 + length]);
        rest = &after[open + 1 + length..];
    }
    if !entities.values.is_empty() && entities.used(rest, 0) > MAX_ENTITIES {
        return Err(Refused::new("its entities stand for more text than a picture has")
            .cure("write the text in place of the entities"));
    }
    Ok(())
}

#[derive(Default)]
struct Entities<'a> {
    values: HashMap<&'a str, &'a str>,
    lengths: HashMap<&'a str, u64>,
}

impl<'a> Entities<'a> {
    /// What the entities in a text come to. The reader refuses those that lie deeper within each other than this looks.
    fn used(&mut self, text: &'a str, depth: usize) -> u64 {
        let names = text.split('&').skip(1).filter_map(|part| part.split(';').next());
        names.fold(0, |whole, name| whole.saturating_add(self.length(name, depth)))
    }

    fn length(&mut self, name: &'a str, depth: usize) -> u64 {
        if let Some(&known) = self.lengths.get(name) {
            return known;
        }
        let Some(&value) = self.values.get(name).filter(|_| depth < 12) else { return 0 };
        let length = (value.len() as u64).saturating_add(self.used(value, depth + 1));
        self.lengths.insert(name, length);
        length
    }
}
