//! Mistakes of many kinds, put into sound publications at random places: the first problem reported is on the line of the
//! mistake. What is chosen at random is the same in every run.
//!
//! What is missed, and why:
//!
//! | kind | what is reported | why |
//! |---|---|---|
//! | hyphen in a range, date in another order, thousands without a comma, weekday that does not fit | nothing | an English sentence was put into a French or Spanish translation, which is read by the rules of its own language |
//! | name of a person misspelt | nothing | the slip is in a part of a made-up double name that begins with a small letter (`Tu-zawki` for `Tu-zawuki`), and the check takes words without a capital for ordinary ones |

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use fastrand::Rng;
use idm_core::files::{Files, MAX_IMAGE_BYTES};
use idm_core::rules;
use idm_tests::harmless;
use idm_tests::memory::{Checked, show};
use idm_tests::mistakes::book::{Book, Fault, translated_into};
use idm_tests::mistakes::{self, Mistake};
use idm_tests::project;
use idm_tests::synthetic::{self, Size};

/// How often each kind is tried, and how many different faults of it are wanted at least.
const TRIES: usize = 12;
const LEAST: usize = 10;
/// How many different harmless changes of a kind are tried.
const HARMLESS: usize = 30;

/// The sound publications, by name.
fn books() -> Vec<(&'static str, Book)> {
    let sample = project::package().join("../inputs/idm-2017");
    let files = Files::directory(&sample).expect("the sample is there");
    let read = |path: String| {
        let bytes = files.read_bytes(&path, MAX_IMAGE_BYTES).expect("listed files can be read");
        (path, bytes)
    };
    let sample = files.list().expect("the folder can be read").into_iter().map(read).collect();
    let mut synthetic = synthetic::files(Size { panels: 3, apparatus: true });
    used_acronyms(&mut synthetic);
    [("idm-2017", sample), ("base", project::base()), ("synthetic", synthetic)]
        .map(|(name, files)| (name, Book::new(files)))
        .into()
}

/// Leaves out acronyms that so short a book does not use.
fn used_acronyms(files: &mut BTreeMap<String, Vec<u8>>) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("texts are UTF-8");
    let summaries: Vec<String> =
        files.iter().filter(|(path, _)| path.ends_with(".md")).map(|(_, bytes)| text(bytes)).collect();
    let list = files.get_mut("acronyms.yaml").expect("acronyms are listed");
    let all = text(list);
    let is_used = |entry: &&str| {
        let short = entry.lines().next().unwrap_or_default();
        summaries.iter().any(|summary| summary.contains(&format!(" {short} ")))
    };
    let used = all.split("- short: ").skip(1).filter(is_used).map(|entry| format!("- short: {entry}"));
    *list = used.collect::<String>().into_bytes();
}

/// The outcome of one fault: the book, and what was wrongly reported.
struct Outcome {
    kind: &'static str,
    missed: Option<String>,
}

fn examine(kind: &Mistake, book: &str, fault: Fault) -> Outcome {
    // A translation is read with its edition.
    let translation = fault.places.iter().find_map(|(path, _)| translated_into(path));
    let files = Files::memory(fault.files);
    let checked = match translation {
        Some(language) => Checked::in_language(files, language),
        None => Checked::new(files),
    };
    let mut found = checked.located();
    // The sample's translations are no whole ones.
    found.retain(|found| found.code != rules::TRANSLATION_MISSING.code);
    let right = found.first().is_some_and(|first| {
        let line = first.location.range.map(|range| range.start.line);
        fault.places.iter().any(|(path, at)| *path == first.location.file && *at == line)
    });
    let missed = (!right).then(|| {
        let mut text = format!("{}: {book}: {}\n", kind.name, fault.change);
        let places: BTreeSet<_> = fault.places.iter().take(4).collect();
        let _ = writeln!(text, "    wanted {places:?}");
        for line in show(&found).iter().take(3) {
            let _ = writeln!(text, "    found {line}");
        }
        text
    });
    Outcome { kind: kind.name, missed }
}

/// Faults of each kind, no two of them the same.
fn faults(books: &[(&'static str, Book)]) -> Vec<(&'static Mistake, &'static str, Fault)> {
    let mut faults = vec![];
    for (number, kind) in mistakes::all().enumerate() {
        let mut rng = Rng::with_seed(number as u64);
        let mut seen = BTreeSet::new();
        for attempt in 0..TRIES * 40 {
            let (name, book) = &books[attempt % books.len()];
            if let Some(fault) = (kind.make)(book, &mut rng)
                && seen.insert((name, fault.change.clone(), fault.places.clone()))
            {
                faults.push((kind, *name, fault));
            }
            if seen.len() == TRIES {
                break;
            }
        }
    }
    faults
}

/// Does something with each, on all processors.
fn each<T: Sync, R: Send>(of: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let run = || std::iter::from_fn(|| of.get(next.fetch_add(1, Ordering::Relaxed))).map(&work).collect();
        let workers = thread::available_parallelism().map_or(2, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(run)).collect();
        workers.into_iter().flat_map(|worker| -> Vec<R> { worker.join().expect("no worker panics") }).collect()
    })
}

#[test]
fn the_first_problem_reported_is_the_mistake() {
    let books = books();
    for (name, book) in &books {
        let found = Checked::new(Files::memory(book.files.clone())).located();
        assert_eq!(show(&found), Vec::<String>::new(), "{name}");
    }
    let faults = faults(&books);
    let outcomes = each(&faults, |(kind, book, fault)| examine(kind, book, fault.clone()));
    let mut score: BTreeMap<&str, (usize, usize)> = mistakes::all().map(|kind| (kind.name, (0, 0))).collect();
    for outcome in &outcomes {
        let (right, all) = score.get_mut(outcome.kind).expect("every kind is listed");
        *right += usize::from(outcome.missed.is_none());
        *all += 1;
    }
    let mut table = String::new();
    for (kind, (right, all)) in &score {
        let _ = writeln!(table, "{right:3} of {all:3}  {kind}");
    }
    let misses: Vec<&str> = outcomes.iter().filter_map(|outcome| outcome.missed.as_deref()).collect();
    let (right, all) = (outcomes.len() - misses.len(), outcomes.len());
    println!("{table}{right} of {all}, {} kinds\n\n{}", score.len(), misses.join(""));
    assert!(score.len() >= 120 && all >= 2000, "{} kinds, {all} faults", score.len());
    let seldom: Vec<_> = score.iter().filter(|(_, (_, all))| *all < LEAST).collect();
    assert!(seldom.is_empty(), "{seldom:?}");
    assert!(right * 100 >= all * 99, "{right} of {all}");
}

#[test]
fn what_means_the_same_raises_nothing() {
    let books = books();
    let mut changes = vec![];
    for (number, kind) in harmless::KINDS.iter().enumerate() {
        let mut rng = Rng::with_seed(number as u64);
        let mut seen = BTreeSet::new();
        for attempt in 0..HARMLESS * 40 {
            let (book, sound) = &books[attempt % books.len()];
            if seen.len() < HARMLESS
                && let Some((place, files)) = (kind.make)(sound, &mut rng)
                && seen.insert((book, place.clone()))
            {
                changes.push((kind.name, format!("{}: {book}: {place}", kind.name), files));
            }
        }
    }
    let number = |name| changes.iter().filter(|(kind, ..)| *kind == name).count();
    let often = harmless::KINDS.iter().filter(|kind| number(kind.name) >= HARMLESS).count();
    assert!(often >= 10, "{often} kinds of {HARMLESS} different changes and more");
    let raised = each(&changes, |(_, what, files)| {
        let found = show(&Checked::new(Files::memory(files.clone())).located());
        (!found.is_empty()).then(|| format!("{what}\n    {}\n", found[0]))
    });
    let raised: Vec<String> = raised.into_iter().flatten().collect();
    println!("{} harmless changes of {} kinds", changes.len(), harmless::KINDS.len());
    assert!(raised.is_empty(), "{} of {}:\n{}", raised.len(), changes.len(), raised.concat());
}
