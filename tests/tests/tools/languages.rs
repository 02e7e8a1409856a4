//! Rules are told in the language of those who write the files.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::{Path, PathBuf};

use idm_tests::editor::Editor;
use idm_tests::project;
use serde_json::{Value, json};
use tempfile::TempDir;

const DANGLING: [&str; 3] = [
    "Everything referred to exists.",
    "Tout ce à quoi l’on renvoie existe.",
    "Existe todo aquello a lo que se remite.",
];

/// A publication in a folder of its own.
struct Run {
    folder: TempDir,
}

impl Run {
    /// The sound publication, with a line in place of that of its language.
    fn new(language: &str) -> Self {
        let run = Self { folder: TempDir::new().unwrap() };
        project::copy_base(run.root()).unwrap();
        let settings = fs::read_to_string(run.path("publication.yaml")).unwrap();
        assert!(settings.contains("language: en\n"), "{settings}");
        run.write("publication.yaml", &settings.replace("language: en\n", language));
        run
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    /// What the program writes to standard output.
    fn said(&self, arguments: &[&str]) -> String {
        let output = project::run(&project::program().unwrap(), self.root(), arguments).unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}

const INTRODUCTION: &str = "chapters/introduction.md";

#[test]
fn a_rule_is_explained_in_the_language_asked_for_or_that_of_the_publication() {
    let explain = ["explain", "dangling-reference"];
    let english = Run::new("language: en\n");
    let told = english.said(&explain);
    assert!(told.starts_with(&format!("dangling-reference (error)\n\n{}\n\n", DANGLING[0])), "{told}");
    assert!(told.ends_with("\n\nIts severity cannot be changed.\n"), "{told}");
    for (language, place, severity) in
        [("fr", 1, "erreur"), ("fr-CA", 1, "erreur"), ("es", 2, "error"), ("ES_mx", 2, "error")]
    {
        let told = english.said(&["explain", "dangling-reference", "--language", language]);
        assert!(told.starts_with(&format!("dangling-reference ({severity})\n\n{}\n", DANGLING[place])), "{told}");
    }
    let list = english.said(&["explain", "--language", "es"]);
    assert!(list.contains(DANGLING[2]) && !list.contains(DANGLING[0]), "{list}");

    let french = Run::new("language: fr\n");
    assert!(french.said(&explain).contains(DANGLING[1]));
    assert!(french.said(&["explain"]).contains(DANGLING[1]));
    assert_eq!(french.said(&["explain", "dangling-reference", "--language", "en"]), told);
    // What a code means can be asked whatever is wrong with the publication, and where there is none.
    french.write("publication.yaml", "language: fr\ntitel: T\n");
    assert!(french.said(&explain).contains(DANGLING[1]));
    french.write("publication.yaml", "language: [fr\n");
    assert_eq!(french.said(&explain), told);
    fs::remove_file(french.path("publication.yaml")).unwrap();
    assert_eq!(french.said(&explain), told);

    let program = project::program().unwrap();
    let refused = project::run(&program, english.root(), &["explain", "unsourced", "--language", "german"]).unwrap();
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_problem_of_a_translation_comes_with_its_rule_once() {
    let run = Run::new("language: en\nlanguages: [en, fr, es]\n");
    run.write("chapters/introduction.fr.md", "# Avant-propos\n\nVoir [@nulle-part] et [@ailleurs].\n");
    run.write("chapters/introduction.es.md", "# Prólogo\n\nVéase [@nada].\n");
    let told = run.said(&["check", "--all-languages"]);
    assert_eq!(told.matches("error[dangling-reference]").count(), 3, "{told}");
    for summary in &DANGLING[1..] {
        assert_eq!(told.matches(&format!("= note: {summary}\n")).count(), 1, "{told}");
    }
    let (first, second) = told.split_once("nulle-part").unwrap();
    assert!(!first.contains(DANGLING[1]) && second.contains(DANGLING[1]), "{told}");
    // What is wrong in the English files of the same publication is told in English alone.
    let text = fs::read_to_string(run.path(INTRODUCTION)).unwrap();
    run.write(INTRODUCTION, &format!("{text}\nSee [@nowhere].\n"));
    fs::remove_file(run.path("chapters/introduction.fr.md")).unwrap();
    fs::remove_file(run.path("chapters/introduction.es.md")).unwrap();
    let told = run.said(&["check"]);
    assert!(told.contains("error[dangling-reference]") && !told.contains("= note: "), "{told}");
}

#[test]
fn other_formats_are_the_same_in_every_language() {
    let run = Run::new("language: es\n");
    let text = fs::read_to_string(run.path(INTRODUCTION)).unwrap();
    run.write(INTRODUCTION, &format!("{text}\nVéase [@nada].\n"));
    assert!(run.said(&["check"]).contains(&format!("= note: {}\n", DANGLING[2])));
    for format in ["json", "short", "github"] {
        let told = run.said(&["check", "--message-format", format]);
        assert!(told.contains("dangling-reference") && !told.contains(DANGLING[2]), "{told}");
    }
}

#[test]
fn the_page_about_a_night_tells_a_rule_once_in_its_language() {
    let run = Run::new("language: es\n");
    let text = fs::read_to_string(run.path(INTRODUCTION)).unwrap();
    run.write(INTRODUCTION, &format!("{text}\nVéase [@nada] y [@nadie].\n"));
    run.said(&["nightly", "--out", "out"]);
    for page in ["digest.md", "digest.html"] {
        let told = fs::read_to_string(run.path("out").join(page)).unwrap();
        let (_, blocking) = told.split_once("Errores").unwrap();
        assert_eq!(blocking.matches(DANGLING[2]).count(), 1, "{told}");
        assert!(blocking.matches("dangling-reference").count() == 2 && !told.contains(DANGLING[0]), "{told}");
    }
}

#[test]
fn an_editor_shows_the_rule_in_the_language_of_the_publication() {
    for (language, place) in [("en", 0), ("fr", 1), ("es", 2)] {
        let run = Run::new(&format!("language: {language}\ndiagnostics: {{unused-record: warn}}\n"));
        let text = fs::read_to_string(run.path(INTRODUCTION)).unwrap();
        run.write(INTRODUCTION, &format!("{text}\n[@nowhere].\n"));
        let mut editor = Editor::open_folder(run.root());
        let problems = editor.problems(INTRODUCTION);
        let dangling = problems.iter().find(|problem| problem["code"] == "dangling-reference").unwrap();
        let message = dangling["message"].as_str().unwrap();
        assert_eq!(message.ends_with(&format!("\n{}", DANGLING[place])), language != "en", "{message}");
        let settings = editor.open("publication.yaml");
        let word = settings.find("unused-record").unwrap();
        let hover = editor.ask("textDocument/hover", "publication.yaml", &settings, word).to_string();
        let rule = idm_core::rules::UNUSED_RECORD.explanation_in(idm::model::Language::from_code(language).unwrap());
        assert!(hover.contains(rule), "{hover}");
        editor.end().unwrap();
    }
}

#[test]
fn an_editor_shows_what_is_wrong_with_a_translation() {
    let run = Run::new("language: en\nlanguages: [en, fr]\n");
    let path = "chapters/introduction.fr.md";
    run.write(path, "# Avant-propos\n\nVoir [@nulle-part].\n");
    let mut editor = Editor::open_folder(run.root());
    let text = editor.open(path);
    let dangling = |problems: Vec<Value>| {
        problems.iter().filter(|problem| problem["code"] == "dangling-reference").cloned().collect::<Vec<_>>()
    };
    let found = dangling(editor.problems(path));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["range"]["start"], json!({ "line": 2, "character": 7 }), "{found:?}");
    assert!(found[0]["message"].as_str().unwrap().ends_with(DANGLING[1]), "{found:?}");
    editor.replace(path, &text.replace("Voir [@nulle-part].", "Voir plus bas."));
    assert_eq!(dangling(editor.problems(path)).len(), 0);
    // What may be done about it is offered as in the texts themselves.
    let wrong = text.replace("nulle-part", "publish-erly");
    editor.replace(path, &wrong);
    let found = dangling(editor.problems(path));
    let params = json!({
        "textDocument": { "uri": editor.uri(path) }, "range": found[0]["range"], "context": { "diagnostics": found },
    });
    let actions = editor.request("textDocument/codeAction", params).unwrap();
    let edits = actions[0]["edit"]["changes"][editor.uri(path)].as_array().unwrap_or_else(|| panic!("{actions}"));
    assert!(edits.iter().any(|edit| edit["newText"].as_str().unwrap().contains("publish-early")), "{actions}");
    for edit in edits {
        editor.change(path, json!([{ "range": edit["range"], "text": edit["newText"] }]));
    }
    assert_eq!(dangling(editor.problems(path)).len(), 0);
    editor.end().unwrap();
}
