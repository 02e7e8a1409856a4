//! What the reference apparatus and the length of a book cost: `cargo bench --bench apparatus`.
//!
//! The program is run on made-up books of about 100 and 300 pages with the whole apparatus, and on one of 300 with
//! contents and cross-references only. Rounds alternate, since the machine may be busy with other things; the least
//! time of each counts. Ratios are what matters: times are those of the machine.

use idm_tests::bench::{Bar, Book, Built, Limit, hold, keep_best, print_table};
use idm_tests::synthetic::{self, Size};

/// How often each book is built.
const ROUNDS: usize = 7;

/// The most that a page of the long book may cost, as against one of the short book.
const LENGTH: f64 = 1.3;
/// The most that a page with the apparatus may cost, as against one without.
const APPARATUS: f64 = 1.3;

fn main() {
    let books = [
        ("100 pages", Size { panels: 6, apparatus: true }),
        ("300 pages", Size { panels: 30, apparatus: true }),
        ("300 pages, plain", Size { panels: 30, apparatus: false }),
    ]
    .map(|(name, size)| Book::new(name, synthetic::files(size)));
    let mut best: [Option<Built>; 3] = Default::default();
    for _ in 0..ROUNDS {
        for (book, best) in books.iter().zip(&mut best) {
            keep_best(best, book.idm(&["build"]));
        }
    }
    let built = best.map(Option::unwrap);
    let rows: Vec<Vec<String>> = books
        .iter()
        .zip(&built)
        .map(|(book, built)| {
            let Built { run, .. } = built;
            let (ms, per_page) = (format!("{:.0}", run.seconds * 1000.0), format!("{:.2}", built.per_page()));
            vec![book.name.to_owned(), built.pages().to_string(), built.passes().to_string(), ms, per_page]
        })
        .collect();
    print_table(&["book", "pages", "passes", "ms", "ms per page"], &rows);
    assert!(built[1].pages() >= 280.0, "the long book is too short to stand for 300 pages");
    assert!(built.iter().all(|built| built.passes() == 2), "a third pass");
    let [short, long, plain] = built;
    let ratio = |what: &str, ratio: f64, most: f64| Bar { what: what.to_owned(), ratio, limit: Limit::AtMost(most) };
    hold(&[
        ratio("a page of 300 against one of 100", long.per_page() / short.per_page(), LENGTH),
        ratio("with the apparatus against without", long.per_page() / plain.per_page(), APPARATUS),
    ]);
}
