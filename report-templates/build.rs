//! Tells Cargo which folders are embedded, and computes a digest of each, so that no run has to hash megabytes of fonts.
//! Without the former, a file that is added or removed would go unnoticed: the compiler sees changes only of files that
//! it embedded before.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=digest");
    for (folder, name) in [("packages", "PACKAGES"), ("fonts", "FONTS")] {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = vec![];
        collect(Path::new(folder), &mut files)?;
        files.sort();
        let mut hash = Sha256::new();
        for file in files {
            let path = file.to_str().ok_or("a name is not UTF-8")?.replace('\\', "/");
            let bytes = fs::read(&file)?;
            for part in [path.as_bytes(), &bytes] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        println!("cargo::rustc-env=IDM_{name}_DIGEST={digest}");
    }
    Ok(())
}

/// Hidden files are not embedded.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
