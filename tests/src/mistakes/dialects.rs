//! Mistakes of authors who are used to another dialect of Markdown, or to a word processor.

use fastrand::Rng;

use super::Mistake;
use super::book::{Book, Fault, Kind, Line, choose};
use super::prose::{PICTURE, paragraph, said, said_in_markdown};

/// A sentence with a key of the bibliography in it, behind a paragraph in a Markdown file.
fn cited(book: &Book, rng: &mut Rng, sentence: impl Fn(&str) -> String) -> Option<Fault> {
    let keys = book.names.iter().filter(|(_, (path, _))| path == "references.yaml").map(|(name, _)| name.clone());
    let key = choose(rng, keys)?;
    said_in_markdown(book, rng, &sentence(&key))
}

/// The row of hyphens of a table.
fn delimiter<'a>(book: &'a Book, rng: &mut Rng) -> Option<&'a Line> {
    let line = book.prose(rng, |line| line.kind == Kind::Row && line.text.starts_with("|-"))?;
    // A table of one row and one column is none without it.
    (book.line(&line.path, line.line + 1).starts_with('|') && line.text.matches('|').count() > 2).then_some(line)
}

/// A heading with something else in place of the blank behind its signs.
fn heading(book: &Book, rng: &mut Rng, blank: &str) -> Option<Fault> {
    let line = book.prose(rng, |line| matches!(line.kind, Kind::Heading(_)) && line.line > 1)?;
    (!line.text.contains('{')).then_some(())?;
    book.changed(&line.path, line.line, &line.text.replacen("# ", &format!("#{blank}"), 1))
}

pub(super) const KINDS: &[Mistake] = &[
    Mistake {
        name: "blank missing in a heading",
        does: "number signs right before the words of a heading",
        make: |book, rng| paragraph(book, rng, &["##Later steps"], 0),
    },
    Mistake {
        name: "no-break space in a heading",
        does: "a no-break space behind the number signs of a heading",
        make: |book, rng| heading(book, rng, "\u{a0}"),
    },
    Mistake {
        name: "no-break space in a list",
        does: "a no-break space behind the hyphen of an item",
        make: |book, rng| paragraph(book, rng, &["-\u{a0}One thing,", "-\u{a0}and another."], 0),
    },
    Mistake {
        name: "bullets of a word processor",
        does: "items that begin with a round bullet",
        make: |book, rng| paragraph(book, rng, &["• One thing,", "• and another."], 0),
    },
    Mistake {
        name: "list of tasks",
        does: "items with boxes to tick",
        make: |book, rng| {
            let mark = choose(rng, ["[ ]", "[x]"])?;
            paragraph(book, rng, &["- One thing,", &format!("- {mark} and another.")], 1)
        },
    },
    Mistake {
        name: "words struck through",
        does: "words between double tildes",
        make: |book, rng| said(book, rng, "They came ~~late~~ in time."),
    },
    Mistake {
        name: "words marked",
        does: "words between double equals signs",
        make: |book, rng| said(book, rng, "They came ==in time== at last."),
    },
    Mistake {
        name: "footnote in the line",
        does: "a footnote's words where it is called",
        make: |book, rng| said_in_markdown(book, rng, "They came in time.^[That was in the morning.]"),
    },
    Mistake {
        name: "formula",
        does: "mathematics between dollar signs",
        make: |book, rng| {
            let formula = choose(rng, ["$n$", "$E = mc^2$", "$\\alpha$", "$x_1$"])?;
            said(book, rng, &format!("There were {formula} of them."))
        },
    },
    Mistake {
        name: "hyphens for a dash",
        does: "two or three hyphens where a dash is meant",
        make: |book, rng| {
            let new =
                choose(rng, ["It is on pages 5--10.", "They came -- in time -- at last.", "They came---in time."])?;
            said(book, rng, new)
        },
    },
    Mistake {
        name: "key without brackets",
        does: "a citation in the text without its brackets",
        make: |book, rng| {
            let brackets = rng.bool();
            cited(
                book,
                rng,
                |key| if brackets { format!("So it was (@{key}).") } else { format!("So says @{key} too.") },
            )
        },
    },
    Mistake {
        name: "comma missing in a citation",
        does: "a citation with a page right behind its key",
        make: |book, rng| cited(book, rng, |key| format!("So it was [@{key} p. 4].")),
    },
    Mistake {
        name: "author left out",
        does: "a citation with a hyphen before its key",
        make: |book, rng| cited(book, rng, |key| format!("So it was [-@{key}].")),
    },
    Mistake {
        name: "comma between two keys",
        does: "two citations that a comma parts",
        make: |book, rng| cited(book, rng, |key| format!("So it was [@{key}, @{key}].")),
    },
    Mistake {
        name: "blank in a bracket",
        does: "a citation with a blank behind its bracket",
        make: |book, rng| cited(book, rng, |key| format!("So it was [ @{key} ].")),
    },
    Mistake {
        name: "mark-up in a locator",
        does: "a citation with emphasis behind its comma",
        make: |book, rng| cited(book, rng, |key| format!("So it was [@{key}, *p.* 4].")),
    },
    Mistake {
        name: "bracket of a citation open",
        does: "a citation without its closing bracket",
        make: |book, rng| cited(book, rng, |key| format!("So it was [@{key}, p. 4.")),
    },
    Mistake {
        name: "link with an undefined name",
        does: "a link whose address should stand elsewhere",
        make: |book, rng| said(book, rng, "It is told [elsewhere][there] in full."),
    },
    Mistake {
        name: "link with a blank",
        does: "a link with a blank before or in its address",
        make: |book, rng| {
            let new = choose(
                rng,
                [
                    "It is told [elsewhere] (https://example.org/a).",
                    "It is told [elsewhere](https://example.org/a b).",
                    "It is told [elsewhere](index:Local authorities).",
                    "It is told (elsewhere)[https://example.org/a].",
                ],
            )?;
            said(book, rng, new)
        },
    },
    Mistake {
        name: "link of a wiki",
        does: "a link in double brackets",
        make: |book, rng| said(book, rng, "It is told [[elsewhere]] in full."),
    },
    Mistake {
        name: "link of another kind",
        does: "a link to what readers of a PDF cannot open",
        make: |book, rng| {
            let url = choose(rng, ["smb://files/a", "about:blank", "urn:isbn:1", "ftp://example.org/a", "https:"])?;
            said(book, rng, &format!("It is told [elsewhere]({url})."))
        },
    },
    Mistake {
        name: "blank in emphasis",
        does: "words between double asterisks with a blank before the last",
        make: |book, rng| said(book, rng, "They came **in time **at last."),
    },
    Mistake {
        name: "command of TeX",
        does: "a command of TeX in the prose",
        make: |book, rng| said(book, rng, "They came \\emph{in time} at last."),
    },
    Mistake {
        name: "size of a picture",
        does: "attributes behind a picture",
        make: |book, rng| {
            let mut fault = paragraph(book, rng, &["![A triangle](figures/added.svg){width=50%}"], 0)?;
            let folder = fault.places[0].0.rsplit_once('/')?.0.to_owned();
            fault.files.insert(format!("{folder}/figures/added.svg"), PICTURE.into());
            Some(fault)
        },
    },
    Mistake {
        name: "words inserted or hidden",
        does: "words between double plus signs or bars",
        make: |book, rng| {
            let new = choose(rng, ["They came ++in time++ at last.", "They came ||in time|| at last."])?;
            said(book, rng, new)
        },
    },
    Mistake {
        name: "words struck through once",
        does: "words between single tildes",
        make: |book, rng| {
            let new = choose(rng, ["They came ~late~ in time.", "They came ~too late~ in time."])?;
            said(book, rng, new)
        },
    },
    Mistake {
        name: "name of a letter",
        does: "the name or number of a letter that HTML knows, without its semicolon or misspelt",
        make: |book, rng| {
            let sign = choose(rng, ["&nbsp", "&copy", "&#169", "&rsquoo;", "&hellp;"])?;
            said_in_markdown(book, rng, &format!("They came {sign} in time."))
        },
    },
    Mistake {
        name: "command of TeX without braces",
        does: "a command of TeX that stands alone, or a backslash before a blank",
        make: |book, rng| {
            let new = choose(
                rng,
                ["They came \\ldots in time.", "It was no.\\ 5 of them.", "It weighed 5 \\times 3 in all."],
            )?;
            said_in_markdown(book, rng, new)
        },
    },
    Mistake {
        name: "mark-up of reStructuredText",
        does: "a role, a reference or a link of reStructuredText",
        make: |book, rng| {
            let new = choose(
                rng,
                [
                    "It is told in :ref:`elsewhere` in full.",
                    "It is told elsewhere [1]_ in full.",
                    "It is told `elsewhere <https://example.org/a>`_ in full.",
                ],
            )?;
            said_in_markdown(book, rng, new)
        },
    },
    Mistake {
        name: "macro of AsciiDoc",
        does: "a picture, footnote or link of AsciiDoc",
        make: |book, rng| {
            let new = choose(
                rng,
                [
                    "They came in time.footnote:[In the morning.]",
                    "It is told https://example.org/a[elsewhere] in full.",
                    "It is told at <<elsewhere,another place>> in full.",
                    "It is shown: image:figures/a.png[a tree].",
                ],
            )?;
            said_in_markdown(book, rng, new)
        },
    },
    Mistake {
        name: "mark-up of Textile or a wiki",
        does: "a link, a picture or a macro of Textile or a wiki",
        make: |book, rng| {
            let new = choose(
                rng,
                [
                    "It is told \"elsewhere\":https://example.org/a in full.",
                    "It is told [https://example.org/a elsewhere] in full.",
                    "It is shown: !tree.png! there.",
                    "It was {code}a{code} then.",
                ],
            )?;
            said_in_markdown(book, rng, new)
        },
    },
    Mistake {
        name: "change marked in the text",
        does: "a mark of CriticMarkup",
        make: |book, rng| {
            let new = choose(
                rng,
                ["They came {++late++} in time.", "They came {--late--} in time.", "They came {>>when?<<} in time."],
            )?;
            said_in_markdown(book, rng, new)
        },
    },
    Mistake {
        name: "call of Typst",
        does: "a function of Typst in the prose",
        make: |book, rng| {
            let new = choose(rng, ["They came #emph[in time] at last.", "They came.#footnote[In the morning.]"])?;
            said_in_markdown(book, rng, new)
        },
    },
    Mistake {
        name: "heading of another language",
        does: "a heading as wikis, Textile or Org mode have it, or a comment",
        make: |book, rng| {
            let new = choose(
                rng,
                [
                    "== The time ==",
                    "= The time",
                    "h2. The time",
                    "#+TITLE: The time",
                    "// to be asked again",
                    "% to be asked again",
                ],
            )?;
            paragraph(book, rng, &[new], 0)
        },
    },
    Mistake {
        name: "block of AsciiDoc",
        does: "a block that opens with words in brackets or a row of signs",
        make: |book, rng| {
            let new = choose(rng, [["[source,text]", "They came in time."], ["....", "...."], ["|===", "| One"]])?;
            paragraph(book, rng, &new, 0)
        },
    },
    Mistake {
        name: "bullets of another program",
        does: "items that begin with an arrow, a middle point or the letter o",
        make: |book, rng| {
            let sign = choose(rng, ["·", "➢", "→", "o", "--"])?;
            paragraph(book, rng, &[&format!("{sign} one thing"), &format!("{sign} another")], 0)
        },
    },
    Mistake {
        name: "item within an item of a wiki",
        does: "two asterisks before an item of an item",
        make: |book, rng| paragraph(book, rng, &["* One thing,", "** and another."], 1),
    },
    Mistake {
        name: "lines kept apart by bars",
        does: "lines that begin with a bar each",
        make: |book, rng| paragraph(book, rng, &["| One line", "| and another"], 0),
    },
    Mistake {
        name: "diagram as code",
        does: "code that another program would draw or carry out",
        make: |book, rng| {
            let name = choose(rng, ["mermaid", "plantuml", "{r}", "{note}", "math"])?;
            paragraph(book, rng, &[&format!("```{name}"), "a", "```"], 0)
        },
    },
    Mistake {
        name: "paragraph set in",
        does: "a paragraph four blanks to the right",
        make: |book, rng| paragraph(book, rng, &["    They came to the hall in time and went on from there."], 0),
    },
    Mistake {
        name: "title of a link",
        does: "words in quotation marks behind a link's address",
        make: |book, rng| said_in_markdown(book, rng, "It is told [elsewhere](https://example.org/a \"In full\")."),
    },
    Mistake {
        name: "address that nothing calls",
        does: "an address defined apart, as comments are written elsewhere",
        make: |book, rng| {
            let new =
                choose(rng, ["[//]: # (to be asked again)", "[there]: https://example.org/a", "[comment]: <> (ask)"])?;
            paragraph(book, rng, &[new], 0)
        },
    },
    Mistake {
        name: "numbers out of order",
        does: "a list whose items leave a number out",
        make: |book, rng| {
            let number = rng.u32(4..9);
            paragraph(book, rng, &["1. One thing", "2. Another", &format!("{number}. A third")], 2)
        },
    },
    Mistake {
        name: "footnote without words",
        does: "a footnote that is called and empty",
        make: |book, rng| {
            let mut fault = said_in_markdown(book, rng, "They came in time.[^added]")?;
            let (path, line) = fault.places[0].clone();
            let text = String::from_utf8(fault.files.get(&path)?.clone()).ok()?;
            let end = text.trim_end().lines().count() + 2;
            fault.files.insert(path.clone(), format!("{}\n\n[^added]:\n", text.trim_end()).into_bytes());
            fault.places = vec![(path, line.map(|_| end))];
            Some(fault)
        },
    },
    Mistake {
        name: "letters in a wrong encoding",
        does: "letters that were written in UTF-8 and read as something else, or lost",
        make: |book, rng| {
            let word =
                choose(rng, ["caf\u{c3}\u{a9}s", "Z\u{c3}\u{bc}rich", "it\u{e2}\u{20ac}\u{2122}s", "M\u{fffd}nchen"])?;
            said(book, rng, &format!("They came to {word} in time."))
        },
    },
    Mistake {
        name: "message of a word processor",
        does: "what a word processor prints in place of a reference or a text",
        make: |book, rng| {
            let new = choose(
                rng,
                ["As it is told in Error! Reference source not found. there.", "Click or tap here to enter text."],
            )?;
            said(book, rng, new)
        },
    },
    Mistake {
        name: "heading of a picture",
        does: "a heading that holds a picture and no words",
        make: |book, rng| {
            let mut fault = paragraph(book, rng, &["# ![A triangle](figures/added.svg)"], 0)?;
            let folder = fault.places[0].0.rsplit_once('/')?.0.to_owned();
            fault.files.insert(format!("{folder}/figures/added.svg"), PICTURE.into());
            Some(fault)
        },
    },
    Mistake {
        name: "list of definitions",
        does: "a term, and a line with a colon below it",
        make: |book, rng| paragraph(book, rng, &["Early", ": before the time that was agreed"], 1),
    },
    Mistake {
        name: "row of hyphens too short",
        does: "a table whose row of hyphens has a cell less than its head",
        make: |book, rng| {
            let line = delimiter(book, rng)?;
            let cut = line.text.trim_end_matches('|').rfind('|')?;
            book.changed(&line.path, line.line, &line.text[..=cut])
        },
    },
    Mistake {
        name: "row of hyphens missing",
        does: "a table without the row below its head",
        make: |book, rng| {
            let line = delimiter(book, rng)?;
            Some(book.removed(&line.path, line.line..=line.line, vec![(line.path.clone(), Some(line.line - 1))]))
        },
    },
    Mistake {
        name: "code not closed",
        does: "a fence of code that nothing closes",
        make: |book, rng| paragraph(book, rng, &["```text", "As it was said."], 0),
    },
    Mistake {
        name: "block closed with too few colons",
        does: "a block that opens with more colons than it closes with",
        make: |book, rng| {
            let line = book.prose(rng, |line| line.kind == Kind::Opener && line.text.starts_with(":::"))?;
            let closer = |end: &&Line| end.path == line.path && end.line > line.line && end.kind == Kind::Closer;
            let end = book.lines.iter().find(closer)?;
            let mut fault = book.changed(&line.path, line.line, &format!(":{}", line.text))?;
            fault.places.push((line.path.clone(), Some(end.line)));
            Some(fault)
        },
    },
    Mistake {
        name: "front matter",
        does: "keys and values before a text",
        make: |book, rng| {
            let path = choose(rng, book.texts.keys().filter(|path| path.ends_with(".md")))?;
            Some(book.inserted(path, 1, &["---", "title: Of the time", "draft: true", "---", ""], 0))
        },
    },
];
