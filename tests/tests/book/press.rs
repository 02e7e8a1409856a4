//! The book for a press: its boxes, its inks and its pages, read back from the file.
//!
//! With `IDM_WITNESSES=1` qpdf, poppler and Ghostscript have a look, too, and must be there.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::LazyLock;

use idm_tests::project;
use lopdf::content::Content;
use lopdf::{Document, Object};
use tempfile::TempDir;

struct Made {
    folder: TempDir,
    document: Document,
    said: String,
}

impl Made {
    fn path(&self) -> PathBuf {
        self.folder.path().join("idm-2017-press.pdf")
    }
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let output = build(folder.path().to_str().unwrap());
    let said = String::from_utf8(output.stderr).unwrap();
    let bytes = fs::read(folder.path().join("idm-2017-press.pdf")).unwrap();
    Made { document: Document::load_mem(&bytes).unwrap(), folder, said }
});

fn build(out: &str) -> Output {
    let inputs = project::package().parent().unwrap().join("inputs").join("idm-2017");
    let output = Command::new(project::program().unwrap())
        .args(["build", "--profile", "press", "--paper-weight", "120", "--out", out, "--project"])
        .arg(inputs)
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn numbers(list: &[Object]) -> Vec<f32> {
    list.iter().filter_map(|number| number.as_float().ok()).collect()
}

/// Every content stream: of the pages, and of the drawings within them.
fn contents(document: &Document) -> Vec<Content<Vec<lopdf::content::Operation>>> {
    let pages: BTreeSet<_> =
        document.get_pages().into_values().flat_map(|page| document.get_page_contents(page)).collect();
    let streams = document.objects.iter().filter_map(|(id, object)| {
        let stream = object.as_stream().ok()?;
        let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
        (pages.contains(id) || is_form).then_some(stream)
    });
    streams.map(|stream| Content::decode(&stream.get_plain_content().unwrap()).unwrap()).collect()
}

#[test]
fn every_page_has_its_boxes_and_their_number_folds_into_sheets() {
    let pages = MADE.document.get_pages();
    assert_eq!(pages.len() % 4, 0);
    for page in pages.into_values() {
        let page = MADE.document.get_dictionary(page).unwrap();
        let side = |name: &str| numbers(page.get(name.as_bytes()).unwrap().as_array().unwrap());
        let (media, bleed, trim) = (side("MediaBox"), side("BleedBox"), side("TrimBox"));
        let millimetres = |from: f32, to: f32| ((to - from) * 25.4 / 72.0 * 10.0).round() / 10.0;
        assert_eq!((millimetres(trim[0], trim[2]), millimetres(trim[1], trim[3])), (210.0, 297.0));
        for (inner, outer) in [(0, 0), (1, 1)] {
            assert_eq!(millimetres(bleed[outer], trim[inner]), 3.0);
            assert_eq!(millimetres(media[outer], trim[inner]), 10.0);
        }
        for at in [2, 3] {
            assert_eq!((millimetres(trim[at], bleed[at]), millimetres(trim[at], media[at])), (3.0, 10.0));
        }
        assert!(!page.has(b"Annots"));
    }
}

#[test]
fn there_are_inks_alone_and_text_has_no_more_than_three() {
    let mut counts = BTreeMap::<String, usize>::new();
    for content in contents(&MADE.document) {
        let (mut inks, mut kept) = (0, vec![]);
        for operation in content.operations {
            match operation.operator.as_str() {
                "q" => kept.push(inks),
                "Q" => inks = kept.pop().unwrap_or_default(),
                "k" => inks = numbers(&operation.operands).iter().filter(|&&ink| ink > 0.0).count(),
                "Tj" | "TJ" | "'" | "\"" => {
                    assert!((0..=3).contains(&inks), "text in {inks} inks");
                    *counts.entry(format!("text in {inks}")).or_default() += 1;
                }
                _ => {}
            }
            if ["rg", "RG", "g", "G", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "k", "K"]
                .contains(&&*operation.operator)
            {
                *counts.entry(operation.operator).or_default() += 1;
            }
        }
    }
    let operators: Vec<&str> = counts.keys().map(String::as_str).filter(|name| !name.starts_with("text")).collect();
    assert_eq!(operators, ["K", "k"], "{counts:?}");
    // Black text is black alone.
    assert!(counts["text in 1"] > 1000, "{counts:?}");
}

/// Whether a part of the file names a colour space that is not one of inks or of grey.
fn names_other_space(object: &Object) -> bool {
    match object {
        Object::Name(name) => matches!(&name[..], b"ICCBased" | b"DeviceRGB" | b"CalRGB" | b"Lab"),
        Object::Array(parts) => parts.iter().any(names_other_space),
        Object::Dictionary(parts) => parts.iter().any(|(_, part)| names_other_space(part)),
        Object::Stream(stream) => stream.dict.iter().any(|(_, part)| names_other_space(part)),
        _ => false,
    }
}

#[test]
fn no_part_of_the_file_names_a_space_of_other_colours() {
    let other: Vec<_> = MADE.document.objects.iter().filter(|(_, object)| names_other_space(object)).collect();
    assert!(other.is_empty(), "{other:?}");
}

#[test]
fn the_profile_of_the_inks_is_inside() {
    let intents = MADE.document.catalog().unwrap().get(b"OutputIntents").unwrap().as_array().unwrap();
    let profile = intents[0].as_dict().unwrap().get(b"DestOutputProfile").unwrap().as_reference().unwrap();
    let profile = MADE.document.get_object(profile).unwrap().as_stream().unwrap();
    assert_eq!(profile.dict.get(b"N").unwrap().as_i64().unwrap(), 4);
    let bytes = profile.get_plain_content().unwrap();
    assert_eq!((&bytes[12..16], &bytes[16..20]), (&b"prtr"[..], &b"CMYK"[..]));
}

#[test]
fn it_says_of_itself_what_is_true_on_paper() {
    if std::env::var_os("IDM_WITNESSES").is_none() {
        return;
    }
    let output = Command::new("pdftotext").arg(MADE.path()).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("attached to its PDF edition, idm-2017.pdf, as records.json"), "{text}");
    assert!(text.contains("PDF/UA-1 and PDF/A-3a in the PDF edition (idm-2017.pdf)"), "{text}");
    assert!(text.contains("it has neither tags nor links") && !text.contains("attached to the PDF file"), "{text}");
}

#[test]
fn the_spine_is_told() {
    let leaves = MADE.document.get_pages().len() / 2;
    let width = leaves as f64 * 120.0 * 1.3 / 1000.0;
    assert!(
        MADE.said.contains(&format!("the spine is {width:.1} mm wide: {leaves} leaves of 120 g/m²")),
        "{}",
        MADE.said
    );
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    build(folder.path().to_str().unwrap());
    let again = fs::read(folder.path().join("idm-2017-press.pdf")).unwrap();
    assert!(again == fs::read(MADE.path()).unwrap());
}

#[test]
fn a_word_file_is_not_for_a_press() {
    let folder = TempDir::new().unwrap();
    let arguments = ["build", "--profile", "press", "--format", "docx", "--project", "."];
    let output = project::run(&project::program().unwrap(), folder.path(), &arguments).unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("`--profile press`") && said.contains("`--format pdf,docx`"), "{said}");
}

#[test]
fn others_read_it_and_find_inks_and_boxes() {
    if std::env::var_os("IDM_WITNESSES").is_none() {
        return;
    }
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).arg(MADE.path()).output().unwrap();
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run("qpdf", &["--check"]);
    let boxes = run("pdfinfo", &["-box", "-f", "1", "-l", "1"]);
    for line in ["BleedBox:     19.84    19.84", "TrimBox:      28.35    28.35"] {
        assert!(boxes.contains(line), "{boxes}");
    }
    let covered = run("gs", &["-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=inkcov", "-o", "-"]);
    let pages = covered.lines().filter(|line| line.ends_with("CMYK OK")).count();
    assert_eq!(pages, MADE.document.get_pages().len(), "{covered}");
    let fonts = run("pdffonts", &[]);
    assert!(fonts.lines().skip(2).all(|line| line.split_whitespace().rev().nth(4) == Some("yes")), "{fonts}");
}
