//! The pieces of a paragraph: runs that stand, are new or are gone, and what surrounds them.

use super::xml::escape;

/// What Word is told of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tracked {
    /// It stands.
    #[default]
    No,
    /// `w:ins`.
    Inserted,
    /// `w:del`.
    Deleted,
    /// `w:moveTo`.
    MovedHere,
    /// `w:moveFrom`.
    MovedAway,
}

impl Tracked {
    /// The element that says so.
    pub(super) fn element(self) -> Option<&'static str> {
        match self {
            Self::No => None,
            Self::Inserted => Some("w:ins"),
            Self::Deleted => Some("w:del"),
            Self::MovedHere => Some("w:moveTo"),
            Self::MovedAway => Some("w:moveFrom"),
        }
    }

    /// Whether what is within counts as gone.
    pub(super) fn is_gone(self) -> bool {
        matches!(self, Self::Deleted)
    }
}

/// A piece of a paragraph.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// One or several runs.
    Run(Tracked, String),
    /// Marks around or between runs, which are neither new nor gone.
    Mark(String),
    /// A link around pieces.
    Link {
        /// Its opening tag.
        open: String,
        /// What it holds.
        pieces: Vec<Piece>,
    },
}

/// How letters look, beside what their paragraph's style says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) style: Option<&'static str>,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// `superscript` or `subscript`.
    pub(super) raised: Option<&'static str>,
    /// A language's tag.
    pub(super) language: Option<String>,
    /// Whether changes are shown by lines, not tracked.
    pub(super) line: Option<Line>,
}

/// The line of a change that is merely shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// New words.
    Under,
    /// Words that are gone.
    Through,
}

impl Look {
    /// `w:rPr`, in the order that its schema wants; nothing if there is nothing to say.
    pub(super) fn properties(&self) -> String {
        let mut inner = String::new();
        if let Some(style) = self.style {
            inner.push_str(&format!("<w:rStyle w:val=\"{style}\"/>"));
        }
        if self.bold {
            inner.push_str("<w:b/><w:bCs/>");
        }
        if self.italic {
            inner.push_str("<w:i/><w:iCs/>");
        }
        if self.line == Some(Line::Through) {
            inner.push_str("<w:strike/>");
        }
        if self.line == Some(Line::Under) {
            inner.push_str("<w:u w:val=\"single\"/>");
        }
        if let Some(raised) = self.raised {
            inner.push_str(&format!("<w:vertAlign w:val=\"{raised}\"/>"));
        }
        if let Some(language) = &self.language {
            inner.push_str(&format!("<w:lang w:val=\"{}\"/>", escape(language)));
        }
        if inner.is_empty() { inner } else { format!("<w:rPr>{inner}</w:rPr>") }
    }
}

/// A run of words.
pub(super) fn text_run(look: &Look, tracked: Tracked, text: &str) -> String {
    let element = if tracked.is_gone() { "w:delText" } else { "w:t" };
    let mut run = format!("<w:r>{}", look.properties());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            run.push_str("<w:br/>");
        }
        for (at, part) in line.split('\t').enumerate() {
            if at > 0 {
                run.push_str("<w:tab/>");
            }
            if !part.is_empty() {
                run.push_str(&format!("<{element} xml:space=\"preserve\">{}</{element}>", escape(part)));
            }
        }
    }
    run + "</w:r>"
}

/// A run that holds something else than words.
pub(super) fn run(look: &Look, inner: &str) -> String {
    format!("<w:r>{}{inner}</w:r>", look.properties())
}

/// What a field is told.
pub(super) fn instruction(look: &Look, told: &str) -> String {
    run(look, &format!("<w:instrText xml:space=\"preserve\"> {} </w:instrText>", escape(told)))
}

/// A field with its result in place.
pub(super) fn field(look: &Look, instruction: &str, result: &str) -> String {
    let character = |kind: &str| run(look, &format!("<w:fldChar w:fldCharType=\"{kind}\"/>"));
    format!(
        "{}{}{}{}{}",
        character("begin"),
        self::instruction(look, instruction),
        character("separate"),
        text_run(look, Tracked::No, result),
        character("end")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_keeps_its_spaces_lines_and_tabs() {
        let look = Look { bold: true, ..Look::default() };
        assert_eq!(
            text_run(&look, Tracked::No, " a\tb\n<"),
            "<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space=\"preserve\"> a</w:t><w:tab/>\
             <w:t xml:space=\"preserve\">b</w:t><w:br/><w:t xml:space=\"preserve\">&lt;</w:t></w:r>"
        );
        assert!(text_run(&Look::default(), Tracked::Deleted, "a").contains("<w:delText "));
    }
}
