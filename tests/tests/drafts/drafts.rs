//! `idm draft` and `idm changes`, run as reviewers and editors run them.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use idm_core::completeness;
use idm_core::files::{Files, MAX_IMAGE_BYTES};
use idm_core::markdown::tree::InlineKind;
use idm_core::markdown::walk;
use idm_tests::memory::Checked;
use idm_tests::structure::{self, folded};
use idm_tests::{project, witnesses};
use lopdf::Document;
use tempfile::TempDir;

/// A copy of the sound publication, and a folder for what is built.
struct Run {
    folder: TempDir,
}

impl Run {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        project::copy_base(&folder.path().join("inputs")).unwrap();
        Self { folder }
    }

    fn inputs(&self) -> PathBuf {
        self.folder.path().join("inputs")
    }

    fn idm(&self, arguments: &[&str]) -> Output {
        let mut all = arguments.to_vec();
        all.extend(["--project", "inputs"]);
        project::run(&project::program().unwrap(), self.folder.path(), &all).unwrap()
    }

    /// The drafts that are there, by name.
    fn drafts(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.folder.path().join("out/drafts")) else { return vec![] };
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.inputs().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// git, with nothing of the caller's own settings.
    fn git(&self, date: &str, arguments: &[&str]) {
        let output = Command::new("git")
            .args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(self.folder.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.org"), ("GIT_AUTHOR_DATE", date)])
            .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.org"), ("GIT_COMMITTER_DATE", date)])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self, date: &str, message: &str) {
        self.git(date, &["add", "-A"]);
        self.git(date, &["commit", "-q", "--allow-empty", "-m", message]);
    }
}

/// The folder of the real publication.
fn publication() -> PathBuf {
    project::package().parent().unwrap().join("inputs").join("idm-2017")
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text_of(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    assert_eq!(witnesses::findings(&bytes), Vec::<String>::new(), "{}", path.display());
    let document = Document::load_mem(&bytes).unwrap();
    folded(&structure::read(&document).text())
}

#[test]
fn every_draft_of_the_publication_is_valid_and_holds_its_whole_panel() {
    let checked = Checked::new(Files::directory(&publication()).unwrap());
    let publication = checked.publication().unwrap();
    for (at, panel) in publication.panels.entries() {
        let drafted = checked.draft(&panel.id, None).unwrap();
        assert_eq!(witnesses::findings(&drafted.bytes), Vec::<String>::new(), "{}", panel.id);
        let document = Document::load_mem(&drafted.bytes).unwrap();
        let tree = structure::read(&document);
        let text = folded(&tree.text());
        let expect = |words: &str| assert!(text.contains(&folded(words)), "{}: {words}", panel.id);
        panel.title.iter().for_each(|title| expect(&title.plain()));
        if let Some(summary) = &panel.summary {
            walk::inlines(&summary.prose, walk::Notes::Visit, &mut |inline| {
                if let InlineKind::Text(words) | InlineKind::Code(words) = &inline.kind {
                    expect(words);
                }
            });
        }
        for recommendation in publication.recommendations_of(at) {
            let entry = &publication[recommendation];
            // The number that the book gives.
            expect(&format!("{} {}", entry.number, entry.title.plain()));
        }
        for gap in completeness::gaps(publication, at) {
            assert!(text.contains("to be supplied") || text.contains("Still missing"), "{gap:?}");
        }
    }
}

/// As much has changed as an editor changes in a month: words in every paragraph, and every seventh paragraph is new.
#[test]
fn every_draft_of_the_publication_is_valid_with_all_its_changes() {
    let inputs = Files::directory(&publication()).unwrap();
    let later = Checked::new(Files::directory(&publication()).unwrap());
    let mut files = BTreeMap::new();
    for path in inputs.list().unwrap() {
        let mut bytes = inputs.read_bytes(&path, MAX_IMAGE_BYTES).unwrap();
        if path.ends_with("/summary.md") {
            let text = String::from_utf8(bytes).unwrap();
            let kept = text.split("\n\n").enumerate().filter(|(at, part)| at % 7 != 3 || !is_plain(part));
            let revised = |part: &str| part.replace(" the ", " any ").replace(" of ", " from ");
            let words = kept.map(|(_, part)| if is_plain(part) { revised(part) } else { part.to_owned() });
            bytes = words.collect::<Vec<_>>().join("\n\n").into_bytes();
        }
        files.insert(path, bytes);
    }
    let earlier = Checked::new(Files::memory(files));
    let mut drafts = 0;
    for panel in &later.publication().unwrap().panels {
        let (panel, has_summary) = (&panel.id, panel.summary.is_some());
        let drafted = later.draft(panel, Some(&earlier)).unwrap();
        assert_eq!(witnesses::findings(&drafted.bytes), Vec::<String>::new(), "{panel}");
        let tree = structure::read(&Document::load_mem(&drafted.bytes).unwrap());
        let count = |line| tree.descendants().iter().filter(|one| one.decoration.as_deref() == Some(line)).count();
        assert!(!has_summary || (count("Underline") > 5 && count("LineThrough") > 5), "{panel}");
        drafts += usize::from(has_summary);
    }
    assert!(drafts > 3);
}

/// Whether a part of a summary is a paragraph that nothing else depends on.
fn is_plain(part: &str) -> bool {
    part.starts_with(|first: char| first.is_ascii_uppercase()) && !part.contains("[^") && !part.contains(":::")
}

#[test]
fn drafts_are_named_by_panel_language_and_state() {
    let run = Run::new();
    let output = run.idm(&["draft"]);
    assert_eq!(code(&output), 0, "{}", error(&output));
    let drafts = run.drafts();
    assert_eq!(drafts.len(), 2, "{drafts:?}");
    assert!(drafts[0].starts_with("minutes-open-archive-en-") && drafts[1].starts_with("minutes-plain-words-en-"));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
    // The same state again: the same name and bytes.
    let bytes = fs::read(run.folder.path().join("out/drafts").join(&drafts[0])).unwrap();
    assert_eq!(code(&run.idm(&["draft", "open-archive"])), 0);
    assert_eq!(run.drafts(), drafts);
    assert_eq!(fs::read(run.folder.path().join("out/drafts").join(&drafts[0])).unwrap(), bytes);
}

#[test]
fn a_committed_state_has_its_commits_name_and_date() {
    let run = Run::new();
    run.git("2024-05-01T12:00:00Z", &["init", "-q"]);
    run.commit("2024-05-01T12:00:00Z", "first");
    assert_eq!(code(&run.idm(&["draft", "plain-words"])), 0);
    let [name] = &run.drafts()[..] else { panic!("one draft") };
    let commit = name.strip_prefix("minutes-plain-words-en-").unwrap().strip_suffix(".pdf").unwrap().to_owned();
    assert!(commit.len() == 10 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{commit}");
    // A commit beside the inputs changes nothing; an edit is told.
    fs::write(run.folder.path().join("other.txt"), "x").unwrap();
    run.commit("2024-05-02T12:00:00Z", "beside");
    assert_eq!(code(&run.idm(&["draft", "plain-words"])), 0);
    assert_eq!(run.drafts().len(), 1);
    run.edit("workshops/spring/panel-1/summary.md", "a reader needs", "each reader needs");
    assert_eq!(code(&run.idm(&["draft", "plain-words", "--since", &commit])), 0);
    let name = format!("{commit}+");
    let since = format!("-since-{commit}.pdf");
    assert!(run.drafts().iter().any(|draft| draft.contains(&name) && draft.ends_with(&since)), "{:?}", run.drafts());
}

#[test]
fn one_broken_panel_does_not_stop_the_others() {
    let run = Run::new();
    run.edit("workshops/spring/panel-1/summary.md", "[@handbook, p. 12]", "[@handbok, p. 12]");
    let output = run.idm(&["draft"]);
    assert_eq!(code(&output), 1);
    assert!(error(&output).contains("panel-1/summary.md:"), "{}", error(&output));
    let drafts = run.drafts();
    assert_eq!(drafts.len(), 1, "{drafts:?}");
    let text = text_of(&run.folder.path().join("out/drafts").join(&drafts[0]));
    assert!(text.contains("Numbers may still change") || text.contains("Panel 1"), "{text}");
    // Asked for by itself, the sound one is all that was wanted.
    assert_eq!(code(&run.idm(&["draft", "open-archive"])), 0);
    assert_eq!(code(&run.idm(&["draft", "plain-words"])), 1);
}

#[test]
fn a_broken_file_of_outcomes_is_told_and_not_their_name() {
    let run = Run::new();
    fs::write(run.inputs().join("outcomes.yaml"), "- id: [\n").unwrap();
    let output = run.idm(&["draft", "outcomes"]);
    assert_eq!(code(&output), 1);
    assert!(error(&output).contains("outcomes.yaml:"), "{}", error(&output));
    assert!(!error(&output).contains("there is no"), "{}", error(&output));
    assert_eq!(code(&run.idm(&["draft", "outcome"])), 2);
    assert_eq!(run.drafts(), Vec::<String>::new());
}

#[test]
fn a_name_that_two_have_means_the_first() {
    let run = Run::new();
    fs::write(run.inputs().join("chapters/outcomes.md"), "# What came of it\n\nNothing yet.\n").unwrap();
    run.edit("publication.yaml", "introduction", "outcomes");
    let output = run.idm(&["draft", "outcomes"]);
    assert_eq!(run.drafts().len(), 1, "{}", error(&output));
    let text = text_of(&run.folder.path().join("out/drafts").join(&run.drafts()[0]));
    assert!(text.contains("What came of it"), "{text}");
}

#[test]
fn next_to_nothing_still_gives_a_draft() {
    let run = Run::new();
    let panel = run.inputs().join("workshops/spring/panel-2");
    fs::remove_file(panel.join("summary.md")).unwrap();
    fs::remove_file(panel.join("recommendations.yaml")).unwrap();
    fs::write(panel.join("panel.yaml"), "id: open-archive\nnumber: 2\n").unwrap();
    let output = run.idm(&["draft", "open-archive"]);
    assert_eq!(run.drafts().len(), 1, "{}", error(&output));
    let text = text_of(&run.folder.path().join("out/drafts").join(&run.drafts()[0]));
    assert!(text.matches("to be supplied").count() > 4, "{text}");
}

#[test]
fn wrong_usage_says_what_there_is() {
    let run = Run::new();
    let refused = |arguments: &[&str], words: &str| {
        let output = run.idm(arguments);
        assert_eq!(code(&output), 2, "{}", error(&output));
        assert!(error(&output).contains(words), "{}", error(&output));
    };
    refused(&["draft", "open-archives"], "did you mean `open-archive`?");
    refused(&["draft", "xyz"], "there are plain-words, open-archive");
    refused(&["draft", "--since", "HEAD"], "is not in a git repository");
    refused(&["draft", "--against", "nowhere"], "there is no folder nowhere");
    refused(&["draft", "--since", "HEAD", "--against", "inputs"], "cannot be used with");
    refused(&["draft", "--book"], "there is no book out/minutes.pdf; `idm build` makes one");
    refused(&["changes"], "--since REV");
    assert_eq!(run.drafts(), Vec::<String>::new());
    run.git("2024-05-01T12:00:00Z", &["init", "-q"]);
    refused(&["draft", "--since", "HEAD"], "has no commit yet");
    run.commit("2024-05-01T12:00:00Z", "first");
    run.git("2024-05-01T12:00:00Z", &["tag", "draft-1"]);
    refused(&["changes", "--since", "draft-2"], "draft-1");
    refused(&["changes", "--since", "2024-05-01"], "history begins on 2024-05-01");
    assert_eq!(run.drafts(), Vec::<String>::new());
}

#[test]
fn changes_since_a_date_a_tag_and_a_folder_are_the_same() {
    let run = Run::new();
    run.git("2024-05-01T12:00:00Z", &["init", "-q"]);
    run.commit("2024-05-01T12:00:00Z", "first");
    run.git("2024-05-01T12:00:00Z", &["tag", "draft-1"]);
    project::copy_base(&run.folder.path().join("before")).unwrap();
    run.edit("workshops/spring/panel-1/summary.md", "a reader needs", "each reader needs");
    run.edit("workshops/spring/panel-1/panel.yaml", "speakers: [okafor]", "speakers: []");
    run.commit("2024-05-03T12:00:00Z", "second");
    let changes = |arguments: &[&str]| {
        let output = run.idm(&[&["changes"], arguments].concat());
        assert_eq!(code(&output), 0, "{}", error(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let tag = changes(&["--since", "draft-1"]);
    assert_eq!(tag, changes(&["--since", "2024-05-02"]));
    assert_eq!(tag, changes(&["--against", "before"]));
    assert!(tag.contains("[-a-]{+each+} reader needs"), "{tag}");
    assert!(tag.contains("− Daniel Okafor"), "{tag}");
    assert!(changes(&["--since", "HEAD"]).to_lowercase().contains("nothing has changed"));
    let json: serde_json::Value = serde_json::from_str(&changes(&["--since", "draft-1", "--format", "json"])).unwrap();
    assert_eq!(json["format"], "idm-changes");
    assert!(changes(&["--since", "draft-1", "--format", "markdown"]).contains("**each**"));
}

#[test]
fn an_earlier_state_may_be_broken_and_have_other_panels() {
    let run = Run::new();
    run.git("2024-05-01T12:00:00Z", &["init", "-q"]);
    let panel = run.inputs().join("workshops/spring/panel-2");
    let kept = run.folder.path().join("kept");
    fs::rename(&panel, &kept).unwrap();
    run.commit("2024-05-01T12:00:00Z", "without the second panel, which others name");
    fs::rename(&kept, &panel).unwrap();
    let output = run.idm(&["draft", "--since", "HEAD"]);
    assert_eq!(code(&output), 0, "{}", error(&output));
    assert!(error(&output).contains("so that some changes may not show"), "{}", error(&output));
    let drafts = run.drafts();
    assert_eq!(drafts.len(), 2);
    let text = text_of(&run.folder.path().join("out/drafts").join(&drafts[0]));
    assert!(text.contains("Added"), "{text}");
}

#[test]
fn pages_are_those_of_the_book() {
    let run = Run::new();
    assert_eq!(code(&run.idm(&["build"])), 0);
    let output = run.idm(&["draft", "plain-words", "--book"]);
    assert_eq!(code(&output), 0, "{}", error(&output));
    let pages =
        idm_render::pdf::destinations::pages(&fs::read(run.folder.path().join("out/minutes.pdf")).unwrap()).unwrap();
    let text = text_of(&run.folder.path().join("out/drafts").join(&run.drafts()[0]));
    let page = pages["panel:plain-words"];
    assert!(text.contains(&format!("p. {page} in the book")), "{text}");
    // The same by a night's manifest.
    let draft = run.drafts()[0].clone();
    let bytes = fs::read(run.folder.path().join("out/drafts").join(&draft)).unwrap();
    assert_eq!(code(&run.idm(&["nightly", "--out", "night"])), 0);
    assert_eq!(code(&run.idm(&["draft", "plain-words", "--book=night/manifest.json"])), 0);
    assert_eq!(fs::read(run.folder.path().join("out/drafts").join(&draft)).unwrap(), bytes);
    fs::write(run.folder.path().join("empty.json"), "{}").unwrap();
    assert_eq!(code(&run.idm(&["draft", "plain-words", "--book=empty.json"])), 2);
}

#[test]
fn any_two_states_are_compared_whatever_lies_in_the_folder() {
    let run = Run::new();
    let summary = "workshops/spring/panel-1/summary.md";
    run.git("2018-01-01T12:00:00Z", &["init", "-q"]);
    run.commit("2018-01-01T12:00:00Z", "first");
    run.edit(summary, "the second page", "the third page");
    run.commit("2018-01-02T12:00:00Z", "second");
    run.git("2018-01-02T12:00:00Z", &["tag", "v2"]);
    run.edit(summary, "the third page", "the fourth page");
    run.commit("2018-01-03T12:00:00Z", "third");
    // What lies there now could not be drafted.
    run.edit("workshops/spring/panel-1/panel.yaml", "id: plain-words", "idd: plain-words");
    let changes = run.idm(&["changes", "--since", "v2~1", "--until", "v2"]);
    let text = String::from_utf8(changes.stdout.clone()).unwrap();
    assert_eq!(code(&changes), 0, "{}", error(&changes));
    assert!(text.contains("third") && !text.contains("fourth"), "{text}");
    let drafted = run.idm(&["draft", "plain-words", "--since", "v2~1", "--until", "v2"]);
    assert_eq!(code(&drafted), 0, "{}", error(&drafted));
    let short = error(&drafted).split("those of ").nth(1).unwrap()[..10].to_owned();
    let [name] = &run.drafts()[..] else { return assert_eq!(run.drafts(), [""]) };
    assert!(name.starts_with(&format!("minutes-plain-words-en-{short}-since-")), "{name}");
    let text = text_of(&run.folder.path().join("out/drafts").join(name));
    assert!(text.contains(&folded("third page")) && !text.contains(&folded("fourth page")), "{text}");
    let unknown = run.idm(&["changes", "--since", "v2", "--until", "v9"]);
    assert_eq!(code(&unknown), 2);
    assert!(error(&unknown).contains("v9"), "{}", error(&unknown));
}
