//! Who changed a passage last: histories made with git, and what the program tells of them.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use idm_tests::project;
use serde_json::Value;
use tempfile::TempDir;

const SUMMARY: &str = "workshops/spring/panel-1/summary.md";

/// A repository with the sound publication in its folder `book`.
struct History {
    _keep: TempDir,
    root: PathBuf,
}

impl History {
    fn new() -> Self {
        let keep = tempfile::tempdir().unwrap();
        let root = keep.path().join("repository");
        for (path, bytes) in project::base() {
            let path = root.join("book").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Self { _keep: keep, root }
    }

    fn begun() -> Self {
        let history = Self::new();
        history.git("Ada Editor", 1, &["init", "-q", "--initial-branch=main"]);
        history.commit("Ada Editor", 1);
        history
    }

    fn git(&self, author: &str, day: u8, arguments: &[&str]) -> String {
        git(&self.root, author, day, arguments)
    }

    /// Commits everything; gives the first ten digits of the commit's name.
    fn commit(&self, author: &str, day: u8) -> String {
        self.git(author, day, &["add", "-A"]);
        self.git(author, day, &["commit", "-q", "--allow-empty", "-m", "A step"]);
        self.git(author, day, &["rev-parse", "HEAD"])[..10].to_owned()
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.root.join("book").join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    fn changes(&self, arguments: &[&str]) -> Output {
        changes(&self.root.join("book"), arguments)
    }

    /// What is told of the passage whose words hold some, compared with a state.
    fn told(&self, since: &str, words: &str) -> Value {
        told(&self.root.join("book"), &["--since", since], words)
    }
}

fn git(folder: &Path, author: &str, day: u8, arguments: &[&str]) -> String {
    let (date, mail) = (format!("2018-01-{day:02}T12:00:00Z"), "someone@mail.example");
    let output = Command::new("git")
        .args(["-c", "protocol.file.allow=always"])
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .envs(["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"].map(|name| (name, "/dev/null")))
        .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, author)))
        .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, mail)))
        .envs(["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|name| (name, date.as_str())))
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn changes(folder: &Path, arguments: &[&str]) -> Output {
    let mut output = Command::new(project::program().unwrap());
    output.args(["changes", "--authors", "--project"]).arg(folder).args(arguments);
    output.output().unwrap()
}

fn told(folder: &Path, arguments: &[&str], words: &str) -> Value {
    let output = changes(folder, &[arguments, &["--format", "json"]].concat());
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("mail.example"), "an address");
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found = vec![];
    find(&all, words, &mut found);
    assert_eq!(found.len(), 1, "{words} in {all:#}");
    found.remove(0)
}

/// The authors of every block or line that holds these words.
fn find(value: &Value, words: &str, found: &mut Vec<Value>) {
    match value {
        Value::Object(object) => {
            if let (Some(last), Some(Value::Array(runs))) = (object.get("last_changed"), object.get("runs")) {
                let text: String = runs
                    .iter()
                    .filter_map(|run| run.get("kept").or_else(|| run.get("added")))
                    .filter_map(Value::as_str)
                    .collect();
                found.extend(Some(last.clone()).filter(|_| text.contains(words)));
            }
            object.values().for_each(|value| find(value, words, found));
        }
        Value::Array(items) => items.iter().for_each(|value| find(value, words, found)),
        _ => {}
    }
}

fn committed(author: &str, day: u8, revision: &str) -> Value {
    serde_json::json!({
        "state": "committed", "author": author, "date": format!("2018-01-{day:02}"), "revision": revision
    })
}

#[test]
fn a_passage_is_that_of_who_gave_it_its_words() {
    let history = History::begun();
    history.edit(SUMMARY, "the decision first, the reasons second", "the decision first, the reasons last");
    let second = history.commit("Ben Writer", 2);
    // Other words of the same text, other line ends of the same words, a move.
    history.edit(SUMMARY, "Nobody reads the second page.", "Nobody reads page two.");
    history.edit(SUMMARY, "An answer came\nfrom the floor", "An answer\ncame from the floor");
    let third = history.commit("Cleo Reader", 3);
    let text = fs::read_to_string(history.root.join("book").join(SUMMARY)).unwrap();
    let (first, rest) = text.split_once("\n\n").unwrap();
    let (moved, rest) = rest.split_once("\n\n").unwrap();
    fs::write(history.root.join("book").join(SUMMARY), format!("{first}\n\n{}\n\n{moved}\n", rest.trim_end())).unwrap();
    history.commit("Dora Mover", 4);
    assert_eq!(history.told("HEAD~3", "the reasons last"), committed("Ben Writer", 2, &second));
    assert_eq!(history.told("HEAD~3", "Nobody reads page two"), committed("Cleo Reader", 3, &third));
    // Records and files may have other names by now.
    history.edit(
        "workshops/spring/panel-1/panel.yaml",
        "id: plain-words",
        "id: plainer-words\nformerly: [plain-words]",
    );
    history.git("Ed Namer", 5, &["mv", "book/workshops/spring/panel-1", "book/workshops/spring/panel-one"]);
    for file in ["publication.yaml", "workshops/spring/workshop.yaml", "outcomes.yaml", "chapters/introduction.md"] {
        let path = history.root.join("book").join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replace("plain-words", "plainer-words")).unwrap();
    }
    history.commit("Ed Namer", 5);
    assert_eq!(history.told("HEAD~4", "the reasons last"), committed("Ben Writer", 2, &second));
    assert_eq!(
        told(&history.root.join("book"), &["--since", "HEAD~4", "--until", "HEAD~3"], "the reasons last"),
        committed("Ben Writer", 2, &second)
    );
}

#[test]
fn what_is_in_no_commit_says_so() {
    let history = History::new();
    history.git("Ada Editor", 1, &["init", "-q", "--initial-branch=main"]);
    let earlier = history.root.parent().unwrap().join("earlier");
    project::copy_base(&earlier).unwrap();
    history.edit(SUMMARY, "Nobody reads the second page.", "Nobody reads page two.");
    let against = ["--against", earlier.to_str().unwrap()];
    let uncommitted = serde_json::json!({ "state": "uncommitted", "author": null, "date": null, "revision": null });
    assert_eq!(told(&history.root.join("book"), &against, "Nobody reads page two"), uncommitted);
    let first = history.commit("Ada Editor", 1);
    assert_eq!(told(&history.root.join("book"), &against, "Nobody reads page two"), committed("Ada Editor", 1, &first));
    history.edit(SUMMARY, "Nobody reads page two.", "Nobody reads page 2.");
    assert_eq!(history.told("HEAD", "Nobody reads page 2."), uncommitted);
    let output = history.changes(&["--since", "HEAD"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("\n      not yet committed\n"), "{output:?}");
    // Nor is there one without a repository.
    let none = changes(&earlier, &["--against", history.root.join("book").to_str().unwrap()]);
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("is not in a git repository"), "{none:?}");
}

#[test]
fn a_merge_hands_each_passage_to_the_side_that_has_it() {
    let history = History::begun();
    let first = history.git("Ada Editor", 1, &["rev-parse", "HEAD"]);
    history.git("Ben Writer", 2, &["switch", "-q", "-c", "side"]);
    history.edit(SUMMARY, "Nobody reads the second page.", "Nobody reads page two.");
    let side = history.commit("Ben Writer", 2);
    history.git("Cleo Reader", 3, &["switch", "-q", "main"]);
    history.edit(SUMMARY, "the decision first, the reasons second", "the decision first, the reasons last");
    let main = history.commit("Cleo Reader", 3);
    history.git("Dora Merger", 4, &["merge", "-q", "--no-edit", "side"]);
    assert_eq!(history.told(&first, "Nobody reads page two"), committed("Ben Writer", 2, &side));
    assert_eq!(history.told(&first, "the reasons last"), committed("Cleo Reader", 3, &main));
    // What the merge itself words is the merger's.
    history.git("Ed Again", 5, &["switch", "-q", "-c", "other", &first]);
    history.edit(SUMMARY, "Nobody reads the second page.", "Nobody reads page 2.");
    history.commit("Ed Again", 5);
    history.git("Ed Again", 5, &["switch", "-q", "main"]);
    let merge = Command::new("git").args(["merge", "-q", "other"]).current_dir(&history.root).output().unwrap();
    assert!(!merge.status.success());
    let path = history.root.join("book").join(SUMMARY);
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<<<<<<<").unwrap();
    let after = rest.split_once(">>>>>>>").unwrap().1.split_once('\n').unwrap().1;
    fs::write(&path, format!("{before}Nobody reads any second page.\n{after}")).unwrap();
    let merged = history.commit("Fay Merger", 6);
    assert_eq!(history.told(&first, "Nobody reads any second page"), committed("Fay Merger", 6, &merged));
}

#[test]
fn a_shallow_clone_and_a_broken_state_blame_nobody() {
    let history = History::begun();
    history.edit(SUMMARY, "Nobody reads the second page.", "Nobody reads page two.");
    let second = history.commit("Ben Writer", 2);
    // A state that cannot be read in between.
    history.edit("workshops/spring/panel-1/panel.yaml", "id: plain-words", "id: [plain-words");
    history.commit("Cleo Careless", 3);
    history.edit("workshops/spring/panel-1/panel.yaml", "id: [plain-words", "id: plain-words");
    let fourth = history.commit("Dora Mender", 4);
    history.edit(SUMMARY, "the decision first, the reasons second", "the decision first, the reasons last");
    let fifth = history.commit("Ed Editor", 5);
    assert_eq!(history.told("HEAD~4", "the reasons last"), committed("Ed Editor", 5, &fifth));
    assert_eq!(history.told("HEAD~4", "Nobody reads page two"), committed("Ben Writer", 2, &second));
    let clone = history.root.parent().unwrap().join("clone");
    let from = format!("file://{}", history.root.display());
    history.git("Ed Editor", 5, &["clone", "-q", "--depth", "2", &from, clone.to_str().unwrap()]);
    let earlier = history.root.parent().unwrap().join("earlier");
    project::copy_base(&earlier).unwrap();
    let against = ["--against", earlier.to_str().unwrap()];
    let told_of = |words: &str| told(&clone.join("book"), &against, words);
    assert_eq!(told_of("the reasons last"), committed("Ed Editor", 5, &fifth));
    let at_latest =
        serde_json::json!({ "state": "at-latest", "author": null, "date": "2018-01-04", "revision": fourth });
    assert_eq!(told_of("Nobody reads page two"), at_latest);
}

#[test]
fn who_comments_on_a_passage_is_told_whose_it_is() {
    let history = History::begun();
    let comment = "- id: 777777\n  kind: note\n  comment: Why?\n  passage:\n    name: rec:x/text\n    record: panel:plain-words\n    \
         key: summary\n    text: Nobody reads page two.\n";
    fs::write(history.root.join("book/comments.yaml"), comment).unwrap();
    history.edit(SUMMARY, "Nobody reads the second page.", "Nobody reads page two.");
    let second = history.commit("Ben\u{1b}[31m Writer", 2);
    let run = |format: &str| {
        let program = project::program().unwrap();
        let folder = history.root.join("book");
        let output = Command::new(program)
            .args(["comments", "--authors", "--format", format, "--project"])
            .arg(folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let human = run("human");
    assert!(human.contains(&format!("Writer on 2018-01-02 ({second})")) && !human.contains('\u{1b}'), "{human}");
    assert!(run("markdown").contains("Writer on 2018"), "{}", run("markdown"));
    let csv = run("csv");
    assert!(csv.lines().next().unwrap().ends_with(",last changed by,last changed on,last changed in"), "{csv}");
    assert!(csv.trim_end().ends_with(&format!(",2018-01-02,{second}")), "{csv}");
    let json: Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(json["comments"][0]["last_changed"]["revision"], Value::from(second));
}
