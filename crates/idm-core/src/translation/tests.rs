use super::*;
use crate::diagnostic::{Diagnostics, Place};
use crate::files::Files;
use crate::memory::Memory;
use crate::model::is_picture;
use crate::{read, resolve};

const FILES: [(&str, &str); 4] = [
    ("publication.yaml", "id: p\ntitle: The title\nlanguages: [en, fr]\nbook: [{chapter: one}]\nthemes: []\n"),
    ("publication.fr.yaml", "title: Le titre\n"),
    ("chapters/one.md", "# One\n\nFirst words.\n\nSecond words.\n"),
    ("people.yaml", "- {id: a, name: A B, post: Clerk}\n- {id: c, name: C D, post: Judge}\n"),
];

fn read_french(extra: &[(&str, &str)]) -> (Inputs, Option<crate::model::Publication>) {
    let mut files: BTreeMap<&str, &str> = FILES.into();
    files.extend(extra.iter().copied());
    let mut diagnostics = Diagnostics::default();
    let files = Files::memory(files.into_iter().map(|(path, text)| (path, text.to_owned())));
    let (inputs, records) = read::read_in(files, Some(Language::French), &mut Memory::default(), &mut diagnostics);
    let publication = records.and_then(|records| resolve::resolve(&inputs, &records, &mut diagnostics));
    (inputs, publication)
}

fn states(inputs: &Inputs) -> Vec<(String, State)> {
    passages(inputs).into_iter().map(|passage| (passage.name, passage.state)).collect()
}

#[test]
fn translated_texts_take_the_place_of_their_source_and_others_keep_theirs() {
    let posts = "- {id: c, post: Juge}\n";
    let (_, publication) = read_french(&[("people.fr.yaml", posts)]);
    let publication = publication.unwrap();
    assert_eq!(publication.title.plain(), "Le titre");
    assert_eq!(publication.language, Language::French);
    assert_eq!(publication.edition_suffix(), ".fr");
    let of = |at: usize| publication.people.get(at).unwrap().post.as_ref().unwrap().text.clone();
    assert_eq!((of(0), of(1)), ("Clerk".to_owned(), "Juge".to_owned()));
    // A chapter without a translation says so.
    assert_eq!(publication.chapters.iter().next().unwrap().title.plain(), "[en] One");
}

#[test]
fn a_picture_that_is_not_translated_stays_a_picture() {
    let inputs = "id: p\ntitle: T\nlanguages: [en, fr]\ncover: {logo: '![A spring](a.svg)', partners: ['![Ridges](b.svg)', House]}\n";
    let (_, publication) = read_french(&[("publication.yaml", inputs)]);
    let publication = publication.unwrap();
    let cover = &publication.cover;
    assert!(is_picture(cover.logo.as_ref().unwrap()));
    assert!(is_picture(&cover.partners[0]));
    assert_eq!(cover.partners[1].plain(), "[en] House");
}

#[test]
fn one_changed_passage_makes_one_stale() {
    let chapter = ("chapters/one.fr.md", "# Un\n\nPremiers mots.\n\nAutres mots.\n");
    let (inputs, _) = read_french(&[chapter]);
    assert!(states(&inputs).iter().all(|(_, state)| *state == State::Unknown), "{:?}", states(&inputs));
    let ledger = Ledger(passages(&inputs).into_iter().map(|passage| (passage.name, passage.digests)).collect());
    let ledger = ledger.to_text();
    let accepted = ("translations/fr.txt", ledger.as_str());
    let (inputs, _) = read_french(&[chapter, accepted]);
    assert!(states(&inputs).iter().all(|(_, state)| *state == State::Current), "{:?}", states(&inputs));
    let changed = ("chapters/one.md", "# One\n\nFirst words.\n\nOther words.\n");
    let (inputs, _) = read_french(&[chapter, accepted, changed]);
    let stale: Vec<_> = states(&inputs).into_iter().filter(|(_, state)| *state != State::Current).collect();
    assert_eq!(stale, [("chapters/one.md".to_owned(), State::Stale(1))]);
}

/// What is said of the translations of `people.yaml`, with the words that it stands at.
fn said(path: &str, text: &str) -> Vec<(String, String)> {
    let (inputs, _) = read_french(&[(path, text)]);
    let mut diagnostics = Diagnostics::default();
    check(&inputs, false, &mut diagnostics);
    let orphans = diagnostics.list().iter().filter(|found| found.rule == &crate::rules::TRANSLATION_ORPHAN);
    let locate = |found: &crate::diagnostic::Diagnostic| match &found.place {
        Place::Key(origin) => inputs.indexes[&origin.source].span_of_key(&origin.path),
        Place::Value(origin) => inputs.indexes[&origin.source].span_of_value(&origin.path),
        other => panic!("{other:?}"),
    };
    orphans.map(|found| (inputs.sources.text(locate(found)).to_owned(), found.message.clone())).collect()
}

#[test]
fn what_translates_nothing_is_reported_once_where_its_way_parts_from_the_source() {
    for (text, place, message) in [
        ("- {id: c, psot: Juge}\n", "psot", "`people.yaml` has no `psot` here"),
        ("- {id: cc, post: Juge, name: C}\n", "cc", "`people.yaml` has no `cc` here"),
        ("- {id: c, post: Juge}\n- {id: c, post: Juge}\n", "c", "`c` is translated twice"),
        ("- {post: Juge}\n", "post", "does not say what it translates"),
    ] {
        let [(at, told)] = &said("people.fr.yaml", text)[..] else {
            panic!("{text}: {:?}", said("people.fr.yaml", text))
        };
        assert!(at.contains(place) && told.contains(message), "{text}: {told} at {at}");
    }
    assert_eq!(said("people.fr.yaml", "- {id: c, post: Juge}\n"), []);
}

#[test]
fn a_translation_under_another_name_is_told_of_with_the_right_one() {
    for (path, hint) in [
        ("chapters/two.fr.md", "name it after the file that it translates"),
        ("peple.fr.yaml", "rename it to `people.fr.yaml`"),
        ("people.fr.yaml.txt", "rename it to `people.fr.yaml`"),
        ("people.fr.YAML", "rename it to `people.fr.yaml`"),
        ("people.es.yaml", "add `es` there"),
    ] {
        let mut files: BTreeMap<&str, &str> = FILES.into();
        files.insert(path, "- {id: c, post: Juge}\n");
        let mut diagnostics = Diagnostics::default();
        let files = Files::memory(files.into_iter().map(|(path, text)| (path, text.to_owned())));
        read::read_in(files, None, &mut Memory::default(), &mut diagnostics);
        let found: Vec<_> =
            diagnostics.list().iter().filter(|found| found.rule == &crate::rules::FILE_UNUSED).collect();
        assert!(found.len() == 1 && found[0].hints.iter().any(|found| found.contains(hint)), "{path}: {found:?}");
    }
}
