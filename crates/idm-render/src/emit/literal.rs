//! Typst string literals and markup text: the two places where an author's characters meet Typst's syntax.

const SOFT_HYPHEN: char = '\u{ad}';

/// A Typst string literal that stands for exactly these characters.
pub fn string(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}

/// Markup that shows exactly these characters, white space folded and straight quotation marks left to Typst, which
/// turns them into those of the language. Soft hyphens that divide no word are left out.
///
/// What must be escaped depends on what stands around: `-` is harmless within a word, and a dash or a minus elsewhere.
/// The start of the text counts as the start of a line, and after a digit: a run of text may continue another.
pub fn markup(text: &str) -> String {
    let mut markup = String::with_capacity(text.len() + text.len() / 8);
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        if is_folded(character) {
            markup.push(' ');
        } else if character == SOFT_HYPHEN && !after.is_some_and(char::is_alphanumeric) {
            // It divides nothing, and at the end of a link Typst fails on it.
        } else {
            if needs_escape(character, before, after) {
                markup.push('\\');
            }
            markup.push(character);
        }
        before = Some(character);
    }
    markup
}

fn needs_escape(character: char, before: Option<char>, after: Option<char>) -> bool {
    match character {
        '#' | '$' | '*' | '_' | '`' | '\\' | '[' | ']' | '{' | '}' | '<' | '>' | '@' | '~' | '/' | '=' | '+' | '^'
        | '&' | '|' => true,
        // Shorthands: dashes, minus, soft hyphen; a list item at the start of a line.
        '-' => !(before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic)),
        // Shorthand: ellipsis. A numbered item at the start of a line.
        '.' => {
            before == Some('.')
                || after == Some('.')
                || before.is_none_or(|before| before.is_ascii_digit()) && after.is_none_or(is_folded)
        }
        // A term list's colon needs a slash before it, which is escaped; an argument list cannot begin here, because
        // every call ends with a semicolon.
        _ => false,
    }
}

/// White space that Typst's markup would take for a space or a line's end.
fn is_folded(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use typst_syntax::{SyntaxKind, SyntaxNode, ast, parse, parse_code};

    /// What Typst reads in markup of nothing but text.
    fn read(markup: &str) -> Result<String, String> {
        let root = parse(markup);
        let (errors, _) = root.errors_and_warnings();
        if !errors.is_empty() {
            return Err(format!("{errors:?}"));
        }
        let mut text = String::new();
        for node in root.children() {
            text.push_str(&read_node(node)?);
        }
        Ok(text)
    }

    fn read_node(node: &SyntaxNode) -> Result<String, String> {
        Ok(match node.kind() {
            SyntaxKind::Text | SyntaxKind::SmartQuote => node.leaf_text().to_string(),
            SyntaxKind::Space => " ".to_owned(),
            SyntaxKind::Escape => node.cast::<ast::Escape>().map(|escape| escape.get().to_string()).unwrap_or_default(),
            other => return Err(format!("{other:?} in {node:?}")),
        })
    }

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        for character in text.chars() {
            if !is_folded(character) {
                folded.push(character);
            } else if !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        folded
    }

    #[test]
    fn the_known_traps_come_out_as_text() {
        for text in [
            "= not a heading",
            "- no item",
            "+ none",
            "/ no: term",
            "1. no item",
            "// no comment",
            "/* nor this */",
            "--",
            "---",
            "-?",
            "-3",
            "3-4",
            "...",
            "well-being",
            "http://example.org/a_b",
            "a@b",
            "<label>",
            "#let",
            "$x$",
            "~",
            "\\u{41}",
            "[x]",
            "(x)",
            "; x",
            "*b* _i_ `c`",
            "a -- b",
            "1.",
            "x.",
            "@ref",
            "a & b | c",
        ] {
            assert_eq!(read(&markup(text)).as_deref(), Ok(text), "{}", markup(text));
        }
    }

    #[test]
    fn a_soft_hyphen_stands_within_a_word() {
        assert_eq!(markup("\u{ad}a\u{ad}b\u{ad} c\u{ad}\u{ad}"), "\u{ad}a\u{ad}b c");
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(text in r##"([a-z0-9 .,:;!?()'"\[\]{}<>@#$%^&*_+=/\\|~`\-]|\PC){0,40}"##) {
            prop_assert_eq!(read(&markup(&text)), Ok(folded(&text)));
        }

        #[test]
        fn a_run_may_follow_a_call_or_another_run(first in r##"[a-z0-9.\-/(;]{0,6}"##, second in r##"[a-z0-9.\-/(\[;:]{0,6}"##) {
            let source = format!("#emph[{}];{}", markup(&first), markup(&second));
            let root = parse(&source);
            prop_assert!(root.errors_and_warnings().0.is_empty(), "{source}");
            let joined = format!("{}{}", markup(&first), markup(&second));
            prop_assert_eq!(read(&joined), Ok(format!("{first}{second}")));
        }

        #[test]
        fn a_string_literal_stands_for_its_characters(text in "\\PC{0,40}|[\\n\\t\\r\"\\\\a]{0,20}") {
            let root = parse_code(&string(&text));
            let literal = root.children().find_map(SyntaxNode::cast::<ast::Str>);
            prop_assert_eq!(literal.map(|literal| literal.get().to_string()), Some(text));
        }
    }
}
