//! Each case of `cases/` holds one mistake, and says what the program is to report.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use idm_tests::project;

/// What the first line of `expected.txt` says when it takes a build to find the mistake.
const BUILD: &str = "# build\n";
/// What an earlier run has left, which a failed one must not touch.
const EARLIER: &str = "an earlier result";

#[test]
fn the_base_is_sound() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    project::copy_base(folder.path()).expect("the base can be copied");
    let program = project::program().expect("the program is there");
    let arguments = ["check", "--project", ".", "--message-format", "short", "--deny", "warnings"];
    let output = project::run(&program, folder.path(), &arguments).expect("the program starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    assert!(output.status.success());
    let output = project::run(&program, folder.path(), &["build"]).expect("the program starts");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success() && folder.path().join("out/minutes.pdf").is_file());
}

#[test]
fn each_mistake_is_reported_on_its_line() {
    let program = project::program().expect("the program is there");
    let mut cases: Vec<PathBuf> = fs::read_dir(project::package().join("cases"))
        .expect("there is a folder of cases")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.is_dir() && (cfg!(unix) || !path.join("SYMLINKS").exists()))
        .collect();
    cases.sort();
    assert!(cases.len() >= 75, "only {} cases were found", cases.len());
    let next = AtomicUsize::new(0);
    let failures: Vec<String> = thread::scope(|scope| {
        let run = || {
            let cases = std::iter::from_fn(|| cases.get(next.fetch_add(1, Ordering::Relaxed)));
            cases.filter_map(|case| Some(format!("{}: {}", case.display(), examine(&program, case).err()?))).collect()
        };
        let workers = thread::available_parallelism().map_or(2, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(run)).collect();
        workers.into_iter().flat_map(|worker| -> Vec<String> { worker.join().expect("no worker panics") }).collect()
    });
    let number = failures.len();
    assert!(failures.is_empty(), "{number} of {} cases failed:\n\n{}", cases.len(), failures.join("\n\n"));
}

/// Runs one case. With `UPDATE_EXPECT=1` in the environment, what is found becomes what is expected.
fn examine(program: &Path, case: &Path) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    // What a link or a path may lead out to, and an earlier result.
    let root = folder.path().join("project");
    project::copy_base(&root)?;
    let system = |error: std::io::Error| error.to_string();
    fs::write(folder.path().join("outside.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").map_err(system)?;
    fs::create_dir(root.join("out")).map_err(system)?;
    let earlier = root.join("out/minutes.pdf");
    fs::write(&earlier, EARLIER).map_err(system)?;
    project::spoil(case, &root)?;

    let path = case.join("expected.txt");
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let build = expected.starts_with(BUILD);
    let command = if build { "build" } else { "check" };
    let output =
        project::run(program, &root, &[command, "--project", ".", "--message-format", "short"]).map_err(system)?;
    let stream = if build { output.stderr } else { output.stdout };
    let found = String::from_utf8(stream).map_err(|error| error.to_string())?;
    let found = if build { format!("{BUILD}{found}") } else { found };
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        fs::write(&path, &found).map_err(system)?;
    } else if found != expected {
        return Err(format!("expected\n{expected}\nbut found\n{found}"));
    }

    if found == BUILD || found.is_empty() {
        return Err("nothing is reported, so that this is no case".to_owned());
    }
    let code = i32::from(found.contains(": error["));
    if output.status.code() != Some(code) {
        return Err(format!("ended with {}, not with code {code}", output.status));
    }
    if fs::read(&earlier).map_err(system)? != EARLIER.as_bytes() {
        return Err("the earlier result was touched".to_owned());
    }
    Ok(())
}
