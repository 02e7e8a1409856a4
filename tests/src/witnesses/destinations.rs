//! Where links and bookmarks lead.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

/// What is reported here.
pub const RULES: &[&str] = &["link", "bookmark", "name", "no-bookmarks"];

/// What leads nowhere.
pub fn ask(document: &Document, pages: &[ObjectId], report: &mut dyn FnMut(&str, String)) {
    let names = names(document);
    let leads = |destination: &Object| leads(document, destination, &names, pages);
    for (name, destination) in &names {
        if !leads(destination) {
            report("name", format!("{} is nowhere", String::from_utf8_lossy(name)));
        }
    }
    for (number, &page) in (1..).zip(pages) {
        for annotation in document.get_page_annotations(page).unwrap_or_default() {
            if annotation.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Link")
                && !follows(document, annotation, &leads)
            {
                report("link", format!("one on page {number} leads nowhere"));
            }
        }
    }
    let Ok(outlines) = document.catalog().and_then(|catalog| catalog.get_deref(b"Outlines", document)?.as_dict())
    else {
        return report("no-bookmarks", "there are none".to_owned());
    };
    let mut open: Vec<&Dictionary> = next(document, outlines, b"First").into_iter().map(|(_, first)| first).collect();
    let mut seen = BTreeSet::new();
    while let Some(bookmark) = open.pop() {
        if !follows(document, bookmark, &leads) {
            report("bookmark", format!("{:?} leads nowhere", bookmark.get(b"Title")));
        }
        for key in [&b"Next"[..], b"First"] {
            open.extend(next(document, bookmark, key).filter(|&(id, _)| seen.insert(id)).map(|(_, next)| next));
        }
    }
}

fn next<'a>(document: &'a Document, from: &Dictionary, key: &[u8]) -> Option<(ObjectId, &'a Dictionary)> {
    let id = from.get(key).ok()?.as_reference().ok()?;
    Some((id, document.get_dictionary(id).ok()?))
}

/// Whether what can be followed leads to a place in the document or to an address.
fn follows(document: &Document, from: &Dictionary, leads: &dyn Fn(&Object) -> bool) -> bool {
    if let Ok(destination) = from.get(b"Dest") {
        return leads(destination);
    }
    let Ok(action) = from.get_deref(b"A", document).and_then(Object::as_dict) else { return false };
    match action.get(b"S").and_then(Object::as_name) {
        Ok(b"GoTo") => action.get(b"D").is_ok_and(leads),
        Ok(b"URI") => action.get(b"URI").and_then(Object::as_str).is_ok_and(|address| address.contains(&b':')),
        _ => false,
    }
}

/// Whether a destination is a place on a page that is there.
fn leads(document: &Document, at: &Object, names: &BTreeMap<Vec<u8>, &Object>, pages: &[ObjectId]) -> bool {
    let Ok((_, at)) = document.dereference(at) else { return false };
    match at {
        Object::String(name, _) | Object::Name(name) => {
            // A name stands for a place, never for another name.
            names.get(name).is_some_and(|&place| !matches!(place, Object::String(..) | Object::Name(_)))
                && names.get(name).is_some_and(|place| leads(document, place, &BTreeMap::new(), pages))
        }
        Object::Dictionary(place) => place.get(b"D").is_ok_and(|place| leads(document, place, &BTreeMap::new(), pages)),
        Object::Array(place) => {
            place.first().and_then(|page| page.as_reference().ok()).is_some_and(|page| pages.contains(&page))
        }
        _ => false,
    }
}

/// The places that have names.
pub fn names(document: &Document) -> BTreeMap<Vec<u8>, &Object> {
    entries(document, b"Dests")
}

/// The entries of one of the document's name trees.
pub fn entries<'a>(document: &'a Document, tree: &[u8]) -> BTreeMap<Vec<u8>, &'a Object> {
    let mut entries = BTreeMap::new();
    let root = document.catalog().and_then(|catalog| catalog.get_deref(b"Names", document)?.as_dict()?.get(tree));
    let mut open: Vec<&Object> = root.into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(node) = open.pop() {
        let Ok((id, Object::Dictionary(node))) = document.dereference(node) else { continue };
        if id.is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        if let Ok(list) = node.get_deref(b"Names", document).and_then(Object::as_array) {
            entries.extend(list.chunks_exact(2).filter_map(|pair| Some((pair[0].as_str().ok()?.to_vec(), &pair[1]))));
        }
        if let Ok(kids) = node.get_deref(b"Kids", document).and_then(Object::as_array) {
            open.extend(kids);
        }
    }
    entries
}
