//! The terminal that a command was started from.

use std::io::{IsTerminal, stderr, stdin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often is looked whether the terminal is still there.
const PERIOD: Duration = Duration::from_millis(100);

/// Waits until the process is told to end, or the terminal that it was started from is gone.
pub fn wait_for_end() {
    let ended = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
        // Without it, the process ends all the same, and leaves its note behind.
        let _ = signal_hook::flag::register(signal, ended.clone());
    }
    let has_terminal = || stdin().is_terminal() || stderr().is_terminal();
    let had_terminal = has_terminal();
    while !ended.load(Ordering::SeqCst) && has_terminal() == had_terminal {
        std::thread::sleep(PERIOD);
    }
}
