//! Word files as whoever gets one may change them.

use std::io::{self, Cursor, Read, Write};

use roxmltree::{Document, Node};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The part that holds the text.
const DOCUMENT: &str = "word/document.xml";

/// The part that holds the comments.
const COMMENTS: &str = "word/comments.xml";

/// A package whose text is edited in its XML, without the parts whose names begin with `dropped`, if any is to go.
///
/// # Errors
/// If the package cannot be read, or its text is not UTF-8.
pub fn edited(package: &[u8], dropped: Option<&str>, edit: &dyn Fn(String) -> String) -> io::Result<Vec<u8>> {
    with_parts(package, dropped, &|name, text| (name == DOCUMENT).then(|| edit(text.to_owned())))
}

/// A package with another text, and with more comments behind those that it has.
///
/// # Errors
/// If the package cannot be read, or its text is not UTF-8.
pub fn commented(package: &[u8], text: &str, comments: &str) -> io::Result<Vec<u8>> {
    with_parts(package, None, &|name, part| match name {
        DOCUMENT => Some(text.to_owned()),
        COMMENTS => Some(part.replace("</w:comments>", &format!("{comments}</w:comments>"))),
        _ => None,
    })
}

/// The XML of a package's text.
///
/// # Errors
/// If the package cannot be read, or its text is not UTF-8.
pub fn text(package: &[u8]) -> io::Result<String> {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(package))?.by_name(DOCUMENT)?.read_to_string(&mut text)?;
    Ok(text)
}

fn with_parts(
    package: &[u8],
    dropped: Option<&str>,
    edit: &dyn Fn(&str, &str) -> Option<String>,
) -> io::Result<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(package))?;
    let mut to = ZipWriter::new(Cursor::new(vec![]));
    for at in 0..from.len() {
        let mut part = from.by_index(at)?;
        let name = part.name()?.into_owned();
        if dropped.is_some_and(|dropped| name.starts_with(dropped)) {
            continue;
        }
        let mut bytes = vec![];
        part.read_to_end(&mut bytes)?;
        if name == DOCUMENT || name == COMMENTS {
            let part = String::from_utf8(bytes).map_err(io::Error::other)?;
            bytes = edit(&name, &part).unwrap_or(part).into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default())?;
        to.write_all(&bytes)?;
    }
    Ok(to.finish()?.into_inner())
}

/// The namespace of what text is made of: ECMA-376, part 1, § 17.
const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The words of a package's text and notes, with the tag of the language that each is in: those of a paragraph that follow one another
/// in one language are one entry.
///
/// # Errors
/// If the package cannot be read, or is not XML.
pub fn languages(package: &[u8]) -> io::Result<Vec<(String, String)>> {
    let mut package = ZipArchive::new(Cursor::new(package))?;
    let mut part = |name: &str| -> io::Result<String> {
        let mut text = String::new();
        package.by_name(name)?.read_to_string(&mut text)?;
        Ok(text)
    };
    let styles = part("word/styles.xml")?;
    let styles = Document::parse(&styles).map_err(io::Error::other)?;
    let tag = |within: Node| {
        let lang = within.descendants().find(|node| node.has_tag_name((WORDS, "lang")))?;
        lang.attribute((WORDS, "val")).map(str::to_owned)
    };
    let defaults = styles.descendants().find(|node| node.has_tag_name((WORDS, "docDefaults")));
    let usual = defaults.and_then(tag).ok_or_else(|| io::Error::other("the text has no language"))?;
    let mut told = vec![];
    for name in [DOCUMENT, "word/footnotes.xml"] {
        let Ok(text) = part(name) else { continue };
        let tree = Document::parse(&text).map_err(io::Error::other)?;
        for paragraph in tree.descendants().filter(|node| node.has_tag_name((WORDS, "p"))) {
            let mut own: Vec<(String, String)> = vec![];
            for run in paragraph.descendants().filter(|node| node.has_tag_name((WORDS, "r"))) {
                let words: String = run
                    .children()
                    .filter(|node| node.has_tag_name((WORDS, "t")))
                    .filter_map(|node| node.text())
                    .collect();
                let properties = run.children().find(|node| node.has_tag_name((WORDS, "rPr")));
                let tag = properties.and_then(tag).unwrap_or_else(|| usual.clone());
                match own.last_mut().filter(|(last, _)| *last == tag) {
                    Some((_, before)) => before.push_str(&words),
                    None => own.push((tag, words)),
                }
            }
            told.extend(own.into_iter().filter(|(_, words)| !words.trim().is_empty()));
        }
    }
    Ok(told)
}
