//! Says everything that is wrong with PDFs: `cargo run --release --example witness -- FILE…`. With `IDM_WITNESSES=1` qpdf
//! and poppler have a look, too. Ends with 1 if anything was found.

#![expect(clippy::print_stdout, reason = "what was found is what it is for")]

use std::process::ExitCode;
use std::{env, fs};

use idm_tests::witnesses;

fn main() -> ExitCode {
    let files: Vec<String> = env::args().skip(1).collect();
    let mut wrong = 0;
    for file in &files {
        let found = match fs::read(file) {
            Ok(bytes) => witnesses::findings(&bytes),
            Err(error) => vec![error.to_string()],
        };
        wrong += usize::from(!found.is_empty());
        found.iter().for_each(|finding| println!("{file}: {finding}"));
    }
    println!("{wrong} of {} files have something wrong", files.len());
    // Nothing was witnessed if nothing was given.
    ExitCode::from(u8::from(wrong > 0 || files.is_empty()))
}
