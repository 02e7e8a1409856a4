//! Computes a digest of what makes documents, so that another program is told from this one even where both have the
//! same version.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = vec![PathBuf::from("../../Cargo.lock")];
    collect(Path::new("src"), &mut files)?;
    files.sort();
    let mut hash = Sha256::new();
    for folder in ["build.rs", "src", "../../Cargo.lock"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    for file in files {
        let bytes = fs::read(&file)?;
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(&bytes);
    }
    let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=IDM_PROGRAM_DIGEST={digest}");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else if entry.path().extension().is_some_and(|ending| ending == "rs") {
            files.push(entry.path());
        }
    }
    Ok(())
}
