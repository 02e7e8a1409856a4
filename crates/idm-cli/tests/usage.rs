//! What the command line promises to scripts: exit codes, and results on standard output only.

use std::process::{Command, Output};

fn idm(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder can be made");
    Command::new(env!("CARGO_BIN_EXE_idm"))
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .expect("the program starts")
}

#[test]
fn help_names_every_command_and_exit_code() {
    let output = idm(&["--help"]);
    let help = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    for word in ["build", "check", "explain", "extract", "0 done", "1 the inputs have errors", "2 wrong usage"] {
        assert!(help.contains(word), "{word} is missing in\n{help}");
    }
    assert!(output.stderr.is_empty());
}

#[test]
fn an_explanation_is_a_result() {
    let output = idm(&["explain", "unsourced"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("unsourced (warning)"));
}

#[test]
fn problems_of_the_inputs_end_with_1() {
    let output = idm(&["check", "--project", ".", "--message-format", "short"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("publication.yaml: error[file-missing]: "));
    assert!(output.stderr.is_empty());
}

#[test]
fn wrong_usage_ends_with_2() {
    for arguments in [&["bild"][..], &["check", "--project", "nowhere"], &["check"], &["explain", "unsorced"]] {
        let output = idm(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
}
