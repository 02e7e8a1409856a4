//! The documentation says what the program does.

use std::fmt::Write;
use std::path::Path;

use idm_core::rules;

const HEAD: &str = "\
# Diagnostics

Every problem that the program can report, with its code, its usual severity, and how to mend it. `idm explain CODE`
says the same. This page is made from `crates/idm-core/src/rules.rs`.

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
| `outputs` | `build` and `nightly` only: what was written (`path`, `bytes`, `pages`); empty if nothing was. `nightly` adds `document`, `action`, `reason` and `failed` ([automation.md](automation.md)) |
| `timings` | `build --timings` only: milliseconds by phase |

A diagnostic has `code`, `severity` (`error` or `warning`), `message`, `hints` (a list), `file` (in the project), `start`
and `end`, `key`, `labels` and `fingerprint`. `start` and `end` are positions, or `null` when the file as a whole is
meant: `line` and `column` count from 1, the column in characters; `offset` counts bytes from 0; `end` is one past the
last character. `key` is the way to the value in a YAML file (`agenda[2].title`), else `null`. A label is a second place
with a `message` and the same four fields. `fingerprint` is made from the code, the file and the text of the line, so
that it stays the same when the line moves.

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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        #[allow(clippy::disallowed_methods, reason = "a text in the repository, written by its developer")]
        std::fs::write(&path, page()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page(), "run `UPDATE_EXPECT=1 cargo test --release --test docs`");
}
