//! Fonts that a publication brings, and what becomes of letters from right to left.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::Path;
use std::process::Output;

use fastrand::Rng;
use idm_core::files::Files;
use idm_tests::memory::Checked;
use idm_tests::{project, structure};
use lopdf::Document;
use serde_json::Value;
use tempfile::TempDir;

/// A font with the letters of one name.
fn khmer() -> Vec<u8> {
    fs::read(project::package().join("publications/high-valleys/fonts/NotoSerifKhmer.ttf")).unwrap()
}

/// The sound publication, in which someone of that name is quoted.
fn files(font: &[u8]) -> Files {
    let mut files = project::base();
    let summary = files.get_mut("workshops/spring/panel-2/summary.md").unwrap();
    summary.extend("\nសុខ ដារា agreed [@notes].\n".bytes());
    files.insert("fonts/name.ttf".to_owned(), font.to_vec());
    files.insert("fonts/OFL.txt".to_owned(), b"The licence.\n".to_vec());
    Files::memory(files)
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    project::run(&project::program().unwrap(), folder, &[arguments, &["--project", "."]].concat()).unwrap()
}

#[test]
fn a_name_is_set_in_the_font_that_has_it() {
    let built = Checked::new(files(&khmer())).build().unwrap();
    let read = Document::load_mem(&built.bytes).unwrap();
    assert!(structure::read(&read).text().contains("សុខ ដារា"));
    let names = read.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"BaseFont").ok()?.as_name().ok());
    assert!(names.into_iter().any(|name| String::from_utf8_lossy(name).contains("NotoSerifKhmer")));
}

#[test]
fn a_font_is_listed_and_a_change_of_it_is_seen() {
    let folder = TempDir::new().unwrap();
    project::copy_base(folder.path()).unwrap();
    let font = folder.path().join("fonts/name.ttf");
    fs::create_dir(folder.path().join("fonts")).unwrap();
    fs::write(&font, khmer()).unwrap();
    fs::write(folder.path().join("fonts/OFL.txt"), "The licence.\n").unwrap();
    let night = run(folder.path(), &["nightly"]);
    assert!(night.status.success(), "{}", String::from_utf8_lossy(&night.stderr));
    let manifest: Value = serde_json::from_slice(&fs::read(folder.path().join("out/manifest.json")).unwrap()).unwrap();
    let listed = &manifest["fonts"][0];
    assert_eq!(listed["path"], "fonts/name.ttf");
    assert_eq!(listed["families"][0], "Noto Serif Khmer");
    assert_eq!(listed["sha256"], manifest["inputs"]["fonts/name.ttf"]);
    assert!(run(folder.path(), &["verify"]).status.success());

    let other = fs::read(project::package().join("publications/high-valleys/fonts/NotoSerifCJKsc.ttf")).unwrap();
    fs::write(&font, other).unwrap();
    let verified = run(folder.path(), &["verify"]);
    assert_eq!(verified.status.code(), Some(1));
    let told = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert!(told.starts_with("input fonts/name.ttf has changed\n"), "{told}");
    let night = run(folder.path(), &["nightly"]);
    let told = String::from_utf8_lossy(&night.stderr).into_owned() + &String::from_utf8_lossy(&night.stdout);
    assert!(told.contains("fonts/name.ttf"), "{told}");
}

/// A font from outside may be anything. What cannot be used is named; nothing else happens.
#[test]
fn spoilt_fonts_end_in_a_document_or_in_an_error() {
    let whole = khmer();
    let mut random = Rng::with_seed(7);
    let (mut made, mut refused) = (0, 0);
    for round in 0..60 {
        let mut font = whole.clone();
        match round % 3 {
            0 => font.truncate(random.usize(0..whole.len())),
            1 => (0..8).for_each(|_| font[random.usize(0..whole.len())] = random.u8(..)),
            // The tables' own numbers, where lengths and places stand.
            _ => (0..2).for_each(|_| font[random.usize(4..400)] = 0xff),
        }
        match Checked::new(files(&font)).build() {
            Ok(_) => made += 1,
            Err(told) => {
                let named = |line: &String| {
                    line.contains("font-unusable") || line.contains("missing-glyph") || line.contains("pdf-export")
                };
                assert!(told.iter().any(named), "{told:#?}");
                refused += 1;
            }
        }
    }
    assert!(made > 5 && refused > 5, "{made} and {refused}");
}

/// The reason why no edition that runs from right to left is offered. When this fails, Typst has mended it: then offer one.
#[test]
fn words_from_right_to_left_are_still_read_in_the_order_of_the_line() {
    let sentence = "כל הדיירים הגיעו אל הבאר לפני הזריחה וספרו את הדליים עד הערב";
    let mut files = project::base();
    let summary = files.get_mut("workshops/spring/panel-2/summary.md").unwrap();
    summary.extend(format!("\n[{sentence}](lang:he) [@notes].\n").bytes());
    let built = Checked::new(Files::memory(files)).build().unwrap();
    let text = structure::read(&Document::load_mem(&built.bytes).unwrap()).text();
    let letters = text.chars().filter(|c| ("א"..="ת").contains(&c.to_string().as_str()));
    let written = sentence.chars().filter(|c| !c.is_whitespace());
    let sorted = |letters: Vec<char>| {
        let mut letters = letters;
        letters.sort_unstable();
        letters
    };
    assert_eq!(
        sorted(letters.clone().collect()),
        sorted(written.collect()),
        "no letter is lost: {:?}",
        letters.collect::<String>()
    );
    assert!(!text.contains(sentence), "Typst now gives words from right to left in the order of reading");
}
