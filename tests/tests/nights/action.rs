//! The action that other repositories call: its steps in order, as a runner carries them out, on a repository of our own.
//! What a runner knows of an event is told here; a step that asks for anything else fails.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use idm_tests::project;
use serde_yaml::Value;
use tempfile::TempDir;

const SUMMARY: &str = "workshops/spring/panel-1/summary.md";

/// A job that calls the action.
struct Job {
    folder: TempDir,
    /// What stands within `${{ }}`, by what is asked for.
    known: BTreeMap<String, String>,
    /// What the steps printed.
    log: String,
}

/// What came of it.
struct Ended {
    /// Whether each step succeeded.
    well: bool,
    log: String,
    /// What was written as a comment of the pull request, if anything was.
    comment: Option<String>,
    drafts: Vec<String>,
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    project::git(folder, arguments).unwrap()
}

#[test]
fn workflows_have_all_that_a_runner_needs() {
    let folder = project::package().join("../.github/workflows");
    let paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!paths.is_empty());
    for path in paths {
        let shown = path.display();
        let workflow: Value = serde_yaml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert!(workflow["name"].is_string() && workflow["permissions"].is_mapping(), "{shown}");
        // What starts it: one event, a list, or a mapping.
        assert!(!workflow["on"].is_null(), "{shown} has no `on`");
        let jobs = workflow["jobs"].as_mapping().unwrap_or_else(|| panic!("{shown} has no `jobs`"));
        assert!(!jobs.is_empty(), "{shown} has no jobs");
        for (name, job) in jobs {
            let name = name.as_str().unwrap();
            assert!(job["runs-on"].is_string(), "{shown}: `{name}` has no `runs-on`");
            let steps = job["steps"].as_sequence().unwrap_or_else(|| panic!("{shown}: `{name}` has no `steps`"));
            assert!(!steps.is_empty(), "{shown}: `{name}` has no steps");
            for step in steps {
                assert!(
                    step["run"].is_string() != step["uses"].is_string(),
                    "{shown}: `{name}` has a step that is none"
                );
            }
        }
    }
    // Every change has to pass what anybody runs before one.
    let changes: Value = serde_yaml::from_str(&fs::read_to_string(folder.join("ci.yml")).unwrap()).unwrap();
    let runs = |step: &Value| step["run"] == ".ci/run";
    assert!(changes["jobs"]["everything"]["steps"].as_sequence().unwrap().iter().any(runs));
}

impl Job {
    /// A pull request that changes the sound publication in that way.
    fn new(change: impl FnOnce(&Path)) -> Self {
        Self::of(|repository| project::copy_base(repository).unwrap(), change)
    }

    /// A pull request to a repository that was begun in that way.
    fn of(begin: impl FnOnce(&Path), change: impl FnOnce(&Path)) -> Self {
        let folder = TempDir::new().unwrap();
        let repository = folder.path().join("repository");
        fs::create_dir_all(&repository).unwrap();
        begin(&repository);
        git(&repository, &["init", "--quiet", "--initial-branch=main"]);
        git(&repository, &["add", "."]);
        git(&repository, &["commit", "--quiet", "--message", "Begin"]);
        let base = git(&repository, &["rev-parse", "HEAD"]);
        change(&repository);
        git(&repository, &["commit", "--quiet", "--all", "--message", "Change"]);
        let head = git(&repository, &["rev-parse", "HEAD"]);

        let tools = folder.path().join("tools");
        fs::create_dir_all(&tools).unwrap();
        let program = project::program().unwrap();
        std::os::unix::fs::symlink(program, tools.join("idm")).unwrap();
        // What GitHub's own program is told is kept.
        let keeps = r#"#!/bin/sh
case "$1 $2" in
  'api --paginate') cat "$RUNNER_TEMP/known" 2>/dev/null || true ;;
  'api --method') [ "$4" = repos/owner/forum/issues/comments/41 ] && cp "${6#body=@}" "$RUNNER_TEMP/comment.md" ;;
  'pr comment') [ "$3" = 7 ] && [ ! -e "$RUNNER_TEMP/known" ] && cp "$7" "$RUNNER_TEMP/comment.md" ;;
esac
"#;
        fs::write(tools.join("gh"), keeps).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(tools.join("gh"), mode).unwrap();

        let temp = folder.path().join("temp");
        fs::create_dir_all(&temp).unwrap();
        let known = [
            ("github.action_path", project::package().parent().unwrap().to_str().unwrap()),
            ("github.token", "token"),
            ("github.repository", "owner/forum"),
            ("github.event.pull_request.base.sha", &base),
            ("github.event.pull_request.head.sha", &head),
            ("github.event.pull_request.number", "7"),
            ("runner.temp", temp.to_str().unwrap()),
            ("inputs.token", "token"),
        ];
        let known = known.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { folder, known, log: String::new() }
    }

    /// A text with what stands within `${{ }}` filled in.
    fn filled(&self, text: &str) -> String {
        let mut parts = text.split("${{");
        let mut filled = parts.next().unwrap().to_owned();
        for part in parts {
            let (name, rest) = part.split_once("}}").unwrap();
            let name = name.trim();
            filled += self.known.get(name).unwrap_or_else(|| panic!("a runner knows no `{name}`"));
            filled += rest;
        }
        filled
    }

    /// Whether a condition holds: values and comparisons joined by `&&`.
    fn holds(&self, condition: &str) -> bool {
        condition.split("&&").all(|part| match part.split_once("==") {
            Some((name, value)) => self.value(name.trim()) == value.trim().trim_matches('\''),
            None => !self.value(part.trim()).is_empty(),
        })
    }

    fn value(&self, name: &str) -> String {
        match name {
            "github.event_name" => "pull_request".to_owned(),
            // What no step has put out is empty.
            _ if name.starts_with("steps.") => self.known.get(name).cloned().unwrap_or_default(),
            _ => self.known[name].clone(),
        }
    }

    fn step(&mut self, script: &str, env: &BTreeMap<String, String>) -> Output {
        let (root, temp) = (self.folder.path(), self.folder.path().join("temp"));
        let path = format!("{}:{}", root.join("tools").display(), std::env::var("PATH").unwrap());
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(root.join("repository"));
        bash.envs(env).env("PATH", path).env("RUNNER_TEMP", &temp).env_remove("SOURCE_DATE_EPOCH");
        bash.env("GITHUB_OUTPUT", temp.join("output")).env("GITHUB_STEP_SUMMARY", temp.join("summary"));
        bash.output().unwrap()
    }

    /// Carries out the action.
    fn run(mut self, inputs: &[(&str, &str)]) -> Ended {
        let action = fs::read_to_string(project::package().join("../action.yml")).unwrap();
        let action: Value = serde_yaml::from_str(&action).unwrap();
        for (name, input) in action["inputs"].as_mapping().unwrap() {
            let name = name.as_str().unwrap();
            let given = inputs.iter().find(|(given, _)| *given == name).map(|(_, value)| (*value).to_owned());
            let value = given.unwrap_or_else(|| self.filled(input["default"].as_str().unwrap()));
            self.known.insert(format!("inputs.{name}"), value);
        }
        let mut well = true;
        for step in action["runs"]["steps"].as_sequence().unwrap() {
            let skipped = step["if"].as_str().is_some_and(|condition| !self.holds(condition));
            if !well || skipped {
                continue;
            }
            let Some(script) = step["run"].as_str() else {
                // An action of somebody else's: what it is given has to be known.
                for (_, value) in step["with"].as_mapping().unwrap() {
                    self.filled(value.as_str().unwrap());
                }
                continue;
            };
            assert!(!script.contains("${{"), "a value from outside becomes part of a script: {script}");
            let env = step["env"].as_mapping().into_iter().flatten();
            let env: BTreeMap<String, String> = env
                .map(|(name, value)| (name.as_str().unwrap().to_owned(), self.filled_or_empty(value.as_str().unwrap())))
                .collect();
            let output = self.step(script, &env);
            for stream in [&output.stdout, &output.stderr] {
                self.log += &String::from_utf8_lossy(stream);
            }
            well = output.status.success();
            let put_out = fs::read_to_string(self.folder.path().join("temp/output")).unwrap_or_default();
            for (name, value) in put_out.lines().filter_map(|line| line.split_once('=')) {
                let id = step["id"].as_str().unwrap();
                self.known.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
            }
            fs::remove_file(self.folder.path().join("temp/output")).ok();
        }
        let temp = self.folder.path().join("temp");
        let drafts = fs::read_dir(temp.join("idm-out/drafts")).into_iter().flatten();
        let mut drafts: Vec<String> = drafts.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        drafts.sort();
        Ended { well, log: self.log, comment: fs::read_to_string(temp.join("comment.md")).ok(), drafts }
    }

    fn filled_or_empty(&self, text: &str) -> String {
        let name = text.trim_start_matches("${{").trim_end_matches("}}").trim();
        if name.starts_with("steps.") { self.value(name) } else { self.filled(text) }
    }
}

#[test]
fn a_pull_request_is_told_what_it_changes() {
    let ended = Job::new(|repository| {
        let path = repository.join(SUMMARY);
        let summary = fs::read_to_string(&path).unwrap() + "\nA new sentence of the panel [@notes].\n";
        fs::write(path, summary).unwrap();
    })
    .run(&[("comment", "true")]);
    assert!(ended.well, "{}", ended.log);
    let comment = ended.comment.unwrap();
    assert!(comment.starts_with("<!-- idm: drafts -->\n"), "{comment}");
    assert!(comment.contains("A new sentence of the panel"), "{comment}");
    let [first, second] = &ended.drafts[..] else { panic!("{:?}", ended.drafts) };
    assert!(first.contains("-since-") && second.ends_with(".pdf"), "{:?}", ended.drafts);
}

#[test]
fn its_own_comment_is_written_anew() {
    let job = Job::new(|repository| {
        let path = repository.join(SUMMARY);
        let summary = fs::read_to_string(&path).unwrap() + "\nAnother sentence [@notes].\n";
        fs::write(path, summary).unwrap();
    });
    fs::write(job.folder.path().join("temp/known"), "41\n").unwrap();
    let ended = job.run(&[("comment", "true"), ("drafts", "false")]);
    assert!(ended.well && ended.drafts.is_empty(), "{}", ended.log);
    assert!(ended.comment.unwrap().contains("Another sentence"));
}

#[test]
fn a_publication_that_is_new_is_no_failure() {
    let nothing = |repository: &Path| fs::write(repository.join("README"), "Soon.\n").unwrap();
    let ended = Job::of(nothing, |repository| {
        project::copy_base(repository).unwrap();
        git(repository, &["add", "."]);
    })
    .run(&[("comment", "true")]);
    assert!(ended.well, "{}", ended.log);
    assert!(ended.comment.unwrap().contains("could not be told"));
}

#[test]
fn a_mistake_of_a_pull_request_stands_at_its_line_and_ends_the_job() {
    let ended = Job::new(|repository| {
        let path = repository.join(SUMMARY);
        let summary = fs::read_to_string(&path).unwrap() + "\nAs nobody wrote [@nowhere].\n";
        fs::write(path, summary).unwrap();
    })
    .run(&[]);
    assert!(!ended.well);
    assert!(ended.log.contains(&format!("::error file={SUMMARY},line=")), "{}", ended.log);
    assert_eq!(ended.comment, None, "nobody asked for one");
    assert_eq!(ended.drafts.len(), 1, "the other panel's review copy is made all the same");
}
