//! Making documents, several at a time, for as long as there is time.

use std::collections::VecDeque;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use idm_render::compile;
use idm_render::document::Typeset;

use crate::Error;
use crate::document::Document;
use crate::event::{Event, Observer};

/// As much as a process's first thread usually has: deeply nested texts were tried with that.
const STACK: usize = 8 * 1024 * 1024;

/// After so many documents, what Typst has remembered and none of the last ones had in common with it is forgotten.
const FORGETTING: usize = 8;

/// What came of the documents.
pub(crate) struct Made {
    /// Each finished document by its place in the list, with the time it took.
    pub(crate) finished: Vec<(usize, Typeset, Duration)>,
    /// Whether time ran out before all were finished.
    pub(crate) out_of_time: bool,
}

/// A document that is to be made.
pub(crate) struct Task {
    /// Its place in the list.
    pub(crate) at: usize,
    /// The place of its edition.
    pub(crate) edition: usize,
    pub(crate) document: Document,
}

/// Documents that wait to be made.
struct Waiting {
    tasks: VecDeque<Task>,
    /// The edition that documents were taken of last.
    edition: usize,
}

impl Waiting {
    /// The next document, and whether it is the first of its edition. Then what Typst remembers of those before is to be
    /// forgotten: it is as much as everything else together, and of little use in another language. Other threads may still lay
    /// out documents of the edition before. What they then ask for again is laid out again, which costs time, once for an
    /// edition, and changes nothing; to wait for them would leave cores idle.
    fn next(&mut self) -> Option<(Task, bool)> {
        let task = self.tasks.pop_front()?;
        let is_first = std::mem::replace(&mut self.edition, task.edition) != task.edition;
        Some((task, is_first))
    }
}

/// Makes documents, `jobs` at a time, until the deadline. `finished` is told of each as soon as it is done.
///
/// Each is made on a thread of its own and not in the pool that Typst itself uses: there, a thread that waits for a part
/// of one document could begin another, and the first would be late. Typst cannot be interrupted: what is not finished in
/// time goes on until the process ends.
///
/// # Errors
/// If the system gives no threads.
pub(crate) fn make(
    tasks: Vec<Task>,
    jobs: usize,
    deadline: Instant,
    observer: Observer,
    finished: &mut dyn FnMut(usize, &Typeset, Duration),
) -> Result<Made, Error> {
    let total = tasks.len();
    observer(Event::Documents(total));
    let edition = tasks.first().map_or(0, |task| task.edition);
    let waiting = Arc::new(Mutex::new(Waiting { tasks: tasks.into(), edition }));
    let (sender, receiver) = mpsc::channel();
    for _ in 0..jobs.min(total) {
        let (waiting, sender) = (waiting.clone(), sender.clone());
        let work = move || {
            let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
            while let Some((Task { at, document, .. }, is_first)) = next() {
                // Others take their documents meanwhile.
                if is_first {
                    compile::forget();
                }
                let start = Instant::now();
                let typeset = document.typeset();
                if sender.send((at, document.name, typeset, start.elapsed())).is_err() {
                    return;
                }
            }
        };
        let error = Error::system("start", std::path::Path::new("a thread"));
        thread::Builder::new().stack_size(STACK).spawn(work).map_err(error)?;
    }
    drop(sender);
    let mut made = Made { finished: vec![], out_of_time: false };
    while made.finished.len() < total {
        match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok((at, name, typeset, time)) => {
                if (made.finished.len() + 1).is_multiple_of(FORGETTING) {
                    compile::evict_unused();
                }
                observer(Event::Done(&name));
                finished(at, &typeset, time);
                made.finished.push((at, typeset, time));
            }
            Err(RecvTimeoutError::Timeout) => {
                made.out_of_time = true;
                break;
            }
            // A thread that broke off leaves its document unfinished, and the others to the other threads.
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    // The order in which they were finished is chance.
    made.finished.sort_by_key(|&(at, ..)| at);
    Ok(made)
}
