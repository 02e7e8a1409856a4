//! What is printed: the book of the real publication and of made-up ones, read back by other readers.
//!
//! One program holds them all: each program that is linked holds the whole of Typst.

mod bars;
mod book;
mod characters;
mod editions;
mod findings;
mod fonts;
mod forum;
mod pages;
mod press;
mod prose;
mod pseudo;
mod signs;
mod synthetic;
mod truth;
