//! On which pages elements of the structure tree lie, and where.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::structure::resolve;

/// How deeply elements may lie within each other.
const MAX_DEPTH: usize = 200;

/// The areas of the figures, by their page: left, bottom, right and top.
pub fn figures(document: &Document) -> BTreeMap<ObjectId, Vec<[f64; 4]>> {
    let mut found: BTreeMap<ObjectId, Vec<[f64; 4]>> = BTreeMap::new();
    each(document, &mut |element, page| {
        let area = element.get(b"A").ok().and_then(|attributes| area_among(document, attributes));
        match (is(element, b"Figure"), page, area) {
            (true, Some(page), Some(area)) => {
                found.entry(page).or_default().push(area);
                Next::After
            }
            _ => Next::Within,
        }
    });
    found
}

/// The page on which each row of each table begins.
pub fn rows_of_tables(document: &Document) -> Vec<Vec<ObjectId>> {
    let mut found: Vec<Vec<ObjectId>> = vec![];
    let mut waits = false;
    each(document, &mut |element, page| {
        if is(element, b"Table") {
            found.push(vec![]);
        }
        waits |= is(element, b"TR");
        // The page is that of the first content.
        if waits && let (Some(page), true) = (page, holds_content(document, element)) {
            waits = false;
            found.iter_mut().last().into_iter().for_each(|rows| rows.push(page));
        }
        Next::Within
    });
    found
}

enum Next {
    Within,
    After,
}

fn is(element: &Dictionary, role: &[u8]) -> bool {
    element.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == role)
}

/// Whether an element has content of its own, and not only further elements.
fn holds_content(document: &Document, element: &Dictionary) -> bool {
    let is_content = |object: &Object| match resolve(document, object) {
        Object::Integer(_) => true,
        Object::Dictionary(child) => child.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"MCR"),
        _ => false,
    };
    match element.get(b"K").map(|children| resolve(document, children)) {
        Ok(Object::Array(list)) => list.iter().any(is_content),
        Ok(other) => is_content(other),
        Err(_) => false,
    }
}

/// Visits all elements in their order, each with the page that it names or has from the one around it.
fn each<'a>(document: &'a Document, visit: &mut dyn FnMut(&'a Dictionary, Option<ObjectId>) -> Next) {
    if let Ok(root) = document.catalog().and_then(|catalog| catalog.get_deref(b"StructTreeRoot", document)) {
        below(document, root, None, 0, visit);
    }
}

fn below<'a>(
    document: &'a Document,
    object: &'a Object,
    page: Option<ObjectId>,
    depth: usize,
    visit: &mut dyn FnMut(&'a Dictionary, Option<ObjectId>) -> Next,
) {
    if depth > MAX_DEPTH {
        return;
    }
    match resolve(document, object) {
        Object::Array(list) => list.iter().for_each(|one| below(document, one, page, depth + 1, visit)),
        Object::Dictionary(element) => {
            let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
            if let (Next::Within, Ok(children)) = (visit(element, page), element.get(b"K")) {
                below(document, children, page, depth + 1, visit);
            }
        }
        _ => {}
    }
}

fn area_among(document: &Document, attributes: &Object) -> Option<[f64; 4]> {
    match resolve(document, attributes) {
        Object::Array(list) => list.iter().find_map(|one| area_among(document, one)),
        Object::Dictionary(one) => {
            let sides = one.get_deref(b"BBox", document).and_then(Object::as_array).ok()?;
            let sides: Vec<f64> = sides.iter().filter_map(|side| side.as_float().ok().map(f64::from)).collect();
            sides.try_into().ok()
        }
        _ => None,
    }
}
