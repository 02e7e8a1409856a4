//! Where tables stand on their pages. No validator says anything of that.

use std::collections::BTreeMap;
use std::fmt::Write;

use idm_core::diagnostic::{Diagnostics, Place};
use idm_core::files::Files;
use idm_core::{read, resolve};
use typst::layout::{Frame, FrameItem, Point, Size};

use super::*;
use crate::compile::compile;
use crate::fonts::Fonts;
use crate::packages::Packages;
use crate::world::{IdmWorld, WorldOptions};

/// A piece of text on a page, in points.
#[derive(Debug, Clone)]
struct Piece {
    page: usize,
    left: f64,
    right: f64,
    baseline: f64,
    size: f64,
    text: String,
}

/// The pieces of text of a book of one chapter, and the sizes of its pages. It is laid out in three passes at most.
fn pieces(chapter: &str) -> (Vec<Piece>, Vec<Size>) {
    pieces_of("[{chapter: start}]", chapter)
}

/// The same of a book of those parts.
fn pieces_of(book: &str, chapter: &str) -> (Vec<Piece>, Vec<Size>) {
    let files = Files::memory([
        ("publication.yaml", &*format!("id: p\ntitle: T\nbook: {book}\n")),
        ("chapters/start.md", &format!("# Start\n\n{chapter}")),
    ]);
    let mut diagnostics = Diagnostics::default();
    let (project, records) = read::read(files, &mut diagnostics);
    let publication = resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap();
    assert_eq!(diagnostics.list(), []);
    let packages = Packages::embedded();
    let project =
        assemble(&publication, &[BookPart::Listed], Medium::Screen, &packages.templates("publication")).unwrap();
    let whole = Place::File("publication.yaml".to_owned());
    let compiled =
        compile(&IdmWorld::new(project, WorldOptions { timestamp: 0, packages, fonts: Fonts::bundled(), whole }));
    assert_eq!(compiled.diagnostics, []);
    assert_eq!(compiled.passes, 2);
    let document = compiled.document.unwrap();
    let mut pieces = vec![];
    for (page, sheet) in document.pages().iter().enumerate() {
        collect(&sheet.frame, Point::zero(), page, &mut pieces);
    }
    (pieces, document.pages().iter().map(|page| page.frame.size()).collect())
}

fn collect(frame: &Frame, at: Point, page: usize, pieces: &mut Vec<Piece>) {
    for (offset, item) in frame.items() {
        let at = at + *offset;
        match item {
            FrameItem::Group(group) => collect(&group.frame, at, page, pieces),
            FrameItem::Text(text) => pieces.push(Piece {
                page,
                left: at.x.to_pt(),
                right: (at.x + text.width()).to_pt(),
                baseline: at.y.to_pt(),
                size: text.size.to_pt(),
                text: text.text.to_string(),
            }),
            _ => {}
        }
    }
}

/// Captions are printed a second time, in lists; headings in bookmarks, which are no page.
#[test]
fn the_note_of_a_caption_or_heading_is_printed_once() {
    let chapter = "## A heading[^h] with a note\n\n:::table\nA caption[^c]\n\n| a |\n|---|\n| b |\n:::\n\n\
                   [^h]: headnote\n\n[^c]: tablenote\n";
    let (pieces, _) = pieces_of("[{section: contents}, {section: lists}, {chapter: start}]", chapter);
    let words: Vec<&str> = pieces.iter().flat_map(|piece| piece.text.split_whitespace()).collect();
    let count = |word: &str| words.iter().filter(|other| **other == word).count();
    assert_eq!([count("headnote"), count("tablenote")], [1, 1], "{words:?}");
    assert_eq!([count("heading"), count("caption")], [1, 2], "{words:?}");
}

/// Words of the kind that tables of this book hold.
const WORDS: [&str; 6] =
    ["responsibilities", "intergovernmental", "accountability", "A/RES/71/280/ADDENDUM", "implementation", "data"];

fn table(attributes: &str, columns: usize, rows: usize) -> String {
    let mut text = format!(":::table {{{attributes}}}\nA caption\n\n");
    for row in 0..rows + 1 {
        let cell = |column: usize| match row {
            0 => format!("Head{column}"),
            _ => format!("some {}", WORDS[(row + column) % WORDS.len()]),
        };
        let cells: Vec<String> = (0..columns).map(cell).collect();
        writeln!(text, "| {} |", cells.join(" | ")).unwrap();
        if row == 0 {
            writeln!(text, "|{}", "---|".repeat(columns)).unwrap();
        }
    }
    text + ":::\n\n"
}

/// Lays out a table; nothing of it may leave the text's margins or run into its neighbour. Returns the size of its type.
fn check(attributes: &str, columns: usize) -> f64 {
    let (pieces, sizes) = pieces(&table(attributes, columns, 12));
    let first = pieces.iter().find(|piece| piece.text.contains("Head0")).expect("the head is printed").page;
    let mut lines: BTreeMap<i64, Vec<&Piece>> = BTreeMap::new();
    // What follows the table is the back cover.
    let last = pieces.iter().map(|piece| piece.page).max().unwrap_or(first);
    for piece in pieces.iter().filter(|piece| (first..last).contains(&piece.page)) {
        let millimetre = 72.0 / 25.4;
        assert!(piece.left >= 24.0 * millimetre - 0.5, "{piece:?}");
        assert!(piece.right <= sizes[piece.page].x.to_pt() - 24.0 * millimetre + 0.5, "{piece:?}");
        assert!(piece.size >= 6.99, "{piece:?}");
        let line = piece.page as i64 * 100_000 + (piece.baseline * 10.0).round() as i64;
        lines.entry(line).or_default().push(piece);
    }
    for line in lines.values_mut() {
        line.sort_by(|a, b| a.left.total_cmp(&b.left));
        for pair in line.windows(2) {
            assert!(pair[1].left >= pair[0].right - 0.1, "{pair:?}");
        }
    }
    pieces.iter().find(|piece| piece.text.contains("some")).map_or(0.0, |piece| piece.size)
}

#[test]
fn type_shrinks_as_far_as_words_need_it() {
    let sizes: Vec<f64> = [3, 4, 5, 8, 12].into_iter().map(|columns| check("", columns)).collect();
    assert!(sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
    assert!(sizes[0] > 8.0 && (sizes[4] - 7.0).abs() < 0.01, "{sizes:?}");
    assert!(check("wide=\"shrink\"", 4) < sizes[1]);
    assert!(check("wide=\"turn\"", 5) > sizes[2]);
    check("columns=\"9,1,1\"", 3);
    check("row-headers=\"true\"", 6);
}

#[test]
fn a_turned_table_has_pages_of_its_own_with_their_folios() {
    let (pieces, sizes) = pieces(&format!("Before it.\n\n{}After it.\n", table("wide=\"turn\"", 5, 60)));
    let turned: Vec<usize> = (0..sizes.len()).filter(|&page| sizes[page].x > sizes[page].y).collect();
    assert!(turned.len() > 1, "{sizes:?}");
    let on = |text: &str| -> Vec<usize> {
        pieces.iter().filter(|piece| piece.text.contains(text)).map(|piece| piece.page).collect()
    };
    assert_eq!(on("Head0"), turned);
    assert_eq!((on("Before"), on("After")), (vec![turned[0] - 1], vec![turned.last().unwrap() + 1]));
    for page in turned {
        assert!(on(&(page + 1).to_string()).contains(&page), "page {} has no folio", page + 1);
    }
}

#[test]
fn the_head_is_repeated_on_every_page_of_a_long_table() {
    let (pieces, _) = pieces(&table("", 3, 80));
    let pages = |text: &str| {
        let mut pages: Vec<usize> =
            pieces.iter().filter(|piece| piece.text.contains(text)).map(|piece| piece.page).collect();
        pages.dedup();
        pages
    };
    assert!(pages("some").len() > 2);
    assert_eq!(pages("Head0"), pages("some"));
}

#[test]
fn a_short_table_stays_on_one_page() {
    let row = format!("|{}\n", " some of them |".repeat(3));
    let table = format!(":::table\nA caption\n\n{row}|---|---|---|\n{}:::\n\n", row.repeat(8));
    let chapter: String = (0..12).map(|at| "A paragraph.\n\n".repeat(7 + at) + &table).collect();
    let (pieces, _) = pieces(&chapter);
    let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
    for piece in pieces.iter().filter(|piece| piece.text.contains("some")) {
        *rows.entry(piece.page).or_default() += 1;
    }
    assert!(rows.len() > 4, "{rows:?}");
    assert!(rows.values().all(|cells| cells % (3 * 9) == 0), "{rows:?}");
}

#[test]
fn a_table_of_few_but_long_rows_may_run_over_pages() {
    let row = format!("|{}\n", " intergovernmental responsibilities soon |".repeat(5));
    let table = format!(":::table\nA caption\n\n{row}|{}\n{}:::\n", "---|".repeat(5), row.repeat(8));
    let (pieces, _) = pieces(&("A paragraph.\n\n".repeat(25) + &table));
    let mut pages: Vec<usize> =
        pieces.iter().filter(|piece| piece.text.contains("soon")).map(|piece| piece.page).collect();
    pages.dedup();
    assert_eq!(pages.len(), 2, "{pages:?}");
}
