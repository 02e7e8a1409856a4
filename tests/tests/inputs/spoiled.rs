//! Sound PDFs, spoilt on purpose: every fault has to be found, and by whom is written down.
//!
//! A witness that silently stops looking fails here. So does a rule of ours that no fault has ever broken.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use idm_core::files::Files;
use idm_tests::memory::Checked;
use idm_tests::project;
use idm_tests::witnesses::{self, inside, kinds};
use lopdf::content::{Content, Operation};
use lopdf::xref::XrefEntry;
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, Stream, dictionary,
};

const SUMMARY: &str = "workshops/spring/panel-1/summary.md";

/// A publication with a table, pictures, footnotes, links, contents and lists, and with its records.
static BOOK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut files = project::base();
    let order = String::from_utf8(files["publication.yaml"].clone()).unwrap();
    let order = order.replace("  - section: contents\n", "  - section: contents\n  - section: lists\n");
    files.insert("publication.yaml".to_owned(), order.into_bytes());
    Checked::new(Files::memory(files)).build().unwrap().bytes
});

/// The tone of what is neither most nor nothing in charts, one near the darkest, that of text, and one near that of paper.
const CHART_TONE: [f32; 3] = [0.721_568_64, 0.760_784_3, 0.807_843_15];
const DARKER: [f32; 3] = [0.15, 0.29, 0.45];
const INK: [f32; 3] = [0.066_666_67, 0.086_274_51, 0.121_568_63];
const PALE: [f32; 3] = [0.7, 0.7, 0.7];

/// A draft that shows what has changed.
static DRAFT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let later = project::base();
    let mut earlier: BTreeMap<String, Vec<u8>> = later.clone();
    let text = String::from_utf8(earlier[SUMMARY].clone()).unwrap();
    let text = text.replace("what a reader needs", "what a busy reader wants").replace("|     90 |", "|     95 |");
    assert!(text.as_bytes() != later[SUMMARY]);
    earlier.insert(SUMMARY.to_owned(), text.into_bytes());
    let (earlier, later) = (Checked::new(Files::memory(earlier)), Checked::new(Files::memory(later)));
    later.draft("plain-words", Some(&earlier)).unwrap().bytes
});

/// How a file is spoilt.
enum Spoil {
    /// In what it says.
    Document(fn(&mut Document)),
    /// In its bytes.
    Bytes(fn(&mut Vec<u8>)),
}

/// A fault, and who finds it: the kinds of findings, and the outside witnesses.
struct Fault {
    name: &'static str,
    spoil: Spoil,
    found: &'static [&'static str],
    outside: &'static [&'static str],
}

const fn document(
    name: &'static str,
    spoil: fn(&mut Document),
    found: &'static [&'static str],
    outside: &'static [&'static str],
) -> Fault {
    Fault { name, spoil: Spoil::Document(spoil), found, outside }
}

const fn bytes(
    name: &'static str,
    spoil: fn(&mut Vec<u8>),
    found: &'static [&'static str],
    outside: &'static [&'static str],
) -> Fault {
    Fault { name, spoil: Spoil::Bytes(spoil), found, outside }
}

/// Faults of a publication.
const FAULTS: &[Fault] = &[
    // What the file says of itself.
    document(
        "no structure tree",
        |pdf| drop(pdf.catalog_mut().unwrap().remove(b"StructTreeRoot").unwrap()),
        &["tree no-tree", "validator UA 7.18.5:1", "validator UA 7.1:11", "validator A 6.7.3.3:1"],
        &[],
    ),
    document(
        "not marked as tagged",
        |pdf| set_in(pdf, b"MarkInfo", "Marked", false),
        &["validator UA 6.2:1", "validator A 6.7.2.2:1"],
        &[],
    ),
    document(
        "no language",
        |pdf| drop(pdf.catalog_mut().unwrap().remove(b"Lang").unwrap()),
        &[
            "validator UA 7.2:2",
            "validator UA 7.2:22",
            "validator UA 7.2:24",
            "validator UA 7.2:30",
            "validator UA 7.2:31",
            "validator UA 7.2:33",
            "validator UA 7.2:34",
        ],
        &[],
    ),
    document(
        "a language that is none",
        |pdf| pdf.catalog_mut().unwrap().set("Lang", text("plain English")),
        &["validator UA 7.2:29", "validator A 6.7.4:1"],
        &[],
    ),
    document("no title", |pdf| metadata(pdf, "dc:title", ""), &["validator UA 7.1:9"], &[]),
    document(
        "a title that readers do not show",
        |pdf| set_in(pdf, b"ViewerPreferences", "DisplayDocTitle", false),
        &["validator UA 7.1:10"],
        &[],
    ),
    document(
        "no metadata",
        |pdf| drop(pdf.catalog_mut().unwrap().remove(b"Metadata").unwrap()),
        &[
            "validator UA 5:1",
            "validator UA 5:2",
            "validator UA 7.1:8",
            "validator UA 7.1:9",
            "validator A 6.6.2.1:1",
            "validator A 6.6.4:1",
        ],
        &[],
    ),
    document(
        "no claim to be accessible",
        |pdf| metadata(pdf, "pdfuaid:part", ""),
        &["validator UA 5:1", "validator UA 5:2"],
        &[],
    ),
    document("no claim to be archival", |pdf| metadata(pdf, "pdfaid:part", ""), &["validator A 6.6.4:2"], &[]),
    document("a claim to another level", |pdf| metadata(pdf, "pdfaid:conformance", "B"), &["validator A 6.6.4:3"], &[]),
    document("a colour profile that is none", damage_profile, &["validator A 6.2.3:1", "validator A 6.2.4.2:1"], &[]),
    document("no identifier", |pdf| drop(pdf.trailer.remove(b"ID").unwrap()), &["validator A 6.1.3:1"], &[]),
    document("a script", script, &["validator A 6.5.1:1"], &[]),
    document("encryption", encrypt, &["validator A 6.1.3:2"], &[]),
    document("marked as suspect", |pdf| set_in(pdf, b"MarkInfo", "Suspects", true), &["validator UA 7.1:4"], &[]),
    // The structure tree.
    document(
        "names of elements without a meaning",
        |pdf| drop(root(pdf).remove(b"RoleMap").unwrap()),
        &["validator UA 7.1:5", "validator A 6.7.3.4:1"],
        &[],
    ),
    document(
        "names of elements that mean each other",
        circular_roles,
        &["validator UA 7.1:5", "validator UA 7.1:6", "validator A 6.7.3.4:1", "validator A 6.7.3.4:2"],
        &[],
    ),
    document(
        "no way back to elements",
        |pdf| drop(root(pdf).remove(b"ParentTree").unwrap()),
        &["tree parent-tree", "validator UA 7.18.5:1"],
        &[],
    ),
    document("the way back leads elsewhere", swap_pages_parents, &["tree parent-tree"], &[]),
    document(
        "a page without a way back",
        |pdf| drop(page(pdf, 3).remove(b"StructParents").unwrap()),
        &["tree parent-tree"],
        &[],
    ),
    document(
        "a picture without words",
        |pdf| drop(first(pdf, "Figure").remove(b"Alt").unwrap()),
        &["tree alternative", "validator UA 7.3:1"],
        &[],
    ),
    document(
        "a picture with blank words",
        |pdf| first(pdf, "Figure").set("Alt", text(" ")),
        &["tree alternative"],
        &[],
    ),
    document("header cells as data", |pdf| rename(pdf, "TH", "TD"), &["tree table-header"], &[]),
    document(
        "header cells of nothing",
        |pdf| each(pdf, "TH", |cell| drop(cell.remove(b"A"))),
        &["tree table-header"],
        &[],
    ),
    document("a row that is too short", |pdf| shorten(pdf, "TR"), &["tree unheard", "validator UA 7.2:42"], &[]),
    document("a row outside of tables", |pdf| first(pdf, "Table").set("S", "Div"), &["validator UA 7.2:4"], &[]),
    document(
        "a level of headings left out",
        |pdf| rename(pdf, "H2", "H4"),
        &["tree heading", "validator UA 7.4.2:1"],
        &[],
    ),
    document(
        "no headings",
        |pdf| (1..=6).for_each(|level| rename(pdf, &format!("H{level}"), "P")),
        &["tree heading"],
        &[],
    ),
    document("contents that are none", |pdf| rename(pdf, "TOC", "Div"), &["tree contents", "validator UA 7.2:26"], &[]),
    document("contents as paragraphs", contents_as_paragraphs, &["tree contents"], &[]),
    document(
        "an entry of the contents without its link",
        unlink_contents,
        &["tree contents", "tree link-unheard"],
        &[],
    ),
    document("labels and bodies of lists exchanged", exchange_labels, &["validator UA 7.2:18"], &[]),
    document(
        "a list of paragraphs",
        |pdf| rename(pdf, "LI", "P"),
        &["validator UA 7.2:18", "validator UA 7.2:19"],
        &[],
    ),
    document(
        "a footnote without a name",
        |pdf| drop(first(pdf, "Note").remove(b"ID").unwrap()),
        &["validator UA 7.9:1"],
        &[],
    ),
    document("an element that is left out", |pdf| shorten(pdf, "Document"), &["tree unheard"], &[]),
    document("an element that is told twice", tell_twice, &["tree loop"], &[]),
    document("an element with the wrong parent", orphan, &["tree parent"], &[]),
    document(
        "an element with what is not there",
        |pdf| first(pdf, "LBody").set("K", vec![999.into()]),
        &["tree not-there", "tree unheard", "tree unreadable"],
        &[],
    ),
    document("an element within itself", loop_tree, &["tree loop", "tree unreadable", "validator unreadable"], &[]),
    // Links and bookmarks.
    document(
        "a link without words",
        |pdf| drop(link(pdf).remove(b"Contents").unwrap()),
        &["validator UA 7.18.1:2", "validator UA 7.18.5:2"],
        &[],
    ),
    document(
        "a link that does not know its element",
        |pdf| drop(link(pdf).remove(b"StructParent").unwrap()),
        &["tree parent-tree", "validator UA 7.18.5:1"],
        &[],
    ),
    document("an element that does not know its link", forget_link, &["tree contents", "tree link-unheard"], &[]),
    document("a link to nowhere", |pdf| link(pdf).set("Dest", text("nowhere")), &["destinations link"], &[]),
    document("a link that nobody sees", |pdf| link(pdf).set("F", 2), &["validator A 6.3.2:2"], &[]),
    document("a link that starts a program", start_program, &["destinations link", "validator A 6.5.1:1"], &[]),
    document(
        "tabs in no order",
        |pdf| drop(linked_page(pdf).remove(b"Tabs").unwrap()),
        &["validator UA 7.18.3:1"],
        &[],
    ),
    document(
        "no bookmarks",
        |pdf| drop(pdf.catalog_mut().unwrap().remove(b"Outlines").unwrap()),
        &["destinations no-bookmarks"],
        &[],
    ),
    document("a bookmark to nowhere", mislead_bookmark, &["destinations bookmark"], &[]),
    document("a name of no place", misname, &["destinations link", "destinations name"], &[]),
    // What is drawn.
    document(
        "a page without tags",
        |pdf| content(pdf, 3, |all| all.retain(|one| !is_marking(one))),
        &["content untagged-text", "tree not-there", "tree unreadable", "validator UA 7.1:3"],
        &[],
    ),
    document(
        "a paragraph as decoration",
        |pdf| content(pdf, 3, |all| decorate(all)),
        &["tree not-there", "tree unreadable"],
        &[],
    ),
    document(
        "text within no paragraph",
        |pdf| content(pdf, 3, |all| unmark(all)),
        &["content untagged-text", "tree not-there", "tree unreadable", "validator UA 7.1:3"],
        &[],
    ),
    document("a language of some words that is none", misspeak, &["validator UA 7.2:29", "validator A 6.7.4:1"], &[]),
    document(
        "a state that is not restored",
        |pdf| content(pdf, 3, |all| all.insert(0, operation("q", vec![]))),
        &["content unbalanced"],
        &[],
    ),
    document(
        "a state that was not saved",
        |pdf| content(pdf, 3, |all| all.push(operation("Q", vec![]))),
        &["content unbalanced"],
        &[],
    ),
    document("a mark that does not end", |pdf| content(pdf, 3, remove_last("EMC")), &["content unbalanced"], &[]),
    document(
        "an end without a mark",
        |pdf| content(pdf, 3, |all| all.push(operation("EMC", vec![]))),
        &["content unbalanced"],
        &[],
    ),
    document(
        "an operator that there is not",
        |pdf| content(pdf, 3, |all| all.push(operation("zz", vec![]))),
        &["validator A 6.2.2:1"],
        &[],
    ),
    document(
        "a character without a glyph",
        |pdf| content(pdf, 3, |all| no_glyph(all)),
        &["validator UA 7.21.7:1", "validator UA 7.21.8:1", "validator A 6.2.11.7.2:1", "validator A 6.2.11.8:1"],
        &[],
    ),
    document(
        "a tone of a chart like the one beside it",
        |pdf| recolour_all(pdf, CHART_TONE, DARKER),
        &["tones close-tones", "tones low-contrast"],
        &[],
    ),
    document(
        "text as pale as its ground",
        |pdf| content(pdf, 3, |all| recolour(all, INK, PALE)),
        &["tones low-contrast"],
        &[],
    ),
    document("text that nobody sees", |pdf| content(pdf, 3, hide), &["content invisible-text"], &[]),
    document(
        "text that runs off the sheet",
        |pdf| content(pdf, 3, |all| shift(all, 440.0)),
        &["content off-sheet"],
        &[],
    ),
    document("text beside the sheet", |pdf| content(pdf, 3, |all| shift(all, 1000.0)), &["content off-sheet"], &[]),
    document("ink without a profile", |pdf| content(pdf, 3, ink), &["validator A 6.2.4.3:3"], &[]),
    document(
        "a page without content",
        |pdf| drop(page(pdf, 3).remove(b"Contents").unwrap()),
        &["tree not-there", "tree unreadable"],
        &[],
    ),
    document(
        "a page without fonts",
        |pdf| page(pdf, 3).set("Resources", Dictionary::new()),
        &["content unreadable", "tree unreadable"],
        &[],
    ),
    // Fonts.
    document(
        "a font that is not embedded",
        |pdf| every(pdf, b"FontDescriptor", remove_font_file),
        &["validator UA 7.21.4.1:1", "validator A 6.2.11.4.1:1"],
        &["pdffonts not-embedded"],
    ),
    document("a font that is damaged", damage_font, &["validator UA 7.21.4.1:1", "validator A 6.2.11.4.1:1"], &[]),
    document(
        "a font whose codes mean nothing",
        |pdf| every(pdf, b"Font", |font| drop(font.remove(b"ToUnicode"))),
        &["tree unreadable", "validator UA 7.21.7:1", "validator A 6.2.11.7.2:1"],
        &["pdffonts no-unicode"],
    ),
    document(
        "a font whose codes mean no character",
        no_character,
        &["validator UA 7.21.7:2", "validator A 6.2.11.7.2:2"],
        &[],
    ),
    document(
        "a font with wrong widths",
        |pdf| every(pdf, b"Font", wrong_widths),
        &["tones low-contrast", "validator UA 7.21.5:1", "validator A 6.2.11.5:1"],
        &[],
    ),
    // The attachment.
    document(
        "records without a relation",
        |pdf| drop(record_file(pdf).remove(b"AFRelationship").unwrap()),
        &["records unrelated", "validator A 6.8:3"],
        &[],
    ),
    document(
        "records with another relation",
        |pdf| record_file(pdf).set("AFRelationship", "Unspecified"),
        &["records unrelated"],
        &[],
    ),
    document(
        "records that belong to nothing",
        |pdf| drop(pdf.catalog_mut().unwrap().remove(b"AF").unwrap()),
        &["records unrelated", "validator A 6.8:4"],
        &[],
    ),
    document(
        "records that are not listed",
        |pdf| drop(names(pdf).remove(b"EmbeddedFiles").unwrap()),
        &["records missing"],
        &[],
    ),
    document(
        "records of no type",
        |pdf| drop(record_stream(pdf).dict.remove(b"Subtype").unwrap()),
        &["records unrelated", "validator A 6.8:1"],
        &[],
    ),
    document("records cut short", cut_records, &["records damaged"], &[]),
    document("other records", |pdf| record_stream(pdf).set_plain_content(b"{}".to_vec()), &["records damaged"], &[]),
    document("no attachment", no_attachment, &["records missing", "validator A 6.8:4"], &[]),
    // Pages.
    document(
        "a page dropped from the list",
        |pdf| drop_page(pdf, false),
        &["destinations bookmark", "destinations name", "pages page-count", "tree not-there"],
        &[],
    ),
    document(
        "a page dropped and not counted",
        |pdf| drop_page(pdf, true),
        &["destinations bookmark", "destinations name", "tree not-there"],
        &[],
    ),
    document("a page listed twice", repeat_page, &["pages page-twice", "tree heard-twice"], &["qpdf check"]),
    document(
        "a page without a size",
        |pdf| drop(page(pdf, 3).remove(b"MediaBox").unwrap()),
        &["content unreadable"],
        &[],
    ),
    // The file.
    bytes(
        "cut in half",
        |file| file.truncate(file.len() / 2),
        &["pages unreadable", "validator unreadable"],
        &["pdffonts unreadable", "pdftotext unreadable", "qpdf check"],
    ),
    bytes(
        "the end cut off",
        |file| file.truncate(file.len() - 60),
        &["pages unreadable", "validator unreadable"],
        &["qpdf check"],
    ),
    bytes(
        "no list of objects",
        |file| replace_last(file, b"startxref\n", b"startxxxx\n"),
        &["validator unreadable"],
        &["qpdf check"],
    ),
    bytes("a wrong place in the list of objects", |file| wrong_offset(file), &["validator A 6.1.9:1"], &["qpdf check"]),
    bytes(
        "a wrong length",
        |file| replace_first(file, b"/Length 1", b"/Length 9"),
        &["validator A 6.1.7.1:1"],
        &["qpdf check"],
    ),
    bytes(
        "damaged metadata",
        |file| damage_metadata(file),
        &["validator A 6.6.2.1:4", "validator A 6.6.4:1", "validator UA 5:1", "validator UA 5:2", "validator UA 7.1:9"],
        &[],
    ),
    bytes(
        "a damaged page",
        |file| damage_page(file),
        &["content off-sheet", "content unbalanced", "content unreadable", "tree not-there", "tree unreadable"],
        &[],
    ),
    bytes(
        "something before the file",
        |file| drop(file.splice(0..0, *b"HTTP/1.1 200 OK\n")),
        &["validator UA 6.1:1", "validator A 6.1.2:1", "validator A 6.1.3:1"],
        &[],
    ),
    bytes("something behind the file", |file| file.extend(b"<html></html>"), &["validator A 6.1.3:3"], &[]),
    bytes(
        "nothing",
        Vec::clear,
        &["pages unreadable", "validator unreadable"],
        &["pdffonts unreadable", "pdftotext unreadable", "qpdf check"],
    ),
];

/// Faults of a draft.
const DRAFT_FAULTS: &[Fault] = &[
    document(
        "no structure tree",
        |pdf| drop(pdf.catalog_mut().unwrap().remove(b"StructTreeRoot").unwrap()),
        &["tree no-tree", "validator UA 7.18.5:1", "validator UA 7.1:11"],
        &[],
    ),
    document("a remark without its place in the tree", |pdf| shorten(pdf, "Document"), &["tree unheard"], &[]),
    document(
        "a remark that runs off the sheet",
        |pdf| content(pdf, 2, |all| shift(all, 440.0)),
        &["content off-sheet"],
        &[],
    ),
    document(
        "a link that does not know its element",
        |pdf| drop(link(pdf).remove(b"StructParent").unwrap()),
        &["tree parent-tree", "validator UA 7.18.5:1"],
        &[],
    ),
    document("header cells as data", |pdf| rename(pdf, "TH", "TD"), &["tree table-header"], &[]),
    document(
        "a page dropped and not counted",
        |pdf| drop_page(pdf, true),
        &["destinations bookmark", "destinations link", "destinations name", "tree not-there"],
        &[],
    ),
];

#[test]
fn sound_files_are_sound() {
    for sound in [&BOOK, &DRAFT] {
        assert_eq!(witnesses::findings(sound), Vec::<String>::new());
        // Written by other means: no fault below is one of that.
        let mut document = Document::load_mem(sound).unwrap();
        assert_eq!(witnesses::findings(&saved(&mut document)), Vec::<String>::new());
    }
}

#[test]
fn every_fault_of_a_publication_is_found() {
    check(&BOOK, FAULTS);
}

#[test]
fn every_fault_of_a_draft_is_found() {
    check(&DRAFT, DRAFT_FAULTS);
}

/// A rule that nothing breaks may have stopped looking.
#[test]
fn every_rule_of_ours_is_broken_by_some_fault() {
    let expected: BTreeSet<&str> = FAULTS.iter().flat_map(|fault| fault.found).copied().collect();
    for (witness, rules) in witnesses::OWN {
        for rule in rules {
            let kind = format!("{witness} {rule}");
            assert!(expected.contains(kind.as_str()), "no fault breaks `{kind}`");
        }
    }
}

fn check(sound: &[u8], faults: &'static [Fault]) {
    let document = Document::load_mem(sound).unwrap();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let doubts = &|share: &'static [Fault]| -> Vec<String> {
        share.iter().filter_map(|fault| doubt(sound, &document, fault)).collect()
    };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let shares = faults.chunks(faults.len().div_ceil(workers));
        let started: Vec<_> = shares.map(|share| scope.spawn(move || doubts(share))).collect();
        started.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is to be said if a fault is not found by those who are to find it.
fn doubt(sound: &[u8], document: &Document, fault: &Fault) -> Option<String> {
    let spoilt = match fault.spoil {
        Spoil::Document(spoil) => {
            let mut document = document.clone();
            spoil(&mut document);
            saved(&mut document)
        }
        Spoil::Bytes(spoil) => {
            let mut bytes = sound.to_vec();
            spoil(&mut bytes);
            bytes
        }
    };
    let found = inside(&spoilt);
    let expected: BTreeSet<String> = fault.found.iter().map(|&kind| kind.to_owned()).collect();
    if expected.is_empty() || kinds(&found) != expected {
        return Some(format!("{}: {:?}, found by {found:#?}", fault.name, kinds(&found)));
    }
    // Versions of outside witnesses differ in what else they say.
    if !fault.outside.is_empty() && std::env::var_os("IDM_WITNESSES").is_some() {
        let found = kinds(&witnesses::outside(&spoilt));
        if !fault.outside.iter().all(|&kind| found.contains(kind)) {
            return Some(format!("{}: outside {found:?}", fault.name));
        }
    }
    None
}

fn saved(document: &mut Document) -> Vec<u8> {
    let mut bytes = vec![];
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn text(words: &str) -> Object {
    Object::string_literal(words)
}

/// The object that a dictionary refers to.
fn referred(dictionary: &Dictionary, key: &[u8]) -> ObjectId {
    dictionary.get(key).unwrap().as_reference().unwrap()
}

fn set_in(pdf: &mut Document, key: &[u8], name: &str, value: bool) {
    pdf.catalog_mut().unwrap().get_mut(key).unwrap().as_dict_mut().unwrap().set(name, value);
}

/// Writes another value into an element of the metadata, or takes the element out.
fn metadata(pdf: &mut Document, element: &str, value: &str) {
    let id = referred(pdf.catalog().unwrap(), b"Metadata");
    let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    let xml = String::from_utf8(stream.content.clone()).unwrap();
    let (opening, closing) = (format!("<{element}>"), format!("</{element}>"));
    let (before, rest) = xml.split_once(&opening).unwrap();
    let (_, after) = rest.split_once(&closing).unwrap();
    let put = if value.is_empty() { String::new() } else { format!("{opening}{value}{closing}") };
    stream.set_content(format!("{before}{put}{after}").into_bytes());
}

fn script(pdf: &mut Document) {
    let action = dictionary! { "S" => "JavaScript", "JS" => text("app.alert('Hello')") };
    pdf.catalog_mut().unwrap().set("OpenAction", action);
}

fn encrypt(pdf: &mut Document) {
    let version = EncryptionVersion::V2 {
        document: pdf,
        owner_password: "owner",
        user_password: "",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    pdf.encrypt(&state).unwrap();
}

fn damage_profile(pdf: &mut Document) {
    let intents = pdf.catalog().unwrap().get_deref(b"OutputIntents", pdf).unwrap().as_array().unwrap();
    let id = referred(pdf.dereference(&intents[0]).unwrap().1.as_dict().unwrap(), b"DestOutputProfile");
    pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap().set_plain_content(vec![0; 512]);
}

/// The root of the structure tree.
fn root(pdf: &mut Document) -> &mut Dictionary {
    let id = referred(pdf.catalog().unwrap(), b"StructTreeRoot");
    pdf.get_dictionary_mut(id).unwrap()
}

/// Lets an element say that it stands in the tree's first.
fn orphan(pdf: &mut Document) {
    let all = elements(pdf, "Document")[0];
    first(pdf, "LBody").set("P", all);
}

fn circular_roles(pdf: &mut Document) {
    let roles = dictionary! { "Strong" => "Em", "Em" => "Strong" };
    root(pdf).set("RoleMap", roles);
}

/// The elements with a name, in the order in which the file has them.
fn elements(pdf: &Document, name: &str) -> Vec<ObjectId> {
    let is_one = |object: &Object| {
        object.as_dict().is_ok_and(|element| {
            element.has_type(b"StructElem") && element.get(b"S").unwrap().as_name().unwrap() == name.as_bytes()
        })
    };
    pdf.objects.iter().filter(|(_, object)| is_one(object)).map(|(&id, _)| id).collect()
}

fn first<'a>(pdf: &'a mut Document, name: &str) -> &'a mut Dictionary {
    let id = elements(pdf, name)[0];
    pdf.get_dictionary_mut(id).unwrap()
}

fn each(pdf: &mut Document, name: &str, change: impl Fn(&mut Dictionary)) {
    for id in elements(pdf, name) {
        change(pdf.get_dictionary_mut(id).unwrap());
    }
}

fn rename(pdf: &mut Document, from: &str, to: &str) {
    each(pdf, from, |element| element.set("S", to));
}

/// Takes the last part out of an element.
fn shorten(pdf: &mut Document, name: &str) {
    drop(first(pdf, name).get_mut(b"K").unwrap().as_array_mut().unwrap().pop().unwrap());
}

fn contents_as_paragraphs(pdf: &mut Document) {
    rename(pdf, "TOC", "Div");
    rename(pdf, "TOCI", "P");
}

fn unlink_contents(pdf: &mut Document) {
    let entry = elements(pdf, "TOCI")[0];
    let within = |pdf: &Document, id: ObjectId| -> Vec<ObjectId> {
        let children = pdf.get_dictionary(id).unwrap().get(b"K").unwrap().as_array().unwrap().iter();
        children.filter_map(|child| child.as_reference().ok()).collect()
    };
    let mut open = vec![entry];
    while let Some(id) = open.pop() {
        open.extend(within(pdf, id));
        let element = pdf.get_dictionary_mut(id).unwrap();
        element.get_mut(b"K").unwrap().as_array_mut().unwrap().retain(|child| child.as_dict().is_err());
    }
}

fn exchange_labels(pdf: &mut Document) {
    let (labels, bodies) = (elements(pdf, "Lbl"), elements(pdf, "LBody"));
    for (ids, name) in [(labels, "LBody"), (bodies, "Lbl")] {
        for id in ids {
            pdf.get_dictionary_mut(id).unwrap().set("S", name);
        }
    }
}

fn tell_twice(pdf: &mut Document) {
    let paragraph = elements(pdf, "P")[0];
    first(pdf, "Document").get_mut(b"K").unwrap().as_array_mut().unwrap().push(paragraph.into());
}

fn loop_tree(pdf: &mut Document) {
    let all = elements(pdf, "Document")[0];
    first(pdf, "LBody").get_mut(b"K").unwrap().as_array_mut().unwrap().push(all.into());
}

/// The way back from the marked content of two pages, exchanged.
fn swap_pages_parents(pdf: &mut Document) {
    let key = |pdf: &mut Document, number| page(pdf, number).get(b"StructParents").unwrap().clone();
    let (three, four) = (key(pdf, 3), key(pdf, 4));
    page(pdf, 3).set("StructParents", four);
    page(pdf, 4).set("StructParents", three);
}

/// The first page with a link.
fn linked_page(pdf: &mut Document) -> &mut Dictionary {
    let id = pdf.page_iter().find(|&id| pdf.get_dictionary(id).unwrap().has(b"Annots")).unwrap();
    pdf.get_dictionary_mut(id).unwrap()
}

fn link_id(pdf: &mut Document) -> ObjectId {
    linked_page(pdf).get(b"Annots").unwrap().as_array().unwrap()[0].as_reference().unwrap()
}

/// The first link.
fn link(pdf: &mut Document) -> &mut Dictionary {
    let id = link_id(pdf);
    pdf.get_dictionary_mut(id).unwrap()
}

fn forget_link(pdf: &mut Document) {
    let id = link_id(pdf);
    let is_it = |child: &Object| child.as_dict().is_ok_and(|child| child.get(b"Obj").ok() == Some(&id.into()));
    let holds = |pdf: &Document, element: ObjectId| {
        let children = pdf.get_dictionary(element).unwrap().get(b"K").and_then(Object::as_array);
        children.is_ok_and(|children| children.iter().any(is_it))
    };
    let element = elements(pdf, "Link").into_iter().find(|&element| holds(pdf, element)).unwrap();
    let children = pdf.get_dictionary_mut(element).unwrap().get_mut(b"K").unwrap().as_array_mut().unwrap();
    children.retain(|child| !is_it(child));
}

fn start_program(pdf: &mut Document) {
    let link = link(pdf);
    link.remove(b"Dest").unwrap();
    link.set("A", dictionary! { "S" => "Launch", "F" => text("program") });
}

fn mislead_bookmark(pdf: &mut Document) {
    let outlines = referred(pdf.catalog().unwrap(), b"Outlines");
    let bookmark = referred(pdf.get_dictionary(outlines).unwrap(), b"First");
    pdf.get_dictionary_mut(bookmark).unwrap().set("Dest", text("nowhere"));
}

fn names(pdf: &mut Document) -> &mut Dictionary {
    pdf.catalog_mut().unwrap().get_mut(b"Names").unwrap().as_dict_mut().unwrap()
}

fn misname(pdf: &mut Document) {
    let places = names(pdf).get_mut(b"Dests").unwrap().as_dict_mut().unwrap();
    places.get_mut(b"Names").unwrap().as_array_mut().unwrap()[1] = Object::Null;
}

fn page_id(pdf: &Document, number: u32) -> ObjectId {
    pdf.get_pages()[&number]
}

fn page(pdf: &mut Document, number: u32) -> &mut Dictionary {
    let id = page_id(pdf, number);
    pdf.get_dictionary_mut(id).unwrap()
}

/// Changes what a page draws.
fn content(pdf: &mut Document, number: u32, change: impl Fn(&mut Vec<Operation>)) {
    let id = page_id(pdf, number);
    let mut content = Content::decode(&pdf.get_page_content(id)).unwrap();
    let before = content.operations.len();
    let told = format!("{:?}", content.operations);
    change(&mut content.operations);
    assert!(before != content.operations.len() || told != format!("{:?}", content.operations));
    let stream = referred(pdf.get_dictionary(id).unwrap(), b"Contents");
    pdf.get_object_mut(stream).unwrap().as_stream_mut().unwrap().set_plain_content(content.encode().unwrap());
}

/// Paints in another colour what has this one, on every page that has it.
fn recolour_all(pdf: &mut Document, from: [f32; 3], to: [f32; 3]) {
    let pages = u32::try_from(pdf.get_pages().len()).unwrap();
    for number in 1..=pages {
        let page = page_id(pdf, number);
        let operations = Content::decode(&pdf.get_page_content(page)).unwrap().operations;
        if operations.iter().any(|one| has_colour(one, from)) {
            content(pdf, number, |all| recolour(all, from, to));
        }
    }
}

fn has_colour(operation: &Operation, colour: [f32; 3]) -> bool {
    let parts: Vec<f32> = operation.operands.iter().filter_map(|part| part.as_float().ok()).collect();
    operation.operator == "scn"
        && parts.len() == 3
        && parts.iter().zip(colour).all(|(part, colour)| (part - colour).abs() < 0.002)
}

/// Paints in another colour what has this one.
fn recolour(operations: &mut [Operation], from: [f32; 3], to: [f32; 3]) {
    for operation in operations.iter_mut().filter(|one| has_colour(one, from)) {
        operation.operands = to.map(Object::Real).to_vec();
    }
}

fn operation(operator: &str, operands: Vec<Object>) -> Operation {
    Operation::new(operator, operands)
}

fn is_marking(operation: &Operation) -> bool {
    ["BMC", "BDC", "EMC"].contains(&operation.operator.as_str())
}

/// Where the first piece of text begins that is heard.
fn marked(operations: &[Operation]) -> usize {
    let is_heard = |one: &Operation| {
        one.operator == "BDC" && one.operands[1].as_dict().is_ok_and(|properties| properties.has(b"MCID"))
    };
    operations.iter().position(is_heard).unwrap()
}

fn decorate(operations: &mut [Operation]) {
    let at = marked(operations);
    operations[at] = operation("BMC", vec!["Artifact".into()]);
}

fn unmark(operations: &mut [Operation]) {
    let at = marked(operations);
    operations[at] = operation("BMC", vec!["Span".into()]);
}

/// Gives marked words a language that is none.
fn misspeak(pdf: &mut Document) {
    let language =
        |one: &Operation| one.operator == "BDC" && one.operands[1].as_dict().is_ok_and(|list| list.has(b"Lang"));
    let draws =
        |pdf: &Document, id| Content::decode(&pdf.get_page_content(id)).unwrap().operations.iter().any(language);
    let (number, _) = pdf.get_pages().into_iter().find(|&(_, id)| draws(pdf, id)).unwrap();
    content(pdf, number, |operations| {
        let one = operations.iter_mut().find(|one| language(one)).unwrap();
        one.operands[1].as_dict_mut().unwrap().set("Lang", text("plain French"));
    });
}

fn remove_last(operator: &'static str) -> impl Fn(&mut Vec<Operation>) {
    move |operations| {
        let at = operations.iter().rposition(|one| one.operator == operator).unwrap();
        operations.remove(at);
    }
}

/// The first text of a page that is heard: the place of the operation that shows it.
fn shown(operations: &[Operation]) -> usize {
    let from = marked(operations);
    from + operations[from..].iter().position(|one| one.operator == "TJ").unwrap()
}

fn no_glyph(operations: &mut [Operation]) {
    let at = shown(operations);
    let strings = operations[at].operands[0].as_array_mut().unwrap();
    strings[0].as_str_mut().unwrap()[..2].fill(0);
}

fn hide(operations: &mut Vec<Operation>) {
    let at = shown(operations);
    operations.insert(at, operation("Tr", vec![3.into()]));
}

/// Moves a text to the right.
fn shift(operations: &mut Vec<Operation>, by: f32) {
    let at = shown(operations);
    operations.insert(at, operation("Td", vec![by.into(), 0.into()]));
}

fn ink(operations: &mut Vec<Operation>) {
    let at = shown(operations);
    operations.insert(at, operation("k", vec![1.into(), 0.into(), 0.into(), 0.into()]));
}

/// Changes every dictionary of a type.
fn every(pdf: &mut Document, kind: &[u8], change: impl Fn(&mut Dictionary)) {
    let before = pdf.objects.clone();
    for object in pdf.objects.values_mut() {
        if let Ok(dictionary) = object.as_dict_mut()
            && dictionary.has_type(kind)
        {
            change(dictionary);
        }
    }
    assert!(before != pdf.objects);
}

fn remove_font_file(descriptor: &mut Dictionary) {
    for key in [&b"FontFile2"[..], b"FontFile3"] {
        descriptor.remove(key);
    }
}

fn damage_font(pdf: &mut Document) {
    let descriptor = pdf.objects.values().filter_map(|object| object.as_dict().ok()).find(|one| one.has(b"FontFile2"));
    let id = referred(descriptor.unwrap(), b"FontFile2");
    let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    let mut program = stream.get_plain_content().unwrap();
    program[..64].fill(0xff);
    stream.set_plain_content(program);
}

/// Lets the codes of a font mean U+0000, as some writers do where they know no better.
fn no_character(pdf: &mut Document) {
    let font = pdf.objects.values().filter_map(|object| object.as_dict().ok()).find(|one| one.has(b"ToUnicode"));
    let id = referred(font.unwrap(), b"ToUnicode");
    let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    let map = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    let (before, rest) = map.split_once("beginbfchar").unwrap();
    let (code, after) = rest.split_once("> <").unwrap();
    let (_, after) = after.split_once('>').unwrap();
    stream.set_plain_content(format!("{before}beginbfchar{code}> <0000>{after}").into_bytes());
}

fn wrong_widths(font: &mut Dictionary) {
    if let Ok(widths) = font.get_mut(b"W").and_then(Object::as_array_mut) {
        widths.clear();
    }
}

fn record_file_id(pdf: &Document) -> ObjectId {
    pdf.catalog().unwrap().get(b"AF").unwrap().as_array().unwrap()[0].as_reference().unwrap()
}

fn record_file(pdf: &mut Document) -> &mut Dictionary {
    let id = record_file_id(pdf);
    pdf.get_dictionary_mut(id).unwrap()
}

fn record_stream(pdf: &mut Document) -> &mut Stream {
    let id = referred(record_file(pdf).get(b"EF").unwrap().as_dict().unwrap(), b"F");
    pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap()
}

fn cut_records(pdf: &mut Document) {
    let stream = record_stream(pdf);
    let mut records = stream.get_plain_content().unwrap();
    records.truncate(records.len() / 2);
    stream.set_plain_content(records);
}

fn no_attachment(pdf: &mut Document) {
    pdf.catalog_mut().unwrap().remove(b"AF").unwrap();
    names(pdf).remove(b"EmbeddedFiles").unwrap();
}

fn page_list(pdf: &mut Document) -> &mut Dictionary {
    let id = referred(pdf.catalog().unwrap(), b"Pages");
    pdf.get_dictionary_mut(id).unwrap()
}

fn drop_page(pdf: &mut Document, counted: bool) {
    let list = page_list(pdf);
    let kids = list.get_mut(b"Kids").unwrap().as_array_mut().unwrap();
    kids.remove(2);
    let left = i64::try_from(kids.len()).unwrap();
    if counted {
        list.set("Count", left);
    }
}

fn repeat_page(pdf: &mut Document) {
    let list = page_list(pdf);
    let kids = list.get_mut(b"Kids").unwrap().as_array_mut().unwrap();
    kids.push(kids[2].clone());
    let count = i64::try_from(kids.len()).unwrap();
    list.set("Count", count);
}

fn position(file: &[u8], bytes: &[u8]) -> usize {
    file.windows(bytes.len()).position(|window| window == bytes).unwrap()
}

fn replace_first(file: &mut [u8], from: &[u8], to: &[u8]) {
    let at = position(file, from);
    file[at..at + to.len()].copy_from_slice(to);
}

fn replace_last(file: &mut [u8], from: &[u8], to: &[u8]) {
    let at = file.windows(from.len()).rposition(|window| window == from).unwrap();
    file[at..at + to.len()].copy_from_slice(to);
}

/// Moves an entry of the list of objects.
fn wrong_offset(file: &mut [u8]) {
    let list = file.windows(6).rposition(|window| window == b"\nxref\n").unwrap();
    let entry = list + position(&file[list..], b" 00000 n") + 240 - 2;
    let digit = (entry..).find(|&at| file[at].is_ascii_digit()).unwrap();
    file[digit] = if file[digit] == b'9' { b'0' } else { b'9' };
}

/// The last stream of a file is its metadata.
fn damage_metadata(file: &mut [u8]) {
    let stream = file.windows(8).rposition(|window| window == b"\nstream\n").unwrap();
    flip(file, stream);
}

/// Damages the packed content of a page.
fn damage_page(file: &mut [u8]) {
    let pdf = Document::load_mem(file).unwrap();
    let content = referred(pdf.get_dictionary(page_id(&pdf, 3)).unwrap(), b"Contents");
    let Some(XrefEntry::Normal { offset, .. }) = pdf.reference_table.get(content.0) else { panic!("it is packed") };
    flip(file, usize::try_from(*offset).unwrap());
}

/// Flips bits in the middle of the stream that begins behind a place.
fn flip(file: &mut [u8], from: usize) {
    let end = from + position(&file[from..], b"\nendstream");
    for byte in &mut file[(from + end) / 2..][..8] {
        *byte ^= 0x55;
    }
}
