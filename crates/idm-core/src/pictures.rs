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
    for node in document.descendants() {
        for attribute in node.attributes().filter(|attribute| attribute.name() == "href") {
            let target = attribute.value();
            if !target.starts_with('#') && !target.starts_with("data:") {
                return Err(format!("it refers to `{target}`, which lies outside the picture"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::examine;

    #[test]
    fn a_wrong_ending_is_named() {
        let problem = examine("a.jpg", b"\x89PNG\r\n\x1a\n").unwrap_err();
        assert_eq!(problem, "its ending is `jpg`, but it is a `png` picture");
        assert!(examine("a.svg", b"<svg><g></svg>").unwrap_err().starts_with("it is no well-formed XML"));
        assert!(examine("a.svg", b"<svg/>").is_ok());
    }
}
