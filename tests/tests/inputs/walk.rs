//! The first ten minutes, as the guide and the README tell them: each command runs, and prints what is said that it prints.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::Path;

use idm_tests::project;

/// A block in a page, and the words before it.
struct Block<'a> {
    language: &'a str,
    text: String,
    before: String,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block> = vec![];
    let (mut before, mut open) = (String::new(), None::<(&str, String)>);
    for line in page.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(language), None) => open = Some((language, String::new())),
            (Some(_), Some((language, text))) => {
                blocks.push(Block { language, text, before: std::mem::take(&mut before) });
            }
            (None, Some((language, text))) => open = Some((language, format!("{text}{line}\n"))),
            (None, None) => before = format!("{before} {line}"),
        }
    }
    blocks
}

/// The words of a command: those in quotation marks are one.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    let words = parts.flat_map(|(at, part)| if at % 2 == 1 { vec![part] } else { part.split_whitespace().collect() });
    words.map(str::to_owned).collect()
}

/// Follows a page in an empty folder, and returns the commands that it has run.
fn follow(page: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let program = project::program().unwrap();
    let (mut ran, mut printed) = (vec![], String::new());
    let blocks = blocks(page);
    for (at, block) in blocks.iter().enumerate() {
        if block.language == "sh" {
            printed.clear();
            // A mistake is shown below the command that finds it.
            let shown = blocks.get(at + 1).is_some_and(|next| next.text.starts_with("error["));
            for command in block.text.lines() {
                let words = words(command);
                assert_eq!(words[0], "idm", "{command}");
                let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
                let output = project::run(&program, folder.path(), &arguments).unwrap();
                printed.push_str(&String::from_utf8_lossy(&output.stdout));
                let errors = String::from_utf8_lossy(&output.stderr);
                assert_eq!(output.status.code(), Some(i32::from(shown)), "{command}:\n{printed}{errors}");
                ran.push(arguments[0].to_owned());
            }
        } else if let Some((_, file)) =
            block.before.split_once("write into `").or(block.before.split_once("Write into `"))
        {
            add(&folder.path().join(file.split('`').next().unwrap()), &block.text);
        } else {
            assert!(
                printed.contains(&block.text),
                "this is said to be printed:\n{}but this is:\n{printed}",
                block.text
            );
        }
    }
    ran
}

fn add(path: &Path, text: &str) {
    let before = fs::read_to_string(path).map(|before| before + "\n").unwrap_or_default();
    fs::write(path, before + text).unwrap();
}

#[test]
fn the_guide_can_be_followed() {
    let page = fs::read_to_string(project::package().join("../docs/start.md")).unwrap();
    let ran = follow(&page);
    for command in ["init", "build", "check", "new", "draft", "locate", "import", "list", "schema"] {
        assert!(ran.iter().any(|known| known == command), "{command} is not shown");
    }
}

#[test]
fn the_readme_can_be_followed() {
    let page = fs::read_to_string(project::package().join("../README.md")).unwrap();
    let (_, page) = page.split_once("## Begin one of your own\n").unwrap();
    let (page, _) = page.split_once("\n## ").unwrap();
    assert_eq!(follow(page), ["init", "build", "check", "new", "check", "draft"]);
}
