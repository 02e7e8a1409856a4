//! What scripts run: nights, formats for other programs, the action.
//!
//! One program holds them all: each program that is linked holds the whole of Typst.

#[cfg(unix)]
mod action;
mod automation;
mod languages;
mod nightly;
