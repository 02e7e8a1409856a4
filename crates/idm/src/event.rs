//! What long work tells while it goes on.

/// Something that happens while a long work goes on. Whoever starts the work passes a function that is told of it; a
/// program that wants to know nothing passes `&|_| {}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A phase begins: its name.
    Phase(&'static str),
    /// So many documents begin to be made.
    Documents(usize),
    /// A document is made: its name.
    Done(&'a str),
    /// Something that a person should know and that stops nothing: a sentence without a full stop.
    Note(&'a str),
}

/// A function that is told of events, from whichever thread they happen on.
pub type Observer<'a> = &'a (dyn Fn(Event) + Sync);
