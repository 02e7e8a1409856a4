//! Signs that a language sets in its own way: French puts a blank before a colon and a semicolon, at which no line ends.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use idm_tests::project;
use tempfile::TempDir;

use crate::pseudo::{heard, written};

/// Where a colon or a semicolon stands right behind a word and a blank follows: that sign, with the word before it and the one
/// behind it.
fn set_in_english(text: &str) -> BTreeSet<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_set = |word: &str| {
        let before = word.strip_suffix([':', ';']).and_then(|before| before.chars().next_back());
        before.is_some_and(|before| before.is_alphanumeric() || matches!(before, ')' | '»' | '”' | '’' | ']'))
    };
    let pairs = words.windows(2).filter(|pair| is_set(pair[0]));
    pairs.map(|pair| format!("{} {}", pair[0], pair[1])).collect()
}

/// Whatever authors have written, folded into one line.
fn authors(folder: &Path, known: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            authors(&path, known);
        } else if let Ok(text) = fs::read_to_string(&path) {
            known.extend(text.split_whitespace().flat_map(|word| [word, " "]));
        }
    }
}

/// The signs of documents that neither authors have set nor a citation style.
fn left(inputs: &Path, documents: &[PathBuf]) -> Vec<String> {
    let mut known = String::new();
    authors(inputs, &mut known);
    let mut left = vec![];
    let mut marks = BTreeSet::new();
    for path in documents {
        let text = match path.extension().and_then(|ending| ending.to_str()) {
            Some("pdf") => heard(path),
            _ => written(path),
        };
        marks.extend(["\u{a0}: ", "\u{202f}; "].into_iter().filter(|mark| text.contains(mark)));
        let found = set_in_english(&text).into_iter().filter(|pair| !known.contains(pair));
        left.extend(found.map(|pair| format!("{}: {pair}", path.display())));
    }
    // Something is looked at.
    assert_eq!(marks.len(), 2, "{marks:?}");
    left
}

/// What a command made in a folder of outputs in French.
fn made(folder: &TempDir, inputs: &Path, arguments: &[&str], within: &str) -> Vec<PathBuf> {
    let more = ["--language", "fr", "--out", "out", "--project", inputs.to_str().unwrap()];
    let all = [arguments, &more].concat();
    let output = project::run(&project::program().unwrap(), folder.path(), &all).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made = fs::read_dir(folder.path().join("out").join(within)).unwrap().map(|entry| entry.unwrap().path());
    made.filter(|path| path.extension().is_some_and(|ending| ending == "pdf" || ending == "docx")).collect()
}

#[test]
fn a_french_book_sets_colons_and_semicolons_as_french_does() {
    let folder = TempDir::new().unwrap();
    let inputs = project::package().join("publications/high-valleys");
    let books = made(&folder, &inputs, &["build", "--format", "pdf,docx"], "");
    assert_eq!(books.len(), 2, "{books:?}");
    assert_eq!(left(&inputs, &books), Vec::<String>::new());
}

#[test]
fn so_do_french_drafts_with_what_has_changed() {
    let folder = TempDir::new().unwrap();
    let inputs = folder.path().join("inputs");
    project::copy_folder(&project::package().join("publications/high-valleys"), &inputs).unwrap();
    for arguments in [&["init", "--quiet"][..], &["add", "-A"], &["commit", "--quiet", "-m", "state"]] {
        project::git(folder.path(), arguments).unwrap();
    }
    let edit = |path: &str, from: &str, to: &str| {
        let path = inputs.join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    edit("workshops/opening/one/panel.yaml", "speakers: [nguyen, levi]", "speakers: [levi, haddad, weir]");
    edit(
        "workshops/opening/one/recommendations.yaml",
        "[valley-councils, academia]",
        "[valley-councils, ditch-unions]",
    );
    let mut drafts = vec![];
    for format in ["pdf", "docx"] {
        drafts =
            made(&folder, &inputs, &["draft", "counting-springs", "--since", "HEAD", "--format", format], "drafts");
    }
    assert_eq!(drafts.len(), 2, "{drafts:?}");
    assert_eq!(left(&inputs, &drafts), Vec::<String>::new());
}
