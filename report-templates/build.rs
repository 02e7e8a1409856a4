//! Tells Cargo which folders are embedded. Without it, a file that is added or removed would go unnoticed: the compiler
//! sees changes only of files that it embedded before.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for folder in ["packages", "fonts"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
