//! Templates that never end, or never have enough.

use std::path::Path;

use super::{Input, Site, check};

const WITH: [&str; 9] =
    ["build", "--project", "project", "--message-format", "short", "--templates", "templates", "--timeout", "5"];

pub(super) fn inputs() -> Vec<Input> {
    const WITHOUT_LIMIT: [&str; 7] =
        ["build", "--project", "project", "--message-format", "short", "--templates", "templates"];
    let template = |name, what, code: &'static str, told| {
        check(name, what, move |site| labels(site, code), told).run(&WITH).within(20, 2048)
    };
    vec![
        template("template-while", "a template with a loop without an end", "#while true {}", "error[typst]"),
        template("template-recursion", "a template that calls itself", "#let f() = f()\n#f()", "error[typst]"),
        template(
            "template-endless",
            "a template with loops within loops: `--timeout 5` ends the run",
            "#for a in range(9000) { for b in range(9000) { for c in range(9000) { let x = a + b + c } } }",
            "not finished after 5 seconds, given up",
        )
        .ends(3)
        .within(8, 1024),
        template(
            "template-memory",
            "a template that makes a text of terabytes",
            "#let x = \"0123456789\"\n#let grow(x, n) = if n == 0 { x } else { grow(x + x, n - 1) }\n#let y = grow(x, 40)\n#y.len()",
            "given up",
        ).ends(3).within(60, 10_000).long(),
        template("template-range", "a template that counts to a thousand million", "#let x = range(1000000000)\n#x.len()", "more than 8192 MiB of memory taken").run(&WITHOUT_LIMIT).ends(3).within(60, 10_000).long(),
        template("template-broken", "a template that cannot be parsed", "#let x = (", "error["),
        template("template-import", "a template that asks for a package from elsewhere", "#import \"@preview/cetz:0.4.0\"", "nothing is"),
        template("template-read", "a template that reads /etc/passwd", "#read(\"/etc/passwd\")", "error["),
        template("template-read-out", "a template that reads a file above its folder", "#read(\"../../../../etc/passwd\")", "error["),
    ]
}

/// Puts a copy of the package of labels into `templates`, with more code in it.
fn labels(site: &Site, code: &str) {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../report-templates/packages/labels/0.1.0");
    let entries = std::fs::read_dir(package).expect("the package can be read");
    for entry in entries.map(|entry| entry.expect("the package can be read")).filter(|entry| entry.path().is_file()) {
        let name = entry.file_name();
        let name = name.to_str().expect("a plain name");
        let mut bytes = std::fs::read(entry.path()).expect("a file can be read");
        if name == "lib.typ" {
            bytes.extend(format!("\n{code}\n").bytes());
        }
        site.write(&format!("templates/labels/{name}"), bytes);
    }
}
