//! The documentation says what the program does.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use idm_core::rules;
use idm_core::words::Words;
use idm_tests::hostile::{self, Input};

const HEAD: &str = "\
# Diagnostics

Every problem that the program can report, with its code, its usual severity, and how to mend it. `idm explain CODE`
says the same. This page is made from `crates/idm-core/src/rules.rs`.

## Languages

Messages are English in every edition: they name signs, keys and words of the format, which are English, too. What a rule demands
is told in English, French and Spanish:

- `idm explain CODE --language fr` says all that stands here in French, `idm explain --language fr` lists the codes. A region
  changes nothing (`fr-CA`). Without `--language`, it is the language that the publication names which other commands would take in
  this folder: whoever edits a French book wants French. Without a publication, or with one that cannot be read, it is English.
- `--message-format human` sets the rule's summary below a problem in a translation, in its language, and below one in any file of a
  publication that is itself written in French or Spanish: with the first problem of each rule in a run. An editor that speaks to
  `idm lsp` shows it with every problem of a file in French or Spanish. So does the [digest](digest.md) of a night, once for each rule.
- The other formats, which programs read, are the same in every language.

The translations are `crates/idm-core/src/rules/fr.toml` and `es.toml`. Each notes of what English text it was made, and a test names
those that are of another by now.

## Severities

An error keeps the publication from being built; a warning does not. `--deny warnings` treats warnings as errors. A
publication can set severities of its own for the codes marked *adjustable*, and accept a warning in one file:

```yaml
diagnostics:
  unused-record: allow
  unsourced: deny
waivers:
  - code: unknown-acronym
    file: chapters/introduction.md
    reason: The name of a product, not an acronym.
```

A waiver that waives nothing any more is reported. To begin with many known problems and hear of new ones only, use
a baseline ([automation.md](automation.md)).

## Formats

`--message-format human` (the default) shows the author's line with a caret; `short` a line for each problem,
`file:line:column: severity[code]: message`; `sarif` and `github` are for services that review changes
([automation.md](automation.md)); `json` is one document on standard output, described by
[schemas/diagnostics.json](schemas/diagnostics.json), too:

| field | holds |
|---|---|
| `version` | 1; a new field does not raise it, a changed or removed one does |
| `project` | the publication's folder, as it was found |
| `errors`, `warnings` | how many there are |
| `known` | with `--baseline` only: how many known problems are left out |
| `diagnostics` | the problems, sorted by file and position |
| `mended` | `check --fix` only: what was mended in the files |
| `outputs` | `build` and `nightly` only: what was written (`path`, `bytes`, `pages`); empty if nothing was. `nightly` adds `document`, `language`, `action`, `reason` and `failed` ([automation.md](automation.md)) |
| `timings` | `build --timings` only: milliseconds by phase |
| `failure` | where a run failed for another reason than the inputs only: the exit code (`code`) and why (`message`) |

A diagnostic has `code`, `severity` (`error` or `warning`), `message`, `hints` and `fixes` (lists), `file` (in the project), `start`
and `end`, `key`, `labels` and `fingerprint`. `start` and `end` are positions, or `null` when the file as a whole is
meant: `line` and `column` count from 1, the column in characters; `offset` counts bytes from 0; `end` is one past the
last character. `key` is the way to the value in a YAML file (`agenda[2].title`), else `null`. A label is a second place
with a `message` and the same four fields. `fingerprint` is made from the code, the file and the text of the line, so
that it stays the same when the line moves.

A fix says how a program would mend it: its `title`, its `edits` (`file`, `start`, `end`, and the `text` to stand there: all
of them, or none), and whether it is `safe`. `idm check --fix` applies those that are: what was typed can then mean nothing
else, as with a key that lacks a letter. Digits tell things apart, so that nobody's `panel-3` becomes a `panel-2`. Files are
written whole, and only if all of them can be; what is left is reported.

## Codes
";

fn page() -> String {
    let mut page = HEAD.to_owned();
    for rule in rules::ALL {
        let adjustable = if rule.adjustable { ", adjustable" } else { "" };
        let _ = write!(
            page,
            "\n### `{}`\n\n*{}{adjustable}.* {}\n\n{}\n",
            rule.code, rule.severity, rule.summary, rule.explanation
        );
    }
    page
}

#[test]
fn the_page_of_diagnostics_is_up_to_date() {
    is_up_to_date("diagnostics.md", &page());
}

const LIMITS: &str = "\
# Limits

What comes of inputs that are far too large, broken, or made to exhaust or mislead the program. Nothing in a publication's
folder is executed; every run ends by itself; an error stands on the author's line; and a run that fails leaves the PDF of
an earlier one as it was.

## What is accepted

| what | at most |
|---|---|
| a text file | 8 MiB |
| a picture | 64 MiB, 200 million pixels; as SVG 20,000 letters of text, half a million parts (each counted as often as it is shown), 600 levels, and no filter effects |
| the folder | 10,000 files, 16 levels of folders |
| YAML | 32 levels of lists and mappings; no anchors, aliases, tags or merge keys |
| prose | 24 levels of lists, quotations and blocks, or of emphasis and links |
| an expression | 512 bytes, 10,000 steps, a value of 4 KiB; no multiplication, no loops |
| an address that is linked to | 8,000 bytes |
| a PDF that is read | 256 MiB; its records 64 MiB, 20,000 comments, four million letters on the pages that have comments |
| a manifest, a baseline, a journal | 64 MiB, 256 MiB, 256 MiB |
| a text that a template of the digest prints | 16 MiB |
| an exchange of translations | 64 MiB, 200,000 texts; as XLIFF two million elements, 64 levels of them, 64 attributes each |
| what a stale translation's source said | looked for in 5,000 commits, those of merged branches among them |
| threads | 256, whatever `--jobs` and `RAYON_NUM_THREADS` say |
| a run | 600 seconds, or what `--timeout` says; on Linux 8 GiB of memory |

Of one kind of problem 10,000 are reported, the last with a hint that there are more, and of one text of prose 500. Shown
with their lines are the first 1,000; `--message-format short` has a line for each.

Typst's templates can compute whatever they like, and Typst cannot be interrupted. Loops and calls without an end are
found by Typst itself; everything else ends with the run's time, memory or stack, and exit code 3.

## What is checked

```sh
cargo bench --bench hostile
cargo bench --bench hostile -- yaml --told
cargo bench --bench hostile -- --long
```

The first runs the program on each input below but those marked *long*, and takes two to three minutes; a part of a name picks
some, `--told` prints what the program says, `--long` runs all. It fails if a run ends with another code, does not
say what it has to, panics, changes an earlier PDF, or takes more than stated. The stated seconds and MiB are several times
what a run takes, since machines that build are slow and have other things to do. Memory is measured on Linux only. This
list is made from `tests/src/hostile/`.

| input | what it is | exit code | seconds | MiB |
|---|---|---|---|---|
";

fn limits() -> String {
    let mut page = LIMITS.to_owned();
    for Input { name, what, code, seconds, mebibytes, is_long, .. } in hostile::inputs() {
        let long = if is_long { " (*long*)" } else { "" };
        let _ = writeln!(page, "| `{name}` | {what}{long} | {code} | {seconds} | {mebibytes} |");
    }
    page
}

#[test]
fn the_page_of_limits_is_up_to_date() {
    is_up_to_date("limits.md", &limits());
}

#[track_caller]
fn is_up_to_date(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        #[allow(clippy::disallowed_methods, reason = "a text in the repository, written by its developer")]
        std::fs::write(&path, page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "run `UPDATE_EXPECT=1 cargo test --release --test tools docs`");
}

/// The list of terms names labels that there are, in the words that they have.
#[test]
fn the_terms_of_translations_are_those_of_the_labels() {
    let root = idm_tests::project::package().join("../report-templates");
    let words = ["en", "fr", "es"].map(|language| {
        let labels = root.join(format!("packages/labels/0.1.0/{language}.toml"));
        Words::new(language, &std::fs::read_to_string(labels).unwrap()).unwrap()
    });
    let list = std::fs::read_to_string(root.join("TERMS.md")).unwrap();
    // Which blank it is, no table shows.
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
    let works = list.split("## Works").nth(1).unwrap().lines().filter_map(|line| line.split_once(". "));
    let works: BTreeSet<&str> = works.map(|(number, _)| number).collect();
    let mut named = 0;
    for row in list.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [path, english, french, spanish, seen] = cells[..] else { continue };
        let path = path.trim_matches('`');
        for (words, listed) in words.iter().zip([english, french, spanish]) {
            assert_eq!(words.get(path).map(plain).as_deref(), Some(listed), "{path} ({})", words.language());
        }
        let numbers =
            seen.split(|sign: char| !sign.is_ascii_digit()).filter(|number| number.len() < 3 && !number.is_empty());
        let cited: Vec<&str> = numbers.filter(|number| works.contains(number)).collect();
        assert!(!cited.is_empty(), "{path}: {seen}");
        named += 1;
    }
    assert!(named > 20, "{named}");
}

/// French has no blank at which a line could be broken before a sign of two parts, nor within quotation marks.
#[test]
fn french_labels_have_blanks_without_a_break_beside_signs() {
    let labels = idm_tests::project::package().join("../report-templates/packages/labels/0.1.0/fr.toml");
    let labels = std::fs::read_to_string(labels).unwrap();
    for line in labels.lines().filter(|line| !line.starts_with('#')) {
        for sign in [" :", " ;", " !", " ?", "« ", " »"] {
            assert!(!line.contains(sign), "{line}");
        }
    }
}
