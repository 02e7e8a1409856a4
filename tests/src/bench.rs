//! What the benchmarks share: made-up books in folders, the program run on them, tables of what was measured.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints what it measured, or fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::measure::{Run, run};
use crate::project;

/// A publication in a folder of its own.
pub struct Book {
    /// What tables call it.
    pub name: &'static str,
    /// Holds the inputs in `inputs` and outputs in `out`.
    folder: TempDir,
}

impl Book {
    /// Writes a publication.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn new(name: &'static str, files: BTreeMap<String, Vec<u8>>) -> Self {
        let book = Self { name, folder: TempDir::new().unwrap() };
        for (path, bytes) in files {
            let path = book.inputs().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        book
    }

    /// The folder of the inputs.
    pub fn inputs(&self) -> PathBuf {
        self.folder.path().join("inputs")
    }

    /// The folder of the outputs, and of whatever else is made of the book.
    pub fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Runs the program on the book.
    ///
    /// # Panics
    /// If it fails.
    pub fn idm(&self, arguments: &[&str]) -> Built {
        Built::new(
            run(self
                .command(arguments)
                .arg("--timings=json")
                .arg("--project")
                .arg(self.inputs())
                .arg("--out")
                .arg(self.out()))
            .unwrap(),
        )
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(project::program().unwrap());
        command.args(arguments).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1").current_dir(self.folder.path());
        command
    }

    /// Writes the book's Typst project into a folder and returns that.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn emitted(&self) -> PathBuf {
        let folder = self.folder.path().join("typst");
        let mut command = self.command(&["build", "--emit-typst"]);
        let run = run(command.arg(&folder).arg("--project").arg(self.inputs()).arg("--out").arg(self.out())).unwrap();
        assert!(run.success, "{}", run.output);
        folder
    }
}

/// What a run of the program took.
#[derive(Debug, Clone)]
pub struct Built {
    /// The whole process, start and end included.
    pub run: Run,
    timings: Value,
}

impl Built {
    fn new(run: Run) -> Self {
        assert!(run.success, "{}", run.output);
        let start = run.output.find("{\n").or_else(|| run.output.find('{')).unwrap();
        let mut values = serde_json::Deserializer::from_str(&run.output[start..]).into_iter();
        let timings = values.next().unwrap().unwrap();
        Self { run, timings }
    }

    /// Milliseconds by phase, in the order of the program.
    pub fn phases(&self) -> Vec<(String, f64)> {
        let phases = self.timings["phases"].as_array().unwrap();
        phases
            .iter()
            .map(|phase| (phase["phase"].as_str().unwrap().to_owned(), phase["ms"].as_f64().unwrap()))
            .collect()
    }

    /// The pages of all documents.
    pub fn pages(&self) -> f64 {
        self.documents().iter().map(|document| document["pages"].as_f64().unwrap()).fold(0.0, |sum, pages| sum + pages)
    }

    /// The most passes of layout that a document took.
    pub fn passes(&self) -> usize {
        self.documents().iter().map(|document| document["passes_ms"].as_array().unwrap().len()).max().unwrap_or(0)
    }

    /// How many documents were made.
    pub fn documents(&self) -> &[Value] {
        self.timings["documents"].as_array().unwrap()
    }

    /// Milliseconds for each page.
    pub fn per_page(&self) -> f64 {
        self.run.seconds * 1000.0 / self.pages()
    }
}

/// The quickest of several runs. The machine may be busy with other things: the least time says most.
pub fn keep_best(best: &mut Option<Built>, built: Built) {
    if best.as_ref().is_none_or(|best| built.run.seconds < best.run.seconds) {
        *best = Some(built);
    }
}

/// Prints a table in Markdown.
pub fn print_table(head: &[&str], rows: &[Vec<String>]) {
    let line = |cells: &mut dyn Iterator<Item = &str>| println!("| {} |", cells.collect::<Vec<_>>().join(" | "));
    line(&mut head.iter().copied());
    let rules = head.iter().enumerate().map(|(at, _)| if at == 0 { "---" } else { "---:" });
    println!("|{}|", rules.collect::<Vec<_>>().join("|"));
    for row in rows {
        line(&mut row.iter().map(String::as_str));
    }
    println!();
}

/// A ratio, and the most that it may be.
pub struct Bar {
    /// What is compared with what.
    pub what: String,
    /// What was measured.
    pub ratio: f64,
    /// The limit.
    pub limit: Limit,
}

/// On which side of a number a ratio has to lie.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// It is at most this.
    AtMost(f64),
    /// It is at least this.
    AtLeast(f64),
}

/// Prints the ratios, and fails if one is not within its limit.
///
/// # Panics
/// If so.
pub fn hold(bars: &[Bar]) {
    let rows = bars.iter().map(|Bar { what, ratio, limit }| {
        let (limit, held) = match limit {
            Limit::AtMost(most) => (format!("at most {most}"), ratio <= most),
            Limit::AtLeast(least) => (format!("at least {least}"), ratio >= least),
        };
        (vec![what.clone(), format!("{ratio:.2}"), limit, if held { "yes" } else { "**no**" }.to_owned()], held)
    });
    let (rows, held): (Vec<_>, Vec<_>) = rows.unzip();
    print_table(&["ratio", "measured", "limit", "held"], &rows);
    assert!(held.iter().all(|held| *held), "a limit does not hold");
}

/// Whether a part of a benchmark is asked for: all are unless parts are named on the command line.
pub fn asked(part: &str) -> bool {
    let named: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    named.is_empty() || named.iter().any(|name| name == part)
}

/// The sample that comes with the project.
pub fn sample() -> BTreeMap<String, Vec<u8>> {
    read(&project::package().join("../inputs/idm-2017"))
}

fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = idm_core::files::Files::directory(folder).unwrap();
    let bytes = |path: String| (path.clone(), files.read_bytes(&path, idm_core::files::MAX_IMAGE_BYTES).unwrap());
    files.list().unwrap().into_iter().map(bytes).collect()
}
