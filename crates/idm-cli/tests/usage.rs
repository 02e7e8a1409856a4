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

#[test]
fn what_leaves_no_doubt_is_mended_on_request_and_told() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("publication.yaml");
    let idm = |arguments: &[&str]| {
        let program = Command::new(env!("CARGO_BIN_EXE_idm")).args(arguments).current_dir(folder.path()).output();
        program.expect("the program starts")
    };
    let wrong = "id: p\ntitle: T\nkeywrods: [a]\nbook: [{section: colophn}]\n";
    std::fs::write(&file, wrong).expect("it can be written");
    let report = idm(&["check", "--message-format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).expect("it is JSON");
    assert_eq!(report["diagnostics"][0]["fixes"][0]["edits"][0]["text"], "keywords");
    assert_eq!(std::fs::read_to_string(&file).expect("it can be read"), wrong, "nobody has asked");

    let output = idm(&["check", "--fix", "--message-format", "short"]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.starts_with("publication.yaml:3:1: mended[unknown-key]: write `keywords`\n"), "{told}");
    let mended = "id: p\ntitle: T\nkeywords: [a]\nbook: [{section: colophon}]\n";
    assert_eq!(std::fs::read_to_string(&file).expect("it can be read"), mended);
}

/// What is printed, which a run without errors has printed.
fn printed(arguments: &[&str]) -> String {
    let output = idm(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    assert!(output.stderr.is_empty(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("the program prints text")
}

/// The names of all commands, as the help lists them.
fn commands() -> Vec<String> {
    let help = printed(&["--help"]);
    let (_, list) = help.split_once("Commands:\n").expect("commands are listed");
    let (list, _) = list.split_once("\n\n").expect("the list ends");
    let lines = list.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn help_fits_80_columns() {
    let commands = commands();
    assert!(commands.len() > 8, "{commands:?}");
    for command in commands.iter().map(String::as_str).filter(|command| *command != "help").chain([""]) {
        for asked in ["-h", "--help"] {
            let arguments: Vec<&str> = [command, asked].into_iter().filter(|argument| !argument.is_empty()).collect();
            for line in printed(&arguments).lines() {
                assert!(line.chars().count() <= 80, "{arguments:?}: {line}");
            }
        }
    }
}

#[test]
fn the_version_is_that_of_the_program_and_of_typst() {
    let version = printed(&["--version"]);
    assert!(version.starts_with(concat!("idm ", env!("CARGO_PKG_VERSION"), " (Typst 0.")), "{version}");
}

#[test]
fn shells_complete_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = printed(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
    }
    assert_eq!(idm(&["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let page = printed(&["man"]);
    assert!(page.contains(".SH SUBCOMMANDS") && page.contains("Exit codes: 0 done"), "{page}");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let name = folder.path().to_str().expect("its name is text");
    assert_eq!(printed(&["man", "--out", name]), "");
    for command in commands().iter().filter(|command| *command != "help") {
        let page = std::fs::read_to_string(folder.path().join(format!("idm-{command}.1"))).expect("the page is there");
        assert!(page.starts_with(".ie") && page.contains(&format!("idm\\-{command}")), "{page}");
        assert_eq!(printed(&["man", command]), page);
    }
    assert_eq!(idm(&["man", "bild"]).status.code(), Some(2));
}
