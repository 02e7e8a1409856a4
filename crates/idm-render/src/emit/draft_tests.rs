//! Where a draft's notes stand on its pages. No validator says anything of that.

use std::fmt::Write;

use idm_core::diagnostic::{Diagnostics, Place};
use idm_core::files::Files;
use idm_core::model::Publication;
use idm_core::source::Sources;
use idm_core::{read, resolve};
use typst::layout::{Abs, Frame, FrameItem, Point, Size};

use super::*;
use crate::compile::{Compiled, compile};
use crate::fonts::Fonts;
use crate::packages::Packages;
use crate::world::{IdmWorld, WorldOptions};

/// A publication of one panel with that summary.
fn publication(summary: &str) -> Publication {
    let files = Files::memory([
        ("publication.yaml", "id: p\ntitle: T\nbook: [{section: themes}]\nthemes: [{id: t, title: T, panels: [a]}]\n"),
        ("workshops/w/workshop.yaml", "id: w\nnumber: 1\ncity: Oslo\n"),
        ("workshops/w/a/panel.yaml", "id: a\nnumber: 1\n"),
        ("workshops/w/a/summary.md", summary),
    ]);
    let mut diagnostics = Diagnostics::default();
    let (project, records) = read::read(files, &mut diagnostics);
    resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap()
}

fn compiled(publication: &Publication) -> Compiled {
    let packages = Packages::embedded();
    let templates = packages.templates("draft");
    let panel = publication.panels.refs().next().unwrap();
    let map = DraftMap::new("p", "a", (None, None), &[], &Sources::default());
    let project = assemble_draft(
        publication,
        idm_core::model::Subject::Panel(panel),
        &[DraftPart::Reviewed, DraftPart::Notes],
        &Draft::default(),
        &map,
        &templates,
    )
    .expect("the template is sound");
    let whole = Place::File("publication.yaml".to_owned());
    let compiled =
        compile(&IdmWorld::new(project, WorldOptions { timestamp: 0, packages, fonts: Fonts::bundled(), whole }));
    assert_eq!(compiled.diagnostics, []);
    compiled
}

/// A piece of text on a page.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    page: usize,
    left: f64,
    right: f64,
    baseline: f64,
    size: f64,
    text: String,
}

/// Every piece of text with its place in points, and the size of the sheets.
fn pieces(compiled: &Compiled) -> (Vec<Piece>, Size) {
    let mut pieces = vec![];
    let pages = compiled.document.as_ref().unwrap().pages();
    for (page, sheet) in pages.iter().enumerate() {
        collect(&sheet.frame, Point::zero(), page, &mut pieces);
    }
    (pieces, pages[0].frame.size())
}

fn collect(frame: &Frame, at: Point, page: usize, pieces: &mut Vec<Piece>) {
    for (offset, item) in frame.items() {
        let at = at + *offset;
        match item {
            // Nothing but the watermark is turned.
            FrameItem::Group(group) if group.transform.is_identity() => collect(&group.frame, at, page, pieces),
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

/// The pieces in the right margin, with nothing off the sheet and nothing over anything else.
fn margin(compiled: &Compiled) -> Vec<Piece> {
    let (pieces, sheet) = pieces(compiled);
    let edge = (sheet.x - Abs::mm(60.0)).to_pt();
    for piece in &pieces {
        let inside = piece.left >= 8.0
            && piece.right <= sheet.x.to_pt() - 8.0
            && piece.baseline - piece.size >= 8.0
            && piece.baseline <= sheet.y.to_pt() - 8.0;
        assert!(inside, "{piece:?} falls off the sheet");
    }
    let is_running = |piece: &Piece| piece.baseline < 70.0 || piece.baseline > sheet.y.to_pt() - 66.0;
    let margin: Vec<Piece> = pieces.into_iter().filter(|piece| piece.left >= edge && !is_running(piece)).collect();
    for (at, one) in margin.iter().enumerate() {
        for other in margin[at + 1..].iter().filter(|other| other.page == one.page) {
            let apart = (one.baseline - other.baseline).abs();
            let beside = one.right <= other.left + 0.1 || other.right <= one.left + 0.1;
            assert!(apart >= 0.9 * one.size.min(other.size) || apart < 2.0 && beside, "{one:?} covers {other:?}");
        }
    }
    margin
}

#[test]
fn the_densest_page_has_every_note_in_its_place() {
    let mut summary = String::from("# Everything at once\n\n");
    for number in 1..=20 {
        let words = "several words that somebody wanted to say ".repeat(number % 5 + 1);
        writeln!(summary, "A sentence with a remark%%remark{number}x {words}%% and a mark.[^f{number}]\n").unwrap();
    }
    summary += ":::note {by=\"Editor\"}\nremark21x stands by itself.\n:::\n\n- An item%%remark22x%%\n- another\n\n";
    summary += ":::table\nRows over two pages\n\n| One | Two |\n|---|---|\n";
    for row in 0..60 {
        writeln!(summary, "| {row} | a cell%%remark{}x in a cell%% |", 23 + row / 20).unwrap();
        if row % 20 != 0 {
            summary = summary.trim_end_matches('\n').rsplit_once("%%remark").unwrap().0.to_owned() + " |\n";
        }
    }
    summary += ":::\n\n";
    for number in 1..=20 {
        writeln!(summary, "[^f{number}]: A footnote of some length, the {number}th.\n").unwrap();
    }
    let compiled = compiled(&publication(&summary));
    assert!(compiled.passes <= 3, "{} passes", compiled.passes);
    margin(&compiled);
    let (pieces, _) = pieces(&compiled);
    let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
    for number in 1..=25 {
        assert_eq!(text.matches(&format!("remark{number}x")).count(), 1, "note {number}");
    }
}

#[test]
fn notes_that_do_not_fit_stand_at_the_end_and_are_named_beside_the_text() {
    let mut summary = String::from("# Many notes\n\n");
    for number in 1..=12 {
        writeln!(summary, "Words.%%remark{number}x {}%%\n", "and so on, at some length ".repeat(12)).unwrap();
    }
    let compiled = compiled(&publication(&summary));
    let margin = margin(&compiled);
    let (pieces, _) = pieces(&compiled);
    let beside = |number: usize| margin.iter().any(|piece| piece.text.contains(&format!("remark{number}x")));
    let moved: Vec<usize> = (1..=12).filter(|&number| !beside(number)).collect();
    assert!(!moved.is_empty() && moved.len() < 12, "{moved:?}");
    // After all of the text, in the order of the notes.
    let at = |text: &str| pieces.iter().position(|piece| piece.text.contains(text)).unwrap();
    let places: Vec<usize> = moved.iter().map(|number| at(&format!("remark{number}x"))).collect();
    assert!(
        places.is_sorted() && places[0] > pieces.iter().rposition(|piece| piece.text == "Words.").unwrap(),
        "{places:?}"
    );
}

#[test]
fn a_note_within_a_note_stands_in_it() {
    let summary = "# One\n\n- Item\n\n  :::note\n  outer %%inner%% words\n  :::\n";
    let compiled = compiled(&publication(summary));
    let (pieces, _) = pieces(&compiled);
    let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
    assert!(text.contains("[inner]"), "{text}");
}

#[test]
fn lines_are_numbered_through_and_notes_and_footnotes_are_not() {
    let summary = "# One\n\nWords%%a note of two\n  lines%%.[^a]\n\n- An item.\n\nMore words.\n\n[^a]: A footnote.\n";
    let compiled = compiled(&publication(summary));
    let (pieces, _) = pieces(&compiled);
    let numbers: Vec<usize> =
        pieces.iter().filter(|piece| piece.left < 85.0).filter_map(|piece| piece.text.parse().ok()).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
}
