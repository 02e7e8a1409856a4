//! What scripts rely on: formats for other programs, baselines, and records read back out of a PDF.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use idm_tests::project;
use serde_json::Value;
use tempfile::TempDir;

/// A sound publication in a folder of its own.
fn base() -> TempDir {
    let folder = TempDir::new().unwrap();
    project::copy_base(folder.path()).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    project::run(&project::program().unwrap(), folder, arguments).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// A schema, ready to be held against documents.
struct Schema {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Schema {
    fn read(path: &str) -> Self {
        let text = fs::read_to_string(project::package().join(path)).unwrap();
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        compiler.enable_format_assertions();
        compiler.add_resource("https://schema.example/schema.json", serde_json::from_str(&text).unwrap()).unwrap();
        let index = compiler.compile("https://schema.example/schema.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    fn check(&self, case: &Path, document: &Value) {
        let result = self.schemas.validate(document, self.index);
        assert!(result.is_ok(), "{}: {:#}\n{document:#}", case.display(), result.unwrap_err());
    }
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(project::package().join("cases")).unwrap();
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && !path.join("SYMLINKS").exists() && !path.join("HUGE").exists())
        .collect();
    cases.sort();
    cases
}

#[test]
fn every_mistake_is_reported_as_the_schemas_say() {
    let ours = Schema::read("../docs/schemas/diagnostics.json");
    let sarif = Schema::read("schemas/sarif-schema-2.1.0.json");
    for case in cases() {
        let folder = base();
        project::spoil(&case, folder.path()).unwrap();
        let report = json(&run(folder.path(), &["check", "--project", ".", "--message-format", "json"]));
        ours.check(&case, &report);
        let log = json(&run(folder.path(), &["check", "--project", ".", "--message-format", "sarif"]));
        sarif.check(&case, &log);
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), report["diagnostics"].as_array().unwrap().len(), "{}", case.display());
    }
}

#[test]
fn a_build_reports_as_the_schemas_say() {
    let folder = base();
    let report = json(&run(folder.path(), &["build", "--timings", "--message-format", "json"]));
    Schema::read("../docs/schemas/diagnostics.json").check(folder.path(), &report);
    assert_eq!(report["outputs"][0]["path"], "out/minutes.pdf");
    let log = json(&run(folder.path(), &["build", "--message-format", "sarif"]));
    Schema::read("schemas/sarif-schema-2.1.0.json").check(folder.path(), &log);
}

#[test]
fn annotations_have_paths_as_seen_from_here() {
    let folder = TempDir::new().unwrap();
    let project = folder.path().join("inputs/minutes");
    fs::create_dir_all(&project).unwrap();
    project::copy_base(&project).unwrap();
    fs::write(project.join("stray, or not.md"), "").unwrap();
    let output = run(folder.path(), &["check", "--message-format", "github"]);
    let found = text(&output.stdout);
    assert!(found.starts_with("::warning file=inputs/minutes/stray%2C or not.md,title=file-unused::"), "{found}");
    let log = json(&run(folder.path(), &["check", "--message-format", "sarif"]));
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(place["uri"], "inputs/minutes/stray%2C%20or%20not.md");
}

#[test]
fn known_problems_are_passed_over_and_new_ones_are_not() {
    let folder = base();
    fs::write(folder.path().join("stray.md"), "").unwrap();
    let elsewhere = TempDir::new().unwrap();
    let kept = elsewhere.path().join("baseline.json");
    fs::write(&kept, run(folder.path(), &["check", "--message-format", "json"]).stdout).unwrap();
    let kept = kept.to_str().unwrap();

    let known = ["check", "--deny", "warnings", "--message-format", "short", "--baseline", kept];
    let output = run(folder.path(), &known);
    assert_eq!((text(&output.stdout), text(&output.stderr)), ("", "1 known problem not shown\n"));
    assert_eq!(output.status.code(), Some(0));
    let output = run(folder.path(), &["build", "--deny", "warnings", "--baseline", kept]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));

    fs::write(folder.path().join("new.md"), "").unwrap();
    let output = run(folder.path(), &known);
    assert_eq!(text(&output.stdout).lines().count(), 1);
    assert!(text(&output.stdout).starts_with("new.md: error[file-unused]: "));
    assert_eq!(output.status.code(), Some(1));
    let report = json(&run(folder.path(), &["check", "--message-format", "json", "--baseline", kept]));
    assert_eq!(report["known"], 1);
    assert_eq!(report["warnings"], 1);
}

#[test]
fn a_known_error_that_leaves_nothing_to_build_from_stops_a_build() {
    let folder = base();
    project::spoil(&project::package().join("cases/block-unclosed"), folder.path()).unwrap();
    let elsewhere = TempDir::new().unwrap();
    let kept = elsewhere.path().join("baseline.json");
    fs::write(&kept, run(folder.path(), &["check", "--message-format", "json"]).stdout).unwrap();
    let kept = kept.to_str().unwrap();
    assert_eq!(run(folder.path(), &["check", "--baseline", kept]).status.code(), Some(0));
    let output = run(folder.path(), &["build", "--baseline", kept]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("unclosed-block"));
}

#[test]
fn what_cannot_be_a_baseline_is_wrong_usage() {
    let folder = base();
    let elsewhere = TempDir::new().unwrap();
    for content in [None, Some("{"), Some("{}"), Some(r#"{"version": 9, "diagnostics": []}"#)] {
        let path = elsewhere.path().join("baseline.json");
        if let Some(content) = content {
            fs::write(&path, content).unwrap();
        }
        let output = run(folder.path(), &["check", "--baseline", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{content:?}");
        assert!(text(&output.stderr).contains("cannot be the baseline: "), "{content:?}");
    }
}

#[test]
fn records_come_back_out_of_the_pdf() {
    let folder = base();
    assert!(run(folder.path(), &["build"]).status.success());
    let output = run(folder.path(), &["extract", "out/minutes.pdf"]);
    assert_eq!(json(&output)["format"], "idm-records");
    assert!(run(folder.path(), &["extract", "out/minutes.pdf", "--out", "out/records.json"]).status.success());
    assert_eq!(fs::read(folder.path().join("out/records.json")).unwrap(), output.stdout);

    let against = ["extract", "out/minutes.pdf", "--against", "."];
    let same = run(folder.path(), &against);
    assert_eq!((same.status.code(), text(&same.stdout)), (Some(0), ""));
    let path = folder.path().join("publication.yaml");
    let changed = fs::read_to_string(&path).unwrap().replacen("title: ", "title: Formerly ", 1);
    fs::write(&path, changed).unwrap();
    let other = run(folder.path(), &against);
    assert_eq!(other.status.code(), Some(1), "{}", text(&other.stderr));
    assert!(text(&other.stdout).contains("`publication.title` is “"), "{}", text(&other.stdout));
}

#[test]
fn what_holds_no_records_is_wrong_usage() {
    let folder = base();
    let output = run(folder.path(), &["extract", "publication.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr), "error: publication.yaml: it is no PDF\n");
    assert!(output.stdout.is_empty());
    assert_eq!(run(folder.path(), &["extract", "nothing.pdf"]).status.code(), Some(3));
}

/// What speaks to a terminal, or to a service that keeps the log of a run.
fn speaks(shown: &str) -> Option<String> {
    let wrong = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if let Some(c) = shown.chars().find(|&c| wrong(c)) {
        return Some(format!("{c:?}"));
    }
    let forged =
        |line: &&str| line.trim_start().starts_with("::") && line.contains("FORGED") && !line.contains("title=");
    shown.lines().find(forged).or_else(|| shown.lines().find(|line| line.contains("##[error]"))).map(str::to_owned)
}

#[test]
fn nothing_in_inputs_names_or_arguments_speaks_to_a_terminal() {
    let hostile = "a\u{1b}[31mb\u{9b}2J\u{202e}c\n::error::FORGED\r##[error]FORGED";
    let quoted = serde_json::to_string(hostile).unwrap();
    let folder = base();
    let root = folder.path();
    let path = |name: &str| root.join(name);
    let spoil = |name: &str, from: &str, to: &str| {
        let text = fs::read_to_string(path(name)).unwrap();
        assert!(text.contains(from), "{name}: {from}");
        fs::write(path(name), text.replacen(from, to, 1)).unwrap();
    };
    spoil("publication.yaml", "language: en", &format!("language: {quoted}"));
    spoil("publication.yaml", "imprint:", &format!("{quoted}: 1\nimprint:"));
    spoil("people.yaml", "role: moderator", &format!("role: {quoted}"));
    spoil("workshops/spring/workshop.yaml", "kind: break", &format!("kind: {quoted}"));
    #[cfg(unix)]
    fs::write(root.join("chapters").join(format!("{}.md", hostile.replace('/', " "))), "# A\n").unwrap();
    let earlier = base();
    let earlier = earlier.path().to_str().unwrap();
    let mut all: Vec<Vec<&str>> = ["human", "short", "github", "json", "sarif"]
        .iter()
        .flat_map(|format| {
            ["check", "nightly", "build", "draft"].map(|command| vec![command, "--message-format", format])
        })
        .collect();
    all.push(vec!["changes", "--against", earlier]);
    all.push(vec!["changes", "--since", hostile]);
    all.push(vec!["draft", hostile]);
    all.push(vec!["check", hostile]);
    all.push(vec!["check", "--message-format", hostile]);
    all.push(vec!["check", "--project", hostile]);
    all.push(vec!["explain", hostile]);
    all.push(vec!["extract", hostile]);
    for arguments in all {
        let output = run(root, &arguments);
        for shown in [&output.stdout, &output.stderr] {
            assert_eq!(speaks(&String::from_utf8_lossy(shown)), None, "{arguments:?}");
        }
    }
}
#[test]
fn with_json_every_failure_is_json() {
    let folder = base();
    let schema = Schema::read("../docs/schemas/diagnostics.json");
    fs::write(folder.path().join("file"), "").unwrap();
    for (code, arguments) in [
        (2, &["check", "--project", "nowhere", "--message-format", "json"][..]),
        (2, &["check", "--message-format=json", "--no-such-option"]),
        (2, &["changes", "--message-format", "json"]),
        (2, &["draft", "nobody", "--message-format", "json"]),
        (3, &["build", "--out", "file/out", "--message-format", "json"]),
        (3, &["nightly", "--out", "file/out", "--message-format", "json"]),
    ] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        let report = json(&output);
        schema.check(folder.path(), &report);
        assert_eq!(report["failure"]["code"], code, "{report:#}");
        let message = report["failure"]["message"].as_str().unwrap();
        assert!(text(&output.stderr).contains(message.lines().next().unwrap()), "{}", text(&output.stderr));
    }
}

/// The device that is always full stands for a full disk.
#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_are_a_failed_environment() {
    let folder = base();
    assert!(run(folder.path(), &["build"]).status.success());
    for arguments in [
        &["--help"][..],
        &["explain"],
        &["check", "--message-format", "json"],
        &["build"],
        &["draft", "plain-words"],
        &["nightly"],
        &["nightly", "--plan", "json"],
        &["changes", "--against", "."],
        &["extract", "out/minutes.pdf"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = std::process::Command::new(project::program().unwrap());
        let output = command.args(arguments).current_dir(folder.path()).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        let told = text(&output.stderr);
        assert!(told.contains("error: cannot write to standard output: "), "{arguments:?}: {told}");
    }
}

#[test]
fn who_closes_a_pipe_has_read_enough() {
    let folder = base();
    let mut command = std::process::Command::new(project::program().unwrap());
    let command = command.arg("explain").current_dir(folder.path()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn a_file_that_the_system_keeps_back_is_a_failed_environment() {
    use std::os::unix::fs::PermissionsExt;
    let folder = base();
    let path = folder.path().join("people.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // Nothing is kept back from an administrator.
    if fs::read(&path).is_err() {
        for command in ["check", "build", "nightly"] {
            let output = run(folder.path(), &[command, "--message-format", "short"]);
            assert_eq!(output.status.code(), Some(3), "{command}");
            let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
            assert!(told.contains("people.yaml: error[file-refused]: "), "{told}");
        }
    }
}

#[test]
fn threads_are_no_more_than_help() {
    let folder = base();
    let mut command = std::process::Command::new(project::program().unwrap());
    let command = command.args(["build", "--timeout", "60"]).current_dir(folder.path());
    let output = command.env("RAYON_NUM_THREADS", "100000").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(run(folder.path(), &["nightly", "--jobs", "65000"]).status.success());
}

#[test]
fn colours_are_used_when_they_are_asked_for() {
    let folder = base();
    fs::write(folder.path().join("stray.md"), "").unwrap();
    let is_coloured = |colour: &str| text(&run(folder.path(), &["check", "--color", colour]).stdout).contains('\u{1b}');
    assert!(is_coloured("always") && !is_coloured("never") && !is_coloured("auto"));
    assert_eq!(run(folder.path(), &["check", "--color", "green"]).status.code(), Some(2));
}

/// A document whose typesetting overflows the stack.
#[cfg(unix)]
#[test]
fn a_stack_that_overflows_ends_with_a_code() {
    let folder = base();
    let templates = project::package().join("../report-templates/packages/publication/0.1.0");
    let own = folder.path().join("templates/publication");
    fs::create_dir_all(&own).unwrap();
    for entry in fs::read_dir(templates).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(own.join(entry.file_name())).unwrap();
            for inner in fs::read_dir(entry.path()).unwrap() {
                let inner = inner.unwrap();
                fs::copy(inner.path(), own.join(entry.file_name()).join(inner.file_name())).unwrap();
            }
        } else {
            fs::copy(entry.path(), own.join(entry.file_name())).unwrap();
        }
    }
    let main = own.join("main.typ.jinja");
    let deep = "#{ let f(n) = eval(\"1+\" * n + \"1\"); f(300000) }\n";
    fs::write(&main, format!("{deep}{}", fs::read_to_string(&main).unwrap())).unwrap();
    let output = run(folder.path(), &["build", "--templates", "templates"]);
    assert_eq!(output.status.code(), Some(3), "{:?}", output.status);
    assert!(!folder.path().join("out/minutes.pdf").exists());
}
