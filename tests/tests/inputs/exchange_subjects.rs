//! Subjects of the index that get another word in an exchanged translation, while passages that are kept by hand have the earlier one.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::process::Output;

use idm_tests::project;
use tempfile::TempDir;

const SUMMARY: &str = "inputs/workshops/opening/one/summary.fr.md";
const INDEX: &str = "msgctxt \"index#Springs\"\nmsgid \"Springs\"\n";

fn idm(folder: &TempDir, arguments: &[&str]) -> Output {
    let all = [arguments, &["--language", "fr", "--project", "inputs"]].concat();
    project::run(&project::program().unwrap(), folder.path(), &all).unwrap()
}

/// What is told of an import in which the subject has that word, and the file that is kept by hand, afterwards.
fn imported(folder: &TempDir, word: &str) -> (String, String) {
    let exported = idm(folder, &["translate", "export", "--format", "po"]);
    assert!(exported.status.success(), "{exported:?}");
    assert!(String::from_utf8_lossy(&exported.stderr).contains("summary"), "it is kept by hand: {exported:?}");
    let text = String::from_utf8(exported.stdout).unwrap();
    let was = format!("{INDEX}msgstr \"Sources\"");
    assert!(text.contains(&was), "{text}");
    fs::write(folder.path().join("back.po"), text.replace(&was, &format!("{INDEX}msgstr \"{word}\""))).unwrap();
    let output = idm(folder, &["translate", "import", "back.po", "--write"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    (told, fs::read_to_string(folder.path().join(SUMMARY)).unwrap())
}

#[test]
fn a_subject_that_is_renamed_is_named_where_a_passage_kept_by_hand_has_its_earlier_word() {
    let folder = TempDir::new().unwrap();
    let inputs = folder.path().join("inputs");
    project::copy_folder(&project::package().join("publications/high-valleys"), &inputs).unwrap();
    // One paragraph became two: nobody can tell which text of it translates which.
    let text = fs::read_to_string(folder.path().join(SUMMARY)).unwrap();
    fs::write(folder.path().join(SUMMARY), text.replacen(" en avril, et ", " en avril.\n\nEt ", 1)).unwrap();
    let accepted = idm(&folder, &["translate", "accept"]);
    assert!(accepted.status.success(), "{accepted:?}");

    let (told, kept) = imported(&folder, "Points d’eau");
    let place = "workshops/opening/one/summary.fr.md:3: `Sources` is `Points d’eau` in the index now";
    assert!(told.contains(place), "{told}");
    assert_eq!(told.matches("in the index now").count(), 1, "{told}");
    assert!(kept.contains("(index:Sources)"), "{kept}");
    let foreword = fs::read_to_string(inputs.join("chapters/foreword.fr.md")).unwrap();
    assert!(foreword.contains("(<index:Points d’eau>)"), "{foreword}");

    // Once it is renamed there, too, nothing is left to tell.
    fs::write(folder.path().join(SUMMARY), kept.replace("(index:Sources)", "(<index:Points d’eau>)")).unwrap();
    let exported = idm(&folder, &["translate", "export", "--format", "po", "--output", "back.po"]);
    assert!(exported.status.success(), "{exported:?}");
    let again = idm(&folder, &["translate", "import", "back.po"]);
    assert!(!String::from_utf8_lossy(&again.stderr).contains("in the index now"), "{again:?}");
}
