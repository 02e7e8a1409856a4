//! How far a run has come, for a person who watches. Where nobody does, nothing is shown.

use std::time::Duration;

use idm::Event;
use idm::diagnostic::harmless;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::report;

/// A line on standard error that says what is being done. It is only there while standard error is a terminal.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Begins.
    pub fn start() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        bar.set_style(style("{spinner} {msg}"));
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar }
    }

    /// Says which phase begins.
    pub fn phase(&self, name: &'static str) {
        self.bar.set_message(name);
    }

    /// Shows what the library tells.
    pub fn tell(&self, event: Event) {
        match event {
            Event::Phase(name) => self.phase(name),
            Event::Documents(number) => self.documents(number),
            Event::Done(name) => self.done(name),
            other => self.bar.suspend(|| report::event(other)),
        }
    }

    /// Documents begin to be made.
    fn documents(&self, number: usize) {
        self.bar.set_length(number as u64);
        self.bar.set_style(style("{spinner} {pos}/{len} documents {msg}"));
        self.bar.set_message("");
    }

    /// A document is done.
    fn done(&self, name: &str) {
        self.bar.set_message(harmless::line(name).into_owned());
        self.bar.inc(1);
    }
}

/// Takes the line away. Nothing else may be written before.
impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}
