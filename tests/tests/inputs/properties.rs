//! Every seed of the fuzz targets, every input that was ever found by one, and some that earlier searches came by: what
//! is said of all inputs must hold.

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
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    let files = |folder: &str| -> Vec<PathBuf> {
        let Ok(folder) = fs::read_dir(fuzz.join(folder).join(name)) else { return vec![] };
        folder.map(|entry| entry.unwrap().path()).collect()
    };
    let mut seeds = [files("seeds"), files("kept")].concat();
    seeds.sort();
    seeds
}
