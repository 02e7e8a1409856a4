//! SVG pictures, looked at as usvg reads them, which reads them for Typst.

use std::sync::Mutex;

use roxmltree::{Document, ParsingOptions};
use svgtypes::Paint;
use usvg::{FontResolver, ImageHrefResolver, Options, Tree};

use self::style::{Property, Styles, is_svg};
use super::{Refused, raster};

mod cost;
mod font;
mod guard;
mod hidden_text;
mod style;
#[cfg(test)]
mod tests;

/// How deeply pictures may lie within each other.
const MAX_DEPTH: usize = 4;

/// How many elements the file may have.
const MAX_ELEMENTS: u32 = 1_000_000;

/// How many parts a picture may come to.
const MAX_PARTS: u64 = 500_000;

/// How much text a picture may hold. The time that its layout takes grows with the square.
const MAX_LETTERS: u64 = 20_000;

/// What helps against most of what is too much.
const SIMPLIFY: &str = "simplify it in the drawing program, or export it as PNG at 300 dpi";

/// Elements whose links load what they show.
const LOADING: [&str; 9] =
    ["feImage", "filter", "image", "linearGradient", "pattern", "radialGradient", "textPath", "tref", "use"];

/// A drawing that can be shown.
pub(super) struct Drawing {
    /// How wide it is by itself, in points, if it says so.
    pub(super) width: Option<f64>,
    /// The letters of its words, without blanks.
    pub(super) letters: String,
}

/// Looks at an SVG picture that lies so deep within others. How wide it is by itself, in points, if it says so.
pub(super) fn examine(bytes: &[u8], depth: usize) -> Result<Option<f64>, Refused> {
    look(bytes, depth).map(|drawing| drawing.width)
}

/// As [`examine`], with what is written in the picture.
pub(super) fn look(bytes: &[u8], depth: usize) -> Result<Drawing, Refused> {
    if depth > MAX_DEPTH {
        return Err(Refused::new(format!("pictures lie within each other more than {MAX_DEPTH} levels deep"))
            .cure("place them beside each other"));
    }
    let text = text(bytes)?;
    guard::check(text)?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_ELEMENTS, ..Default::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        Refused::new(format!("it is no well-formed XML: {error}")).cure("export it anew from the drawing program")
    })?;
    if !is_svg(document.root_element(), "svg") {
        return Err(Refused::new("its root element is not `svg`").cure("export it as SVG from the drawing program"));
    }
    if let Some(style) = text.find("<?xml-stylesheet") {
        let path = text[style..].split("href=").nth(1).and_then(|rest| rest.split(['"', '\'']).nth(1));
        return Err(Refused::new(format!("its style is in another file, `{}`", path.unwrap_or("…")))
            .cure("export it with its style inside"));
    }
    let styles = Styles::read(&document)?;
    outside(&document, &styles)?;
    effects(&document, &styles)?;
    colours(&document, &styles)?;
    cost::bound(&document, &styles)?;
    let tree = read(&document, depth)?;
    let letters = hidden_text::shown(&tree);
    if let Some(lost) = hidden_text::lost(document.root_element(), &styles, &letters) {
        return Err(unshown(&lost, text));
    }
    let root = document.root_element();
    let is_sized = |name| root.attribute(name).is_some_and(|length| !length.trim().ends_with('%'));
    let width = (is_sized("width") || is_sized("height")).then(|| f64::from(tree.size().width()) * 0.75);
    Ok(Drawing { width, letters })
}

fn text(bytes: &[u8]) -> Result<&str, Refused> {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(Refused::new("it is compressed (SVGZ)").cure("save it as plain SVG"));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Refused::new("it is no UTF-8 text").cure("save it with the encoding UTF-8, or export it anew"))?;
    Ok(text.trim_start_matches('\u{feff}'))
}

/// Refuses what would have to be read from elsewhere. A link that somebody may follow shows nothing.
fn outside(document: &Document, styles: &Styles) -> Result<(), Refused> {
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let target = cost::href(node).filter(|_| LOADING.iter().any(|name| is_svg(node, name)));
        let target = target.filter(|target| !target.starts_with('#') && !target.starts_with("data:"));
        let painted = styles.of(node).find_map(|(_, value)| style::outward(value));
        if let Some(target) = target.or(painted).filter(|target| !target.is_empty()) {
            let shown: String = target.chars().take(80).collect();
            return Err(Refused::new(format!("it refers to `{shown}`, which lies outside the picture"))
                .cure("embed it: most drawing programs can do so when they export"));
        }
    }
    Ok(())
}

/// Refuses filter effects, which are drawn pixel by pixel.
fn effects(document: &Document, styles: &Styles) -> Result<(), Refused> {
    let effect = |value: Option<&str>| value.is_some_and(|value| !matches!(value, "" | "none"));
    if document.descendants().any(|node| effect(styles.get(node, Property::Filter))) {
        return Err(Refused::new("it uses a filter effect (`filter`), which takes long and prints as pixels")
            .cure("remove shadows, glows and blurs, or export it as PNG at 300 dpi"));
    }
    Ok(())
}

/// Refuses colours that usvg does not know, in whose place it paints black.
fn colours(document: &Document, styles: &Styles) -> Result<(), Refused> {
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        for (property, value) in styles.of(node) {
            let is_colour = matches!(property, Property::Fill | Property::Stroke | Property::StopColor);
            let is_known = matches!(value, "" | "inherit" | "currentColor" | "currentcolor" | "initial" | "unset")
                || value.parse::<svgtypes::Color>().is_ok()
                || Paint::from_str(value).is_ok();
            if is_colour && !is_known {
                let shown: String = value.chars().take(60).collect();
                return Err(Refused::new(format!("only web browsers know the colour `{shown}`"))
                    .cure("export it with plain colours such as `#336699` (in draw.io: appearance “Light”)"));
            }
        }
    }
    Ok(())
}

/// Reads the picture as Typst will, and looks at the pictures within it.
fn read(document: &Document, depth: usize) -> Result<Tree, Refused> {
    let refused = Mutex::new(None);
    let note = |found: Refused| {
        if let Ok(mut refused) = refused.lock() {
            refused.get_or_insert(found);
        }
    };
    let (fonts, id) = font::boxes();
    let options = Options {
        font_family: String::new(),
        resources_dir: None,
        fontdb: fonts,
        font_resolver: FontResolver {
            select_font: Box::new(move |_, _| id),
            select_fallback: Box::new(|_, _, _| None),
        },
        image_href_resolver: ImageHrefResolver {
            // What is looked at here need not be kept.
            resolve_data: Box::new(|kind, data, _| {
                if let Err(found) = within(kind, &data, depth + 1) {
                    note(found);
                }
                None
            }),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(document, &options).map_err(|error| {
        Refused::new(format!("it cannot be drawn: {error}")).cure("give it a width, a height and a `viewBox`")
    })?;
    drop(options);
    match refused.into_inner().ok().flatten() {
        Some(found) => Err(Refused { reason: format!("a picture within it is broken: {}", found.reason), ..found }),
        None => Ok(tree),
    }
}

/// Looks at a picture that is written into another.
fn within(kind: &str, data: &[u8], depth: usize) -> Result<(), Refused> {
    match image::guess_format(data) {
        Ok(format) => raster::examine(data, format).map(drop),
        Err(_) if matches!(kind, "image/svg+xml" | "text/plain") => examine(data, depth).map(drop),
        Err(_) => Err(Refused::new(format!("`{kind}` is no kind of picture")).cure("embed PNG or JPEG")),
    }
}

/// What is said of words that would be lost.
fn unshown(lost: &hidden_text::Lost, text: &str) -> Refused {
    let shown: String = lost.words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect();
    let reason = format!("its words “{shown}” would not be shown: `{}` is for web browsers", lost.within);
    let cure = if text.contains("mermaid") {
        "in Mermaid, set `htmlLabels: false` in `flowchart`, and export it again"
    } else if text.contains("draw.io")
        || text.contains("mxGraph")
        || text.contains("diagrams.net")
        || text.contains("mxfile")
    {
        "in draw.io, turn off “Formatted Text” and “Word Wrap” for all shapes, and export it again"
    } else if lost.within.starts_with("flow") {
        "in Inkscape, choose Text ▸ Convert to Text (or Path ▸ Object to Path), and save it again"
    } else {
        "export it with text as `text` elements or as outlines, or as PNG at 300 dpi"
    };
    match lost.within {
        "text" => Refused::new(format!("its words “{shown}” would not be shown"))
            .cure("export it with text as outlines, or as PNG at 300 dpi"),
        _ => Refused::new(reason).cure(cure),
    }
}
