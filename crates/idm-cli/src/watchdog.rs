//! An end for runs that would not end by themselves, or would take all memory there is.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::report;

/// How long a run may take when nobody says otherwise.
pub const SECONDS: u64 = 600;
/// How much memory a run may hold, in MiB: far more than any book takes, and less than machines have that build one.
const MEBIBYTES: u64 = 8 * 1024;
/// How often the memory is asked for.
const PERIOD: Duration = Duration::from_millis(100);

/// Watches a run.
#[derive(Debug)]
pub struct Watchdog {
    called_off: Arc<AtomicBool>,
}

/// Ends the process with exit code 3 after that time, or when it holds too much memory. Typst cannot be interrupted, so
/// nothing gentler is possible; no output is half-written, because outputs are put in place whole at the very end.
pub fn start(seconds: u64) -> Watchdog {
    let called_off = Arc::new(AtomicBool::new(false));
    let watched = called_off.clone();
    let (started, limit) = (Instant::now(), Duration::from_secs(seconds));
    std::thread::spawn(move || {
        loop {
            let left = limit.saturating_sub(started.elapsed());
            std::thread::sleep(left.min(PERIOD));
            if watched.load(Ordering::SeqCst) {
                return;
            }
            let what = if left.is_zero() {
                format!("not finished after {seconds} seconds, given up; --timeout allows more")
            } else if held().is_some_and(|held| held > MEBIBYTES) {
                format!("more than {MEBIBYTES} MiB of memory taken, given up")
            } else {
                continue;
            };
            report::error_line(&what);
            std::process::exit(3);
        }
    });
    Watchdog { called_off }
}

/// The memory that the process holds, in MiB. Only Linux tells it without more ado.
fn held() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes / 1024)
}

impl Watchdog {
    /// Watches no longer: from here on, the run keeps to its time by itself.
    pub fn call_off(&self) {
        self.called_off.store(true, Ordering::SeqCst);
    }
}
