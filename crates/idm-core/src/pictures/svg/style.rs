//! What the style sheets and attributes of an SVG picture say of its elements, read as usvg reads them.

use roxmltree::{Document, Node};
use simplecss::{AttributeOperator, DeclarationTokenizer, PseudoClass, StyleSheet};

use super::Refused;

/// How many times a rule of a style sheet may be held against an element.
const MAX_MATCHES: usize = 50_000_000;

/// The properties that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    ClipPath,
    Display,
    Fill,
    Filter,
    MarkerEnd,
    MarkerMid,
    MarkerStart,
    Mask,
    StopColor,
    Stroke,
}

const PROPERTIES: usize = 10;

impl Property {
    const ALL: [Self; PROPERTIES] = [
        Self::ClipPath,
        Self::Display,
        Self::Fill,
        Self::Filter,
        Self::MarkerEnd,
        Self::MarkerMid,
        Self::MarkerStart,
        Self::Mask,
        Self::StopColor,
        Self::Stroke,
    ];

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "clip-path" => Self::ClipPath,
            "display" => Self::Display,
            "fill" => Self::Fill,
            "filter" => Self::Filter,
            "marker-end" => Self::MarkerEnd,
            "marker-mid" => Self::MarkerMid,
            "marker-start" => Self::MarkerStart,
            "mask" => Self::Mask,
            "stop-color" => Self::StopColor,
            "stroke" => Self::Stroke,
            _ => return None,
        })
    }
}

/// What is declared for each element.
pub(super) struct Styles<'a> {
    /// By the element's number, and the property's.
    values: Vec<[Option<&'a str>; PROPERTIES]>,
}

impl<'a> Styles<'a> {
    pub(super) fn read(document: &'a Document) -> Result<Self, Refused> {
        let mut sheet = StyleSheet::new();
        for style in document.descendants().filter(|node| node.has_tag_name("style") || is_svg(*node, "style")) {
            if style.attribute("type").is_some_and(|kind| kind != "text/css") {
                continue;
            }
            let text = style.text().unwrap_or_default();
            if text.contains("@import") {
                return Err(Refused::new("its style is in another file (`@import`), which is not read")
                    .cure("export it with its style inside"));
            }
            sheet.parse_more(text);
        }
        let mut values = Vec::new();
        let mut matches = 0usize;
        for node in document.descendants() {
            let mut declared: [Option<(&str, bool)>; PROPERTIES] = [None; PROPERTIES];
            if node.is_element() {
                matches = matches.saturating_add(sheet.rules.len());
                if matches > MAX_MATCHES {
                    return Err(Refused::new("it has too many rules of style for so many parts").cure(super::SIMPLIFY));
                }
                declare(node, &sheet, &mut declared);
            }
            let at = node.id().get_usize();
            if values.len() <= at {
                values.resize(at + 1, [None; PROPERTIES]);
            }
            values[at] = declared.map(|value| value.map(|(value, _)| value));
        }
        Ok(Self { values })
    }

    /// What is declared for an element itself.
    pub(super) fn get(&self, node: Node, property: Property) -> Option<&'a str> {
        self.values.get(node.id().get_usize())?[property as usize]
    }

    /// The elements' declarations, as far as they lead to other elements by `url(#…)`.
    pub(super) fn link(&self, node: Node, property: Property) -> Option<&'a str> {
        self.get(node, property).and_then(link)
    }

    /// Whether an element is not shown, by itself.
    pub(super) fn is_hidden(&self, node: Node) -> bool {
        self.get(node, Property::Display) == Some("none")
    }

    /// Each declaration of an element.
    pub(super) fn of(&self, node: Node) -> impl Iterator<Item = (Property, &'a str)> {
        let values = self.values.get(node.id().get_usize()).copied().unwrap_or_default();
        Property::ALL.into_iter().zip(values).filter_map(|(property, value)| Some((property, value?)))
    }
}

fn declare<'a>(node: Node<'a, '_>, sheet: &StyleSheet<'a>, declared: &mut [Option<(&'a str, bool)>; PROPERTIES]) {
    for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
        if let Some(property) = Property::named(attribute.name()) {
            declared[property as usize] = Some((attribute.value().trim(), false));
        }
    }
    let mut write = |name: &str, value: &'a str, important: bool| {
        let mut set = |property: Property| {
            let now = &mut declared[property as usize];
            if !now.is_some_and(|(_, important)| important) {
                *now = Some((value.trim(), important));
            }
        };
        if name == "marker" {
            [Property::MarkerStart, Property::MarkerMid, Property::MarkerEnd].into_iter().for_each(set);
        } else if let Some(property) = Property::named(name) {
            set(property);
        }
    };
    for rule in sheet.rules.iter().filter(|rule| rule.selector.matches(&Element(node))) {
        for declaration in &rule.declarations {
            write(declaration.name, declaration.value, declaration.important);
        }
    }
    for declaration in DeclarationTokenizer::from(node.attribute("style").unwrap_or_default()) {
        write(declaration.name, declaration.value, declaration.important);
    }
}

/// The identifier in `url(#…)`.
fn link(value: &str) -> Option<&str> {
    let inner = value.trim_start().strip_prefix("url(")?.split(')').next()?;
    inner.trim().trim_matches(['\'', '"']).trim().strip_prefix('#')
}

/// What a value leads to, if that is not in the picture.
pub(super) fn outward(value: &str) -> Option<&str> {
    let inner = value.trim_start().strip_prefix("url(")?.split(')').next()?;
    let target = inner.trim().trim_matches(['\'', '"']).trim();
    (!target.starts_with('#')).then_some(target)
}

/// Whether an element is one of SVG's with that name.
pub(super) fn is_svg(node: Node, name: &str) -> bool {
    node.is_element()
        && node.tag_name().name() == name
        && matches!(node.tag_name().namespace(), None | Some("http://www.w3.org/2000/svg"))
}

struct Element<'a, 'i>(Node<'a, 'i>);

impl simplecss::Element for Element<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Element)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Element)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.prev_sibling_element().is_none()
    }
}
