//! What changes in a text, as a patch that people and programs read.

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

/// How many lines are shown around those that change.
const AROUND: usize = 3;

/// The lines that change in a file; empty if none does. A file that is not there yet is all new.
pub(crate) fn unified(path: &str, before: Option<&str>, after: &str) -> String {
    let old: Vec<&str> = before.unwrap_or_default().lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let changes = capture_diff_slices(Algorithm::Patience, &old, &new);
    let mut patch = String::new();
    for group in group_diff_ops(changes, AROUND) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        if patch.is_empty() {
            let from = if before.is_some() { path } else { "/dev/null" };
            patch.push_str(&format!("--- {from}\n+++ {path}\n"));
        }
        let place = |start: usize, end: usize| {
            let from = if start == end { start } else { start + 1 };
            format!("{from},{}", end - start)
        };
        patch.push_str(&format!(
            "@@ -{} +{} @@\n",
            place(first.old_range().start, last.old_range().end),
            place(first.new_range().start, last.new_range().end)
        ));
        for change in &group {
            let mut lines = |sign: char, lines: &[&str]| {
                lines.iter().for_each(|line| patch.push_str(&format!("{sign}{line}\n")));
            };
            match change {
                DiffOp::Equal { .. } => lines(' ', &old[change.old_range()]),
                _ => {
                    lines('-', &old[change.old_range()]);
                    lines('+', &new[change.new_range()]);
                }
            }
        }
    }
    patch
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn lines_that_change_are_shown_with_those_around() {
        let before = "a\nb\nc\nd\ne\nf\n";
        let expected = "--- x.md\n+++ x.md\n@@ -2,5 +2,4 @@\n b\n c\n d\n-e\n f\n";
        assert_eq!(unified("x.md", Some(before), "a\nb\nc\nd\nf\n"), expected);
        assert_eq!(unified("x.md", Some(before), before), "");
        assert_eq!(unified("x.md", None, "a\n"), "--- /dev/null\n+++ x.md\n@@ -0,0 +1,1 @@\n+a\n");
    }
}
