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
        "svg" => return examine_svg(bytes),
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
    let reader = || image::ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(|error| error.to_string())?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(format!("it has {width} by {height} pixels, more than any page needs"));
    }
    reader().decode().map(drop).map_err(|error| error.to_string())
}

fn examine_svg(bytes: &[u8]) -> Result<(), String> {
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
        }
    }
    Ok(())
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
    fn long_texts_in_pictures_are_refused() {
        let picture =
            |letters: usize| format!("<svg>\n{}<text>{}</text></svg>", " ".repeat(30_000), "a".repeat(letters));
        assert_eq!(examine("a.svg", picture(MAX_LETTERS).as_bytes()), Ok(()));
        assert!(examine("a.svg", picture(MAX_LETTERS + 1).as_bytes()).is_err());
    }
}
