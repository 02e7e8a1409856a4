//! Lines that open something in another language: a box, a directive, a heading, a comment, a table of contents.

use std::ops::Range;

use super::atoms::{char_at, run, sign};
use super::inlines::Atom;
use super::lookalikes::{Problem, Within, plain};
use super::tree::InlineKind;
use crate::rules;

/// What only a paragraph's first line can be.
pub(super) fn opening(atoms: &[Option<Atom>], line: &Range<usize>, within: Within) -> Option<Problem> {
    let literal = |length: usize, message: &str, hint: &str| {
        Some((&rules::LITERAL_MARKUP, length, message.to_owned(), hint.to_owned()))
    };
    let foreign = |length: usize, message: &str, hint: &str| {
        Some((&rules::FOREIGN_MARKUP, length, message.to_owned(), hint.to_owned()))
    };
    let start = plain(atoms, line, 24);
    let is_task = ["[ ]", "[x]", "[X]", "[-]"].iter().any(|task| start.starts_with(task));
    let blank = char_at(atoms, line.start + 3).is_none_or(char::is_whitespace);
    if within == Within::Item && is_task && blank {
        let hint = "a publication has no boxes to tick: leave the brackets out, or make it a note to the editors, \
                    `%%words%%`; for plain signs write `\\[`";
        return foreign(3, "a list of tasks would be printed with its brackets", hint);
    }
    if start.starts_with("[!") && start.contains(']') && within == Within::Quotation {
        let length = start.find(']').map_or(2, |at| at + 1);
        let hint = "write the words as a paragraph, or in a `:::good-practice {title=\"…\"}`; `:::note` is for the editors \
                    alone";
        return foreign(length, "this opens no box and would be printed", hint);
    }
    if start.starts_with("!!! ") || start.starts_with("??? ") {
        let hint = "blocks open with `:::name`, as in `:::good-practice {title=\"…\"}`";
        return foreign(3, "this opens no block and would be printed", hint);
    }
    let directive = start.strip_prefix(".. ").unwrap_or_default();
    if start.starts_with(".. ") && (start.contains("::") || directive.starts_with(['_', '[', '|'])) {
        let hint =
            "blocks open with `:::name`; a picture is `:::figure {src=\"…\" alt=\"…\"}`, a footnote `[^a]: words`";
        return foreign(2, "a directive of reStructuredText would be printed", hint);
    }
    if start.starts_with("{:") || is_attributes(atoms, line) {
        return foreign(2, "attributes of a paragraph would be printed", "leave the braces out");
    }
    if let Some(length) = textile(&start) {
        let hint = "write `## Heading`, `> a quotation` or `[^1]: a note`";
        return literal(length, "this opens nothing and is printed as typed", hint);
    }
    let equals = start.chars().take_while(|&char| char == '=').count();
    let titled =
        start.chars().nth(equals) == Some(' ') && start.chars().nth(equals + 1).is_some_and(char::is_alphabetic);
    if (1..=6).contains(&equals) && titled && within == Within::Text {
        let hint = format!("write `{} Heading`; for plain signs write `\\=`", "#".repeat(equals));
        return literal(equals, "equals signs begin no heading and are printed as typed", &hint);
    }
    if start.starts_with("#+") && start.chars().nth(2).is_some_and(char::is_alphabetic) {
        let hint = "keys stand in the YAML files, code between rows of three backticks; for plain signs write `\\#`";
        return literal(2, "a line of Org mode is printed as typed", hint);
    }
    let typst =
        ["#set ", "#let ", "#show ", "#import ", "#include "].iter().find(|command| start.starts_with(**command));
    if let Some(command) = typst {
        let hint = "leave it out: how pages look is decided in the template; for plain signs write `\\#`";
        return literal(command.len() - 1, "a line of Typst is printed as typed", hint);
    }
    let comment = ["// ", "% "].iter().find(|sign| start.starts_with(**sign));
    if let Some(sign) = comment
        && start.chars().nth(sign.len()).is_some_and(char::is_alphabetic)
    {
        let hint = "a note to the editors is `%%words%%`; for a plain sign write `\\` before it";
        return literal(sign.len() - 1, "this begins no comment and is printed as typed", hint);
    }
    if start.starts_with("{|") {
        let hint = "write the table's rows with bars, `| a | b |`, and `|---|---|` below the head";
        return foreign(2, "a table of a wiki would be printed", hint);
    }
    if start.starts_with(';') && start.chars().nth(1).is_some_and(|char| char.is_alphabetic() || char == ' ') {
        let hint = "write an item for each term, `- **Term**: what it means`; for a plain sign write `\\;`";
        return literal(1, "a semicolon opens no list of definitions and is printed as typed", hint);
    }
    let indented = start.starts_with(':') && start.chars().nth(1).is_some_and(char::is_alphabetic);
    if indented && !start.split(' ').next().is_some_and(|word| word[1..].contains(':')) {
        let hint = "write `> words` for words that are set in; for a plain sign write `\\:`";
        return literal(1, "a colon sets no line in and is printed as typed", hint);
    }
    if start.starts_with("Table: ") && within == Within::Text {
        let hint = "write the caption and the table into a `:::table`; for plain words write `Table\\:`";
        return literal(6, "this makes no caption and is printed as running text", hint);
    }
    if let Some(length) = asciidoc(atoms, line) {
        let hint = "write the words as a paragraph, a quotation as a `:::quote`, a box as a `:::good-practice \
                    {title=\"…\"}`; for a plain sign write `\\[`";
        return literal(length, "this opens no block and is printed as typed", hint);
    }
    if start.starts_with("#. ") || start.starts_with("(@) ") {
        return literal(2, "this begins no item and is printed as typed", "number the items: `1. words`");
    }
    if start.starts_with("*[") && start.contains("]:") {
        let hint = "acronyms stand in `acronyms.yaml`, with `short` and `long`";
        return foreign(2, "this explains no acronym and would be printed", hint);
    }
    None
}

/// `{.name}`, `{width=50%}`: braces that are all of a line.
fn is_attributes(atoms: &[Option<Atom>], line: &Range<usize>) -> bool {
    let words: String = line.clone().map_while(|at| sign(atoms, at)).collect();
    let Some(inner) = words.trim().strip_prefix('{').and_then(|words| words.strip_suffix('}')) else { return false };
    let is_whole = words.chars().count() == line.len() && line.len() <= 80 && !inner.contains(['{', '}']);
    is_whole && (inner.starts_with(['.', '#']) && inner.len() > 1 && !inner.starts_with("..") || inner.contains('='))
}

/// `h2. `, `bq. `, `fn1. `: how many letters open a block of Textile.
fn textile(start: &str) -> Option<usize> {
    let (name, rest) = start.split_once(". ")?;
    let numbered = |letter: &str| {
        name.strip_prefix(letter).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let opens = name == "bq" || numbered("fn") || numbered("h");
    (opens && !rest.is_empty()).then_some(name.len() + 1)
}

/// What stands in brackets before a block of AsciiDoc.
const STYLES: [&str; 18] = [
    "NOTE",
    "TIP",
    "IMPORTANT",
    "WARNING",
    "CAUTION",
    "source",
    "quote",
    "verse",
    "horizontal",
    "abstract",
    "listing",
    "example",
    "sidebar",
    "stem",
    "appendix",
    "glossary",
    "bibliography",
    "cols",
];

/// `[quote, Somebody]` on a line of its own.
fn asciidoc(atoms: &[Option<Atom>], line: &Range<usize>) -> Option<usize> {
    let words: String = line.clone().map_while(|at| sign(atoms, at)).collect();
    let inner = words.trim_end().strip_prefix('[')?.strip_suffix(']')?;
    let name = inner.split([',', '=', '%']).next().unwrap_or_default();
    let opens = STYLES.contains(&name)
        || inner.starts_with('.') && inner[1..].bytes().all(|byte| byte.is_ascii_lowercase()) && inner.len() > 2;
    (words.chars().count() == line.len() && opens).then_some(line.len())
}

/// A line that is one sign again and again, as other languages draw headings and blocks.
pub(super) fn ruled(atoms: &[Option<Atom>], lines: &[Range<usize>]) -> Option<(Range<usize>, Problem)> {
    let sign_of = |line: &Range<usize>| {
        let first = sign(atoms, line.start).filter(|char| "=^+#\"'~.|".contains(*char))?;
        let start = line.start + usize::from(first == '|');
        let signs = run(atoms, start, if first == '|' { '=' } else { first });
        let blank = |at: usize| char_at(atoms, at).is_some_and(char::is_whitespace);
        let whole = (start + signs..line.end).all(blank);
        (whole && signs >= if first == '|' { 3 } else { 4 }).then_some(first)
    };
    let found = lines.iter().enumerate().find_map(|(at, line)| Some((at, line.clone(), sign_of(line)?)))?;
    let (at, line, first) = found;
    // Points alone on a line say that something is left out.
    if first == '.' && !lines[at + 1..].iter().any(|line| sign_of(line) == Some('.')) {
        return None;
    }
    let message = format!("a row of `{first}` draws nothing here and is printed as typed");
    let hint = format!(
        "write `## Heading` for a heading, `:::name` for a block, `| a | b |` for the rows of a table; for plain signs write \
         `\\{first}`"
    );
    Some((line.clone(), (&rules::LITERAL_MARKUP, line.len(), message, hint)))
}

/// `__TOC__`, which is read as strong words.
fn switch(atoms: &[Option<Atom>], line: &Range<usize>) -> Option<Problem> {
    let Some(Some(Atom::Node(inline))) = atoms.get(line.start) else { return None };
    let InlineKind::Strong(content) = &inline.kind else { return None };
    let words = super::tree::plain_text(content);
    let is_switch = matches!(words.as_str(), "TOC" | "NOTOC" | "FORCETOC" | "NOEDITSECTION") && line.len() == 1;
    is_switch.then(|| {
        let message = "this makes no table of contents and is printed as strong words".to_owned();
        (&rules::LITERAL_MARKUP, 1, message, "list `- section: contents` under `book`".to_owned())
    })
}

/// A paragraph that is one command.
pub(super) fn alone(atoms: &[Option<Atom>], line: &Range<usize>) -> Option<Problem> {
    if let Some(found) = switch(atoms, line) {
        return Some(found);
    }
    if line.len() > 24 {
        return None;
    }
    let words: String = line.clone().map_while(|at| sign(atoms, at)).collect();
    if words.len() < line.len() {
        return None;
    }
    let (message, hint) = match words.trim() {
        "[TOC]" | "[toc]" | "[[TOC]]" | "[[_TOC_]]" | "{{TOC}}" => {
            ("this makes no table of contents and would be printed", "list `- section: contents` under `book`")
        }
        command if command.starts_with('\\') && command[1..].bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            ("a command of TeX would be printed", "leave it out: the design decides where pages begin")
        }
        _ => return None,
    };
    Some((&rules::FOREIGN_MARKUP, line.len(), message.to_owned(), hint.to_owned()))
}
