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
use std::time::Duration;

use crate::compile::is_alone;

/// How often what is remembered grows older by one, which takes a sixth of this time for 1,000 pages. Short books are laid out before
/// the first time.
const TICK: Duration = Duration::from_millis(500);

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

fn grow_old(ended: Receiver<()>) {
    let begun = PASSES.load(Ordering::SeqCst);
    // The pass that runs, how often it has ticked, and how often the longest before it.
    let (mut pass, mut ticks, mut longest) = (begun, 0, 0);
    while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
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
        typst::comemo::evict(if is_first { usize::MAX } else { longest.max(1) });
    }
}
