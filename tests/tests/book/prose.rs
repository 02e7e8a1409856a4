//! Constructs of prose in the book, read back through the structure tree.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;

use idm_core::files::Files;
use idm_core::schema::SectionKind;
use idm_tests::memory::{Checked, show};
use idm_tests::project;
use idm_tests::structure::{self, Element, Node, folded};
use idm_tests::witnesses;
use lopdf::Document;

const SUMMARY: &str = "workshops/spring/panel-1/summary.md";

/// The sound publication with text added to a summary, and its structure tree.
fn book(added: &str) -> Element {
    structure::read(&document(added))
}

fn document(added: &str) -> Document {
    let mut files: BTreeMap<String, Vec<u8>> = project::base();
    files.get_mut(SUMMARY).unwrap().extend(format!("\n\n{added}\n\nSo it ends.\n").bytes());
    built(files)
}

fn built(files: BTreeMap<String, Vec<u8>>) -> Document {
    let checked = Checked::new(Files::memory(files));
    assert_eq!(show(&checked.located()), Vec::<String>::new());
    let built = checked.build().unwrap();
    assert_eq!(built.passes, 2);
    let document = Document::load_mem(&built.bytes).unwrap();
    assert_eq!(witnesses::findings(&built.bytes), Vec::<String>::new());
    document
}

/// The table that holds some words.
fn table<'a>(tree: &'a Element, words: &str) -> &'a Element {
    tree.all("Table").into_iter().find(|table| table.text().contains(words)).unwrap()
}

fn scopes(table: &Element) -> Vec<Option<&str>> {
    table.all("TH").into_iter().map(|cell| cell.scope.as_deref()).collect()
}

#[test]
fn boxes_have_numbers_and_references_say_them() {
    let tree = book("As [@box:reading-aloud] has it.");
    let text = folded(&tree.text());
    assert!(text.contains("Box 1. Good practice Reading aloud"), "{text}");
    assert!(text.contains("As Box 1 has it."), "{text}");
}

#[test]
fn the_head_of_a_long_table_is_told_once() {
    let rows: String = (1..=80).map(|row| format!("| Row {row} | b | c |\n")).collect();
    let tree = book(&format!(":::table\nEighty rows\n\n| Alpha | Beta | Gamma |\n|---|---|---|\n{rows}:::\n"));
    let table = table(&tree, "Eighty rows");
    assert_eq!((table.all("THead").len(), table.all("TR").len()), (1, 81));
    assert_eq!(scopes(table), [Some("Column"); 3]);
    assert_eq!(folded(&table.text()).matches("Alpha").count(), 1);
}

#[test]
fn first_cells_are_headers_of_their_rows_where_that_is_asked() {
    let cells = "| Task | Before |\n|---|---|\n| Writing | 90 |\n| Reading | 30 |\n:::\n";
    let tree = book(&format!(":::table {{row-headers=\"true\"}}\nNamed rows\n\n{cells}"));
    let table = table(&tree, "Named rows");
    assert_eq!(scopes(table), [Some("Column"), Some("Column"), Some("Row"), Some("Row")]);
    let rows: Vec<Vec<&str>> =
        table.all("TR").iter().map(|row| row.elements().map(|cell| cell.role.as_str()).collect()).collect();
    assert_eq!(rows, [["TH", "TH"], ["TH", "TD"], ["TH", "TD"]]);
}

#[test]
fn a_turned_table_is_a_table_like_any_other() {
    let tree = book(":::table {wide=\"turn\"}\nA turned one\n\n| Task | Before |\n|---|---|\n| Writing | 90 |\n:::\n");
    assert_eq!(table(&tree, "A turned one").all("TR").len(), 2);
}

const NOTED: &str = ":::table\nWith notes[^cap]\n\n| Task[^hd] | Minutes |\n|---|---|\n| Writing[^w] | 40[^w] |\n\
                     | Reading[^r] | 30[^both] |\n:::\n\nAfter it[^both].\n\n[^cap]: Of the caption.\n\n\
                     [^hd]: Of the head.\n\n[^w]: Of writing.\n\n[^r]: Of reading.\n\n[^both]: Of both.\n";

#[test]
fn notes_of_a_table_stand_below_it_as_a_list() {
    let tree = book(NOTED);
    let blocks = tree.descendants();
    let at =
        blocks.iter().position(|element| element.role == "Table" && element.text().contains("With notes")).unwrap();
    let notes = blocks[at..].iter().find(|element| element.role == "L").unwrap();
    let items: Vec<(String, String)> = notes
        .all("LI")
        .iter()
        .map(|item| (folded(&item.all("Lbl")[0].text()), folded(&item.all("LBody")[0].text())))
        .collect();
    let expected = [("a", "Of the caption."), ("b", "Of the head."), ("c", "Of writing."), ("d", "Of reading.")];
    assert_eq!(items, expected.map(|(letter, note)| (letter.to_owned(), note.to_owned())));
    // There and back, but for the head of the table, which is repeated without its links.
    let links = |element: &Element| -> Vec<String> {
        element.all("Link").iter().filter(|link| has_object(link)).map(|link| folded(&link.text())).collect()
    };
    assert_eq!(links(notes), ["a", "c", "d"]);
    let marks: Vec<String> = links(blocks[at]).into_iter().filter(|mark| mark.len() == 1).collect();
    assert_eq!(marks, ["a", "c", "c", "d", "2", "2"]);
    // One that the text calls, too, is a footnote of the page.
    let pages: Vec<String> = tree.all("Note").iter().map(|note| folded(&note.text())).collect();
    assert!(pages.iter().any(|note| note.ends_with("Of both.")), "{pages:?}");
    assert!(pages.iter().all(|note| !note.contains("Of writing")), "{pages:?}");
}

fn has_object(element: &Element) -> bool {
    element.children.iter().any(|child| matches!(child, Node::Object))
}

#[test]
fn an_acronym_is_spelled_out_once() {
    let text = folded(&book("The PDF was kept; all PDFs were.").text());
    assert_eq!(text.matches("PDF (Portable Document Format)").count(), 1, "{text}");
}

#[test]
fn words_in_another_language_say_so() {
    let document = document("Said [das Wort](lang:de-CH), [palavra](lang:pt-Latn-BR).");
    let told = structure::languages(&document);
    let foreign: Vec<(&str, &str)> = told
        .iter()
        .map(|(language, words)| (language.as_str(), words.as_str()))
        .filter(|(language, _)| *language != "en-GB")
        .collect();
    assert_eq!(foreign, [("fr", "mot juste"), ("de-CH", "das Wort"), ("pt-BR", "palavra")]);
}

/// A chart that would be empty is not printed, so it must not take a number from those that follow.
#[test]
fn sessions_without_times_have_no_chart() {
    let mut files = project::base();
    let agenda = files.get_mut("workshops/spring/workshop.yaml").unwrap();
    let untimed: Vec<&str> = std::str::from_utf8(agenda).unwrap().lines().collect();
    let untimed = untimed.into_iter().filter(|line| !line.contains("    start:") && !line.contains("    end:"));
    *agenda = untimed.collect::<Vec<_>>().join("\n").into_bytes();
    let publication = files.get_mut("publication.yaml").unwrap();
    let ordered = String::from_utf8(publication.clone())
        .unwrap()
        .replace("  - section: themes\n", "  - section: lists\n  - section: charts\n  - section: themes\n");
    *publication = ordered.into_bytes();

    let checked = Checked::new(Files::memory(files));
    assert_eq!(show(&checked.located()), Vec::<String>::new());
    let tree = structure::read(&Document::load_mem(&checked.build().unwrap().bytes).unwrap());
    let text = folded(&tree.text());
    assert!(!text.contains("Sessions of the workshops"));
    let charts = checked.publication().unwrap().exhibits(SectionKind::Charts).len();
    assert!(charts > 0 && text.contains(&format!("Figure {}. From draft to archive", charts + 1)), "{text}");
}

/// Contents and lists print headings and captions a second time, but not their footnotes.
#[test]
fn notes_of_headings_and_captions_are_printed_once() {
    let heading = "### A heading[^one]\n\n[^one]: A note of a heading.\n\n";
    let table = ":::table\nA caption[^two]\n\n| a |\n|---|\n| b |\n:::\n\n[^two]: A note of a caption.";
    let tree = book(&format!("{heading}{table}"));
    let text = folded(&tree.text());
    assert_eq!(text.matches("A note of a heading.").count(), 1);
    assert_eq!(text.matches("A note of a caption.").count(), 1);
}

/// The title stands again in contents, running heads and at the heads of table groups, where no link can be.
#[test]
fn a_theme_title_can_cite() {
    let mut files = project::base();
    let publication = files.get_mut("publication.yaml").unwrap();
    let cited = String::from_utf8(publication.clone()).unwrap();
    let cited = cited.replace("title: From the spoken to the written word", "title: From speech to writing [@notes]");
    let cited =
        cited.replace("  - section: agenda\n", "  - section: matrices\n  - section: charts\n  - section: agenda\n");
    assert!(cited.contains("writing [@notes]") && cited.contains("matrices"));
    *publication = cited.into_bytes();
    let tree = structure::read(&built(files));
    let headings: Vec<String> = tree.all("H1").iter().map(|heading| folded(&heading.text())).collect();
    assert!(headings.iter().any(|text| text.ends_with("From speech to writing (Town Archive, 2024a)")), "{headings:?}");
}

#[test]
fn the_note_of_a_framework_stands_with_its_table() {
    let mut files = project::base();
    let publication = String::from_utf8(files["publication.yaml"].clone()).unwrap();
    let publication = publication.replace("  - section: agenda\n", "  - section: matrices\n  - section: agenda\n");
    files.insert("publication.yaml".to_owned(), publication.into_bytes());
    let framework = files.get_mut("frameworks/handbook.yaml").unwrap();
    framework.extend(b"note: Put in order *for this book*, see [what was said](@outcome-short).\n");
    let text = folded(&structure::read(&built(files)).text());
    let found = text.find("Handbook Put in order for this book, see what was said.");
    assert!(found.is_some_and(|at| text[at..].contains("2.10 Votes")), "{text}");
}

/// Each title is printed where the other is referred to, and would bring the other along without end.
#[test]
fn titles_can_refer_to_each_other() {
    let mut files = project::base();
    for (panel, id, other) in [(1, "plain-words", "open-archive"), (2, "open-archive", "plain-words")] {
        let file = files.get_mut(&format!("workshops/spring/panel-{panel}/panel.yaml")).unwrap();
        let text = String::from_utf8(file.clone()).unwrap();
        let title = text.lines().find(|line| line.starts_with("title: ")).unwrap().to_owned();
        *file = text.replace(&title, &format!("title: About {id}, see [@{other}]")).into_bytes();
    }
    let built = Checked::new(Files::memory(files)).build().unwrap();
    let document = Document::load_mem(&built.bytes).unwrap();
    let text = folded(&structure::read(&document).text());
    assert!(text.contains("About plain-words, see Panel 2"), "{text}");
}

#[test]
fn what_looks_like_code_of_typst_is_text() {
    // Behind a backslash, the signs are meant.
    let tree = book(r"Then #while true {} ran, \$x^2\$ and #panic() too, // to /* its */ end.");
    let text = folded(&tree.text());
    assert!(text.contains("Then #while true {} ran, $x^2$ and #panic() too, // to /* its */ end."), "{text}");
}

#[test]
fn numbers_that_a_book_has_not_are_left_out() {
    let mut files = project::base();
    let publication = String::from_utf8(files["publication.yaml"].clone()).unwrap();
    let publication = publication.replacen("imprint:\n", "imprint:\n  isbn: none\n  issn: none\n", 1);
    files.insert("publication.yaml".to_owned(), publication.into_bytes());
    let text = structure::read(&built(files)).text();
    assert!(!text.contains("ISBN") && !text.contains("ISSN"), "{text}");
}

#[test]
fn letters_make_the_same_bytes_however_they_are_written() {
    let bytes = |word: &str| {
        let mut files = project::base();
        files.get_mut(SUMMARY).unwrap().extend(format!("\n\nThey met in the {word} at noon.").bytes());
        Checked::new(Files::memory(files)).build().unwrap().bytes
    };
    let plain = bytes("caf\u{e9}");
    for word in ["cafe\u{301}", "caf&eacute;", "caf&#233;", "caf&#xE9;", "c\u{61}f\u{e9}"] {
        assert!(bytes(word) == plain, "{word}");
    }
    assert!(bytes("\\*") == bytes("&#42;"));
}
