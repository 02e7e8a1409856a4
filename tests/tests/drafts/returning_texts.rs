//! Word drafts that come back of other texts than summaries: chapters, outcomes, translations.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;

use idm_tests::{project, word};
use tempfile::TempDir;

const CHAPTER: &str = "chapters/introduction.md";
const OUTCOMES: &str = "outcomes.yaml";
const SUMMARY: &str = "workshops/spring/panel-1/summary.fr.md";

/// A copy of the sound publication, and a draft that came back.
struct Run {
    folder: TempDir,
}

impl Run {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        project::copy_base(&folder.path().join("inputs")).unwrap();
        Self { folder }
    }

    fn in_french() -> Self {
        let run = Self::new();
        run.edit("publication.yaml", "language: en\n", "language: en\nlanguages: [en, fr]\n");
        run.write(SUMMARY, "# Ce qui a été demandé\n\nLe panel a demandé ce qu'il faut au lecteur [@programme].\n");
        run.write(&OUTCOMES.replace(".yaml", ".fr.yaml"), "- id: outcome-open\n  title: Des actes à portée de main\n");
        run
    }

    /// The exit code, standard output and standard error.
    fn idm(&self, arguments: &[&str]) -> (i32, String, String) {
        let all = [arguments, &["--project", "inputs"]].concat();
        let output = project::run(&project::program().unwrap(), self.folder.path(), &all).unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// A draft, edited, as `report.docx`.
    fn returned(&self, draft: &[&str], edits: &[(&str, &str)]) {
        let (code, path, told) = self.idm(&[&["draft", "--format", "docx"], draft].concat());
        assert_eq!(code, 0, "{told}");
        let sent = fs::read(self.folder.path().join(path.trim())).unwrap();
        let edit = |mut text: String| {
            for (old, new) in edits {
                assert!(text.contains(old), "there is no `{old}`");
                text = text.replacen(old, new, 1);
            }
            text
        };
        let back = word::edited(&sent, None, &edit).unwrap();
        fs::write(self.folder.path().join("report.docx"), back).unwrap();
    }

    fn import(&self, more: &[&str]) -> (i32, String, String) {
        self.idm(&[&["import", "docx", "report.docx"], more].concat())
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join("inputs").join(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.folder.path().join("inputs").join(path), text).unwrap();
    }

    fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.text(path);
        assert!(text.contains(old), "{old}");
        self.write(path, &text.replacen(old, new, 1));
    }
}

/// A paragraph that is new, behind the one that ends with some words.
fn and_a_paragraph(words: &str, style: &str) -> String {
    format!("</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}")
}

#[test]
fn a_chapter_takes_back_what_was_changed_in_its_draft() {
    let run = Run::new();
    run.returned(&["introduction"], &[]);
    let (code, diff, told) = run.import(&[]);
    assert_eq!((code, diff.as_str()), (0, ""), "{told}");
    assert!(told.contains("`chapters/introduction.md` says all this already"), "{told}");

    let paragraph = format!("through.{}", and_a_paragraph("A heading that is new", "Heading2"));
    run.returned(&["introduction"], &[("was put together after", "was made after"), ("through.", &paragraph)]);
    run.edit(CHAPTER, "stands for a vote", "stands for one vote");
    let now = run.text(CHAPTER);
    let (code, diff, told) = run.import(&["--write"]);
    assert_eq!(code, 0, "{diff}{told}");
    let text = run.text(CHAPTER);
    assert!(
        text.contains("# Introduction\n\nThis record was made after the workshop in the {{ workshops[0].venue }}."),
        "{text}"
    );
    assert!(text.contains("stands for one vote"), "{text}");
    assert!(text.contains("\n\n## A heading that is new\n\n"), "{text}");
    assert_ne!(now, text);
    assert_eq!(run.idm(&["check"]).0, 0);
    // It says itself what it is of, and no other is meant.
    let (code, _, told) = run.import(&["--panel", "plain-words"]);
    assert_eq!((code, told.contains("it is a draft of `introduction`, not of `plain-words`")), (2, true), "{told}");
    run.edit("publication.yaml", "chapter: introduction", "chapter: preface\n    formerly: [introduction]");
    fs::rename(run.folder.path().join("inputs").join(CHAPTER), run.folder.path().join("inputs/chapters/preface.md"))
        .unwrap();
    let (code, diff, told) = run.import(&[]);
    assert_eq!((code, diff.as_str()), (0, ""), "{told}");
    assert!(told.contains("`chapters/preface.md` says all this already"), "{told}");
}

#[test]
fn outcomes_take_back_words_and_name_the_rest() {
    let run = Run::new();
    run.returned(&["outcomes"], &[]);
    let (code, diff, told) = run.import(&[]);
    assert_eq!((code, diff.as_str()), (0, ""), "{told}");

    let more = format!("was decided.{}", and_a_paragraph("More of it.", "BodyText"));
    let edits = [
        ("Shorter minutes", "Minutes that are shorter"),
        ("are read when they are short", "are read if they are short"),
        ("was decided.", more.as_str()),
    ];
    run.returned(&["outcomes"], &edits);
    let now = run.text(OUTCOMES);
    let (code, diff, told) = run.import(&["--write"]);
    assert_eq!(code, 0, "{diff}{told}");
    let expected = now
        .replace("title: Shorter minutes", "title: Minutes that are shorter")
        .replace("when they are short", "if they are short");
    assert_eq!(run.text(OUTCOMES), expected, "{told}");
    assert!(
        told.contains("left out: outcomes.yaml:") && told.contains("a new paragraph") && told.contains("More of it."),
        "{told}"
    );
    assert_eq!(run.idm(&["check"]).0, 0);

    // What YAML would read as something else is written in quotation marks.
    run.returned(&["outcomes"], &[("Whoever was in the room", "Whoever: was in #3")]);
    let now = run.text(OUTCOMES);
    let (code, diff, told) = run.import(&["--write"]);
    let quoted = "\"Whoever: was in #3 should be able to find what was decided.\"";
    let expected = now.replace("Whoever was in the room should be able to find what was decided.", quoted);
    assert_eq!((code, run.text(OUTCOMES)), (0, expected), "{diff}{told}");
}

#[test]
fn a_translation_takes_back_what_was_changed_in_its_draft() {
    let run = Run::in_french();
    let (code, _, told) = run.idm(&["translate", "accept", "--language", "fr"]);
    assert_eq!(code, 0, "{told}");
    let ledger = run.text("translations/fr.txt");
    run.returned(&["plain-words", "--language", "fr"], &[("a demandé ce", "a voulu savoir ce")]);
    let source = run.text("workshops/spring/panel-1/summary.md");
    run.edit(SUMMARY, "Ce qui a été demandé", "Ce qui fut demandé");
    let (code, diff, told) = run.import(&["--write"]);
    assert_eq!(code, 0, "{diff}{told}");
    assert_eq!(
        run.text(SUMMARY),
        "# Ce qui fut demandé\n\nLe panel a voulu savoir ce qu'il faut au lecteur [@programme].\n"
    );
    assert_eq!(run.text("workshops/spring/panel-1/summary.md"), source);
    // It is still a translation of the source that it was made from, and of no newer one.
    assert_eq!(run.text("translations/fr.txt"), ledger);
    let said = |run: &Run| run.idm(&["check", "--language", "fr", "--message-format", "short"]).1;
    assert!(!said(&run).contains("stale-translation"), "{}", said(&run));
    run.edit("workshops/spring/panel-1/summary.md", "# What was asked", "# What they asked");
    assert!(said(&run).contains("summary.fr.md:") && said(&run).contains("stale-translation"), "{}", said(&run));

    let french = OUTCOMES.replace(".yaml", ".fr.yaml");
    run.returned(
        &["outcomes", "--language", "fr"],
        &[("à portée de main", "à la portée de tous"), ("Shorter minutes", "Short minutes")],
    );
    let (code, diff, told) = run.import(&["--write"]);
    assert_eq!(code, 0, "{diff}{told}");
    assert!(run.text(&french).contains("title: Des actes à la portée de tous\n"), "{}", run.text(&french));
    // What is not translated yet stands in another file, which is named.
    assert!(told.contains("outcomes.yaml:3: title of outcome:outcome-short reads now “"), "{told}");
}

#[test]
fn a_comment_on_the_references_stands_at_no_passage() {
    let run = Run::new();
    let insert = "<w:ins w:id=\"901\" w:author=\"Ana Sen\" w:date=\"2018-03-02T10:00:00Z\"><w:r><w:t>second edition</w:t></w:r></w:ins>";
    let new = format!("A handbook</w:t></w:r>{insert}<w:r><w:t>");
    run.returned(&["plain-words"], &[("A handbook", &new)]);
    let (code, list, told) = run.idm(&["comments", "report.docx"]);
    assert_eq!(code, 0, "{told}");
    assert!(list.contains("Not placed: report.docx, it stands at the references"), "{list}");
}

#[test]
fn each_text_has_a_copy_and_what_keeps_it_from_being_found_is_told_on_its_line() {
    let run = Run::new();
    fs::rename(run.folder.path().join("inputs").join(CHAPTER), run.folder.path().join("inputs/chapters/outcomes.md"))
        .unwrap();
    run.edit("publication.yaml", "chapter: introduction", "chapter: outcomes");
    let (code, list, told) = run.idm(&["draft", "outcomes", "the-outcomes", "--format", "docx"]);
    assert_eq!((code, list.lines().count()), (0, 2), "{list}{told}");
    assert!(run.idm(&["locate", "outcomes"]).1.contains("chapters/outcomes.md:"));
    assert!(run.idm(&["locate", "the-outcomes"]).1.contains("outcomes.yaml:"));
    run.edit(OUTCOMES, "- id: outcome-short", "- id: [outcome-short");
    let (code, _, told) = run.idm(&["locate", "the-outcomes"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("outcomes.yaml:") && !told.contains("did you mean"), "{told}");
}
