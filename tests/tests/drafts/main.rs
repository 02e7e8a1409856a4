//! Drafts per panel, what changed in them, and what comes back from their readers.
//!
//! One program holds them all: each program that is linked holds the whole of Typst.

mod authors;
mod changes;
mod comments;
mod draft_pages;
mod drafts;
mod returning;
mod returning_texts;
mod returning_twice;
mod stale;
mod word;
