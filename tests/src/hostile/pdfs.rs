//! PDFs that `idm extract` and `idm draft --book` are given.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::{Input, check};

const EXTRACT: [&str; 2] = ["extract", "a.pdf"];
const DRAFT: [&str; 7] = ["draft", "open-archive", "--book=a.pdf", "--project", "project", "--out", "drafts"];

pub(super) fn inputs() -> Vec<Input> {
    let read = |name, what, pdf: fn() -> Vec<u8>, told| {
        check(name, what, move |site| site.write("a.pdf", pdf()), told).run(&EXTRACT).ends(2)
    };
    vec![
        read("pdf-nothing", "an empty file", Vec::new, "a.pdf: it is no PDF"),
        read("pdf-head", "the head of a PDF alone", || b"%PDF-1.7\n".to_vec(), "a.pdf: the PDF is damaged"),
        read("pdf-truncated", "half a PDF", || cut(pdf(|_| {})), "a.pdf: the PDF is damaged"),
        read("pdf-random", "random bytes behind the head of a PDF", random, "a.pdf: the PDF is damaged"),
        read(
            "pdf-bomb",
            "records of 1 GB, packed into 1 MB",
            || attached("records.json", packed(1 << 30)),
            "the attachment is larger than 64 MiB",
        ),
        read("pdf-names-endless", "a list of names that holds itself", names_endless, "a list of names has no end"),
        read("pdf-number-huge", "objects with numbers of ten digits", numbers, "a.pdf: the PDF is damaged"),
        read(
            "pdf-table-huge",
            "a list of parts that says it has a thousand million",
            || {
                b"%PDF-1.4\nxref\n0 1000000000\n0000000000 65535 f \ntrailer << /Size 1000000000 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n".to_vec()
            },
            "a.pdf: the PDF is damaged",
        ),
        read("pdf-arrays-deep", "lists nested 100,000 deep", deep, "a.pdf: "),
        read(
            "pdf-json-deep",
            "records nested 100,000 deep",
            || attached("records.json", plain(&[b'['; 100_000])),
            "holds no records",
        ),
        read(
            "pdf-path",
            "an attachment called `../../records.json`",
            || attached("../../records.json", plain(b"{}")),
            "no records.json is attached",
        ),
        check("pdf-zero", "/dev/zero in place of a PDF", |_| {}, "/dev/zero").run(&["extract", "/dev/zero"]).ends(2),
        check(
            "pdf-pages-endless",
            "pages that hold themselves, for a draft's page numbers",
            |site| site.write("a.pdf", pages_endless()),
            "a.pdf",
        )
        .run(&DRAFT)
        .ends(2),
        check(
            "pdf-book-random",
            "random bytes for a draft's page numbers",
            |site| site.write("a.pdf", random()),
            "a.pdf",
        )
        .run(&DRAFT)
        .ends(2),
    ]
}

fn random() -> Vec<u8> {
    let mut bytes = vec![0; 1_000_000];
    fastrand::Rng::with_seed(2017).fill(&mut bytes);
    [b"%PDF-1.7\n", &bytes[..], b"\nstartxref\n500\n%%EOF"].concat()
}

fn cut(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() / 2);
    bytes
}

fn plain(content: &[u8]) -> Stream {
    Stream::new(Dictionary::new(), content.to_vec())
}

/// So many spaces, packed.
fn packed(bytes: usize) -> Stream {
    let mut stream = plain(&vec![b' '; bytes]);
    stream.compress().expect("it can be packed");
    stream
}

fn pdf(fill: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.add_object(dictionary! { "Type" => "Pages", "Kids" => vec![], "Count" => 0 });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    fill(&mut document);
    let mut bytes = vec![];
    document.save_to(&mut bytes).expect("a PDF can be written");
    bytes
}

fn catalog(document: &mut Document) -> &mut Dictionary {
    document.catalog_mut().expect("it has been made")
}

fn attached(name: &'static str, content: Stream) -> Vec<u8> {
    pdf(|document| {
        let stream = document.add_object(content);
        let file = dictionary! {
            "Type" => "Filespec", "UF" => lopdf::text_string(name), "EF" => dictionary! { "UF" => stream },
        };
        let file = document.add_object(file);
        catalog(document).set("AF", vec![file.into()]);
    })
}

fn names_endless() -> Vec<u8> {
    pdf(|document| {
        let node = document.new_object_id();
        document.objects.insert(node, dictionary! { "Kids" => vec![Object::from(node), node.into()] }.into());
        catalog(document).set("Names", dictionary! { "EmbeddedFiles" => node, "Dests" => node });
    })
}

fn pages_endless() -> Vec<u8> {
    pdf(|document| {
        let pages = document.new_object_id();
        let kids = vec![Object::from(pages), pages.into()];
        document.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => kids, "Parent" => pages }.into());
        let names = vec![lopdf::text_string("a"), Object::from(vec![pages.into(), Object::from("XYZ")])];
        let catalog = catalog(document);
        catalog.set("Pages", pages);
        catalog.set("Names", dictionary! { "Dests" => dictionary! { "Names" => names } });
    })
}

fn numbers() -> Vec<u8> {
    let text = "%PDF-1.4\n4294967295 0 obj << /Type /Catalog >> endobj\n9999999999 65535 obj << >> endobj\ntrailer << /Root 4294967295 0 R /Size 4294967295 >>\nstartxref\n99999999999999999999\n%%EOF\n";
    text.as_bytes().to_vec()
}

fn deep() -> Vec<u8> {
    let text = format!(
        "%PDF-1.4\n1 0 obj << /Type /Catalog /AF {}{} >> endobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer << /Size 2 /Root 1 0 R >>\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let at = text.find("xref\n0 2").expect("the table");
    format!("{text}startxref\n{at}\n%%EOF\n").into_bytes()
}
