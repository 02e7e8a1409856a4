//! Inputs that are made to exhaust, confuse or lead astray whoever reads them, and what the program owes each.
//!
//! `cargo bench --bench hostile` runs them all; `docs/limits.md` lists them.

mod environment;
mod exchanges;
mod files;
mod fonts;
mod growing;
mod pdfs;
mod pictures;
mod records;
mod run;
mod templates;
mod texts;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

pub use growing::{GROWING, Growing, LEAST, RATIO};
pub use run::{Outcome, run};

/// An input, and what has to come of it.
pub struct Input {
    /// Its name in the table.
    pub name: &'static str,
    /// What it is, in a few words.
    pub what: &'static str,
    /// What the program is called with, in the folder that holds `project`, the publication.
    pub arguments: Vec<&'static str>,
    /// The exit code.
    pub code: i32,
    /// What has to stand in the output, each somewhere: a place with its code, or words.
    pub told: Vec<&'static str>,
    /// How many seconds the run may take.
    pub seconds: u64,
    /// How much memory it may take, in MiB.
    pub mebibytes: u64,
    /// Whether it takes so long that it is run only when asked for.
    pub is_long: bool,
    make: Box<dyn Fn(&Site)>,
}

/// Where an input is put: a folder with the sound publication in `project`.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The folder that the program is run in.
    pub root: &'a Path,
}

/// What a run may take if nothing else is said: many times what it does, since the machine may be slow or busy.
const SECONDS: u64 = 20;
const MEBIBYTES: u64 = 512;

const CHECK: [&str; 5] = ["check", "--project", "project", "--message-format", "short"];
const BUILD: [&str; 5] = ["build", "--project", "project", "--message-format", "short"];

/// Every input.
pub fn inputs() -> Vec<Input> {
    [
        texts::yaml(),
        texts::markdown(),
        texts::typst(),
        records::inputs(),
        files::inputs(),
        fonts::inputs(),
        pictures::inputs(),
        templates::inputs(),
        pdfs::inputs(),
        words::inputs(),
        exchanges::inputs(),
        environment::inputs(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// An input for `idm check`, which has to find an error there.
fn check(name: &'static str, what: &'static str, make: impl Fn(&Site) + 'static, told: &'static str) -> Input {
    Input {
        name,
        what,
        arguments: CHECK.to_vec(),
        code: 1,
        told: vec![told],
        seconds: SECONDS,
        mebibytes: MEBIBYTES,
        is_long: false,
        make: Box::new(make),
    }
}

/// An input that is extreme and sound: `idm build` has to make a PDF of it.
fn build(name: &'static str, what: &'static str, make: impl Fn(&Site) + 'static) -> Input {
    check(name, what, make, "out/minutes.pdf").run(&BUILD).ends(0)
}

impl Input {
    /// Calls the program with other arguments.
    fn run(mut self, arguments: &[&'static str]) -> Self {
        self.arguments = arguments.to_vec();
        self
    }

    fn ends(mut self, code: i32) -> Self {
        self.code = code;
        self
    }

    fn says(mut self, told: &'static str) -> Self {
        self.told.push(told);
        self
    }

    /// For what takes minutes.
    fn long(mut self) -> Self {
        self.is_long = true;
        self
    }

    /// For what is large and sound, or what only time or memory brings to an end.
    fn within(mut self, seconds: u64, mebibytes: u64) -> Self {
        (self.seconds, self.mebibytes) = (seconds, mebibytes);
        self
    }
}

impl Site<'_> {
    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Writes a file.
    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
        if path.symlink_metadata().is_ok() {
            fs::remove_file(&path).expect("a file can be removed");
        }
        fs::write(path, bytes).expect("a file can be written");
    }

    /// Writes a panel's report in place of its own.
    fn summary(&self, text: impl AsRef<[u8]>) {
        self.write(SUMMARY, text);
    }

    /// Replaces a part of a file that stands in it once.
    fn replace(&self, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(path)).expect("it can be read");
        assert_eq!(text.matches(old).count(), 1, "{path}: {old}");
        self.write(path, text.replace(old, new));
    }

    /// Adds to the end of a file.
    fn append(&self, path: &str, more: &str) {
        let text = fs::read_to_string(self.path(path)).expect("it can be read");
        self.write(path, text + more);
    }

    /// Removes a file.
    fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("a file can be removed");
    }
}

const SUMMARY: &str = "project/workshops/spring/panel-2/summary.md";
const PANEL: &str = "project/workshops/spring/panel-2/panel.yaml";
const RECOMMENDATIONS: &str = "project/workshops/spring/panel-2/recommendations.yaml";
const PUBLICATION: &str = "project/publication.yaml";
const PEOPLE: &str = "project/people.yaml";
const ACRONYMS: &str = "project/acronyms.yaml";

/// A text over and over again.
fn repeated(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}
