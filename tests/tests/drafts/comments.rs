//! `idm comments`, on drafts that somebody has annotated.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use idm_render::pdf::annotations::{self, Area};
use idm_tests::structure::{self, folded};
use idm_tests::{project, witnesses, word};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};
use serde_json::Value;
use tempfile::TempDir;

/// A copy of the sound publication with its drafts, and reviewers to annotate them.
struct Review {
    folder: TempDir,
}

/// Something to put on a draft: what the annotation has, without its place, and the passage and words that it is put to.
struct Mark<'a> {
    passage: &'a str,
    words: &'a str,
    annotation: Dictionary,
}

fn mark<'a>(passage: &'a str, words: &'a str, kind: &str, comment: &str) -> Mark<'a> {
    let annotation = dictionary! {
        "Type" => "Annot", "Subtype" => kind, "Contents" => text_string(comment), "T" => text_string("Ada Mensah"),
        "M" => text_string("D:20180302101500Z"),
    };
    Mark { passage, words, annotation }
}

impl Review {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        project::copy_base(&folder.path().join("inputs")).unwrap();
        let review = Self { folder };
        assert_eq!(review.idm(&["draft"]).status.code(), Some(0));
        review
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn idm(&self, arguments: &[&str]) -> Output {
        let mut all = arguments.to_vec();
        all.extend(["--project", "inputs"]);
        project::run(&project::program().unwrap(), self.folder.path(), &all).unwrap()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn draft(&self, panel: &str) -> Vec<u8> {
        let drafts = fs::read_dir(self.path("out/drafts")).unwrap().map(|entry| entry.unwrap().path());
        let is_of = |path: &Path| path.to_string_lossy().contains(&format!("/minutes-{panel}-"));
        fs::read(drafts.into_iter().find(|path| is_of(path)).unwrap()).unwrap()
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{from}");
        fs::write(self.path(path), text.replacen(from, to, 1)).unwrap();
    }

    /// The draft of a panel with marks on it.
    fn annotate(&self, panel: &str, to: &str, marks: Vec<Mark>) {
        let bytes = self.draft(panel);
        let mut document = Document::load_mem(&bytes).unwrap();
        // Letters are read where there is a mark.
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        let probe: Object = dictionary! { "Subtype" => "Text" }.into();
        let read = annotations::read(&annotated(&mut document.clone(), &pages, |_| vec![probe.clone()])).unwrap();
        let placed = marks.into_iter().map(|mark| {
            let place = read.destinations.iter().find(|place| place.name == mark.passage);
            let place = place.unwrap();
            let letters = &read.letters[&place.page];
            let below =
                letters.iter().position(|l| (0.0..40.0).contains(&(place.top - l.base)) && l.left >= place.left - 1.0);
            let start = below.unwrap();
            let text: String = letters[start..].iter().map(|letter| letter.text.as_str()).collect();
            let at = text.find(mark.words).unwrap();
            let first = start + letters_within(&letters[start..], at);
            let last = start + letters_within(&letters[start..], at + mark.words.len()).saturating_sub(1);
            let (first, last) = (&letters[first], &letters[last.max(first)]);
            assert_eq!(first.base, last.base, "{} stands on two lines", mark.words);
            let area = Area { left: first.left, bottom: first.base - 2.0, right: last.right, top: first.base + 8.0 };
            (place.page, with_place(mark.annotation, area))
        });
        let placed: Vec<(usize, Dictionary)> = placed.collect();
        let on =
            |page: usize| placed.iter().filter(|(at, _)| *at == page).map(|(_, mark)| mark.clone().into()).collect();
        fs::write(self.path(to), annotated(&mut document, &pages, on)).unwrap();
    }

    fn comments(&self, files: &[&str]) -> Vec<Value> {
        let output = self.idm(&[&["comments", "--format", "json"], files].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        document["comments"].as_array().unwrap().clone()
    }
}

/// How many letters a number of bytes of text are.
fn letters_within(letters: &[idm_render::pdf::page_text::Letter], bytes: usize) -> usize {
    let mut read = 0;
    letters
        .iter()
        .take_while(|letter| {
            read += letter.text.len();
            read <= bytes
        })
        .count()
}

fn with_place(mut annotation: Dictionary, area: Area) -> Dictionary {
    let Area { left, bottom, right, top } = area;
    let numbers =
        |numbers: &[f64]| -> Object { numbers.iter().map(|n| Object::Real(*n as f32)).collect::<Vec<_>>().into() };
    annotation.set("Rect", numbers(&[left, bottom, right, top]));
    annotation.set("QuadPoints", numbers(&[left, top, right, top, left, bottom, right, bottom]));
    annotation
}

fn annotated(document: &mut Document, pages: &[ObjectId], on: impl Fn(usize) -> Vec<Object>) -> Vec<u8> {
    for (number, page) in pages.iter().enumerate() {
        let marks: Vec<Object> = on(number).into_iter().map(|mark| document.add_object(mark).into()).collect();
        let page = document.get_object_mut(*page).and_then(Object::as_dict_mut).unwrap();
        let mut list = page.get(b"Annots").and_then(Object::as_array).cloned().unwrap_or_default();
        list.extend(marks);
        page.set("Annots", list);
    }
    let mut bytes = vec![];
    document.save_to(&mut bytes).unwrap();
    bytes
}

const SUMMARY: &str = "inputs/workshops/spring/panel-1/summary.md";

#[test]
fn comments_are_listed_at_their_lines_also_when_texts_have_moved() {
    let review = Review::new();
    let marks = vec![
        mark("panel:plain-words/guiding_questions[1]", "written down", "Highlight", "By whom?"),
        mark("rec:write-the-decision/text.2", "Name who", "Text", "Add a day."),
        mark("panel:plain-words/summary/order", "The handbook", "Underline", "Which one?"),
    ];
    review.annotate("plain-words", "back.pdf", marks);
    let places = || -> Vec<(String, u64, String)> {
        let spot = |comment: &Value| {
            let spot = &comment["spot"];
            let text = |key: &str| spot[key].as_str().unwrap().to_owned();
            (text("file"), spot["line"].as_u64().unwrap(), text("since"))
        };
        review.comments(&["back.pdf", "back.pdf"]).iter().map(spot).collect()
    };
    let at = |file: &str, line: u64, since: &str| (format!("workshops/spring/panel-1/{file}"), line, since.to_owned());
    let found = places();
    assert_eq!(found[0], at("panel.yaml", 11, "unchanged"));
    assert_eq!(found[1], at("summary.md", 11, "unchanged"));
    assert_eq!(found[2], at("recommendations.yaml", 6, "unchanged"));
    assert_eq!(found.len(), 3);
    let ids = |list: Vec<Value>| list.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let before = ids(review.comments(&["back.pdf"]));
    review.edit(SUMMARY, "## The decision first", "A paragraph that is new.\n\n## The decision first");
    review.edit("inputs/workshops/spring/panel-1/panel.yaml", "How much of a", "How much of any");
    let found = places();
    assert_eq!(found[0], at("panel.yaml", 11, "edited"));
    assert_eq!(found[1], at("summary.md", 13, "moved"));
    assert_eq!(ids(review.comments(&["back.pdf"])), before);
}

#[test]
fn what_was_decided_is_kept_and_what_asks_for_a_change_can_be_made() {
    let review = Review::new();
    let passage = passage_of(&review, "Nobody reads");
    let mut strike = mark(&passage, "second ", "StrikeOut", "");
    strike.annotation.set("NM", text_string("s"));
    let note = mark("panel:plain-words/title", "Plain", "Text", "Good.\u{1b}[31m\n::error::no");
    review.annotate("plain-words", "back.pdf", vec![strike, note]);
    let comments = review.comments(&["back.pdf"]);
    let [title, strike] = comments.as_slice() else { panic!("{comments:?}") };
    let (title, strike) = (title["id"].as_str().unwrap(), strike["id"].as_str().unwrap());

    let kept = review.idm(&["comments", "back.pdf", "--resolve", title, "--note", "Thank you: \"kept\"."]);
    assert_eq!(kept.status.code(), Some(0), "{}", String::from_utf8_lossy(&kept.stderr));
    assert_eq!(review.comments(&["back.pdf"])[0]["decision"], "Thank you: \"kept\".");
    assert_eq!(review.idm(&["check", "--deny", "warnings"]).status.code(), Some(0));
    for format in ["human", "markdown", "csv", "github"] {
        let output = review.idm(&["comments", "back.pdf", "--format", format]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.contains('\u{1b}') && !text.contains("\n::error"), "{text}");
        assert!(text.contains(strike), "{text}");
        assert_eq!(text.contains(title), format != "github", "{text}");
    }

    let shown = review.idm(&["comments", "back.pdf", "--apply", strike]);
    let diff = String::from_utf8(shown.stdout).unwrap();
    assert!(diff.ends_with("@@ -19,1 +19,1 @@\n-Nobody reads the second page.\n+Nobody reads the page.\n"), "{diff}");
    assert!(review.read(SUMMARY).contains("the second page"));
    assert_eq!(review.idm(&["comments", "back.pdf", "--apply", strike, "--write"]).status.code(), Some(0));
    assert!(review.read(SUMMARY).contains("Nobody reads the page."));
    // Now the words are gone.
    let again = review.idm(&["comments", "back.pdf", "--apply", strike]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("the words do not stand there any more"));
}

#[test]
fn kept_comments_stand_in_the_next_draft_until_something_is_decided_and_in_its_table_with_what_was() {
    let review = Review::new();
    let (passage, rec) = (passage_of(&review, "Nobody reads"), "rec:write-the-decision/title");
    let marks = vec![
        mark(&passage, "page", "Highlight", "Which one, \u{f8ff}?"),
        mark(rec, "decision", "Highlight", "By {{ whom }}, #panic()?"),
    ];
    review.annotate("plain-words", "back.pdf", marks);
    let kept = review.idm(&["comments", "back.pdf", "--keep"]);
    assert!(String::from_utf8_lossy(&kept.stderr).contains("2 of 2 comments are new"), "{kept:?}");
    let kept = review.idm(&["comments", "back.pdf", "--keep"]);
    assert!(String::from_utf8_lossy(&kept.stderr).contains("0 of 2 comments are new"), "{kept:?}");
    let listed = review.comments(&[]);
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0]["spot"]["line"], 19);
    // The morning's page counts them, of the day that it is given.
    let morning = |expected: &str| {
        let night = review.idm(&["nightly", "--out", "night", "--timestamp", "1500000000"]);
        let digest = review.read("night/digest.md");
        assert!(digest.contains(expected) && digest.contains("State of 14 July 2017."), "{night:?}{digest}");
    };
    morning("(`plain-words`): 2 open, 0 decided");
    // Texts move on.
    review.edit(SUMMARY, "# What was asked", "# What was asked\n\nA paragraph that is new.");
    let texts = |review: &Review| {
        fs::remove_dir_all(review.path("out")).unwrap();
        let drafted = review.idm(&["draft"]);
        assert_eq!(drafted.status.code(), Some(0), "{}", String::from_utf8_lossy(&drafted.stderr));
        let of = |panel: &str| {
            let bytes = review.draft(panel);
            assert_eq!(witnesses::findings(&bytes), Vec::<String>::new(), "{panel}");
            folded(&structure::read(&Document::load_mem(&bytes).unwrap()).text())
        };
        (of("plain-words"), of("open-archive"))
    };
    let (text, other) = texts(&review);
    let count = |text: &str, words: &str| text.matches(&folded(words)).count();
    for words in ["“page”: Which one, ??", "“decision”: By {{ whom }}, #panic()?"] {
        assert_eq!(count(&text, words), 2, "{words} in {text}");
    }
    assert_eq!((count(&text, "What became of comments"), count(&other, "What became of comments")), (1, 0));
    let id = listed[0]["id"].as_str().unwrap();
    let decided = review.idm(&["comments", "--resolve", id, "--note", "The *first* one."]);
    assert_eq!(decided.status.code(), Some(0), "{}", String::from_utf8_lossy(&decided.stderr));
    assert_eq!(review.comments(&[])[0]["decision"], "The *first* one.");
    morning("(`plain-words`): 1 open, 1 decided");
    let (text, _) = texts(&review);
    assert_eq!(
        (count(&text, "Which one"), count(&text, "The *first* one."), count(&text, "whom")),
        (1, 1, 2),
        "{text}"
    );
    // What is wrong in the file is told as in every input, and nothing is written over it.
    let wrong = "- id: a\n  nte: b\n";
    fs::write(review.path("inputs/comments.yaml"), wrong).unwrap();
    for (arguments, code, says) in [
        (
            &["check", "--message-format", "short"][..],
            1,
            "comments.yaml:2:3: error[unknown-key]: there is no key `nte` in this record",
        ),
        (
            &["draft", "--message-format", "short"],
            1,
            "comments.yaml:2:3: error[unknown-key]: there is no key `nte` in this record",
        ),
        (&["comments"], 2, "in line 2, there is no key `nte` in this record"),
        (&["comments", "back.pdf", "--keep"], 2, "in line 2, there is no key `nte` in this record"),
    ] {
        let refused = review.idm(arguments);
        let said = String::from_utf8([refused.stdout, refused.stderr].concat()).unwrap();
        assert_eq!(refused.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
    assert_eq!(review.read("inputs/comments.yaml"), wrong);
}

#[test]
fn words_are_put_in_place_of_others_only_if_they_would_be_read_as_they_are_meant() {
    let review = Review::new();
    let replacement = |comment: &str| {
        let passage = passage_of(&review, "Nobody reads");
        let mut strike = mark(&passage, "second page.", "StrikeOut", comment);
        strike.annotation.set("NM", text_string("s"));
        let mut caret = mark(&passage, "page", "Caret", "");
        caret.annotation.set("RT", Object::Name(b"Group".to_vec()));
        review.annotate("plain-words", "back.pdf", vec![strike, caret]);
        // The caret answers the strike.
        let mut document = Document::load(review.path("back.pdf")).unwrap();
        let is = |object: &Object, kind: &[u8]| {
            object.as_dict().and_then(|d| d.get(b"Subtype")).and_then(Object::as_name).is_ok_and(|name| name == kind)
        };
        let id = |kind: &[u8]| *document.objects.iter().find(|(_, object)| is(object, kind)).unwrap().0;
        let (strike, caret) = (id(b"StrikeOut"), id(b"Caret"));
        document.get_object_mut(caret).and_then(Object::as_dict_mut).unwrap().set("IRT", strike);
        document.save(review.path("back.pdf")).unwrap();
        let comments = review.comments(&["back.pdf"]);
        let [one] = comments.as_slice() else { panic!("{comments:?}") };
        assert_eq!(one["kind"], "replacement");
        let output = review.idm(&["comments", "back.pdf", "--apply", one["id"].as_str().unwrap()]);
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let shown = replacement("third\nleaf, they say!");
    assert!(shown.contains("+Nobody reads the third leaf, they say!\n"), "{shown}");
    for comment in ["*third* page.", "{{ page }}", "<b>", "[@notes]", "[^note]"] {
        let shown = replacement(comment);
        assert!(shown.contains("cannot be applied"), "{comment}: {shown}");
    }
    assert!(review.read(SUMMARY).contains("Nobody reads the second page."));
}

#[test]
fn what_has_no_place_is_listed_and_what_is_no_pdf_refused() {
    let review = Review::new();
    let bytes = review.draft("open-archive");
    let mut document = Document::load_mem(&bytes).unwrap();
    // Without its map.
    let catalog = document.trailer.get(b"Root").and_then(Object::as_reference).unwrap();
    let catalog = document.get_object_mut(catalog).and_then(Object::as_dict_mut).unwrap();
    catalog.remove(b"Names");
    catalog.remove(b"AF");
    let note = dictionary! { "Subtype" => "Text", "Contents" => text_string("Where?"), "Rect" => vec![1.into(); 4] };
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let bytes = annotated(&mut document, &pages[..1], |_| vec![note.clone().into(), note.clone().into()]);
    fs::write(review.path("back.pdf"), bytes).unwrap();
    let comments = review.comments(&["back.pdf"]);
    assert_eq!(comments.len(), 2);
    assert_ne!(comments[0]["id"], comments[1]["id"]);
    for comment in &comments {
        assert_eq!(comment["unplaced"], "the file carries no map of its passages");
        assert_eq!(comment["comment"], "Where?");
    }
    fs::write(review.path("other.pdf"), "words").unwrap();
    let refused = review.idm(&["comments", "other.pdf"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("other.pdf: it is no PDF"));
    let unknown = review.idm(&["comments", "back.pdf", "--resolve", "zzzzzz", "--note", "x"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("there is no comment `zzzzzz` in these files"));
}

/// The name of the passage whose words begin so, from the draft's map.
fn passage_of(review: &Review, begins: &str) -> String {
    passage_in(review, "plain-words", begins)
}

fn passage_in(review: &Review, draft: &str, begins: &str) -> String {
    let bytes = review.draft(draft);
    let map: Value = serde_json::from_slice(&annotations::read(&bytes).unwrap().map.unwrap()).unwrap();
    let passages = map["passages"].as_array().unwrap().clone();
    let found = passages.iter().find(|passage| passage["text"].as_str().unwrap().starts_with(begins));
    found.unwrap()["name"].as_str().unwrap().to_owned()
}

#[test]
fn comments_on_a_chapter_and_on_outcomes_come_back_to_their_lines() {
    let review = Review::new();
    let drafted = review.idm(&["draft", "introduction", "outcomes"]);
    assert_eq!(drafted.status.code(), Some(0), "{drafted:?}");
    for of in ["introduction", "outcomes"] {
        assert_eq!(witnesses::findings(&review.draft(of)), Vec::<String>::new(), "{of}");
    }
    let passage = passage_in(&review, "introduction", "This record was put");
    review.annotate("introduction", "chapter.pdf", vec![mark(&passage, "programme", "Highlight", "Which one?")]);
    let marks = vec![mark("outcome:outcome-short/text", "short", "Highlight", "How short?")];
    review.annotate("outcomes", "outcomes.pdf", marks);
    let listed = review.comments(&["chapter.pdf", "outcomes.pdf"]);
    let places: Vec<(&str, u64)> = listed
        .iter()
        .map(|comment| (comment["spot"]["file"].as_str().unwrap(), comment["spot"]["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(places, [("outcomes.yaml", 5), ("chapters/introduction.md", 4)]);
    // The next copy of each shows what is open, and the morning's page counts it.
    assert_eq!(review.idm(&["comments", "chapter.pdf", "outcomes.pdf", "--keep"]).status.code(), Some(0));
    fs::remove_dir_all(review.path("out")).unwrap();
    assert_eq!(review.idm(&["draft", "introduction", "outcomes"]).status.code(), Some(0));
    for (of, words) in [("introduction", "Which one?"), ("outcomes", "How short?")] {
        let text = folded(&structure::read(&Document::load_mem(&review.draft(of)).unwrap()).text());
        assert_eq!(text.matches(&folded(words)).count(), 2, "{of}: {text}");
    }
    assert_eq!(review.idm(&["nightly", "--out", "night"]).status.code(), Some(0));
    let digest = review.read("night/digest.md");
    for line in ["- `introduction`: 1 open, 0 decided", "- `outcomes`: 1 open, 0 decided"] {
        assert!(digest.contains(line), "{digest}");
    }
    // A Word file of either carries its map, and what it shows itself is no comment of a reviewer's.
    let drafted = review.idm(&["draft", "introduction", "outcomes", "--format", "docx", "--out", "word"]);
    assert_eq!(drafted.status.code(), Some(0), "{drafted:?}");
    let told = String::from_utf8_lossy(&drafted.stdout).into_owned();
    assert_eq!(told.lines().filter(|file| review.comments(&[file]).is_empty()).count(), 2, "{told}");
}

/// The edition in French, of which one summary is translated.
fn in_french(review: &Review) {
    review.edit("inputs/publication.yaml", "language: en\n", "language: en\nlanguages: [en, fr]\n");
    let text =
        "# Ce qui a été demandé\n\nLe panel a demandé ce qu’il faut.\n\nQui ouvre un registre veut savoir la suite.\n";
    fs::write(review.path(FRENCH), text).unwrap();
    fs::remove_dir_all(review.path("out")).unwrap();
}

const FRENCH: &str = "inputs/workshops/spring/panel-1/summary.fr.md";

#[test]
fn comments_on_a_translated_draft_stand_in_the_files_of_the_translation() {
    let review = Review::new();
    in_french(&review);
    let drafted = review.idm(&["draft", "plain-words", "--language", "fr"]);
    assert_eq!(drafted.status.code(), Some(0), "{drafted:?}");
    let passage = passage_of(&review, "Qui ouvre");
    let marks = vec![
        mark(&passage, "registre", "StrikeOut", ""),
        // What is not translated stands in the draft as the source has it.
        mark("panel:plain-words/guiding_questions[1]", "written down", "Highlight", "Par qui ?"),
    ];
    review.annotate("plain-words", "back.pdf", marks);
    let places = |files: &[&str]| -> Vec<(String, u64, String)> {
        let text = |value: &Value| value.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let listed = review.comments(files);
        let spots = listed.iter().map(|comment| &comment["spot"]);
        spots.map(|spot| (text(&spot["file"]), spot["line"].as_u64().unwrap(), text(&spot["since"]))).collect()
    };
    let at = |file: &str, line: u64, since: &str| (file.to_owned(), line, since.to_owned());
    assert_eq!(places(&["back.pdf"]), [at("panel.yaml", 11, "unchanged"), at("summary.fr.md", 5, "unchanged")]);
    let listed = review.idm(&["comments", "back.pdf"]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains("summary.fr.md:5"), "{listed:?}");
    // Word drafts carry the same map.
    let drafted = review.idm(&["draft", "plain-words", "--language", "fr", "--format", "docx", "--out", "word"]);
    assert_eq!(drafted.status.code(), Some(0), "{drafted:?}");
    let sent = fs::read(review.path(String::from_utf8_lossy(&drafted.stdout).trim())).unwrap();
    let struck = |text: String| {
        let begins = text.find("veut savoir la suite").unwrap();
        let start = text[..begins].rfind("<w:r>").unwrap();
        let end = begins + text[begins..].find("</w:r>").unwrap() + "</w:r>".len();
        let run = text[start..end].replace("<w:t", "<w:delText").replace("</w:t>", "</w:delText>");
        format!("{}<w:del w:id=\"9001\" w:author=\"Ada\">{run}</w:del>{}", &text[..start], &text[end..])
    };
    fs::write(review.path("back.docx"), word::edited(&sent, None, &struck).unwrap()).unwrap();
    assert_eq!(places(&["back.docx"]), [at("summary.fr.md", 5, "unchanged")]);

    // Later the translation has one more paragraph, and the comment is made there and kept.
    review.edit(FRENCH, "Le panel", "Encore un.\n\nLe panel");
    assert_eq!(places(&["back.pdf"])[1], at("summary.fr.md", 7, "moved"));
    assert_eq!(review.idm(&["comments", "back.pdf", "--keep"]).status.code(), Some(0));
    assert_eq!(places(&[])[1], at("summary.fr.md", 7, "moved"));
    let strike = review.comments(&[])[1]["id"].as_str().unwrap().to_owned();
    // It stands in the drafts of the translation, and in those of the texts it has nothing to stand at; the morning counts it once.
    for (language, shown) in [("fr", true), ("en", false)] {
        fs::remove_dir_all(review.path("out")).unwrap();
        assert_eq!(review.idm(&["draft", "plain-words", "--language", language]).status.code(), Some(0));
        let text = structure::read(&Document::load_mem(&review.draft("plain-words")).unwrap()).text();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("Par qui ?"), "{language}: {text}");
        assert_eq!(text.contains("« registre »"), shown, "{language}: {text}");
    }
    assert_eq!(review.idm(&["nightly", "--out", "night"]).status.code(), Some(0));
    let digest = review.read("night/digest.md");
    assert!(digest.contains("(`plain-words`): 2 open, 0 decided"), "{digest}");
    let applied = review.idm(&["comments", "--apply", &strike, "--write"]);
    assert_eq!(applied.status.code(), Some(0), "{applied:?}");
    assert!(review.read(FRENCH).contains("Qui ouvre un veut"), "{}", review.read(FRENCH));
}

#[test]
fn what_is_put_on_the_references_stands_at_no_passage() {
    let review = Review::new();
    // The words of a work may be words of a passage, too.
    let marks = vec![
        mark("part:references", "handbook", "Highlight", "Is it the last edition?"),
        mark("part:references", "Programme", "Text", "Which one?"),
    ];
    review.annotate("plain-words", "returned.pdf", marks);
    let found = review.comments(&["returned.pdf"]);
    assert_eq!(found.len(), 2);
    for comment in &found {
        assert_eq!(comment["spot"], Value::Null, "{comment}");
        assert_eq!(comment["unplaced"], "it stands at the references", "{comment}");
        assert_eq!(comment["from"]["page"], 3, "{comment}");
    }
    let human = review.idm(&["comments", "returned.pdf"]);
    let human = String::from_utf8_lossy(&human.stdout);
    assert!(human.contains("Not placed: returned.pdf, page 3, it stands at the references"), "{human}");
}
