//! The descriptions of the format for editors say what the program says.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use idm::{Files, schemas};
use idm_tests::{project, synthetic};
use serde_json::Value;

/// What the program says of a file where editors are to say something, too.
const REFUSED: [&str; 2] = ["wrong-type", "unknown-key"];

/// What editors may say something of as well.
const ALSO: [&str; 4] = ["invalid-value", "missing-value", "yaml-nesting", "yaml-syntax"];

/// Cases of what no description tells: what is wrong within a text, how a number is written, and names that templates define.
const BEYOND: [&str; 10] = [
    "design-bad-measure",
    "design-unknown-table",
    "design-unknown-token",
    "label-unknown",
    "reference-brace",
    "reference-doi",
    "reference-name-key",
    "reference-several-authors",
    "type-number-hexadecimal",
    "type-reference-date",
];

struct Descriptions {
    schemas: boon::Schemas,
    known: Vec<(&'static str, boon::SchemaIndex)>,
}

impl Descriptions {
    fn new() -> Self {
        let mut schemas = boon::Schemas::new();
        let mut known = vec![];
        for description in schemas::all() {
            let mut compiler = boon::Compiler::new();
            let address = format!("https://schema.example/{}", description.file);
            compiler.add_resource(&address, description.value).unwrap();
            known.push((description.inputs, compiler.compile(&address, &mut schemas).unwrap()));
        }
        Self { schemas, known }
    }

    /// What the description of a file says of it; nothing if there is none, or if the file is no YAML.
    fn verdict(&self, path: &str, bytes: &[u8]) -> Option<Result<(), String>> {
        let (_, schema) = self.known.iter().find(|(pattern, _)| fits(pattern, path))?;
        let value: Value = serde_yaml::from_slice(bytes).ok()?;
        Some(self.schemas.validate(&value, *schema).map_err(|error| format!("{error:#}")))
    }
}

/// Whether a path is one of a pattern: `*` is one part of it, `**` any number.
fn fits(pattern: &str, path: &str) -> bool {
    fn parts(pattern: &[&str], path: &[&str]) -> bool {
        match (pattern, path) {
            ([], []) => true,
            (["**", rest @ ..], _) => parts(rest, path) || (!path.is_empty() && parts(pattern, &path[1..])),
            ([first, rest @ ..], [name, others @ ..]) => {
                let (before, after) = first.split_once('*').unwrap_or((first, ""));
                let is_one =
                    if first.contains('*') { name.starts_with(before) && name.ends_with(after) } else { name == first };
                is_one && parts(rest, others)
            }
            _ => false,
        }
    }
    parts(&pattern.split('/').collect::<Vec<_>>(), &path.split('/').collect::<Vec<_>>())
}

fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = Files::directory(folder).unwrap();
    let yaml = files.list().unwrap_or_default().into_iter().filter(|path| path.ends_with(".yaml"));
    yaml.filter_map(|path| Some((path.clone(), files.read_bytes(&path, 1 << 20).ok()?))).collect()
}

#[test]
fn what_is_sound_is_accepted() {
    let descriptions = Descriptions::new();
    let mut counted = 0;
    let sample = read(&project::package().join("../inputs/idm-2017"));
    let made_up = synthetic::running_text(3);
    for (path, bytes) in project::base().into_iter().chain(sample).chain(made_up) {
        if let Some(verdict) = descriptions.verdict(&path, &bytes) {
            verdict.unwrap_or_else(|refusal| panic!("{path}: {refusal}"));
            counted += 1;
        }
    }
    assert!(counted > 40, "only {counted} files were looked at");
}

#[test]
fn what_the_program_refuses_an_editor_refuses_and_nothing_else() {
    let descriptions = Descriptions::new();
    let (mut refused, mut accepted) = (0, 0);
    let mut wrong = vec![];
    let sound = project::base();
    let mut cases: Vec<PathBuf> =
        fs::read_dir(project::package().join("cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    for case in cases.iter().filter(|path| path.is_dir() && !path.join("HUGE").exists()) {
        let folder = tempfile::tempdir().unwrap();
        project::copy_base(folder.path()).unwrap();
        project::spoil(case, folder.path()).unwrap();
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
        for (path, bytes) in read(folder.path()) {
            if sound.get(&path) == Some(&bytes) {
                continue;
            }
            let Some(verdict) = descriptions.verdict(&path, &bytes) else { continue };
            let says = |codes: &[&str]| {
                let here = expected.lines().filter(|line| line.starts_with(&format!("{path}:")));
                here.into_iter().any(|line| codes.iter().any(|code| line.contains(&format!("[{code}]: "))))
            };
            match verdict {
                Ok(()) if BEYOND.iter().any(|name| case.ends_with(name)) => {}
                Ok(()) if says(&REFUSED) => wrong.push(format!("{}: {path} is accepted", case.display())),
                Err(refusal) if !says(&REFUSED) && !says(&ALSO) => {
                    wrong.push(format!("{}: {path} is refused: {refusal}", case.display()));
                }
                Ok(()) => accepted += 1,
                Err(_) => refused += 1,
            }
        }
    }
    assert!(wrong.is_empty(), "{refused} refused, {accepted} accepted, but\n{}", wrong.join("\n"));
    assert!(refused >= 35 && accepted > 100, "{refused} files were refused, {accepted} accepted");
}
