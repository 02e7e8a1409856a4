//! A language that nobody speaks: every label is longer by two fifths and carries marks. What is then still English comes from the
//! inputs, or is a word that the program prints of its own.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use idm::{EarlierState, Options, Project, changes, read_packages};
use idm_tests::{project, structure};
use lopdf::{Document, Object};
use tempfile::TempDir;

/// What is no word of a language: names of programs, fonts, standards and the citation style.
const NAMES: &[&str] = &[
    "calibri",
    "cambria",
    "arabic",
    "cite",
    "dejavu",
    // What Typst says of a link, in the language of the text around it.
    "email",
    "git",
    "harvard",
    "idm",
    "json",
    "libertinus",
    "mono",
    "naskh",
    "noto",
    "pdf",
    "right",
    "sans",
    "serif",
    "them",
    "typst",
];

/// The made-up forum in a repository, with another language's labels in place of English and French ones.
struct Run {
    folder: TempDir,
    /// What was found that is neither an author's nor a label, and where.
    left: RefCell<Vec<String>>,
}

impl Run {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        project::copy_folder(&project::package().join("publications/high-valleys"), &folder.path().join("inputs"))
            .unwrap();
        let labels = folder.path().join("templates/labels");
        project::copy_folder(&project::package().join("../report-templates/packages/labels/0.1.0"), &labels).unwrap();
        for language in ["en.toml", "fr.toml"] {
            let words = fs::read_to_string(labels.join(language)).unwrap();
            fs::write(labels.join(language), pseudo(&words)).unwrap();
        }
        let run = Self { folder, left: RefCell::default() };
        run.git(&["init", "--quiet"]);
        run.commit();
        run
    }

    fn git(&self, arguments: &[&str]) {
        project::git(self.folder.path(), arguments).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "-A", "inputs"]);
        self.git(&["commit", "--quiet", "-m", "state"]);
    }

    fn inputs(&self) -> PathBuf {
        self.folder.path().join("inputs")
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let place = self.inputs().join(path);
        let text = fs::read_to_string(&place).unwrap();
        assert!(text.contains(from), "{path}: {from}");
        fs::write(place, text.replacen(from, to, 1)).unwrap();
    }

    #[track_caller]
    fn idm(&self, arguments: &[&str]) {
        let (told, code) = self.tried(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {told}");
        // What leaves the page is a warning, and what has no room in a table.
        for code in ["off-page", "wide-table"] {
            assert!(!told.contains(code), "{arguments:?}: {told}");
        }
    }

    /// What a command says that may find something wrong with the inputs.
    #[track_caller]
    fn tried(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let all = [arguments, &["--project", "inputs", "--templates", "templates", "--out", "out"]].concat();
        let output = project::run(&project::program().unwrap(), self.folder.path(), &all).unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {told}");
        (told, output.status.code())
    }

    fn out(&self, path: &str) -> PathBuf {
        self.folder.path().join("out").join(path)
    }

    /// The documents in a folder of outputs, read and taken away.
    fn take(&self, folder: &str) -> Vec<(String, String)> {
        let paths = fs::read_dir(self.out(folder)).unwrap().map(|entry| entry.unwrap().path());
        let paths: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
        let read = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = match path.extension().and_then(|ending| ending.to_str()) {
                Some("pdf") => heard(path),
                Some("docx") => written(path),
                _ => String::new(),
            };
            // Each page of a draft names the file, which is called the same in every language.
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = text.replace('\u{ad}', "").replace(&stem, "");
            (name, text)
        };
        let taken = paths.iter().map(read).collect();
        paths.iter().for_each(|path| fs::remove_file(path).unwrap());
        taken
    }

    /// Looks for words of the text that come neither from the authors nor from the labels.
    fn check(&self, what: &str, text: &str) {
        let mut known: BTreeSet<String> = NAMES.iter().map(|&name| name.to_owned()).collect();
        authors(&self.inputs(), &mut known);
        // Two runs of text that follow each other are read as one word.
        let is_known = |word: &str| word.len() < 3 || known.contains(word);
        let is_joined = |word: &String| (1..word.len()).any(|at| is_known(&word[..at]) && is_known(&word[at..]));
        let left: BTreeSet<String> =
            words(text).into_iter().filter(|word| !is_known(word) && !is_joined(word)).collect();
        if !left.is_empty() {
            self.left.borrow_mut().push(format!("{what}: {left:?}"));
        }
    }

    /// That nothing was left, told of everything at once.
    #[track_caller]
    fn finish(self) {
        let left = self.left.into_inner();
        assert!(left.is_empty(), "{}", left.join("\n"));
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

/// The keys whose values in small letters are codes, which no reader is shown.
const CODES: &[&str] = &[
    "addressees",
    "basis",
    "chapter",
    "code",
    "date",
    "end",
    "frameworks",
    "id",
    "kind",
    "language",
    "languages",
    "moderator",
    "openings",
    "panel",
    "panels",
    "paper",
    "people",
    "region",
    "role",
    "section",
    "source",
    "speakers",
    "start",
    "status",
    "theme",
    "type",
    "workshop",
];

/// The words that authors have written: of records without their keys and codes, of prose without the names of blocks.
fn authors(folder: &Path, known: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            authors(&path, known);
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let is_prose = path.extension().is_some_and(|ending| ending == "md");
        let is_records = path.extension().is_some_and(|ending| ending == "yaml" || ending == "svg");
        for line in text.lines() {
            if is_prose {
                let line = line.trim_start_matches(':');
                known.extend(words(line.strip_prefix("key-messages").unwrap_or(line)));
            } else if is_records {
                let line = line.trim_start_matches([' ', '-']);
                // A mapping in one line has several keys.
                let parts: Vec<&str> = match line.contains('{') {
                    true => line.split(['{', '}', '[', ']', ',']).collect(),
                    false => vec![line],
                };
                for part in parts {
                    let is_key =
                        |key: &str| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'.');
                    let keyed = part.trim().split_once(':').filter(|(key, _)| is_key(key));
                    let (key, value) = keyed.unwrap_or(("", part));
                    let is_code = !value.contains(char::is_uppercase);
                    if !(CODES.contains(&key) && is_code) {
                        known.extend(words(value));
                    }
                }
            }
        }
    }
}

/// Whatever a PDF says: what is heard, what pages show beside it, what stands for pictures, bookmarks, and what the file says of
/// itself.
pub(crate) fn heard(path: &Path) -> String {
    let document = Document::load_mem(&fs::read(path).unwrap()).unwrap();
    let tree = structure::read(&document);
    let mut text = tree.text();
    let mut say = |words: &str| {
        text.push('\n');
        text.push_str(words);
    };
    tree.descendants().iter().filter_map(|element| element.alt.as_deref()).for_each(&mut say);
    document.page_iter().for_each(|page| say(&structure::unheard_text(&document, page)));
    for object in document.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        // Bookmarks, properties, annotations and attachments.
        let is_action = dictionary.has(b"S");
        for key in [&b"Title"[..], b"Subject", b"Keywords", b"Contents", b"TU", b"Desc"] {
            if let (Ok(words), false) = (dictionary.get(key).and_then(Object::as_str), is_action) {
                say(&structure::text_string(words));
            }
        }
    }
    text
}

/// Whatever a Word file says: texts of all its parts, what stands for pictures and tables, who comments, what the file says of itself.
pub(crate) fn written(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut said = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let is_said = (name.starts_with("word/") || name == "docProps/core.xml") && name.ends_with(".xml");
        if !is_said
            || ["word/styles.xml", "word/fontTable.xml", "word/numbering.xml", "word/settings.xml"]
                .contains(&name.as_str())
        {
            continue;
        }
        let text = std::io::read_to_string(&mut part).unwrap();
        let tree = roxmltree::Document::parse(&text).unwrap();
        for node in tree.descendants() {
            let name = node.tag_name().name();
            let attributes = node.attributes().filter(|attribute| match (name, attribute.name()) {
                ("docPr", "descr" | "title" | "name") | ("tblCaption" | "tblDescription", "val") => true,
                (_, "author" | "tooltip") => attribute.value() != "idm",
                _ => false,
            });
            for attribute in attributes {
                said.push_str(attribute.value());
                said.push('\n');
            }
            if matches!(name, "t" | "delText" | "title" | "subject" | "keywords" | "description" | "lastModifiedBy") {
                said.push_str(node.text().unwrap_or_default());
                said.push(' ');
            }
        }
    }
    said
}

/// A page in Markdown or HTML without its codes and addresses: identifiers, paths, and what a browser is told.
fn page(text: &str) -> String {
    let mut text = text.to_owned();
    for (open, close) in [("<code>", "</code>"), ("`", "`"), ("](", ")"), ("<style", "</style>")] {
        text = without(&text, open, close);
    }
    let mut plain = String::new();
    for part in text.split('<') {
        let (tag, rest) = part.split_once('>').unwrap_or(("", part));
        let label = tag.split_once("aria-label=\"").map(|(_, label)| label.split('"').next().unwrap_or_default());
        plain.push_str(label.unwrap_or_default());
        plain.push('\n');
        plain.push_str(rest);
    }
    // Files, which are called the same in every language.
    let is_file = |word: &&str| word.contains(".yaml") || word.contains(".md");
    plain.split_whitespace().filter(|word| !is_file(word)).collect::<Vec<_>>().join(" ")
}

fn without(text: &str, open: &str, close: &str) -> String {
    let (mut kept, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once(open) {
        kept.push_str(before);
        rest = after.split_once(close).map_or("", |(_, rest)| rest);
    }
    kept + rest
}

const PANEL: &str = "workshops/opening/one";

#[test]
fn every_word_of_a_book_is_a_label_and_has_room() {
    let run = Run::new();
    run.idm(&["build", "--format", "pdf,docx"]);
    for (name, text) in run.take("") {
        assert!(text.is_empty() || text.contains("Cöntënts"), "{name}: {text}");
        run.check(&name, &text);
    }
    run.idm(&["build", "--format", "pdf,docx", "--language", "fr"]);
    for (name, text) in run.take("") {
        run.check(&name, &text);
    }
    run.finish();
}

/// Comments of every kind, open and decided, on a passage, on none, and on what is gone.
const COMMENTS: &str = "\
- {id: a1, author: Rewa, date: 2031-09-02, kind: note, of: counting-springs}
- {id: a2, author: Rewa, kind: text box, of: counting-springs, note: Mended.}
- {id: a3, author: Rewa, kind: strike, marked: drew it, before: Petrou, comment: '', of: counting-springs, file: back.pdf, page: 2}
- {id: a4, author: Rewa, kind: insertion, before: found the page, comment: again, file: back.pdf, page: 2}
- {id: a5, author: Rewa, kind: attached file, file: back.docx, of: foreword, note: Kept.}
";

fn many_changes(run: &Run) {
    let edits = [
        ("summary.md", "found the page", "found the last page and read it"),
        (
            "summary.md",
            "[@table:springs-by-valley] adds up",
            "A new paragraph.[^n]\n\n[^n]: A new footnote.\n\n%%An editor asks.%%\n\n[@table:springs-by-valley] adds up",
        ),
        ("summary.md", "| Lower | 18 |", "| Lower | 19 |\n| Middle | 2 |"),
        ("panel.yaml", "title: Counting springs", "title: Counting all springs"),
        ("panel.yaml", "moderator: [sokolova, petrou]", "moderator: [petrou]"),
        ("panel.yaml", "speakers: [nguyen, levi]\n", ""),
        ("panel.yaml", "  - What counts as a spring?", "  - Which springs are there?\n  - What counts as a spring?"),
        (
            "panel.yaml",
            "  - text: A spring is counted where",
            "  - text: Springs move.\n    source: minutes\n    basis: record\n  - text: A spring is counted and named where",
        ),
        ("panel.yaml", "status: cleared", "status: reviewed"),
        (
            "recommendations.yaml",
            "addressees: [valley-councils, academia]",
            "addressees: [valley-councils, ditch-unions]",
        ),
        (
            "recommendations.yaml",
            "Count springs each April, on foot.",
            "Count springs each April and each May, on foot.",
        ),
        (
            "recommendations.yaml",
            "- id: count-in-april",
            "- id: count-in-may\n  title: Count in May\n- id: count-in-april",
        ),
    ];
    for (file, from, to) in edits {
        run.edit(&format!("{PANEL}/{file}"), from, to);
    }
    run.edit("outcomes.yaml", "Every spring has a name", "Every spring has one name");
    run.edit("chapters/foreword.md", "In the year before the forum it held", "It held");
    run.edit("people.yaml", "post: Surveyor", "post: Chief surveyor");
    fs::write(run.inputs().join("comments.yaml"), COMMENTS).unwrap();
}

const DRAFTS: [&str; 4] = ["draft", "counting-springs", "foreword", "outcomes"];

#[test]
fn every_word_of_a_draft_is_a_label() {
    let run = Run::new();
    let drafted = |options: &[&str]| {
        for format in ["pdf", "docx"] {
            run.idm(&[&DRAFTS, options, &["--format", format]].concat());
        }
        let taken = run.take("drafts");
        assert_eq!(taken.len(), 6);
        for (name, text) in &taken {
            run.check(&format!("{options:?} {name}"), text);
        }
    };
    drafted(&[]);
    many_changes(&run);
    drafted(&["--since", "HEAD"]);
    run.commit();
    drafted(&["--since", "HEAD~"]);
    drafted(&["--since", "HEAD"]);
    // A state in which something cannot be read.
    run.edit("workshops/closing/four/panel.yaml", "number:", "number: x");
    let (told, code) = run.tried(&["draft", "counting-springs", "--since", "HEAD~"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("`number` must be a whole number"), "{told}");
    let taken = run.take("drafts");
    assert_eq!(taken.len(), 1, "{told}");
    for (name, text) in taken {
        run.check(&name, &text);
    }
    run.finish();
}

#[test]
fn every_word_of_a_draft_of_what_is_stale_is_a_label() {
    let run = Run::new();
    many_changes(&run);
    for format in ["pdf", "docx"] {
        run.idm(&["draft", "--language", "fr", "--stale", "--format", format]);
    }
    let taken = run.take("drafts");
    assert!(taken.len() >= 4, "{taken:?}");
    for (name, text) in taken {
        run.check(&name, &text);
    }
    run.finish();
}

#[test]
fn every_word_of_a_digest_is_a_label() {
    let run = Run::new();
    let told: RefCell<Vec<String>> = RefCell::default();
    let night = |what: &str, fails: &[&str]| {
        let (told_of, code) = run.tried(&["nightly"]);
        assert_eq!(code, Some(i32::from(!fails.is_empty())), "{what}: {told_of}");
        let manifest = fs::read_to_string(run.out("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        let failed = manifest["failed"].as_array().map_or(&[][..], Vec::as_slice);
        let failed: Vec<&str> = failed.iter().map(|failed| failed["document"].as_str().unwrap()).collect();
        assert_eq!(failed, fails, "{what}: {told_of}");
        let mut pages = vec![];
        for form in ["digest.md", "digest.html"] {
            let text = fs::read_to_string(run.out(form)).unwrap();
            // What checks say is in English, whatever the language of a publication.
            // Those of the night before are told again as resolved.
            let mut told = told.borrow_mut();
            messages(&manifest, &mut |message| told.push(message.to_owned()));
            // One may hold another.
            told.sort_by_key(|message| std::cmp::Reverse(message.len()));
            let escaped = |message: &String| {
                [message.clone(), idm_core::escape::html(message), idm_core::escape::markdown(message)]
            };
            let text = told.iter().flat_map(escaped).fold(text, |text, message| text.replace(&message, ""));
            let text = page(&text);
            run.check(&format!("{what}: {form}"), &text);
            pages.push(text);
        }
        pages
    };
    let first = night("the first", &[]);
    assert!(first[0].contains("Mörnïngë"), "{first:?}");
    night("a quiet one", &[]);
    many_changes(&run);
    run.edit(
        &format!("{PANEL}/summary.fr.md"),
        "[@table:springs-by-valley]",
        "Encore une fois [@minutes].\n\n[@table:springs-by-valley]",
    );
    let changed = night("one of changes", &[]);
    assert!(changed[0].contains("### "), "{changed:?}");
    run.commit();
    run.edit("workshops/closing/four/panel.yaml", "number:", "number: x");
    let broken = ["publication", "records", "draft:keeping-records"];
    let broken = broken.map(str::to_owned).into_iter().chain(broken.map(|name| format!("{name}.fr")));
    let broken: Vec<String> = broken.collect();
    night("one that fails in a draft", &broken.iter().map(String::as_str).collect::<Vec<_>>());
    run.edit("publication.yaml", "  - section: contents\n", "  - section: contents\n  - section: contents\n");
    let drafts = ["counting-springs", "sharing-ditches", "small-dams", "keeping-records"];
    let all =
        ["publication", "records"].map(str::to_owned).into_iter().chain(drafts.map(|name| format!("draft:{name}")));
    let all: Vec<String> = all.collect();
    let all: Vec<String> = all.iter().cloned().chain(all.iter().map(|name| format!("{name}.fr"))).collect();
    night("one that fails in the book", &all.iter().map(String::as_str).collect::<Vec<_>>());
    run.finish();
}

/// The texts at the keys of a document in which checks speak.
fn messages(value: &serde_json::Value, visit: &mut dyn FnMut(&str)) {
    match value {
        serde_json::Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_str().filter(|_| ["message", "reason"].contains(&key.as_str())) {
                    Some(text) => visit(text),
                    None => messages(value, visit),
                }
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| messages(value, visit)),
        _ => {}
    }
}

#[test]
fn every_word_of_a_list_of_changes_or_comments_is_a_label() {
    let run = Run::new();
    many_changes(&run);
    run.commit();
    run.edit("chapters/foreword.md", "It held", "It has held");
    let mut options = Options::default();
    options.packages = read_packages(&run.folder.path().join("templates")).unwrap();
    let project = Project::open_with(run.inputs(), options).unwrap();
    let words = project.words();
    let authors = project.authors().unwrap();
    let earlier = project.earlier(&EarlierState::Revision("HEAD~".to_owned())).unwrap();
    let comparison = project.changes_since(&earlier).unwrap();
    let mut comments = project.comments(&[]).unwrap();
    comments.authors = project.authors().unwrap();
    assert_eq!(comments.list.len(), 5);
    // Identifiers are words of nobody's.
    let ids = [
        "a1",
        "counting-springs",
        "count-in-may",
        "count-in-april",
        "known-springs",
        "petrou",
        "back.docx",
        "back.pdf",
    ];
    for (what, text) in [
        ("changes", changes::human(&comparison, &words, &authors)),
        ("changes in Markdown", page(&changes::markdown(&comparison, &words, &authors))),
        ("comments", comments.human(&words)),
        ("comments in Markdown", page(&comments.markdown(&words))),
    ] {
        let text = ids.iter().fold(text, |text, id| text.replace(id, ""));
        assert!(text.len() > 100, "{what}: {text}");
        run.check(what, &text);
    }
    run.finish();
}
