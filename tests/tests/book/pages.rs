//! The look of the pages: pictures of some of them beside those that were last looked at and found good.
//!
//! Needs poppler, so it runs with `IDM_WITNESSES=1` only. After a change that is meant, look at the new pictures in
//! `tests/pages/` once this has written them: `UPDATE_EXPECT=1 IDM_WITNESSES=1 cargo test --release --test book pages`.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

use idm_core::files::Files;
use idm_render::pdf::destinations;
use idm_tests::memory::Checked;
use idm_tests::project;
use image::RgbImage;
use tempfile::TempDir;

/// Dots for each inch. Small enough for the pictures to be kept, large enough to tell a line of text by its words.
const RESOLUTION: &str = "50";

/// Pictures are compared in squares of so many dots, because readers of PDF smooth edges in different ways.
const SQUARE: u32 = 4;

/// How far a square's colour may be off, of 255.
const TOLERANCE: f64 = 20.0;

/// The share of squares that may be further off than that.
const EXCEPTIONS: f64 = 0.002;

/// The pages of the book, by the label of what stands on them.
const PAGES: [(&str, &str); 13] = [
    ("contents", "generated:contents"),
    ("lists", "generated:lists"),
    ("chapter", "chapter:introduction"),
    ("theme", "theme:writing"),
    ("panel", "panel:plain-words"),
    ("recommendations", "generated:recommendations:theme:writing"),
    ("outcomes", "generated:outcomes"),
    ("matrix", "generated:matrices"),
    ("chart", "generated:charts"),
    ("agenda", "workshop:spring"),
    ("people", "generated:people"),
    ("references", "generated:references"),
    ("index", "generated:index"),
];

/// A made-up publication that never changes with the real one, in a book with every section.
static SUBJECT: LazyLock<Checked> = LazyLock::new(|| {
    let mut files = project::base();
    let text = String::from_utf8(files["publication.yaml"].clone()).unwrap();
    let sections = |names: &[&str]| names.iter().map(|name| format!("  - section: {name}\n")).collect::<String>();
    let text = text
        .replace("  - section: abbreviations\n", &sections(&["lists", "abbreviations"]))
        .replace("  - section: agenda\n", &sections(&["matrices", "charts", "questions", "agenda"]))
        .replace("  - section: references\n", &sections(&["references", "index", "colophon"]));
    files.insert("publication.yaml".to_owned(), text.into_bytes());
    Checked::new(Files::memory(files))
});

#[test]
fn pages_look_as_they_did() {
    if env::var_os("IDM_WITNESSES").is_none() {
        return;
    }
    let book = SUBJECT.build().unwrap().bytes;
    let draft = SUBJECT.draft("plain-words", None).unwrap().bytes;
    let places = destinations::pages(&book).unwrap();
    let last = lopdf::Document::load_mem(&book).unwrap().get_pages().len();
    let mut pages: BTreeMap<&str, (&[u8], usize)> =
        BTreeMap::from([("cover", (&book[..], 1)), ("back-cover", (&book[..], last))]);
    for (name, label) in PAGES {
        let page = places.get(label).unwrap_or_else(|| panic!("{label} is not among {places:#?}"));
        pages.insert(name, (&book, usize::try_from(*page).unwrap()));
    }
    pages.extend([("draft-front", (&draft[..], 1)), ("draft-text", (&draft[..], 2))]);

    let folder = project::package().join("pages");
    let mut changed = vec![];
    for (name, (pdf, page)) in pages {
        let picture = rendered(pdf, page);
        let expected = folder.join(format!("{name}.png"));
        if env::var_os("UPDATE_EXPECT").is_some() {
            if difference(&picture, &image::open(&expected).map(image::DynamicImage::into_rgb8).unwrap_or_default())
                > 0.0
            {
                fs::create_dir_all(&folder).unwrap();
                picture.save(&expected).unwrap();
            }
            continue;
        }
        let before = image::open(&expected).unwrap_or_else(|error| panic!("{}: {error}", expected.display()));
        let share = difference(&picture, &before.into_rgb8());
        if share > EXCEPTIONS {
            let shown = env::temp_dir().join(format!("idm-page-{name}.png"));
            picture.save(&shown).unwrap();
            changed.push(format!("{name}: {:.1} % is different, see {}", share * 100.0, shown.display()));
        }
    }
    assert!(changed.is_empty(), "{}\nif that is meant, run this test with UPDATE_EXPECT=1", changed.join("\n"));
}

/// A page as poppler shows it.
fn rendered(pdf: &[u8], page: usize) -> RgbImage {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("book.pdf");
    fs::write(&path, pdf).unwrap();
    let prefix: PathBuf = folder.path().join("page");
    let page = page.to_string();
    let output = Command::new("pdftoppm")
        .args(["-r", RESOLUTION, "-png", "-singlefile", "-f", &page, "-l", &page])
        .args([path.as_path(), prefix.as_path()] as [&Path; 2])
        .output()
        .unwrap_or_else(|error| panic!("pdftoppm is needed: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    image::open(prefix.with_extension("png")).unwrap().into_rgb8()
}

/// The share of squares in which two pictures differ: 1 if they have different sizes.
fn difference(a: &RgbImage, b: &RgbImage) -> f64 {
    if a.dimensions() != b.dimensions() {
        return 1.0;
    }
    let (width, height) = (a.width() / SQUARE, a.height() / SQUARE);
    let mean = |picture: &RgbImage, x: u32, y: u32| {
        let mut sums = [0.0; 3];
        for (dx, dy) in (0..SQUARE).flat_map(|dx| (0..SQUARE).map(move |dy| (dx, dy))) {
            let pixel = picture.get_pixel(x * SQUARE + dx, y * SQUARE + dy);
            sums.iter_mut().zip(pixel.0).for_each(|(sum, part)| *sum += f64::from(part));
        }
        sums.map(|sum| sum / f64::from(SQUARE * SQUARE))
    };
    let differs = |(x, y): (u32, u32)| {
        let (a, b) = (mean(a, x, y), mean(b, x, y));
        a.iter().zip(b).any(|(a, b)| (a - b).abs() > TOLERANCE)
    };
    let squares = (0..width).flat_map(|x| (0..height).map(move |y| (x, y)));
    let count = squares.filter(|&square| differs(square)).count();
    f64::from(u32::try_from(count).unwrap()) / f64::from((width * height).max(1))
}

#[test]
fn a_line_that_moves_is_noticed_and_a_smoother_edge_is_not() {
    let page = |top: u32, ink: u8| {
        RgbImage::from_fn(400, 560, |x, y| {
            let is_text = (40..360).contains(&x) && (top..top + 6).contains(&y) && x % 5 != 0;
            if is_text { image::Rgb([ink; 3]) } else { image::Rgb([255; 3]) }
        })
    };
    assert!(difference(&page(100, 20), &page(108, 20)) > EXCEPTIONS);
    assert!(difference(&page(100, 20), &page(100, 30)) <= EXCEPTIONS);
    assert!(difference(&page(100, 20), &page(100, 20)) == 0.0);
    assert!(difference(&page(100, 20), &RgbImage::new(10, 10)) == 1.0);
}
