//! What a reader was promised of the real book's size and looks, measured on the built file.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use idm_core::files::Files;
use idm_core::model::Publication;
use idm_core::schema::Basis;
use idm_core::words::Words;
use idm_render::pdf::destinations;
use idm_tests::memory::Checked;
use idm_tests::painted::{Painted, What, painted};
use idm_tests::structure::{self, folded};
use idm_tests::{placed, project};
use lopdf::{Document, ObjectId};
use tempfile::TempDir;

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;

/// Where text stands on a page: as the margins have it.
const FOOT: f64 = 20.0 * MM;
const HEAD: f64 = (297.0 - 24.0) * MM;

struct Book {
    publication: Publication,
    document: Document,
    pages: Vec<ObjectId>,
    painted: Vec<Vec<Painted>>,
    /// The page of each place, from 1.
    places: BTreeMap<String, usize>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let inputs = project::package().parent().unwrap().join("inputs").join("idm-2017");
    let out = TempDir::new().unwrap();
    let arguments = ["build", "--project", inputs.to_str().unwrap(), "--out", out.path().to_str().unwrap()];
    let output = project::run(&project::program().unwrap(), out.path(), &arguments).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(out.path().join("idm-2017.pdf")).unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let painted = pages.iter().map(|&page| painted(&document, page)).collect();
    let places = destinations::pages(&bytes).unwrap();
    let places = places.into_iter().map(|(name, page)| (name, usize::try_from(page).unwrap())).collect();
    let publication = Checked::new(Files::directory(&inputs).unwrap()).into_publication().unwrap();
    Book { publication, document, pages, painted, places }
});

impl Book {
    fn page_of(&self, label: &str) -> usize {
        *self.places.get(label).unwrap_or_else(|| panic!("{label} is not among {:#?}", self.places))
    }

    /// The words on each page, as they are heard.
    fn words(&self) -> Vec<String> {
        self.pages.iter().map(|&page| folded(&structure::page_text(&self.document, page))).collect()
    }
}

/// What stands between head and foot of a page.
fn body(painted: &[Painted]) -> impl Iterator<Item = &Painted> {
    let within = |one: &&Painted| {
        let [left, bottom, right, top] = one.area;
        // The field of a cover, and the tab of a theme at the edge, are no text.
        let is_text_block = left > 10.0 * MM && right < 200.0 * MM;
        bottom > FOOT && top < HEAD && is_text_block
    };
    painted.iter().filter(within)
}

#[test]
fn the_book_has_the_length_that_was_promised() {
    let pages = BOOK.pages.len();
    assert!((56..=68).contains(&pages), "{pages} pages");
}

#[test]
fn few_pages_are_blank_or_nearly() {
    let last = BOOK.pages.len();
    let (mut blank, mut weak) = (vec![], vec![]);
    for (number, painted) in (1..).zip(&BOOK.painted) {
        if number <= 2 || number == last {
            continue;
        }
        let lowest = body(painted).map(|one| one.area[1]).fold(HEAD, f64::min);
        if painted.is_empty() {
            blank.push(number);
        } else if HEAD - lowest < (HEAD - FOOT) / 3.0 {
            weak.push(number);
        }
    }
    assert!(blank.len() <= 5, "blank: {blank:?}");
    assert!(weak.len() <= 3, "under a third full: {weak:?}");
}

#[test]
fn the_dialogue_on_two_pages_takes_two() {
    let (first, next) = (BOOK.page_of("generated:in-brief"), BOOK.page_of("generated:lists"));
    assert_eq!(next - first, 2);
}

#[test]
fn a_panel_is_a_spread() {
    let words = BOOK.words();
    let panels = BOOK.publication.panels.iter().filter(|panel| !panel.is_placeholder());
    for panel in panels {
        let page = BOOK.page_of(&format!("panel:{}", &*panel.id));
        assert_eq!(page % 2, 0, "{} begins on page {page}", &*panel.id);
        let (left, right) = (&words[page - 1], &words[page]);
        assert!(left.contains("Guiding questions") && right.contains("The panel as planned"), "page {page}");
        for place in 1..=panel.guiding_questions.len() {
            let question = format!("Q{}.{place}", panel.number);
            assert!(left.contains(&question), "{question} is not on page {page}");
        }
    }
}

#[test]
fn no_label_of_a_source_is_said_twice_on_a_page() {
    let labels = project::package().join("../report-templates/packages/labels/0.1.0/en.toml");
    let labels = Words::new("en", &fs::read_to_string(labels).unwrap()).unwrap();
    let bases = [Basis::Agenda, Basis::Announcement, Basis::EarlierReport, Basis::Report, Basis::Record];
    let mut said: Vec<String> =
        bases.iter().map(|basis| labels.get(&format!("basis.{}", key(*basis))).unwrap().to_owned()).collect();
    said.push(labels.get("field.status").unwrap().to_owned() + ": ");
    let mut seen = BTreeSet::new();
    for (number, words) in (1..).zip(BOOK.words()) {
        for label in &said {
            // Behind a source, or behind what is said of a group.
            let count = words.matches(&format!("· {}", folded(label))).count()
                + words.matches(&format!("otherwise: {}", folded(label))).count();
            assert!(count <= 1, "page {number}: {label} stands there {count} times");
            if count > 0 {
                seen.insert(label.clone());
            }
        }
    }
    assert!(seen.len() >= 3, "{seen:?}");
}

fn key(basis: Basis) -> String {
    serde_json::to_value(basis).unwrap().as_str().unwrap().to_owned()
}

/// Nothing of the lines of an opening lies under its title.
#[test]
fn titles_of_themes_stand_above_their_lines() {
    for theme in &BOOK.publication.themes {
        let page = BOOK.page_of(&format!("theme:{}", &*theme.id));
        let painted = &BOOK.painted[page - 1];
        let is_title = |one: &&Painted| !one.is_artifact && matches!(one.what, What::Text { size, .. } if size > 15.0);
        let title = painted.iter().filter(is_title).map(|one| one.area[1]).fold(f64::INFINITY, f64::min);
        let is_line =
            |one: &&Painted| one.is_artifact && one.what == What::Line && one.area[2] - one.area[0] > 100.0 * MM;
        let lines: Vec<f64> = painted.iter().filter(is_line).map(|one| one.area[3]).collect();
        let highest = lines.iter().copied().fold(0.0, f64::max);
        assert!(lines.len() > 10 && title.is_finite(), "{}: {} lines", &*theme.id, lines.len());
        assert!(highest < title, "{}: the lines reach {highest:.0}, the title stands at {title:.0}", &*theme.id);
    }
}

/// Lines of running text that are about full, by their signs.
#[test]
fn lines_have_the_length_that_reads_well() {
    let mut lengths = vec![];
    let contents = BOOK.page_of("generated:contents");
    for (number, painted) in (1..).zip(&BOOK.painted).filter(|(number, _)| *number != contents) {
        let mut lines: BTreeMap<i64, Vec<(f64, f64, usize)>> = BTreeMap::new();
        for one in painted {
            let What::Text { font, size, signs } = &one.what else { continue };
            if one.is_artifact || !font.contains("Libertinus") || (size - 10.5).abs() > 0.05 {
                continue;
            }
            #[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
            let line = lines.entry((one.area[1] * 2.0).round() as i64).or_default();
            match line.last_mut() {
                // What stands further apart is in another column.
                Some((_, right, count)) if (one.area[0] - *right).abs() < 5.0 * MM => {
                    *right = one.area[2];
                    *count += signs;
                }
                _ => line.push((one.area[0], one.area[2], *signs)),
            }
        }
        let full = lines.into_values().flatten().filter(|(left, right, _)| right - left > 107.0 * MM);
        lengths.extend(full.map(|(left, _, signs)| (signs, number, left.round())));
    }
    lengths.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let (middle, ..) = lengths[lengths.len() / 2];
    assert!(lengths.len() > 100 && (66..=75).contains(&middle), "{middle} of {}", lengths.len());
    let (longest, page, left) = lengths[lengths.len() - 1];
    assert!(longest <= 85, "{longest} signs on page {page}, from {left}");
}

#[test]
fn a_table_leaves_no_row_alone_on_a_page() {
    let mut tables = 0;
    for rows in placed::rows_of_tables(&BOOK.document) {
        let mut by_page: BTreeMap<ObjectId, usize> = BTreeMap::new();
        // The head stands on the first page alone.
        rows.iter().skip(1).for_each(|page| *by_page.entry(*page).or_default() += 1);
        tables += usize::from(by_page.len() > 1);
        let lonely = by_page.len() > 1 && by_page.values().any(|&count| count < 2);
        let number = |page: &ObjectId| BOOK.pages.iter().position(|one| one == page).map(|at| at + 1);
        let told: Vec<_> = by_page.iter().map(|(page, count)| (number(page), count)).collect();
        assert!(!lonely, "rows by page: {told:?}");
    }
    assert!(tables > 0, "no table runs over a page");
}

#[test]
fn heads_and_sources_are_whole() {
    for (number, page) in (1..).zip(&BOOK.pages) {
        let all = structure::unheard_text(&BOOK.document, *page);
        assert!(!all.contains('…'), "page {number}: {all}");
    }
    let words = BOOK.words();
    for (number, words) in (1..).zip(&words) {
        assert!(!words.contains("Source: ("), "page {number}: a source stands in brackets");
        for symbol in ["A/RES/ ", "A/RES/71/ ", "Recommendation ,"] {
            assert!(!words.contains(symbol), "page {number}: {symbol}");
        }
    }
}
