//! How the lists of a file are numbered.

use std::collections::BTreeMap;

use super::Format;
use super::tree::Element;

/// A level: how it is numbered, and its first number; nothing for bullets.
type Level = Option<(Format, u64)>;

/// The lists by their names in the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    levels: BTreeMap<String, BTreeMap<usize, Level>>,
}

impl Lists {
    /// The lists of a part.
    pub(super) fn read(root: &Element) -> Self {
        let mut kinds: BTreeMap<String, BTreeMap<usize, Level>> = BTreeMap::new();
        for kind in root.elements().filter(|element| element.name == "abstractNum") {
            let Some(id) = kind.get("abstractNumId") else { continue };
            let levels = kind.elements().filter(|element| element.name == "lvl");
            let levels = levels.filter_map(|level| Some((level.get("ilvl")?.parse().ok()?, of_level(level))));
            kinds.insert(id.to_owned(), levels.collect());
        }
        let mut lists = Self::default();
        for list in root.elements().filter(|element| element.name == "num") {
            let Some(id) = list.get("numId") else { continue };
            let mut levels = list.val("abstractNumId").and_then(|kind| kinds.get(kind)).cloned().unwrap_or_default();
            for other in list.elements().filter(|element| element.name == "lvlOverride") {
                let Some(at) = other.get("ilvl").and_then(|at| at.parse::<usize>().ok()) else { continue };
                if let Some(level) = other.child("lvl") {
                    levels.insert(at, of_level(level));
                }
                let start = other.val("startOverride").and_then(first);
                if let (Some(start), Some(Some(level))) = (start, levels.get_mut(&at)) {
                    level.1 = start;
                }
            }
            lists.levels.insert(id.to_owned(), levels);
        }
        lists
    }

    /// How the items of a list are numbered at a level; nothing if there is no such list, or if it shows no mark.
    pub(super) fn level(&self, list: &str, level: usize) -> Option<Level> {
        let levels = self.levels.get(list)?;
        Some(levels.get(&level).copied().unwrap_or_default())
    }
}

/// The number that a list begins with. A mark in Markdown has nine digits at most.
fn first(text: &str) -> Option<u64> {
    text.parse().ok().map(|first: u64| first.min(99_999_999))
}

fn of_level(level: &Element) -> Level {
    let format = match level.val("numFmt").unwrap_or("decimal") {
        "bullet" | "none" => return None,
        "lowerLetter" | "upperLetter" => Format::Letters,
        "lowerRoman" | "upperRoman" => Format::Roman,
        _ => Format::Figures,
    };
    Some((format, level.val("start").and_then(first).unwrap_or(1)))
}
