//! How many parts a picture has once everything in it that refers to something else has been written out.
//!
//! usvg writes out shapes that are shown again (`use`), markers at each corner of each line, and the patterns, masks and
//! clip paths of each shape; its memory and Typst's time grow with what comes of that. The number is found beforehand, with
//! the same reading of styles and inheritance, each part that is referred to counted once for each way of inheriting.

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node, NodeId};

use super::style::{Property, Styles};
use super::{MAX_LETTERS, MAX_PARTS, Refused, SIMPLIFY};

/// How deeply elements may lie within each other, what they refer to included.
const MAX_DEPTH: usize = 600;

/// How long a chain of elements may be that refer to each other.
const MAX_REFERENCES: usize = 40;

/// How many elements are looked at, those that are met again included.
const MAX_STEPS: usize = 20_000_000;

/// Elements that are shown only where something refers to them.
const KEPT: [&str; 8] = ["clipPath", "defs", "linearGradient", "marker", "mask", "pattern", "radialGradient", "symbol"];

/// What a shape takes over from the elements around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Inherited {
    fill: Option<NodeId>,
    stroke: Option<NodeId>,
    start: Option<NodeId>,
    mid: Option<NodeId>,
    end: Option<NodeId>,
}

/// What a part comes to.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    parts: u64,
    letters: u64,
    /// How deeply its elements lie within each other.
    levels: usize,
    /// How long the longest chain of references from it is.
    chain: usize,
}

impl Cost {
    fn add(&mut self, other: Self, times: u64) {
        self.parts = self.parts.saturating_add(other.parts.saturating_mul(times));
        self.letters = self.letters.saturating_add(other.letters.saturating_mul(times));
        self.levels = self.levels.max(other.levels + 1);
        self.chain = self.chain.max(other.chain);
    }
}

/// Refuses a picture that would become too large.
pub(super) fn bound(document: &Document, styles: &Styles) -> Result<(), Refused> {
    let mut ids = HashMap::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            ids.entry(id).or_insert(node);
        }
    }
    let mut count = Count { styles, ids, known: HashMap::new(), active: HashSet::new(), steps: 0 };
    let mut whole = count.part(document.root_element(), Inherited::default(), 0)?;
    // usvg goes through what nothing refers to as well, looking for circles.
    for node in document.descendants().filter(|node| KEPT.contains(&node.tag_name().name())) {
        let cost = count.content(node, 0)?;
        whole.add(cost, 1);
    }
    if whole.levels > MAX_DEPTH {
        return Err(too_deep());
    }
    if whole.parts > MAX_PARTS {
        return Err(Refused::new(format!(
            "it comes to more than {MAX_PARTS} parts, each thing counted as often as it is shown"
        ))
        .cure(SIMPLIFY));
    }
    if whole.letters > MAX_LETTERS {
        return Err(Refused::new(format!("it holds more than {MAX_LETTERS} letters of text"))
            .cure("export it with text as outlines, or say it in the prose"));
    }
    Ok(())
}

fn too_deep() -> Refused {
    Refused::new(format!("its parts lie within each other more than {MAX_DEPTH} levels deep")).cure(SIMPLIFY)
}

struct Count<'a, 'd> {
    styles: &'a Styles<'d>,
    ids: HashMap<&'d str, Node<'d, 'd>>,
    /// What has been counted, by the way in which it inherits.
    known: HashMap<(NodeId, Inherited), Cost>,
    /// What is being counted: what refers to itself is not shown within itself.
    active: HashSet<NodeId>,
    steps: usize,
}

impl<'d> Count<'_, 'd> {
    /// An element with all that is in it.
    fn part(&mut self, node: Node<'d, 'd>, above: Inherited, depth: usize) -> Result<Cost, Refused> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Err(Refused::new("its parts refer to each other in too many ways").cure(SIMPLIFY));
        }
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        let inherited = self.inherit(node, above);
        let name = node.tag_name().name();
        let mut cost = Cost { parts: 1, ..Cost::default() };
        for property in [Property::ClipPath, Property::Mask] {
            if let Some(target) = self.target(self.styles.link(node, property)) {
                let content = self.content(target, depth)?;
                cost.add(content, 1);
            }
        }
        let is_line = matches!(name, "path" | "line" | "polyline" | "polygon");
        if is_line || matches!(name, "rect" | "circle" | "ellipse" | "text" | "tspan" | "textPath") {
            for paint in [inherited.fill, inherited.stroke].into_iter().flatten() {
                let content = self.content(self.node(node, paint), depth)?;
                cost.add(content, 1);
            }
        }
        if is_line {
            let lengths = ["d", "points"].map(|name| node.attribute(name).map_or(0, str::len) as u64);
            let length: u64 = lengths.into_iter().sum();
            cost.parts += length / 64;
            // A corner takes two letters at least.
            let corners = length / 2 + 2;
            for (marker, times) in [(inherited.start, 1), (inherited.mid, corners), (inherited.end, 1)] {
                let Some(marker) = marker else { continue };
                let content = self.content(self.node(node, marker), depth)?;
                cost.add(Cost { parts: content.parts + 2, ..content }, times);
            }
        }
        if matches!(name, "use" | "textPath")
            && let Some(target) = self.target(href(node).and_then(|href| href.strip_prefix('#')))
        {
            let shown = self.shown(target, inherited, depth)?;
            cost.add(shown, 1);
        }
        if name == "image" {
            cost.parts += href(node).map_or(0, str::len) as u64 / 256;
        }
        let is_text = matches!(name, "text" | "tspan" | "textPath" | "tref" | "a");
        for child in node.children() {
            if child.is_element() && !KEPT.contains(&child.tag_name().name()) {
                let inner = self.part(child, inherited, depth + 1)?;
                cost.add(inner, 1);
            } else if is_text && child.is_text() {
                cost.letters += child.text().unwrap_or_default().trim().len() as u64;
            }
        }
        Ok(cost)
    }

    /// What a `use` shows.
    fn shown(&mut self, target: Node<'d, 'd>, inherited: Inherited, depth: usize) -> Result<Cost, Refused> {
        if let Some(&known) = self.known.get(&(target.id(), inherited)) {
            return Ok(known);
        }
        self.enter(target, |count| count.part(target, inherited, depth + 1), inherited)
    }

    /// What stands in a marker, pattern, mask, clip path or gradient. It inherits from where it stands.
    fn content(&mut self, target: Node<'d, 'd>, depth: usize) -> Result<Cost, Refused> {
        let mut above: Vec<Node> = target.ancestors().filter(Node::is_element).collect();
        above.reverse();
        let inherited = above.into_iter().fold(Inherited::default(), |inherited, node| self.inherit(node, inherited));
        if let Some(&known) = self.known.get(&(target.id(), inherited)) {
            return Ok(known);
        }
        let count = |count: &mut Self| {
            let mut cost = Cost { parts: 1, ..Cost::default() };
            for property in [Property::ClipPath, Property::Mask] {
                if let Some(target) = count.target(count.styles.link(target, property)) {
                    let content = count.content(target, depth + 1)?;
                    cost.add(content, 1);
                }
            }
            if let Some(other) = count.target(href(target).and_then(|href| href.strip_prefix('#'))) {
                let content = count.content(other, depth + 1)?;
                cost.add(content, 1);
            }
            for child in target.children().filter(Node::is_element) {
                let inner = count.part(child, inherited, depth + 1)?;
                cost.add(inner, 1);
            }
            Ok(cost)
        };
        self.enter(target, count, inherited)
    }

    /// Counts what is referred to, once for each way of inheriting, and not within itself.
    fn enter(
        &mut self,
        target: Node<'d, 'd>,
        count: impl FnOnce(&mut Self) -> Result<Cost, Refused>,
        inherited: Inherited,
    ) -> Result<Cost, Refused> {
        if !self.active.insert(target.id()) {
            return Ok(Cost::default());
        }
        if self.active.len() > MAX_REFERENCES {
            return Err(Self::too_long());
        }
        let mut cost = count(self)?;
        cost.chain += 1;
        if cost.chain > MAX_REFERENCES {
            return Err(Self::too_long());
        }
        self.active.remove(&target.id());
        self.known.insert((target.id(), inherited), cost);
        Ok(cost)
    }

    fn too_long() -> Refused {
        let message = format!("its parts refer to each other in chains of more than {MAX_REFERENCES}");
        Refused::new(message).cure(SIMPLIFY)
    }

    fn inherit(&self, node: Node<'d, 'd>, above: Inherited) -> Inherited {
        let taken = |property, above: Option<NodeId>| match self.styles.get(node, property) {
            None | Some("inherit") => above,
            Some(_) => self.target(self.styles.link(node, property)).map(|node| node.id()),
        };
        Inherited {
            fill: taken(Property::Fill, above.fill),
            stroke: taken(Property::Stroke, above.stroke),
            start: taken(Property::MarkerStart, above.start),
            mid: taken(Property::MarkerMid, above.mid),
            end: taken(Property::MarkerEnd, above.end),
        }
    }

    fn target(&self, id: Option<&str>) -> Option<Node<'d, 'd>> {
        self.ids.get(id?).copied()
    }

    fn node(&self, beside: Node<'d, 'd>, id: NodeId) -> Node<'d, 'd> {
        beside.document().get_node(id).unwrap_or(beside)
    }
}

/// Where an element's link leads, in either of the two ways of writing it.
pub(super) fn href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute("href").or_else(|| node.attribute(("http://www.w3.org/1999/xlink", "href"))).map(str::trim)
}
