//! The parts of a file: which there are, and what they say together.

use std::collections::{BTreeMap, BTreeSet};

use super::body::Body;
use super::numbering::Lists;
use super::styles::Styles;
use super::tree::{Element, parse};
use super::{Block, Comment, Unreadable, WordDocument};
use crate::names::{MAP_NAMESPACE, SENT_NAMESPACE};
use crate::package::Parts;

/// How much pictures may take together.
const MAX_PICTURES: usize = 64 * 1024 * 1024;

/// The relations of a part: by their names, the kind (the last part of its address), the target, and whether it lies
/// outside.
pub(super) type Relations = BTreeMap<String, (String, String, bool)>;

/// Reads a Word file.
///
/// # Errors
/// If it is none, or if it is larger or deeper than anything that somebody writes.
pub fn read(bytes: &[u8]) -> Result<WordDocument, Unreadable> {
    let mut parts = Parts::open(bytes)?;
    let main = relations(&mut parts, "")?
        .into_values()
        .find(|(kind, ..)| kind == "officeDocument")
        .map_or_else(|| "word/document.xml".to_owned(), |(_, target, _)| target);
    let Some(document) = parts.read(&main)? else { return Err(Unreadable::NoDocument) };
    let document = parse(&main, &document)?;
    let body = document.child("body").ok_or(Unreadable::NoDocument)?;
    let related = relations(&mut parts, &main)?;
    let mut part = |kind: &str| -> Result<Option<(String, Element)>, Unreadable> {
        let Some((_, target, _)) = related.values().find(|(known, ..)| known == kind) else { return Ok(None) };
        let Some(bytes) = parts.read(target)? else { return Ok(None) };
        Ok(Some((target.clone(), parse(target, &bytes)?)))
    };
    let styles = part("styles")?.map(|(_, root)| Styles::read(&root)).unwrap_or_default();
    let lists = part("numbering")?.map(|(_, root)| Lists::read(&root)).unwrap_or_default();
    let footnotes = part("footnotes")?;
    let endnotes = part("endnotes")?;
    let comments = part("comments")?;
    let threads = part("commentsExtended")?;

    let mut word = WordDocument { language: styles.language.clone(), ..WordDocument::default() };
    let mut shown: Vec<String> = vec![];
    {
        let mut reading = Body::new(&styles, &lists, &related);
        word.blocks = reading.whole(body);
        word.lost = std::mem::take(&mut reading.lost);
        shown.append(&mut reading.pictures);
    }
    for (kind, notes) in [("footnote", footnotes), ("endnote", endnotes)] {
        let Some((path, root)) = notes else { continue };
        let related = relations(&mut parts, &path)?;
        let mut reading = Body::new(&styles, &lists, &related);
        for note in root.elements().filter(|element| element.name == kind && is_written(element)) {
            let Some(id) = note.get("id") else { continue };
            let blocks = reading.whole(note);
            word.notes.push((format!("{kind}-{id}"), blocks));
        }
        shown.append(&mut reading.pictures);
        word.lost.append(&mut reading.lost);
    }
    if let Some((path, root)) = comments {
        let related = relations(&mut parts, &path)?;
        let mut reading = Body::new(&styles, &lists, &related);
        let mut paragraphs: BTreeMap<String, usize> = BTreeMap::new();
        for comment in root.elements().filter(|element| element.name == "comment") {
            let get = |name: &str| comment.get(name).unwrap_or_default().to_owned();
            let ids = comment.elements().filter_map(|paragraph| paragraph.get("paraId"));
            paragraphs.extend(ids.map(|id| (id.to_owned(), word.comments.len())));
            let blocks: Vec<Block> = reading.whole(comment);
            let (name, author, date) = (get("id"), get("author"), get("date"));
            word.comments.push(Comment { name, author, date, blocks, answers: None, is_done: false });
        }
        // Threads are told by the paragraphs of comments.
        for said in threads.iter().flat_map(|(_, root)| root.elements()).filter(|element| element.name == "commentEx") {
            let at = |name: &str| said.get(name).and_then(|id| paragraphs.get(id)).copied();
            let above = at("paraIdParent").and_then(|above| Some(word.comments.get(above)?.name.clone()));
            if let Some(comment) = at("paraId").and_then(|at| word.comments.get_mut(at)) {
                comment.answers = above;
                comment.is_done = matches!(said.get("done"), Some("1" | "true" | "on"));
            }
        }
    }
    let mut size = 0;
    let mut seen = BTreeSet::new();
    shown.retain(|path| seen.insert(path.clone()));
    for path in shown {
        let Some(bytes) = parts.read(&path)? else { continue };
        size += bytes.len();
        if size > MAX_PICTURES {
            return Err(Unreadable::TooLarge { what: "what it shows".to_owned(), limit: MAX_PICTURES as u64 });
        }
        word.pictures.push((path, bytes));
    }
    word.map = carried(&mut parts, MAP_NAMESPACE, "draft")?;
    word.sent = carried(&mut parts, SENT_NAMESPACE, "sent")?;
    Ok(word)
}

/// Whether a note is somebody's, and not the line above the notes.
fn is_written(note: &Element) -> bool {
    !matches!(note.get("type"), Some("separator" | "continuationSeparator" | "continuationNotice"))
}

/// What a draft of ours carries in a part of its own, wherever the program that saved the file has put it.
fn carried(parts: &mut Parts, namespace: &str, element: &str) -> Result<Option<String>, Unreadable> {
    let names: Vec<String> = parts.names().map(str::to_owned).collect();
    for name in names.iter().filter(|name| name.starts_with("customxml/item") && name.ends_with(".xml")) {
        let Some(bytes) = parts.read(name)? else { continue };
        let is_ours = bytes.windows(namespace.len()).any(|window| window == namespace.as_bytes());
        // Others may keep anything here.
        if let Some(root) = is_ours.then(|| parse(name, &bytes).ok()).flatten()
            && root.name == element
        {
            return Ok(Some(root.text()));
        }
    }
    Ok(None)
}

/// The relations of a part; of the package itself where no part is named.
fn relations(parts: &mut Parts, part: &str) -> Result<Relations, Unreadable> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let Some(bytes) = parts.read(&path)? else { return Ok(Relations::new()) };
    let root = parse(&path, &bytes)?;
    let relation = |element: &Element| {
        let outside = element.get("TargetMode") == Some("External");
        let target = element.get("Target")?;
        let target = if outside { target.to_owned() } else { joined(folder, target) };
        let kind = element.get("Type")?.rsplit('/').next()?.to_owned();
        Some((element.get("Id")?.to_owned(), (kind, target, outside)))
    };
    Ok(root.elements().filter_map(relation).collect())
}

/// A path as a part in that folder names it.
fn joined(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> =
        if target.starts_with('/') { vec![] } else { folder.split('/').filter(|part| !part.is_empty()).collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn paths_of_parts_are_joined() {
        assert_eq!(joined("word", "media/a.png"), "word/media/a.png");
        assert_eq!(joined("word", "../customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(joined("word", "/word/b.xml"), "word/b.xml");
    }
}
