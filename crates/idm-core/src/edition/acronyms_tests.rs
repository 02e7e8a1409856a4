use std::collections::BTreeMap;

use super::*;
use crate::diagnostic::Diagnostics;
use crate::edition::tree::{Block, BlockKind, Item};
use crate::edition::{BookPart, Labels, Making, Medium, Value, book};
use crate::files::Files;
use crate::{read, resolve};

const ACRONYMS: &str = "\
- {short: NGO, long: non-governmental organization}
- {short: SDG, long: Sustainable Development Goal, plural: Sustainable Development Goals}
- {short: UN, long: United Nations, expand: false}
- {short: UN DESA, long: Department of Economic and Social Affairs}
";

fn publication(setting: &str, chapters: &[&str]) -> Publication {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut book = String::new();
    for (at, text) in chapters.iter().enumerate() {
        files.insert(format!("chapters/c{at}.md"), format!("# About NGO work\n\n{text}\n"));
        book += &format!("{{chapter: c{at}}}, ");
    }
    files.insert("acronyms.yaml".to_owned(), ACRONYMS.to_owned());
    files.insert("publication.yaml".to_owned(), format!("id: p\ntitle: T\n{setting}book: [{book}]\n"));
    let mut diagnostics = Diagnostics::default();
    let (project, records) = read::read(Files::memory(files), &mut diagnostics);
    resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap()
}

/// What the book says with its acronyms spelled out, a line for each piece of text that has one.
fn shown(chapters: &[&str]) -> Vec<String> {
    spelled_out(&publication("", chapters))
}

fn spelled_out(publication: &Publication) -> Vec<String> {
    let mut shown = vec![];
    let making = Making { typesetter: "", medium: Medium::Screen };
    for module in book(publication, &[BookPart::Listed], &Labels::default(), making).modules.values() {
        for (_, value) in &module.values {
            if let Value::Text { blocks, .. } = value {
                read_blocks(blocks, &mut shown);
            }
        }
    }
    shown
}

fn read_blocks(blocks: &[Block], shown: &mut Vec<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(content) => read_line(content, shown),
            BlockKind::Heading(heading) => read_line(&heading.content, shown),
            BlockKind::List(list) => list.items.iter().for_each(|Item { blocks, .. }| read_blocks(blocks, shown)),
            BlockKind::BlockQuote(blocks) => read_blocks(blocks, shown),
            BlockKind::Table(table) => {
                table.rows.iter().chain([&table.header]).flatten().for_each(|cell| read_line(&cell.content, shown));
            }
            _ => {}
        }
    }
}

fn read_line(content: &[Inline], shown: &mut Vec<String>) {
    // The pieces of what was one text have its place.
    for pieces in content.chunk_by(|a, b| a.span == b.span) {
        let mut text = String::new();
        let mut spelled_out = false;
        for piece in pieces {
            match &piece.kind {
                InlineKind::Words(words) => text.push_str(words),
                InlineKind::Abbreviation { short, long, .. } => {
                    spelled_out = true;
                    text.push_str(&format!("{short} ({long})"));
                }
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Link { content, .. }
                | InlineKind::Foreign { content, .. } => read_line(content, shown),
                _ => {}
            }
        }
        if spelled_out {
            shown.push(text);
        }
    }
}

#[test]
fn the_first_use_in_running_text_is_spelled_out() {
    let text = "## NGO\n\n> An NGO\n\n| NGO |\n|---|\n| NGO |\n\n- An **NGO called**\n- NGO\n\nAn NGO.";
    assert_eq!(shown(&[text, "Again an NGO."]), ["NGO (non-governmental organization) called"]);
    assert_eq!(
        shown(&["None.", "An NGO's work, NGO-led,\nof an NGO."]),
        ["of an NGO (non-governmental organization)."]
    );
}

#[test]
fn plurals_have_plural_forms() {
    assert_eq!(shown(&["All SDGs matter."]), ["All SDGs (Sustainable Development Goals) matter."]);
    assert_eq!(shown(&["All NGOs matter."]), ["All NGOs (non-governmental organizations) matter."]);
}

#[test]
fn what_the_author_spells_out_stays_as_it_is() {
    for text in [
        "A non-governmental\norganization (NGO). An NGO.",
        "Non-governmental organizations work. An NGO.",
        "An NGO (non-governmental organization). An NGO.",
        "Groups of citizens (NGOs) work. An NGO.",
        "A [non-governmental *organization*](https://example.org). An NGO.",
    ] {
        assert_eq!(shown(&[text, "An NGO."]), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn quotations_links_and_parentheses_are_left_alone() {
    let text = "\"An NGO said\" (an NGO) that [an NGO](https://example.org), [une NGO](lang:fr), `NGO` and an NGO met.";
    assert_eq!(shown(&[text]), [" and an NGO (non-governmental organization) met."]);
}

#[test]
fn names_and_titles_are_left_alone() {
    for name in [
        "The NGO Web Forum met.",
        "They asked the Forum NGO yesterday.",
        "It was on\nNGO Radio.",
        "They met, Lake NGO among them.",
        "He wrote *what an NGO does* in a year.",
        "He wrote *a **small** NGO* in a year.",
        "An NGO SDG report.",
    ] {
        let second = "The NGO met.";
        let text = format!("{name}\n\n{second}");
        assert_eq!(shown(&[&text]), ["The NGO (non-governmental organization) met."], "{name}");
    }
    for text in ["The NGO met.", "Well. The NGO met.", "It was so: The NGO met.", "*The NGO met.*", "An *NGO* met."] {
        assert_eq!(shown(&[text]).len(), 1, "{text}");
    }
    let both = "In 2017 NGO (non-governmental organization) work, then SDG (Sustainable Development Goal) 10.";
    assert_eq!(shown(&["In 2017 NGO work, then SDG 10."]), [both]);
}

#[test]
fn acronyms_that_everybody_knows_and_longer_ones() {
    assert_eq!(shown(&["The UN and UN DESA."]), ["The UN and UN DESA (Department of Economic and Social Affairs)."]);
    assert_eq!(shown(&["The UNO, A/UN, NGOS and NGO2."]), Vec::<String>::new());
}

#[test]
fn a_setting_turns_it_off() {
    let publication = publication("acronyms: {expand: false}\n", &["An NGO."]);
    assert_eq!(spelled_out(&publication), Vec::<String>::new());
}

/// The words before a link are not the link, however long they are in the source.
#[test]
fn a_link_after_an_entity_is_left_alone() {
    let text = "R&amp;amp;D &amp;amp; so on [SDGs](https://example.org) and the SDGs.";
    let shown = shown(&[text]);
    assert_eq!(shown, [" and the SDGs (Sustainable Development Goals)."]);
}
