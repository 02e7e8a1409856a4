//! Writes a made-up publication into a folder: `cargo run --release --example synthetic -- 30 DIR`. Six
//! panels make about a hundred pages.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a tool for engineers says what went wrong by failing")]

use std::path::Path;
use std::{env, fs};

use idm_tests::synthetic::{Size, files};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [panels, folder] = arguments.as_slice() else { panic!("give a number of panels and a folder") };
    for (path, bytes) in files(Size { panels: panels.parse().unwrap(), apparatus: true }) {
        let path = Path::new(folder).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
