//! What the program is built from: every licence goes with its own, and the page that counts its crates is right.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};

/// Licences that may be part of a program under MIT OR Apache-2.0: they ask for no more than their own text to be kept.
const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Where the counted part of the page begins.
const COUNTED: &str = "<!-- Counted by `tests/tests/tools/dependencies.rs` from here to the end. -->\n";

struct Crate {
    name: String,
    version: String,
    licence: Option<String>,
}

#[test]
fn every_licence_goes_with_that_of_the_program() {
    let crates = crates(&metadata(), &["normal", "build", "dev"], "idm-tests");
    assert!(crates.len() > 100, "only {} crates were found", crates.len());
    let refused: Vec<String> = crates
        .iter()
        .filter(|found| !found.licence.as_deref().is_some_and(is_allowed))
        .map(|found| format!("{} {}: {:?}", found.name, found.version, found.licence))
        .collect();
    assert_eq!(refused, Vec::<String>::new());
    for refused in ["GPL-3.0-only", "MIT AND LGPL-2.1-only", "Apache-2.0 AND (MPL-2.0 OR SSPL-1.0)", "a licence"] {
        assert!(!is_allowed(refused), "{refused}");
    }
}

fn is_allowed(licence: &str) -> bool {
    let is_allowed = |wanted: &LicenseReq| wanted.license.id().is_some_and(|id| ALLOWED.contains(&id.name));
    Expression::parse_mode(licence, ParseMode::LAX).is_ok_and(|expression| expression.evaluate(is_allowed))
}

#[test]
fn the_page_of_dependencies_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/dependencies.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (head, _) = page.split_once(COUNTED).unwrap();
    let expected = format!("{head}{COUNTED}{}", counted());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &expected).unwrap();
    } else {
        assert!(page == expected, "run `UPDATE_EXPECT=1 cargo test --release --test tools dependencies`:\n{expected}");
    }
}

/// The crates of the program by licence, and those that it has in more than one version.
fn counted() -> String {
    let crates = crates(&metadata(), &["normal", "build"], "idm-cli");
    let mut licences: BTreeMap<&str, usize> = BTreeMap::new();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for found in &crates {
        *licences.entry(found.licence.as_deref().unwrap_or("none")).or_default() += 1;
        versions.entry(&found.name).or_default().insert(&found.version);
    }
    let mut text = format!("\nThe program is built from {} crates, its own included.\n\n", crates.len());
    text.push_str("| licence | crates |\n|---|---:|\n");
    for (licence, count) in licences {
        let _ = writeln!(text, "| {licence} | {count} |");
    }
    text.push_str("\n| in several versions | versions |\n|---|---|\n");
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        let _ = writeln!(text, "| {name} | {} |", versions.iter().copied().collect::<Vec<_>>().join(", "));
    }
    text
}

/// What cargo says of all packages and how they depend on each other, on Linux: elsewhere a few others take the places of
/// those that speak with the system.
fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A package of the workspace and all that it is built from, by dependencies of these kinds.
fn crates(metadata: &Value, kinds: &[&str], root: &str) -> Vec<Crate> {
    let packages: BTreeMap<&str, &Value> =
        list(metadata, "packages").iter().map(|package| (text(package, "id"), package)).collect();
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"], "nodes").iter().map(|node| (text(node, "id"), node)).collect();
    let root = *packages.iter().find(|(_, package)| text(package, "name") == root).unwrap().0;
    let mut found = BTreeSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(
                list(nodes[id], "deps")
                    .iter()
                    .filter(|dependency| {
                        list(dependency, "dep_kinds")
                            .iter()
                            .any(|kind| kinds.contains(&kind["kind"].as_str().unwrap_or("normal")))
                    })
                    .map(|dependency| text(dependency, "pkg")),
            );
        }
    }
    found
        .into_iter()
        .map(|id| Crate {
            name: text(packages[id], "name").to_owned(),
            version: text(packages[id], "version").to_owned(),
            licence: packages[id]["license"].as_str().map(str::to_owned),
        })
        .collect()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}
