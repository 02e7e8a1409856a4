//! Programs of others, asked with `IDM_WITNESSES=1`.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a witness that was called has to be there")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::NamedTempFile;

/// How far from the edges of its sheet a word has to stay, sideways and upright, in points.
const MARGINS: (f64, f64) = (4.0, 8.0);

/// What qpdf and poppler find.
pub fn ask(bytes: &[u8], report: &mut dyn FnMut(&'static str, &str, String)) {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let path = file.path();

    let checked = run("qpdf", &["--check"], path);
    if !(checked.status.success() && text(&checked.stdout).contains("No syntax or stream encoding errors found")) {
        report("qpdf", "check", text(&checked.stderr));
    }

    let listed = run("pdffonts", &[], path);
    if !listed.status.success() {
        report("pdffonts", "unreadable", text(&listed.stderr));
    }
    // Two lines of head; then five columns that stand at the end of each line, since a long name moves them.
    for line in text(&listed.stdout).lines().skip(2) {
        let cells: Vec<&str> = line.split_whitespace().rev().take(5).collect();
        let [_, _, unicode, _, embedded] = cells[..] else { panic!("pdffonts has other columns: {line}") };
        for (cell, rule) in [(embedded, "not-embedded"), (unicode, "no-unicode")] {
            if cell != "yes" {
                report("pdffonts", rule, line.to_owned());
            }
        }
    }

    let boxes = run("pdftotext", &["-bbox"], path);
    if !boxes.status.success() {
        return report("pdftotext", "unreadable", text(&boxes.stderr));
    }
    let (mut width, mut height) = (0.0, 0.0);
    for line in text(&boxes.stdout).lines().map(str::trim) {
        if line.starts_with("<page ") {
            (width, height) = (number(line, "width"), number(line, "height"));
        } else if line.starts_with("<word ") {
            let inside = number(line, "xMin") >= MARGINS.0 && number(line, "xMax") <= width - MARGINS.0;
            // Poppler takes a line to be as high as its font may be, so the middle says where the letters are.
            let middle = (number(line, "yMin") + number(line, "yMax")) / 2.0;
            if !(inside && (MARGINS.1..=height - MARGINS.1).contains(&middle)) {
                report("pdftotext", "off-sheet", line.to_owned());
            }
        }
    }
}

fn run(program: &str, arguments: &[&str], path: &Path) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).arg(path);
    if program == "pdftotext" {
        command.arg("-");
    }
    command.output().unwrap_or_else(|error| panic!("{program} is needed: {error}"))
}

/// What a program said. Poppler may cut a string within a character.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn number(line: &str, name: &str) -> f64 {
    let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
    rest.split('"').next().unwrap().parse().unwrap()
}
