//! What the reference apparatus and the length of a book cost: `cargo bench --bench apparatus`.
//!
//! The program is run on made-up books of about 100 and 300 pages with the whole apparatus, and on one of 300 with
//! contents and cross-references only. Rounds alternate, since the machine may be busy with other things; the least
//! time of each counts. Ratios are what matters: times are those of the machine.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints what it measured, or fails")]

use std::fs;
use std::process::Command;

use idm_tests::project;
use idm_tests::synthetic::{self, Size};
use serde_json::Value;
use tempfile::TempDir;

/// How often each book is built.
const ROUNDS: usize = 7;

/// The most that a page of the long book may cost, as against one of the short book.
const LENGTH: f64 = 1.3;
/// The most that a page with the apparatus may cost, as against one without.
const APPARATUS: f64 = 1.3;

struct Book {
    name: &'static str,
    size: Size,
    folder: TempDir,
    best: Option<Measured>,
}

#[derive(Clone, Copy)]
struct Measured {
    milliseconds: f64,
    pages: f64,
    passes: u64,
}

impl Measured {
    fn per_page(self) -> f64 {
        self.milliseconds / self.pages
    }
}

fn main() {
    let mut books = [
        ("100 pages", Size { panels: 6, apparatus: true }),
        ("300 pages", Size { panels: 30, apparatus: true }),
        ("300 pages, plain", Size { panels: 30, apparatus: false }),
    ]
    .map(|(name, size)| Book { name, size, folder: TempDir::new().unwrap(), best: None });
    for book in &books {
        for (path, bytes) in synthetic::files(book.size) {
            let path = book.folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    for _ in 0..ROUNDS {
        for book in &mut books {
            let measured = build(book);
            if book.best.is_none_or(|best| measured.milliseconds < best.milliseconds) {
                book.best = Some(measured);
            }
        }
    }
    println!("{:<18} {:>6} {:>7} {:>9} {:>12}", "book", "pages", "passes", "ms", "ms per page");
    for book in &books {
        let best = book.best.unwrap();
        let Measured { milliseconds, pages, passes } = best;
        println!("{:<18} {pages:>6} {passes:>7} {milliseconds:>9.0} {:>12.3}", book.name, best.per_page());
    }
    let [short, long, plain] = books.map(|book| book.best.unwrap());
    let ratios = [
        ("a page of 300 against one of 100", long.per_page() / short.per_page(), LENGTH),
        ("with the apparatus against without", long.per_page() / plain.per_page(), APPARATUS),
    ];
    for (what, ratio, most) in ratios {
        println!("{what}: {ratio:.2} (at most {most})");
    }
    assert!(long.pages >= 280.0, "the long book is too short to stand for 300 pages");
    assert!([short, long, plain].iter().all(|measured| measured.passes == 2), "a third pass");
    assert!(ratios.iter().all(|(_, ratio, most)| ratio <= most), "too slow");
}

fn build(book: &Book) -> Measured {
    let output = Command::new(project::program().unwrap())
        .args(["build", "--timings=json", "--project"])
        .arg(book.folder.path())
        .arg("--out")
        .arg(book.folder.path().join("out"))
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let timings: Value = serde_json::from_str(&told[told.find('{').unwrap()..]).unwrap();
    let document = &timings["documents"][0];
    Measured {
        milliseconds: timings["total_ms"].as_f64().unwrap(),
        pages: document["pages"].as_f64().unwrap(),
        passes: document["passes_ms"].as_array().unwrap().len().try_into().unwrap(),
    }
}
