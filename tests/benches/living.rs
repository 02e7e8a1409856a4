//! What it costs to say what is wrong after each edit, in a process that lives on: `cargo bench --bench living`.
//!
//! The files lie in a folder, and an editor lays a text that is not saved over one of them, as language servers do. Rounds
//! take the least time, since the machine may be busy with other things. Ratios are what matters.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints what it measured, or fails")]

use std::time::Instant;

use idm::{Options, Project};
use idm_tests::bench::{Bar, Book, Limit, hold, print_table};
use idm_tests::synthetic::{self, Size};

/// How often a project is opened.
const OPENED: usize = 5;
/// How often a word is edited.
const EDITS: usize = 40;

/// The most that the findings after an edited word may take, as against those of a project that is opened.
const EDITED: f64 = 0.2;

fn main() {
    let files = synthetic::files(Size { panels: 19, apparatus: true });
    let path = "workshops/spring/panel-009/summary.md";
    let original = String::from_utf8(files[path].clone()).unwrap();
    let (third, between) = original.match_indices("\n\n").nth(2).unwrap();
    let paragraph = third + between.len();
    let book = Book::new("made up, 250 pages", files);
    let open = || Project::open_with(book.inputs(), Options::default()).unwrap();

    let mut opened = f64::INFINITY;
    for _ in 0..OPENED {
        let start = Instant::now();
        let findings = open().findings().len();
        opened = opened.min(start.elapsed().as_secs_f64());
        assert_eq!(findings, 0);
    }
    let mut project = open();
    let mut times = vec![];
    let mut refreshed = f64::INFINITY;
    for edit in 0..EDITS {
        let mut edited = original.clone();
        // Every other edit makes a mistake, which the next one mends.
        edited.insert_str(paragraph, if edit % 2 == 0 { "Word [@nobody] " } else { "Word " });
        let start = Instant::now();
        project.overlay(path, edited).unwrap();
        let findings = project.findings().len();
        times.push(start.elapsed().as_secs_f64());
        assert_eq!(findings, 1 - edit % 2);
        let start = Instant::now();
        project.refresh();
        let again = project.findings().len();
        refreshed = refreshed.min(start.elapsed().as_secs_f64());
        assert_eq!(findings, again);
    }
    times.sort_by(f64::total_cmp);
    let (least, median) = (times[0], times[EDITS / 2]);
    println!("What is wrong with a book of 250 pages:\n");
    let row = |name: &str, seconds: f64| {
        vec![name.to_owned(), format!("{:.1}", seconds * 1000.0), format!("{:.2}", seconds / opened)]
    };
    print_table(
        &["", "ms", "as against the first"],
        &[
            row("when it is opened", opened),
            row("after an edited summary, median", median),
            row("after an edited summary, least", least),
            row("when every file is looked at again, least", refreshed),
        ],
    );
    hold(&[Bar {
        what: "findings after an edited summary, as against an opened project".to_owned(),
        ratio: least / opened,
        limit: Limit::AtMost(EDITED),
    }]);
}
