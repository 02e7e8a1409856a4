//! Text as it must stand in a page, a message or a table so that it is text and nothing else.

use std::borrow::Cow;

/// A character without width that stops a line from breaking. It parts what services would otherwise take for the name
/// of a person or the number of an issue: they look for those after Markdown has taken its backslashes away.
const JOINER: char = '\u{2060}';

/// A word that a POSIX shell takes as it is.
pub fn shell(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    if !word.is_empty() && !word.starts_with('-') && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Text for HTML, in an element or in an attribute between quotation marks.
pub fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(character),
            _ if character.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Text for Markdown, in a paragraph, a heading, a list's item or a table's cell: in one line.
///
/// What CommonMark, its tables and strikethrough would take for mark-up gets a backslash. What services read into text
/// (`@name`, `#12`, `!12`, `GH-12`, `:smile:`) gets a joiner within.
pub fn markdown(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut escaped = String::with_capacity(text.len());
    for (at, &character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| characters.get(before)).copied();
        let next = characters.get(at + 1).copied();
        let word = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
        match character {
            _ if character.is_ascii_whitespace() => {
                if !escaped.ends_with(' ') {
                    escaped.push(' ');
                }
            }
            _ if character.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' | '$' => escaped.extend(['\\', character]),
            // Between letters it never marks anything, and paths stay legible.
            '_' if word(before) && word(next) => escaped.push('_'),
            '_' => escaped.push_str("\\_"),
            '@' | '#' | '!' | '%' | '&' if word(next) => {
                if matches!(character, '#' | '&') {
                    escaped.push('\\');
                }
                escaped.extend([character, JOINER]);
            }
            '#' | '&' => escaped.extend(['\\', character]),
            '-' if issue_by_prefix(&characters, at) => escaped.extend(['-', JOINER]),
            ':' if opens_picture(&characters, at) => escaped.extend([':', JOINER]),
            // Addresses are shown, not linked: a text of the inputs leads nobody anywhere.
            ':' if characters.get(at + 1..at + 3) == Some(&['/', '/']) => escaped.push_str("\\:"),
            '.' if at >= 3 && characters[at - 3..at].iter().all(|letter| letter.eq_ignore_ascii_case(&'w')) => {
                escaped.push_str("\\.");
            }
            // At the beginning of a line these open a list, a quotation or a heading.
            '-' | '+' | '=' | '>' if escaped.trim_start().is_empty() => escaped.extend(['\\', character]),
            '.' | ')' if is_number(escaped.trim_start()) => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Text as a piece of code in Markdown, where nothing is mark-up and nobody is called.
pub fn markdown_code(text: &str) -> String {
    // Line breaks end paragraphs, and a bar ends a table's cell even here.
    let text: String = text
        .chars()
        .map(|character| match character {
            '|' => '¦',
            _ if character.is_control() => ' ',
            _ => character,
        })
        .collect();
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A path as an address in a page beside the file: whatever could mean something else is written by its bytes.
pub fn address(path: &str) -> String {
    let mut address = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                address.push(char::from(byte));
            }
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

/// A field of a table of comma-separated values. What a spreadsheet would take for a formula begins with an apostrophe.
pub fn csv(text: &str) -> String {
    let mut field = String::with_capacity(text.len());
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        field.push('\'');
    }
    field.extend(text.chars().filter(|character| !character.is_control() || *character == '\n'));
    let parts = field.contains([',', '"', '\n']) || field.starts_with(' ') || field.ends_with(' ');
    if parts { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

/// Text for a publication's prose, from the beginning of a paragraph or an item, in which nothing is mark-up.
pub fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let is_first = before.is_none();
        let means = match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '{' | '}' | '^' | '~' | '$' => true,
            '#' | '+' => is_first,
            '-' => is_first || next == Some('-'),
            '=' | '%' => next == Some(character) || before == Some(character),
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            ':' => is_first || next == Some(':') || before == Some(':'),
            '|' => true,
            '@' => !before.is_some_and(char::is_alphanumeric),
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(character);
        before = Some(character);
    }
    numbered(&out).into_owned()
}

/// Text for the midst of a paragraph of a publication's prose, where what only begins lines means nothing.
pub fn prose_within(text: &str) -> String {
    /// More letters than the number of an item has: they keep the first signs from being taken for those of a line's beginning.
    const COVER: &str = "wordy";
    let written = prose(&format!("{COVER}{text}"));
    let written = written.strip_prefix(COVER).unwrap_or(&written);
    // The letters also hide what an at-sign opens.
    if written.starts_with('@') { format!("\\{written}") } else { written.to_owned() }
}

/// A number or letter at the beginning that would begin a list.
fn numbered(text: &str) -> Cow<'_, str> {
    let length = text.chars().take_while(char::is_ascii_alphanumeric).count();
    let begins = (1..=3).contains(&length)
        && text[length..].starts_with(['.', ')'])
        && text[length + 1..].starts_with(char::is_whitespace);
    if begins { format!("{}\\{}", &text[..length], &text[length..]).into() } else { text.into() }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_ascii_digit())
}

/// Whether the hyphen at `at` stands in `GH-12`.
fn issue_by_prefix(characters: &[char], at: usize) -> bool {
    at >= 2
        && characters[at - 2].eq_ignore_ascii_case(&'g')
        && characters[at - 1].eq_ignore_ascii_case(&'h')
        && characters.get(at + 1).is_some_and(char::is_ascii_digit)
}

/// Whether the colon at `at` opens a name such as `:smile:`.
fn opens_picture(characters: &[char], at: usize) -> bool {
    let name = characters[at + 1..]
        .iter()
        .take_while(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '+' | '-'))
        .count();
    name > 0 && characters.get(at + 1 + name) == Some(&':')
}

#[cfg(test)]
mod tests {
    use super::{csv, html, markdown, markdown_code, prose, shell};

    #[test]
    fn html_is_text_in_elements_and_attributes() {
        assert_eq!(html("<b a=\"x\" b='y'> & \u{0}"), "&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt; &amp; \u{fffd}");
    }

    /// The plain text that a Markdown reader makes of `text`, and what else it saw in it.
    fn read_back(text: &str) -> (String, Vec<String>) {
        let mut options = comrak::Options::default();
        options.extension.table = true;
        options.extension.strikethrough = true;
        options.extension.autolink = true;
        options.extension.tasklist = true;
        options.extension.footnotes = true;
        let arena = comrak::Arena::new();
        let root = comrak::parse_document(&arena, text, &options);
        let (mut plain, mut other) = (String::new(), vec![]);
        for node in root.descendants() {
            match &node.data.borrow().value {
                comrak::nodes::NodeValue::Text(text) => plain.push_str(text),
                comrak::nodes::NodeValue::Document | comrak::nodes::NodeValue::Paragraph => {}
                found => other.push(format!("{found:?}")),
            }
        }
        (plain, other)
    }

    #[test]
    fn markdown_reads_back_as_the_same_text() {
        for text in [
            "*a* **b** _c_ __d__ ~~e~~ `f` [g](h) ![i](j) <b>k</b> &amp; &#35;",
            "# no heading",
            "- no item",
            "+ no item",
            "12. no item",
            "3) no item",
            "> no quotation",
            "=== no heading",
            "| no | table |",
            "\\* a backslash",
            "[^1] no note",
            "inputs/a_b/c_d.yaml",
            "see https://example.org/a and www.example.org, or ftp://x.y",
            "[ ] no task",
            "$x$ at 5 % & more!",
        ] {
            let (plain, other) = read_back(&markdown(text));
            assert_eq!(plain.replace('\u{2060}', ""), text);
            assert_eq!(other, [""; 0], "{text}");
        }
        assert_eq!(markdown("two\n\n lines\tin one"), "two lines in one");
    }

    #[test]
    fn nobody_is_called_and_nothing_is_numbered() {
        assert_eq!(markdown("@anna, a@b.org"), "@\u{2060}anna, a@\u{2060}b.org");
        assert_eq!(markdown("#12 and !12 and GH-12"), "\\#\u{2060}12 and !\u{2060}12 and GH-\u{2060}12");
        assert_eq!(markdown(":smile: at 10:30"), ":\u{2060}smile: at 10:30");
        assert_eq!(markdown("5 % of all"), "5 % of all");
    }

    #[test]
    fn fields_of_a_table_are_no_formulas_and_hold_together() {
        assert_eq!(csv("=1+1"), "'=1+1");
        assert_eq!(csv("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(csv("two\nlines\u{7}"), "\"two\nlines\"");
        assert_eq!(csv(" kept "), "\" kept \"");
    }

    #[test]
    fn code_holds_whatever_it_is_given() {
        assert_eq!(markdown_code("a.md:3"), "`a.md:3`");
        assert_eq!(markdown_code("a`b``c"), "```a`b``c```");
        assert_eq!(markdown_code("`a|b\n"), "`` `a¦b  ``");
        let (_, other) = read_back(&format!("x {}", markdown_code("*a* @b")));
        assert_eq!(other.len(), 1);
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(
            prose("1. A *b* [c] {{d}} <e> f_g @h i@j"),
            "1\\. A \\*b\\* \\[c\\] \\{\\{d\\}\\} \\<e\\> f\\_g \\@h i@j"
        );
        assert_eq!(prose("- plain: words, 50% of them"), "\\- plain: words, 50% of them");
    }

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        assert_eq!(shell("idm-2017.pdf"), "idm-2017.pdf");
        assert_eq!(shell("the book's.pdf"), r"'the book'\''s.pdf'");
        assert_eq!(shell("-x.pdf"), "'-x.pdf'");
    }
}
