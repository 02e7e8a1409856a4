//! What to do about a problem where its message says only what is wrong.

use crate::rules::Rule;

/// What helps against most breaches of a rule; nothing where it depends on what was found.
pub fn usual(rule: &Rule) -> Option<&'static str> {
    Some(match rule.code {
        "unknown-acronym" => "add it to `acronyms.yaml` with `short` and `long`, or write the words out",
        "unused-record" => "cite or use it, or take it out",
        "block-attribute" => "`docs/format.md` lists what each block takes; take the rest out",
        "block-content" => {
            "put what belongs elsewhere before or behind the block; `docs/format.md` says what each holds"
        }
        "duplicate-id" => "give one of the two another name, or take it out",
        "duplicate-footnote" => "give one of the two another name, or take it out",
        "nested-footnote" => "write the words into the note itself",
        "empty-text" => "write the text, or remove the file",
        "forbidden-character" => "remove it, or type the sign that was meant",
        "missing-glyph" => {
            "write it in letters that the fonts have, or put a font that has it into a folder `fonts` of the publication"
        }
        "dangling-reference" => "write the identifier of something that there is, or add what is meant",
        "wrong-reference" => "name something of the kind that belongs here",
        "unprinted-reference" => "refer to something that the book prints, or take the reference out",
        "path-outside-project" => "copy the file into the project, and write its path from the folder of this text",
        "prose-nesting" | "yaml-nesting" => "take some of the levels out",
        "session-times" => "correct the time that is wrong",
        "session-order" => "put the sessions in the order of their times",
        "session-overlap" => "correct the time that is wrong, or `allow` this where two rooms were used",
        "session-outside-workshop" => "correct the day, or the workshop's `start` and `end`",
        "panel-without-session" => "add a session of kind `panel` that names it to the agenda",
        "yaml-duplicate-key" => "take one of the two out",
        "file-missing" => "name the folder of a publication with `--project`, or add the file",
        "file-unreadable" => "put a plain file in its place",
        "invalid-value" | "wrong-type" => {
            "correct it, or leave it out where it is not known; `docs/format.md` says what may stand here"
        }
        "missing-value" => "add the key; `docs/format.md` says what it holds",
        "invalid-id" => "write lower-case words joined by hyphens, such as `data-for-planning`",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::usual;
    use crate::rules;

    #[test]
    fn cures_are_for_rules_that_there_are() {
        assert!(rules::ALL.iter().filter(|rule| usual(rule).is_some()).count() >= 25);
    }
}
