//! An end for runs that would not end by themselves.

use std::time::Duration;

use crate::report;

/// Ends the process with exit code 3 after that time. Typst cannot be interrupted, so nothing gentler is possible; no
/// output is half-written, because outputs are put in place whole at the very end.
pub fn start(seconds: u64) {
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(seconds));
        report::error_line(&format!("not finished after {seconds} seconds, given up; --timeout allows more"));
        std::process::exit(3);
    });
}
