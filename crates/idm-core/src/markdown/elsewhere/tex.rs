//! Commands of TeX.

use super::super::atoms::{char_at, is, sign};
use super::{Atoms, Foreign, before, foreign, is_blank, is_word, word};

/// A command of TeX, or an escape of a programming language.
pub(super) fn command(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let name = word(atoms, at + 1, |char| char.is_ascii_alphabetic());
    let behind = at + 1 + name.len();
    // In a path, a backslash stands behind a colon, a letter or another.
    let in_path = before(atoms, at).is_some_and(|char| matches!(char, ':' | '\\'));
    if name.is_empty() {
        let fixed =
            is(atoms, at + 1, ' ') && !is_blank(before(atoms, at)) && !in_path && !is_blank(char_at(atoms, at + 2));
        return (fixed).then(|| {
            foreign(
                at + 2,
                "a backslash before a blank holds no words together here and is printed as typed",
                "type the no-break space itself (U+00A0), or an ordinary blank; for a plain sign write `\\\\`",
            )
        });
    }
    let hex: String = (at + 2..at + 6).map_while(|at| sign(atoms, at).filter(char::is_ascii_hexdigit)).collect();
    if name.starts_with('u')
        && hex.len() == 4
        && hex.contains(|char: char| char.is_ascii_digit())
        && let Some(letter) = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32)
        && letter.is_alphanumeric()
    {
        return Some(foreign(
            at + 6,
            format!("`\\u{hex}` is printed as typed"),
            format!("type the letter itself: `{letter}`; for a plain sign write `\\\\`"),
        ));
    }
    if name.starts_with(['n', 't', 'r']) && !in_path {
        let next = char_at(atoms, at + 2);
        let escape = is_blank(next) || matches!(next, Some('\\' | '-' | '*')) || next.is_some_and(char::is_uppercase);
        if escape {
            return Some(foreign(
                at + 2,
                format!("`\\{}` ends no line here and is printed as typed", &name[..1]),
                "begin a new line, or a new paragraph behind a blank line; for a plain sign write `\\\\`",
            ));
        }
    }
    let braced = is(atoms, behind, '{') && name.len() >= 2;
    let bare = COMMANDS.contains(&name.as_str()) && !in_path && !is_word(before(atoms, at));
    // A paragraph that is nothing but a command is told of as a whole.
    if !(braced || bare) || at == 0 && behind >= atoms.len() {
        return None;
    }
    let end = behind + usize::from(braced);
    let hint = match name.as_str() {
        "emph" | "textit" | "it" | "textsl" => "write `*words*`",
        "textbf" | "bf" | "strong" => "write `**words**`",
        "underline" | "uline" => "stress words with `*words*` or `**words**`",
        "footnote" | "footnotemark" | "thanks" => "write `[^a]` there, and `[^a]: words` on a line of its own",
        "cite" | "citep" | "citet" | "parencite" | "textcite" | "autocite" | "footcite" => {
            "write `[@key]` with the key of an entry in `references.yaml`"
        }
        "ref" | "cref" | "Cref" | "autoref" | "pageref" => "write `[@id]` with the identifier of what is meant",
        "label" => "write `{#id}` behind a heading or at the head of a `:::` block",
        "href" | "url" => "write `[words](https://…)`, or the address alone",
        "section" | "subsection" | "chapter" | "subsubsection" | "paragraph" => "write `## Words`",
        "textsuperscript" => "write `^words^`",
        "textsubscript" => "write `~words~`",
        "texttt" | "verb" => "write `` `words` ``",
        "item" => "write `- words`",
        "begin" | "end" => "write a list with `- words`, a quotation as a `:::quote`, a table with bars",
        "includegraphics" => "write `![what it shows](figures/a.svg)` or a `:::figure`",
        "index" => "write `[words](index:Subject)`",
        "newpage" | "pagebreak" | "clearpage" | "noindent" | "centering" | "vspace" | "hspace" | "par" | "newline"
        | "linebreak" | "bigskip" | "medskip" | "smallskip" | "hline" | "toprule" | "maketitle" | "tableofcontents" => {
            "leave it out: the design decides how pages look"
        }
        _ if bare => "type the sign or the word itself",
        _ => "write it as `docs/format.md` has it, such as `*words*`, `[@key]` or `[^a]`",
    };
    Some(foreign(
        end,
        format!("`\\{name}` is a command of TeX and is printed as typed"),
        format!("{hint}; for a plain sign write `\\\\`"),
    ))
}

/// Commands of TeX that stand without braces.
const COMMANDS: [&str; 39] = [
    "LaTeX",
    "TeX",
    "ldots",
    "dots",
    "item",
    "par",
    "noindent",
    "newline",
    "linebreak",
    "newpage",
    "pagebreak",
    "clearpage",
    "centering",
    "hline",
    "toprule",
    "maketitle",
    "tableofcontents",
    "textbf",
    "textit",
    "emph",
    "quad",
    "qquad",
    "copyright",
    "euro",
    "pounds",
    "textbullet",
    "textendash",
    "textemdash",
    "bigskip",
    "medskip",
    "smallskip",
    "times",
    "alpha",
    "beta",
    "gamma",
    "leq",
    "geq",
    "rightarrow",
    "degree",
];
