use lopdf::{Dictionary, Document, Object, Stream, dictionary, text_string};

use super::{Area, MAX_ANNOTATIONS, iso_date, read};
use crate::pdf::PdfError;

/// A page of 200 by 200 points with a line of words, and annotations on it.
fn pdf(annotations: Vec<Object>, add: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let font = dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "FirstChar" => 32,
        "Widths" => vec![Object::from(600); 95],
    };
    let words =
        b"q /Artifact BMC BT /F 10 Tf 10 180 Td (page 1) Tj ET EMC BT /F 10 Tf 10 100 Td [(ab) -600 (cd)] TJ ET Q";
    let content = document.add_object(Stream::new(Dictionary::new(), words.to_vec()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 200.into(), 200.into()],
        "Contents" => content, "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
        "Annots" => annotations,
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, tree.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    add(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("the PDF can be written");
    bytes
}

fn rect(left: i64, bottom: i64, right: i64, top: i64) -> Vec<Object> {
    vec![left.into(), bottom.into(), right.into(), top.into()]
}

#[test]
fn every_kind_that_says_something_is_read_and_nothing_else() {
    let one = |kind: &str| Object::Dictionary(dictionary! { "Subtype" => kind, "Rect" => rect(1, 2, 3, 4) });
    let kinds = ["Text", "Link", "Popup", "Stamp", "Widget", "Caret", "Screen", "Redact", "RichMedia"];
    let read = read(&pdf(kinds.map(one).into(), |_| {})).expect("it can be read");
    let kinds: Vec<&str> = read.annotations.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, ["note", "stamp", "insertion", "strike"]);
    assert_eq!(read.map, None);
}

#[test]
fn what_an_annotation_says_of_itself_is_read() {
    // The corners come in the order of practice, and in that of the standard.
    let quads = [10, 110, 30, 110, 10, 98, 30, 98, 60, 98, 80, 98, 80, 110, 60, 110].map(Object::from);
    let highlight = dictionary! {
        "Subtype" => "Highlight", "Rect" => rect(80, 110, 10, 98), "QuadPoints" => quads.to_vec(),
        "Contents" => text_string("Größe\r\nund Maß "), "T" => text_string("Zoë"), "NM" => text_string("n-1"),
        "M" => text_string("D:20180203040506+01'00'"), "CreationDate" => text_string("D:20180101"),
    };
    let rich = dictionary! {
        "Subtype" => "FreeText", "Rect" => rect(1, 2, 3, 4),
        "RC" => text_string("<body><p>a &lt; <b>b</b></p></body>"), "QuadPoints" => Vec::<Object>::new(),
    };
    let read = read(&pdf(vec![highlight.into(), rich.into()], |_| {})).expect("it can be read");
    let [one, other] = read.annotations.as_slice() else { panic!("{:?}", read.annotations) };
    assert_eq!((one.comment.as_str(), one.author.as_deref()), ("Größe\nund Maß", Some("Zoë")));
    assert_eq!((one.date.as_deref(), one.name.as_deref()), (Some("2018-02-03T04:05:06+01:00"), Some("n-1")));
    let area = |left, right| Area { left, bottom: 98.0, right, top: 110.0 };
    assert_eq!(one.areas, [area(10.0, 30.0), area(60.0, 80.0)]);
    assert_eq!((other.comment.as_str(), other.areas.len()), ("a < b", 1));
    assert_eq!((other.author.clone(), other.marks_words), (None, false));
}

#[test]
fn answers_lead_to_what_they_answer_and_nothing_is_listed_twice() {
    let bytes = pdf(vec![], |document| {
        let note = document.add_object(dictionary! { "Subtype" => "Text", "Rect" => rect(1, 2, 3, 4) });
        let answer = document.add_object(dictionary! {
            "Subtype" => "Text", "IRT" => note, "State" => text_string("Accepted"), "RT" => "Group",
        });
        let lost = dictionary! { "Subtype" => "Text", "IRT" => (999, 0), "State" => text_string("Accepted") };
        let list = vec![answer.into(), note.into(), note.into(), lost.into()];
        let page = document.get_pages()[&1];
        let page = document.get_object_mut(page).and_then(Object::as_dict_mut).expect("there is a page");
        page.set("Annots", list);
    });
    let read = read(&bytes).expect("it can be read");
    let found: Vec<_> =
        read.annotations.iter().map(|found| (found.answers, found.is_part, found.state.as_deref())).collect();
    assert_eq!(found, [(Some(1), true, Some("Accepted")), (None, false, None), (None, false, Some("Accepted"))]);
}

#[test]
fn the_letters_of_a_page_are_those_of_its_text() {
    let note = dictionary! { "Subtype" => "Text", "Rect" => rect(1, 2, 3, 4) };
    let read = read(&pdf(vec![note.into()], |_| {})).expect("it can be read");
    let letters = &read.letters[&0];
    let text: String = letters.iter().map(|letter| letter.text.as_str()).collect();
    assert_eq!(text, "abcd");
    let places: Vec<(f64, f64)> = letters.iter().map(|letter| (letter.left.round(), letter.base)).collect();
    assert_eq!(places, [(10.0, 100.0), (16.0, 100.0), (28.0, 100.0), (34.0, 100.0)]);
}

#[test]
fn a_file_without_pages_or_with_annotations_without_end_is_refused() {
    let without = pdf(vec![], |document| {
        let catalog = document.trailer.get(b"Root").and_then(Object::as_reference).expect("there is a catalogue");
        let catalog = document.get_object_mut(catalog).and_then(Object::as_dict_mut).expect("there is a catalogue");
        catalog.set("Pages", dictionary! { "Type" => "Pages", "Kids" => Vec::<Object>::new(), "Count" => 0 });
    });
    assert!(matches!(read(&without), Err(PdfError::Damaged(_))));
    let note: Object = dictionary! { "Subtype" => "Text" }.into();
    let many = pdf(vec![note; MAX_ANNOTATIONS + 1], |_| {});
    assert_eq!(read(&many), Err(PdfError::Damaged("it has more than 20000 comments".to_owned())));
}

#[test]
fn dates_are_read_as_far_as_they_go() {
    let iso = |date: &str| iso_date(date).unwrap_or_default();
    assert_eq!(iso("D:20180203040506+01'00'"), "2018-02-03T04:05:06+01:00");
    assert_eq!(iso("D:20180203040506Z00'00'"), "2018-02-03T04:05:06Z");
    assert_eq!(iso("D:201802030405"), "2018-02-03T04:05:00");
    assert_eq!(iso("20180203"), "2018-02-03");
    assert_eq!(iso("D:2018"), "2018");
    assert_eq!(iso("yesterday"), "");
    assert_eq!(iso("D:20180203040506+été"), "2018-02-03T04:05:06");
}
