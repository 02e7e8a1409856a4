//! The structure tree: that it holds what the pages show, and what the validator does not count in it.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::content::marks;
use super::destinations;
use crate::structure::{self, Element};

/// What is reported here.
pub const RULES: &[&str] = &[
    "unreadable",
    "no-tree",
    "loop",
    "parent",
    "unheard",
    "heard-twice",
    "not-there",
    "parent-tree",
    "link-unheard",
    "table-header",
    "heading",
    "contents",
    "alternative",
];

/// What is wrong with the structure tree.
pub fn ask(document: &Document, pages: &[ObjectId], report: &mut dyn FnMut(&str, String)) {
    let root = document.catalog().and_then(|catalog| catalog.get_deref(b"StructTreeRoot", document));
    let Ok(root) = root.and_then(Object::as_dict) else { return report("no-tree", "there is none".to_owned()) };
    let mut walk = Walk { document, marked: BTreeMap::new(), objects: BTreeMap::new(), seen: BTreeSet::new(), report };
    if let Ok(children) = root.get(b"K") {
        walk.children(children, Owner { element: None, page: None });
    }
    let Walk { marked, objects, report, .. } = walk;
    check_marks(document, pages, &marked, report);
    check_parents(document, root, pages, &marked, &objects, report);
    check_meaning(document, &structure::read(document), report);
}

/// The element that a part of the tree belongs to.
#[derive(Clone, Copy)]
struct Owner {
    element: Option<ObjectId>,
    page: Option<ObjectId>,
}

struct Walk<'a, 'r> {
    document: &'a Document,
    /// The elements that hold the marked content of each page by its number.
    marked: BTreeMap<(ObjectId, i64), Vec<Option<ObjectId>>>,
    /// The elements that hold objects such as annotations.
    objects: BTreeMap<ObjectId, Option<ObjectId>>,
    seen: BTreeSet<ObjectId>,
    report: &'r mut dyn FnMut(&str, String),
}

impl Walk<'_, '_> {
    fn children(&mut self, object: &Object, owner: Owner) {
        let Ok((id, object)) = self.document.dereference(object) else {
            return (self.report)("not-there", format!("{object:?}, which an element is to hold"));
        };
        match object {
            Object::Array(list) => list.iter().for_each(|child| self.children(child, owner)),
            Object::Integer(mark) => self.mark(owner, *mark),
            Object::Dictionary(child) => {
                let page = child.get(b"Pg").and_then(Object::as_reference).ok();
                let owner = Owner { page: page.or(owner.page), ..owner };
                match child.get(b"Type").and_then(Object::as_name) {
                    Ok(b"MCR") => self.mark(owner, child.get(b"MCID").and_then(Object::as_i64).unwrap_or(-1)),
                    Ok(b"OBJR") => {
                        let referred = child.get(b"Obj").and_then(Object::as_reference);
                        self.objects.extend(referred.ok().map(|object| (object, owner.element)));
                    }
                    _ => self.element(id, child, owner),
                }
            }
            other => (self.report)("not-there", format!("{other:?} is no part of a structure tree")),
        }
    }

    fn element(&mut self, id: Option<ObjectId>, element: &Dictionary, owner: Owner) {
        if id.is_some_and(|id| !self.seen.insert(id)) {
            return (self.report)("loop", format!("{} is in two places", name(element)));
        }
        if let (Some(parent), Ok(stated)) = (owner.element, element.get(b"P").and_then(Object::as_reference))
            && parent != stated
        {
            (self.report)("parent", format!("{} says that it is in another element", name(element)));
        }
        if let Ok(children) = element.get(b"K") {
            self.children(children, Owner { element: id, page: owner.page });
        }
    }

    fn mark(&mut self, owner: Owner, mark: i64) {
        match owner.page {
            Some(page) => self.marked.entry((page, mark)).or_default().push(owner.element),
            None => (self.report)("not-there", format!("the page that {mark} is on")),
        }
    }
}

fn name(element: &Dictionary) -> String {
    element
        .get(b"S")
        .and_then(Object::as_name)
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .unwrap_or_default()
}

/// Whether everything that is marked on the pages is held once, and everything that is held is there.
fn check_marks(
    document: &Document,
    pages: &[ObjectId],
    marked: &BTreeMap<(ObjectId, i64), Vec<Option<ObjectId>>>,
    report: &mut dyn FnMut(&str, String),
) {
    let mut drawn = BTreeSet::new();
    for (number, &page) in (1..).zip(pages) {
        for mark in marks(document, page) {
            if !drawn.insert((page, mark)) {
                report("heard-twice", format!("{mark} is marked twice on page {number}"));
            }
            match marked.get(&(page, mark)).map(Vec::as_slice) {
                Some([_]) => {}
                Some(_) => report("heard-twice", format!("{mark} on page {number} is in several elements")),
                None => report("unheard", format!("{mark} on page {number} is in no element")),
            }
        }
    }
    for (page, mark) in marked.keys().filter(|place| !drawn.contains(place)) {
        let number = pages.iter().position(|other| other == page).map_or(0, |at| at + 1);
        report("not-there", format!("{mark} on page {number}, which an element is to hold"));
    }
}

/// Whether the way back leads from each piece of content and each annotation to the element that holds it.
fn check_parents(
    document: &Document,
    root: &Dictionary,
    pages: &[ObjectId],
    marked: &BTreeMap<(ObjectId, i64), Vec<Option<ObjectId>>>,
    objects: &BTreeMap<ObjectId, Option<ObjectId>>,
    report: &mut dyn FnMut(&str, String),
) {
    let parents = numbers(document, root);
    let key = |holder: &Dictionary, key: &[u8]| holder.get(key).and_then(Object::as_i64).ok();
    for (number, &page) in (1..).zip(pages) {
        let Ok(dictionary) = document.get_dictionary(page) else { continue };
        let list = key(dictionary, b"StructParents").and_then(|key| parents.get(&key));
        let list = list.and_then(|list| document.dereference(list).ok()?.1.as_array().ok());
        let of_page = marked.range((page, i64::MIN)..=(page, i64::MAX));
        let wrong = of_page.into_iter().find(|((_, mark), owners)| {
            let stated = usize::try_from(*mark).ok().and_then(|mark| list?.get(mark)?.as_reference().ok());
            !owners.contains(&stated)
        });
        if let Some(((_, mark), _)) = wrong {
            report("parent-tree", format!("it has another element, or none, for {mark} on page {number}"));
        }
        for annotation in annotations(document, page) {
            let Ok(dictionary) = document.get_dictionary(annotation) else { continue };
            let stated = key(dictionary, b"StructParent").and_then(|key| parents.get(&key)?.as_reference().ok());
            match objects.get(&annotation) {
                Some(owner) if owner.is_some() && *owner == stated => {}
                Some(_) => {
                    report("parent-tree", format!("it has another element, or none, for a link on page {number}"));
                }
                None => report("link-unheard", format!("a link on page {number} is in no element")),
            }
        }
    }
}

fn annotations(document: &Document, page: ObjectId) -> Vec<ObjectId> {
    let page = document.get_dictionary(page).and_then(|page| page.get_deref(b"Annots", document)?.as_array());
    page.map(|list| list.iter().filter_map(|annotation| annotation.as_reference().ok()).collect()).unwrap_or_default()
}

/// The entries of the tree that leads from content back to elements.
fn numbers<'a>(document: &'a Document, root: &'a Dictionary) -> BTreeMap<i64, &'a Object> {
    let mut entries = BTreeMap::new();
    let mut open: Vec<&Object> = root.get(b"ParentTree").into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(node) = open.pop() {
        let Ok((id, Object::Dictionary(node))) = document.dereference(node) else { continue };
        if id.is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        if let Ok(list) = node.get_deref(b"Nums", document).and_then(Object::as_array) {
            entries.extend(list.chunks_exact(2).filter_map(|pair| Some((pair[0].as_i64().ok()?, &pair[1]))));
        }
        if let Ok(kids) = node.get_deref(b"Kids", document).and_then(Object::as_array) {
            open.extend(kids);
        }
    }
    entries
}

/// What the elements make of the text: headings, tables, pictures and contents that can be found by ear.
fn check_meaning(document: &Document, tree: &Element, report: &mut dyn FnMut(&str, String)) {
    let elements = tree.descendants();
    let mut level = 0;
    for element in &elements {
        if let Some(Ok(next)) = element.name.strip_prefix('H').map(str::parse::<u32>) {
            if next > level + 1 {
                report("heading", format!("level {next} follows level {level}: {}", brief(element)));
            }
            level = next;
        }
        match element.role.as_str() {
            "Table" => check_table(element, report),
            "Figure" | "Formula" if !is_said(element.alt.as_deref()) => {
                report("alternative", "a picture has no words that stand for it".to_owned());
            }
            _ => {}
        }
    }
    if level == 0 {
        report("heading", "there is none".to_owned());
    }
    let is_listed = elements.iter().any(|element| element.role == "TOC");
    if !is_listed && destinations::names(document).contains_key(&b"generated:contents"[..]) {
        report("contents", "they are on a page, and no list is tagged as such".to_owned());
    }
    for entry in elements.iter().filter(|element| element.role == "TOCI") {
        if !entry.descendants().iter().any(|part| part.children.contains(&structure::Node::Object)) {
            report("contents", format!("an entry leads nowhere: {}", brief(entry)));
        }
    }
}

/// Whether the first row of a table names its columns.
fn check_table(table: &Element, report: &mut dyn FnMut(&str, String)) {
    let rows = table.all("TR");
    let heads = |row: &&Element| row.elements().all(|cell| cell.role == "TH") && row.elements().next().is_some();
    if !rows.first().is_some_and(heads) {
        report("table-header", format!("its columns have no names: {}", brief(table)));
    } else if table.all("TH").iter().any(|cell| cell.scope.is_none()) {
        report("table-header", format!("a name is neither that of a column nor of a row: {}", brief(table)));
    }
}

fn is_said(words: Option<&str>) -> bool {
    words.is_some_and(|words| words.split_whitespace().count() > 1)
}

/// The first words of an element.
fn brief(element: &Element) -> String {
    structure::folded(&element.text()).chars().take(60).collect()
}
