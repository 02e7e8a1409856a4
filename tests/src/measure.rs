//! Running programs and measuring them: how long they take, and how much memory they need at most.

use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use lopdf::Document;

/// How often a running program is asked for its memory.
const ASKED: Duration = Duration::from_millis(5);

/// One run of a program.
#[derive(Debug, Clone)]
pub struct Run {
    /// From its start to its end.
    pub seconds: f64,
    /// The most memory that it and the programs that it started had at one time, in MiB; nothing where the system does not
    /// tell (only Linux does).
    pub peak: Option<f64>,
    /// Whether it ended well.
    pub success: bool,
    /// What it wrote to standard output and standard error.
    pub output: String,
}

/// Runs a program to its end.
///
/// # Errors
/// If it cannot be started.
pub fn run(command: &mut Command) -> io::Result<Run> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (mut out, mut err) = (child.stdout.take(), child.stderr.take());
    let id = child.id();
    let (status, seconds, peak, output) = thread::scope(|scope| {
        let out = scope.spawn(move || read(out.as_mut()));
        let err = scope.spawn(move || read(err.as_mut()));
        let mut peak = None;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            peak = peak.max(memory(id));
            thread::sleep(ASKED);
        };
        let seconds = start.elapsed().as_secs_f64();
        let output = [out, err].map(|stream| stream.join().unwrap_or_default()).concat();
        io::Result::Ok((status, seconds, peak, output))
    })?;
    #[expect(clippy::cast_precision_loss, reason = "no program has that much memory")]
    let peak = peak.map(|kib| kib as f64 / 1024.0);
    Ok(Run { seconds, peak, success: status.success(), output })
}

fn read(stream: Option<&mut impl io::Read>) -> String {
    let mut bytes = vec![];
    // What was read until a failure is all that there is.
    let _ = stream.map(|stream| stream.read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The memory of a process and its children in KiB, as the kernel counts it: the process's highest, and what its children
/// have now.
fn memory(process: u32) -> Option<u64> {
    let own = most_memory(process)?;
    let children = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    let below = children.split_whitespace().filter_map(|child| memory(child.parse().ok()?));
    Some(own + below.sum::<u64>())
}

/// The most memory that a program has held so far, in KiB; nothing where the system does not tell, and before the program
/// has begun: until then its process has the memory of this one, which started it.
pub fn most_memory(process: u32) -> Option<u64> {
    let program = |process: &str| std::fs::read_link(format!("/proc/{process}/exe")).ok();
    let has_begun = program(&process.to_string())? != program("self")?;
    has_begun.then(|| status(process, "VmHWM:")).flatten()
}

/// The memory that this program has now, in MiB, and nothing where the system does not tell.
pub fn own_memory() -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "no program has that much memory")]
    status(std::process::id(), "VmRSS:").map(|kib| kib as f64 / 1024.0)
}

fn status(process: u32, field: &str) -> Option<u64> {
    let mut text = String::new();
    std::fs::File::open(format!("/proc/{process}/status")).ok()?.read_to_string(&mut text).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(field))?;
    value.split_whitespace().next()?.parse().ok()
}

/// How many pages a PDF has.
///
/// # Errors
/// If it cannot be read.
pub fn pages(path: &Path) -> Result<usize, String> {
    Document::load(path).map(|document| document.get_pages().len()).map_err(|error| error.to_string())
}
