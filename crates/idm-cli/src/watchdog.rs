//! An end for runs that would not end by themselves, or would take all memory there is.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use idm_core::words::counted;

use crate::failure::Failure;
use crate::report;

/// How long a run may take when nobody says otherwise.
pub const SECONDS: u64 = 600;
/// How much memory a run may hold, in MiB: far more than any book takes, and less than machines have that build one.
const MEBIBYTES: u64 = 8 * 1024;
/// How often the memory is asked for.
const PERIOD: Duration = Duration::from_millis(50);
/// How much longer a run may take that keeps its time by itself: to write down what it has made.
const GRACE: Duration = Duration::from_secs(60);

/// Watches a run.
#[derive(Debug)]
pub struct Watchdog {
    patient: Arc<AtomicBool>,
}

/// Ends the process with exit code 3 after that time, or when it holds too much memory. Typst cannot be interrupted, so
/// nothing gentler is possible; no output is half-written, because outputs are put in place whole at the very end.
///
/// # Errors
/// If the system gives no thread.
pub fn start(seconds: u64) -> Result<Watchdog, Failure> {
    let patient = Arc::new(AtomicBool::new(false));
    let watched = patient.clone();
    let (started, limit) = (Instant::now(), Duration::from_secs(seconds));
    let watch = move || {
        loop {
            let grace = if watched.load(Ordering::SeqCst) { GRACE } else { Duration::ZERO };
            let left = limit.saturating_add(grace).saturating_sub(started.elapsed());
            let why = if left.is_zero() {
                format!("not finished after {}, given up; --timeout allows more", counted(seconds, "second"))
            } else if held().is_some_and(|held| held > MEBIBYTES) {
                format!("more than {MEBIBYTES} MiB of memory taken, given up")
            } else {
                std::thread::sleep(left.min(PERIOD));
                continue;
            };
            let failure = Failure::GivenUp(why);
            report::failure(&failure);
            std::process::exit(failure.code().into());
        }
    };
    match std::thread::Builder::new().spawn(watch) {
        Ok(_) => Ok(Watchdog { patient }),
        Err(error) => Err(idm::Error::System { action: "start", path: "a thread".into(), error }.into()),
    }
}

/// Watches the memory of a run that goes on for as long as somebody wants it.
///
/// # Errors
/// If the system gives no thread.
pub fn start_for_good() -> Result<Watchdog, Failure> {
    start(u64::MAX)
}

/// The memory that the process holds, in MiB. Only Linux tells it without more ado.
fn held() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes / 1024)
}

impl Watchdog {
    /// From here on the run keeps to its time by itself, and is ended only if it does not. Its memory is watched as before.
    pub fn be_patient(&self) {
        self.patient.store(true, Ordering::SeqCst);
    }
}
