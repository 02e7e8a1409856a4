//! The program beside others on the same content: `cargo bench --bench comparison`. Parts can be named: `-- compiler`,
//! `-- growth`, `-- others`.
//!
//! - The official Typst compiler gets the project that `--emit-typst` writes; and the words alone, to see what all
//!   else costs.
//! - Pandoc (with LaTeX and with Typst), WeasyPrint and Chromium get the text of our own PDF, read back from its structure
//!   tree, as one web page.
//!
//! Programs that are not installed are left out, and so are the limits that need them. Rounds alternate; the least time of
//! each counts.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints what it measured, or fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use idm_tests::bench::{Bar, Book, Limit, asked, hold, print_table};
use idm_tests::measure::{Run, pages, run};
use idm_tests::synthetic::{self, Size};
use idm_tests::{html, project, structure};
use lopdf::Document;

/// How often each program is run on each book.
const ROUNDS: usize = 3;

/// The most that a cold build may take, as against the official compiler.
const COMPILER: f64 = 1.05;
/// The most that time and memory for a page may grow with the length of the book, as against the official compiler.
const GROWTH: f64 = 1.05;
/// How many times as fast as with others a page is to be made: as pandoc with LaTeX, pandoc with Typst, and Chromium.
const OTHERS: [(&str, f64); 4] =
    [("pandoc, LaTeX (pdflatex)", 12.0), ("pandoc, LaTeX (lualatex)", 12.0), ("pandoc, Typst", 6.0), ("Chromium", 3.0)];

/// A program that makes a PDF of a book.
struct Program {
    name: String,
    command: Box<dyn Fn() -> Command>,
    target: PathBuf,
    best: Option<Measured>,
    /// Whether it could not make the PDF. Ours and Typst's compiler must.
    failed: bool,
}

#[derive(Debug, Clone)]
struct Measured {
    run: Run,
    pages: f64,
}

impl Measured {
    fn per_page(&self) -> f64 {
        self.run.seconds * 1000.0 / self.pages
    }

    /// MiB for each page; not a number where the system does not tell.
    fn memory(&self) -> f64 {
        self.run.peak.unwrap_or(f64::NAN) / self.pages
    }
}

impl Program {
    fn new(name: impl Into<String>, target: PathBuf, command: impl Fn() -> Command + 'static) -> Self {
        Self { name: name.into(), command: Box::new(command), target, best: None, failed: false }
    }

    fn measure(&mut self) {
        let run = run(&mut (self.command)()).unwrap();
        assert!(run.success, "{}: {}", self.name, run.output);
        self.keep(run);
    }

    /// Measures a program that the text may be too much for, such as one that knows few characters.
    fn try_to_measure(&mut self) {
        if self.failed {
            return;
        }
        let run = run(&mut (self.command)()).unwrap();
        self.failed = !run.success;
        if run.success {
            self.keep(run);
        } else {
            println!("{} fails:\n\n{}\n", self.name, run.output.trim());
        }
    }

    fn keep(&mut self, run: Run) {
        let pages = pages(&self.target).unwrap() as f64;
        if self.best.as_ref().is_none_or(|best| run.seconds < best.run.seconds) {
            self.best = Some(Measured { run, pages });
        }
    }

    fn row(&self, ours: &Measured) -> Vec<String> {
        let Some(best) = &self.best else {
            return [self.name.as_str(), "fails", "", "", "", ""].map(str::to_owned).to_vec();
        };
        vec![
            self.name.clone(),
            best.pages.to_string(),
            format!("{:.2}", best.run.seconds),
            format!("{:.1}", best.per_page()),
            format!("{:.2}", best.per_page() / ours.per_page()),
            best.run.peak.map_or("?".to_owned(), |peak| format!("{peak:.0}")),
        ]
    }
}

const HEAD: [&str; 6] = ["program", "pages", "s", "ms per page", "as against idm, per page", "peak memory, MiB"];

fn main() {
    println!("{}\n", versions());
    let compiler = version("typst").is_some();
    let mut bars = vec![];
    if asked("compiler") && compiler {
        bars.push(beside_the_compiler());
    }
    if asked("growth") && compiler {
        bars.extend(growth());
    }
    if asked("others") {
        bars.extend(others());
    }
    hold(&bars);
}

/// The programs that are installed, with their versions.
fn versions() -> String {
    let names = ["typst", "pandoc", "pdflatex", "lualatex", "weasyprint", "chromium"];
    let found: Vec<String> = names.into_iter().filter_map(version).map(|line| format!("- {line}")).collect();
    found.join("\n")
}

/// The first line of what a program says of its version; nothing if it is not installed.
fn version(program: &str) -> Option<String> {
    let run = run(Command::new(program).arg("--version")).ok()?;
    run.output.lines().next().map(|line| line.trim().to_owned())
}

fn whole(name: &'static str, panels: usize) -> Book {
    Book::new(name, synthetic::files(Size { panels, apparatus: true }))
}

fn idm(book: &Book) -> Program {
    let (program, inputs, out) = (project::program().unwrap(), book.inputs(), book.out());
    Program::new("idm", out.join("synthetic.pdf"), move || {
        let mut command = Command::new(&program);
        command.arg("build").arg("--project").arg(&inputs).arg("--out").arg(&out).env_remove("SOURCE_DATE_EPOCH");
        command
    })
}

/// The official compiler on the project that the program writes out.
fn typst(book: &Book) -> Program {
    let (folder, target) = (book.emitted(), book.out().join("typst.pdf"));
    Program::new("Typst's compiler", target.clone(), move || {
        let mut command = Command::new("typst");
        command
            .current_dir(&folder)
            .args(["compile", "--root", ".", "--package-path", "packages", "--font-path", "fonts"])
            .args(["--ignore-system-fonts", "--features", "a11y-extras", "--pdf-standard", "ua-1,a-3a", "main.typ"])
            .arg(&target);
        command
    })
}

/// The program and the official compiler, each several times on one book.
fn race(book: &Book, rounds: usize) -> [Measured; 2] {
    fs::create_dir_all(book.out()).unwrap();
    let mut programs = [idm(book), typst(book)];
    for _ in 0..rounds {
        programs.iter_mut().for_each(Program::measure);
    }
    let [ours, theirs] = programs.each_ref().map(|program| program.best.clone().unwrap());
    assert_eq!(ours.pages, theirs.pages);
    println!("The same project, {}:\n", book.name);
    print_table(&HEAD, &programs.map(|program| program.row(&ours)));
    [ours, theirs]
}

fn beside_the_compiler() -> Bar {
    let [ours, theirs] = race(&whole("250 pages", 24), 2 * ROUNDS);
    assert!((235.0..265.0).contains(&ours.pages), "{} pages", ours.pages);
    Bar {
        what: "a cold build of 250 pages, as against Typst's compiler".to_owned(),
        ratio: ours.run.seconds / theirs.run.seconds,
        limit: Limit::AtMost(COMPILER),
    }
}

/// How time and memory for a page grow from a short book to a long one.
fn growth() -> [Bar; 2] {
    let [short, short_theirs] = race(&whole("100 pages", 9), 2 * ROUNDS);
    let [long, long_theirs] = race(&whole("1,000 pages", 100), ROUNDS);
    assert!((950.0..1050.0).contains(&long.pages) && (90.0..110.0).contains(&short.pages));
    let time = [long.per_page() / short.per_page(), long_theirs.per_page() / short_theirs.per_page()];
    let memory = [long.memory() / short.memory(), long_theirs.memory() / short_theirs.memory()];
    println!("From 100 to 1,000 pages, for each page:\n");
    let row =
        |name: &str, [ours, theirs]: [f64; 2]| vec![name.to_owned(), format!("{ours:.2}"), format!("{theirs:.2}")];
    print_table(&["grows", "idm", "Typst's compiler"], &[row("time", time), row("memory", memory)]);
    [("time", time), ("memory", memory)].map(|(what, [ours, theirs])| Bar {
        what: format!("growth of {what} for a page, as against Typst's compiler"),
        ratio: ours / theirs,
        limit: Limit::AtMost(GROWTH),
    })
}

/// Programs that have other ways from a text to a PDF.
fn others() -> Vec<Bar> {
    let book = Book::new("200 pages of running text", synthetic::running_text(15));
    let bars = beside_others(&book);
    // What all of them would have to make for the whole apparatus. Their tables break where they will.
    beside_others(&whole("200 pages with the whole apparatus", 19));
    bars
}

/// The words of a book as paragraphs on pages like its own, without headings, tables, notes, links or anything else that
/// Typst would have to look up. It is one run of pages, for one core.
fn words_alone(tree: &structure::Element) -> String {
    let mut text = "#set page(margin: (inside: 32mm, outside: 38mm, top: 28mm, bottom: 26mm))\n\
                    #set par(leading: 0.68em, spacing: 0.95em)\n"
        .to_owned();
    for (_, line) in tree.lines() {
        let _ = write!(text, "\n#{}\n", serde_json::to_string(&line).unwrap());
    }
    text
}

fn beside_others(book: &Book) -> Vec<Bar> {
    let built = book.idm(&["build"]);
    assert!((185.0..215.0).contains(&built.pages()), "{} pages", built.pages());
    let page = book.out().join("book.html");
    let tree = structure::read(&Document::load(book.out().join("synthetic.pdf")).unwrap());
    fs::write(&page, html::page(&tree, "A publication of any size")).unwrap();

    let mut programs = vec![idm(book)];
    if version("typst").is_some() {
        programs.push(typst(book));
        let (words, target) = (book.out().join("words.typ"), book.out().join("words.pdf"));
        fs::write(&words, words_alone(&tree)).unwrap();
        programs.push(Program::new("Typst's compiler, the words alone", target.clone(), move || {
            let mut command = Command::new("typst");
            command.args(["compile", "--ignore-system-fonts"]).arg(&words).arg(&target);
            command
        }));
    }
    let is_installed = |program: &&str| version(program).is_some();
    let latex = ["pdflatex", "lualatex"].into_iter().filter(is_installed);
    let engines = latex.map(|engine| ("pandoc, LaTeX", engine)).chain([("pandoc, Typst", "typst")]);
    for (name, engine) in engines.filter(|(_, engine)| is_installed(&"pandoc") && is_installed(engine)) {
        let (target, page) = (book.out().join(format!("pandoc-{engine}.pdf")), page.clone());
        programs.push(Program::new(format!("{name} ({engine})"), target.clone(), move || {
            let mut command = Command::new("pandoc");
            command.arg(&page).arg(format!("--pdf-engine={engine}")).arg("-o").arg(&target);
            command
        }));
    }
    if is_installed(&"weasyprint") {
        let (target, page) = (book.out().join("weasyprint.pdf"), page.clone());
        programs.push(Program::new("WeasyPrint", target.clone(), move || {
            let mut command = Command::new("weasyprint");
            command.arg(&page).arg(&target);
            command
        }));
    }
    if is_installed(&"chromium") {
        let (target, page, profile) = (book.out().join("chromium.pdf"), page.clone(), book.out().join("profile"));
        programs.push(Program::new("Chromium", target.clone(), move || {
            let mut command = Command::new("chromium");
            command
                .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
                .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
                .args(["--no-pdf-header-footer", "--timeout=600000"])
                .arg(format!("--user-data-dir={}", profile.display()))
                .arg(format!("--print-to-pdf={}", target.display()))
                .arg(format!("file://{}", page.display()));
            command
        }));
    }
    for _ in 0..ROUNDS {
        let (ours, others) = programs.split_first_mut().unwrap();
        ours.measure();
        others.iter_mut().for_each(Program::try_to_measure);
    }

    let ours = programs[0].best.clone().unwrap();
    println!("The same text, {}:\n", book.name);
    let rows: Vec<Vec<String>> = programs.iter().map(|program| program.row(&ours)).collect();
    print_table(&HEAD, &rows);
    for program in &programs {
        let Some(Measured { pages, .. }) = program.best else { continue };
        assert!((ours.pages * 0.4..ours.pages * 2.5).contains(&pages), "{}: {pages} pages", program.name);
    }
    let quickest = |name: &str| {
        let measured = programs.iter().filter(|program| program.name.starts_with(name));
        measured.filter_map(|program| program.best.as_ref()).map(Measured::per_page).reduce(f64::min)
    };
    OTHERS
        .into_iter()
        .filter_map(|(name, times)| {
            let what = format!("{name}: a page of {}, as against idm", book.name);
            Some(Bar { what, ratio: quickest(name)? / ours.per_page(), limit: Limit::AtLeast(times) })
        })
        .collect()
}
