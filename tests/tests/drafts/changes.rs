//! Drafts that show changes: the text of either state, read back out of the PDF's structure tree.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;

use idm_core::files::Files;
use idm_tests::memory::Checked;
use idm_tests::project;
use idm_tests::structure::{self, Element, Node};
use idm_tests::witnesses;
use lopdf::Document;

const SUMMARY: &str = "workshops/spring/panel-1/summary.md";

/// A publication with a summary of that text.
fn with(summary: &str) -> Checked {
    let mut files: BTreeMap<String, Vec<u8>> = project::base();
    files.insert(SUMMARY.to_owned(), summary.as_bytes().to_vec());
    let checked = Checked::new(Files::memory(files));
    let errors: Vec<String> =
        idm_tests::memory::show(&checked.located()).into_iter().filter(|line| line.contains(SUMMARY)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    checked
}

/// The panel's draft, read back.
fn draft(checked: &Checked, earlier: Option<&Checked>) -> Element {
    let drafted = checked.draft("plain-words", earlier).unwrap();
    assert!(drafted.passes <= 3, "{} passes", drafted.passes);
    let document = Document::load_mem(&drafted.bytes).unwrap();
    assert_eq!(witnesses::findings(&drafted.bytes), Vec::<String>::new());
    structure::read(&document)
}

/// A draft's summary without the words that are struck or underlined, a line for each block.
fn summary_without(tree: &Element, decoration: &str) -> Vec<String> {
    let mut lines = vec![];
    let mut within = false;
    for (role, line) in without(tree, decoration).lines() {
        let line: String = line.replace(['⟦', '⟧'], "").split_whitespace().collect::<Vec<_>>().join(" ");
        match (role, line.as_str()) {
            ("H2", title) => within = title == "Summary",
            _ if !within || line.is_empty() || is_marginal(&line) => {}
            _ => lines.push(line),
        }
    }
    assert!(!lines.is_empty());
    lines
}

/// What stands beside a passage and is no part of it.
fn is_marginal(line: &str) -> bool {
    let is_identifier = line.len() == 4 && line.bytes().all(|byte| b"23456789bcdfghjkmnpqrstvwxz".contains(&byte));
    is_identifier || ["Added", "Removed"].contains(&line) || line.starts_with("Moved ")
}

/// A copy without what has that line drawn on it, and without the numbers of notes: those of the earlier state are gone.
fn without(element: &Element, decoration: &str) -> Element {
    let mut copy = Element { children: vec![], ..element.clone() };
    for child in &element.children {
        match child {
            Node::Element(element) if element.decoration.as_deref() == Some(decoration) || element.role == "Lbl" => {}
            Node::Element(element) => copy.children.push(Node::Element(without(element, decoration))),
            other => copy.children.push(other.clone()),
        }
    }
    copy
}

/// Both states of a text, and what a draft of the second says that shows the changes since the first.
fn check(earlier: &str, later: &str) {
    let (before, after) = (with(earlier), with(later));
    let compared = draft(&after, Some(&before));
    let accepted = summary_without(&compared, "LineThrough");
    let rejected = summary_without(&compared, "Underline");
    assert_eq!(accepted, summary_without(&draft(&after, None), "none"), "accepted");
    assert_eq!(rejected, summary_without(&draft(&before, None), "none"), "rejected");
}

/// The sound summary with some of its words replaced.
fn edited(edits: &[(&str, &str)]) -> String {
    let mut text = String::from_utf8(project::base()[SUMMARY].clone()).unwrap();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    text
}

fn check_edits(edits: &[(&str, &str)]) {
    let sound = edited(&[]);
    check(&sound, &edited(edits));
    check(&edited(edits), &sound);
}

#[test]
fn words_come_and_go() {
    check_edits(&[("what a reader needs", "what a busy reader wants"), ("the reasons second", "then the reasons")]);
}

#[test]
fn marks_within_marks_and_links_change() {
    check_edits(&[
        ("An answer came\nfrom the floor", "An **answer** that was *short* came\nfrom the floor"),
        ("see [the second panel](@open-archive)", "see [a later panel](@open-archive)"),
        ("archive, see", "archive at [its page](https://example.org/a), see"),
    ]);
}

#[test]
fn a_link_in_a_paragraph_that_is_gone_stays_a_link() {
    check_edits(&[(
        "[@table:time-spent] and [@fig:flow] show the change. The clerk spoke of a\n[mot juste](lang:fr).\n",
        "",
    )]);
}

#[test]
fn footnotes_come_go_and_change() {
    check_edits(&[(
        "[^order]: The handbook puts it the other way round",
        "[^order]: The handbook has it in another order",
    )]);
    check_edits(&[
        ("kept as a PDF", "kept as a PDF[^new]"),
        ("[^order]: The", "[^new]: Since last year.\n\n[^order]: The"),
    ]);
}

#[test]
fn a_passage_moves() {
    let quote = ":::quote {by=\"okafor\" source=\"notes\" locator=\"p. 3\"}\nNobody reads the second page.\n:::\n\n";
    let practice = ":::good-practice {#reading-aloud title=\"Reading aloud\"}\n";
    check_edits(&[(quote, ""), (practice, &format!("{quote}{practice}"))]);
    // A footnote goes with its paragraph, and is not printed twice: this one has none.
    let paragraph = "The panel asked what a reader needs [@programme; @notes, p. 1]. An answer came\nfrom the floor: the \
                     decision first, the reasons second.\n\n";
    check_edits(&[(paragraph, ""), (practice, &format!("{paragraph}{practice}"))]);
}

#[test]
fn tables_change_by_cell_row_and_column() {
    check_edits(&[("|     90 |", "|     95 |")]);
    check_edits(&[("| Reading |     30 |    10 |\n", "| Reading |     30 |    10 |\n| Filing  |     20 |     5 |\n")]);
    check_edits(&[(
        "| Task    | Before | After |\n|---------|-------:|------:|\n| Writing |     90 |    40 |\n| Reading |     30 |    10 |",
        "| Task    | After |\n|---------|------:|\n| Writing |    40 |\n| Reading |    10 |",
    )]);
}

/// A summary with a table whose cells call these notes, in their order.
fn noted(notes: &[(&str, &str)]) -> String {
    let mut text =
        "# Noted\n\nIt cites something [@notes].\n\n:::table\nWith notes\n\n| Task | Note |\n|---|---|\n".to_owned();
    for (name, _) in notes {
        text += &format!("| Row {name} | Words[^{name}] |\n");
    }
    text += ":::\n\n";
    for (name, note) in notes {
        text += &format!("[^{name}]: {note}\n\n");
    }
    text
}

#[test]
fn notes_below_a_table_come_go_and_change() {
    let one = ("one", "The first of the notes says this.");
    let two = ("two", "The second one speaks of other things.");
    let three = ("three", "A third is here for the end.");
    let both = |earlier: &[_], later: &[_]| {
        check(&noted(earlier), &noted(later));
        check(&noted(later), &noted(earlier));
    };
    both(&[one, two], &[one, two, three]);
    both(&[one, two], &[one, ("two", "The second one speaks of nothing.")]);
    let gone = draft(&with(&noted(&[one])), Some(&with(&noted(&[one, two]))));
    assert!(gone.text().contains("⟦The second one speaks of other things.⟧"), "{}", gone.text());
    // A table that is gone as a whole takes its notes with it.
    let without = "# Noted\n\nIt cites something [@notes].\n\n";
    check(&noted(&[one, two]), without);
    check(without, &noted(&[one, two]));
}

#[test]
fn lists_headings_and_boxes_change() {
    check_edits(&[("- Keep the vote beside it.\n", "- Keep the vote close to it.\n- Sign it.\n")]);
    check_edits(&[("## Where the time goes", "## Where all the time goes")]);
    check_edits(&[("One council reads each decision aloud", "Two councils read each decision aloud")]);
}

const FIGURE: &str = ":::figure {#flow src=\"figures/flow.svg\" alt=\"Two boxes joined by a line\" \
                      source=\"notes\"}\nFrom draft to archive\n:::\n\n";

#[test]
fn a_text_is_written_anew() {
    // Of a picture that is gone, only the words are left.
    let earlier = edited(&[(FIGURE, ""), (" and [@fig:flow] show", " shows")]);
    check(&earlier, "# Another text\n\nNothing of it was there before [@notes].\n\n- Not a word.\n");
}

#[test]
fn a_figure_goes_and_its_words_say_so() {
    let without = edited(&[(FIGURE, ""), (" and [@fig:flow] show", " shows")]);
    let tree = draft(&with(&without), Some(&with(&edited(&[]))));
    assert!(tree.text().contains("⟦Two boxes joined by a line⟧"), "{}", tree.text());
}

#[test]
fn a_strike_that_runs_over_a_page_beside_a_footnote_that_changed_is_drawn() {
    // Long enough that some line with a change ends each page, with a footnote below that has changed as well.
    let text = |old: bool| {
        let mut text = String::from("# Long\n\nIt cites something [@notes].\n\n");
        for number in 1..=12 {
            let words = if old { "several words that were here before " } else { "some others in their stead " };
            text += &format!("It begins.[^f{number}] {} It ends.\n\n", format!("Kept, {words}").repeat(12));
        }
        for number in 1..=12 {
            text += &format!("[^f{number}]: A note that {} of.\n\n", if old { "nobody knew" } else { "all now know" });
        }
        text
    };
    let tree = draft(&with(&text(false)), Some(&with(&text(true))));
    // Otherwise the strikes would be in the tree, and the export would have been refused.
    let struck = tree.descendants().into_iter().filter(|element| element.decoration.as_deref() == Some("LineThrough"));
    assert!(struck.into_iter().all(|element| !element.text().contains("nobody knew")));
    let words = tree.text();
    assert!(words.contains("⟦nobody knew⟧") && words.contains("all now know"), "{words}");
}

#[test]
fn acronyms_are_spelled_out_and_that_is_no_change() {
    let tree = draft(&with(&edited(&[("kept as a PDF", "held as a PDF")])), Some(&with(&edited(&[]))));
    let marked: Vec<String> = tree
        .descendants()
        .into_iter()
        .filter(|element| element.decoration.is_some())
        .map(|element| structure::folded(&element.text()))
        .collect();
    assert!(tree.text().contains("PDF (Portable Document Format)"), "{}", tree.text());
    assert!(marked.iter().all(|words| !words.contains("Portable")), "{marked:?}");
    // Each state has its own first use, whose words may be new or gone.
    check_edits(&[("kept as a PDF in", "kept in")]);
    check_edits(&[("kept as a PDF in", "always kept in the archive as a PDF file in")]);
}
