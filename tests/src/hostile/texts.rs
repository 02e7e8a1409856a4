//! YAML and Markdown that is long, deep or repetitive.

use super::{ACRONYMS, BUILD, Input, PANEL, PEOPLE, PUBLICATION, Site, build, check, repeated};

const MIB: usize = 1024 * 1024;
/// Just below what a text file may hold.
const ALMOST: usize = 8 * MIB - 1024;

fn acronyms(text: impl Fn() -> String + 'static) -> impl Fn(&Site) + 'static {
    move |site| site.write(ACRONYMS, text())
}

fn summary(text: impl Fn() -> String + 'static) -> impl Fn(&Site) + 'static {
    move |site| site.summary(text())
}

pub(super) fn yaml() -> Vec<Input> {
    vec![
        check("yaml-alias-bomb", "ten levels of ten aliases each", acronyms(alias_bomb), "acronyms.yaml:1:"),
        check(
            "yaml-anchors",
            "100,000 anchors in one another's records",
            acronyms(|| "- &a {b: &c d}\n".repeat(50_000)),
            "acronyms.yaml:1:3: error[yaml-alias]",
        ),
        check(
            "yaml-merge-keys",
            "100,000 merge keys",
            acronyms(|| "- <<: {short: A}\n".repeat(100_000)),
            "acronyms.yaml:1:3: error[",
        ),
        check("yaml-flow-depth", "100,000 opening brackets", acronyms(|| "[".repeat(100_000)), "error[yaml-nesting]"),
        check(
            "yaml-flow-depth-braces",
            "100,000 opening braces",
            acronyms(|| "{a: ".repeat(100_000)),
            "error[yaml-nesting]",
        ),
        check(
            "yaml-block-depth",
            "100,000 dashes in one line",
            acronyms(|| "- ".repeat(100_000)),
            "error[yaml-nesting]",
        ),
        check("yaml-block-depth-lines", "keys indented 4,000 deep", acronyms(staircase), "error[yaml-nesting]"),
        check(
            "yaml-million-comments",
            "a million lines of comments",
            acronyms(|| "# x\n".repeat(1_000_000) + "[]\n"),
            "",
        )
        .ends(0),
        check(
            "yaml-records-empty",
            "300,000 records that say nothing",
            acronyms(|| "- {}\n".repeat(300_000)),
            "acronyms.yaml:1:3: error[missing-value]",
        ),
        check(
            "yaml-million-texts",
            "a million items that are no records",
            acronyms(|| "- a\n".repeat(1_000_000)),
            "acronyms.yaml:1:3: error[wrong-type]",
        ),
        check(
            "yaml-lines-100-mb",
            "100 MB of `a` and a line's end",
            acronyms(|| repeated("a\n", 100 * MIB)),
            "acronyms.yaml: error[file-too-large]",
        ),
        check(
            "yaml-line-100-mb",
            "one line of 100 MB",
            acronyms(|| "a".repeat(100 * MIB)),
            "acronyms.yaml: error[file-too-large]",
        ),
        check("yaml-line-8-mb", "one line of 8 MB", acronyms(|| "a".repeat(ALMOST)), "acronyms.yaml:1:1: error["),
        check(
            "yaml-unclosed-quote",
            "8 MB behind a quotation mark that is not closed",
            acronyms(|| format!("- short: \"{}", repeated("a\n", ALMOST))),
            "acronyms.yaml:1:10: error[yaml-syntax]",
        ),
        check(
            "yaml-unclosed-bracket",
            "8 MB behind a bracket that is not closed",
            acronyms(|| format!("- [{}", repeated("a,\n  ", ALMOST))),
            "acronyms.yaml:1:3: error[yaml-syntax]",
        )
        .within(30, 2048),
        check(
            "yaml-escapes",
            "a text of 700,000 escapes",
            acronyms(|| format!("- short: \"{}\"\n", "\\U00000041".repeat(700_000))),
            "acronyms.yaml:1:",
        ),
        check(
            "yaml-blank-lines",
            "a folded text of 8 million blank lines",
            acronyms(|| format!("- short: A\n  long: >\n    a\n{}    b\n", "\n".repeat(ALMOST - 100))),
            "",
        )
        .ends(0),
        check("yaml-tabs", "8 million tabs", acronyms(|| "\t".repeat(ALMOST)), "acronyms.yaml:1:1: error["),
        check("yaml-questions", "a million question marks", acronyms(|| "? ".repeat(1_000_000)), "error[yaml-nesting]"),
        check(
            "yaml-documents",
            "a million documents",
            acronyms(|| "---\n".repeat(1_000_000)),
            "acronyms.yaml:2:1: error[yaml-alias]",
        ),
        check(
            "yaml-tags",
            "a million tags",
            acronyms(|| "- !a b\n".repeat(1_000_000)),
            "acronyms.yaml:1:3: error[yaml-alias]",
        ),
        check(
            "yaml-directives",
            "a million directives",
            acronyms(|| "%a b\n".repeat(1_000_000)),
            "acronyms.yaml:1000000:1: error[yaml-syntax]",
        ),
        check(
            "yaml-duplicate-keys",
            "300,000 times the same key",
            |site| site.append(PUBLICATION, &"zz: 1\n".repeat(300_000)),
            "publication.yaml:",
        ),
        check(
            "yaml-unknown-keys",
            "100,000 keys that do not exist",
            |site| site.append(PUBLICATION, &numbered(100_000, |n| format!("key-{n}: 1\n"))),
            "publication.yaml:",
        ),
        check(
            "yaml-key-1-mb",
            "a key of 1 MB",
            |site| site.append(PUBLICATION, &format!("? {}\n: 1\n", "k".repeat(MIB))),
            "publication.yaml:45:3: error[unknown-key]",
        ),
        check(
            "yaml-id-1-mb",
            "an identifier of 1 MB",
            |site| site.replace(PANEL, "id: open-archive", &format!("id: {}", "a".repeat(MIB))),
            "panel-2/panel.yaml:1:5: error[invalid-id]",
        ),
        check(
            "yaml-id-1-mb-dangling",
            "a name of 1 MB for a person who is not there",
            |site| site.replace(PANEL, "[okafor]", &format!("[{}]", "b".repeat(MIB))),
            "error[dangling-reference]",
        ),
        check("yaml-number", "the number 1e400", |site| site.append(PANEL, "number: 1e400\n"), "panel-2/panel.yaml:"),
        check(
            "yaml-number-long",
            "a number of a million digits",
            |site| {
                site.replace(
                    "project/workshops/spring/workshop.yaml",
                    "participants: 24",
                    &format!("participants: {}", "9".repeat(1_000_000)),
                );
            },
            "workshop.yaml:",
        ),
        check(
            "yaml-control-characters",
            "8 million control characters",
            acronyms(|| "\u{1}".repeat(ALMOST)),
            "acronyms.yaml:1:1: error[forbidden-character]",
        ),
        check(
            "yaml-nul",
            "a NUL in a text",
            acronyms(|| "- short: A\n  long: B\0C\n".to_owned()),
            "acronyms.yaml:2:10: error[forbidden-character]",
        ),
        check(
            "people-10000-same",
            "10,000 people of the same name and identifier",
            |site| site.append(PEOPLE, &"- {id: x, name: X}\n".repeat(10_000)),
            "people.yaml:",
        ),
    ]
}

pub(super) fn markdown() -> Vec<Input> {
    let nested = "summary.md:1:1: error[prose-nesting]";
    vec![
        check("md-list-depth", "lists nested 100,000 deep", summary(|| "- ".repeat(100_000) + "a\n"), nested),
        check(
            "md-list-depth-lines",
            "lists nested 2,000 deep on lines of their own",
            summary(|| numbered(2_000, |n| format!("{}- a\n", "  ".repeat(n)))),
            "error[prose-nesting]",
        ),
        check("md-quote-depth", "quotations nested 100,000 deep", summary(|| ">".repeat(100_000) + "a\n"), nested),
        check("md-fences", "a million fences", summary(|| ":::\n".repeat(1_000_000)), "summary.md:1:1: error["),
        check(
            "md-fences-named",
            "a million fences with a name",
            summary(|| ":::note\n".repeat(1_000_000)),
            "error[prose-nesting]",
        ),
        check("md-blocks", "400,000 blocks", summary(|| ":::note\na\n:::\n".repeat(400_000)), "")
            .ends(0)
            .within(30, 2048),
        check("md-emphasis", "`*_` 100,000 times", summary(|| "*_".repeat(100_000) + "a\n"), "").ends(0),
        check(
            "md-emphasis-depth",
            "emphasis nested 100,000 deep",
            summary(|| "*a _a ".repeat(100_000) + &"a_ a*".repeat(100_000)),
            "error[prose-nesting]",
        ),
        check("md-emphasis-closed", "`*a_ ` a million times", summary(|| "*a_ ".repeat(1_000_000)), "")
            .ends(0)
            .within(30, 2048),
        check("md-brackets", "100,000 opening brackets", summary(|| "[".repeat(100_000)), "").ends(0),
        check(
            "md-brackets-pairs",
            "100,000 brackets, opened and closed",
            summary(|| "[".repeat(100_000) + "a" + &"]".repeat(100_000)),
            "",
        )
        .ends(0),
        check("md-links-open", "500,000 links without an end", summary(|| "[a](".repeat(500_000)), "")
            .ends(0)
            .within(30, 2048),
        check("md-links-angle", "500,000 links with an angle", summary(|| "[a](<b".repeat(500_000)), "")
            .ends(0)
            .within(30, 2048),
        check("md-images-open", "500,000 images without an end", summary(|| "![".repeat(500_000)), "").ends(0),
        check(
            "md-backticks",
            "runs of backticks of 2,000 lengths",
            summary(|| numbered(2_000, |n| "`".repeat(n + 1) + "a")),
            "",
        )
        .ends(0),
        check("md-tags", "a million angle brackets", summary(|| "<a ".repeat(1_000_000)), "").ends(0).within(30, 2048),
        check("md-comments", "a million openings of comments", summary(|| "a <!-- b".repeat(1_000_000)), "")
            .ends(0)
            .within(30, 2048),
        check(
            "md-declarations",
            "a million openings of declarations",
            summary(|| "a <!A <? <![CDATA[".repeat(400_000)),
            "",
        )
        .ends(0)
        .within(30, 2048),
        check("md-entities", "a million ampersands", summary(|| "&a".repeat(1_000_000)), "").ends(0).within(30, 2048),
        check(
            "md-definitions",
            "200,000 definitions of links",
            summary(|| numbered(200_000, |n| format!("[a{n}]: b\n"))),
            "",
        )
        .ends(0),
        check(
            "md-definitions-used",
            "a definition of 100 kB used 50,000 times",
            summary(|| format!("[a]: /{}\n\n{}", "b".repeat(100_000), "[a] ".repeat(50_000))),
            "",
        )
        .ends(0),
        check(
            "md-footnotes-nested",
            "100,000 footnotes within each other",
            summary(|| "[^a]: ".repeat(100_000)),
            "error[prose-nesting]",
        ),
        check(
            "md-footnotes-dangling",
            "300,000 footnotes without a text",
            summary(|| "a[^b] ".repeat(300_000)),
            "error[dangling-footnote]",
        )
        .within(30, 2048),
        check(
            "md-expressions",
            "a million openings of expressions",
            summary(|| "{{ ".repeat(1_000_000)),
            "summary.md:1:1: error[expression]",
        ),
        check(
            "md-expressions-closed",
            "700,000 expressions",
            summary(|| "{{ a }} ".repeat(700_000)),
            "summary.md:1:1: error[expression]",
        )
        .within(20, 1024),
        check("md-notes", "a million openings of notes", summary(|| "%%".repeat(1_000_001)), "error[").ends(1),
        check(
            "md-citations",
            "500,000 marks that name nothing",
            summary(|| "[@nothing] ".repeat(500_000)),
            "summary.md:1:3: error[dangling-reference]",
        )
        .within(30, 2048),
        check(
            "md-citations-one",
            "one mark with 10,000 names",
            summary(|| format!("[@programme{}]", "; @programme".repeat(10_000))),
            "",
        )
        .ends(0),
        check("md-headings", "a million headings", summary(|| "# a\n".repeat(1_000_000)), "").ends(0).within(30, 2048),
        check(
            "md-headings-jumps",
            "headings of level 1 and 6 in turn",
            summary(|| "# a\n###### b\n".repeat(300_000)),
            "error[heading-skipped]",
        )
        .within(30, 2048),
        check(
            "md-table-wide",
            "a table of 2,000 columns",
            summary(|| table(2_000, 3)),
            "summary.md:1:3: warning[wide-table]",
        )
        .ends(0),
        check(
            "md-table-growing",
            "a table of 2,000 columns whose 100,000 rows leave all but one out",
            summary(|| table(2_000, 0) + &"|\n".repeat(100_000)),
            "",
        )
        .ends(0),
        check(
            "md-line-100-mb",
            "one line of 100 MB",
            summary(|| "a".repeat(100 * MIB)),
            "summary.md: error[file-too-large]",
        ),
        check(
            "md-lines-100-mb",
            "100 MB of `a` and a line's end",
            summary(|| repeated("a\n", 100 * MIB)),
            "summary.md: error[file-too-large]",
        ),
        check("md-line-8-mb", "one line of 8 MB", summary(|| repeated("word ", ALMOST)), "").ends(0).within(30, 2048),
        check("md-lines-million", "a million lines", summary(|| "a word\n".repeat(1_000_000)), "")
            .ends(0)
            .within(30, 2048),
        check("md-paragraphs-million", "a million paragraphs", summary(|| "word\n\n".repeat(1_000_000)), "")
            .ends(0)
            .within(30, 2048),
        check("md-items-million", "a list of a million items", summary(|| "- word\n".repeat(1_000_000)), "")
            .ends(0)
            .within(30, 3072),
        check(
            "md-direction",
            "a million marks of direction",
            summary(|| "a\u{202e}".repeat(1_000_000)),
            "summary.md:1:2: error[forbidden-character]",
        ),
        check("md-zero-width", "a million spaces of no width", summary(|| "a\u{200b}".repeat(1_000_000)), "").ends(0),
        check(
            "md-no-glyph",
            "two million characters that no font shows",
            summary(|| "\u{10330}".repeat(2_000_000)),
            "summary.md:1:1: error[missing-glyph]",
        ),
        check(
            "md-image-outside",
            "a picture at `../../etc/passwd`",
            summary(|| "![a](../../../../../etc/passwd.png)\n".into()),
            "summary.md:1:",
        ),
        check("md-image-absolute", "a picture at `/dev/zero`", summary(|| "![a](/dev/zero)\n".into()), "summary.md:1:"),
        check(
            "md-image-drive",
            "a picture at `C:\\\\a.png`",
            summary(|| "![a](C:\\\\a.png)\n\n![a](C:/a.png)\n".into()),
            "summary.md:1:",
        ),
        check(
            "md-errors-human",
            "100,000 problems shown with their lines",
            summary(|| "[@nothing] word\n".repeat(100_000)),
            "more are not shown here",
        )
        .run(&["check", "--project", "project"]),
        check(
            "yaml-errors-human",
            "100,000 problems of a file shown with their lines",
            acronyms(|| "- {shrt: A}\n".repeat(100_000)),
            "more are not shown here",
        )
        .run(&["check", "--project", "project"]),
        check(
            "yaml-errors-sarif",
            "100,000 problems of a file as SARIF",
            acronyms(|| "- {shrt: A}\n".repeat(100_000)),
            "unknown-key",
        )
        .run(&["check", "--project", "project", "--message-format", "sarif"]),
        check(
            "expression-multiplied",
            "`'x' * 100000000`",
            summary(|| "{{ 'x' * 100000000 }}\n".into()),
            "summary.md:1:1: error[expression]",
        ),
        check(
            "expression-range",
            "`range(10**9)`",
            summary(|| "{{ range(10**9) }}\n\n{{ range(1000000000) }}\n".into()),
            "summary.md:3:1: error[expression]",
        ),
        check("expression-loop", "a loop in a statement", summary(|| "{% for a in [1] %}a{% endfor %}\n".into()), "")
            .ends(0),
        check(
            "expression-depth",
            "parentheses nested 200 deep",
            summary(|| format!("{{{{ {}1{} }}}}\n", "(".repeat(240), ")".repeat(240))),
            "summary.md:1:1: error[expression]",
        ),
        check(
            "expression-depth-not",
            "150 times `not`",
            summary(|| format!("{{{{ {} 1 }}}}\n", "not ".repeat(120))),
            "summary.md:1:1: error[expression]",
        ),
        build(
            "combining-marks",
            "10,000 marks on one letter",
            summary(|| format!("Word e{} word.\n", "\u{301}".repeat(10_000))),
        ),
        build("word-million", "a word of a million letters", summary(|| "abcdefghij".repeat(100_000) + "\n"))
            .within(60, 2048),
        check(
            "url-long",
            "an address of 100,000 characters",
            summary(|| format!("<https://example.org/{}>\n", "a/".repeat(50_000))),
            "summary.md:1:1: error[typst]: URL is too long",
        )
        .run(&BUILD),
        build(
            "footnotes-10000",
            "10,000 footnotes",
            summary(|| numbered(10_000, |n| format!("Word.[^n{n}]\n\n[^n{n}]: Note.\n\n"))),
        )
        .within(60, 2048),
        build(
            "table-5000",
            "a table of 5,000 rows",
            summary(|| format!(":::table {{#long source=\"notes\"}}\nRows\n\n{}:::\n", table(3, 5_000))),
        )
        .within(60, 2048),
        build(
            "index-100000",
            "100,000 marks for the index, with 1,000 terms",
            summary(|| numbered(100_000, |n| format!("[word](index:Term{}) ", n % 1_000))),
        )
        .within(300, 8192)
        .long(),
    ]
}

/// Prose and records that look like Typst's language have to come out as they are written.
pub(super) fn typst() -> Vec<Input> {
    const CODE: &str = "#read(\"/etc/passwd\") #while true {} #{ let x = 1 } $ x $ @label = not // not `#raw`";
    vec![
        build(
            "typst-in-prose",
            "Typst's language in prose",
            summary(|| {
                "#read(\"/etc/passwd\") #while true {} #{ let f(x) = f(x) } $x^2$ #panic() /* word */ // word\n".into()
            }),
        )
        .within(10, 512),
        build("typst-in-records", "Typst's language in records", |site| {
            site.replace(PANEL, "An archive that is open", &format!("'{CODE}'"));
        }),
    ]
}

fn alias_bomb() -> String {
    let mut text = "- &a0 lol\n".to_owned();
    for level in 1..=10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("- &a{level} [{aliases}]\n"));
    }
    text
}

fn staircase() -> String {
    numbered(4_000, |n| format!("{}a:\n", " ".repeat(n)))
}

/// Lines or words with a number each.
pub(super) fn numbered(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect()
}

/// A table with a head.
fn table(columns: usize, rows: usize) -> String {
    let row = |cell: &str| "|".to_owned() + &format!("{cell}|").repeat(columns) + "\n";
    row(" a ") + &row("---") + &row(" b ").repeat(rows)
}
