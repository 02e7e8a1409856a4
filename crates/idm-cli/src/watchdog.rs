//! An end for runs that would not end by themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::report;

/// Watches a run.
#[derive(Debug)]
pub struct Watchdog {
    called_off: Arc<AtomicBool>,
}

/// Ends the process with exit code 3 after that time. Typst cannot be interrupted, so nothing gentler is possible; no
/// output is half-written, because outputs are put in place whole at the very end.
pub fn start(seconds: u64) -> Watchdog {
    let called_off = Arc::new(AtomicBool::new(false));
    let watched = called_off.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(seconds));
        if !watched.load(Ordering::SeqCst) {
            report::error_line(&format!("not finished after {seconds} seconds, given up; --timeout allows more"));
            std::process::exit(3);
        }
    });
    Watchdog { called_off }
}

impl Watchdog {
    /// Watches no longer: from here on, the run keeps to its time by itself.
    pub fn call_off(&self) {
        self.called_off.store(true, Ordering::SeqCst);
    }
}
