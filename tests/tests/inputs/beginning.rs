//! How a publication begins: a skeleton that builds, records that are added to it, and agendas that become workshops.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use idm::Project;
use idm_tests::{project, witnesses};
use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    project::run(&project::program().unwrap(), folder, arguments).unwrap()
}

/// What a run that succeeds prints.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{arguments:?}:\n{stdout}{stderr}");
    stdout
}

/// The message of a run that is refused as wrong usage.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let before = files(folder);
    let output = run(folder, arguments);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
    assert_eq!(files(folder), before, "{arguments:?} has written something");
    stderr
}

/// A publication as `init` begins it, in a folder called `forum`.
fn begun() -> TempDir {
    let folder = TempDir::new().unwrap();
    printed(folder.path(), &["init", "forum"]);
    folder
}

fn is_sound(folder: &Path) {
    let check = ["check", "--project", "forum", "--deny", "warnings"];
    assert_eq!(printed(folder, &check), "no problems in forum\n");
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Whether a text holds all lines of an earlier one in their order, perhaps with words added within a line in brackets.
fn holds(later: &[u8], earlier: &[u8]) -> bool {
    let (later, earlier) = (String::from_utf8_lossy(later), String::from_utf8_lossy(earlier));
    let mut lines = later.split('\n');
    earlier.split('\n').all(|line| {
        let begin = line.split(']').next().unwrap_or_default();
        // An empty list gives way to one of lines.
        let opened = begin.replace(" [", "");
        lines.any(|later| {
            later == line || (line.contains('[') && (later.starts_with(begin) || later.starts_with(&opened)))
        })
    })
}

#[test]
fn what_begins_builds_without_a_warning() {
    let folder = begun();
    is_sound(folder.path());
    let built = printed(folder.path(), &["build", "--project", "forum", "--deny", "warnings"]);
    assert_eq!(built, "out/forum.pdf\n");
    let pdf = fs::read(folder.path().join("out/forum.pdf")).unwrap();
    assert_eq!(witnesses::findings(&pdf), Vec::<String>::new());
    let pages = lopdf::Document::load_mem(&pdf).unwrap().get_pages().len();
    assert!((8..=16).contains(&pages), "{pages} pages");
    printed(folder.path(), &["draft", "--project", "forum", "--deny", "warnings"]);
}

#[test]
fn each_file_names_its_description() {
    let folder = begun();
    let mut named = 0;
    for (path, text) in files(folder.path()).iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let text = String::from_utf8_lossy(text);
        let to = text.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=");
        let to = to.unwrap_or_else(|| panic!("{path} names no description"));
        assert!(folder.path().join(path).parent().unwrap().join(to).is_file(), "{path}: {to}");
        named += 1;
    }
    assert_eq!(named, 7);
}

#[test]
fn nothing_is_overwritten() {
    let folder = begun();
    assert!(refused(folder.path(), &["init", "forum"]).contains("nothing is overwritten"));
    // A folder that holds something else, or one of the files.
    fs::create_dir_all(folder.path().join("other/chapters")).unwrap();
    fs::write(folder.path().join("other/notes.txt"), "mine").unwrap();
    printed(folder.path(), &["init", "other"]);
    assert_eq!(fs::read(folder.path().join("other/notes.txt")).unwrap(), b"mine");
    fs::create_dir_all(folder.path().join("third/chapters")).unwrap();
    fs::write(folder.path().join("third/chapters/introduction.md"), "# Mine\n").unwrap();
    refused(folder.path(), &["init", "third"]);
    fs::write(folder.path().join("forum/chapters/conclusions.md"), "# Mine\n").unwrap();
    assert!(
        refused(folder.path(), &["new", "chapter", "Conclusions", "--project", "forum"]).contains("conclusions.md")
    );
}

#[test]
fn the_identifier_is_that_of_the_folder() {
    let folder = TempDir::new().unwrap();
    for (name, id) in [("Fórum of 2025", "forum-of-2025"), ("2025", "publication"), ("論", "publication")] {
        printed(folder.path(), &["init", name]);
        let publication = fs::read_to_string(folder.path().join(name).join("publication.yaml")).unwrap();
        assert!(publication.contains(&format!("\nid: {id}\n")), "{name}:\n{publication}");
    }
}

#[test]
fn records_are_added_where_those_of_their_kind_are() {
    let folder = begun();
    for arguments in [
        &["panel"][..],
        &["panel", "A third panel: with \"signs\" #1"],
        &["recommendation", "Say it plainly"],
        &["recommendation", "Say it plainly", "--panel", "first-1"],
        &["outcome", "What was said was plain"],
        &["person", "Bo de Vries"],
        &["person", "Ana Vries"],
        &["person", "Zoë"],
        &["chapter", "Conclusions"],
        &["workshop", "Genève"],
        &["panel", "On the lake", "--id", "lake"],
        &["panel", "Across the lake", "--workshop", "first"],
    ] {
        let before = files(folder.path());
        let told = printed(folder.path(), &[&["new"], arguments, &["--project", "forum"]].concat());
        let after = files(folder.path());
        for (path, text) in &after {
            match before.get(path) {
                None => assert!(told.contains(&format!("created {path}\n")), "{path}\n{told}"),
                Some(earlier) if earlier != text => {
                    assert!(told.contains(&format!("changed {path}\n")), "{path}\n{told}");
                    assert!(holds(text, earlier), "{arguments:?}: {path}\n{}", String::from_utf8_lossy(text));
                }
                Some(_) => {}
            }
        }
        is_sound(folder.path());
    }
    let opened = Project::open(folder.path().join("forum")).unwrap();
    let book = opened.publication().unwrap();
    let panels: Vec<String> = book.panels.iter().map(|panel| format!("{} {}", panel.id, panel.number)).collect();
    assert_eq!(panels, ["first-1 1", "first-2 2", "first-3 3", "first-4 4", "lake 1"]);
    let own: Vec<&str> = book.recommendations.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(own, ["first-recommendation", "say-it-plainly-2", "say-it-plainly"]);
    let people: Vec<&str> = book.people.iter().map(|person| person.id.as_str()).collect();
    assert_eq!(people, ["example", "vries", "ana-vries", "zoe"]);
    assert_eq!(book.themes.iter().map(|theme| theme.panels.len()).sum::<usize>(), 5);
    assert_eq!(book.chapters.iter().last().unwrap().id.as_str(), "conclusions");
}

#[test]
fn what_cannot_be_added_is_said() {
    let folder = begun();
    for (arguments, said) in [
        (&["new", "panel", "--id", "first-1"][..], "`first-1` is taken"),
        (&["new", "panel", "--workshop", "frist"], "there is no workshop `frist`; there is first"),
        (&["new", "recommendation", "X", "--panel", "first-9"], "there is no panel `first-9`; there is first-1"),
        (&["new", "outcome", "X", "--theme", "no"], "there is no theme `no`; there is first-theme"),
        (&["new", "chapter", "X", "--id", "Not One"], "Not One"),
        (&["new", "person", " "], "it needs a name"),
    ] {
        let said_of_it = refused(folder.path(), &[arguments, &["--project", "forum"]].concat());
        assert!(said_of_it.contains(said), "{arguments:?}: {said_of_it}");
    }
}

/// Records are added to files that are written in other ways than the program writes them.
#[test]
fn a_file_keeps_its_own_way() {
    let folder = begun();
    let forum = folder.path().join("forum");
    let write = |path: &str, text: &str| fs::write(forum.join(path), text).unwrap();
    let read = |path: &str| fs::read_to_string(forum.join(path)).unwrap();
    let add = |arguments: &[&str]| printed(folder.path(), &[&["new"], arguments, &["--project", "forum"]].concat());
    // Lines that end as on Windows, a mark at the beginning, items without room between them, a comment at the end.
    let people = read("people.yaml").replace('\n', "\r\n");
    write("people.yaml", &format!("\u{feff}{people}  # a remark on her\r\n# the end"));
    let added = add(&["person", "Bo Second"]);
    assert!(added.contains("people.yaml"), "{added}");
    let after = read("people.yaml");
    assert!(after.starts_with('\u{feff}') && !after.replace("\r\n", "").contains('\n'), "{after:?}");
    assert!(
        after.ends_with("\r\n# the end") && after.contains("  # a remark on her\r\n\r\n- id: second\r\n"),
        "{after}"
    );
    // Lists that are empty, of lines, or not there.
    let publication = read("publication.yaml");
    write(
        "publication.yaml",
        &publication.replace("panels: [first-1]", "panels:\n    # in order\n    - first-1   # as agreed"),
    );
    add(&["panel"]);
    assert!(
        read("publication.yaml").ends_with("    - first-1   # as agreed\n    - first-2\n"),
        "{}",
        read("publication.yaml")
    );
    let workshop = read("workshops/first/workshop.yaml");
    let (above, _) = workshop.split_once("agenda:").unwrap();
    write("workshops/first/workshop.yaml", &format!("{above}agenda: []  # to come\n"));
    add(&["panel"]);
    let after = read("workshops/first/workshop.yaml");
    assert!(after.contains("agenda:  # to come\n  - id: first-3-session\n    kind: panel\n"), "{after}");
    write("workshops/first/workshop.yaml", above.trim_end());
    add(&["panel"]);
    assert!(read("workshops/first/workshop.yaml").contains("\nagenda:\n  - id: first-4-session\n"));
    // Records in brackets are not taken apart.
    write("outcomes.yaml", "[{id: a, theme: first-theme, title: A}]\n");
    assert!(refused(folder.path(), &["new", "outcome", "B", "--project", "forum"]).contains("in brackets"));
    write("outcomes.yaml", "# none yet\n[]\n");
    add(&["outcome", "B"]);
    assert!(read("outcomes.yaml").starts_with("# none yet\n- id: b\n"), "{}", read("outcomes.yaml"));
    fs::remove_file(forum.join("outcomes.yaml")).unwrap();
    add(&["outcome", "B"]);
    assert!(
        read("outcomes.yaml").starts_with("# yaml-language-server: $schema=schemas/outcomes.schema.json\n- id: b\n")
    );
}

/// The words of a text in small letters.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 3).map(str::to_lowercase).collect()
}

#[test]
fn each_line_of_an_agenda_is_used_or_named() {
    let agendas = project::package().join("agendas");
    for (name, workshop, expected) in [
        ("pages.txt", "porto", "6 sessions, 3 panels, 3 questions; of 26 lines, 7 "),
        ("plain.txt", "brest", "7 sessions, 2 panels, 4 questions; of 20 lines, 0 "),
        ("calendar.ics", "setubal", "2 sessions, 1 panel, 2 questions; of 25 lines, 11 "),
    ] {
        let folder = begun();
        let file = agendas.join(name);
        let output = run(folder.path(), &["import", "agenda", file.to_str().unwrap(), "--project", "forum"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && told.contains(expected), "{name}: {told}");
        is_sound(folder.path());
        let made = files(&folder.path().join("forum/workshops").join(workshop));
        let mut known: Vec<String> = made.values().flat_map(|text| words(&String::from_utf8_lossy(text))).collect();
        known.extend(words(&fs::read_to_string(folder.path().join("forum/references.yaml")).unwrap()));
        let written = fs::read_to_string(&file).unwrap();
        for (number, line) in written.lines().enumerate() {
            let is_named = told.contains(&format!("{name}:{}: ", number + 1));
            // Tags, dates and what a calendar keeps for itself are no words of the agenda.
            let is_ours = |word: &String| {
                let is_number = word.starts_with(|first: char| first.is_ascii_digit());
                !is_number && !["style", "list", "type", "none", "june", "tuesday"].contains(&word.as_str())
            };
            let is_kept = name.ends_with(".ics") && !line.starts_with("SUMMARY:");
            let missing: Vec<String> = words(line.trim_start_matches("SUMMARY:"))
                .into_iter()
                .filter(|word| is_ours(word) && !known.contains(word))
                .collect();
            assert!(is_named || is_kept || missing.is_empty(), "{name}:{}: {missing:?}", number + 1);
        }
        let built = printed(folder.path(), &["build", "--project", "forum"]);
        assert_eq!(built, "out/forum.pdf\n");
    }
}

#[test]
fn a_line_below_a_question_that_is_none_is_named() {
    let folder = begun();
    let agenda = "Oslo, 4 June 2024\n9:00 – 10:00 Panel 1: Roads\n- Who mends them?\nRapporteur: Ann Ray\n\
                  - Who pays\nfor gravel?\n- What do\nStates say?\nAnd who is asked?\n10:00 Closing\n";
    fs::write(folder.path().join("a.txt"), agenda).unwrap();
    let output = run(folder.path(), &["import", "agenda", "a.txt", "--project", "forum"]);
    let told = String::from_utf8(output.stderr).unwrap();
    let named: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("note: a.txt:")).collect();
    assert_eq!(named.len(), 3, "{told}");
    assert!(
        named[0].starts_with("4: taken into the text of the session") && named[0].ends_with(": Rapporteur: Ann Ray")
    );
    assert!(named[1].starts_with("8: taken as the end of the question above"), "{told}");
    assert!(named[2].starts_with("9: taken as a question of its own"), "{told}");
    let opened = Project::open(folder.path().join("forum")).unwrap();
    let panel = opened.publication().unwrap().panels.iter().last().unwrap();
    let questions: Vec<String> = panel.guiding_questions.iter().map(idm::model::Line::plain).collect();
    assert_eq!(questions, ["Who mends them?", "Who pays for gravel?", "What do States say?", "And who is asked?"]);
}

#[test]
fn what_is_begun_twice_is_told() {
    let folder = begun();
    let add = || run(folder.path(), &["new", "outcome", "Roads for all", "--project", "forum"]);
    assert!(!String::from_utf8(add().stderr).unwrap().contains("already"));
    let told = String::from_utf8(add().stderr).unwrap();
    assert!(told.contains("there is an outcome `roads-for-all` already, so that this is `roads-for-all-2`"), "{told}");
}

#[test]
fn hints_and_refusals_name_folders_that_can_be_used() {
    let folder = begun();
    let told = String::from_utf8(run(folder.path(), &["init", "the town's forum"]).stderr).unwrap();
    assert!(told.contains(r"`idm build --project 'the town'\''s forum'`"), "{told}");
    fs::create_dir_all(folder.path().join("old/inputs")).unwrap();
    let compared = |with: &str| refused(folder.path(), &["changes", "--against", with, "--project", "forum"]);
    assert!(compared("old").contains("error: old holds no publication.yaml, and so no publication\n"));
    printed(folder.path(), &["init", "old/inputs/forum"]);
    assert!(compared("old").contains("and so no publication; there is old/inputs/forum\n"), "{}", compared("old"));
}

#[test]
fn the_days_and_times_of_an_agenda_are_those_of_its_sessions() {
    let folder = begun();
    let file = project::package().join("agendas/pages.txt");
    printed(folder.path(), &["import", "agenda", file.to_str().unwrap(), "--project", "forum"]);
    let opened = Project::open(folder.path().join("forum")).unwrap();
    let book = opened.publication().unwrap();
    let workshop = book.workshops.iter().last().unwrap();
    let sessions: Vec<String> = workshop
        .agenda
        .iter()
        .map(|session| {
            let times = session.start.zip(session.end).map(|(start, end)| format!("{start}-{end}"));
            format!("{} {} {}", session.id, session.date.unwrap(), times.unwrap())
        })
        .collect();
    assert_eq!(
        sessions,
        [
            "porto-registration 2024-06-12 09:00-09:30",
            "porto-session-1 2024-06-12 09:30-11:00",
            "porto-break 2024-06-12 11:00-11:30",
            "porto-session-2 2024-06-12 11:30-13:00",
            "porto-session-3 2024-06-13 10:00-11:30",
            "porto-closing 2024-06-13 11:30-12:00",
        ]
    );
    let questions: Vec<String> = book
        .panels
        .iter()
        .last()
        .into_iter()
        .flat_map(|panel| &panel.guiding_questions)
        .map(idm::model::Line::plain)
        .collect();
    assert!(questions.is_empty());
    let first = book.panels.iter().find(|panel| *panel.id == *"porto-1").unwrap();
    assert_eq!(first.guiding_questions.len(), 3);
    assert!(first.summary.is_some());
}

#[test]
fn what_is_no_agenda_is_refused() {
    let folder = begun();
    for (name, text, said) in [
        ("none.txt", "Nothing but words.\n", "there is no session in it"),
        ("where.txt", "10:00 – 11:00 Opening\n", "`--city NAME` does"),
        ("empty.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "there is no event in this calendar"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
        let told = refused(folder.path(), &["import", "agenda", name, "--project", "forum"]);
        assert!(told.contains(said), "{name}: {told}");
    }
    assert!(refused(folder.path(), &["import", "agenda", "nowhere.txt", "--project", "forum"]).contains("nowhere.txt"));
    printed(folder.path(), &["import", "agenda", "where.txt", "--project", "forum", "--city", "Oslo"]);
    is_sound(folder.path());
}

#[test]
fn what_there_is_is_listed() {
    let folder = begun();
    let list = |arguments: &[&str]| printed(folder.path(), &[&["list"], arguments, &["--project", "forum"]].concat());
    let table = list(&["panels"]);
    let rows: Vec<&str> = table.lines().collect();
    assert!(rows[0].starts_with("ID       NUMBER  WORKSHOP  TITLE"), "{table}");
    assert!(rows[1].ends_with("workshops/first/panel-1/panel.yaml:3") && rows.len() == 2, "{table}");
    fs::write(folder.path().join("forum/acronyms.yaml"), "- {short: AB, long: 'A, \"B\" and C'}\n").unwrap();
    assert_eq!(
        list(&["acronyms", "--format", "csv"]),
        "short,long,used,file,line\nAB,\"A, \"\"B\"\" and C\",no,acronyms.yaml,1\n"
    );
    for kind in ["workshops", "sessions", "recommendations", "outcomes", "themes", "chapters", "people", "references"] {
        let rows: serde_json::Value = serde_json::from_str(&list(&[kind, "--format", "json"])).unwrap();
        let rows = rows.as_array().unwrap();
        assert!(!rows.is_empty(), "{kind}");
        for row in rows {
            let file = folder.path().join("forum").join(row["file"].as_str().unwrap());
            let line = usize::try_from(row["line"].as_u64().unwrap()).unwrap();
            assert!(fs::read_to_string(&file).unwrap().lines().count() >= line, "{row}");
        }
    }
    let all: serde_json::Value = serde_json::from_str(&list(&["--format", "json"])).unwrap();
    let kinds: Vec<&str> = all.as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert!(["panel", "person", "session", "reference", "theme"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
}

#[test]
fn a_mark_leads_to_its_line() {
    let folder = begun();
    let all = printed(folder.path(), &["locate", "first-1", "--project", "forum"]);
    let place = "forum/workshops/first/panel-1/summary.md:3:1";
    let mark = all.lines().find_map(|line| line.strip_suffix(place)).unwrap().trim_end();
    // The panel's question has a mark, too.
    assert!(all.contains("panel.yaml:"), "{all}");
    let found = printed(folder.path(), &["locate", "first-1", &mark.to_uppercase(), "--project", "forum"]);
    assert_eq!(found.trim_end(), place);
    assert!(refused(folder.path(), &["locate", "first-1", "aaaa", "--project", "forum"]).contains("no passage `aaaa`"));
    assert!(
        refused(folder.path(), &["locate", "first-2", mark, "--project", "forum"]).contains("did you mean `first-1`?")
    );
}
