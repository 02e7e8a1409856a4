//! Signs of languages that are no Markdown: TeX, reStructuredText, AsciiDoc, Textile, wikis, Typst, and the names of letters
//! that HTML knows.
//!
//! As with the other dialects, only what is hardly ever meant as it stands is found, and nothing is looked for further away
//! than a few words.

mod entities;
mod tex;

use super::atoms::{char_at, is, sign};
use super::inlines::Atom;
use super::tree::InlineKind;

/// How far the end of a sign is looked for.
const NEAR: usize = 80;

/// No sign is repeated more often than this.
const MOST: usize = 8;

type Atoms = [Option<Atom>];

/// What stands in the text and means nothing here: up to which character, what it is and what to write.
#[derive(Debug)]
pub(super) struct Foreign {
    pub(super) end: usize,
    pub(super) message: String,
    pub(super) hint: String,
}

fn foreign(end: usize, message: impl Into<String>, hint: impl Into<String>) -> Foreign {
    Foreign { end, message: message.into(), hint: hint.into() }
}

/// The sign of another language that begins at `at`.
pub(super) fn find(atoms: &Atoms, at: usize) -> Option<Foreign> {
    match sign(atoms, at)? {
        sign @ ('+' | '|') => doubled(atoms, at, sign),
        '~' => struck(atoms, at),
        '\\' => tex::command(atoms, at),
        '&' => entities::entity(atoms, at),
        '{' => braces(atoms, at),
        '[' => bracket(atoms, at),
        ']' => rest_reference(atoms, at),
        ':' => colon(atoms, at),
        '_' => code_reference(atoms, at),
        '<' => anchor(atoms, at),
        '"' => textile_link(atoms, at),
        '#' => typst(atoms, at),
        '!' => picture(atoms, at),
        '*' => joined(atoms, at),
        '^' => block_mark(atoms, at),
        _ => None,
    }
}

/// How often a plain sign stands there in a row; no more than tells.
fn run(atoms: &Atoms, at: usize, wanted: char) -> usize {
    (at..at + MOST).take_while(|&at| is(atoms, at, wanted)).count()
}

fn before(atoms: &Atoms, at: usize) -> Option<char> {
    at.checked_sub(1).and_then(|at| char_at(atoms, at))
}

fn is_word(char: Option<char>) -> bool {
    char.is_some_and(char::is_alphanumeric)
}

fn is_blank(char: Option<char>) -> bool {
    char.is_none_or(char::is_whitespace)
}

fn node(atoms: &Atoms, at: usize) -> Option<&InlineKind> {
    match atoms.get(at)? {
        Some(Atom::Node(inline)) => Some(&inline.kind),
        _ => None,
    }
}

fn is_code(atoms: &Atoms, at: usize) -> bool {
    matches!(node(atoms, at), Some(InlineKind::Code(_)))
}

/// The plain signs from `at` that are of a kind, no more than are near.
fn word(atoms: &Atoms, at: usize, fits: impl Fn(char) -> bool) -> String {
    (at..atoms.len().min(at + NEAR)).map_while(|at| sign(atoms, at).filter(|&char| fits(char))).collect()
}

/// Where the next plain `wanted` stands, if it is near and on the same line.
fn near(atoms: &Atoms, from: usize, wanted: &[char]) -> Option<usize> {
    (from..atoms.len().min(from + NEAR))
        .take_while(|&at| !matches!(atoms[at], Some(Atom::Break { .. })))
        .find(|&at| sign(atoms, at).is_some_and(|char| wanted.contains(&char)))
}

fn has_letter(atoms: &Atoms, within: std::ops::Range<usize>) -> bool {
    within.filter_map(|at| char_at(atoms, at)).any(char::is_alphabetic)
}

/// `++words++`, `||words||`.
fn doubled(atoms: &Atoms, at: usize, sign: char) -> Option<Foreign> {
    if run(atoms, at, sign) != 2 || is_word(before(atoms, at)) || is_blank(char_at(atoms, at + 2)) {
        return None;
    }
    let end = near(atoms, at + 2, &[sign])?;
    let closes = run(atoms, end, sign) == 2 && !is_blank(before(atoms, end)) && !is_word(char_at(atoms, end + 2));
    if !closes || !has_letter(atoms, at + 2..end) {
        return None;
    }
    let signs = sign.to_string().repeat(2);
    Some(foreign(
        end + 2,
        format!("`{signs}` marks no words here and is printed as typed"),
        format!("stress words with `*…*` or `**…**`; for plain signs write `\\{signs}`"),
    ))
}

/// `~words~`, which strikes out on GitHub; a subscript stands behind its letter.
fn struck(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let outside = is_blank(before(atoms, at)) || matches!(before(atoms, at), Some('(' | '"' | '“'));
    if run(atoms, at, '~') != 1 || !outside || !char_at(atoms, at + 1).is_some_and(char::is_alphabetic) {
        return None;
    }
    let end = near(atoms, at + 1, &['~'])?;
    let letters = (at + 1..end).filter_map(|at| char_at(atoms, at)).filter(|char| char.is_alphabetic()).count();
    if is_blank(before(atoms, end)) || is_word(char_at(atoms, end + 1)) || letters < 2 || run(atoms, end, '~') != 1 {
        return None;
    }
    Some(foreign(
        end + 1,
        "`~…~` strikes nothing through here",
        "take the words out: a draft shows what is gone since the last one; a subscript stands right behind its letter, \
         `H~2~O`; for plain signs write `\\~`",
    ))
}

/// `{++words++}` and the like, `{code}`, `` {ref}`a` ``.
fn braces(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let plain = "for plain signs write `\\{`";
    let end = near(atoms, at + 1, &['}'])?;
    for [open, close] in [["++", "++"], ["--", "--"], [">>", "<<"], ["~~", "~~"], ["==", "=="]] {
        let opens = open.chars().enumerate().all(|(offset, char)| is(atoms, at + 1 + offset, char));
        let closes = end >= at + 5 && close.chars().enumerate().all(|(offset, char)| is(atoms, end - 2 + offset, char));
        if opens && closes {
            return Some(foreign(
                end + 1,
                "a mark of CriticMarkup changes nothing here and is printed as typed",
                format!(
                    "change the text itself: a draft shows what is new and gone; a remark to the editors is `%%words%%`; \
                     {plain}"
                ),
            ));
        }
    }
    let name = word(atoms, at + 1, |char| char.is_ascii_lowercase() || matches!(char, '-' | ':'));
    if name.len() >= 2 && at + 1 + name.len() == end && is_code(atoms, end + 1) {
        return Some(foreign(
            end + 1,
            format!("the role `{{{name}}}` is printed as typed"),
            format!("write `[@id]` for a cross-reference, `*words*` for stress; {plain}"),
        ));
    }
    let macros = ["code", "noformat", "quote", "panel", "color", "toc"];
    let (first, _) = name.split_once(':').unwrap_or((&name, ""));
    if macros.contains(&first) && (first != "panel" || near(atoms, end + 1, &['{']).is_some()) {
        return Some(foreign(
            end + 1,
            format!("the macro `{{{first}}}` of a wiki is printed as typed"),
            format!("write code between backticks, a quotation as `:::quote`; {plain}"),
        ));
    }
    None
}

/// `[#key]`, `[https://example.org words]`, `https://example.org[words]`.
fn bracket(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let plain = "for plain signs write `\\[`";
    if is(atoms, at + 1, '#') && char_at(atoms, at + 2).is_some_and(char::is_alphabetic) {
        let end = near(atoms, at + 2, &[']', '['])?;
        let closed = is(atoms, end, ']') && !is(atoms, end + 1, '_');
        return closed.then(|| {
            let message = "`[#…]` cites nothing here and is printed as typed";
            foreign(end + 1, message, format!("write `[@key]`; {plain}"))
        });
    }
    let written = word(atoms, at + 1, |char| !char.is_whitespace() && !matches!(char, '[' | ']'));
    let web = ["http://", "https://", "www."].iter().any(|start| written.starts_with(start));
    let blank = at + 1 + written.chars().count();
    if web && is(atoms, blank, ' ') && is_word(char_at(atoms, blank + 1)) {
        let end = near(atoms, blank + 1, &[']', '['])?;
        return is(atoms, end, ']').then(|| {
            let message = "a link of a wiki is printed with its brackets";
            foreign(end + 1, message, format!("write `[words](https://…)`; {plain}"))
        });
    }
    let is_link = |at: usize| matches!(node(atoms, at), Some(InlineKind::Link { .. }));
    if is_link(at + 1) && is(atoms, at + 2, ' ') {
        let end = near(atoms, at + 3, &[']', '['])?;
        return (is(atoms, end, ']') && is_word(char_at(atoms, at + 3))).then(|| {
            let message = "a link of a wiki is printed with its brackets";
            foreign(end + 1, message, format!("write `[words](https://…)`; {plain}"))
        });
    }
    if at > 0 && is_link(at - 1) && is_word(char_at(atoms, at + 1)) {
        let end = near(atoms, at + 1, &[']', '['])?;
        return is(atoms, end, ']').then(|| {
            let message = "words in brackets behind an address name no link and are printed as typed";
            foreign(end + 1, message, format!("write `[words](https://…)`; {plain}"))
        });
    }
    None
}

/// `[1]_`, `[#a]_`.
fn rest_reference(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let refers = is(atoms, at + 1, '_') && !is_word(char_at(atoms, at + 2)) && !is(atoms, at + 2, '_');
    if !refers {
        return None;
    }
    let opened = (at.saturating_sub(NEAR)..at).rev().find(|&at| matches!(sign(atoms, at), Some('[' | ']')))?;
    (is(atoms, opened, '[') && opened + 1 < at).then(|| {
        foreign(
            at + 2,
            "a reference of reStructuredText is printed as typed",
            "write `[^a]` for a footnote, `[@key]` for a citation; for a plain sign write `\\_`",
        )
    })
}

/// `` `words <https://example.org>`_ ``.
fn code_reference(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let length = run(atoms, at, '_');
    (at > 0 && length <= 2 && is_code(atoms, at - 1) && !is_word(char_at(atoms, at + length))).then(|| {
        foreign(
            at + length,
            "a link of reStructuredText is printed as code",
            "write `[words](https://…)`, or `[words](@id)`; for a plain sign write `\\_`",
        )
    })
}

/// Macros of AsciiDoc that take a target or words in brackets.
const MACROS: [&str; 13] = [
    "image",
    "link",
    "include",
    "footnote",
    "xref",
    "video",
    "audio",
    "icon",
    "kbd",
    "btn",
    "stem",
    "pass",
    "indexterm",
];

/// `:role:`, `term::`, `image::a.png[…]`.
fn colon(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let length = run(atoms, at, ':');
    let letters: Vec<char> = (at.saturating_sub(24)..at)
        .rev()
        .map_while(|at| char_at(atoms, at).filter(|char| char.is_alphabetic()))
        .collect();
    let name: String = letters.iter().rev().collect();
    let start = at - letters.len();
    if (1..=2).contains(&length) && MACROS.contains(&name.as_str()) && !is_word(before(atoms, start)) {
        let open = (at + length..atoms.len().min(at + NEAR))
            .take_while(|&at| !is_blank(char_at(atoms, at)))
            .find(|&at| is(atoms, at, '['));
        if let Some(open) = open
            && (length == 2 || open > at + 1 || matches!(name.as_str(), "footnote" | "kbd" | "btn" | "stem" | "pass"))
            && near(atoms, open, &[']']).is_some()
        {
            let hint = match name.as_str() {
                "image" | "video" | "audio" | "icon" => "write `![what it shows](figures/a.svg)` or a `:::figure`",
                "link" => "write `[words](https://…)`",
                "xref" => "write `[@id]` or `[words](@id)`",
                "footnote" => "write `[^a]` there, and `[^a]: words` on a line of its own",
                "indexterm" => "write `[words](index:Subject)`",
                _ => "write the words themselves",
            };
            return Some(foreign(
                open + 1,
                format!("`{name}:` is a macro of AsciiDoc and is printed as typed"),
                format!("{hint}; for a plain sign write `\\:`"),
            ));
        }
    }
    // A directive of reStructuredText is told of as a whole.
    let directive = is(atoms, start.wrapping_sub(2), '.');
    if length == 2
        && !directive
        && name.chars().count() >= 2
        && is_blank(char_at(atoms, at + 2))
        && is_blank(before(atoms, start))
    {
        return Some(foreign(
            at + 2,
            "`::` is printed as typed",
            "write one colon; a term and its meaning are an item, `- **Term**: what it means`; for plain signs write `\\::`",
        ));
    }
    let role = word(atoms, at + 1, |char| char.is_ascii_lowercase() || matches!(char, '-' | ':' | '+'));
    let closed = role.ends_with(':') && role.len() >= 3 && !role.starts_with(':');
    if length == 1 && closed && is_code(atoms, at + 1 + role.len()) && !is_word(before(atoms, at)) {
        return Some(foreign(
            at + 1 + role.len(),
            format!("the role `:{role}` is printed as typed"),
            "write `[@id]` for a cross-reference, `*words*` for stress; for a plain sign write `\\:`",
        ));
    }
    let sign = ["+1:", "-1:"].iter().any(|name| {
        let is_there = name.chars().enumerate().all(|(offset, char)| is(atoms, at + 1 + offset, char));
        is_there && is_blank(before(atoms, at)) && is_blank(char_at(atoms, at + 4))
    });
    sign.then(|| {
        foreign(
            at + 4,
            "the name of a sign between colons is printed as typed",
            "leave it out, or type the sign itself; for a plain sign write `\\:`",
        )
    })
}

/// `<<id,words>>`.
fn anchor(atoms: &Atoms, at: usize) -> Option<Foreign> {
    if run(atoms, at, '<') != 2 || !char_at(atoms, at + 2).is_some_and(char::is_alphabetic) {
        return None;
    }
    let end = near(atoms, at + 2, &['>'])?;
    (run(atoms, end, '>') == 2 && !is_blank(before(atoms, end))).then(|| {
        foreign(
            end + 2,
            "`<<…>>` refers to nothing here and is printed as typed",
            "write `[@id]` or `[words](@id)`; quotation marks are `«` and `»`; for plain signs write `\\<`",
        )
    })
}

/// `"words":https://example.org`.
fn textile_link(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let link = is(atoms, at + 1, ':') && matches!(node(atoms, at + 2), Some(InlineKind::Link { .. }));
    (link && !is_blank(before(atoms, at))).then(|| {
        foreign(
            at + 2,
            "words in quotation marks before an address name no link and are printed as typed",
            "write `[words](https://…)`; for a plain sign write `\\:`",
        )
    })
}

/// Functions of Typst.
const FUNCTIONS: [&str; 17] = [
    "emph",
    "strong",
    "image",
    "figure",
    "table",
    "footnote",
    "link",
    "cite",
    "ref",
    "lorem",
    "text",
    "underline",
    "strike",
    "highlight",
    "super",
    "sub",
    "pagebreak",
];

/// `#emph[words]`.
fn typst(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let name = word(atoms, at + 1, |char| char.is_ascii_lowercase());
    let end = at + 1 + name.len();
    let called = is(atoms, end, '[') || is(atoms, end, '(');
    (called && FUNCTIONS.contains(&name.as_str()) && !is_word(before(atoms, at))).then(|| {
        let hint = match name.as_str() {
            "emph" => "write `*words*`",
            "strong" => "write `**words**`",
            "footnote" => "write `[^a]` there, and `[^a]: words` on a line of its own",
            "image" | "figure" => "write `![what it shows](figures/a.svg)` or a `:::figure`",
            "link" => "write `[words](https://…)`",
            "cite" | "ref" => "write `[@id]`",
            "super" => "write `^words^`",
            "sub" => "write `~words~`",
            "table" => "write its rows with bars: `| a | b |`",
            _ => "leave it out",
        };
        let message = format!("`#{name}` is a call of Typst and is printed as typed");
        foreign(end + 1, message, format!("{hint}; for a plain sign write `\\#`"))
    })
}

/// `!picture.png!`.
fn picture(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let path = word(atoms, at + 1, |char| !char.is_whitespace() && char != '!' && char != '|');
    let lower = path.to_ascii_lowercase();
    let end = at + 1 + path.chars().count();
    let is_file = [".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp"].iter().any(|ending| lower.ends_with(ending));
    (is_file && matches!(sign(atoms, end), Some('!' | '|'))).then(|| {
        foreign(
            end + 1,
            "a picture between exclamation marks is printed as typed",
            "write `![what it shows](figures/a.svg)` or a `:::figure`; for a plain sign write `\\!`",
        )
    })
}

/// `**one****two**`: four asterisks between words.
fn joined(atoms: &Atoms, at: usize) -> Option<Foreign> {
    (run(atoms, at, '*') == 4 && is_word(before(atoms, at)) && is_word(char_at(atoms, at + 4))).then(|| {
        foreign(
            at + 4,
            "`****` between two words is printed as typed",
            "join the two: `**one two**`; for plain signs write `\\*\\*\\*\\*`",
        )
    })
}

/// `^abc123` at the end of a paragraph.
fn block_mark(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let name = word(atoms, at + 1, |char| char.is_ascii_alphanumeric() || char == '-');
    let is_last = at + 1 + name.len() == atoms.len() && name.len() >= 4;
    (is_last && is_blank(before(atoms, at)) && at > 0).then(|| {
        foreign(
            at + 1 + name.len(),
            "a mark for links to this paragraph is printed as typed",
            "give the heading above an identifier, `## Heading {#id}`, or leave the mark out; for a plain sign write `\\^`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::read;

    #[test]
    fn signs_of_other_languages_are_reported_with_what_to_write() {
        for (text, marked) in [
            ("a ++b c++ d", "++b c++"),
            ("a ||b c|| d", "||b c||"),
            ("a ~bc~ d", "~bc~"),
            ("a ~b c~ d", "~b c~"),
            ("a \\textbf{b}", "\\textbf{"),
            ("a \\LaTeX b", "\\LaTeX"),
            ("a\\ b", "\\ "),
            ("a.\\nB", "\\n"),
            ("\\u00e9a", "\\u00e9"),
            ("a &nbsp b", "&nbsp"),
            ("caf&eacutes b", "&eacute"),
            ("a &#169 b", "&#169"),
            ("a &nope; b", "&nope;"),
            ("a {++b++} c", "{++b++}"),
            ("a {>>b<<} c", "{>>b<<}"),
            ("{code}a{code}", "{code}"),
            ("a {ref}`b` c", "{ref}"),
            ("a [#b] c", "[#b]"),
            ("a [https://b.example c] d", "[https://b.example c]"),
            ("a https://b.example[c] d", "[c]"),
            ("a [b]_ c", "]_"),
            ("`a <https://b.example>`_ c", "_"),
            ("a :ref:`b` c", ":ref:"),
            ("Term:: meaning", "::"),
            ("a image::b.png[c] d", "::b.png["),
            ("a footnote:[b] c", ":["),
            ("a <<b,c d>> e", "<<b,c d>>"),
            ("\"a b\":https://c.example d", "\":"),
            ("#emph[a] b", "#emph["),
            ("a !b.png! c", "!b.png!"),
            ("words ^abc123", "^abc123"),
            ("[https://b.example c d] e", "[https://b.example c d]"),
            ("**a**\\ **b**", "\\ "),
        ] {
            let read = read(text);
            let reports = read.reports();
            assert!(reports.contains(&format!("literal-markup {marked}")), "{text}: {reports:?}");
            assert!(read.diagnostics().iter().all(|found| !found.hints.is_empty()), "{text}");
        }
    }

    #[test]
    fn signs_that_are_meant_pass() {
        for text in [
            "C++ and D++, a ++ b, i++ or ++i",
            "a || b and c || d",
            "~5 or ~6, ~ten to ~twenty",
            "H~2~O, x~i,j~, ^14^C",
            "AT&T, R&D; M&As; Q&A, B&B; a & b; c",
            "?a=1&copy=2 and a&b",
            "C:\\new\\temp, D:\\Users\\item",
            "a :: b, std::vec and fe80:: 1",
            "an image: [sic] and a link:[x]",
            "a << b and c >> d",
            "so it said: \"https://a.example\", \"b\": https://a.example",
            "#early(so), C#(a), #1[b]",
            "Stop!a! b!",
            "*****",
            "{set}, {ref} `a`, {a: b}",
            "[# 1] and a[1]_b",
            "10:30:15, 1:2::3",
            "a_`b`",
            "`\\emph{a} &nbsp #emph[a]`",
        ] {
            read(text).assert_clean();
        }
    }
}
