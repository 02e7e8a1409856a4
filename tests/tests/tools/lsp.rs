//! The language server, asked over the protocol.

use std::collections::BTreeMap;
use std::path::Path;

use idm::diagnostic::located::Located;
use idm::{Options, Project};
use idm_core::files::Files;
use idm_tests::editor::{Editor, position};
use idm_tests::project::{base, copy_base};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

const PANEL: &str = "workshops/spring/panel-1/panel.yaml";
const SUMMARY: &str = "workshops/spring/panel-1/summary.md";

fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("there is room");
    copy_base(folder.path()).expect("it can be copied");
    folder
}

/// The text with what stands at the sign `¦`, and where it stood.
fn marked(text: &str) -> (String, usize) {
    (text.replace('¦', ""), text.find('¦').expect("a place is marked"))
}

/// What is proposed at the sign `¦` of a text that takes the place of a file's.
fn proposed(path: &str, text: &str) -> Vec<String> {
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    let (text, offset) = marked(text);
    editor.open_as(path, &text);
    let items = editor.ask("textDocument/completion", path, &text, offset);
    let label = |item: &Value| item["textEdit"]["newText"].as_str().expect("it is a text").to_owned();
    let labels = items.as_array().expect("there is a list").iter().map(label).collect();
    editor.end().expect("it ends as agreed");
    labels
}

#[track_caller]
fn assert_proposes(path: &str, text: &str, wanted: &[&str]) {
    let found = proposed(path, text);
    for word in wanted {
        assert!(found.iter().any(|found| found == word), "{word:?} is not in {found:?}");
    }
}

#[test]
fn problems_are_told_when_a_folder_is_opened_and_change_as_somebody_types() {
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    assert!(editor.all_problems().is_empty());
    let text = editor.open(PANEL);
    assert!(editor.problems(PANEL).is_empty());

    let wrong = text.replace("moderator: moreau", "moderator: moreaux");
    editor.replace(PANEL, &wrong);
    let problems = editor.problems(PANEL);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0]["code"], "dangling-reference");
    assert_eq!(problems[0]["severity"], 1);
    let start = wrong.find("moreaux").expect("it is there");
    assert_eq!(problems[0]["range"], json!({ "start": position(&wrong, start), "end": position(&wrong, start + 7) }));

    // A change of some letters: the last one is taken away again.
    let at = start + 6;
    let range = json!({ "start": position(&wrong, at), "end": position(&wrong, at + 1) });
    editor.change(PANEL, json!([{ "range": range, "text": "" }]));
    assert!(editor.all_problems().is_empty());

    // What was not saved is forgotten with the window.
    editor.replace(PANEL, "id: [");
    assert!(!editor.all_problems().is_empty());
    editor.close(PANEL);
    assert!(editor.all_problems().is_empty());
    editor.end().expect("it ends as agreed");
}

#[test]
fn files_that_change_on_the_disk_are_read_again() {
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    let text = editor.open(PANEL);
    std::fs::write(folder.path().join("people.yaml"), "[]\n").expect("it can be written");
    editor.saved("people.yaml");
    let problems = editor.problems(PANEL);
    assert!(problems.iter().all(|found| found["code"] == "dangling-reference"), "{problems:?}");
    assert_eq!(problems.len(), text.matches("moreau").count() + text.matches("okafor").count());
    editor.end().expect("it ends as agreed");
}

#[test]
fn keys_and_values_of_records_are_proposed() {
    assert_proposes(PANEL, "id: plain-words\nmod¦\n", &["moderator: ", "status: "]);
    assert!(!proposed(PANEL, "id: plain-words\n¦\n").contains(&"id: ".to_owned()), "it has one already");
    assert_proposes(PANEL, "id: plain-words\nstatus: ¦\n", &["draft", "reviewed", "cleared"]);
    assert_proposes(PANEL, "id: plain-words\nmoderator: mo¦\nstatus: draft\n", &["moreau", "okafor"]);
    assert_proposes(PANEL, "speakers: [okafor, ¦\nstatus: draft\n", &["moreau"]);
    assert_proposes(PANEL, "speakers:\n  - okafor\n  - ¦\n", &["moreau"]);
    assert_proposes(PANEL, "key-messages:\n  - text: A\n    ba¦\n", &["basis: ", "locator: "]);
    assert_proposes(PANEL, "key-messages:\n  - text: A\n    basis: ¦\n", &["report", "agenda"]);
    assert_proposes(PANEL, "id: a\nsource: \"¦\"\n", &["notes", "programme"]);
    assert_proposes("people.yaml", "- id: a\n  na¦", &["name: "]);
    let recommendations = "workshops/spring/panel-1/recommendations.yaml";
    assert_proposes(recommendations, "- id: a\n  frameworks:\n    handbook: [¦]\n", &["2.1", "2.10"]);
    assert_proposes(recommendations, "- id: a\n  addressees: [states, ¦]\n", &["civil-society"]);
    assert_proposes("publication.yaml", "id: p\nbook:\n  - section: ¦\n", &["themes", "charts"]);
    assert_proposes("publication.yaml", "id: p\nbook:\n  - chapter: ¦\n", &["introduction"]);
    assert_proposes("references.yaml", "notes:\n  type: ¦\n", &["report", "web"]);
    assert_proposes("references.yaml", "notes:\n  pub¦\n", &["publisher: "]);
}

#[test]
fn what_prose_may_refer_to_is_proposed() {
    assert_proposes(SUMMARY, "# A\n\nSee [@¦] and\n", &["notes", "panel:open-archive", "rec:publish-early"]);
    assert_proposes(SUMMARY, "# A\n\nSee [@notes; @rec:pub¦].\n", &["rec:publish-early"]);
    assert_proposes(SUMMARY, "# A\n\nSee [this](@¦).\n", &["panel:open-archive"]);
    assert!(proposed(SUMMARY, "# A\n\nWrite to me@¦\n").is_empty(), "an address refers to nothing");
    assert_proposes(SUMMARY, "# A\n\n:::¦\n", &["figure", "key-messages"]);
    assert_proposes(SUMMARY, "# A\n\n:::quote {¦}\n", &["by=\"", "source=\""]);
    assert_proposes(SUMMARY, "# A\n\n:::quote {by=\"okafor\" source=\"¦\"}\n", &["notes"]);
    assert_proposes(PANEL, "id: a\ntitle: What [@¦]\n", &["notes"]);
    assert_proposes(SUMMARY, "# A\n\nText[^¦\n\n[^b]: Note\n", &["b]"]);
}

#[test]
fn what_an_expression_may_name_is_proposed() {
    assert_proposes(SUMMARY, "# A\n\nIn {{ ¦\n", &["workshop", "panel", "values", "count"]);
    assert_proposes(SUMMARY, "# A\n\nIn {{ workshop.ci¦ }}.\n", &["city", "venue"]);
    assert_proposes(SUMMARY, "# A\n\nIn {{ workshops[0].¦\n", &["city"]);
    assert_proposes(SUMMARY, "# A\n\nIn {{ panel.title | ¦\n", &["upper", "lower"]);
    assert_proposes("publication.yaml", "id: p\ndescription: With {{ values.¦ }} places\n", &["places"]);
    assert!(proposed("chapters/introduction.md", "# A\n\nIn {{ workshop.¦\n").is_empty(), "a chapter has no workshop");
    assert!(proposed(SUMMARY, "# A\n\nIn {{ count.panels }} m¦\n").is_empty(), "the expression has ended");
}

/// What is said of the first appearance of a word.
fn told(editor: &mut Editor, path: &str, word: &str) -> String {
    let text = editor.open(path);
    let offset = text.find(word).expect("the word is there") + 1;
    let answer = editor.ask("textDocument/hover", path, &text, offset);
    editor.close(path);
    answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_name_says_on_which_page_it_stands() {
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    editor.open(SUMMARY);
    // The book is laid out behind the conversation.
    let told = (0..600).find_map(|_| {
        let told = told(&mut editor, SUMMARY, "open-archive");
        std::thread::sleep(std::time::Duration::from_millis(100));
        told.contains(", p. ").then_some(told)
    });
    assert!(told.is_some_and(|told| told.contains("**Panel 2**, p. ")));
    editor.end().expect("it ends as agreed");
}

#[test]
fn keys_and_names_say_what_they_mean() {
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    assert_eq!(told(&mut editor, PANEL, "moderator"), "A person's identifier, or several.");
    let status = told(&mut editor, PANEL, "status");
    assert!(status.contains("`cleared`: Agreed with those it speaks for."), "{status}");
    let person = told(&mut editor, PANEL, "moreau");
    assert!(person.starts_with("**") && person.contains("Moreau") && person.contains("person"), "{person}");
    let recommendation = told(&mut editor, "workshops/spring/panel-2/summary.md", "rec:publish-early");
    assert_eq!(recommendation, "", "a prefix names nothing");
    let recommendation = told(&mut editor, "workshops/spring/panel-2/summary.md", "publish-early");
    assert!(recommendation.starts_with("**Recommendation 1."), "{recommendation}");
    assert!(recommendation.contains("Publish within a week"), "{recommendation}");
    let element = told(&mut editor, "workshops/spring/panel-1/recommendations.yaml", "2.1");
    assert!(element.starts_with("**"), "{element}");
    editor.end().expect("it ends as agreed");
}

/// The file and line where what stands at the first appearance of a word is defined.
fn defined(editor: &mut Editor, path: &str, word: &str) -> Vec<(String, u64)> {
    let text = editor.open(path);
    let offset = text.find(word).expect("the word is there") + 1;
    let answer = editor.ask("textDocument/definition", path, &text, offset);
    editor.close(path);
    let root = editor.uri("");
    let place = |found: &Value| {
        let uri = found["uri"].as_str().expect("it is an address");
        let line = found["range"]["start"]["line"].as_u64().expect("it is a number");
        (uri.trim_start_matches(&root).trim_start_matches('/').to_owned(), line)
    };
    answer.as_array().expect("it is a list").iter().map(place).collect()
}

#[test]
fn names_lead_to_what_they_name() {
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    let line_of = |path: &str, line: &str| {
        let text = std::fs::read_to_string(folder.path().join(path)).expect("it can be read");
        text.lines().position(|found| found.contains(line)).expect("the line is there") as u64
    };
    let panel_2 = "workshops/spring/panel-2/panel.yaml";
    assert_eq!(defined(&mut editor, SUMMARY, "open-archive"), [(panel_2.to_owned(), 0)]);
    assert_eq!(
        defined(&mut editor, PANEL, "moreau"),
        [("people.yaml".to_owned(), line_of("people.yaml", "id: moreau"))]
    );
    assert_eq!(
        defined(&mut editor, PANEL, "programme"),
        [("references.yaml".to_owned(), line_of("references.yaml", "programme:"))]
    );
    assert_eq!(defined(&mut editor, PANEL, "Plain words"), []);

    let text = editor.open(panel_2);
    let at = text.find("open-archive").expect("it is there");
    let params = json!({
        "textDocument": { "uri": editor.uri(panel_2) },
        "position": position(&text, at),
        "context": { "includeDeclaration": true },
    });
    let found = editor.request("textDocument/references", params).expect("the server answers");
    let files: Vec<&str> = found.as_array().expect("a list").iter().filter_map(|place| place["uri"].as_str()).collect();
    for file in ["publication.yaml", "workshops/spring/workshop.yaml", panel_2, SUMMARY] {
        assert!(files.iter().any(|uri| uri.ends_with(file)), "{file} is not in {files:?}");
    }
    editor.end().expect("it ends as agreed");
}

/// What a change in the protocol's form makes of a folder's files.
fn apply(editor: &Editor, folder: &Path, edit: &Value) {
    let path_of = |uri: &Value| {
        let root = format!("{}/", editor.uri(""));
        uri.as_str().expect("it is an address").strip_prefix(&root).expect("it lies in the folder").to_owned()
    };
    let edit_file = |path: &str, edits: &Value| {
        let text = std::fs::read_to_string(folder.join(path)).expect("the file can be read");
        let mut edits: Vec<&Value> = edits.as_array().expect("it is a list").iter().collect();
        edits.sort_by_key(|edit| offset(&text, &edit["range"]["start"]));
        let mut changed = text.clone();
        for edit in edits.iter().rev() {
            let range = offset(&text, &edit["range"]["start"])..offset(&text, &edit["range"]["end"]);
            changed.replace_range(range, edit["newText"].as_str().expect("it is a text"));
        }
        std::fs::write(folder.join(path), changed).expect("it can be written");
    };
    for (uri, edits) in edit["changes"].as_object().into_iter().flatten() {
        edit_file(&path_of(&json!(uri)), edits);
    }
    for change in edit["documentChanges"].as_array().into_iter().flatten() {
        match change["kind"].as_str() {
            Some("rename") => {
                let (from, to) = (path_of(&change["oldUri"]), path_of(&change["newUri"]));
                std::fs::rename(folder.join(from), folder.join(to)).expect("it can be renamed");
            }
            Some("create") => std::fs::write(folder.join(path_of(&change["uri"])), "").expect("it can be made"),
            _ => edit_file(&path_of(&change["textDocument"]["uri"]), &change["edits"]),
        }
    }
}

/// The byte at a position in the protocol's form.
fn offset(text: &str, position: &Value) -> usize {
    let line = usize::try_from(position["line"].as_u64().expect("it is a number")).expect("it is small");
    let units = usize::try_from(position["character"].as_u64().expect("it is a number")).expect("it is small");
    let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let mut counted = 0;
    for (at, char) in text[start..].char_indices() {
        if counted >= units {
            return start + at;
        }
        counted += char.len_utf16();
    }
    text.len()
}

/// Renames what stands at the first appearance of a word, in the files.
fn renamed(folder: &Path, path: &str, word: &str, name: &str) -> Result<(), String> {
    let mut editor = Editor::open_folder(folder);
    let text = editor.open(path);
    let at = text.find(word).expect("the word is there") + word.len();
    let params = json!({
        "textDocument": { "uri": editor.uri(path) }, "position": position(&text, at), "newName": name,
    });
    let edit = editor.request("textDocument/rename", params);
    if let Ok(edit) = &edit {
        apply(&editor, folder, edit);
    }
    editor.end().expect("it ends as agreed");
    edit.map(|_| ())
}

/// The words of every text of the book, in their order.
fn words(project: &Project) -> Vec<String> {
    use idm::model::BookText;
    use idm_core::markdown::tree::{InlineKind, plain_text};
    let publication = project.publication().expect("it can be understood");
    let mut words = vec![];
    publication.texts(&mut |text, _| match text {
        BookText::Line(line) => words.push(plain_text(&line.content)),
        BookText::Text(text) => {
            idm_core::markdown::walk::inlines(&text.prose, idm_core::markdown::walk::Notes::Visit, &mut |inline| {
                if let InlineKind::Text(text) = &inline.kind {
                    words.push(text.to_string());
                }
            });
        }
        _ => {}
    });
    words
}

#[test]
fn a_renamed_record_is_renamed_everywhere_and_known_by_its_former_name() {
    let people = "people.yaml";
    let recommendations = "workshops/spring/panel-1/recommendations.yaml";
    let workshop = "workshops/spring/workshop.yaml";
    for (path, word, name) in [
        (SUMMARY, "open-archive", "open-shelves"),
        (PANEL, "moreau", "jeanne-moreau"),
        (people, "id: okafor", "o-kafor"),
        (recommendations, "write-the-decision", "decide-first"),
        ("publication.yaml", "id: writing", "the-writing"),
        ("publication.yaml", "chapter: introduction", "opening"),
        (workshop, "id: spring", "in-spring"),
        ("outcomes.yaml", "id: ", ""),
        ("references.yaml", "notes", "the-notes"),
        (SUMMARY, "time-spent", "time-used"),
        (recommendations, "handbook", "guidebook"),
        (recommendations, "2.1", "2.9"),
    ] {
        let folder = project();
        let before = Project::open(folder.path()).expect("it can be opened");
        let text = std::fs::read_to_string(folder.path().join(path)).expect("it can be read");
        // An outcome is called as it is in the sample.
        let outcome = text.split("id: ").nth(1).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let (word, name) =
            if name.is_empty() { (format!("id: {outcome}"), "an-outcome") } else { (word.to_owned(), name) };
        renamed(folder.path(), path, &word, name).unwrap_or_else(|why| panic!("{word}: {why}"));
        let after = Project::open(folder.path()).expect("it can be opened");
        assert!(after.findings().is_empty(), "{word}: {:?}", after.findings());
        assert_eq!(words(&before), words(&after), "{word}");

        // These have no place for former names.
        if ["notes", "handbook", "2.1", "time-spent"].contains(&word.as_str()) {
            continue;
        }
        let state = idm::EarlierState::Files(Files::memory(base()), "before".to_owned());
        let earlier = after.earlier(&state).expect("it can be read");
        let changes = after.changes_since(&earlier).expect("it can be compared");
        assert!(changes.records.is_empty(), "{word}: {:?}", changes.records);
    }
}

#[test]
fn former_names_are_kept_one_beside_the_other() {
    let folder = project();
    for (word, name) in [("moreau", "m"), ("m", "n"), ("n", "moreau")] {
        renamed(folder.path(), PANEL, &format!("moderator: {word}"), name).expect("it can be renamed");
    }
    let people = std::fs::read_to_string(folder.path().join("people.yaml")).expect("it can be read");
    assert!(people.contains("- id: moreau\n  formerly: [m, n]\n"), "{people}");
    assert!(Project::open(folder.path()).expect("it can be opened").findings().is_empty());
}

#[test]
fn what_cannot_be_a_name_is_refused_with_the_reason() {
    let folder = project();
    for (path, word, name, why) in [
        (PANEL, "moreau", "okafor", "names something already"),
        (PANEL, "moreau", "Jeanne Moreau", "is no identifier"),
        (PANEL, "Plain words", "x", "there is no name here"),
        ("references.yaml", "notes", "a b", "is no identifier"),
    ] {
        let refused = renamed(folder.path(), path, word, name).expect_err("it is refused");
        assert!(refused.contains(why), "{refused}");
    }
    std::fs::write(folder.path().join("people.yaml"), "- [").expect("it can be written");
    let refused = renamed(folder.path(), SUMMARY, "open-archive", "x").expect_err("it is refused");
    assert!(refused.contains("cannot be read"), "{refused}");
}

#[test]
fn a_file_and_the_publication_tell_what_they_have() {
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    editor.open(SUMMARY);
    editor.open("people.yaml");
    let names = |editor: &mut Editor, path: &str| -> Vec<String> {
        let params = json!({ "textDocument": { "uri": editor.uri(path) } });
        let found = editor.request("textDocument/documentSymbol", params).expect("the server answers");
        found
            .as_array()
            .expect("a list")
            .iter()
            .map(|symbol| symbol["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    let summary = names(&mut editor, SUMMARY);
    assert_eq!(summary[..2], ["What was asked", "The decision first"]);
    assert!(summary.contains(&"time-spent".to_owned()), "{summary:?}");
    assert_eq!(names(&mut editor, "people.yaml")[0], "moreau");
    let found = editor.request("workspace/symbol", json!({ "query": "vote" })).expect("the server answers");
    assert_eq!(found[0]["name"], "keep-the-vote");
    assert!(found[0]["containerName"].as_str().is_some_and(|name| name.starts_with("Recommendation")), "{found}");
    editor.end().expect("it ends as agreed");
}

#[test]
fn numbers_that_will_print_stand_beside_identifiers() {
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    let path = "workshops/spring/panel-2/summary.md";
    let text = editor.open(path);
    let range = json!({ "start": position(&text, 0), "end": position(&text, text.len()) });
    let params = json!({ "textDocument": { "uri": editor.uri(path) }, "range": range });
    let hints = editor.request("textDocument/inlayHint", params).expect("the server answers");
    assert_eq!(hints.as_array().map(Vec::len), Some(1), "{hints}");
    let at = text.find("publish-early").expect("it is there") + "publish-early".len();
    assert_eq!(hints[0]["position"], position(&text, at));
    assert!(hints[0]["label"].as_str().is_some_and(|number| number.starts_with("1.")), "{hints}");
    editor.end().expect("it ends as agreed");
}

/// The titles of what may be done at the first appearance of a word, and what the first of them with a part of a title makes
/// of the project.
fn done(folder: &Path, path: &str, word: &str, part: &str) -> Vec<String> {
    let mut editor = Editor::open_folder(folder);
    let text = editor.open(path);
    let at = position(&text, text.find(word).expect("the word is there") + word.len() - 1);
    let params = json!({
        "textDocument": { "uri": editor.uri(path) }, "range": { "start": at, "end": at }, "context": { "diagnostics": [] },
    });
    let actions = editor.request("textDocument/codeAction", params).expect("the server answers");
    let actions = actions.as_array().expect("a list");
    let titled = |action: &&Value| action["title"].as_str().is_some_and(|title| title.contains(part));
    if let Some(action) = actions.iter().find(titled) {
        apply(&editor, folder, &action["edit"]);
    }
    let titles = actions.iter().map(|action| action["title"].as_str().expect("a title").to_owned()).collect();
    editor.end().expect("it ends as agreed");
    titles
}

#[test]
fn typical_mistakes_are_mended_by_what_the_editor_offers_first() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/mistakes.json");
    let mistakes = std::fs::read(list).expect("it can be read");
    let mistakes: Vec<BTreeMap<String, String>> = serde_json::from_slice(&mistakes).expect("it is a list of mistakes");
    assert!(mistakes.len() >= 20);
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    for mistake in mistakes {
        let [file, right, wrong] = ["file", "right", "wrong"].map(|key| &*mistake[key]);
        let text = editor.open(file);
        assert!(text.contains(right), "{file} does not say {right:?}");
        editor.replace(file, &text.replacen(right, wrong, 1));
        let mut left = editor.problems(file);
        assert!(!left.is_empty(), "{wrong:?} is no problem in {file}");
        // A line may hold more than one.
        while let Some(problem) = left.first() {
            let params = json!({
                "textDocument": { "uri": editor.uri(file) },
                "range": problem["range"],
                "context": { "diagnostics": [problem] },
            });
            let actions = editor.request("textDocument/codeAction", params).expect("the server answers");
            let edit = actions[0]["edit"]["changes"][editor.uri(file)].as_array();
            let edit = edit.unwrap_or_else(|| panic!("{wrong:?}: nothing is offered for {problem}"));
            for change in edit {
                editor.change(file, json!([{ "range": change["range"], "text": change["newText"] }]));
            }
            let now = editor.problems(file);
            assert!(now.len() < left.len(), "{wrong:?}: {actions} leaves {now:?}");
            left = now;
        }
        editor.close(file);
        assert!(editor.all_problems().is_empty(), "{wrong:?}: {:?}", editor.all_problems());
    }
    editor.end().expect("it ends as agreed");
}

#[test]
fn problems_can_be_mended_from_where_they_are_shown() {
    let replaced = |folder: &Path, path: &str, old: &str, new: &str| {
        let text = std::fs::read_to_string(folder.join(path)).expect("it can be read");
        assert!(text.contains(old), "{old}");
        std::fs::write(folder.join(path), text.replacen(old, new, 1)).expect("it can be written");
    };
    let findings = |folder: &Path| {
        let project = Project::open(folder).expect("it can be opened");
        project.findings().iter().map(|found| found.code).collect::<Vec<_>>()
    };
    for (old, new) in [("moderator:", "moderatr:"), ("status: draft", "status: drafft"), ("moreau", "moreua")] {
        let folder = project();
        replaced(folder.path(), PANEL, old, new);
        let titles = done(folder.path(), PANEL, new, "write `");
        assert_eq!(findings(folder.path()), Vec::<&str>::new(), "{new}: {titles:?}");
    }

    let folder = project();
    replaced(folder.path(), PANEL, "speakers: [okafor]", "speakers: [okafor, mr-x]");
    let titles = done(folder.path(), PANEL, "mr-x", "people.yaml");
    assert!(titles.iter().any(|title| title.contains("`mr-x`")), "{titles:?}");
    replaced(folder.path(), "people.yaml", "- id: mr-x\n  name:", "- id: mr-x\n  name: X");
    let left = findings(folder.path());
    assert!(!left.contains(&"dangling-reference"), "{left:?}");

    let folder = project();
    replaced(folder.path(), SUMMARY, "The panel asked", "The panel of the QRST asked");
    assert_eq!(findings(folder.path()), ["unknown-acronym"]);
    done(folder.path(), SUMMARY, "QRST", "acronyms.yaml");
    replaced(folder.path(), "acronyms.yaml", "- short: QRST\n  long:", "- short: QRST\n  long: Quite Rare");
    assert_eq!(findings(folder.path()), Vec::<&str>::new());

    let folder = project();
    replaced(folder.path(), SUMMARY, "The panel asked", "The panel of the QRST asked");
    done(folder.path(), SUMMARY, "QRST", "accept");
    replaced(folder.path(), "publication.yaml", "    reason:", "    reason: It is a name.");
    assert_eq!(findings(folder.path()), Vec::<&str>::new());
}

#[test]
fn a_place_is_shown_in_the_preview_that_runs() {
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    let at = json!({ "textDocument": { "uri": editor.uri(SUMMARY) }, "position": { "line": 2, "character": 0 } });
    let show = json!({ "command": "idm.showInPreview", "arguments": [at] });
    let refused = editor.request("workspace/executeCommand", show.clone()).expect_err("none runs");
    assert!(refused.contains("idm preview --open"), "{refused}");
    let preview = idm_preview::Preview::start(
        folder.path().to_owned(),
        idm::Options::default(),
        idm_preview::Settings::default(),
    );
    let preview = preview.expect("it starts");
    // It answers before it has read the files.
    let shown = (0..200).any(|_| {
        let shown = editor.request("workspace/executeCommand", show.clone()) == Ok(Value::Null);
        if !shown {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        shown
    });
    assert!(shown, "{:?}", editor.request("workspace/executeCommand", show));
    drop(preview);
    assert!(editor.request("workspace/executeCommand", show).is_err());
    for params in [json!({ "command": "idm.nothing" }), json!({ "command": "idm.showInPreview", "arguments": [7] })] {
        assert!(editor.request("workspace/executeCommand", params).is_err());
    }
    editor.end().expect("it ends as agreed");
}

#[test]
fn what_is_not_understood_is_refused_and_survived() {
    let folder = project();
    let mut editor = Editor::open_folder(folder.path());
    assert!(editor.request("textDocument/nonsense", json!({})).is_err());
    assert!(editor.request("textDocument/hover", json!({ "textDocument": 7 })).is_err());
    let nowhere = json!({ "textDocument": { "uri": "untitled:1" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(editor.request("textDocument/hover", nowhere), Ok(Value::Null));
    let (line, character) = (u32::MAX, u32::MAX);
    let far =
        json!({ "textDocument": { "uri": editor.uri(PANEL) }, "position": { "line": line, "character": character } });
    assert_eq!(editor.request("textDocument/hover", far), Ok(Value::Null));
    assert!(editor.all_problems().is_empty());
    editor.end().expect("it ends as agreed");
}

/// What `idm check` finds in files, in a form that both sides have: file, line and column from 0, code, message.
fn checked(folder: &Path, texts: &BTreeMap<String, String>) -> BTreeMap<String, Vec<(u64, u64, String, String)>> {
    let mut files: BTreeMap<String, Vec<u8>> = base();
    files.extend(texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())));
    let _ = folder;
    let project = Project::from_files(Files::memory(files), Options::default());
    let mut found = BTreeMap::<String, Vec<_>>::new();
    for problem in project.findings().iter() {
        let Located { code, message, location, .. } = problem;
        let (line, column) = location.range.map_or((0, 0), |range| {
            let source =
                project.sources().iter().find(|(_, source)| source.path() == location.file).expect("it was read").1;
            let at = position(source.text(), range.span.start as usize);
            (at["line"].as_u64().unwrap_or_default(), at["character"].as_u64().unwrap_or_default())
        });
        found.entry(location.file.clone()).or_default().push((line, column, (*code).to_owned(), message.clone()));
    }
    found
}

fn told_of(editor: &mut Editor) -> BTreeMap<String, Vec<(u64, u64, String, String)>> {
    let of = |found: &Value| {
        let start = &found["range"]["start"];
        let message = found["message"].as_str().unwrap_or_default();
        (
            start["line"].as_u64().unwrap_or_default(),
            start["character"].as_u64().unwrap_or_default(),
            found["code"].as_str().unwrap_or_default().to_owned(),
            message.split("\nhelp: ").next().unwrap_or_default().to_owned(),
        )
    };
    editor.all_problems().into_iter().map(|(path, found)| (path, found.iter().map(of).collect())).collect()
}

/// Texts that matter to the format, and letters of two and four bytes.
const SNIPPETS: [&str; 20] = [
    "\n",
    " ",
    ":",
    "- ",
    "  ",
    "[@notes]",
    "[@",
    "]",
    "*",
    ":::note\n",
    "\n:::\n",
    "{{ values.places }}",
    "{{",
    "é",
    "𝄞",
    "\"",
    "#",
    "id: okafor\n",
    "\t",
    "NGO",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is typed, the editor is told what `idm check` says of the same texts.
    #[test]
    fn problems_are_those_of_a_check(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0.0..1.0f64, 0usize..12, any::<prop::sample::Index>()), 1..12),
    ) {
        let folder = project();
        let mut editor = Editor::open_folder(folder.path());
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let paths: Vec<String> = base().into_keys().filter(|path| path.ends_with(".yaml") || path.ends_with(".md")).collect();
        for (file, part, length, snippet) in edits {
            let path = file.get(&paths);
            if !texts.contains_key(path) {
                let text = editor.open(path);
                texts.insert(path.clone(), text);
            }
            let text = texts.get_mut(path).expect("it was opened");
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a text's length")]
            let start = text.floor_char_boundary((text.len() as f64 * part) as usize);
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            let with = snippet.get(&SNIPPETS);
            let range = json!({ "start": position(text, start), "end": position(text, end) });
            editor.change(path, json!([{ "range": range, "text": with }]));
            text.replace_range(start..end, with);
            prop_assert_eq!(told_of(&mut editor), checked(folder.path(), &texts));
        }
        prop_assert!(editor.end().is_ok());
    }
}
