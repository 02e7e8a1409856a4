//! An exit code of ours where the process cannot go on: a stack that overflows, memory that the system does not give.

#[cfg(unix)]
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::AtomicBool;

/// Ends the process with exit code 3 where Rust would abort it. Rust has said why by then.
pub fn end_with_a_code() {
    #[cfg(unix)]
    {
        let always = Arc::new(AtomicBool::new(true));
        // Without it, the process ends all the same, with a signal in place of a code.
        let _ = signal_hook::flag::register_conditional_shutdown(signal_hook::consts::SIGABRT, 3, always);
    }
}
