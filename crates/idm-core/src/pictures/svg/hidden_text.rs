//! Words of an SVG picture that would not be shown.

use std::collections::HashSet;

use roxmltree::Node;
use usvg::{Group, Tree};

use super::cost::href;
use super::style::Styles;

/// Namespaces whose text is shown by somebody. Those of drawing programs hold what only they read.
const SHOWN: [&str; 2] = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"];

/// Elements whose text is never shown in the picture, as whose parts it would be heard or run.
const UNSHOWN: [&str; 6] = ["desc", "metadata", "script", "style", "title", "head"];

/// Elements that show their text.
const TEXTS: [&str; 8] = ["text", "foreignObject", "flowRoot", "flowPara", "flowSpan", "flowDiv", "textArea", "tref"];

/// Elements that are shown only where something refers to them.
const KEPT: [&str; 5] = ["defs", "symbol", "marker", "pattern", "mask"];

/// Text that stands in the picture and is not shown.
pub(super) struct Lost<'a> {
    pub(super) words: &'a str,
    /// The element that holds it.
    pub(super) within: &'a str,
}

/// The letters of all words that usvg shows, without blanks.
pub(super) fn shown(tree: &Tree) -> String {
    let mut shown = String::new();
    collect(tree.root(), &mut shown);
    shown
}

/// The first text of a picture that is not among what usvg shows.
pub(super) fn lost<'a>(root: Node<'a, 'a>, styles: &Styles, shown: &str) -> Option<Lost<'a>> {
    let referred: HashSet<&str> =
        root.descendants().filter_map(href).filter_map(|href| href.strip_prefix('#')).collect();
    let mut seen = HashSet::new();
    root.descendants().filter(Node::is_text).find_map(|node| {
        let words = node.text().unwrap_or_default().trim();
        if words.is_empty() {
            return None;
        }
        let within = holder(node, styles, &referred)?;
        // A word that was found once need not be looked for again.
        let is_lost = seen.insert(words) && !shown.contains(&squeezed(words));
        is_lost.then_some(Lost { words, within })
    })
}

/// The element whose text this is, if it is meant to be seen.
fn holder<'a>(text: Node<'a, 'a>, styles: &Styles, referred: &HashSet<&str>) -> Option<&'a str> {
    let mut holder = None;
    let mut is_kept = false;
    for node in text.ancestors().filter(Node::is_element) {
        let name = node.tag_name().name();
        let is_known = node.tag_name().namespace().is_none_or(|space| SHOWN.contains(&space));
        if !is_known || UNSHOWN.contains(&name) || styles.is_hidden(node) {
            return None;
        }
        if holder.is_none() && TEXTS.contains(&name) {
            holder = Some(name);
        }
        is_kept |= KEPT.contains(&name);
        if node.attribute("id").is_some_and(|id| referred.contains(id)) {
            // Whether that is shown in turn, the elements around it do not say.
            return holder;
        }
    }
    holder.filter(|_| !is_kept)
}

/// The letters of all texts in a part of the tree, one after the other, without blanks.
fn collect(group: &Group, shown: &mut String) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => collect(group, shown),
            usvg::Node::Text(text) => {
                text.chunks().iter().for_each(|chunk| shown.push_str(&squeezed(chunk.text())));
                continue;
            }
            _ => {}
        }
        node.subroots(|group| collect(group, shown));
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}
