//! A language that nobody speaks: every label is longer by two fifths and carries marks. What is then still English comes from the
//! inputs, or is a word that the program prints of its own.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use idm_tests::{project, structure};
use lopdf::Document;
use tempfile::TempDir;

/// What is no word of a language: names of programs, fonts, standards and the citation style, and of files.
const NAMES: &[&str] = &[
    "calibri",
    "cambria",
    "dejavu",
    "idm",
    "libertinus",
    "mono",
    "naskh",
    "noto",
    "pdf",
    "records",
    "json",
    "sans",
    "serif",
    "typst",
    "arabic",
    "harvard",
    "cite",
    "them",
    "right",
];

/// The publication with another language's labels in place of English ones.
struct Run {
    folder: TempDir,
}

impl Run {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        project::copy_folder(&project::package().join("publications/high-valleys"), &folder.path().join("inputs"))
            .unwrap();
        let labels = folder.path().join("templates/labels");
        project::copy_folder(&project::package().join("../report-templates/packages/labels/0.1.0"), &labels).unwrap();
        let english = fs::read_to_string(labels.join("en.toml")).unwrap();
        fs::write(labels.join("en.toml"), pseudo(&english)).unwrap();
        Self { folder }
    }

    #[track_caller]
    fn idm(&self, arguments: &[&str]) -> Output {
        let all = [arguments, &["--project", "inputs", "--templates", "templates", "--out", "out"]].concat();
        let output = project::run(&project::program().unwrap(), self.folder.path(), &all).unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {told}");
        // What leaves the page is a warning.
        // That the other edition lags behind a change is so.
        let is_wrong = |line: &str| line.starts_with("warning") && !line.contains("-translation]: ");
        assert!(!told.lines().any(is_wrong), "{arguments:?}: {told}");
        output
    }

    fn out(&self, path: &str) -> PathBuf {
        self.folder.path().join("out").join(path)
    }

    /// The words of the text that come neither from the inputs nor from the labels.
    #[track_caller]
    fn check(&self, what: &str, text: &str) {
        let mut known: BTreeSet<String> = NAMES.iter().map(|&name| name.to_owned()).collect();
        inputs(&self.folder.path().join("inputs"), &mut known);
        // Two runs of text that follow each other are read as one word.
        let is_known = |word: &str| word.len() < 3 || known.contains(word);
        let is_joined = |word: &String| (1..word.len()).any(|at| is_known(&word[..at]) && is_known(&word[at..]));
        let left: BTreeSet<String> =
            words(text).into_iter().filter(|word| !is_known(word) && !is_joined(word)).collect();
        assert_eq!(left, BTreeSet::new(), "{what}");
    }
}

/// Labels in which each word has other vowels, and more of them. Gaps stay, and so do the names of levels that stand in others.
fn pseudo(english: &str) -> String {
    let mut section = "";
    let mut lines = vec![];
    for line in english.lines() {
        if line.starts_with('[') {
            section = line;
        }
        // Letters before numbers, and what articles follow, are no words.
        let is_kept = line.starts_with('#') || ["[letter]", "[article]", "[articles]"].contains(&section);
        let mut parts = line.split('"');
        let mut changed = parts.next().unwrap_or_default().to_owned();
        for (at, part) in parts.enumerate() {
            changed.push('"');
            changed.push_str(&if at % 2 == 0 && !is_kept { longer(part) } else { part.to_owned() });
        }
        lines.push(changed);
    }
    lines.join("\n") + "\n"
}

fn longer(label: &str) -> String {
    let mut longer = String::new();
    let (mut inside, mut letters) = (false, 0);
    for char in label.chars().chain([' ']) {
        if matches!(char, '{' | '<') {
            inside = true;
        }
        // Behind it stand the forms that a number chooses from.
        if char == '?' {
            inside = false;
        }
        if char.is_alphabetic() && !inside {
            letters += 1;
        } else {
            longer.extend(std::iter::repeat_n('ë', if letters > 1 { (letters * 2_usize).div_ceil(5) } else { 0 }));
            letters = 0;
        }
        let at = "aeiouyAEIOU".find(char).filter(|_| !inside);
        longer.push(at.and_then(|at| "àëïöûÿÅËÏÖÛ".chars().nth(at)).unwrap_or(char));
        if matches!(char, '}' | '>') {
            inside = false;
        }
    }
    longer.pop();
    longer
}

/// The words of three letters and more that have no mark, in small letters.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| word.len() > 2);
    words.filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())).map(str::to_lowercase).collect()
}

/// The words of every input, and the names of files.
fn inputs(folder: &Path, known: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        known.extend(words(&path.file_name().unwrap().to_string_lossy()));
        if path.is_dir() {
            inputs(&path, known);
        } else if let Ok(text) = fs::read_to_string(&path) {
            known.extend(words(&text));
        }
    }
}

/// What a PDF says.
fn heard(path: &Path) -> String {
    structure::read(&Document::load_mem(&fs::read(path).unwrap()).unwrap()).text()
}

/// What a part of a Word file says.
fn written(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let document = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
    let texts = document.split("<w:t").skip(1).filter_map(|text| text.split_once('>')?.1.split_once("</w:t>"));
    texts.map(|(text, _)| text).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_word_of_the_program_is_a_label_and_has_room() {
    let run = Run::new();
    run.idm(&["build", "--format", "pdf,docx"]);
    let book = heard(&run.out("high-valleys.pdf"));
    assert!(book.contains("Cöntënts"), "{book}");
    run.check("the book", &book);
    run.check("the book in Word", &written(&run.out("high-valleys.docx")));
    run.idm(&["draft", "counting-springs", "--format", "pdf"]);
    run.idm(&["draft", "counting-springs", "--format", "docx"]);
    for entry in fs::read_dir(run.out("drafts")).unwrap() {
        let path = entry.unwrap().path();
        let is_word = path.extension().is_some_and(|ending| ending == "docx");
        run.check("a draft", &if is_word { written(&path) } else { heard(&path) });
    }
    run.idm(&["nightly"]);
    // Documents have names for scripts, and lie in a folder of that name.
    let digest = || fs::read_to_string(run.out("digest.md")).unwrap().replace("drafts/", "").replace("draft:", "");
    run.check("the first digest", &digest());
    let summary = run.folder.path().join("inputs/workshops/opening/one/summary.md");
    let text = fs::read_to_string(&summary).unwrap();
    fs::write(summary, format!("{text}\nOnce more [@minutes].\n")).unwrap();
    let translation = run.folder.path().join("inputs/workshops/opening/one/summary.fr.md");
    let text = fs::read_to_string(&translation).unwrap();
    fs::write(translation, format!("{text}\nEncore une fois [@minutes].\n")).unwrap();
    run.idm(&["nightly"]);
    assert!(digest().contains("\n### ") && digest().contains("summary.fr.md"), "{}", digest());
    run.check("a digest of changes", &digest());
}
