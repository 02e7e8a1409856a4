//! Code that is none: diagrams that another program would draw, calls of other tools, and paragraphs that are set in.

use std::ops::Range;

use comrak::nodes::NodeCodeBlock;

use super::parse::Reader;
use crate::diagnostic::Diagnostic;
use crate::rules;

/// What other programs draw, or carry out, in place of the code.
const DRAWN: [&str; 9] = ["mermaid", "plantuml", "graphviz", "dataview", "math", "abc", "geojson", "topojson", "query"];

/// So many words make a sentence.
const SENTENCE: usize = 6;

impl Reader<'_> {
    /// Reports code that would be printed where something else is meant.
    pub(super) fn look_at_code(&mut self, code: &NodeCodeBlock, info: &str, range: &Range<usize>) {
        let first = range.start..self.lines.line_end(range.start).max(range.start);
        let written = self.lines.slice(first.clone());
        let place = self.span(first.start..first.start + written.trim_end().len());
        if !code.fenced {
            if reads_as_prose(&code.literal) {
                let message = "this paragraph begins four blanks to the right, and is printed as code";
                let hint = "begin it at the margin, or below the words of its item; for code set three backticks above \
                            and below";
                self.report(Diagnostic::new(&rules::LITERAL_MARKUP, place, message).hint(hint));
            }
            return;
        }
        let name = info.split([' ', ',', '\t']).next().unwrap_or_default();
        if DRAWN.contains(&name) {
            let message = format!("a `{name}` is not drawn, and its code is printed");
            let hint = "save the picture as SVG and write `:::figure {src=\"…\" alt=\"…\"}`; for the code itself name it \
                        `text`";
            self.report(Diagnostic::new(&rules::LITERAL_MARKUP, place, message).hint(hint));
        } else if name.starts_with('{') || name.starts_with('=') {
            let message = format!("`{name}` does nothing here, and what follows is printed as code");
            let hint =
                "blocks open with `:::name`, as in `:::good-practice {title=\"…\"}`; for the code itself leave it out";
            self.report(Diagnostic::new(&rules::LITERAL_MARKUP, place, message).hint(hint));
        }
    }
}

/// Whether what is set in is a sentence rather than code.
fn reads_as_prose(text: &str) -> bool {
    let text = text.trim();
    let ends = text.trim_end_matches(['"', '”', '’', ')', '»']).ends_with(['.', '!', '?', ':', '…']);
    let code = ["  ", "\n ", "()", "=", "{", "}", ";\n", "$", "<", "`"].iter().any(|sign| text.contains(sign));
    let words = text.split_whitespace().filter(|word| word.chars().filter(|char| char.is_alphabetic()).count() >= 2);
    ends && !code
        && text.starts_with(|char: char| char.is_uppercase() || "\"“«‘¿¡".contains(char))
        && words.count() >= SENTENCE
}

#[cfg(test)]
mod tests {
    use super::super::testing::read;

    #[test]
    fn code_that_is_none_is_reported() {
        for (text, marked) in [
            ("```mermaid\ngraph TD\n```", "literal-markup ```mermaid"),
            ("```{r}\nx\n```", "literal-markup ```{r}"),
            (
                "a\n\n    They met in the hall and went on from there.",
                "literal-markup They met in the hall and went on from there.",
            ),
        ] {
            let read = read(text);
            assert_eq!(read.reports(), [marked], "{text}");
            assert!(!read.diagnostics()[0].hints.is_empty());
        }
    }

    #[test]
    fn code_passes() {
        for text in [
            "```text\nThey met in the hall and went on from there.\n```",
            "``` rust\nlet a = 1;\n```",
            "    let a = 1;\n    let b = 2;",
            "    SELECT name FROM people WHERE place IS NOT NULL",
            "    one two.",
        ] {
            read(text).assert_clean();
        }
    }
}
