//! Word files that `idm import docx` is given.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Input, check};

const IMPORT: [&str; 7] = ["import", "docx", "a.docx", "--panel", "open-archive", "--project", "project"];

pub(super) fn inputs() -> Vec<Input> {
    let read = |name, what, file: fn() -> Vec<u8>, told| {
        check(name, what, move |site| site.write("a.docx", file()), told).run(&IMPORT).ends(2)
    };
    vec![
        read("docx-nothing", "an empty file", Vec::new, "a.docx: it is no .docx file"),
        read("docx-random", "random bytes behind the head of a zip", random, "a.docx: it is no .docx file"),
        read(
            "docx-truncated",
            "half a Word file",
            || halved(document(&paragraph("Words."))),
            "a.docx: it is no .docx file",
        ),
        read(
            "docx-old",
            "the head of a file of an older Word",
            || b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "save it as .docx",
        ),
        read(
            "docx-no-text",
            "a package without a text",
            || packed(&[("a.xml", b"<a/>")]),
            "a.docx: it holds no text of Word",
        ),
        read("docx-no-words", "a text without words", || document(""), "a.docx: it holds no words"),
        read(
            "docx-bomb",
            "a text of 1 GB, packed into 1 MB",
            || document(&" ".repeat(1 << 30)),
            "is larger than 32 MiB",
        ),
        read("docx-parts", "20,000 parts", parts, "more than 10000 parts"),
        read("docx-entities", "entities that are made of entities", entities, "declares entities"),
        read(
            "docx-deep",
            "elements nested 100,000 deep",
            || document(&"<w:sdt><w:sdtContent>".repeat(50_000)),
            "lie more than 256 deep within each other",
        ),
        read(
            "docx-many",
            "two million elements",
            || document(&"<w:p/>".repeat(2_000_000)),
            "more than 1000000 elements",
        ),
        read("docx-styles-endless", "a style that is based on itself", styles_endless, "a.docx: it holds no words"),
        check(
            "docx-paths",
            "pictures at `../../../etc/passwd` and at an address",
            |site| site.write("a.docx", paths()),
            "left out: a picture that lies outside the file",
        )
        .run(&IMPORT)
        .ends(0),
        check(
            "docx-fields",
            "100,000 fields that never end",
            |site| {
                let open =
                    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>";
                site.write(
                    "a.docx",
                    document(&format!("<w:p>{}<w:r><w:t>Words.</w:t></w:r></w:p>", open.repeat(100_000))),
                );
            },
            "+Words.",
        )
        .run(&IMPORT)
        .ends(0),
    ]
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("it can be packed");
        zip.write_all(bytes).expect("it can be packed");
    }
    zip.finish().expect("it can be packed").into_inner()
}

fn document(body: &str) -> Vec<u8> {
    let text = format!("<w:document xmlns:w='w' xmlns:r='r' xmlns:a='a'><w:body>{body}</w:body></w:document>");
    packed(&[("word/document.xml", text.as_bytes())])
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn halved(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() / 2);
    bytes
}

fn random() -> Vec<u8> {
    let mut bytes = vec![0; 1_000_000];
    fastrand::Rng::with_seed(2017).fill(&mut bytes);
    [b"PK\x03\x04", &bytes[..]].concat()
}

fn parts() -> Vec<u8> {
    let names: Vec<String> = (0..20_000).map(|at| format!("{at}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    packed(&parts)
}

fn entities() -> Vec<u8> {
    let mut text = "<!DOCTYPE a [<!ENTITY e0 'words'>".to_owned();
    for at in 1..30 {
        text.push_str(&format!("<!ENTITY e{at} '&e{0};&e{0};'>", at - 1));
    }
    text.push_str("]><w:document xmlns:w='w'><w:body><w:p><w:r><w:t>&e29;</w:t></w:r></w:p></w:body></w:document>");
    packed(&[("word/document.xml", text.as_bytes())])
}

fn styles_endless() -> Vec<u8> {
    let text = "<w:document xmlns:w='w'><w:body><w:p><w:pPr><w:pStyle w:val='A'/></w:pPr></w:p></w:body></w:document>";
    let relations = "<R><R Id='s' Type='t/styles' Target='styles.xml'/></R>";
    let styles =
        "<w:styles xmlns:w='w'><w:style w:type='paragraph' w:styleId='A'><w:basedOn w:val='A'/></w:style></w:styles>";
    packed(&[
        ("word/document.xml", text.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ])
}

fn paths() -> Vec<u8> {
    let picture = |id: &str| format!("<w:p><w:r><w:drawing><a:blip r:embed='{id}'/></w:drawing></w:r></w:p>");
    let body = picture("up") + &picture("out") + &paragraph("Words.");
    let text = format!("<w:document xmlns:w='w' xmlns:r='r' xmlns:a='a'><w:body>{body}</w:body></w:document>");
    let relations = "<R><R Id='up' Type='t/image' Target='../../../etc/passwd'/>\
        <R Id='out' Type='t/image' Target='https://pictures.example/a.png' TargetMode='External'/></R>";
    packed(&[("word/document.xml", text.as_bytes()), ("word/_rels/document.xml.rels", relations.as_bytes())])
}
