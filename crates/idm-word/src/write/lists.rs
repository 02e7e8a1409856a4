//! The lists of a document, as Word numbers them: each list is one of its own, so that it begins anew.

use idm_core::edition::tree::List;
use idm_core::markdown::tree::{Count, Numbering, Sign};

use super::xml::{DECLARATION, NAMESPACES};

/// How far each level is indented, in twentieths of a point.
pub(super) const INDENT: u32 = 425;

/// The deepest level that Word has, from 0.
const DEEPEST: usize = 8;

/// The lists that have been written.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    list: Vec<(Option<u64>, Numbering, usize)>,
}

impl Lists {
    /// A list at that level; what is returned is how Word names it.
    pub(super) fn begin(&mut self, list: &List, level: usize) -> usize {
        self.list.push((list.start, list.numbering, level.min(DEEPEST)));
        self.list.len()
    }

    /// The part that describes them.
    pub(super) fn part(&self) -> String {
        let mut xml = format!("{DECLARATION}<w:numbering {NAMESPACES}>");
        for (at, (start, numbering, _)) in self.list.iter().enumerate() {
            xml.push_str(&format!(
                "<w:abstractNum w:abstractNumId=\"{at}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
            ));
            for level in 0..=DEEPEST {
                let (format, text) = match start {
                    None => ("bullet", bullet(level).to_owned()),
                    Some(_) => (count(*numbering), sign(*numbering, level)),
                };
                let first = start.unwrap_or(1).min(i32::MAX as u64);
                let left = (level as u32 + 1) * INDENT;
                xml.push_str(&format!(
                    "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"{first}\"/><w:numFmt w:val=\"{format}\"/>\
                     <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" \
                     w:hanging=\"{INDENT}\"/></w:pPr></w:lvl>"
                ));
            }
            xml.push_str("</w:abstractNum>");
        }
        for at in 0..self.list.len() {
            xml.push_str(&format!("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{at}\"/></w:num>", at + 1));
        }
        xml + "</w:numbering>"
    }
}

fn bullet(level: usize) -> &'static str {
    ["•", "–", "·"][level % 3]
}

fn count(numbering: Numbering) -> &'static str {
    match numbering.count {
        Count::Figures => "decimal",
        Count::Letters => "lowerLetter",
        Count::Roman => "lowerRoman",
    }
}

fn sign(numbering: Numbering, level: usize) -> String {
    let number = format!("%{}", level + 1);
    match numbering.sign {
        Sign::Point => format!("{number}."),
        Sign::Bracket => format!("{number})"),
        Sign::Brackets => format!("({number})"),
    }
}
