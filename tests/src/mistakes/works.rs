//! Mistakes in references, links and pictures: what another program's format, or its export, brings along.

use fastrand::Rng;

use super::Mistake;
use super::book::{Book, Fault, Field, choose};
use super::prose::{PICTURE, paragraph, said};
use super::yaml::valued;

/// A key of a reference with another value.
fn reference(book: &Book, rng: &mut Rng, key: &str, values: &[&str]) -> Option<Fault> {
    let fits = |field: &Field| field.path == "references.yaml" && field.key == key && field.column == 2;
    let field = book.field(rng, |field| fits(field) && field.is_single())?;
    valued(book, field, choose(rng, values)?)
}

/// A key put into a reference, before another.
fn added(book: &Book, rng: &mut Rng, lines: &[&str]) -> Option<Fault> {
    let fits = |field: &Field| field.path == "references.yaml" && field.key == "type" && field.column == 2;
    let field = book.field(rng, fits)?;
    Some(book.inserted(&field.path, field.line, &[choose(rng, lines)?], 0))
}

/// A figure with a picture of that name and content.
fn pictured(book: &Book, rng: &mut Rng, name: &str, bytes: &[u8]) -> Option<Fault> {
    let mut fault = paragraph(book, rng, &[&format!("![A triangle](figures/{name})")], 0)?;
    let folder = fault.places[0].0.rsplit_once('/')?.0.to_owned();
    fault.files.insert(format!("{folder}/figures/{name}"), bytes.into());
    Some(fault)
}

/// A drawing with more in it.
fn drawn(book: &Book, rng: &mut Rng, bodies: &[&str]) -> Option<Fault> {
    let body = choose(rng, bodies)?;
    let drawing = format!("{}{body}</svg>", PICTURE.trim_end_matches("</svg>"));
    pictured(book, rng, "added.svg", drawing.as_bytes())
}

/// The head of a JPEG with four colours: what follows the frame is not looked at.
const FOUR_COLOURS: &[u8] = &[
    0xff, 0xd8, 0xff, 0xee, 0, 14, b'A', b'd', b'o', b'b', b'e', 0, 100, 0, 0, 0, 0, 0, 0xff, 0xc0, 0, 20, 8, 0, 9, 0,
    9, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0, 0xff, 0xd9,
];

/// The bytes of a sound font.
const FONT: &[u8] = include_bytes!("../../publications/high-valleys/fonts/NotoSerifKhmer.ttf");

/// What a font may be called.
const FONTS: &[&str] = &["Own.ttf", "Text.otf", "Names.ttc", "House.ttf", "Khmer.otf", "Bold.ttf"];

/// A font of the publication's own, with other files.
fn font(book: &Book, name: &str, bytes: &[u8], beside: &[&str]) -> Option<Fault> {
    let path = format!("fonts/{name}");
    let mut files = book.files.clone();
    files.insert(path.clone(), bytes.into());
    files.extend(beside.iter().map(|&path| (path.to_owned(), b"The licence of the font.\n".as_slice().into())));
    Some(Fault { files, change: format!("`{path}` was put in"), places: vec![(path, None)] })
}

pub(super) const KINDS: &[Mistake] = &[
    Mistake {
        name: "title with one brace",
        does: "a brace that nothing closes or opens in the title of a reference",
        make: |book, rng| {
            let values =
                ["\"{Rivers and roads\"", "\"Rivers} and roads\"", "Rivers {and roads", "\"{{Rivers} and roads\""];
            reference(book, rng, "title", &values)
        },
    },
    Mistake {
        name: "several authors in one text",
        does: "authors of a reference joined by semicolons, commas or words",
        make: |book, rng| {
            let values = ["Sen, Ana; Li, Bo", "Sen, Ana and Li, Bo", "\"Sen A, Li B\"", "Sen, Ana et al."];
            reference(book, rng, "author", &values).or_else(|| added(book, rng, &["  editor: Sen, Ana; Li, Bo"]))
        },
    },
    Mistake {
        name: "date of a reference in words",
        does: "a date of a reference as it would be said",
        make: |book, rng| {
            reference(book, rng, "date", &["April 2017", "18.04.2017", "2017-02-30", "n.d.", "2016/2017"])
        },
    },
    Mistake {
        name: "type of a reference misspelt",
        does: "a type that no reference has",
        make: |book, rng| reference(book, rng, "type", &["bok", "journal-article", "webpage", "reprot", "paper"]),
    },
    Mistake {
        name: "key of another format",
        does: "a key of BibTeX or CSL in a reference",
        make: |book, rng| {
            added(
                book,
                rng,
                &["  year: 2017", "  doi: 10.1000/182", "  isbn: 978-92-9068-000-0", "  pages: 1-9", "  journal: Ways"],
            )
        },
    },
    Mistake {
        name: "address of a reference that leads nowhere",
        does: "an address in a reference that no reader can follow",
        make: |book, rng| {
            let lines = [
                "  url: javascript:alert(1)",
                "  url: www.example.org",
                "  url: ftp://example.org/a",
                "  url: \"https://\"",
                "  url: {value: \"smb://host/a\"}",
            ];
            added(book, rng, &lines)
        },
    },
    Mistake {
        name: "DOI with its resolver",
        does: "a DOI as a web address",
        make: |book, rng| {
            let lines = [
                "  serial-number: {doi: \"https://doi.org/10.1000/182\"}",
                "  serial-number: {doi: \"doi:10.1000/182\"}",
            ];
            added(book, rng, &lines)
        },
    },
    Mistake {
        name: "number where none is read",
        does: "words for the number of pages or volumes, or a language in words",
        make: |book, rng| {
            added(book, rng, &["  page-total: many", "  volume-total: two", "  language: french", "  language: \"?\""])
        },
    },
    Mistake {
        name: "style of footnotes",
        does: "a citation style that needs footnotes or makes no list",
        make: |book, rng| {
            if book.fields.iter().any(|field| field.path == "publication.yaml" && field.keys == "citation-style") {
                return None;
            }
            let style = choose(rng, ["chicago-notes", "turabian-fullnote-8", "alphanumeric", "gb-7714-2015-note"])?;
            let top = |field: &Field| field.path == "publication.yaml" && field.column == 0;
            let field = book.field(rng, |field| top(field) && field.follows_plain)?;
            Some(book.inserted(&field.path, field.line, &[&format!("citation-style: {style}")], 0))
        },
    },
    Mistake {
        name: "link that few can follow",
        does: "a link to a file server, a program or a part of a web page",
        make: |book, rng| {
            let address = choose(
                rng,
                ["ftp://example.org/a", "smb://host/a", "urn:isbn:1", "ms-word:ofe", "about:blank", "blob:1"],
            )?;
            said(book, rng, &format!("See [there]({address})."))
        },
    },
    Mistake {
        name: "link without its host",
        does: "an address that ends where its host should begin, or names nobody",
        make: |book, rng| {
            let address =
                choose(rng, ["https://", "http:", "https:///a", "mailto:", "tel:", "doi:", "https:example.org"])?;
            said(book, rng, &format!("See [there]({address})."))
        },
    },
    Mistake {
        name: "picture for a press",
        does: "a photograph in four colours",
        make: |book, rng| pictured(book, rng, "added.jpg", FOUR_COLOURS),
    },
    Mistake {
        name: "words for web browsers",
        does: "a drawing whose words only web browsers show",
        make: |book, rng| {
            drawn(
                book,
                rng,
                &[
                    "<foreignObject width=\"9\" height=\"9\"><p xmlns=\"http://www.w3.org/1999/xhtml\">Data</p></foreignObject>",
                    "<flowRoot><flowPara>Data</flowPara></flowRoot>",
                ],
            )
        },
    },
    Mistake {
        name: "colours and effects of web browsers",
        does: "a drawing with a colour or an effect that is not printed",
        make: |book, rng| {
            let parts = [
                "<rect width=\"3\" height=\"3\" style=\"fill: light-dark(#fff, #000)\"/>",
                "<rect width=\"3\" height=\"3\" style=\"/* */ filter: blur(1px)\"/>",
                "<rect width=\"3\" height=\"3\" fill=\"var(--a)\"/>",
            ];
            drawn(book, rng, &parts)
        },
    },
    Mistake {
        name: "drawing that needs another file",
        does: "a drawing that shows what lies elsewhere",
        make: |book, rng| {
            let parts = [
                "<image href=\"photo.png\" width=\"3\" height=\"3\"/>",
                "<style>@import url(a.css);</style>",
                "<rect width=\"3\" height=\"3\" fill=\"url(a.svg#b)\"/>",
            ];
            drawn(book, rng, &parts)
        },
    },
    Mistake {
        name: "picture with the wrong slash",
        does: "a path as one system alone writes it",
        make: |book, rng| {
            let mut fault = paragraph(book, rng, &[r"![A triangle](figures\added.svg)"], 0)?;
            let folder = fault.places[0].0.rsplit_once('/')?.0.to_owned();
            fault.files.insert(format!("{folder}/figures/added.svg"), PICTURE.into());
            Some(fault)
        },
    },
    Mistake {
        name: "font without its licence",
        does: "a font in `fonts/`, and no licence beside it",
        make: |book, rng| font(book, choose(rng, FONTS)?, FONT, &[]),
    },
    Mistake {
        name: "font that is none",
        does: "a font for web pages, or another file, under the name of a font",
        make: |book, rng| {
            let bytes = choose(rng, &["wOF2\0\x01\0\0", "<html>not found</html>", "", "OTTO\0\x01"])?;
            font(book, choose(rng, FONTS)?, bytes.as_bytes(), &["fonts/OFL.txt"])
        },
    },
    Mistake {
        name: "words for a logo",
        does: "words, or a path alone, where the cover shows a picture",
        make: |book, rng| {
            let line = choose(
                rng,
                &[
                    "  logo: The house that publishes",
                    "  logo: logo.png",
                    "  logo: \"[Sign](figures/sign.png)\"",
                    "  logo: Editorial house",
                    "  logo: figures/logo.svg",
                    "  logo: \"[Logo](figures/logo.svg)\"",
                ],
            )?;
            let field =
                book.field(rng, |field| field.path == "publication.yaml" && field.key == "id" && field.column == 0)?;
            Some(book.inserted(&field.path, field.line, &["cover:", line], 1))
        },
    },
];
