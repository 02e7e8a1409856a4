//! Unattended builds: only what has changed, all or nothing, and checked afterwards.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use idm_core::manifest;
use idm_tests::{project, witnesses};
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

/// Runs `idm nightly` with success and returns what it said.
fn nightly(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, &[&["nightly"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout).to_owned()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn read_manifest(folder: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join("out/manifest.json")).unwrap()).unwrap()
}

/// Everything in the folder of outputs but hidden files and the digest, which tells of the run and not of the inputs,
/// with the times at which it was changed.
fn outputs(folder: &Path) -> BTreeMap<PathBuf, (SystemTime, Vec<u8>)> {
    let mut found = BTreeMap::new();
    for folder in [folder.join("out"), folder.join("out/drafts")] {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let hidden = path.file_name().unwrap().to_str().unwrap().starts_with('.');
            let digest = path.file_stem().is_some_and(|stem| stem == "digest");
            if path.is_file() && !hidden && !digest {
                found.insert(path.clone(), (path.metadata().unwrap().modified().unwrap(), fs::read(&path).unwrap()));
            }
        }
    }
    found
}

fn draft(folder: &Path, panel: &str) -> PathBuf {
    let found = outputs(folder);
    found.keys().find(|path| path.to_str().unwrap().contains(&format!("minutes-{panel}-en-"))).unwrap().clone()
}

fn append(path: PathBuf, line: &str) {
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, format!("{text}{line}")).unwrap();
}

const SUMMARY: &str = "workshops/spring/panel-2/summary.md";

#[test]
fn what_has_not_changed_is_not_touched() {
    let folder = base();
    let told = nightly(folder.path(), &[]);
    assert!(told.ends_with("4 built, 0 kept, 0 failed in out\n"), "{told}");
    let before = outputs(folder.path());
    let mut pdfs = 0;
    for (path, (_, bytes)) in before.iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "pdf")) {
        assert_eq!(witnesses::findings(bytes), Vec::<String>::new(), "{}", path.display());
        pdfs += 1;
    }
    assert_eq!(pdfs, 3);
    let told = nightly(folder.path(), &[]);
    assert!(told.ends_with("0 built, 4 kept, 0 failed in out\n"), "{told}");
    assert!(outputs(folder.path()) == before);
    // Made again, it comes out the same.
    let told = nightly(folder.path(), &["--all", "--jobs", "1"]);
    assert!(told.contains("(forced)"), "{told}");
    assert!(outputs(folder.path()) == before);
}

#[test]
fn the_digest_tells_what_the_night_brought() {
    let folder = base();
    let digest = || fs::read_to_string(folder.path().join("out/digest.md")).unwrap();
    nightly(folder.path(), &[]);
    assert!(digest().contains("This is the first night"), "{}", digest());
    append(folder.path().join(SUMMARY), "\nA sentence more [@notes].\n");
    nightly(folder.path(), &[]);
    let told = digest();
    assert!(told.contains("(`open-archive`) Summary: reworded"), "{told}");
    nightly(folder.path(), &[]);
    let told = digest();
    assert!(told.contains("Nothing has changed since the last night."), "{told}");
    let written = folder.path().join("out/digest.md").metadata().unwrap().modified().unwrap();
    nightly(folder.path(), &[]);
    assert_eq!(folder.path().join("out/digest.md").metadata().unwrap().modified().unwrap(), written);
    assert!(fs::read_to_string(folder.path().join("out/digest.html")).unwrap().contains("<html lang=\"en\""));
    // A template of the publication's own, and a mistake in it.
    fs::create_dir(folder.path().join("templates")).unwrap();
    fs::write(folder.path().join("templates/digest.md.jinja"), "{{ digest.publication.id }}\n").unwrap();
    nightly(folder.path(), &[]);
    assert_eq!(digest(), "minutes\n");
    fs::write(folder.path().join("templates/digest.md.jinja"), "a\n{{ digest.nothing.there }}\n").unwrap();
    let output = run(folder.path(), &["nightly"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("templates/digest.md.jinja:2: "), "{told}");
    assert_eq!(digest(), "minutes\n");
}

#[test]
fn what_has_changed_is_built_and_says_why() {
    let folder = base();
    nightly(folder.path(), &[]);
    let (kept, gone) = (draft(folder.path(), "plain-words"), draft(folder.path(), "open-archive"));
    let before = outputs(folder.path());

    append(folder.path().join(SUMMARY), "\nOne more sentence [@notes].\n");
    let plan = run(folder.path(), &["nightly", "--plan", "json"]);
    let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
    let action = |at: usize| plan["documents"][at]["action"].as_str().unwrap();
    assert_eq!([action(0), action(1), action(2), action(3)], ["build", "build", "keep", "build"], "{plan:#}");
    assert_eq!(plan["documents"][3]["reason"]["files"], serde_json::json!([SUMMARY]));
    assert!(outputs(folder.path()) == before, "a plan writes nothing");

    let told = nightly(folder.path(), &[]);
    assert_eq!(told.matches(&format!("({SUMMARY} changed)")).count(), 3, "{told}");
    let after = outputs(folder.path());
    assert_eq!(after[&kept], before[&kept]);
    assert!(!gone.exists(), "the older draft of the panel");
    assert_eq!(read_manifest(folder.path())["run"]["removed"].as_array().unwrap().len(), 1);

    // A comment changes nothing that is printed.
    append(folder.path().join("people.yaml"), "\n# A remark.\n");
    assert!(nightly(folder.path(), &[]).ends_with("0 built, 4 kept, 0 failed in out\n"));
}

#[test]
fn a_title_that_a_draft_does_not_print_builds_no_draft() {
    let folder = base();
    nightly(folder.path(), &[]);
    let path = folder.path().join("workshops/spring/panel-2/panel.yaml");
    let titled = fs::read_to_string(&path).unwrap().replace("An archive that is open", "An archive for everybody");
    fs::write(&path, titled).unwrap();
    let told = nightly(folder.path(), &[]);
    assert!(told.ends_with("3 built, 1 kept, 0 failed in out\n"), "{told}");
    assert!(told.lines().any(|line| line.starts_with("kept") && line.contains("plain-words")), "{told}");
    let verified = run(folder.path(), &["verify"]);
    assert_eq!(verified.status.code(), Some(0), "{}", text(&verified.stdout));
}

#[test]
fn an_output_that_is_altered_or_gone_is_built_again() {
    let folder = base();
    nightly(folder.path(), &[]);
    let before = outputs(folder.path());
    let path = draft(folder.path(), "plain-words");
    fs::remove_file(&path).unwrap();
    fs::write(folder.path().join("out/minutes.pdf"), "no longer a PDF").unwrap();
    let told = nightly(folder.path(), &[]);
    assert!(told.contains("(the file is gone)") && told.contains("(the file was altered)"), "{told}");
    for (path, (_, bytes)) in outputs(folder.path()) {
        assert!(path.ends_with("manifest.json") || before[&path].1 == bytes, "{}", path.display());
    }
}

#[test]
fn nothing_is_removed_that_was_not_built() {
    let folder = base();
    nightly(folder.path(), &[]);
    let own = folder.path().join("out/drafts/own.pdf");
    fs::write(&own, "somebody's own").unwrap();
    let remarks = draft(folder.path(), "open-archive");
    File::options().append(true).open(&remarks).unwrap().set_len(100).unwrap();
    append(folder.path().join(SUMMARY), "\nOne more sentence [@notes].\n");
    let output = run(folder.path(), &["nightly"]);
    assert!(text(&output.stderr).contains("was altered: it is left"), "{}", text(&output.stderr));
    assert!(own.exists() && remarks.exists());
}

#[test]
fn one_broken_panel_does_not_stop_the_others() {
    let folder = base();
    nightly(folder.path(), &[]);
    let good = read_manifest(folder.path());
    append(folder.path().join(SUMMARY), "\n:::quote\nnever closed\n");
    let output = run(folder.path(), &["nightly", "--message-format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    Schema::read("../docs/schemas/diagnostics.json").check(&report);
    let actions: Vec<&str> =
        report["outputs"].as_array().unwrap().iter().map(|output| output["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["failed", "failed", "kept", "failed"], "the other says what it said");

    let manifest = read_manifest(folder.path());
    Schema::read("../docs/schemas/manifest.json").check(&manifest);
    assert_eq!(manifest["failed"][0]["cause"], "inputs");
    assert!(manifest["failed"][0]["reason"].as_str().unwrap().starts_with(SUMMARY));
    assert_eq!(manifest["outputs"][0], good["outputs"][0], "the last good one");
    let before = outputs(folder.path());
    assert_eq!(run(folder.path(), &["nightly"]).status.code(), Some(1));
    assert!(outputs(folder.path()) == before, "the same failure writes nothing");
    let told = run(folder.path(), &["verify"]).stdout;
    assert!(!text(&told).contains("comes out otherwise"), "{}", text(&told));

    // A draft that is made while another panel is broken says so, and is made again once that is mended.
    let other = "workshops/spring/panel-1/summary.md";
    append(folder.path().join(other), "\nOne sentence more [@notes].\n");
    run(folder.path(), &["nightly"]);
    let told = run(folder.path(), &["verify"]).stdout;
    assert!(!text(&told).contains("comes out otherwise"), "{}", text(&told));
    append(folder.path().join(SUMMARY), ":::\n");
    let report: Value =
        serde_json::from_slice(&run(folder.path(), &["nightly", "--message-format", "json"]).stdout).unwrap();
    let actions: Vec<&str> =
        report["outputs"].as_array().unwrap().iter().map(|output| output["action"].as_str().unwrap()).collect();
    assert_eq!(actions[2], "built", "{actions:?}");
}

#[test]
fn a_second_run_is_refused_or_waits() {
    let folder = base();
    nightly(folder.path(), &[]);
    let lock = File::options().read(true).write(true).open(folder.path().join("out/.idm.lock")).unwrap();
    lock.lock().unwrap();
    let output = run(folder.path(), &["nightly"]);
    assert_eq!(output.status.code(), Some(3));
    let told = text(&output.stderr);
    assert!(told.starts_with("error: another run is writing to out (process ") && told.contains(" UTC)"), "{told}");
    let mut waiting = Command::new(project::program().unwrap())
        .args(["nightly", "--wait"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(waiting.try_wait().unwrap().is_none());
    lock.unlock().unwrap();
    assert!(waiting.wait().unwrap().success());
}

#[test]
fn a_folder_that_cannot_be_written_to_is_a_failed_environment() {
    let folder = base();
    fs::write(folder.path().join("out"), "a file in the folder's place").unwrap();
    let output = run(folder.path(), &["nightly"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).starts_with("error: cannot make the folder out: "), "{}", text(&output.stderr));
}

/// A limit on the length of files stands for a full disk.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let folder = base();
    nightly(folder.path(), &[]);
    let before = outputs(folder.path());
    append(folder.path().join(SUMMARY), "\nOne more sentence [@notes].\n");
    let script = format!("trap '' XFSZ; ulimit -f 40; exec '{}' nightly", project::program().unwrap().display());
    let output = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stderr).starts_with("error: cannot write out/"), "{}", text(&output.stderr));
    assert!(outputs(folder.path()) == before);
}

#[test]
fn a_killed_run_leaves_nothing_half_done() {
    let whole = base();
    nightly(whole.path(), &[]);
    let whole = outputs(whole.path());
    for wait in [5, 60, 150, 250, 350, 450] {
        let folder = base();
        let mut killed = Command::new(project::program().unwrap())
            .arg("nightly")
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        killed.kill().unwrap();
        killed.wait().unwrap();
        fs::create_dir_all(folder.path().join("out")).unwrap();
        fs::write(folder.path().join("out/.idm-left.part"), "left behind").unwrap();
        nightly(folder.path(), &[]);
        let found = outputs(folder.path());
        let bytes = |found: &BTreeMap<PathBuf, (SystemTime, Vec<u8>)>| {
            let files = found.iter().filter(|(path, _)| !path.ends_with("manifest.json"));
            files.map(|(path, (_, bytes))| (path.file_name().unwrap().to_owned(), bytes.clone())).collect::<Vec<_>>()
        };
        assert!(bytes(&found) == bytes(&whole), "killed after {wait} ms");
        assert!(!folder.path().join("out/.idm-left.part").exists());
    }
}

#[test]
fn what_is_not_finished_in_time_is_named() {
    let folder = base();
    // Checked in less than the time allowed, and typeset in more, on slow machines and on fast ones.
    let long: String = (0..20_000).map(|at| format!("Paragraph p{at} of a text *without* end [@notes].\n\n")).collect();
    append(folder.path().join("chapters/introduction.md"), &long);
    let output = run(folder.path(), &["nightly", "--timeout", "4"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stdout));
    let manifest = read_manifest(folder.path());
    assert_eq!(manifest["failed"][0]["document"], "publication");
    assert_eq!(manifest["failed"][0]["cause"], "timeout");
    assert_eq!(manifest["outputs"].as_array().unwrap().len(), 3, "{manifest:#}");
}

#[test]
fn verify_finds_what_differs() {
    let folder = base();
    assert_eq!(run(folder.path(), &["verify"]).status.code(), Some(2));
    nightly(folder.path(), &[]);
    let output = run(folder.path(), &["verify"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));

    let path = folder.path().join("out/minutes.pdf");
    let mut bytes = fs::read(&path).unwrap();
    bytes[1000] ^= 1;
    fs::write(&path, bytes).unwrap();
    let output = run(folder.path(), &["verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "minutes.pdf is another file than the one that was written\n");
    nightly(folder.path(), &[]);

    append(folder.path().join(SUMMARY), "\nOne more sentence [@notes].\n");
    let output = run(folder.path(), &["verify"]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stdout);
    assert!(told.starts_with(&format!("input {SUMMARY} has changed\n")), "{told}");
    assert_eq!(told.matches("comes out otherwise").count(), 3, "{told}");
    assert!(!told.contains("plain-words"), "{told}");
}

#[test]
fn parts_make_the_same_whole() {
    let folder = base();
    nightly(folder.path(), &[]);
    let (bytes, mut whole) = (outputs(folder.path()), read_manifest(folder.path()));
    fs::remove_dir_all(folder.path().join("out")).unwrap();

    nightly(folder.path(), &["--shard", "1/2"]);
    let output = run(folder.path(), &["nightly", "--merge"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("manifest-2-of-2.json is missing"), "{}", text(&output.stderr));
    append(folder.path().join("people.yaml"), "\n# A remark.\n");
    nightly(folder.path(), &["--shard", "2/2"]);
    let output = run(folder.path(), &["nightly", "--merge"]);
    assert_eq!(output.status.code(), Some(2));
    let differ = "manifest-1-of-2.json and manifest-2-of-2.json contradict each other: their inputs differ";
    assert!(text(&output.stderr).contains(differ), "{}", text(&output.stderr));

    fs::remove_dir_all(folder.path().join("out")).unwrap();
    let people = folder.path().join("people.yaml");
    fs::write(&people, fs::read_to_string(&people).unwrap().replace("\n# A remark.\n", "")).unwrap();
    nightly(folder.path(), &["--shard", "1/2"]);
    nightly(folder.path(), &["--shard", "2/2"]);
    nightly(folder.path(), &["--merge"]);
    let mut merged = read_manifest(folder.path());
    let runs = (whole["run"].take(), merged["run"].take());
    assert_eq!(runs.0["documents"].as_array().unwrap().len(), runs.1["documents"].as_array().unwrap().len());
    assert_eq!(whole, merged);
    let after = outputs(folder.path());
    assert!(after.keys().eq(bytes.keys()), "the parts' manifests are gone");
    assert!(after.iter().all(|(path, (_, new))| path.ends_with("manifest.json") || bytes[path].1 == *new));
    assert!(nightly(folder.path(), &[]).ends_with("0 built, 4 kept, 0 failed in out\n"));
}

#[test]
fn what_one_machine_has_made_no_other_makes_again() {
    let folder = base();
    let at = folder.path();
    nightly(at, &["--cache", "cache"]);
    let (bytes, mut first) = (outputs(at), read_manifest(at));
    fs::remove_dir_all(at.join("out")).unwrap();
    // Only the records are written anew: they are not typeset.
    let told = nightly(at, &["--cache", "cache"]);
    assert!(told.ends_with("1 built, 3 fetched, 0 kept, 0 failed in out\n"), "{told}");
    let (again, mut second) = (outputs(at), read_manifest(at));
    let is_same =
        |(path, (_, old)): (&PathBuf, &(SystemTime, Vec<u8>))| path.ends_with("manifest.json") || again[path].1 == *old;
    assert!(again.keys().eq(bytes.keys()) && bytes.iter().all(is_same));
    let (built, fetched) = (first["run"].take(), second["run"].take());
    assert_eq!(first, second);
    for (built, fetched) in built["documents"].as_array().unwrap().iter().zip(fetched["documents"].as_array().unwrap())
    {
        assert_eq!(built["cost_ms"], fetched["cost_ms"]);
    }
    // What lies in the cache is no input, and what is one is no cache.
    assert!(fs::read_to_string(at.join("out/manifest.json")).unwrap().find("cache/").is_none());
    let output = run(at, &["nightly", "--cache", "workshops"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    // The same words in another state of the inputs: a draft names its state, the book does not.
    append(at.join("people.yaml"), "\n# A remark.\n");
    fs::remove_dir_all(at.join("out")).unwrap();
    let told = nightly(at, &["--cache", "cache"]);
    assert!(told.ends_with("3 built, 1 fetched, 0 kept, 0 failed in out\n"), "{told}");
    // What is spoiled is told, and made anew.
    fs::remove_dir_all(at.join("out")).unwrap();
    let folders = fs::read_dir(at.join("cache")).unwrap().map(|folder| folder.unwrap().path());
    for path in folders.filter(|path| path.is_dir()).flat_map(|folder| fs::read_dir(folder).unwrap()) {
        let path = path.unwrap().path();
        let mut bytes = fs::read(&path).unwrap();
        bytes.truncate(bytes.len() - 1);
        fs::write(path, bytes).unwrap();
    }
    let output = run(at, &["nightly", "--cache", "cache"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        text(&output.stderr).matches("in the cache is passed over: its bytes").count(),
        3,
        "{}",
        text(&output.stderr)
    );
    assert!(text(&output.stdout).ends_with("4 built, 0 kept, 0 failed in out\n"));
    // One that cannot be used stops nothing.
    let output = run(at, &["nightly", "--all", "--cache", "people.yaml"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("the cache people.yaml is not used"), "{}", text(&output.stderr));
}

#[test]
fn parts_are_made_alike_by_the_times_of_an_earlier_night() {
    let folder = base();
    let at = folder.path();
    nightly(at, &["--out", "whole"]);
    let path = at.join("whole/manifest.json");
    let mut earlier: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    // One draft takes longer than all the rest.
    for (run, cost) in earlier["run"]["documents"].as_array_mut().unwrap().iter_mut().zip([3.0, 0.0, 2.0, 9.0]) {
        run["cost_ms"] = cost.into();
    }
    fs::write(&path, earlier.to_string()).unwrap();
    let part = |shard: &str, out: &str, balance: &[&str]| {
        nightly(at, &[&["--shard", shard, "--out", out], balance].concat()).lines().count() - 1
    };
    let balance = ["--balance", "whole"];
    assert_eq!(part("1/2", "parts", &balance), 1);
    assert_eq!(part("2/2", "parts", &balance), 3);
    nightly(at, &["--merge", "--out", "parts"]);
    let mut merged: Value = serde_json::from_str(&fs::read_to_string(at.join("parts/manifest.json")).unwrap()).unwrap();
    (merged["run"], earlier["run"]) = (Value::Null, Value::Null);
    assert_eq!(merged, earlier);
    // Parts that were made by different times may leave a document out.
    part("1/2", "mixed", &balance);
    part("2/2", "mixed", &[]);
    let output = run(at, &["nightly", "--merge", "--out", "mixed"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("of the parts: give all of them the same folder"),
        "{}",
        text(&output.stderr)
    );
}

/// Two publications in a folder, one of them deeper, and a file beside them.
fn several() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, id) in [("volumes/en", "minutes"), ("volumes/older/fr", "minutes-fr")] {
        let at = folder.path().join(name);
        project::copy_base(&at).unwrap();
        let publication = fs::read_to_string(at.join("publication.yaml")).unwrap();
        fs::write(at.join("publication.yaml"), publication.replace("id: minutes", &format!("id: {id}"))).unwrap();
    }
    fs::write(folder.path().join("volumes/notes.txt"), "").unwrap();
    folder
}

#[test]
fn several_publications_are_built_one_after_the_other() {
    let folder = several();
    let at = folder.path();
    let told = nightly(at, &["--projects", "volumes"]);
    let ends: Vec<&str> = told.lines().filter(|line| line.contains(" failed in ")).collect();
    assert_eq!(ends, ["4 built, 0 kept, 0 failed in out/en", "4 built, 0 kept, 0 failed in out/older/fr"]);
    let manifest = |out: &str, name: &str| {
        let text = fs::read_to_string(at.join(out).join(name).join("manifest.json")).unwrap();
        let mut manifest: Value = serde_json::from_str(&text).unwrap();
        manifest["run"].take();
        manifest
    };
    // In parts, of which each has something of both, or all of one.
    let plan =
        nightly(at, &["--projects", "volumes", "--plan", "json", "--shards", "2", "--out", "new", "--balance", "out"]);
    let plan: Value = serde_json::from_str(&plan).unwrap();
    let parts = plan["matrix"]["include"].as_array().unwrap();
    let count = |of: &str| parts.iter().map(|part| part[of].as_u64().unwrap()).sum::<u64>();
    assert_eq!((parts.len(), count("documents"), count("build")), (2, 8, 8));
    assert!(parts.iter().all(|part| part["expected_ms"].as_f64().unwrap() > 0.0));
    for part in parts {
        let shard = part["shard"].as_str().unwrap();
        let told = nightly(at, &["--projects", "volumes", "--shard", shard, "--out", "parts", "--balance", "out"]);
        assert_eq!(told.matches("built  ").count() as u64, part["documents"].as_u64().unwrap(), "{told}");
    }
    nightly(at, &["--projects", "volumes", "--out", "parts", "--merge"]);
    for name in ["en", "older/fr"] {
        assert_eq!(manifest("parts", name), manifest("out", name));
    }
    // What goes wrong with one does not stop the other, and is said in the one document that a program reads.
    fs::write(at.join("volumes/en/publication.yaml"), "id: another\n").unwrap();
    let output = run(at, &["nightly", "--projects", "volumes", "--message-format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let told: Value = serde_json::from_str(text(&output.stdout)).unwrap();
    let actions = |at: usize| {
        let outputs = told["publications"][at]["outputs"].as_array().unwrap();
        outputs.iter().map(|output| output["action"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(actions(0).iter().all(|action| action == "failed"));
    assert!(actions(1).iter().all(|action| action == "kept"));
    let log = run(at, &["nightly", "--projects", "volumes", "--message-format", "sarif"]);
    let log: Value = serde_json::from_str(text(&log.stdout)).unwrap();
    assert_eq!(log["runs"].as_array().unwrap().len(), 2);
    // Two of the same name, and none at all.
    for (folders, told) in
        [(["volumes", "volumes"], "would both be `en`"), (["out", "volumes"], "there is no publication in out")]
    {
        let output = run(at, &["nightly", "--projects", folders[0], "--projects", folders[1]]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(told), "{}", text(&output.stderr));
    }
}

#[test]
fn a_release_lacks_nothing() {
    let folder = base();
    let output = run(folder.path(), &["check", "--release", "--message-format", "short"]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stdout);
    for part in [
        "workshops/spring/panel-1/panel.yaml:",
        "error[missing-for-release]: the panel `plain-words` has no rapporteur",
        "error[not-cleared]: the outcome `outcome-short` is a draft",
        "error[not-cleared]: the chapter `introduction` is a draft",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert_eq!(run(folder.path(), &["build", "--release"]).status.code(), Some(1));
    let output = run(folder.path(), &["nightly", "--release"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).ends_with("2 built, 0 kept, 2 failed in out\n"), "{}", text(&output.stdout));
    assert_eq!(run(folder.path(), &["check"]).status.code(), Some(0));
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
        compiler.add_resource("https://schema.example/schema.json", serde_json::from_str(&text).unwrap()).unwrap();
        let index = compiler.compile("https://schema.example/schema.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    fn check(&self, document: &Value) {
        let result = self.schemas.validate(document, self.index);
        assert!(result.is_ok(), "{:#}\n{document:#}", result.unwrap_err());
    }
}

#[test]
fn the_schema_of_the_manifest_is_up_to_date() {
    let path = project::package().join("../docs/schemas/manifest.json");
    let schema = format!("{:#}\n", manifest::schema());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &schema).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == schema, "run `UPDATE_EXPECT=1 cargo test --release --test nights nightly`");
    let folder = base();
    nightly(folder.path(), &[]);
    Schema::read("../docs/schemas/manifest.json").check(&read_manifest(folder.path()));
}

#[test]
fn a_night_without_a_publication_that_can_be_read_fails() {
    let folder = base();
    let path = folder.path().join("publication.yaml");
    let sound = fs::read_to_string(&path).unwrap();
    for spoilt in [sound.replace("id: minutes", "id: The Minutes"), "title: [\n".to_owned()] {
        fs::write(&path, spoilt).unwrap();
        let output = run(folder.path(), &["nightly"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert!(text(&output.stdout).ends_with("0 built, 0 kept, 2 failed in out\n"), "{}", text(&output.stdout));
        // Nothing is what the inputs make where they make nothing.
        let output = run(folder.path(), &["verify"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("`publication` could not be made: "), "{}", text(&output.stdout));
        fs::remove_dir_all(folder.path().join("out")).unwrap();
    }
    // What an earlier night has made stays, and so does whose it is.
    fs::write(&path, &sound).unwrap();
    nightly(folder.path(), &[]);
    let good = read_manifest(folder.path());
    fs::write(&path, "title: [\n").unwrap();
    for _ in 0..2 {
        assert_eq!(run(folder.path(), &["nightly"]).status.code(), Some(1));
        let manifest = read_manifest(folder.path());
        for kept in ["outputs", "publication", "completeness"] {
            assert_eq!(manifest[kept], good[kept], "{kept}");
        }
        assert_eq!(manifest["failed"].as_array().unwrap().len(), 4);
    }
}

#[test]
fn the_outputs_of_another_publication_are_left_alone() {
    let folder = base();
    nightly(folder.path(), &[]);
    let before = outputs(folder.path());
    let path = folder.path().join("publication.yaml");
    let other = fs::read_to_string(&path).unwrap().replace("id: minutes", "id: letters");
    fs::write(&path, other).unwrap();
    let output = run(folder.path(), &["nightly"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("another publication, `minutes`"), "{}", text(&output.stderr));
    assert!(outputs(folder.path()) == before);
    // Nor is it compared with what the inputs make: that would differ in everything.
    let output = run(folder.path(), &["verify"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    assert!(text(&output.stderr).contains("another publication, `minutes`"), "{}", text(&output.stderr));
    nightly(folder.path(), &["--out", "letters"]);
}

#[test]
fn a_folder_whose_manifest_was_cut_off_is_left_alone() {
    let folder = base();
    nightly(folder.path(), &[]);
    let path = folder.path().join("out/manifest.json");
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let before = outputs(folder.path());
    // It may be that of another publication, as far as anybody knows.
    let inputs = folder.path().join("publication.yaml");
    let own = fs::read_to_string(&inputs).unwrap();
    for id in ["minutes", "letters"] {
        fs::write(&inputs, own.replace("id: minutes", &format!("id: {id}"))).unwrap();
        for arguments in
            [&["nightly"][..], &["nightly", "--all"], &["nightly", "--plan", "json"], &["nightly", "--shard", "1/2"]]
        {
            let output = run(folder.path(), arguments);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            let told = text(&output.stderr);
            assert!(
                told.contains("manifest.json: it is no manifest: EOF") && told.contains("name another folder"),
                "{told}"
            );
            assert!(outputs(folder.path()) == before, "{arguments:?}");
        }
    }
    // That of a later program is whole: nothing is to be brought back or removed.
    fs::write(&inputs, own).unwrap();
    fs::write(&path, whole.replacen("\"version\": 1", "\"version\": 2", 1)).unwrap();
    let before = outputs(folder.path());
    for arguments in [&["nightly"][..], &["nightly", "--plan", "json"], &["verify"]] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let told = text(&output.stderr);
        assert!(told.contains("by a later `idm`") && !told.contains("remove that file"), "{arguments:?}: {told}");
        assert!(outputs(folder.path()) == before, "{arguments:?}");
    }
    // What it says to do helps.
    fs::write(&path, whole).unwrap();
    assert!(nightly(folder.path(), &[]).ends_with("0 built, 4 kept, 0 failed in out\n"));
    fs::remove_file(&path).unwrap();
    assert!(nightly(folder.path(), &[]).ends_with("4 built, 0 kept, 0 failed in out\n"));
}

#[test]
fn a_plan_ends_as_the_night_would() {
    let folder = base();
    let plan = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["nightly", "--plan", "human"], arguments].concat());
        (output.status.code(), text(&output.stdout).to_owned())
    };
    assert_eq!(plan(&[]).0, Some(0));
    append(folder.path().join(SUMMARY), "\n[@nobody]\n");
    let (code, told) = plan(&[]);
    assert!(told.contains("fail   ") && told.contains("build  "), "{told}");
    assert_eq!(code, run(folder.path(), &["nightly"]).status.code(), "{told}");
    assert_eq!(code, Some(1));
    // With several publications, the others are planned all the same.
    let several = several();
    append(several.path().join("volumes/en").join(SUMMARY), "\n[@nobody]\n");
    let output = run(several.path(), &["nightly", "--projects", "volumes", "--plan", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(plan["publications"].as_array().unwrap().len(), 2, "{plan:#}");
    assert!(text(&output.stderr).contains("1 of the publications cannot be built whole"), "{output:?}");
    // One that cannot be planned at all is named where programs read.
    fs::create_dir_all(several.path().join("out/en")).unwrap();
    fs::write(several.path().join("out/en/manifest.json"), "{").unwrap();
    let output = run(several.path(), &["nightly", "--projects", "volumes", "--plan", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
    let refused = &plan["publications"].as_array().unwrap()[0];
    assert_eq!((&refused["name"], &refused["failure"]["code"]), (&"en".into(), &2.into()), "{plan:#}");
}

#[test]
fn a_folder_that_is_written_to_is_no_input() {
    let folder = base();
    nightly(folder.path(), &["--out", "every/night"]);
    assert!(nightly(folder.path(), &["--out", "every/night"]).ends_with("0 built, 4 kept, 0 failed in every/night\n"));
    let output = run(folder.path(), &["check", "--deny", "warnings"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), "no problems in .\n"));
    let output = run(folder.path(), &["verify", "--out", "every/night"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));

    // Inputs are not passed over because somebody mistakes their folder for one of outputs.
    for out in ["chapters", "workshops/spring", "."] {
        for command in ["nightly", "build"] {
            let output = run(folder.path(), &[command, "--out", out]);
            assert_eq!(output.status.code(), Some(2), "{command} --out {out}");
            assert!(text(&output.stderr).contains("cannot be the folder of outputs"), "{}", text(&output.stderr));
        }
        assert!(!folder.path().join(out).join(".idm.lock").exists());
    }
    assert_eq!(run(folder.path(), &["check"]).status.code(), Some(0));
}

#[test]
fn what_a_page_could_not_tell_is_told_by_the_next() {
    let folder = base();
    let digest = || fs::read_to_string(folder.path().join("out/digest.md")).unwrap();
    nightly(folder.path(), &[]);
    append(folder.path().join(SUMMARY), "\nA sentence more [@notes].\n");
    fs::create_dir(folder.path().join("templates")).unwrap();
    let template = folder.path().join("templates/digest.md.jinja");
    fs::write(&template, "{{ nothing }}\n").unwrap();
    for _ in 0..2 {
        assert_eq!(run(folder.path(), &["nightly"]).status.code(), Some(1));
    }
    fs::remove_file(&template).unwrap();
    nightly(folder.path(), &[]);
    let told = digest();
    assert!(told.contains("(`open-archive`) Summary: reworded"), "{told}");
    assert!(told.contains(&format!("built, changed | {SUMMARY} changed")), "{told}");
    nightly(folder.path(), &[]);
    assert!(digest().contains("Nothing has changed since the last night."), "{}", digest());
}

#[test]
fn a_template_that_prints_without_measure_is_refused_at_its_line() {
    let folder = base();
    fs::create_dir(folder.path().join("templates")).unwrap();
    fs::write(folder.path().join("templates/digest.md.jinja"), "a\n{{ \"%40000000d\"|format(1) }}\n").unwrap();
    let output = run(folder.path(), &["nightly"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("templates/digest.md.jinja:2: ") && told.contains("more than 16 MiB"), "{told}");
}

#[test]
fn what_blocks_release_does_not_become_less_when_a_panel_breaks() {
    let folder = base();
    let blocking = || {
        let digest = fs::read_to_string(folder.path().join("out/digest.md")).unwrap();
        let (before, _) = digest.split_once(" problems block release").unwrap_or_else(|| panic!("{digest}"));
        before.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap().parse::<usize>().unwrap()
    };
    nightly(folder.path(), &[]);
    let sound = blocking();
    append(folder.path().join("workshops/spring/panel-2/panel.yaml"), "\n  - : [\n");
    for _ in 0..3 {
        assert_eq!(run(folder.path(), &["nightly"]).status.code(), Some(1));
        assert!(blocking() > sound, "{} and not more than {sound}", blocking());
    }
}
