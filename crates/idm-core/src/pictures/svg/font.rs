//! A font in which every sign is the same box.
//!
//! usvg leaves out texts for which it finds no font. Typst finds one for each; which one does not matter here, where only
//! the texts are wanted that usvg would show.

use std::sync::Arc;

use usvg::fontdb::{Database, FaceInfo, ID, Source, Stretch, Style, Weight};

/// The tables of the font, in the order of their names.
fn tables() -> [(&'static [u8; 4], Vec<u8>); 6] {
    let words = |words: &[i16]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    // One outline: a box of 500 by 700 units.
    let mut glyph = words(&[1, 0, 0, 500, 700, 3, 0]);
    glyph.extend([1, 1, 1, 1]);
    glyph.extend(words(&[0, 0, 500, 0, 0, 700, 0, 0]));
    let half = i16::try_from(glyph.len() / 2).unwrap_or_default();
    let mut head = words(&[1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000]);
    head.extend([0; 16]);
    head.extend(words(&[0, 0, 500, 700, 0, 8, 2, 0, 0]));
    let mut lines = words(&[1, 0, 800, -200, 0, 600, 0, 0, 500, 1, 0, 0, 0, 0, 0, 0, 0]);
    lines.extend(words(&[1]));
    let mut most = words(&[1, 0, 1]);
    most.extend([0; 26]);
    [
        (b"glyf", glyph),
        (b"head", head),
        (b"hhea", lines),
        (b"hmtx", words(&[600, 0])),
        (b"loca", words(&[0, half])),
        (b"maxp", most),
    ]
}

/// The font's file.
fn file() -> Vec<u8> {
    let tables = tables();
    let mut head = vec![0, 1, 0, 0, 0, 6, 0, 0x40, 0, 2, 0, 0x20];
    let mut body = Vec::new();
    let start = head.len() + tables.len() * 16;
    for (name, table) in tables {
        let offset = u32::try_from(start + body.len()).unwrap_or_default();
        let length = u32::try_from(table.len()).unwrap_or_default();
        head.extend(name);
        head.extend([0; 4]);
        head.extend(offset.to_be_bytes());
        head.extend(length.to_be_bytes());
        body.extend(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    [head, body].concat()
}

/// A collection of fonts that holds this one only, and its number there.
pub(super) fn boxes() -> (Arc<Database>, Option<ID>) {
    let mut fonts = Database::new();
    fonts.push_face_info(FaceInfo {
        id: ID::dummy(),
        source: Source::Binary(Arc::new(file())),
        index: 0,
        families: vec![],
        post_script_name: String::new(),
        style: Style::Normal,
        weight: Weight::NORMAL,
        stretch: Stretch::Normal,
        monospaced: true,
    });
    let id = fonts.faces().next().map(|face| face.id);
    (Arc::new(fonts), id)
}
