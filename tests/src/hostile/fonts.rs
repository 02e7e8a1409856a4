//! Fonts that claim what is not there.

use super::{Input, Site, check};

const OWN: &str = "project/fonts/Own.ttf";

pub(super) fn inputs() -> Vec<Input> {
    vec![
        check(
            "font-random",
            "8 MB of random bytes as a font",
            |site| put(site, super::files::random(8_000_000)),
            "fonts/Own.ttf: error[font-unusable]",
        ),
        check(
            "font-characters",
            "a font of four thousand million characters",
            |site| put(site, face(0, &groups())),
            "fonts/Own.ttf: error[font-unusable]",
        ),
        check(
            "font-segments",
            "a collection of 64 faces, each with 65,535 lists of 32,767 ranges that lie nowhere",
            |site| put(site, segments()),
            "fonts/Own.ttf: error[font-unusable]",
        ),
    ]
}

fn put(site: &Site, bytes: Vec<u8>) {
    site.write("project/fonts/OFL.txt", "The licence of the font.\n");
    site.write(OWN, bytes);
}

/// A face whose `cmap` is these bytes, behind what stands `before` it in the file.
fn face(before: usize, cmap: &[u8]) -> Vec<u8> {
    let long = |number: usize| u32::try_from(number).expect("a file is small").to_be_bytes();
    let mut bytes = b"\0\x01\0\0\0\x01\0\0\0\0\0\0cmap\0\0\0\0".to_vec();
    bytes.extend(long(before + 28));
    bytes.extend(long(cmap.len()));
    bytes.extend(cmap);
    bytes
}

/// A `cmap` with one group, of all numbers that there are.
fn groups() -> Vec<u8> {
    let mut cmap = b"\0\0\0\x01\0\x03\0\x0a\0\0\0\x0c".to_vec();
    cmap.extend(b"\0\x0c\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\xff\xff\xff\xff\0\0\0\0");
    cmap
}

/// A collection whose faces are all the same one.
fn segments() -> Vec<u8> {
    const FACES: u32 = 64;
    const TABLES: u16 = u16::MAX;
    let mut cmap = b"\0\0".to_vec();
    cmap.extend(TABLES.to_be_bytes());
    for _ in 0..TABLES {
        cmap.extend(b"\0\x03\0\x01");
        cmap.extend((4 + 8 * u32::from(TABLES)).to_be_bytes());
    }
    cmap.extend(b"\0\x04\0\0\0\0\xff\xfe\0\0\0\0\0\0");
    let mut bytes = b"ttcf\0\x01\0\0".to_vec();
    bytes.extend(FACES.to_be_bytes());
    let before = 12 + 4 * FACES;
    (0..FACES).for_each(|_| bytes.extend(before.to_be_bytes()));
    bytes.extend(face(before as usize, &cmap));
    bytes
}
