//! Writes a made-up publication into a folder: `cargo run --release --example synthetic -- 30 DIR`. Six
//! panels make about a hundred pages. With `text` as a third argument it is running text.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a tool for engineers says what went wrong by failing")]

use std::path::Path;
use std::{env, fs};

use idm_tests::synthetic::{Size, files, running_text};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (panels, folder, files): (usize, _, fn(usize) -> _) = match arguments.as_slice() {
        [panels, folder] => (panels.parse().unwrap(), folder, |panels| files(Size { panels, apparatus: true })),
        [panels, folder, kind] if kind == "text" => (panels.parse().unwrap(), folder, running_text),
        _ => panic!("give a number of panels and a folder"),
    };
    for (path, bytes) in files(panels) {
        let path = Path::new(folder).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
