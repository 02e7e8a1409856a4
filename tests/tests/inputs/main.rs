//! What authors write: how a publication begins, sound inputs, mistakes of every kind, exchanged translations.
//!
//! One program holds them all: each program that is linked holds the whole of Typst.

mod beginning;
mod commonmark;
mod exchange;
mod exchange_subjects;
mod faults;
mod mistakes;
mod properties;
mod required;
mod schemas;
mod spoiled;
mod walk;
