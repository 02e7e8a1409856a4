//! The pages as the file lists them.

use std::collections::BTreeSet;

use lopdf::{Document, Object, ObjectId};

/// What is reported here.
pub const RULES: &[&str] = &["unreadable", "page-count", "page-twice"];

/// The pages in the order of the page tree. What is no page and holds none is left out.
pub fn in_order(document: &Document) -> Vec<ObjectId> {
    let mut pages = vec![];
    let mut open: Vec<ObjectId> = root(document).into_iter().collect();
    let mut grouped = BTreeSet::new();
    while let Some(id) = open.pop() {
        let Ok(node) = document.get_dictionary(id) else { continue };
        if node.has_type(b"Page") {
            pages.push(id);
        } else if grouped.insert(id)
            && let Ok(kids) = node.get_deref(b"Kids", document).and_then(Object::as_array)
        {
            open.extend(kids.iter().rev().filter_map(|kid| kid.as_reference().ok()));
        }
    }
    pages
}

fn root(document: &Document) -> Option<ObjectId> {
    document.catalog().ok()?.get(b"Pages").ok()?.as_reference().ok()
}

/// What is wrong with the list of pages.
pub fn ask(document: &Document, pages: &[ObjectId], report: &mut dyn FnMut(&str, String)) {
    let declared = root(document)
        .and_then(|root| document.get_dictionary(root).ok()?.get_deref(b"Count", document).ok()?.as_i64().ok());
    if pages.is_empty() || declared != i64::try_from(pages.len()).ok() {
        report("page-count", format!("{declared:?} are declared, {} are there", pages.len()));
    }
    let mut seen = BTreeSet::new();
    for (number, &page) in (1..).zip(pages) {
        if !seen.insert(page) {
            report("page-twice", format!("page {number} was there before"));
        }
    }
}
