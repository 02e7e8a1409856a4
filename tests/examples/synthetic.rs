//! Writes a made-up publication into a folder: `cargo run --release --example synthetic -- 30 DIR`. Six
//! panels make about a hundred pages. With `text` as a third argument it is running text. With `volumes NUMBER` it is as many
//! publications, each in a folder of its own, with editions in English, French and Spanish: `-- 3 DIR volumes 100`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a tool for engineers says what went wrong by failing")]

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use idm::{Options, Project};
use idm_core::model::Language;
use idm_tests::synthetic::{Size, files, running_text, volume};

/// The languages of the editions of many publications, besides English.
const LANGUAGES: [&str; 2] = ["fr", "es"];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [panels, folder] => {
            write(Path::new(folder), files(Size { panels: panels.parse().unwrap(), apparatus: true }));
        }
        [panels, folder, "text"] => write(Path::new(folder), running_text(panels.parse().unwrap())),
        [panels, folder, "volumes", number] => {
            for number in 1..=number.parse().unwrap() {
                let folder = Path::new(folder).join(format!("volume-{number:03}"));
                write(&folder, volume(number, panels.parse().unwrap(), &LANGUAGES));
                LANGUAGES.into_iter().for_each(|language| accept(&folder, language));
            }
        }
        _ => panic!("give a number of panels and a folder"),
    }
}

fn write(folder: &Path, files: BTreeMap<String, Vec<u8>>) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Notes that the translations into a language are of these texts.
fn accept(folder: &Path, language: &str) {
    let mut options = Options::default();
    options.language = Language::from_code(language);
    Project::open_with(folder, options).unwrap().accept_translations(&[]).unwrap();
}
