//! A nightly run: what is to be made, made, put in place and written down.

pub mod inputs;
pub mod making;
pub mod merge;
pub mod morning;
pub mod outcome;
pub mod plan;
pub mod previous;
pub mod record;
pub mod told;
