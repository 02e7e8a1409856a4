//! What is decided in an edition.

use super::tree::{Block, BlockKind, Inline, InlineKind, Note, ReferenceWords};
use super::{BookPart, Document, Labels, Making, Medium, Record, Value, book};
use crate::diagnostic::Diagnostics;
use crate::files::Files;
use crate::{read, resolve};

/// The book of a chapter, beside a theme with a panel that made a recommendation.
fn printed(chapter: &str) -> Document {
    printed_with(chapter, "- {id: r, theme: t, title: Count, text: All.}\n")
}

/// The same with other recommendations.
fn printed_with(chapter: &str, recommendations: &str) -> Document {
    let files = Files::memory([
        (
            "publication.yaml",
            "id: p\ntitle: T\nbook: [{chapter: start}, {section: themes}, {section: references}]\n\
             themes: [{id: t, title: Data, panels: [a]}]\n",
        ),
        ("chapters/start.md", &format!("# Start\n\n{chapter}\n")),
        ("references.yaml", "k:\n  type: report\n  author: Ray, Ann\n  title: Facts\n  date: 2017\n"),
        ("workshops/w/workshop.yaml", "id: w\nnumber: 1\ncity: Oslo\n"),
        ("workshops/w/a/panel.yaml", "id: a\nnumber: 1\n"),
        ("workshops/w/a/recommendations.yaml", recommendations),
    ]);
    let mut diagnostics = Diagnostics::default();
    let (project, records) = read::read(files, &mut diagnostics);
    let publication = resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap();
    let labels = Labels::new([("en", report_templates::words("en").unwrap())]).unwrap();
    book(&publication, &[BookPart::Listed], &labels, Making { typesetter: "a typesetter", medium: Medium::Screen })
}

fn blocks(document: &Document) -> &[Block] {
    match document.modules["chapters/start"].get("body") {
        Some(Value::Text { blocks, .. }) => blocks,
        other => panic!("{other:?}"),
    }
}

fn paragraph(document: &Document) -> &[Inline] {
    match &blocks(document)[0].kind {
        BlockKind::Paragraph(content) => content,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reference_is_a_kind_and_a_number_and_leads_to_a_label() {
    let document = printed("See [@r] and [@k, p. 4].");
    let own = ReferenceWords::Own(vec![]);
    let references: Vec<_> = paragraph(&document)
        .iter()
        .filter_map(|inline| match &inline.kind {
            InlineKind::Reference(reference) => Some((reference.label.as_str(), reference.words.clone())),
            InlineKind::Citation { label, .. } => Some((label.as_str(), own.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(references, [("rec:r", ReferenceWords::Kind("Recommendation\u{a0}1.1".to_owned())), ("ref:k", own)]);
}

#[test]
fn a_note_is_told_at_its_first_mark() {
    let document = printed("One[^n] and again[^n].\n\n[^n]: A note.");
    let notes: Vec<_> = paragraph(&document)
        .iter()
        .filter_map(|inline| match &inline.kind {
            InlineKind::NoteMark(mark) => Some((mark.number.as_str(), matches!(mark.note, Note::Page { .. }))),
            _ => None,
        })
        .collect();
    assert_eq!(notes, [("1", true), ("1", false)]);
}

#[test]
fn editors_notes_are_in_no_book() {
    let document = printed("Words%%are they?%%.\n\n:::note\nNo.\n:::");
    assert_eq!(blocks(&document).len(), 1);
    let is_note = |inline: &Inline| matches!(inline.kind, InlineKind::EditorsMark(_));
    assert!(!paragraph(&document).iter().any(is_note));
}

#[test]
fn what_holds_nothing_but_notes_is_in_no_book() {
    for text in
        ["%%Only a note%%", "- %%Only a note%%\n- %%and another%%", "> %%Only a note%%", "- > - %%Only a note%%"]
    {
        let document = printed(&format!("Words.\n\n{text}\n\nMore words."));
        assert_eq!(blocks(&document).len(), 2, "{text}");
    }
    let document = printed("- Words\n  - %%Only a note%%\n- %%Only a note%%");
    let [Block { kind: BlockKind::List(list), .. }] = blocks(&document) else { panic!("no list") };
    assert_eq!(list.items.iter().map(|item| item.blocks.len()).collect::<Vec<_>>(), [1]);
}

#[test]
fn every_node_is_known_by_an_identifier_of_its_own() {
    let document = printed("One *two [three](https://example.org)*[^n].\n\n- Four\n\n[^n]: A note.");
    let mut ids = vec![];
    fn line(content: &[Inline], ids: &mut Vec<super::tree::NodeId>) {
        for inline in content {
            ids.push(inline.id);
            match &inline.kind {
                InlineKind::Emphasis(content) | InlineKind::Link { content, .. } => line(content, ids),
                InlineKind::NoteMark(mark) => {
                    if let Note::Page { blocks, .. } = &mark.note {
                        text(blocks, ids);
                    }
                }
                _ => {}
            }
        }
    }
    fn text(blocks: &[Block], ids: &mut Vec<super::tree::NodeId>) {
        for block in blocks {
            ids.push(block.id);
            match &block.kind {
                BlockKind::Paragraph(content) => line(content, ids),
                BlockKind::List(list) => list.items.iter().for_each(|item| text(&item.blocks, ids)),
                _ => {}
            }
        }
    }
    text(blocks(&document), &mut ids);
    let number = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(number >= 9 && ids.len() == number, "{number} nodes, {} identifiers", ids.len());
}

#[test]
fn what_is_printed_again_has_no_note_and_says_what_its_references_say() {
    let document = printed("## What [@r] asks[^n]\n\n[^n]: A note.");
    let BlockKind::Heading(heading) = &blocks(&document)[0].kind else { panic!() };
    assert_eq!(heading.again.as_deref(), Some("What Recommendation\u{a0}1.1 asks"));
    let document = printed("## What *is* asked");
    let BlockKind::Heading(heading) = &blocks(&document)[0].kind else { panic!() };
    assert_eq!(heading.again, None);
}

#[test]
fn quotation_marks_are_decided_in_the_whole_line() {
    let document = printed("*Theirs* is \"what [@r]'s text says\".");
    let text = super::tree::plain_text(paragraph(&document));
    assert_eq!(text, "Theirs is “what Recommendation\u{a0}1.1’s text says”.");
}

/// What the lines of the covers are, how many of it each stands for, and how many lead to each theme.
fn motif(document: &Document) -> (String, u64, Vec<(u64, u64)>) {
    let motif = document.modules["motif"].record("motif").unwrap();
    let number = |record: &Record, name: &str| match record.get(name) {
        Some(Value::Number(number)) => *number,
        other => panic!("{other:?}"),
    };
    let Some(Value::Plain { text, .. }) = motif.get("lines") else { panic!() };
    let Some(Value::List(ways)) = motif.get("ways") else { panic!() };
    let ways = ways.iter().map(|way| match way {
        Value::Record(way) => (number(way, "to"), number(way, "count")),
        other => panic!("{other:?}"),
    });
    (text.clone(), number(motif, "each"), ways.collect())
}

#[test]
fn covers_have_a_line_for_each_recommendation_as_far_as_they_can_be_told_apart() {
    let some = |count: usize| -> String {
        (0..count).map(|at| format!("- {{id: r{at}, theme: t, title: Count, text: All.}}\n")).collect()
    };
    let of = |count| motif(&printed_with("Words.", &some(count)));
    assert_eq!(of(3), ("recommendations".to_owned(), 1, vec![(1, 3)]));
    assert_eq!(of(301), ("recommendations".to_owned(), 3, vec![(1, 101)]));
    // Without any, the panels have the lines.
    assert_eq!(of(0), ("panels".to_owned(), 1, vec![(1, 1)]));
}
