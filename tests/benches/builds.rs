//! What builds cost: `cargo bench --bench builds`. Parts can be named: `-- phases`, `-- documents`,
//! `-- languages`, `-- edits`.
//!
//! Rounds alternate, since the machine may be busy with other things; the least time of each counts. Ratios are what
//! matters: times are those of the machine.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints what it measured, or fails")]

use std::fs;
use std::time::Instant;

use idm_core::files::Files;
use idm_tests::bench::{Bar, Book, Built, Limit, asked, hold, keep_best, print_table, sample};
use idm_tests::measure::own_memory;
use idm_tests::memory::LongLived;
use idm_tests::synthetic::{self, Size};

/// How often each book is built.
const ROUNDS: usize = 5;
/// How often a word is edited in a process that lives on.
const EDITS: usize = 100;

/// The most that all six drafts and the publication may take, as against the publication alone.
const DRAFTS: f64 = 1.6;
/// The most that a night in three languages, with four more drafts, may take, as against English alone.
const LANGUAGES: f64 = 2.2;
/// The most memory that it may take, as against English alone.
const LANGUAGES_MEMORY: f64 = 1.5;
/// The most that a build after an edited word may take, as against the first of the same process.
const REBUILD: f64 = 0.35;
/// The most memory after the last edit, as against that after the tenth, when Typst begins to forget.
const STEADY: f64 = 1.1;

fn main() {
    let mut bars = vec![];
    if asked("phases") {
        phases();
    }
    if asked("documents") {
        bars.push(documents());
    }
    if asked("languages") {
        bars.extend(languages());
    }
    if asked("edits") {
        bars.extend(edits());
    }
    hold(&bars);
}

fn whole(name: &'static str, panels: usize) -> Book {
    Book::new(name, synthetic::files(Size { panels, apparatus: true }))
}

/// Cold builds of books of several lengths, by phase.
fn phases() {
    let books = [
        (Book::new("sample", sample()), 50..70, ROUNDS),
        (whole("made up, 50 pages", 4), 45..60, ROUNDS),
        (whole("made up, 250 pages", 24), 235..265, ROUNDS),
        (whole("made up, 1,000 pages", 100), 950..1050, 1),
    ];
    let mut best: Vec<Option<Built>> = vec![None; books.len()];
    for round in 0..ROUNDS {
        for ((book, _, rounds), best) in books.iter().zip(&mut best) {
            if round < *rounds {
                keep_best(best, book.idm(&["build"]));
            }
        }
    }
    let built: Vec<Built> = best.into_iter().map(Option::unwrap).collect();
    for ((book, pages, _), built) in books.iter().zip(&built) {
        assert!(pages.contains(&(built.pages() as usize)), "{}: {} pages", book.name, built.pages());
    }
    let mut rows = vec![];
    let mut row = |name: &str, cell: &dyn Fn(&Built) -> String| {
        rows.push([name.to_owned()].into_iter().chain(built.iter().map(cell)).collect());
    };
    row("pages", &|built| built.pages().to_string());
    row("passes of layout", &|built| built.passes().to_string());
    for (at, (phase, _)) in built[0].phases().iter().enumerate() {
        row(&format!("{phase}, ms"), &|built| format!("{:.1}", built.phases()[at].1));
    }
    row("whole process, ms", &|built| format!("{:.0}", built.run.seconds * 1000.0));
    row("ms per page", &|built| format!("{:.1}", built.per_page()));
    row("peak memory, MiB", &|built| built.run.peak.map_or("?".to_owned(), |peak| format!("{peak:.0}")));
    println!("Cold builds by phase:\n");
    let head: Vec<&str> = ["phase"].into_iter().chain(books.iter().map(|(book, ..)| book.name)).collect();
    print_table(&head, &rows);
}

/// The documents that a night makes.
fn documents() -> Bar {
    let book = whole("six panels", 6);
    let [mut publication, mut draft, mut drafts, mut night, mut nothing]: [Option<Built>; 5] = Default::default();
    for _ in 0..ROUNDS {
        keep_best(&mut publication, book.idm(&["build"]));
        keep_best(&mut draft, book.idm(&["draft", "p3"]));
        keep_best(&mut drafts, book.idm(&["draft"]));
        // A folder of outputs without a manifest makes the next night build everything.
        fs::remove_dir_all(book.out()).unwrap();
        keep_best(&mut night, book.idm(&["nightly"]));
        keep_best(&mut nothing, book.idm(&["nightly"]));
    }
    let measured = [publication, draft, drafts, night, nothing].map(Option::unwrap);
    let expected = [1, 1, 6, 7, 0];
    for (built, documents) in measured.iter().zip(expected) {
        assert_eq!(built.documents().len(), documents);
    }
    let [publication, .., night, _] = &measured;
    let names = [
        "the publication",
        "a draft",
        "all six drafts",
        "a night: the publication and all six drafts",
        "a night in which nothing has changed",
    ];
    let rows: Vec<Vec<String>> = names
        .iter()
        .zip(&measured)
        .map(|(name, built)| {
            vec![
                (*name).to_owned(),
                built.pages().to_string(),
                format!("{:.0}", built.run.seconds * 1000.0),
                format!("{:.2}", built.run.seconds / publication.run.seconds),
            ]
        })
        .collect();
    println!("The documents of a publication of six panels:\n");
    print_table(&["what is built", "pages", "ms", "as against the publication"], &rows);
    Bar {
        what: "the publication and all six drafts, as against the publication".to_owned(),
        ratio: night.run.seconds / publication.run.seconds,
        limit: Limit::AtMost(DRAFTS),
    }
}

/// A night in all three languages of the sample, beside that of its English edition alone.
fn languages() -> Vec<Bar> {
    let book = Book::new("sample", sample());
    let [mut english, mut all]: [Option<Built>; 2] = Default::default();
    for _ in 0..ROUNDS {
        for (best, arguments) in [(&mut english, &["nightly", "--language", "en"][..]), (&mut all, &["nightly"])] {
            if book.out().exists() {
                fs::remove_dir_all(book.out()).unwrap();
            }
            keep_best(best, book.idm(arguments));
        }
    }
    let (english, all) = (english.unwrap(), all.unwrap());
    assert!(all.documents().len() > english.documents().len());
    let rows: Vec<Vec<String>> = [("in English", &english), ("in all languages", &all)]
        .into_iter()
        .map(|(name, built)| {
            vec![
                name.to_owned(),
                built.documents().len().to_string(),
                built.pages().to_string(),
                format!("{:.0}", built.run.seconds * 1000.0),
                built.run.peak.map_or("?".to_owned(), |peak| format!("{peak:.0}")),
            ]
        })
        .collect();
    println!("Nights of the sample:\n");
    print_table(&["night", "documents", "pages", "ms", "peak memory, MiB"], &rows);
    let time = Bar {
        what: "a night in three languages, as against English alone".to_owned(),
        ratio: all.run.seconds / english.run.seconds,
        limit: Limit::AtMost(LANGUAGES),
    };
    let memory = all.run.peak.zip(english.run.peak).map(|(all, english)| Bar {
        what: "its memory, as against English alone".to_owned(),
        ratio: all / english,
        limit: Limit::AtMost(LANGUAGES_MEMORY),
    });
    [time].into_iter().chain(memory).collect()
}

/// A word edited again and again, in a process that lives on.
fn edits() -> Vec<Bar> {
    let mut files = synthetic::files(Size { panels: 19, apparatus: true });
    let target = tempfile::TempDir::new().unwrap();
    let pdf = target.path().join("book.pdf");
    let path = "workshops/spring/panel-009/summary.md";
    let original = String::from_utf8(files[path].clone()).unwrap();
    let (third, between) = original.match_indices("\n\n").nth(2).unwrap();
    let paragraph = third + between.len();
    let mut process = LongLived::default();
    let mut times = vec![];
    let mut pages = vec![];
    let mut memory = vec![];
    for edit in 0..=EDITS {
        if edit > 0 {
            let mut edited = original.clone();
            edited.insert_str(paragraph, &format!("Word{edit} "));
            files.insert(path.to_owned(), edited.into_bytes());
        }
        let start = Instant::now();
        let built = process.build(Files::memory(files.clone())).unwrap();
        fs::write(&pdf, &built.bytes).unwrap();
        times.push(start.elapsed().as_secs_f64());
        pages.push(built.pages);
        memory.push(own_memory().unwrap_or_default());
    }
    assert!(pages.iter().all(|pages| (235..265).contains(pages)), "{pages:?}");
    let least = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
    let (first, after) = (times[0], least(&times[1..]));
    let mut sorted = times[1..].to_vec();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    println!("A book of {} pages, {EDITS} times one word edited in a process that lives on:\n", pages[0]);
    let row = |name: &str, seconds: f64, memory: f64| {
        vec![
            name.to_owned(),
            format!("{:.0}", seconds * 1000.0),
            format!("{:.2}", seconds / first),
            format!("{memory:.0}"),
        ]
    };
    print_table(
        &["build", "ms", "as against the first", "memory after it, MiB"],
        &[
            row("the first", first, memory[0]),
            row("after the first edit", times[1], memory[1]),
            row("after the tenth edit", times[10], memory[10]),
            row("after the hundredth edit", times[EDITS], memory[EDITS]),
            row("after an edit, median", median, memory[EDITS / 2]),
            row("after an edit, least", after, memory[EDITS / 2]),
        ],
    );
    let most = memory[11..].iter().copied().fold(0.0, f64::max);
    vec![
        Bar {
            what: "a build after an edited word, as against the first (medians)".to_owned(),
            ratio: median / first,
            limit: Limit::AtMost(REBUILD),
        },
        Bar {
            what: "memory after a hundred edits, as against ten".to_owned(),
            ratio: most / memory[10],
            limit: Limit::AtMost(STEADY),
        },
    ]
}
