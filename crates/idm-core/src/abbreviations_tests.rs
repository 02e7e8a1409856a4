use super::*;
use crate::diagnostic::Diagnostics;
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
    let publication = publication("", chapters);
    let first_uses = FirstUses::of_book(&publication);
    let mut shown = vec![];
    publication.passages(&mut |passage, _| {
        let Passage::Text(text) = passage else { return };
        walk::inlines(&text.prose, walk::Notes::Visit, &mut |inline| {
            let InlineKind::Text(words) = &inline.kind else { return };
            let mut words = words.clone();
            let found: Vec<&SpelledOut> = first_uses.within(inline.span).map(|(_, found)| found).collect();
            for SpelledOut { offset, short, long } in found.iter().rev() {
                assert_eq!(&words[*offset..offset + short.len()], short);
                words.insert_str(offset + short.len(), &format!(" ({long})"));
            }
            if !found.is_empty() {
                shown.push(words);
            }
        });
    });
    shown
}

#[test]
fn the_first_use_in_running_text_is_spelled_out() {
    let text = "## NGO\n\n> An NGO\n\n| NGO |\n|---|\n| NGO |\n\n- An *NGO called*\n- NGO\n\nAn NGO.";
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
fn acronyms_that_everybody_knows_and_longer_ones() {
    assert_eq!(shown(&["The UN and UN DESA."]), ["The UN and UN DESA (Department of Economic and Social Affairs)."]);
    assert_eq!(shown(&["The UNO, A/UN, NGOS and NGO2."]), Vec::<String>::new());
}

#[test]
fn a_setting_turns_it_off() {
    let publication = publication("acronyms: {expand: false}\n", &["An NGO."]);
    assert_eq!(FirstUses::of_book(&publication), FirstUses::default());
}

#[test]
fn what_is_used_is_found_wherever_it_is_printed() {
    let publication = publication("", &["| UN DESA |\n|---|\n| SDGs |\n"]);
    let used: Vec<&str> =
        used(&publication).into_iter().map(|at| publication.acronyms[at].short.text.as_str()).collect();
    assert_eq!(used, ["NGO", "SDG", "UN DESA"]);
    let unused = publication.acronyms.iter().filter(|acronym| !acronym.used).map(|acronym| acronym.short.text.as_str());
    assert_eq!(unused.collect::<Vec<_>>(), ["UN"]);
}

#[test]
fn titles_of_boxes_use_acronyms_and_an_unused_note_does_not() {
    let text = ":::good-practice {title=\"How the SDGs are met\"}\nb\n:::\n";
    let found = publication("", &[text]);
    let used: Vec<&str> = used(&found).into_iter().map(|at| found.acronyms[at].short.text.as_str()).collect();
    assert_eq!(used, ["NGO", "SDG"]);
}

/// The words before a link are not the link, however long they are in the source.
#[test]
fn a_link_after_an_entity_is_left_alone() {
    let text = "R&amp;amp;D &amp;amp; so on [SDGs](https://example.org) and the SDGs.";
    let shown = shown(&[text]);
    assert_eq!(shown, [" and the SDGs (Sustainable Development Goals)."]);
}
