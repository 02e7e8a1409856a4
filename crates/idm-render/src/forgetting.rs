//! What Typst remembers of a long document is forgotten while it is still being laid out.
//!
//! Typst remembers the results of its functions, and keeps them until it is told to forget. A second pass finds again what stays as
//! it was, and makes the rest anew: at its end everything is held twice. So each result is given as long as a pass takes: what was
//! made a third of the way through one pass is kept until the next one is past that place, where it is either used again, which makes
//! it young, or never will be. At any time about as much is held as at the end of the first pass.
//!
//! Forgetting never changes what a document looks like: a result that is gone is made again. A document that lives on, as in the
//! preview, keeps everything for its next state.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::compile::{forget, is_alone, is_any_laid_out};

/// How often what is remembered grows older by one, at most. Short books are laid out before the first time.
const TICK: Duration = Duration::from_millis(500);

/// To make all that is remembered of 1,000 pages older takes a tenth of a second and more. So many times as long passes before it is
/// made older again: a pass is told apart in a handful of stretches, however long it is.
const REST: u32 = 10;

/// How many passes have begun, of the one document that is laid out.
static PASSES: AtomicUsize = AtomicUsize::new(0);

/// Tells that another pass begins.
pub(crate) fn next_pass() {
    PASSES.fetch_add(1, Ordering::SeqCst);
}

/// Lays out a document, and forgets meanwhile what it needs no more.
pub(crate) fn while_laid_out<T>(lay_out: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        let (end, ended) = mpsc::channel();
        // Without a thread for it, everything is kept.
        let _ = thread::Builder::new().spawn_scoped(scope, || grow_old(ended));
        let laid_out = lay_out();
        drop(end);
        laid_out
    })
}

/// So many pages make it worth while to give back what Typst remembers of a document while its file is made: with fewer, the next
/// document is made faster by what it has in common with it.
const LONG: usize = 300;

/// Makes the file of a document of so many pages that was laid out for the last time. What was remembered of a long one is forgotten
/// meanwhile: it is as much as its pages take again. While another is being laid out, everything is kept, since nothing tells what
/// belongs to which.
pub(crate) fn while_exported<T>(pages: usize, export: impl FnOnce() -> T) -> T {
    if pages < LONG || is_any_laid_out() {
        return export();
    }
    thread::scope(|scope| {
        let _ = thread::Builder::new().spawn_scoped(scope, forget);
        export()
    })
}

fn grow_old(ended: Receiver<()>) {
    let begun = PASSES.load(Ordering::SeqCst);
    // The pass that runs, how often it has ticked, and how often the longest before it.
    let (mut pass, mut ticks, mut longest) = (begun, 0, 0);
    let mut wait = TICK;
    while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        // While others are laid out besides, nothing tells what belongs to which.
        if !is_alone() {
            return;
        }
        let now = PASSES.load(Ordering::SeqCst);
        if now != pass {
            longest = longest.max(ticks);
            (pass, ticks) = (now, 0);
        }
        ticks += 1;
        // One pass has to go before it is known how long they take. What was made since the last tick is never forgotten.
        let is_first = now <= begun + 1;
        let start = Instant::now();
        typst::comemo::evict(if is_first { usize::MAX } else { longest.max(1) });
        wait = TICK.max(start.elapsed() * REST);
    }
}
