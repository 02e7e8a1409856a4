//! What holds for any two texts.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::shown::prose;
use crate::compare::{
    accept, accept_line, compare_line_lists, compare_lines, compare_texts, items_are_unchanged, line_is_unchanged,
    normalize, normalize_line, reject, reject_line,
};
use crate::markdown::tree::{
    Alignment, Block, BlockKind, Cell, Figure, Footnote, Handle, Identifier, Image, Inline, InlineKind, Item,
    NotePlace, Numbering, Prose, Table, Target,
};
use crate::source::Span;

const SPAN: Span = Span::NOWHERE;

fn words() -> impl Strategy<Value = String> {
    let word = select(vec![
        "the", "ship", "sailed", "north", "in", "winter", "with", "grain", ".", ",", " ", " ", " ", "  ", "-", "é",
        "\u{a0}", "", "12", "\u{301}",
    ]);
    vec(word, 0..7).prop_map(|words| words.concat())
}

fn target() -> impl Strategy<Value = Target> {
    (select(vec!["a", "b"]), option::of(select(vec!["p. 1", "p. 2"]))).prop_map(|(id, locator)| Target {
        prefix: None,
        id: id.to_owned(),
        locator: locator.map(str::to_owned),
        lead: None,
        span: SPAN,
    })
}

fn id() -> impl Strategy<Value = Option<Identifier>> {
    option::of(select(vec!["x", "y"]).prop_map(|name| Identifier { name: name.to_owned(), span: SPAN }))
}

fn image() -> impl Strategy<Value = Image> {
    (select(vec!["a.png", "b.png"]), select(vec!["", "A ship"])).prop_map(|(path, alt)| Image {
        handle: Handle::NONE,
        path: path.to_owned(),
        path_span: SPAN,
        alt: alt.to_owned(),
        content: None,
    })
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        12 => words().prop_map(|words| InlineKind::Text(words.into())),
        1 => Just(InlineKind::SoftBreak),
        1 => Just(InlineKind::HardBreak),
        1 => select(vec!["x", "y"]).prop_map(|code| InlineKind::Code(code.into())),
        1 => image().prop_map(InlineKind::Image),
        2 => (0..3_usize).prop_map(InlineKind::FootnoteReference),
        1 => target().prop_map(|target| InlineKind::Reference { targets: vec![target], content: None }),
    ];
    leaf.prop_map(|kind| Inline { kind, span: SPAN }).prop_recursive(3, 16, 4, |inner| {
        let content = vec(inner, 0..5);
        (content, 0..10_usize, target()).prop_map(|(content, kind, target)| {
            let kind = match kind {
                0 => InlineKind::Emphasis(content),
                1 => InlineKind::Link { url: "https://a.example".to_owned(), content },
                2 => InlineKind::Link { url: "https://b.example".to_owned(), content },
                3 => InlineKind::Foreign { language: "fr".to_owned(), content },
                4 => InlineKind::IndexTerm { subject: "Ships".to_owned(), content },
                5 => InlineKind::EditorsNote(content),
                6 => InlineKind::Reference { targets: vec![target], content: Some(content) },
                7 => InlineKind::Superscript(content),
                8 => InlineKind::Subscript(content),
                _ => InlineKind::Strong(content),
            };
            Inline { kind, span: SPAN }
        })
    })
}

fn line() -> impl Strategy<Value = Vec<Inline>> {
    vec(inline(), 0..5)
}

fn table() -> impl Strategy<Value = Table> {
    (0..4_usize, 0..4_usize).prop_flat_map(|(columns, rows)| {
        let cell = || vec(inline(), 0..2).prop_map(|content| Cell { content, span: SPAN });
        let alignment = select(vec![Alignment::Auto, Alignment::Left, Alignment::Right]);
        (
            id(),
            option::of(line()),
            option::of(target()),
            vec(alignment, columns),
            vec(cell(), columns),
            vec(vec(cell(), columns), rows),
            proptest::bool::weighted(0.05),
        )
            .prop_map(|(id, caption, source, alignments, header, mut rows, uneven)| {
                if uneven && let Some(row) = rows.first_mut() {
                    row.pop();
                }
                Table { id, caption, source, alignments, header, rows, ..Table::default() }
            })
    })
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        8 => line().prop_map(BlockKind::Paragraph),
        2 => (1..3_u8, id(), line()).prop_map(|(level, id, content)| BlockKind::Heading { level, id, content }),
        1 => (option::of(Just("rs".to_owned())), words()).prop_map(|(language, text)| BlockKind::Code { language, text }),
        1 => Just(BlockKind::ThematicBreak),
        2 => table().prop_map(BlockKind::Table),
        1 => (id(), image(), option::of(line()), option::of(target()), any::<bool>())
            .prop_map(|(id, image, caption, source, numbered)| {
                BlockKind::Figure(Figure { id, image, caption, source, width: None, numbered })
            }),
    ];
    leaf.prop_map(|kind| Block { kind, span: SPAN }).prop_recursive(3, 16, 4, |inner| {
        let items = vec(vec(inner.clone(), 0..3).prop_map(|blocks| Item { blocks, span: SPAN }), 0..4);
        let title = || option::of(select(vec!["One".to_owned(), "Two".to_owned()]));
        prop_oneof![
            (option::of(1..3_u64), any::<bool>(), items).prop_map(|(start, tight, items)| BlockKind::List {
                start,
                numbering: Numbering::default(),
                tight,
                items
            }),
            (vec(inner, 0..4), 0..5_usize, title(), id(), option::of(target())).prop_map(
                |(blocks, kind, title, id, source)| match kind {
                    0 => BlockKind::BlockQuote(blocks),
                    1 => BlockKind::KeyMessages { title, blocks },
                    2 => BlockKind::GoodPractice { handle: Handle::NONE, id, title, blocks },
                    3 => BlockKind::Quotation { by: id, source, blocks },
                    _ => BlockKind::EditorsNote { by: title, blocks },
                }
            ),
        ]
        .prop_map(|kind| Block { kind, span: SPAN })
    })
}

fn any_prose() -> impl Strategy<Value = Prose> {
    let footnote = (select(vec!["a", "b", "c"]), vec(block(), 0..2)).prop_map(|(name, blocks)| Footnote {
        name: name.to_owned(),
        place: NotePlace::Page(1),
        blocks,
        span: SPAN,
    });
    (vec(block(), 0..6), vec(footnote, 3)).prop_map(|(blocks, footnotes)| Prose { blocks, footnotes })
}

/// A text and what an author might have made of it: blocks taken out, moved, repeated and put in.
fn revision() -> impl Strategy<Value = (Prose, Prose)> {
    let edit = (0..4_usize, any::<prop::sample::Index>(), any::<prop::sample::Index>(), block());
    (any_prose(), vec(edit, 0..4)).prop_map(|(earlier, edits)| {
        let mut later = earlier.clone();
        for (kind, from, to, block) in edits {
            let to = to.index(later.blocks.len() + 1);
            if later.blocks.is_empty() || kind == 0 {
                later.blocks.insert(to, block);
                continue;
            }
            let from = from.index(later.blocks.len());
            match kind {
                1 => drop(later.blocks.remove(from)),
                2 => {
                    let moved = later.blocks.remove(from);
                    later.blocks.insert(to.min(later.blocks.len()), moved);
                }
                _ => match (&mut later.blocks[from].kind, block.kind) {
                    (BlockKind::Paragraph(content), BlockKind::Paragraph(more)) => content.extend(more),
                    _ => later.footnotes.rotate_left(1),
                },
            }
        }
        (earlier, later)
    })
}

fn check(earlier: &Prose, later: &Prose) -> Result<(), TestCaseError> {
    let compared = compare_texts(Some(earlier), Some(later));
    prop_assert_eq!(normalize(&accept(&compared)), normalize(later), "accepting {:#?}", compared);
    prop_assert_eq!(normalize(&reject(&compared)), normalize(earlier), "rejecting {:#?}", compared);
    let counts = compared.counts();
    if compared.is_unchanged() {
        prop_assert_eq!(counts, crate::compare::Counts::default());
        prop_assert_eq!(normalize(earlier).blocks.len(), normalize(later).blocks.len());
    }
    let same = compare_texts(Some(later), Some(later));
    prop_assert!(same.is_unchanged(), "{:#?}", same);
    Ok(())
}

const SAMPLE: &str = "# Winter *routes*\n\nThe ship sailed north with **grain and salt**, as the [log](https://a.example) says.[^a]\n\n\
- First we loaded grain.\n- Then we loaded salt.\n- At last we sailed.\n\n| Port | Days |\n|---|---:|\n| Bergen | 12 |\n| Vardø | 30 |\n\n\
> The sea was calm, and *nobody* was ill.\n\n:::key-messages {title=\"To remember\"}\n- Load early.\n- Sail late.\n:::\n\n\
Another paragraph tells of the way back, which was longer than anyone had thought.[^b]\n\n[^a]: Kept in the archive.\n[^b]: Seven weeks in all.\n";

fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, &'static str)>> {
    let text = select(vec![
        "",
        "",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "new words ",
        "[^a]",
        "[^b]",
        "- ",
        "| ",
        "# ",
        "> ",
        "ice",
        ".",
        "[x](https://c.example)",
        "`c`",
        ":::",
        "\n\nA whole new paragraph of some length stands here.\n\n",
    ]);
    vec((any::<prop::sample::Index>(), 0..25_usize, text), 1..6)
}

fn edited(edits: &[(prop::sample::Index, usize, &str)]) -> String {
    let mut text = SAMPLE.to_owned();
    for (at, length, replacement) in edits {
        let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let start = at.index(bounds.len());
        let end = (start + length).min(bounds.len() - 1);
        text.replace_range(bounds[start]..bounds[end], replacement);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text and any other.
    #[test]
    fn unrelated_texts_come_back(earlier in any_prose(), later in any_prose()) {
        check(&earlier, &later)?;
    }

    /// A text and a revision of it.
    #[test]
    fn revised_texts_come_back((earlier, later) in revision()) {
        check(&earlier, &later)?;
    }

    /// Two revisions of a text in Markdown.
    #[test]
    fn edited_markdown_comes_back(earlier in edits(), later in edits()) {
        check(&prose(&edited(&earlier)), &prose(&edited(&later)))?;
        check(&prose(SAMPLE), &prose(&edited(&later)))?;
    }

    /// Lines and lists of lines.
    #[test]
    fn lines_come_back(earlier in line(), later in line(), more in line()) {
        let compared = compare_lines(&earlier, &later);
        prop_assert_eq!(normalize_line(&accept_line(&compared)), normalize_line(&later), "{:#?}", compared);
        prop_assert_eq!(normalize_line(&reject_line(&compared)), normalize_line(&earlier), "{:#?}", compared);
        prop_assert_eq!(line_is_unchanged(&compared), normalize_line(&earlier) == normalize_line(&later));
        let lists = compare_line_lists(&[&earlier, &more], &[&more, &later]);
        prop_assert!(lists.len() >= 2);
        prop_assert!(items_are_unchanged(&compare_line_lists(&[&earlier, &more], &[&earlier, &more])));
    }

    /// Nothing depends on chance.
    #[test]
    fn the_same_texts_compare_alike((earlier, later) in revision()) {
        prop_assert_eq!(compare_texts(Some(&earlier), Some(&later)), compare_texts(Some(&earlier), Some(&later)));
    }
}
