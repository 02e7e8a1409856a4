//! Pictures: read, and looked at closely enough to know that they can be shown.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::files::{FileProblem, FileProblemKind, MAX_IMAGE_BYTES};
use crate::model::Publication;
use crate::read::Project;
use crate::rules;

/// The contents of pictures by their path in the project.
pub type Pictures = BTreeMap<String, Arc<[u8]>>;

/// How many pixels a picture may have: more than a whole page at 1,200 dots per inch.
const MAX_PIXELS: u64 = 200_000_000;

/// How deeply pictures may lie within each other.
const MAX_DEPTH: usize = 4;

/// How much text an SVG picture may hold, styles included. The time that its layout takes grows with the square.
const MAX_LETTERS: usize = 20_000;

/// Reads every picture that the prose names. One that is missing or broken is reported where it is named.
pub fn load(project: &Project, publication: &Publication, diagnostics: &mut Diagnostics) -> Pictures {
    let mut pictures = Pictures::new();
    let mut broken: BTreeMap<&str, Diagnostic> = BTreeMap::new();
    for (&span, path) in &publication.images {
        if pictures.contains_key(path) {
            continue;
        }
        if let Some(known) = broken.get(path.as_str()) {
            diagnostics.push(Diagnostic { place: span.into(), ..known.clone() });
            continue;
        }
        let problem = match project.files.read_bytes(path, MAX_IMAGE_BYTES) {
            Ok(bytes) => match examine(path, &bytes) {
                Ok(()) => {
                    pictures.insert(path.clone(), bytes.into());
                    continue;
                }
                Err(reason) => {
                    Diagnostic::new(&rules::IMAGE_UNREADABLE, span, format!("`{path}` cannot be shown: {reason}"))
                }
            },
            Err(FileProblem { kind: FileProblemKind::Missing, .. }) => {
                Diagnostic::new(&rules::IMAGE_MISSING, span, format!("there is no picture `{path}`"))
            }
            Err(problem) => problem.diagnostic(Some(span.into())),
        };
        diagnostics.push(problem.clone());
        broken.insert(path, problem);
    }
    pictures
}

/// Whether a picture can be shown; if not, why.
fn examine(path: &str, bytes: &[u8]) -> Result<(), String> {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let format = match ending.as_str() {
        "svg" => return examine_svg(bytes, 0),
        "png" => image::ImageFormat::Png,
        "jpg" | "jpeg" => image::ImageFormat::Jpeg,
        "gif" => image::ImageFormat::Gif,
        "webp" => image::ImageFormat::WebP,
        _ => return Err("its ending is none of png, jpg, gif, webp and svg".to_owned()),
    };
    if let Ok(found) = image::guess_format(bytes)
        && found != format
    {
        let name = |format: image::ImageFormat| format.extensions_str().first().copied().unwrap_or("another");
        return Err(format!("its ending is `{ending}`, but it is a `{}` picture", name(found)));
    }
    examine_pixels(bytes, format)
}

fn examine_pixels(bytes: &[u8], format: image::ImageFormat) -> Result<(), String> {
    let reader = || image::ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(|error| error.to_string())?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(format!("it has {width} by {height} pixels, more than any page needs"));
    }
    reader().decode().map(drop).map_err(|error| error.to_string())
}

/// Looks at an SVG picture that lies so deep within others.
fn examine_svg(bytes: &[u8], depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Err(format!("pictures lie within each other more than {MAX_DEPTH} levels deep"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "it is no UTF-8 text".to_owned())?;
    let options = roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: 1_000_000, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, options)
        .map_err(|error| format!("it is no well-formed XML: {error}"))?;
    if document.root_element().tag_name().name() != "svg" {
        return Err("its root element is not `svg`".to_owned());
    }
    let mut letters = 0;
    for node in document.descendants() {
        if has_effect(node) {
            return Err("it uses a filter effect (`filter`), which takes long and prints as pixels".to_owned());
        }
        // What stands between elements is no text, but indentation.
        letters += node.text().filter(|_| node.is_text()).map_or(0, |text| text.trim().len());
        if letters > MAX_LETTERS {
            return Err(format!("it holds more than {MAX_LETTERS} letters of text"));
        }
        for attribute in node.attributes().filter(|attribute| attribute.name() == "href") {
            let target = attribute.value();
            if !target.starts_with('#') && !target.starts_with("data:") {
                return Err(format!("it refers to `{target}`, which lies outside the picture"));
            }
            if let Some(inner) = embedded(target) {
                examine_embedded(&inner, depth + 1)
                    .map_err(|reason| format!("a picture within it is broken: {reason}"))?;
            }
        }
    }
    Ok(())
}

/// Looks at a picture that is written into an SVG one. What it is, its first bytes say.
fn examine_embedded(bytes: &[u8], depth: usize) -> Result<(), String> {
    match image::guess_format(bytes) {
        Ok(format) => examine_pixels(bytes, format),
        Err(_) => examine_svg(bytes, depth),
    }
}

/// The bytes that a link holds in itself, if it is written in base 64, as pictures are.
fn embedded(target: &str) -> Option<Vec<u8>> {
    let (head, body) = target.strip_prefix("data:")?.split_once(',')?;
    if !head.trim_end().ends_with(";base64") {
        return None;
    }
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in body.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Some(bytes)
}

/// Whether an element has a filter effect, or is a style sheet that gives one.
fn has_effect(node: roxmltree::Node) -> bool {
    let is_effect = |declaration: &str| {
        let property = declaration.split_once(':').filter(|(name, _)| name.trim().eq_ignore_ascii_case("filter"));
        property.is_some_and(|(_, value)| value.trim() != "none")
    };
    let attribute = |name: &str| node.attribute(name).unwrap_or_default();
    let sheet = if node.tag_name().name() == "style" { node.text().unwrap_or_default() } else { "" };
    !matches!(attribute("filter").trim(), "" | "none")
        || attribute("style").split(';').any(is_effect)
        || sheet.split(['{', ';', '}']).any(is_effect)
}

#[cfg(test)]
mod tests {
    use super::{MAX_LETTERS, examine};

    #[test]
    fn a_wrong_ending_is_named() {
        let problem = examine("a.jpg", b"\x89PNG\r\n\x1a\n").unwrap_err();
        assert_eq!(problem, "its ending is `jpg`, but it is a `png` picture");
        assert!(examine("a.svg", b"<svg><g></svg>").unwrap_err().starts_with("it is no well-formed XML"));
        assert!(examine("a.svg", b"<svg/>").is_ok());
    }

    #[test]
    fn filter_effects_are_found_however_they_are_written() {
        for picture in [
            "<svg><rect filter='url(#f)'/></svg>",
            "<svg><g><rect style='fill: red; filter: blur(2px)'/></g></svg>",
            "<svg><style>.a { fill: red; filter : url(#f) }</style></svg>",
        ] {
            assert!(
                examine("a.svg", picture.as_bytes()).unwrap_err().starts_with("it uses a filter effect"),
                "{picture}"
            );
        }
        for picture in [
            "<svg><filter id='f'/><rect filter='none' style='color-interpolation-filters: sRGB; filter: none'/></svg>",
            "<svg><text>filter: none of them</text><style>.filter { fill: red }</style></svg>",
        ] {
            assert_eq!(examine("a.svg", picture.as_bytes()), Ok(()), "{picture}");
        }
    }

    #[test]
    fn pictures_within_pictures_are_looked_at() {
        let around = |inner: &str| format!("<svg><image href='data:image/png;base64,{inner}'/></svg>");
        let dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
        assert_eq!(examine("a.svg", around(dot).as_bytes()), Ok(()));
        // A line's end within it, as drawing programs write.
        assert_eq!(examine("a.svg", around(&dot.replace("IAA", "IAA\n")).as_bytes()), Ok(()));
        let broken = examine("a.svg", around(&dot[..60]).as_bytes()).unwrap_err();
        assert!(broken.starts_with("a picture within it is broken: "), "{broken}");
        // 100,000 pixels each way.
        let huge = "iVBORw0KGgoAAAANSUhEUgABhqAAAYagCAAAAACNOVQUAAAAAElEQVQ1rwYe";
        let huge = examine("a.svg", around(huge).as_bytes()).unwrap_err();
        assert!(huge.contains("100000 by 100000 pixels"), "{huge}");
        // An SVG picture, and words that are no picture.
        assert_eq!(examine("a.svg", around("PHN2Zy8+").as_bytes()), Ok(()));
        assert!(examine("a.svg", around("bm9uZQ==").as_bytes()).is_err());
    }

    #[test]
    fn long_texts_in_pictures_are_refused() {
        let picture =
            |letters: usize| format!("<svg>\n{}<text>{}</text></svg>", " ".repeat(30_000), "a".repeat(letters));
        assert_eq!(examine("a.svg", picture(MAX_LETTERS).as_bytes()), Ok(()));
        assert!(examine("a.svg", picture(MAX_LETTERS + 1).as_bytes()).is_err());
    }
}
