//! Diagnostics a line each: `file:line:column: severity[code]: message`, as editors and `grep` like it.

use std::fmt::Write;

use super::harmless;
use super::located::Located;

/// Renders a report, a line for each problem.
pub fn render(diagnostics: &[Located]) -> String {
    let mut text = String::new();
    for found in harmless::problems(diagnostics) {
        text.push_str(&found.location.file);
        if let Some(range) = found.location.range {
            let _ = write!(text, ":{}:{}", range.start.line, range.start.column);
        }
        let _ = writeln!(text, ": {}[{}]: {}", found.severity, found.code, found.message);
    }
    text
}
