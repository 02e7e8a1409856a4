//! Pictures: read, and looked at closely enough to know that they can be shown, whole, and how large they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use image::ImageFormat;
use unicode_normalization::UnicodeNormalization;

use crate::address;
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, nearest};
use crate::files::{FileProblem, FileProblemKind, MAX_IMAGE_BYTES};
use crate::markdown::tree::Handle;
use crate::memory::Memory;
use crate::read::Inputs;
use crate::rules;
use crate::source::Span;

mod raster;
mod svg;

/// The pictures that the prose names: each with its path in the project and the place of its name, by their handles.
pub type Named = BTreeMap<Handle, (String, Span)>;

/// The pictures that a publication's prose names, as far as they could be read.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    /// Which picture each name leads to: the path is that of the file, however it was written.
    pub named: Named,
    /// What the files hold, by their paths in the project.
    pub contents: BTreeMap<String, Arc<[u8]>>,
    /// How wide each may be set at most, in points, by its path. One that is not here may be as wide as the text.
    pub widest: BTreeMap<String, f64>,
    /// The letters that stand in each, by its path.
    pub letters: BTreeMap<String, String>,
}

/// The lowest resolution at which a picture of pixels is set, in dots per inch.
const LOWEST_RESOLUTION: f64 = 150.0;

/// How many times as large as it says a drawing is set at most. It loses nothing, but its letters and lines grow with it.
const MOST_ENLARGED: f64 = 1.5;

/// Why a picture cannot be shown, and what can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refused {
    reason: String,
    cure: String,
}

impl Refused {
    fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), cure: String::new() }
    }

    fn cure(self, cure: impl Into<String>) -> Self {
        Self { cure: cure.into(), ..self }
    }
}

/// Reads every picture that is named, and finds how wide it may be. One that is missing or cannot be shown is reported
/// where it is named.
pub(crate) fn read(project: &Inputs, named: Named, memory: &mut Memory, diagnostics: &mut Diagnostics) -> Pictures {
    let mut pictures = Pictures { named, ..Pictures::default() };
    let mut broken: BTreeMap<String, Diagnostic> = BTreeMap::new();
    let mut listed: Option<Vec<String>> = None;
    for (path, span) in pictures.named.values_mut() {
        let span = *span;
        if pictures.contents.contains_key(path) {
            continue;
        }
        if let Some(known) = broken.get(path.as_str()) {
            diagnostics.push(Diagnostic { place: span.into(), ..known.clone() });
            continue;
        }
        let mut read = project.files.read_bytes(path, MAX_IMAGE_BYTES);
        if let Err(FileProblem { kind: FileProblemKind::Missing, .. }) = read {
            let files = listed.get_or_insert_with(|| project.files.list().unwrap_or_default());
            if let Some(found) = written_otherwise(path, files) {
                read = project.files.read_bytes(found, MAX_IMAGE_BYTES);
                *path = found.to_owned();
            }
        }
        let is_input = project.paths.binary_search(path).is_ok();
        let problem = match read {
            Ok(_) if !is_input && let Some(why) = project.files.passed_over(path) => {
                Diagnostic::new(&rules::IMAGE_MISSING, span, format!("`{path}` is no input: {why}"))
                    .hint("take its line out of `.gitignore`, or copy the picture into a `figures` folder that is kept")
            }
            Ok(bytes) => {
                let examined = memory.pictures.of(path.clone(), bytes, |bytes| {
                    let bytes: Arc<[u8]> = bytes.as_slice().into();
                    examine(path, &bytes).map(|(width, words)| (bytes, width, words))
                });
                match &*examined {
                    Ok((bytes, width, words)) => {
                        if !words.is_empty() {
                            pictures.letters.insert(path.clone(), words.clone());
                        }
                        pictures.widest.extend(width.map(|width| (path.clone(), width.max(1.0))));
                        pictures.contents.insert(path.clone(), Arc::clone(bytes));
                        continue;
                    }
                    Err(Refused { reason, cure }) => {
                        let message = format!("`{path}` cannot be shown: {reason}");
                        Diagnostic::new(&rules::IMAGE_UNREADABLE, span, message).hint(cure)
                    }
                }
            }
            Err(FileProblem { kind: FileProblemKind::Missing, .. }) => {
                missing(path, listed.as_deref().unwrap_or_default(), project, span)
            }
            Err(problem) => problem.diagnostic(Some(span.into())),
        };
        diagnostics.push(problem.clone());
        broken.insert(path.clone(), problem);
    }
    pictures
}

/// The file that a path means whose letters are composed in another way, or written as percent codes.
fn written_otherwise<'a>(path: &str, files: &'a [String]) -> Option<&'a str> {
    let composed = |path: &str| path.nfc().collect::<String>();
    let wanted = [composed(path), composed(&address::percent_decoded(path))];
    files.iter().map(String::as_str).find(|file| wanted.contains(&composed(file)))
}

/// What is said of a picture that is not there.
fn missing(path: &str, files: &[String], project: &Inputs, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(&rules::IMAGE_MISSING, span, format!("there is no picture `{path}`"));
    let pictures =
        || files.iter().map(String::as_str).filter(|file| !file.ends_with(".md") && !file.ends_with(".yaml"));
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let near = pictures().find(|file| file.eq_ignore_ascii_case(path)).or_else(|| nearest(path, pictures()));
    match near.or_else(|| pictures().find(|file| name(file) == name(path))) {
        Some(near) => {
            let diagnostic = diagnostic
                .hint(format!("there is `{near}`: write its path from the folder of this text, letter by letter"));
            let text = project.sources.get(span.source).path();
            let folder = text.rsplit_once('/').map_or("", |(folder, _)| folder);
            match near.strip_prefix(folder) {
                Some(below) => {
                    let written = project.sources.text(span);
                    let is_certain = near.eq_ignore_ascii_case(path);
                    diagnostic.fix(Fix::replace(span, written, below.trim_start_matches('/'), is_certain))
                }
                None => diagnostic,
            }
        }
        None => {
            diagnostic.hint("copy the picture into a `figures` folder beside the text, and write `figures/name.svg`")
        }
    }
}

/// How wide a picture may be set, in points, and the letters in it; if it cannot be shown, why.
fn examine(path: &str, bytes: &[u8]) -> Result<(Option<f64>, String), Refused> {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let format = match ending.as_str() {
        "svg" => {
            let drawing = svg::look(bytes, 0)?;
            return Ok((drawing.width.map(|width| width * MOST_ENLARGED), drawing.letters));
        }
        "png" => ImageFormat::Png,
        "jpg" | "jpeg" => ImageFormat::Jpeg,
        "gif" => ImageFormat::Gif,
        "webp" => ImageFormat::WebP,
        "svgz" => return Err(Refused::new("it is compressed (SVGZ)").cure("save it as plain SVG")),
        _ => {
            return Err(Refused::new("its ending is none of png, jpg, gif, webp and svg")
                .cure("export it as SVG, or as PNG at 300 dpi"));
        }
    };
    if let Ok(found) = image::guess_format(bytes)
        && found != format
    {
        let name = found.extensions_str().first().copied().unwrap_or("another");
        return Err(Refused::new(format!("its ending is `{ending}`, but it is a `{name}` picture"))
            .cure("name the file after what it is, here and in the folder"));
    }
    let (width, _) = raster::examine(bytes, format)?;
    Ok((Some(f64::from(width) * 72.0 / LOWEST_RESOLUTION), String::new()))
}

#[cfg(test)]
mod tests {
    use super::{examine, written_otherwise};

    #[test]
    fn a_path_may_be_composed_otherwise_or_written_in_codes() {
        let files = ["figures/caf\u{e9} 1.svg".to_owned(), "figures/b.svg".to_owned()];
        for path in ["figures/cafe\u{301} 1.svg", "figures/caf%C3%A9%201.svg", "figures/cafe%CC%81%201.svg"] {
            assert_eq!(written_otherwise(path, &files), Some("figures/caf\u{e9} 1.svg"), "{path}");
        }
        assert_eq!(written_otherwise("figures/cafe.svg", &files), None);
        assert_eq!(written_otherwise("..%2fetc", &files), None);
    }

    #[test]
    fn a_wrong_ending_is_named() {
        let problem = examine("a.jpg", b"\x89PNG\r\n\x1a\n").unwrap_err();
        assert_eq!(problem.reason, "its ending is `jpg`, but it is a `png` picture");
        assert!(examine("a.tif", b"II*\0").unwrap_err().cure.contains("PNG"));
    }
}
