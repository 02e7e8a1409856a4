//! Every seed of the fuzz targets, and every input that was ever found by one: what it broke must hold.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use idm_tests::properties::ALL;

#[test]
fn every_property_holds_for_every_seed() {
    let mut failures = vec![];
    for (name, property) in ALL {
        let seeds = seeds(name);
        assert!(seeds.len() >= 5, "only {} seeds of {name} were found", seeds.len());
        for path in seeds {
            let input = fs::read(&path).unwrap();
            if panic::catch_unwind(|| property(&input)).is_err() {
                failures.push(path.display().to_string());
            }
        }
    }
    assert!(failures.is_empty(), "a property does not hold for\n{}", failures.join("\n"));
}

fn seeds(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(name);
    let mut seeds: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    seeds
}
