//! The text of a PDF's strings (ISO 32000-2, 7.9.2.2).

/// The characters of PDFDocEncoding that Latin-1 has not, from 0x18 and from 0x80.
const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
const HIGH: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ',
    'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{FFFD}', '€',
];

/// What a string says. UTF-16 with the lower byte first is no standard, and written all the same.
pub(crate) fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| character(byte)).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let all: String = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    without_languages(&all)
}

/// A language may be named within the text, between two escapes.
fn without_languages(text: &str) -> String {
    let mut parts = text.split('\u{1B}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.enumerate().fold(first, |text, (at, part)| if at % 2 == 1 { text + part } else { text })
}

fn character(byte: u8) -> char {
    match byte {
        0x18..=0x1F => LOW[usize::from(byte - 0x18)],
        0x80..=0xA0 => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn strings_are_read_in_every_encoding_that_is_written() {
        assert_eq!(text(b"caf\xe9 \x84 \xa0"), "café — €");
        assert_eq!(text(b"\xfe\xff\x00a\xd8\x3d\xde\x00"), "a😀");
        assert_eq!(text(b"\xff\xfea\x00"), "a");
        assert_eq!(text("\u{FEFF}né".as_bytes()), "né");
        assert_eq!(text(b"\xfe\xff\x00\x1b\x00f\x00r\x00\x1b\x00a\x00\x1b\x00e\x00n\x00\x1b\x00b"), "ab");
        assert_eq!(text(b"\xfe\xff\xd8"), "");
    }
}
