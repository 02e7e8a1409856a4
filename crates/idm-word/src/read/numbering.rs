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
        // A list may leave its levels to a style, which has them of the kind that it links to.
        let all = || root.elements().filter(|element| element.name == "abstractNum");
        for kind in all() {
            let (Some(id), Some(style)) = (kind.get("abstractNumId"), kind.val("numStyleLink")) else { continue };
            let linked = all().find(|other| other.val("styleLink") == Some(style));
            if let Some(levels) = linked.and_then(|other| kinds.get(other.get("abstractNumId")?)).cloned() {
                kinds.insert(id.to_owned(), levels);
            }
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

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::*;

    #[test]
    fn a_list_may_leave_its_levels_to_a_style() {
        let part = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:numStyleLink w:val=\"Steps\"/></w:abstractNum>\
                    <w:abstractNum w:abstractNumId=\"1\"><w:styleLink w:val=\"Steps\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/>\
                    <w:numFmt w:val=\"lowerRoman\"/></w:lvl></w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"0\"/></w:num>\
                    </w:numbering>";
        let lists = Lists::read(&parse("word/numbering.xml", part.as_bytes()).unwrap());
        assert_eq!(lists.level("7", 0), Some(Some((Format::Roman, 3))));
    }
}
