//! The styles of a file, as far as they say what a paragraph is.

use std::collections::BTreeMap;

use super::tree::Element;

/// How many styles one may be based on another.
const MAX_CHAIN: usize = 32;

/// A style.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub(super) name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    number: Option<(Option<String>, Option<usize>)>,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
}

/// The styles by their names in the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Styles {
    list: BTreeMap<String, Style>,
    /// The language of what says nothing else.
    pub(super) language: Option<String>,
    default: String,
}

impl Styles {
    /// The styles of a part.
    pub(super) fn read(root: &Element) -> Self {
        let language = root.find("rPrDefault").and_then(|defaults| Some(defaults.find("lang")?.get("val")?.to_owned()));
        let mut styles = Self { language, ..Self::default() };
        for element in root.elements().filter(|element| element.name == "style") {
            let Some(id) = element.get("styleId") else { continue };
            let paragraph = element.child("pPr");
            let run = element.child("rPr");
            let number = paragraph.and_then(|properties| properties.child("numPr")).map(|number| {
                (number.val("numId").map(str::to_owned), number.val("ilvl").and_then(|level| level.parse().ok()))
            });
            let style = Style {
                name: element.val("name").unwrap_or(id).to_lowercase(),
                based_on: element.val("basedOn").map(str::to_owned),
                outline: paragraph.and_then(|properties| properties.val("outlineLvl")?.parse().ok()),
                number,
                bold: run.and_then(|run| run.is_on("b")),
                italic: run.and_then(|run| run.is_on("i")),
            };
            if element.get("type") == Some("paragraph") && matches!(element.get("default"), Some("1" | "true")) {
                id.clone_into(&mut styles.default);
            }
            styles.list.insert(id.to_owned(), style);
        }
        styles
    }

    /// A style and those that it is based on, nearest first.
    pub(super) fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let mut next = Some(id.unwrap_or(&self.default));
        std::iter::from_fn(move || {
            let style = self.list.get(next?)?;
            next = style.based_on.as_deref();
            Some(style)
        })
        .take(MAX_CHAIN)
    }

    /// The level of a heading that a style makes, from 1.
    pub(super) fn heading(&self, id: Option<&str>) -> Option<u8> {
        self.chain(id)
            .find_map(|style| {
                let named = style.name.strip_prefix("heading ").and_then(|level| level.trim().parse().ok());
                named.or_else(|| style.outline.filter(|&level| level < 9).map(|level| level + 1))
            })
            .filter(|level| (1..=9).contains(level))
    }

    /// The list that a style puts paragraphs in.
    pub(super) fn number(&self, id: Option<&str>) -> Option<(Option<String>, Option<usize>)> {
        self.chain(id).find_map(|style| style.number.clone())
    }
}
