//! The pixels of SVG pictures, for programs that show none.

use std::sync::{Arc, Mutex, PoisonError};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use crate::fonts::Fonts;

/// How many pixels across a drawing gets.
const ACROSS: f32 = 1600.0;
/// How many pixels it may have at most.
const MOST: f32 = 4_000_000.0;

/// A drawing as PNG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// The file.
    pub png: Vec<u8>,
    /// Its pixels across.
    pub width: u32,
    /// Its pixels down.
    pub height: u32,
}

/// The fonts that were last drawn with, as usvg keeps them.
static LAST: Mutex<Option<(Fonts, Arc<Database>)>> = Mutex::new(None);

/// Draws an SVG picture that has been found sound. None if it cannot be drawn all the same.
pub fn pixels(svg: &[u8], fonts: &Fonts) -> Option<Pixels> {
    let mut options = Options { fontdb: database(fonts), ..Options::default() };
    // Nothing is read from outside the picture.
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let tree = Tree::from_data(svg, &options).ok()?;
    let size = tree.size();
    let scale = (ACROSS / size.width()).min((MOST / (size.width() * size.height())).sqrt());
    let (width, height) = (size.width() * scale, size.height() * scale);
    let mut pixmap = Pixmap::new((width.round() as u32).max(1), (height.round() as u32).max(1))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Some(Pixels { png: pixmap.encode_png().ok()?, width: pixmap.width(), height: pixmap.height() })
}

fn database(fonts: &Fonts) -> Arc<Database> {
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, database)) = last.as_ref().filter(|(known, _)| known == fonts) {
        return Arc::clone(database);
    }
    let mut database = Database::new();
    // A collection is one file, which usvg takes apart itself.
    for font in fonts.all().filter(|font| font.index() == 0) {
        database.load_font_data(font.data().to_vec());
    }
    database.set_serif_family("Libertinus Serif");
    database.set_sans_serif_family("Noto Sans");
    database.set_monospace_family("DejaVu Sans Mono");
    let database = Arc::new(database);
    *last = Some((fonts.clone(), Arc::clone(&database)));
    database
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(svg: &[u8]) -> Option<Pixels> {
        super::pixels(svg, &Fonts::bundled())
    }

    #[test]
    fn a_drawing_gets_pixels_with_its_words() {
        let svg = |words: &str| {
            format!("<svg xmlns='http://www.w3.org/2000/svg' width='200' height='50'><text y='30'>{words}</text></svg>")
        };
        let drawn = pixels(svg("Panel").as_bytes()).unwrap();
        assert_eq!((drawn.width, drawn.height), (1600, 400));
        assert_ne!(drawn.png, pixels(svg("").as_bytes()).unwrap().png);
        assert_eq!(pixels(b"<svg"), None);
    }
}
