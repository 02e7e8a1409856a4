//! Word drafts that come back more than once: two reviewers' copies of one draft, and each of them again.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use idm_tests::{project, word};
use tempfile::TempDir;

const PANEL: &str = "plain-words";
/// What the words of every comment begin with.
const SAID: &str = "Qz";

/// A publication, and a draft of a panel of it.
struct Sent {
    folder: TempDir,
    draft: Vec<u8>,
}

impl Sent {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        project::copy_base(&folder.path().join("inputs")).unwrap();
        let mut sent = Self { folder, draft: vec![] };
        let path = sent.idm(&["draft", PANEL, "--format", "docx"]);
        sent.draft = fs::read(sent.folder.path().join(path.trim())).unwrap();
        sent
    }

    /// What the program prints of a run that goes well.
    fn idm(&self, arguments: &[&str]) -> String {
        let all = [arguments, &["--project", "inputs"]].concat();
        let output = project::run(&project::program().unwrap(), self.folder.path(), &all).unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Takes a copy over.
    fn import(&self, copy: &[u8]) -> BTreeMap<PathBuf, String> {
        fs::write(self.folder.path().join("back.docx"), copy).unwrap();
        self.idm(&["import", "docx", "back.docx", "--panel", PANEL, "--write"]);
        let mut files = BTreeMap::new();
        read(&self.folder.path().join("inputs"), &mut files);
        files
    }
}

/// The texts and records of a folder.
fn read(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md" || ending == "yaml") {
            files.insert(path.clone(), fs::read_to_string(&path).unwrap());
        }
    }
}

/// A run of words in the XML of a draft: where it stands, its look and its words.
struct Run<'x> {
    start: usize,
    end: usize,
    look: &'x str,
    words: &'x str,
}

/// The runs that hold some words.
fn runs(xml: &str) -> Vec<Run<'_>> {
    let (open, close) = ("<w:t xml:space=\"preserve\">", "</w:t></w:r>");
    let mut found = vec![];
    for (at, _) in xml.match_indices("<w:r>") {
        let rest = &xml[at + "<w:r>".len()..];
        let look = match rest.strip_prefix("<w:rPr>") {
            Some(within) => &rest[.."<w:rPr>".len() + within.find("</w:rPr>").unwrap() + "</w:rPr>".len()],
            None => "",
        };
        let Some(words) = rest[look.len()..].strip_prefix(open) else { continue };
        let Some(end) = words.find('<').filter(|end| words[*end..].starts_with(close)) else { continue };
        let length = "<w:r>".len() + look.len() + open.len() + end + close.len();
        if end > 5 {
            found.push(Run { start: at, end: at + length, look, words: &words[..end] });
        }
    }
    found
}

/// A copy of a draft in which a reviewer has changed, put in and taken out words, put in paragraphs and made comments.
fn reviewed(draft: &[u8], who: &str, first: usize, random: &mut Rng) -> Vec<u8> {
    let xml = word::text(draft).unwrap();
    let all = runs(&xml);
    let mut picked = random.choose_multiple(all.iter(), 4);
    picked.sort_by_key(|run| std::cmp::Reverse(run.start));
    let (mut text, mut comments) = (xml.clone(), String::new());
    for (at, run) in picked.into_iter().enumerate() {
        let named = format!("{who}{at}x{}", random.u16(..));
        let mut words: Vec<String> = run.words.split(' ').map(str::to_owned).collect();
        let places: Vec<usize> = (0..words.len()).filter(|place| !words[*place].is_empty()).collect();
        let Some(&place) = random.choice(&places) else { continue };
        let said = |words: &str| match words {
            "" => String::new(),
            _ => format!("<w:r>{}<w:t xml:space=\"preserve\">{words}</w:t></w:r>", run.look),
        };
        let new = match random.u8(..6) {
            0 => {
                words[place] = format!("new{named}");
                said(&words.join(" "))
            }
            1 => {
                words.insert(place, format!("more{named}"));
                said(&words.join(" "))
            }
            2 if places.len() > 2 => {
                words.remove(place);
                said(&words.join(" "))
            }
            3 => {
                let is_in_table = xml[..run.start].rfind("<w:tbl>") > xml[..run.start].rfind("</w:tbl>");
                if !is_in_table {
                    let end = run.end + xml[run.end..].find("</w:p>").unwrap() + "</w:p>".len();
                    text.insert_str(end, &format!("<w:p><w:r><w:t>A para{named} of its own.</w:t></w:r></w:p>"));
                }
                continue;
            }
            _ => {
                let number = first + at;
                let told =
                    random.choice(["is that right?", "50% of %% that", "see https://a.example/x", "100%"]).unwrap();
                comments.push_str(&format!(
                    "<w:comment w:id=\"{number}\" w:author=\"{who}\" w:date=\"2018-01-01T00:00:00Z\"><w:p><w:r><w:t>{SAID}{named} \
                     {told}</w:t></w:r></w:p></w:comment>"
                ));
                let (before, behind) = (words[..place].join(" "), words[place + 1..].join(" "));
                let gap = |words: &str| if words.is_empty() { "" } else { " " };
                format!(
                    "{}<w:commentRangeStart w:id=\"{number}\"/>{}<w:commentRangeEnd w:id=\"{number}\"/>\
                     <w:r><w:commentReference w:id=\"{number}\"/></w:r>{}",
                    said(&format!("{before}{}", gap(&before))),
                    said(&words[place]),
                    said(&format!("{}{behind}", gap(&behind)))
                )
            }
        };
        text.replace_range(run.start..run.end, &new);
    }
    word::commented(draft, &text, &comments).unwrap()
}

fn assert_same(before: &BTreeMap<PathBuf, String>, after: &BTreeMap<PathBuf, String>, what: &str) {
    for (path, text) in before {
        let lines = text.lines().zip(after[path].lines());
        let changed: Vec<_> = lines.filter(|(one, other)| one != other).take(3).collect();
        assert!(*text == after[path], "{what}: {}: {changed:#?}", path.display());
    }
}

/// Whatever two reviewers did, each copy is taken over once, in whatever order they come; each comment stands once, and is printed
/// nowhere.
#[test]
fn copies_of_a_draft_are_taken_over_once_each() {
    for seed in 0..24 {
        let mut random = Rng::with_seed(seed);
        let sent = Sent::new();
        let one = reviewed(&sent.draft, "Ana", 900, &mut random);
        let other = reviewed(&sent.draft, "Ben", 950, &mut random);
        let once = sent.import(&one);
        assert_same(&once, &sent.import(&one), &format!("seed {seed}: the first copy again"));
        let both = sent.import(&other);
        assert_same(&both, &sent.import(&other), &format!("seed {seed}: the second copy again"));
        assert_same(&both, &sent.import(&one), &format!("seed {seed}: the first copy after the second"));
        for text in both.values() {
            for (at, _) in text.match_indices(SAID) {
                let name = text[at..].split_whitespace().next().unwrap();
                assert_eq!(text.matches(name).count(), 1, "seed {seed}: {text}");
            }
        }
        let book = sent.idm(&["build", "--format", "docx", "--out", "out"]);
        let book = word::text(&fs::read(sent.folder.path().join(book.trim())).unwrap()).unwrap();
        assert!(!book.contains(SAID), "seed {seed}: a comment is printed");
    }
}
