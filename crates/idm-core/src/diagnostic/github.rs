//! Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of a change.

use std::fmt::Write;

use super::located::{Located, LocatedRange};
use super::{Severity, harmless};

/// Renders a report, a command for each problem. The files' paths should be those in the repository.
pub fn render(diagnostics: &[Located]) -> String {
    let mut text = String::new();
    for found in harmless::problems(diagnostics) {
        let command = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let _ = write!(text, "::{command} file={}", property(&found.location.file));
        if let Some(range) = found.location.range {
            text.push_str(&lines(range));
        }
        let mut message = found.message.clone();
        for hint in &found.hints {
            let _ = write!(message, "\nhelp: {hint}");
        }
        let _ = writeln!(text, ",title={}::{}", property(found.code), data(&message));
    }
    text
}

/// Where the problem is. GitHub counts the last line and column in, and takes columns only within one line.
fn lines(range: LocatedRange) -> String {
    let (start, end) = (range.start, range.end);
    if start.line == end.line {
        let last = (end.column - 1).max(start.column);
        return format!(",line={},col={},endLine={},endColumn={last}", start.line, start.column, end.line);
    }
    let last = if end.column == 1 { end.line - 1 } else { end.line };
    format!(",line={},endLine={last}", start.line)
}

/// A message as a command wants it.
pub fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value as a command wants it.
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::diagnostic::testing::every_sort;

    #[test]
    fn every_problem_is_one_command() {
        let (_, found) = every_sort();
        let expected = "\
::warning file=chapters/été%2C 1%3A 50%25.md,line=1,col=3,endLine=1,endColumn=3,title=empty-text::nothing%0Ahelp: write the text, or remove the file
::warning file=chapters/été%2C 1%3A 50%25.md,line=1,col=3,endLine=1,endColumn=5,title=unsourced::a statement: 100%25, “unsourced”\\u{a}and more%0Ahelp: add `source`%0Ahelp: or leave it out
::error file=chapters/été%2C 1%3A 50%25.md,line=2,endLine=3,title=unclosed-block::over several lines
::error file=people.yaml,title=invalid-id::without an index%0Ahelp: write lower-case words joined by hyphens, such as `data-for-planning`
::error file=people.yaml,line=1,col=7,endLine=1,endColumn=7,title=duplicate-id::`a` again%0Ahelp: give one of the two another name, or take it out
::error file=publication.yaml,title=file-missing::there is no such file%0Ahelp: name the folder of a publication with `--project`, or add the file
";
        assert_eq!(render(&found), expected);
    }
}
