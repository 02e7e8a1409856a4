//! Running the program on an input, with its time and memory measured from outside.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Input, Site};
use crate::measure::most_memory;
use crate::project;

/// How often a run is looked at.
const PERIOD: Duration = Duration::from_millis(2);

/// The PDF of an earlier run: a run that fails leaves it as it is.
const EARLIER: (&str, &[u8]) = ("out/minutes.pdf", b"made earlier");

/// More output than this helps nobody who reads it.
const MOST_TOLD: usize = 32 * 1024 * 1024;

/// What a run took, and what came of it.
#[derive(Debug)]
pub struct Outcome {
    /// How long it took.
    pub time: Duration,
    /// The most memory that it held, in MiB; nothing where that cannot be asked for.
    pub mebibytes: Option<u64>,
    /// How it ended.
    pub code: Option<i32>,
    /// All its output.
    pub told: String,
    /// Every promise that was broken, a sentence each.
    pub broken: Vec<String>,
}

/// Runs the program on an input.
///
/// # Panics
/// If the input cannot be made, or the program not be started.
pub fn run(input: &Input, program: &Path) -> Outcome {
    let folder = TempDir::new().expect("a folder can be made");
    let root = folder.path();
    fs::create_dir(root.join("out")).expect("a folder can be made");
    fs::write(root.join(EARLIER.0), EARLIER.1).expect("a file can be written");
    project::copy_base(&root.join("project")).expect("the sound publication can be copied");
    (input.make)(&Site { root });

    let file = |name: &str| File::create(root.join(name)).expect("a file can be made");
    let started = Instant::now();
    let mut child = Command::new(program)
        .args(&input.arguments)
        .current_dir(root)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .stdout(file("stdout"))
        .stderr(file("stderr"))
        .spawn()
        .expect("the program can be started");
    let (status, mebibytes, stopped) = watch(&mut child, started, input).expect("a child can be waited for");
    let time = started.elapsed();

    let text = |name: &str| String::from_utf8_lossy(&fs::read(root.join(name)).unwrap_or_default()).into_owned();
    let mut outcome =
        Outcome { time, mebibytes, code: status.code(), told: text("stdout") + &text("stderr"), broken: vec![] };
    outcome.broken.extend(stopped);
    examine(input, root, &mut outcome);
    remove(folder);
    outcome
}

/// Waits for the end of a run. One that takes too much is ended, so that the machine outlives it.
fn watch(child: &mut Child, started: Instant, input: &Input) -> io::Result<(ExitStatus, Option<u64>, Option<String>)> {
    let mut peak = None;
    loop {
        peak = peak.max(most_memory(child.id()).map(|kibibytes| kibibytes / 1024));
        let too_much = if peak > Some(input.mebibytes) {
            Some(format!("it takes more than {} MiB", input.mebibytes))
        } else if started.elapsed() > Duration::from_secs(input.seconds) {
            Some(format!("it takes more than {} s", input.seconds))
        } else {
            None
        };
        if too_much.is_some() {
            child.kill()?;
            return Ok((child.wait()?, peak, too_much));
        }
        if let Some(status) = child.try_wait()? {
            return Ok((status, peak, None));
        }
        std::thread::sleep(PERIOD);
    }
}

/// Holds a run to what its input demands, and to what every run owes.
fn examine(input: &Input, root: &Path, outcome: &mut Outcome) {
    let mut broken = vec![];
    if outcome.code != Some(input.code) {
        broken.push(format!("it ends with {:?}, not with {}", outcome.code, input.code));
    }
    for told in input.told.iter().filter(|told| !outcome.told.contains(**told)) {
        broken.push(format!("it does not say `{told}`"));
    }
    if outcome.told.contains("panicked at") || outcome.told.contains("overflowed its stack") {
        broken.push("it panics".to_owned());
    }
    if outcome.told.len() > MOST_TOLD {
        broken.push(format!("it says {} MiB", outcome.told.len() / (1024 * 1024)));
    }
    let there = root.join(EARLIER.0).is_file().then(|| fs::read(root.join(EARLIER.0)).unwrap_or_default());
    match there {
        Some(bytes) if input.code != 0 && bytes != EARLIER.1 => {
            broken.push("it changes the PDF that was there".to_owned());
        }
        Some(bytes)
            if input.code == 0
                && ["build", "nightly"].contains(&input.arguments[0])
                && !(bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF")) =>
        {
            broken.push("it makes no whole PDF".to_owned());
        }
        _ => {}
    }
    outcome.broken.extend(broken);
}

/// Removes a folder however deep it is: Rust's own way keeps every folder on the way down open.
fn remove(folder: TempDir) {
    if cfg!(unix) {
        let path = folder.keep();
        let removed = Command::new("rm").arg("-rf").arg(&path).status();
        assert!(removed.is_ok_and(|status| status.success()), "{} cannot be removed", path.display());
    }
}
