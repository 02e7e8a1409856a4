//! Each rule by example.

use super::shown::{compare, items, prose, shown};
use crate::compare::{
    ComparedBlock, Counts, accept, compare_line_lists, compare_lines, compare_texts, normalize, reject,
};
use crate::markdown::tree::{Block, BlockKind, Inline, InlineKind, Prose};
use crate::source::Span;

#[test]
fn words_are_compared_and_not_letters() {
    assert_eq!(
        shown("The ship sailed north in winter.", "The ship sailed south in winter."),
        ["~ The ship sailed {-north-}{+south+} in winter."]
    );
    assert_eq!(shown("We sailed north.", "We sailed far north."), ["~ We sailed {+far +}north."]);
}

#[test]
fn rewrapped_text_is_unchanged() {
    let compared = compare("One line\nand another.", "One\nline and\nanother.");
    assert!(compared.is_unchanged());
    assert_eq!(compared.counts(), Counts::default());
}

#[test]
fn scraps_are_not_kept_between_changes() {
    assert_eq!(
        shown("We loaded the salt, grain and wine in Bergen.", "We loaded the coal, timber and wine in Bergen."),
        ["~ We loaded the {-salt, grain-}{+coal, timber+} and wine in Bergen."]
    );
    assert_eq!(
        shown(
            "In the end the old captain of the ship wrote a letter home to his wife.",
            "In the end two young sailors of a barge sent many parcels home to his wife."
        ),
        [
            "~ In the end {-the old captain of the ship wrote a letter-}{+two young sailors of a barge sent many parcels+} home to his wife."
        ]
    );
}

#[test]
fn an_inserted_sentence_begins_where_a_sentence_begins() {
    assert_eq!(
        shown("The ship left. The crew slept.", "The ship left. The cook sang. The crew slept."),
        ["~ The ship left. {+The cook sang. +}The crew slept."]
    );
}

#[test]
fn marks_stay_whole_with_changes_within() {
    assert_eq!(
        shown("We need **clear rules for ports** now.", "We need **clear rules for harbours** now."),
        ["~ We need <clear rules for {-ports-}{+harbours+}> now."]
    );
    assert_eq!(
        shown("See **the *old* and tried ways** of trade.", "See **the *old* and new ways** of trade."),
        ["~ See <the *old* and {-tried-}{+new+} ways> of trade."]
    );
    assert_eq!(
        shown("We need clear rules now.", "We need **clear** rules now."),
        ["~ We need {-clear-}{+**clear**+} rules now."]
    );
}

#[test]
fn a_link_to_elsewhere_is_another_link() {
    assert_eq!(
        shown("Read the [log](https://a.example) of it today.", "Read the [log](https://b.example) of it today."),
        ["~ Read the {-[log](https://a.example)-}{+[log](https://b.example)+} of it today."]
    );
    assert_eq!(
        shown("Read the [whole log](https://a.example) of it.", "Read the [whole record](https://a.example) of it."),
        ["~ Read the <whole {-log-}{+record+}> of it."]
    );
}

#[test]
fn footnotes_are_followed() {
    let compared = compare(
        "One thing.[^1]\n\n[^1]: Seen in the old archive.",
        "Another before.[^1]\n\nOne thing.[^2]\n\n[^1]: Quite new.\n[^2]: Seen in the old archive.",
    );
    assert_eq!(compared.earlier_footnotes[0].kept_as, Some(1));
    assert!(matches!(compared.blocks[..], [ComparedBlock::Added(_), ComparedBlock::Kept(_)]), "{compared:#?}");
    let reworded = compare("One thing.[^x]\n\n[^x]: Seen in Bergen.", "One thing.[^x]\n\n[^x]: Seen in Oslo.");
    assert!(!reworded.is_unchanged());
    assert!(matches!(reworded.blocks[..], [ComparedBlock::Kept(_)]));
    assert_eq!(reworded.counts(), Counts { words_added: 1, words_removed: 1, ..Counts::default() });
    let gone = compare("One thing[^x] and more.\n\n[^x]: Seen in Bergen.", "One thing and more.");
    assert_eq!(gone.earlier_footnotes[0].kept_as, None);
    assert_eq!(gone.counts().words_removed, 3);
    assert_eq!(
        shown("A[^a] and b[^b].\n\n[^a]: First.\n[^b]: Second.", "A[^b] and b[^a].\n\n[^a]: First.\n[^b]: Second."),
        ["~ A{-[^0]-}{+[^0]+} and b{-[^1]-}{+[^1]+}."]
    );
}

#[test]
fn blocks_are_added_removed_and_moved() {
    let (first, second, third) = (
        "The first paragraph tells how the whole voyage began in May.",
        "The second one is about storms, broken masts and a long wait.",
        "At last everybody came home, tired but in good health again.",
    );
    assert_eq!(
        shown(&format!("{first}\n\n{second}"), &format!("{first}\n\n{third}\n\n{second}")),
        [format!("= {first}"), format!("+ {third}"), format!("= {second}")]
    );
    let moved = third.replace("tired", "weary");
    assert_eq!(
        shown(&format!("{third}\n\n{first}\n\n{second}"), &format!("{first}\n\n{second}\n\n{moved}")),
        [
            format!("away 1 {third}"),
            format!("= {first}"),
            format!("= {second}"),
            "here 1 ~ At last everybody came home, {-tired-}{+weary+} but in good health again.".to_owned(),
        ]
    );
}

#[test]
fn attributes_alone_are_a_revision() {
    let compared = compare("## The voyage home", "### The voyage home {#home}");
    let [ComparedBlock::Revised(revised)] = &compared.blocks[..] else { panic!("{compared:#?}") };
    assert!(matches!(revised.earlier.kind, BlockKind::Heading { level: 2, id: None, .. }));
    assert!(matches!(revised.later.kind, BlockKind::Heading { level: 3, id: Some(_), .. }));
    assert_eq!(compared.counts(), Counts::default());
    assert!(!compared.is_unchanged());
}

#[test]
fn items_are_compared() {
    assert_eq!(
        shown("- Load grain early.\n- Sail late.\n", "- Load grain very early.\n- Wash the deck.\n- Sail late.\n"),
        ["~ [~ Load grain {+very +}early.] +[+ Wash the deck.] [= Sail late.]"]
    );
}

#[test]
fn tables_are_compared_by_cell() {
    assert_eq!(
        shown(
            "| Port | Days |\n|---|---|\n| Bergen | 12 |\n| Oslo | 3 |\n| Hammerfest | 30 |\n",
            "| Port | Ships | Days |\n|---|---|---|\n| Bergen | 4 | 13 |\n| Hull | 1 | 9 |\n| Hammerfest | 2 | 30 |\n"
        ),
        [
            "~ ,+, / |Port|{+Ships+}|Days| / |Bergen|{+4+}|{-12-}{+13+}| / -|{-Oslo-}||{-3-}| / +|{+Hull+}|{+1+}|{+9+}| / |Hammerfest|{+2+}|30|"
        ]
    );
    assert_eq!(
        shown("| Port | Days |\n|---|---|\n| Bergen | 12 |\n", "| Port |\n|---|\n| Bergen |\n"),
        ["~ ,- / |Port|{-Days-}| / |Bergen|{-12-}|"]
    );
}

#[test]
fn boxes_are_compared_within() {
    assert_eq!(
        shown(
            ":::key-messages {title=\"One\"}\nLoad the ships early in spring.\n:::\n",
            ":::key-messages {title=\"Two\"}\nLoad the ships late in spring.\n:::\n"
        ),
        ["~ ~ Load the ships {-early-}{+late+} in spring."]
    );
}

#[test]
fn a_line_of_which_hardly_anything_is_left_is_replaced() {
    let line = |text: &str| format!("# {text} {{#one}}");
    assert_eq!(
        shown(&line("The storms that broke masts, and sails."), &line("How crews live, eat and sing at sea.")),
        ["~ {-The storms that broke masts, and sails.-}{+How crews live, eat and sing at sea.+}"]
    );
}

#[test]
fn mark_up_becomes_one_at_most() {
    assert_eq!(
        shown("Take **ropes, sails and oars** along.", "Take **ropes** , **sails and oars** along."),
        ["~ Take {+**ropes**+}{+ , +}<{-ropes, -}sails and oars> along."]
    );
}

#[test]
fn references_are_compared_by_what_they_refer_to() {
    assert_eq!(
        shown("So it was said [@a, p. 4] and sung [@b].", "So it was said [@a, p. 5] and sung [@b]."),
        ["~ So it was said {-[@a]-}{+[@a]+} and sung [@b]."]
    );
}

#[test]
fn figures_are_told_apart_by_their_pictures() {
    let figure = |path: &str, caption: &str| format!(":::figure {{src=\"{path}\" alt=\"A\"}}\n{caption}\n:::\n");
    let bare = |path: &str| format!("![A ship]({path})\n");
    assert_eq!(shown(&bare("a.png"), &bare("b.png")), ["- a.png", "+ b.png"]);
    assert_eq!(
        shown(&figure("a.png", "One ship at sea."), &figure("a.png", "Two ships in port.")),
        ["~ {-One ship at sea.-}{+Two ships in port.+}"]
    );
}

#[test]
fn quotations_and_lists_are_compared_within() {
    assert_eq!(
        shown(
            "> The sea was calm.\n>\n> - One.\n> - Two.\n",
            "> The sea was wild.\n>\n> - One.\n> - Two.\n> - Three.\n"
        ),
        ["~ ~ The sea was {-calm-}{+wild+}. / ~ [= One.] [= Two.] +[+ Three.]"]
    );
    assert_eq!(shown("- Two words.\n", "3. Two words.\n"), ["~ [= Two words.]"]);
}

#[test]
fn moves_are_numbered_in_the_order_of_the_later_text() {
    let paragraph =
        |word: &str| format!("This paragraph about {word} has more than enough words to be known again, {word}.");
    let text = |words: &[&str]| words.iter().map(|word| paragraph(word)).collect::<Vec<_>>().join("\n\n");
    let compared = compare(&text(&["a", "b", "c", "d", "e"]), &text(&["c", "d", "e", "b", "a"]));
    let numbers: Vec<String> = compared
        .blocks
        .iter()
        .map(|block| match block {
            ComparedBlock::MovedHere { number, .. } => format!("here {number}"),
            ComparedBlock::MovedAway { number, .. } => format!("away {number}"),
            _ => "stays".to_owned(),
        })
        .collect();
    assert_eq!(numbers, ["away 2", "away 1", "stays", "stays", "stays", "here 1", "here 2"]);
    assert_eq!(compared.counts(), Counts { blocks_moved: 2, ..Counts::default() });
}

#[test]
fn code_is_replaced() {
    assert_eq!(shown("    one two three\n", "    one two four\n"), ["- one two three", "+ one two four"]);
}

#[test]
fn no_text_is_an_empty_text() {
    let text = prose("One.\n\nTwo.[^a]\n\n[^a]: Three.");
    let added = compare_texts(None, Some(&text));
    assert!(added.blocks.iter().all(|block| matches!(block, ComparedBlock::Added(_))));
    assert_eq!(added.counts(), Counts { words_added: 3, blocks_added: 3, ..Counts::default() });
    let removed = compare_texts(Some(&text), None);
    assert!(removed.blocks.iter().all(|block| matches!(block, ComparedBlock::Removed(_))));
    assert_eq!(removed.counts(), Counts { words_removed: 3, blocks_removed: 3, ..Counts::default() });
    assert!(compare_texts(None, None).is_unchanged());
}

#[test]
fn lists_of_lines_are_compared_as_items() {
    let line = |text: &str| match prose(text).blocks.remove(0).kind {
        BlockKind::Paragraph(content) => content,
        other => panic!("{other:?}"),
    };
    let (load, ship, sail, late) =
        (line("What is loaded first?"), line("Who steers?"), line("When do we sail?"), line("When should we sail?"));
    assert_eq!(
        items(&compare_line_lists(&[&load, &sail], &[&load, &ship, &late])),
        ["[= What is loaded first?]", "+[+ Who steers?]", "[~ When {-do-}{+should+} we sail?]"]
    );
}

/// A paragraph as long as a file may be, replaced by another with the same common words.
#[test]
#[ignore = "takes long without optimisation"]
fn long_paragraphs_take_seconds() {
    let (mut earlier, mut later) = (String::new(), String::new());
    let mut random = 1_u32;
    let mut next = |below: u32| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (random >> 8) % below
    };
    for (text, letter, many) in [(&mut earlier, 'a', 30_000), (&mut later, 'b', 30_000)] {
        while text.len() < 8 << 20 {
            match next(8) {
                0 => text.push_str(". "),
                1..4 => text.push_str(["the ", "of ", "and ", "in "][next(4) as usize]),
                _ => text.push_str(&format!("{letter}{} ", next(many))),
            }
        }
    }
    for (earlier, later) in
        [(&earlier, &later), (&earlier, &earlier[1000..].to_owned()), (&earlier, &earlier.replace("of ", "to "))]
    {
        let paragraph = |text: &str| {
            let kind = InlineKind::Text(text.into());
            let line = vec![Inline { kind, span: Span::NOWHERE }];
            Prose { blocks: vec![Block { kind: BlockKind::Paragraph(line), span: Span::NOWHERE }], footnotes: vec![] }
        };
        let line = |text| match paragraph(text).blocks.remove(0).kind {
            BlockKind::Paragraph(content) => content,
            other => panic!("{other:?}"),
        };
        let started = std::time::Instant::now();
        let compared = compare_lines(&line(earlier), &line(later));
        println!("line of {} pieces: {:?}", compared.len(), started.elapsed());
        let started = std::time::Instant::now();
        let compared = compare_texts(Some(&paragraph(earlier)), Some(&paragraph(later)));
        println!("text of {} blocks: {:?}", compared.blocks.len(), started.elapsed());
        assert_eq!(normalize(&accept(&compared)), paragraph(later));
        assert_eq!(normalize(&reject(&compared)), paragraph(earlier));
    }
}
